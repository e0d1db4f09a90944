//! Metadata in the page itself: its title, headings, `<time>` elements,
//! microdata, and the lines that show byline and date.

use pullquote_article::text::date;

use super::authors::person;
use super::line::line;
use crate::byline::{signed, signed_after_date};
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;
use crate::page::candidate_block::letters;

/// Characters that a byline or a date has at most.
const LINE: usize = 120;
/// Characters that a line with a date near the headline has at most.
const DATE: usize = 60;
/// Characters before the first figure of a longer line that begins with a date.
const BEGINNING: usize = 16;
/// Nodes in an element that is a short line, at most.
const SMALL: usize = 10;
/// How many elements below the headline may have a date or the authors.
const BELOW: usize = 60;
/// How many times of a page are compared with the one that it states.
const TIMES: usize = 20;
/// How many elements above the headline may have a date.
const ABOVE: usize = 12;

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
    /// The times in attributes of `<time>` elements, as the page writes them.
    pub(super) times: Vec<String>,
    /// A time that is marked as the time of the last change.
    pub(super) modified: Option<String>,
    /// The date in the first line that is one.
    dated: Option<String>,
    /// The names in elements that are called author, near the headline.
    pub(super) named: Vec<String>,
    /// The element around the first of `named`.
    around_named: Option<NodeId>,
    /// The date in a short line near the headline: the first one below it, else
    /// the last one above it.
    pub(super) near_headline: Option<String>,
    /// How many elements came since the first `<h1>`, or since the date above it.
    distance: usize,
    /// Whether the date near the headline is final.
    is_dated: bool,
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
            times: Vec::new(),
            modified: None,
            dated: None,
            named: Vec::new(),
            around_named: None,
            near_headline: None,
            distance: 0,
            is_dated: false,
        }
    }

    /// Reads one element of the page.
    pub(super) fn element(&mut self, tree: &Tree, node: NodeId) {
        if !tree.name(node).is_empty() {
            self.near_headline(tree, node);
        }
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

    /// Reads a date or a name in a short line near the headline.
    fn near_headline(&mut self, tree: &Tree, node: NodeId) {
        self.distance += 1;
        let is_first = self.headings.is_empty();
        if tree.name(node) == "h1" && is_first {
            self.is_dated = self.near_headline.is_some() && self.distance <= ABOVE;
            self.near_headline = self.near_headline.take().filter(|_| self.is_dated);
            self.distance = 0;
        }
        let is_below = !is_first && self.distance <= BELOW;
        if !is_below && (self.is_dated || !is_first) {
            return;
        }
        if tree.descendants(node).take(SMALL).count() == SMALL || is_invisible(tree, node) {
            return;
        }
        if is_below && self.is_author(tree, node) {
            let name = line(&tree.all_text(node)).filter(|text| is_name(text));
            self.named.extend(name.and_then(|name| person(&name, &self.language_data.bylines)));
        }
        if !self.is_dated
            && let Some(text) = line(&tree.all_text(node)).filter(|text| is_dated(text))
            && text.contains(|c: char| c.is_ascii_digit())
            && !self.says_changed(&text)
            && let Some(at) = date::normalise(&text)
        {
            self.near_headline = Some(at);
            self.is_dated = is_below;
            self.distance = if is_below { self.distance } else { 0 };
        }
    }

    /// Whether the line gives the date of a change.
    fn says_changed(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.language_data.changed.iter().any(|word| lower.starts_with(word))
    }

    /// Whether the element is called an author: the first one, or one next to it.
    fn is_author(&mut self, tree: &Tree, node: NodeId) -> bool {
        let names = &self.language_data.names.author;
        let leads_to_author = || {
            let to = tree.attribute(node, "href").unwrap_or("").split(['?', '#']).next().unwrap_or("");
            tree.name(node) == "a" && to.rsplit('/').skip(1).any(|part| names.contains(&part))
        };
        if !is_called(tree, node, names) && !leads_to_author() {
            return false;
        }
        let around = tree.parent(node);
        if self.named.is_empty() {
            self.around_named = around;
        }
        self.around_named == around
    }

    /// Reads a `<time>` element.
    fn time(&mut self, tree: &Tree, node: NodeId) {
        let stated = tree.attribute(node, "datetime").or_else(|| tree.attribute(node, "content"));
        self.times.extend(stated.filter(|_| self.times.len() < TIMES).map(str::to_owned));
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
        // RDFa writes `property="schema:datePublished"` for `itemprop="datePublished"`.
        let property = tree.attribute(node, "itemprop").or_else(|| tree.attribute(node, "property")).unwrap_or("");
        let property = property.trim_start_matches("schema:");
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
            if self.byline.is_empty() {
                self.byline = signed_after_date(&text, words);
            }
        }
        if let Some(at) = date::normalise(&text) {
            let changed = self.says_changed(&text);
            (if changed { &mut self.modified } else { &mut self.dated }).get_or_insert(at);
        }
    }
}

/// Whether `text` is a short line, or one that begins with a date.
fn is_dated(text: &str) -> bool {
    let length = text.chars().count();
    length <= DATE || length <= LINE && text.chars().take(BEGINNING).any(|c| c.is_ascii_digit())
}

/// Whether `text` looks like the name of a person: two to four words, those of
/// more than three letters with a capital, and no digits.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    (2..=4).contains(&words.len())
        && words.iter().all(|word| is_capital(word) || word.chars().count() <= 3)
        && words.iter().filter(|word| is_capital(word)).count() >= 2
        && text.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c))
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
    ["class", "id", "data-testid"].iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
        let value = value.to_ascii_lowercase();
        value.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
    })
}
