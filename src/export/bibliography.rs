//! The article for bibliographies: BibLaTeX, and CSL-JSON for Zotero, Pandoc
//! and other citation processors.

use serde::Serialize;
use serde_json::{Value, json};

use super::citation::{address, day, is_web};
use super::{Citation, Input};
use crate::json_text;
use pullquote_article::text::sanitize;

/// Words that show that a byline is not a person's name.
const NOT_A_PERSON: [&str; 12] =
    ["staff", "press", "agency", "agencies", "news", "desk", "team", "editors", "board", "reuters", "afp", "dpa"];

/// Particles that belong to the family name after them.
const PARTICLES: [&str; 14] =
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "ten", "ter"];

pub(super) fn bibtex(input: &Input<'_>) -> String {
    let citation = &input.citation;
    let authors: Vec<String> = citation.byline.iter().map(|name| bibtex_name(name)).collect();
    let tags = tags(input);
    let note = latex(&facts(citation.fetched.as_deref(), &citation.text_sha256));
    let url = citation.url.as_deref();
    let fields = [
        ("author", (!authors.is_empty()).then(|| authors.join(" and "))),
        ("title", Some(format!("{{{}}}", latex(&citation.title)))),
        ("organization", citation.site.as_deref().map(latex)),
        ("date", citation.published.as_deref().and_then(bibtex_date)),
        ("url", url.map(address)),
        ("file", citation.path.as_deref().filter(|_| url.is_none()).map(latex)),
        ("urldate", citation.fetched.as_deref().and_then(bibtex_date)),
        ("langid", citation.language.as_deref().map(latex)),
        ("keywords", (!tags.is_empty()).then(|| tags.iter().map(|tag| keyword(tag)).collect::<Vec<_>>().join(", "))),
        ("note", Some(note)),
    ];
    let kind = if url.is_some() { "online" } else { "misc" };
    let mut out = format!("@{kind}{{{},\n", citation.key());
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    }
    out.push_str("}\n");
    out
}

pub(super) fn csl(input: &Input<'_>) -> String {
    let mut text = json_text::indented(&[item(input)]).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    id: String,
    r#type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Value>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    note: String,
}

fn item(input: &Input<'_>) -> Item {
    let Citation { title, byline, site, published, language, url, fetched, text_sha256, .. } = input.citation.clone();
    let tags = tags(input);
    Item {
        id: input.citation.key(),
        r#type: if site.is_some() { "article-newspaper" } else { "webpage" },
        title,
        author: byline.iter().map(|name| csl_name(name)).collect(),
        container_title: site,
        issued: published.as_deref().and_then(date_parts),
        accessed: fetched.as_deref().and_then(date_parts),
        url: url.filter(|url| is_web(url)),
        language,
        keyword: (!tags.is_empty()).then(|| tags.join(", ")),
        note: facts(fetched.as_deref(), &text_sha256),
    }
}

/// The facts for which bibliographies have no field: when the article was
/// read, to the second, and the hash of its text.
fn facts(fetched: Option<&str>, text_sha256: &str) -> String {
    let read = fetched.map(|time| format!("read {time}; ")).unwrap_or_default();
    format!("{read}SHA-256 of the text: {text_sha256}")
}

/// Every tag of the annotations once, sorted.
fn tags(input: &Input<'_>) -> Vec<String> {
    let mut tags: Vec<String> = input.items.iter().flat_map(|item| item.annotation.tags.iter().cloned()).collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Splits a person's name into given and family name; `None` where the byline
/// is not a person.
fn given_and_family(name: &str) -> Option<(String, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let small = |word: &&str| PARTICLES.contains(&word.to_lowercase().as_str());
    let not_a_person = words.iter().any(|word| NOT_A_PERSON.contains(&word.to_lowercase().as_str()));
    if words.len() < 2 || not_a_person || words.first().is_some_and(|word| word.eq_ignore_ascii_case("the")) {
        return None;
    }
    let family = words.iter().skip(1).position(small).map_or(words.len() - 1, |at| at + 1);
    let (given, family) = words.split_at_checked(family)?;
    Some((given.join(" "), family.join(" ")))
}

fn csl_name(name: &str) -> Value {
    match given_and_family(name) {
        Some((given, family)) => json!({ "family": family, "given": given }),
        None => json!({ "literal": name }),
    }
}

/// The name in a list of authors. A name with a comma or the word `and`, which
/// have a meaning there, is not split.
fn bibtex_name(name: &str) -> String {
    let is_list = name.contains(',') || name.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    match given_and_family(name).filter(|_| !is_list) {
        Some((given, family)) => format!("{}, {}", latex(&family), latex(&given)),
        None => format!("{{{}}}", latex(name)),
    }
}

/// A tag in the list of keywords, which commas separate.
fn keyword(tag: &str) -> String {
    if tag.contains(',') { format!("{{{}}}", latex(tag)) } else { latex(tag) }
}

/// The day of a date; `None` where it is not one.
fn bibtex_date(date: &str) -> Option<String> {
    Some(day(date)).filter(|day| day.bytes().all(|b| b.is_ascii_digit() || b == b'-')).map(str::to_owned)
}

fn date_parts(date: &str) -> Option<Value> {
    let date: jiff::civil::Date = day(date).parse().ok()?;
    Some(json!({ "date-parts": [[date.year(), date.month(), date.day()]] }))
}

/// `text` on one line, with the characters escaped that have a meaning in
/// LaTeX. It has no braces but pairs of ours, because BibTeX counts them also
/// after a backslash.
pub(super) fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in super::one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c if !sanitize::is_safe(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_persons_are_split() {
        let parts = |name: &str| given_and_family(name).map(|(given, family)| format!("{family}|{given}"));
        assert_eq!(parts("Petra Lund").as_deref(), Some("Lund|Petra"));
        assert_eq!(parts("Ana Maria de la Cruz").as_deref(), Some("de la Cruz|Ana Maria"));
        assert_eq!(parts("The Associated Press"), None);
        assert_eq!(parts("Reuters"), None);
        assert_eq!(parts("Newsroom staff"), None);
    }

    #[test]
    fn text_in_a_field_is_never_a_latex_command() {
        assert_eq!(
            latex("50% of {A} & B_c \\d ~ ^"),
            "50\\% of \\textbraceleft{}A\\textbraceright{} \\& B\\_c \\textbackslash{}d \\textasciitilde{} \\textasciicircum{}"
        );
        assert_eq!(address("https://example.org/a}b\\ ^"), "https://example.org/a%7Db%5C%20%5E");
    }

    #[test]
    fn a_name_with_a_comma_or_and_is_one_author() {
        assert_eq!(bibtex_name("Ann Lee and Per Ek"), "{Ann Lee and Per Ek}");
        assert_eq!(bibtex_name("Lee, Ann"), "{Lee, Ann}");
        assert_eq!(keyword("a, b"), "{a, b}");
        assert_eq!(bibtex_date("2026-01-05T10:00:00Z").as_deref(), Some("2026-01-05"));
        assert_eq!(bibtex_date("} @misc{"), None);
    }
}
