//! Draws a step of the first steps in a strip above the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{LinePart, draw_fitted, fill, lines};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::App;

/// The most rows of a paragraph.
const PARAGRAPH: usize = 6;
/// The rows of the article that are left.
const TEXT: u16 = 3;

/// Draws the step, if one is shown.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some(step) = app.first_step() else { return };
    let pane = rect(app.areas().article_pane).intersection(buf.area);
    let base = theme.style(Role::Popup);
    let title = base.patch(theme.style(Role::PopupTitle));
    let mut rows = vec![(step.title, title)];
    for words in &step.words {
        let wrapped = lines(words, pane.width.saturating_sub(4), PARAGRAPH);
        rows.extend(wrapped.into_iter().map(|line| (line, base)));
    }
    // The text keeps some rows on the smallest screen.
    let height = u16::try_from(rows.len()).unwrap_or(pane.height).min(pane.height.saturating_sub(TEXT));
    // The strip is at the edge where the cursor is not.
    let low = app.cursor_row().is_none_or(|row| row + usize::from(height) < usize::from(pane.height));
    let area = Rect { y: if low { pane.bottom().saturating_sub(height) } else { pane.y }, height, ..pane };
    fill(buf, area, base);
    for ((words, style), y) in rows.iter().zip(area.top()..area.bottom()) {
        draw_fitted(buf, LinePart { left: area.x + 2, right: area.right(), y }, words, *style);
    }
}
