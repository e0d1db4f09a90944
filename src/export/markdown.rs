//! Markdown that note-taking programs take in: YAML front matter, one section
//! an annotation, tags, block ids.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Input, annotation_of, fragment, one_line, source, title};
use crate::notes::{Anchor, Annotation, Check, Entry};

pub(super) fn write(input: &Input<'_>) -> String {
    let mut out = String::new();
    front_matter(input, &mut out);
    let title = title(input.article);
    line(&mut out, &format!("# {}", escaped(&one_line(&title))));
    citation(input, &mut out);
    if !input.entries.is_empty() {
        line(&mut out, "\n## Notes");
    }
    for entry in input.entries {
        note(input, entry, &mut out);
    }
    if input.options.quotes {
        quotes(input, &mut out);
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn front_matter(input: &Input<'_>, out: &mut String) {
    let meta = input.article.meta();
    line(out, "---");
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            line(out, &format!("{key}: {value}"));
        }
    };
    put("title", meta.title.as_deref().map(yaml));
    put("author", (!meta.byline.is_empty()).then(|| list(meta.byline.iter().map(String::as_str))));
    put("site", meta.site.as_deref().map(yaml));
    put("source", source(input.article).as_deref().map(yaml));
    put("published", meta.published.as_deref().map(yaml));
    let tags: BTreeSet<String> = input.entries.iter().flat_map(|e| &e.annotation.tags).map(|t| tag(t)).collect();
    put("tags", (!tags.is_empty()).then(|| list(tags.iter().map(String::as_str))));
    put("annotations", Some(input.entries.len().to_string()));
    put("text_sha256", Some(yaml(input.article.text_sha256())));
    line(out, "---\n");
}

/// A YAML string between double quotes, which are escaped as in JSON.
fn yaml(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", texts.map(yaml).collect::<Vec<_>>().join(", "))
}

fn citation(input: &Input<'_>, out: &mut String) {
    let meta = input.article.meta();
    let mut parts = Vec::new();
    if !meta.byline.is_empty() {
        parts.push(format!("By {}", escaped(&meta.byline.join(", "))));
    }
    parts.extend(meta.site.as_deref().map(escaped));
    parts.extend(meta.published.as_deref().map(escaped));
    match source(input.article) {
        Some(address) if address.starts_with("http") => parts.push(format!("<{}>", address.replace(['<', '>'], ""))),
        Some(path) => parts.push(escaped(&path)),
        None => {}
    }
    if !parts.is_empty() {
        line(out, &format!("\n{}", parts.join(" · ")));
    }
}

fn note(input: &Input<'_>, entry: &Entry, out: &mut String) {
    let annotation = &entry.annotation;
    out.push('\n');
    quotation(annotation.exact(), out);
    let credit = credit(annotation);
    if !credit.is_empty() {
        line(out, &format!(">\n> — {credit}"));
    }
    // It names the block above it, and stands alone, as Obsidian wants it.
    line(out, &format!("\n^{}", block_id(&annotation.id)));
    if !annotation.note.trim().is_empty() {
        line(out, &format!("\n{}", annotation.note.trim()));
    }
    let mut facts = Vec::new();
    if let Some(target) = annotation.target() {
        // The sentence says nothing new where the words are all of it.
        if one_line(&target.exact).trim_matches(['“', '”', '"']) != target.sentence.trim_matches(['“', '”', '"'])
        {
            facts.push(format!("Sentence: {}", escaped(&target.sentence)));
        }
    }
    match &entry.anchor {
        Anchor::Exact(_) => {}
        Anchor::Moved(..) => facts.push("Found elsewhere in the text than it was made.".to_owned()),
        Anchor::Review(_) => facts.push("Its place in the text is not certain.".to_owned()),
        Anchor::Orphan => facts.push("Its words are no longer in the text.".to_owned()),
    }
    let link = annotation.target().and_then(|t| fragment::link(&source(input.article).unwrap_or_default(), t));
    facts.extend(link.map(|link| format!("[In the article]({link})")));
    if !annotation.tags.is_empty() {
        facts.push(annotation.tags.iter().map(|t| format!("#{}", tag(t))).collect::<Vec<_>>().join(" "));
    }
    if !facts.is_empty() {
        out.push('\n');
    }
    for fact in facts {
        line(out, &format!("- {fact}"));
    }
}

fn credit(annotation: &Annotation) -> String {
    let speaker = annotation.quote.as_ref().map(|q| match &q.speaker {
        Some(name) => escaped(name),
        None => "speaker unknown".to_owned(),
    });
    let check = annotation.check.map(|c| {
        match c {
            Check::Unchecked => "unchecked",
            Check::Verified => "verified",
            Check::Disputed => "disputed",
            Check::NeedsSource => "needs source",
        }
        .to_owned()
    });
    speaker.into_iter().chain(check).collect::<Vec<_>>().join(" · ")
}

fn quotes(input: &Input<'_>, out: &mut String) {
    let text = input.article.text();
    line(out, "\n## Quotes");
    for quote in &input.analysis.quotes {
        out.push('\n');
        quotation(&quote.words(text), out);
        let speaker = quote.speaker.as_ref().map_or("speaker unknown".to_owned(), |s| escaped(&s.name));
        let check = annotation_of(input, quote).and_then(|a| a.check).map(|c| format!(" · {}", c.name()));
        line(out, &format!(">\n> — {speaker} ({}){}", quote.kind.name(), check.unwrap_or_default()));
    }
}

/// `text` as a block quotation.
fn quotation(text: &str, out: &mut String) {
    let mut blank = true;
    for part in text.lines().map(str::trim) {
        if !part.is_empty() {
            line(out, &format!("> {}", escaped(part)));
        } else if !blank {
            line(out, ">");
        }
        blank = part.is_empty();
    }
}

/// `text` with a backslash before what Markdown would take for its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let numbered = text.find(|c: char| !c.is_ascii_digit()).filter(|&i| i > 0 && i < 10);
    for (i, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '|' | '~' | '$' | '^')
            || (i == 0 && matches!(c, '-' | '+' | '>' | '='))
            || (numbered == Some(i) && matches!(c, '.' | ')'));
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A tag as Obsidian and Logseq take it: no white space, no punctuation.
fn tag(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '/') {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

fn block_id(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-') {
        // Writing to a String cannot fail.
        let _ = write!(out, "{}", c.to_ascii_lowercase());
    }
    out
}
