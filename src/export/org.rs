//! Org, for Emacs: a heading an annotation, its fields as properties.

use super::{Input, annotation_of, fragment, one_line, source, title};
use crate::notes::{Anchor, Entry};

pub(super) fn write(input: &Input<'_>) -> String {
    let meta = input.article.meta();
    let mut out = String::new();
    let mut keyword = |key: &str, value: Option<String>| {
        if let Some(value) = value.map(|v| one_line(&v)).filter(|v| !v.is_empty()) {
            out.push_str(&format!("#+{key}: {value}\n"));
        }
    };
    keyword("title", Some(title(input.article)));
    keyword("author", Some(meta.byline.join(", ")));
    keyword("date", meta.published.clone());
    keyword("source", source(input.article));
    for entry in input.entries {
        annotation(input, entry, &mut out);
    }
    if input.options.quotes {
        out.push_str("\n* Quotes\n");
        for quote in &input.analysis.quotes {
            let words = quote.words(input.article.text());
            let speaker = quote.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
            let check = annotation_of(input, quote).and_then(|a| a.check).map(|c| format!(", {}", c.name()));
            quotation(&words, &mut out);
            out.push_str(&format!("— {} ({}{})\n", one_line(speaker), quote.kind.name(), check.unwrap_or_default()));
        }
    }
    out
}

fn annotation(input: &Input<'_>, entry: &Entry, out: &mut String) {
    let annotation = &entry.annotation;
    let tags: Vec<String> = annotation.tags.iter().map(|t| tag(t)).filter(|t| !t.is_empty()).collect();
    let tags = if tags.is_empty() { String::new() } else { format!("  :{}:", tags.join(":")) };
    out.push_str(&format!("\n* {}{tags}\n", heading(annotation.exact())));
    out.push_str(":PROPERTIES:\n");
    let state = match &entry.anchor {
        Anchor::Exact(_) => None,
        Anchor::Moved(..) => Some("moved"),
        Anchor::Review(_) => Some("review"),
        Anchor::Orphan => Some("orphan"),
    };
    let link = annotation.target().and_then(|t| fragment::link(&source(input.article).unwrap_or_default(), t));
    let properties = [
        ("CUSTOM_ID", Some(annotation.id.clone())),
        ("CREATED", Some(annotation.created.to_string())),
        ("SPEAKER", annotation.quote.as_ref().and_then(|q| q.speaker.clone())),
        ("CHECK", annotation.check.map(|c| c.name().to_owned())),
        ("STATE", state.map(str::to_owned)),
        ("SENTENCE", annotation.target().map(|t| t.sentence.clone())),
        ("LINK", link),
    ];
    for (key, value) in properties {
        if let Some(value) = value.map(|v| one_line(&v)).filter(|v| !v.is_empty()) {
            out.push_str(&format!(":{key}: {value}\n"));
        }
    }
    out.push_str(":END:\n");
    quotation(annotation.exact(), out);
    if !annotation.note.trim().is_empty() {
        out.push('\n');
        for line in annotation.note.trim().lines() {
            out.push_str(&format!("{}\n", harmless(line)));
        }
    }
}

fn quotation(words: &str, out: &mut String) {
    out.push_str("#+begin_quote\n");
    for line in words.lines().map(str::trim) {
        out.push_str(&format!("{}\n", harmless(line)));
    }
    out.push_str("#+end_quote\n");
}

/// The first words, as a heading.
fn heading(words: &str) -> String {
    const WORDS: usize = 10;
    let all: Vec<&str> = words.split_whitespace().collect();
    let more = if all.len() > WORDS { " …" } else { "" };
    format!("{}{more}", all.get(..WORDS).unwrap_or(&all).join(" "))
}

/// A line that Org takes for text: a comma stands before what begins a
/// heading, a keyword or a block, as Org's own escape has it.
fn harmless(line: &str) -> String {
    let comma = if line.starts_with(['*', ',']) || line.trim_start().starts_with("#+") { "," } else { "" };
    format!("{comma}{line}")
}

/// A tag of letters, digits, `_` and `@`.
fn tag(text: &str) -> String {
    let tag: String = text.chars().map(|c| if c.is_alphanumeric() || c == '@' { c } else { '_' }).collect();
    tag.trim_matches('_').to_owned()
}
