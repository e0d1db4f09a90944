//! The formats that can be read, as one table.

use std::cell::OnceCell;
use std::path::Path;

use pullquote_article::{ArticleBuilder, Format};

use super::{decode, detect, markdown};
use crate::language::Language;
use crate::{page, scraped};

/// One input format: how it is recognised, and how it is read.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The format.
    pub format: Format,
    /// What the reader reads, for help texts: a phrase without a full stop.
    pub help: &'static str,
    /// Endings of file names in lower case, without the dot; the first is the
    /// usual one.
    pub extensions: &'static [&'static str],
    /// Media types of a `Content-Type` header, in lower case.
    pub media_types: &'static [&'static str],
    /// Whether the bytes are a file of this format; for a format that is no
    /// text. `None` for a text format.
    pub(crate) matches_bytes: Option<fn(&[u8]) -> bool>,
    /// Whether the text looks like this format; for a text format.
    pub(crate) matches_text: fn(&str) -> bool,
    /// Makes an article of the input, without its origin.
    pub(crate) read: ReadFn,
}

/// Makes an article of an input.
///
/// # Errors
/// Where the input is damaged: what is wrong with it, as the end of a sentence.
pub(crate) type ReadFn = fn(&Input<'_>, &Language) -> Result<ArticleBuilder, String>;

/// The bytes of a source, and what is known about them.
#[derive(Debug)]
pub(crate) struct Input<'f> {
    /// The bytes, still encoded.
    pub(crate) bytes: &'f [u8],
    /// The `Content-Type` that the server stated.
    pub(crate) content_type: Option<&'f str>,
    /// The file, as the user named it.
    pub(crate) path: Option<&'f Path>,
    /// The address that the bytes came from.
    pub(crate) url: Option<String>,
    text: OnceCell<String>,
}

impl<'f> Input<'f> {
    /// The input of bytes from a source.
    pub(crate) fn new(
        bytes: &'f [u8],
        content_type: Option<&'f str>,
        path: Option<&'f Path>,
        url: Option<String>,
    ) -> Self {
        Self { bytes, content_type, path, url, text: OnceCell::new() }
    }

    /// The text in the bytes, decoded at the first call.
    pub(crate) fn text(&self) -> &str {
        self.text.get_or_init(|| decode::decode(self.bytes, self.content_type))
    }

    /// The text in the bytes, by value.
    pub(crate) fn into_text(self) -> String {
        self.text.into_inner().unwrap_or_else(|| decode::decode(self.bytes, self.content_type))
    }
}

/// Every format, in the order in which they are tried; the last one accepts
/// any text.
pub const READERS: &[Reader] = &[
    Reader {
        format: Format::Html,
        help: "a web page, fetched or saved, as one file (.mhtml, SingleFile) or several",
        extensions: &["html", "htm", "xhtml", "shtml", "xht", "mhtml", "mht"],
        media_types: &["text/html", "application/xhtml+xml", "multipart/related"],
        matches_bytes: None,
        matches_text: detect::looks_like_html,
        read: |input, language| Ok(page::clean(input.text(), input.url.as_deref(), language)),
    },
    Reader {
        format: Format::Markdown,
        help: "CommonMark, with or without front matter",
        extensions: &["md", "markdown", "mdown", "mkd"],
        media_types: &["text/markdown", "text/x-markdown"],
        matches_bytes: None,
        matches_text: detect::looks_like_markdown,
        read: |input, language| Ok(markdown::read(input.text(), language)),
    },
    Reader {
        format: Format::Text,
        help: "plain text, clean or scraped from a page",
        extensions: &["txt", "text"],
        media_types: &[],
        matches_bytes: None,
        matches_text: |_| true,
        read: |input, language| Ok(scraped::clean(input.text(), language)),
    },
];

impl Reader {
    /// The reader for `format`.
    #[must_use]
    pub fn of(format: Format) -> &'static Reader {
        in_table(READERS, format)
    }
}

/// The reader for `format` in a table; its last row if there is none.
fn in_table(readers: &[Reader], format: Format) -> &Reader {
    readers.iter().find(|r| r.format == format).or(readers.last()).unwrap_or(&READERS[0])
}

/// The reader of the table that recognises `bytes` as a format that is not text.
pub(super) fn binary<'r>(readers: &'r [Reader], bytes: &[u8]) -> Option<&'r Reader> {
    readers.iter().find(|reader| reader.matches_bytes.is_some_and(|matches| matches(bytes)))
}

/// The reader for an input: for the format that was asked for, else for what
/// its bytes are if they are not text, else by its ending or media type, else by
/// what its text looks like.
pub(super) fn choose<'r>(readers: &'r [Reader], asked: Option<Format>, input: &Input<'_>) -> &'r Reader {
    if let Some(format) = asked {
        return in_table(readers, format);
    }
    if let Some(reader) = binary(readers, input.bytes) {
        return reader;
    }
    let extension = input.path.and_then(|p| p.extension()?.to_str()).map(str::to_ascii_lowercase);
    let media_type = input.content_type.and_then(|t| t.split(';').next()).map(|t| t.trim().to_ascii_lowercase());
    let mut of_text = readers.iter().filter(|reader| reader.matches_bytes.is_none());
    // A page saved under the name of a text file is still a page, so the name
    // of a text file decides nothing by itself.
    let named = of_text.clone().find(|r| {
        r.format != Format::Text
            && (extension.as_deref().is_some_and(|e| r.extensions.contains(&e))
                || media_type.as_deref().is_some_and(|t| r.media_types.contains(&t)))
    });
    let is_text = extension.as_deref().is_some_and(|e| Reader::of(Format::Text).extensions.contains(&e));
    named
        .or_else(|| of_text.find(|r| !(is_text && r.format == Format::Markdown) && (r.matches_text)(input.text())))
        .unwrap_or_else(|| in_table(readers, Format::Text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(path: &str, content_type: Option<&str>, text: &str) -> &'static str {
        let input = Input::new(text.as_bytes(), content_type, Some(path.as_ref()), None);
        choose(READERS, None, &input).format.name()
    }

    #[test]
    fn name_then_media_type_then_content_decide() {
        assert_eq!(chosen("a.MD", None, "text"), "markdown");
        assert_eq!(chosen("a", Some("text/html; charset=utf-8"), "text"), "html");
        assert_eq!(chosen("a.txt", None, "<!doctype html><p>x"), "html");
        assert_eq!(chosen("a.txt", None, "# A\n\n## B\n"), "text");
        assert_eq!(chosen("a", None, "# A\n\n## B\n"), "markdown");
        assert_eq!(chosen("a", None, "text"), "text");
    }

    #[test]
    fn every_format_has_its_row() {
        for format in [Format::Text, Format::Html, Format::Markdown] {
            // A new format does not compile here until it is in the list above.
            match format {
                Format::Text | Format::Html | Format::Markdown => assert_eq!(Reader::of(format).format, format),
            }
        }
        assert!((READERS[READERS.len() - 1].matches_text)("anything"));
    }
}
