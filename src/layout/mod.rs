//! Lays an article out in rows of terminal cells.
//!
//! [`wrap`] wraps blocks into [`Row`]s of a width, only those that are looked
//! at; [`locate`] converts between cells and bytes.

mod breaks;
mod even;
mod hyphens;
mod indents;
mod lines;
pub mod locate;
mod tables;
mod typography;
pub mod wrap;

pub use hyphens::Hyphenation;
pub use lines::plain;
pub use typography::Typography;
pub use wrap::{Inset, Layout, RowPosition};

use std::borrow::Cow;

use pullquote_article::Span;
use pullquote_article::{Article, BlockKind};

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowSource {
    /// Nothing: the space between two blocks.
    Blank,
    /// Text of the block of this index; spans count bytes of the article's
    /// text.
    Block(usize, BlockKind),
    /// Text of the removed passage of this index in [`Article::removed`]; spans
    /// count bytes of that passage's text.
    Removed(usize),
    /// The reason why the passage of this index in [`Article::removed`] was
    /// removed. The row is above the passage, and spans count bytes of the
    /// reason.
    Reason(usize),
    /// The reason why the passage of this index in [`Article::put_back`] had
    /// been removed. The row is above its block, and spans count bytes of the
    /// reason.
    PutBack(usize),
    /// A line of the note of this number (see [`Inset`]), below the row with the end of its
    /// words. It has no span: its words are the row's marker.
    Note(usize),
    /// The line for the picture of this index in [`Article::pictures`]. Spans count bytes of that
    /// line.
    Picture(usize),
}

/// A piece of text on a row, and the cell where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The text, without white space at the row's end.
    pub span: Span,
    /// The cell of its first grapheme cluster, from 0 at the column's left
    /// edge.
    pub cell: u16,
}

/// A row of the article's column.
///
/// The rows of a block divide its span: each begins where the one before ends.
/// White space at a soft line break belongs to the row that it ends, and takes
/// no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the row shows.
    pub source: RowSource,
    /// All bytes that belong to the row.
    pub span: Span,
    /// The pieces that are drawn, from left to right. Rows of tables and rows with
    /// widened spaces have more than one.
    pub runs: Vec<Run>,
    /// What is drawn at the left edge and is not part of the text: the bullet or
    /// number of a list item, `│` for a block quote, the head of a table's column, a
    /// label for a passage that was put back, a line of a note; empty on most rows.
    pub marker: Cow<'static, str>,
    /// Whether it is the first row of its block.
    pub first: bool,
    /// Whether a hyphen is drawn after its last piece, as a word goes on in the next row. The
    /// hyphen is not part of the text.
    pub hyphen: bool,
}

impl Row {
    /// A blank row between two blocks; `at` is the byte of the article where it
    /// is.
    #[must_use]
    pub fn blank(at: usize) -> Self {
        Row {
            source: RowSource::Blank,
            span: Span::new(at, at),
            runs: Vec::new(),
            marker: Cow::Borrowed(""),
            first: false,
            hyphen: false,
        }
    }

    /// The text in which the row's spans count bytes.
    #[must_use]
    pub fn text<'a>(&self, article: &'a Article) -> &'a str {
        match self.source {
            RowSource::Blank | RowSource::Note(_) | RowSource::Block(..) => article.text(),
            RowSource::Removed(i) => article.removed().get(i).map_or("", |r| r.text.as_str()),
            RowSource::Reason(i) => article.removed().get(i).map_or("", |r| r.reason.as_str()),
            RowSource::PutBack(i) => article.put_back().get(i).map_or("", |p| p.removed.reason.as_str()),
            RowSource::Picture(i) => article.pictures().get(i).map_or("", |p| p.line.as_str()),
        }
    }

    /// Whether the row shows the article's own words.
    #[must_use]
    pub fn is_article(&self) -> bool {
        matches!(self.source, RowSource::Block(..))
    }
}
