//! Draws the prompt at the bottom of the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{LinePart, draw_fitted, draw_right, draw_text, fill, lines};
use super::theme::{Role, Theme};
use crate::app::mode::Prompt;
use crate::app::text_field::TextField;
use pullquote_article::text::graphemes;
use pullquote_article::text::width::width;

/// The most completions that are shown.
const COMPLETIONS: usize = 6;

/// Draws a prompt in place of the status line, and the completions above it.
pub fn draw(prompt: &Prompt, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let start = line(prompt.label(), &prompt.line, area, theme, buf);
    aside(prompt, area, theme, buf);
    if let Some(refused) = &prompt.refused {
        let said = lines(refused, area.width.saturating_sub(2), 3);
        let rows = u16::try_from(said.len()).unwrap_or(0).min(area.y);
        let above = Rect { y: area.y - rows, height: rows, ..area };
        let style = theme.style(Role::Bar).patch(theme.style(Role::Bad));
        fill(buf, above, style);
        for (words, y) in said.iter().zip(above.top()..above.bottom()) {
            draw_text(buf, LinePart { left: above.x + 1, right: above.right(), y }, words, style);
        }
        return;
    }
    let shown: Vec<_> = prompt.completions.iter().take(COMPLETIONS).collect();
    let widest = shown.iter().map(|c| width(c)).max().unwrap_or(0);
    let (Ok(rows), Ok(cells)) = (u16::try_from(shown.len()), u16::try_from(widest)) else { return };
    if rows == 0 || area.y < rows + 1 {
        return;
    }
    let list =
        Rect { x: start.min(area.right()), y: area.y - rows, width: cells + 2, height: rows }.intersection(buf.area);
    fill(buf, list, theme.style(Role::Popup));
    for (i, (completion, y)) in shown.into_iter().zip(list.top()..list.bottom()).enumerate() {
        let mut style = theme.style(Role::Popup);
        if prompt.chosen == Some(i) {
            style = style.patch(theme.style(Role::PopupSelected));
            fill(buf, Rect { y, height: 1, ..list }, style);
        }
        draw_fitted(buf, LinePart { left: list.x + 1, right: list.right(), y }, completion, style);
    }
}

/// Draws what is beside the line at its right end, if there is room for both.
fn aside(prompt: &Prompt, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let used = width(prompt.label()) + width(prompt.line.text()) + 3;
    let room = usize::from(area.width).saturating_sub(used);
    if width(&prompt.aside) < room {
        let part = LinePart { right: area.right().saturating_sub(1), ..LinePart::of(area) };
        draw_right(buf, part, &prompt.aside, theme.style(Role::Bar));
    }
}

/// Draws a label and a text field, scrolled so that the cursor is visible;
/// returns the column where the text begins.
pub fn line(label: &str, line: &TextField, area: Rect, theme: &Theme, buf: &mut Buffer) -> u16 {
    let bar = theme.style(Role::Bar);
    fill(buf, area, bar);
    let x = draw_text(buf, LinePart::of(area).starting_at(area.x + 1), label, bar.patch(theme.style(Role::BarKey)));
    let text = line.text();
    let (before, after) = text.split_at(graphemes::floor_boundary(text, line.cursor()));
    let room = usize::from(area.right().saturating_sub(x + 1));
    let mut from = 0;
    while width(before.get(from..).unwrap_or("")) >= room && from < before.len() {
        from = graphemes::next(before, from);
    }
    let mut words = bar.patch(theme.style(Role::BarStrong));
    if line.is_selected() {
        words = words.patch(theme.style(Role::Selection));
    }
    let cursor = draw_text(buf, LinePart::of(area).starting_at(x), before.get(from..).unwrap_or(""), words);
    draw_text(buf, LinePart::of(area).starting_at(cursor), after, words);
    if let Some(cell) = buf.cell_mut((cursor, area.y))
        && cursor < area.right()
    {
        cell.set_style(theme.style(Role::Cursor));
    }
    x
}
