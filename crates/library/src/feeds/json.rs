//! Repairs a JSON Feed: texts where texts belong, a limited number of items, and
//! names of people without mail addresses.

use serde_json::{Map, Value, json};

use super::parse::FeedError;
use super::person::person_name;

/// The texts of a feed that are read.
const FEED_TEXTS: [&str; 3] = ["title", "home_page_url", "language"];
/// The texts of an item that are read.
const ITEM_TEXTS: [&str; 8] =
    ["url", "external_url", "title", "content_html", "content_text", "summary", "date_published", "date_modified"];

/// A JSON Feed.
pub(super) struct Repaired {
    /// The feed again as JSON.
    pub(super) json: String,
    /// How many items are left out because there are too many.
    pub(super) left_out: usize,
}

/// Repairs the JSON Feed `text`; at most `most_items` items stay.
pub(super) fn repaired(text: &str, most_items: usize) -> Result<Repaired, FeedError> {
    let feed: Value = serde_json::from_str(text)
        .map_err(|error| FeedError::NotAFeed(format!("line {} is not JSON", error.line().max(1))))?;
    let version = feed.get("version").and_then(Value::as_str).unwrap_or_default();
    let items = feed.get("items").and_then(Value::as_array);
    let Some(items) = items.filter(|_| version.contains("jsonfeed.org/version/")) else {
        return Err(FeedError::NotAFeed("it is JSON, but not a JSON Feed".to_owned()));
    };
    let mut out = texts(&feed, &FEED_TEXTS);
    out.entry("title").or_insert_with(|| json!(""));
    out.insert("version".to_owned(), json!("https://jsonfeed.org/version/1.1"));
    out.insert("authors".to_owned(), authors(&feed));
    out.insert("items".to_owned(), items.iter().take(most_items).map(item).collect());
    Ok(Repaired { json: Value::Object(out).to_string(), left_out: items.len().saturating_sub(most_items) })
}

fn item(item: &Value) -> Value {
    let mut out = texts(item, &ITEM_TEXTS);
    // The standard wants a text, and many feeds have a number.
    match item.get("id") {
        Some(Value::String(id)) => out.insert("id".to_owned(), json!(id)),
        Some(Value::Number(id)) => out.insert("id".to_owned(), json!(id.to_string())),
        _ => None,
    };
    out.insert("authors".to_owned(), authors(item));
    Value::Object(out)
}

/// The fields of `keys` that are texts.
fn texts(value: &Value, keys: &[&str]) -> Map<String, Value> {
    keys.iter().filter_map(|key| Some(((*key).to_owned(), json!(value.get(key)?.as_str()?)))).collect()
}

/// The authors in the field of version 1.1 or 1.0 that have a name.
fn authors(value: &Value) -> Value {
    let listed = value.get("authors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let names =
        listed.iter().chain(value.get("author")).filter_map(|author| person_name(author.get("name")?.as_str()?));
    names.map(|name| json!({ "name": name })).collect()
}
