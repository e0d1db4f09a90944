//! Metadata in the page itself: its title, headings, `<time>` elements,
//! microdata, and the lines that show byline and date.

use pullquote_article::text::date;

use super::headings::Headings;
use super::line::{LINE, line, short_text, shown};
use super::marked_authors::{LABEL, MarkedAuthors};
use super::marked_dates::{MarkedDates, has_digit};
use super::shown_names::{is_byline_or_date, leads_to_author};
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;

/// How many elements around a name may be the picture that it is about.
const PICTURE: usize = 6;
/// Nodes in an element that is a short line, at most.
const SMALL: usize = 10;

/// The metadata found in a page.
#[derive(Debug)]
pub(super) struct Visible<'l> {
    language_data: &'l Language,
    /// The elements in the order of the page, without those that hold text by others.
    pub(super) elements: Vec<NodeId>,
    /// The text of `<title>`.
    pub(super) title: Option<String>,
    pub(super) headings: Headings,
    /// The `lang` attribute of the root element.
    pub(super) language: Option<String>,
    /// The address in `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    pub(super) authors: MarkedAuthors,
    pub(super) dates: MarkedDates,
}

impl<'l> Visible<'l> {
    /// Nothing found yet. `day_first` says whether dates on the page begin with the day.
    pub(super) fn new(language_data: &'l Language, day_first: Option<bool>) -> Self {
        Self {
            language_data,
            elements: Vec::new(),
            title: None,
            headings: Headings::default(),
            language: None,
            canonical: None,
            authors: MarkedAuthors::default(),
            dates: MarkedDates::new(day_first),
        }
    }

    /// Reads one element of the page.
    pub(super) fn element(&mut self, tree: &Tree, node: NodeId) {
        if tree.name(node).is_empty() {
            return;
        }
        self.elements.push(node);
        match tree.name(node) {
            "title" => {
                self.title = self
                    .title
                    .take()
                    .or_else(|| line(&tree.children(node).filter_map(|c| tree.text(c)).collect::<String>()));
            }
            name @ ("h1" | "h2" | "h3") => {
                if self.headings.read(tree, node, self.elements.len() - 1) {
                    self.authors.come_to_headline(self.elements.len());
                }
                if name != "h1" {
                    self.line(tree, node);
                }
            }
            "html" => {
                let language = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"));
                self.language = language.and_then(line);
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                self.canonical = tree.attribute(node, "href").and_then(line);
            }
            "time" => self.dates.read_time(tree, node, self.elements.len(), self.language_data),
            "meta" | "body" | "script" | "style" | "img" => {}
            _ => self.line(tree, node),
        }
    }

    /// Reads what a line says after words for authors or for publication.
    fn labelled(&mut self, tree: &Tree, node: NodeId) {
        // Most elements have no such line, so that a look at their texts is enough.
        self.dates.read_texts(tree, node, self.language_data);
        if !may_have_label(tree, node) || is_invisible(tree, node) {
            return;
        }
        let text = tree.all_text(node);
        let Some(text) = shown(&text).filter(|text| text.chars().count() <= LINE) else { return };
        self.authors.read_label(tree, node, &text, &self.language_data.bylines);
        self.dates.read_label(tree, node, &text, self.language_data);
    }

    /// Reads microdata, links to authors, and lines in elements that are called
    /// byline or date.
    fn line(&mut self, tree: &Tree, node: NodeId) {
        let words = &self.language_data.bylines;
        let at = self.elements.len();
        // RDFa writes `property="schema:datePublished"` for `itemprop="datePublished"`.
        let property = tree.attribute(node, "itemprop").or_else(|| tree.attribute(node, "property"));
        let property = property.map_or("", |property| property.trim_start_matches("schema:"));
        let date = |known: Option<String>| known.or_else(|| stated(tree, node).and_then(|t| date::normalise(&t)));
        match property {
            "" => {}
            "datePublished" | "dateCreated" => self.dates.published = date(self.dates.published.take()),
            "dateModified" => self.dates.modified = date(self.dates.modified.take()),
            // Who took a picture is not who wrote the article.
            "author" | "creator" if tree.ancestors(node).take(PICTURE).any(|a| tree.name(a) == "figure") => {}
            "author" | "creator" => {
                let named = tree.descendants(node).find(|&n| tree.attribute(n, "itemprop") == Some("name"));
                self.authors.add(stated(tree, named.unwrap_or(node)), at, words);
            }
            _ => {}
        }
        if tree.attribute(node, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author")) {
            self.authors.add(stated(tree, node), at, words);
        }
        if leads_to_author(tree, node, &self.language_data.names.author_page)
            && self.authors.read_link(tree, node, words)
        {
            self.dates.read_after_author(tree, node);
        }
        self.labelled(tree, node);
        if !is_byline_or_date(tree, node, &self.language_data.names.byline_or_date) || is_invisible(tree, node) {
            return;
        }
        let Some(text) = short_text(tree, node) else { return };
        self.authors.read_line(&text, words);
        self.dates.read_line(&text, at, self.language_data);
    }
}

/// The `content` or `datetime` of the element, or its text.
fn stated(tree: &Tree, node: NodeId) -> Option<String> {
    let content = ["content", "datetime"].iter().find_map(|key| tree.attribute(node, key));
    content.and_then(line).or_else(|| short_text(tree, node))
}

/// Whether the element is small, and short enough for a word and what it says of the article: a
/// colon and names, or a date. Of two elements with the same text, the inner one may have a word
/// without a colon.
fn may_have_label(tree: &Tree, node: NodeId) -> bool {
    let (mut nodes, mut length) = (0, 0);
    for below in tree.descendants(node).take(SMALL) {
        nodes += 1;
        length += tree.text(below).map_or(0, str::len);
        if nodes == SMALL || length > 4 * LINE {
            return false;
        }
    }
    let texts = || tree.descendants(node).filter_map(|below| tree.text(below));
    let is_wrapper =
        tree.first_child(node).is_some_and(|child| tree.text(child).is_none() && tree.next_sibling(child).is_none());
    !is_wrapper && (length <= 2 * LABEL || texts().any(has_digit))
        || texts().any(|text| text.contains(':') || !text.is_ascii() && text.contains('：'))
}
