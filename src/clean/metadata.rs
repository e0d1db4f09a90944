//! What a page says about itself.
//!
//! In the order of trust: JSON-LD (made for machines, with types), OpenGraph
//! and `article:` tags, Twitter cards, Dublin Core and plain `meta` names,
//! `<time>` and microdata, then the visible headline and the document's
//! title. Each field is taken from the first source that has it.

use std::collections::HashMap;

use serde_json::Value;

use super::date;
use super::tree::{NodeId, Tree};
use crate::article::Meta;

/// The metadata of the page, and the article's text as JSON-LD states it.
#[must_use]
pub fn read(tree: &Tree) -> (Meta, Option<String>) {
    let mut tags: HashMap<String, String> = HashMap::new();
    let mut linked = Vec::new();
    let mut found = Found::default();
    for node in tree.descendants(0) {
        match tree.name(node) {
            "meta" => tag(tree, node, &mut tags),
            "script"
                if tree
                    .attribute(node, "type")
                    .is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) =>
            {
                linked.push(tree.children(node).filter_map(|c| tree.text(c)).collect::<String>());
            }
            "title" => {
                found.title = found
                    .title
                    .take()
                    .or_else(|| line(&tree.children(node).filter_map(|c| tree.text(c)).collect::<String>()))
            }
            "h1" => found.headings.extend(line(&tree.all_text(node))),
            "html" => found.language = tree.attribute(node, "lang").and_then(line),
            "time" => {
                found.time = found.time.take().or_else(|| tree.attribute(node, "datetime").and_then(date::normalise))
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                found.canonical = tree.attribute(node, "href").and_then(line)
            }
            _ => {}
        }
    }
    let data = linked.iter().filter_map(|text| article_in(text)).next();
    let body = data.as_ref().and_then(|d| d.get("articleBody")).and_then(Value::as_str).map(str::to_owned);
    (found.meta(data.as_ref(), &tags), body)
}

/// What stands in the page besides `meta` tags.
#[derive(Default)]
struct Found {
    title: Option<String>,
    headings: Vec<String>,
    language: Option<String>,
    time: Option<String>,
    canonical: Option<String>,
}

impl Found {
    fn meta(self, data: Option<&Value>, tags: &HashMap<String, String>) -> Meta {
        let tag = |names: &[&str]| names.iter().find_map(|name| tags.get(*name)).cloned();
        let field = |name: &str| data.and_then(|d| d.get(name)).and_then(text_of);
        let site = data
            .and_then(|d| d.get("publisher"))
            .and_then(text_of)
            .or_else(|| tag(&["og:site_name", "application-name"]));
        let stated =
            field("headline").or_else(|| tag(&["og:title", "twitter:title", "dc.title", "dcterms.title", "title"]));
        let title = stated.or(self.title).map(|title| without_site(&title, site.as_deref(), &self.headings));
        let title = title.or_else(|| self.headings.first().cloned());
        let bylines = data.and_then(|d| d.get("author")).map(people).filter(|p| !p.is_empty());
        let bylines = bylines.or_else(|| {
            tag(&["author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"])
                .filter(|a| !a.contains("://"))
                .map(|a| super::scraped::names(a.trim_start_matches("By ")))
        });
        let dated = |value: Option<String>| value.and_then(|v| date::normalise(&v));
        Meta {
            title,
            byline: bylines.unwrap_or_default(),
            site,
            published: dated(field("datePublished"))
                .or_else(|| {
                    dated(tag(&[
                        "article:published_time",
                        "og:published_time",
                        "parsely-pub-date",
                        "dc.date",
                        "dc.date.issued",
                        "dcterms.created",
                        "datepublished",
                        "pubdate",
                        "publish-date",
                        "date",
                    ]))
                })
                .or(self.time),
            modified: dated(field("dateModified"))
                .or_else(|| dated(tag(&["article:modified_time", "og:updated_time", "lastmod", "last-modified"]))),
            language: field("inLanguage")
                .or(self.language)
                .or_else(|| tag(&["og:locale", "content-language", "language"]))
                .map(|l| l.replace('_', "-")),
            canonical_url: self.canonical.or_else(|| tag(&["og:url"])).filter(|u| u.starts_with("http")),
            section: field("articleSection").or_else(|| tag(&["article:section", "parsely-section"])),
        }
    }
}

fn tag(tree: &Tree, node: NodeId, tags: &mut HashMap<String, String>) {
    let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tree.attribute(node, key));
    if let (Some(name), Some(content)) = (name, tree.attribute(node, "content").and_then(line)) {
        tags.entry(name.trim().to_ascii_lowercase()).or_insert(content);
    }
}

/// White space folded; `None` where nothing is left.
fn line(text: &str) -> Option<String> {
    let folded = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!folded.is_empty()).then_some(folded)
}

/// The object in the JSON-LD `text` that is an article.
fn article_in(text: &str) -> Option<Value> {
    let trimmed = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let value: Value = serde_json::from_str(trimmed)
        .or_else(|_| {
            // Line breaks inside strings are the commonest fault.
            serde_json::from_str(&trimmed.replace(|c: char| c.is_control(), " "))
        })
        .ok()?;
    let mut queue = vec![value];
    while let Some(value) = queue.pop() {
        match value {
            Value::Array(items) => queue.extend(items),
            Value::Object(ref fields) => {
                let is_article = |t: &str| {
                    t.ends_with("Article") || t.ends_with("Posting") || t == "Report" || t == "AnalysisNewsArticle"
                };
                let article = match fields.get("@type") {
                    Some(Value::String(t)) => is_article(t),
                    Some(Value::Array(ts)) => ts.iter().filter_map(Value::as_str).any(is_article),
                    _ => false,
                };
                if article {
                    return Some(value);
                }
                queue.extend(
                    ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|k| fields.get(*k)).cloned(),
                );
            }
            _ => {}
        }
    }
    None
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

fn people(value: &Value) -> Vec<String> {
    let one = |v: &Value| text_of(v).filter(|name| !name.contains("://"));
    match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// The title without the name of the site behind or before it.
fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    let parts = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];
    if let Some(heading) =
        headings.iter().find(|h| h.len() > 10 && title.len() > h.len() && title.starts_with(h.as_str()))
    {
        return heading.clone();
    }
    for part in parts {
        if let Some((head, tail)) = title.rsplit_once(part) {
            let named = site.is_some_and(|site| {
                tail.to_lowercase().contains(&site.to_lowercase()) || site.to_lowercase().contains(&tail.to_lowercase())
            });
            if named || (part == " | " && head.split_whitespace().count() >= 4 && tail.split_whitespace().count() <= 4)
            {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ld_is_trusted_before_the_tags() {
        let html = r#"<html lang=en-GB><head><title>Pier opens | Courier</title><meta property="og:title" content="Pier is open - Courier">
            <script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Pier opens again","author":[{"name":"Ann Lee"}],"datePublished":"2026-02-17T08:00:00+01:00","publisher":{"name":"Courier"}}]}</script>"#;
        let (meta, _) = read(&Tree::parse(html));
        assert_eq!(meta.title.as_deref(), Some("Pier opens again"));
        assert_eq!(meta.byline, ["Ann Lee"]);
        assert_eq!(meta.published.as_deref(), Some("2026-02-17T08:00:00+01:00"));
        assert_eq!((meta.site.as_deref(), meta.language.as_deref()), (Some("Courier"), Some("en-GB")));
    }

    #[test]
    fn the_sites_name_is_no_part_of_the_title() {
        assert_eq!(without_site("Pier opens again - Courier", Some("The Courier"), &[]), "Pier opens again");
        assert_eq!(without_site("Pier opens - and closes", None, &[]), "Pier opens - and closes");
    }
}
