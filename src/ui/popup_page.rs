//! Draws a page over the article: the card of a quote, the review of notes, or
//! what changed in the source.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::article::{check_role, speaker_style};
use super::frame;
use super::frame::{Place, Popup};
use super::paint::{LinePart, draw_text};
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::popup_page::{StyledLine, TextKind};

/// Draws the page that is open, if one is.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some(page) = app.page_over() else { return };
    let hints: Vec<(&str, &str)> = page.hints.iter().map(|(key, does)| (key.as_str(), *does)).collect();
    let place = page.corner.map_or(Place::Middle, |(x, y)| Place::At(x, y));
    let wanted = Popup { title: &page.title, hints: &hints, width: page.width, height: page.height, place };
    let inner = frame::popup(&wanted, theme, buf);
    let columns = u16::try_from(page.columns.len()).unwrap_or(1).max(1);
    let between = if columns > 1 { 3 } else { 0 };
    let cells = inner.width.saturating_sub(between * (columns - 1)) / columns;
    let mut column = Rect { width: cells, ..inner };
    for lines in &page.columns {
        draw_column(lines, page.top, column, theme, buf);
        column.x = column.x.saturating_add(cells + between);
    }
    if columns > 1 {
        let style = theme.style(Role::Popup).patch(theme.style(Role::PopupBorder));
        for y in inner.top()..inner.bottom() {
            draw_text(buf, LinePart { left: inner.x + cells + 1, right: inner.right(), y }, "│", style);
        }
    }
}

fn draw_column(lines: &[StyledLine], top: usize, area: Rect, theme: &Theme, buf: &mut Buffer) {
    // The shorter of two columns stops when its end is visible.
    let last = lines.len().saturating_sub(usize::from(area.height));
    for (line, y) in lines.iter().skip(top.min(last)).zip(area.top()..area.bottom()) {
        let mut x = area.x;
        for piece in line {
            x = draw_text(buf, LinePart { left: x, right: area.right(), y }, &piece.text, style(piece.kind, theme));
        }
    }
}

fn style(kind: TextKind, theme: &Theme) -> Style {
    let base = theme.style(Role::Popup);
    match kind {
        TextKind::Plain => base,
        TextKind::Heading => base.patch(theme.style(Role::PopupTitle)),
        TextKind::Quiet => base.patch(theme.style(Role::PopupQuiet)),
        TextKind::Cut => base.patch(theme.style(Role::Cut)),
        TextKind::Added => base.patch(theme.style(Role::Added)),
        TextKind::Highlight(number) => {
            let role = Role::HIGHLIGHTS.get(number).copied().unwrap_or(Role::Note);
            base.patch(theme.style(Role::Page)).patch(theme.style(role))
        }
        TextKind::Note => base.patch(theme.letters(Role::NoteMark)),
        TextKind::Tag => base.patch(theme.letters(Role::TagName)),
        TextKind::SpeakerName(number) => Theme::bold(base.patch(speaker_style(number, theme))),
        TextKind::Speaker(number) => base.patch(speaker_style(number, theme)),
        TextKind::Check(check) => base.patch(check_role(check).map(|role| theme.letters(role)).unwrap_or_default()),
    }
}
