//! Draws the top row: the article's source, title and date.

use ratatui::buffer::Buffer;

use super::paint::{LinePart, draw_fitted, draw_right, fill};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::App;

/// Draws the top row.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = rect(app.areas().header).intersection(buf.area);
    if area.is_empty() || !app.shows_header() {
        return;
    }
    let bar = theme.style(Role::Bar);
    fill(buf, area, bar);
    let header = app.header();
    let (left, right) = (area.x + 1, area.right().saturating_sub(1));
    let end = draw_right(buf, LinePart { left, right, y: area.y }, &header.date, bar).saturating_sub(2);
    let left = if header.number.is_empty() {
        left
    } else {
        let key = bar.patch(theme.style(Role::BarKey));
        draw_fitted(buf, LinePart { left, right: end, y: area.y }, &header.number, key).saturating_add(2)
    };
    let strong = bar.patch(theme.style(Role::BarStrong));
    if header.title.is_empty() {
        draw_fitted(buf, LinePart { left, right: end, y: area.y }, &header.source, bar);
    } else {
        let x = draw_fitted(buf, LinePart { left, right: end, y: area.y }, &header.title, strong);
        draw_fitted(buf, LinePart { left: x.saturating_add(2), right: end, y: area.y }, &header.source, bar);
    }
}
