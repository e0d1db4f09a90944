//! What a reader needs to find the article again. The open article and the
//! header of its notes file give the same citation.

use std::collections::BTreeMap;

use serde::Serialize;

use pullquote_article::Article;
use pullquote_article::text::sanitize;
use pullquote_article::text::span::floor_boundary;
use pullquote_clean::without_credentials;
use pullquote_notes::{Header, Identity};

/// The article an export is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The headline, else the name of the file, else `Untitled`.
    pub title: String,
    /// Whether the title is the article's headline, not the name of its file.
    pub titled: bool,
    /// The authors' names, in order.
    pub byline: Vec<String>,
    /// The site's or paper's name.
    pub site: Option<String>,
    /// `2025-11-24`, or RFC 3339 where a time is known.
    pub published: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The web address.
    pub url: Option<String>,
    /// The path of the file, as the person gave it.
    pub path: Option<String>,
    /// When it was fetched or, for an article that is not from the web, first
    /// read: RFC 3339 with the zone's offset.
    pub fetched: Option<String>,
    /// SHA-256 of the source's bytes.
    pub source_sha256: Option<String>,
    /// SHA-256 of the article's text.
    pub text_sha256: String,
    /// The key for bibliographies where the usual key is not unique; see
    /// [`make_keys_unique`].
    #[serde(skip)]
    pub own_key: Option<String>,
}

impl Citation {
    /// The citation of an open article.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let Header { title, byline, site, published, fetched, source_sha256, text_sha256, .. } = Header::of(article);
        let path = article.origin().path.as_ref();
        let file = path.and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        Self {
            titled: title.is_some(),
            title: titled(title.or(file)),
            byline,
            site,
            published,
            language: article.meta().language.clone(),
            url: Identity::of(article).url().map(str::to_owned),
            path: path.map(|path| path.display().to_string()),
            fetched,
            source_sha256,
            text_sha256,
            own_key: None,
        }
    }

    /// The citation from the header of a notes file. The file may come from
    /// anywhere, so control characters and line breaks are taken out.
    #[must_use]
    pub fn of_header(header: &Header) -> Self {
        let line = |text: &Option<String>| text.as_deref().map(super::one_line).filter(|line| !line.is_empty());
        let source = header.source.as_deref().map(|s| s.chars().filter(|c| !c.is_control()).collect::<String>());
        let source = source.map(|source| without_credentials(&source));
        let (url, path) = if source.as_deref().is_some_and(is_web) { (source, None) } else { (None, source) };
        let file = path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next()).map(str::to_owned);
        Self {
            titled: header.title.is_some(),
            title: titled(header.title.clone().or(file)),
            byline: header.byline.iter().map(|name| super::one_line(name)).collect(),
            site: line(&header.site),
            published: line(&header.published),
            language: None,
            url,
            path,
            fetched: line(&header.fetched),
            source_sha256: line(&header.source_sha256),
            text_sha256: super::one_line(&header.text_sha256),
            own_key: None,
        }
    }

    /// This citation as the header of a notes file.
    #[must_use]
    pub fn header(&self) -> Header {
        Header {
            title: self.titled.then(|| self.title.clone()),
            byline: self.byline.clone(),
            site: self.site.clone(),
            source: self.source().map(str::to_owned),
            published: self.published.clone(),
            fetched: self.fetched.clone(),
            source_sha256: self.source_sha256.clone(),
            text_sha256: self.text_sha256.clone(),
        }
    }

    /// The web address or, without one, the path of the file.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.url.as_deref().or(self.path.as_deref())
    }

    /// The eight hex digits that identify the article in names of files.
    #[must_use]
    pub fn short(&self) -> String {
        self.header().identity().short()
    }

    /// One line with authors, title, site, day, source and the time it was read.
    #[must_use]
    pub fn line(&self) -> String {
        let mut parts = Vec::new();
        if !self.byline.is_empty() {
            parts.push(joined(&self.byline));
        }
        parts.push(format!("“{}”", self.title));
        parts.extend(self.site.clone());
        parts.extend(self.published.as_deref().map(|date| day(date).to_owned()));
        parts.extend(self.source().map(str::to_owned));
        let read = self.fetched.as_deref().map(|time| format!(" (read {time})")).unwrap_or_default();
        format!("{}{read}", parts.join(", "))
    }

    /// The key for bibliographies: the first author's family name, the year and
    /// the first word of the title with more than three letters, in lower-case
    /// ASCII. It begins with a letter.
    #[must_use]
    pub fn key(&self) -> String {
        use unicode_normalization::UnicodeNormalization;
        if let Some(key) = &self.own_key {
            return key.clone();
        }
        let plain = |text: &str| -> String {
            text.nfkd().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let author = self.byline.first().and_then(|name| name.split_whitespace().next_back()).map(plain);
        let year = self.published.as_deref().and_then(|date| date.get(..4)).map(plain).unwrap_or_default();
        let words = || self.title.split_whitespace().map(plain);
        let word = words().find(|word| word.len() > 3).or_else(|| words().find(|word| !word.is_empty()));
        let author = author.filter(|name| !name.is_empty()).or_else(|| self.site.as_deref().map(plain));
        let hash = self.text_sha256.get(..4).unwrap_or("");
        let part = |text: Option<String>| text.unwrap_or_default().chars().take(LONGEST_PART).collect::<String>();
        let key = format!("{}{year}{}", part(author), part(word));
        // A key of figures alone is a number for some programs.
        match key.chars().next() {
            None => format!("article{hash}"),
            Some(first) if first.is_ascii_digit() => format!("article{key}"),
            Some(_) => key,
        }
    }
}

/// The title of an article that has neither a title nor a file name.
pub(super) const UNTITLED: &str = "Untitled";

fn titled(title: Option<String>) -> String {
    title.map(|title| super::one_line(&title)).filter(|title| !title.is_empty()).unwrap_or(UNTITLED.to_owned())
}

/// Makes the keys unique: where several articles have the same key, each gets
/// its [`Citation::short`] appended.
pub fn make_keys_unique<'a>(citations: impl Iterator<Item = &'a mut Citation>) {
    let mut by_key: BTreeMap<String, Vec<&mut Citation>> = BTreeMap::new();
    for citation in citations {
        by_key.entry(citation.key()).or_default().push(citation);
    }
    for (key, citations) in by_key {
        if citations.len() > 1 {
            for citation in citations {
                citation.own_key = Some(format!("{key}-{}", citation.short()));
            }
        }
    }
}

/// The most letters of a name or a word in a key.
const LONGEST_PART: usize = 40;

/// The address with every character percent-encoded that no address can have,
/// and that ends an address in some format.
pub(super) fn address(url: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        let ends = c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
        if ends || !sanitize::is_safe(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether `source` is an `http` or `https` address.
pub(super) fn is_web(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// The day of a date or a moment: its first ten bytes.
pub(super) fn day(date: &str) -> &str {
    date.get(..floor_boundary(date, 10)).unwrap_or(date)
}

/// The names as a list in a sentence: `a`, `a and b`, `a, b and c`.
fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_a_line_and_a_key() {
        let citation = Citation {
            title: "The wall and the water".to_owned(),
            titled: true,
            byline: vec!["Petra Lünd".to_owned(), "Casper Ode".to_owned()],
            site: Some("The Quay".to_owned()),
            published: Some("2026-02-20T07:45:00+01:00".to_owned()),
            url: Some("https://example.org/wall-1".to_owned()),
            fetched: Some("2026-03-01T08:00:00+01:00".to_owned()),
            ..Citation::default()
        };
        assert_eq!(
            citation.line(),
            "Petra Lünd and Casper Ode, “The wall and the water”, The Quay, 2026-02-20, \
             https://example.org/wall-1 (read 2026-03-01T08:00:00+01:00)"
        );
        assert_eq!(citation.key(), "lund2026wall");
        assert_eq!(Citation::of_header(&citation.header()), citation);
    }

    #[test]
    fn an_article_without_title_or_source_still_has_a_title_and_a_key() {
        let odd =
            Header { site: Some("a\n<!-- pq x -->".to_owned()), source: Some("a\nb".to_owned()), ..Header::default() };
        assert!(!Citation::of_header(&odd).line().contains('\n'));
        let citation = Citation::of_header(&Header { text_sha256: "abcdef".to_owned(), ..Header::default() });
        assert_eq!((citation.title.as_str(), citation.key().as_str()), ("Untitled", "untitled"));
        assert_eq!(citation.header().title, None);
        let of_figures = Header { title: Some("2026".to_owned()), ..Header::default() };
        assert_eq!(Citation::of_header(&of_figures).key(), "article2026");
        let long = Header { title: Some("a".repeat(9_000)), ..Header::default() };
        assert_eq!(Citation::of_header(&long).key().len(), LONGEST_PART);
    }
}
