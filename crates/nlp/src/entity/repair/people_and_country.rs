//! Peoples and countries that no list has: where an article speaks of “the Velmoran
//! president”, “Velmoran” names a people and “Velmora” their country.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashSet;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_everywhere, words_of_full_names};
use crate::lexicon::Lists;

/// The most words between the name of a people and the word for its state: “the Velmoran
/// deputy foreign minister”.
const MOST_BETWEEN: usize = 2;

/// How many peoples of an article are looked for, so that time stays linear in the length
/// of the text.
const MOST: usize = 20;

/// Adds the names of such peoples as groups, and makes their countries places.
pub(super) fn add_peoples(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let peoples = peoples(context, names);
    if peoples.is_empty() {
        return;
    }
    let full = words_of_full_names(text, names);
    for name in names.iter_mut() {
        let word = name.span.of(text);
        if peoples.contains(word) {
            name.kind = EntityKind::Group;
        } else if matches!(name.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Misc)
            && !full.contains(word)
            && !context.language.people.begins_name(word)
            && peoples.iter().any(|people| are_of(people, word))
        {
            name.kind = EntityKind::Place;
        }
    }
    add_everywhere(text, names, peoples.into_iter().map(|people| (people, EntityKind::Group)));
}

/// The words that name a people by their form and by the word for a state after them, and
/// that no list knows.
fn peoples<'t>(context: &Context<'t>, names: &[Name]) -> HashSet<&'t str> {
    let places = &context.language.places;
    let mut found = HashSet::new();
    let mut start = 0;
    for word in context.text.split_inclusive([' ', '\n']) {
        let at = start;
        start += word.len();
        let Some(word) = word.strip_suffix(' ').filter(|word| word.starts_with(char::is_uppercase)) else { continue };
        let word = word.trim_start_matches(['“', '"', '‘', '(']);
        let named = places.people_endings.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end));
        if !named || !word.chars().all(char::is_alphabetic) || found.contains(word) {
            continue;
        }
        let mut after = context.text.get(start..).unwrap_or_default().split([' ', '\n']).take(MOST_BETWEEN + 1);
        let state = |next: &str| places.states.contains(next.trim_end_matches(|c: char| !c.is_alphabetic()));
        let is_state = after.find(|next| !next.starts_with(char::is_lowercase) || state(next)).is_some_and(state);
        let listed = context.word_tables.lists(&word.to_lowercase()) != Lists::default();
        let next = names.partition_point(|name| name.span.end <= at);
        let longer =
            names.get(next).is_some_and(|name| name.span.start <= at && name.span.of(context.text).contains(' '));
        if is_state && !listed && !longer && found.len() < MOST {
            found.insert(word);
        }
    }
    found
}

/// Whether a people can be called after a place: the Velmorans after Velmora.
fn are_of(people: &str, place: &str) -> bool {
    let stem = place.trim_end_matches(['a', 'e', 'o', 'y']);
    stem.len() > 2 && people != place && people.starts_with(stem) && people.len() <= place.len() + 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing;
    use EntityKind::{Group, Organization, Person, Place};

    fn repaired<'t>(text: &'t str, names: &[(&str, EntityKind)]) -> Vec<(&'t str, EntityKind)> {
        testing::repaired(add_peoples, text, names, &[("urban", Lists::COMMON)])
    }

    #[test]
    fn a_people_before_its_government_makes_its_country_a_place() {
        let text = "Velmora and Kassany met. The Velmoran deputy foreign minister and the Kassan delegation left.";
        let found = repaired(text, &[("Velmora", Person), ("Kassany", Organization)]);
        let expected = [("Velmora", Place), ("Kassany", Place), ("Velmoran", Group), ("Kassan", Group)];
        assert_eq!(found, expected);
    }

    #[test]
    fn people_and_common_words_are_left_as_they_are() {
        let text = "Urban police met Anna Tully. Tully spoke of the Tullyan government.";
        let found = repaired(text, &[("Anna Tully", Person), ("Tully", Person)]);
        assert_eq!(found, [("Anna Tully", Person), ("Tully", Person), ("Tullyan", Group)]);
    }
}
