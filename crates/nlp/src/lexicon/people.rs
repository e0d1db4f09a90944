//! The gender of people, as far as names, titles, pronouns and nouns show it.

use std::collections::HashMap;

/// The gender of a person, or of a word for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// The gender of given names and of nouns for people.
#[derive(Debug)]
pub(crate) struct People {
    names: HashMap<&'static str, Gender>,
    nouns: HashMap<&'static str, Option<Gender>>,
}

impl Default for People {
    fn default() -> Self {
        Self::bundled()
    }
}

impl People {
    /// The lists that are embedded in the library.
    #[must_use]
    pub(crate) fn bundled() -> Self {
        let names = rows(include_str!("../../assets/given_names.tsv")).filter_map(|(g, w)| Some((w, gender(g)?)));
        let nouns = rows(include_str!("../../assets/person_nouns.tsv")).map(|(g, w)| (w, gender(g)));
        Self { names: names.collect(), nouns: nouns.collect() }
    }

    /// The gender of a person with this name: that of the title it begins with,
    /// or, if it has two words or more, the usual one of its first word.
    pub(crate) fn of_name(&self, name: &str) -> Option<Gender> {
        let mut words = name.split_whitespace();
        let first = words.next()?;
        if let Some(gender) = of_title(first) {
            return Some(gender);
        }
        words.next()?;
        self.names.get(first).copied()
    }

    /// True if `noun` (lower case, singular) is a word for a person.
    pub(crate) fn is_person(&self, noun: &str) -> bool {
        self.nouns.contains_key(noun)
    }

    /// The gender of `noun` (lower case, singular): that of a spokeswoman is
    /// female, that of a senator is not known.
    pub(crate) fn of_noun(&self, noun: &str) -> Option<Gender> {
        self.nouns.get(noun).copied().flatten()
    }
}

/// The gender of a title such as `Mr.`, `Sir` or `Mrs`.
pub(crate) fn of_title(word: &str) -> Option<Gender> {
    match word.trim_end_matches('.') {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Congressman" | "Chairman" | "Pope" => Some(Gender::Male),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Congresswoman" | "Chairwoman" => {
            Some(Gender::Female)
        }
        _ => None,
    }
}

/// The gender of a pronoun of the third person, in lower case.
pub(crate) fn of_pronoun(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

/// The gender that a letter in the first column of the tables means; `-` is none.
fn gender(letter: &str) -> Option<Gender> {
    match letter {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

/// The words of a table, each with the first column of its line. The second
/// column holds words separated by spaces.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(first, words)| words.split(' ').map(move |word| (first, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_titles_and_nouns() {
        let people = People::bundled();
        assert_eq!(people.of_name("Susan Ng"), Some(Gender::Female));
        assert_eq!(people.of_name("Mr. Ng"), Some(Gender::Male));
        assert_eq!(people.of_name("Ng"), None);
        assert!(people.is_person("senator"));
        assert_eq!(people.of_noun("spokeswoman"), Some(Gender::Female));
    }
}
