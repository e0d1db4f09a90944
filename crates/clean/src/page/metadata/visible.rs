//! Metadata in the page itself: its title, headings, `<time>` elements,
//! microdata, and the lines that show byline and date.

use pullquote_article::text::date;

use super::authors::person;
use super::line::line;
use crate::byline::signed;
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;
use crate::page::candidate_block::letters;

/// Characters that a byline or a date has at most.
const LINE: usize = 120;

/// The metadata found in a page; of each kind the first.
#[derive(Debug)]
pub(super) struct Visible<'l> {
    language_data: &'l Language,
    /// The text of `<title>`.
    pub(super) title: Option<String>,
    /// The texts of every `<h1>`.
    pub(super) headings: Vec<String>,
    /// The `lang` attribute of the root element.
    pub(super) language: Option<String>,
    /// The address in `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// The names in microdata and `rel="author"`.
    pub(super) authors: Vec<String>,
    /// The names in the first line that is a byline.
    pub(super) byline: Vec<String>,
    /// A time that is marked as the time of publication.
    published: Option<String>,
    /// The first `<time>` without such a mark.
    first_time: Option<String>,
    /// A time that is marked as the time of the last change.
    pub(super) modified: Option<String>,
    /// The date in the first line that is one.
    dated: Option<String>,
}

impl<'l> Visible<'l> {
    /// Nothing found yet.
    pub(super) fn new(language_data: &'l Language) -> Self {
        Self {
            language_data,
            title: None,
            headings: Vec::new(),
            language: None,
            canonical: None,
            authors: Vec::new(),
            byline: Vec::new(),
            published: None,
            first_time: None,
            modified: None,
            dated: None,
        }
    }

    /// Reads one element of the page.
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

    /// The date of publication: a marked time, else the first `<time>`, else
    /// the first line that is a date.
    pub(super) fn published(&self) -> Option<String> {
        self.published.clone().or_else(|| self.first_time.clone()).or_else(|| self.dated.clone())
    }

    /// The first `<h1>` if it says more than the document's title: it contains
    /// the title, or the title has only one or two words.
    pub(super) fn headline(&self) -> Option<String> {
        let heading = self.headings.first()?;
        let title = self.title.as_deref().unwrap_or("");
        let more = letters(heading).len() > letters(title).len();
        let short = title.split_whitespace().count() <= 2;
        (more && (short || letters(heading).contains(&letters(title)))).then(|| heading.clone())
    }

    /// Reads a `<time>` element.
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
        let names = &self.language_data.names;
        if named(&names.published_time) || tree.attribute(node, "pubdate").is_some() {
            self.published.get_or_insert(at);
        } else if named(&names.modified_time) {
            self.modified.get_or_insert(at);
        } else {
            self.first_time.get_or_insert(at);
        }
    }

    /// Reads microdata, links to authors, and lines in elements that are called
    /// byline or date.
    fn line(&mut self, tree: &Tree, node: NodeId) {
        let words = &self.language_data.bylines;
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
                self.authors.extend(stated(tree, named.unwrap_or(node)).and_then(|name| person(&name, words)));
            }
            _ => {}
        }
        if tree.attribute(node, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author")) {
            self.authors.extend(stated(tree, node).and_then(|name| person(&name, words)));
        }
        if !is_called(tree, node, &self.language_data.names.byline_or_date) || is_invisible(tree, node) {
            return;
        }
        let Some(text) = short_text(tree, node) else { return };
        if self.byline.is_empty() {
            self.byline = signed(&text, words);
        }
        if let Some(at) = date::normalise(&text) {
            let lower = text.to_lowercase();
            let changed = self.language_data.changed.iter().any(|word| lower.starts_with(word));
            (if changed { &mut self.modified } else { &mut self.dated }).get_or_insert(at);
        }
    }
}

/// The `content` or `datetime` of the element, or its text.
fn stated(tree: &Tree, node: NodeId) -> Option<String> {
    let content = ["content", "datetime"].iter().find_map(|key| tree.attribute(node, key));
    content.and_then(line).or_else(|| short_text(tree, node))
}

/// The element's text if it is no longer than a line.
fn short_text(tree: &Tree, node: NodeId) -> Option<String> {
    // Reading more would take long for the elements around the whole page.
    if tree.descendants(node).take(24).count() >= 24 {
        return None;
    }
    line(&tree.all_text(node)).filter(|text| text.chars().count() <= LINE)
}

/// Whether one of `words` is a word of the element's class or id.
fn is_called(tree: &Tree, node: NodeId, words: &[&str]) -> bool {
    ["class", "id"].iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
        let value = value.to_ascii_lowercase();
        value.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
    })
}
