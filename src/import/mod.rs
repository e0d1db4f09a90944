//! Annotations from other programs, and our own exports back.
//!
//! [`IMPORTERS`] is the one table of formats. Each reads a file into
//! [`Batch`]es, one an article; [`plan`](plan::plan) says what becomes of the
//! notes that are there. Nothing is ever written over or deleted: the same
//! annotation on both sides is merged as when two programs write one file.

mod hypothesis;
mod ours;
pub mod place;
pub mod plan;
mod readwise;

use std::collections::BTreeMap;

use crate::export::json::ReadError;
use jiff::Timestamp;
use pullquote_notes::ParseError;
use pullquote_notes::{Annotation, Correction, Header};

pub use plan::{Outcome, Plan, What, plan};

/// What a file holds about one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// What it says about the article.
    pub header: Header,
    /// Eight hex digits that the article is known by, where the file says
    /// nothing else about it.
    pub short: Option<String>,
    /// Its annotations.
    pub notes: Vec<Incoming>,
    /// What a person corrected about the article; a notes file alone has it.
    pub corrections: Vec<Correction>,
    /// By id, the text of annotations in a notes file, with comments and keys
    /// that this program doesn't know.
    pub remembered: BTreeMap<String, String>,
    /// It held every annotation of the article when it was made, so that one
    /// that is not in it was taken out.
    pub complete: bool,
    /// What could not be taken, a sentence each.
    pub skipped: Vec<String>,
}

/// One annotation that comes in.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// What is known of it.
    pub annotation: Annotation,
    /// How it got here.
    pub how: How,
}

/// How an annotation got here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// From a file of ours, with every field.
    Whole,
    /// From another program: its words have to be placed.
    Elsewhere {
        /// It says when it was made.
        dated: bool,
    },
    /// From a Markdown file or a table of ours that a person may have edited:
    /// only its note, its tags and its check count.
    Edited {
        /// When the annotation was last changed, as the file was written.
        seen: Option<Timestamp>,
        /// A person changed it since.
        changed: bool,
    },
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing in it tells what it is.
    #[error("it is none of {0}; name its format with --from")]
    Unknown(String),
    /// It is no export of ours.
    #[error(transparent)]
    Ours(#[from] ReadError),
    /// It is no notes file.
    #[error(transparent)]
    Notes(#[from] ParseError),
    /// It is JSON that is broken, or of something else.
    #[error("it can't be read as annotations of Hypothesis: {0}")]
    Hypothesis(String),
    /// It is a table that is broken, or of something else.
    #[error("it can't be read as a table of Readwise: {0}")]
    Readwise(String),
    /// It is Markdown without a section of ours.
    #[error("it holds no annotation that `pullquote export` wrote")]
    Markdown,
}

/// One format.
#[derive(Debug, Clone, Copy)]
pub struct Importer {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in one line.
    pub help: &'static str,
    /// Whether a text looks like it.
    pub fits: fn(&str) -> bool,
    /// Reads it.
    pub read: fn(&str) -> Result<Vec<Batch>, ImportError>,
}

/// Every format, those that are known for certain first.
pub const IMPORTERS: &[Importer] = &[
    Importer { name: "json", help: "an export of ours in JSON", fits: ours::is_json, read: ours::json },
    Importer {
        name: "json-ld",
        help: "an export of ours in the W3C's Web Annotation model",
        fits: ours::is_jsonld,
        read: ours::jsonld,
    },
    Importer {
        name: "hypothesis",
        help: "annotations of Hypothesis, as its API and its own export give them",
        fits: hypothesis::fits,
        read: hypothesis::read,
    },
    Importer { name: "toml", help: "a notes file", fits: ours::is_toml, read: ours::toml },
    Importer {
        name: "readwise",
        help: "highlights of Readwise as a CSV table, or an export of ours in CSV",
        fits: readwise::fits,
        read: readwise::read,
    },
    Importer {
        name: "markdown",
        help: "an export of ours in Markdown, with what you changed in its notes and tags",
        fits: crate::export::markdown::is_ours,
        read: ours::markdown,
    },
];

/// The format of this name.
#[must_use]
pub fn importer(name: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.name == name)
}

/// Reads a text in the format it looks like.
///
/// # Errors
/// Where it looks like none, or can't be read.
pub fn read(text: &str) -> Result<Vec<Batch>, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match IMPORTERS.iter().find(|importer| (importer.fits)(text)) {
        Some(importer) => (importer.read)(text),
        None => Err(ImportError::Unknown(IMPORTERS.iter().map(|i| i.name).collect::<Vec<_>>().join(", "))),
    }
}

/// `moment` in whole seconds, as notes files have it.
fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

#[cfg(test)]
mod tests;
