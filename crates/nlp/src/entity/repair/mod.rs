//! Repairs: corrections of names by what the whole article shows, after the name
//! model has read it sentence by sentence.
//!
//! `REPAIRS` lists them in the order they run; each row says why it runs at
//! that point.

#![allow(clippy::ptr_arg, reason = "all repairs are functions of one type")]

mod abbreviation;
mod abbreviation_with_digits;
mod body;
mod credit;
mod election;
mod event;
mod family_name;
mod handle;
mod introduced_abbreviation;
mod kind_by_use;
mod kind_by_vote;
mod language;
mod listed_people;
mod listed_place;
mod newspaper;
mod nickname;
mod people_and_country;
mod player;
mod shared_surname;
#[cfg(test)]
mod testing;
mod two_places;
mod unit_number;

use crate::cue::CueLexicon;
use crate::entity::name::Name;
use crate::language::Language;
use crate::lexicon::WordTables;
use pullquote_article::text::token::Token;

/// What a repair can use.
pub(crate) struct Context<'a> {
    /// The text of the article.
    pub(crate) text: &'a str,
    /// The tokens of the text.
    pub(crate) tokens: &'a [Token],
    /// Lists of words.
    pub(crate) language: &'a Language,
    /// The lists of names, places and organizations.
    pub(crate) word_tables: &'a WordTables,
    /// The verbs that report speech.
    pub(crate) cues: &'a CueLexicon,
}

/// Changes the names of an article; they stay in the order of the text and disjoint.
type Apply = fn(&Context<'_>, &mut Vec<Name>);

/// One repair.
#[cfg_attr(not(test), expect(dead_code, reason = "the reason is for readers, and a test checks it"))]
pub(crate) struct Repair {
    /// Its name, a word or two.
    pub(crate) name: &'static str,
    /// Why it runs at this point.
    pub(crate) reason: &'static str,
    apply: Apply,
}

/// All repairs, in the order they run: first where names begin and end, then
/// their kinds, then names that are to be removed or split.
pub(crate) const REPAIRS: [Repair; 23] = [
    Repair {
        name: "last stop",
        reason: "first, so that “U.S” and “U.S.” are the same words to all others",
        apply: abbreviation::add_last_stop,
    },
    Repair {
        name: "credits",
        reason: "before names are compared: a photographer is nobody whom “Ann” in the text can mean",
        apply: credit::remove,
    },
    Repair {
        name: "players",
        reason: "before names are compared: “Winger Bo Lind” and “Bo Lind” are the same words to all others",
        apply: player::remove,
    },
    Repair {
        name: "abbreviations with digits",
        reason: "before the kinds are compared, so that all places of MI6 agree",
        apply: abbreviation_with_digits::add_listed,
    },
    Repair {
        name: "handles",
        reason: "before the kinds are compared: a handle takes its kind from a name it spells",
        apply: handle::add_handles,
    },
    Repair {
        name: "nicknames",
        reason: "before names are compared: Dwayne “The Gull” Pemberton is one person, not two",
        apply: nickname::join_names,
    },
    Repair {
        name: "elections",
        reason: "before the kinds: the place in the name of an election is no place",
        apply: election::join_names,
    },
    Repair {
        name: "numbers of units",
        reason: "before the kinds are compared, so that 65th Air Division is the same name everywhere",
        apply: unit_number::add_numbers,
    },
    Repair {
        name: "bodies",
        reason: "before the kinds: the place in the name of a council is no place",
        apply: body::add_bodies,
    },
    Repair {
        name: "events and laws",
        reason: "before the kinds: the place in the name of a treaty is no place",
        apply: event::join_names,
    },
    Repair {
        name: "shared surname",
        reason: "after nicknames: the full name beside “Bill and” must have its whole extent",
        apply: shared_surname::add_given_names,
    },
    Repair {
        name: "family names",
        reason: "after the names of persons have their extent, and before all places of a name are compared",
        apply: family_name::add_family_names,
    },
    Repair {
        name: "kind by vote",
        reason: "before kinds by use: what most places agree on is the starting point",
        apply: kind_by_vote::vote,
    },
    Repair {
        name: "kind by use",
        reason: "after the vote: it corrects what the name's own words or its uses rule out",
        apply: kind_by_use::correct_kinds,
    },
    Repair {
        name: "listed places",
        reason: "after the kinds by use: the lists decide only what the text does not",
        apply: listed_place::correct_places,
    },
    Repair {
        name: "listed peoples",
        reason: "after the kinds by use: only words that those left as people or places",
        apply: listed_people::add_listed,
    },
    Repair {
        name: "peoples and countries",
        reason: "after the kinds by use: only words that those left as people or organizations",
        apply: people_and_country::add_peoples,
    },
    Repair {
        name: "newspapers",
        reason: "after the kinds: only the name of an organization has a short name",
        apply: newspaper::add_short_names,
    },
    Repair {
        name: "introduced abbreviations",
        reason: "after the kinds: an abbreviation gets the final kind of its long form",
        apply: introduced_abbreviation::add_abbreviations,
    },
    Repair {
        name: "common abbreviations",
        reason: "after the kinds: an abbreviation of common words stays if it is an organization's",
        apply: abbreviation::remove_common,
    },
    Repair {
        name: "listed abbreviations",
        reason: "after the kinds: a degree is known by the person before it",
        apply: abbreviation::remove_listed,
    },
    Repair {
        name: "two places",
        reason: "after the kinds: only a name that is a place by now is split at its hyphen",
        apply: two_places::split,
    },
    Repair {
        name: "languages",
        reason: "last: a word before “language” is a group whatever it was taken for before",
        apply: language::group_languages,
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
