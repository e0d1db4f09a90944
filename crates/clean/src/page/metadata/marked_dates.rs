//! The dates that a page marks: `<time>` elements, microdata, lines called date, and what
//! comes after words such as “Published on”.

use super::day_order;
use super::line::{LINE, line, short_text, shown};
use super::nearby::{ABOVE, BELOW, Shown, is_dated, text_before};
use crate::html::element::is_invisible;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;

/// How many times of a page are compared with the one that it states.
const TIMES: usize = 20;

/// The dates that a page marks; of each kind the first.
#[derive(Debug, Default)]
pub(super) struct MarkedDates {
    /// Whether the day comes before the month in the dates of the page.
    day_first: Option<bool>,
    /// A time that is marked as the time of publication.
    pub(super) published: Option<String>,
    /// A time that is marked as the time of the last change.
    pub(super) modified: Option<String>,
    /// The first `<time>` without such a mark, and how many elements came before it.
    first_time: Option<(String, usize)>,
    /// The times in attributes of `<time>` elements, as the page writes them.
    pub(super) times: Vec<String>,
    /// The date in the first line that is one, and how many elements came before it.
    dated: Option<(String, usize)>,
    /// The date in a line that says when the article was published.
    labelled: Option<String>,
    /// The date right after a link to the page of the author.
    pub(super) after_author: Option<String>,
    /// The date in a line anywhere that says when the page was changed.
    pub(super) changed: Option<String>,
}

impl MarkedDates {
    /// Nothing found yet. `day_first` says whether dates on the page begin with the day.
    pub(super) fn new(day_first: Option<bool>) -> Self {
        Self { day_first, ..Self::default() }
    }

    /// A date that may be that of publication: the one `nearby` if it is in the head of the
    /// article; of the first `<time>` or the first line that is a date, if that is not far
    /// from the element with the index `headline`; the one nearby; or the first.
    pub(super) fn any(&self, nearby: Option<&Shown>, headline: Option<usize>) -> Option<String> {
        let is_far = |at: usize| headline.is_some_and(|headline| at > headline + BELOW || at + ABOVE < headline);
        let in_head = nearby.filter(|date| date.is_in_head).map(|date| date.at.clone());
        let first = self.first_time.as_ref().or(self.dated.as_ref());
        let not_far = || first.filter(|(_, at)| !is_far(*at)).map(|(date, _)| date.clone());
        let nearby = || nearby.map(|date| date.at.clone());
        let first = || first.map(|(date, _)| date.clone());
        in_head.or_else(not_far).or_else(nearby).or_else(|| self.labelled.clone()).or_else(first)
    }

    /// Reads a `<time>` element, the one with the index `at`.
    pub(super) fn read_time(&mut self, tree: &Tree, node: NodeId, at: usize, language: &Language) {
        let stated = tree.attribute(node, "datetime").or_else(|| tree.attribute(node, "content"));
        self.times.extend(stated.filter(|_| self.times.len() < TIMES).map(str::to_owned));
        let Some(date) = stated
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
        let before = || text_before(tree, node).is_some_and(|text| language.says_changed(&text));
        let names = &language.names;
        if named(&names.published_time) || tree.attribute(node, "pubdate").is_some() {
            self.published.get_or_insert(date);
        } else if named(&names.modified_time) || before() {
            self.modified.get_or_insert(date);
        } else {
            self.first_time.get_or_insert((date, at));
        }
    }

    /// Reads `text`, a line called byline or date in the element with the index `at`.
    pub(super) fn read_line(&mut self, text: &str, at: usize, language: &Language) {
        let Some(date) = day_order::date(text, self.day_first) else { return };
        if language.says_changed(text) {
            self.modified.get_or_insert(date);
        } else {
            self.dated.get_or_insert((date, at));
        }
    }

    /// Reads the texts right in the element, each of which may say when the article was
    /// published.
    pub(super) fn read_texts(&mut self, tree: &Tree, node: NodeId, language: &Language) {
        if self.labelled.is_some() {
            return;
        }
        let texts = tree.children(node).filter_map(|child| tree.text(child));
        for text in texts.filter(|text| text.len() <= 4 * LINE && has_digit(text)).filter_map(shown) {
            if let Some(date) = self.after_label(&text, language) {
                self.labelled = Some(date).filter(|_| !is_invisible(tree, node));
                return;
            }
            if self.changed.is_none() && language.says_changed(text.trim_start_matches('[')) {
                self.changed = day_order::date(&text, self.day_first).filter(|_| !is_invisible(tree, node));
            }
        }
    }

    /// Reads `text`, the line in `node`, which may say when the article was published.
    pub(super) fn read_label(&mut self, tree: &Tree, node: NodeId, text: &str, language: &Language) {
        let next = tree.next_sibling(node).and_then(|next| tree.text(next));
        if self.labelled.is_some() || !has_digit(text) && !next.is_some_and(has_digit) {
            return;
        }
        // A label may be an element of its own: `<b>Date:</b> 3 May 2026`.
        let is_label = || language.after_published(text).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
        self.labelled = match next.filter(|_| is_label()).and_then(line) {
            Some(next) => self.after_label(&format!("{text} {next}"), language),
            None => self.after_label(text, language),
        };
    }

    /// Reads what comes right after `link`, a link to the page of the author, or after the line
    /// with it.
    pub(super) fn read_after_author(&mut self, tree: &Tree, link: NodeId) {
        let around = std::iter::once(link).chain(tree.ancestors(link).take(1));
        let next = around.filter_map(|node| tree.next_sibling(node));
        let texts = next.filter_map(|next| tree.text(next).and_then(line).or_else(|| short_text(tree, next)));
        let mut dates = texts.filter(|text| is_dated(text)).filter_map(|text| day_order::date(&text, self.day_first));
        self.after_author = dates.next();
    }

    /// The date in `text` after words that say that the article was published.
    fn after_label(&self, text: &str, language: &Language) -> Option<String> {
        if !has_digit(text) {
            return None;
        }
        if language.is_entry_note(text) {
            return day_order::date(text, self.day_first);
        }
        if text.chars().count() > LINE {
            return None;
        }
        day_order::date(language.after_published(text)?, self.day_first)
    }
}

/// Whether `text` has a figure, as every date has. All of it is read, as that goes many bytes at a
/// time.
pub(super) fn has_digit(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | b.is_ascii_digit())
}
