//! Wraps one piece of text into rows, by the rules of its kind of block.

use std::borrow::Cow;

use super::breaks::{Atom, Divided, atoms};
use super::even::even;
use super::indents::Indent;
use super::tables::{Columns, table};
use super::typography::Typography;
use super::{Row, RowSource, Run, locate};
use pullquote_article::BlockKind;
use pullquote_article::Span;
use pullquote_article::text::direction::begins_right_to_left;
use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::width;

/// The bar at the left edge of a block quote.
const BAR: &str = "│";
/// The label before the reason of a passage that was put back.
const BACK: &str = "put back ·";
/// The label before the reason of a passage that was put back, in a narrow
/// column.
const BACK_SHORT: &str = "+";
/// The sign before the line of a picture.
const PICTURE: &str = "▣";
/// The width in cells below which a column uses [`BACK_SHORT`].
const BACK_FROM: u16 = 30;
/// The width in cells below which nothing in a column is indented.
pub(super) const INDENTS_FROM: u16 = 12;

/// Whether the line breaks of the text are kept in this kind of block.
pub(super) fn keeps_lines(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Code | BlockKind::Table | BlockKind::Caption)
}

/// What all rows of a piece have in common.
#[derive(Clone, Copy)]
pub(super) struct Column<'t> {
    pub(super) text: &'t str,
    pub(super) source: RowSource,
    /// The number of cells from the left edge to the right edge.
    pub(super) width: u16,
    /// The number of cells left free at the left edge.
    pub(super) indent: u16,
    /// The bytes of the text with spaces that are no-break spaces in the source, in order.
    pub(super) no_break: &'t [usize],
    pub(super) typography: Typography,
}

impl<'t> Column<'t> {
    /// The bytes `span` of its text, to be divided into atoms.
    pub(super) fn divided(self, span: Span) -> Divided<'t> {
        let (from, to) =
            (self.no_break.partition_point(|at| *at < span.start), self.no_break.partition_point(|at| *at < span.end));
        let no_break = self.no_break.get(from..to).unwrap_or(&[]);
        Divided { text: span.of(self.text), base: span.start, no_break }
    }

    /// The number of cells for text, at least 1.
    pub(super) fn room(self) -> usize {
        usize::from(self.width.saturating_sub(self.indent).max(1))
    }

    /// A row that covers `span` and draws `shown`.
    pub(super) fn row(self, span: Span, shown: Span) -> Row {
        let run = Run { span: shown, cell: self.indent };
        let runs = if shown.is_empty() { Vec::new() } else { vec![run] };
        Row { source: self.source, span, runs, marker: Cow::Borrowed(""), first: false, hyphen: false }
    }
}

/// A piece of text to be wrapped.
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// The bytes of `text` that are wrapped.
    pub(super) span: Span,
    pub(super) source: RowSource,
    /// Its place in a list, if it is in one.
    pub(super) indent: Option<&'t Indent>,
    /// The columns of the table that it is part of.
    pub(super) columns: Option<&'t Columns>,
    /// The bytes of `text` with spaces that are no-break spaces in the source, in order.
    pub(super) no_break: &'t [usize],
    /// The cells that stay free at the beginning of its first row, besides the indent.
    pub(super) indented: usize,
}

/// Appends the rows of a piece in a column of `width` cells to `rows`. They cover its span
/// without gaps.
pub(super) fn wrap(piece: &Piece<'_>, width: u16, typography: Typography, rows: &mut Vec<Row>) {
    let &Piece { text, span, source, no_break, .. } = piece;
    let kind = match source {
        RowSource::Block(_, kind) => kind,
        _ => BlockKind::Paragraph,
    };
    let (first, others) = markers(piece, kind, width);
    // The cell for hanging marks is left of markers, too.
    let left = usize::from(typography.hanging);
    let (first, others) = (shifted(first, left), shifted(Cow::Borrowed(others), left));
    let indent = match first.as_ref() {
        "" => left,
        marker => width::width(marker) + 1,
    };
    let indent = u16::try_from(indent).unwrap_or(0);
    let backwards = is_right_to_left(piece, kind);
    // A mark that hangs would be at the wrong side.
    let typography = Typography { hanging: typography.hanging && !backwards, ..typography };
    let column = Column { text, source, width, indent, no_break, typography };
    let from = rows.len();
    match kind {
        BlockKind::Code => each_line(column, span, rows, code),
        BlockKind::Table => table(column, span, piece.columns, rows),
        _ => {
            let mut indented = piece.indented;
            each_line(column, span, rows, |column, line, end, rows| {
                even(column, line, end, std::mem::take(&mut indented), rows);
            });
        }
    }
    if backwards {
        rows.iter_mut().skip(from).for_each(|row| align_right(column, row));
    }
    let mut of_block = rows.iter_mut().skip(from);
    if let Some(row) = of_block.next().filter(|_| !first.is_empty()) {
        row.marker = first;
    }
    if !others.is_empty() {
        of_block.for_each(|row| row.marker = others.clone());
    }
}

/// Whether a piece is running text from right to left, so that its lines end at the right edge. An item of a list
/// stays beside its marker.
fn is_right_to_left(piece: &Piece<'_>, kind: BlockKind) -> bool {
    matches!(piece.source, RowSource::Block(..))
        && !matches!(kind, BlockKind::Code | BlockKind::Table)
        && piece.indent.is_none()
        && begins_right_to_left(piece.span.of(piece.text))
}

/// Moves the text of a row to the right edge of its column; what is free at the left of a first line is then free at
/// its right.
fn align_right(column: Column<'_>, row: &mut Row) {
    let Some(first) = row.runs.first().map(|run| run.cell) else { return };
    let last = locate::cells(row, column.text).last().map_or(first, |cell| cell.cell + cell.width);
    let end = column.width.saturating_sub(first.saturating_sub(column.indent));
    let before = last + u16::from(row.hyphen);
    for run in &mut row.runs {
        run.cell = (run.cell + end).saturating_sub(before).max(column.indent);
    }
}

/// A marker that begins `left` cells from the left edge; no marker stays none.
fn shifted(marker: Cow<'static, str>, left: usize) -> Cow<'static, str> {
    if left == 0 || marker.is_empty() { marker } else { Cow::Owned(format!("{}{marker}", " ".repeat(left))) }
}

/// What is drawn at the left edge of the first row of a piece, and of the others. The
/// first marker is as wide as the indent less one cell, also where it is only spaces.
fn markers(piece: &Piece<'_>, kind: BlockKind, width: u16) -> (Cow<'static, str>, &'static str) {
    if width < INDENTS_FROM {
        return (Cow::Borrowed(""), "");
    }
    let in_list = piece.indent.map(|indent| indent.marker(width));
    match (kind, piece.source) {
        (_, RowSource::PutBack(_)) if width < BACK_FROM => (Cow::Borrowed(BACK_SHORT), ""),
        (_, RowSource::PutBack(_)) => (Cow::Borrowed(BACK), ""),
        (_, RowSource::Picture(_)) => (Cow::Borrowed(PICTURE), ""),
        (BlockKind::Quote, _) => match in_list.filter(|marker| !marker.is_empty()) {
            Some(marker) => (Cow::Owned(format!("{BAR} {marker}")), BAR),
            None => (Cow::Borrowed(BAR), BAR),
        },
        _ => (in_list.map_or(Cow::Borrowed(""), Cow::Owned), ""),
    }
}

/// Wraps each line of `span` with `how`; a line break belongs to the row that
/// it ends.
fn each_line(
    column: Column<'_>,
    span: Span,
    rows: &mut Vec<Row>,
    mut how: impl FnMut(Column<'_>, Span, usize, &mut Vec<Row>),
) {
    let mut at = span.start;
    for line in span.of(column.text).split_inclusive('\n') {
        let end = at + line.len();
        let visible = at + line.trim_end_matches(['\n', '\r']).len();
        how(column, Span::new(at, visible), end, rows);
        at = end;
    }
}

/// Wraps running text, with as many words on a row as fit. The bytes from the
/// end of `span` up to `end` belong to the last row.
pub(super) fn flow(column: Column<'_>, span: Span, end: usize, rows: &mut Vec<Row>) {
    let room = column.room();
    let known = rows.len();
    // The current row: its first byte, the end of what it draws, the cells of
    // that, and the cells of the white space after it.
    let (mut start, mut shown, mut cells, mut space) = (span.start, span.start, 0, 0);
    for atom in atoms(column.divided(span), room) {
        let follows = cells > 0 || space > 0;
        // Invisible characters need no cell, but the white space before them
        // does.
        let needs = atom.cells > 0 || (space > 0 && atom.visible > atom.start);
        if follows && cells + space + atom.cells > room && needs {
            rows.push(column.row(Span::new(start, atom.start), Span::new(start, shown)));
            (start, shown, cells, space) = (atom.start, atom.start, 0, 0);
        }
        if atom.cells > room {
            (start, cells) = break_up(column, atom, start, rows);
        } else {
            cells += space + atom.cells;
        }
        if atom.visible > atom.start {
            shown = atom.visible;
        }
        space = atom.space;
    }
    if start < end || rows.len() == known {
        rows.push(column.row(Span::new(start, end), Span::new(start, shown)));
    } else if let Some(last) = rows.last_mut() {
        last.span.end = end;
    }
}

/// Fills rows with an atom that is longer than a row. Returns the first byte
/// and the cells of the last row, which is not full.
fn break_up(column: Column<'_>, atom: Atom, from: usize, rows: &mut Vec<Row>) -> (usize, usize) {
    let (mut start, mut cells) = (from, 0);
    for (at, cluster) in graphemes(Span::new(atom.start, atom.visible).of(column.text)) {
        let at = atom.start + at;
        let wide = usize::from(width::grapheme_width(cluster));
        if cells > 0 && cells + wide > column.room() {
            rows.push(column.row(Span::new(start, at), Span::new(start, at)));
            (start, cells) = (at, 0);
        }
        cells += wide;
    }
    (start, cells)
}

/// Wraps a line of code: it is cut where the row is full, and nothing is moved.
fn code(column: Column<'_>, span: Span, end: usize, rows: &mut Vec<Row>) {
    let (mut start, mut cells) = (span.start, 0_usize);
    for (at, cluster) in graphemes(span.of(column.text)) {
        let at = span.start + at;
        let wide = usize::from(locate::code_width(cluster, cells));
        if cells > 0 && cells + wide > column.room() {
            rows.push(column.row(Span::new(start, at), Span::new(start, at)));
            (start, cells) = (at, 0);
        }
        cells += usize::from(locate::code_width(cluster, cells));
    }
    rows.push(column.row(Span::new(start, end), Span::new(start, span.end)));
}

/// Wraps `text` in at most `most` lines of at most `width` cells, with
/// characters that a terminal must not receive replaced. If there is more text,
/// the last line ends in `…`. Line breaks are kept; white space at the end of a
/// line is not.
#[must_use]
pub fn plain(text: &str, width: usize, most: usize) -> Vec<String> {
    // Four bytes for each cell and room for combining marks; the text after
    // that is not looked at.
    let looked_at = most.saturating_add(1).saturating_mul(width.max(1)).saturating_mul(16).saturating_add(256);
    let end = pullquote_article::text::graphemes::floor_boundary(text, looked_at);
    let head = text.get(..end).unwrap_or("");
    let cells = u16::try_from(width.max(1)).unwrap_or(u16::MAX);
    let typography = Typography::default();
    let column = Column { text: head, source: RowSource::Blank, width: cells, indent: 0, no_break: &[], typography };
    let mut rows = Vec::new();
    each_line(column, Span::new(0, head.len()), &mut rows, flow);
    let more = rows.len() > most || end < text.len();
    rows.truncate(most);
    let last = rows.len().saturating_sub(1);
    rows.iter()
        .enumerate()
        .map(|(i, row)| {
            let words = row.runs.first().map_or("", |run| run.span.of(head));
            if more && i == last {
                width::fit(&format!("{words} …"), usize::from(cells)).into_owned()
            } else {
                pullquote_article::text::sanitize::line(words).into_owned()
            }
        })
        .collect()
}
