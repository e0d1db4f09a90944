//! The characters of a block: words, line breaks, and the cells of tables.

use pullquote_article::{Mark, MarkKind};

use super::Walk;
use crate::html::tree::{NodeId, Tree};
use crate::page::inline_text::shown;
use crate::page::lines::LINE_BREAK;

impl Walk<'_, '_> {
    /// Adds the words of a text node.
    pub(super) fn add_text(&mut self, node: NodeId, text: &str) {
        if self.preformatted() {
            self.text.push_str(text);
            return;
        }
        let shown = shown(self.tree, node, text, &self.text);
        if self.table() {
            // Line feeds and tabs separate rows and cells.
            let words = shown.replace(['\n', '\r', '\t'], " ");
            let begins = self.text.is_empty() || self.text.ends_with(['\n', '\t']);
            self.text.push_str(if begins { words.trim_start() } else { &words });
            return;
        }
        let begins = |c: char| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '“' | '"');
        if self.replaced.take() == Some(self.text.len()) && shown.starts_with(begins) {
            self.text.push(' ');
        }
        self.text.push_str(&shown);
    }

    /// Whether the words of the element that ends here begin and end with whole words: not
    /// so where single letters of a word are corrected.
    pub(super) fn ends_words(&self, node: NodeId) -> bool {
        let length = self.tree.all_text(node).len();
        let before = self.text.get(..self.text.len().saturating_sub(length)).unwrap_or("");
        !before.ends_with(char::is_alphabetic) && self.text.ends_with(|c: char| !c.is_whitespace())
    }

    /// Reads a `<br>`. One is a line break; two in a row end the block.
    pub(super) fn line_break(&mut self, node: NodeId) {
        if self.preformatted() {
            self.text.push('\n');
            return;
        }
        let mut before = self.tree.previous_sibling(node);
        while before.is_some_and(|b| self.tree.text(b).is_some_and(|t| t.trim().is_empty())) {
            before = before.and_then(|b| self.tree.previous_sibling(b));
        }
        if before.is_some_and(|b| is_break(self.tree, b)) && !self.table() {
            self.broken = true;
            self.flush();
            self.broken = true;
        } else {
            self.text.push(if self.table() { ' ' } else { LINE_BREAK });
        }
    }

    /// Begins a cell of a table.
    pub(super) fn cell(&mut self, node: NodeId) {
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        self.text.push_str(&"\t".repeat(self.cells.cell(self.tree, node)));
        let heads = || self.tree.ancestors(node).take(2).any(|around| self.tree.name(around) == "thead");
        if self.tree.name(node) == "th" || heads() {
            self.open.push((node, self.text.len(), MarkKind::Head));
        }
    }

    /// Begins a row of a table.
    pub(super) fn row(&mut self) {
        self.cells.row();
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

/// Whether the element breaks the line: a `<br>`, or an empty element that is called so.
pub(super) fn is_break(tree: &Tree, node: NodeId) -> bool {
    let is_called_so = || tree.attribute(node, "class").is_some_and(|c| c.split_ascii_whitespace().any(|c| c == "br"));
    match tree.name(node) {
        "br" => true,
        "span" | "i" => tree.first_child(node).is_none() && is_called_so(),
        _ => false,
    }
}

/// Whether all of the text has a mark of this kind: captions are often in italics.
pub(super) fn is_all(text: &str, marks: &[Mark], kind: &MarkKind) -> bool {
    let length = text.trim().len();
    marks.iter().any(|m| m.kind == *kind && m.span.of(text).trim().len() + 2 >= length)
}
