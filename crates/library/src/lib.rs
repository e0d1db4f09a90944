//! A searchable library of articles: their text, who said what in them, and the
//! notes on them, in one SQLite file.
//!
//! [`reading_list`] reads what people bring from other programs, [`feeds`] finds,
//! fetches and reads feeds.

mod address;
pub mod feeds;
mod plain;
pub mod reading_list;

pub use feeds::{Feed, FeedItem};
pub use reading_list::{ListedArticle, ReadingList, ReadingListError};
