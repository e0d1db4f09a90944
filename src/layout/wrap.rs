//! Blocks to rows, only where somebody looks.
//!
//! A [`Layout`] knows the pieces an article is drawn in: its blocks, long ones
//! cut into pieces of some 16 kB so that no single step is long, and, where
//! wanted, the removed passages between them. A piece is wrapped when its rows
//! are asked for and remembered until the width changes. A position is a
//! [`RowPosition`], a piece and a row in it, never a row counted from the beginning:
//! so it is exact without wrapping what lies before.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Row, RowSource, breaks, lines};
use crate::article::{Article, BlockKind};
use crate::text::graphemes;
use crate::text::span::Span;

/// Bytes of a block that are wrapped in one go. A longer block is cut behind
/// white space, and each piece begins a row.
const PIECE: usize = 16 * 1024;
/// How far behind [`PIECE`] bytes white space is looked for, in bytes.
const SEARCH: usize = 1024;
/// Pieces whose rows are remembered, at most.
const REMEMBERED: usize = 512;

/// A row of the layout: the piece it belongs to, and its number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RowPosition {
    /// Which piece.
    pub piece: usize,
    /// Which of its rows.
    pub row: usize,
}

/// Something that is wrapped as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    source: RowSource,
    /// What of the source's text; see [`RowSource`] for which text that is.
    span: Span,
    /// The byte of the article it stands at.
    at: usize,
    /// Whether it begins its block.
    first: bool,
    /// Whether a blank row stands above it.
    gap: bool,
}

/// An article in rows of a width.
#[derive(Debug, Clone)]
pub struct Layout {
    width: u16,
    removed: bool,
    pieces: Vec<Piece>,
    rows: HashMap<usize, Arc<[Row]>>,
}

impl Layout {
    /// Lays out `article` in a column of `width` cells (at least one), with
    /// the passages that cleaning cut woven in where `removed` says so.
    #[must_use]
    pub fn new(article: &Article, width: u16, removed: bool) -> Self {
        Self { width: width.max(1), removed, pieces: pieces(article, removed), rows: HashMap::new() }
    }

    /// The width, in cells.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The first and the last row of what `source` names, with the rows of the
    /// reason that stands above a passage; `None` where it is not woven in.
    pub fn rows_of(&mut self, article: &Article, source: RowSource) -> Option<(RowPosition, RowPosition)> {
        let belongs = |piece: &Piece| match (source, piece.source) {
            (RowSource::Reason(i) | RowSource::Removed(i), RowSource::Reason(j) | RowSource::Removed(j))
            | (RowSource::PutBack(i), RowSource::PutBack(j)) => i == j,
            (RowSource::PutBack(i), RowSource::Block(j, _)) => article.put_back().get(i).is_some_and(|p| p.block == j),
            (RowSource::Block(i, _), RowSource::Block(j, _)) => i == j,
            _ => false,
        };
        let first = self.pieces.iter().position(belongs)?;
        let last = self.pieces.iter().rposition(belongs).unwrap_or(first);
        // The blank row above belongs to the piece, and not to what is named.
        let gap = usize::from(self.pieces.get(first).is_some_and(|piece| piece.gap));
        let row = self.piece(article, last).len().saturating_sub(1);
        Some((RowPosition { piece: first, row: gap }, RowPosition { piece: last, row }))
    }

    /// Whether what was cut is woven in.
    #[must_use]
    pub fn shows_removed(&self) -> bool {
        self.removed
    }

    /// Another width; every place becomes void unless it is the same.
    pub fn set_width(&mut self, width: u16) {
        if width.max(1) != self.width {
            self.width = width.max(1);
            self.rows.clear();
        }
    }

    /// Whether to weave in what was cut; places become void if that changes.
    pub fn set_removed(&mut self, article: &Article, removed: bool) {
        if removed != self.removed {
            *self = Self::new(article, self.width, removed);
        }
    }

    /// The rows of a piece; none behind the last one.
    pub fn piece(&mut self, article: &Article, piece: usize) -> Arc<[Row]> {
        if let Some(rows) = self.rows.get(&piece) {
            return Arc::clone(rows);
        }
        let Some(of) = self.pieces.get(piece).copied() else { return Arc::new([]) };
        let rows: Arc<[Row]> = wrap(article, of, self.width).into();
        if self.rows.len() >= REMEMBERED {
            self.rows.clear();
        }
        self.rows.insert(piece, Arc::clone(&rows));
        rows
    }

    /// The row at `place`.
    pub fn row(&mut self, article: &Article, place: RowPosition) -> Option<Row> {
        self.piece(article, place.piece).get(place.row).cloned()
    }

    /// The row that holds byte `at` of the article's text, or the last one
    /// before it.
    pub fn place_of(&mut self, article: &Article, at: usize) -> RowPosition {
        let behind = self.pieces.partition_point(|p| p.at <= at);
        let piece =
            self.pieces.iter().take(behind).rposition(|p| matches!(p.source, RowSource::Block(..))).unwrap_or(0);
        let rows = self.piece(article, piece);
        let row = rows.iter().rposition(|r| r.is_article() && r.span.start <= at);
        RowPosition { piece, row: row.or_else(|| rows.iter().position(Row::is_article)).unwrap_or(0) }
    }

    /// The first byte of the article's text that stands at or behind `place`;
    /// for rows without any, where the next ones begin.
    pub fn byte_of(&mut self, article: &Article, place: RowPosition) -> usize {
        let at = self.pieces.get(place.piece).map_or(article.text().len(), |p| p.at);
        self.row(article, place).filter(Row::is_article).map_or(at, |row| row.span.start)
    }

    /// The place `rows` further down, or the last row.
    pub fn down(&mut self, article: &Article, from: RowPosition, rows: usize) -> RowPosition {
        let mut place = RowPosition { piece: from.piece, row: from.row.saturating_add(rows) };
        loop {
            let len = self.piece(article, place.piece).len();
            if place.row < len {
                return place;
            }
            if place.piece + 1 >= self.pieces.len() {
                return RowPosition { piece: place.piece, row: len.saturating_sub(1) };
            }
            place = RowPosition { piece: place.piece + 1, row: place.row - len };
        }
    }

    /// The place `rows` further up, or the first row.
    pub fn up(&mut self, article: &Article, from: RowPosition, rows: usize) -> RowPosition {
        let mut left = rows;
        let mut place = from;
        while left > place.row {
            left -= place.row;
            if place.piece == 0 {
                return RowPosition::default();
            }
            // From the first row of a piece to the last of the one before is
            // one step; counted as being one behind that last row.
            place = RowPosition { piece: place.piece - 1, row: self.piece(article, place.piece - 1).len() };
        }
        RowPosition { row: place.row - left, ..place }
    }

    /// The last row.
    pub fn last(&mut self, article: &Article) -> RowPosition {
        let piece = self.pieces.len().saturating_sub(1);
        RowPosition { piece, row: self.piece(article, piece).len().saturating_sub(1) }
    }

    /// Up to `count` rows from `top` on.
    pub fn rows_from(&mut self, article: &Article, top: RowPosition, count: usize) -> Vec<Row> {
        let mut rows = Vec::with_capacity(count.min(512));
        let mut place = top;
        while rows.len() < count && place.piece < self.pieces.len() {
            let piece = self.piece(article, place.piece);
            rows.extend(piece.iter().skip(place.row).take(count - rows.len()).cloned());
            place = RowPosition { piece: place.piece + 1, row: 0 };
        }
        rows
    }

    /// How many rows lie from `from` up to `to`, counted up to `limit`; 0 if
    /// `to` is not below.
    pub fn distance(&mut self, article: &Article, from: RowPosition, to: RowPosition, limit: usize) -> usize {
        if to <= from {
            return 0;
        }
        let mut rows = 0;
        let mut place = from;
        while place.piece < to.piece {
            rows += self.piece(article, place.piece).len().saturating_sub(place.row);
            if rows >= limit {
                return limit;
            }
            place = RowPosition { piece: place.piece + 1, row: 0 };
        }
        (rows + to.row.saturating_sub(place.row)).min(limit)
    }
}

/// The pieces of an article, in the order they are drawn.
fn pieces(article: &Article, removed: bool) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(article.blocks().len());
    let mut cut = article.removed().iter().enumerate().filter(|_| removed).peekable();
    let mut weave = |pieces: &mut Vec<Piece>, after: Option<usize>, at: usize| {
        while let Some((i, passage)) = cut.next_if(|(_, passage)| passage.after_block <= after) {
            let gap = !pieces.is_empty();
            let reason = Span::new(0, passage.reason.len());
            pieces.push(Piece { source: RowSource::Reason(i), span: reason, at, first: true, gap });
            let span = Span::new(0, passage.text.len());
            pieces.extend(cut_up(&passage.text, span, true).map(|span| Piece {
                source: RowSource::Removed(i),
                span,
                at,
                first: false,
                gap: false,
            }));
        }
    };
    weave(&mut pieces, None, 0);
    let mut before: Option<BlockKind> = None;
    for (i, block) in article.blocks().iter().enumerate() {
        let gap = !pieces.is_empty()
            && !matches!(
                (before, block.kind),
                (Some(BlockKind::ListItem), BlockKind::ListItem) | (Some(BlockKind::Title), BlockKind::Byline)
            );
        let back = article.put_back().iter().position(|p| removed && p.block == i);
        if let Some((n, passage)) = back.and_then(|n| Some((n, article.put_back().get(n)?))) {
            let reason = Span::new(0, passage.removed.reason.len());
            pieces.push(Piece { source: RowSource::PutBack(n), span: reason, at: block.span.start, first: true, gap });
        }
        for (n, span) in cut_up(article.text(), block.span, lines::keeps_lines(block.kind)).enumerate() {
            let source = RowSource::Block(i, block.kind);
            let gap = gap && n == 0 && back.is_none();
            pieces.push(Piece { source, span, at: span.start, first: n == 0, gap });
        }
        before = Some(block.kind);
        let known = pieces.len();
        weave(&mut pieces, Some(i), block.span.end);
        if pieces.len() > known {
            before = None;
        }
    }
    pieces
}

/// `span` cut into pieces of about [`PIECE`] bytes, behind a line break if
/// lines are kept, else behind white space, else between graphemes.
fn cut_up(text: &str, span: Span, lines: bool) -> impl Iterator<Item = Span> + '_ {
    let mut from = span.start;
    std::iter::from_fn(move || {
        if from >= span.end {
            return None;
        }
        let to = if span.end - from <= PIECE + SEARCH {
            span.end
        } else {
            cut_after(text, from + PIECE, lines).min(span.end)
        };
        let piece = Span::new(from, to);
        from = to;
        Some(piece)
    })
}

/// Where to cut at or soon behind byte `at`.
fn cut_after(text: &str, at: usize, lines: bool) -> usize {
    let at = graphemes::ceil_boundary(text, at);
    let window = text.get(at..graphemes::floor_boundary(text, at + SEARCH)).unwrap_or("");
    let is_cut = |c: char| if lines { c == '\n' } else { breaks::is_space(c) };
    if let Some(space) = window.find(is_cut) {
        let rest = window.get(space..).unwrap_or("");
        return at + space + rest.len() - rest.trim_start_matches(is_cut).len();
    }
    graphemes::boundary_from(text, at)
}

/// The rows of one piece.
fn wrap(article: &Article, piece: Piece, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    if piece.gap {
        rows.push(Row::blank(piece.at));
    }
    let text = match piece.source {
        RowSource::Removed(i) => article.removed().get(i).map_or("", |r| r.text.as_str()),
        RowSource::Reason(i) => article.removed().get(i).map_or("", |r| r.reason.as_str()),
        RowSource::PutBack(i) => article.put_back().get(i).map_or("", |p| p.removed.reason.as_str()),
        RowSource::Block(..) | RowSource::Blank => article.text(),
    };
    let before = rows.len();
    lines::wrap(text, piece.span, piece.source, width, &mut rows);
    if let Some(row) = rows.get_mut(before) {
        row.first = piece.first;
        if !piece.first && row.marker == lines::BULLET {
            row.marker = "";
        }
    }
    rows
}

#[cfg(test)]
#[path = "wrap_tests.rs"]
mod tests;
