//! Reading our sections back, after a person edited them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::sections::{Standing, annotation_id};
use super::super::{Citation, Item};
use super::{LINK, SENTENCE, STATE, TAGS, UNKNOWN, check_told, tag, unguarded};
use pullquote_article::text::span::Span;
use pullquote_notes::{Annotation, Check, Motivation, QuotedSpeech, Selector};

/// An annotation as it stands in a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its id.
    pub id: String,
    /// When it was last changed, as the file was written; `None` where that
    /// is not legible.
    pub seen: Option<Timestamp>,
    /// When it was made, where that was another time.
    pub created: Option<Timestamp>,
    /// Eight hex digits of its article, where the file holds several.
    pub article: Option<String>,
    /// The words, without what stands around them; empty for a note on the
    /// whole article.
    pub words: String,
    /// Their first code point in the text that the front matter has the hash
    /// of, where they were made on that.
    pub start: Option<usize>,
    /// The sentence around them, where it says more.
    pub sentence: String,
    /// What a person wrote.
    pub note: String,
    /// Tags as they were given, and those that were added in the file as they
    /// stand there.
    pub tags: Vec<String>,
    /// The quote it is about.
    pub quote: Option<QuotedSpeech>,
    /// What was found out about it.
    pub check: Option<Check>,
    /// The highlight's colour.
    pub color: Option<String>,
    /// Why it was made, where what is in it doesn't tell.
    pub motivation: Option<Motivation>,
    /// A person changed it since it was written.
    pub edited: bool,
}

/// What an annotation has besides that which a person reads in its section:
/// JSON in the comment that begins it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Besides {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    /// The kind of the quote, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    /// The last line of the words looks like the one that credits them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dash: bool,
    /// The last line of the note looks like one behind it, where there is
    /// none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ends: bool,
    /// Tags that Markdown spells otherwise, with all others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    motivation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Timestamp>,
}

impl Besides {
    /// Of an annotation; `facts` says whether lines stand behind its note.
    pub(super) fn of(item: &Item<'_>, citation: &Citation, facts: bool) -> Self {
        let annotation = item.annotation;
        let on_this = |target: &&Selector| target.text_sha256 == citation.text_sha256;
        let spelled = annotation.tags.iter().any(|tagged| tag(tagged) != *tagged);
        let last = annotation.exact().lines().map(str::trim).rfind(|line| !line.is_empty());
        let credited = annotation.quote.is_some() || annotation.check.is_some();
        let told = told(&annotation.note, &annotation.tags);
        Self {
            start: annotation.target().filter(on_this).filter(|_| !annotation.is_on_whole()).map(|target| target.start),
            quote: annotation.quote.as_ref().map(|quote| quote.kind.clone()),
            dash: !credited && last.is_some_and(|line| line.starts_with(CREDIT)),
            ends: !facts && annotation.note.trim().lines().next_back().is_some_and(is_fact),
            tags: if spelled { annotation.tags.clone() } else { Vec::new() },
            color: annotation.color.clone(),
            motivation: (annotation.motivation != told).then(|| annotation.motivation.name().to_owned()),
            created: (annotation.created != annotation.modified).then_some(annotation.created),
        }
    }

    /// As JSON in which no comment can end; empty where there is nothing.
    pub(super) fn written(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        if text == "{}" { String::new() } else { text.replace("--", "-\\u002d") }
    }
}

/// Why an annotation was made, as far as its note and tags tell.
pub(super) fn told(note: &str, tags: &[String]) -> Motivation {
    match (note.trim().is_empty(), tags.is_empty()) {
        (false, _) => Motivation::Commenting,
        (true, false) => Motivation::Tagging,
        (true, true) => Motivation::Highlighting,
    }
}

/// What the line that says whose words they are begins with.
const CREDIT: &str = "— ";

/// The annotation in a section; `None` where it is another section, or its
/// end is gone.
pub(super) fn edited(standing: &Standing<'_>) -> Option<Edited> {
    if standing.broken || standing.stamp.is_empty() {
        return None;
    }
    let (stamp, besides) = standing.stamp.split_once(' ').unwrap_or((standing.stamp, ""));
    let besides: Option<Besides> = serde_json::from_str(besides).ok();
    let known = besides.is_some();
    let besides = besides.unwrap_or_default();
    let lines: Vec<&str> = standing.text.trim_end().lines().collect();
    let anchor = lines.iter().position(|line| line.starts_with("^pq-"))?;
    let (words, rest) = lines.split_at_checked(anchor)?;
    let facts = if besides.ends { 0 } else { rest.iter().rev().take_while(|line| is_fact(line)).count() };
    let (note, facts) = rest.get(1..)?.split_at_checked(rest.len().checked_sub(facts + 1)?)?;
    let sentence = facts.iter().find_map(|line| line.strip_prefix("- ")?.strip_prefix(SENTENCE));
    let tags = facts.iter().filter_map(|line| line.strip_prefix("- ")?.strip_prefix(TAGS));
    let listed = tags.flat_map(str::split_whitespace).map(|t| t.trim_start_matches('#').to_owned()).collect();
    let (words, credit) = quoted(words, besides.dash);
    let (speaker, check) = credited(credit.as_deref().unwrap_or(""), known.then_some(besides.quote.is_some()));
    let kind = besides.quote.unwrap_or_else(|| "direct".to_owned());
    Some(Edited {
        id: annotation_id(standing.id),
        seen: stamp.parse().ok(),
        created: besides.created,
        article: None,
        words,
        start: besides.start,
        sentence: unescaped(sentence.unwrap_or("")),
        note: unguarded(note.join("\n").trim()),
        tags: spelled(besides.tags, listed),
        quote: speaker.map(|speaker| QuotedSpeech { speaker: speaker.filter(|name| name != UNKNOWN), kind }),
        check,
        color: besides.color,
        motivation: besides.motivation.as_deref().and_then(Motivation::from_name),
        edited: standing.edited,
    })
}

/// The tags that stand in the file, as they were spelled when they were
/// given. Those that Markdown can't spell never stood there.
fn spelled(given: Vec<String>, listed: Vec<String>) -> Vec<String> {
    let forms: Vec<String> = given.iter().map(|tagged| tag(tagged)).collect();
    let new = listed.iter().filter(|tagged| !forms.contains(tagged)).cloned();
    let kept = given.into_iter().zip(&forms).filter(|(_, form)| form.is_empty() || listed.contains(form));
    kept.map(|(tagged, _)| tagged).chain(new).collect()
}

/// Who spoke and what was found out, from the line that credits the words.
/// Whether it names a speaker is known of newer files.
fn credited(line: &str, speaks: Option<bool>) -> (Option<Option<String>>, Option<Check>) {
    let check = |text: &str| Check::ALL.into_iter().find(|check| check_told(*check) == text);
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

/// The words of a block quotation, and what the line says that credits them.
/// That is the last, behind a blank one, if it is not the words' own.
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

/// Without the backslashes that stand before punctuation.
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

impl Edited {
    /// The annotation, as far as the file has it; `text_sha256` is the hash
    /// of the article's text that the file names.
    #[must_use]
    pub fn annotation(self, text_sha256: &str) -> Annotation {
        let Self { id, seen, created, words, start, sentence, note, tags, quote, check, color, motivation, .. } = self;
        let modified = seen.unwrap_or_default();
        // What stands around the words in their sentence, where that is clear.
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
            selectors: if whole { Vec::new() } else { vec![selector] },
            motivation: motivation.unwrap_or_else(|| told(&note, &tags)),
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
