//! Notes whose words moved or went: which there are, and what a person
//! decides about them.
//!
//! To confirm a place adds a selector to the note ([`Notebook::confirm`]); to
//! refuse one is a correction, so that the place is not offered again, and so
//! is to keep a note without a place. The selector that a note was made with
//! is never rewritten.

use jiff::Timestamp;

use super::{Anchor, Anchorer, Annotation, Change, Correction, Entry, Notebook, Refused, Step, entry, whole_second};
use crate::correction::{Matter, Subject};
use crate::selector::around;
use pullquote_article::Article;
use pullquote_article::text::fold::fold;
use pullquote_article::text::span::Span;

/// Rounds of refusing what is offered instead.
const ROUNDS: usize = 50;

/// How many notes are not simply where they were made, and wait for a
/// person to say where they belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unsure {
    /// Their words were found elsewhere, and nobody has confirmed it.
    pub moved: usize,
    /// Several places, or a doubtful one, are possible.
    pub review: usize,
    /// They have no place, and nobody has said that they are kept so.
    pub orphans: usize,
}

impl Unsure {
    /// Whether every note is where it was made, or was confirmed.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// How many they are together.
    #[must_use]
    pub fn total(self) -> usize {
        self.moved + self.review + self.orphans
    }
}

impl std::fmt::Display for Unsure {
    /// `2 moved, 1 to review, 1 without a place`; nothing where all is sure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [(self.moved, "moved"), (self.review, "to review"), (self.orphans, "without a place")];
        let words: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        f.write_str(&words.join(", "))
    }
}

/// The places that were refused for one note, folded.
pub(super) struct Refusals {
    places: Vec<[String; 3]>,
    /// The note is kept without a place.
    kept: bool,
}

impl Refusals {
    pub(super) fn of(corrections: &[Correction], id: &str) -> Self {
        let places = corrections.iter().filter_map(|correction| match &correction.matter {
            Matter::NotHere { note, words, before, after } if note == id => {
                Some([fold(words), fold(before), fold(after)])
            }
            _ => None,
        });
        let kept = |c: &Correction| matches!(&c.matter, Matter::NoPlace { note } if note == id);
        Self { places: places.collect(), kept: corrections.iter().any(kept) }
    }

    pub(super) fn hold(&self, text: &str, span: Span) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let (before, after) = around(text, span);
        let (words, before, after) = (fold(span.of(text)), fold(before), fold(after));
        self.places.iter().any(|[refused, was_before, was_after]| {
            let (ahead, behind) = (*was_before == before, *was_after == after);
            // Of a note that is kept without a place a change on one side of
            // what was refused is not asked about; of others it may be a twin.
            *refused == words && (ahead && behind || self.kept && (ahead || behind))
        })
    }
}

impl Notebook {
    /// Whether a person has still to say where a note belongs. Not asked are
    /// those on no words, and those that were kept without a place.
    #[must_use]
    pub fn is_unsure(&self, entry: &Entry) -> bool {
        match entry.anchor {
            Anchor::Exact(_) => false,
            Anchor::Moved(..) | Anchor::Review(_) => true,
            Anchor::Orphan => !entry.annotation.is_on_whole() && !self.is_kept_without_place(&entry.annotation.id),
        }
    }

    /// Whether a person said that this annotation is kept without a place.
    #[must_use]
    pub fn is_kept_without_place(&self, id: &str) -> bool {
        self.correction(&Subject::NoPlace { note: id.to_owned() }).is_some()
    }

    /// How many notes are not simply where they were made, and wait for a
    /// person to say where they belong.
    #[must_use]
    pub fn unsure(&self) -> Unsure {
        let mut unsure = Unsure::default();
        for entry in self.entries.iter().filter(|entry| self.is_unsure(entry)) {
            match entry.anchor {
                Anchor::Exact(_) => {}
                Anchor::Moved(..) => unsure.moved += 1,
                Anchor::Review(_) => unsure.review += 1,
                Anchor::Orphan => unsure.orphans += 1,
            }
        }
        unsure
    }

    /// Says that an annotation belongs to none of `spans` of the open
    /// article: it is not put there, nor offered there, again; where that
    /// leaves no other place, it is kept without one. Undone as one step.
    /// Returns whether anything came out different.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn refuse(&mut self, article: &Article, id: &str, spans: &[Span], now: Timestamp) -> Result<bool, Refused> {
        self.refusable(id)?;
        let refused = self.refuse_places(article, id, spans, now);
        if refused.is_empty() {
            return Ok(false);
        }
        self.anchor_again(article, &[id]);
        Ok(self.step_of_refusals(article, id, refused, now))
    }

    /// Says that an annotation belongs nowhere in the open article: every
    /// place that would be offered is refused, and it is kept without one.
    /// Undone as one step. Returns whether anything came out different.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn keep_without_place(&mut self, article: &Article, id: &str, now: Timestamp) -> Result<bool, Refused> {
        self.refusable(id)?;
        let mut refused = Vec::new();
        // Behind the places that are refused others may be offered; each round
        // refuses one at least.
        for _ in 0..ROUNDS {
            let spans = match self.get(id).map(|e| &e.anchor) {
                Some(Anchor::Moved(span, _)) => vec![*span],
                Some(Anchor::Review(spans)) => spans.clone(),
                _ => break,
            };
            let more = self.refuse_places(article, id, &spans, now);
            if more.is_empty() {
                break;
            }
            refused.extend(more);
            self.anchor_again(article, &[id]);
        }
        Ok(self.step_of_refusals(article, id, refused, now))
    }

    fn refusable(&self, id: &str) -> Result<(), Refused> {
        self.writable()?;
        self.get(id).map(|_| ()).ok_or_else(|| Refused::NoSuch(id.to_owned()))
    }

    fn refuse_places(
        &mut self,
        article: &Article,
        id: &str,
        spans: &[Span],
        now: Timestamp,
    ) -> Vec<Change<Correction>> {
        let text = article.text();
        let mut changes = Vec::new();
        for span in spans.iter().filter(|span| !span.of(text).trim().is_empty()) {
            let (before, after) = around(text, *span);
            let words = span.of(text).to_owned();
            let (before, after) = (before.to_owned(), after.to_owned());
            let matter = Matter::NotHere { note: id.to_owned(), words, before, after };
            if self.correction(&matter.subject()).is_none() {
                let correction = Correction { created: whole_second(now), matter };
                self.put_correction(&correction.subject(), Some(correction.clone()));
                changes.push(Change { before: None, after: Some(correction) });
            }
        }
        changes
    }

    fn step_of_refusals(
        &mut self,
        article: &Article,
        id: &str,
        mut corrections: Vec<Change<Correction>>,
        now: Timestamp,
    ) -> bool {
        if self.get(id).is_some_and(|entry| matches!(entry.anchor, Anchor::Orphan) && self.is_unsure(entry)) {
            let matter = Matter::NoPlace { note: id.to_owned() };
            let correction = Correction { created: whole_second(now), matter };
            self.put_correction(&correction.subject(), Some(correction.clone()));
            corrections.push(Change { before: None, after: Some(correction) });
        }
        if corrections.is_empty() {
            return false;
        }
        self.revision += 1;
        self.history.push(Step { name: "refusal", changes: Vec::new(), corrections });
        self.anchor_again(article, &[id]);
        true
    }

    /// Confirms the places of several annotations, by id, as one step; see
    /// [`Notebook::confirm`]. Returns whether anything came out different.
    ///
    /// # Errors
    /// If the notebook is read-only; then nothing is confirmed.
    pub fn confirm_all(
        &mut self,
        article: &Article,
        sentences: &[Span],
        places: &[(String, Span)],
        now: Timestamp,
    ) -> Result<bool, Refused> {
        self.writable()?;
        let (mut changes, mut corrections) = (Vec::new(), Vec::new());
        for (id, span) in places {
            // One that went meanwhile needs no place.
            if self.confirm(article, sentences, id, *span, now).is_ok_and(|changed| changed)
                && let Some(step) = self.history.take_done()
            {
                changes.extend(step.changes);
                corrections.extend(step.corrections);
            }
        }
        let changed = !changes.is_empty();
        if changed {
            self.history.push(Step { name: "confirm", changes, corrections });
        }
        Ok(changed)
    }

    /// A note that has a place again is asked about when it loses that, too.
    /// Part of the step before.
    pub(super) fn has_place_again(&mut self, id: &str) {
        let subject = Subject::NoPlace { note: id.to_owned() };
        let Some(before) = self.correction(&subject).cloned() else { return };
        if let Some(mut step) = self.history.take_done() {
            self.put_correction(&subject, None);
            step.corrections.push(Change { before: Some(before), after: None });
            self.history.push(step);
        }
    }

    /// Places the annotations anew whose refused places are not those of
    /// `before`.
    pub(super) fn refusals_changed(&mut self, article: &Article, before: &[Correction]) {
        let refused = |corrections: &[Correction]| -> Vec<Matter> {
            let matters = corrections.iter().map(|c| c.matter.clone());
            matters.filter(|matter| matches!(matter, Matter::NotHere { .. })).collect()
        };
        let (old, new) = (refused(before), refused(&self.corrections));
        let differ = old.iter().filter(|m| !new.contains(m)).chain(new.iter().filter(|m| !old.contains(m)));
        let ids: Vec<&str> = differ
            .filter_map(|m| if let Matter::NotHere { note, .. } = m { Some(note.as_str()) } else { None })
            .collect();
        if !ids.is_empty() {
            self.anchor_again(article, &ids);
        }
    }

    pub(super) fn placed(&self, anchorer: &Anchorer<'_>, annotation: Annotation) -> super::Entry {
        let refusals = Refusals::of(&self.corrections, &annotation.id);
        entry(anchorer, annotation, &refusals)
    }
}
