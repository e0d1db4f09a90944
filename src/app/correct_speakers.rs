//! Putting speakers right: one key goes through those whose words a quote may
//! be, another takes their names.

use super::mode::{Mode, Prompt, PromptKind, Target};
use super::{App, Effect, Tone, speaker_line};
use crate::library::analysis_with_corrections as corrected;
use pullquote_article::text::fold::fold;
use pullquote_article::text::span::Span;
use pullquote_article::{BlockKind, MarkKind};
use pullquote_nlp::correct::{listed, names_in};
use pullquote_nlp::{Candidate, EntityId, EntityKind, Quote, QuoteId, Speaker};
use pullquote_notes::annotation::Annotation;
use pullquote_notes::correction;
use pullquote_notes::correction::Correction;
use pullquote_notes::{Matter, Subject};

/// Candidates that are offered besides the one that was found, at most.
const OFFERED: usize = 6;
/// A candidate of the analysis that is no person and speaks nowhere else is
/// offered from this confidence on.
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
        // A place or half a phrase nearby is a candidate only if it is likely.
        let may_speak = |candidate: &&Candidate| {
            candidate.confidence >= LIKELY || candidate.speaker.entity.is_some_and(|id| self.can_speak(id))
        };
        let others = others.iter().filter(may_speak).map(|candidate| candidate.speaker.name.clone());
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

    /// Whether an entity is a person, or speaks in the article.
    fn can_speak(&self, id: EntityId) -> bool {
        let Some(analysis) = self.analysis() else { return false };
        let found = || (0..analysis.quotes.len()).filter_map(|i| self.found(QuoteId(i))?.speaker.as_ref());
        analysis.entity(id).is_some_and(|entity| entity.kind == EntityKind::Person)
            || found().any(|speaker| speaker.is(id))
    }

    /// People, and whoever else speaks in the article, by how near to `span`
    /// the text mentions them.
    fn people_near(&self, span: Span) -> Vec<String> {
        let Some(analysis) = self.analysis() else { return Vec::new() };
        let mut near: Vec<(usize, &str)> = Vec::new();
        for entity in analysis.entities.iter().filter(|entity| self.can_speak(entity.id)) {
            let mentions = entity.mentions.iter().filter_map(|i| analysis.mentions.get(*i));
            let told = mentions.map(|mention| mention.span).filter(|mention| self.tells_of(*mention, span));
            let distance =
                |m: Span| if m.end <= span.start { span.start - m.end } else { m.start.saturating_sub(span.end) };
            near.extend(told.map(distance).min().map(|distance| (distance, entity.name.as_str())));
        }
        near.sort_unstable();
        near.into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    /// Whether a mention may be of somebody who says the words at `quote`:
    /// those inside the words are spoken of, and who wrote the article or took
    /// its pictures, or is only seen in one, is no part of what it tells.
    fn tells_of(&self, mention: Span, quote: Span) -> bool {
        let block = |at: usize| self.article.block_at(at);
        let here = block(mention.start);
        let apart = here.and_then(|i| self.article.blocks().get(i)).is_some_and(|block| match block.kind {
            BlockKind::Byline => true,
            BlockKind::Caption => {
                let credits = block.marks.iter().filter(|mark| mark.kind == MarkKind::Credit);
                here != self.article.block_at(quote.start)
                    || credits.into_iter().any(|mark| mark.span.overlaps(mention))
            }
            _ => false,
        });
        !quote.covers(mention) && !apart
    }

    /// The quote that a correction of the speaker would be about. Says so
    /// where there is none.
    fn quote_to_correct(&mut self) -> Option<QuoteId> {
        if !self.may_change_notes() {
            return None;
        }
        let id = self.quote_here().filter(|id| self.analysis().is_some_and(|a| a.quote(*id).is_some()));
        if id.is_none() {
            let key = self.keymap().hint(super::Action::NextQuote);
            self.say(Tone::Info, format!("no quote is selected; {key} selects the next one"));
        }
        id
    }

    /// Gives the quote to the candidate behind the one who has it, `times`
    /// times.
    pub(super) fn other_speaker(&mut self, times: usize) -> Vec<Effect> {
        let Some(quote) = self.quote_to_correct().and_then(|id| self.analysis()?.quote(id)) else {
            return Vec::new();
        };
        let candidates = self.candidates(quote);
        if candidates.len() < 2 {
            let key = self.keymap().hint(super::Action::NameSpeaker);
            self.say(Tone::Info, format!("nobody else is named in this article; {key} takes any name"));
            return Vec::new();
        }
        let has = quote.speaker.as_ref().map(|speaker| fold(&speaker.name));
        let at = candidates.iter().position(|c| c.as_deref().map(fold) == has);
        let next = (at.map_or(0, |at| at + times % candidates.len())) % candidates.len();
        let Some(name) = candidates.get(next).cloned() else { return Vec::new() };
        let said = name.as_deref().unwrap_or("nobody").to_owned();
        let as_found = if next == 0 { ", as it was found" } else { "" };
        let done = format!("speaker {}/{}: {said}{as_found} · saved", next + 1, candidates.len());
        let given = if next == 0 { Given::Found } else { Given::To(name) };
        self.give(quote.id, given, &done)
    }

    /// Asks who speaks the quote, one or several; the line holds those who do
    /// now.
    pub(super) fn ask_speakers(&mut self) {
        let Some(quote) = self.quote_to_correct().and_then(|id| self.analysis()?.quote(id)) else { return };
        let now = quote.speaker.as_ref().map_or_else(Vec::new, voices);
        let mut known: Vec<String> = self.candidates(quote).into_iter().flatten().collect();
        for name in self.people_near(quote.extent()) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        let line = corrected::together(now.into_iter().map(str::to_owned));
        let kind = PromptKind::Speakers { quote: Target::Quote(quote.id), known };
        self.mode = Mode::Prompt(Prompt::new(kind, &line));
        self.prompt_changed();
    }

    /// Gives a quote to those whose names were typed: to nobody, if none was.
    pub(super) fn give_to_typed(&mut self, quote: &Target, known: &[String], typed: &str) -> Vec<Effect> {
        let Some(quote) = self.analysis().and_then(|analysis| match quote {
            Target::Quote(id) => analysis.quote(*id),
            Target::Words(span) => analysis.quotes.iter().find(|quote| quote.extent() == *span),
            Target::Annotation(_) => None,
        }) else {
            self.say(Tone::Info, "these words are no quote any more");
            return Vec::new();
        };
        let id = quote.id;
        let now = quote.speaker.as_ref().map_or_else(Vec::new, voices);
        let found = self.found(id).and_then(|quote| quote.speaker.as_ref()).map_or_else(Vec::new, voices);
        let called = |name: &str| {
            let analysis = self.analysis()?;
            let entity = corrected::entity_named(&self.article, analysis, name)?;
            analysis.entity(entity).map(|entity| entity.name.clone())
        };
        let is_known = |name: &str| called(name).is_some() || known.iter().any(|known| fold(known) == fold(name));
        let full = |name: String| {
            let same = known.iter().find(|known| fold(known) == fold(&name)).cloned();
            same.or_else(|| called(&name))
                .or_else(|| speaker_line::begun(known, &name).map(str::to_owned))
                .unwrap_or(name)
        };
        let names: Vec<String> = speaker_line::names(typed, is_known).into_iter().map(full).collect();
        if names == now {
            return Vec::new();
        }
        let as_found = names == found;
        let given = match names.is_empty() {
            _ if as_found => Given::Found,
            true => Given::To(None),
            false => Given::To(Some(corrected::together(names.iter().cloned()))),
        };
        let said: Vec<&str> = names.iter().map(String::as_str).collect();
        let (are, who) = match said.len() {
            0 => ("speaker", "nobody".to_owned()),
            1 => ("speaker", listed(&said)),
            _ => ("speakers", listed(&said)),
        };
        let as_found = if as_found { ", as it was found" } else { "" };
        self.give(id, given, &format!("{are}: {who}{as_found} · saved"))
    }

    /// Gives a quote to a speaker, also in the annotation that is about it:
    /// one step to undo. The quote stays listed.
    fn give(&mut self, id: QuoteId, given: Given, done: &str) -> Vec<Effect> {
        let Some(quote) = self.analysis().and_then(|analysis| analysis.quote(id)) else { return Vec::new() };
        let extent = quote.extent();
        let place = corrected::places(&self.article, std::slice::from_ref(quote)).into_iter().next();
        let Some((words, start)) = place else { return Vec::new() };
        let old = self.corrected_speaker(id).map(Correction::subject);
        let found = self.found(id).and_then(|quote| Some(quote.speaker.as_ref()?.name.clone()));
        let now = self.now;
        let (name, kept) = match given {
            Given::Found => {
                let kept = self.with_notebook(|notebook| old.map_or(Ok(false), |subject| notebook.withdraw(&subject)));
                (found, kept)
            }
            Given::To(speaker) => {
                let shown = speaker.as_deref().map(|names| listed(&names_in(names).collect::<Vec<_>>()));
                // What was said of these words before is said anew, also where
                // the text around them has changed since.
                let (quote, start) = match old {
                    Some(Subject::Speaker { quote, start }) => (quote, start),
                    _ => (words, start),
                };
                let matter = Matter::Speaker { quote, start, speaker };
                (shown, self.with_notebook(|notebook| notebook.correct(matter, now)))
            }
        };
        if matches!(kept, Ok(true)) {
            self.sidebar.hold(extent);
            self.sidebar.follow();
            self.say_in_annotation(extent, name);
        }
        self.finish(kept, done)
    }

    /// Lets the annotation about a quote say the same speaker.
    fn say_in_annotation(&mut self, quote: Span, speaker: Option<String>) {
        let now = self.now;
        let Some(notebook) = &mut self.notes.notebook else { return };
        let about = notebook.about_quote(quote).filter(|entry| entry.annotation.quote.is_some());
        let Some(id) = about.map(|entry| entry.annotation.id.clone()) else { return };
        let edit = |annotation: &mut Annotation| {
            if let Some(speech) = &mut annotation.quote {
                speech.speaker = speaker;
            }
        };
        // The notebook was just written to: it does not refuse.
        if notebook.edit(&id, "speaker", now, edit).is_ok_and(|changed| changed) {
            notebook.join_changes();
        }
    }
}

/// The names of those who speak, one or several.
fn voices(speaker: &Speaker) -> Vec<&str> {
    if speaker.together.is_empty() {
        return vec![&speaker.name];
    }
    speaker.together.iter().map(|voice| voice.name.as_str()).collect()
}

/// To whom a quote is given.
enum Given {
    /// To whom it was found to be.
    Found,
    /// To those whom a correction names so; `None` is nobody.
    To(Option<String>),
}
