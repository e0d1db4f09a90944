//! Converts between cells of a row and bytes of the text.

use std::borrow::Cow;

use super::{Row, RowSource};
use pullquote_article::BlockKind;
use pullquote_article::Span;
use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::sanitize::shown;
use pullquote_article::text::width::grapheme_width;

/// Cells from one tab stop to the next, in code.
const TAB: usize = 4;

/// A grapheme cluster on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'t> {
    /// Its bytes, in the row's text (see [`Row::text`]).
    pub span: Span,
    /// Its first cell, from the left edge of the column.
    pub cell: u16,
    /// How many cells it takes; 0 for invisible characters.
    pub width: u16,
    /// What is sent to the terminal for it; spaces for a tab.
    pub shown: Cow<'t, str>,
}

/// The width in cells of a grapheme cluster of code that begins `at` cells from
/// the start of the line.
pub(super) fn code_width(grapheme: &str, at: usize) -> u16 {
    if grapheme == "\t" { u16::try_from(TAB - at % TAB).unwrap_or(1) } else { grapheme_width(grapheme) }
}

/// The grapheme clusters of `row`, from left to right. `text` is the row's text
/// (see [`Row::text`]). A widened space takes all cells up to the next word.
pub fn cells<'t>(row: &'t Row, text: &'t str) -> impl Iterator<Item = Cell<'t>> + 't {
    let code = matches!(row.source, RowSource::Block(_, BlockKind::Code));
    let table = matches!(row.source, RowSource::Block(_, BlockKind::Table));
    let nexts = row.runs.iter().skip(1).map(|next| Some(next.cell)).chain([None]);
    row.runs.iter().zip(nexts).flat_map(move |(run, next)| {
        let mut at = usize::from(run.cell);
        let next = next.filter(|_| !table);
        graphemes(run.span.of(text)).map(move |(byte, grapheme)| {
            let span = Span::new(run.span.start + byte, run.span.start + byte + grapheme.len());
            let cell = u16::try_from(at).unwrap_or(u16::MAX);
            let (mut width, mut drawn) = (grapheme_width(grapheme), shown(grapheme));
            if code && grapheme == "\t" {
                width = code_width(grapheme, at - usize::from(run.cell));
                drawn = Cow::Borrowed("    ".get(..usize::from(width)).unwrap_or(" "));
            } else if let Some(next) = next.filter(|_| span.end == run.span.end) {
                width = next.saturating_sub(cell).max(width);
                drawn = Cow::Owned(" ".repeat(usize::from(width)));
            }
            at += usize::from(width);
            Cell { span, cell, width, shown: drawn }
        })
    })
}

/// The bytes of the grapheme cluster at `cell` of `row`, or else of the nearest
/// one to its left, or else of the first one. `None` on a row without text.
#[must_use]
pub fn grapheme_at(row: &Row, text: &str, cell: u16) -> Option<Span> {
    let mut nearest = None;
    for at in cells(row, text).filter(|c| c.width > 0) {
        if nearest.is_some() && at.cell > cell {
            break;
        }
        nearest = Some(at.span);
    }
    nearest
}

/// The first cell of the grapheme cluster of `row` that contains byte `at`, or
/// else of the first one after it; `None` if there is none.
#[must_use]
pub fn cell_of(row: &Row, text: &str, at: usize) -> Option<u16> {
    cells(row, text).find(|c| c.span.end > at).map(|c| c.cell)
}
