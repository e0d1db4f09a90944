//! Draws the help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame;
use super::frame::{Place, Popup};
use super::paint::{LinePart, draw_fitted, draw_right, draw_text};
use super::prompt;
use super::theme::{Role, Theme};
use crate::app::help::{FILTER_HINTS, Help, HelpRow};
use crate::app::mode::{FilteredHelp, HelpView};
use crate::app::{Action, Keymap};

/// Draws the help of the reader in a popup, with the line that filters it.
pub fn draw_filtered(help: &Help, view: &FilteredHelp, theme: &Theme, buf: &mut Buffer) {
    let inner = popup("Keys", &FILTER_HINTS, help, theme, buf);
    if inner.height < 2 {
        return;
    }
    prompt::line("› ", &view.line, Rect { height: 1, ..inner }, theme, buf);
    let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    if help.columns.iter().all(Vec::is_empty) {
        let style = theme.style(Role::Popup).patch(theme.style(Role::PopupQuiet));
        draw_text(buf, LinePart::of(list), "nothing is called so", style);
    }
    draw_columns(help, view.top, list, theme, buf);
}

/// Draws a help in a popup with this title, scrolled as far as `view` says; `keymap` has the keys that scroll
/// and close it.
pub fn draw(title: &str, (help, view): (&Help, HelpView), keymap: &Keymap, theme: &Theme, buf: &mut Buffer) {
    let scroll = [Action::Down, Action::Up].map(|action| keymap.hint(action)).join(" ");
    let close = keymap.hint(Action::Help);
    let inner = popup(title, &[(scroll.as_str(), "scroll"), (close.as_str(), "close")], help, theme, buf);
    draw_columns(help, view.top, inner, theme, buf);
}

fn popup(title: &str, hints: &[(&str, &str)], help: &Help, theme: &Theme, buf: &mut Buffer) -> Rect {
    let wanted = Popup { title, hints, width: help.width, height: buf.area.height, place: Place::Middle };
    frame::popup(&wanted, theme, buf)
}

fn draw_columns(help: &Help, top: usize, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    if inner.height == 0 {
        return;
    }
    let columns = u16::try_from(help.columns.len()).unwrap_or(1).max(1);
    let mut column = Rect { width: inner.width / columns, ..inner };
    for rows in &help.columns {
        draw_column(rows, top.min(help.last_top), (column, help.keys), theme, buf);
        column.x = column.right();
    }
}

fn draw_column(rows: &[HelpRow], top: usize, (area, keys_wide): (Rect, u16), theme: &Theme, buf: &mut Buffer) {
    let base = theme.style(Role::Popup);
    // The shorter of two columns stops when its end is visible.
    let last = rows.len().saturating_sub(usize::from(area.height));
    for (row, y) in rows.iter().skip(top.min(last)).zip(area.top()..area.bottom()) {
        match row {
            HelpRow::Heading(title) => {
                draw_fitted(
                    buf,
                    LinePart { y, ..LinePart::of(area) },
                    title,
                    base.patch(theme.style(Role::PopupTitle)),
                );
            }
            HelpRow::Keys { keys, help, name } => {
                draw_text(buf, LinePart { y, ..LinePart::of(area) }, keys, base.patch(theme.style(Role::PopupKey)));
                draw_fitted(
                    buf,
                    LinePart { left: area.x + keys_wide.min(area.width), right: area.right(), y },
                    help,
                    base,
                );
                // Between two columns is a space.
                let right = area.right().saturating_sub(2);
                let quiet = base.patch(theme.style(Role::PopupQuiet));
                draw_right(buf, LinePart { left: area.x, right, y }, name, quiet);
            }
            HelpRow::Blank => {}
        }
    }
}
