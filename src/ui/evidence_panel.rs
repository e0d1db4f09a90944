//! Draws the panel with the evidence for a quote's speaker.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{LinePart, draw_fitted, fill, lines};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::App;
use pullquote_article::Span;
use pullquote_nlp::QuoteId;

/// The most lines of a reason.
const REASON: usize = 4;

/// Draws the reasons for a quote's speaker at that edge of the article where
/// none of the words they are about are.
pub fn draw(app: &App, id: QuoteId, theme: &Theme, buf: &mut Buffer) {
    let (Some(why), Some(quote)) = (app.why(id), app.analysis().and_then(|a| a.quote(id))) else { return };
    let pane = rect(app.areas().article_pane).intersection(buf.area);
    let base = theme.style(Role::Popup);
    let name = quote.speaker.as_ref().map_or("Speaker unknown", |s| s.name.as_str());
    let mut rows: Vec<(String, Style)> =
        vec![(name.to_owned(), Theme::bold(base.patch(theme.style(Role::PopupTitle))))];
    for reason in &why.reasons {
        rows.extend(lines(reason, pane.width.saturating_sub(4), REASON).into_iter().map(|line| (line, base)));
    }
    let height = u16::try_from(rows.len()).unwrap_or(pane.height).min(pane.height);
    let marked = [why.mention, why.cue, why.named];
    let needed = |span: Span| marked.iter().flatten().any(|marked| marked.overlaps(span));
    let last = app.rows().iter().skip(usize::from(pane.height.saturating_sub(height)));
    let top = last.filter(|row| row.is_article()).any(|row| needed(row.span));
    let y = if top { pane.y } else { pane.bottom().saturating_sub(height) };
    let area = Rect { y, height, ..pane };
    fill(buf, area, base);
    for ((text, style), y) in rows.iter().zip(area.top()..area.bottom()) {
        draw_fitted(buf, LinePart { left: area.x + 2, right: area.right(), y }, text, *style);
    }
}
