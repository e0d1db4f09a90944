//! A searchable library of articles: their text, who said what in them, and the
//! notes on them, in one SQLite file.
//!
//! [`Library`] is the file. [`Query`] is what a person asks for, in one language
//! for searches, lists and exports. [`reading_list`] reads what people bring from
//! other programs, [`feeds`] finds, fetches and reads feeds.

mod address;
pub mod feeds;
mod plain;
pub mod query;
pub mod reading_list;
pub mod record;
pub mod search;
pub mod store;

pub use feeds::{Feed, FeedItem};
pub use query::{Query, QueryError};
pub use reading_list::{ListedArticle, ReadingList, ReadingListError};
pub use search::{Hit, HitKind};
pub use store::{Library, LibraryFileError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
