//! Reading a feed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model;
use feed_rs::parser::Builder;
use pullquote_clean::decode;
use url::Url;

use super::item::{FeedItem, names, plain_text};
use super::markup::FeedMarkup;
use super::{json, repair};
use crate::address::resolved;

/// How many items of a feed are read. The newest come first in nearly all feeds,
/// and no usual one has more than a few hundred.
const MOST_ITEMS: usize = 2_000;

/// A feed as it was sent. Its texts are safe for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// The title of the feed in one line.
    pub title: Option<String>,
    /// The address of its site.
    pub home: Option<String>,
    /// The items in the order of the feed, at most 2,000.
    pub items: Vec<FeedItem>,
    /// How many items were left out: those after the first 2,000, and those
    /// without an `http` or `https` address.
    pub left_out: usize,
    /// Where the feed breaks off, as a clause: `line 12 is not XML`. The items
    /// are those before it.
    pub damage: Option<String>,
}

/// Why bytes are not a feed. The text is a clause, without the feed's address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// They are something else.
    #[error("{0}")]
    NotAFeed(String),
    /// They are a page of HTML.
    #[error("it is a web page, not a feed; find the feeds it names with `pullquote feeds add`")]
    Page,
}

/// The feed in `bytes`: RSS 0.90 to 2.0, Atom 0.3 and 1.0, or JSON Feed.
/// `content_type` is the server's header, which may state the character set;
/// relative links are resolved by `address`, the feed's own.
///
/// Common mistakes in the XML are corrected. If the file breaks off, the items
/// before that place are returned, with [`Feed::damage`].
///
/// # Errors
/// If the bytes are not a feed, or break off before the first item.
pub fn parse(bytes: &[u8], content_type: Option<&str>, address: &str) -> Result<Feed, FeedError> {
    let text = decode(bytes, content_type);
    let text = text.trim_start();
    let base = Url::parse(address).ok();
    if text.starts_with('{') {
        let repaired = json::repaired(text, MOST_ITEMS)?;
        let model = model_of(&repaired.json, base.as_ref())?;
        return Ok(feed(model, base.as_ref(), repaired.left_out, None));
    }
    if is_page(text) {
        return Err(FeedError::Page);
    }
    let mut markup = FeedMarkup::new(MOST_ITEMS);
    let repaired = repair::repaired(text, &mut markup);
    if !markup.is_feed() {
        return Err(FeedError::NotAFeed("it is not a feed".to_owned()));
    }
    let model = model_of(&repaired.xml, base.as_ref())?;
    match repaired.damage {
        Some(why) if model.entries.is_empty() => Err(FeedError::NotAFeed(why)),
        damage => Ok(feed(model, base.as_ref(), markup.left_out, damage)),
    }
}

/// Whether `text` begins like a page of HTML.
fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(20).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// The feed in repaired XML or JSON.
fn model_of(text: &str, base: Option<&Url>) -> Result<model::Feed, FeedError> {
    // An item without an id gets its address as one, which stays if the title changes.
    let parser = Builder::new()
        .base_uri(base.map(Url::as_str))
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .build();
    // The parser has places that stop the thread on unusual input. The repair
    // leaves out what is known to lead there; this is for the rest.
    match catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(why)) => Err(FeedError::NotAFeed(format!("it is not a feed: {why}"))),
        Err(_) => Err(FeedError::NotAFeed("it is not a feed that can be read".to_owned())),
    }
}

fn feed(model: model::Feed, base: Option<&Url>, left_out: usize, damage: Option<String>) -> Feed {
    let is_home = |rel: Option<&str>| matches!(rel, None | Some("" | "alternate"));
    let home = model.links.iter().filter(|link| is_home(link.rel.as_deref())).map(|link| resolved(&link.href, base));
    let author = names(model.authors.iter().filter_map(|person| person.name.as_deref()));
    let entries = model.entries.len();
    let mut items: Vec<FeedItem> = model.entries.into_iter().filter_map(|entry| FeedItem::new(entry, base)).collect();
    for item in &mut items {
        item.author = item.author.take().or_else(|| author.clone());
    }
    Feed {
        title: model.title.as_ref().and_then(plain_text),
        home: home.flatten().next(),
        left_out: left_out + entries - items.len(),
        items,
        damage,
    }
}
