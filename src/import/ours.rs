//! Reads our own exports and notes files.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Batch, ImportError, Incoming, Provenance};
use crate::export::{json as json_export, jsonld as jsonld_export, markdown as markdown_export};
use pullquote_notes::NotesFile;
use pullquote_notes::{Annotation, Header};

/// A function that reads the export of one article.
type Read = fn(&str) -> Result<(Header, Vec<Annotation>), json_export::ReadError>;

pub(super) fn is_json(text: &str) -> bool {
    first(text)
        .is_some_and(|value| value.get("schema").and_then(Value::as_str).is_some_and(|s| s.starts_with("pullquote/")))
}

pub(super) fn is_jsonld(text: &str) -> bool {
    first(text).is_some_and(|value| value.get("@context").is_some())
}

pub(super) fn is_toml(text: &str) -> bool {
    let begins = |line: &str| line.starts_with("format =") || line.starts_with("[article]") || line == "[[annotation]]";
    text.lines().take(200).any(|line| begins(line.trim()))
}

/// The JSON value, or the first value of an array.
fn first(text: &str) -> Option<Value> {
    match serde_json::from_str(text).ok()? {
        Value::Array(values) => values.into_iter().next(),
        value => Some(value),
    }
}

pub(super) fn json(text: &str) -> Result<Vec<Batch>, ImportError> {
    each(text, json_export::read)
}

pub(super) fn jsonld(text: &str) -> Result<Vec<Batch>, ImportError> {
    each(text, jsonld_export::read)
}

/// Reads one article, or an array of several as `export --all` writes it.
fn each(text: &str, read: Read) -> Result<Vec<Batch>, ImportError> {
    let texts = match serde_json::from_str(text) {
        Ok(Value::Array(values)) => values.iter().map(Value::to_string).collect(),
        _ => vec![text.to_owned()],
    };
    texts.iter().map(|text| Ok(whole(read(text)?))).collect()
}

fn whole((header, annotations): (Header, Vec<Annotation>)) -> Batch {
    let notes =
        annotations.into_iter().map(|annotation| Incoming { annotation, provenance: Provenance::Whole }).collect();
    Batch { header, notes, ..Batch::default() }
}

pub(super) fn toml(text: &str) -> Result<Vec<Batch>, ImportError> {
    let mut document = NotesFile::parse(text)?;
    let batch = whole((document.header().clone(), document.annotations().to_vec()));
    let corrections = document.corrections();
    // Removing all annotations returns the text of each.
    let remembered = document.set_annotations(&[], &BTreeMap::new());
    Ok(vec![Batch { remembered, corrections, ..batch }])
}

pub(super) fn markdown(text: &str) -> Result<Vec<Batch>, ImportError> {
    let text = text.replace("\r\n", "\n");
    let header = markdown_export::read_front(&text);
    let complete = !header.text_sha256.is_empty();
    let mut batches: Vec<Batch> = Vec::new();
    for edited in markdown_export::read(&text) {
        let short = edited.article.clone();
        if batches.last().is_none_or(|batch| batch.short != short) {
            batches.push(Batch { header: header.clone(), short, complete, ..Batch::default() });
        }
        let provenance = Provenance::Edited { seen: edited.seen, changed: edited.edited };
        let annotation = edited.annotation(&header.text_sha256);
        if let Some(batch) = batches.last_mut() {
            batch.notes.push(Incoming { annotation, provenance });
        }
    }
    if batches.is_empty() && !markdown_export::is_ours(&text) {
        return Err(ImportError::Markdown);
    }
    if batches.is_empty() {
        // A person removed every note.
        batches.push(Batch { header, complete, ..Batch::default() });
    }
    Ok(batches)
}
