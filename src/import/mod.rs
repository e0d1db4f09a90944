//! Imports annotations from other programs and from our own exports.
//!
//! [`IMPORTERS`] is the one table of formats. Each format reads a file into
//! [`Batch`]es, one per article. [`plan`](plan::plan) combines them with the
//! existing notes. Nothing is ever overwritten or deleted: an annotation on both
//! sides is merged, as when two programs write one notes file.

pub mod find_words;
mod hypothesis;
mod ours;
pub mod plan;
mod readwise;

use std::collections::BTreeMap;

use crate::export::json::ReadError;
use jiff::Timestamp;
use pullquote_notes::ParseError;
use pullquote_notes::{Annotation, Correction, Header};

pub use plan::{Outcome, OutcomeKind, Plan, plan};

/// The annotations on one article, read from a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// The article's header, with the fields that the file has.
    pub header: Header,
    /// The eight hex digits that identify the article, where the file has
    /// nothing else about it.
    pub short: Option<String>,
    /// The annotations.
    pub notes: Vec<Incoming>,
    /// The person's corrections; only a notes file has them.
    pub corrections: Vec<Correction>,
    /// The text of each annotation in a notes file, by id. It can have comments
    /// and keys that this program doesn't know.
    pub remembered: BTreeMap<String, String>,
    /// Whether the file had every annotation of the article when it was written,
    /// so that a missing annotation was removed by a person.
    pub complete: bool,
    /// What could not be imported, one clause each.
    pub skipped: Vec<String>,
}

/// One imported annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The annotation, with the fields that the file has.
    pub annotation: Annotation,
    /// What kind of file it is from.
    pub provenance: Provenance,
}

/// The kind of file that an annotation is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// One of our files, which has every field.
    Whole,
    /// A file of another program. The words have to be found in the article.
    Elsewhere {
        /// Whether the annotation has the time when it was made.
        dated: bool,
    },
    /// One of our Markdown or CSV files, which a person may have edited. Only
    /// note, tags and check are used.
    Edited {
        /// When the annotation had last been changed when the file was written.
        seen: Option<Timestamp>,
        /// Whether a person changed it in the file.
        changed: bool,
    },
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The format was not recognized.
    #[error("its format is not recognized; name one with --from: {0}")]
    Unknown(String),
    /// It is not one of our exports.
    #[error(transparent)]
    Ours(#[from] ReadError),
    /// It is not a notes file.
    #[error(transparent)]
    Notes(#[from] ParseError),
    /// It is broken JSON, or JSON of something else.
    #[error("it can't be read as Hypothesis annotations: {0}")]
    Hypothesis(String),
    /// It is a broken table, or a table of something else.
    #[error("it can't be read as a Readwise table: {0}")]
    Readwise(String),
    /// It is Markdown without an exported section.
    #[error("it has no annotation that `pullquote export` wrote")]
    Markdown,
}

/// One format.
#[derive(Debug, Clone, Copy)]
pub struct Importer {
    /// The name on the command line.
    pub name: &'static str,
    /// What the format is, in one line.
    pub help: &'static str,
    /// Whether a text looks like this format.
    pub fits: fn(&str) -> bool,
    /// Reads a text in this format.
    pub read: fn(&str) -> Result<Vec<Batch>, ImportError>,
}

/// Every format. Those that are recognized with certainty come first.
pub const IMPORTERS: &[Importer] = &[
    Importer { name: "json", help: "an export in JSON", fits: ours::is_json, read: ours::json },
    Importer {
        name: "json-ld",
        help: "an export in the W3C's Web Annotation model",
        fits: ours::is_jsonld,
        read: ours::jsonld,
    },
    Importer {
        name: "hypothesis",
        help: "Hypothesis annotations, from its API or its export",
        fits: hypothesis::fits,
        read: hypothesis::read,
    },
    Importer { name: "toml", help: "a notes file", fits: ours::is_toml, read: ours::toml },
    Importer {
        name: "readwise",
        help: "Readwise highlights as a CSV table, or an export in CSV",
        fits: readwise::fits,
        read: readwise::read,
    },
    Importer {
        name: "markdown",
        help: "an export in Markdown, with your changes to its notes and tags",
        fits: crate::export::markdown::is_ours,
        read: ours::markdown,
    },
];

/// The format with this name, such as `readwise`.
#[must_use]
pub fn importer(name: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.name == name)
}

/// Reads a text in the first format that it looks like.
///
/// # Errors
/// If it looks like no format, or can't be read in that format.
pub fn read(text: &str) -> Result<Vec<Batch>, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match IMPORTERS.iter().find(|importer| (importer.fits)(text)) {
        Some(importer) => (importer.read)(text),
        None => Err(ImportError::Unknown(IMPORTERS.iter().map(|i| i.name).collect::<Vec<_>>().join(", "))),
    }
}

/// `moment` cut to whole seconds, as in notes files.
pub(crate) fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

#[cfg(test)]
mod tests;
