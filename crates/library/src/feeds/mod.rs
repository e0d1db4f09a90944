//! Feeds: RSS, Atom and JSON Feed. Finding them in a page, asking servers for
//! them, reading their items, and lists of feeds in OPML.
//!
//! [`sync()`] asks for many feeds at once through a [`Server`]; [`parse()`] reads the
//! bytes of one. Nothing here knows a clock or a database: times are given, and
//! what changed is returned.
//!
//! ```
//! use pullquote_library::feeds::parse;
//!
//! let rss = br#"<rss version="2.0"><channel><title>The Courier</title>
//!   <item><title>The pier &amp; the sea</title><link>/pier</link>
//!     <description>&lt;p&gt;It opens in spring.&lt;/p&gt;</description></item>
//! </channel></rss>"#;
//! let feed = parse(rss, None, "https://example.org/feed.xml")?;
//!
//! assert_eq!(feed.title.as_deref(), Some("The Courier"));
//! assert_eq!(feed.items[0].address, "https://example.org/pier");
//! assert_eq!(feed.items[0].summary.as_deref(), Some("It opens in spring."));
//! # Ok::<(), pullquote_library::feeds::FeedError>(())
//! ```

mod discover;
mod item;
mod json;
mod markup;
mod opml;
mod parse;
mod person;
mod repair;
mod server;
mod sync;
#[cfg(feature = "web")]
mod web;

pub use discover::{FoundFeed, discover};
pub use item::FeedItem;
pub use opml::{ListedFeed, OpmlError, read_opml, write_opml};
pub use parse::{Feed, FeedError, parse};
pub use server::{Answer, FeedBytes, FeedRequest, RetryAfter, Server};
pub use sync::{FeedOutcome, FeedResult, FeedState, SyncOptions, sync};
#[cfg(feature = "web")]
pub use web::WebServer;
