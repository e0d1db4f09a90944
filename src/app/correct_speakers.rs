//! Putting speakers right: one key goes through those whose words a quote may
//! be.

use super::{App, Effect, Tone};
use crate::library::corrected;
use crate::nlp::{EntityId, EntityKind, Quote, QuoteId};
use crate::notes::correction::{self, Correction};
use crate::notes::{Matter, Subject};
use crate::text::fold::fold;
use crate::text::span::Span;

/// Candidates that are offered besides the one that was found, at most.
const OFFERED: usize = 6;
/// A candidate of the analysis less likely than this stands no higher than
/// those whom the article names.
const LIKELY: f32 = 0.05;

impl App {
    /// What a person said about whose words a quote is.
    pub(super) fn corrected_speaker(&self, id: QuoteId) -> Option<&Correction> {
        let analysis = self.analysis()?;
        let corrections = self.notebook()?.corrections();
        if !corrections.iter().any(|c| matches!(c.matter, Matter::Speaker { .. })) {
            return None;
        }
        let places = corrected::places(&self.article, &analysis.quotes);
        let quotes: Vec<(&str, usize)> = places.iter().map(|(words, start)| (words.as_str(), *start)).collect();
        correction::speakers(corrections, &quotes).get(id.0).copied().flatten()
    }

    /// The names of those whose words a quote may be, the likeliest first:
    /// whom the analysis found, its other candidates, then the people of the
    /// article by how near they are named. `None` is nobody.
    fn candidates(&self, quote: &Quote) -> Vec<Option<String>> {
        let found = self.found(quote.id);
        let speaker = found.and_then(|quote| quote.speaker.as_ref()).map(|speaker| speaker.name.clone());
        let others = found.map_or(&[][..], |quote| quote.candidates.as_slice());
        let mut names: Vec<Option<String>> = vec![speaker];
        let known =
            |names: &[Option<String>], name: &str| names.iter().flatten().any(|known| fold(known) == fold(name));
        let likely = others.iter().filter(|candidate| candidate.confidence >= LIKELY);
        let others = likely.map(|candidate| candidate.speaker.name.clone());
        for name in others.chain(self.people_near(quote.extent())) {
            if names.len() <= OFFERED && !known(&names, &name) {
                names.push(Some(name));
            }
        }
        if names.first().is_some_and(Option::is_some) {
            names.push(None);
        }
        names
    }

    /// People, and whoever else speaks in the article, by how near to `span`
    /// they are mentioned.
    fn people_near(&self, span: Span) -> Vec<String> {
        let Some(analysis) = self.analysis() else { return Vec::new() };
        let speaks = |id: EntityId| {
            let found = (0..analysis.quotes.len()).filter_map(|i| self.found(QuoteId(i))?.speaker.as_ref());
            found.into_iter().any(|speaker| speaker.entity == Some(id))
        };
        let mut near: Vec<(usize, &str)> = Vec::new();
        for entity in &analysis.entities {
            if entity.kind == EntityKind::Person || speaks(entity.id) {
                let mentions = entity.mentions.iter().filter_map(|i| analysis.mentions.get(*i));
                // Those inside the words are spoken of.
                let outside = mentions.filter(|mention| !span.covers(mention.span));
                let distance =
                    |m: Span| if m.end <= span.start { span.start - m.end } else { m.start.saturating_sub(span.end) };
                near.extend(outside.map(|m| distance(m.span)).min().map(|distance| (distance, entity.name.as_str())));
            }
        }
        near.sort_unstable();
        near.into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    /// Gives the quote to the candidate behind the one who has it, `times`
    /// times.
    pub(super) fn other_speaker(&mut self, times: usize) -> Vec<Effect> {
        if !self.may_change_notes() {
            return Vec::new();
        }
        let Some(quote) = self.quote_here().and_then(|id| self.analysis()?.quote(id)) else {
            let key = self.keymap().hint(super::Action::NextQuote);
            self.say(Tone::Info, format!("no quote is selected; {key} selects the next one"));
            return Vec::new();
        };
        let candidates = self.candidates(quote);
        if candidates.len() < 2 {
            self.say(Tone::Info, "nobody else is named in this article");
            return Vec::new();
        }
        let has = quote.speaker.as_ref().map(|speaker| fold(&speaker.name));
        let at = candidates.iter().position(|c| c.as_deref().map(fold) == has);
        let next = (at.map_or(0, |at| at + times % candidates.len())) % candidates.len();
        let place = corrected::places(&self.article, std::slice::from_ref(quote)).into_iter().next();
        let (Some((words, start)), Some(name)) = (place, candidates.get(next).cloned()) else { return Vec::new() };
        let old = self.corrected_speaker(quote.id).map(Correction::subject);
        let said = name.as_deref().unwrap_or("nobody").to_owned();
        let found = next == 0;
        let now = self.now;
        let kept = self.with_notebook(|notebook| match (found, old) {
            (true, Some(subject)) => notebook.withdraw(&subject),
            (true, None) => Ok(false),
            // What was said of these words before is said anew, also where
            // the text around them has changed since.
            (false, Some(Subject::Speaker { quote, start })) => {
                notebook.correct(Matter::Speaker { quote, start, speaker: name }, now)
            }
            (false, _) => notebook.correct(Matter::Speaker { quote: words, start, speaker: name }, now),
        });
        let as_found = if found { ", as it was found" } else { "" };
        self.finish(kept, &format!("speaker {}/{}: {said}{as_found} · saved", next + 1, candidates.len()))
    }
}
