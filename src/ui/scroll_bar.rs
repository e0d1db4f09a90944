//! Draws the scroll bar.

use ratatui::buffer::Buffer;

use super::paint::{LinePart, draw_text};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::scroll_bar::BarMark;

/// The bar beside what is on the screen.
const THUMB: &str = "▐";

/// The sign of a mark; each has another shape, for screens and eyes without colours.
#[must_use]
pub fn sign(mark: BarMark) -> &'static str {
    match mark {
        BarMark::Quote => "·",
        BarMark::Cut => "×",
        BarMark::Note => "•",
        BarMark::Match => "‹",
    }
}

/// Draws the scroll bar, if there is one.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some(bar) = app.scroll_bar() else { return };
    let area = rect(bar.area).intersection(buf.area);
    let page = theme.style(Role::Page);
    for ((mark, on_screen), y) in bar.rows.iter().zip(area.top()..area.bottom()) {
        let role = match mark {
            // What is on the screen can be seen there, so that the bar is whole.
            Some(BarMark::Quote) if *on_screen => Role::Rule,
            Some(BarMark::Quote) => Role::Byline,
            Some(BarMark::Cut) => Role::Removed,
            Some(BarMark::Note) => Role::NoteMark,
            Some(BarMark::Match) => Role::BarKey,
            None => Role::Rule,
        };
        let shown = match mark {
            _ if *on_screen => THUMB,
            Some(mark) => sign(*mark),
            None => continue,
        };
        let style = page.patch(theme.letters(role));
        draw_text(buf, LinePart { y, ..LinePart::of(area) }, shown, style);
    }
}
