//! Asking the servers of the web. The only module here that uses the network and
//! a clock, for the limit of time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use pullquote_clean::{IngestError, Limits, WebAnswer, WebRequest, request_once};
use url::Url;

use super::server::{Answer, FeedBytes, FeedRequest, RetryAfter, Server};

/// How many redirects are followed.
const REDIRECTS: usize = 10;
/// The media types of feeds, and what else a server may have.
const ACCEPT: &str = "application/atom+xml,application/rss+xml,application/feed+json,\
                      application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.5";
/// The longest value of a header that is returned and later sent back, in bytes.
const HEADER: usize = 1_000;

/// The servers of the web. Each is asked for one thing at a time, also by
/// several threads and through redirects.
#[derive(Debug, Default)]
pub struct WebServer {
    limits: Limits,
    /// A lock for each host and port.
    hosts: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

/// What one request leads to.
enum Hop {
    End(Answer),
    Redirect { to: Url, is_permanent: bool },
}

impl WebServer {
    /// Servers that are asked within these limits of time and of bytes: `time`
    /// for one feed with all its redirects, `bytes` after decompression.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Asks one server once.
    fn hop(&self, request: &FeedRequest<'_>, place: &Url, started: Instant) -> Hop {
        let left = self.limits.time.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Hop::End(Answer::Failed(too_slow(&self.limits)));
        }
        let limits = Limits { time: left, ..self.limits };
        let known = [("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified)];
        let headers: Vec<(&str, &str)> =
            known.iter().filter_map(|(key, value)| Some((*key, sendable(*value)?))).collect();
        let asked = request_once(&WebRequest { address: place.as_str(), accept: ACCEPT, headers: &headers }, &limits);
        match asked {
            Ok(answer) => judged(answer, place),
            Err(error) => Hop::End(Answer::Failed(clause(&error, &self.limits))),
        }
    }

    /// The lock of the host of `place`.
    fn lock(&self, place: &Url) -> Arc<Mutex<()>> {
        let host = format!("{}:{}", place.host_str().unwrap_or_default(), place.port_or_known_default().unwrap_or(0));
        Arc::clone(self.hosts.lock().unwrap_or_else(PoisonError::into_inner).entry(host).or_default())
    }
}

impl Server for WebServer {
    fn ask(&self, request: &FeedRequest<'_>) -> Answer {
        let started = Instant::now();
        let mut place = match Url::parse(request.address) {
            Ok(place) if matches!(place.scheme(), "http" | "https") => place,
            _ => return Answer::Failed("its address is not an http or https address".to_owned()),
        };
        let mut moved_to: Option<String> = None;
        let mut is_all_permanent = true;
        for _ in 0..=REDIRECTS {
            let hop = {
                let host = self.lock(&place);
                let _one_at_a_time = host.lock().unwrap_or_else(PoisonError::into_inner);
                self.hop(request, &place, started)
            };
            match hop {
                Hop::End(answer) => return with_new_address(answer, moved_to),
                Hop::Redirect { to, is_permanent } => {
                    is_all_permanent &= is_permanent;
                    if is_all_permanent {
                        moved_to = Some(to.to_string());
                    }
                    place = to;
                }
            }
        }
        Answer::Failed(format!("it redirects more than {REDIRECTS} times"))
    }
}

/// What an answer means.
fn judged(answer: WebAnswer, place: &Url) -> Hop {
    let text = |key: &str| answer.header(key).map(str::to_owned);
    Hop::End(match answer.status {
        200..=299 => {
            let mut address = place.clone();
            // Fails only for addresses that cannot have a login.
            let _ = address.set_username("").and_then(|()| address.set_password(None));
            let known = |key: &str| text(key).filter(|value| sendable(Some(value)).is_some());
            let (etag, last_modified, content_type) = (known("etag"), known("last-modified"), text("content-type"));
            let address = address.to_string();
            Answer::Feed(FeedBytes { bytes: answer.bytes, content_type, address, moved_to: None, etag, last_modified })
        }
        304 => Answer::NotModified { moved_to: None },
        301 | 302 | 303 | 307 | 308 => {
            let is_permanent = matches!(answer.status, 301 | 308);
            return match answer.header("location").and_then(|location| target(location, place)) {
                Some(to) => Hop::Redirect { to, is_permanent },
                None => Hop::End(Answer::Failed("it redirects to what is not an http or https address".to_owned())),
            };
        }
        410 => Answer::Gone,
        429 | 503 => Answer::Later { retry_after: answer.header("retry-after").and_then(RetryAfter::parse) },
        status => Answer::Failed(format!("the server answered {status}{}", words(status))),
    })
}

/// The address that a redirect at `place` leads to. The login of `place` goes
/// along if the host and the protocol stay the same.
fn target(location: &str, place: &Url) -> Option<Url> {
    let mut to = place.join(location).ok().filter(|to| matches!(to.scheme(), "http" | "https"))?;
    to.set_fragment(None);
    if to.origin() == place.origin() && to.username().is_empty() && to.password().is_none() {
        // Fails only for addresses that cannot have a login.
        let _ = to.set_username(place.username()).and_then(|()| to.set_password(place.password()));
    }
    Some(to)
}

/// The answer with the address that the feed has moved to, if it is usable there.
fn with_new_address(answer: Answer, moved_to: Option<String>) -> Answer {
    match answer {
        Answer::Feed(feed) => Answer::Feed(FeedBytes { moved_to, ..feed }),
        Answer::NotModified { .. } => Answer::NotModified { moved_to },
        other => other,
    }
}

/// The value of a header, if it may be sent in a header.
fn sendable(value: Option<&str>) -> Option<&str> {
    value.filter(|value| {
        !value.is_empty() && value.len() <= HEADER && value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
    })
}

/// What a status means, in words.
fn words(status: u16) -> &'static str {
    match status {
        401 | 403 => ", it gives no access",
        404 => ", there is no such feed",
        500..=599 => ", it has a fault",
        _ => "",
    }
}

fn too_slow(limits: &Limits) -> String {
    format!("it took longer than {} s", limits.time.as_secs())
}

/// An error of a request as a clause, without the address and without advice
/// that is meant for pages.
fn clause(error: &IngestError, limits: &Limits) -> String {
    match error {
        IngestError::Slow { .. } => too_slow(limits),
        IngestError::PageTooLarge { limit, .. } => format!("it is larger than {} MB", limit.div_ceil(1_000_000)),
        IngestError::Unreachable { why, .. } | IngestError::BadAddress { why, .. } => why.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_stays_with_its_host() {
        let place = Url::parse("https://ida:secret@example.org/feed").unwrap();
        let leads = |location: &str| target(location, &place).map(|to| to.to_string());
        assert_eq!(leads("/new#top").as_deref(), Some("https://ida:secret@example.org/new"));
        assert_eq!(leads("https://example.org/new").as_deref(), Some("https://ida:secret@example.org/new"));
        assert_eq!(leads("http://example.org/new").as_deref(), Some("http://example.org/new"));
        assert_eq!(leads("https://other.example/").as_deref(), Some("https://other.example/"));
        assert_eq!((leads("file:///etc/passwd"), leads("javascript:x")), (None, None));
    }
}
