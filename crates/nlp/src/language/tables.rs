//! The tables of each language, as they are embedded in the library.

/// The tables of one language: the name of each file and its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables(pub(super) &'static [(&'static str, &'static str)]);

impl Tables {
    /// The text of a table; empty where the language has no such table.
    pub(super) fn text(self, name: &str) -> &'static str {
        self.0.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| *text)
    }
}

/// Names each file and embeds its text.
macro_rules! tables {
    ($folder:literal: $($file:literal),+ $(,)?) => {
        Tables(&[$(($file, include_str!(concat!("../../assets/language/", $folder, "/", $file)))),+])
    };
}

/// The codes of the languages that have tables and grammar here (ISO 639-1).
pub(super) const SUPPORTED: &[&str] = &["en"];

/// The tables of English.
pub(super) const ENGLISH: Tables = tables!(
    "en":
    "abbreviations.tsv",
    "adverb-exceptions.tsv",
    "credit-words.tsv",
    "cue-phrases.tsv",
    "cues.tsv",
    "currencies.tsv",
    "description-words.tsv",
    "elisions.tsv",
    "event-words.tsv",
    "function-words.tsv",
    "given-names.tsv",
    "group-words.tsv",
    "interview-words.tsv",
    "irregular-verbs.tsv",
    "name-particles.tsv",
    "naming-words.tsv",
    "nicknames.tsv",
    "noun-phrase-words.tsv",
    "numbers.tsv",
    "organization-words.tsv",
    "person-nouns.tsv",
    "person-words.tsv",
    "place-aliases.tsv",
    "place-words.tsv",
    "pronouns.tsv",
    "speaking-nouns.tsv",
    "state-abbreviations.tsv",
    "time-words.tsv",
    "title-nouns.tsv",
    "titles.tsv",
    "units.tsv",
    "verb-lists.tsv",
    "work-nouns.tsv",
);

/// What people are called in English, which the gazetteer is made from, too: a
/// word each line, with a star where it may stand directly before a name.
pub(super) const ENGLISH_ROLES: &str = include_str!("../../assets/lexicon/titles.txt");
