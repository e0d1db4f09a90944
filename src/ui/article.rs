//! Draws the article: a centred column, the marks beside it, and the styles
//! laid over its words.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::overlay::{Overlays, touching};
use super::paint::{LinePart, draw_text};
use super::rect;
use super::theme::{Role, Theme};
use crate::app::highlights::{HIGHLIGHTS, highlight_of};
use crate::app::sidebar::sign;
use crate::app::{App, Focus, Mode, Pick};
use crate::layout::{Row, RowSource, locate};
use pullquote_article::Span;
use pullquote_article::{BlockKind, MarkKind};
use pullquote_nlp::{EntityKind, MentionKind};
use pullquote_notes::Check;

/// The longest mention or match, in bytes, that is looked for before the first
/// visible byte.
const REACH: usize = 1000;

/// The mark beside the row with the cursor.
const CURSOR: &str = "▌";

/// Draws the visible rows of the article.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let areas = app.areas();
    let column = rect(areas.column).intersection(buf.area);
    let rows = RowPainter { app, theme, overlays: overlays(app, theme) };
    for (row, y) in app.rows().iter().zip(column.top()..column.bottom()) {
        rows.draw(row, LinePart { y, ..LinePart::of(column) }, buf);
    }
    gutter(app, theme, buf);
    hints(app, theme, buf);
}

/// Draws the letters of hints over the links, while one is chosen.
fn hints(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Mode::Hints(hints) = app.mode() else { return };
    let column = rect(app.areas().column).intersection(buf.area);
    for (hint, left) in hints.shown() {
        let (row, cell) = hint.place;
        let y = column.y.saturating_add(u16::try_from(row).unwrap_or(u16::MAX));
        if y < column.bottom() {
            let part = LinePart { y, ..LinePart::of(column) };
            draw_text(buf, part.starting_at(column.x.saturating_add(cell)), left, theme.style(Role::Hint));
        }
    }
}

/// What all rows of one frame are drawn with.
struct RowPainter<'a> {
    app: &'a App,
    theme: &'a Theme,
    overlays: Overlays,
}

impl RowPainter<'_> {
    fn draw(&self, row: &Row, part: LinePart, buf: &mut Buffer) {
        let page = self.theme.style(Role::Page);
        let dimmed = self.app.is_dimmed(row);
        let mut base = page.patch(base(row, self.theme));
        if dimmed {
            base = page.patch(self.theme.letters(Role::Credit));
        }
        if self.app.is_picked_cut(row) {
            base = base.patch(self.theme.style(Role::RemovedSelected));
        }
        let marker = match row.source {
            RowSource::PutBack(_) => base.patch(self.theme.letters(Role::Verified)),
            RowSource::Note(_) => page.patch(self.theme.style(Role::Side)),
            // A number or the head of a column is read, a bullet is only seen.
            _ if row.marker.contains(char::is_alphanumeric) => page.patch(self.theme.style(Role::Byline)),
            _ => page.patch(self.theme.style(Role::Rule)),
        };
        draw_text(buf, part, &row.marker, marker);
        let pieces = if row.is_article() && !dimmed { self.overlays.pieces(row.span, base) } else { Vec::new() };
        let mut pieces = pieces.into_iter().peekable();
        let mut last = (part.left, base);
        for cell in locate::cells(row, row.text(self.app.article())) {
            while pieces.next_if(|(span, _)| span.end <= cell.span.start).is_some() {}
            let style = pieces.peek().map_or(base, |(_, style)| *style);
            let end = draw_text(buf, part.starting_at(part.left.saturating_add(cell.cell)), &cell.shown, style);
            last = (end, style);
        }
        if row.hyphen {
            draw_text(buf, part.starting_at(last.0), "-", last.1);
        }
    }
}

/// The style of a row before anything is laid over it.
fn base(row: &Row, theme: &Theme) -> Style {
    let role = match row.source {
        RowSource::Blank | RowSource::Note(_) => return Style::new(),
        RowSource::Removed(_) => Role::Removed,
        RowSource::Reason(_) | RowSource::PutBack(_) | RowSource::Picture(_) => Role::Byline,
        RowSource::Block(_, kind) => match kind {
            BlockKind::Title => Role::Title,
            BlockKind::Standfirst => Role::Emphasis,
            BlockKind::Byline => Role::Byline,
            BlockKind::Heading(_) => Role::Heading,
            BlockKind::Paragraph | BlockKind::ListItem => return Style::new(),
            BlockKind::Quote => Role::BlockQuote,
            BlockKind::Caption => Role::Caption,
            BlockKind::Code | BlockKind::Table => Role::Code,
            BlockKind::Rule => Role::Rule,
        },
    };
    theme.style(role)
}

/// All styles laid over the visible words, the least important first: marks,
/// entities, quotes, notes, the search, the selection.
fn overlays(app: &App, theme: &Theme) -> Overlays {
    let mut overlays = Overlays::new(app.visible());
    cursor(app, theme, &mut overlays);
    marks(app, theme, &mut overlays);
    picked_cut(app, theme, &mut overlays);
    entities(app, theme, &mut overlays);
    quotes(app, theme, &mut overlays);
    notes(app, theme, &mut overlays);
    why(app, theme, &mut overlays);
    matches(app, theme, &mut overlays);
    if let Some(span) = app.selection() {
        overlays.lay(span, theme.style(Role::Selection));
    }
    overlays
}

/// Tints the sentence with the cursor while keys act on it. Before the analysis, finding the
/// sentence would delay the first frame.
fn cursor(app: &App, theme: &Theme, overlays: &mut Overlays) {
    let acts =
        app.analysis().is_some() && app.pick().is_none() && app.focus() == Focus::Article && *app.mode() == Mode::Read;
    if let Some(sentence) = app.cursor_sentence().filter(|_| acts) {
        overlays.lay(sentence, theme.style(Role::CursorSentence));
    }
}

/// Highlights a passage that was put back, if it is picked.
fn picked_cut(app: &App, theme: &Theme, overlays: &mut Overlays) {
    if let Some(span) = app.picked_span().filter(|_| matches!(app.pick(), Some(Pick::Cut(_)))) {
        overlays.lay(span, theme.style(Role::RemovedSelected));
    }
}

fn marks(app: &App, theme: &Theme, overlays: &mut Overlays) {
    let blocks = app.article().blocks();
    let from = app.article().block_at(overlays.view().start).unwrap_or(0);
    let end = overlays.view().end;
    for block in blocks.iter().skip(from).take_while(|block| block.span.start < end) {
        for mark in &block.marks {
            let role = match mark.kind {
                MarkKind::Emphasis => Role::Emphasis,
                MarkKind::Strong => Role::Strong,
                MarkKind::Code => Role::Code,
                MarkKind::Link(_) | MarkKind::Footnote(_) => Role::Link,
                MarkKind::Credit => Role::Credit,
                MarkKind::Struck => Role::Struck,
                MarkKind::Head => Role::Strong,
            };
            overlays.lay(mark.span, theme.style(role));
        }
    }
    if let Some(span) = app.shown_link() {
        overlays.lay(span, theme.style(Role::EntitySelected));
    }
}

fn entities(app: &App, theme: &Theme, overlays: &mut Overlays) {
    if !app.underlines_names() {
        return;
    }
    let Some(analysis) = app.analysis() else { return };
    for mention in touching(&analysis.mentions, overlays.view(), REACH, |m| m.span) {
        let kind = analysis.entity(mention.entity).map(|e| e.kind);
        // Dates and sums are listed in the sidebar; underlining them as well
        // would make the text restless.
        let quiet = matches!(kind, None | Some(EntityKind::Date | EntityKind::Money));
        if mention.kind == MentionKind::Name && !quiet {
            overlays.lay(mention.span, theme.style(Role::Entity));
        }
    }
}

/// Highlights the mentions of the selected entity, also inside quotes.
fn selected_mentions(app: &App, theme: &Theme, overlays: &mut Overlays) {
    let (Some(analysis), Some(entity)) = (app.analysis(), app.entity()) else { return };
    for mention in touching(&analysis.mentions, overlays.view(), REACH, |m| m.span) {
        if mention.entity == entity {
            overlays.lay(mention.span, theme.style(Role::EntitySelected));
        }
    }
}

/// The style of a quote's letters: its speaker's colour.
pub fn speaker_style(number: Option<usize>, theme: &Theme) -> Style {
    number.map_or_else(|| theme.style(Role::NoSpeaker), |n| theme.speaker(n))
}

fn quotes(app: &App, theme: &Theme, overlays: &mut Overlays) {
    for quote in app.quotes_in(overlays.view()).filter(|quote| app.is_shown(quote)) {
        let style = speaker_style(app.speaker_number(quote.id), theme);
        for span in &quote.spans {
            overlays.lay(*span, style);
        }
    }
    selected_mentions(app, theme, overlays);
    let Some(quote) = app.quote().and_then(|id| app.analysis()?.quote(id)) else { return };
    let style = speaker_style(app.speaker_number(quote.id), theme);
    for span in &quote.spans {
        overlays.lay(*span, theme.style(Role::QuoteSelected));
    }
    if let Some(cue) = quote.cue {
        overlays.lay(cue, theme.style(Role::Cue));
    }
    if let Some(mention) = quote.speaker.as_ref().and_then(|s| s.mention) {
        overlays.lay(mention, Theme::bold(style));
    }
}

/// Highlights the evidence for the speaker of a quote, while it is shown.
fn why(app: &App, theme: &Theme, overlays: &mut Overlays) {
    let Mode::Why(id) = app.mode() else { return };
    let Some(why) = app.why(*id) else { return };
    for (span, role) in [(why.named, Role::EntitySelected), (why.cue, Role::WhyCue), (why.mention, Role::WhyMention)] {
        if let Some(span) = span {
            overlays.lay(span, theme.style(role));
        }
    }
}

fn notes(app: &App, theme: &Theme, overlays: &mut Overlays) {
    for (entry, span) in app.annotations_in(overlays.view()) {
        let picked = matches!(app.pick(), Some(Pick::Annotation(id)) if *id == entry.annotation.id);
        let drawn = Role::HIGHLIGHTS.get(highlight_of(&entry.annotation)).copied().unwrap_or(Role::Note);
        overlays.lay(span, theme.style(if picked { Role::NoteSelected } else { drawn }));
    }
}

fn matches(app: &App, theme: &Theme, overlays: &mut Overlays) {
    let current = match app.pick() {
        Some(Pick::Match(index)) => app.matches().get(*index),
        _ => None,
    };
    for span in touching(app.matches(), overlays.view(), REACH, |m| *m) {
        let role = if Some(span) == current { Role::MatchCurrent } else { Role::Match };
        overlays.lay(*span, theme.style(role));
    }
}

/// Draws the marks beside the rows.
fn gutter(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = rect(app.areas().gutter).intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let page = theme.style(Role::Page);
    for ((at, row), y) in app.rows().iter().enumerate().zip(area.top()..area.bottom()) {
        if row.is_article()
            && let Some((mark, style)) = mark(app, row.span, theme)
        {
            draw_text(buf, LinePart { y, ..LinePart::of(area) }, mark, page.patch(style));
        }
        if area.width > 1 && app.cursor_row() == Some(at) {
            let beside = LinePart { left: area.right() - 1, right: area.right(), y };
            draw_text(buf, beside, CURSOR, page.patch(theme.style(Role::CursorMark)));
        }
    }
}

/// The mark beside a row and its style: the check state of an annotated quote,
/// or an annotation, or the selected quote.
fn mark(app: &App, row: Span, theme: &Theme) -> Option<(&'static str, Style)> {
    let mut annotated = None;
    for (entry, span) in app.annotations_in(row) {
        // A colour that was chosen is more than the usual one.
        annotated = annotated.filter(|number| *number > 0).or(Some(highlight_of(&entry.annotation)));
        // The sign is drawn once, where the words begin.
        if (row.start..row.end).contains(&span.start)
            && let Some(check) = entry.annotation.check
            && let Some(role) = check_role(check)
        {
            return Some((sign(check), theme.style(role)));
        }
    }
    if let Some(highlight) = annotated.and_then(|number| HIGHLIGHTS.get(number)) {
        return Some((highlight.sign, theme.style(Role::NoteMark)));
    }
    let quote = app.quote().and_then(|id| app.analysis()?.quote(id))?;
    let here = quote.spans.iter().any(|span| span.start < row.end && row.start < span.end);
    here.then(|| ("│", speaker_style(app.speaker_number(quote.id), theme)))
}

/// The role of a check state's sign; `None` for a quote that nobody checked.
#[must_use]
pub fn check_role(check: Check) -> Option<Role> {
    match check {
        Check::Unchecked => None,
        Check::Verified => Some(Role::Verified),
        Check::Disputed => Some(Role::Disputed),
        Check::NeedsSource => Some(Role::NeedsSource),
    }
}
