//! What the analysis knows about one language: its lists of words.
//!
//! The lists are data, one folder of tables for each language in
//! `assets/language`. Each table has a header that says what it holds, its
//! columns and which code uses it. [`Language::english`] reads them; the
//! [`crate::Model`] holds the language and every step of the analysis gets it
//! from there.
//!
//! Grammar stays in code: the forms of verbs, what a noun phrase and a clause
//! look like, how dates are put together, and single words such as “of” in these
//! rules. The files that have such rules say so at their top, and a test knows
//! them. Another language needs its own tables, and other code in these files
//! where its grammar differs.

pub(crate) mod detect;
pub(crate) mod figures;
pub(crate) mod people;
mod table;
mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod word_class;
pub(crate) mod word_lists;

use std::sync::LazyLock;

use figures::FigureWords;
use people::People;
pub(crate) use table::WordSet;
use table::{WordMap, rows};
use tables::{ENGLISH, ENGLISH_ROLES, Tables};
use word_class::Class;
use word_lists::{
    AbbreviationWords, CreditWords, DescriptionWords, EventWords, GroupWords, InterviewWords, NameParticles,
    NamingWords, NounPhraseWords, OrganizationWords, PlaceWords, SpeakingNouns, TimeWords, VerbLists, WorkNouns,
};

/// The past and the participle of an irregular verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IrregularVerb {
    pub(crate) past: &'static str,
    pub(crate) participle: &'static str,
}

/// The lists of words of one language: read-only, made once, shared by
/// threads.
#[derive(Debug)]
pub(crate) struct Language {
    /// What splitting a text into sentences and reading dates needs.
    pub(crate) text: &'static pullquote_article::text::Language,
    /// Words of the credits of pictures.
    pub(crate) credits: CreditWords,
    /// Words around a description of a person.
    pub(crate) descriptions: DescriptionWords,
    /// Words without their beginning, as they are after an apostrophe.
    pub(crate) elisions: WordSet,
    /// Abbreviations in capitals that are no names.
    pub(crate) abbreviations: AbbreviationWords,
    /// Words of the names of votes, laws, wars, prizes and other events.
    pub(crate) events: EventWords,
    /// Words for numbers, sums and measures.
    pub(crate) figures: FigureWords,
    /// Words for parties and faiths.
    pub(crate) groups: GroupWords,
    /// Who asks and who answers in an interview, as it is written, and headings of lists of questions.
    pub(crate) interview: InterviewWords,
    /// Words before a name, a term or a label in quotation marks.
    pub(crate) naming: NamingWords,
    /// Small words inside names.
    pub(crate) particles: NameParticles,
    /// Words before a noun or between two nouns.
    pub(crate) noun_phrases: NounPhraseWords,
    /// Words of the names of organizations, and nouns for them.
    pub(crate) organizations: OrganizationWords,
    /// Given names, titles, pronouns and nouns for people.
    pub(crate) people: People,
    /// Words and endings of the names of places and peoples.
    pub(crate) places: PlaceWords,
    /// Nouns for bodies and documents that can say something.
    pub(crate) speaking: SpeakingNouns,
    /// Words about time.
    pub(crate) time: TimeWords,
    /// Verbs by what they show.
    pub(crate) verbs: VerbLists,
    /// Nouns for works that have a title.
    pub(crate) works: WorkNouns,
    /// The table of verbs of speech, which the cue lexicon reads.
    pub(crate) cues: &'static str,
    /// The table of phrases that report speech, which the cue lexicon reads.
    pub(crate) cue_phrases: &'static str,
    adverb_exceptions: WordSet,
    function_words: WordMap<Class>,
    irregular_verbs: WordMap<IrregularVerb>,
    irregular_participles: WordSet,
    irregular_pasts: WordSet,
    place_aliases: WordMap<&'static str>,
    state_abbreviations: WordMap<&'static str>,
}

impl Language {
    /// The lists of English, which are part of the library. They are read once.
    #[must_use]
    pub(crate) fn english() -> &'static Self {
        static LISTS: LazyLock<Language> =
            LazyLock::new(|| Language::read(ENGLISH, ENGLISH_ROLES, pullquote_article::text::Language::english()));
        &LISTS
    }

    fn read(tables: Tables, roles: &'static str, text: &'static pullquote_article::text::Language) -> Self {
        let table = |name| rows(tables.text(name));
        let words = |name| WordSet::new(table(name).map(|(word, _)| word));
        let irregular = |(verb, forms): (&'static str, &'static str)| {
            let (past, participle) = forms.split_once('\t')?;
            Some((verb, IrregularVerb { past, participle }))
        };
        let classes = table("function-words.tsv").filter_map(|(word, class)| Some((word, Class::read(class)?)));
        Self {
            text,
            credits: CreditWords::read(tables),
            descriptions: DescriptionWords::read(tables),
            elisions: words("elisions.tsv"),
            abbreviations: AbbreviationWords::read(tables),
            events: EventWords::read(tables),
            figures: FigureWords::read(tables),
            groups: GroupWords::read(tables),
            interview: InterviewWords::read(tables),
            naming: NamingWords::read(tables),
            particles: NameParticles::read(tables),
            noun_phrases: NounPhraseWords::read(tables),
            organizations: OrganizationWords::read(tables),
            people: People::read(tables, roles),
            places: PlaceWords::read(tables),
            speaking: SpeakingNouns::read(tables),
            time: TimeWords::read(tables),
            verbs: VerbLists::read(tables),
            works: WorkNouns::read(tables),
            cues: tables.text("cues.tsv"),
            cue_phrases: tables.text("cue-phrases.tsv"),
            adverb_exceptions: words("adverb-exceptions.tsv"),
            function_words: WordMap::new(classes),
            irregular_verbs: WordMap::new(table("irregular-verbs.tsv").filter_map(irregular)),
            irregular_participles: WordSet::new(
                table("irregular-verbs.tsv").filter_map(irregular).map(|(_, verb)| verb.participle),
            ),
            irregular_pasts: WordSet::new(
                table("irregular-verbs.tsv")
                    .filter_map(irregular)
                    .filter(|(verb, forms)| *verb != forms.past)
                    .map(|(_, forms)| forms.past),
            ),
            place_aliases: WordMap::new(table("place-aliases.tsv")),
            state_abbreviations: WordMap::new(table("state-abbreviations.tsv")),
        }
    }

    /// The class of a small word or common verb; its case makes no difference.
    pub(crate) fn word_class(&self, word: &str) -> Option<Class> {
        self.function_words.get_any_case(word).copied()
    }

    /// Whether a word is a form of be, have or do, or a modal verb; its case
    /// makes no difference.
    pub(crate) fn is_auxiliary(&self, word: &str) -> bool {
        self.word_class(word) == Some(Class::Auxiliary)
    }

    /// Whether a word ends as adverbs do and is none.
    pub(crate) fn is_adverb_exception(&self, word: &str) -> bool {
        self.adverb_exceptions.contains(word)
    }

    /// Whether a noun (lower case, singular) is for a person, a body or a document that can say
    /// something.
    pub(crate) fn is_speaking_noun(&self, noun: &str) -> bool {
        let (people, nouns) = (&self.people, &self.speaking);
        people.is_person_or_role(noun) || nouns.bodies.contains(noun) || nouns.documents.contains(noun)
    }

    /// Whether a noun (lower case, singular or plural) is for a person, a body or a document, or for
    /// several people: “police”.
    pub(crate) fn is_speaking_noun_or_plural(&self, noun: &str) -> bool {
        self.is_speaking_noun(noun)
            || self.people.words.plurals.contains(noun)
            || self.is_speaking_noun(&self.singular(noun))
    }

    /// A noun (lower case) without the ending of the plural.
    pub(crate) fn singular(&self, noun: &str) -> String {
        match noun.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => noun.strip_suffix('s').unwrap_or(noun).to_owned(),
        }
    }

    /// The forms of a verb whose past is not made by the rule.
    pub(crate) fn irregular_verb(&self, verb: &str) -> Option<IrregularVerb> {
        self.irregular_verbs.get(verb).copied()
    }

    /// Whether a word in lower case is the past participle of an irregular verb.
    pub(crate) fn is_irregular_participle(&self, word: &str) -> bool {
        self.irregular_participles.contains(word)
    }

    /// Whether a word in lower case is the past of an irregular verb, and not its plain form, too: “shook”.
    pub(crate) fn is_irregular_past(&self, word: &str) -> bool {
        self.irregular_pasts.contains(word)
    }

    /// The name that stands for all names of one place or organization; `name`
    /// is in lower case and without full stops.
    pub(crate) fn place_alias(&self, name: &str) -> Option<&'static str> {
        self.place_aliases.get(name).copied()
    }

    /// The state that `name` is an abbreviation of; both in lower case, without full stops.
    pub(crate) fn state_of(&self, name: &str) -> Option<&'static str> {
        self.state_abbreviations.get(name).copied()
    }
}
