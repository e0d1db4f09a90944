//! JSON-LD in the W3C's Web Annotation model: writing it and reading it back.
//!
//! An export is an annotation page. The note and the tags are bodies; the words
//! and their position are selectors. Fields that the model does not have begin
//! with `pullquote:`, so that reading an export back loses nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::json::ReadError;
use super::{Input, Item as Exported};
use crate::json_text;
use pullquote_article::text::units::CodePoints;
use pullquote_notes::{Annotation, Check, Header, Motivation, QuotedSpeech, Selector};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
const OURS: &str = "urn:pullquote:";

#[derive(Debug, Serialize, Deserialize)]
struct Page {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "pullquote:article", default)]
    article: About,
    items: Vec<Item>,
    /// Extracted quotes. No person made them, so they are not items.
    #[serde(rename = "pullquote:quotes", default, skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<Value>,
}

/// Title, authors and hashes of the article; the `source` of a target has only
/// its address.
#[derive(Debug, Default, Serialize, Deserialize)]
struct About {
    #[serde(rename = "pullquote:title", default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(rename = "pullquote:byline", default, skip_serializing_if = "Vec::is_empty")]
    byline: Vec<String>,
    #[serde(rename = "pullquote:site", default, skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    #[serde(rename = "pullquote:source", default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(rename = "pullquote:published", default, skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(rename = "pullquote:fetched", default, skip_serializing_if = "Option::is_none")]
    fetched: Option<String>,
    #[serde(rename = "pullquote:source_sha256", default, skip_serializing_if = "Option::is_none")]
    source_sha256: Option<String>,
    #[serde(rename = "pullquote:text_sha256", default)]
    text_sha256: String,
    #[serde(rename = "pullquote:citation", default)]
    citation: String,
}

/// A selector after the first: a place that was confirmed later.
#[derive(Debug, Serialize, Deserialize)]
struct Later {
    exact: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
    #[serde(rename = "pullquote:sentence", alias = "sentence", default)]
    sentence: String,
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
    #[serde(rename = "pullquote:text_sha256", alias = "text_sha256", default)]
    text_sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Item {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    motivation: String,
    created: Timestamp,
    modified: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    body: Vec<Body>,
    target: Target,
    #[serde(rename = "pullquote:color", default, skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(rename = "pullquote:check", default, skip_serializing_if = "Option::is_none")]
    check: Option<String>,
    #[serde(rename = "pullquote:quote", default, skip_serializing_if = "Option::is_none")]
    quote: Option<Speech>,
    #[serde(rename = "pullquote:state", default, skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(rename = "pullquote:found", default, skip_serializing_if = "Vec::is_empty")]
    found: Vec<Later>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Body {
    #[serde(rename = "type")]
    kind: String,
    value: String,
    format: String,
    purpose: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Speech {
    #[serde(rename = "pullquote:speaker", default, skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    #[serde(rename = "pullquote:kind")]
    kind: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Target {
    #[serde(rename = "type", default = "specific")]
    kind: String,
    source: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    selector: Vec<OneSelector>,
    #[serde(rename = "pullquote:sentence", default, skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    #[serde(rename = "pullquote:text_sha256", default, skip_serializing_if = "Option::is_none")]
    text_sha256: Option<String>,
    #[serde(rename = "pullquote:link", default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

fn specific() -> String {
    "SpecificResource".to_owned()
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
enum OneSelector {
    TextQuoteSelector { exact: String, prefix: String, suffix: String },
    TextPositionSelector { start: usize, end: usize },
}

pub(super) fn write(input: &Input<'_>) -> String {
    let citation = &input.citation;
    let sha256 = &citation.text_sha256;
    let page = citation.url.clone().unwrap_or(format!("{OURS}text:{sha256}"));
    let quotes = input.quotes().map(|found| {
        let [start, end] = CodePoints::new(found.article.text()).of_span(found.quote.extent());
        json!({
            "exact": found.words,
            "start": start,
            "end": end,
            "pullquote:speaker": found.speaker,
            "pullquote:kind": found.quote.kind.name(),
            "pullquote:sentence": found.sentence,
        })
    });
    let Header { title, byline, site, source, published, fetched, source_sha256, text_sha256 } = citation.header();
    let line = citation.line();
    let page = Page {
        context: json!([CONTEXT, { "pullquote": OURS }]),
        id: format!("{OURS}notes:{sha256}"),
        kind: "AnnotationPage".to_owned(),
        article: About { title, byline, site, source, published, fetched, source_sha256, text_sha256, citation: line },
        items: input.items.iter().map(|each| item(&page, each)).collect(),
        quotes: quotes.collect(),
    };
    // Strings, numbers and lists of them: JSON can say all of these.
    let mut text = json_text::indented(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn item(source: &str, exported: &Exported<'_>) -> Item {
    let annotation = exported.annotation;
    let body = |value: &str, format: &str, purpose: &str| Body {
        kind: "TextualBody".to_owned(),
        value: value.to_owned(),
        format: format.to_owned(),
        purpose: purpose.to_owned(),
    };
    let note = (!annotation.note.is_empty()).then(|| body(&annotation.note, "text/markdown", "commenting"));
    let tags = annotation.tags.iter().map(|tag| body(tag, "text/plain", "tagging"));
    let target = annotation.target();
    let selector = target.map_or_else(Vec::new, |t| {
        vec![
            OneSelector::TextQuoteSelector {
                exact: t.exact.clone(),
                prefix: t.prefix.clone(),
                suffix: t.suffix.clone(),
            },
            OneSelector::TextPositionSelector { start: t.start, end: t.end },
        ]
    });
    Item {
        id: format!("{OURS}note:{}", annotation.id),
        kind: "Annotation".to_owned(),
        motivation: annotation.motivation.name().to_owned(),
        created: annotation.created,
        modified: annotation.modified,
        body: note.into_iter().chain(tags).collect(),
        target: Target {
            kind: specific(),
            source: source.to_owned(),
            selector,
            sentence: target.map(|t| t.sentence.clone()),
            text_sha256: target.map(|t| t.text_sha256.clone()),
            link: exported.link.clone(),
        },
        color: annotation.color.clone(),
        check: annotation.check.map(|c| c.name().to_owned()),
        quote: annotation.quote.as_ref().map(|q| Speech { speaker: q.speaker.clone(), kind: q.kind.clone() }),
        state: exported.state().map(str::to_owned),
        found: annotation.selectors.iter().skip(1).cloned().map(later).collect(),
    }
}

fn later(selector: Selector) -> Later {
    let Selector { exact, prefix, suffix, sentence, start, end, text_sha256 } = selector;
    Later { exact, prefix, suffix, sentence, start, end, text_sha256 }
}

impl From<Later> for Selector {
    fn from(later: Later) -> Self {
        let Later { exact, prefix, suffix, sentence, start, end, text_sha256 } = later;
        Selector { exact, prefix, suffix, sentence, start, end, text_sha256 }
    }
}

/// Reads an annotation page that this program wrote: the header of its
/// article, and its annotations in the order of the file.
///
/// # Errors
/// If `text` is not such a page, or a field has an unknown value.
pub fn read(text: &str) -> Result<(Header, Vec<Annotation>), ReadError> {
    let page: Page = serde_json::from_str(text)?;
    if page.kind != "AnnotationPage" || !page.id.starts_with(OURS) {
        return Err(ReadError::Schema(page.id));
    }
    let About { title, byline, site, source, published, fetched, source_sha256, text_sha256, .. } = page.article;
    let named = page.items.first().map(|item| item.target.source.clone()).filter(|s| !s.starts_with(OURS));
    let source = source.or(named);
    let header = Header { title, byline, site, source, published, fetched, source_sha256, text_sha256 };
    let annotations = page.items.into_iter().map(annotation).collect::<Result<_, _>>()?;
    Ok((header, annotations))
}

fn annotation(item: Item) -> Result<Annotation, ReadError> {
    let id = item.id.strip_prefix(&format!("{OURS}note:")).unwrap_or(&item.id).to_owned();
    let wrong = |field, value| ReadError::Value { id: id.clone(), field, value };
    let motivation = Motivation::from_name(&item.motivation).ok_or_else(|| wrong("motivation", item.motivation))?;
    let check = match item.check {
        Some(name) => Some(Check::from_name(&name).ok_or_else(|| wrong("check", name))?),
        None => None,
    };
    let (notes, tags): (Vec<Body>, Vec<Body>) = item.body.into_iter().partition(|b| b.purpose == "commenting");
    let mut selectors = Vec::new();
    if !item.target.selector.is_empty() {
        let mut first = Selector {
            sentence: item.target.sentence.unwrap_or_default(),
            text_sha256: item.target.text_sha256.unwrap_or_default(),
            ..Selector::default()
        };
        for selector in item.target.selector {
            match selector {
                OneSelector::TextQuoteSelector { exact, prefix, suffix } => {
                    (first.exact, first.prefix, first.suffix) = (exact, prefix, suffix);
                }
                OneSelector::TextPositionSelector { start, end } => (first.start, first.end) = (start, end),
            }
        }
        selectors.push(first);
    }
    selectors.extend(item.found.into_iter().map(Selector::from));
    Ok(Annotation {
        id,
        selectors: selectors.into(),
        motivation,
        note: notes.into_iter().map(|b| b.value).collect::<Vec<_>>().join("\n\n"),
        tags: tags.into_iter().filter(|b| b.purpose == "tagging").map(|b| b.value).collect(),
        color: item.color,
        quote: item.quote.map(|q| QuotedSpeech { speaker: q.speaker, kind: q.kind }),
        check,
        created: item.created,
        modified: item.modified,
    })
}
