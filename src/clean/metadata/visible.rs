//! What stands in the page itself: its title, headings, `<time>` elements,
//! microdata, and lines that a reader would take for byline and date.

use super::{line, person};
use crate::clean::date;
use crate::clean::elements::is_invisible;
use crate::clean::scraped;
use crate::clean::tree::{NodeId, Tree};

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
        if self.byline.is_empty() && called(tree, node, &["byline", "author"]) && !is_invisible(tree, node) {
            self.byline = written(tree, node).map(|text| signed(&text)).unwrap_or_default();
        }
        if self.dated.is_none() && called(tree, node, &["date", "time", "timestamp", "published", "posted"]) {
            self.dated = written(tree, node).and_then(|text| date::normalise(&text));
        }
    }
}

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
pub(in crate::clean) fn signed(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let Some(by) = ["by ", "by: ", "von ", "par ", "por ", "written by "].iter().find(|by| lower.starts_with(**by))
    else {
        return Vec::new();
    };
    let list = text.get(by.len()..).unwrap_or("");
    let list = list.split(['|', '•', '·', '–', '—']).next().unwrap_or("");
    scraped::names(list).into_iter().filter(|name| !name.contains(|c: char| c.is_ascii_digit())).take(8).collect()
}
