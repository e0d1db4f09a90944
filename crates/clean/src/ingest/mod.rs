//! Bytes to articles: fetch or read → decode → detect → reader → clean.
//!
//! [`open`] is the way in for everything a person names; [`read`] does the
//! same to bytes that are already there, without any input or output.

pub mod decode;
pub mod detect;
mod error;
pub mod fetch;
mod markdown;
mod mhtml;
mod page;
mod plain;
pub mod readers;
mod saved;

pub use error::IngestError;

use std::path::PathBuf;
use std::time::Duration;

use pullquote_article::sha256_hex;
use pullquote_article::{Article, ArticleBuilder, Format, Origin};

/// What a user asked to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// An `http`, `https` or `file` address.
    Url(String),
    /// Everything on standard input, read to its end.
    Stdin,
    /// Bytes that are already in memory.
    Bytes(Fetched),
}

/// How far opening may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page from a server, at most, counted as they are after
    /// decompression.
    pub bytes: u64,
    /// Bytes of a file or a pipe, at most: what a person has on disk they can
    /// want to read.
    pub file_bytes: u64,
    /// Time for one address, redirects included.
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
    /// The input is clean text already: nothing is removed.
    pub raw: bool,
    /// `None`: told from the name and the content.
    pub format: Option<Format>,
    /// How far opening may go.
    pub limits: Limits,
}

/// Bytes and what is known about where they came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetched {
    /// What the source is called in messages: the path or address as it was
    /// given, `standard input`, `the sample …`.
    pub name: String,
    /// The bytes, still encoded.
    pub bytes: Vec<u8>,
    /// The file, as the user named it.
    pub path: Option<PathBuf>,
    /// The address the bytes came from in the end.
    pub url: Option<String>,
    /// The `Content-Type` the server stated.
    pub content_type: Option<String>,
}

/// The article that `source` names.
///
/// # Errors
/// Where it cannot be read, is larger or slower than the limits, or holds no
/// article; the error's text is a sentence that names the source.
pub fn open(source: &Source, options: &Options) -> Result<Article, IngestError> {
    read(fetch::fetch(source, &options.limits, &fetch::Progress::default())?, options)
}

/// The article in bytes that were already fetched; nothing is read or written.
///
/// # Errors
/// [`IngestError::Empty`], [`IngestError::Binary`], [`IngestError::NoArticle`],
/// [`IngestError::Wall`].
pub fn read(fetched: Fetched, options: &Options) -> Result<Article, IngestError> {
    let sha256 = sha256_hex(&fetched.bytes);
    if !options.raw && fetched.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(IngestError::Empty { name: fetched.name });
    }
    if let Some(what) = detect::binary(&fetched.bytes) {
        return Err(IngestError::Binary { name: fetched.name, what });
    }
    let fetched = mhtml::unpacked(fetched);
    let text = decode::decode(&fetched.bytes, fetched.content_type.as_deref());
    let reader = readers::choose(options.format, &fetched, &text);
    let Fetched { name, path, url, .. } = fetched;
    let url = url.or_else(|| saved::address(&text).filter(|_| reader.format == Format::Html));
    let origin = Origin { path, url, format: reader.format, sha256 };
    if options.raw {
        return Ok(ArticleBuilder::raw(text, origin));
    }
    let article = (reader.read)(&text, &origin).finish(origin);
    if article.words() == 0 {
        if let Some(notice) = article.notice() {
            return Err(IngestError::Wall { name, sentence: notice.sentence() });
        }
        return Err(IngestError::NoArticle { name, format: reader.format.name() });
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(bytes: &[u8]) -> Fetched {
        Fetched { name: "notes.txt".into(), bytes: bytes.to_vec(), ..Fetched::default() }
    }

    #[test]
    fn raw_text_is_exactly_the_decoded_file() {
        let options = Options { raw: true, ..Options::default() };
        let article = read(fetched(b"\xef\xbb\xbf date 2025-01-02 Read more\r\n\x07"), &options).unwrap();
        assert_eq!(article.text(), " date 2025-01-02 Read more\r\n\u{7}");
        assert!(article.removed().is_empty());
    }

    #[test]
    fn what_holds_no_article_is_an_error_that_names_it() {
        let message = |bytes: &[u8]| read(fetched(bytes), &Options::default()).unwrap_err().to_string();
        assert!(message(b" \n").contains("notes.txt is empty"));
        assert!(message(b"%PDF-1.7\n\x00\x01").contains("a PDF document"));
        assert!(message(b"\x00\x01\x02\x03\x04\x05\x00\x00\x00\x01").contains("not text"));
        assert!(message(b"*** --- ***").contains("no article"));
    }
}
