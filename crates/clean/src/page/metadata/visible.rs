//! Metadata in the page itself: its title, headings, `<time>` elements,
//! microdata, and the lines that show byline and date.

use pullquote_article::text::date;

use super::authors::person;
use super::line::line;
use super::shown_names::{is_called, is_name, is_name_of_site, leads_to_author};
use crate::byline::{names, names_before_date, signed, signed_after_date};
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree};
use crate::language::{BylineWords, Language};
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
/// After how many paragraphs a name is not near the headline: it may be that of a
/// person whom the text quotes.
const PARAGRAPHS: usize = 3;
/// Bytes of a paragraph of running text, at least.
const RUNNING: usize = 80;
/// How many elements after an author the next one comes, at most.
const NEXT_AUTHOR: usize = 40;
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
    authors: Vec<String>,
    /// The same above the first `<h1>` and not next to it, where often are the
    /// authors of other articles.
    authors_above: Vec<String>,
    /// How many elements came before the last of `authors`.
    last_author: usize,
    /// How many elements came.
    elements: usize,
    /// The names in the first line that is a byline.
    pub(super) byline: Vec<String>,
    /// A time that is marked as the time of publication.
    published: Option<String>,
    /// The first `<time>` without such a mark, and whether it is far below the
    /// headline.
    first_time: Option<(String, bool)>,
    /// The times in attributes of `<time>` elements, as the page writes them.
    pub(super) times: Vec<String>,
    /// A time that is marked as the time of the last change.
    pub(super) modified: Option<String>,
    /// The date in the first line that is one, and whether it is far below the
    /// headline.
    dated: Option<(String, bool)>,
    /// The texts in `<h1>` elements that have several.
    pub(super) heading_parts: Vec<String>,
    /// The texts of the `<h1>` elements that are the name of the site: they link to
    /// its first page.
    pub(super) site_headings: Vec<String>,
    /// The names in a line near the headline that begins like a byline.
    pub(super) signed_near_headline: Vec<String>,
    /// Whether the day comes before the month in the dates of the page's language.
    day_first: Option<bool>,
    /// The names in elements that are called author, near the headline.
    pub(super) named: Vec<String>,
    /// The element around the first of `named`.
    around_named: Option<NodeId>,
    /// The date in a short line near the headline: the first one below it, else
    /// the last one above it.
    pub(super) near_headline: Option<String>,
    /// How many paragraphs of running text came since the first `<h1>`.
    paragraphs: usize,
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
            authors_above: Vec::new(),
            last_author: 0,
            elements: 0,
            byline: Vec::new(),
            published: None,
            first_time: None,
            times: Vec::new(),
            modified: None,
            dated: None,
            heading_parts: Vec::new(),
            site_headings: Vec::new(),
            signed_near_headline: Vec::new(),
            day_first: None,
            named: Vec::new(),
            around_named: None,
            near_headline: None,
            paragraphs: 0,
            distance: 0,
            is_dated: false,
        }
    }

    /// Reads one element of the page.
    pub(super) fn element(&mut self, tree: &Tree, node: NodeId) {
        if !tree.name(node).is_empty() {
            self.elements += 1;
            self.near_headline(tree, node);
        }
        match tree.name(node) {
            "title" => {
                self.title = self
                    .title
                    .take()
                    .or_else(|| line(&tree.children(node).filter_map(|c| tree.text(c)).collect::<String>()));
            }
            "h1" => {
                let heading = line(&tree.all_text(node));
                let parts = || tree.descendants(node).filter_map(|n| tree.text(n)).filter_map(line);
                if parts().nth(1).is_some() {
                    // After a bar comes the next part, too.
                    self.heading_parts.extend(parts().take(TIMES).map(|part| part.trim_matches(['|', ' ']).to_owned()));
                }
                (if is_name_of_site(tree, node) { &mut self.site_headings } else { &mut self.headings })
                    .extend(heading);
            }
            "html" => {
                self.language = tree.attribute(node, "lang").and_then(line);
                self.day_first = self.language.as_deref().and_then(is_day_first);
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                self.canonical = tree.attribute(node, "href").and_then(line);
            }
            "time" => self.time(tree, node),
            "" | "meta" | "body" | "script" | "style" | "img" => {}
            _ => self.line(tree, node),
        }
    }

    /// A time that is marked as the time of publication.
    pub(super) fn published(&self) -> Option<String> {
        self.published.clone()
    }

    /// A date that may be that of publication: of the first `<time>` or the first line
    /// that is a date, or the one near the headline if those are far below it.
    pub(super) fn dated(&self) -> Option<String> {
        let first = self.first_time.as_ref().or(self.dated.as_ref());
        let near = self.near_headline.clone();
        match first {
            Some((at, false)) => Some(at.clone()),
            Some((at, true)) => near.or_else(|| Some(at.clone())),
            None => near,
        }
    }

    /// Whether the current element is far below the headline.
    fn is_far(&self) -> bool {
        !self.headings.is_empty() && self.distance > BELOW
    }

    /// The names in microdata and `rel="author"`.
    pub(super) fn authors(&self) -> Vec<String> {
        if self.authors.is_empty() { self.authors_above.clone() } else { self.authors.clone() }
    }

    /// Adds a name from microdata or `rel="author"`, unless it is far from the one
    /// before it: then it is the author of another article.
    fn add_author(&mut self, name: Option<String>) {
        let Some(name) = name else { return };
        if self.authors.is_empty() || self.elements - self.last_author <= NEXT_AUTHOR {
            self.authors.push(name);
            self.last_author = self.elements;
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

    /// Reads a date or a name in a short line near the headline.
    fn near_headline(&mut self, tree: &Tree, node: NodeId) {
        self.distance += 1;
        let is_first = self.headings.is_empty();
        if tree.name(node) == "h1" && is_first && !is_name_of_site(tree, node) {
            self.is_dated = self.near_headline.is_some() && self.distance <= ABOVE;
            self.near_headline = self.near_headline.take().filter(|_| self.is_dated);
            if self.elements - self.last_author > ABOVE {
                self.authors_above.append(&mut self.authors);
            }
            self.distance = 0;
        }
        let is_below = !is_first && self.distance <= BELOW;
        if is_below && tree.name(node) == "p" && tree.all_text(node).len() > RUNNING {
            self.paragraphs += 1;
        }
        if !is_below && (self.is_dated || !is_first) {
            return;
        }
        if tree.descendants(node).take(SMALL).count() == SMALL || is_invisible(tree, node) {
            return;
        }
        if is_below && self.paragraphs < PARAGRAPHS {
            self.name(tree, node);
        }
        if !self.is_dated
            && let Some(text) = line(&tree.all_text(node)).filter(|text| is_dated(text))
            && text.contains(|c: char| c.is_ascii_digit())
            && !self.says_changed(&text)
            && let Some(at) = self.date(&text)
        {
            self.near_headline = Some(at);
            self.is_dated = is_below;
            self.distance = if is_below { self.distance } else { 0 };
        }
    }

    /// Reads the names in a small element below the headline: a line like a byline,
    /// or the name in an element that is called author.
    fn name(&mut self, tree: &Tree, node: NodeId) {
        let words = &self.language_data.bylines;
        if tree.name(node) == "h1" {
            return;
        }
        if self.signed_near_headline.is_empty() {
            let text = line(&tree.all_text(node)).filter(|text| text.chars().count() <= LINE);
            let names = text.map(|text| signed(&text, words)).unwrap_or_default();
            if !names.is_empty() && names.iter().all(|name| is_name(name)) {
                // Without what the authors do, if that is in a text of its own.
                let alone = names_in(tree, node, words);
                self.signed_near_headline = if alone.is_empty() { names } else { alone };
            }
        }
        let names = &self.language_data.names;
        if !leads_to_author(tree, node, &names.author_page) && !is_called(tree, node, &names.author) {
            return;
        }
        // The inner one of two elements has the name alone.
        if tree.descendants(node).skip(1).any(|inner| is_called(tree, inner, &names.author)) {
            return;
        }
        let around = tree.parent(node);
        if self.named.is_empty() {
            self.around_named = around;
        }
        if self.around_named == around {
            self.named.extend(names_in(tree, node, words).iter().filter_map(|name| person(name, words)));
        }
    }

    /// The date in `text`, with day and month in the order of the page's language.
    fn date(&self, text: &str) -> Option<String> {
        date::normalise(text).or_else(|| date::normalise(&with_day_first(text, self.day_first?)?))
    }

    /// Whether the line gives the date of a change.
    fn says_changed(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.language_data.changed.iter().any(|word| lower.starts_with(word))
    }

    /// Reads a `<time>` element.
    fn time(&mut self, tree: &Tree, node: NodeId) {
        let stated = tree.attribute(node, "datetime").or_else(|| tree.attribute(node, "content"));
        self.times.extend(stated.filter(|_| self.times.len() < TIMES).map(str::to_owned));
        let Some(at) = stated.map(str::to_owned).or_else(|| line(&tree.all_text(node))).and_then(|t| self.date(&t))
        else {
            return;
        };
        let named = |words: &[&str]| {
            ["itemprop", "class", "id"].iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
                let value = value.to_ascii_lowercase();
                words.iter().any(|w| value.contains(w))
            })
        };
        let before = || text_before(tree, node).is_some_and(|text| self.says_changed(&text));
        let names = &self.language_data.names;
        if named(&names.published_time) || tree.attribute(node, "pubdate").is_some() {
            self.published.get_or_insert(at);
        } else if named(&names.modified_time) || before() {
            self.modified.get_or_insert(at);
        } else {
            let is_far = self.is_far();
            self.first_time.get_or_insert((at, is_far));
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
                self.add_author(stated(tree, named.unwrap_or(node)).and_then(|name| person(&name, words)));
            }
            _ => {}
        }
        if tree.attribute(node, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author")) {
            self.add_author(stated(tree, node).and_then(|name| person(&name, words)));
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
        if let Some(at) = self.date(&text) {
            let changed = self.says_changed(&text);
            let is_far = self.is_far();
            if changed {
                self.modified.get_or_insert(at);
            } else {
                self.dated.get_or_insert((at, is_far));
            }
        }
    }
}

/// Whether `text` is a short line, or one that begins with a date.
fn is_dated(text: &str) -> bool {
    let length = text.chars().count();
    length <= DATE || length <= LINE && text.chars().take(BEGINNING).any(|c| c.is_ascii_digit())
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

/// The names that the texts in the element begin with, up to a text that is not a
/// name: what the author does.
fn names_in(tree: &Tree, node: NodeId, words: &BylineWords) -> Vec<String> {
    let texts = tree.descendants(node).filter_map(|n| tree.text(n)).filter_map(line);
    let is_between = |text: &str| {
        let lower = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        lower.is_empty() || [&words.conjunctions, &words.line_starts].iter().any(|list| list.contains(&lower.as_str()))
    };
    let found = texts.filter(|text| !is_between(text)).map(|text| {
        // “Laura June” is a name and no month.
        if is_name(&text) && names(&text, words).len() == 1 {
            return vec![text];
        }
        let names = signed(&text, words);
        let names = if names.is_empty() { names_before_date(&text, words) } else { names };
        if names.iter().all(|name| is_name(name)) { names } else { Vec::new() }
    });
    found.take_while(|names| !names.is_empty()).flatten().collect()
}

/// The text right before the element, if it is no longer than a line.
fn text_before(tree: &Tree, node: NodeId) -> Option<String> {
    let before = tree.previous_sibling(node)?;
    let text = tree.text(before).and_then(line).or_else(|| short_text(tree, before))?;
    (text.chars().count() <= LINE).then_some(text)
}

/// Whether dates in figures begin with the day where `language` (`en-GB`) is
/// written; `None` if that is not certain.
fn is_day_first(language: &str) -> Option<bool> {
    let lower = language.to_ascii_lowercase().replace('_', "-");
    match lower.split_once('-') {
        Some(("en", "us" | "ph")) => Some(false),
        // Many pages say no more than that they are in English.
        Some(("en", "ca")) | None if lower.starts_with("en") => None,
        _ => Some(true),
    }
}

/// The first date with slashes in `text` (`3/4/2025`) as `2025-04-03`; `None` if it
/// has none.
fn with_day_first(text: &str, day_first: bool) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
    words.into_iter().find_map(|word| {
        let [first, second, year] = word.split('/').collect::<Vec<_>>().try_into().ok()?;
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        (year.len() == 4 && day.len() <= 2 && month.len() <= 2).then(|| format!("{year}-{month}-{day}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_decides_between_day_and_month() {
        assert_eq!(is_day_first("pt-BR"), Some(true));
        assert_eq!(is_day_first("en-GB"), Some(true));
        assert_eq!(is_day_first("en_US"), Some(false));
        assert_eq!(is_day_first("en"), None);
        assert_eq!(with_day_first("Ann Lee - 12/03/2026", true).as_deref(), Some("2026-03-12"));
        assert_eq!(with_day_first("12/03", true), None);
    }
}
