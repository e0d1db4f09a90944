//! Adding, changing and deleting annotations, with undo.

use jiff::{Timestamp, Unit};
use pullquote_article::Article;

use super::Notebook;
use crate::anchor::Anchorer;
use crate::annotation::{Annotation, Motivation, Selector};
use crate::history::{Change, Step};
use crate::merge::merge_one;
use crate::messages::{NewAnnotation, NotebookError, Stamp};
use crate::selector::Sentences;

impl Notebook {
    /// Adds an annotation and returns its id. `sentences` are those of the
    /// article. NUL characters of the note are dropped.
    ///
    /// # Errors
    /// If the notebook is read-only, or the span of `draft` has no words.
    pub fn add(
        &mut self,
        article: &Article,
        sentences: Sentences<'_>,
        draft: NewAnnotation,
        stamp: Stamp,
    ) -> Result<String, NotebookError> {
        self.writable()?;
        let annotation = Annotation::new(article, sentences, draft, stamp)?;
        let id = annotation.id.clone();
        self.insert(article, annotation)?;
        Ok(id)
    }

    /// Adds an annotation that is not in the notebook, with the id and the times
    /// that it has, and finds its place.
    ///
    /// # Errors
    /// If the notebook is read-only.
    pub fn insert(&mut self, article: &Article, mut annotation: Annotation) -> Result<(), NotebookError> {
        self.writable()?;
        tidy(&mut annotation);
        annotation.created = whole_second(annotation.created);
        annotation.modified = whole_second(annotation.modified);
        self.record("add", vec![Change { before: None, after: Some(annotation.clone()) }]);
        self.entries.push(self.placed(&Anchorer::new(article), annotation));
        self.sort();
        Ok(())
    }

    /// Changes the annotation with this id by `edit`. `name` is the name of the
    /// change for the status line and for undo. Returns whether the annotation
    /// is different now.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn edit(
        &mut self,
        id: &str,
        name: &'static str,
        now: Timestamp,
        edit: impl FnOnce(&mut Annotation),
    ) -> Result<bool, NotebookError> {
        self.writable()?;
        let entry = self
            .entries
            .iter_mut()
            .find(|e| e.annotation.id == id)
            .ok_or_else(|| NotebookError::NoSuch(id.to_owned()))?;
        let before = entry.annotation.clone();
        let mut after = before.clone();
        edit(&mut after);
        tidy(&mut after);
        after.id.clone_from(&before.id);
        if after == before {
            return Ok(false);
        }
        after.modified = whole_second(now).max(before.created);
        entry.annotation = after.clone();
        self.record(name, vec![Change { before: Some(before), after: Some(after) }]);
        Ok(true)
    }

    /// Deletes the annotation with this id.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn delete(&mut self, id: &str) -> Result<(), NotebookError> {
        self.writable()?;
        let at = self
            .entries
            .iter()
            .position(|e| e.annotation.id == id)
            .ok_or_else(|| NotebookError::NoSuch(id.to_owned()))?;
        let before = self.entries.remove(at).annotation;
        self.record("delete", vec![Change { before: Some(before), after: None }]);
        Ok(())
    }

    /// Undoes the latest step and returns it; `None` if there is nothing to
    /// undo. Changes that another process made since then are kept.
    pub fn undo(&mut self, article: &Article) -> Option<Step> {
        let step = self.history.take_done()?;
        let again = self.revert(article, &step);
        self.history.undone(again);
        Some(step)
    }

    /// Does the step that was undone last again and returns it; `None` if there
    /// is none.
    pub fn redo(&mut self, article: &Article) -> Option<Step> {
        let step = self.history.take_undone()?;
        let back = self.revert(article, &step.clone().reversed());
        self.history.redone(back.reversed());
        Some(step)
    }

    /// Adds a step to the history.
    fn record(&mut self, name: &'static str, changes: Vec<Change>) {
        self.changes += 1;
        self.history.push(Step { name, changes, corrections: Vec::new() });
    }

    /// Reverts each change of `step` and returns the step that does it again. If
    /// an annotation was changed since, only the fields that the step changed
    /// are reverted.
    fn revert(&mut self, article: &Article, step: &Step) -> Step {
        let anchorer = Anchorer::new(article);
        let mut again = Vec::with_capacity(step.changes.len());
        for change in step.changes.iter().rev() {
            let at = self.entries.iter().position(|e| e.annotation.id == change.id());
            let current = at.map(|at| self.entries.remove(at).annotation);
            let wanted = match (&change.before, &current) {
                (Some(before), Some(current)) => Some(merge_one(change.after.as_ref(), before, current).0),
                (before, _) => before.clone(),
            };
            if let Some(annotation) = &wanted {
                let placed = self.placed(&anchorer, annotation.clone());
                self.entries.push(placed);
            }
            again.push(Change { before: wanted, after: current });
        }
        self.sort();
        let before = self.corrections.clone();
        let corrections = self.revert_corrections(&step.corrections);
        self.refusals_changed(article, &before);
        self.changes += 1;
        Step { name: step.name, changes: again, corrections }
    }
}

impl Annotation {
    /// A new annotation on words of `article`, which is in no notebook yet.
    /// `sentences` are those of the article.
    ///
    /// # Errors
    /// If the span of `draft` has no words.
    pub fn new(
        article: &Article,
        sentences: Sentences<'_>,
        draft: NewAnnotation,
        stamp: Stamp,
    ) -> Result<Self, NotebookError> {
        let selector = Selector::make(article, draft.span, sentences);
        if selector.exact.trim().is_empty() {
            return Err(NotebookError::Empty);
        }
        let now = whole_second(stamp.now);
        let mut annotation = Self {
            id: stamp.id,
            selectors: vec![selector].into(),
            motivation: if draft.bookmark { Motivation::Bookmarking } else { Motivation::Highlighting },
            note: draft.note,
            tags: draft.tags,
            color: draft.color,
            quote: draft.quote,
            check: draft.check,
            created: now,
            modified: now,
        };
        tidy(&mut annotation);
        Ok(annotation)
    }
}

/// Drops NUL characters, white space around tags and `#` before them, and
/// duplicate tags. Sets the motivation by what the annotation holds now.
fn tidy(annotation: &mut Annotation) {
    if annotation.note.contains('\0') {
        annotation.note = annotation.note.replace('\0', "");
    }
    let mut tags: Vec<String> = Vec::with_capacity(annotation.tags.len());
    for tag in &annotation.tags {
        let tag: String = tag.chars().filter(|c| !c.is_control()).collect();
        let tag = tag.trim().trim_start_matches('#').trim().to_owned();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    annotation.tags = tags;
    if annotation.motivation != Motivation::Bookmarking || !annotation.note.is_empty() {
        annotation.motivation = match (annotation.note.trim().is_empty(), annotation.tags.is_empty()) {
            (false, _) => Motivation::Commenting,
            (true, false) => Motivation::Tagging,
            (true, true) => Motivation::Highlighting,
        };
    }
}

/// `time` rounded to a whole second, as the notes file has it.
pub(super) fn whole_second(time: Timestamp) -> Timestamp {
    time.round(Unit::Second).unwrap_or(time)
}
