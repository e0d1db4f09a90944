//! What can be opened, and how.

use std::path::PathBuf;
use std::time::Duration;

use pullquote_article::Format;

/// What a user asks to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticleSource {
    /// The path of a file.
    File(PathBuf),
    /// An `http`, `https` or `file` address.
    Url(String),
    /// Everything on standard input, read to its end.
    Stdin,
    /// Bytes that are already in memory.
    Bytes(Fetched),
}

/// Limits of size and time for opening a source. By default 20 MB for a page,
/// 200 MB for a file, and 20 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page from a server at most, counted after decompression.
    pub bytes: u64,
    /// Bytes of a file or a pipe at most.
    pub file_bytes: u64,
    /// Time for one address at most, with its redirects.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 20_000_000, file_bytes: 200_000_000, time: Duration::from_secs(20) }
    }
}

/// How to read a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether to keep all of the decoded text as it is.
    pub raw: bool,
    /// The format; `None` to recognise it by name and content.
    pub format: Option<Format>,
    /// Limits of size and time.
    pub limits: Limits,
}

/// Bytes and what is known about where they came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetched {
    /// The name of the source in messages: the path or address as the user gave
    /// it, `standard input`, `the sample …`.
    pub name: String,
    /// The bytes, still encoded.
    pub bytes: Vec<u8>,
    /// The file, as the user named it.
    pub path: Option<PathBuf>,
    /// The address that the bytes came from, after redirects.
    pub url: Option<String>,
    /// The `Content-Type` that the server stated.
    pub content_type: Option<String>,
}

/// Whether a text begins like an `http` or `https` address, in small or capital letters.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme).unwrap_or_default();
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}
