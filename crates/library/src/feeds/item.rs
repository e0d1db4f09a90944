//! One item of a feed.

use feed_rs::model::{Entry, Text};
use jiff::Timestamp;
use pullquote_article::text::sanitize;
use url::Url;

use crate::address::resolved;
use crate::plain;

/// The most code points of a summary.
const SUMMARY: usize = 600;
/// The most code points of a title or of the names of the authors.
const LINE: usize = 500;

/// An item of a feed: an article that the feed announces. All texts but
/// `content_html` are safe for a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedItem {
    /// What the feed calls the item; the address if it has no name for it. Two
    /// items of a feed with the same id are the same item.
    pub id: String,
    /// The `http` or `https` address of the article.
    pub address: String,
    /// The title in one line.
    pub title: Option<String>,
    /// The authors, separated by `; `.
    pub author: Option<String>,
    /// When it was published or else changed, in RFC 3339 in UTC.
    pub published: Option<String>,
    /// The beginning of the summary or else of the content, as plain text in one
    /// line, of at most 600 code points.
    pub summary: Option<String>,
    /// The article or a part of it, if the feed has it as HTML. It is not
    /// cleaned; it has no control characters but line feeds and tabs.
    pub content_html: Option<String>,
}

impl FeedItem {
    /// The item of an entry of a feed at `base`; `None` if it has no address.
    pub(super) fn new(entry: Entry, base: Option<&Url>) -> Option<Self> {
        let address = address(&entry, base)?;
        let content = entry.content.and_then(|content| Some((content.content_type.to_string(), content.body?)));
        let (html, text) = match content {
            Some((kind, body)) if kind == "text/plain" => (None, Some(body)),
            Some((_, body)) => (Some(body), None),
            None => (None, None),
        };
        let described = entry.summary.as_ref().and_then(plain_text);
        let summary = described.or_else(|| html.as_deref().and_then(plain::html_line)).or_else(|| plain::line(&text?));
        // Many feeds have the whole article as its description.
        let html = html.or_else(|| entry.summary.map(|summary| summary.content).filter(|text| is_html(text)));
        Some(Self {
            id: plain::line(&entry.id).map_or_else(|| address.clone(), |id| plain::shortened(id, 2_000)),
            title: entry.title.as_ref().and_then(plain_text).map(|title| plain::shortened(title, LINE)),
            author: names(entry.authors.iter().filter_map(|person| person.name.as_deref())),
            published: entry.published.or(entry.updated).and_then(|time| rfc_3339(time.timestamp())),
            summary: summary.map(|summary| plain::shortened(summary, SUMMARY)),
            content_html: html.map(|html| sanitize::text(&html).into_owned()),
            address,
        })
    }
}

/// The address of the article: the first link to it, or the id if it is one.
fn address(entry: &Entry, base: Option<&Url>) -> Option<String> {
    let is_article = |rel: Option<&str>| matches!(rel, None | Some("" | "alternate"));
    let links = entry.links.iter().filter(|link| link.target.is_none() && is_article(link.rel.as_deref()));
    links.map(|link| resolved(&link.href, base)).find_map(|address| address).or_else(|| resolved(&entry.id, None))
}

/// The names of people, separated by `; `; `None` if there are none.
pub(super) fn names<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut known: Vec<&str> = Vec::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty()).take(20) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    plain::line(&known.join("; ")).map(|names| plain::shortened(names, LINE))
}

/// A text of a feed in one line.
pub(super) fn plain_text(text: &Text) -> Option<String> {
    if text.content_type.to_string() == "text/plain" {
        plain::maybe_html_line(&text.content)
    } else {
        plain::html_line(&text.content)
    }
}

/// Whether a description is HTML with paragraphs or lines, and not a plain text.
fn is_html(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["<p>", "<p ", "<br", "<div", "<li>", "</p>"].iter().any(|tag| lower.contains(tag))
}

fn rfc_3339(seconds: i64) -> Option<String> {
    // A date before the year 1 is a mistake of the feed.
    Timestamp::from_second(seconds).ok().filter(|time| time.as_second() > -62_135_596_800).map(|time| time.to_string())
}
