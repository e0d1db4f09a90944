//! A quote's card: whose words, in which sentence, and how that was told.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::article::{check_sign, speaker_style};
use super::frame::{self, Popup};
use super::paint::{lines, put, put_fit};
use super::theme::{Role, Theme};
use crate::app::{Action, App};
use crate::nlp::{How, Quote, QuoteId};

/// A line of the card and how it is drawn.
type Line = (String, Style);

/// Draws the card of a quote over the article.
pub fn draw(app: &App, id: QuoteId, theme: &Theme, buf: &mut Buffer) {
    let Some(quote) = app.analysis().and_then(|a| a.quote(id)) else { return };
    let width = 68.min(buf.area.width);
    let rows = rows(app, quote, width.saturating_sub(4), theme);
    let key = |action: Action| app.keymap().hint(action);
    let (check, note, back) = (key(Action::Check), key(Action::Note), key(Action::Back));
    let total = app.analysis().map_or(0, |a| a.quotes.len());
    let wanted = Popup {
        title: &format!("Quote {} of {total}", id.0 + 1),
        hints: &[(check.as_str(), "check"), (note.as_str(), "note"), (back.as_str(), "close")],
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
    // The sign of the check state stands at the end of this line.
    add(name, 1, Theme::bold(color));
    let entity = quote.speaker.as_ref().and_then(|s| s.entity).and_then(|id| app.analysis()?.entity(id));
    if let Some(role) = entity.and_then(|e| e.role.as_deref()).filter(|role| !role.is_empty()) {
        add(role, 2, quiet);
    }
    add(" ", 1, base);
    add(&quote.shown(text), 9, color);
    add(" ", 1, base);
    add(&why(quote, text), 3, quiet);
    let first = quote.spans.first().map_or(0, |span| span.start);
    if let Some(sentence) = app.analysis().and_then(|a| a.sentence_at(first)) {
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

/// How the speaker was told, in words.
fn why(quote: &Quote, text: &str) -> String {
    let kind = quote.kind.name();
    let sure = (quote.confidence * 100.0).round();
    let cue = quote.cue.map(|cue| format!(" by “{}”", cue.of(text))).unwrap_or_default();
    let Some(speaker) = &quote.speaker else { return format!("{kind} quote; the text does not say who speaks") };
    let mention = speaker.mention.map(|m| m.of(text)).unwrap_or_default();
    let how = match speaker.how {
        How::Name => format!("attributed{cue} to “{mention}”"),
        How::Nominal | How::Pronoun if mention.eq_ignore_ascii_case(&speaker.name) => {
            format!("attributed{cue} to “{mention}”, who is not named")
        }
        How::Nominal | How::Pronoun => format!("attributed{cue} to “{mention}”, who is {}", speaker.name),
        How::Carried => "goes on from the passage before".to_owned(),
    };
    format!("{kind} quote, {how} · {sure:.0} % sure")
}
