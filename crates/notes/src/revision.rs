//! Revisions: an article as it was when it was read, to compare it with a later
//! version of the same source.
//!
//! Each revision is one file, in TOML that a person can read. It has what the
//! source said about the article, the text without headline and byline, and
//! the quotes with their speakers.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::header::Identity;
use crate::toml_text::{Style, day_or_moment, moment, string, strings};
use pullquote_article::sha256_hex;
use pullquote_article::{Article, BlockKind};

/// The format that this version writes, and the newest that it reads.
const FORMAT: i64 = 1;

/// A quote of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionQuote {
    /// The words.
    pub words: String,
    /// The name of the speaker, if it is known.
    pub speaker: Option<String>,
}

/// An article as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The time it was read.
    pub taken: Timestamp,
    /// Its address or, without one, the file as the user named it.
    pub source: Option<String>,
    /// SHA-256, in hex, of its text as cleaned; see [`Article::identity_sha256`].
    pub sha256: String,
    /// The headline.
    pub title: Option<String>,
    /// The authors' names, in order.
    pub byline: Vec<String>,
    /// The date of publication: `2025-11-24`, or RFC 3339.
    pub published: Option<String>,
    /// The date of the last change, as the source says: `2025-11-24`, or RFC
    /// 3339.
    pub modified: Option<String>,
    /// Its paragraphs and headings, with a blank line between them; without
    /// headline and byline.
    pub text: String,
    /// Its quotes, in the order of the text.
    pub quotes: Vec<RevisionQuote>,
}

impl Revision {
    /// The revision of `article` that was read at `now` and has these `quotes`.
    /// Passages that a person put back are left out.
    #[must_use]
    pub fn of(article: &Article, quotes: Vec<RevisionQuote>, now: Timestamp) -> Self {
        let meta = article.meta();
        let body = |kind: BlockKind| !matches!(kind, BlockKind::Title | BlockKind::Byline);
        let blocks = article.blocks().iter().enumerate();
        let blocks = blocks.filter(|(i, _)| article.put_back_at(*i).is_none()).map(|(_, block)| block);
        let words = |b: &pullquote_article::Block| b.span.of(article.text()).to_owned();
        let title = blocks.clone().find(|b| b.kind == BlockKind::Title).map(words);
        let text: Vec<&str> = blocks.filter(|b| body(b.kind)).map(|b| b.span.of(article.text())).collect();
        let path = article.origin().path.as_ref().map(|path| path.display().to_string());
        Self {
            taken: now.round(jiff::Unit::Second).unwrap_or(now),
            source: Identity::of(article).url().map(str::to_owned).or(path),
            sha256: article.identity_sha256().to_owned(),
            title: meta.title.clone().or(title),
            byline: meta.byline.clone(),
            published: meta.published.clone(),
            modified: meta.modified.clone(),
            // A raw article may have no blocks.
            text: if article.blocks().is_empty() { article.text().to_owned() } else { text.join("\n\n") },
            quotes,
        }
    }

    /// Its paragraphs and headings, in order; none is empty.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text.split("\n\n").map(|p| p.trim_matches('\n')).filter(|p| !p.trim().is_empty())
    }

    /// The text of its file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut doc = DocumentMut::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                doc.insert(key, Item::Value(value));
            }
        };
        let line = |text: &str| string(text, Style::Line);
        put("format", Some(Value::from(FORMAT)));
        put("taken", Some(moment(self.taken)));
        put("source", self.source.as_deref().map(line));
        put("text_sha256", Some(line(&self.sha256)));
        put("title", self.title.as_deref().map(line));
        put("byline", (!self.byline.is_empty()).then(|| strings(&self.byline)));
        put("published", self.published.as_deref().map(day_or_moment));
        put("modified", self.modified.as_deref().map(day_or_moment));
        put("text", Some(string(&self.text, Style::Lines)));
        let mut quotes = ArrayOfTables::new();
        for said in &self.quotes {
            let mut table = Table::new();
            table.insert("words", Item::Value(string(&said.words, Style::Lines)));
            if let Some(speaker) = &said.speaker {
                table.insert("speaker", Item::Value(line(speaker)));
            }
            quotes.push(table);
        }
        if !quotes.is_empty() {
            doc.insert("quote", Item::ArrayOfTables(quotes));
        }
        doc.to_string()
    }

    /// Reads the text of its file; `None` if it is not a revision, or has a later
    /// format.
    #[must_use]
    pub fn from_toml(text: &str) -> Option<Self> {
        let file: File = toml::from_str(text).ok()?;
        if file.format > FORMAT {
            return None;
        }
        let said =
            |q: QuoteTable| RevisionQuote { words: q.words, speaker: q.speaker.filter(|s| !s.trim().is_empty()) };
        Some(Self {
            taken: file.taken.to_string().parse().ok()?,
            source: file.source,
            sha256: file.text_sha256,
            title: file.title,
            byline: file.byline,
            published: file.published.map(Date::into_text),
            modified: file.modified.map(Date::into_text),
            text: file.text,
            quotes: file.quote.into_iter().map(said).collect(),
        })
    }

    /// SHA-256, in hex, of everything except the time and the quotes. Two
    /// revisions with the same fingerprint are the same version of the article.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let fields = [
            text(&self.title),
            self.byline.join("\n"),
            text(&self.published),
            text(&self.modified),
            self.sha256.clone(),
            self.text.clone(),
        ];
        sha256_hex(fields.join("\0").as_bytes())
    }

    /// Whether this and `other` are versions of the same text: they share at
    /// least 15 % of the runs of five words of the shorter text (word shingles,
    /// Broder 1997). Two articles about the same event share few.
    #[must_use]
    pub fn resembles(&self, other: &Revision) -> bool {
        let (mine, theirs) = (shingles(&self.text), shingles(&other.text));
        let fewer = mine.len().min(theirs.len());
        let shared = mine.intersection(&theirs).count();
        fewer == 0 || shared * 100 >= fewer * SHARED
    }
}

/// The words of a run that is compared.
const SHINGLE: usize = 5;
/// The share of the shorter text's runs that the other must have, in per cent.
const SHARED: usize = 15;

/// The hashes of all runs of [`SHINGLE`] words, in lower case.
fn shingles(text: &str) -> HashSet<u64> {
    let hash = |item: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        item(&mut hasher);
        hasher.finish()
    };
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let words: Vec<u64> = words.map(|w| hash(&|hasher| w.to_lowercase().hash(hasher))).collect();
    words.windows(SHINGLE).map(|run| hash(&|hasher| run.hash(hasher))).collect()
}

#[derive(Deserialize)]
struct File {
    format: i64,
    taken: toml::value::Datetime,
    source: Option<String>,
    #[serde(default)]
    text_sha256: String,
    title: Option<String>,
    #[serde(default)]
    byline: Vec<String>,
    published: Option<Date>,
    modified: Option<Date>,
    text: String,
    #[serde(default)]
    quote: Vec<QuoteTable>,
}

#[derive(Deserialize)]
struct QuoteTable {
    words: String,
    speaker: Option<String>,
}

/// A TOML date or date-time, or any text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Date {
    Toml(toml::value::Datetime),
    Text(String),
}

impl Date {
    fn into_text(self) -> String {
        match self {
            Date::Toml(date) => date.to_string(),
            Date::Text(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::any_text;
    use proptest::prelude::*;

    #[test]
    fn two_articles_about_one_event_do_not_resemble_each_other() {
        let revision = |text: &str| Revision { text: text.to_owned(), ..sample() };
        let one = revision("The council of Orsten voted on Tuesday to raise the harbour wall by two metres.");
        let edited =
            revision("The council of Orsten voted on Tuesday to raise the harbour wall by three metres, it said.");
        let other =
            revision("On Tuesday the harbour wall of Orsten was the matter of a vote in the council of the town.");
        assert!(one.resembles(&edited) && !one.resembles(&other));
    }

    fn sample() -> Revision {
        Revision {
            taken: Timestamp::from_second(1_764_000_000).unwrap(),
            source: None,
            sha256: String::new(),
            title: None,
            byline: Vec::new(),
            published: None,
            modified: None,
            text: String::new(),
            quotes: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            text in any_text(), title in prop::option::of(any_text()), byline in prop::collection::vec(any_text(), 0..3),
            words in any_text(), speaker in prop::option::of("[a-zé\"']{1,9}"),
        ) {
            let revision = Revision {
                text, title, byline,
                source: Some("a.txt".to_owned()),
                sha256: "ab".repeat(32),
                published: Some("2025-11-24".to_owned()),
                modified: Some("last week".to_owned()),
                quotes: vec![RevisionQuote { words, speaker }],
                ..sample()
            };
            prop_assert_eq!(Revision::from_toml(&revision.to_toml()), Some(revision));
        }
    }
}
