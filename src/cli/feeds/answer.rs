//! What servers answered for feeds, as the library saves it.

use crate::folders::article_record::link_record;
use crate::folders::moment;
use pullquote_library::feeds::{FeedOutcome, FeedResult};
use pullquote_library::record::ArticleRecord;
use pullquote_library::store::{FeedItemRecord, FeedRow};
use pullquote_library::{Feed, FeedItem, Library, LibraryFileError};

/// What came of asking for one feed.
#[derive(Debug, Default)]
pub(super) struct Saved {
    /// The feed as it is in the library now.
    pub(super) feed: FeedRow,
    /// How many articles are new.
    pub(super) new: usize,
    /// Whether the server has nothing new since the last time.
    pub(super) is_unchanged: bool,
    /// The address it had before, if it has moved.
    pub(super) moved_from: Option<String>,
}

/// Saves the outcome for `feed`, all of it in one step but the move to another address.
///
/// # Errors
/// If the library can't be written.
pub(super) fn save(library: &mut Library, feed: &FeedRow, outcome: FeedOutcome) -> Result<Saved, LibraryFileError> {
    let now = moment::now();
    let mut saved = Saved {
        feed: FeedRow { checked: Some(now.clone()), not_before: None, problem: None, ..feed.clone() },
        ..Saved::default()
    };
    if let Some(to) = outcome.moved_to.filter(|to| *to != feed.address) {
        library.move_feed(&feed.address, &to)?;
        saved.moved_from = Some(std::mem::replace(&mut saved.feed.address, to));
    }
    let row = &mut saved.feed;
    let mut items = Vec::new();
    match outcome.result {
        FeedResult::Unchanged => {
            saved.is_unchanged = true;
            row.stopped = false;
        }
        FeedResult::Changed { feed, etag, last_modified } => {
            items = item_records(&feed, &row.address);
            take_facts(row, feed, etag, last_modified);
        }
        FeedResult::Gone => {
            row.stopped = true;
            row.problem = Some("the server says that it is gone for ever, so it is not asked any more".to_owned());
        }
        FeedResult::Later { until } => row.not_before = Some(until.to_string()),
        FeedResult::Failed(why) => row.problem = Some(why),
    }
    // A feed that was removed in the meantime brings nothing.
    saved.new = library.update_feed(&saved.feed, &items, &now)?.map_or(0, |new| new.len());
    Ok(saved)
}

/// Writes the facts of a feed that was read into its row.
pub(super) fn take_facts(row: &mut FeedRow, feed: Feed, etag: Option<String>, last_modified: Option<String>) {
    row.title = feed.title.or_else(|| row.title.take());
    row.home = feed.home.or_else(|| row.home.take());
    (row.etag, row.last_modified, row.stopped) = (etag, last_modified, false);
    row.problem = feed.damage.map(|why| format!("it breaks off: {why}"));
}

/// The items of the feed at `address` as links.
pub(super) fn item_records(feed: &Feed, address: &str) -> Vec<FeedItemRecord> {
    let site = feed.title.as_deref().filter(|title| !title.is_empty());
    let homes = [Some(address), feed.home.as_deref()].map(|address| address.and_then(host_of));
    let record = |item: &FeedItem| {
        let link = link_record(&item.address)?;
        // A feed that collects the articles of other sites is not their site.
        let is_own = host_of(&item.address).is_some_and(|host| homes.contains(&Some(host)));
        let article = ArticleRecord {
            title: item.title.clone().unwrap_or_default(),
            site: site.filter(|_| is_own).map(str::to_owned),
            authors: item.author.clone(),
            published: item.published.clone(),
            summary: item.summary.clone(),
            ..link
        };
        Some(FeedItemRecord { id: item.id.clone(), article })
    };
    feed.items.iter().filter_map(record).collect()
}

/// The host of an address, without `www.`.
fn host_of(address: &str) -> Option<&str> {
    let host = address.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_of_an_item_is_its_feed_only_if_it_is_on_the_same_host() {
        let item = |address: &str| FeedItem {
            id: address.to_owned(),
            address: address.to_owned(),
            title: None,
            author: Some("Ann Lee; Ben Roe".to_owned()),
            published: None,
            summary: None,
            content_html: None,
        };
        let feed = Feed {
            title: Some("The Courier".to_owned()),
            home: Some("https://www.example.org/".to_owned()),
            items: vec![item("https://example.org/pier-1?utm_source=rss"), item("https://example.com/gull-2")],
            ..Feed::default()
        };
        let records = item_records(&feed, "https://feeds.example.net/courier");
        assert_eq!(records[0].article.identity, "https://example.org/pier-1");
        let sites: Vec<Option<&str>> = records.iter().map(|record| record.article.site.as_deref()).collect();
        assert_eq!(sites, [Some("The Courier"), None]);
    }
}
