//! What an element makes of the text in it: kinds of blocks, marks on words, parts of
//! the article's head.

use pullquote_article::{BlockKind, MarkKind};

use super::Walk;
use crate::html::tree::NodeId;
use crate::page::candidate_block::{HeadPart, NamedAs};
use crate::page::captions;

impl Walk<'_, '_> {
    /// Whether the walk is inside a table of data.
    pub(super) fn table(&self) -> bool {
        self.context.iter().any(|&(_, kind)| kind == BlockKind::Table)
    }

    /// Whether the walk is inside preformatted text.
    pub(super) fn preformatted(&self) -> bool {
        self.context.iter().any(|&(_, kind)| kind == BlockKind::Code)
    }

    /// The kind that the element gives to the blocks in it.
    pub(super) fn kind_of(&self, node: NodeId) -> Option<BlockKind> {
        let name = self.tree.name(node);
        let quoted = self.context.iter().any(|&(_, kind)| kind == BlockKind::Quote);
        Some(match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                BlockKind::Heading(name.as_bytes().get(1).map_or(2, |d| d.saturating_sub(b'0')))
            }
            "blockquote" => BlockKind::Quote,
            "li" | "dd" | "dt" if !quoted => BlockKind::ListItem,
            "pre" => BlockKind::Code,
            "figcaption" | "caption" => BlockKind::Caption,
            "figure" if !captions::holds_text(self.tree, node) => BlockKind::Caption,
            "table" if self.is_data(node) => BlockKind::Table,
            _ if captions::is_caption(self.tree, node, self.names)
                || captions::is_picture_box(self.tree, node, self.density, self.names) =>
            {
                BlockKind::Caption
            }
            _ => return None,
        })
    }

    /// Whether the table holds data and is not there for the layout: at least
    /// four cells, and no blocks in them.
    pub(super) fn is_data(&self, node: NodeId) -> bool {
        let mut cells = 0;
        for below in self.tree.descendants(node).skip(1).take(4000) {
            match self.tree.name(below) {
                "td" | "th" => cells += 1,
                "table" | "p" | "div" | "h1" | "h2" | "ul" | "blockquote" | "article" => return false,
                _ => {}
            }
        }
        cells >= 4
    }

    /// The kind of the current block, by the elements around it.
    pub(super) fn kind_here(&self) -> BlockKind {
        let has = |wanted: BlockKind| self.context.iter().any(|&(_, kind)| kind == wanted);
        [BlockKind::Caption, BlockKind::Code, BlockKind::Table]
            .into_iter()
            .find(|&kind| has(kind))
            .or_else(|| self.context.last().map(|&(_, kind)| kind))
            .unwrap_or(BlockKind::Paragraph)
    }

    /// The mark that the element puts on the words in it.
    pub(super) fn mark_of(&self, node: NodeId) -> Option<MarkKind> {
        let credit = self.tree.attribute(node, "class").is_some_and(|c| c.to_ascii_lowercase().contains("credit"));
        if credit && self.context.iter().any(|&(_, kind)| kind == BlockKind::Caption) {
            return Some(MarkKind::Credit);
        }
        Some(match self.tree.name(node) {
            "em" | "i" | "cite" => MarkKind::Emphasis,
            "b" | "strong" => MarkKind::Strong,
            "code" | "kbd" | "samp" | "tt" if !self.preformatted() => MarkKind::Code,
            "del" | "s" | "strike" => MarkKind::Struck,
            "a" => match self.density.anchors.footnote(self.tree, node) {
                Some(name) => MarkKind::Footnote(name),
                None => MarkKind::Link(self.tree.attribute(node, "href")?.trim().to_owned()),
            },
            _ => return None,
        })
    }

    /// Whether the words of a `<q>` element begin with quotation marks of their own.
    pub(super) fn is_marked(&self, node: NodeId) -> bool {
        let words = self.tree.descendants(node).skip(1).take(200).filter_map(|n| self.tree.text(n));
        let first = words.flat_map(str::chars).find(|c| !c.is_whitespace());
        first.is_some_and(|c| "“\"‘'«„「".contains(c))
    }

    /// The part of an article's head that the current block is, by the names of
    /// the elements around it.
    pub(super) fn head_part(&self, kind: BlockKind) -> Option<HeadPart> {
        if matches!(kind, BlockKind::Heading(1) | BlockKind::Caption | BlockKind::Table | BlockKind::Code) {
            return None;
        }
        self.named.iter().rev().find_map(|&(_, name)| match name {
            NamedAs::Head(part) => Some(part),
            NamedAs::PullQuote => None,
        })
    }

    /// Whether the walk is inside an element that is called a pull quote.
    pub(super) fn in_pull_quote(&self) -> bool {
        self.named.iter().any(|&(_, name)| name == NamedAs::PullQuote)
    }
}
