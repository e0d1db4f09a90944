//! The categorical values of quotes and candidates that both the features and the network
//! inputs of the ranker use. Which pronoun or conjunction has which value is a rule for
//! English.

use super::candidate::Candidate;
use super::codes::Coded as _;
use super::hashing::hash;
use crate::analysis::{EntityKind, How};
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use crate::scene::source::Source;

/// The values of a quote that all its candidates share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The class of the last character of the quote: 1 a comma, 2 a stop, 3 a question or
    /// exclamation mark, 4 a dash or an ellipsis, 0 any other.
    pub(crate) end: u32,
    /// True if the first word has a capital.
    pub(crate) capital: bool,
    /// The class of the token before the opening mark; 31 for none.
    pub(crate) before: u32,
    /// The class of the token after the closing mark; 31 for none.
    pub(crate) after: u32,
    /// The class of the number of words, from 0 to 5.
    pub(crate) length: u32,
    /// True if the quote begins its paragraph.
    pub(crate) opens: bool,
    /// True if the quote ends its paragraph.
    pub(crate) closes: bool,
    /// True if the quote has more than one passage.
    pub(crate) split: bool,
    /// True if a source with a cue is at most two tokens away in the same sentence.
    pub(crate) touched: bool,
    /// True if the quote looks like a title: two words or more, the long ones with
    /// capitals, and no speech verb next to it.
    pub(crate) titled: bool,
    /// The hashes of the word before the opening mark, of the word before that, of the word
    /// after the closing mark, and of the first word of the quote.
    pub(crate) words: [u32; 4],
}

impl Setting {
    /// The values of the quote `group` with the candidates `all`; `None` if it has no
    /// passage.
    pub(crate) fn of(scene: &Scene<'_>, group: &Group, all: &[Candidate<'_>]) -> Option<Self> {
        let first = scene.passages.get(*group.passages.first()?)?;
        let last = scene.passages.get(*group.passages.last()?)?;
        let words = scene.passages.get(*group.passages.first()?)?.span.of(scene.text);
        let paragraph = scene.paragraphs.get(first.para)?;
        let end = scene.paragraphs.get(last.para)?.span.end;
        let start = scene.token_from(first.outer.start);
        let next = scene.token_from(last.outer.end);
        let opens = first.outer.start == paragraph.span.start;
        let touched = all.iter().any(|c| c.source.cue.is_some() && c.paragraphs == 0 && c.stops == 0 && c.tokens <= 2);
        Some(Self {
            titled: !touched && is_title(words),
            end: match words.chars().next_back() {
                Some(',') => 1,
                Some('.') => 2,
                Some('?' | '!') => 3,
                Some('-' | '–' | '—' | '…') => 4,
                _ => 0,
            },
            capital: words.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase),
            before: if opens { 31 } else { start.checked_sub(1).map_or(31, |i| context(scene, i)) },
            after: if last.outer.end + 1 >= end { 31 } else { context(scene, next) },
            length: match words.split_whitespace().take(40).count() {
                0..=1 => 0,
                2 => 1,
                3..=4 => 2,
                5..=8 => 3,
                9..=16 => 4,
                _ => 5,
            },
            opens,
            closes: last.outer.end + 1 >= end,
            split: group.passages.len() > 1,
            touched,
            words: [
                if opens { 1 } else { start.checked_sub(1).map_or(1, |i| hash(scene.word(i))) },
                if opens { 1 } else { start.checked_sub(2).map_or(1, |i| hash(scene.word(i))) },
                if last.outer.end + 1 >= end { 1 } else { hash(scene.word(next)) },
                hash(words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")),
            ],
        })
    }
}

/// True if words have the capitals of a title and do not end as a sentence does.
fn is_title(words: &str) -> bool {
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words.contains(' ')
        && !words.ends_with(['.', '!', '?', '…'])
        && capital(words)
        && words.split(' ').take(16).all(|w| w.len() < 4 || capital(w))
}

/// The class of a token next to a quote or a source, as a number below 31.
pub(crate) fn context(scene: &Scene<'_>, i: usize) -> u32 {
    let class = scene.class(i).code();
    match scene.class(i) {
        Class::Relative if scene.is(i, "that") => 27,
        Class::Subordinator if scene.is(i, "as") => 28,
        Class::Verb if scene.cue_at(i).is_some() => 29,
        _ => class,
    }
}

/// The class of a count, from 0 to 8: exact up to 3, then coarser.
pub(crate) fn bucket(n: usize) -> u32 {
    match n {
        0..=3 => u32::try_from(n).unwrap_or(0),
        4..=6 => 4,
        7..=10 => 5,
        11..=18 => 6,
        19..=32 => 7,
        _ => 8,
    }
}

/// The kind of phrase that a source is, from 0 to 16: by pronoun, noun or kind of name.
pub(crate) fn phrase_kind(scene: &Scene<'_>, source: &Source) -> u32 {
    match source.how {
        How::Pronoun => match scene.word(source.tokens.start).to_ascii_lowercase().as_str() {
            "he" | "she" => 0,
            "they" => 1,
            "it" => 2,
            "i" => 3,
            "we" => 4,
            "you" => 5,
            _ => 6,
        },
        How::Nominal | How::Carried => {
            let last = scene.word(source.tokens.end.saturating_sub(1));
            let determined = matches!(scene.class(source.tokens.start), Class::Determiner | Class::Possessive);
            7 + u32::from(determined) * 2 + u32::from(last.ends_with('s'))
        }
        How::Name => match source.kind {
            Some(EntityKind::Person) => 11,
            Some(EntityKind::Organization) => 12,
            Some(EntityKind::Place) => 13,
            Some(EntityKind::Group) => 14,
            Some(_) => 15,
            None => 16,
        },
    }
}

/// True if the source is a name and the quote contains its last word.
pub(crate) fn named_in_quote(scene: &Scene<'_>, group: &Group, c: &Candidate<'_>) -> bool {
    if c.source.how != How::Name {
        return false;
    }
    let last = c.source.span.of(scene.text).rsplit(' ').next().unwrap_or("");
    last.len() > 2
        && group.passages.iter().take(3).filter_map(|&p| scene.passages.get(p)).any(|p| {
            let words = p.span.of(scene.text);
            words.get(..words.len().min(1_500)).unwrap_or("").contains(last)
        })
}
