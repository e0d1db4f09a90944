//! Draws text into cells. Every pane draws through here, so that nothing but
//! printable characters reaches the terminal and nothing is drawn outside its
//! area.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::theme::{Role, Theme};
use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::sanitize::shown;
use pullquote_article::text::width::{fit, grapheme_width, width};

/// The intersection of `area` with the buffer. The application's state may have
/// an older size of the terminal, and writing outside the buffer is a panic.
#[must_use]
pub fn within(area: Rect, buf: &Buffer) -> Rect {
    area.intersection(buf.area)
}

/// A part of one line of the screen, in cells of the terminal.
#[derive(Debug, Clone, Copy)]
pub struct LinePart {
    /// The first column.
    pub left: u16,
    /// The column after the last one.
    pub right: u16,
    /// The line, counted from the top.
    pub y: u16,
}

impl LinePart {
    /// The first line of `area`.
    #[must_use]
    pub fn of(area: Rect) -> Self {
        Self { left: area.x, right: area.right(), y: area.y }
    }

    /// The same line and end, with `left` as the first column.
    #[must_use]
    pub fn starting_at(self, left: u16) -> Self {
        Self { left, ..self }
    }

    /// How many cells it has.
    fn cells(self) -> usize {
        usize::from(self.right.saturating_sub(self.left))
    }
}

/// Draws `text` from the left of `part` and returns the column after it.
/// Characters that must not be sent are replaced; what does not fit is left out,
/// also a wide one that would be half outside.
pub fn draw_text(buf: &mut Buffer, part: LinePart, text: &str, style: Style) -> u16 {
    let LinePart { left: mut x, right, y } = part;
    let right = right.min(buf.area.right());
    if y < buf.area.top() || y >= buf.area.bottom() {
        return x;
    }
    for (_, grapheme) in graphemes(text) {
        let cells = grapheme_width(grapheme);
        if cells == 0 {
            continue;
        }
        if x < buf.area.left() || x.saturating_add(cells) > right {
            break;
        }
        buf.set_stringn(x, y, shown(grapheme), usize::from(cells), style);
        x += cells;
    }
    x
}

/// Draws `text` like [`draw_text`], with `…` at the end if it does not fit.
pub fn draw_fitted(buf: &mut Buffer, part: LinePart, text: &str, style: Style) -> u16 {
    draw_text(buf, part, &fit(text, part.cells()), style)
}

/// Draws `text` at the right of `part`, with `…` at its end if it does not fit,
/// and returns the column where it begins.
pub fn draw_right(buf: &mut Buffer, part: LinePart, text: &str, style: Style) -> u16 {
    let text = fit(text, part.cells());
    let cells = u16::try_from(width(&text)).unwrap_or(u16::MAX);
    let x = part.right.saturating_sub(cells);
    draw_text(buf, part.starting_at(x), &text, style);
    x
}

/// Fills `area` with spaces in `style`.
pub fn fill(buf: &mut Buffer, area: Rect, style: Style) {
    let area = within(area, buf);
    for position in area.positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Makes everything that is drawn so far quiet, so that what is drawn over it stands out. Nothing is
/// changed in a theme without colours.
pub fn recede(buf: &mut Buffer, theme: &Theme) {
    if !theme.has_colors() {
        return;
    }
    let quiet = theme.style(Role::Page).patch(theme.letters(Role::Rule));
    for cell in &mut buf.content {
        cell.modifier = Modifier::empty();
        cell.set_style(quiet);
    }
}

/// Wraps `text` in at most `most` lines of at most `cells` cells, between
/// words, or inside a word that is longer than a line. If there is more text,
/// the last line ends in `…`.
#[must_use]
pub fn lines(text: &str, cells: u16, most: usize) -> Vec<String> {
    let cells = usize::from(cells.max(1));
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let mut word = word;
            let mut long = width(word);
            let blank = usize::from(used > 0);
            if used + blank + long > cells && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            } else if blank > 0 {
                line.push(' ');
                used += 1;
            }
            while long > cells {
                let (head, tail) = word.split_at(cut(word, cells));
                if tail.is_empty() {
                    break;
                }
                lines.push(head.to_owned());
                (word, long) = (tail, width(tail));
            }
            line.push_str(word);
            used += long;
            if lines.len() > most {
                break;
            }
        }
        lines.push(line);
        if lines.len() > most {
            break;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = fit(&format!("{last} …"), cells).into_owned();
        }
    }
    lines
}

/// The byte after the last grapheme cluster of `word` that fits into `cells`,
/// but at least the one after the first cluster, so that every line has one.
fn cut(word: &str, cells: usize) -> usize {
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in graphemes(word) {
        used += usize::from(grapheme_width(grapheme));
        if used > cells && end > 0 {
            break;
        }
        end = at + grapheme.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(cells: u16, draw: impl FnOnce(&mut Buffer)) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, cells, 1));
        draw(&mut buf);
        buf.content.iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn a_wide_character_is_never_cut_in_half() {
        assert_eq!(
            drawn(6, |b| assert_eq!(draw_text(b, LinePart { left: 0, right: 4, y: 0 }, "a日本", Style::new()), 3)),
            "a日    "
        );
        assert_eq!(
            drawn(4, |b| assert_eq!(draw_text(b, LinePart { left: 3, right: 4, y: 0 }, "日", Style::new()), 3)),
            "    "
        );
    }

    #[test]
    fn no_escape_sequence_reaches_a_cell() {
        let line =
            drawn(12, |b| _ = draw_text(b, LinePart { left: 0, right: 12, y: 0 }, "a\u{1b}[31mb\u{7}", Style::new()));
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(line.starts_with('a') && line.contains("[31mb"), "{line:?}");
    }

    #[test]
    fn nothing_is_drawn_outside_and_nothing_panics() {
        let line = drawn(3, |b| {
            draw_text(b, LinePart { left: 0, right: 3, y: 7 }, "x", Style::new());
            draw_text(b, LinePart { left: 2, right: 90, y: 0 }, "abc", Style::new());
            fill(b, Rect::new(1, 0, 50, 50), Style::new());
        });
        assert_eq!(line, "   ");
        assert_eq!(
            drawn(6, |b| _ = draw_right(b, LinePart { left: 1, right: 6, y: 0 }, "abcdefgh", Style::new())),
            " abcd…"
        );
    }

    #[test]
    fn lines_break_between_words_and_say_that_something_is_left() {
        assert_eq!(lines("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(lines("one two three four", 7, 2), ["one two", "three …"]);
        assert_eq!(lines("abcdefghij k", 4, 9), ["abcd", "efgh", "ij k"]);
        assert_eq!(lines("日本語", 1, 9), ["日", "本", "語"], "wider than the line, but each its own");
        assert_eq!(lines("a\n\nb", 4, 9), ["a", "", "b"]);
    }
}
