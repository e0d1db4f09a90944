//! Reads the sections of an exported Markdown file, which a person may have
//! edited.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::sections::{FoundSection, annotation_id};
use super::super::{Citation, Item};
use super::{LINK, SENTENCE, STATE, TAGS, UNKNOWN, check_words, tag, unguarded};
use crate::json_text;
use pullquote_article::Span;
use pullquote_notes::{Annotation, Check, Motivation, QuotedSpeech, Selector, Selectors};

/// An annotation read from a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAnnotation {
    /// The annotation's id.
    pub id: String,
    /// When the annotation had last been changed when the file was written;
    /// `None` where the time can't be read.
    pub seen: Option<Timestamp>,
    /// When it was made; `None` where that is the same time.
    pub created: Option<Timestamp>,
    /// The eight hex digits of its article; `None` where the file has only one
    /// article.
    pub article: Option<String>,
    /// The words without their surroundings; empty for a note on the whole
    /// article.
    pub words: String,
    /// The first code point of the words in the text with the hash that the
    /// front matter has; `None` where the note was made on another version.
    pub start: Option<usize>,
    /// The sentence around the words; empty where the words are all of it.
    pub sentence: String,
    /// The text of the note.
    pub note: String,
    /// The tags in their original spelling. Tags that were added in the file
    /// have the spelling of the file.
    pub tags: Vec<String>,
    /// The quote that the annotation is about.
    pub quote: Option<QuotedSpeech>,
    /// The result of a check of the quote.
    pub check: Option<Check>,
    /// The highlight's colour.
    pub color: Option<String>,
    /// Why it was made; `None` where `likely_motivation` gives it.
    pub motivation: Option<Motivation>,
    /// Whether a person changed the section since it was exported.
    pub edited: bool,
}

/// The fields of an annotation that its section does not show. They are JSON in
/// the comment at the start of the section.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Extra {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    /// The kind of the quote; `None` where the annotation is not about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    /// Whether the last line of the words looks like the line with the speaker.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dash: bool,
    /// Whether the last line of the note looks like a fact (such as `- Tags:`),
    /// and no facts follow.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ends: bool,
    /// All tags in their original spelling, if Markdown spells one of them
    /// differently.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    motivation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Timestamp>,
}

impl Extra {
    /// The extra fields of an annotation; `facts` says whether facts follow its
    /// note.
    pub(super) fn of(item: &Item<'_>, citation: &Citation, facts: bool) -> Self {
        let annotation = item.annotation;
        let on_this = |target: &&Selector| target.text_sha256 == citation.text_sha256;
        let spelled = annotation.tags.iter().any(|tagged| tag(tagged) != *tagged);
        let last = annotation.exact().lines().map(str::trim).rfind(|line| !line.is_empty());
        let credited = annotation.quote.is_some() || annotation.check.is_some();
        let likely = likely_motivation(&annotation.note, &annotation.tags);
        Self {
            start: annotation.target().filter(on_this).filter(|_| !annotation.is_on_whole()).map(|target| target.start),
            quote: annotation.quote.as_ref().map(|quote| quote.kind.clone()),
            dash: !credited && last.is_some_and(|line| line.starts_with(CREDIT)),
            ends: !facts && annotation.note.trim().lines().next_back().is_some_and(is_fact),
            tags: if spelled { annotation.tags.clone() } else { Vec::new() },
            color: annotation.color.clone(),
            motivation: (annotation.motivation != likely).then(|| annotation.motivation.name().to_owned()),
            created: (annotation.created != annotation.modified).then_some(annotation.created),
        }
    }

    /// The fields as JSON, with `--` escaped so that no comment can end in it.
    /// Empty where no field is set.
    pub(super) fn written(&self) -> String {
        let text = json_text::compact(self).unwrap_or_default();
        if text == "{}" { String::new() } else { text.replace("--", "-\\u002d") }
    }
}

/// The motivation that follows from the note and the tags.
pub(super) fn likely_motivation(note: &str, tags: &[String]) -> Motivation {
    match (note.trim().is_empty(), tags.is_empty()) {
        (false, _) => Motivation::Commenting,
        (true, false) => Motivation::Tagging,
        (true, true) => Motivation::Highlighting,
    }
}

/// The beginning of the line that names the speaker.
const CREDIT: &str = "— ";

/// Reads the annotation in a section; `None` where the section is not an
/// annotation, or its end is missing.
pub(super) fn read_annotation(section: &FoundSection<'_>) -> Option<ReadAnnotation> {
    if section.broken || section.stamp.is_empty() {
        return None;
    }
    let (stamp, extra) = section.stamp.split_once(' ').unwrap_or((section.stamp, ""));
    let extra: Option<Extra> = serde_json::from_str(extra).ok();
    let known = extra.is_some();
    let extra = extra.unwrap_or_default();
    let lines: Vec<&str> = section.text.trim_end().lines().collect();
    let anchor = lines.iter().position(|line| line.starts_with("^pq-"))?;
    let (words, rest) = lines.split_at_checked(anchor)?;
    let facts = if extra.ends { 0 } else { rest.iter().rev().take_while(|line| is_fact(line)).count() };
    let (note, facts) = rest.get(1..)?.split_at_checked(rest.len().checked_sub(facts + 1)?)?;
    let sentence = facts.iter().find_map(|line| line.strip_prefix("- ")?.strip_prefix(SENTENCE));
    let tags = facts.iter().filter_map(|line| line.strip_prefix("- ")?.strip_prefix(TAGS));
    let listed = tags.flat_map(str::split_whitespace).map(|t| t.trim_start_matches('#').to_owned()).collect();
    let (words, credit) = quoted(words, extra.dash);
    let (speaker, check) = credited(credit.as_deref().unwrap_or(""), known.then_some(extra.quote.is_some()));
    let kind = extra.quote.unwrap_or_else(|| "direct".to_owned());
    Some(ReadAnnotation {
        id: annotation_id(section.id),
        seen: stamp.parse().ok(),
        created: extra.created,
        article: None,
        words,
        start: extra.start,
        sentence: unescaped(sentence.unwrap_or("")),
        note: unguarded(note.join("\n").trim()),
        tags: spelled(extra.tags, listed),
        quote: speaker.map(|speaker| QuotedSpeech { speaker: speaker.filter(|name| name != UNKNOWN), kind }),
        check,
        color: extra.color,
        motivation: extra.motivation.as_deref().and_then(Motivation::from_name),
        edited: section.edited,
    })
}

/// The tags that are `listed` in the file, in the original spelling that is
/// `given`. Given tags that Markdown can't spell are kept, because the file
/// never listed them.
fn spelled(given: Vec<String>, listed: Vec<String>) -> Vec<String> {
    let forms: Vec<String> = given.iter().map(|tagged| tag(tagged)).collect();
    let new = listed.iter().filter(|tagged| !forms.contains(tagged)).cloned();
    let kept = given.into_iter().zip(&forms).filter(|(_, form)| form.is_empty() || listed.contains(form));
    kept.map(|(tagged, _)| tagged).chain(new).collect()
}

/// The speaker and the check from the line after the words. `speaks` says
/// whether the line names a speaker; older files don't have that.
fn credited(line: &str, speaks: Option<bool>) -> (Option<Option<String>>, Option<Check>) {
    let check = |text: &str| Check::ALL.into_iter().find(|check| check_words(*check) == text);
    let name = |text: &str| Some(Some(unescaped(text)).filter(|name| !name.is_empty()));
    match line.rsplit_once(" · ").and_then(|(before, last)| Some((before, check(last)?))) {
        _ if line.is_empty() => (None, None),
        Some((before, found)) => (name(before), Some(found)),
        None if speaks != Some(true) && check(line).is_some() => (None, check(line)),
        None => (name(line), None),
    }
}

fn is_fact(line: &str) -> bool {
    let line = line.trim_end();
    let known = |fact: &str| [SENTENCE, STATE, LINK, TAGS].iter().any(|word| fact.starts_with(word));
    line.strip_prefix("- ").is_some_and(known)
}

/// The words of a block quotation, and the text of the line that names the
/// speaker. That line is the last, after a blank one. With `own` it belongs to
/// the words.
fn quoted(lines: &[&str], own: bool) -> (String, Option<String>) {
    let mut inner: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix('>')).map(str::trim).collect();
    while inner.pop_if(|line| line.is_empty()).is_some() {}
    let credit = match inner.as_slice() {
        [.., "", last] if !own => last.strip_prefix(CREDIT).map(str::to_owned),
        [only] if !own => only.strip_prefix(CREDIT).map(str::to_owned),
        _ => None,
    };
    if credit.is_some() {
        inner.pop();
    }
    (unescaped(inner.join("\n").trim()), credit)
}

/// `text` without the backslashes before punctuation.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\'
            && let Some(next) = chars.next_if(char::is_ascii_punctuation)
        {
            out.push(next);
        } else {
            out.push(c);
        }
    }
    out
}

impl ReadAnnotation {
    /// The annotation with the fields that the file has; `text_sha256` is the
    /// hash of the article's text in the front matter.
    #[must_use]
    pub fn annotation(self, text_sha256: &str) -> Annotation {
        let Self { id, seen, created, words, start, sentence, note, tags, quote, check, color, motivation, .. } = self;
        let modified = seen.unwrap_or_default();
        // The rest of the sentence, if the words occur in it exactly once.
        let (prefix, suffix) = match sentence.match_indices(&words).collect::<Vec<_>>().as_slice() {
            [(at, _)] if !words.is_empty() => Selector::context(&sentence, Span::new(*at, at + words.len())),
            _ => ("", ""),
        };
        let (prefix, suffix) = (prefix.to_owned(), suffix.to_owned());
        let end = start.unwrap_or(0) + if start.is_some() { words.chars().count() } else { 0 };
        let text_sha256 = if start.is_some() { text_sha256.to_owned() } else { String::new() };
        let sentence = if sentence.is_empty() { words.clone() } else { sentence };
        let whole = words.is_empty();
        let start = start.unwrap_or(0);
        let selector = Selector { exact: words, prefix, suffix, sentence, start, end, text_sha256 };
        Annotation {
            id,
            selectors: if whole { Selectors::default() } else { vec![selector].into() },
            motivation: motivation.unwrap_or_else(|| likely_motivation(&note, &tags)),
            note,
            tags,
            color,
            quote,
            check,
            created: created.unwrap_or(modified),
            modified,
        }
    }
}
