//! Every key, made from the keymap in use.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{self, Popup};
use super::paint::{put, put_fit};
use super::theme::{Role, Theme};
use crate::app::action::{Action, Group};
use crate::app::keymap::Keymap;
use crate::app::mode::HelpView;
use crate::text::width::width;

/// A row of the help.
enum Row {
    Heading(&'static str),
    Keys { keys: String, help: &'static str },
    Blank,
}

/// Cells of the column of keys.
const KEYS: u16 = 19;

/// Draws the help over the article, scrolled as far as `view` says and the
/// rows reach.
pub fn draw(keymap: &Keymap, view: HelpView, theme: &Theme, buf: &mut Buffer) {
    let wide = buf.area.width >= 130;
    let scroll = [Action::Down, Action::Up].map(|action| keymap.hint(action)).join(" ");
    let close = keymap.hint(Action::Help);
    let wanted = Popup {
        title: "Keys",
        hints: &[(scroll.as_str(), "scroll"), (close.as_str(), "close")],
        width: if wide { 126 } else { 68 },
        height: buf.area.height,
    };
    let inner = frame::popup(&wanted, theme, buf);
    if inner.height == 0 {
        return;
    }
    let rows = rows(keymap);
    if wide {
        let half = Rect { width: inner.width / 2, ..inner };
        let other = Rect { x: half.right(), ..half };
        let (left, right) = rows.split_at(middle(&rows));
        column(left, view.top, half, theme, buf);
        column(right, view.top, other, theme, buf);
    } else {
        column(&rows, view.top, inner, theme, buf);
    }
}

fn rows(keymap: &Keymap) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in Group::ALL {
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading(group.title()));
        for action in Action::ALL.iter().filter(|a| a.group() == group) {
            rows.push(Row::Keys { keys: keys_in(keymap.keys_of(*action)), help: action.help() });
        }
    }
    rows
}

/// As many of an action's keys as there is room for.
fn keys_in(keys: Vec<String>) -> String {
    let mut line = String::new();
    for key in keys {
        let blank = usize::from(!line.is_empty()) * 2;
        if width(&line) + blank + width(&key) >= usize::from(KEYS) {
            break;
        }
        line.push_str(if blank > 0 { "  " } else { "" });
        line.push_str(&key);
    }
    if line.is_empty() { "–".to_owned() } else { line }
}

/// The blank row nearest to the middle, where two columns part.
fn middle(rows: &[Row]) -> usize {
    let half = rows.len() / 2;
    let blanks = rows.iter().enumerate().filter(|(_, row)| matches!(row, Row::Blank));
    blanks.map(|(i, _)| i + 1).min_by_key(|i| i.abs_diff(half)).unwrap_or(rows.len())
}

fn column(rows: &[Row], top: usize, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let base = theme.style(Role::Popup);
    let last = rows.len().saturating_sub(usize::from(area.height));
    for (row, y) in rows.iter().skip(top.min(last)).zip(area.top()..area.bottom()) {
        match row {
            Row::Heading(title) => {
                put_fit(buf, area.x, y, area.right(), title, base.patch(theme.style(Role::PopupTitle)));
            }
            Row::Keys { keys, help } => {
                put(buf, area.x, y, area.right(), keys, base.patch(theme.style(Role::PopupKey)));
                put_fit(buf, area.x + KEYS.min(area.width), y, area.right(), help, base);
            }
            Row::Blank => {}
        }
    }
}
