//! The headings of a page, one of which shows the headline.

use super::line::line;
use super::shown_names::is_name_of_site;
use super::title::is_end_of_piece;
use crate::html::tree::{NodeId, Tree, is_unread};
use crate::page::candidate_block::letters;

/// Bytes of the letters of a side of a heading that is the headline, at least.
const SIDE: usize = 12;
/// Texts in a heading that has a kicker, at most.
const PARTS: usize = 6;
/// Texts of a heading that are read, at most.
const TEXTS: usize = 20;
/// How many headings of a page may be its headline.
const HEADINGS: usize = 60;

/// A heading of a page.
#[derive(Debug)]
pub(super) struct Heading {
    /// Its index among the elements of the page.
    pub(super) at: usize,
    pub(super) text: String,
    /// Whether it is an `<h1>` that is not the name of the site.
    pub(super) is_first_level: bool,
}

/// The headings of a page.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// The texts of every `<h1>`.
    pub(super) first_level: Vec<String>,
    /// The headings of the first three levels.
    pub(super) outline: Vec<Heading>,
    /// The texts of `<h1>` elements of two sides, with the sides.
    sides: Vec<(String, [String; 2])>,
    /// The texts in `<h1>` elements that have several.
    pub(super) parts: Vec<String>,
    /// The texts of the `<h1>` elements that are the name of the site: they link to
    /// its first page.
    pub(super) of_site: Vec<String>,
}

impl Headings {
    /// Reads the heading `node`, the element with the index `at`. Returns whether it is
    /// the first `<h1>` that is not the name of the site.
    pub(super) fn read(&mut self, tree: &Tree, node: NodeId, at: usize) -> bool {
        let Some(text) = line(&tree.all_text(node)).map(|text| with_spaces(text, tree, node)) else { return false };
        let is_first_level = tree.name(node) == "h1" && !is_name_of_site(tree, node);
        if self.outline.len() < HEADINGS {
            self.outline.push(Heading { at, text: text.clone(), is_first_level });
        }
        if tree.name(node) != "h1" {
            return false;
        }
        let is_read = |text: &NodeId| tree.parent(*text).is_some_and(|around| !is_unread(tree.name(around)));
        let texts = tree.descendants(node).filter(is_read).filter_map(|text| tree.text(text));
        let parts: Vec<String> = texts.filter_map(line).take(TEXTS).collect();
        if let Some(sides) = sides(&parts) {
            self.sides.push((text.clone(), sides));
        }
        if parts.len() > 1 {
            // After a bar comes the next part, too.
            self.parts.extend(parts.into_iter().map(|part| part.trim_matches(['|', ' ']).to_owned()));
        }
        let is_first = is_first_level && self.first_level.is_empty();
        (if is_first_level { &mut self.first_level } else { &mut self.of_site }).push(text);
        is_first
    }

    /// The texts of the `<h1>` elements. One of two sides is the side that one of
    /// the titles that are `stated` ends with, without the other.
    pub(super) fn without_kickers<'s>(&self, stated: impl Iterator<Item = &'s String>) -> Vec<String> {
        let stated: Vec<&String> = stated.collect();
        let headline = |heading: &String| {
            let (_, [before, after]) = self.sides.iter().find(|(text, _)| text == heading)?;
            let is_stated = |side: &str, other: &str| {
                let (letters_of_side, other) = (letters(side), letters(other));
                let is_in = |title: &&String| {
                    let letters = letters(title);
                    let is_piece = title.split_once(side).is_some_and(|(_, rest)| is_end_of_piece(rest));
                    (is_piece || letters.ends_with(&letters_of_side)) && !letters.contains(&other)
                };
                letters_of_side.len() >= SIDE && stated.iter().any(is_in)
            };
            [(after, before), (before, after)]
                .into_iter()
                .find(|(side, other)| is_stated(side, other))
                .map(|(side, _)| side.clone())
        };
        self.first_level.iter().map(|heading| headline(heading).unwrap_or_else(|| heading.clone())).collect()
    }

    /// The first `<h1>` if it says more than `title`, the document's: it contains
    /// the title, or the title has only one or two words.
    pub(super) fn longer_than(&self, title: &str) -> Option<String> {
        let heading = self.first_level.first()?;
        let more = letters(heading).len() > letters(title).len();
        let short = title.split_whitespace().count() <= 2;
        (more && (short || letters(heading).contains(&letters(title)))).then(|| heading.clone())
    }
}

/// `text`, which is all of the heading, with spaces between the texts in it where only their
/// style separates them: “The pier” and “All you need to know”.
fn with_spaces(text: String, tree: &Tree, heading: NodeId) -> String {
    let parts: Vec<String> = tree.descendants(heading).filter_map(|node| tree.text(node)).filter_map(line).collect();
    parts.windows(2).fold(text, |text, pair| {
        let [before, after] = pair else { return text };
        let is_joined = before.ends_with(char::is_lowercase)
            && after.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '„' | '«'));
        if is_joined { text.replacen(&format!("{before}{after}"), &format!("{before} {after}"), 1) } else { text }
    })
}

/// The two sides of a heading in which a text of its own, with punctuation alone,
/// separates a kicker from the headline or the headline from a section.
fn sides(parts: &[String]) -> Option<[String; 2]> {
    let is_separator = |part: &String| !part.contains(char::is_alphanumeric);
    let at = parts.iter().position(is_separator).filter(|_| parts.len() <= PARTS)?;
    let join = |parts: &[String]| parts.join(" ");
    let sides = [join(parts.get(..at)?), join(parts.get(at + 1..)?)];
    sides.iter().all(|side| side.contains(char::is_alphanumeric)).then_some(sides)
}
