//! Draws the strip with the evidence for a quote's speaker.

use ratatui::buffer::Buffer;

use super::paint::{LinePart, draw_fitted, fill};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::App;
use pullquote_article::text::width::width;

/// Draws the strip, if it is open.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some(strip) = app.evidence_strip() else { return };
    let area = rect(strip.area).intersection(buf.area);
    let base = theme.style(Role::Popup);
    let style = |role| base.patch(theme.style(role));
    fill(buf, area, base);
    let mut rows = area.top()..area.bottom();
    let Some(y) = rows.next() else { return };
    let line = LinePart { left: area.x + 2, right: area.right(), y };
    draw_fitted(buf, line, &strip.name, Theme::bold(style(Role::PopupTitle)));
    let keys_width: usize = strip.keys.iter().map(|(keys, label)| width(keys) + 1 + width(label) + 2).sum();
    let mut x = area.right().saturating_sub(u16::try_from(keys_width).unwrap_or(u16::MAX));
    for (keys, label) in &strip.keys {
        x = draw_fitted(buf, line.starting_at(x), keys, style(Role::PopupKey)) + 1;
        x = draw_fitted(buf, line.starting_at(x), label, style(Role::PopupQuiet)) + 2;
    }
    for (text, y) in strip.lines.iter().zip(rows) {
        draw_fitted(buf, LinePart { y, ..line }, text, base);
    }
}
