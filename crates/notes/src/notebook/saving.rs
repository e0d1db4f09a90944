//! Saving a notebook, and taking in what others wrote to its file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use pullquote_article::Article;

use super::Notebook;
use crate::anchor::Anchorer;
use crate::annotation::Annotation;
use crate::correction::{self, Correction};
use crate::history::{Change, Step};
use crate::merge::merge;
use crate::messages::{PlacedAnnotation, SaveRequest, Saved};
use crate::store::Loaded;

/// What is being written by the save that is under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Saving {
    /// The number of changes that it holds.
    changes: u64,
    annotations: Vec<Annotation>,
    corrections: Vec<Correction>,
}

impl Notebook {
    /// Uses `path` as the notes file from now on. The next save writes all notes
    /// to it and keeps the notes that are there already.
    pub fn move_to(&mut self, path: PathBuf) {
        self.path = path;
        self.base.clear();
        self.base_corrections.clear();
        self.slices = None;
        self.saving = None;
        self.read_only = None;
        self.changes += 1;
    }

    /// Whether some changes are not on disk yet.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.changes != self.saved_changes
    }

    /// Whether a save is under way.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Begins a save and returns what to write; `None` if there is nothing to
    /// write, a save is under way, or the notebook is read-only. The caller
    /// writes it, calls [`Self::saved`] or [`Self::save_failed`], and then asks
    /// again.
    pub fn begin_save(&mut self) -> Option<SaveRequest> {
        if !self.is_dirty() || self.saving.is_some() || self.read_only.is_some() {
            return None;
        }
        let mine: Vec<Annotation> = self.entries.iter().map(|e| e.annotation.clone()).collect();
        let corrections = self.corrections.clone();
        self.saving =
            Some(Saving { changes: self.changes, annotations: mine.clone(), corrections: corrections.clone() });
        Some(SaveRequest {
            path: self.path.clone(),
            header: self.header.clone(),
            base: self.base.clone(),
            mine,
            base_corrections: self.base_corrections.clone(),
            corrections,
            remembered: self.remembered.clone(),
            slices: self.slices.clone(),
        })
    }

    /// Takes in the result of the save that was under way. Changes made in the
    /// meantime are still to be saved; what others wrote to the file is now in
    /// the notebook.
    ///
    /// Returns the number of annotations that someone else deleted from the
    /// file; undo brings them back.
    pub fn saved(&mut self, article: &Article, saved: Saved) -> usize {
        let Some(written) = self.saving.take() else { return 0 };
        let now: Vec<Annotation> = self.entries.iter().map(|e| e.annotation.clone()).collect();
        let merged = merge(&written.annotations, &now, &saved.annotations).annotations;
        let gone = self.deleted_elsewhere(now, &merged);
        self.replace(article, merged);
        let corrections = correction::merge(&written.corrections, &self.corrections, &saved.corrections);
        let before = std::mem::replace(&mut self.corrections, corrections);
        self.refusals_changed(article, &before);
        self.saved_changes = written.changes;
        self.remembered.extend(saved.removed);
        self.base = saved.annotations;
        self.base_corrections = saved.corrections;
        self.slices = saved.slices;
        gone
    }

    /// Adds the annotations that are in `now` and not in `merged` to the history
    /// as a deletion, and returns their number. An editor that wrote an older
    /// state of the file looks the same as a person who deleted notes, so every
    /// such deletion can be undone.
    fn deleted_elsewhere(&mut self, now: Vec<Annotation>, merged: &[Annotation]) -> usize {
        let left: BTreeSet<&str> = merged.iter().map(|a| a.id.as_str()).collect();
        let gone = now.into_iter().filter(|a| !left.contains(a.id.as_str()));
        let changes: Vec<Change> = gone.map(|a| Change { before: Some(a), after: None }).collect();
        let count = changes.len();
        if count > 0 {
            self.history.push(Step { name: "deletion elsewhere", changes, corrections: Vec::new() });
        }
        count
    }

    /// Ends the save that was under way without success: everything is still to
    /// be saved.
    pub fn save_failed(&mut self) {
        self.saving = None;
    }

    /// Takes in a file that was read again because someone else wrote it, and
    /// keeps the changes that are not saved yet. Does nothing while a save is
    /// under way, or if there is no file.
    ///
    /// Returns the number of annotations that were deleted from the file; undo
    /// brings them back.
    pub fn reread(&mut self, article: &Article, loaded: impl Into<Loaded>) -> usize {
        if self.saving.is_some() {
            return 0;
        }
        let Loaded { header, annotations, corrections, slices } = loaded.into();
        if header.is_none() && annotations.is_empty() && corrections.is_empty() {
            // There is no file yet: that deletes nothing.
            return 0;
        }
        let now: Vec<Annotation> = self.entries.iter().map(|e| e.annotation.clone()).collect();
        let merged = merge(&self.base, &now, &annotations).annotations;
        let gone = self.deleted_elsewhere(now, &merged);
        self.replace(article, merged);
        let corrections = correction::effective(&corrections);
        let merged = correction::merge(&self.base_corrections, &self.corrections, &corrections);
        let before = std::mem::replace(&mut self.corrections, merged);
        self.refusals_changed(article, &before);
        self.base = annotations;
        self.base_corrections = corrections;
        self.slices = slices;
        self.read_only = None;
        gone
    }

    /// Takes in notes and corrections that could not be saved before. Nothing of
    /// what is in the notebook is lost: of a note that differs, both texts are
    /// kept. Returns whether there is anything to save now.
    pub fn take_in(&mut self, article: &Article, rescued: Loaded) -> bool {
        let now: Vec<Annotation> = self.entries.iter().map(|e| e.annotation.clone()).collect();
        let merged = merge(&[], &now, &rescued.annotations).annotations;
        let corrections = correction::merge(&[], &self.corrections, &correction::effective(&rescued.corrections));
        if merged == now && corrections == self.corrections {
            return false;
        }
        self.changes += 1;
        self.replace(article, merged);
        let before = std::mem::replace(&mut self.corrections, corrections);
        self.refusals_changed(article, &before);
        true
    }

    /// Makes `annotations` those of the notebook. Only new or changed selectors
    /// are anchored again.
    fn replace(&mut self, article: &Article, annotations: Vec<Annotation>) {
        let mut known: BTreeMap<String, PlacedAnnotation> =
            std::mem::take(&mut self.entries).into_iter().map(|e| (e.annotation.id.clone(), e)).collect();
        let anchorer = Anchorer::new(article);
        let entries = annotations.into_iter().map(|annotation| match known.remove(&annotation.id) {
            Some(old) if old.annotation.selectors == annotation.selectors => PlacedAnnotation { annotation, ..old },
            _ => self.placed(&anchorer, annotation),
        });
        self.entries = entries.collect();
        self.sort();
    }
}
