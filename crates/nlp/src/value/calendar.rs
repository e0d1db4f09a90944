//! What a date or a sum of money means at its place in the text.
//!
//! A name is often only “Tuesday”. The words around it say that it was “last
//! Tuesday”, that “November 25” follows, and whether the sentence is about the
//! past or the future.
//!
//! These rules are English grammar; see [`crate::language`].

use jiff::civil::Date;

use crate::analysis::EntityKind;
use crate::language::Language;
use crate::value::date::{date, day, month, weekday};
use crate::value::money::money;
use crate::value::number::multiple;
use pullquote_article::Span;

/// What the dates of one article are read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar<'a> {
    language: &'a Language,
    sentences: &'a [Span],
    published: Option<Date>,
}

impl<'a> Calendar<'a> {
    /// The calendar of an article with these sentences. `published` begins
    /// with the day of publication (ISO 8601), if that is known.
    pub(crate) fn new(language: &'a Language, sentences: &'a [Span], published: Option<&str>) -> Self {
        Self { language, sentences, published: published.and_then(|date| date.get(..10)?.parse().ok()) }
    }

    /// The language of the article.
    pub(crate) fn language(&self) -> &'a Language {
        self.language
    }

    /// What the date or the sum of money at `name` says in figures, as [`date`] and
    /// [`money`] give it; `None` if it is not certain, and for other kinds.
    pub(crate) fn value(&self, text: &str, kind: EntityKind, name: Span) -> Option<String> {
        match kind {
            EntityKind::Date => self.date(text, name),
            EntityKind::Money => self.read(kind, &sum(self.language, text, name), None),
            _ => None,
        }
    }

    /// What words say without the words around them.
    pub(super) fn read(&self, kind: EntityKind, words: &str, ahead: Option<bool>) -> Option<String> {
        match kind {
            EntityKind::Date => date(self.language, words, self.published, ahead),
            EntityKind::Money => money(self.language, words),
            _ => None,
        }
    }

    fn date(&self, text: &str, name: Span) -> Option<String> {
        let (words, before, after) = (name.of(text), line_before(text, name.start), line_after(text, name.end));
        // “The 1990s” is no year.
        if after.starts_with(char::is_alphanumeric) {
            return None;
        }
        let last = last_word(before);
        // “The last Monday of October”: of which year?
        let one_of = weekday(self.language, &words.to_lowercase()).is_some() && after.starts_with(" of ");
        if one_of || self.language.time.not_one_day.contains(&last) {
            return None;
        }
        let ahead = self.ahead(text, name);
        let read = |words: &str| self.read(EntityKind::Date, words, ahead);
        if let Some(said) =
            continuations(self.language, words, after).into_iter().find_map(|more| read(&format!("{words} {more}")))
        {
            return Some(said);
        }
        if self.language.time.which.contains(&last)
            && let Some(said) = read(&format!("{last} {words}"))
        {
            return Some(said);
        }
        match day_before(self.language, words, before) {
            Some(day) => read(&format!("{day} {words}")),
            None => read(words),
        }
    }

    /// Whether the words around a date are about the future, so that “on
    /// Friday” is the next Friday, or about the past. The nearest verb
    /// decides; one before the date counts as nearer than one after it.
    fn ahead(&self, text: &str, name: Span) -> Option<bool> {
        /// How many words farther a verb after the date counts.
        const AFTER: usize = 4;
        /// How many words on either side are read.
        const READ: usize = 40;
        let at = self.sentences.partition_point(|s| s.start <= name.start).checked_sub(1);
        let sentence = at.and_then(|i| self.sentences.get(i)).filter(|s| s.contains(name.start))?;
        let word = |c: char| !c.is_alphanumeric();
        let before = Span::new(sentence.start, name.start).of(text).rsplit(word);
        let before: Vec<&str> = before.filter(|word| !word.is_empty()).take(READ).collect();
        let following = Span::new(name.end.min(sentence.end), sentence.end).of(text).split(word);
        let following: Vec<&str> = following.filter(|word| !word.is_empty()).take(READ).collect();
        let after = following.iter().enumerate().map(|(i, word)| {
            let passive = i > 0 && following.get(i - 1) == Some(&"be");
            (i + AFTER, tense(self.language, word, passive))
        });
        let first = before
            .iter()
            .enumerate()
            .map(|(i, word)| (i, tense(self.language, word, before.get(i + 1) == Some(&"be"))));
        let known = first.chain(after).filter_map(|(distance, ahead)| Some((distance, ahead?)));
        known.min_by_key(|(distance, _)| *distance).map(|(_, ahead)| ahead)
    }
}

/// Whether a word is about the future, `Some(true)`, or about the past. In the
/// `passive` a participle says neither.
fn tense(language: &Language, word: &str, passive: bool) -> Option<bool> {
    // “May” is a month.
    if language.time.ahead.contains(word) || (word != "May" && language.time.ahead.contains(&word.to_lowercase())) {
        return Some(true);
    }
    let past = language.time.past.contains(word)
        || (word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase));
    (past && !passive).then_some(false)
}

/// The words after a date that may belong to it, the longest first: after
/// “Monday” those of “Monday, November 24, 2025”, after “March” those of “March
/// last year”.
fn continuations<'t>(language: &Language, words: &str, following: &'t str) -> Vec<&'t str> {
    let lower = words.to_lowercase();
    let (is_day, is_month) = (weekday(language, &lower).is_some(), month(language, &lower).is_some());
    let after = following.strip_prefix(',').unwrap_or(following);
    if !(is_day || is_month) || !after.starts_with(' ') {
        return Vec::new();
    }
    let after = after.trim_start();
    let ends = after.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(i, _)| i);
    let all = ends.take(5).chain([after.len()]).filter_map(|end| after.get(..end)).filter(|more| !more.is_empty());
    let fits = |more: &&str| {
        let parts: Vec<&str> = more.split([' ', ',', '.']).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [which, unit] if language.time.which.contains(which) => {
                following.starts_with(' ') && (is_day && *unit == "week" || is_month && *unit == "year")
            }
            [a, b] | [a, b, _] => {
                let lower = [a.to_lowercase(), b.to_lowercase()];
                is_day && lower.iter().any(|w| month(language, w).is_some()) && lower.iter().any(|w| day(w).is_some())
            }
            _ => false,
        }
    };
    let mut all: Vec<&str> = all.filter(fits).collect();
    all.reverse();
    all
}

/// The day in “the 14th of July”, before a date that begins with its month.
fn day_before<'t>(language: &Language, words: &str, before: &'t str) -> Option<&'t str> {
    let first = words.split([' ', '.']).next()?.to_lowercase();
    month(language, &first)?;
    let before = before.trim_end();
    let before = before.strip_suffix(" of").unwrap_or(before);
    before.rsplit(' ').next().filter(|word| day(word).is_some())
}

/// A sum of money with the part of it before its name: “US” before “$300”, “five”
/// before “million dollars”.
fn sum(language: &Language, text: &str, name: Span) -> String {
    let words = name.of(text);
    let before = line_before(text, name.start);
    if words.starts_with(['$', '¥']) {
        let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.').len();
        let country = before.get(before.len() - letters..).filter(|letters| letters.len() <= 4).unwrap_or_default();
        return format!("{}{words}", country.replace('.', ""));
    }
    let first = words.split([' ', '-']).next().unwrap_or_default().to_lowercase();
    match multiple(language, &first) {
        Some(_) => format!("{} {words}", last_word(before)),
        None => words.to_owned(),
    }
}

/// How many bytes on either side of a name are read.
const NEAR: usize = 80;

fn line_before(text: &str, at: usize) -> &str {
    let from = (at.saturating_sub(NEAR)..=at).find(|&from| text.is_char_boundary(from)).unwrap_or(at);
    let before = text.get(from..at).unwrap_or_default();
    before.rfind('\n').and_then(|line| before.get(line + 1..)).unwrap_or(before)
}

fn line_after(text: &str, at: usize) -> &str {
    let to = (at..=(at + NEAR).min(text.len())).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(at);
    let after = text.get(at..to).unwrap_or_default();
    after.find('\n').and_then(|line| after.get(..line)).unwrap_or(after)
}

/// The last word of a text that ends with a space, in lower case.
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

    /// What `words` mean in a text from a Wednesday.
    fn of(kind: EntityKind, text: &str, words: &str) -> Option<String> {
        let all = sentences(text, Span::new(0, text.len()), &tokenize(text), Language::english().text);
        let start = text.find(words).expect("the words are in the text");
        Calendar::new(Language::english(), &all, Some("2025-11-26T08:00:00Z")).value(
            text,
            kind,
            Span::new(start, start + words.len()),
        )
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
    fn the_words_after_say_which_day() {
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
        for (text, said) in [("CA$5m", "CAD"), ("A$5m", "AUD"), ("Can$5m", "CAD"), ("N.Z.$5m", "NZD")] {
            assert_eq!(of(Money, &format!("It cost {text}."), "$5m"), Some(format!("{said} 5000000")), "{text}");
        }
        assert_eq!(of(Money, "It cost CN¥5m.", "¥5m").as_deref(), Some("CNY 5000000"));
        assert_eq!(of(Money, "It cost five million dollars.", "million dollars").as_deref(), Some("$ 5000000"));
        assert_eq!(of(Money, "It cost several million dollars.", "million dollars"), None);
    }
}
