//! The notes of the article: which of them are about what, what a new one would
//! be about, and moving between them.

use std::collections::HashMap;

use super::margin::has_words;
use super::mode::{CardView, Mode, NoteDraft, Target};
use super::sidebar::SidebarEntry;
use super::{App, Focus, Pick, Tone};
use crate::folders::Draft;
use pullquote_article::Span;
use pullquote_nlp::QuoteId;
use pullquote_notes::{Annotation, Check};
use pullquote_notes::{Notebook, PlacedAnnotation};

/// The most bytes of the annotated words that a popup's title shows.
const ABOUT: usize = 240;

/// The notes of the article and the state of their file.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) notebook: Option<Box<Notebook>>,
    /// The check state of each annotated quote, by the quote's index, and
    /// whether the annotation covers the same words exactly or only overlaps.
    pub(super) checks: HashMap<usize, (Check, bool)>,
    /// The message to show when the save under way is confirmed.
    pub(super) done: String,
    /// The error of the last save, until one succeeds.
    pub(super) error: Option<String>,
    /// The number of notes with words or tags at a place in the text.
    pub(super) with_words: usize,
    /// A number that grows when notes change.
    pub(super) generation: u64,
    /// Whether the person chose to quit without saving.
    pub(super) given_up: bool,
    /// Whether notes from a rescue file are in the notebook, until they are
    /// saved.
    pub(super) rescued: bool,
    /// The note that is open in `$EDITOR`.
    pub(super) editor: Option<NoteDraft>,
    /// Drafts of readers that have ended, the oldest first.
    pub(super) unfinished: Vec<Draft>,
    /// The keys of drafts to be removed when everything is saved.
    pub(super) to_discard: Vec<String>,
    /// A counter that grows with every annotation and every draft.
    pub(super) serial: u64,
}

impl Notes {
    /// The annotations with their anchors, in the order of the text; empty
    /// before the notes are read.
    pub(super) fn entries(&self) -> &[PlacedAnnotation] {
        self.notebook.as_ref().map_or(&[], |n| n.entries())
    }

    /// The position of an annotation in words: `annotation 2/7`.
    pub(super) fn place_words(&self, id: &str) -> String {
        let at = self.entries().iter().position(|e| e.annotation.id == id).map_or(0, |i| i + 1);
        format!("annotation {at}/{}", self.entries().len())
    }
}

/// As much of the annotated words as a popup's title shows.
pub(super) fn title_words(words: &str) -> &str {
    let end = pullquote_article::text::graphemes::floor_boundary(words, ABOUT);
    words.get(..end).unwrap_or("")
}

impl App {
    /// The annotations that overlap `span`, with their spans.
    pub fn annotations_in(&self, span: Span) -> impl Iterator<Item = (&PlacedAnnotation, Span)> {
        self.notebook().into_iter().flat_map(move |notebook| notebook.overlapping(span))
    }

    /// The check state of a quote; `None` if no annotation is about it.
    #[must_use]
    pub fn check_of(&self, quote: QuoteId) -> Option<Check> {
        self.notes.checks.get(&quote.0).map(|(check, _)| *check)
    }

    /// Updates everything that is derived from the notes.
    pub(super) fn notes_changed(&mut self) {
        if let Some(Pick::Annotation(id)) = &self.pick
            && !self.notes.entries().iter().any(|e| e.annotation.id == *id)
        {
            self.pick = None;
        }
        self.index_notes();
        self.list_entries();
    }

    /// Updates which annotation gives which quote its check state.
    pub(super) fn index_notes(&mut self) {
        let mut checks: HashMap<usize, (Check, bool)> = HashMap::new();
        for entry in self.notes.entries() {
            let annotation = &entry.annotation;
            let Some(span) = entry.anchor.span() else { continue };
            let Some(check) = annotation.check.or(annotation.quote.as_ref().map(|_| Check::Unchecked)) else {
                continue;
            };
            for quote in self.quotes_in(span) {
                let exact = quote.extent() == span;
                let known = checks.entry(quote.id.0).or_insert((check, exact));
                if exact && !known.1 {
                    *known = (check, true);
                }
            }
        }
        self.notes.checks = checks;
        let with_words = |e: &&PlacedAnnotation| e.anchor.span().is_some() && has_words(&e.annotation);
        self.notes.with_words = self.notes.entries().iter().filter(with_words).count();
        self.notes.generation += 1;
    }

    /// What a note, a tag or a highlight would be attached to now.
    /// In the sidebar that is the selected entry of the Quotes and the Notes tab.
    pub(super) fn target(&self) -> Option<Target> {
        if let Some(listed) = self.listed_target() {
            return Some(listed);
        }
        match (&self.mode, &self.pick) {
            (Mode::Select(selection), _) => {
                let span = selection.span().trimmed(self.article.text());
                (!span.is_empty()).then_some(Target::Words(span))
            }
            (Mode::Card(CardView { quote: id, .. }), _) | (_, Some(Pick::Quote(id))) => Some(self.about_quote(*id)),
            (_, Some(Pick::Annotation(id))) => Some(Target::Annotation(id.clone())),
            (_, Some(Pick::Mention(_) | Pick::Match(_) | Pick::Cut(_))) => self.picked_span().map(Target::Words),
            (_, None) => self.cursor_sentence().map(|sentence| self.about_words(sentence)),
        }
    }

    /// What the selected entry of the sidebar is about, while the sidebar has the focus: a quote or a
    /// note.
    fn listed_target(&self) -> Option<Target> {
        if self.focus != Focus::Sidebar || self.mode != Mode::Read {
            return None;
        }
        match self.sidebar.selected()? {
            SidebarEntry::Quote(id) => Some(self.about_quote(*id)),
            SidebarEntry::Note(id) => Some(Target::Annotation(id.clone())),
            _ => None,
        }
    }

    /// The annotation on exactly these words or, if there is none, the words.
    fn about_words(&self, words: Span) -> Target {
        let same = self.annotations_in(words).find(|(_, span)| *span == words);
        same.map_or(Target::Words(words), |(entry, _)| Target::Annotation(entry.annotation.id.clone()))
    }

    /// The annotation about a quote or, if there is none, the quote.
    pub(super) fn about_quote(&self, id: QuoteId) -> Target {
        let extent = self.analysis().and_then(|a| a.quote(id)).map(|q| q.extent()).unwrap_or_default();
        match self.notebook().and_then(|n| n.about_quote(extent)) {
            Some(entry) => Target::Annotation(entry.annotation.id.clone()),
            None => Target::Quote(id),
        }
    }

    /// The span of the picked words.
    #[must_use]
    pub fn picked_span(&self) -> Option<Span> {
        match self.pick.as_ref()? {
            Pick::Quote(id) => self.analysis()?.quote(*id).map(|q| q.extent()),
            Pick::Mention(i) => self.analysis()?.mentions.get(*i).map(|m| m.span),
            Pick::Annotation(id) => self.notebook()?.get(id)?.anchor.span(),
            Pick::Match(i) => self.matches().get(*i).copied(),
            Pick::Cut(cut) => {
                let back = self.article.put_back().iter().find(|back| back.index == *cut)?;
                self.article.blocks().get(back.block).map(|block| block.span)
            }
        }
    }

    pub(super) fn words_of(&self, target: &Target) -> String {
        let text = self.article.text();
        let words = match target {
            Target::Annotation(id) => {
                self.notebook().and_then(|n| n.get(id)).map_or("", |e| e.annotation.exact()).to_owned()
            }
            Target::Quote(id) => self.analysis().and_then(|a| a.quote(*id)).map_or(String::new(), |q| q.words(text)),
            Target::Words(span) => span.of(text).to_owned(),
        };
        title_words(&words).to_owned()
    }

    pub(super) fn annotation(&self, target: &Target) -> Option<&Annotation> {
        match target {
            Target::Annotation(id) => self.notebook()?.get(id).map(|e| &e.annotation),
            Target::Quote(_) | Target::Words(_) => None,
        }
    }

    /// Picks an annotation and scrolls to it.
    pub(super) fn pick_annotation(&mut self, id: &str) {
        let Some(entry) = self.notebook().and_then(|n| n.get(id)) else { return };
        let place = entry.anchor.span();
        let at = entry.at;
        self.pick_at(Pick::Annotation(id.to_owned()), place.unwrap_or(Span::new(at, at)));
        match place {
            Some(_) => {}
            None => {
                let key = self.keymap().hint(super::Action::Review);
                self.say(Tone::Info, format!("its words are no longer where they were; {key} shows where they may be"));
            }
        }
        self.sidebar.select_note(id);
    }

    /// Picks the annotation `times` after or before the picked one, or counted
    /// from the cursor.
    pub(super) fn walk_annotations(&mut self, times: usize, on: bool) {
        let entries = self.notes.entries();
        if entries.is_empty() {
            let key = self.keymap().hint(super::Action::Note);
            self.say(Tone::Info, format!("there are no annotations yet; {key} writes one"));
            return;
        }
        let picked = match &self.pick {
            Some(Pick::Annotation(id)) => entries.iter().position(|e| e.annotation.id == *id),
            _ => None,
        };
        let target = match picked {
            Some(at) if on => at.saturating_add(times),
            Some(at) => at.saturating_sub(times),
            None => {
                let top = self.place();
                let at = entries.partition_point(|e| e.at < top);
                if on { at.saturating_add(times - 1) } else { at.saturating_sub(times) }
            }
        };
        let last = entries.len() - 1;
        let Some(id) = entries.get(target.min(last)).map(|e| e.annotation.id.clone()) else { return };
        if target > last {
            self.say(Tone::Info, "this is the last annotation");
        }
        self.leave_selecting();
        self.pick_annotation(&id);
    }
}
