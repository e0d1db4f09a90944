//! Metadata in the page itself: its title, headings, `<time>` elements,
//! microdata, and the lines that show byline and date.

use pullquote_article::text::date;

use super::authors::person;
use super::day_order;
use super::line::{line, shown};
use super::nearby::{BELOW, Shown, text_before};
use super::shown_names::{is_called, is_name_of_site};
use super::title::is_end_of_piece;
use crate::byline::{is_name, names_before_date, signed, signed_after_date};
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree, is_unread};
use crate::language::Language;
use crate::page::candidate_block::letters;

/// Characters that a byline or a date has at most.
const LINE: usize = 120;
/// Nodes in an element that is a short line, at most.
const SMALL: usize = 10;
/// How many elements after an author the next one comes, at most.
const NEXT_AUTHOR: usize = 40;
/// How many times of a page are compared with the one that it states.
const TIMES: usize = 20;
/// How many elements above the headline may have the authors.
const ABOVE: usize = 12;
/// Bytes of the letters of a side of a heading that is the headline, at least.
const SIDE: usize = 12;
/// Texts in a heading that has a kicker, at most.
const PARTS: usize = 6;
/// Bytes of a word for authors before their names, at most.
const LABEL: usize = 40;
/// How many headings of a page may be its headline.
const HEADINGS: usize = 60;

/// A heading of a page.
#[derive(Debug)]
pub(super) struct Heading {
    /// Its index in [`Visible::elements`].
    pub(super) at: usize,
    pub(super) text: String,
    /// Whether it is an `<h1>` that is not the name of the site.
    pub(super) is_first_level: bool,
}

/// The metadata found in a page; of each kind the first.
#[derive(Debug)]
pub(super) struct Visible<'l> {
    language_data: &'l Language,
    /// Whether the day comes before the month in the dates of the page.
    pub(super) day_first: Option<bool>,
    /// The elements in the order of the page, without those that hold text by others.
    pub(super) elements: Vec<NodeId>,
    /// The text of `<title>`.
    pub(super) title: Option<String>,
    /// The texts of every `<h1>`.
    pub(super) headings: Vec<String>,
    /// The headings of the first three levels.
    pub(super) outline: Vec<Heading>,
    /// The `lang` attribute of the root element.
    pub(super) language: Option<String>,
    /// The address in `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// The names in microdata and `rel="author"`.
    authors: Vec<String>,
    /// The same above the first `<h1>` and not next to it, where often are the
    /// authors of other articles.
    authors_above: Vec<String>,
    /// How many elements came before the last of `authors`.
    last_author: usize,
    /// The names in the first line that is a byline.
    pub(super) byline: Vec<String>,
    /// A time that is marked as the time of publication.
    pub(super) published: Option<String>,
    /// The first `<time>` without such a mark, and how many elements came before it.
    first_time: Option<(String, usize)>,
    /// The times in attributes of `<time>` elements, as the page writes them.
    pub(super) times: Vec<String>,
    /// A time that is marked as the time of the last change.
    pub(super) modified: Option<String>,
    /// The date in the first line that is one, and how many elements came before it.
    dated: Option<(String, usize)>,
    /// The date in a line that says when the article was published.
    pub(super) labelled: Option<String>,
    /// The names in the first line that a word for authors and a colon begin.
    pub(super) labelled_authors: Vec<String>,
    /// The texts of `<h1>` elements of two sides, with the sides.
    heading_sides: Vec<(String, [String; 2])>,
    /// The texts in `<h1>` elements that have several.
    pub(super) heading_parts: Vec<String>,
    /// The texts of the `<h1>` elements that are the name of the site: they link to
    /// its first page.
    pub(super) site_headings: Vec<String>,
}

impl<'l> Visible<'l> {
    /// Nothing found yet. `day_first` says whether dates on the page begin with the day.
    pub(super) fn new(language_data: &'l Language, day_first: Option<bool>) -> Self {
        Self {
            language_data,
            day_first,
            elements: Vec::new(),
            title: None,
            headings: Vec::new(),
            outline: Vec::new(),
            language: None,
            canonical: None,
            authors: Vec::new(),
            authors_above: Vec::new(),
            last_author: 0,
            byline: Vec::new(),
            published: None,
            first_time: None,
            times: Vec::new(),
            modified: None,
            dated: None,
            labelled: None,
            labelled_authors: Vec::new(),
            heading_sides: Vec::new(),
            heading_parts: Vec::new(),
            site_headings: Vec::new(),
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
            "h1" | "h2" | "h3" => self.heading(tree, node),
            "html" => {
                let language = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"));
                self.language = language.and_then(line);
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                self.canonical = tree.attribute(node, "href").and_then(line);
            }
            "time" => self.time(tree, node),
            "meta" | "body" | "script" | "style" | "img" => {}
            _ => self.line(tree, node),
        }
    }

    /// Reads a heading.
    fn heading(&mut self, tree: &Tree, node: NodeId) {
        let Some(text) = line(&tree.all_text(node)) else { return };
        let is_first_level = tree.name(node) == "h1" && !is_name_of_site(tree, node);
        if self.outline.len() < HEADINGS {
            self.outline.push(Heading { at: self.elements.len() - 1, text: text.clone(), is_first_level });
        }
        if tree.name(node) != "h1" {
            self.line(tree, node);
            return;
        }
        if is_first_level && self.headings.is_empty() && self.elements.len() - self.last_author > ABOVE {
            self.authors_above.append(&mut self.authors);
        }
        let is_read = |text: &NodeId| tree.parent(*text).is_some_and(|around| !is_unread(tree.name(around)));
        let texts = tree.descendants(node).filter(is_read).filter_map(|text| tree.text(text));
        let parts: Vec<String> = texts.filter_map(line).take(TIMES).collect();
        if let Some(sides) = sides(&parts) {
            self.heading_sides.push((text.clone(), sides));
        }
        if parts.len() > 1 {
            // After a bar comes the next part, too.
            self.heading_parts.extend(parts.into_iter().map(|part| part.trim_matches(['|', ' ']).to_owned()));
        }
        (if is_first_level { &mut self.headings } else { &mut self.site_headings }).push(text);
    }

    /// The texts of the `<h1>` elements. One of two sides is the side that one of
    /// the titles that are `stated` ends with, without the other.
    pub(super) fn headings<'s>(&'s self, stated: impl Iterator<Item = &'s String>) -> Vec<String> {
        let stated: Vec<&String> = stated.chain(self.title.iter()).collect();
        let headline = |heading: &String| {
            let (_, [before, after]) = self.heading_sides.iter().find(|(text, _)| text == heading)?;
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
        self.headings.iter().map(|heading| headline(heading).unwrap_or_else(|| heading.clone())).collect()
    }

    /// A date that may be that of publication: the one `nearby` if it is in the head of the
    /// article; of the first `<time>` or the first line that is a date, if that is not far
    /// below the element with the index `headline`; the one nearby; or the first.
    pub(super) fn dated(&self, nearby: Option<&Shown>, headline: Option<usize>) -> Option<String> {
        let is_far = |at: usize| headline.is_some_and(|headline| at > headline + BELOW);
        let in_head = nearby.filter(|date| date.is_in_head).map(|date| date.at.clone());
        let first = self.first_time.as_ref().or(self.dated.as_ref());
        let not_far = || first.filter(|(_, at)| !is_far(*at)).map(|(date, _)| date.clone());
        let nearby = || nearby.map(|date| date.at.clone());
        let first = || first.map(|(date, _)| date.clone());
        in_head.or_else(not_far).or_else(nearby).or_else(|| self.labelled.clone()).or_else(first)
    }

    /// The names in microdata and `rel="author"`.
    pub(super) fn authors(&self) -> Vec<String> {
        if self.authors.is_empty() { self.authors_above.clone() } else { self.authors.clone() }
    }

    /// Adds a name from microdata or `rel="author"`, unless it is far from the one
    /// before it: then it is the author of another article.
    fn add_author(&mut self, name: Option<String>) {
        let Some(name) = name else { return };
        if self.authors.is_empty() || self.elements.len() - self.last_author <= NEXT_AUTHOR {
            self.authors.push(name);
            self.last_author = self.elements.len();
        }
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
        self.times.extend(stated.filter(|_| self.times.len() < TIMES).map(str::to_owned));
        let Some(at) = stated
            .map(str::to_owned)
            .or_else(|| line(&tree.all_text(node)))
            .and_then(|t| day_order::date(&t, self.day_first))
        else {
            return;
        };
        let named = |words: &[&str]| {
            ["itemprop", "class", "id"].iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
                let value = value.to_ascii_lowercase();
                words.iter().any(|w| value.contains(w))
            })
        };
        let before = || text_before(tree, node).is_some_and(|text| self.language_data.says_changed(&text));
        let names = &self.language_data.names;
        if named(&names.published_time) || tree.attribute(node, "pubdate").is_some() {
            self.published.get_or_insert(at);
        } else if named(&names.modified_time) || before() {
            self.modified.get_or_insert(at);
        } else {
            self.first_time.get_or_insert((at, self.elements.len()));
        }
    }

    /// Reads the date in a line that says when the article was published.
    fn labelled(&mut self, tree: &Tree, node: NodeId) {
        // Most elements have no such line, so that a look at their texts is enough.
        if self.labelled.is_none() {
            let texts = tree.children(node).filter_map(|child| tree.text(child));
            let mut lines = texts.filter(|text| text.len() <= 4 * LINE && has_digit(text)).filter_map(shown);
            self.labelled = lines.find_map(|text| self.date_after_label(&text)).filter(|_| !is_invisible(tree, node));
        }
        if !may_have_label(tree, node) || is_invisible(tree, node) {
            return;
        }
        let text = tree.all_text(node);
        let Some(text) = shown(&text).filter(|text| text.chars().count() <= LINE) else { return };
        if self.labelled_authors.is_empty() {
            self.labelled_authors = self.after_label(tree, node, &text);
        }
        if self.labelled.is_some() {
            return;
        }
        // A label may be an element of its own: `<b>Date:</b> 3 May 2026`.
        let is_label =
            || self.language_data.after_published(&text).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
        let next = tree.next_sibling(node).and_then(|next| tree.text(next)).filter(|next| !next.trim().is_empty());
        let next = next.filter(|_| is_label()).and_then(line);
        let both = next.map(|next| format!("{text} {next}"));
        self.labelled = self.date_after_label(both.as_deref().unwrap_or(&text));
    }

    /// The date in `text` after words that say that the article was published.
    fn date_after_label(&self, text: &str) -> Option<String> {
        if !has_digit(text) || text.chars().count() > LINE {
            return None;
        }
        day_order::date(self.language_data.after_published(text)?, self.day_first)
    }

    /// The names in `text`, the line in `node`, after a word for authors with a colon; or
    /// in what comes after the element if the line has no more than that.
    fn after_label(&self, tree: &Tree, node: NodeId, text: &str) -> Vec<String> {
        let words = &self.language_data.bylines;
        let colon = text.split_once([':', '：']);
        let (label, rest) = colon.unwrap_or((text, ""));
        if label.len() > LABEL {
            return Vec::new();
        }
        let label = label.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        // “By” alone is often the start of a sentence.
        let is_alone = colon.is_none() && !label.contains(' ');
        let lists = [&words.labels, &words.line_starts];
        if !lists.iter().take(if is_alone { 1 } else { 2 }).any(|list| list.contains(&label.trim())) {
            return Vec::new();
        }
        let after = || {
            let siblings = std::iter::successors(tree.next_sibling(node), |&next| tree.next_sibling(next));
            let texts = siblings.take(4).map(|next| tree.text(next).and_then(line).or_else(|| short_text(tree, next)));
            texts.flatten().next()
        };
        let list = if rest.trim().is_empty() { after().unwrap_or_default() } else { rest.to_owned() };
        let names = names_before_date(&list, words);
        if names.iter().all(|name| is_name(name)) { names } else { Vec::new() }
    }

    /// Reads microdata, links to authors, and lines in elements that are called
    /// byline or date.
    fn line(&mut self, tree: &Tree, node: NodeId) {
        let words = &self.language_data.bylines;
        // RDFa writes `property="schema:datePublished"` for `itemprop="datePublished"`.
        let property = tree.attribute(node, "itemprop").or_else(|| tree.attribute(node, "property"));
        match property.map_or("", |property| property.trim_start_matches("schema:")) {
            "datePublished" | "dateCreated" => {
                self.published = self.published.take().or_else(|| stated(tree, node).and_then(|t| date::normalise(&t)));
            }
            "dateModified" => {
                self.modified = self.modified.take().or_else(|| stated(tree, node).and_then(|t| date::normalise(&t)));
            }
            "author" | "creator" => {
                let named = tree.descendants(node).find(|&n| tree.attribute(n, "itemprop") == Some("name"));
                self.add_author(stated(tree, named.unwrap_or(node)).and_then(|name| person(&name, words)));
            }
            _ => {}
        }
        if tree.attribute(node, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author")) {
            self.add_author(stated(tree, node).and_then(|name| person(&name, words)));
        }
        self.labelled(tree, node);
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
        if let Some(at) = day_order::date(&text, self.day_first) {
            if self.language_data.says_changed(&text) {
                self.modified.get_or_insert(at);
            } else {
                self.dated.get_or_insert((at, self.elements.len()));
            }
        }
    }
}

/// Whether a figure is in `text`. All of it is read, as that goes many bytes at a time.
fn has_digit(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | b.is_ascii_digit())
}

/// Whether the element is small, and short enough for a word and what it says of the article: a
/// colon and names, or a date. Of two elements with the same text, the inner one may have a word
/// without a colon.
fn may_have_label(tree: &Tree, node: NodeId) -> bool {
    let (mut nodes, mut length, mut has_digit, mut has_colon) = (0, 0, false, false);
    for below in tree.descendants(node).take(SMALL) {
        nodes += 1;
        let text = tree.text(below).unwrap_or("");
        length += text.len();
        if length > 4 * LINE {
            return false;
        }
        has_digit |= self::has_digit(text);
        has_colon |= text.contains(':') || !text.is_ascii() && text.contains('：');
    }
    let is_wrapper =
        tree.first_child(node).is_some_and(|child| tree.text(child).is_none() && tree.next_sibling(child).is_none());
    nodes < SMALL && (has_colon || !is_wrapper && (has_digit || length <= 2 * LABEL))
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
