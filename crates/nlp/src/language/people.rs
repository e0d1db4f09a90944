//! What words say about a person: gender, and which words stand for one.

use super::table::{WordMap, WordSet, rows};
use super::tables::Tables;
use super::word_lists::PersonWords;

/// The gender of a person or of a word for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Male,
    Female,
}

impl Gender {
    /// The gender that a table writes as `m` or `f`.
    fn read(letter: &str) -> Option<Self> {
        match letter {
            "m" => Some(Self::Male),
            "f" => Some(Self::Female),
            _ => None,
        }
    }
}

/// Whom a pronoun means, seen from whoever speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// I
    FirstSingular,
    /// we
    FirstPlural,
    /// he
    ThirdMale,
    /// she
    ThirdFemale,
    /// you
    Second,
    /// they
    ThirdPlural,
}

impl Person {
    /// Every person with what a table calls it, in the order of the inputs of
    /// the attribution network.
    pub(crate) const ALL: [(Self, &'static str); 6] = [
        (Self::FirstSingular, "1s"),
        (Self::FirstPlural, "1p"),
        (Self::ThirdMale, "3m"),
        (Self::ThirdFemale, "3f"),
        (Self::Second, "2"),
        (Self::ThirdPlural, "3p"),
    ];

    fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == code).map(|(person, _)| person)
    }
}

/// What is known about a pronoun.
#[derive(Debug)]
struct Pronoun {
    gender: Option<Gender>,
    person: Option<Person>,
    /// Whether it is a subject, alone or with its verb.
    subject: bool,
}

/// What is known about a title before a name.
#[derive(Debug)]
struct Title {
    gender: Option<Gender>,
    /// Whether it is left out when two names are compared.
    dropped: bool,
    /// Whether it says nothing about what a person does.
    honorific: bool,
}

/// Given names, titles, pronouns and nouns for people.
#[derive(Debug)]
pub(crate) struct People {
    /// Other words for people and parts of their names.
    pub(crate) words: PersonWords,
    /// Common given names of English.
    given_names: WordMap<Gender>,
    nicknames: WordMap<&'static str>,
    nouns: WordMap<Option<Gender>>,
    pronouns: WordMap<Pronoun>,
    roles: WordSet,
    titles: WordMap<Title>,
    title_nouns: WordMap<&'static str>,
}

impl People {
    /// Reads the tables about people; `roles` is the text of a list of roles.
    pub(super) fn read(tables: Tables, roles: &'static str) -> Self {
        let table = |name| rows(tables.text(name));
        let title = |marks: &str| {
            let gender = marks.get(..1).and_then(Gender::read);
            Title { gender, dropped: marks.contains('d'), honorific: marks.contains('h') }
        };
        let pronoun = |columns: &str| {
            let mut columns = columns.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            Pronoun { gender: Gender::read(next()), person: Person::read(next()), subject: next() == "s" }
        };
        let roles = rows(roles).map(|(role, _)| role.trim_end_matches('*'));
        let given_names = table("given-names.tsv").filter_map(|(name, gender)| Some((name, Gender::read(gender)?)));
        Self {
            words: PersonWords::read(tables),
            given_names: WordMap::new(given_names),
            nicknames: WordMap::new(table("nicknames.tsv")),
            nouns: WordMap::new(table("person-nouns.tsv").map(|(noun, gender)| (noun, Gender::read(gender)))),
            pronouns: WordMap::new(table("pronouns.tsv").map(|(word, columns)| (word, pronoun(columns)))),
            roles: WordSet::new(roles),
            titles: WordMap::new(table("titles.tsv").map(|(word, marks)| (word, title(marks)))),
            title_nouns: WordMap::new(table("title-nouns.tsv")),
        }
    }

    /// The gender of a full name: that of the title it begins with, or the one
    /// that its given name is usually given to, if that is a common name of English.
    /// A name of one word that is no title has none.
    pub(crate) fn gender_of_name(&self, name: &str) -> Option<Gender> {
        let mut words = name.split_whitespace();
        let first = words.next()?;
        self.gender_of_title(first).or_else(|| self.gender_of_given_name(words.next().map(|_| first)?))
    }

    /// The gender of a common given name of English.
    pub(crate) fn gender_of_given_name(&self, name: &str) -> Option<Gender> {
        self.given_names.get(name).copied()
    }

    /// Whether a word can begin a full name: a given name, or a title that has
    /// a gender.
    pub(crate) fn begins_name(&self, word: &str) -> bool {
        let first = word.split_whitespace().next();
        first.is_some_and(|word| self.gender_of_title(word).is_some() || self.given_names.get(word).is_some())
    }

    /// Whether `noun` (lower case, singular) is a word for a person.
    pub(crate) fn is_person(&self, noun: &str) -> bool {
        self.nouns.get(noun).is_some()
    }

    /// The gender of a word for a person (lower case, singular), where it has
    /// one.
    pub(crate) fn gender_of_noun(&self, noun: &str) -> Option<Gender> {
        self.nouns.get(noun).copied().flatten()
    }

    /// The gender of a title as it is written before a name: with one capital,
    /// at its beginning, and with or without a full stop.
    pub(crate) fn gender_of_title(&self, word: &str) -> Option<Gender> {
        let word = word.trim_end_matches('.');
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        let one = capitals == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
        self.titles.get_any_case(word).filter(|_| one)?.gender
    }

    /// Whether a title (lower case, without a full stop) is left out when two
    /// names are compared.
    pub(crate) fn is_dropped_title(&self, title: &str) -> bool {
        self.titles.get(title).is_some_and(|title| title.dropped)
    }

    /// Whether a title (lower case, without a full stop) says nothing about
    /// what a person does.
    pub(crate) fn is_honorific(&self, title: &str) -> bool {
        self.titles.get(title).is_some_and(|title| title.honorific)
    }

    /// Whether a word (lower case) says what a person does or is: `senator`,
    /// `farmer`.
    pub(crate) fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    /// Whether a word (lower case, singular) is a noun for a person, or says what a person does.
    pub(crate) fn is_person_or_role(&self, noun: &str) -> bool {
        self.is_person(noun) || self.is_role(noun)
    }

    /// Whether a word (lower case, with or without its full stop) is a title or an office, short or in
    /// full: `sen.`, `senator`.
    pub(crate) fn is_title(&self, word: &str) -> bool {
        let short = || format!("{}.", word.trim_end_matches('.'));
        self.is_role(word) || self.nouns_of_title(&short()).next().is_some()
    }

    /// The nouns by which a text may call the bearer of a title (lower case,
    /// with its full stop).
    pub(crate) fn nouns_of_title(&self, title: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.title_nouns.get(title).copied().into_iter().flat_map(|nouns| nouns.split(' '))
    }

    /// Whether one of two given names (lower case) is short for the other.
    pub(crate) fn is_nickname(&self, a: &str, b: &str) -> bool {
        let short = |short: &str, long: &str| self.nicknames.get(short).is_some_and(|name| *name == long);
        short(a, b) || short(b, a)
    }

    /// The gender of a pronoun of the third person (lower case).
    pub(crate) fn gender_of_pronoun(&self, word: &str) -> Option<Gender> {
        self.pronouns.get(word)?.gender
    }

    /// The person of a pronoun; its case makes no difference.
    pub(crate) fn person_of_pronoun(&self, word: &str) -> Option<Person> {
        self.pronouns.get_any_case(word)?.person
    }

    /// Whether a word (lower case) is a pronoun that is a subject, alone or
    /// with its verb: `she`, `it’s`.
    pub(crate) fn is_subject_pronoun(&self, word: &str) -> bool {
        self.pronouns.get(word).is_some_and(|pronoun| pronoun.subject)
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Language;
    use crate::language::people::{Gender, Person};

    #[test]
    fn names_titles_and_nouns_have_a_gender() {
        let people = &Language::english().people;
        assert_eq!(people.gender_of_name("Susan Ng"), Some(Gender::Female));
        assert_eq!(people.gender_of_name("Mr. Ng"), Some(Gender::Male));
        assert_eq!(people.gender_of_name("Ng"), None);
        assert_eq!(people.gender_of_name("Susan"), None);
        assert_eq!(people.gender_of_name("Aparna Rao"), None);
        assert_eq!(
            ["MR", "mr", "mR", "Mr."].map(|title| people.gender_of_title(title).is_some()),
            [false, false, false, true]
        );
        assert!(people.is_person("senator"));
        assert_eq!(people.gender_of_noun("spokeswoman"), Some(Gender::Female));
        assert_eq!(people.gender_of_pronoun("hers"), Some(Gender::Female));
    }

    #[test]
    fn pronouns_titles_and_nicknames_are_known_by_what_they_do() {
        let people = &Language::english().people;
        assert_eq!(people.person_of_pronoun("My"), Some(Person::FirstSingular));
        assert!(people.is_subject_pronoun("it’s") && !people.is_subject_pronoun("him"));
        assert!(people.is_dropped_title("dr") && people.is_honorific("saint") && !people.is_dropped_title("saint"));
        assert!(people.is_nickname("bill", "william") && people.is_nickname("william", "bill"));
        assert!(people.nouns_of_title("sen.").eq(["senator", "lawmaker"]));
        assert!(people.begins_name("Susan") && people.begins_name("Sir") && !people.begins_name("Orsten"));
    }
}
