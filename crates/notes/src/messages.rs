//! What goes into a notebook and what comes out of it, as plain data.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::annotation::{Anchor, Annotation, Check, QuotedSpeech};
use super::correction::Correction;
use super::header::Header;
use crate::file_slices::Pieces;
use pullquote_article::text::span::Span;

/// A new id and the time: what only the world outside can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// A ULID.
    pub id: String,
    /// The time.
    pub now: Timestamp,
}

/// What a person wants to keep, before it has an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The words, in the open article.
    pub span: Span,
    /// What was written; may be empty.
    pub note: String,
    /// Tags, with or without `#`.
    pub tags: Vec<String>,
    /// The highlight's colour.
    pub color: Option<String>,
    /// The quote that `span` is.
    pub quote: Option<QuotedSpeech>,
    /// What was found out about that quote.
    pub check: Option<Check>,
    /// Keep the place only.
    pub bookmark: bool,
}

/// An annotation and where it stands in the open article.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was kept.
    pub annotation: Annotation,
    /// Where it is now.
    pub anchor: Anchor,
    /// The byte of the article it is listed at: where it is, or else where it
    /// was or may be.
    pub at: usize,
}

/// What [`super::store::save`] needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The notes file.
    pub path: PathBuf,
    /// What the file says about the article, if it has to be made.
    pub header: Header,
    /// The annotations as they were last seen in the file.
    pub base: Vec<Annotation>,
    /// The annotations as they shall be.
    pub mine: Vec<Annotation>,
    /// The corrections as they were last seen in the file.
    pub base_corrections: Vec<Correction>,
    /// The corrections as they shall be, one a subject, in their order.
    pub corrections: Vec<Correction>,
    /// By id, the text of annotations that were deleted from the file since
    /// it was opened: with them an undone deletion brings back comments and
    /// keys that this program doesn't know.
    pub remembered: BTreeMap<String, String>,
    /// The file's text as it was last seen, if it held just `base` and
    /// `base_corrections`.
    pub pieces: Option<Arc<Pieces>>,
}

/// What a save left in the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Saved {
    /// Every annotation that now stands in the file.
    pub annotations: Vec<Annotation>,
    /// Every correction that is now in effect in the file.
    pub corrections: Vec<Correction>,
    /// Ids of annotations that somebody else changed in the same field.
    pub conflicts: Vec<String>,
    /// The text of annotations that this save deleted, by id.
    pub removed: BTreeMap<String, String>,
    /// The file's text, cut for the next save.
    pub pieces: Option<Arc<Pieces>>,
}

/// Why a notebook would not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The file could not be read, so nothing may be written over it.
    #[error("notes are read-only: {0}")]
    ReadOnly(String),
    /// No annotation has this id.
    #[error("there is no annotation {0}; it may have been deleted elsewhere")]
    NoSuch(String),
    /// Nothing was selected.
    #[error("there are no words to annotate; select some first")]
    Empty,
    /// A correction about nothing, or to nothing.
    #[error("this correction says nothing; give the words or the name it is about, and what is right")]
    Blank,
}
