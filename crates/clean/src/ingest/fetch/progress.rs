//! How far a fetch is, for whoever waits for it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a fetch may take before anything is shown of it: a wait that is
/// hardly noticed.
pub const QUIET: Duration = Duration::from_millis(300);

/// The bytes that came so far, counted on the thread that fetches and read on
/// the one that waits.
#[derive(Debug, Default)]
pub struct Progress {
    received: AtomicU64,
    expected: AtomicU64,
}

impl Progress {
    /// So many bytes more are there.
    pub(super) fn received(&self, bytes: u64) {
        self.received.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many bytes will come in all.
    pub(super) fn expect(&self, bytes: u64) {
        self.expected.store(bytes, Ordering::Relaxed);
    }

    /// One line without control characters: `Fetching example.org … 1.2 of
    /// 3.4 MB`, with as much of it as is known.
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
