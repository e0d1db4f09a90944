//! What a page shows next to its headline: the lines with the authors and the date.

use super::authors::{drop_descriptions, person};
use super::beside_date::BesideDate;
use super::day_order;
use super::headings::Heading;
use super::line::{LINE, line, shown};
use super::shown_names::{is_called, leads_to_author, names_in};
use crate::byline::{is_name, signed, signed_after_date};
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;
use crate::page::candidate_block::{letters, same_letters};
use crate::page::density::Density;
use crate::rules::ActiveRules;
use crate::rules::elements::RELATED;

/// Characters that a line with a date has at most.
const DATE: usize = 60;
/// Characters before the first figure of a longer line that begins with a date.
const BEGINNING: usize = 16;
/// Characters of what stands for the author and does not look like a name, at most.
const UNUSUAL: usize = 30;
/// Nodes in an element that is a short line, at most.
const SMALL: usize = 10;
/// How many elements above the headline may have a date.
pub(super) const ABOVE: usize = 12;
/// How many elements below the headline may have a date or the authors.
pub(super) const BELOW: usize = 60;
/// After how many paragraphs a name is not near the headline: it may be that of a
/// person whom the text quotes.
const PARAGRAPHS: usize = 3;
/// Bytes of a paragraph of running text, at least.
const RUNNING: usize = 80;

/// How many elements around the headline may hold the date as a text of their own.
const PARENTS: usize = 2;
/// Bytes of the letters of a headline that is no heading, at least.
const HEADLINE: usize = 12;
/// Bytes of the text of such a headline, at most.
const LONGEST: usize = 400;
/// How many elements are searched for such a headline.
const ELEMENTS: usize = 3000;

/// A date that a page shows.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The date, in ISO 8601.
    pub(super) at: String,
    /// Whether it is between the headline and the first paragraph.
    pub(super) is_in_head: bool,
}

/// The date and the names next to the headline.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    /// The date in a short line: the first one between the headline and the text, else
    /// the last one right above the headline, else the first one below.
    pub(super) date: Option<Shown>,
    /// The date of the last change, likewise.
    pub(super) changed: Option<String>,
    /// The names in a line that begins like a byline.
    pub(super) signed: Vec<String>,
    /// The names in elements that are called author.
    pub(super) named: Vec<String>,
    /// What is in place of a name, but does not look like one: a pen name, an agency.
    pub(super) unusual: Vec<String>,
    /// The names in a text of their own right before or after the date.
    pub(super) beside_date: Vec<String>,
    /// The element around the first of `named`.
    around_named: Option<NodeId>,
    /// How many paragraphs of running text came since the headline.
    paragraphs: usize,
    /// Whether the heading of another article came since the headline.
    is_after_other: bool,
}

/// The headline of an article and the elements of its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'p> {
    pub(super) tree: &'p Tree,
    pub(super) density: &'p Density<'p>,
    /// The elements in the order of the page, without those of others than the author.
    pub(super) elements: &'p [NodeId],
    /// The headings, in the same order.
    pub(super) headings: &'p [Heading],
    /// The page's own title.
    pub(super) title: Option<&'p str>,
    /// Whether the day comes first in dates.
    pub(super) day_first: Option<bool>,
    pub(super) language: &'p Language,
    /// The rules for what a page asks its readers to do.
    pub(super) controls: &'p ActiveRules<'p>,
}

impl Page<'_> {
    /// The index in `elements` of each heading that shows the headline `title`; else of
    /// the first other element that does; else of the first `<h1>`; else of the first
    /// element that shows the headline without the name of the site.
    pub(super) fn headlines(self, title: Option<&str>) -> Vec<usize> {
        let title = title.unwrap_or("");
        let shows = |heading: &&Heading| !title.is_empty() && same_letters(&heading.text, title);
        let found: Vec<usize> = self.headings.iter().filter(shows).map(|heading| heading.at).collect();
        if !found.is_empty() {
            return found;
        }
        let title = letters(title);
        let shown = || self.unmarked_headline(|shown| shown == title);
        let first = || self.headings.iter().find(|heading| heading.is_first_level).map(|heading| heading.at);
        let part = || self.unmarked_headline(|shown| shown.len() * 2 >= title.len() && title.contains(shown));
        shown().or_else(first).or_else(part).into_iter().collect()
    }

    /// Whether `text` is a part of the page's own title.
    pub(super) fn is_in_title(self, text: &str) -> bool {
        self.title.is_some_and(|title| letters(title).contains(&letters(text)))
    }

    /// Whether the node is part of what a rule cuts as a link to another article.
    fn is_teaser(self, node: NodeId) -> bool {
        let cut = |node: NodeId| self.density.cut.get(node as usize).copied().flatten();
        cut(node).into_iter().chain(self.tree.ancestors(node).filter_map(cut)).any(|rule| rule.name == RELATED)
    }

    /// The index in `elements` of the first one that is no heading and has letters that
    /// are the headline.
    fn unmarked_headline(self, is_headline: impl Fn(&str) -> bool) -> Option<usize> {
        let shows = |&node: &NodeId| {
            let is_hidden = matches!(self.tree.name(node), "html" | "head" | "title" | "script" | "style");
            if is_hidden || self.tree.descendants(node).take(SMALL).count() == SMALL {
                return false;
            }
            let texts = || self.tree.descendants(node).filter_map(|node| self.tree.text(node));
            if !(HEADLINE..=LONGEST).contains(&texts().map(str::len).sum::<usize>()) {
                return false;
            }
            let shown = letters(&self.tree.all_text(node));
            shown.len() >= HEADLINE && is_headline(&shown)
        };
        self.elements.iter().take(ELEMENTS).position(shows)
    }
}

impl Nearby {
    /// Reads the lines next to each of the `headlines` up to the first with a date.
    pub(super) fn read(page: Page<'_>, headlines: &[usize]) -> Self {
        let mut read = headlines.iter().take(4).map(|&at| Self::around(page, at));
        let Some(first) = read.next() else { return Self::default() };
        if first.date.is_some() {
            return first;
        }
        match read.find(|nearby| nearby.date.is_some()) {
            Some(other) if first.signed.is_empty() && first.named.is_empty() => other,
            Some(other) => Self { date: other.date, ..first },
            None => first,
        }
    }

    /// Reads the lines next to the headline with the index `headline`.
    fn around(page: Page<'_>, headline: usize) -> Self {
        let Page { tree, elements, .. } = page;
        let mut nearby = Self::default();
        let Some(&heading) = elements.get(headline) else { return nearby };
        let is_small = |node: NodeId| tree.descendants(node).take(SMALL).count() < SMALL;
        let around: Vec<NodeId> = tree.ancestors(heading).collect();
        let mut beside = BesideDate::default();
        for &node in elements.get(headline.saturating_sub(ABOVE)..headline).unwrap_or(&[]) {
            if !around.contains(&node) && !is_invisible(tree, node) && is_small(node) {
                nearby.line(page, node, false);
                beside.read(page, node);
            }
        }
        let named_above = beside.take();
        let above = nearby.date.take();
        for &node in around.iter().take(PARENTS) {
            nearby.texts_after(page, node, heading);
        }
        let below = elements.get(headline + 1..).unwrap_or(&[]).iter().take(BELOW);
        for &node in below.filter(|&&node| !tree.ancestors(node).any(|a| a == heading)) {
            if tree.name(node) == "p" && tree.all_text(node).len() > RUNNING {
                nearby.paragraphs += 1;
            }
            if is_invisible(tree, node) {
                continue;
            }
            nearby.is_after_other |= leads_to_other(tree, node);
            if nearby.paragraphs <= 1 && !nearby.is_after_other {
                beside.read(page, node);
            }
            if !is_small(node) {
                nearby.texts(page, node);
                continue;
            }
            if nearby.paragraphs < PARAGRAPHS {
                nearby.names(page, node);
            }
            nearby.line(page, node, true);
            nearby.texts(page, node);
        }
        nearby.beside_date = [beside.take(), named_above, nearby.beside_date]
            .into_iter()
            .find(|names| !names.is_empty())
            .unwrap_or_default();
        if !nearby.date.as_ref().is_some_and(|date| date.is_in_head) {
            nearby.date = above.or(nearby.date);
        }
        nearby
    }

    /// Reads the date in a text right in the element and after the headline in it.
    fn texts_after(&mut self, page: Page<'_>, node: NodeId, headline: NodeId) {
        let mut after = page.tree.children(node).skip_while(|&child| child < headline);
        if let Some(text) = after.find(|&child| page.tree.text(child).and_then(line).is_some()) {
            let text = page.tree.text(text).and_then(line).unwrap_or_default();
            self.date(page, headline, &text, true);
        }
    }

    /// Reads the date in a small element, if it is short.
    fn line(&mut self, page: Page<'_>, node: NodeId, is_below: bool) {
        let text = page.tree.all_text(node);
        let shown = shown(&text);
        // The time of something else than the article has other words than a date.
        let is_date = page.tree.name(node) == "time"
            && shown.as_ref().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()));
        let stated = page.tree.attribute(node, "datetime").filter(|_| is_date).and_then(super::line::shown);
        if let Some(text) = stated.or(shown) {
            self.date(page, node, &text, is_below);
        }
    }

    /// Reads the date in a text right in the element, next to other texts.
    fn texts(&mut self, page: Page<'_>, node: NodeId) {
        if self.date.is_some() {
            return;
        }
        for child in page.tree.children(node) {
            if let Some(text) = page.tree.text(child).and_then(shown) {
                self.date(page, child, &text, true);
            }
        }
    }

    /// Takes the date in `text`, which `node` holds, unless there is one below the
    /// headline already.
    fn date(&mut self, page: Page<'_>, node: NodeId, text: &str, is_below: bool) {
        if is_below && self.date.is_some() || !is_dated(text) {
            return;
        }
        let Some(at) = day_order::date(text, page.day_first) else { return };
        let before = text_before(page.tree, node);
        // A line before that has a date is not a label.
        let label = before.as_deref().filter(|before| !before.contains(|c: char| c.is_ascii_digit()));
        if page.language.has_other_date(text) || label.is_some_and(|label| page.language.has_other_date(label)) {
            return;
        }
        if page.language.says_changed(text) || before.is_some_and(|t| page.language.says_changed(&t)) {
            self.changed.get_or_insert(at);
            return;
        }
        let is_in_head = is_below
            && self.paragraphs <= 1
            && !self.is_after_other
            && !page.is_teaser(node)
            && !has_other_label(page, text);
        self.date = Some(Shown { at, is_in_head });
    }

    /// Reads the names in a small element below the headline: a line like a byline,
    /// or the name in an element that is called author.
    fn names(&mut self, page: Page<'_>, node: NodeId) {
        let Page { tree, language, .. } = page;
        let words = &language.bylines;
        if self.signed.is_empty() {
            let text = tree.all_text(node);
            let text = shown(&text).filter(|text| text.chars().count() <= LINE);
            let mut names = text.as_ref().map(|text| signed(text, words)).unwrap_or_default();
            drop_descriptions(&mut names);
            let after_date = text.as_ref().map(|text| signed_after_date(text, words)).unwrap_or_default();
            if self.beside_date.is_empty() && after_date.iter().all(|name| is_name(name)) {
                self.beside_date = after_date;
            }
            let is_short = text.is_some_and(|text| text.chars().count() <= UNUSUAL);
            if let [name] = names.as_slice()
                && self.unusual.is_empty()
                && is_short
                && is_unusual_name(name)
                && !name.starts_with(char::is_lowercase)
            {
                self.unusual.extend(person(name, words));
            }
            // A degree comes after a comma.
            let is_person = |name: &String| name.split(", ").next().is_some_and(is_name);
            if !names.is_empty() && names.iter().all(is_person) {
                // Without what the authors do, if that is in a text of its own.
                let alone = names_in(tree, node, words);
                self.signed = if alone.is_empty() { names } else { alone };
            }
        }
        let names = &language.names;
        let is_called_name = |node| is_called(tree, node, &names.author_name);
        let is_named = is_called_name(node) && !tree.descendants(node).skip(1).any(is_called_name);
        if !is_named && !leads_to_author(tree, node, &names.author_page) && !is_called(tree, node, &names.author) {
            return;
        }
        // What authors do is not a name: `author-position`.
        if is_called(tree, node, &names.author_role) {
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
        if self.unusual.is_empty()
            && let Some(text) = line(&tree.all_text(node)).and_then(|text| person(&text, words))
            && is_unusual_name(&text)
        {
            // “Log in” leads to `/user/login`, too.
            let address = tree.attribute(node, "href").map(letters).unwrap_or_default();
            let is_own_page = leads_to_author(tree, node, &names.author_page) && address.ends_with(&letters(&text));
            self.unusual.extend(Some(text).filter(|_| is_named || is_own_page));
        }
    }
}

/// Whether `text` may stand for the author though it does not look like a name: a few
/// words without punctuation.
fn is_unusual_name(text: &str) -> bool {
    text.chars().count() <= UNUSUAL
        && text.split_whitespace().count() <= 3
        && text.starts_with(char::is_alphanumeric)
        && text.contains(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || " .'’-_&".contains(c))
}

/// Whether the element is the heading of another article: it is in a link or has one.
fn leads_to_other(tree: &Tree, node: NodeId) -> bool {
    let is_link = |node: NodeId| tree.name(node) == "a";
    matches!(tree.name(node), "h2" | "h3" | "h4" | "h5")
        && (tree.parent(node).is_some_and(is_link) || tree.descendants(node).take(SMALL).any(is_link))
}

/// Whether `text` says of its date something else than that the article was published
/// then: “Received: 3 May 2026”.
fn has_other_label(page: Page<'_>, text: &str) -> bool {
    let before = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or("");
    before.contains([':', '：']) && page.language.after_published(before).is_none()
}

/// Whether `text` has a figure, and is a short line or one that begins with a date.
pub(super) fn is_dated(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let length = || text.chars().count();
    text.contains(digit) && (length() <= DATE || length() <= LINE && text.chars().take(BEGINNING).any(digit))
}

/// The text right before the node, if it is no longer than a line. If the node is the
/// first in its element, that is the text before the element.
pub(super) fn text_before(tree: &Tree, node: NodeId) -> Option<String> {
    let around = std::iter::once(node).chain(tree.ancestors(node).take(2));
    let before = around.map(|node| tree.previous_sibling(node)).find_map(|before| before)?;
    let text = match tree.text(before) {
        Some(text) => line(text)?,
        None if tree.descendants(before).take(SMALL).count() < SMALL => line(&tree.all_text(before))?,
        None => return None,
    };
    (text.chars().count() <= LINE).then_some(text)
}
