//! A searchable library of articles: their text, who said what in them, and the
//! notes on them, in one SQLite file.
//!
//! [`Library`] is the file. [`Query`] is what a person asks for, in one language
//! for searches, lists and exports.

pub mod query;
pub mod record;
pub mod search;
pub mod store;

pub use query::{Query, QueryError};
pub use search::{Hit, HitKind};
pub use store::{Library, LibraryFileError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
