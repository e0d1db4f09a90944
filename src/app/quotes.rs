//! Moving between quotes, and the numbers of their speakers.

use std::collections::HashMap;

use super::mode::CardView;
use super::{App, Effect, Focus, Mode, Pick, Tone};
use pullquote_article::Span;
use pullquote_nlp::{Analysis, Quote, QuoteId, Speaker};

/// Numbers for speakers, in the order of their first quotes. The same person
/// has the same number, and so the same colour, everywhere.
#[derive(Debug, Default)]
pub struct Speakers {
    /// The number of each quote's speaker, by the quote's index; `None` where
    /// the speaker is not known.
    by_quote: Vec<Option<usize>>,
    /// The furthest byte that any quote up to this one reaches, by the quote's
    /// index. Quotes may be nested, so their own ends are not sorted; these
    /// are, and can be searched.
    ends: Vec<usize>,
    /// The first byte of any quote from this one on, by the quote's index. A quote
    /// inside another comes before it, so their own starts are not sorted either.
    starts: Vec<usize>,
}

/// A key that is equal for two speakers if they are the same.
fn same(speaker: &Speaker) -> String {
    match speaker.entity {
        Some(id) => id.to_string(),
        None => pullquote_article::text::fold::fold(&speaker.name),
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
        let mut first = usize::MAX;
        let begin = |quote: &Quote| {
            first = quote.extent().start.min(first);
            first
        };
        let mut starts: Vec<usize> = analysis.quotes.iter().rev().map(begin).collect();
        starts.reverse();
        Self {
            by_quote: analysis.quotes.iter().map(number).collect(),
            ends: analysis.quotes.iter().map(reach).collect(),
            starts,
        }
    }
}

impl App {
    /// The number of the quote's speaker, from 0 in the order of their first
    /// quotes; `None` if the speaker is not known.
    #[must_use]
    pub fn speaker_number(&self, quote: QuoteId) -> Option<usize> {
        self.speakers.by_quote.get(quote.0).copied().flatten()
    }

    /// The quotes that overlap `span`, in the order of the text.
    pub fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        let quotes = self.analysis().map_or(&[][..], |a| a.quotes.as_slice());
        let end = self.speakers.starts.partition_point(|start| *start < span.end);
        let begin = self.speakers.ends.partition_point(|end| *end < span.start).min(end);
        quotes.get(begin..end).unwrap_or_default().iter().filter(move |q| q.spans.iter().any(|s| s.overlaps(span)))
    }

    /// Takes an analysis that arrived. What was picked stays picked if the new
    /// analysis has it, too.
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

    /// Picks a quote in the article and in the sidebar, and scrolls to it.
    pub(super) fn pick_quote(&mut self, id: QuoteId) {
        let Some(quote) = self.analysis().and_then(|a| a.quote(id)) else { return };
        let extent = quote.extent();
        self.pick_at(Pick::Quote(id), extent);
        match self.mode {
            Mode::Card(_) => self.open_card(id),
            Mode::Why(_) => {
                self.mode = Mode::Why(id);
                self.make_room_for_strip(id);
            }
            _ => {}
        }
        self.sidebar.select_quote(id);
    }

    /// Picks the listed quote `times` after or before the picked one, or counted
    /// from the cursor.
    pub(super) fn walk_quotes(&mut self, times: usize, on: bool) {
        let Some(analysis) = self.analysis() else {
            match self.not_analyzed.clone() {
                Some(why) => self.say(Tone::Error, why),
                None => self.say(Tone::Info, "still looking for quotes"),
            }
            return;
        };
        if analysis.quotes.is_empty() {
            self.say(Tone::Info, "no quotes were found");
            return;
        }
        let shown = self.sidebar.listed_quotes();
        let Some(last) = shown.len().checked_sub(1) else {
            self.say(Tone::Info, "every quote is hidden");
            return;
        };
        // A hidden quote that is picked counts as being between its neighbours.
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
                let top = self.place();
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

    /// Picks the next quote of the same speaker; after the last comes the
    /// first.
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

    /// Does what Enter does: from an entry of the sidebar to the text, from a
    /// quote to the evidence for its speaker, from there to its card and back, from an
    /// annotation to its note. A removed passage is put back or removed again.
    /// If nothing is picked, it picks the quote at the cursor, or else the next
    /// one on the screen.
    pub(super) fn activate(&mut self) -> Vec<Effect> {
        match (&self.mode, &self.pick) {
            (Mode::Read, Some(Pick::Cut(cut))) => return self.toggle_cut(*cut),
            (Mode::Changes(_), _) => return self.open_changed_source(),
            (Mode::Page(_), _) => return self.activate_page(),
            (Mode::Card(_), _) => self.show_why(),
            // The evidence is in the text itself, and covers little of it; the card has everything.
            (Mode::Why(id), _) => self.open_card(*id),
            (Mode::Select(_), _) => match self.placing.clone() {
                Some(id) => return self.take_place(&id),
                None => self.open_note(),
            },
            (_, Some(Pick::Quote(_))) => self.show_why(),
            (_, Some(Pick::Annotation(_))) => self.open_note(),
            _ => {
                if self.quote_at_cursor().is_none() && self.open_footnotes_at_cursor() {
                    return Vec::new();
                }
                let seen = self.visible();
                let after = Span::new(self.cursor().clamp(seen.start, seen.end), seen.end);
                let on = |place: Span| self.quotes_in(place).find(|q| self.is_listed(q)).map(|q| q.id);
                match self.quote_at_cursor().or_else(|| on(after)).or_else(|| on(seen)) {
                    Some(id) => {
                        self.pick_quote(id);
                        self.show_why();
                    }
                    None if self.open_footnotes_of_block() => {}
                    None => self.say(Tone::Info, "there is no quote on the screen"),
                }
            }
        }
        Vec::new()
    }

    /// Does what Enter does in the sidebar: goes to the text of the selected
    /// entry.
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
