//! A page of marked words over the article: the card of a quote, the review of
//! notes, and what changed in the source.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::article::{check_role, speaker_style};
use super::frame;
use super::frame::Popup;
use super::paint::put;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::marked::{Ink, MarkedLine};

/// Draws the page that is open, if one is.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some(page) = app.page_over() else { return };
    let hints: Vec<(&str, &str)> = page.hints.iter().map(|(key, does)| (key.as_str(), *does)).collect();
    let wanted = Popup { title: &page.title, hints: &hints, width: page.width, height: page.height };
    let inner = frame::popup(&wanted, theme, buf);
    let parts = u16::try_from(page.columns.len()).unwrap_or(1).max(1);
    let between = if parts > 1 { 3 } else { 0 };
    let cells = inner.width.saturating_sub(between * (parts - 1)) / parts;
    let mut column = Rect { width: cells, ..inner };
    for lines in &page.columns {
        draw_column(lines, page.top, column, theme, buf);
        column.x = column.x.saturating_add(cells + between);
    }
    if parts > 1 {
        let style = theme.style(Role::Popup).patch(theme.style(Role::PopupBorder));
        for y in inner.top()..inner.bottom() {
            put(buf, inner.x + cells + 1, y, inner.right(), "│", style);
        }
    }
}

fn draw_column(lines: &[MarkedLine], top: usize, area: Rect, theme: &Theme, buf: &mut Buffer) {
    // Of two columns the shorter one stays when its end is seen.
    let last = lines.len().saturating_sub(usize::from(area.height));
    for (line, y) in lines.iter().skip(top.min(last)).zip(area.top()..area.bottom()) {
        let mut x = area.x;
        for part in line {
            x = put(buf, x, y, area.right(), &part.text, style(part.ink, theme));
        }
    }
}

fn style(ink: Ink, theme: &Theme) -> Style {
    let base = theme.style(Role::Popup);
    match ink {
        Ink::Plain => base,
        Ink::Heading => base.patch(theme.style(Role::PopupTitle)),
        Ink::Quiet => base.patch(theme.style(Role::PopupQuiet)),
        Ink::Cut => base.patch(theme.style(Role::Cut)),
        Ink::Added => base.patch(theme.style(Role::Added)),
        Ink::Note => base.patch(theme.letters(Role::NoteMark)),
        Ink::Tag => base.patch(theme.letters(Role::TagName)),
        Ink::SpeakerName(number) => Theme::bold(base.patch(speaker_style(number, theme))),
        Ink::Speaker(number) => base.patch(speaker_style(number, theme)),
        Ink::Check(check) => base.patch(check_role(check).map(|role| theme.letters(role)).unwrap_or_default()),
    }
}
