//! What a page states in JSON-LD.

use std::collections::HashMap;

use serde_json::Value;

use super::line::line;

/// The objects of a page's JSON-LD that say something about its article.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    article: Option<Value>,
    /// The page or another work on it, such as a recipe or an episode. It gives dates
    /// and authors where no article is stated.
    work: Option<Value>,
    /// The names of the objects that others refer to, by their `@id`.
    names: HashMap<String, String>,
    /// The questions of the page, and their answers.
    answers: Vec<String>,
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
        if let (Some(id), Some(name)) = (value.get("@id").and_then(Value::as_str), value.get("name").and_then(text_of))
        {
            self.names.entry(id.to_owned()).or_insert(name);
        }
        if let Some(answer) = value.get("acceptedAnswer").and_then(|answer| answer.get("text")).and_then(text_of) {
            self.answers.extend(value.get("name").and_then(text_of));
            self.answers.push(answer);
        }
        if is_a(&value, is_article) {
            self.article.get_or_insert(value);
        } else if is_a(&value, is_work) {
            self.work.get_or_insert(value);
        } else if is_a(&value, |t| t.ends_with("Organization")) && self.organisation.is_none() {
            self.organisation = value.get("name").and_then(text_of);
        }
    }

    /// The field `name` of the article, as one line of text.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        self.article.as_ref()?.get(name).and_then(text_of)
    }

    /// The field `name` of the article, or of the work on the page if no article is
    /// stated.
    pub(super) fn field_of_work(&self, name: &str) -> Option<String> {
        self.article.as_ref().or(self.work.as_ref())?.get(name).and_then(text_of)
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
                None if v.get("@id").is_some() => v
                    .get("@id")
                    .and_then(Value::as_str)
                    .and_then(|id| self.names.get(id))
                    .cloned()
                    .into_iter()
                    .collect(),
                _ => text_of(v).filter(is_name).into_iter().collect(),
            }
        };
        let work = self.article.as_ref().or(self.work.as_ref());
        match work.and_then(|a| a.get("author").or_else(|| a.get("creator"))) {
            Some(Value::Array(items)) => items.iter().flat_map(one).collect(),
            Some(other) => one(other),
            None => Vec::new(),
        }
    }

    /// The names of the authors that are organisations.
    pub(super) fn organisations(&self) -> Vec<String> {
        let authors = self.article.as_ref().or(self.work.as_ref()).and_then(|work| work.get("author"));
        let authors = match authors {
            Some(Value::Array(items)) => items.iter().collect(),
            Some(other) => vec![other],
            None => Vec::new(),
        };
        let organisations = authors.into_iter().filter(|author| is_a(author, |kind| kind.ends_with("Organization")));
        organisations.filter_map(text_of).collect()
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

    /// The questions of the page and their answers, as the page states them; HTML is left in.
    pub(super) fn answers(&self) -> Vec<String> {
        self.answers.clone()
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

/// Whether a schema.org type is that of a page with one work on it, or of such a
/// work.
fn is_work(kind: &str) -> bool {
    matches!(kind, "WebPage" | "ItemPage" | "MedicalWebPage" | "Recipe" | "HowTo" | "CreativeWork" | "PodcastEpisode")
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
/// if it is no JSON. Line breaks in strings and commas after the last item, the most
/// common faults, are mended.
fn parse(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    // `<![CDATA[` has brackets of its own.
    let start = script.get(start..)?.strip_prefix("[CDATA[").map_or(start, |_| start + "[CDATA[".len());
    let inner = script.get(start..)?;
    let inner = inner.get(inner.find(['{', '['])?..=inner.rfind(['}', ']'])?)?;
    let inner = inner.trim_end_matches("]]>").trim_end_matches("]]").trim_end();
    serde_json::from_str(inner).or_else(|_| serde_json::from_str(&mended(inner))).ok()
}

/// `json` with spaces for its control characters, and without commas before a
/// closing bracket.
fn mended(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in json.chars() {
        if !in_string && matches!(c, '}' | ']') {
            let end = mended.trim_end().strip_suffix(',').map(str::len);
            mended.truncate(end.unwrap_or(mended.len()));
        }
        in_string ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        mended.push(if c.is_control() { ' ' } else { c });
    }
    mended
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
