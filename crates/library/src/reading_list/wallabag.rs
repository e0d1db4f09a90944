//! wallabag's JSON: a list of entries with their text and annotations.

use serde_json::Value;

use super::collector::Collector;
use super::error::ReadingListError;
use super::{ListedArticle, ListedContent, ListedNote, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    text.trim_start().starts_with('[') && text.contains("\"is_archived\"") && text.contains("\"url\"")
}

pub(super) fn read(name: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    let entries: Vec<Value> = serde_json::from_str(text).map_err(|error| ReadingListError::json(name, &error))?;
    for (at, mut entry) in entries.into_iter().enumerate() {
        let content = match entry.get_mut("content").map(Value::take) {
            Some(Value::String(html)) if !html.trim().is_empty() => Some(ListedContent::Html(html)),
            _ => None,
        };
        let article = ListedArticle {
            title: entry.get("title").and_then(Value::as_str).and_then(plain::maybe_html_line),
            tags: fields::tags(list(&entry, "tags").iter().filter_map(tag)),
            added: entry.get("created_at").and_then(Value::as_str).and_then(fields::time),
            read: entry.get("is_archived").map(is_set),
            starred: entry.get("is_starred").is_some_and(is_set),
            site: entry.get("domain_name").and_then(Value::as_str).and_then(plain::line),
            author: authors(&entry),
            content,
            notes: list(&entry, "annotations").iter().filter_map(note).collect(),
            ..ListedArticle::default()
        };
        let address = entry.get("url").and_then(Value::as_str).unwrap_or_default();
        collector.add(format_args!("entry {}", at + 1), address, article);
    }
    Ok(())
}

/// The list in the field `key`; empty if there is none.
fn list<'v>(entry: &'v Value, key: &str) -> &'v [Value] {
    entry.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Whether a field that is `1` or `true` is set.
fn is_set(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_i64().is_some_and(|number| number != 0))
}

/// A tag, which is a text or an object with a label.
fn tag(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("label").and_then(Value::as_str))
}

fn authors(entry: &Value) -> Option<String> {
    let names: Vec<&str> = list(entry, "published_by").iter().filter_map(Value::as_str).collect();
    plain::line(&names.join(", "))
}

/// An annotation: the marked words are its `quote`, the note is its `text`.
fn note(annotation: &Value) -> Option<ListedNote> {
    let field = |key: &str| annotation.get(key).and_then(Value::as_str).and_then(plain::paragraphs);
    let (words, note) = (field("quote"), field("text").unwrap_or_default());
    (words.is_some() || !note.is_empty()).then_some(ListedNote { words, note })
}
