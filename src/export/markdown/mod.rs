//! Markdown for note-taking programs: YAML front matter, one section per
//! annotation, tags, block ids.

mod front;
mod read;

use std::collections::BTreeSet;

use self::front::{Front, Values};
use super::citation::{address, day, is_web};
use super::file_variables;
use super::sections;
use super::sections::{FoundSection, HTML, Section, Terms, Updated, section_id};
use super::{Citation, Input, Item, one_line};
use pullquote_notes::{Annotation, Check, Header};

pub(super) use front::yaml;
use read::Extra;
pub use read::ReadAnnotation;

pub(super) fn write(input: &Input<'_>) -> String {
    format!("{}\n{}", front(input).written(), sections::fresh(&sections(input), HTML))
}

/// Updates `text`, a file that a person may have edited, with `fresh`, the
/// result of [`write`] or [`write_several`].
pub(super) fn refresh(text: &str, fresh: &str, terms: Terms) -> Updated {
    let (ours, fresh) = front::split(fresh).map_or((None, fresh), |(ours, rest)| (Some(ours), rest));
    let next = sections::read(fresh, HTML);
    let (Some((inner, rest)), Some(ours)) = (front::split(text), ours) else {
        // Front matter without our keys is text of the person.
        return sections::update(text, &next, HTML, terms);
    };
    let (inner, kept) = Front::read(ours).update(inner, terms);
    let mut updated = sections::update(rest, &next, HTML, terms);
    updated.text = format!("---\n{inner}---\n{}", updated.text);
    if kept {
        updated.kept.insert(0, "front matter".to_owned());
    }
    updated
}

/// Writes several articles, each under a heading of its own, without front
/// matter.
pub(super) fn write_several(inputs: &[Input<'_>]) -> String {
    let sections: Vec<Section> = inputs.iter().flat_map(sections_among_others).collect();
    sections::fresh(&sections, HTML)
}

/// The annotations in an exported Markdown file, as the file has them now.
#[must_use]
pub fn read(text: &str) -> Vec<ReadAnnotation> {
    let mut article = None;
    let mut found = Vec::new();
    for section in sections::find(text, HTML) {
        if let Some(short) = section.id.strip_prefix("article-") {
            article = Some(short.to_owned());
        }
        found.extend(
            read::read_annotation(&section).map(|edited| ReadAnnotation { article: article.clone(), ..edited }),
        );
    }
    found
}

/// The header of the article from the exported front matter, also where a
/// person wrote something above it. Empty where there is no such front matter.
#[must_use]
pub fn read_front(text: &str) -> Header {
    front::find(text).map(front::header).unwrap_or_default()
}

/// Whether `text` is an earlier export of what `fresh` is an export of; see
/// [`super::Update::is_earlier`].
pub(super) fn is_earlier(text: &str, fresh: &str) -> bool {
    sections::is_earlier(text, fresh, HTML)
}

/// Whether `text` is Markdown with an exported section.
#[must_use]
pub fn is_ours(text: &str) -> bool {
    // An exported HTML page has sections, too, but can't be imported.
    let page = text.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    !page && sections::find(text, HTML).iter().any(|section: &FoundSection<'_>| !section.broken)
}

fn sections(input: &Input<'_>) -> Vec<Section> {
    let mut sections = vec![ours("article", format!("# {}\n{}", escaped(&input.citation.title), citation(input)))];
    if !input.items.is_empty() {
        sections.push(ours("notes", "## Notes\n".to_owned()));
    }
    sections.extend(input.items.iter().map(|item| note(item, &input.citation)));
    if input.options.quotes {
        sections.push(ours("quotes", quotes(input)));
    }
    sections
}

fn sections_among_others(input: &Input<'_>) -> Vec<Section> {
    let id = format!("article-{}", input.citation.short());
    let heading = ours(&id, format!("## {}\n{}", escaped(&input.citation.title), citation(input)));
    let notes = input.items.iter().map(|item| note(item, &input.citation));
    if input.items.is_empty() { Vec::new() } else { [heading].into_iter().chain(notes).collect() }
}

fn ours(id: &str, text: String) -> Section {
    Section { id: id.to_owned(), stamp: String::new(), text }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn front(input: &Input<'_>) -> Front {
    let citation = &input.citation;
    let one = |text: Option<&str>| text.map(|text| Values::One(text.to_owned()));
    let several = |texts: Vec<String>| (!texts.is_empty()).then_some(Values::Several(texts));
    let tags: BTreeSet<String> =
        input.items.iter().flat_map(|i| &i.annotation.tags).map(|t| tag(t)).filter(|t| !t.is_empty()).collect();
    let fields = [
        ("title", one(Some(&citation.title))),
        ("author", several(citation.byline.clone())),
        ("site", one(citation.site.as_deref())),
        ("source", one(citation.source())),
        ("published", one(citation.published.as_deref())),
        ("fetched", one(citation.fetched.as_deref())),
        ("tags", several(tags.into_iter().collect())),
        ("annotations", Some(Values::Count(input.items.len()))),
        ("source_sha256", one(citation.source_sha256.as_deref())),
        ("text_sha256", one(Some(&citation.text_sha256))),
    ];
    Front { fields: fields.into_iter().filter_map(|(key, values)| Some((key, values?))).collect() }
}

fn citation(input: &Input<'_>) -> String {
    let citation = &input.citation;
    let mut parts = Vec::new();
    if !citation.byline.is_empty() {
        parts.push(format!("By {}", escaped(&citation.byline.join(", "))));
    }
    parts.extend(citation.site.as_deref().map(escaped));
    parts.extend(citation.published.as_deref().map(|date| escaped(day(date))));
    match citation.source() {
        Some(source) if is_web(source) => parts.push(format!("<{}>", address(source))),
        Some(path) => parts.push(escaped(path)),
        None => {}
    }
    parts.extend(citation.fetched.as_deref().map(|time| format!("read {}", escaped(time))));
    if parts.is_empty() { String::new() } else { format!("\n{}\n", parts.join(" · ")) }
}

/// The section of one annotation; [`read::read_annotation`] reads it back.
fn note(item: &Item<'_>, citation: &Citation) -> Section {
    let annotation = item.annotation;
    let mut out = String::new();
    if annotation.is_on_whole() {
        line(&mut out, "On the whole article");
    } else {
        quotation(annotation.exact(), &mut out);
    }
    let credit = credit(annotation);
    if !credit.is_empty() {
        line(&mut out, &format!(">\n> — {credit}"));
    }
    // Obsidian wants a block id on a line of its own after the block.
    line(&mut out, &format!("\n^{}", block_id(&annotation.id)));
    if !annotation.note.trim().is_empty() {
        line(&mut out, &format!("\n{}", guarded(annotation.note.trim())));
    }
    let mut facts = Vec::new();
    // The sentence is left out where the words are the whole sentence.
    let bare = |text: &str| one_line(text).trim_matches(['“', '”', '"']).to_owned();
    if !item.sentence().trim().is_empty() && bare(annotation.exact()) != bare(item.sentence()) {
        facts.push(format!("{SENTENCE}{}", escaped(&one_line(item.sentence()))));
    }
    facts.extend(item.state_sentence().map(|state| format!("{STATE}{}", escaped(&state))));
    // A parenthesis would end the link.
    let link = item.link.as_ref().map(|link| address(link).replace('(', "%28").replace(')', "%29"));
    facts.extend(link.map(|link| format!("{LINK}({link})")));
    let tags: Vec<String> =
        annotation.tags.iter().map(|t| tag(t)).filter(|t| !t.is_empty()).map(|t| format!("#{t}")).collect();
    if !tags.is_empty() {
        facts.push(format!("{TAGS}{}", tags.join(" ")));
    }
    let stamp = format!("{} {}", annotation.modified, Extra::of(item, citation, !facts.is_empty()).written());
    if !facts.is_empty() {
        out.push('\n');
    }
    for fact in facts {
        line(&mut out, &format!("- {fact}"));
    }
    Section { id: section_id(&annotation.id), stamp: stamp.trim_end().to_owned(), text: out }
}

const SENTENCE: &str = "Sentence: ";
const STATE: &str = "Place: ";
const LINK: &str = "[In the article]";
const TAGS: &str = "Tags: ";

/// The note with the section comments in it escaped, so that they do not count
/// as sections, and without a list of file variables; [`unguarded`] is the
/// inverse.
fn guarded(note: &str) -> String {
    let note = file_variables::without_list(note, "\\");
    note.replace("<!-- pq ", "<!-- \\pq ").replace("<!-- /pq ", "<!-- \\/pq ")
}

fn unguarded(note: &str) -> String {
    let note = file_variables::with_list(note, "\\");
    note.replace("<!-- \\pq ", "<!-- pq ").replace("<!-- \\/pq ", "<!-- /pq ")
}

fn credit(annotation: &Annotation) -> String {
    let speaker = annotation.quote.as_ref().map(|q| match &q.speaker {
        Some(name) => escaped(&one_line(name)),
        None => UNKNOWN.to_owned(),
    });
    let check = annotation.check.map(|c| check_words(c).to_owned());
    speaker.into_iter().chain(check).collect::<Vec<_>>().join(" · ")
}

/// The text for an unknown speaker.
const UNKNOWN: &str = "speaker unknown";

fn check_words(check: Check) -> &'static str {
    match check {
        Check::Unchecked => "unchecked",
        Check::Verified => "verified",
        Check::Disputed => "disputed",
        Check::NeedsSource => "needs source",
    }
}

fn quotes(input: &Input<'_>) -> String {
    let mut out = "## Quotes\n".to_owned();
    for found in input.quotes() {
        out.push('\n');
        quotation(&found.words, &mut out);
        let speaker = found.speaker.map_or("speaker unknown".to_owned(), escaped);
        line(&mut out, &format!(">\n> — {speaker} ({}){}", found.quote.kind.name(), found.checked(" · ")));
        if let Some(sentence) = found.sentence.filter(|s| s.trim_matches(['“', '”', '"']) != found.words) {
            line(&mut out, &format!("\n{SENTENCE}{}", escaped(&sentence)));
        }
    }
    out
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

/// `text` with a backslash before each character that has a meaning in
/// Markdown or for the programs that show it: `{{` begins a macro in Logseq,
/// `%%` a comment in Obsidian.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let numbered = text.find(|c: char| !c.is_ascii_digit()).filter(|&i| i > 0 && i < 10);
    for (i, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '|' | '~' | '$' | '^')
            || (i == 0 && matches!(c, '-' | '+' | '>' | '='))
            || (numbered == Some(i) && matches!(c, '.' | ')'))
            || (matches!(c, '{' | '%') && text.get(i + 1..).is_some_and(|rest| rest.starts_with(c)))
            || (c == '&' && text.get(i + 1..).is_some_and(is_character_reference));
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    file_variables::without_list(&out, "\\")
}

/// Whether `text`, after an ampersand, names a character: `lt;`, `#60;`.
fn is_character_reference(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or(text);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name.get(end..).is_some_and(|rest| rest.starts_with(';'))
}

/// `text` as a tag that Obsidian and Logseq accept: without white space and
/// punctuation, and not of digits alone. Empty where nothing is left.
pub fn tag(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '/') {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let tag = out.trim_matches('-');
    if !tag.is_empty() && tag.chars().all(char::is_numeric) { format!("_{tag}") } else { tag.to_owned() }
}

/// The block id: `pq-` and the annotation's id, in characters that Obsidian
/// allows.
fn block_id(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("pq-{}", id.chars().map(plain).collect::<String>())
}
