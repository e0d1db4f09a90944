//! Abbreviations. The words that one is short for show whether it is a name:
//! “public-private partnership (PPP)” is not, so no “PPP” of the article is one.
//! Common words and degrees that a list has are not names either: “GDP”, “Ph.D.”.
//! An abbreviation with full stops includes the last one: “anti-U.S.”.

use std::collections::HashSet;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::language::{Language, WordSet};
use crate::lexicon::Lists;
use pullquote_article::Span;

/// The longest abbreviation, in letters.
const LONGEST: usize = 8;

/// Removes abbreviations of common words, except for those of organizations: a
/// “water committee (WC)” may well be one.
pub(super) fn remove_common(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, word_tables, .. } = *context;
    let common = |name: &&Name| {
        explained(text, language, name.span).is_some_and(|long| {
            let words = long.of(text);
            let last = words.rsplit([' ', '-']).next().unwrap_or_default();
            !words.contains(char::is_uppercase) && !word_tables.lists(last).meets(Lists::ORGANIZATION)
        })
    };
    let bodies = names.iter().filter(|name| name.kind == EntityKind::Organization);
    let taken: HashSet<&str> = bodies.filter(common).map(|name| letters(name.span.of(text))).collect();
    names.retain(|name| name.kind != EntityKind::Organization || !taken.contains(letters(name.span.of(text))));
}

/// Removes abbreviations that are listed as common words, such as “GDP”, and degrees after
/// the name of a person and a comma: “Ann Lee, Ph.D., R.D.”
pub(super) fn remove_listed(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    let words = &language.abbreviations;
    // The end of the last name of a person, or of the degrees after it.
    let mut person = None;
    names.retain(|name| {
        let word = name.span.of(text);
        let one = word.strip_suffix('s').unwrap_or(word);
        let common = !one.contains(char::is_lowercase) && words.common.contains(&without_stops(one));
        let between = person.and_then(|end| text.get(end..name.span.start));
        let degree = between.is_some_and(|between| are_degrees(between, &words.degrees))
            && words.degrees.contains(&without_stops(word));
        if degree || name.kind == EntityKind::Person {
            person = Some(name.span.end);
        }
        !degree && !common
    });
}

/// Whether the text between a person's name and a degree is a comma, and degrees with
/// commas.
fn are_degrees(between: &str, degrees: &WordSet) -> bool {
    let mut words = between.split([',', ' ']).filter(|word| !matches!(*word, "" | "."));
    between.contains(',') && words.all(|word| degrees.contains(&without_stops(word)))
}

/// A word in lower case, without full stops.
fn without_stops(word: &str) -> String {
    word.replace('.', "").to_lowercase()
}

/// Adds the full stop after names such as “U.S”, as the name model finds in “non-U.S. citizens”.
pub(super) fn add_last_stop(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    for name in names.iter_mut().filter(|name| has_inner_stops(name.span.of(text))) {
        if text.get(name.span.end..).is_some_and(|rest| rest.starts_with('.')) {
            name.span.end += 1;
        }
    }
}

/// Whether a word is single letters with full stops between them, but not at the
/// end.
fn has_inner_stops(word: &str) -> bool {
    let mut letters = word.split('.');
    word.contains('.') && letters.all(|letter| letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase()))
}

/// An abbreviation without the ending of its plural.
fn letters(word: &str) -> &str {
    word.strip_suffix('s').filter(|rest| is_abbreviation(rest)).unwrap_or(word)
}

fn is_abbreviation(word: &str) -> bool {
    (2..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// The words before an abbreviation in brackets, if it is made of their initials.
fn explained(text: &str, language: &Language, name: Span) -> Option<Span> {
    let short = letters(name.of(text));
    let closed = text.get(name.end..)?.starts_with(')');
    let before = text.get(..name.start)?.strip_suffix('(').filter(|_| closed && is_abbreviation(short))?.trim_end();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let mut left = short.bytes().rev().map(|b| b.to_ascii_lowercase()).peekable();
    let mut start = before.len();
    while left.peek().is_some() {
        let rest = before.get(line..start)?.trim_end_matches([' ', '-']);
        let from = line + rest.rfind([' ', '-']).map_or(0, |at| at + 1);
        let word = before.get(from..line + rest.len()).filter(|word| !word.is_empty())?.to_lowercase();
        start = from;
        if left.next_if(|&letter| word.as_bytes().first() == Some(&letter)).is_none()
            && !language.particles.left_out.contains(&word)
        {
            return None;
        }
    }
    Some(Span::new(start, before.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::Organization;

    #[test]
    fn an_abbreviation_of_common_words_is_no_name() {
        let text = "The Board of Norsian Water (BNW) has a public-private partnership (PPP) and two PPPs. \
            Its water committee (WC) left BNW and the ABB (Linz).";
        let names = ["BNW", "PPP", "PPPs", "WC", "BNW", "ABB"].map(|word| (word, Organization));
        let found = repaired_words(remove_common, text, &names, &[("committee", Lists::ORGANIZATION)]);
        assert_eq!(found, ["BNW", "WC", "BNW", "ABB"]);
    }

    #[test]
    fn listed_abbreviations_and_degrees_after_a_person_are_no_names() {
        let text = "Ann Lee, R.D., Ph.D., C.P.T., of Orsten saw GDP fall. Bo Ek, MD, left MD. NGOs, MD.";
        let body = Organization;
        let names = [
            ("Ann Lee", EntityKind::Person),
            ("R.D.", body),
            ("C.P.T.", EntityKind::Person),
            ("Orsten", EntityKind::Place),
            ("GDP", body),
            ("Bo Ek", EntityKind::Person),
            ("MD", body),
            ("MD", EntityKind::Place),
            ("NGOs", body),
            ("MD", body),
        ];
        let found = repaired_words(remove_listed, text, &names, &[]);
        assert_eq!(found, ["Ann Lee", "Orsten", "Bo Ek", "MD", "MD"]);
    }

    #[test]
    fn letters_between_stops_have_the_last_stop_too() {
        let text = "An anti-U.S. rally. U.N.’s chief saw the J.B Shop. It is in the U.S.";
        let names = ["U.S", "U.N.", "J.B", "U.S."].map(|word| (word, Organization));
        assert_eq!(repaired_words(add_last_stop, text, &names, &[]), ["U.S.", "U.N.", "J.B", "U.S."]);
    }
}
