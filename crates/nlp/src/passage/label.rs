//! The label at the beginning of a line of a transcript: “SEN. BOB MARTIN (R-Ohio):”.
//!
//! These rules are English grammar; see [`crate::language`].

use crate::language::Language;
use pullquote_article::Span;

/// The longest label, in characters: “REP. ANN LEE-MARTIN (D-Ohio), BUDGET COMMITTEE”.
const LONGEST: usize = 72;

/// The words before the colon at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    /// The name, without a bracket or a comma and what follows.
    pub(crate) name: Span,
    /// The byte after the colon.
    pub(crate) end: usize,
}

impl Label {
    /// The label of a line, if there are words and a colon at its beginning, or “Q.” or “A.”.
    pub(crate) fn of(language: &Language, text: &str, line: Span) -> Option<Self> {
        let words = line.of(text);
        let initial = words.get(..1).filter(|role| language.interview.roles.contains(role));
        if let Some(role) = initial.filter(|_| words.get(1..3) == Some(". ")) {
            return Some(Self { name: Span::new(line.start, line.start + role.len()), end: line.start + 2 });
        }
        let colon = words.char_indices().take(LONGEST).find(|(_, c)| *c == ':').map(|(i, _)| i)?;
        let spaced = words.get(colon + 1..)?.starts_with([' ', '\u{a0}']);
        let before = words.get(..colon).filter(|before| spaced && !before.is_empty())?;
        let name = bare(before);
        Some(Self { name: Span::new(line.start, line.start + name.len()), end: line.start + colon + 1 })
    }
}

/// A label without a party or an office after the name: “BOB MARTIN (R-Ohio)”, “BOB MARTIN,
/// HOST”.
fn bare(label: &str) -> &str {
    let bracket = label.split_once(" (").filter(|(_, rest)| rest.contains(')')).map_or(label, |(name, _)| name);
    let comma = bracket.split_once(", ").map_or(bracket, |(name, _)| name);
    if in_capitals(comma) { comma } else { bracket }
}

/// Whether a name is in capitals, but for the beginning of “McDONALD”.
pub(crate) fn in_capitals(name: &str) -> bool {
    let rest = |word: &str| word.strip_prefix("Mc").or(word.strip_prefix("Mac")).map_or(word.len(), str::len);
    let capital = |word: &str| {
        let rest = word.get(word.len() - rest(word)..).unwrap_or(word);
        rest.chars().all(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    name.chars().filter(|c| c.is_uppercase()).count() > 1 && name.split(' ').all(capital)
}

/// Whether words may be the name of a person or a role in an interview: four at most, each
/// with a capital; the last may be a number: “Speaker 2”.
pub(crate) fn is_name(name: &str) -> bool {
    let capital = |w: &str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let numbered = name.rsplit_once(' ').filter(|(_, number)| number.chars().all(char::is_numeric));
    let name = numbered.map_or(name, |(name, _)| name);
    name.split(' ').count() <= 4 && name.split(' ').all(capital)
}

/// Whether a label in capitals says by itself that it is a person's: it begins with a title or
/// a given name, or is a role in an interview.
pub(crate) fn is_person(language: &Language, label: &str) -> bool {
    let (first, rest) = label.split_once(' ').unwrap_or((label, ""));
    let named = || is_title(language, first) || language.people.begins_name(&capitalized(first));
    language.interview.roles.contains(&capitalized(label)) || !rest.is_empty() && named()
}

/// Whether a word in capitals is a title or an office: “SEN.”, “MAYOR”, “MR.”.
pub(crate) fn is_title(language: &Language, word: &str) -> bool {
    let (people, lower) = (&language.people, word.to_lowercase());
    let titled = people.is_role(&lower) || people.nouns_of_title(&lower).next().is_some();
    titled || people.gender_of_title(&capitalized(word)).is_some()
}

/// Whether a label in capitals ends with a noun for a person: “AUDIENCE MEMBER”.
pub(crate) fn is_noun_for_person(language: &Language, label: &str) -> bool {
    let last = family_name(label).to_lowercase();
    language.people.is_person(&last) || language.people.is_role(&last)
}

/// The last word of a label, by which its later turns may call a person.
pub(crate) fn family_name(label: &str) -> &str {
    label.rsplit(' ').next().unwrap_or(label)
}

/// A word in capitals with one capital: “ANN” as “Ann”.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(line: &str) -> Option<&str> {
        Label::of(Language::english(), line, Span::new(0, line.len())).map(|label| label.name.of(line))
    }

    #[test]
    fn the_party_and_the_office_are_no_part_of_the_name() {
        assert_eq!(name("SEN. BOB MARTIN (R-Ohio): I did."), Some("SEN. BOB MARTIN"));
        assert_eq!(name("SEN. BOB MARTIN (R), OHIO: I did."), Some("SEN. BOB MARTIN"));
        assert_eq!(name("BOB MARTIN, HOST: Welcome."), Some("BOB MARTIN"));
        assert_eq!(name("Ann Lee (mayor): I did."), Some("Ann Lee"));
        assert_eq!((name("Q. Why?"), name("A: So."), name("B. So.")), (Some("Q"), Some("A"), None));
        assert_eq!((name("10:30"), name("No colon here.")), (None, None));
    }

    #[test]
    fn capitals_and_names() {
        assert!(["LEE", "O’NEIL", "McDONALD", "SPEAKER 2", "J.-P. LEE"].iter().all(|label| in_capitals(label)));
        assert!(["Lee", "LEE and NG", "A", "McDonald"].iter().all(|label| !in_capitals(label)));
        assert!(["Ann Lee", "Speaker 2", "Q"].iter().all(|label| is_name(label)));
        assert!(["Price of oil", "A very long name indeed today"].iter().all(|label| !is_name(label)));
    }

    #[test]
    fn a_title_a_given_name_or_a_role_names_a_person() {
        let person = |label| is_person(Language::english(), label);
        assert!(["SEN. BOB MARTIN", "DR. LEE", "SUSAN NG", "MODERATOR", "MAYOR HOLT"].into_iter().all(person));
        assert!(!["CHINESE AGGRESSION", "TRADE WAR", "BRIEFING", "MAYOR"].into_iter().any(person));
    }
}
