//! Draws the help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame;
use super::frame::{Place, Popup};
use super::paint::{LinePart, draw_fitted, draw_text};
use super::theme::{Role, Theme};
use crate::app::help::{Help, HelpRow};
use crate::app::mode::HelpView;
use crate::app::{Action, Keymap};

/// Draws a help in a popup with this title, scrolled as far as `view` says; `keymap` has the keys that scroll
/// and close it.
pub fn draw(title: &str, (help, view): (&Help, HelpView), keymap: &Keymap, theme: &Theme, buf: &mut Buffer) {
    let scroll = [Action::Down, Action::Up].map(|action| keymap.hint(action)).join(" ");
    let close = keymap.hint(Action::Help);
    let wanted = Popup {
        title,
        hints: &[(scroll.as_str(), "scroll"), (close.as_str(), "close")],
        width: help.width,
        height: buf.area.height,
        place: Place::Middle,
    };
    let inner = frame::popup(&wanted, theme, buf);
    if inner.height == 0 {
        return;
    }
    let columns = u16::try_from(help.columns.len()).unwrap_or(1).max(1);
    let mut column = Rect { width: inner.width / columns, ..inner };
    for rows in &help.columns {
        draw_column(rows, view.top.min(help.last_top), (column, help.keys), theme, buf);
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
            HelpRow::Keys { keys, help } => {
                draw_text(buf, LinePart { y, ..LinePart::of(area) }, keys, base.patch(theme.style(Role::PopupKey)));
                draw_fitted(
                    buf,
                    LinePart { left: area.x + keys_wide.min(area.width), right: area.right(), y },
                    help,
                    base,
                );
            }
            HelpRow::Blank => {}
        }
    }
}
