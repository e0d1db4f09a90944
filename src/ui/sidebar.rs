//! Draws the sidebar: its tabs, and the visible rows of the list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::article::{check_role, speaker_style};
use super::paint::{LinePart, draw_fitted, draw_right, draw_text, fill};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::{App, Focus, SideRow, SideRowKind, Tab};

/// Draws divider, tabs and list, as far as they are visible.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let areas = app.areas();
    let page = theme.style(Role::Page);
    let divider = rect(areas.divider).intersection(buf.area);
    let focused = app.focus() == Focus::Sidebar;
    let line = page.patch(theme.style(if focused { Role::BorderFocused } else { Role::Border }));
    for y in divider.top()..divider.bottom() {
        draw_text(buf, LinePart { y, ..LinePart::of(divider) }, if focused { "┃" } else { "│" }, line);
    }
    tabs(app, theme, buf);
    let area = rect(areas.sidebar).intersection(buf.area);
    for (row, y) in app.side_rows().iter().zip(area.top()..area.bottom()) {
        self::row(row, app.tab(), Rect { y, height: 1, ..area }, theme, buf);
    }
}

fn tabs(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = rect(app.areas().tabs).intersection(buf.area);
    let page = theme.style(Role::Page);
    let mut end = area.x;
    for (tab, label, x, _) in app.areas().tab_labels() {
        let role = if tab == app.tab() { Role::TabActive } else { Role::Tab };
        end = draw_text(buf, LinePart::of(area).starting_at(x), label, page.patch(theme.style(role)));
    }
    let filter = app.filter_label();
    if !filter.is_empty() {
        let quiet = page.patch(theme.style(Role::SideQuiet));
        draw_right(buf, LinePart { left: end + 1, right: area.right().saturating_sub(1), y: area.y }, &filter, quiet);
    }
}

fn row(row: &SideRow, tab: Tab, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let mut base = theme.style(Role::Page).patch(theme.style(Role::Side));
    if row.selected {
        base = base.patch(theme.style(Role::SideSelected));
        // The bar of the selected entry extends one cell into the margins.
        let margin = Rect { x: area.x.saturating_sub(1), width: area.width + 2, ..area };
        fill(buf, margin.intersection(buf.area), base);
    }
    let style = match row.kind {
        SideRowKind::Blank | SideRowKind::Words => base,
        SideRowKind::Heading if tab == Tab::Quotes => Theme::bold(base.patch(speaker_style(row.speaker, theme))),
        SideRowKind::Heading => base.patch(theme.letters(Role::SideHeading)),
        // The first row of a quote names its speaker.
        SideRowKind::Name if tab == Tab::Quotes => Theme::bold(base.patch(speaker_style(row.speaker, theme))),
        SideRowKind::Name => base,
        SideRowKind::Reported | SideRowKind::Detail | SideRowKind::Empty => base.patch(theme.letters(Role::SideQuiet)),
        SideRowKind::Note => base.patch(theme.letters(Role::NoteMark)),
        SideRowKind::Tags => base.patch(theme.letters(Role::TagName)),
    };
    let aside = match row.check.and_then(check_role) {
        Some(role) => theme.letters(role),
        None => theme.letters(Role::SideQuiet),
    };
    let x = area.x.saturating_add(row.indent);
    draw_fitted(buf, LinePart::of(area).starting_at(x), &row.text, style);
    draw_right(buf, LinePart::of(area).starting_at(x), &row.aside, base.patch(aside));
}
