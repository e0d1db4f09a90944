//! Errors of opening a source.

use std::time::Duration;

/// Why a source gives no article. Each error's text is a sentence that says what
/// failed, on which source, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The file does not exist.
    #[error("there is no file {name}: check the path, or give an address that starts with https://")]
    NotFound {
        /// The source as it was given.
        name: String,
    },
    /// The path names a folder.
    #[error("{name} is a folder: name one file in it")]
    Folder {
        /// The source as it was given.
        name: String,
    },
    /// The path names a pipe, a device or a socket.
    #[error("cannot read {name}: {why}; to read a pipe, give it as standard input: - <{name}")]
    NotAFile {
        /// The source as it was given.
        name: String,
        /// What it is.
        why: std::io::Error,
    },
    /// The file or pipe cannot be read.
    #[error("cannot read {name}: {source}")]
    Unreadable {
        /// The source as it was given.
        name: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// The file or pipe has more bytes than the limit.
    #[error("{name} is larger than {limit} bytes, the most that is read: open a smaller part of it")]
    TooLarge {
        /// The source as it was given.
        name: String,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The page has more bytes than the limit.
    #[error(
        "{name} is larger than {} MB, the most that is fetched: raise it with --megabytes or under [fetch] in the settings", *.limit / 1_000_000
    )]
    PageTooLarge {
        /// The source as it was given.
        name: String,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The address is not one that can be fetched.
    #[error("cannot fetch {name}: {why}; give a full address such as https://example.org/article")]
    BadAddress {
        /// The source as it was given.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The library was built without its `web` feature.
    #[error(
        "cannot fetch {name}: this build has no `web` feature; build it with the feature, or save the page in a browser and open the file"
    )]
    NoWeb {
        /// The source as it was given.
        name: String,
    },
    /// The server could not be reached, or the connection failed.
    #[error(
        "cannot fetch {name}: {why}; check the address and the network, or save the page in a browser and open the file"
    )]
    Unreachable {
        /// The source as it was given.
        name: String,
        /// What failed.
        why: String,
    },
    /// The server answered with an error.
    #[error("cannot fetch {name}: the server answered {status}{}; open the page in a browser, save it, and open the file", status_words(*.status))]
    Status {
        /// The source as it was given.
        name: String,
        /// The HTTP status code.
        status: u16,
    },
    /// The server took longer than the limit.
    #[error("cannot fetch {name}: it took longer than {} s; try again later, or wait longer with --timeout", limit.as_secs())]
    Slow {
        /// The source as it was given.
        name: String,
        /// The limit of time.
        limit: Duration,
    },
    /// The source has no bytes but white space.
    #[error("{name} is empty: there is nothing to read in it")]
    Empty {
        /// The source as it was given.
        name: String,
    },
    /// The source is not text.
    #[error("{name} is {what}, not text: open a text, Markdown or HTML file")]
    Binary {
        /// The source as it was given.
        name: String,
        /// What the bytes seem to be: `a PDF document`.
        what: &'static str,
    },
    /// The source is of a format that can be read, but damaged.
    #[error("{name} is damaged: read as {format}, {why}; get the file again, or try another --input-format")]
    Damaged {
        /// The source as it was given.
        name: String,
        /// The format it was read as.
        format: &'static str,
        /// What is wrong with it, as the end of a sentence.
        why: String,
    },
    /// The source is text without an article.
    #[error(
        "{name} holds no article: nothing readable was left of it when read as {format}; try --raw, or another --input-format"
    )]
    NoArticle {
        /// The source as it was given.
        name: String,
        /// The format it was read as.
        format: &'static str,
    },
    /// The source is a page that holds no article, such as a consent wall.
    #[error("{name} holds no article: {sentence}")]
    Wall {
        /// The source as it was given.
        name: String,
        /// What the page is, and what to do.
        sentence: String,
    },
}

impl IngestError {
    /// Whether the page could not be fetched now, so that a copy kept earlier
    /// may be used instead.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        matches!(
            self,
            IngestError::Unreachable { .. }
                | IngestError::Status { .. }
                | IngestError::Slow { .. }
                | IngestError::PageTooLarge { .. }
        )
    }
}

/// What the most common status codes mean, in brackets with a space before it;
/// empty for others.
fn status_words(status: u16) -> &'static str {
    match status {
        401 => " (it asks for a login)",
        402 => " (it asks for payment)",
        403 => " (it refuses this program)",
        404 => " (there is no such page)",
        410 => " (the page is gone)",
        429 => " (too many requests)",
        451 => " (withheld for legal reasons)",
        500..=599 => " (the server has a fault)",
        _ => "",
    }
}
