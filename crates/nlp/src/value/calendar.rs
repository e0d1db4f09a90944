//! What a date or a sum says where it stands.
//!
//! A name holds no more than “Tuesday”; that it was “last Tuesday”, that
//! “November 25” follows, and whether the talks were or will be then, the words
//! around it say.

use jiff::civil::Date;

use crate::analysis::EntityKind;
use crate::value::figures;
use crate::value::figures::{day, month, weekday};
use pullquote_article::text::span::Span;

/// Words before a date that make it no one day.
const NO_DAY: &[&str] =
    &["any", "each", "every", "first", "following", "fourth", "most", "preceding", "second", "some", "third"];

/// Words before a date that say which.
const WHICH: &[&str] = &["coming", "last", "next", "past", "this"];

/// Words that tell of what is to come.
const AHEAD: &[&str] = &[
    "be",
    "begins",
    "coming",
    "deadline",
    "due",
    "expect",
    "expected",
    "expects",
    "may",
    "might",
    "plan",
    "planned",
    "planning",
    "plans",
    "resumes",
    "scheduled",
    "shall",
    "starts",
    "until",
    "upcoming",
    "will",
    "would",
];

/// Verbs that tell of what was, beside those in -ed.
const PAST: &[&str] = &[
    "began", "came", "did", "fell", "gave", "had", "held", "left", "lost", "made", "met", "rose", "said", "saw",
    "says", "spoke", "took", "told", "was", "went", "were", "won", "wrote",
];

/// The days by which the dates of one article are told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar<'a> {
    sentences: &'a [Span],
    published: Option<Date>,
}

impl<'a> Calendar<'a> {
    /// For an article of these sentences, published on the day that
    /// `published` begins with (ISO 8601), if that is known.
    #[must_use]
    pub fn new(sentences: &'a [Span], published: Option<&str>) -> Self {
        Self { sentences, published: published.and_then(|date| date.get(..10)?.parse().ok()) }
    }

    /// What the date or the sum of money that stands at `name` says in figures,
    /// in figures. `None` where it does not say it for certain.
    #[must_use]
    pub fn value(&self, text: &str, kind: EntityKind, name: Span) -> Option<String> {
        match kind {
            EntityKind::Date => self.date(text, name),
            EntityKind::Money => self.read(kind, &sum(text, name), None),
            _ => None,
        }
    }

    /// What words say that may stand anywhere.
    pub(super) fn read(&self, kind: EntityKind, words: &str, ahead: Option<bool>) -> Option<String> {
        figures::value(kind, words, self.published, ahead)
    }

    fn date(&self, text: &str, name: Span) -> Option<String> {
        let (words, before, behind) = (name.of(text), line_before(text, name.start), line_behind(text, name.end));
        // “The 1990s” is no year.
        if behind.starts_with(char::is_alphanumeric) {
            return None;
        }
        let last = last_word(before);
        // “The last Monday of October”: of which year?
        let one_of = weekday(&words.to_lowercase()).is_some() && behind.starts_with(" of ");
        if one_of || NO_DAY.contains(&last.as_str()) {
            return None;
        }
        let ahead = self.ahead(text, name);
        let read = |words: &str| self.read(EntityKind::Date, words, ahead);
        if let Some(said) = goes_on(words, behind).into_iter().find_map(|more| read(&format!("{words} {more}"))) {
            return Some(said);
        }
        if WHICH.contains(&last.as_str())
            && let Some(said) = read(&format!("{last} {words}"))
        {
            return Some(said);
        }
        match day_before(words, before) {
            Some(day) => read(&format!("{day} {words}")),
            None => read(words),
        }
    }

    /// Whether the words around a date tell of what is to come, so that “on
    /// Friday” is the next Friday, or of what was: the nearest verb says so, and
    /// one before the date sooner than one behind it.
    fn ahead(&self, text: &str, name: Span) -> Option<bool> {
        const BEHIND: usize = 4;
        const READ: usize = 40;
        let at = self.sentences.partition_point(|s| s.start <= name.start).checked_sub(1);
        let sentence = at.and_then(|i| self.sentences.get(i)).filter(|s| s.contains(name.start))?;
        let word = |c: char| !c.is_alphanumeric();
        let before = Span::new(sentence.start, name.start).of(text).rsplit(word);
        let before: Vec<&str> = before.filter(|word| !word.is_empty()).take(READ).collect();
        let behind = Span::new(name.end.min(sentence.end), sentence.end).of(text).split(word);
        let behind: Vec<&str> = behind.filter(|word| !word.is_empty()).take(READ).collect();
        let after = behind.iter().enumerate().map(|(i, word)| {
            let passive = i > 0 && behind.get(i - 1) == Some(&"be");
            (i + BEHIND, tense(word, passive))
        });
        let first = before.iter().enumerate().map(|(i, word)| (i, tense(word, before.get(i + 1) == Some(&"be"))));
        let told = first.chain(after).filter_map(|(distance, ahead)| Some((distance, ahead?)));
        told.min_by_key(|(distance, _)| *distance).map(|(_, ahead)| ahead)
    }
}

/// Whether a word tells of what is to come, `Some(true)`, or of what was. In
/// the `passive` a participle says neither.
fn tense(word: &str, passive: bool) -> Option<bool> {
    // “May” is a month.
    if AHEAD.contains(&word) || (word != "May" && AHEAD.contains(&word.to_lowercase().as_str())) {
        return Some(true);
    }
    let past = PAST.contains(&word) || (word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase));
    (past && !passive).then_some(false)
}

/// The words behind a date that may belong to it, the longest first: of
/// “Monday, November 24, 2025” those behind “Monday”, of “March last year” the last two.
fn goes_on<'t>(words: &str, behind: &'t str) -> Vec<&'t str> {
    let lower = words.to_lowercase();
    let (is_day, is_month) = (weekday(&lower).is_some(), month(&lower).is_some());
    let after = behind.strip_prefix(',').unwrap_or(behind);
    if !(is_day || is_month) || !after.starts_with(' ') {
        return Vec::new();
    }
    let after = after.trim_start();
    let ends = after.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(i, _)| i);
    let all = ends.take(5).chain([after.len()]).filter_map(|end| after.get(..end)).filter(|more| !more.is_empty());
    let fits = |more: &&str| {
        let parts: Vec<&str> = more.split([' ', ',', '.']).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [which, unit] if WHICH.contains(which) => {
                behind.starts_with(' ') && (is_day && *unit == "week" || is_month && *unit == "year")
            }
            [a, b] | [a, b, _] => {
                let lower = [a.to_lowercase(), b.to_lowercase()];
                is_day && lower.iter().any(|w| month(w).is_some()) && lower.iter().any(|w| day(w).is_some())
            }
            _ => false,
        }
    };
    let mut all: Vec<&str> = all.filter(fits).collect();
    all.reverse();
    all
}

/// The day in “the 14th of July”, before a date that begins with its month.
fn day_before<'t>(words: &str, before: &'t str) -> Option<&'t str> {
    let first = words.split([' ', '.']).next()?.to_lowercase();
    month(&first)?;
    let before = before.trim_end();
    let before = before.strip_suffix(" of").unwrap_or(before);
    before.rsplit(' ').next().filter(|word| day(word).is_some())
}

/// A sum with what of it stands before its name: “US” before “$300”, “five”
/// before “million dollars”.
fn sum(text: &str, name: Span) -> String {
    let words = name.of(text);
    let before = line_before(text, name.start);
    if words.starts_with('$') {
        let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_uppercase() || c == '.').len();
        let country = before.get(before.len() - letters..).filter(|letters| letters.len() <= 4).unwrap_or_default();
        return format!("{}{words}", country.replace('.', ""));
    }
    let first = words.split([' ', '-']).next().unwrap_or_default().to_lowercase();
    match figures::multiple(&first) {
        Some(_) => format!("{} {words}", last_word(before)),
        None => words.to_owned(),
    }
}

/// No more bytes than this on either side of a name are read with it.
const NEAR: usize = 80;

fn line_before(text: &str, at: usize) -> &str {
    let from = (at.saturating_sub(NEAR)..=at).find(|&from| text.is_char_boundary(from)).unwrap_or(at);
    let before = text.get(from..at).unwrap_or_default();
    before.rfind('\n').and_then(|line| before.get(line + 1..)).unwrap_or(before)
}

fn line_behind(text: &str, at: usize) -> &str {
    let to = (at..=(at + NEAR).min(text.len())).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(at);
    let behind = text.get(at..to).unwrap_or_default();
    behind.find('\n').and_then(|line| behind.get(..line)).unwrap_or(behind)
}

/// The word that ends a text with a blank behind it, in lower case.
fn last_word(before: &str) -> String {
    let Some(before) = before.strip_suffix(' ') else { return String::new() };
    before.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityKind::{Date, Money};
    use pullquote_article::text::sentence::sentences;
    use pullquote_article::text::token::tokenize;

    /// What `words` say in a text that was published on a Wednesday.
    fn of(kind: EntityKind, text: &str, words: &str) -> Option<String> {
        let all =
            sentences(text, Span::new(0, text.len()), &tokenize(text), pullquote_article::text::Language::english());
        let start = text.find(words).expect("the words stand in the text");
        Calendar::new(&all, Some("2025-11-26T08:00:00Z")).value(text, kind, Span::new(start, start + words.len()))
    }

    #[test]
    fn the_word_before_says_which_day() {
        let text = "She met him last Tuesday and will meet him next Thursday.";
        assert_eq!(of(Date, text, "Tuesday").as_deref(), Some("2025-11-25"));
        assert_eq!(of(Date, text, "Thursday").as_deref(), Some("2025-11-27"));
        for text in ["It sails every Monday.", "The first Monday in May.", "The last Monday of May."] {
            assert_eq!(of(Date, text, "Monday"), None, "{text}");
        }
        assert_eq!(of(Date, "It rained last March.", "March").as_deref(), Some("2025-03"));
    }

    #[test]
    fn the_words_behind_say_which_day() {
        let text = "It met on Sunday, November 30, and on Friday last week; on Monday, 30 people came.";
        assert_eq!(of(Date, text, "Sunday").as_deref(), Some("2025-11-30"));
        assert_eq!(of(Date, text, "Friday").as_deref(), Some("2025-11-21"));
        assert_eq!(of(Date, text, "Monday").as_deref(), Some("2025-11-24"));
        assert_eq!(of(Date, "It fell in March last year.", "March").as_deref(), Some("2024-03"));
        assert_eq!(of(Date, "It fell on Monday, last year it rose.", "Monday").as_deref(), Some("2025-11-24"));
    }

    #[test]
    fn a_day_before_its_month_belongs_to_it_and_a_decade_is_no_year() {
        assert_eq!(of(Date, "On the 14th of July it opened.", "July").as_deref(), Some("2025-07-14"));
        assert_eq!(of(Date, "On 14 July 2024 it opened.", "July 2024").as_deref(), Some("2024-07-14"));
        assert_eq!(of(Date, "The 1990s were kind.", "1990"), None);
    }

    #[test]
    fn the_nearest_verb_says_whether_a_day_is_past() {
        let text = "Officials said on Monday that talks will resume on Friday.";
        assert_eq!(of(Date, text, "Monday").as_deref(), Some("2025-11-24"));
        assert_eq!(of(Date, text, "Friday").as_deref(), Some("2025-11-28"));
        for text in [
            "It will be held on Friday, she said.",
            "On Friday she will travel.",
            "Trade resumes Friday.",
            "Talks due on Friday failed.",
        ] {
            assert_eq!(of(Date, text, "Friday").as_deref(), Some("2025-11-28"), "{text}");
        }
        assert_eq!(of(Date, "They came into office in January.", "January").as_deref(), Some("2025-01"));
        assert_eq!(of(Date, "They hope for January.", "January"), None);
        for text in ["On Friday she travelled.", "On Friday the minister said he will go.", "Rain on Friday."] {
            assert_eq!(of(Date, text, "Friday").as_deref(), Some("2025-11-21"), "{text}");
        }
    }

    #[test]
    fn a_sum_has_its_country_and_its_number_before_it() {
        assert_eq!(of(Money, "It cost US$ 300 million.", "$ 300 million").as_deref(), Some("USD 300000000"));
        assert_eq!(of(Money, "It cost five million dollars.", "million dollars").as_deref(), Some("$ 5000000"));
        assert_eq!(of(Money, "It cost several million dollars.", "million dollars"), None);
    }
}
