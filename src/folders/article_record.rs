//! What the library is told about an article and its analysis.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::library_file::absolute;
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, BlockKind};
use pullquote_library::record::{ArticleRecord, Content, EntityRecord, QuoteRecord};
use pullquote_nlp::{Analysis, EntityKind};
use pullquote_notes::{Header, Identity};

/// The most code points of a title that is made from the text.
const LONGEST_TITLE: usize = 100;

/// When a file was last changed and its size, as the library stores them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileState {
    /// Nanoseconds since 1970; negative before.
    pub modified: i64,
    /// Bytes.
    pub size: i64,
}

impl FileState {
    /// The state of the file at `path`; `None` if there is none.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let facts = fs::metadata(path).ok()?;
        let modified = facts.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Some(Self {
            modified: modified.and_then(|time| i64::try_from(time.as_nanos()).ok()).unwrap_or_default(),
            size: i64::try_from(facts.len()).unwrap_or(i64::MAX),
        })
    }
}

/// The identity as the library stores it: the address, or the first 32 hex digits of the hash of the
/// text.
#[must_use]
pub fn identity_text(identity: &Identity) -> &str {
    match identity {
        Identity::Url(url) => url,
        Identity::Text(hash) => hash.get(..32).unwrap_or(hash),
    }
}

/// Where an article was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadFrom {
    /// The state of its file before it was read; `None` for a page.
    pub file: Option<FileState>,
    /// The web address that was asked for it, which may be another than its own; `None` for a file.
    pub asked: Option<String>,
}

impl ReadFrom {
    /// The address that was asked, as the identity of a link.
    fn asked(&self) -> Option<String> {
        link_record(self.asked.as_deref()?).map(|link| link.identity)
    }

    /// The identity of the article in the library. It is that of its notes, but for a page that only
    /// leads to the front page of its site, as many do when they are gone: they are not all one article.
    #[must_use]
    pub fn identity(&self, article: &Article) -> String {
        let identity = Identity::of(article);
        let is_front_page = |address: &str| {
            let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
            path.is_none_or(|(_, path)| path.is_empty())
        };
        let asked = self.asked().filter(|_| identity.url().is_some_and(is_front_page));
        asked.unwrap_or_else(|| identity_text(&identity).to_owned())
    }
}

/// The record of an article that was read and analyzed.
#[must_use]
pub fn article_record(article: &Article, analysis: &Analysis, from: &ReadFrom) -> ArticleRecord {
    let record = record_before_analysis(article, from);
    let language = record.language.unwrap_or_else(|| analysis.language.code.clone());
    ArticleRecord { language: Some(language), content: Some(content(article, analysis, from.file)), ..record }
}

/// The record of an article that was read and not analyzed yet: what it says about itself, without its text.
#[must_use]
pub fn record_before_analysis(article: &Article, from: &ReadFrom) -> ArticleRecord {
    let (meta, origin) = (article.meta(), article.origin());
    let (identity, asked) = (from.identity(article), from.asked());
    let path = origin.path.as_ref().map(|path| absolute(path).to_string_lossy().into_owned());
    let url = if identity.contains("://") { Some(identity.clone()) } else { origin.url.clone() };
    ArticleRecord {
        // The copy of a page is kept under the address that was asked.
        source: path.clone().or_else(|| asked.clone()).or_else(|| url.clone()).unwrap_or_default(),
        asked: asked.filter(|asked| *asked != identity),
        identity,
        url,
        path,
        title: title_of(article),
        site: meta.site.clone(),
        authors: (!meta.byline.is_empty()).then(|| meta.byline.join("; ")),
        published: meta.published.clone(),
        language: meta.language.clone(),
        summary: None,
        content: None,
    }
}

/// The headline, else the first heading, else the first line of the text, else the name of the file.
fn title_of(article: &Article) -> String {
    let text = article.text();
    let heading = article.blocks().iter().find(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title));
    let first = heading.or(article.blocks().first()).map(|block| one_line(block.span.of(text)));
    let stem = || article.origin().path.as_ref()?.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let found = article.meta().title.clone().or(first.filter(|line| !line.is_empty())).or_else(stem);
    found.unwrap_or_default()
}

/// The beginning of a text on one line, cut after a word.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() > LONGEST_TITLE {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn content(article: &Article, analysis: &Analysis, state: Option<FileState>) -> Content {
    let text = article.text();
    let points = CodePoints::new(text);
    let quotes = analysis.quotes.iter().map(|quote| {
        let extent = quote.extent();
        QuoteRecord {
            speaker: quote.speaker.as_ref().map(|speaker| speaker.name.clone()),
            words: quote.words(text),
            kind: quote.kind.name().to_owned(),
            start: points.of_byte(extent.start),
            end: points.of_byte(extent.end),
            confidence: f64::from(quote.confidence),
        }
    });
    // Dates and sums of money are no names that one looks for.
    let is_name = |kind: EntityKind| !matches!(kind, EntityKind::Date | EntityKind::Money);
    let entities = analysis.entities.iter().filter(|entity| is_name(entity.kind)).map(|entity| EntityRecord {
        kind: entity.kind.name().to_owned(),
        name: entity.name.clone(),
        role: entity.role.clone(),
        mentions: entity.mentions.len(),
    });
    Content {
        text: text.to_owned(),
        text_sha256: article.text_sha256().to_owned(),
        words: article.words(),
        modified: state.map(|state| state.modified),
        size: state.map(|state| state.size),
        quotes: quotes.collect(),
        entities: entities.collect(),
    }
}

/// The record of the article at a web address that was not read; `None` if it is no web address.
#[must_use]
pub fn link_record(address: &str) -> Option<ArticleRecord> {
    let identity = Identity::of_address(address)?;
    let url = identity.url()?.to_owned();
    Some(ArticleRecord { identity: url.clone(), source: url.clone(), url: Some(url), ..ArticleRecord::default() })
}

/// The record of the article of a notes file with this header, which was not read.
#[must_use]
pub fn header_record(header: &Header) -> ArticleRecord {
    let identity = header.identity();
    let url = identity.url().map(str::to_owned);
    let source = header.source.clone().unwrap_or_default();
    ArticleRecord {
        identity: identity_text(&identity).to_owned(),
        path: (url.is_none() && Path::new(&source).is_absolute()).then(|| source.clone()),
        source: url.clone().unwrap_or(source),
        url,
        title: header.title.clone().unwrap_or_default(),
        site: header.site.clone(),
        authors: (!header.byline.is_empty()).then(|| header.byline.join("; ")),
        published: header.published.clone(),
        ..ArticleRecord::default()
    }
}
