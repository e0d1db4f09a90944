//! What is asked of a server of feeds, and what it answers.

use jiff::Timestamp;

/// A request for a feed, with what is known from the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedRequest<'r> {
    /// The `http` or `https` address of the feed.
    pub address: &'r str,
    /// The value of the header `ETag` of the last answer.
    pub etag: Option<&'r str>,
    /// The value of the header `Last-Modified` of the last answer.
    pub last_modified: Option<&'r str>,
}

/// What a server answers to a request for a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The feed is the same as the last time (status 304).
    NotModified {
        /// The new address, if the feed has moved for ever.
        moved_to: Option<String>,
    },
    /// The bytes of the feed.
    Feed(FeedBytes),
    /// The feed is gone for ever (status 410).
    Gone,
    /// The server wants to be asked later (status 429 or 503).
    Later {
        /// When, if it says so.
        retry_after: Option<RetryAfter>,
    },
    /// Anything else, as a clause that says why: `the server answered 404`.
    Failed(String),
}

/// The bytes of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedBytes {
    /// The body, decompressed.
    pub bytes: Vec<u8>,
    /// The value of the header `Content-Type`.
    pub content_type: Option<String>,
    /// Where the bytes came from, after all redirects.
    pub address: String,
    /// The new address, if the feed has moved for ever: the last one that a
    /// status of 301 or 308 leads to, before any other redirect.
    pub moved_to: Option<String>,
    /// The value of the header `ETag`.
    pub etag: Option<String>,
    /// The value of the header `Last-Modified`.
    pub last_modified: Option<String>,
}

/// The value of the header `Retry-After` (RFC 9110, 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds after the answer.
    Seconds(u64),
    /// At this time.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads the value of the header: seconds, or an HTTP date. `None` if it is
    /// neither.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        if let Ok(seconds) = value.parse() {
            return Some(Self::Seconds(seconds));
        }
        let date = jiff::fmt::rfc2822::parse(value).ok()?;
        Some(Self::At(date.timestamp()))
    }

    /// The time that is meant in an answer that came at `now`.
    #[must_use]
    pub fn time(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(time) => time,
            Self::Seconds(seconds) => {
                let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
                now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
            }
        }
    }
}

/// Something that can be asked for feeds: the web, or a stand-in for a test. It
/// is asked from several threads at once.
pub trait Server: Sync {
    /// The answer to one request, with redirects followed.
    fn ask(&self, request: &FeedRequest<'_>) -> Answer;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2025-11-24T10:00:00Z".parse().unwrap();
        let time = |value: &str| RetryAfter::parse(value).map(|retry| retry.time(now).to_string());
        assert_eq!(time("120").as_deref(), Some("2025-11-24T10:02:00Z"));
        assert_eq!(time("Mon, 24 Nov 2025 11:00:00 GMT").as_deref(), Some("2025-11-24T11:00:00Z"));
        assert_eq!(RetryAfter::parse("99999999999999999").map(|retry| retry.time(now)), Some(Timestamp::MAX));
        assert_eq!((time("soon"), time("-1"), time("")), (None, None, None));
    }
}
