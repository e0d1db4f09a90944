//! What is searched for: words, or a regular expression.
//!
//! What is typed is first looked for as it is. Only if the text does not have it so, and it has
//! signs with a meaning in regular expressions, it is read as one. So `$5 million` and `U.S.` find
//! themselves, and `colou?r` finds both spellings.
//!
//! Regular expressions are those of the `regex` crate: the time is linear in the length of a
//! paragraph, and the size is limited. They see the folded text of one paragraph at a time.

use regex::{Regex, RegexBuilder};
use unicode_normalization::char::is_combining_mark;

use pullquote_article::Span;
use pullquote_article::text::fold::{Folded, Keeps, has_diacritics};

/// The most matches that are kept.
const MOST: usize = 100_000;
/// The longest pattern that is read as a regular expression, in bytes.
const LONGEST: usize = 1000;
/// The largest compiled pattern, in bytes.
const LARGEST: usize = 1 << 20;
/// The signs with a meaning in regular expressions.
const SIGNS: &str = r"\.+*?()|[]{}^$";

/// How something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoundAs {
    /// As the words that were typed.
    #[default]
    Words,
    /// As a regular expression.
    Pattern,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundMatches {
    /// The matches, in order and without overlaps; at most 100,000.
    pub spans: Vec<Span>,
    /// How they were found.
    pub found_as: FoundAs,
    /// Why what was typed is no regular expression, if it looks like one and is not in the text as it
    /// is; a few words.
    pub wrong: Option<String>,
}

/// Searches `text` for what was typed. Case makes a difference only if a capital letter was typed,
/// diacritics only if one was typed.
#[must_use]
pub fn find(text: &str, typed: &str) -> FoundMatches {
    let keeps = Keeps { case: has_capital(typed), diacritics: has_diacritics(typed) };
    let folded = Folded::keeping(typed, keeps);
    let words = folded.as_str().trim();
    if words.is_empty() {
        return FoundMatches::default();
    }
    let spans = find_words(text, words, keeps);
    if !spans.is_empty() || !typed.contains(|c| SIGNS.contains(c)) {
        return FoundMatches { spans, ..FoundMatches::default() };
    }
    match pattern(typed.trim(), keeps) {
        Ok(pattern) => {
            FoundMatches { spans: find_pattern(text, &pattern, keeps), found_as: FoundAs::Pattern, wrong: None }
        }
        Err(why) => FoundMatches { wrong: Some(why), ..FoundMatches::default() },
    }
}

/// Whether a capital letter was typed. The letter after a backslash is none: `\W` is a class.
fn has_capital(typed: &str) -> bool {
    let mut after_backslash = false;
    typed.chars().any(|c| {
        let is_escaped = after_backslash;
        after_backslash = c == '\\' && !is_escaped;
        c.is_uppercase() && !is_escaped
    })
}

fn find_words(text: &str, words: &str, keeps: Keeps) -> Vec<Span> {
    let folded = Folded::keeping(text, keeps);
    let found = folded.as_str().match_indices(words);
    apart(found.map(|(at, found)| folded.span(at..at + found.len()))).take(MOST).collect()
}

/// The spans that do not overlap one before them. A character can be several when it is folded, as the ligature
/// `ﬃ`, and two matches in it are one place of the text.
fn apart(spans: impl Iterator<Item = Span>) -> impl Iterator<Item = Span> {
    let mut end = 0;
    spans.filter(move |span| {
        let is_apart = span.start >= end;
        end = end.max(span.end);
        is_apart
    })
}

/// The regular expression that was typed, for folded text. An error is a few words.
fn pattern(typed: &str, keeps: Keeps) -> Result<Regex, String> {
    if typed.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    let built = RegexBuilder::new(&folded_pattern(typed, keeps))
        .case_insensitive(!keeps.case)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        regex::Error::Syntax(report) => reason(&report),
        _ => "it cannot be used".to_owned(),
    })
}

/// The reason in the report of a wrong pattern, which is its last line.
fn reason(report: &str) -> String {
    let last = report.lines().last().unwrap_or_default();
    last.trim().trim_start_matches("error: ").to_owned()
}

/// A pattern in which letters outside ASCII are those of folded text, and a space is any white
/// space.
fn folded_pattern(typed: &str, keeps: Keeps) -> String {
    let mut pattern = String::with_capacity(typed.len());
    let mut rest = typed;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c: char| c.is_ascii() != first.is_ascii()).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(run);
        if first.is_ascii() {
            pattern.push_str(&piece.replace(' ', r"\s+").replace('`', "'"));
        } else {
            // A combining mark belongs to the letter before it, which has to be folded with it.
            let letter = if is_combining_mark(first) { pattern.pop() } else { None };
            let piece: String = letter.into_iter().chain(piece.chars()).collect();
            pattern.push_str(&regex::escape(Folded::keeping(&piece, keeps).as_str()));
        }
        rest = after;
    }
    pattern
}

fn find_pattern(text: &str, pattern: &Regex, keeps: Keeps) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let folded = Folded::keeping(line, keeps);
        let found = pattern.find_iter(folded.as_str()).filter(|found| !found.is_empty());
        let found = apart(found.map(|found| folded.span(found.range())));
        spans.extend(found.take(MOST - spans.len()).map(|span| Span::new(start + span.start, start + span.end)));
        if spans.len() == MOST {
            break;
        }
        start += line.len() + 1;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(text: &'t str, typed: &str) -> Vec<&'t str> {
        find(text, typed).spans.iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn line_breaks_and_the_shape_of_punctuation_make_no_difference() {
        let text = "He said: “We’re  here”\nnow — at last";
        assert_eq!(found(text, "\"we're here\" now - at"), ["“We’re  here”\nnow — at"]);
    }

    #[test]
    fn capitals_and_diacritics_make_a_difference_only_where_they_are_typed() {
        let text = "May may MAY, Łódź and Lodz";
        assert_eq!(found(text, "may").len(), 3);
        assert_eq!(found(text, "May"), ["May"]);
        assert_eq!(found(text, "lodz"), ["Łódź", "Lodz"]);
        assert_eq!(found(text, "łódź"), ["Łódź"]);
        assert!(found(text, "  ").is_empty());
    }

    #[test]
    fn what_is_not_there_as_it_is_is_a_regular_expression() {
        let text = "He paid $5 (five) in the U.S. for colour and color.\nUxS, “été” — hier.";
        assert_eq!(found(text, "$5 (five)"), ["$5 (five)"]);
        assert_eq!(found(text, "u.s."), ["U.S."]);
        assert_eq!(found(text, "colou?r"), ["colour", "color"]);
        assert_eq!(found(text, "u.s\\b"), ["U.S", "UxS"]);
        assert_eq!(found(text, "[A-Z].S"), ["U.S", "UxS"]);
        assert_eq!(found(text, "\"ete\" . h\\w+"), ["“été” — hier"]);
        assert_eq!(found(text, "été\\W+h"), ["été” — h"]);
        assert_eq!(find(text, "colou?r").found_as, FoundAs::Pattern);
        // A pattern stays within a paragraph.
        assert_eq!(found(text, "color.*"), ["color."]);
        assert_eq!(found(text, "^u."), ["Ux"]);
    }

    #[test]
    fn two_matches_in_one_character_are_one_place() {
        assert_eq!(found("oﬃce", "f"), ["ﬃ"]);
        assert_eq!(found("oﬃce", "[fi]"), ["ﬃ"]);
    }

    #[test]
    fn a_wrong_pattern_is_said_and_searched_as_words() {
        let matches = find("a (b", "(c");
        assert_eq!((matches.spans.len(), matches.wrong.as_deref()), (0, Some("unclosed group")));
        assert_eq!((find("a (b", "(b").spans.len(), find("a (b", "(b").wrong), (1, None));
        assert_eq!(find("a", "(a{900}){900}").wrong.as_deref(), Some("it is too large"));
    }

    proptest! {
        #[test]
        fn no_pattern_panics_and_matches_are_in_order(text in "(?s).{0,80}", typed in "[a-zé().*+?\\[\\]{}|^$\\\\ 0-9]{0,12}") {
            let mut end = 0;
            for span in find(&text, &typed).spans {
                prop_assert!(span.start >= end && text.get(span.start..span.end).is_some());
                end = span.end;
            }
        }
    }
}
