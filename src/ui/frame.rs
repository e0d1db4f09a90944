//! Draws the frame of a popup.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{LinePart, draw_fitted, draw_text, fill};
use super::theme::{Role, Theme};
use pullquote_article::text::width::width;

/// A popup to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Popup<'a> {
    /// The title, on the top line.
    pub title: &'a str,
    /// Useful keys and what they do, on the bottom line.
    pub hints: &'a [(&'a str, &'a str)],
    /// The wanted width in cells, with the frame.
    pub width: u16,
    /// The wanted height in rows, with the frame.
    pub height: u16,
    /// Where it is.
    pub place: Place,
}

/// Where a popup is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the middle.
    Middle,
    /// At the bottom, above the status line.
    Bottom,
    /// With its top left corner at this column and row, as far as there is room.
    At(u16, u16),
}

/// Draws an empty popup and returns the area inside it. On a small screen the
/// popup takes what there is.
pub fn popup(popup: &Popup<'_>, theme: &Theme, buf: &mut Buffer) -> Rect {
    let screen = buf.area;
    let width = popup.width.min(screen.width);
    // The status line stays visible.
    let height = popup.height.min(screen.height.saturating_sub(1));
    let (right, below) = (screen.width - width, screen.height.saturating_sub(1) - height);
    let (x, y) = match popup.place {
        Place::Middle => (right / 2, below / 2),
        Place::Bottom => (right / 2, below),
        Place::At(x, y) => (x.min(right), y.min(below)),
    };
    let area = Rect { x: screen.x + x, y: screen.y + y, width, height };
    if area.width < 4 || area.height < 3 {
        return Rect { width: 0, height: 0, ..area };
    }
    // A margin of one cell keeps the article's letters off the frame.
    let margin = Rect { x: area.x.saturating_sub(1), width: area.width + 2, ..area }.intersection(screen);
    clear_halves(margin, buf);
    fill(buf, margin, theme.style(Role::Page));
    fill(buf, area, theme.style(Role::Popup));
    border(area, theme, buf);
    let title = format!(" {} ", popup.title);
    let style = theme.style(Role::Popup).patch(theme.style(Role::PopupTitle));
    draw_fitted(buf, LinePart { left: area.x + 2, right: area.right() - 2, y: area.y }, &title, style);
    hints(popup.hints, area, theme, buf);
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}

/// A wide character that is half under the popup would push the popup's left
/// edge aside.
fn clear_halves(area: Rect, buf: &mut Buffer) {
    let Some(left) = area.x.checked_sub(1) else { return };
    for y in area.top()..area.bottom() {
        if let Some(cell) = buf.cell_mut((left, y))
            && width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
}

fn border(area: Rect, theme: &Theme, buf: &mut Buffer) {
    let style = theme.style(Role::Popup).patch(theme.style(Role::PopupBorder));
    let across = "─".repeat(usize::from(area.width - 2));
    draw_text(buf, LinePart::of(area), &format!("╭{across}╮"), style);
    draw_text(buf, LinePart { y: area.bottom() - 1, ..LinePart::of(area) }, &format!("╰{across}╯"), style);
    for y in area.y + 1..area.bottom() - 1 {
        draw_text(buf, LinePart { y, ..LinePart::of(area) }, "│", style);
        draw_text(buf, LinePart { left: area.right() - 1, right: area.right(), y }, "│", style);
    }
}

fn hints(hints: &[(&str, &str)], area: Rect, theme: &Theme, buf: &mut Buffer) {
    let (key, what) = (theme.style(Role::PopupKey), theme.style(Role::PopupQuiet));
    let base = theme.style(Role::Popup);
    let (mut x, y, right) = (area.x + 2, area.bottom() - 1, area.right() - 2);
    for (name, does) in hints {
        let cells = u16::try_from(width(name) + width(does) + 3).unwrap_or(u16::MAX);
        if x.saturating_add(cells) > right {
            break;
        }
        for (words, style) in [(" ", base), (name, base.patch(key)), (" ", base), (does, base.patch(what)), (" ", base)]
        {
            x = draw_text(buf, LinePart { left: x, right, y }, words, style);
        }
    }
}
