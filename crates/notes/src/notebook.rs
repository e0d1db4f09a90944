//! The annotations and corrections of the open article, in memory.
//!
//! A [`Notebook`] does no I/O. A caller asks it for a [`Snapshot`], has
//! [`super::store::save`] write it, and tells it what came of that; what
//! another process wrote meanwhile comes back the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{Timestamp, Unit};

use super::anchor::Anchorer;
use super::annotation::{Anchor, Annotation, Motivation, Selector};
use super::correction;
use super::correction::Correction;
use super::header::Header;
use super::history::{Change, History, Step};
use super::merge::{merge, merge_one};
use super::store::Loaded;
use crate::file_slices::Pieces;
pub use crate::messages::{Draft, Entry, Refused, Saved, Snapshot, Stamp};
use place::Refusals;
pub use place::Unsure;
use pullquote_article::Article;
use pullquote_article::text::span::Span;

/// The annotations of one article with their anchors, the corrections, and
/// what was done to both.
#[derive(Debug, Clone, PartialEq)]
pub struct Notebook {
    path: PathBuf,
    header: Header,
    entries: Vec<Entry>,
    base: Vec<Annotation>,
    /// One a subject, in the order of the subjects.
    corrections: Vec<Correction>,
    base_corrections: Vec<Correction>,
    remembered: BTreeMap<String, String>,
    pieces: Option<Arc<Pieces>>,
    history: History,
    read_only: Option<String>,
    /// Counts changes.
    revision: u64,
    saved_revision: u64,
    saving: Option<Saving>,
}

/// The save under way.
#[derive(Debug, Clone, PartialEq)]
struct Saving {
    revision: u64,
    annotations: Vec<Annotation>,
    corrections: Vec<Correction>,
}

impl Notebook {
    /// The notes of `article`, which are kept at `path` and were loaded from
    /// it (none for a file that does not exist yet).
    #[must_use]
    pub fn open(article: &Article, path: PathBuf, loaded: impl Into<Loaded>) -> Self {
        let Loaded { header: kept, annotations, corrections, pieces } = loaded.into();
        let anchorer = Anchorer::new(article);
        let corrections = correction::effective(&corrections);
        let mut header = Header::of(article);
        // A file has no time of its own at which it was fetched: when it was
        // first read is known from the notes.
        let kept = kept.filter(|kept| kept.text_sha256 == header.text_sha256).and_then(|kept| kept.fetched);
        header.fetched = header.fetched.or(kept);
        let mut notebook = Self {
            path,
            header,
            entries: Vec::new(),
            base: annotations.clone(),
            corrections: corrections.clone(),
            base_corrections: corrections,
            remembered: BTreeMap::new(),
            pieces,
            history: History::default(),
            read_only: None,
            revision: 0,
            saved_revision: 0,
            saving: None,
        };
        notebook.entries = annotations.into_iter().map(|a| notebook.placed(&anchorer, a)).collect();
        notebook.sort();
        notebook
    }

    /// A notebook without notes that never changes, because its file could
    /// not be read; `why` is shown to the person.
    #[must_use]
    pub fn unreadable(article: &Article, path: PathBuf, why: String) -> Self {
        Self { read_only: Some(why), ..Self::open(article, path, Vec::new()) }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When the article was fetched or, if it is no page of the web, first
    /// read, as far as that is known: RFC 3339 with the zone's offset.
    #[must_use]
    pub fn first_read(&self) -> Option<&str> {
        self.header.fetched.as_deref()
    }

    /// Says when the article was first read, where that is not known yet.
    pub fn set_first_read(&mut self, when: impl FnOnce() -> String) {
        self.header.fetched.get_or_insert_with(when);
    }

    /// What the notes file says about the article if it has to be made.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Keeps the notes in another file from now on; all of them are to be
    /// saved there, beside what that file holds already.
    pub fn move_to(&mut self, path: PathBuf) {
        self.path = path;
        self.base.clear();
        self.base_corrections.clear();
        self.pieces = None;
        self.saving = None;
        self.read_only = None;
        self.revision += 1;
    }

    /// Why nothing can be changed, if nothing can.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Every annotation, in the order of the text.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The annotation of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.annotation.id == id)
    }

    /// The annotations whose words hold byte `at`, the shortest first.
    #[must_use]
    pub fn at(&self, at: usize) -> Vec<&Entry> {
        let mut found: Vec<(usize, &Entry)> = self
            .entries
            .iter()
            .filter_map(|e| e.anchor.span().filter(|s| s.contains(at)).map(|s| (s.len(), e)))
            .collect();
        found.sort_by_key(|(len, _)| *len);
        found.into_iter().map(|(_, e)| e).collect()
    }

    /// The annotation that is about the quote whose words extend over
    /// `extent`: made on exactly these words or, if there is none, the first
    /// about a quote that shares some.
    #[must_use]
    pub fn about_quote(&self, extent: Span) -> Option<&Entry> {
        let placed = |e: &&Entry| e.annotation.quote.is_some() || e.annotation.check.is_some();
        let candidates = || self.entries.iter().filter(placed);
        candidates()
            .find(|e| e.anchor.span() == Some(extent))
            .or_else(|| candidates().find(|e| e.anchor.span().is_some_and(|s| s.overlaps(extent))))
    }

    /// Every tag in use, sorted.
    #[must_use]
    pub fn tags(&self) -> BTreeSet<&str> {
        self.entries.iter().flat_map(|e| e.annotation.tags.iter().map(String::as_str)).collect()
    }

    /// Adds an annotation, and returns its id. `sentences` are those of the
    /// article. NUL characters of the note are dropped.
    ///
    /// # Errors
    /// If the notebook is read-only, or no words are selected.
    pub fn add(
        &mut self,
        article: &Article,
        sentences: &[Span],
        draft: Draft,
        stamp: Stamp,
    ) -> Result<String, Refused> {
        self.writable()?;
        let selector = Selector::make(article, draft.span, sentences);
        if selector.exact.trim().is_empty() {
            return Err(Refused::Empty);
        }
        let now = whole_second(stamp.now);
        let mut annotation = Annotation {
            id: stamp.id,
            selectors: vec![selector],
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
        let id = annotation.id.clone();
        self.record("add", vec![Change { before: None, after: Some(annotation.clone()) }]);
        self.entries.push(self.placed(&Anchorer::new(article), annotation));
        self.sort();
        Ok(id)
    }

    /// Changes an annotation: `name` says for the status line what is done,
    /// `edit` does it. Returns whether anything came out different.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn edit(
        &mut self,
        id: &str,
        name: &'static str,
        now: Timestamp,
        edit: impl FnOnce(&mut Annotation),
    ) -> Result<bool, Refused> {
        self.writable()?;
        let entry =
            self.entries.iter_mut().find(|e| e.annotation.id == id).ok_or_else(|| Refused::NoSuch(id.to_owned()))?;
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

    /// Confirms that an annotation belongs to `span` of the open article: a
    /// selector for that place is added beside those it has, and counts
    /// before them.
    ///
    /// # Errors
    /// If the notebook is read-only, no annotation has this id, or `span`
    /// holds no words.
    pub fn confirm(
        &mut self,
        article: &Article,
        sentences: &[Span],
        id: &str,
        span: Span,
        now: Timestamp,
    ) -> Result<bool, Refused> {
        let selector = Selector::make(article, span, sentences);
        if selector.exact.trim().is_empty() {
            return Err(Refused::Empty);
        }
        let changed = self.edit(id, "confirm", now, |annotation| {
            // The first stays what it is and where it is, whatever it says.
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

    /// Deletes an annotation.
    ///
    /// # Errors
    /// If the notebook is read-only, or no annotation has this id.
    pub fn delete(&mut self, id: &str) -> Result<(), Refused> {
        self.writable()?;
        let at =
            self.entries.iter().position(|e| e.annotation.id == id).ok_or_else(|| Refused::NoSuch(id.to_owned()))?;
        let before = self.entries.remove(at).annotation;
        self.record("delete", vec![Change { before: Some(before), after: None }]);
        Ok(())
    }

    /// Undoes the latest step, and returns what it changed; `None` if there
    /// is nothing to undo. What another process changed since stays.
    pub fn undo(&mut self, article: &Article) -> Option<Step> {
        let step = self.history.take_done()?;
        let again = self.turn_back(article, &step);
        self.history.undone(again);
        Some(step)
    }

    /// Does again what was undone last, and returns it.
    pub fn redo(&mut self, article: &Article) -> Option<Step> {
        let step = self.history.take_undone()?;
        let back = self.turn_back(article, &step.clone().reversed());
        self.history.redone(back.reversed());
        Some(step)
    }

    /// Whether something is not on disk yet.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.revision != self.saved_revision
    }

    /// Whether a save is under way.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Begins a save: what is to be written, if anything is and no save is
    /// under way. The caller answers with [`Self::saved`] or
    /// [`Self::save_failed`], and asks again.
    pub fn begin_save(&mut self) -> Option<Snapshot> {
        if !self.is_dirty() || self.saving.is_some() || self.read_only.is_some() {
            return None;
        }
        let mine: Vec<Annotation> = self.entries.iter().map(|e| e.annotation.clone()).collect();
        let corrections = self.corrections.clone();
        self.saving =
            Some(Saving { revision: self.revision, annotations: mine.clone(), corrections: corrections.clone() });
        Some(Snapshot {
            path: self.path.clone(),
            header: self.header.clone(),
            base: self.base.clone(),
            mine,
            base_corrections: self.base_corrections.clone(),
            corrections,
            remembered: self.remembered.clone(),
            pieces: self.pieces.clone(),
        })
    }

    /// The save is on disk. What was changed while it was under way stays to
    /// be saved; what others wrote is taken in.
    ///
    /// Returns how many annotations something else deleted from the file: to
    /// undo brings them back.
    pub fn saved(&mut self, article: &Article, saved: Saved) -> usize {
        let Some(written) = self.saving.take() else { return 0 };
        let now: Vec<Annotation> = self.entries.iter().map(|e| e.annotation.clone()).collect();
        let merged = merge(&written.annotations, &now, &saved.annotations).annotations;
        let gone = self.deleted_elsewhere(now, &merged);
        self.replace(article, merged);
        let corrections = correction::merge(&written.corrections, &self.corrections, &saved.corrections);
        let before = std::mem::replace(&mut self.corrections, corrections);
        self.refusals_changed(article, &before);
        self.saved_revision = written.revision;
        self.remembered.extend(saved.removed);
        self.base = saved.annotations;
        self.base_corrections = saved.corrections;
        self.pieces = saved.pieces;
        gone
    }

    /// Remembers as a step what stands in `now` and not in `merged`, and
    /// returns how many that are. An editor that wrote an older state over
    /// ours cannot be told from a person who deleted: so nothing that goes
    /// this way goes for good.
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

    /// The save did not happen; everything stays to be saved.
    pub fn save_failed(&mut self) {
        self.saving = None;
    }

    /// The file was read again because something else wrote it: takes in what
    /// changed there, and keeps what is not saved yet.
    /// Returns how many annotations it deleted: to undo brings them back.
    pub fn reread(&mut self, article: &Article, loaded: impl Into<Loaded>) -> usize {
        if self.saving.is_some() {
            return 0;
        }
        let Loaded { header, annotations, corrections, pieces } = loaded.into();
        if header.is_none() && annotations.is_empty() && corrections.is_empty() {
            // There is no file, or none yet: that deletes nothing.
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
        self.pieces = pieces;
        self.read_only = None;
        gone
    }

    /// Finds every annotation's place in `article`, which is the one that was
    /// open with other passages put back.
    pub fn anchor_in(&mut self, article: &Article) {
        let anchorer = Anchorer::new(article);
        let entries = std::mem::take(&mut self.entries);
        self.entries = entries.into_iter().map(|e| self.placed(&anchorer, e.annotation)).collect();
        self.sort();
    }

    fn writable(&self) -> Result<(), Refused> {
        self.read_only.clone().map_or(Ok(()), |why| Err(Refused::ReadOnly(why)))
    }

    fn record(&mut self, name: &'static str, changes: Vec<Change>) {
        self.revision += 1;
        self.history.push(Step { name, changes, corrections: Vec::new() });
    }

    /// Turns each change of `step` back, and returns the step that does it
    /// again. Where an annotation is not as the step left it, only what the
    /// step changed is turned back.
    fn turn_back(&mut self, article: &Article, step: &Step) -> Step {
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
        let corrections = self.turn_corrections_back(&step.corrections);
        self.refusals_changed(article, &before);
        self.revision += 1;
        Step { name: step.name, changes: again, corrections }
    }

    fn replace(&mut self, article: &Article, annotations: Vec<Annotation>) {
        let mut known: BTreeMap<String, Entry> =
            std::mem::take(&mut self.entries).into_iter().map(|e| (e.annotation.id.clone(), e)).collect();
        let anchorer = Anchorer::new(article);
        let entries = annotations.into_iter().map(|annotation| match known.remove(&annotation.id) {
            Some(old) if old.annotation.selectors == annotation.selectors => Entry { annotation, ..old },
            _ => self.placed(&anchorer, annotation),
        });
        self.entries = entries.collect();
        self.sort();
    }

    fn anchor_again(&mut self, article: &Article, ids: &[&str]) {
        let anchorer = Anchorer::new(article);
        for e in self.entries.iter_mut().filter(|e| ids.contains(&e.annotation.id.as_str())) {
            let refusals = Refusals::of(&self.corrections, &e.annotation.id);
            *e = entry(&anchorer, e.annotation.clone(), &refusals);
        }
        self.sort();
    }

    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.annotation.order().cmp(&b.annotation.order())));
    }
}

fn entry(anchorer: &Anchorer<'_>, annotation: Annotation, refusals: &Refusals) -> Entry {
    let anchor = anchorer.anchor_but(&annotation.selectors, &|span| refusals.hold(anchorer.text(), span));
    let at = match &anchor {
        Anchor::Exact(span) | Anchor::Moved(span, _) => span.start,
        Anchor::Review(spans) if !spans.is_empty() => spans.first().map_or(0, |s| s.start),
        _ => anchorer.stored_start(&annotation.selectors),
    };
    Entry { annotation, anchor, at }
}

/// Drops NUL characters, white space around tags and `#` before them, and
/// tags given twice; says why the annotation was made by what it now holds.
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

fn whole_second(time: Timestamp) -> Timestamp {
    time.round(Unit::Second).unwrap_or(time)
}

mod correct;
mod place;
#[cfg(test)]
mod tests;
