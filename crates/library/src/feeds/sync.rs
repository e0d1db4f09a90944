//! Asking for many feeds at once.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::parse::{Feed, parse};
use super::server::{Answer, FeedRequest, RetryAfter, Server};

/// How long a server is left alone that does not say how long, in seconds.
const WITHOUT_A_TIME: i64 = 3_600;
/// The longest time a server is left alone, in seconds: a week.
const LONGEST: i64 = 7 * 86_400;

/// A feed, with what is known from the last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedState {
    /// The `http` or `https` address.
    pub address: String,
    /// [`FeedResult::Changed`]'s value of the last time.
    pub etag: Option<String>,
    /// [`FeedResult::Changed`]'s value of the last time.
    pub last_modified: Option<String>,
    /// The time before which the server must not be asked.
    pub retry_after: Option<Timestamp>,
}

/// What became of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedOutcome {
    /// The address of the feed as it was in its [`FeedState`].
    pub address: String,
    /// The address to use from now on, if the feed has moved for ever.
    pub moved_to: Option<String>,
    /// The result.
    pub result: FeedResult,
}

/// The result of asking for a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedResult {
    /// The feed is the same as the last time.
    Unchanged,
    /// The feed as it is now, with what to send the next time.
    Changed {
        /// The feed.
        feed: Feed,
        /// For [`FeedState::etag`]; `None` if the feed broke off, so that all of
        /// it is asked for again.
        etag: Option<String>,
        /// For [`FeedState::last_modified`]; `None` as for `etag`.
        last_modified: Option<String>,
    },
    /// The feed is gone for ever: stop asking.
    Gone,
    /// The server wants to be asked later. Other feeds of the same host get this
    /// result too, without a request.
    Later {
        /// For [`FeedState::retry_after`].
        until: Timestamp,
    },
    /// Asking failed, or the answer is not a feed; a clause that says why.
    Failed(String),
}

/// When, how fast and how long [`sync`] asks.
#[derive(Debug, Clone, Copy)]
pub struct SyncOptions<'s> {
    /// The time to compare [`FeedState::retry_after`] with.
    pub now: Timestamp,
    /// How many feeds are asked for at once, at least 1.
    pub workers: usize,
    /// Set to true by another thread to stop: feeds that are being asked for end,
    /// no others begin.
    pub stop: &'s AtomicBool,
}

/// Asks `server` for all `feeds` and calls `each` on this thread with what became
/// of them, in the order in which they end. Several hosts are asked at once, but
/// each host for one feed at a time. A feed with a `retry_after` in the future
/// is left out, and has no outcome.
pub fn sync(feeds: Vec<FeedState>, server: &dyn Server, how: SyncOptions<'_>, mut each: impl FnMut(FeedOutcome)) {
    let due = feeds.into_iter().filter(|feed| feed.retry_after.is_none_or(|time| time <= how.now));
    let hosts = Mutex::new(by_host(due));
    let (sender, outcomes) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..how.workers.max(1) {
            let (sender, hosts) = (sender.clone(), &hosts);
            scope.spawn(move || {
                loop {
                    let next = hosts.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(feeds) = next else { return };
                    ask_host(feeds, server, how, &sender);
                }
            });
        }
        drop(sender);
        for outcome in outcomes {
            each(outcome);
        }
    });
}

/// The feeds of each host. Hosts with many feeds come first, so that the last
/// one to end is not the longest.
fn by_host(feeds: impl Iterator<Item = FeedState>) -> VecDeque<Vec<FeedState>> {
    let mut hosts: Vec<Vec<FeedState>> = Vec::new();
    let mut places: HashMap<Option<String>, usize> = HashMap::new();
    for feed in feeds {
        let host = Url::parse(&feed.address)
            .ok()
            .and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)));
        let place = *places.entry(host).or_insert_with(|| {
            hosts.push(Vec::new());
            hosts.len() - 1
        });
        if let Some(group) = hosts.get_mut(place) {
            group.push(feed);
        }
    }
    hosts.sort_by_key(|group| std::cmp::Reverse(group.len()));
    hosts.into()
}

/// Asks one host for its feeds, one after the other.
fn ask_host(feeds: Vec<FeedState>, server: &dyn Server, how: SyncOptions<'_>, sender: &mpsc::Sender<FeedOutcome>) {
    let mut wait: Option<Timestamp> = None;
    for feed in feeds {
        if how.stop.load(Ordering::Relaxed) {
            return;
        }
        let outcome = match wait {
            Some(until) => FeedOutcome { address: feed.address, moved_to: None, result: FeedResult::Later { until } },
            None => ask(feed, server, how.now),
        };
        if let FeedResult::Later { until } = outcome.result {
            wait = Some(until);
        }
        if sender.send(outcome).is_err() {
            return;
        }
    }
}

/// Asks for one feed and reads it.
fn ask(feed: FeedState, server: &dyn Server, now: Timestamp) -> FeedOutcome {
    let request = FeedRequest {
        address: &feed.address,
        etag: feed.etag.as_deref(),
        last_modified: feed.last_modified.as_deref(),
    };
    let (moved_to, result) = match server.ask(&request) {
        Answer::NotModified { moved_to } => (moved_to, FeedResult::Unchanged),
        Answer::Gone => (None, FeedResult::Gone),
        Answer::Later { retry_after } => (None, FeedResult::Later { until: until(retry_after, now) }),
        Answer::Failed(why) => (None, FeedResult::Failed(why)),
        Answer::Feed(sent) => match parse(&sent.bytes, sent.content_type.as_deref(), &sent.address) {
            Ok(feed) => {
                let is_whole = feed.damage.is_none();
                let (etag, last_modified) = (sent.etag.filter(|_| is_whole), sent.last_modified.filter(|_| is_whole));
                (sent.moved_to, FeedResult::Changed { feed, etag, last_modified })
            }
            Err(why) => (None, FeedResult::Failed(why.to_string())),
        },
    };
    FeedOutcome { address: feed.address, moved_to, result }
}

/// When a server may be asked again: between now and a week from now.
fn until(retry_after: Option<RetryAfter>, now: Timestamp) -> Timestamp {
    let after = |seconds: i64| now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
    retry_after.map_or_else(|| after(WITHOUT_A_TIME), |retry| retry.time(now)).clamp(now, after(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::server::FeedBytes;
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    const RSS: &str = "<rss version='2.0'><channel><item><title>a</title><link>https://example.org/a</link></item>\
                       </channel></rss>";

    /// Answers by the path of the address, and counts requests at once.
    #[derive(Default)]
    struct Script {
        at_once: Mutex<HashMap<String, usize>>,
        most_at_a_host: AtomicUsize,
        most: AtomicUsize,
        asked: AtomicUsize,
    }

    impl Server for Script {
        fn ask(&self, request: &FeedRequest<'_>) -> Answer {
            let url = Url::parse(request.address).unwrap();
            let host = url.host_str().unwrap().to_owned();
            {
                let mut at_once = self.at_once.lock().unwrap();
                *at_once.entry(host.clone()).or_default() += 1;
                self.most_at_a_host.fetch_max(at_once[&host], Ordering::SeqCst);
                self.most.fetch_max(at_once.values().sum(), Ordering::SeqCst);
            }
            self.asked.fetch_add(1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(10));
            *self.at_once.lock().unwrap().get_mut(&host).unwrap() -= 1;
            let bytes = |text: &str| {
                Answer::Feed(FeedBytes {
                    bytes: text.as_bytes().to_vec(),
                    address: request.address.to_owned(),
                    etag: Some("e".to_owned()),
                    ..FeedBytes::default()
                })
            };
            match url.path() {
                "/later" => Answer::Later { retry_after: Some(RetryAfter::Seconds(60)) },
                "/page" => bytes("<!doctype html><title>x</title>"),
                "/cut" => bytes(RSS.strip_suffix("</channel></rss>").unwrap()),
                _ => bytes(RSS),
            }
        }
    }

    fn feeds(addresses: &[&str]) -> Vec<FeedState> {
        addresses.iter().map(|address| FeedState { address: (*address).to_owned(), ..FeedState::default() }).collect()
    }

    fn now() -> Timestamp {
        "2025-11-24T10:00:00Z".parse().unwrap()
    }

    fn outcomes(feeds: Vec<FeedState>, server: &Script, stop: &AtomicBool) -> Vec<FeedOutcome> {
        let mut outcomes = Vec::new();
        sync(feeds, server, SyncOptions { now: now(), workers: 8, stop }, |outcome| outcomes.push(outcome));
        outcomes.sort_by(|a, b| a.address.cmp(&b.address));
        outcomes
    }

    #[test]
    fn several_hosts_are_asked_at_once_and_each_for_one_feed_at_a_time() {
        let addresses: Vec<String> =
            (0..6).flat_map(|host| (0..5).map(move |feed| format!("https://h{host}.example/{feed}"))).collect();
        let server = Script::default();
        let all: Vec<&str> = addresses.iter().map(String::as_str).collect();
        assert_eq!(outcomes(feeds(&all), &server, &AtomicBool::new(false)).len(), 30);
        assert_eq!(server.most_at_a_host.load(Ordering::SeqCst), 1);
        assert!(server.most.load(Ordering::SeqCst) > 1);
    }

    #[test]
    fn a_broken_feed_hurts_no_other_and_a_server_that_wants_to_wait_is_left_alone() {
        let server = Script::default();
        let mut all = feeds(&[
            "https://a.example/later",
            "https://a.example/other",
            "https://b.example/good",
            "https://b.example/page",
            "https://c.example/cut",
        ]);
        all.push(FeedState {
            address: "https://d.example/".to_owned(),
            retry_after: Some("2025-11-24T10:00:01Z".parse().unwrap()),
            ..FeedState::default()
        });
        let got = outcomes(all, &server, &AtomicBool::new(false));
        let later = FeedResult::Later { until: "2025-11-24T10:01:00Z".parse().unwrap() };
        assert_eq!((&got[0].result, &got[1].result), (&later, &later));
        assert!(
            matches!(&got[2].result, FeedResult::Changed { feed, etag, .. } if feed.items.len() == 1 && etag.is_some())
        );
        assert!(matches!(&got[3].result, FeedResult::Failed(why) if why.starts_with("it is a web page")), "{got:?}");
        // What broke off is asked for again as a whole.
        assert!(matches!(&got[4].result, FeedResult::Changed { feed, etag: None, .. } if feed.damage.is_some()));
        assert_eq!((got.len(), server.asked.load(Ordering::SeqCst)), (5, 4));
    }

    #[test]
    fn nothing_begins_after_the_stop() {
        let server = Script::default();
        let stop = AtomicBool::new(false);
        let all = feeds(&["https://a.example/1", "https://a.example/2", "https://a.example/3"]);
        let mut got = 0;
        sync(all, &server, SyncOptions { now: now(), workers: 2, stop: &stop }, |_| {
            got += 1;
            stop.store(true, Ordering::Relaxed);
        });
        assert!((1..3).contains(&got), "{got}");
    }

    #[test]
    fn a_server_is_left_alone_for_a_week_at_most() {
        let after = |retry| until(retry, now()).duration_since(now()).as_secs();
        assert_eq!(after(None), WITHOUT_A_TIME);
        assert_eq!(after(Some(RetryAfter::Seconds(u64::MAX))), LONGEST);
        assert_eq!(after(Some(RetryAfter::At(Timestamp::MIN))), 0);
    }
}
