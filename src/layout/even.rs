//! Breaks a paragraph into lines of even length, and widens spaces.
//!
//! Of all ways to break a paragraph into the fewest lines, the one is taken that has the
//! smallest sum of squared empty cells at the ends of lines, all but the last: the total-fit
//! method of Knuth and Plass (1981) with a simpler cost. Every part of the text is compared only
//! with those that fit on one line with it, so that the time is linear in the length of the text.

use super::Row;
use super::Run;
use super::breaks::{Atom, atoms};
use super::lines::{Column, flow};
use pullquote_article::Span;
use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::width;

/// The most cells that a space is widened by. Lines that would need more stay ragged: holes are
/// harder to read than an uneven edge.
const WIDEST: usize = 2;

/// What a hyphen at the end of a line costs: as much as a line that is too short by this many
/// cells.
const HYPHEN: u64 = 6;

/// The cells by which the first line of a paragraph is indented where no blank row is above it.
pub(super) const FIRST_LINE: usize = 2;

/// The number of bits for the empty cells in a cost; the bits above them count lines. 16 kB
/// have fewer lines than the bits above can count, and their empty cells fit below.
const LINE: u64 = 1 << 40;

/// A piece of text after which a line may end.
struct Part {
    start: usize,
    /// One past the last byte that is not white space.
    visible: usize,
    /// The cells of the text before it, with all spaces.
    before: usize,
    /// The cells of its visible part.
    cells: usize,
    /// The cells of the white space at its end.
    space: usize,
    /// Whether a line that ends with it ends in a hyphen.
    hyphen: bool,
    /// The bytes of a quotation mark at its beginning that hangs if a line begins with it.
    hangs: usize,
}

/// Wraps running text into lines of even length; their spaces are widened if the typography is
/// justified. A text with a word that is longer than a line is filled line by line. `indented`: the cells that stay free at the beginning of the first line. The bytes
/// from the end of `span` up to `end` belong to the last row.
pub(super) fn even(column: Column<'_>, span: Span, end: usize, indented: usize, rows: &mut Vec<Row>) {
    let (parts, fits) = parts(column, span);
    if !fits || parts.is_empty() {
        return flow(column, span, end, rows);
    }
    let breaks = breaks(&parts, column.room(), indented);
    let mut from = 0;
    for (n, to) in breaks.iter().copied().enumerate() {
        let line = parts.get(from..to).unwrap_or(&[]);
        let next = parts.get(to).map_or(end, |part| part.start);
        let indent = if n == 0 { indented } else { 0 };
        rows.push(row(column, line, next, indent, to == parts.len()));
        from = to;
    }
}

/// The parts of a text, and whether each fits on a line.
fn parts(column: Column<'_>, span: Span) -> (Vec<Part>, bool) {
    let room = column.room();
    let mut parts: Vec<Part> = Vec::with_capacity(span.len() / 5 + 1);
    let (mut before, mut fits) = (0, true);
    for atom in atoms(column.divided(span), room) {
        let from = parts.len();
        divide(column, atom, before, &mut parts);
        before += atom.cells + atom.space;
        fits &= parts.iter().skip(from).all(|part| part.cells + usize::from(part.hyphen) <= room);
    }
    (parts, fits)
}

/// Appends the parts of an atom: its syllables where words are hyphenated, or the whole.
fn divide(column: Column<'_>, atom: Atom, before: usize, parts: &mut Vec<Part>) {
    let text = Span::new(atom.start, atom.visible).of(column.text);
    let places = column.typography.hyphens.map(|hyphens| hyphens.places(text)).unwrap_or_default();
    let hangs = if column.typography.hanging { hanging_mark(text) } else { 0 };
    let (mut start, mut before) = (atom.start, before);
    for place in places {
        let at = atom.start + place;
        let cells = width::width(Span::new(start, at).of(column.text));
        let hangs = if start == atom.start { hangs } else { 0 };
        parts.push(Part { start, visible: at, before, cells, space: 0, hyphen: true, hangs });
        before += cells;
        start = at;
    }
    let (cells, hangs) = match start == atom.start {
        true => (atom.cells, hangs),
        false => (width::width(Span::new(start, atom.visible).of(column.text)), 0),
    };
    parts.push(Part { start, visible: atom.visible, before, cells, space: atom.space, hyphen: false, hangs });
}

/// The bytes of the quotation mark of one cell at the beginning of `text`, if words follow it
/// without a space; 0 if there is none.
fn hanging_mark(text: &str) -> usize {
    // Most words begin with a letter.
    if text.bytes().next().is_none_or(|first| first.is_ascii_alphanumeric()) {
        return 0;
    }
    let is_mark = text.starts_with(['“', '”', '„', '‟', '‘', '’', '‚', '‛', '"', '\'', '«', '»', '‹', '›']);
    if !is_mark {
        return 0;
    }
    let mut clusters = graphemes(text);
    let mark = clusters.next().map_or("", |(_, mark)| mark);
    let follows = clusters.next().is_some_and(|(_, next)| next.chars().all(|c| !c.is_whitespace()));
    if follows && width::grapheme_width(mark) == 1 { mark.len() } else { 0 }
}

/// For each line the number of parts before its end. All parts fit into `room` cells.
///
/// The fewest lines of a beginning of the text grow with its length, so that of the parts with which
/// the last line may begin, only the first ones give the fewest lines.
fn breaks(parts: &[Part], room: usize, indented: usize) -> Vec<usize> {
    let number = |cells: usize| i64::try_from(cells).unwrap_or(i64::MAX);
    // The cell at which each part begins, one more if its mark hangs; a line ends `room` cells later.
    let begins: Vec<i64> = parts.iter().map(|part| number(part.before) + i64::from(part.hangs > 0)).collect();
    let first = begins.first().map_or(0, |begin| begin - number(indented));
    // For each number of parts the least cost of breaking them, and where their last line begins.
    let (mut costs, mut from): (Vec<u64>, Vec<usize>) = (Vec::with_capacity(parts.len() + 1), Vec::new());
    from.reserve(parts.len());
    costs.push(0);
    let mut low = 0;
    for (at, last) in parts.iter().enumerate() {
        let end = number(last.before + last.cells) + i64::from(last.hyphen) - number(room);
        let begin = |of: usize| if of == 0 { first } else { begins.get(of).copied().unwrap_or(i64::MAX) };
        while low < at && begin(low) < end {
            low += 1;
        }
        let hyphen = if last.hyphen { HYPHEN * HYPHEN } else { 0 };
        let is_last = at + 1 == parts.len();
        let mut found = (u64::MAX, low);
        let candidates = begins.get(low..=at).unwrap_or(&[]).iter().zip(costs.get(low..=at).unwrap_or(&[]));
        for (of, (begins, before)) in (low..).zip(candidates) {
            // One line more than another way.
            if *before >= found.0 {
                break;
            }
            let begins = if of == 0 { first } else { *begins };
            let empty = if is_last { 0 } else { (begins - end).unsigned_abs() };
            let cost = before + LINE + empty * empty + hyphen;
            if cost < found.0 {
                found = (cost, of);
            }
        }
        costs.push(found.0);
        from.push(found.1);
    }
    let mut ends = Vec::new();
    let mut at = parts.len();
    while at > 0 {
        ends.push(at);
        at = from.get(at - 1).copied().unwrap_or(0).min(at - 1);
    }
    ends.reverse();
    ends
}

/// The row of a line. The bytes up to `next` belong to it.
fn row(column: Column<'_>, line: &[Part], next: usize, indent: usize, is_last: bool) -> Row {
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return column.row(Span::new(next, next), Span::new(next, next));
    };
    let shown = line.iter().rev().find(|part| part.visible > part.start).map_or(first.start, |part| part.visible);
    let mut row = column.row(Span::new(first.start, next), Span::new(first.start, shown));
    row.hyphen = last.hyphen;
    let hangs = usize::from(first.hangs > 0);
    let begin = usize::from(column.indent) + indent - hangs;
    for run in &mut row.runs {
        run.cell = u16::try_from(begin).unwrap_or(u16::MAX);
    }
    let room = (column.room() + hangs).saturating_sub(indent);
    let cells = last.before + last.cells + usize::from(last.hyphen) - first.before;
    if column.typography.justified && !is_last && !row.runs.is_empty() {
        widen(&mut row, line, (begin, room.saturating_sub(cells)));
    }
    row
}

/// Widens the spaces between the parts of a line that begins at cell `begin`, so that it takes
/// `missing` cells more; nothing is changed if that makes holes.
fn widen(row: &mut Row, line: &[Part], (begin, missing): (usize, usize)) {
    let is_gap = |(part, next): &(&Part, &Part)| part.space > 0 && next.visible > next.start;
    let gaps = line.iter().zip(line.iter().skip(1)).filter(is_gap).count();
    if missing == 0 || missing > gaps * WIDEST {
        return;
    }
    let end = row.runs.last().map_or(0, |run| run.span.end);
    let (mut start, mut cell, mut seen) = (line.first().map_or(0, |part| part.start), begin, 0);
    let mut runs = Vec::with_capacity(gaps + 1);
    let origin = line.first().map_or(0, |part| part.before);
    // The wider spaces are spread over the line.
    let up_to = |gap: usize| (missing * gap + gaps / 2) / gaps;
    for (_, next) in line.iter().zip(line.iter().skip(1)).filter(is_gap) {
        seen += 1;
        let added = up_to(seen);
        if added > up_to(seen - 1) {
            runs.push(Run { span: Span::new(start, next.start), cell: u16::try_from(cell).unwrap_or(u16::MAX) });
            start = next.start;
            cell = begin + (next.before - origin) + added;
        }
    }
    runs.push(Run { span: Span::new(start, end), cell: u16::try_from(cell).unwrap_or(u16::MAX) });
    row.runs = runs;
}

#[cfg(test)]
#[path = "even_tests.rs"]
mod tests;
