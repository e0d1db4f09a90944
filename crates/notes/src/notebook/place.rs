//! Where the annotations of a notebook are in the open article, and
//! confirming places that are not sure.
//!
//! Confirming a place adds a selector to the annotation
//! ([`Notebook::confirm`]). The selector that it was made with is never
//! rewritten.

use jiff::Timestamp;
use pullquote_article::{Article, Span};

use super::Notebook;
use super::refuse::Refusals;
use crate::anchor::Anchorer;
use crate::annotation::{Anchor, Annotation, Selector};
use crate::correction::Subject;
use crate::history::{Change, Step};
use crate::messages::{NotebookError, PlacedAnnotation};
use crate::selector::Sentences;

/// The number of annotations with a place that a person has not confirmed, by
/// reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnsurePlaces {
    /// Annotations with words that were found at another place.
    pub moved: usize,
    /// Annotations with several possible places, or a doubtful one.
    pub review: usize,
    /// Annotations without a place, unless a person decided to keep them so.
    pub orphans: usize,
}

impl UnsurePlaces {
    /// Whether no place is unsure.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// The number of annotations with an unsure place, for all reasons together.
    #[must_use]
    pub fn total(self) -> usize {
        self.moved + self.review + self.orphans
    }
}

impl std::fmt::Display for UnsurePlaces {
    /// `2 moved, 1 to review, 1 without a place`; empty if no place is unsure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [(self.moved, "moved"), (self.review, "to review"), (self.orphans, "without a place")];
        let words: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        f.write_str(&words.join(", "))
    }
}

impl Notebook {
    /// Whether a person has yet to say where an annotation belongs. This is
    /// never asked of annotations on no words, and of those that are kept
    /// without a place.
    #[must_use]
    pub fn is_unsure(&self, entry: &PlacedAnnotation) -> bool {
        match entry.anchor {
            Anchor::Exact(_) => false,
            Anchor::Moved(..) | Anchor::Review(_) => true,
            Anchor::Orphan => !entry.annotation.is_on_whole() && !self.is_kept_without_place(&entry.annotation.id),
        }
    }

    /// Whether a person decided to keep the annotation with this id without a
    /// place.
    #[must_use]
    pub fn is_kept_without_place(&self, id: &str) -> bool {
        self.correction(&Subject::NoPlace { note: id.to_owned() }).is_some()
    }

    /// The number of annotations with a place that a person has not confirmed.
    #[must_use]
    pub fn unsure(&self) -> UnsurePlaces {
        let mut unsure = UnsurePlaces::default();
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

    /// Confirms that the annotation with this id belongs to `span` of the open
    /// article: a selector for that place is added to those it has, and is the
    /// first to be tried from then on. `sentences` are as in [`Self::add`].
    /// Returns whether the annotation is different now.
    ///
    /// # Errors
    /// If the notebook is read-only, no annotation has this id, or `span`
    /// holds no words.
    pub fn confirm(
        &mut self,
        article: &Article,
        sentences: Sentences<'_>,
        id: &str,
        span: Span,
        now: Timestamp,
    ) -> Result<bool, NotebookError> {
        let selector = Selector::make(article, span, sentences);
        if selector.exact.trim().is_empty() {
            return Err(NotebookError::Empty);
        }
        let changed = self.edit(id, "confirm", now, |annotation| {
            // The first selector is never moved or removed.
            let first = annotation.selectors.len().min(1);
            if annotation.selectors.last() != Some(&selector) {
                let old = annotation.selectors.iter().skip(first).position(|known| *known == selector);
                if let Some(at) = old {
                    annotation.selectors.remove(first + at);
                }
                annotation.selectors.push(selector);
            }
        })?;
        if changed {
            self.has_place_again(id);
        }
        self.anchor_again(article, &[id]);
        Ok(changed)
    }

    /// Confirms the places of several annotations, given by id, as one step of
    /// undo; see [`Notebook::confirm`]. Returns whether any annotation is
    /// different now.
    ///
    /// # Errors
    /// If the notebook is read-only; then nothing is confirmed.
    pub fn confirm_all(
        &mut self,
        article: &Article,
        sentences: Sentences<'_>,
        places: &[(String, Span)],
        now: Timestamp,
    ) -> Result<bool, NotebookError> {
        self.writable()?;
        let (mut changes, mut corrections) = (Vec::new(), Vec::new());
        for (id, span) in places {
            // An annotation that was deleted in the meantime needs no place.
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

    /// Withdraws the decision to keep an annotation without a place, now that it
    /// has one, as a change of the latest step: if it loses the new place, the
    /// person is asked again.
    fn has_place_again(&mut self, id: &str) {
        let subject = Subject::NoPlace { note: id.to_owned() };
        let Some(before) = self.correction(&subject).cloned() else { return };
        if let Some(mut step) = self.history.take_done() {
            self.put_correction(&subject, None);
            step.corrections.push(Change { before: Some(before), after: None });
            self.history.push(step);
        }
    }

    /// Finds the place of every annotation in `article`, which is the open
    /// article with other passages put back.
    pub fn anchor_in(&mut self, article: &Article) {
        let anchorer = Anchorer::new(article);
        let entries = std::mem::take(&mut self.entries);
        self.entries = entries.into_iter().map(|e| self.placed(&anchorer, e.annotation)).collect();
        self.sort();
    }

    /// `annotation` with its place, unless a person refused that place.
    pub(super) fn placed(&self, anchorer: &Anchorer<'_>, annotation: Annotation) -> PlacedAnnotation {
        let refusals = Refusals::of(&self.corrections, &annotation.id);
        place(anchorer, annotation, &refusals)
    }

    /// Finds the places of the annotations with these ids again.
    pub(super) fn anchor_again(&mut self, article: &Article, ids: &[&str]) {
        let anchorer = Anchorer::new(article);
        for e in self.entries.iter_mut().filter(|e| ids.contains(&e.annotation.id.as_str())) {
            let refusals = Refusals::of(&self.corrections, &e.annotation.id);
            *e = place(&anchorer, e.annotation.clone(), &refusals);
        }
        self.sort();
    }

    /// Sorts the annotations by their places.
    pub(super) fn sort(&mut self) {
        let longest = self.entries.iter().filter_map(|e| e.anchor.span()).map(Span::len).max();
        self.longest = self.longest.max(longest.unwrap_or(0));
        self.entries.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.annotation.order().cmp(&b.annotation.order())));
    }
}

/// Finds the place of `annotation` outside of the refused places.
fn place(anchorer: &Anchorer<'_>, annotation: Annotation, refusals: &Refusals) -> PlacedAnnotation {
    let anchor = anchorer.anchor_but(&annotation.selectors, &|span| refusals.include(anchorer.text(), span));
    let at = match &anchor {
        Anchor::Exact(span) | Anchor::Moved(span, _) => span.start,
        Anchor::Review(spans) if !spans.is_empty() => spans.first().map_or(0, |s| s.start),
        _ => anchorer.stored_start(&annotation.selectors),
    };
    PlacedAnnotation { annotation, anchor, at }
}
