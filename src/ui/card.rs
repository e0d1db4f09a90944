//! A quote's card: whose words, in which sentence, and how that was told; and
//! the panel beside the text that says why.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::article::{check_sign, speaker_style};
use super::frame::{self, Popup};
use super::paint::{fill, lines, put, put_fit};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::speakers::is_unsure;
use crate::app::{Action, App};
use crate::nlp::{Quote, QuoteId};
use crate::text::span::Span;

/// A line of the card and how it is drawn.
type Line = (String, Style);

/// Draws the card of a quote over the article.
pub fn draw(app: &App, id: QuoteId, theme: &Theme, buf: &mut Buffer) {
    let Some(quote) = app.analysis().and_then(|a| a.quote(id)) else { return };
    let width = 68.min(buf.area.width);
    let rows = rows(app, quote, width.saturating_sub(4), theme);
    let key = |action: Action| app.keymap().hint(action);
    let (check, why, other) = (key(Action::Check), key(Action::Activate), key(Action::OtherSpeaker));
    let (note, back) = (key(Action::Note), key(Action::Back));
    let total = app.analysis().map_or(0, |a| a.quotes.len());
    let wanted = Popup {
        title: &format!("Quote {} of {total}", id.0 + 1),
        hints: &[
            (check.as_str(), "check"),
            (why.as_str(), "why"),
            (other.as_str(), "other speaker"),
            (note.as_str(), "note"),
            (back.as_str(), "close"),
        ],
        width,
        height: u16::try_from(rows.len() + 2).unwrap_or(u16::MAX),
    };
    let inner = frame::popup(&wanted, theme, buf);
    for ((text, style), y) in rows.iter().zip(inner.top()..inner.bottom()) {
        put(buf, inner.x, y, inner.right(), text, *style);
    }
    if let Some((sign, role)) = app.check_of(id).and_then(check_sign)
        && inner.height > 0
    {
        let style = theme.style(Role::Popup).patch(theme.letters(role));
        put_fit(buf, inner.right().saturating_sub(2), inner.y, inner.right(), sign, style);
    }
}

fn rows(app: &App, quote: &Quote, cells: u16, theme: &Theme) -> Vec<Line> {
    let text = app.article().text();
    let base = theme.style(Role::Popup);
    let quiet = base.patch(theme.style(Role::PopupQuiet));
    let color = base.patch(speaker_style(app.speaker_number(quote.id), theme));
    let mut rows: Vec<Line> = Vec::new();
    let mut add = |words: &str, most: usize, style: Style| {
        rows.extend(lines(words, cells, most).into_iter().map(|line| (line, style)));
    };
    let name = quote.speaker.as_ref().map_or("Speaker unknown", |s| s.name.as_str());
    let unsure = if is_unsure(quote) { " ?" } else { "" };
    // The sign of the check state stands at the end of this line.
    add(&format!("{name}{unsure}"), 1, Theme::bold(color));
    let entity = quote.speaker.as_ref().and_then(|s| s.entity).and_then(|id| app.analysis()?.entity(id));
    if let Some(role) = entity.and_then(|e| e.role.as_deref()).filter(|role| !role.is_empty()) {
        add(role, 2, quiet);
    }
    add(" ", 1, base);
    add(&quote.shown(text), 9, color);
    add(" ", 1, base);
    add(&format!("{} quote", quote.kind.name()), 1, quiet);
    for reason in app.why(quote.id).map(|why| why.reasons).unwrap_or_default() {
        add(&reason, 2, quiet);
    }
    let first = quote.spans.first().map(|span| span.start);
    let sentence = |at: usize| app.analysis()?.sentence_at(at);
    let words = first.and_then(sentence);
    // Where the words that report it stand in another sentence, that one, too.
    let reporting = quote.cue.and_then(|cue| sentence(cue.start)).filter(|other| Some(*other) != words);
    let mut around: Vec<Span> = words.into_iter().chain(reporting).collect();
    around.sort_by_key(|sentence| sentence.start);
    for sentence in around {
        add(" ", 1, base);
        add(sentence.of(text), 5, base);
    }
    let about = app.notebook().and_then(|n| n.about_quote(quote.extent()));
    if let Some(annotation) = about.map(|entry| &entry.annotation) {
        if !annotation.note.is_empty() {
            add(" ", 1, base);
            add(&annotation.note, 6, base.patch(theme.letters(Role::NoteMark)));
        }
        if !annotation.tags.is_empty() {
            let tags: Vec<_> = annotation.tags.iter().map(|tag| format!("#{tag}")).collect();
            add(&tags.join(" "), 2, base.patch(theme.letters(Role::TagName)));
        }
    }
    rows
}

/// Draws the reasons why a quote is its speaker's over the edge of the article
/// that none of the words they are about stand at.
pub fn draw_why(app: &App, id: QuoteId, theme: &Theme, buf: &mut Buffer) {
    let (Some(why), Some(quote)) = (app.why(id), app.analysis().and_then(|a| a.quote(id))) else { return };
    let pane = rect(app.areas().article_pane).intersection(buf.area);
    let base = theme.style(Role::Popup);
    let name = quote.speaker.as_ref().map_or("Speaker unknown", |s| s.name.as_str());
    let mut rows: Vec<Line> = vec![(name.to_owned(), Theme::bold(base.patch(theme.style(Role::PopupTitle))))];
    for reason in &why.reasons {
        rows.extend(lines(reason, pane.width.saturating_sub(4), 2).into_iter().map(|line| (line, base)));
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
        put_fit(buf, area.x + 2, y, area.right(), text, *style);
    }
}
