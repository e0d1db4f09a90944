//! Cells to bytes and back.

use std::borrow::Cow;

use super::{Row, RowSource};
use crate::article::BlockKind;
use crate::text::graphemes::graphemes;
use crate::text::sanitize::shown;
use crate::text::span::Span;
use crate::text::width::grapheme_width;

/// Cells from one tab stop to the next, in code.
const TAB: usize = 4;

/// One grapheme on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'t> {
    /// Its bytes, in the row's text.
    pub span: Span,
    /// Its first cell, from the left edge of the column.
    pub cell: u16,
    /// How many cells it takes; 0 for what is invisible.
    pub width: u16,
    /// What a terminal is sent for it; spaces for a tab.
    pub shown: Cow<'t, str>,
}

/// Cells of a grapheme of code that stands `at` cells from the line's start.
pub(super) fn code_width(grapheme: &str, at: usize) -> u16 {
    if grapheme == "\t" { u16::try_from(TAB - at % TAB).unwrap_or(1) } else { grapheme_width(grapheme) }
}

/// What stands on `row`, from left to right. `text` is the row's
/// ([`Row::text`]).
pub fn cells<'t>(row: &'t Row, text: &'t str) -> impl Iterator<Item = Cell<'t>> + 't {
    let code = matches!(row.source, RowSource::Block(_, BlockKind::Code));
    row.runs.iter().flat_map(move |run| {
        let mut at = usize::from(run.cell);
        graphemes(run.span.of(text)).map(move |(byte, grapheme)| {
            let start = run.span.start + byte;
            let tab = code && grapheme == "\t";
            let width = if code { code_width(grapheme, at - usize::from(run.cell)) } else { grapheme_width(grapheme) };
            let shown =
                if tab { Cow::Borrowed("    ".get(..usize::from(width)).unwrap_or(" ")) } else { shown(grapheme) };
            let cell = u16::try_from(at).unwrap_or(u16::MAX);
            at += usize::from(width);
            Cell { span: Span::new(start, start + grapheme.len()), cell, width, shown }
        })
    })
}

/// The grapheme at `cell` of `row`, or the nearest one to its left; left of
/// the first one, that. `None` on a row without text.
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

/// The first cell of the grapheme of `row` that holds byte `at`, or of the
/// first behind it; `None` where none is left on the row.
#[must_use]
pub fn cell_of(row: &Row, text: &str, at: usize) -> Option<u16> {
    cells(row, text).find(|c| c.span.end > at).map(|c| c.cell)
}
