//! What stands in the page itself: its title, headings, `<time>` elements,
//! microdata, and lines that a reader would take for byline and date.

use super::{line, person};
use crate::candidate_block::letters;
use crate::elements::is_invisible;
use crate::scraped;
use crate::tree::{NodeId, Tree};
use pullquote_article::text::date;

/// Characters above which a line is no byline and no date.
const LINE: usize = 120;

/// What was found, each the first of its kind.
#[derive(Debug, Default)]
pub(super) struct Visible {
    /// `<title>`.
    pub(super) title: Option<String>,
    /// Every `<h1>`.
    pub(super) headings: Vec<String>,
    /// `lang` of the root element.
    pub(super) language: Option<String>,
    /// `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// Microdata and `rel="author"`.
    pub(super) authors: Vec<String>,
    /// A line that is called a byline.
    pub(super) byline: Vec<String>,
    /// A time that is marked as the article's, else the first `<time>`.
    pub(super) published: Option<String>,
    first_time: Option<String>,
    /// A time that is marked as that of the last change.
    pub(super) modified: Option<String>,
    /// A line that is called a date and is one.
    dated: Option<String>,
}

impl Visible {
    /// Takes in one element of the page.
    pub(super) fn element(&mut self, tree: &Tree, node: NodeId) {
        match tree.name(node) {
            "title" => {
                self.title = self
                    .title
                    .take()
                    .or_else(|| line(&tree.children(node).filter_map(|c| tree.text(c)).collect::<String>()));
            }
            "h1" => self.headings.extend(line(&tree.all_text(node))),
            "html" => self.language = tree.attribute(node, "lang").and_then(line),
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                self.canonical = tree.attribute(node, "href").and_then(line);
            }
            "time" => self.time(tree, node),
            "" | "meta" | "body" | "script" | "style" | "img" => {}
            _ => self.line(tree, node),
        }
    }

    /// When it was published, by what is marked best.
    pub(super) fn published(&self) -> Option<String> {
        self.published.clone().or_else(|| self.first_time.clone()).or_else(|| self.dated.clone())
    }

    /// The first headline, where it says more than the document's title: it
    /// holds its words, or the title is no more than a word or two.
    pub(super) fn headline(&self) -> Option<String> {
        let heading = self.headings.first()?;
        let title = self.title.as_deref().unwrap_or("");
        let more = letters(heading).len() > letters(title).len();
        let short = title.split_whitespace().count() <= 2;
        (more && (short || letters(heading).contains(&letters(title)))).then(|| heading.clone())
    }

    fn time(&mut self, tree: &Tree, node: NodeId) {
        let stated = tree.attribute(node, "datetime").or_else(|| tree.attribute(node, "content"));
        let Some(at) =
            stated.map(str::to_owned).or_else(|| line(&tree.all_text(node))).and_then(|t| date::normalise(&t))
        else {
            return;
        };
        let named = |words: &[&str]| {
            ["itemprop", "class", "id"].iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
                let value = value.to_ascii_lowercase();
                words.iter().any(|w| value.contains(w))
            })
        };
        if named(&["publish", "posted", "entry-date"]) || tree.attribute(node, "pubdate").is_some() {
            self.published.get_or_insert(at);
        } else if named(&["modif", "updat"]) {
            self.modified.get_or_insert(at);
        } else {
            self.first_time.get_or_insert(at);
        }
    }

    /// Microdata, authors' links, and lines that are called byline or date.
    fn line(&mut self, tree: &Tree, node: NodeId) {
        let property = tree.attribute(node, "itemprop").unwrap_or("");
        match property {
            "" => {}
            "datePublished" | "dateCreated" => {
                self.published = self.published.take().or_else(|| stated(tree, node).and_then(|t| date::normalise(&t)));
            }
            "dateModified" => {
                self.modified = self.modified.take().or_else(|| stated(tree, node).and_then(|t| date::normalise(&t)));
            }
            "author" | "creator" => {
                let named = tree.descendants(node).find(|&n| tree.attribute(n, "itemprop") == Some("name"));
                self.authors.extend(stated(tree, named.unwrap_or(node)).and_then(|name| person(&name)));
            }
            _ => {}
        }
        if tree.attribute(node, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author")) {
            self.authors.extend(stated(tree, node).and_then(|name| person(&name)));
        }
        if !called(tree, node, LINES) || is_invisible(tree, node) {
            return;
        }
        let Some(text) = written(tree, node) else { return };
        if self.byline.is_empty() {
            self.byline = signed(&text);
        }
        if let Some(at) = date::normalise(&text) {
            let lower = text.to_lowercase();
            let changed = CHANGED.iter().any(|word| lower.starts_with(word));
            (if changed { &mut self.modified } else { &mut self.dated }).get_or_insert(at);
        }
    }
}

/// Names of lines that may be a byline or a date.
const LINES: &[&str] = &[
    "byline",
    "author",
    "authors",
    "meta",
    "postmeta",
    "dateline",
    "date",
    "time",
    "timestamp",
    "published",
    "posted",
];
/// How a line begins that says when the article was changed.
const CHANGED: &[&str] = &[
    "updated",
    "last updated",
    "last modified",
    "modified",
    "aktualisiert",
    "mis à jour",
    "actualizad",
    "atualizad",
    "aggiornat",
    "bijgewerkt",
    "обновлено",
];

/// `content` of the element, or its text.
fn stated(tree: &Tree, node: NodeId) -> Option<String> {
    let content = ["content", "datetime"].iter().find_map(|key| tree.attribute(node, key));
    content.and_then(line).or_else(|| written(tree, node))
}

/// The element's text, if it is a line of its own.
fn written(tree: &Tree, node: NodeId) -> Option<String> {
    // Looking at more would cost time on every element around the page.
    if tree.descendants(node).take(24).count() >= 24 {
        return None;
    }
    line(&tree.all_text(node)).filter(|text| text.chars().count() <= LINE)
}

/// Whether a class or id of the element has one of `words` as a word.
fn called(tree: &Tree, node: NodeId, words: &[&str]) -> bool {
    ["class", "id"].iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
        let value = value.to_ascii_lowercase();
        value.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| words.contains(&part))
    })
}

/// The names in a line that begins with “By”; none in any other line.
pub(crate) fn signed(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let Some(by) = ["by ", "by: ", "von ", "par ", "por ", "written by "].iter().find(|by| lower.starts_with(**by))
    else {
        return Vec::new();
    };
    let list = text.get(by.len()..).unwrap_or("");
    let list = list.split(['|', '•', '·', '–', '—', '(', '/']).next().unwrap_or("");
    // A date ends the names, with or without a word before it.
    let words: Vec<&str> = list.split_whitespace().collect();
    let ends = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        bare == "on"
            || word.starts_with('@')
            || bare.contains(|c: char| c.is_ascii_digit())
            || WEEKDAYS.contains(&bare.as_str())
            || (bare.len() > 3 || word.ends_with('.'))
                && pullquote_article::text::Language::english()
                    .months()
                    .iter()
                    .any(|m| bare.len() >= 3 && m.starts_with(&bare) && bare != "mar")
    };
    let end = words.iter().skip(1).position(ends).map_or(words.len(), |at| at + 1);
    let mut words = words.get(..end).unwrap_or(&[]);
    if let [names @ .., last] = words
        && names.len() > 1
        && pullquote_article::text::Language::english()
            .months()
            .iter()
            .any(|m| last.len() >= 3 && m.starts_with(&last.to_lowercase()))
    {
        words = names;
    }
    let list = words.join(" ");
    let list = list.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let degree = |name: &str| name.len() <= 4 && name.chars().all(|c| c.is_uppercase() || c == '.');
    scraped::names(list).into_iter().filter(|name| !degree(name)).take(8).collect()
}

/// Weekdays, whole and cut short.
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
];
