//! Draws the bottom row: messages, what is picked, the position, and useful
//! keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{LinePart, draw_fitted, draw_right, draw_text, fill};
use super::theme::{Role, Theme};
use super::{prompt, rect};
use crate::app::mode::Mode;
use crate::app::removed::RemovedCount;
use crate::app::status::{SaveState, Status};
use crate::app::{App, Tone};
use pullquote_article::text::width::width;

/// Draws the bottom row or, in its place, an open prompt or filter.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = rect(app.areas().status).intersection(buf.area);
    if area.is_empty() {
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
    let status = app.status();
    let right = right_end(app, &status, area, theme, buf);
    let x = left_end(app, &status, Rect { width: right.saturating_sub(area.x), ..area }, theme, buf);
    hints(&status, LinePart { left: x, right, y: area.y }, theme, buf);
}

/// Draws position and counts at the right; returns the column where they begin.
fn right_end(app: &App, status: &Status, area: Rect, theme: &Theme, buf: &mut Buffer) -> u16 {
    let bar = theme.style(Role::Bar);
    let strong = bar.patch(theme.style(Role::BarStrong));
    let mut x = area.right().saturating_sub(1);
    x = draw_right(buf, LinePart { left: area.x, right: x, y: area.y }, &format!("{}%", status.percent), strong);
    // Each in full and in a shorter form for narrow screens.
    let mut more: Vec<(String, String)> = Vec::new();
    let both = |words: String| (words.clone(), words);
    if let Some(language) = &status.unsupported {
        more.push((format!("{language}: no speakers"), language.clone()));
    }
    if let Some((checked, all)) = status.checked {
        more.push(both(format!("{checked}/{all} checked")));
    }
    if let Some(RemovedCount { cut, put_back }) = status.cuts {
        more.push(both(match put_back {
            0 => format!("{cut} cut"),
            n if app.shows_removed() => format!("{cut} cut, {n} put back"),
            n => format!("{cut} cut, {n} back"),
        }));
    }
    if !status.unsure.is_none() {
        more.push((status.unsure.to_string(), format!("{} to place", status.unsure.total())));
    }
    match status.save_state {
        SaveState::Saving => more.push(both("saving".to_owned())),
        SaveState::Unsaved => more.push(both("not saved".to_owned())),
        SaveState::ReadOnly => more.push(both("notes read-only".to_owned())),
        SaveState::Loading | SaveState::Saved => {}
    }
    // The left half is for the message or what is picked. A message is shown in
    // full if there is any room for it.
    let said = app.message().map_or(0, |message| u16::try_from(width(&message.text) + 3).unwrap_or(u16::MAX));
    let left = area.x.saturating_add(said.max(area.width / 2));
    for (long, short) in more {
        let fits = |words: &&String| {
            let cells = u16::try_from(width(words) + 2).unwrap_or(u16::MAX);
            x.saturating_sub(cells) > left
        };
        if let Some(words) = [&long, &short].into_iter().find(fits) {
            x = draw_right(buf, LinePart { left: area.x, right: x - 2, y: area.y }, words, bar);
        }
    }
    if !status.pending.is_empty() {
        let pending = bar.patch(theme.style(Role::BarKey));
        x = draw_right(buf, LinePart { left: area.x, right: x.saturating_sub(2), y: area.y }, &status.pending, pending);
    }
    x.saturating_sub(2)
}

/// Draws the message or what is picked at the left; returns the column where it
/// ends.
fn left_end(app: &App, status: &Status, area: Rect, theme: &Theme, buf: &mut Buffer) -> u16 {
    let bar = theme.style(Role::Bar);
    let left = area.x + 1;
    if let Some(message) = app.message() {
        let role = match message.tone {
            Tone::Info => Role::Good,
            Tone::Error => Role::Bad,
        };
        let x = draw_fitted(buf, LinePart::of(area).starting_at(left), &message.text, bar.patch(theme.style(role)));
        // While there is a message no keys are shown beside it.
        return if message.tone == Tone::Error { area.right() } else { x + 3 };
    }
    if status.chosen.is_empty() {
        return left;
    }
    let strong = bar.patch(theme.style(Role::BarStrong));
    draw_fitted(buf, LinePart::of(area).starting_at(left), &status.chosen, strong) + 3
}

/// Draws as many of the useful keys as fit completely.
fn hints(status: &Status, part: LinePart, theme: &Theme, buf: &mut Buffer) {
    let mut x = part.left;
    let bar = theme.style(Role::Bar);
    let key = bar.patch(theme.style(Role::BarKey));
    for hint in &status.hints {
        let cells = u16::try_from(width(&hint.keys) + 1 + width(hint.label)).unwrap_or(u16::MAX);
        if x.saturating_add(cells) > part.right {
            return;
        }
        x = draw_text(buf, part.starting_at(x), &hint.keys, key);
        x = draw_text(buf, part.starting_at(x + 1), hint.label, bar) + 2;
    }
}
