//! Draws the palette, and the keys that may follow a prefix.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame;
use super::frame::{Place, Popup};
use super::paint::{LinePart, draw_fitted, draw_right, draw_text};
use super::prompt;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::palette::Palette;
use pullquote_article::text::width::width;

/// The most rows that are shown at once.
const ROWS: u16 = 14;

/// Draws the line that is typed, and below it the rows that match.
pub fn draw(palette: &Palette, theme: &Theme, buf: &mut Buffer) {
    let rows = u16::try_from(palette.rows.len().max(1)).unwrap_or(ROWS).min(ROWS);
    let wanted = Popup {
        title: "What to do",
        hints: &[("enter", "do it"), ("esc", "close")],
        width: 92,
        height: rows + 3,
        place: Place::Middle,
    };
    let inner = frame::popup(&wanted, theme, buf);
    if inner.height < 2 {
        return;
    }
    prompt::line("› ", &palette.line, Rect { height: 1, ..inner }, theme, buf);
    let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let base = theme.style(Role::Popup);
    if palette.rows.is_empty() {
        draw_text(buf, LinePart::of(list), "nothing is called so", base.patch(theme.style(Role::PopupQuiet)));
        return;
    }
    let shown = usize::from(list.height);
    let top = (palette.selected + 1).saturating_sub(shown);
    for ((at, row), y) in palette.rows.iter().enumerate().skip(top).zip(list.top()..list.bottom()) {
        let line = Rect { y, height: 1, ..list };
        let part = LinePart { y, ..LinePart::of(list) };
        let style = if at == palette.selected { base.patch(theme.style(Role::PopupSelected)) } else { base };
        buf.set_style(line, style);
        let keys = draw_right(buf, part, &row.keys, style.patch(theme.letters(Role::PopupKey)));
        let kind = LinePart { left: part.left, right: keys.saturating_sub(2), y };
        let kind = draw_right(buf, kind, &row.kind, style.patch(theme.letters(Role::PopupQuiet)));
        draw_fitted(buf, LinePart { left: part.left, right: kind.saturating_sub(2), y }, &row.words, style);
    }
}

/// Draws the keys that may follow those typed so far, above the status line.
pub fn draw_following(app: &App, theme: &Theme, buf: &mut Buffer) {
    let following = app.following_keys();
    if following.is_empty() {
        return;
    }
    let cells = |words: &str| u16::try_from(width(words)).unwrap_or(u16::MAX);
    let keys = following.iter().map(|(key, _)| cells(key)).max().unwrap_or(0);
    let words = following.iter().map(|(_, words)| cells(words)).max().unwrap_or(0);
    // On a low screen they are in as many columns as they need: each of them is shown.
    let most = usize::from(buf.area.height.saturating_sub(3)).max(1);
    let columns = following.len().div_ceil(most).max(1);
    let high = following.len().div_ceil(columns);
    let wide = keys.saturating_add(words).saturating_add(4);
    let wanted = Popup {
        title: "may follow",
        hints: &[],
        width: wide.saturating_mul(u16::try_from(columns).unwrap_or(u16::MAX)).saturating_add(3).min(buf.area.width),
        height: u16::try_from(high).unwrap_or(u16::MAX).saturating_add(2),
        place: Place::Bottom,
    };
    let inner = frame::popup(&wanted, theme, buf);
    let base = theme.style(Role::Popup);
    let column = inner.width / u16::try_from(columns).unwrap_or(1);
    for (of_column, left) in following.chunks(high).zip((inner.left()..).step_by(usize::from(column.max(1)))) {
        // Between two columns is a space.
        let right = left.saturating_add(column).saturating_sub(u16::from(columns > 1)).min(inner.right());
        for ((key, words), y) in of_column.iter().zip(inner.top()..inner.bottom()) {
            let part = LinePart { left, right, y };
            draw_text(buf, part, key, base.patch(theme.style(Role::PopupKey)));
            draw_fitted(buf, part.starting_at(left + keys + 2), words, base);
        }
    }
}
