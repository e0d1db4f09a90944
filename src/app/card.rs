//! A quote's card: whose words they are, who that is, how it was told, and the
//! sentence around them.

use super::marked::{Ink, MarkedLine, Page, Sheet, line, part};
use super::mode::{CardView, Mode};
use super::speakers::is_unsure;
use super::{Action, App};
use pullquote_article::text::span::Span;
use pullquote_article::text::width::{fit, width};
use pullquote_nlp::{Quote, QuoteId};

/// Cells of the card, with its frame.
const WIDTH: u16 = 68;

impl App {
    /// Opens the card of a quote.
    pub(super) fn open_card(&mut self, quote: QuoteId) {
        self.mode = Mode::Card(CardView { quote, top: 0 });
    }

    pub(super) fn card_page(&self, view: CardView) -> Option<Page> {
        let analysis = self.analysis()?;
        let quote = analysis.quote(view.quote)?;
        let sheet = Sheet::narrow(self.size, WIDTH);
        let lines = self.card_lines(quote, sheet.cells);
        let title = format!("Quote {} of {}", quote.id.0 + 1, analysis.quotes.len());
        let hint = |action: Action| self.keymap().hint(action);
        let mut page = sheet.page(title, Vec::new(), vec![lines], view.top);
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

    fn card_lines(&self, quote: &Quote, cells: usize) -> Vec<MarkedLine> {
        let text = self.article.text();
        let number = self.speaker_number(quote.id);
        let mut lines = vec![self.card_name(quote, cells)];
        let mut add = |ink: Ink, words: &str| lines.extend(line(ink, words, cells));
        if let Some(role) = self.roles(quote) {
            add(Ink::Quiet, &role);
        }
        add(Ink::Plain, "");
        add(Ink::Speaker(number), &quote.shown(text));
        add(Ink::Plain, "");
        add(Ink::Quiet, &format!("{} quote", quote.kind.name()));
        for reason in self.why(quote.id).map(|why| why.reasons).unwrap_or_default() {
            add(Ink::Quiet, &reason);
        }
        for sentence in self.sentences_around(quote) {
            add(Ink::Plain, "");
            add(Ink::Plain, sentence.of(text));
        }
        let about = self.notebook().and_then(|n| n.about_quote(quote.extent()));
        if let Some(annotation) = about.map(|entry| &entry.annotation) {
            if !annotation.note.is_empty() {
                add(Ink::Plain, "");
                for paragraph in annotation.note.lines() {
                    add(Ink::Note, paragraph);
                }
            }
            let tags: Vec<_> = annotation.tags.iter().map(|tag| format!("#{tag}")).collect();
            if !tags.is_empty() {
                add(Ink::Tag, &tags.join(" "));
            }
        }
        lines
    }

    /// The speaker's name and, at the end of the line, what a person found out
    /// about the quote.
    fn card_name(&self, quote: &Quote, cells: usize) -> MarkedLine {
        let name = quote.speaker.as_ref().map_or("Speaker unknown", |speaker| speaker.name.as_str());
        let unsure = if is_unsure(quote) { " ?" } else { "" };
        let check = self.check_of(quote.id);
        let sign = check.map_or("", super::sidebar::sign);
        let room = cells.saturating_sub(width(sign) + usize::from(!sign.is_empty()));
        let name = fit(name, room.saturating_sub(width(unsure))).into_owned() + unsure;
        let gap = " ".repeat(cells.saturating_sub(width(&name) + width(sign)));
        let mut parts = vec![part(Ink::SpeakerName(self.speaker_number(quote.id)), name)];
        if let Some(check) = check.filter(|_| !sign.is_empty()) {
            parts.push(part(Ink::Plain, gap));
            parts.push(part(Ink::Check(check), sign));
        }
        parts
    }

    /// What the article says that the speaker is or, where several speak, what
    /// it says of each.
    fn roles(&self, quote: &Quote) -> Option<String> {
        let analysis = self.analysis()?;
        let speaker = quote.speaker.as_ref()?;
        let role = |entity| analysis.entity(entity)?.role.clone().filter(|role| !role.is_empty());
        if speaker.together.is_empty() {
            return role(speaker.entity?);
        }
        let told = |voice: &pullquote_nlp::Voice| Some(format!("{}: {}", voice.name, role(voice.entity?)?));
        let told: Vec<String> = speaker.together.iter().filter_map(told).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// The sentence of the quote's first words and, where the words that report
    /// it stand in another, that one, too.
    fn sentences_around(&self, quote: &Quote) -> Vec<Span> {
        let sentence = |at: usize| self.analysis()?.sentence_at(at);
        let words = quote.spans.first().and_then(|span| sentence(span.start));
        let reporting = quote.cue.and_then(|cue| sentence(cue.start)).filter(|other| Some(*other) != words);
        let mut around: Vec<Span> = words.into_iter().chain(reporting).collect();
        around.sort_by_key(|sentence| sentence.start);
        around
    }
}
