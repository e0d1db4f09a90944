//! JSON-LD in the W3C's Web Annotation model, and the way back.
//!
//! An annotation page; the note and the tags are bodies, the words and their
//! position selectors. What the model has no word for stands under
//! `pullquote:`, so that nothing is lost on the way back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::json::{ReadError, TargetObject, target_object};
use super::{Input, source};
use crate::notes::{Anchor, Annotation, Check, Motivation, QuotedSpeech, Selector};
use crate::text::units::CodePoints;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
const OURS: &str = "urn:pullquote:";

#[derive(Debug, Serialize, Deserialize)]
struct Page {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    #[serde(rename = "type")]
    kind: String,
    items: Vec<Item>,
    /// Extracted quotes: nobody's annotations, so no items.
    #[serde(rename = "pullquote:quotes", default, skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<Value>,
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
    found: Vec<TargetObject>,
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
    source: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    selector: Vec<OneSelector>,
    #[serde(rename = "pullquote:sentence", default, skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    #[serde(rename = "pullquote:text_sha256", default, skip_serializing_if = "Option::is_none")]
    text_sha256: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
enum OneSelector {
    TextQuoteSelector { exact: String, prefix: String, suffix: String },
    TextPositionSelector { start: usize, end: usize },
}

pub(super) fn write(input: &Input<'_>) -> String {
    let sha256 = input.article.text_sha256();
    let page = source(input.article)
        .filter(|s| s.starts_with("https://") || s.starts_with("http://"))
        .unwrap_or(format!("{OURS}text:{sha256}"));
    let points = CodePoints::new(input.article.text());
    let quotes = input.analysis.quotes.iter().filter(|_| input.options.quotes).map(|quote| {
        let [start, end] = points.of_span(quote.extent());
        json!({
            "exact": quote.words(input.article.text()),
            "start": start,
            "end": end,
            "pullquote:speaker": quote.speaker.as_ref().map(|s| &s.name),
            "pullquote:kind": quote.kind.name(),
        })
    });
    let page = Page {
        context: json!([CONTEXT, { "pullquote": OURS }]),
        id: format!("{OURS}notes:{sha256}"),
        kind: "AnnotationPage".to_owned(),
        items: input.entries.iter().map(|e| item(&page, &e.annotation, &e.anchor)).collect(),
        quotes: quotes.collect(),
    };
    // Strings, numbers and lists of them: nothing that JSON can't say.
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn item(source: &str, annotation: &Annotation, anchor: &Anchor) -> Item {
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
    let state = match anchor {
        Anchor::Exact(_) => None,
        Anchor::Moved(..) => Some("moved"),
        Anchor::Review(_) => Some("review"),
        Anchor::Orphan => Some("orphan"),
    };
    Item {
        id: format!("{OURS}note:{}", annotation.id),
        kind: "Annotation".to_owned(),
        motivation: annotation.motivation.name().to_owned(),
        created: annotation.created,
        modified: annotation.modified,
        body: note.into_iter().chain(tags).collect(),
        target: Target {
            source: source.to_owned(),
            selector,
            sentence: target.map(|t| t.sentence.clone()),
            text_sha256: target.map(|t| t.text_sha256.clone()),
        },
        color: annotation.color.clone(),
        check: annotation.check.map(|c| c.name().to_owned()),
        quote: annotation.quote.as_ref().map(|q| Speech { speaker: q.speaker.clone(), kind: q.kind.clone() }),
        state: state.map(str::to_owned),
        found: annotation.selectors.iter().skip(1).map(target_object).collect(),
    }
}

/// The annotations of a page that this program wrote, in its order.
///
/// # Errors
/// If `text` is no such page.
pub fn read(text: &str) -> Result<Vec<Annotation>, ReadError> {
    let page: Page = serde_json::from_str(text)?;
    if page.kind != "AnnotationPage" || !page.id.starts_with(OURS) {
        return Err(ReadError::Schema(page.id));
    }
    page.items.into_iter().map(annotation).collect()
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
        selectors,
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
