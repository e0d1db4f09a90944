//! The formats that can be read, as one table.

use pullquote_article::{ArticleBuilder, Format, Origin};

use super::{Fetched, detect, markdown, page, plain};

/// One input format.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The format; its name is the reader's name.
    pub format: Format,
    /// What it reads, for help texts.
    pub help: &'static str,
    /// Endings of file names, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Media types of a `Content-Type` header, lower case.
    pub media_types: &'static [&'static str],
    /// Whether decoded text looks like this format.
    pub sniff: fn(&str) -> bool,
    /// Turns decoded text into an article still to be finished.
    pub read: fn(&str, &Origin) -> ArticleBuilder,
}

/// Every format, the one with the surest marks first; the last takes anything.
pub const READERS: &[Reader] = &[
    Reader {
        format: Format::Html,
        help: "a web page, fetched or saved, as one file (.mhtml, SingleFile) or several",
        extensions: &["html", "htm", "xhtml", "shtml", "xht", "mhtml", "mht"],
        media_types: &["text/html", "application/xhtml+xml", "multipart/related"],
        sniff: detect::looks_like_html,
        read: page::read,
    },
    Reader {
        format: Format::Markdown,
        help: "CommonMark, with or without front matter",
        extensions: &["md", "markdown", "mdown", "mkd"],
        media_types: &["text/markdown", "text/x-markdown"],
        sniff: detect::looks_like_markdown,
        read: markdown::read,
    },
    Reader {
        format: Format::Text,
        help: "plain text, clean or scraped from a page",
        extensions: &["txt", "text"],
        media_types: &[],
        sniff: |_| true,
        read: plain::read,
    },
];

/// The reader for `format`.
#[must_use]
pub fn of(format: Format) -> &'static Reader {
    READERS.iter().find(|r| r.format == format).unwrap_or(&READERS[READERS.len() - 1])
}

/// The reader for what was fetched: the one asked for, else the one its name
/// or its server's media type tells, else the one its content looks like.
#[must_use]
pub fn choose(asked: Option<Format>, fetched: &Fetched, text: &str) -> &'static Reader {
    if let Some(format) = asked {
        return of(format);
    }
    let extension = fetched.path.as_deref().and_then(|p| p.extension()?.to_str()).map(str::to_ascii_lowercase);
    let media_type =
        fetched.content_type.as_deref().and_then(|t| t.split(';').next()).map(|t| t.trim().to_ascii_lowercase());
    // A page saved under the name of a text file is still a page, so the name
    // of a text file decides nothing by itself.
    let named = READERS.iter().find(|r| {
        r.format != Format::Text
            && (extension.as_deref().is_some_and(|e| r.extensions.contains(&e))
                || media_type.as_deref().is_some_and(|t| r.media_types.contains(&t)))
    });
    let is_text = extension.as_deref().is_some_and(|e| of(Format::Text).extensions.contains(&e));
    named
        .or_else(|| READERS.iter().find(|r| !(is_text && r.format == Format::Markdown) && (r.sniff)(text)))
        .unwrap_or_else(|| of(Format::Text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(path: &str, content_type: Option<&str>, text: &str) -> &'static str {
        let fetched =
            Fetched { path: Some(path.into()), content_type: content_type.map(str::to_owned), ..Fetched::default() };
        choose(None, &fetched, text).format.name()
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
            assert_eq!(of(format).format, format);
        }
    }
}
