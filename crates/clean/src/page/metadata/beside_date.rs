//! Names that a page shows alone, right before or after the date.

use super::day_order;
use super::line::{short_text, shown};
use super::nearby::{Page, is_dated};
use super::shown_names::{is_called, leads_to_author};
use crate::byline::{is_name, names};
use crate::html::tree::NodeId;
use crate::page::candidate_block::letters;

/// How many other texts may be between the name and the date.
const BETWEEN: usize = 1;

/// How many elements around a name may be a short line that is called author.
const BOX: usize = 3;

/// How many elements of a page are searched for who bears a name. It is done for each name; pages of
/// articles have up to ten thousand.
const LOOKED_AT: usize = 20_000;
/// How many children of each of them.
const CHILDREN: usize = 400;

/// Finds names next to a date, text by text.
#[derive(Debug, Default)]
pub(super) struct BesideDate {
    found: Vec<String>,
    /// The last text that is only a name, and how many texts came since.
    last_name: Option<(Vec<String>, usize)>,
    /// How many texts came since the date.
    since_date: Option<usize>,
    /// Whether the last text says that a name follows: “By”.
    is_after_by: bool,
    /// Whether an icon for a person is right before the text.
    is_after_icon: bool,
}

impl BesideDate {
    /// The names found so far; the next text has neither a name nor a date before it.
    pub(super) fn take(&mut self) -> Vec<String> {
        std::mem::take(self).found
    }

    /// Reads the texts right in the element. A name counts only if something else on the
    /// page says that it is a person's: half of the others are sections and places.
    pub(super) fn read(&mut self, page: Page<'_>, node: NodeId) {
        for child in page.tree.children(node) {
            let text = page.tree.text(child).and_then(shown).filter(|text| text.contains(char::is_alphanumeric));
            if let Some(text) = text.filter(|_| self.found.is_empty()) {
                self.is_after_icon |= has_icon_before(page, child);
                self.text(page, node, &text);
            }
        }
    }

    fn text(&mut self, page: Page<'_>, node: NodeId, text: &str) {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_by = page.language.bylines.line_starts.contains(&bare.as_str());
        let is_signed = std::mem::replace(&mut self.is_after_by, is_by) | std::mem::take(&mut self.is_after_icon);
        let is_date = is_dated(text) && day_order::date(text, page.day_first).is_some();
        if is_date || page.tree.name(node) == "time" {
            let before = self.last_name.take().filter(|(_, since)| *since <= BETWEEN).map(|(names, _)| names);
            self.found = before.unwrap_or_else(|| in_pieces(page, text));
            self.since_date.get_or_insert(0);
        } else if let Some(names) = alone(page, node, text, is_signed) {
            if self.since_date.is_some_and(|since| since <= BETWEEN) {
                self.found = names;
            } else {
                self.last_name = Some((names, 0));
            }
        } else {
            self.last_name = self.last_name.take().map(|(names, since)| (names, since + 1));
            self.since_date = self.since_date.map(|since| since + 1);
        }
    }
}

/// The names in `text` if it has nothing else, or a preposition after them: “Ann Lee in”.
fn alone(page: Page<'_>, node: NodeId, text: &str, is_signed: bool) -> Option<Vec<String>> {
    let name = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let name = match name.rsplit_once(' ') {
        Some((before, last)) if last.starts_with(char::is_lowercase) => before,
        _ => name,
    };
    let is_of_page = || {
        page.language.after_published(text).is_some()
            || page.language.says_changed(text)
            || page.controls.cutting_block(text).is_some()
            || page.is_in_title(name)
    };
    // In scripts without capitals, any word may look like a name.
    let may_be = is_name(name) && name.contains(' ') && !is_of_page();
    let link = page.tree.attribute(node, "href").map(letters);
    let names_link = link.as_ref().is_some_and(|link| link.ends_with(&letters(name)));
    let is_linked = link.is_none() || names_link || leads_to_author(page.tree, node, &page.language.names.author_page);
    let author = &page.language.names.author;
    let in_box = || {
        let mut around = page.tree.ancestors(node).take(BOX);
        around.any(|above| is_called(page.tree, above, author) && short_text(page.tree, above).is_some())
    };
    let is_called = || is_called(page.tree, node, author) || in_box();
    let is_known = || names_link || is_called() || has_initial(name) || is_person(page, name);
    (may_be && is_linked && (is_signed || is_known())).then(|| names(name, &page.language.bylines))
}

/// Whether `name` has an initial in it, as only names of persons have: “Ann B. Lee”.
fn has_initial(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or(&[]);
    inner.iter().any(|word| word.chars().count() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase))
}

/// Whether an icon for a person is right before the node: an empty element with a name for it.
fn has_icon_before(page: Page<'_>, node: NodeId) -> bool {
    let before =
        page.tree.previous_sibling(node).filter(|&before| matches!(page.tree.name(before), "i" | "svg" | "span"));
    before.is_some_and(|icon| {
        page.tree.all_text(icon).trim().is_empty() && is_called(page.tree, icon, &page.language.names.author_icon)
    })
}

/// Whether the page shows that `name` is a person's: a picture is described by it, as a
/// portrait is, or a text says of it what the person is or does.
fn is_person(page: Page<'_>, name: &str) -> bool {
    page.elements.iter().take(LOOKED_AT).any(|&node| {
        if page.tree.name(node) == "img" {
            return page.tree.attribute(node, "alt").is_some_and(|alt| alt.contains(name));
        }
        let texts = page.tree.children(node).take(CHILDREN).filter_map(|child| page.tree.text(child));
        texts.filter_map(|text| text.trim_start().strip_prefix(name)).any(|rest| {
            let next = rest.strip_prefix([' ', ',']).map(str::trim_start);
            next.is_some_and(|next| next.starts_with(char::is_lowercase) && next.contains(' '))
        })
    })
}

/// The names in a piece of `text`, a line with a date: `25.10.2022 - Ann Lee`.
fn in_pieces(page: Page<'_>, text: &str) -> Vec<String> {
    // A hyphen in a name has no spaces around it.
    let text = text.replace(" - ", "|");
    let pieces = text.split(['|', '–', '—', '·', '•', '/']).map(str::trim);
    let may_be = |piece: &&str| is_name(piece) && piece.contains(' ') && !page.is_in_title(piece);
    let name = pieces.into_iter().find(|piece| may_be(piece) && is_person(page, piece));
    name.map(|name| names(name, &page.language.bylines)).unwrap_or_default()
}
