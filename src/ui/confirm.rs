//! A question with a few answers.

use ratatui::buffer::Buffer;

use super::frame::{self, Popup};
use super::paint::{lines, put, put_fit};
use super::theme::{Role, Theme};
use crate::app::mode::Confirm;

/// Draws the question in the middle of the screen.
pub fn draw(confirm: &Confirm, theme: &Theme, buf: &mut Buffer) {
    let width = 64.min(buf.area.width);
    let room = width.saturating_sub(4);
    let question = lines(&confirm.question, room, 8);
    let rows = question.len() + confirm.answers.len() + 3;
    let wanted = Popup {
        title: confirm.title,
        hints: &[("esc", "back")],
        width,
        height: u16::try_from(rows).unwrap_or(u16::MAX),
    };
    let inner = frame::popup(&wanted, theme, buf);
    let base = theme.style(Role::Popup);
    let mut y = inner.y;
    for line in &question {
        if y < inner.bottom() {
            put(buf, inner.x, y, inner.right(), line, base);
        }
        y = y.saturating_add(1);
    }
    // On a low screen the answers matter more than the blank line.
    if inner.bottom().saturating_sub(y) as usize > confirm.answers.len() {
        y += 1;
    }
    for answer in &confirm.answers {
        if y < inner.bottom() {
            let key = answer.key.to_string();
            let x = put(buf, inner.x, y, inner.right(), &key, base.patch(theme.style(Role::PopupKey)));
            put_fit(buf, x + 2, y, inner.right(), answer.label, base);
        }
        y = y.saturating_add(1);
    }
}
