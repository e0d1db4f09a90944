//! The progress of a fetch, for those who wait for it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a program should wait before it shows the progress of a fetch: a
/// shorter wait is hardly noticed.
pub const SHOW_PROGRESS_AFTER: Duration = Duration::from_millis(300);

/// How many bytes of a fetch have arrived. One thread fetches and counts, another
/// waits and shows.
#[derive(Debug, Default)]
pub struct Progress {
    received: AtomicU64,
    expected: AtomicU64,
}

impl Progress {
    /// Counts `bytes` more that arrived.
    pub(super) fn received(&self, bytes: u64) {
        self.received.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Sets how many bytes there will be in all; 0 if that is not known.
    #[cfg_attr(not(any(feature = "web", test)), expect(dead_code, reason = "only a server states it"))]
    pub(super) fn expect(&self, bytes: u64) {
        self.expected.store(bytes, Ordering::Relaxed);
    }

    /// The progress as one line without control characters: `Fetching
    /// example.org … 1.2 of 3.4 MB`, without the figures that are not known.
    #[must_use]
    pub fn line(&self, address: &str) -> String {
        let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        let what: String = host.as_deref().unwrap_or(address).chars().filter(|c| !c.is_control()).collect();
        let megabytes = |bytes: u64| format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
        let size = match (self.received.load(Ordering::Relaxed), self.expected.load(Ordering::Relaxed)) {
            (0, _) => String::new(),
            (received, expected) if expected < received => format!(" {} MB", megabytes(received)),
            (received, expected) => format!(" {} of {} MB", megabytes(received), megabytes(expected)),
        };
        format!("Fetching {what} …{size}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_is_known() {
        let progress = Progress::default();
        assert_eq!(progress.line("https://example.org/a\u{7}"), "Fetching example.org …");
        progress.received(1_250_000);
        assert_eq!(progress.line("https://example.org/a"), "Fetching example.org … 1.2 MB");
        progress.expect(3_400_000);
        assert_eq!(progress.line("no address"), "Fetching no address … 1.2 of 3.4 MB");
    }
}
