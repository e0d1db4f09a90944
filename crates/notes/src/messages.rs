//! The values that a notebook takes and gives back, as plain data.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::annotation::{Anchor, Annotation, Check, QuotedSpeech};
use crate::correction::Correction;
use crate::file_slices::FileSlices;
use crate::header::Header;
use pullquote_article::Span;

/// A new id and the time, made by [`crate::store::stamp`]. A notebook takes them
/// as input so that it does no input or output itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// A new id (ULID).
    pub id: String,
    /// The time now.
    pub now: Timestamp,
}

/// An annotation that is to be added, before it has an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAnnotation {
    /// The words, as bytes of the open article's text.
    pub span: Span,
    /// The note; empty if none was written.
    pub note: String,
    /// Tags, with or without `#`.
    pub tags: Vec<String>,
    /// The colour of the highlight: a name like `yellow`.
    pub color: Option<String>,
    /// The quote at `span`, if it is one.
    pub quote: Option<QuotedSpeech>,
    /// The result of checking that quote.
    pub check: Option<Check>,
    /// Whether it is a bookmark of the place.
    pub bookmark: bool,
}

/// An annotation with its place in the open article.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedAnnotation {
    /// The annotation.
    pub annotation: Annotation,
    /// Its place now.
    pub anchor: Anchor,
    /// The byte of the article's text that it is sorted by: the start of its
    /// place or, without one, of a possible or former place.
    pub at: usize,
}

/// The input of [`crate::store::save`].
#[derive(Debug, Clone, PartialEq)]
pub struct SaveRequest {
    /// The notes file.
    pub path: PathBuf,
    /// What a new file says about the article.
    pub header: Header,
    /// The annotations as they were last seen in the file. Shared, as there may be
    /// very many.
    pub base: Arc<Vec<Annotation>>,
    /// The annotations to be saved.
    pub mine: Arc<Vec<Annotation>>,
    /// The corrections as they were last seen in the file.
    pub base_corrections: Vec<Correction>,
    /// The corrections to be saved, one for each subject, in the order of the
    /// subjects.
    pub corrections: Vec<Correction>,
    /// By id, the text of annotations that were deleted from the file since it
    /// was opened. Undoing a deletion brings back this text, with comments and
    /// with keys that this program does not know.
    pub remembered: BTreeMap<String, String>,
    /// The text of the file as it was last seen, if it held exactly `base` and
    /// `base_corrections`.
    pub slices: Option<Arc<FileSlices>>,
}

/// The result of a save: what the file holds now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Saved {
    /// All annotations in the file.
    pub annotations: Arc<Vec<Annotation>>,
    /// All corrections in effect in the file.
    pub corrections: Vec<Correction>,
    /// Ids of annotations of which someone else changed the same field.
    pub conflicts: Vec<String>,
    /// By id, the text of annotations that this save deleted.
    pub removed: BTreeMap<String, String>,
    /// The text of the file, sliced for a fast next save.
    pub slices: Option<Arc<FileSlices>>,
}

/// The reason why a notebook refused a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotebookError {
    /// The file could not be read, so nothing may be written over it.
    #[error("notes are read-only: {0}")]
    ReadOnly(String),
    /// No annotation has this id.
    #[error("there is no annotation {0}; it may have been deleted elsewhere")]
    NoSuch(String),
    /// The span has no words.
    #[error("there are no words to annotate; select some first")]
    Empty,
    /// The correction has an empty subject or an empty value.
    #[error("this correction is empty; give the words or the name it is about, and what is right")]
    Blank,
}
