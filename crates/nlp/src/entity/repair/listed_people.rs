//! Peoples that the lists have, where the article says that they do or are something: “the Maya were”.
//! The name model takes such a word for a person or a place, or does not find it.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashSet;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_everywhere};
use crate::lexicon::Lists;

/// How many peoples of an article are looked for, so that time stays linear in the length
/// of the text.
const MOST: usize = 20;

/// Makes the names of such peoples groups, and adds those that were not found.
pub(super) fn add_listed(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let peoples = peoples(context, names);
    for name in names.iter_mut().filter(|name| peoples.contains(name.span.of(text))) {
        if matches!(name.kind, EntityKind::Person | EntityKind::Place | EntityKind::Misc) {
            name.kind = EntityKind::Group;
        }
    }
    add_everywhere(text, names, peoples.into_iter().map(|people| (people, EntityKind::Group)));
}

/// The words that the lists have as a people and that come after “the” and before a verb that one
/// person or place cannot have. Words of the full names of persons are left out: “Maya Lee”, but not
/// “B. Maya”, which may be an answer in a list.
fn peoples<'t>(context: &Context<'t>, names: &[Name]) -> HashSet<&'t str> {
    let text = context.text;
    let persons = names.iter().filter(|name| name.kind == EntityKind::Person).map(|name| name.span.of(text));
    let full = persons.filter(|name| name.split_once(' ').is_some_and(|(given, _)| !given.ends_with('.')));
    let words_of_persons: HashSet<&str> = full.flat_map(|name| name.split(' ')).collect();
    let mut found = HashSet::new();
    let mut words = text.split([' ', '\n']).peekable();
    while let Some(before) = words.next() {
        let Some(&word) = words.peek().filter(|_| matches!(before, "the" | "The")) else { continue };
        let mut after = words.clone().skip(1);
        let capital = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
        if capital
            && after.next().is_some_and(is_verb_of_several)
            && !words_of_persons.contains(word)
            && context.word_tables.lists(&word.to_lowercase()).has(Lists::GROUP)
            && found.len() < MOST
        {
            found.insert(word);
        }
    }
    found
}

/// Whether a word is a verb that a name after “the” can have only if it names several people.
fn is_verb_of_several(word: &str) -> bool {
    matches!(word, "were" | "are" | "have") || word.len() > 4 && word.ends_with("ed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing;
    use EntityKind::{Group, Organization, Person, Place};

    fn repaired<'t>(text: &'t str, names: &[(&str, EntityKind)]) -> Vec<(&'t str, EntityKind)> {
        testing::repaired(add_listed, text, names, &["velmi", "orri", "tully"].map(|word| (word, Lists::GROUP)))
    }

    #[test]
    fn a_listed_people_that_does_something_is_a_group_everywhere() {
        let text = "The Velmi were many. Velmi art is old. The Orri traded with the Velmi. Orri boats.";
        let found = repaired(text, &[("Velmi", Person), ("Velmi", Place), ("Orri", Organization)]);
        assert_eq!(
            found,
            [("Velmi", Group), ("Velmi", Group), ("Orri", Organization), ("Velmi", Group), ("Orri", Group)]
        );
    }

    #[test]
    fn a_person_and_a_word_that_no_list_has_as_a_people_stay_as_they_are() {
        let text = "Ann Tully left. The Tully waited. The Norsa waited. The Velmi river. Velmi said so.";
        let found = repaired(text, &[("Ann Tully", Person), ("Tully", Person), ("Norsa", Place), ("Velmi", Person)]);
        let expected = [("Ann Tully", Person), ("Tully", Person), ("Norsa", Place), ("Velmi", Person)];
        assert_eq!(found, expected);
    }
}
