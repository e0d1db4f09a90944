//! Draws a question with a few answers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::frame;
use super::frame::{Place, Popup};
use super::paint::{LinePart, draw_fitted, draw_text, lines};
use super::theme::{Role, Theme};
use crate::app::mode::{Answer, Confirm};

use pullquote_article::text::width::width;

/// The most rows of a question.
const QUESTION: usize = 8;

/// Draws the question in the middle of the screen, or choices at its bottom, so that they do
/// not cover what they are about; in the given columns, which are the first one and the width in
/// cells. On a low screen the answers
/// are in two columns and the question is shortened, as an answer that is not
/// visible could not be given.
pub fn draw(confirm: &Confirm, (x, popup_width): (u16, u16), theme: &Theme, buf: &mut Buffer) {
    let screen = buf.area;
    let room = popup_width.saturating_sub(4);
    // The frame and the status line.
    let height = usize::from(screen.height.saturating_sub(3));
    let answers = confirm.answers.len();
    let words = lines(&confirm.question, room, QUESTION);
    let columns = if words.len() + answers > height { 2 } else { 1 };
    let below = answers.div_ceil(columns);
    let question = lines(&confirm.question, room, QUESTION.min(height.saturating_sub(below)).max(1));
    // On a low screen the answers matter more than a blank line.
    let gap = usize::from(question.len() + below < height);
    let wanted_rows = u16::try_from(question.len() + gap + below + 2).unwrap_or(u16::MAX);
    let free = screen.height.saturating_sub(1).saturating_sub(wanted_rows);
    let wanted = Popup {
        title: confirm.title,
        hints: if confirm.selected.is_some() { &[("enter", "take"), ("esc", "back")] } else { &[("esc", "back")] },
        place: Place::At(x, if confirm.selected.is_some() { free } else { free / 2 }),
        width: popup_width,
        height: wanted_rows,
    };
    let inner = frame::popup(&wanted, theme, buf);
    for (words, y) in question.iter().zip(inner.top()..inner.bottom()) {
        draw_text(buf, LinePart { y, ..LinePart::of(inner) }, words, theme.style(Role::Popup));
    }
    let top = inner.y.saturating_add(u16::try_from(question.len() + gap).unwrap_or(u16::MAX));
    let mut column = Rect { y: top, height: inner.bottom().saturating_sub(top), ..inner };
    // Two columns have just enough room for the words.
    let blanks = if columns > 1 { 1 } else { 2 };
    for (nth, answers) in confirm.answers.chunks(below.max(1)).enumerate() {
        column.width = inner.right().saturating_sub(column.x);
        let selected = confirm.selected.and_then(|(at, _)| at.checked_sub(nth * below.max(1)));
        column.x = draw_answers(answers, selected, (column, blanks), theme, buf);
    }
}

/// Draws answers below each other, with `blanks` spaces after the key and after
/// the label, and marks the selected one. Returns the column after the widest one.
fn draw_answers(
    answers: &[Answer],
    selected: Option<usize>,
    (area, blanks): (Rect, u16),
    theme: &Theme,
    buf: &mut Buffer,
) -> u16 {
    let base = theme.style(Role::Popup);
    for ((nth, answer), y) in answers.iter().enumerate().zip(area.top()..area.bottom()) {
        let over = if selected == Some(nth) { theme.style(Role::PopupSelected) } else { Style::new() };
        let key = answer.key.to_string();
        let style = base.patch(theme.style(Role::PopupKey)).patch(over);
        let x = draw_text(buf, LinePart { y, ..LinePart::of(area) }, &key, style);
        draw_fitted(buf, LinePart { left: x + blanks, right: area.right(), y }, &answer.label, base.patch(over));
    }
    let widest = answers.iter().map(|answer| width(&answer.label)).max().unwrap_or(0);
    let widest = u16::try_from(widest).unwrap_or(u16::MAX);
    area.x.saturating_add(widest).saturating_add(1 + 2 * blanks).min(area.right())
}
