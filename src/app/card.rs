//! The card of a quote: its speaker, what the speaker is, how the quote is
//! introduced, and the sentence around it.

use super::mode::{CardView, Mode};
use super::popup_page::{Page, PageLayout, StyledLine, TextKind, line, styled};
use super::speakers::shown_speaker;
use super::{Action, App};
use pullquote_article::Span;
use pullquote_article::text::width::{fit, width};
use pullquote_nlp::{Entity, FactKind, Quote, QuoteId, QuoteKind};

/// Whose the words of a quote are, for the card.
fn in_whose_words(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "in the speaker's own words",
        QuoteKind::Mixed => "partly in the reporter's words",
        QuoteKind::Indirect => "in the reporter's words",
    }
}

/// The rows of a card with these lines, with its frame.
fn rows_with_frame(lines: &[StyledLine]) -> u16 {
    u16::try_from(lines.len() + 2).unwrap_or(u16::MAX)
}

impl App {
    /// Opens the card of a quote.
    pub(super) fn open_card(&mut self, quote: QuoteId) {
        self.mode = Mode::Card(CardView { quote, top: 0 });
        let Some(quote) = self.analysis().and_then(|analysis| analysis.quote(quote)) else { return };
        let cells = PageLayout::exactly(self.popup_columns().1, 0).cells;
        let (spans, wanted) = (quote.spans.clone(), rows_with_frame(&self.card_lines(quote, cells)));
        self.make_room(&spans, wanted);
    }

    pub(super) fn card_page(&self, view: CardView) -> Option<Page> {
        let analysis = self.analysis()?;
        let quote = analysis.quote(view.quote)?;
        let (x, width) = self.popup_columns();
        let lines = self.card_lines(quote, PageLayout::exactly(width, 0).cells);
        let (y, rows) = self.popup_rows(&quote.spans, rows_with_frame(&lines));
        let layout = PageLayout::exactly(width, rows);
        let title = format!("Quote {} of {}", quote.id.0 + 1, analysis.quotes.len());
        let hint = |action: Action| self.keymap().hint(action);
        let mut page = layout.page(title, Vec::new(), vec![lines], view.top);
        page.corner = Some((x, y));
        if page.last_top > 0 {
            page.hints.push((format!("{} {}", hint(Action::Down), hint(Action::Up)), "scroll"));
        }
        page.hints.extend([
            (hint(Action::Check), "check"),
            (hint(Action::Activate), "why"),
            (hint(Action::OtherSpeaker), "other speaker"),
            (hint(Action::Note), "note"),
            (hint(Action::Back), "close"),
        ]);
        Some(page)
    }

    fn card_lines(&self, quote: &Quote, cells: usize) -> Vec<StyledLine> {
        let text = self.article.text();
        let number = self.speaker_number(quote.id);
        let mut lines = vec![self.card_name(quote, cells)];
        let mut add = |kind: TextKind, words: &str| lines.extend(line(kind, words, cells));
        if let Some(role) = self.roles(quote) {
            add(TextKind::Quiet, &role);
        }
        add(TextKind::Plain, "");
        add(TextKind::Speaker(number), &quote.shown(text));
        add(TextKind::Plain, "");
        add(TextKind::Quiet, in_whose_words(quote.kind));
        for reason in self.why(quote.id).map(|why| why.reasons).unwrap_or_default() {
            add(TextKind::Quiet, &reason);
        }
        for sentence in self.sentences_around(quote) {
            add(TextKind::Plain, "");
            add(TextKind::Plain, sentence.of(text));
        }
        let about = self.notebook().and_then(|n| n.about_quote(quote.extent()));
        if let Some(annotation) = about.map(|entry| &entry.annotation) {
            if !annotation.note.is_empty() {
                add(TextKind::Plain, "");
                for paragraph in annotation.note.lines() {
                    add(TextKind::Note, paragraph);
                }
            }
            let tags: Vec<_> = annotation.tags.iter().map(|tag| format!("#{tag}")).collect();
            if !tags.is_empty() {
                add(TextKind::Tag, &tags.join(" "));
            }
        }
        lines
    }

    /// The speaker's name and, at the end of the line, the check state of the
    /// quote.
    fn card_name(&self, quote: &Quote, cells: usize) -> StyledLine {
        let check = self.check_of(quote.id);
        let sign = check.map_or("", super::sidebar::sign);
        let room = cells.saturating_sub(width(sign) + usize::from(!sign.is_empty()));
        let shown = self.analysis().filter(|_| quote.speaker.is_some());
        let name = shown.map_or_else(
            || "Speaker unknown".to_owned(),
            |analysis| shown_speaker(quote, analysis, self.article.text(), room),
        );
        let name = fit(&name, room).into_owned();
        let gap = " ".repeat(cells.saturating_sub(width(&name) + width(sign)));
        let mut pieces = vec![styled(TextKind::SpeakerName(self.speaker_number(quote.id)), name)];
        if let Some(check) = check.filter(|_| !sign.is_empty()) {
            pieces.push(styled(TextKind::Plain, gap));
            pieces.push(styled(TextKind::Check(check), sign));
        }
        pieces
    }

    /// The role that the article gives the speaker or, if several speak, the
    /// role of each.
    fn roles(&self, quote: &Quote) -> Option<String> {
        let analysis = self.analysis()?;
        let speaker = quote.speaker.as_ref()?;
        let role = |entity| self.described(analysis.entity(entity)?);
        if speaker.together.is_empty() {
            return role(speaker.entity?);
        }
        let named = |voice: &pullquote_nlp::Voice| Some(format!("{}: {}", voice.name, role(voice.entity?)?));
        let named: Vec<String> = speaker.together.iter().filter_map(named).collect();
        (!named.is_empty()).then(|| named.join("; "))
    }

    /// The role of a person and, where the role does not say it, the party:
    /// `senator · R-Ohio`.
    fn described(&self, person: &Entity) -> Option<String> {
        let text = self.article.text();
        let role = person.role.as_deref().filter(|role| !role.is_empty());
        let party = person.facts.iter().find(|fact| fact.kind == FactKind::Party).map(|fact| fact.span.of(text));
        let party = party.filter(|party| role.is_none_or(|role| !role.contains(party)));
        let described: Vec<&str> = role.into_iter().chain(party).collect();
        (!described.is_empty()).then(|| described.join(" · "))
    }

    /// The sentence of the quote's first words and, if the words that introduce
    /// the quote are in another sentence, that one, too.
    fn sentences_around(&self, quote: &Quote) -> Vec<Span> {
        let sentence = |at: usize| self.analysis()?.sentence_at(at);
        let words = quote.spans.first().and_then(|span| sentence(span.start));
        let reporting = quote.cue.and_then(|cue| sentence(cue.start)).filter(|other| Some(*other) != words);
        let mut around: Vec<Span> = words.into_iter().chain(reporting).collect();
        around.sort_by_key(|sentence| sentence.start);
        around
    }
}
