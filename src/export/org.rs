//! Org, for Emacs: one heading per annotation, its fields as properties.

use super::org_text::{harmless, harmless_inside, heading, source};
use super::sections;
use super::sections::{ORG, Section, Terms, Updated, section_id};
use super::{Input, Item, one_line};

pub(super) fn write(input: &Input<'_>) -> String {
    sections::fresh(&sections(input), ORG)
}

/// Updates `text`, a file that a person may have edited, with `fresh`, the
/// result of [`write`] or [`write_several`].
pub(super) fn refresh(text: &str, fresh: &str, terms: Terms) -> Updated {
    sections::update(text, &sections::read(fresh, ORG), ORG, terms)
}

/// Writes several articles, each under a heading of its own.
pub(super) fn write_several(inputs: &[Input<'_>]) -> String {
    let inputs = inputs.iter().filter(|input| !input.items.is_empty());
    let sections: Vec<Section> = inputs
        .flat_map(|input| {
            let citation = &input.citation;
            let text = format!("* {}\n:PROPERTIES:\n{}:END:\n", heading(&citation.title), properties(&facts(input)));
            let heading = Section { id: format!("article-{}", citation.short()), stamp: String::new(), text };
            [heading].into_iter().chain(input.items.iter().map(|item| annotation(item, "**")))
        })
        .collect();
    sections::fresh(&sections, ORG)
}

/// Whether `text` is an earlier export of what `fresh` is an export of; see
/// [`super::Update::is_earlier`].
pub(super) fn is_earlier(text: &str, fresh: &str) -> bool {
    sections::is_earlier(text, fresh, ORG)
}

fn sections(input: &Input<'_>) -> Vec<Section> {
    let mut head = format!("#+title: {}\n", harmless_inside(&one_line(&input.citation.title)));
    for (key, value) in facts(input) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            head.push_str(&format!("#+{}: {value}\n", key.to_lowercase()));
        }
    }
    let mut sections = vec![Section { id: "article".to_owned(), stamp: String::new(), text: head }];
    sections.extend(input.items.iter().map(|item| annotation(item, "*")));
    if input.options.quotes {
        sections.push(Section { id: "quotes".to_owned(), stamp: String::new(), text: quotes(input) });
    }
    sections
}

/// The facts about the article, each with its Org keyword.
fn facts(input: &Input<'_>) -> [(&'static str, Option<String>); 7] {
    let citation = &input.citation;
    let line = |text: &Option<String>| text.as_deref().map(|text| harmless_inside(&one_line(text)));
    [
        ("AUTHOR", line(&(!citation.byline.is_empty()).then(|| citation.byline.join(", ")))),
        ("DATE", line(&citation.published)),
        ("SITE", line(&citation.site)),
        ("SOURCE", citation.source().map(source)),
        ("FETCHED", line(&citation.fetched)),
        ("SOURCE_SHA256", line(&citation.source_sha256)),
        ("TEXT_SHA256", line(&Some(citation.text_sha256.clone()))),
    ]
}

/// The facts as properties of a heading. Their values are on one line and
/// harmless.
fn properties(facts: &[(&str, Option<String>)]) -> String {
    let mut out = String::new();
    for (key, value) in facts {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            out.push_str(&format!(":{key}: {value}\n"));
        }
    }
    out
}

fn annotation(item: &Item<'_>, stars: &str) -> Section {
    let annotation = item.annotation;
    let tags: Vec<String> = annotation.tags.iter().map(|t| tag(t)).filter(|t| !t.is_empty()).collect();
    let tags = if tags.is_empty() { String::new() } else { format!("  :{}:", tags.join(":")) };
    let whole = annotation.is_on_whole();
    let title = if whole { "On the whole article".to_owned() } else { heading(&first_words(annotation.exact())) };
    let mut out = format!("{stars} {title}{tags}\n:PROPERTIES:\n");
    out.push_str(&properties(&[
        ("CUSTOM_ID", Some(format!("pq-{}", section_id(&annotation.id).to_lowercase()))),
        ("CREATED", Some(annotation.created.to_string())),
        ("SPEAKER", item.speaker().map(|name| harmless_inside(&one_line(name)))),
        ("CHECK", annotation.check.map(|c| c.name().to_owned())),
        ("STATE", item.state().map(str::to_owned)),
        ("SENTENCE", Some(harmless_inside(&one_line(item.sentence())))),
        ("LINK", item.link.as_deref().map(source)),
    ]));
    out.push_str(":END:\n");
    if !whole {
        quotation(annotation.exact(), &mut out);
    }
    if !annotation.note.trim().is_empty() {
        out.push('\n');
        for line in annotation.note.trim().lines() {
            out.push_str(&format!("{}\n", harmless(line)));
        }
    }
    Section { id: section_id(&annotation.id), stamp: annotation.modified.to_string(), text: out }
}

fn quotes(input: &Input<'_>) -> String {
    let mut out = "* Quotes\n".to_owned();
    for found in input.quotes() {
        quotation(&found.words, &mut out);
        let speaker = harmless_inside(&one_line(found.speaker.unwrap_or("speaker unknown")));
        out.push_str(&format!("— {speaker} ({}{})\n", found.quote.kind.name(), found.checked(", ")));
    }
    out
}

fn quotation(words: &str, out: &mut String) {
    out.push_str("#+begin_quote\n");
    for line in words.lines().map(str::trim) {
        out.push_str(&format!("{}\n", harmless(line)));
    }
    out.push_str("#+end_quote\n");
}

/// The first ten words.
fn first_words(words: &str) -> String {
    const WORDS: usize = 10;
    let all: Vec<&str> = words.split_whitespace().collect();
    let more = if all.len() > WORDS { " …" } else { "" };
    format!("{}{more}", all.get(..WORDS).unwrap_or(&all).join(" "))
}

/// `text` as an Org tag: letters, digits, `_` and `@`; other characters become
/// `_`. Empty where nothing is left.
fn tag(text: &str) -> String {
    let tag: String = text.chars().map(|c| if c.is_alphanumeric() || c == '@' { c } else { '_' }).collect();
    // `@@` begins text for one format of export.
    tag.replace("@@", "__").trim_matches('_').to_owned()
}
