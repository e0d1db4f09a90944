//! JSON with every field, and the way back.
//!
//! The schema is `pullquote/export/1`; fields are added, never renamed.
//! Positions are code points.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Input, annotation_of};
use crate::nlp::Quote;
use crate::notes::{Anchor, Annotation, Check, Identity, Motivation, QuotedSpeech, Selector};
use crate::text::span::Span;
use crate::text::units::CodePoints;

/// What the `schema` field says.
pub const SCHEMA: &str = "pullquote/export/1";

#[derive(Debug, Serialize)]
struct File<'a> {
    schema: &'static str,
    article: ArticleObject<'a>,
    annotations: Vec<AnnotationObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Vec<QuoteObject>>,
}

#[derive(Debug, Serialize)]
struct ArticleObject<'a> {
    title: Option<&'a str>,
    byline: &'a [String],
    site: Option<&'a str>,
    published: Option<&'a str>,
    language: Option<&'a str>,
    url: Option<String>,
    path: Option<String>,
    sha256: &'a str,
    text_sha256: &'a str,
    words: usize,
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
}

#[derive(Debug, Serialize, Deserialize)]
struct SpeechObject {
    speaker: Option<String>,
    kind: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TargetObject {
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
    let article = input.article;
    let points = CodePoints::new(article.text());
    let meta = article.meta();
    let file = File {
        schema: SCHEMA,
        article: ArticleObject {
            title: meta.title.as_deref(),
            byline: &meta.byline,
            site: meta.site.as_deref(),
            published: meta.published.as_deref(),
            language: meta.language.as_deref(),
            url: Identity::of(article).url().map(str::to_owned),
            path: article.origin().path.as_ref().map(|p| p.display().to_string()),
            sha256: &article.origin().sha256,
            text_sha256: article.text_sha256(),
            words: article.words(),
        },
        annotations: input.entries.iter().map(|e| annotation_object(&points, &e.annotation, &e.anchor)).collect(),
        quotes: input
            .options
            .quotes
            .then(|| input.analysis.quotes.iter().map(|quote| quote_object(input, &points, quote)).collect()),
    };
    // Strings, numbers and lists of them: nothing that JSON can't say.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

fn annotation_object(points: &CodePoints<'_>, annotation: &Annotation, anchor: &Anchor) -> AnnotationObject {
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
        anchor: Some(anchor_object(points, anchor)),
    }
}

pub(super) fn target_object(selector: &Selector) -> TargetObject {
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

fn quote_object(input: &Input<'_>, points: &CodePoints<'_>, quote: &Quote) -> QuoteObject {
    let text = input.article.text();
    QuoteObject {
        id: quote.id.to_string(),
        kind: quote.kind.name(),
        spans: quote.spans.iter().map(|s| points.of_span(*s)).collect(),
        text: quote.words(text),
        speaker: quote.speaker.as_ref().map(|s| s.name.clone()),
        how: quote.speaker.as_ref().map(|s| s.how.name()),
        sentence: input.analysis.sentence_at(quote.extent().start).map(|s| super::one_line(s.of(text))),
        check: annotation_of(input, quote).and_then(|a| a.check).map(Check::name),
        confidence: quote.confidence,
    }
}

/// Why a file is no export of ours.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON, or a field holds the wrong kind of value.
    #[error("it can't be read as an export of notes: {0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON of something else.
    #[error("the file says its schema is “{0}”; only {SCHEMA} can be read")]
    Schema(String),
    /// A field has a value that this version doesn't know.
    #[error("annotation {id}: “{value}” is no {field}")]
    Value {
        /// The annotation.
        id: String,
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
}

#[derive(Debug, Deserialize)]
struct Back {
    #[serde(default)]
    schema: String,
    #[serde(default)]
    annotations: Vec<AnnotationObject>,
}

/// The annotations of an export, in its order.
///
/// # Errors
/// If `text` is not an export of this schema.
pub fn read(text: &str) -> Result<Vec<Annotation>, ReadError> {
    let back: Back = serde_json::from_str(text)?;
    if back.schema != SCHEMA {
        return Err(ReadError::Schema(back.schema));
    }
    back.annotations.into_iter().map(annotation).collect()
}

fn annotation(object: AnnotationObject) -> Result<Annotation, ReadError> {
    let AnnotationObject { id, created, modified, motivation, color, tags, note, check, quote, targets, anchor: _ } =
        object;
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
