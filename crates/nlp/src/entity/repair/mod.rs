//! Repairs: corrections of names by what the whole article shows, after the name
//! model has read it sentence by sentence.
//!
//! `REPAIRS` lists them in the order they run; each row says why it runs at
//! that point.

mod body;
mod credit;
mod demonym;
mod digits;
mod election;
mod event;
mod family_name;
mod handle;
mod hyphenated;
mod initials;
mod introduced;
mod kind;
mod kind_vote;
mod language;
mod listed;
mod newspaper;
mod nickname;
mod people;
mod shared_surname;
mod unit;

use crate::cue::CueLexicon;
use crate::entity::name::Name;
use crate::language::Language;
use crate::lexicon::WordTables;

/// What a repair can use.
pub(crate) struct Context<'a> {
    /// The text of the article.
    pub(crate) text: &'a str,
    /// Lists of words.
    pub(crate) language: &'a Language,
    /// The lists of names, places and organizations.
    pub(crate) lexicon: &'a WordTables,
    /// The verbs that report speech.
    pub(crate) cues: &'a CueLexicon,
}

#[cfg(test)]
impl<'a> Context<'a> {
    /// What a repair of an English text can use.
    pub(crate) fn english(text: &'a str, lexicon: &'a WordTables) -> Self {
        static CUES: std::sync::LazyLock<CueLexicon> = std::sync::LazyLock::new(|| CueLexicon::of(Language::english()));
        Self { text, language: Language::english(), lexicon, cues: &CUES }
    }
}

/// One repair.
#[cfg_attr(not(test), expect(dead_code, reason = "the reason is for readers, and a test checks it"))]
pub(crate) struct Repair {
    /// Its name, a word or two.
    pub(crate) name: &'static str,
    /// Why it runs at this point.
    pub(crate) reason: &'static str,
    /// Changes the names; they stay in the order of the text and disjoint.
    apply: fn(&Context<'_>, &mut Vec<Name>),
}

/// All repairs, in the order they run: first where names begin and end, then
/// their kinds, then names that are to be removed or split.
pub(crate) const REPAIRS: [Repair; 22] = [
    Repair {
        name: "last stop",
        reason: "first, so that “U.S” and “U.S.” are the same words to all others",
        apply: |c, names| initials::add_last_stop(c.text, names),
    },
    Repair {
        name: "credits",
        reason: "before names are compared: a photographer is nobody whom “Ann” in the text can mean",
        apply: |c, names| credit::remove(c.text, c.language, names),
    },
    Repair {
        name: "abbreviations with digits",
        reason: "before the kinds are compared, so that all places of MI6 agree",
        apply: |c, names| digits::add_listed(c, names),
    },
    Repair {
        name: "handles",
        reason: "before the kinds are compared: a handle takes its kind from a name it spells",
        apply: |c, names| handle::add_handles(c.text, names),
    },
    Repair {
        name: "nicknames",
        reason: "before names are compared: Dwayne “The Gull” Pemberton is one person, not two",
        apply: |c, names| nickname::join_names(c.text, names),
    },
    Repair {
        name: "elections",
        reason: "before the kinds: the place in the name of an election is no place",
        apply: |c, names| election::join_names(c.text, c.language, names),
    },
    Repair {
        name: "numbers of units",
        reason: "before the kinds are compared, so that 65th Air Division is the same name everywhere",
        apply: |c, names| unit::add_numbers(c.text, c.language, names),
    },
    Repair {
        name: "bodies",
        reason: "before the kinds: the place in the name of a council is no place",
        apply: |c, names| body::add_bodies(c.text, c.language, names),
    },
    Repair {
        name: "events and laws",
        reason: "before the kinds: the place in the name of a treaty is no place",
        apply: |c, names| event::join_names(c, names),
    },
    Repair {
        name: "shared surname",
        reason: "after nicknames: the full name beside “Bill and” must have its whole extent",
        apply: |c, names| shared_surname::add_given_names(c.text, c.language, names),
    },
    Repair {
        name: "family names",
        reason: "after the names of persons have their extent, and before all places of a name are compared",
        apply: family_name::add_family_names,
    },
    Repair {
        name: "kind by vote",
        reason: "before kinds by use: what most places agree on is the starting point",
        apply: |c, names| kind_vote::vote(c.text, names),
    },
    Repair {
        name: "kind by use",
        reason: "after the vote: it corrects what the name's own words or its uses rule out",
        apply: |c, names| kind::correct_kinds(c.text, c.language, names),
    },
    Repair {
        name: "listed places",
        reason: "after the kinds by use: the lists decide only what the text does not",
        apply: |c, names| listed::correct_places(c, names),
    },
    Repair {
        name: "listed peoples",
        reason: "after the kinds by use: only words that those left as people or places",
        apply: |c, names| people::add_listed(c, names),
    },
    Repair {
        name: "peoples and countries",
        reason: "after the kinds by use: only words that those left as people or organizations",
        apply: |c, names| demonym::add_peoples(c, names),
    },
    Repair {
        name: "newspapers",
        reason: "after the kinds: only the name of an organization has a short name",
        apply: |c, names| newspaper::add_short_names(c.text, c.language, names),
    },
    Repair {
        name: "introduced abbreviations",
        reason: "after the kinds: an abbreviation gets the final kind of its long form",
        apply: |c, names| introduced::add_abbreviations(c.text, c.language, names),
    },
    Repair {
        name: "common abbreviations",
        reason: "after the kinds: an abbreviation of common words stays if it is an organization's",
        apply: |c, names| initials::remove_common(c.text, c.language, c.lexicon, names),
    },
    Repair {
        name: "listed abbreviations",
        reason: "after the kinds: a degree is known by the person before it",
        apply: |c, names| initials::remove_listed(c.text, c.language, names),
    },
    Repair {
        name: "two places",
        reason: "after the kinds: only a name that is a place by now is split at its hyphen",
        apply: |c, names| hyphenated::split(c.text, c.language, c.lexicon, names),
    },
    Repair {
        name: "languages",
        reason: "last: a word before “language” is a group whatever it was taken for before",
        apply: |c, names| language::group_languages(c.text, c.language, c.lexicon, names),
    },
];

/// Applies all repairs to the names of an article, except for the one with the name
/// `without`.
pub(crate) fn repair(context: &Context<'_>, names: &mut Vec<Name>, without: Option<&str>) {
    for repair in REPAIRS.iter().filter(|repair| without != Some(repair.name)) {
        (repair.apply)(context, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_repair_has_a_name_of_its_own_and_a_reason() {
        let names: HashSet<&str> = REPAIRS.iter().map(|repair| repair.name).collect();
        assert_eq!(names.len(), REPAIRS.len());
        assert!(REPAIRS.iter().all(|repair| repair.reason.len() > 20));
    }
}
