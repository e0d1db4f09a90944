//! Finds the feed that a person means by an address.

use super::answer::{item_records, take_facts};
use crate::folders::moment;
use pullquote_clean::decode;
use pullquote_library::Feed;
use pullquote_library::feeds::{Answer, FeedBytes, FeedRequest, FoundFeed, Server, discover, parse};
use pullquote_library::store::{FeedItemRecord, FeedRow};

/// A feed that was found and read.
#[derive(Debug)]
pub(super) struct Found {
    /// What the library saves about it.
    pub(super) feed: FeedRow,
    /// Its items.
    pub(super) items: Vec<FeedItemRecord>,
    /// The other feeds that the page names.
    pub(super) others: Vec<FoundFeed>,
}

/// The feed at `address`, or the best one that the page at `address` names; else why there is none, as a
/// clause.
pub(super) fn find(server: &dyn Server, address: &str) -> Result<Found, String> {
    let address = with_scheme(address);
    let sent = ask(server, &address)?;
    let html = match read(&sent) {
        Ok(feed) => return Ok(found(&address, sent, feed)),
        Err(why) => {
            let html = decode(&sent.bytes, sent.content_type.as_deref());
            if discover(&html, &sent.address).is_empty() {
                let is_page = html.to_ascii_lowercase().contains("<html");
                let on_page = "it is a web page that names no feed; give the address of the feed itself";
                return Err(if is_page { on_page.to_owned() } else { why });
            }
            html
        }
    };
    let mut named = discover(&html, &sent.address);
    let mut problem = String::new();
    for at in 0..named.len() {
        let Some(candidate) = named.get(at).map(|feed| feed.address.clone()) else { break };
        match ask(server, &candidate).and_then(|sent| read(&sent).map(|feed| (sent, feed))) {
            Ok((sent, feed)) => {
                named.remove(at);
                return Ok(Found { others: named, ..found(&candidate, sent, feed) });
            }
            Err(why) => problem = format!("the feed {candidate} that it names cannot be read: {why}"),
        }
    }
    Err(problem)
}

/// The address with `https` if it has no scheme, and without a fragment.
fn with_scheme(address: &str) -> String {
    let address = address.trim();
    let address = address.split_once('#').map_or(address, |(before, _)| before);
    let address = address.strip_prefix("feed:").map_or(address, |rest| rest.trim_start_matches("//"));
    if address.contains("://") { address.to_owned() } else { format!("https://{address}") }
}

fn ask(server: &dyn Server, address: &str) -> Result<FeedBytes, String> {
    match server.ask(&FeedRequest { address, etag: None, last_modified: None }) {
        Answer::Feed(sent) => Ok(sent),
        Answer::NotModified { .. } => Err("the server answered that nothing is new".to_owned()),
        Answer::Gone => Err("the server says that it is gone for ever".to_owned()),
        Answer::Later { .. } => Err("the server wants to be asked later".to_owned()),
        Answer::Failed(why) => Err(why),
    }
}

fn read(sent: &FeedBytes) -> Result<Feed, String> {
    parse(&sent.bytes, sent.content_type.as_deref(), &sent.address).map_err(|error| error.to_string())
}

/// The feed that was sent for `address`.
fn found(address: &str, sent: FeedBytes, feed: Feed) -> Found {
    let now = moment::now();
    let address = sent.moved_to.unwrap_or_else(|| address.to_owned());
    let items = item_records(&feed, &address);
    let mut row = FeedRow { address, added: now.clone(), checked: Some(now), ..FeedRow::default() };
    // A feed that broke off is asked for as a whole the next time.
    let is_whole = feed.damage.is_none();
    take_facts(&mut row, feed, sent.etag.filter(|_| is_whole), sent.last_modified.filter(|_| is_whole));
    Found { feed: row, items, others: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_one_of_the_web() {
        for (given, asked) in [
            ("example.org/feed", "https://example.org/feed"),
            (" http://example.org/a#top ", "http://example.org/a"),
            ("feed://example.org/a", "https://example.org/a"),
            ("feed:https://example.org/a", "https://example.org/a"),
        ] {
            assert_eq!(with_scheme(given), asked);
        }
    }
}
