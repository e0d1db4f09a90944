//! The annotations and corrections of the open article, in memory.
//!
//! A [`Notebook`] does no input or output. A caller asks it for a
//! [`SaveRequest`](crate::SaveRequest), has [`crate::store::save`] write it,
//! and gives the result back. What another process wrote in the meantime comes
//! in the same way.

mod correct;
mod edit;
mod place;
mod refuse;
mod saving;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pullquote_article::{Article, Span};

use crate::anchor::Anchorer;
use crate::annotation::Annotation;
use crate::correction::{self, Correction};
use crate::file_slices::FileSlices;
use crate::header::Header;
use crate::history::History;
use crate::history_text;
use crate::messages::{NotebookError, PlacedAnnotation};
use crate::store::Loaded;
pub use place::UnsurePlaces;
use saving::Saving;

/// The annotations of one article with their places in it, the corrections,
/// and the history of changes to both.
#[derive(Debug, Clone, PartialEq)]
pub struct Notebook {
    path: PathBuf,
    header: Header,
    /// In the order of the text.
    entries: Vec<PlacedAnnotation>,
    /// The bytes of the longest place that an annotation has or had.
    longest: usize,
    /// The annotations as they were last seen in the file.
    base: Arc<Vec<Annotation>>,
    /// One for each subject, in the order of the subjects.
    corrections: Vec<Correction>,
    /// The corrections as they were last seen in the file.
    base_corrections: Vec<Correction>,
    /// By id, the text of annotations that saving deleted from the file.
    remembered: BTreeMap<String, String>,
    slices: Option<Arc<FileSlices>>,
    history: History,
    /// Why nothing can be changed, if nothing can.
    read_only: Option<String>,
    /// The number of changes since it was opened.
    changes: u64,
    /// The number of changes that are on disk.
    saved_changes: u64,
    /// The save that is under way.
    saving: Option<Saving>,
}

impl Notebook {
    /// The notes of `article`. `path` is their file and `loaded` is what
    /// [`crate::store::load`] read from it, or no annotations for a file that
    /// does not exist yet. Finds the place of every annotation.
    #[must_use]
    pub fn open(article: &Article, path: PathBuf, loaded: impl Into<Loaded>) -> Self {
        let Loaded { header: kept, annotations, corrections, slices } = loaded.into();
        let anchorer = Anchorer::new(article);
        let corrections = correction::effective(&corrections);
        let mut header = Header::of(article);
        // An article from a file was not fetched: the notes say when it was
        // first read.
        let kept = kept.filter(|kept| kept.text_sha256 == header.text_sha256).and_then(|kept| kept.fetched);
        header.fetched = header.fetched.or(kept);
        let mut notebook = Self {
            path,
            header,
            entries: Vec::new(),
            longest: 0,
            base: Arc::new(annotations.clone()),
            corrections: corrections.clone(),
            base_corrections: corrections,
            remembered: BTreeMap::new(),
            slices,
            history: History::default(),
            read_only: None,
            changes: 0,
            saved_changes: 0,
            saving: None,
        };
        notebook.entries = annotations.into_iter().map(|a| notebook.placed(&anchorer, a)).collect();
        notebook.sort();
        notebook
    }

    /// A notebook without notes that refuses every change, because its file
    /// could not be read. `why` is the reason to show to the user.
    #[must_use]
    pub fn unreadable(article: &Article, path: PathBuf, why: String) -> Self {
        Self { read_only: Some(why), ..Self::open(article, path, Vec::new()) }
    }

    /// The notes file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The time at which the article was fetched or, if it is not from the web,
    /// first read: RFC 3339 with the zone's offset. `None` if it is not known.
    #[must_use]
    pub fn first_read(&self) -> Option<&str> {
        self.header.fetched.as_deref()
    }

    /// Sets the time at which the article was first read (RFC 3339 with the
    /// zone's offset), unless it is known already.
    pub fn set_first_read(&mut self, when: impl FnOnce() -> String) {
        self.header.fetched.get_or_insert_with(when);
    }

    /// What a new notes file says about the article.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The reason why nothing can be changed; `None` if changes are possible.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// All annotations with their places, in the order of the text.
    #[must_use]
    pub fn entries(&self) -> &[PlacedAnnotation] {
        &self.entries
    }

    /// The annotations on words that overlap `span`, with their places, in the order of
    /// the text. The time does not grow with the number of all annotations, unless one
    /// of them is on much of the article.
    pub fn overlapping(&self, span: Span) -> impl Iterator<Item = (&PlacedAnnotation, Span)> {
        let first = self.entries.partition_point(|e| e.at.saturating_add(self.longest) < span.start);
        let near = self.entries.iter().skip(first).take_while(move |e| e.at <= span.end);
        near.filter_map(|e| Some((e, e.anchor.span()?))).filter(move |(_, place)| place.overlaps(span))
    }

    /// The annotation with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&PlacedAnnotation> {
        self.entries.iter().find(|e| e.annotation.id == id)
    }

    /// The annotations on words that include byte `at` of the text, the
    /// shortest first.
    #[must_use]
    pub fn at(&self, at: usize) -> Vec<&PlacedAnnotation> {
        let mut found: Vec<_> = self.overlapping(Span::new(at, at.saturating_add(1))).collect();
        found.sort_by_key(|(_, place)| place.len());
        found.into_iter().map(|(e, _)| e).collect()
    }

    /// The annotation about the quote at `extent`: one on exactly these words
    /// or, if there is none, the first one about a quote that overlaps them.
    #[must_use]
    pub fn about_quote(&self, extent: Span) -> Option<&PlacedAnnotation> {
        let placed = |e: &&PlacedAnnotation| e.annotation.quote.is_some() || e.annotation.check.is_some();
        let candidates = || self.entries.iter().filter(placed);
        candidates()
            .find(|e| e.anchor.span() == Some(extent))
            .or_else(|| candidates().find(|e| e.anchor.span().is_some_and(|s| s.overlaps(extent))))
    }

    /// All tags in use, sorted.
    #[must_use]
    pub fn tags(&self) -> BTreeSet<&str> {
        self.entries.iter().flat_map(|e| e.annotation.tags.iter().map(String::as_str)).collect()
    }

    /// What can be undone and done again, as text for [`Self::restore_history`]; `None` if nothing can.
    #[must_use]
    pub fn history_text(&self) -> Option<String> {
        history_text::write(&self.history, &self.header)
    }

    /// Takes a history from [`Self::history_text`], if every annotation that it changes is as it left it, and
    /// nothing was changed since this notebook was opened. Returns whether it was taken.
    pub fn restore_history(&mut self, text: &str) -> bool {
        let Some(history) = history_text::read(text) else { return false };
        let (done, undone) = history.steps();
        let left = done.iter().flat_map(|step| &step.changes).map(|change| (change.id(), change.after.as_ref()));
        let undone = undone.iter().flat_map(|step| &step.changes).map(|change| (change.id(), change.before.as_ref()));
        let states: BTreeMap<&str, Option<&Annotation>> = left.chain(undone).collect();
        let is_so = |(id, state): (&&str, &Option<&Annotation>)| self.get(id).map(|e| &e.annotation) == *state;
        let fits = self.changes == 0 && self.read_only.is_none() && states.iter().all(is_so);
        if fits {
            self.history = history;
        }
        fits
    }

    /// An error if nothing can be changed.
    fn writable(&self) -> Result<(), NotebookError> {
        self.read_only.clone().map_or(Ok(()), |why| Err(NotebookError::ReadOnly(why)))
    }
}

#[cfg(test)]
mod tests;
