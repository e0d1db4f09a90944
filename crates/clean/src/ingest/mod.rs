//! From a source to an article: fetch the bytes, recognise the format, and let
//! its reader decode and clean.

mod credentials;
pub(crate) mod decode;
mod detect;
mod encoded_twice;
mod error;
pub(crate) mod fetch;
mod markdown;
mod mhtml;
pub(crate) mod readers;
mod saved;
mod source;

pub use credentials::without_credentials;
pub use error::IngestError;
pub use source::{ArticleSource, Fetched, Limits, Options, is_web_address};

use pullquote_article::sha256_hex;
use pullquote_article::{Article, ArticleBuilder, Format, Origin};

use self::readers::{Input, READERS, Reader};
use crate::language::Language;

/// The article that `source` names.
///
/// # Errors
/// Where the source cannot be read, is larger or slower than the limits, or
/// holds no article. The error's text is a sentence that names the source.
pub fn open(source: &ArticleSource, options: &Options) -> Result<Article, IngestError> {
    read(fetch::fetch(source, &options.limits, &fetch::Progress::default())?, options)
}

/// The article in bytes that are already there; touches no file and no network.
///
/// # Errors
/// [`IngestError::Empty`], [`IngestError::Binary`], [`IngestError::Damaged`],
/// [`IngestError::NoArticle`], [`IngestError::Wall`].
pub fn read(fetched: Fetched, options: &Options) -> Result<Article, IngestError> {
    read_with(READERS, fetched, options, Language::bundled())
}

/// The article in bytes that are already there, read by one of `readers`.
fn read_with(
    readers: &[Reader],
    fetched: Fetched,
    options: &Options,
    language: &Language,
) -> Result<Article, IngestError> {
    let sha256 = sha256_hex(&fetched.bytes);
    if !options.raw && fetched.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(IngestError::Empty { name: fetched.name });
    }
    // A format that is not text needs its own reader: it is not raw text, and no
    // text of another format.
    let is_readable = !options.raw
        && readers::binary(readers, &fetched.bytes).is_some_and(|r| options.format.is_none_or(|f| f == r.format));
    if let Some(what) = detect::binary(&fetched.bytes).filter(|_| !is_readable) {
        return Err(IngestError::Binary { name: fetched.name, what });
    }
    let Fetched { name, bytes, path, url, content_type } = mhtml::unpacked(fetched);
    let mut input = Input::new(&bytes, content_type.as_deref(), path.as_deref(), url);
    let reader = readers::choose(readers, options.format, &input);
    if reader.format == Format::Html && input.url.is_none() {
        input.url = saved::address(input.text());
    }
    input.url = input.url.map(|url| without_credentials(&url));
    let origin = Origin { path: path.clone(), url: input.url.clone(), format: reader.format, sha256 };
    if options.raw {
        return Ok(ArticleBuilder::raw(input.into_text(), origin));
    }
    let article = match (reader.read)(&input, language) {
        Ok(builder) => builder.finish(origin),
        Err(why) => return Err(IngestError::Damaged { name, format: reader.format.name(), why }),
    };
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
    fn a_source_without_an_article_is_an_error_that_names_it() {
        let message = |bytes: &[u8]| read(fetched(bytes), &Options::default()).unwrap_err().to_string();
        assert!(message(b" \n").contains("notes.txt is empty"));
        assert!(message(b"%PDF-1.7\n\x00\x01").contains("a PDF document"));
        assert!(message(b"\x00\x01\x02\x03\x04\x05\x00\x00\x00\x01").contains("not text"));
        assert!(message(b"*** --- ***").contains("no article"));
    }

    /// An invented format: `PK` and `BOX`, then lengths and paragraphs.
    const BOX: Reader = Reader {
        format: Format::Markdown,
        help: "a box of paragraphs",
        extensions: &["box"],
        media_types: &["application/x-box"],
        matches_bytes: Some(|bytes| bytes.starts_with(b"PK\x03\x04BOX\0")),
        matches_text: |_| false,
        read: |input, _| {
            let mut builder = ArticleBuilder::new();
            let mut rest = &input.bytes[8..];
            while let [length, after @ ..] = rest {
                let length = usize::from(*length);
                let words = after.get(..length).ok_or("it ends inside a paragraph")?;
                builder.block(pullquote_article::BlockKind::Paragraph, &String::from_utf8_lossy(words));
                rest = &after[length..];
            }
            Ok(builder)
        },
    };

    #[test]
    fn a_binary_format_is_read_if_it_is_in_the_table() {
        let bytes = b"PK\x03\x04BOX\0\x05One.\0\x04Two.";
        let options = Options::default();
        let read = |readers: &[Reader], bytes: &[u8], options: &Options| {
            read_with(readers, fetched(bytes), options, Language::bundled()).map(|article| article.text().to_owned())
        };
        let table = [BOX, *Reader::of(Format::Text)];
        assert_eq!(read(&table, bytes, &options).unwrap(), "One.\n\nTwo.");
        let refused = |result: Result<String, IngestError>| result.unwrap_err().to_string();
        assert!(refused(read(READERS, bytes, &options)).contains("a ZIP archive"), "not in the table");
        let raw = Options { raw: true, ..options };
        assert!(refused(read(&table, bytes, &raw)).contains("a ZIP archive"), "no raw text");
        assert!(refused(read(&table, b"PK\x03\x04\x01\x02", &options)).contains("a ZIP archive"), "not this format");
        let damaged = refused(read(&table, &bytes[..12], &options));
        assert!(damaged.contains("notes.txt is damaged") && damaged.contains("ends inside a paragraph"), "{damaged}");
        let asked = Options { format: Some(Format::Text), ..options };
        assert!(refused(read(&table, bytes, &asked)).contains("a ZIP archive"), "no text");
        assert_eq!(read(&table, b"One.", &options).unwrap(), "One.");
    }
}
