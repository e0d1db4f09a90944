//! Draws the notes beside the article, and the thin lines that lead from the words to them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{LinePart, draw_text};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::margin::MarginNote;
use crate::layout::locate;

/// Draws the notes that are beside the visible rows.
pub(super) fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let margin = rect(app.areas().margin).intersection(buf.area);
    let column = rect(app.areas().column).intersection(buf.area);
    if margin.is_empty() || column.is_empty() {
        return;
    }
    let page = theme.style(Role::Page);
    for note in app.margin_notes() {
        leader(app, &note, (column, margin), theme, buf);
        let picked = if note.picked { theme.style(Role::SideSelected) } else { page };
        let lines = note.note.iter().map(|line| (line, Role::Side));
        let lines = lines.chain(note.tags.iter().map(|line| (line, Role::TagName)));
        for (n, (line, role)) in lines.enumerate() {
            let Some(y) = row_at(margin, note.top + n) else { break };
            let style = page.patch(theme.style(role)).patch(picked);
            draw_text(buf, LinePart { y, ..LinePart::of(margin) }, line, style);
        }
    }
}

/// The line of the screen with this row of `area`; `None` below it.
fn row_at(area: Rect, row: usize) -> Option<u16> {
    let y = u16::try_from(row).ok()?.checked_add(area.y)?;
    (y < area.bottom()).then_some(y)
}

/// Draws the line from the end of a row to its note: across, and down beside the note.
fn leader(app: &App, note: &MarginNote, (column, margin): (Rect, Rect), theme: &Theme, buf: &mut Buffer) {
    let style = theme.style(Role::Page).patch(theme.style(Role::Rule));
    // The line down is one space left of the words of the note.
    let Some(down) = margin.x.checked_sub(2) else { return };
    let Some(y) = row_at(column, note.row) else { return };
    let row = app.rows().get(note.row);
    let last = row.and_then(|row| locate::cells(row, row.text(app.article())).last().map(|c| (c, row.hyphen)));
    let end = last.map_or(0, |(cell, hyphen)| cell.cell.saturating_add(cell.width) + u16::from(hyphen));
    let from = column.x.saturating_add(end).saturating_add(1);
    for x in from..down {
        draw_text(buf, LinePart { left: x, right: down, y }, "─", style);
    }
    let joined = note.top > note.row;
    let corner = match (joined, note.height()) {
        (true, _) => "╮",
        (false, 1) => "─",
        (false, _) => "┬",
    };
    put(buf, (down, y), corner, style);
    let end = note.top + note.height();
    for row in note.row + 1..end {
        let Some(y) = row_at(margin, row) else { break };
        let corner = if row + 1 == end { "╰" } else { "│" };
        put(buf, (down, y), corner, style);
    }
}

/// Draws one cell of a line. Where a line is already, the two are joined.
fn put(buf: &mut Buffer, (x, y): (u16, u16), sign: &str, style: ratatui::style::Style) {
    let there = buf.cell((x, y)).map_or(" ", |cell| cell.symbol()).to_owned();
    let sign = match there.as_str() {
        "│" | "╰" | "┤" if sign == "╮" => "┤",
        "┬" | "─" if sign == "╮" => "┬",
        "│" | "┤" if sign == "│" => there.as_str(),
        _ => sign,
    };
    draw_text(buf, LinePart { left: x, right: x.saturating_add(1), y }, sign, style);
}
