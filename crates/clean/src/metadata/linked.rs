//! What a page states in JSON-LD.

use serde_json::Value;

use super::line;

/// The objects of a page's JSON-LD that say something about its article.
#[derive(Debug, Default)]
pub(super) struct Linked {
    article: Option<Value>,
    /// The name of an organisation that stands beside the article.
    organisation: Option<String>,
}

/// Objects that are looked at, at most.
const OBJECTS: usize = 2000;

impl Linked {
    /// Reads `scripts`, the contents of the page's JSON-LD elements. Of
    /// several articles the first counts; lists of other articles stand in
    /// fields that are not followed.
    pub(super) fn new(scripts: &[String]) -> Self {
        let mut linked = Self::default();
        let mut left = OBJECTS;
        for script in scripts {
            let mut queue: std::collections::VecDeque<Value> = parse(script).into_iter().collect();
            while let Some(value) = queue.pop_front() {
                left = left.saturating_sub(1);
                match value {
                    _ if left == 0 => break,
                    Value::Array(items) => queue.extend(items),
                    Value::Object(ref fields) => {
                        queue.extend(
                            ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|k| fields.get(*k)).cloned(),
                        );
                        linked.take(value);
                    }
                    _ => {}
                }
            }
        }
        linked
    }

    fn take(&mut self, value: Value) {
        if is_a(&value, is_article) {
            self.article.get_or_insert(value);
        } else if is_a(&value, |t| t.ends_with("Organization")) && self.organisation.is_none() {
            self.organisation = value.get("name").and_then(text_of);
        }
    }

    /// A field of the article, as a line of text.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        self.article.as_ref()?.get(name).and_then(text_of)
    }

    /// Who wrote it, each as the page writes the name.
    pub(super) fn authors(&self) -> Vec<String> {
        let one = |v: &Value| text_of(v).filter(|name| !name.contains("://"));
        match self.article.as_ref().and_then(|a| a.get("author").or_else(|| a.get("creator"))) {
            Some(Value::Array(items)) => items.iter().filter_map(one).collect(),
            Some(other) => one(other).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Who publishes it.
    pub(super) fn publisher(&self) -> Option<String> {
        self.field("publisher").or_else(|| self.field("sourceOrganization")).or_else(|| self.organisation.clone())
    }

    /// The article's text as the page states it.
    pub(super) fn body(&self) -> Option<String> {
        self.article.as_ref()?.get("articleBody")?.as_str().map(str::to_owned)
    }

    /// Whether the page says that all of it may be read without paying;
    /// `None` where it says nothing.
    pub(super) fn is_free(&self) -> Option<bool> {
        match self.article.as_ref()?.get("isAccessibleForFree")? {
            Value::Bool(free) => Some(*free),
            Value::String(free) => Some(!free.eq_ignore_ascii_case("false")),
            _ => None,
        }
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
}

fn is_a(value: &Value, kind: impl Fn(&str) -> bool) -> bool {
    match value.get("@type") {
        Some(Value::String(t)) => kind(t),
        Some(Value::Array(ts)) => ts.iter().filter_map(Value::as_str).any(kind),
        _ => false,
    }
}

fn parse(script: &str) -> Option<Value> {
    let trimmed = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let trimmed = trimmed.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
    serde_json::from_str(trimmed)
        .or_else(|_| {
            // Line breaks inside strings are the commonest fault.
            serde_json::from_str(&trimmed.replace(|c: char| c.is_control(), " "))
        })
        .ok()
}

/// A string, or the name in an object or a list's first item.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => line(text),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).and_then(line),
        Value::Array(items) => {
            items.first().and_then(|v| v.as_str().or_else(|| v.get("name")?.as_str())).and_then(line)
        }
        _ => None,
    }
}
