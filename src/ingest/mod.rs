//! Bytes to articles: fetch or read → decode → detect → reader → clean.

use std::path::PathBuf;
use std::time::Duration;

use crate::article::Format;

/// What a user asked to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// An `http` or `https` address.
    Url(String),
    /// Everything on standard input, read to its end.
    Stdin,
    /// The bundled article of this name.
    Sample(&'static str),
}

/// How far opening may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes read from a file, pipe or server, at most.
    pub bytes: u64,
    /// Time for one address, redirects included.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 20_000_000, time: Duration::from_secs(20) }
    }
}

/// How to read a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The input is clean text already: nothing is removed.
    pub raw: bool,
    /// `None`: told from the name and the content.
    pub format: Option<Format>,
    /// How far opening may go.
    pub limits: Limits,
}
