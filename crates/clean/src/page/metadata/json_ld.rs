//! What a page states in JSON-LD.

use serde_json::Value;

use super::line::line;

/// The objects of a page's JSON-LD that say something about its article.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    article: Option<Value>,
    /// The name of an organisation that is listed next to the article.
    organisation: Option<String>,
}

/// How many objects are read at most.
const OBJECTS: usize = 2000;

impl JsonLd {
    /// Reads `scripts`, the contents of the page's JSON-LD elements. Of several
    /// articles the first counts. Lists of other articles are in fields that
    /// are not read.
    pub(super) fn new(scripts: &[String]) -> Self {
        let mut json_ld = Self::default();
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
                        json_ld.add(value);
                    }
                    _ => {}
                }
            }
        }
        json_ld
    }

    /// Keeps `value` if it is the first article or names an organisation.
    fn add(&mut self, value: Value) {
        if is_a(&value, is_article) {
            self.article.get_or_insert(value);
        } else if is_a(&value, |t| t.ends_with("Organization")) && self.organisation.is_none() {
            self.organisation = value.get("name").and_then(text_of);
        }
    }

    /// The field `name` of the article, as one line of text.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        self.article.as_ref()?.get(name).and_then(text_of)
    }

    /// The authors, each name as the page writes it.
    pub(super) fn authors(&self) -> Vec<String> {
        let is_name = |name: &String| !name.contains("://");
        let one = |v: &Value| -> Vec<String> {
            match v.get("name") {
                Some(Value::Array(names)) => names.iter().filter_map(text_of).filter(is_name).collect(),
                None if v.get("familyName").is_some() => {
                    let parts = ["givenName", "familyName"].iter().filter_map(|key| v.get(*key).and_then(text_of));
                    vec![parts.collect::<Vec<_>>().join(" ")]
                }
                _ => text_of(v).filter(is_name).into_iter().collect(),
            }
        };
        match self.article.as_ref().and_then(|a| a.get("author").or_else(|| a.get("creator"))) {
            Some(Value::Array(items)) => items.iter().flat_map(one).collect(),
            Some(other) => one(other),
            None => Vec::new(),
        }
    }

    /// The name of the publisher.
    pub(super) fn publisher(&self) -> Option<String> {
        self.field("publisher").or_else(|| self.field("sourceOrganization")).or_else(|| self.organisation.clone())
    }

    /// How many words the article's text has, as the page states it.
    pub(super) fn word_count(&self) -> Option<usize> {
        let count = self.article.as_ref()?.get("wordCount")?;
        let count = count.as_u64().or_else(|| count.as_str()?.trim().parse().ok())?;
        usize::try_from(count).ok()
    }

    /// The article's text, as the page states it.
    pub(super) fn body(&self) -> Option<String> {
        self.article.as_ref()?.get("articleBody")?.as_str().map(str::to_owned)
    }
}

/// Whether a schema.org type is that of an article.
fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
}

/// Whether one of the types of `value` fulfils `kind`.
fn is_a(value: &Value, kind: impl Fn(&str) -> bool) -> bool {
    match value.get("@type") {
        Some(Value::String(t)) => kind(t),
        Some(Value::Array(ts)) => ts.iter().filter_map(Value::as_str).any(kind),
        _ => false,
    }
}

/// The JSON in a script element, without the comment or CDATA around it; `None`
/// if it is no JSON.
fn parse(script: &str) -> Option<Value> {
    let trimmed = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let trimmed = trimmed.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
    serde_json::from_str(trimmed)
        .or_else(|_| {
            // Line breaks inside strings are the most common fault.
            serde_json::from_str(&trimmed.replace(|c: char| c.is_control(), " "))
        })
        .ok()
}

/// The text of a string, or the name in an object, or either in the first item
/// of a list; as one line.
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
