//! Errors of reading a list.

use std::io;

use super::formats::names;

/// Why a list cannot be read. Each error's text is a sentence with the file, the
/// line where there is one, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadingListError {
    /// The bytes are not UTF-8.
    #[error("{name}:{line}: the file is not UTF-8 text; save it as UTF-8, or export it again")]
    NotUtf8 {
        /// The file.
        name: String,
        /// The line of the first wrong byte, from 1.
        line: usize,
    },
    /// The content is of no known format.
    #[error("{name} is not a list of articles; what can be read: {}", names())]
    Unknown {
        /// The file.
        name: String,
    },
    /// The file is a list of feeds, not of articles.
    #[error("{name} is a list of feeds, not of articles; add them with `pullquote feeds import {name}`")]
    Feeds {
        /// The file.
        name: String,
    },
    /// The format is known, but the file breaks its rules.
    #[error("{name}:{line}: {why}; correct that line, or export the list again")]
    Damaged {
        /// The file.
        name: String,
        /// The line of the mistake, from 1.
        line: usize,
        /// What is wrong, as a clause.
        why: String,
    },
    /// A file or folder cannot be read.
    #[error("cannot read {name}: {source}")]
    Unreadable {
        /// The file or folder.
        name: String,
        /// The system's error.
        source: io::Error,
    },
}

impl ReadingListError {
    /// The error for JSON that could not be parsed.
    pub(super) fn json(name: &str, error: &serde_json::Error) -> Self {
        let why = if error.is_eof() { "the file ends too early" } else { "this is not the JSON that was expected" };
        Self::Damaged { name: name.to_owned(), line: error.line().max(1), why: why.to_owned() }
    }
}
