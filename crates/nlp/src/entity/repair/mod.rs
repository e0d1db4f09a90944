//! Repairs: what the whole article shows about its names after the name model
//! has read it sentence by sentence.
//!
//! [`REPAIRS`] is the one list of them, in the order they run; each row says why
//! it has its place.

mod handle;
mod hyphenated;
mod initials;
mod kind;
mod kind_vote;
mod language;
mod nickname;
mod shared_surname;

use crate::entity::name::Name;
use crate::lexicon::WordTables;
use crate::lexicon::people::People;

/// What a repair may look at.
pub(crate) struct Context<'a> {
    /// The text of the article.
    pub(crate) text: &'a str,
    /// Given names and nouns for people.
    pub(crate) people: &'a People,
    /// The lists of names.
    pub(crate) lexicon: &'a WordTables,
}

/// One repair.
#[cfg_attr(not(test), expect(dead_code, reason = "the name and the reason are for readers, and a test checks them"))]
pub(crate) struct Repair {
    /// What it does, in a word or two.
    pub(crate) name: &'static str,
    /// Why it runs where it does.
    pub(crate) reason: &'static str,
    /// Changes the names, which stay in the order of the text and disjoint.
    apply: fn(&Context<'_>, &mut Vec<Name>),
}

/// Every repair, in the order they run: first the extent of names, then their
/// kinds, then names that are none or are two.
pub(crate) const REPAIRS: [Repair; 9] = [
    Repair {
        name: "last stop",
        reason: "first, so that “U.S” and “U.S.” are the same words to all others",
        apply: |c, names| initials::close(c.text, names),
    },
    Repair {
        name: "handles",
        reason: "before the kinds are compared: a handle takes its kind from a name it spells",
        apply: |c, names| handle::add(c.text, names),
    },
    Repair {
        name: "nicknames",
        reason: "before names are compared: Dwayne “The Gull” Pemberton is one person, not two",
        apply: |c, names| nickname::join(c.text, names),
    },
    Repair {
        name: "shared surname",
        reason: "after nicknames: the full name beside “Bill and” must have its whole extent",
        apply: |c, names| shared_surname::add(c.text, c.people, names),
    },
    Repair {
        name: "kind by vote",
        reason: "before kinds by use: what most places agree on is the starting point",
        apply: |c, names| kind_vote::settle(c.text, names),
    },
    Repair {
        name: "kind by use",
        reason: "after the vote: it corrects what the name's own words or its uses rule out",
        apply: |c, names| kind::settle(c.text, c.people, names),
    },
    Repair {
        name: "common abbreviations",
        reason: "after the kinds: an abbreviation of common words stays if it is an organization's",
        apply: |c, names| initials::settle(c.text, c.lexicon, names),
    },
    Repair {
        name: "two places",
        reason: "after the kinds: only a name that is a place by now is split at its hyphen",
        apply: |c, names| hyphenated::part(c.text, c.lexicon, names),
    },
    Repair {
        name: "languages",
        reason: "last: a word before “language” is a group whatever it was taken for before",
        apply: |c, names| language::settle(c.text, c.lexicon, names),
    },
];

/// Runs every repair over the names of an article.
pub(crate) fn repair(context: &Context<'_>, names: &mut Vec<Name>) {
    for repair in &REPAIRS {
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
