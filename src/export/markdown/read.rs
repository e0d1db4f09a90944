//! Reading our sections back, after a person edited them.

use super::super::sections::{Standing, annotation_id};
use super::{LINK, SENTENCE, STATE, TAGS, unguarded};

/// An annotation as it stands in a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its id.
    pub id: String,
    /// When it was last changed, as the file was written: RFC 3339.
    pub stamp: String,
    /// Eight hex digits of its article, where the file holds several.
    pub article: Option<String>,
    /// The words, without what stands around them.
    pub words: String,
    /// The sentence around them, where it says more.
    pub sentence: String,
    /// What a person wrote.
    pub note: String,
    /// Tags as [`super::tag`] writes them.
    pub tags: Vec<String>,
    /// A person changed it since it was written.
    pub edited: bool,
}

/// The annotation in a section; `None` where it is another section, or its
/// end is gone.
pub(super) fn edited(standing: &Standing<'_>) -> Option<Edited> {
    if standing.broken || standing.stamp.is_empty() {
        return None;
    }
    let lines: Vec<&str> = standing.text.trim_end().lines().collect();
    let anchor = lines.iter().position(|line| line.starts_with("^pq-"))?;
    let (words, rest) = lines.split_at_checked(anchor)?;
    let facts = rest.iter().rev().take_while(|line| is_fact(line)).count();
    let (note, facts) = rest.get(1..)?.split_at_checked(rest.len().checked_sub(facts + 1)?)?;
    let sentence = facts.iter().find_map(|line| line.strip_prefix("- ")?.strip_prefix(SENTENCE));
    let tags = facts.iter().filter_map(|line| line.strip_prefix("- ")?.strip_prefix(TAGS));
    Some(Edited {
        id: annotation_id(standing.id),
        stamp: standing.stamp.to_owned(),
        article: None,
        words: quoted(words),
        sentence: unescaped(sentence.unwrap_or("")),
        note: unguarded(note.join("\n").trim()),
        tags: tags.flat_map(str::split_whitespace).map(|t| t.trim_start_matches('#').to_owned()).collect(),
        edited: standing.edited,
    })
}

fn is_fact(line: &str) -> bool {
    let line = line.trim_end();
    let known = |fact: &str| [SENTENCE, STATE, LINK, TAGS].iter().any(|word| fact.starts_with(word));
    line.strip_prefix("- ").is_some_and(known)
}

/// The words of a block quotation, without the line that credits them.
fn quoted(lines: &[&str]) -> String {
    let inner = lines.iter().filter_map(|line| line.strip_prefix('>')).map(str::trim);
    let words: Vec<&str> = inner.take_while(|line| !line.starts_with("— ")).collect();
    unescaped(words.join("\n").trim())
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
