//! Text from right to left on a screen that has other text beside it.
//!
//! A terminal that orders such text itself takes each row of the screen as one line. Words from right
//! to left in the article and in the sidebar would then be one run with everything between them, and
//! change places. The isolates of the Unicode bidirectional algorithm (UAX 9) keep them apart. They
//! take no cell, and are sent only to terminals that are known to read them: others draw boxes in
//! their place.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use pullquote_article::text::direction::is_right_to_left;

/// The beginning of a part from left to right.
const LEFT_TO_RIGHT: &str = "\u{2066}";
/// The beginning of a part from right to left.
const RIGHT_TO_LEFT: &str = "\u{2067}";
/// The end of a part.
const END: &str = "\u{2069}";
/// A mark from left to right, for a part that has no cell before it to begin in.
const MARK: &str = "\u{200e}";
/// The blank cells that separate two parts of a row: more than are between the words of a line.
const BLANKS: usize = 4;
/// The first version of VTE, the library of GNOME Terminal and many others, that orders text, as it is
/// in `VTE_VERSION`.
const VTE: u32 = 5800;
/// Whether the terminal of this process is known to read isolates.
#[must_use]
pub fn are_known() -> bool {
    let read = |name| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()).unwrap_or_default();
    reads_isolates(&["TERM", "VTE_VERSION", "TMUX"].map(read))
}

/// Whether a terminal reads isolates, by the values of `TERM`, `VTE_VERSION` and `TMUX`. Inside a
/// multiplexer it is not known.
fn reads_isolates([term, vte, tmux]: &[String; 3]) -> bool {
    let inside = !tmux.is_empty() || term.starts_with("tmux") || term.starts_with("screen");
    !inside && vte.parse::<u32>().is_ok_and(|version| version >= VTE)
}

/// A part of a row, from its first cell to its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    first: u16,
    last: u16,
    /// Whether it has more letters from right to left than others.
    backwards: bool,
}

/// Isolates each part of a row that has letters from right to left. Parts are between lines that are
/// drawn, and between blank cells.
pub fn add(buf: &mut Buffer) {
    let area = buf.area;
    for y in area.top()..area.bottom() {
        for part in parts(buf, y) {
            let (begin, end) = match part.backwards {
                true => (RIGHT_TO_LEFT, END),
                false => (LEFT_TO_RIGHT, END),
            };
            let before = part.first.checked_sub(1).filter(|x| *x >= area.left());
            if let Some(x) = before {
                append(buf, x, y, begin);
            }
            append(buf, part.last, y, if before.is_some() { end } else { MARK });
        }
    }
}

/// Appends a sign without a width to what a cell shows. It is sent with the cell, and gone when the
/// cell is drawn again.
fn append(buf: &mut Buffer, x: u16, y: u16, sign: &str) {
    if let Some(cell) = buf.cell_mut(Position { x, y }) {
        let symbol = format!("{}{sign}", cell.symbol());
        cell.set_symbol(&symbol);
    }
}

/// The parts of row `y` with letters from right to left.
fn parts(buf: &Buffer, y: u16) -> Vec<Part> {
    let area = buf.area;
    let cell = |x: u16| buf.cell(Position { x, y }).map_or(" ", Cell::symbol);
    // Most rows have none.
    if !(area.left()..area.right()).any(|x| cell(x).chars().any(is_right_to_left)) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    // The open part, its letters from right to left and the others, and the blank cells after it.
    let mut open: Option<(u16, u16)> = None;
    let (mut back, mut on, mut blanks) = (0_usize, 0_usize, 0_usize);
    let mut close = |open: &mut Option<(u16, u16)>, back: &mut usize, on: &mut usize| {
        if let Some((first, last)) = open.take().filter(|_| *back > 0) {
            parts.push(Part { first, last, backwards: *back >= *on });
        }
        (*back, *on) = (0, 0);
    };
    for x in area.left()..area.right() {
        let symbol = cell(x);
        if symbol.trim().is_empty() {
            blanks += 1;
            continue;
        }
        let is_line = symbol.starts_with(|c| matches!(c, '\u{2500}'..='\u{259f}'));
        if is_line || blanks >= BLANKS {
            close(&mut open, &mut back, &mut on);
        }
        blanks = 0;
        if !is_line {
            open = Some((open.map_or(x, |(first, _)| first), x));
            let letters = symbol.chars().filter(|c| c.is_alphabetic());
            let of_cell = letters.clone().filter(|c| is_right_to_left(*c)).count();
            back += of_cell;
            on += letters.count() - of_cell;
        }
    }
    close(&mut open, &mut back, &mut on);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row with `[` and `<` for the beginning of a part from left and from right, `]` for its end
    /// and `!` for the mark.
    fn shown(row: &str) -> String {
        let mut buf = Buffer::with_lines([row]);
        add(&mut buf);
        let all: String = (0..buf.area.width).map(|x| buf[(x, 0)].symbol()).collect();
        [(LEFT_TO_RIGHT, "["), (RIGHT_TO_LEFT, "<"), (END, "]"), (MARK, "!")]
            .iter()
            .fold(all, |all, (sign, shown)| all.replace(sign, shown))
    }

    #[test]
    fn the_article_and_the_sidebar_are_parts_of_their_own() {
        assert_eq!(shown(" אמר דן.   │ רות  1 │"), " <אמר דן.]   │ <רות  1] │");
        assert_eq!(shown("▌ Dan said: קר. Yes      רות"), "▌ [Dan said: קר. Yes]      <רות]");
        assert_eq!(shown(" NATO אמר דן │ Ann Lee"), " <NATO אמר דן] │ Ann Lee");
        assert_eq!(shown(" قال الوزير 12 مرة"), " <قال الوزير 12 مرة]");
    }

    #[test]
    fn a_part_without_a_cell_before_it_ends_with_a_mark() {
        assert_eq!(shown("קר │ קר"), "קר! │ <קר]");
    }

    #[test]
    fn other_rows_are_as_they_were() {
        assert_eq!(shown("│ “We closed it,” said Ida. 港 │"), "│ “We closed it,” said Ida. 港  │");
    }

    #[test]
    fn the_signs_take_no_cell() {
        let mut buf = Buffer::with_lines([" אמר │ דן "]);
        let before: Vec<usize> = (0..buf.area.width).map(|x| cells(&buf, x)).collect();
        add(&mut buf);
        assert_eq!((0..buf.area.width).map(|x| cells(&buf, x)).collect::<Vec<_>>(), before);
    }

    fn cells(buf: &Buffer, x: u16) -> usize {
        unicode_width::UnicodeWidthStr::width(buf[(x, 0)].symbol())
    }

    #[test]
    fn only_terminals_that_are_known_get_them() {
        let reads = |term: &str, vte: &str, tmux: &str| reads_isolates(&[term, vte, tmux].map(str::to_owned));
        assert!(reads("xterm-256color", "7006", ""));
        assert!(!reads("xterm-256color", "5603", ""));
        assert!(!reads("xterm-256color", "7006", "/run/tmux"));
        assert!(!reads("screen-256color", "7006", ""));
        assert!(!reads("mlterm", "", ""));
    }
}
