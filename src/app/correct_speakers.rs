//! Correcting speakers: one key offers the likely speakers of a quote, another asks for names.

use super::action::Action;
use super::mode::{Answer, Choice, Mode, Prompt, PromptKind, Target};
use super::{App, Effect, Tone, naming, speaker_line};
use crate::folders::analysis_with_corrections;
use pullquote_article::Span;
use pullquote_article::text::fold::fold;
use pullquote_article::{BlockKind, MarkKind};
use pullquote_nlp::{Candidate, EntityId, EntityKind, Quote, QuoteId, Speaker};
use pullquote_nlp::{join_names, split_speakers};
use pullquote_notes::Annotation;
use pullquote_notes::correction;
use pullquote_notes::correction::Correction;
use pullquote_notes::{Fix, Subject};

/// The most candidates that are offered besides the speaker that was found.
const OFFERED: usize = 6;
/// A candidate that is not a person and speaks nowhere else in the article is
/// offered from this probability on.
const LIKELY: f32 = 0.05;

impl App {
    /// The correction of the speaker of a quote, if a person made one.
    pub(super) fn corrected_speaker(&self, id: QuoteId) -> Option<&Correction> {
        let analysis = self.analysis()?;
        let corrections = self.notebook()?.corrections();
        if !corrections.iter().any(|c| matches!(c.fix, Fix::Speaker { .. })) {
            return None;
        }
        let places = analysis_with_corrections::places(&self.article, &analysis.quotes);
        let quotes: Vec<(&str, usize)> = places.iter().map(|(words, start)| (words.as_str(), *start)).collect();
        correction::speakers(corrections, &quotes).get(id.0).copied().flatten()
    }

    /// The names of the likely speakers of a quote, the likeliest first: the
    /// one the analysis found, its other candidates, then the people of the
    /// article by their distance from the quote. `None` is nobody.
    fn candidates(&self, quote: &Quote) -> Vec<Option<String>> {
        let found = self.found(quote.id);
        let speaker = found.and_then(|quote| quote.speaker.as_ref()).map(|speaker| speaker.name.clone());
        let others = found.map_or(&[][..], |quote| quote.candidates.as_slice());
        let mut names: Vec<Option<String>> = vec![speaker];
        let known =
            |names: &[Option<String>], name: &str| names.iter().flatten().any(|known| fold(known) == fold(name));
        // A candidate that is a place or a piece of a phrase must be likely.
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

    /// Whether an entity is a person or speaks somewhere in the article.
    fn can_speak(&self, id: EntityId) -> bool {
        let Some(analysis) = self.analysis() else { return false };
        let found = || (0..analysis.quotes.len()).filter_map(|i| self.found(QuoteId(i))?.speaker.as_ref());
        analysis.entity(id).is_some_and(|entity| entity.kind == EntityKind::Person)
            || found().any(|speaker| speaker.is(id))
    }

    /// The names of people and other speakers of the article, by the distance
    /// of their mentions from `span`.
    fn people_near(&self, span: Span) -> Vec<String> {
        let Some(analysis) = self.analysis() else { return Vec::new() };
        let mut near: Vec<(usize, &str)> = Vec::new();
        for entity in analysis.entities.iter().filter(|entity| self.can_speak(entity.id)) {
            let mentions = entity.mentions.iter().filter_map(|i| analysis.mentions.get(*i));
            let spoken = mentions.map(|mention| mention.span).filter(|mention| self.may_be_speaking(*mention, span));
            let distance =
                |m: Span| if m.end <= span.start { span.start - m.end } else { m.start.saturating_sub(span.end) };
            near.extend(spoken.map(distance).min().map(|distance| (distance, entity.name.as_str())));
        }
        near.sort_unstable();
        near.into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    /// Whether a mention can name the speaker of the words at `quote`. A
    /// mention inside the words is of somebody they are about; one in a byline,
    /// credit or caption is not part of the story.
    fn may_be_speaking(&self, mention: Span, quote: Span) -> bool {
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

    /// The quote that a correction of the speaker would be about; shows a
    /// message and returns `None` if there is none.
    fn quote_to_correct(&mut self) -> Option<QuoteId> {
        if !self.may_change_notes() {
            return None;
        }
        let id = self.quote_here().filter(|id| self.analysis().is_some_and(|a| a.quote(*id).is_some()));
        if id.is_none() {
            self.say_no_quote();
        }
        id
    }

    /// Offers the likely speakers of the quote; the one `times` places after the current speaker
    /// is selected.
    pub(super) fn choose_speaker(&mut self, times: usize) {
        let Some(quote) = self.quote_to_correct().and_then(|id| self.analysis()?.quote(id)) else { return };
        let id = quote.id;
        let candidates = self.candidates(quote);
        if candidates.len() < 2 {
            let key = self.keymap().hint(Action::NameSpeaker);
            self.say(Tone::Info, format!("nobody else is named in this article; {key} takes any name"));
            return;
        }
        let has = quote.speaker.as_ref().map(|speaker| fold(&speaker.name));
        let at = candidates.iter().position(|c| c.as_deref().map(fold) == has);
        let selected = at.map_or(0, |at| at + times) % candidates.len();
        let question = naming::shortened(&quote.words(self.article.text()));
        let numbered = candidates.into_iter().zip('1'..='9').enumerate();
        let answers = numbered.map(|(i, (name, key))| {
            let said = name.as_deref().unwrap_or("nobody");
            let state = match (i, Some(i) == at) {
                (0, true) => ", as it was found",
                (0, false) => ", as it was found at first",
                (_, true) => ", as it is now",
                _ => "",
            };
            let label = format!("{said}{state}").into();
            Answer { key, label, choice: Choice::Speaker(Target::Quote(id), name, i == 0) }
        });
        self.offer(("Who says this", Action::OtherSpeaker), question, (answers.collect(), selected));
    }

    /// Gives a quote to the speakers of this name, or to nobody; `as_found` withdraws a
    /// correction.
    pub(super) fn give_to(&mut self, quote: &Target, name: Option<String>, as_found: bool) -> Vec<Effect> {
        let Some(quote) = self.quote_of_target(quote).and_then(|id| self.analysis()?.quote(id)) else {
            self.say_quote_is_gone();
            return Vec::new();
        };
        let id = quote.id;
        let now = quote.speaker.as_ref().map(|speaker| fold(&speaker.name));
        if now == name.as_deref().map(fold) {
            return Vec::new();
        }
        let words = naming::shortened(&quote.words(self.article.text()));
        let found = if as_found { ", as it was found" } else { "" };
        let done = format!("{words} is by {}{found} · saved", name.as_deref().unwrap_or("nobody"));
        self.give(id, if as_found { Given::Found } else { Given::To(name) }, &done)
    }

    /// Asks for the names of the speakers of the quote; the line holds the
    /// current ones.
    pub(super) fn ask_speakers(&mut self) {
        let Some(quote) = self.quote_to_correct().and_then(|id| self.analysis()?.quote(id)) else { return };
        let now = quote.speaker.as_ref().map_or_else(Vec::new, voices);
        let mut known: Vec<String> = self.candidates(quote).into_iter().flatten().collect();
        for name in self.people_near(quote.extent()) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        let line = analysis_with_corrections::together(now.into_iter().map(str::to_owned));
        let kind = PromptKind::Speakers { quote: Target::Quote(quote.id), known };
        self.mode = Mode::Prompt(Prompt::with_selected(kind, &line));
        self.prompt_changed();
    }

    /// Gives a quote to the speakers with the typed names, or to nobody if the
    /// line is empty.
    pub(super) fn give_to_typed(&mut self, quote: &Target, known: &[String], typed: &str) -> Vec<Effect> {
        let Some(quote) = self.quote_of_target(quote).and_then(|id| self.analysis()?.quote(id)) else {
            self.say_quote_is_gone();
            return Vec::new();
        };
        let id = quote.id;
        let now = quote.speaker.as_ref().map_or_else(Vec::new, voices);
        let found = self.found(id).and_then(|quote| quote.speaker.as_ref()).map_or_else(Vec::new, voices);
        let called = |name: &str| {
            let analysis = self.analysis()?;
            let entity = analysis_with_corrections::entity_named(&self.article, analysis, name)?;
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
            false => Given::To(Some(analysis_with_corrections::together(names.iter().cloned()))),
        };
        let said: Vec<&str> = names.iter().map(String::as_str).collect();
        let who = if said.is_empty() { "nobody".to_owned() } else { join_names(&said) };
        let words = naming::shortened(&quote.words(self.article.text()));
        let as_found = if as_found { ", as it was found" } else { "" };
        self.give(id, given, &format!("{words} is by {who}{as_found} · saved"))
    }

    /// Gives a quote to a speaker, also in the annotation about it, as one step
    /// to undo. The quote stays listed.
    fn give(&mut self, id: QuoteId, given: Given, done: &str) -> Vec<Effect> {
        let Some(quote) = self.analysis().and_then(|analysis| analysis.quote(id)) else { return Vec::new() };
        let extent = quote.extent();
        let place = analysis_with_corrections::places(&self.article, std::slice::from_ref(quote)).into_iter().next();
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
                let shown = speaker.as_deref().map(|names| join_names(&split_speakers(names).collect::<Vec<_>>()));
                // An older correction of these words is replaced, even if the
                // text around them has changed since.
                let (quote, start) = match old {
                    Some(Subject::Speaker { quote, start }) => (quote, start),
                    _ => (words, start),
                };
                let fix = Fix::Speaker { quote, start, speaker };
                (shown, self.with_notebook(|notebook| notebook.correct(fix, now)))
            }
        };
        if matches!(kept, Ok(true)) {
            self.sidebar.keep_listed(extent);
            self.sidebar.follow();
            self.say_in_annotation(extent, name);
        }
        self.finish(kept, done)
    }

    /// Writes the speaker into the annotation about a quote, if there is one.
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
        // The notebook was just written to, so it does not refuse.
        if notebook.edit(&id, "speaker", now, edit).is_ok_and(|changed| changed) {
            notebook.join_changes();
        }
    }
}

/// The names of the speakers, one or several.
fn voices(speaker: &Speaker) -> Vec<&str> {
    if speaker.together.is_empty() {
        return vec![&speaker.name];
    }
    speaker.together.iter().map(|voice| voice.name.as_str()).collect()
}

/// Who gets a quote.
enum Given {
    /// The speaker that the analysis found.
    Found,
    /// The speakers of this name, as corrections write it; `None` is nobody.
    To(Option<String>),
}
