//! Tables: columns side by side if they fit, or else one line for each cell.

use std::borrow::Cow;

use super::lines::{Column, INDENTS_FROM, flow};
use super::{Row, Run};
use pullquote_article::text::graphemes;
use pullquote_article::text::width::{fit, width};
use pullquote_article::{Block, MarkKind, Span};

/// The number of cells between two columns of a table.
const COLUMN_GAP: usize = 2;
/// The most bytes of a table that are looked at for the widths of its columns. Rows after
/// that are as wide as they are.
const LOOKED_AT: usize = 64 * 1024;

/// The columns of a table.
pub(super) struct Columns {
    /// The cells that the widest text of each column takes.
    widths: Vec<usize>,
    /// The heads of the columns; none if the first row has no heads.
    heads: Vec<Span>,
    /// The first row, if it has the heads.
    head_row: Span,
    /// The end of the rows that were looked at.
    seen: usize,
    /// How many columns the heads are to the right: the heads do not begin with an empty
    /// cell, because no block begins with white space.
    shift: usize,
}

impl Columns {
    /// The columns of a block that is a table.
    pub(super) fn of(text: &str, block: &Block) -> Self {
        let end = graphemes::floor_boundary(text, block.span.start + LOOKED_AT);
        let seen = Span::new(block.span.start, block.span.end.min(end));
        let first_row = first_line(text, seen);
        let heads: Vec<Span> = cells(text, first_row).map(|(cell, _)| cell).collect();
        let mut marks = block.marks.iter().filter(|mark| mark.kind == MarkKind::Head).peekable();
        let mut is_head = |cell: &Span| {
            while marks.next_if(|mark| mark.span.end < cell.end).is_some() {}
            cell.is_empty() || marks.peek().is_some_and(|mark| mark.span.covers(*cell))
        };
        let others = || lines(text, Span::new(first_row.end, seen.end));
        let has_heads = first_row.end < seen.end && heads.iter().all(&mut is_head);
        let heads = if has_heads { heads } else { Vec::new() };
        let most = others().map(|line| cells(text, line).count()).max().unwrap_or(0);
        let shift = usize::from(has_heads && heads.len() + 1 == most);
        let mut widths: Vec<usize> = Vec::new();
        for (n, line) in lines(text, seen).enumerate() {
            let from = if n == 0 { shift } else { 0 };
            for (i, (cell, _)) in cells(text, line).enumerate() {
                let wide = width(cell.of(text));
                if widths.len() <= from + i {
                    widths.resize(from + i + 1, 0);
                }
                if let Some(known) = widths.get_mut(from + i) {
                    *known = (*known).max(wide);
                }
            }
        }
        let head_row = if has_heads { first_row } else { Span::new(block.span.start, block.span.start) };
        Self { widths, heads, head_row, seen: seen.end, shift }
    }

    /// The cells that all columns take side by side.
    fn whole(&self) -> usize {
        self.widths.iter().sum::<usize>() + COLUMN_GAP * self.widths.len().saturating_sub(1)
    }

    /// Whether the cells of a line fit in the columns: not if one is wider than those that
    /// were looked at.
    fn hold(&self, text: &str, line: Span) -> bool {
        let holds = |(at, (cell, _)): (usize, (Span, usize))| {
            self.widths.get(at).is_some_and(|wide| width(cell.of(text)) <= *wide)
        };
        line.end <= self.seen || cells(text, line).enumerate().all(holds)
    }

    /// The head of a column.
    fn head<'t>(&self, text: &'t str, column: usize) -> &'t str {
        let head = column.checked_sub(self.shift).and_then(|at| self.heads.get(at));
        head.map_or("", |head| head.of(text))
    }
}

/// Wraps a part of a table that begins at the beginning of a line. If its columns do not
/// fit side by side, each cell has its own line, after the head of its column; all but the
/// first cell of a row are indented.
pub(super) fn table(column: Column<'_>, span: Span, columns: Option<&Columns>, rows: &mut Vec<Row>) {
    let Some(columns) = columns else { return flow(column, span, span.end, rows) };
    for line in lines(column.text, span) {
        if columns.whole() <= column.room() && columns.hold(column.text, line) {
            rows.push(aligned(column, line, columns));
        } else if columns.head_row.covers(line) && !line.is_empty() {
            head_line(column, line, rows);
        } else {
            unfolded(column, line, columns, rows);
        }
    }
}

/// The first line of `span`, with its line break.
fn first_line(text: &str, span: Span) -> Span {
    let length = span.of(text).split_inclusive('\n').next().map_or(0, str::len);
    Span::new(span.start, span.start + length)
}

/// The lines of `span`, each with its line break.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start;
    span.of(text).split_inclusive('\n').map(move |line| {
        let line = Span::new(at, at + line.len());
        at = line.end;
        line
    })
}

/// The cells of a line of a table, each without the white space around it and
/// with the byte after its tab.
fn cells(text: &str, line: Span) -> impl Iterator<Item = (Span, usize)> + '_ {
    let mut at = line.start;
    line.of(text).split_inclusive('\t').map(move |cell| {
        let span = Span::new(at, at + cell.len());
        at = span.end;
        (span.trimmed(text), span.end)
    })
}

/// The row of a line of a table with its cells in their columns.
fn aligned(column: Column<'_>, line: Span, columns: &Columns) -> Row {
    let mut row = column.row(line, Span::default());
    let shift = if columns.head_row.covers(line) { columns.shift } else { 0 };
    let before = columns.widths.iter().take(shift).map(|wide| wide + COLUMN_GAP).sum::<usize>();
    let mut cell = usize::from(column.indent) + before;
    for ((span, _), wide) in cells(column.text, line).zip(columns.widths.iter().skip(shift)) {
        if !span.is_empty() {
            row.runs.push(Run { span, cell: u16::try_from(cell).unwrap_or(u16::MAX) });
        }
        cell += wide + COLUMN_GAP;
    }
    row
}

/// Appends the heads of a table, as many on a row as fit.
fn head_line(column: Column<'_>, line: Span, rows: &mut Vec<Row>) {
    let mut start = line.start;
    let mut used = 0;
    for (cell, end) in cells(column.text, line) {
        let wide = width(cell.of(column.text));
        if let (true, Some(row)) = (cell.is_empty(), rows.last_mut()) {
            row.span.end = end;
            start = end;
            continue;
        }
        let fits = used > 0 && used + COLUMN_GAP + wide <= column.room();
        match rows.last_mut().filter(|_| fits) {
            Some(row) => {
                let at = usize::from(column.indent) + used + COLUMN_GAP;
                row.runs.push(Run { span: cell, cell: u16::try_from(at).unwrap_or(u16::MAX) });
                row.span.end = end;
                used += COLUMN_GAP + wide;
            }
            None => {
                let from = rows.len();
                flow(column, cell, end, rows);
                if let Some(row) = rows.get_mut(from) {
                    row.span.start = start;
                }
                // Nothing is put after a head that takes several rows.
                used = if rows.len() == from + 1 { wide } else { column.room() };
            }
        }
        start = end;
    }
}

/// Appends a line of a table with a row for each cell.
fn unfolded(column: Column<'_>, line: Span, columns: &Columns, rows: &mut Vec<Row>) {
    let narrow = column.width < INDENTS_FROM;
    let mut start = line.start;
    let mut is_first = true;
    for (n, (cell, end)) in cells(column.text, line).enumerate() {
        if cell.is_empty() && (end < line.end || !is_first) {
            continue;
        }
        let label = if narrow || is_first && n == 0 { String::new() } else { label(column, columns, n) };
        let indent = match label.as_str() {
            _ if narrow || is_first && n == 0 => 0,
            "" => COLUMN_GAP,
            label => width(label) + 1,
        };
        let inner = Column { indent: column.indent + u16::try_from(indent).unwrap_or(0), ..column };
        let from = rows.len();
        flow(inner, cell, end, rows);
        // Tabs and spaces before the cell belong to its first row.
        if let Some(row) = rows.get_mut(from) {
            row.span.start = start;
            row.marker = match label.as_str() {
                "" => Cow::Borrowed(""),
                label => Cow::Owned(format!("{}{label}", " ".repeat(usize::from(column.indent)))),
            };
        }
        (start, is_first) = (end, false);
    }
    // Empty cells at the end of the line belong to its last row.
    if let Some(row) = rows.last_mut().filter(|_| !is_first) {
        row.span.end = line.end;
    }
}

/// The head of the column `n` as it is drawn before a cell, indented: `  Ships:`. Empty if
/// the column has none.
fn label(column: Column<'_>, columns: &Columns, n: usize) -> String {
    let head = columns.head(column.text, n);
    if head.is_empty() {
        return String::new();
    }
    let colon = if head.ends_with([':', '?']) { "" } else { ":" };
    format!("  {}{colon}", fit(head, column.room() / 2))
}
