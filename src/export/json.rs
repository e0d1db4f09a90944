//! JSON with every field: writing it and reading it back.
//!
//! The schema is `pullquote/export/1`; fields are added, never renamed.
//! Positions are code points.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::input::Found;
use super::{Input, Item};
use crate::json_text;
use pullquote_article::Span;
use pullquote_article::text::units::CodePoints;
use pullquote_notes::{Anchor, Annotation, Check, Header, Motivation, QuotedSpeech, Selector};

/// The value of the `schema` field in an export.
pub const SCHEMA: &str = "pullquote/export/1";

/// The value of the `schema` field in the output of `pullquote notes --json`,
/// which has the same fields.
pub const NOTES_SCHEMA: &str = "pullquote/notes/1";

#[derive(Debug, Serialize)]
struct File {
    schema: &'static str,
    article: ArticleObject,
    annotations: Vec<AnnotationObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Vec<QuoteObject>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ArticleObject {
    title: Option<String>,
    byline: Vec<String>,
    site: Option<String>,
    published: Option<String>,
    language: Option<String>,
    url: Option<String>,
    path: Option<String>,
    sha256: Option<String>,
    text_sha256: String,
    words: Option<usize>,
    fetched: Option<String>,
    citation: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct AnnotationObject {
    id: String,
    created: Timestamp,
    modified: Timestamp,
    motivation: String,
    #[serde(default)]
    color: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    check: Option<String>,
    #[serde(default)]
    quote: Option<SpeechObject>,
    #[serde(default)]
    targets: Vec<TargetObject>,
    #[serde(skip_deserializing)]
    anchor: Option<AnchorObject>,
    /// The address that scrolls to the words.
    #[serde(skip_deserializing)]
    link: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SpeechObject {
    speaker: Option<String>,
    kind: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct TargetObject {
    exact: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
    #[serde(default)]
    sentence: String,
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
    #[serde(default)]
    text_sha256: String,
}

#[derive(Debug, Serialize)]
struct AnchorObject {
    state: &'static str,
    spans: Vec<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
}

#[derive(Debug, Serialize)]
struct QuoteObject {
    id: String,
    kind: &'static str,
    spans: Vec<[usize; 2]>,
    text: String,
    speaker: Option<String>,
    how: Option<&'static str>,
    sentence: Option<String>,
    check: Option<&'static str>,
    confidence: f32,
}

pub(super) fn write(input: &Input<'_>) -> String {
    // Strings, numbers and lists of them: JSON can say all of these.
    let mut text = json_text::indented(&file(input)).unwrap_or_default();
    text.push('\n');
    text
}

/// The export as one JSON value.
#[must_use]
pub fn value(input: &Input<'_>) -> serde_json::Value {
    serde_json::to_value(file(input)).unwrap_or_default()
}

fn file(input: &Input<'_>) -> File {
    let points = input.open.map(|open| CodePoints::new(open.article.text()));
    File {
        schema: SCHEMA,
        article: article_object(input),
        annotations: input.items.iter().map(|item| annotation_object(points.as_ref(), item)).collect(),
        quotes: input.options.quotes.then(|| input.quotes().map(|found| quote_object(&found)).collect()),
    }
}

fn article_object(input: &Input<'_>) -> ArticleObject {
    let citation = &input.citation;
    ArticleObject {
        title: citation.header().title,
        byline: citation.byline.clone(),
        site: citation.site.clone(),
        published: citation.published.clone(),
        language: citation.language.clone(),
        url: citation.url.clone(),
        path: citation.path.clone(),
        sha256: citation.source_sha256.clone(),
        text_sha256: citation.text_sha256.clone(),
        words: input.open.map(|open| open.article.words()),
        fetched: citation.fetched.clone(),
        citation: citation.line(),
    }
}

fn annotation_object(points: Option<&CodePoints<'_>>, item: &Item<'_>) -> AnnotationObject {
    let annotation = item.annotation;
    AnnotationObject {
        id: annotation.id.clone(),
        created: annotation.created,
        modified: annotation.modified,
        motivation: annotation.motivation.name().to_owned(),
        color: annotation.color.clone(),
        tags: annotation.tags.clone(),
        note: annotation.note.clone(),
        check: annotation.check.map(|c| c.name().to_owned()),
        quote: annotation.quote.as_ref().map(|q| SpeechObject { speaker: q.speaker.clone(), kind: q.kind.clone() }),
        targets: annotation.selectors.iter().map(target_object).collect(),
        anchor: item
            .anchor
            .filter(|_| !annotation.is_on_whole())
            .zip(points)
            .map(|(anchor, points)| anchor_object(points, anchor)),
        link: item.link.clone(),
    }
}

fn target_object(selector: &Selector) -> TargetObject {
    let Selector { exact, prefix, suffix, sentence, start, end, text_sha256 } = selector.clone();
    TargetObject { exact, prefix, suffix, sentence, start, end, text_sha256 }
}

impl From<TargetObject> for Selector {
    fn from(target: TargetObject) -> Self {
        let TargetObject { exact, prefix, suffix, sentence, start, end, text_sha256 } = target;
        Selector { exact, prefix, suffix, sentence, start, end, text_sha256 }
    }
}

fn anchor_object(points: &CodePoints<'_>, anchor: &Anchor) -> AnchorObject {
    let place = |state, spans: &[Span], score| AnchorObject {
        state,
        spans: spans.iter().map(|s| points.of_span(*s)).collect(),
        score,
    };
    match anchor {
        Anchor::Exact(span) => place("exact", &[*span], None),
        Anchor::Moved(span, score) => place("moved", &[*span], Some(*score)),
        Anchor::Review(spans) => place("review", spans, None),
        Anchor::Orphan => place("orphan", &[], None),
    }
}

fn quote_object(found: &Found<'_>) -> QuoteObject {
    let Found { quote, article, .. } = found;
    let points = CodePoints::new(article.text());
    QuoteObject {
        id: quote.id.to_string(),
        kind: quote.kind.name(),
        spans: quote.spans.iter().map(|s| points.of_span(*s)).collect(),
        text: found.words.clone(),
        speaker: found.speaker.map(str::to_owned),
        how: quote.speaker.as_ref().map(|s| s.how.name()),
        sentence: found.sentence.clone(),
        check: found.about.and_then(|a| a.check).map(Check::name),
        confidence: quote.confidence,
    }
}

/// Why a file could not be read as an export.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON, or a field holds the wrong kind of value.
    #[error("it can't be read as an export of notes: {0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON with another schema.
    #[error("the file says its schema is “{0}”; only {SCHEMA} can be read")]
    Schema(String),
    /// A field has a value that this version doesn't know.
    #[error("annotation {id}: “{value}” is not a {field}")]
    Value {
        /// The id of the annotation.
        id: String,
        /// The field.
        field: &'static str,
        /// The value that was read.
        value: String,
    },
}

#[derive(Debug, Deserialize)]
struct ReadFile {
    #[serde(default)]
    schema: String,
    #[serde(default)]
    article: ArticleObject,
    #[serde(default)]
    annotations: Vec<AnnotationObject>,
}

/// Reads an export: the header of its article, and its annotations in the
/// order of the file.
///
/// # Errors
/// If `text` is not JSON with one of the two schemas, or a field has an
/// unknown value.
pub fn read(text: &str) -> Result<(Header, Vec<Annotation>), ReadError> {
    let back: ReadFile = serde_json::from_str(text)?;
    if ![SCHEMA, NOTES_SCHEMA].contains(&back.schema.as_str()) {
        return Err(ReadError::Schema(back.schema));
    }
    let ArticleObject { title, byline, site, published, url, path, fetched, sha256, text_sha256, .. } = back.article;
    let source = url.or(path);
    let header = Header { title, byline, site, source, published, fetched, source_sha256: sha256, text_sha256 };
    let annotations = back.annotations.into_iter().map(annotation).collect::<Result<_, _>>()?;
    Ok((header, annotations))
}

fn annotation(object: AnnotationObject) -> Result<Annotation, ReadError> {
    let AnnotationObject { id, created, modified, motivation, color, tags, note, check, quote, targets, .. } = object;
    let wrong = |field, value| ReadError::Value { id: id.clone(), field, value };
    let motivation = Motivation::from_name(&motivation).ok_or_else(|| wrong("motivation", motivation))?;
    let check = match check {
        Some(name) => Some(Check::from_name(&name).ok_or_else(|| wrong("check", name))?),
        None => None,
    };
    let selectors = targets.into_iter().map(Selector::from).collect();
    let quote = quote.map(|SpeechObject { speaker, kind }| QuotedSpeech { speaker, kind });
    Ok(Annotation { id, selectors, motivation, note, tags, color, quote, check, created, modified })
}
