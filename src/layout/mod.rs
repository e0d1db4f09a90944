//! An article in rows of cells.
//!
//! [`wrap`] cuts blocks into [`Row`]s for a width, only where somebody looks;
//! [`locate`] goes from cells to bytes and back.

mod breaks;
mod lines;
pub mod locate;
pub mod wrap;

pub use lines::plain;
pub use wrap::{Layout, RowPosition};

use crate::article::{Article, BlockKind};
use crate::text::span::Span;

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowSource {
    /// Nothing: the space between two blocks.
    Blank,
    /// Part of the block of this index; spans count bytes of the article's
    /// text.
    Block(usize, BlockKind),
    /// Part of the removed passage of this index in [`Article::removed`];
    /// spans count bytes of that passage's text.
    Removed(usize),
    /// The reason why the removed passage of this index was cut; it stands
    /// above the passage, and spans count bytes of the reason.
    Reason(usize),
    /// The reason why the passage of this index in [`Article::put_back`] had
    /// been cut; it stands above its block, and spans count bytes of the
    /// reason.
    PutBack(usize),
}

/// Some words on a row, and the cell they begin at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The words, without the white space at a row's end.
    pub span: Span,
    /// The cell of their first grapheme, from 0 at the column's left edge.
    pub cell: u16,
}

/// One row of the article's column.
///
/// The rows of a block part its span among them: each begins where the one
/// before ends. White space at a soft break belongs to the row it ends and
/// takes no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub source: RowSource,
    /// Every byte that belongs to it.
    pub span: Span,
    /// What is drawn of it, from left to right. More than one only in tables.
    pub runs: Vec<Run>,
    /// What stands at the left edge and is not part of the text: `•` of a list
    /// item, `│` of a block quote, what says that a passage was put back; empty
    /// on most rows.
    pub marker: &'static str,
    /// Whether it is the first row of its block.
    pub first: bool,
}

impl Row {
    /// The space between two blocks.
    #[must_use]
    pub fn blank(at: usize) -> Self {
        Row { source: RowSource::Blank, span: Span::new(at, at), runs: Vec::new(), marker: "", first: false }
    }

    /// The text that the row's spans count in.
    #[must_use]
    pub fn text<'a>(&self, article: &'a Article) -> &'a str {
        match self.source {
            RowSource::Blank | RowSource::Block(..) => article.text(),
            RowSource::Removed(i) => article.removed().get(i).map_or("", |r| r.text.as_str()),
            RowSource::Reason(i) => article.removed().get(i).map_or("", |r| r.reason.as_str()),
            RowSource::PutBack(i) => article.put_back().get(i).map_or("", |p| p.removed.reason.as_str()),
        }
    }

    /// Whether the row shows the article's own words.
    #[must_use]
    pub fn is_article(&self) -> bool {
        matches!(self.source, RowSource::Block(..))
    }
}
