//! Refusing places: a person says where an annotation does not belong.
//!
//! A refusal is a correction, so that the place is not offered again. The
//! decision to keep an annotation without a place is a correction, too.

use jiff::Timestamp;
use pullquote_article::text::fold::fold;
use pullquote_article::{Article, Span};

use super::Notebook;
use super::edit::whole_second;
use crate::annotation::{Anchor, Selector};
use crate::correction::{Correction, Fix};
use crate::history::{Change, Step};
use crate::messages::NotebookError;

/// The most rounds of refusing the places that are offered next.
const ROUNDS: usize = 50;

/// The places that were refused for one annotation.
pub(super) struct Refusals {
    /// The words of each place, the text before and the text after it, folded.
    places: Vec<[String; 3]>,
    /// Whether the annotation is kept without a place.
    kept: bool,
}

impl Refusals {
    /// The refusals among `corrections` for the annotation with this id.
    pub(super) fn of(corrections: &[Correction], id: &str) -> Self {
        let places = corrections.iter().filter_map(|correction| match &correction.fix {
            Fix::NotHere { note, words, before, after } if note == id => Some([fold(words), fold(before), fold(after)]),
            _ => None,
        });
        let kept = |c: &Correction| matches!(&c.fix, Fix::NoPlace { note } if note == id);
        Self { places: places.collect(), kept: corrections.iter().any(kept) }
    }

    /// Whether `span` of `text` is one of the refused places.
    pub(super) fn include(&self, text: &str, span: Span) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let (before, after) = Selector::context(text, span);
        let (words, before, after) = (fold(span.of(text)), fold(before), fold(after));
        self.places.iter().any(|[refused, was_before, was_after]| {
            let (same_before, same_after) = (*was_before == before, *was_after == after);
            // With a change on one side it may be another place with the same
            // words. Only an annotation that is kept without a place ignores it.
            *refused == words && (same_before && same_after || self.kept && (same_before || same_after))
        })
    }
}

impl Notebook {
    /// Refuses `spans` of the open article as places of the annotation with this
    /// id: it is not put there again, and they are not offered again. If no
    /// other place is left, it is kept without one. This is one step of undo.
    /// Returns whether anything is different now.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn refuse(
        &mut self,
        article: &Article,
        id: &str,
        spans: &[Span],
        now: Timestamp,
    ) -> Result<bool, NotebookError> {
        self.refusable(id)?;
        let refused = self.refuse_places(article, id, spans, now);
        if refused.is_empty() {
            return Ok(false);
        }
        self.anchor_again(article, &[id]);
        Ok(self.step_of_refusals(article, id, refused, now))
    }

    /// Keeps the annotation with this id without a place in the open article:
    /// every place that would be offered is refused. This is one step of undo.
    /// Returns whether anything is different now.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn keep_without_place(&mut self, article: &Article, id: &str, now: Timestamp) -> Result<bool, NotebookError> {
        self.refusable(id)?;
        let mut refused = Vec::new();
        // When places are refused, others may be offered. Each round refuses at
        // least one.
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

    /// An error if nothing can be changed or no annotation has this id.
    fn refusable(&self, id: &str) -> Result<(), NotebookError> {
        self.writable()?;
        self.get(id).map(|_| ()).ok_or_else(|| NotebookError::NoSuch(id.to_owned()))
    }

    /// Adds a correction for each of `spans` that is not refused yet, and returns
    /// the changes.
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
            let (before, after) = Selector::context(text, *span);
            let words = span.of(text).to_owned();
            let (before, after) = (before.to_owned(), after.to_owned());
            let fix = Fix::NotHere { note: id.to_owned(), words, before, after };
            if self.correction(&fix.subject()).is_none() {
                let correction = Correction { created: whole_second(now), fix };
                self.put_correction(&correction.subject(), Some(correction.clone()));
                changes.push(Change { before: None, after: Some(correction) });
            }
        }
        changes
    }

    /// Records `corrections` as one step. If the annotation has no place left,
    /// the step also keeps it without one. Returns whether anything changed.
    fn step_of_refusals(
        &mut self,
        article: &Article,
        id: &str,
        mut corrections: Vec<Change<Correction>>,
        now: Timestamp,
    ) -> bool {
        if self.get(id).is_some_and(|entry| matches!(entry.anchor, Anchor::Orphan) && self.is_unsure(entry)) {
            let fix = Fix::NoPlace { note: id.to_owned() };
            let correction = Correction { created: whole_second(now), fix };
            self.put_correction(&correction.subject(), Some(correction.clone()));
            corrections.push(Change { before: None, after: Some(correction) });
        }
        if corrections.is_empty() {
            return false;
        }
        self.changes += 1;
        self.history.push(Step { name: "refusal", changes: Vec::new(), corrections });
        self.anchor_again(article, &[id]);
        true
    }

    /// Finds the places again of annotations with refusals that differ between
    /// `before` and now.
    pub(super) fn refusals_changed(&mut self, article: &Article, before: &[Correction]) {
        let refused = |corrections: &[Correction]| -> Vec<Fix> {
            let fixes = corrections.iter().map(|c| c.fix.clone());
            fixes.filter(|fix| matches!(fix, Fix::NotHere { .. })).collect()
        };
        let (old, new) = (refused(before), refused(&self.corrections));
        let differ = old.iter().filter(|m| !new.contains(m)).chain(new.iter().filter(|m| !old.contains(m)));
        let ids: Vec<&str> =
            differ.filter_map(|m| if let Fix::NotHere { note, .. } = m { Some(note.as_str()) } else { None }).collect();
        if !ids.is_empty() {
            self.anchor_again(article, &ids);
        }
    }
}
