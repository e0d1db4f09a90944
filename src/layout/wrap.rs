//! Wraps blocks into rows, only those that are looked at.
//!
//! A [`Layout`] divides an article into pieces: its blocks, long ones cut into
//! pieces of about 16 kB so that no single step is long, and, if wanted, the
//! removed passages between them. A piece is wrapped when its rows are asked
//! for, and its rows are kept until the width changes. A position is a
//! [`RowPosition`], which is a piece and a row in it, and not a row number from
//! the beginning: so it is exact without wrapping everything before it.

use std::collections::HashMap;
use std::sync::Arc;

use super::even::FIRST_LINE;
use super::indents::{Indent, indents};
use super::tables::Columns;
use super::typography::Typography;
use super::{Row, RowSource, breaks, lines};
use pullquote_article::Span;
use pullquote_article::text::graphemes;
use pullquote_article::{Article, BlockKind};

/// The most bytes of a block that are wrapped in one step. A longer block is
/// cut after white space, and each piece begins a row.
const PIECE: usize = 16 * 1024;
/// How many bytes after [`PIECE`] white space is looked for.
const SEARCH: usize = 1024;
/// The most pieces for which rows are kept.
const REMEMBERED: usize = 512;

/// The position of a row in a layout: a piece, and a row of that piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RowPosition {
    /// The index of the piece.
    pub piece: usize,
    /// The index of the row in the piece.
    pub row: usize,
}

/// A note that is shown between the rows of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inset {
    /// The byte of the article's text; the note is below its row.
    pub at: usize,
    /// Its number, for [`RowSource::Note`].
    pub number: usize,
    /// Its lines, which fit the column.
    pub lines: Vec<String>,
}

/// A stretch of text that is wrapped in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    source: RowSource,
    /// The bytes of the text; see [`RowSource`] for which text that is.
    span: Span,
    /// The byte of the article where the piece belongs.
    at: usize,
    /// Whether it begins its block.
    first: bool,
    /// Whether there is a gap above it.
    gap: Gap,
}

/// The blank rows above a piece, besides those between all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// None.
    None,
    /// Those between two paragraphs.
    Paragraph,
    /// Those between two blocks of different kinds, at least one.
    Block,
}

/// An article, wrapped in rows of one width.
#[derive(Debug, Clone)]
pub struct Layout {
    width: u16,
    typography: Typography,
    removed: bool,
    pieces: Vec<Piece>,
    /// The indent of each block that is in a list, by the number of the block.
    indents: Vec<Option<Indent>>,
    /// In the order of the text.
    insets: Vec<Inset>,
    rows: HashMap<usize, Arc<[Row]>>,
}

impl Layout {
    /// Lays out `article` in a column of `width` cells (at least one); with
    /// `removed`, the passages that cleaning removed are shown where they were.
    #[must_use]
    pub fn new(article: &Article, width: u16, removed: bool) -> Self {
        let (pieces, indents) = (pieces(article, removed), indents(article));
        let typography = Typography::default();
        let insets = Vec::new();
        Self { width: width.max(1), typography, removed, pieces, indents, insets, rows: HashMap::new() }
    }

    /// The width, in cells.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The first and the last row of what `source` names, including the reason
    /// above a removed passage; `None` if it is not shown.
    pub fn rows_of(&mut self, article: &Article, source: RowSource) -> Option<(RowPosition, RowPosition)> {
        let belongs = |piece: &Piece| match (source, piece.source) {
            (RowSource::Reason(i) | RowSource::Removed(i), RowSource::Reason(j) | RowSource::Removed(j))
            | (RowSource::PutBack(i), RowSource::PutBack(j)) => i == j,
            (RowSource::PutBack(i), RowSource::Block(j, _)) => article.put_back().get(i).is_some_and(|p| p.block == j),
            (RowSource::Block(i, _), RowSource::Block(j, _)) => i == j,
            (RowSource::Picture(i), RowSource::Picture(j)) => i == j,
            _ => false,
        };
        let first = self.pieces.iter().position(belongs)?;
        let last = self.pieces.iter().rposition(belongs).unwrap_or(first);
        // The blank row above is in the piece, but is not part of what `source`
        // names.
        let gap = self.pieces.get(first).map_or(0, |piece| self.blank_rows(first, piece));
        let row = self.piece(article, last).len().saturating_sub(1);
        Some((RowPosition { piece: first, row: gap }, RowPosition { piece: last, row }))
    }

    /// Whether removed passages are shown.
    #[must_use]
    pub fn shows_removed(&self) -> bool {
        self.removed
    }

    /// Sets the width. If it changes, all positions become invalid.
    pub fn set_width(&mut self, width: u16) {
        if width.max(1) != self.width {
            self.width = width.max(1);
            self.rows.clear();
        }
    }

    /// How running text is set.
    #[must_use]
    pub fn typography(&self) -> Typography {
        self.typography
    }

    /// Sets how running text is set. If it changes, all positions become invalid.
    pub fn set_typography(&mut self, typography: Typography) {
        if typography != self.typography {
            self.typography = typography;
            self.rows.clear();
        }
    }

    /// Shows or hides the removed passages. If that changes, all positions
    /// become invalid.
    pub fn set_removed(&mut self, article: &Article, removed: bool) {
        if removed != self.removed {
            let insets = std::mem::take(&mut self.insets);
            *self = Self { typography: self.typography, insets, ..Self::new(article, self.width, removed) };
        }
    }

    /// Sets the notes that are shown between rows, in the order of the text; returns whether
    /// that is a change. If it is, all positions become invalid.
    pub fn set_insets(&mut self, insets: Vec<Inset>) -> bool {
        if insets == self.insets {
            return false;
        }
        self.insets = insets;
        self.rows.clear();
        true
    }

    /// The number of blank rows above the piece of this number.
    fn blank_rows(&self, number: usize, piece: &Piece) -> usize {
        let Typography { line_gap, paragraph_gap, .. } = self.typography;
        if number == 0 {
            return 0;
        }
        let gap = match piece.gap {
            Gap::None => 0,
            Gap::Paragraph => paragraph_gap,
            Gap::Block => paragraph_gap.max(1),
        };
        usize::from(gap + line_gap)
    }

    /// The rows of a piece; none if there is no such piece.
    pub fn piece(&mut self, article: &Article, piece: usize) -> Arc<[Row]> {
        if let Some(rows) = self.rows.get(&piece) {
            return Arc::clone(rows);
        }
        let Some(of) = self.pieces.get(piece).copied() else { return Arc::new([]) };
        let rows: Arc<[Row]> = self.wrap(article, piece, of).into();
        if self.rows.len() >= REMEMBERED {
            self.rows.clear();
        }
        self.rows.insert(piece, Arc::clone(&rows));
        rows
    }

    /// Wraps the piece of this number into rows.
    fn wrap(&self, article: &Article, number: usize, piece: Piece) -> Vec<Row> {
        let mut rows = vec![Row::blank(piece.at); self.blank_rows(number, &piece)];
        let Piece { source, span, .. } = piece;
        let text = match source {
            RowSource::Removed(i) => article.removed().get(i).map_or("", |r| r.text.as_str()),
            RowSource::Reason(i) => article.removed().get(i).map_or("", |r| r.reason.as_str()),
            RowSource::PutBack(i) => article.put_back().get(i).map_or("", |p| p.removed.reason.as_str()),
            RowSource::Picture(i) => article.pictures().get(i).map_or("", |p| p.line.as_str()),
            RowSource::Block(..) | RowSource::Blank | RowSource::Note(_) => article.text(),
        };
        let (mut indent, mut columns) = (None, None);
        if let RowSource::Block(i, kind) = source {
            indent = self.indents.get(i).and_then(Option::as_ref).cloned();
            let block = article.blocks().get(i).filter(|_| kind == BlockKind::Table);
            columns = block.map(|block| Columns::of(text, block));
        }
        if !piece.first {
            indent = indent.map(Indent::continued);
        }
        let before = rows.len();
        let joined = number > 0 && piece.gap == Gap::Paragraph && self.typography.paragraph_gap == 0;
        let indented = if joined && piece.first { FIRST_LINE } else { 0 };
        let no_break = match source {
            RowSource::Block(..) => article.no_break_spaces_in(span),
            _ => &[],
        };
        let (indent, columns) = (indent.as_ref(), columns.as_ref());
        let wrapped = lines::Piece { text, span, source, indent, columns, no_break, indented };
        lines::wrap(&wrapped, self.width, self.typography, &mut rows);
        if let Some(row) = rows.get_mut(before) {
            row.first = piece.first;
        }
        let is_text = !matches!(source, RowSource::Block(_, BlockKind::Code | BlockKind::Table));
        let rows = if self.typography.line_gap > 0 && is_text { self.spaced(rows, before) } else { rows };
        if matches!(source, RowSource::Block(..)) { self.with_insets(rows, span) } else { rows }
    }

    /// The rows of the article's bytes `span` with the notes below them.
    fn with_insets(&self, rows: Vec<Row>, span: Span) -> Vec<Row> {
        let from = self.insets.partition_point(|inset| inset.at < span.start);
        let mut insets = self.insets.iter().skip(from).take_while(|inset| inset.at < span.end).peekable();
        if insets.peek().is_none() {
            return rows;
        }
        let left = " ".repeat(usize::from(self.typography.hanging));
        let mut all = Vec::with_capacity(rows.len() + 8);
        for row in rows {
            let (end, is_text) = (row.span.end, row.is_article());
            all.push(row);
            while let Some(inset) = insets.next_if(|inset| is_text && inset.at < end) {
                all.extend(inset.lines.iter().map(|line| Row {
                    source: RowSource::Note(inset.number),
                    marker: format!("{left}{line}").into(),
                    ..Row::blank(end.min(span.end.saturating_sub(1)))
                }));
            }
        }
        all
    }

    /// The rows with the blank rows between lines; the first `before` rows are above them.
    fn spaced(&self, rows: Vec<Row>, before: usize) -> Vec<Row> {
        let gap = usize::from(self.typography.line_gap);
        let mut spaced = Vec::with_capacity(rows.len() * (1 + gap));
        for (n, row) in rows.into_iter().enumerate() {
            if n > before {
                spaced.extend(std::iter::repeat_n(Row::blank(row.span.start), gap));
            }
            spaced.push(row);
        }
        spaced
    }

    /// The row at `place`, if there is one.
    pub fn row(&mut self, article: &Article, place: RowPosition) -> Option<Row> {
        self.piece(article, place.piece).get(place.row).cloned()
    }

    /// The position of the row with byte `at` of the article's text, or of the
    /// last row before it.
    pub fn place_of(&mut self, article: &Article, at: usize) -> RowPosition {
        let following = self.pieces.partition_point(|p| p.at <= at);
        let piece =
            self.pieces.iter().take(following).rposition(|p| matches!(p.source, RowSource::Block(..))).unwrap_or(0);
        let rows = self.piece(article, piece);
        let row = rows.iter().rposition(|r| r.is_article() && r.span.start <= at);
        RowPosition { piece, row: row.or_else(|| rows.iter().position(Row::is_article)).unwrap_or(0) }
    }

    /// The first byte of the article's text that is on or after the row at
    /// `place`. For a row without text it is where the next text begins.
    pub fn byte_of(&mut self, article: &Article, place: RowPosition) -> usize {
        let at = self.pieces.get(place.piece).map_or(article.text().len(), |p| p.at);
        let row = self
            .row(article, place)
            .filter(|row| row.is_article() || matches!(row.source, RowSource::Blank | RowSource::Note(_)));
        row.map_or(at, |row| row.span.start)
    }

    /// The position `rows` rows down from `from`, or that of the last row.
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

    /// The position `rows` rows up from `from`, or that of the first row.
    pub fn up(&mut self, article: &Article, from: RowPosition, rows: usize) -> RowPosition {
        let mut left = rows;
        let mut place = from;
        while left > place.row {
            left -= place.row;
            if place.piece == 0 {
                return RowPosition::default();
            }
            // The step from the first row of a piece to the last row of the
            // piece before is counted as if from a row after that last row.
            place = RowPosition { piece: place.piece - 1, row: self.piece(article, place.piece - 1).len() };
        }
        RowPosition { row: place.row - left, ..place }
    }

    /// The position of the last row.
    pub fn last(&mut self, article: &Article) -> RowPosition {
        let piece = self.pieces.len().saturating_sub(1);
        RowPosition { piece, row: self.piece(article, piece).len().saturating_sub(1) }
    }

    /// Up to `count` rows, from the one at `top` on.
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

    /// The number of rows from `from` up to `to`, at most `limit`; 0 if `to` is
    /// not below.
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

/// The pieces of an article, in the order in which they are drawn.
fn pieces(article: &Article, removed: bool) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(article.blocks().len());
    let mut cut = article.removed().iter().enumerate().filter(|_| removed).peekable();
    let mut add_removed = |pieces: &mut Vec<Piece>, after: Option<usize>, at: usize| {
        while let Some((i, passage)) = cut.next_if(|(_, passage)| passage.after_block <= after) {
            let gap = if pieces.is_empty() { Gap::None } else { Gap::Block };
            let reason = Span::new(0, passage.reason.len());
            pieces.push(Piece { source: RowSource::Reason(i), span: reason, at, first: true, gap });
            let span = Span::new(0, passage.text.len());
            pieces.extend(cut_up(&passage.text, span, true).map(|span| Piece {
                source: RowSource::Removed(i),
                span,
                at,
                first: false,
                gap: Gap::None,
            }));
        }
    };
    let mut pictures = article.pictures().iter().enumerate().peekable();
    let mut add_pictures = |pieces: &mut Vec<Piece>, after: Option<usize>, at: usize| {
        while let Some((i, picture)) = pictures.next_if(|(_, picture)| picture.after_block <= after) {
            let gap = if pieces.is_empty() { Gap::None } else { Gap::Block };
            let (source, span) = (RowSource::Picture(i), Span::new(0, picture.line.len()));
            pieces.push(Piece { source, span, at, first: true, gap });
        }
    };
    add_removed(&mut pieces, None, 0);
    add_pictures(&mut pieces, None, 0);
    let mut before: Option<BlockKind> = None;
    for (i, block) in article.blocks().iter().enumerate() {
        let gap = match (before, block.kind) {
            _ if pieces.is_empty() => Gap::None,
            // A caption is directly below its picture.
            (_, BlockKind::Caption)
                if pieces.last().is_some_and(|piece| matches!(piece.source, RowSource::Picture(_))) =>
            {
                Gap::None
            }
            (Some(BlockKind::ListItem), BlockKind::ListItem) | (Some(BlockKind::Title), BlockKind::Byline) => Gap::None,
            (Some(BlockKind::Paragraph), BlockKind::Paragraph) => Gap::Paragraph,
            _ => Gap::Block,
        };
        let back = article.put_back().iter().position(|p| removed && p.block == i);
        if let Some((n, passage)) = back.and_then(|n| Some((n, article.put_back().get(n)?))) {
            let reason = Span::new(0, passage.removed.reason.len());
            pieces.push(Piece { source: RowSource::PutBack(n), span: reason, at: block.span.start, first: true, gap });
        }
        for (n, span) in cut_up(article.text(), block.span, lines::keeps_lines(block.kind)).enumerate() {
            let source = RowSource::Block(i, block.kind);
            let gap = if n == 0 && back.is_none() { gap } else { Gap::None };
            pieces.push(Piece { source, span, at: span.start, first: n == 0, gap });
        }
        before = Some(block.kind);
        let known = pieces.len();
        add_removed(&mut pieces, Some(i), block.span.end);
        add_pictures(&mut pieces, Some(i), block.span.end);
        if pieces.len() > known {
            before = None;
        }
    }
    pieces
}

/// Cuts `span` into pieces of about [`PIECE`] bytes: after a line break if
/// `lines` are kept, otherwise after white space, or else between grapheme
/// clusters.
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

/// The byte to cut at, at byte `at` or soon after.
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

#[cfg(test)]
#[path = "wrap_tests.rs"]
mod tests;
