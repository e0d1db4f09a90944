//! Hypothesis: rows from its search API, and files that its client exports.
//!
//! <https://h.readthedocs.io/en/latest/api-reference/>: a row has a `uri`, a
//! `text`, `tags`, and a `target` with selectors of the Web Annotation model.

use std::collections::HashMap;

use serde_json::Value;

use super::{Batch, ImportError, Incoming, Provenance, whole_second};
use pullquote_notes::{Annotation, Header, Motivation, Selector, Selectors};

pub(super) fn fits(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return false };
    rows(&value).is_some_and(|rows| rows.first().is_some_and(|row| row.get("uri").is_some()))
}

/// The rows: an array, or the array under `rows` or `annotations`, or a single
/// row.
fn rows(value: &Value) -> Option<Vec<&Value>> {
    let list =
        value.as_array().or_else(|| value.get("rows")?.as_array()).or_else(|| value.get("annotations")?.as_array());
    match list {
        Some(rows) => Some(rows.iter().collect()),
        None => value.get("uri").map(|_| vec![value]),
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Batch>, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|e| ImportError::Hypothesis(e.to_string()))?;
    let rows = rows(&value).ok_or_else(|| ImportError::Hypothesis("there are no rows".to_owned()))?;
    let mut batches: Vec<Batch> = Vec::new();
    let mut by_source: HashMap<&str, usize> = HashMap::new();
    for (n, row) in (1..).zip(rows) {
        let source = string(row, "uri").ok_or_else(|| ImportError::Hypothesis(format!("row {n} has no uri")))?;
        let at = *by_source.entry(source).or_insert_with(|| {
            let title = row.pointer("/document/title/0").or_else(|| row.pointer("/document/title"));
            let title = title.and_then(Value::as_str).map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "));
            let header = Header { title, source: Some(source.to_owned()), ..Header::default() };
            batches.push(Batch { header, ..Batch::default() });
            batches.len() - 1
        });
        let Some(batch) = batches.get_mut(at) else { continue };
        match annotation(row) {
            Ok(incoming) => batch.notes.push(incoming),
            Err(why) => batch.skipped.push(format!("row {n}: {why}")),
        }
    }
    Ok(batches)
}

fn string<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

fn annotation(row: &Value) -> Result<Incoming, String> {
    let id = string(row, "id").ok_or("it has no id")?;
    if row.get("references").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
        return Err(format!("{id} is a reply to another annotation; replies are not imported"));
    }
    let note = string(row, "text").unwrap_or("").to_owned();
    let tags: Vec<String> = row
        .get("tags")
        .and_then(Value::as_array)
        .map(|tags| tags.iter().filter_map(Value::as_str).map(|tag| tag.trim().to_owned()).collect())
        .unwrap_or_default();
    let moment = |key: &str| string(row, key)?.parse().ok().map(whole_second);
    let created = moment("created").or_else(|| moment("updated"));
    let selectors: Selectors = selector(row).into_iter().collect();
    let motivation = match (note.trim().is_empty(), tags.is_empty(), selectors.is_empty()) {
        (false, ..) => Motivation::Commenting,
        (true, false, _) => Motivation::Tagging,
        (true, true, false) => Motivation::Highlighting,
        (true, true, true) => Motivation::Bookmarking,
    };
    let annotation = Annotation {
        id: format!("hypothesis-{id}"),
        selectors,
        motivation,
        note,
        tags,
        color: None,
        quote: None,
        check: None,
        created: created.unwrap_or_default(),
        modified: moment("updated").or(created).unwrap_or_default(),
    };
    Ok(Incoming { annotation, provenance: Provenance::Elsewhere { dated: created.is_some() } })
}

/// The words with their surroundings; `None` for a note on the whole page.
fn selector(row: &Value) -> Option<Selector> {
    let targets = row.get("target")?.as_array()?;
    let selectors = || targets.iter().filter_map(|target| target.get("selector")?.as_array()).flatten();
    let of = |kind: &str| selectors().find(|selector| string(selector, "type") == Some(kind));
    let quote = of("TextQuoteSelector")?;
    let exact = string(quote, "exact")?.to_owned();
    let position = |key: &str| of("TextPositionSelector").and_then(|p| p.get(key)?.as_u64()).unwrap_or(0);
    let position = |key: &str| usize::try_from(position(key)).unwrap_or(0);
    Some(Selector {
        sentence: exact.split_whitespace().collect::<Vec<_>>().join(" "),
        exact,
        prefix: string(quote, "prefix").unwrap_or("").to_owned(),
        suffix: string(quote, "suffix").unwrap_or("").to_owned(),
        // They count in the text of the page, so they are only a hint.
        start: position("start"),
        end: position("end"),
        text_sha256: String::new(),
    })
}
