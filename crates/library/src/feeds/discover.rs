//! The feeds that a page names.

use pullquote_clean::{HtmlToken, html_tokens};
use url::Url;

use crate::address::resolved;
use crate::plain;

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its `http` or `https` address.
    pub address: String,
    /// What the page calls it, safe for a terminal.
    pub title: Option<String>,
}

/// How well a feed fits what people want; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A feed of the site.
    Site,
    /// A feed below the page, which may be one of comments on an article.
    Below,
    /// A feed that is called one of comments.
    Comments,
}

/// The feeds that the page `html` at `address` names in `<link rel="alternate">`,
/// the best first: feeds of comments come last, and others are in the order of
/// the page. No address occurs twice.
#[must_use]
pub fn discover(html: &str, address: &str) -> Vec<FoundFeed> {
    let page = Url::parse(address).ok();
    let mut base = page.clone();
    let mut found: Vec<(Rank, FoundFeed)> = Vec::new();
    html_tokens(html, |_, token| {
        let HtmlToken::Start(tag) = token else { return };
        if tag.name() == "base"
            && let Some(link) = tag.attribute("href").and_then(|href| resolved(href, page.as_ref()))
        {
            base = Url::parse(&link).ok();
        }
        if tag.name() != "link" || found.len() == 100 {
            return;
        }
        let (rel, kind) = (tag.attribute("rel").unwrap_or_default(), tag.attribute("type").unwrap_or_default());
        let is_alternate = rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"));
        let Some(link) = tag.attribute("href").and_then(|href| resolved(href, base.as_ref())) else { return };
        if is_alternate && is_feed_type(kind, &link) && found.iter().all(|(_, known)| known.address != link) {
            let feed = FoundFeed { title: tag.attribute("title").and_then(plain::line), address: link };
            found.push((rank(&feed, page.as_ref()), feed));
        }
    });
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, feed)| feed).collect()
}

/// Whether a link of this media type leads to a feed. Some systems name their
/// interface for programs with the type of JSON.
fn is_feed_type(kind: &str, address: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/feed+json" => true,
        "text/xml" | "application/xml" | "application/json" => {
            ["feed", "rss", "atom"].iter().any(|word| address.to_ascii_lowercase().contains(word))
        }
        _ => false,
    }
}

/// A feed of comments has that word in its address or title, or its address is
/// below that of the article.
fn rank(feed: &FoundFeed, page: Option<&Url>) -> Rank {
    let is_named = [Some(feed.address.as_str()), feed.title.as_deref()]
        .iter()
        .flatten()
        .any(|text| text.to_lowercase().contains("comment"));
    let is_below = page.is_some_and(|page| {
        let path = page.path().trim_end_matches('/');
        let place = Url::parse(&feed.address).ok();
        !path.is_empty()
            && place.is_some_and(|place| {
                place.host() == page.host() && place.path().strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
            })
    });
    match (is_named, is_below) {
        (true, _) => Rank::Comments,
        (_, true) => Rank::Below,
        _ => Rank::Site,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(html: &str, page: &str) -> Vec<String> {
        discover(html, page).into_iter().map(|feed| feed.address).collect()
    }

    #[test]
    fn feeds_are_found_and_comments_come_last() {
        let html = "<link rel=alternate type=application/rss+xml title='A &raquo; Comments' href=/comments/feed/>\
            <link rel='ALTERNATE home' type='application/rss+xml; charset=utf-8' title='A &raquo; Feed' href='/feed/'>\
            <link rel=alternate type=application/rss+xml href=/2025/pier/feed/>\
            <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>\
            <link rel=alternate type=application/feed+json href=https://ida:x@cdn.example/feed.json>\
            <link rel=alternate hreflang=de href=/de/>\
            <link rel=stylesheet type=text/xml href=/feed.css>\
            <link rel=alternate type=application/atom+xml href='javascript:x'>\
            <script>'<link rel=alternate type=application/rss+xml href=/no>'</script>\
            <link rel=alternate type=application/rss+xml href=/feed/>";
        assert_eq!(
            addresses(html, "https://example.org/2025/pier/"),
            [
                "https://example.org/feed/",
                "https://cdn.example/feed.json",
                "https://example.org/2025/pier/feed/",
                "https://example.org/comments/feed/"
            ]
        );
        assert_eq!(discover(html, "https://example.org/")[0].title.as_deref(), Some("A » Feed"));
    }

    #[test]
    fn the_base_of_the_page_is_used() {
        let html = "<base href=https://other.example/a/><link rel=alternate type=application/atom+xml href=b.xml>";
        assert_eq!(addresses(html, "https://example.org/"), ["https://other.example/a/b.xml"]);
        assert_eq!(addresses("<link rel=alternate type=text/html href=/>", "https://example.org/"), [""; 0]);
    }
}
