//! Draws the bottom row: the status line or, in its place, a line that is being typed.

use ratatui::buffer::Buffer;

use super::paint::{LinePart, draw_text, fill};
use super::theme::{Role, Theme};
use super::{prompt, rect};
use crate::app::App;
use crate::app::mode::Mode;
use crate::app::status_line::StatusRole;

/// Draws the bottom row or, in its place, an open prompt or filter.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = rect(app.areas().status).intersection(buf.area);
    if area.is_empty() || !app.shows_status() {
        return;
    }
    match app.mode() {
        Mode::Prompt(asked) => return prompt::draw(asked, area, theme, buf),
        Mode::Filter(line) => {
            prompt::line("Show only: ", line, area, theme, buf);
            return;
        }
        _ => {}
    }
    let bar = theme.style(Role::Bar);
    fill(buf, area, bar);
    for part in app.status_parts() {
        let style = bar.patch(match part.role {
            StatusRole::Plain => bar,
            StatusRole::Strong => theme.style(Role::BarStrong),
            StatusRole::Key => theme.style(Role::BarKey),
            StatusRole::Good => theme.style(Role::Good),
            StatusRole::Bad => theme.style(Role::Bad),
        });
        draw_text(buf, LinePart::of(area).starting_at(part.x), &part.words, style);
    }
}
