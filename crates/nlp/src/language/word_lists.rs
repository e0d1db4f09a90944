//! Lists of words, grouped by the table that has them.
//!
//! The header of each table says what its lists are for.

use super::table::{NamedLists, WordSet};
use super::tables::Tables;

/// Makes a struct of the lists of one table.
macro_rules! word_lists {
    ($($(#[$doc:meta])* $name:ident of $file:literal { $($field:ident: $list:literal,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) struct $name {
                $(#[doc = concat!("The list `", $list, "` of `", $file, "`.")] pub(crate) $field: WordSet,)+
            }

            impl $name {
                pub(super) fn read(tables: Tables) -> Self {
                    let lists = NamedLists::read(tables.text($file));
                    Self { $($field: lists.list($list),)+ }
                }
            }
        )+
    };
}

word_lists! {
    /// Abbreviations in capitals that are no names.
    AbbreviationWords of "abbreviations.tsv" {
        common: "common",
        degrees: "degree",
    }

    /// Words of the credits of pictures.
    CreditWords of "credit-words.tsv" {
        joins: "joins",
        pictures: "picture",
    }

    /// Verbs, and forms of verbs, by what they show.
    VerbLists of "verb-lists.tsv" {
        be: "be",
        doubled: "doubled",
        finite: "finite",
        has_subject: "has-subject",
        issuing: "issuing",
        modal: "modal",
        plural_nouns: "plural-noun",
        possible: "possible",
        present: "present",
        questioned: "questioned",
        receiving: "receiving",
        relaying: "relaying",
    }

    /// Words before a noun or between two nouns.
    NounPhraseWords of "noun-phrase-words.tsv" {
        articles: "article",
        before_attribution: "before-attribution",
        degrees: "degree",
        determiners: "determiner",
        joins_ahead: "joins-ahead",
        joins_back: "joins-back",
        owners: "owner",
        prepositions: "preposition",
        stands_alone: "stands-alone",
        supposing: "supposing",
    }

    /// Words around a description of a person.
    DescriptionWords of "description-words.tsv" {
        begins_after: "begins-after",
        begins_before: "begins-before",
        ends: "ends",
        joins: "joins",
        links: "links",
        not_after: "not-after",
        not_before: "not-before",
    }

    /// Words of the names of organizations, and nouns for them.
    OrganizationWords of "organization-words.tsv" {
        company_ends: "company-end",
        departments: "department",
        dropped_ends: "dropped-end",
        newspapers: "newspaper",
        no_surname: "no-surname",
        photo_agencies: "photo-agency",
        shared_first: "shared-first",
        stands_for: "stands-for",
        units: "unit",
    }

    /// Words of the names of votes, laws, wars, prizes and other events.
    EventWords of "event-words.tsv" {
        articles: "article",
        begins: "begins",
        events: "event",
        joins: "joins",
        splits: "splits",
        vote_kinds: "vote-kind",
        votes: "vote",
    }

    /// Words of interviews.
    InterviewWords of "interview-words.tsv" {
        faqs: "faq",
        roles: "role",
    }

    /// Words for parties and faiths.
    GroupWords of "group-words.tsv" {
        faiths: "faith",
        members: "member",
        parties: "party",
        party_letters: "party-letter",
        several: "several",
    }

    /// Words and endings of the names of places and peoples.
    #[cfg_attr(not(feature = "train"), allow(dead_code))] // Only making the gazetteer asks for parts of districts.
    PlaceWords of "place-words.tsv" {
        bearings: "bearing",
        between: "between",
        district_parts: "district-part",
        no_surname: "no-surname",
        people_endings: "people-ending",
        speech: "speech",
        states: "state",
        town_endings: "town-ending",
    }

    /// Small words inside names.
    NameParticles of "name-particles.tsv" {
        articles: "article",
        joins: "joins",
        left_out: "left-out",
        no_initial: "no-initial",
    }

    /// Words before a name, a term or a label in quotation marks.
    NamingWords of "naming-words.tsv" {
        again: "again",
        names: "names",
        only_names: "only-names",
        searches: "search",
        things: "thing",
        works: "work",
    }

    /// Words for people and parts of their names.
    PersonWords of "person-words.tsv" {
        anybody: "anybody",
        introducing: "introducing",
        kin: "kin",
        past: "past",
        players: "player",
        plurals: "plural",
        plural_subjects: "plural-subject",
        readers: "reader",
        subordinates: "subordinate",
        suffixes: "suffix",
    }

    /// Nouns for bodies and documents that can say something.
    SpeakingNouns of "speaking-nouns.tsv" {
        bodies: "body",
        documents: "document",
    }

    /// Nouns for works and documents.
    WorkNouns of "work-nouns.tsv" {
        documents: "document",
        programmes: "programme",
        works: "work",
    }

    /// Words about time.
    TimeWords of "time-words.tsv" {
        ahead: "ahead",
        date_openings: "date-opening",
        days_and_months: "day-or-month",
        near_days: "near-day",
        not_one_day: "not-one-day",
        past: "past",
        periods: "period",
        which: "which",
    }
}

impl TimeWords {
    /// Whether a word is a day, a month or one like “today”.
    pub(crate) fn is_day(&self, word: &str) -> bool {
        self.days_and_months.contains_any_case(word) || self.near_days.contains_any_case(word)
    }
}
