//! Walking quotes, and which speaker is which.

use std::collections::HashMap;

use super::mode::CardView;
use super::{App, Effect, Focus, Mode, Pick, Tone};
use crate::nlp::{Analysis, Quote, QuoteId, Speaker};
use crate::text::span::Span;

/// Numbers for speakers, in the order they speak first: the same person has
/// the same number, and so the same colour, everywhere.
#[derive(Debug, Default)]
pub struct Speakers {
    /// By quote; `None` where the speaker is not known.
    by_quote: Vec<Option<usize>>,
    /// By quote: the furthest byte that it or one before it reaches. Quotes
    /// may lie in each other; these never fall, and so can be searched.
    ends: Vec<usize>,
}

/// What makes two speakers the same.
fn same(speaker: &Speaker) -> String {
    match speaker.entity {
        Some(id) => id.to_string(),
        None => crate::text::fold::fold(&speaker.name),
    }
}

impl Speakers {
    pub(super) fn of(analysis: &Analysis) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let number = |quote: &Quote| {
            let next = known.len();
            quote.speaker.as_ref().map(|speaker| *known.entry(same(speaker)).or_insert(next))
        };
        let mut furthest = 0;
        let reach = |quote: &Quote| {
            furthest = quote.extent().end.max(furthest);
            furthest
        };
        Self {
            by_quote: analysis.quotes.iter().map(number).collect(),
            ends: analysis.quotes.iter().map(reach).collect(),
        }
    }
}

impl App {
    /// The number of the quote's speaker, from 0 in the order they speak
    /// first; `None` where nobody knows.
    #[must_use]
    pub fn speaker_number(&self, quote: QuoteId) -> Option<usize> {
        self.speakers.by_quote.get(quote.0).copied().flatten()
    }

    /// The quotes that share a byte with `span`, in order.
    pub fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        let quotes = self.analysis().map_or(&[][..], |a| a.quotes.as_slice());
        let end = quotes.partition_point(|q| q.extent().start < span.end);
        let begin = self.speakers.ends.partition_point(|end| *end < span.start).min(end);
        quotes.get(begin..end).unwrap_or_default().iter().filter(move |q| q.spans.iter().any(|s| s.overlaps(span)))
    }

    /// An analysis came. What was picked stays picked where the new one has
    /// it, too.
    pub(super) fn analyzed(&mut self, revision: u64, analysis: Box<Analysis>) {
        let quote = self.quote().and_then(|id| self.analysis()?.quote(id)).map(Quote::extent);
        let mention = if matches!(self.pick, Some(Pick::Mention(_))) { self.picked_span() } else { None };
        let entity = self.entity.and_then(|id| self.first_mention(id));
        let listed = self.sidebar.listed_entity().and_then(|id| self.first_mention(id));
        if !self.take_analysis(revision, analysis) {
            return;
        }
        let quote = quote.and_then(|extent| self.analysis()?.quotes.iter().find(|q| q.extent() == extent));
        let quote = quote.map(|quote| quote.id);
        match self.mode {
            Mode::Card(view) => self.mode = quote.map_or(Mode::Read, |quote| Mode::Card(CardView { quote, ..view })),
            Mode::Why(_) => self.mode = quote.map_or(Mode::Read, Mode::Why),
            _ => {}
        }
        match self.pick {
            Some(Pick::Quote(_)) => self.pick = quote.map(Pick::Quote),
            Some(Pick::Mention(_)) => {
                self.pick = mention.and_then(|span| self.mention_at(span)).map(Pick::Mention);
            }
            _ => {}
        }
        let entity_of = |app: &Self, span: Option<Span>| {
            let mention = app.mention_at(span?)?;
            app.analysis()?.mentions.get(mention).map(|mention| mention.entity)
        };
        self.entity = entity_of(self, entity);
        if let Some(id) = entity_of(self, listed) {
            self.sidebar.select_entity(id);
        }
    }

    /// Picks a quote: it stands out in both panes and is on the screen.
    pub(super) fn pick_quote(&mut self, id: QuoteId) {
        let Some(quote) = self.analysis().and_then(|a| a.quote(id)) else { return };
        let extent = quote.extent();
        self.pick = Some(Pick::Quote(id));
        match self.mode {
            Mode::Card(_) => self.open_card(id),
            Mode::Why(_) => self.mode = Mode::Why(id),
            _ => {}
        }
        self.reveal(extent);
        self.sidebar.select_quote(id);
    }

    /// `times` quotes on or back from what is picked, or from the top of the
    /// screen.
    pub(super) fn walk_quotes(&mut self, times: usize, on: bool) {
        let Some(analysis) = self.analysis() else {
            self.say(Tone::Info, "the quotes are being looked for");
            return;
        };
        if analysis.quotes.is_empty() {
            self.say(Tone::Info, "no quotes were found");
            return;
        }
        let shown: Vec<QuoteId> = analysis.quotes.iter().filter(|q| self.is_listed(q)).map(|q| q.id).collect();
        let Some(last) = shown.len().checked_sub(1) else {
            self.say(Tone::Info, "every quote is hidden");
            return;
        };
        // A picked quote that is hidden counts as standing between its
        // neighbours.
        let here = self.quote().map(|id| shown.binary_search(&id));
        let target = match here {
            Some(Ok(i)) if on => i.saturating_add(times),
            Some(Err(i)) if on => i.saturating_add(times - 1),
            Some(Ok(i) | Err(i)) => match i.checked_sub(times) {
                Some(target) => target,
                None => {
                    self.say(Tone::Info, "this is the first quote");
                    0
                }
            },
            None => {
                let top = self.picked_span().map_or_else(|| self.top_byte(), |span| span.start);
                let start = |id: &QuoteId| self.analysis().and_then(|a| a.quote(*id)).map_or(0, |q| q.extent().start);
                let at = shown.partition_point(|id| start(id) < top);
                if on { at.saturating_add(times - 1) } else { at.saturating_sub(times) }
            }
        };
        if target > last {
            self.say(Tone::Info, "this is the last quote");
        }
        self.leave_selecting();
        if let Some(id) = shown.get(target.min(last)) {
            self.pick_quote(*id);
        }
    }

    /// The next quote of the same speaker, from the first one again behind
    /// the last.
    pub(super) fn same_speaker(&mut self, times: usize) {
        let Some(QuoteId(here)) = self.quote() else {
            self.walk_quotes(1, true);
            return;
        };
        let Some(number) = self.speaker_number(QuoteId(here)) else {
            self.say(Tone::Info, "nobody knows who said this");
            return;
        };
        let theirs: Vec<usize> =
            self.speakers.by_quote.iter().enumerate().filter(|(_, n)| **n == Some(number)).map(|(i, _)| i).collect();
        let at = theirs.iter().position(|i| *i == here).unwrap_or(0);
        if theirs.len() == 1 {
            self.say(Tone::Info, "the only quote by this speaker");
        } else if at + times >= theirs.len() {
            self.say(Tone::Info, "from the first quote by this speaker again");
        }
        if let Some(next) = theirs.get((at + times) % theirs.len().max(1)) {
            self.leave_selecting();
            self.pick_quote(QuoteId(*next));
        }
    }

    /// Enter: from an entry to the text; from the text to the card of the
    /// quote, from there to the reasons and back, or to the note; a passage that was cut is put back.
    pub(super) fn activate(&mut self) -> Vec<Effect> {
        match (&self.mode, &self.pick) {
            (Mode::Read, Some(Pick::Cut(cut))) => return self.toggle_cut(*cut),
            (Mode::Changes(_), _) => return self.open_anew(),
            (Mode::Card(_), _) => self.show_why(),
            (Mode::Why(id), _) => self.open_card(*id),
            (Mode::Select(_), _) => self.open_note(),
            (_, Some(Pick::Quote(id))) => self.open_card(*id),
            (_, Some(Pick::Annotation(_))) => self.open_note(),
            _ => {
                // The first quote on the screen.
                let seen = self.visible();
                let first = self.quotes_in(seen).find(|q| self.is_listed(q)).map(|q| q.id);
                match first {
                    Some(id) => {
                        self.pick_quote(id);
                        self.open_card(id);
                    }
                    None => self.say(Tone::Info, "no quote stands on the screen"),
                }
            }
        }
        Vec::new()
    }

    /// Enter in the sidebar: to the text of the selected entry.
    pub(super) fn enter_entry(&mut self) {
        let Some(entry) = self.sidebar.selected().cloned() else { return };
        if let super::sidebar::SidebarEntry::Note(id) = &entry
            && self.is_reviewable(id)
        {
            self.open_review(Some(id));
            return;
        }
        if self.go_to(&entry) {
            self.focus = Focus::Article;
        }
    }
}
