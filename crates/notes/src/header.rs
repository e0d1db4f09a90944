//! What a notes file says about its article, and the identity of an article.

use std::path::Path;

use url::Url;

use pullquote_article::Article;
use pullquote_article::sha256_hex;
use pullquote_article::text::span::floor_boundary;

/// The `[article]` table of a notes file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The headline.
    pub title: Option<String>,
    /// The authors' names, in order.
    pub byline: Vec<String>,
    /// The site's or paper's name.
    pub site: Option<String>,
    /// The address or, without one, the file as the user named it.
    pub source: Option<String>,
    /// The date of publication: `2025-11-24`, or RFC 3339.
    pub published: Option<String>,
    /// The time at which the text with this hash was fetched or, if it is not
    /// from the web, first read: RFC 3339 with the zone's offset.
    pub fetched: Option<String>,
    /// SHA-256, in hex, of the bytes that the text was made from.
    pub source_sha256: Option<String>,
    /// SHA-256, in hex, of the article's text as cleaned when the file was made.
    /// Positions of selectors without a hash of their own count in that text.
    pub text_sha256: String,
}

impl Header {
    /// The header of a new file for `article`.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let path = article.origin().path.as_ref().map(|path| path.display().to_string());
        Self {
            title: article.meta().title.clone(),
            byline: article.meta().byline.clone(),
            site: article.meta().site.clone(),
            source: Identity::of(article).url().map(str::to_owned).or(path),
            published: article.meta().published.clone(),
            fetched: article.fetched().map(str::to_owned),
            source_sha256: Some(article.origin().sha256.clone()).filter(|hash| !hash.is_empty()),
            text_sha256: article.identity_sha256().to_owned(),
        }
    }

    /// The identity of the article, as far as the header says.
    #[must_use]
    pub fn identity(&self) -> Identity {
        match self.source.as_deref().and_then(web_address) {
            Some(url) => Identity::Url(url.to_string()),
            // A book has no address and no text here, only a title.
            None if self.text_sha256.is_empty() => {
                Identity::Text(sha256_hex(self.title.as_deref().unwrap_or("").as_bytes()))
            }
            None => Identity::Text(self.text_sha256.clone()),
        }
    }

    /// Whether it has nothing that identifies an article: no address, no hash of
    /// a text and no title.
    #[must_use]
    pub fn is_nameless(&self) -> bool {
        let titled = self.title.as_deref().is_some_and(|title| !title.trim().is_empty());
        !titled && self.text_sha256.is_empty() && self.source.as_deref().and_then(web_address).is_none()
    }

    /// The name of a notes file with this header: `<slug>-<8 hex digits>.toml`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let file = self.source.as_deref().filter(|_| self.identity().url().is_none());
        let stem = file.and_then(|path| Path::new(path).file_stem()).map(|stem| stem.to_string_lossy().into_owned());
        let title = self.title.clone().or(stem).unwrap_or_default();
        format!("{}-{}.toml", slug(&title), self.identity().short())
    }
}

/// The identity of an article: two articles with the same identity share their
/// notes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// Its address, without fragment and tracking parameters.
    Url(String),
    /// SHA-256, in hex, of its text as cleaned.
    Text(String),
}

impl Identity {
    /// The identity of `article`: the canonical address that the page gives, if
    /// it is an absolute address on the host it was fetched from and not the
    /// front page of a section; else the address it was fetched from; else the
    /// hash of the text as cleaned, which does not change when a passage is put
    /// back.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let origin = article.origin().url.as_deref().and_then(web_address);
        let canonical = article
            .meta()
            .canonical_url
            .as_deref()
            .and_then(web_address)
            .filter(|url| !is_section(url))
            .filter(|url| origin.as_ref().is_none_or(|origin| same_host(url, origin)));
        match canonical.or(origin) {
            Some(url) => Identity::Url(url.to_string()),
            None => Identity::Text(article.identity_sha256().to_owned()),
        }
    }

    /// The identity of the article at a web address that was not fetched yet;
    /// `None` if `address` is not a web address.
    #[must_use]
    pub fn of_address(address: &str) -> Option<Self> {
        web_address(address).map(|url| Identity::Url(url.to_string()))
    }

    /// The address; `None` if the identity is a hash.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        match self {
            Identity::Url(url) => Some(url),
            Identity::Text(_) => None,
        }
    }

    /// Eight hex digits that represent it in a file name.
    #[must_use]
    pub fn short(&self) -> String {
        let hash = match self {
            // `http` and `https` give the same file.
            Identity::Url(url) => sha256_hex(url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).as_bytes()),
            Identity::Text(hash) => hash.clone(),
        };
        hash.chars().take(8).collect()
    }
}

/// The name of an article's notes file: `<slug>-<8 hex digits>.toml`.
#[must_use]
pub fn file_name(article: &Article) -> String {
    let stem = article.origin().path.as_ref().and_then(|p| p.file_stem()).map(|s| s.to_string_lossy().into_owned());
    let title = article.meta().title.clone().or(stem).unwrap_or_default();
    format!("{}-{}.toml", slug(&title), Identity::of(article).short())
}

/// The letters and digits of `title` in lower case with a hyphen between words,
/// cut between words to at most 60 code points; `article` if nothing is left.
#[must_use]
pub fn slug(title: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for word in title.to_lowercase().replace(['\'', '’'], "").split(|c: char| !c.is_alphanumeric()) {
        let cut: String = word.chars().take(LONGEST).collect();
        if cut.is_empty() {
            continue;
        }
        if !slug.is_empty() {
            if slug.chars().count() + 1 + cut.chars().count() > LONGEST {
                break;
            }
            slug.push('-');
        }
        slug.push_str(&cut);
    }
    // File systems count bytes, up to 255 of them.
    slug.truncate(floor_boundary(&slug, 180));
    if slug.is_empty() { "article".to_owned() } else { slug }
}

/// The `http` or `https` address in `address`, without fragment, tracking
/// parameters, user name and password.
fn web_address(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    url.set_fragment(None);
    // Cannot fail for an address with a host.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(key, _)| !is_tracking(key)).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    if kept.len() < url.query_pairs().count() {
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    Some(url)
}

/// Whether a query parameter only tracks the reader.
fn is_tracking(key: &str) -> bool {
    key.starts_with("utm_") || matches!(key, "fbclid" | "gclid" | "dclid" | "msclkid" | "mc_cid" | "mc_eid" | "igshid")
}

fn same_host(a: &Url, b: &Url) -> bool {
    let bare = |url: &Url| url.host_str().map(|h| h.trim_start_matches("www.").to_owned());
    bare(a) == bare(b)
}

/// Whether an address is that of a section (`/`, `/world`, `/world/europe/`)
/// and not of an article: a short path without digits or hyphens, and no query.
fn is_section(url: &Url) -> bool {
    let segments: Vec<&str> = url.path().split('/').filter(|s| !s.is_empty()).collect();
    let names_article =
        |s: &&&str| s.contains(|c: char| c.is_ascii_digit()) || s.contains(['-', '_', '.']) || s.len() > 24;
    url.query().is_none() && segments.len() <= 2 && segments.iter().find(names_article).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, BlockKind, Format, Meta, Origin};

    fn article(origin: Option<&str>, canonical: Option<&str>, title: Option<&str>) -> Article {
        let mut builder = ArticleBuilder::new();
        builder
            .meta(Meta {
                title: title.map(str::to_owned),
                canonical_url: canonical.map(str::to_owned),
                ..Meta::default()
            })
            .block(BlockKind::Paragraph, "The ferry left at nine.");
        let url = origin.map(str::to_owned);
        builder.finish(Origin { path: None, url, format: Format::Html, sha256: String::new() })
    }

    #[test]
    fn a_user_and_a_password_are_not_part_of_the_identity() {
        let identity = Identity::of_address("https://ida:secret@example.org/a-1").unwrap();
        assert_eq!(identity.url(), Some("https://example.org/a-1"));
    }

    fn known_by(origin: Option<&str>, canonical: Option<&str>) -> Option<String> {
        Identity::of(&article(origin, canonical, None)).url().map(str::to_owned)
    }

    #[test]
    fn a_canonical_address_counts_only_where_it_names_the_article() {
        let page = Some("https://www.example.org/2025/11/ferry-leaves?utm_source=x&id=4#top");
        let bare = Some("https://www.example.org/2025/11/ferry-leaves?id=4".to_owned());
        assert_eq!(known_by(page, None), bare);
        assert_eq!(
            known_by(page, Some("https://example.org/ferry-leaves")),
            Some("https://example.org/ferry-leaves".to_owned())
        );
        for wrong in
            ["/ferry-leaves", "https://example.org/", "https://example.org/world/", "https://other.example/a-1"]
        {
            assert_eq!(known_by(page, Some(wrong)), bare, "{wrong}");
        }
        assert_eq!(known_by(None, None), None);
        assert_eq!(known_by(None, Some("https://example.org/a-b")), Some("https://example.org/a-b".to_owned()));
    }

    #[test]
    fn a_header_without_address_hash_and_title_names_no_article() {
        let header = |source: &str, title: &str, hash: &str| Header {
            source: Some(source.to_owned()),
            title: Some(title.to_owned()),
            text_sha256: hash.to_owned(),
            ..Header::default()
        };
        assert!(Header::default().is_nameless());
        assert!(header("notes/ferry.txt", " ", "").is_nameless());
        for known in [header("https://example.org/a-1", "", ""), header("", "Ferry", ""), header("", "", "e1")] {
            assert!(!known.is_nameless(), "{known:?}");
        }
    }

    #[test]
    fn the_two_schemes_share_a_file() {
        let secure = article(Some("https://example.org/a-1"), None, Some("It’s “Over”: A Ferry’s Last Run"));
        let plain = article(Some("http://example.org/a-1"), None, Some("It’s “Over”: A Ferry’s Last Run"));
        assert_eq!(file_name(&secure), file_name(&plain));
        assert!(file_name(&secure).starts_with("its-over-a-ferrys-last-run-"));
    }

    #[test]
    fn slugs_are_short_and_never_empty() {
        assert_eq!(slug("  ¿¡ "), "article");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Züge, 漢字 & more"), "züge-漢字-more");
        assert!(slug(&"word ".repeat(40)).chars().count() <= 60);
        assert!(slug(&"漢".repeat(400)).len() <= 180);
    }
}
