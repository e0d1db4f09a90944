//! The names that a page marks as those of its authors: microdata, links to authors,
//! lines called byline, and what comes after a word for authors.

use super::authors::person;
use super::line::{line, short_text};
use super::nearby::text_before;
use crate::byline::{is_name, names_before_date, signed, signed_after_date};
use crate::html::tree::{NodeId, Tree};
use crate::language::BylineWords;

/// How many elements after an author the next one comes, at most.
const NEXT_AUTHOR: usize = 40;
/// How many elements above the headline may have the authors.
const ABOVE: usize = 12;
/// Bytes of a word for authors before their names, at most.
pub(super) const LABEL: usize = 40;

/// The names of authors that a page marks.
#[derive(Debug, Default)]
pub(super) struct MarkedAuthors {
    /// The names in microdata and `rel="author"`.
    marked: Vec<String>,
    /// The same above the first `<h1>` and not next to it, where often are the
    /// authors of other articles.
    above: Vec<String>,
    /// How many elements came before the last of `marked`.
    last: usize,
    /// The names in the first line that is a byline.
    pub(super) byline: Vec<String>,
    /// The names in the first line that a word for authors and a colon begin.
    pub(super) labelled: Vec<String>,
    /// The names in links to the pages of authors right after a word such as “by”, one list
    /// for each link that has other names.
    signed_links: Vec<Vec<String>>,
}

impl MarkedAuthors {
    /// The names in microdata and `rel="author"`.
    pub(super) fn names(&self) -> Vec<String> {
        if self.marked.is_empty() { self.above.clone() } else { self.marked.clone() }
    }

    /// The names in the links to pages of authors after “by”, if all of these links on the
    /// page have the same: links next to other articles have others.
    pub(super) fn signed_link(&self) -> Vec<String> {
        if let [names] = self.signed_links.as_slice() { names.clone() } else { Vec::new() }
    }

    /// Reads `link`, a link to the page of an author. Returns whether it is the first one
    /// with a name after “by”.
    pub(super) fn read_link(&mut self, tree: &Tree, link: NodeId, words: &BylineWords) -> bool {
        let before = text_before(tree, link).unwrap_or_default().to_lowercase();
        if !words.line_starts.contains(&before.trim_end_matches(':')) {
            return false;
        }
        let names = short_text(tree, link).map(|text| names_before_date(&text, words)).unwrap_or_default();
        let is_new = !names.is_empty() && names.iter().all(|name| is_name(name)) && !self.signed_links.contains(&names);
        if is_new {
            self.signed_links.push(names);
        }
        is_new && self.signed_links.len() == 1
    }

    /// Adds the name in `text`, which microdata or `rel="author"` marks in the element with
    /// the index `at`, unless it is far from the one before it: then it is the author of
    /// another article.
    pub(super) fn add(&mut self, text: Option<String>, at: usize, words: &BylineWords) {
        let Some(name) = text.and_then(|name| person(&name, words)) else { return };
        if self.marked.is_empty() || at - self.last <= NEXT_AUTHOR {
            self.marked.push(name);
            self.last = at;
        }
    }

    /// The first `<h1>` is the element with the index `at`.
    pub(super) fn come_to_headline(&mut self, at: usize) {
        if at - self.last > ABOVE {
            self.above.append(&mut self.marked);
        }
    }

    /// Reads `text`, a line called byline or date.
    pub(super) fn read_line(&mut self, text: &str, words: &BylineWords) {
        if self.byline.is_empty() {
            self.byline = signed(text, words);
            if self.byline.is_empty() {
                self.byline = signed_after_date(text, words);
            }
        }
    }

    /// Reads `text`, the line in `node`, if it begins with a word for authors and a colon,
    /// and the element after it if the line has no more than that.
    pub(super) fn read_label(&mut self, tree: &Tree, node: NodeId, text: &str, words: &BylineWords) {
        if self.labelled.is_empty() {
            self.labelled = after_label(tree, node, text, words);
        }
    }
}

/// The names in `text`, the line in `node`, after a word for authors with a colon; or
/// in what comes after the element if the line has no more than that.
fn after_label(tree: &Tree, node: NodeId, text: &str, words: &BylineWords) -> Vec<String> {
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
