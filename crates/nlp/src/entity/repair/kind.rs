//! Kinds that the words of a name or its uses rule out: no person is called
//! “Harbour Board”, and “the Norsian minister” is not a person’s name before a
//! title.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::{HashMap, HashSet};

use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::language::Language;
use pullquote_article::Span;

/// How many words after a name are searched for a word for a person.
const AFTER: usize = 3;

/// Corrects the kind of names that were taken for a person’s.
pub(super) fn correct_kinds(text: &str, language: &Language, names: &mut [Name]) {
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        name.kind = kind_by_last_word(name.span.of(text), language);
    }
    families(text, names);
    companies(text, language, names);
    organizations_after_the(text, language, names);
    places(text, language, names);
    short_forms(text, language, names);
    let peoples = peoples(text, language, names);
    for name in names.iter_mut() {
        let word = name.span.of(text);
        if peoples.contains_key(word) {
            name.kind = EntityKind::Group;
        } else if name.kind == EntityKind::Person && peoples.values().any(|country| country.contains(word)) {
            name.kind = EntityKind::Place;
        }
    }
}

/// The kind of a name that was taken for a person’s, by its last word.
fn kind_by_last_word(name: &str, language: &Language) -> EntityKind {
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    if is_members(&last, language) {
        EntityKind::Group
    } else if !name.contains(' ') || language.people.gender_of_name(name).is_some() {
        EntityKind::Person
    } else if language.organizations.no_surname.contains(&last) {
        EntityKind::Organization
    } else if language.places.no_surname.contains(&last) {
        EntityKind::Place
    } else {
        EntityKind::Person
    }
}

/// Whether a word in lower case is the plural for the members of a party or faith: “liberals”.
fn is_members(word: &str, language: &Language) -> bool {
    let (singular, groups) = (language.singular(word), &language.groups);
    singular != word && (groups.parties.contains(&singular) || groups.faiths.contains(&singular))
}

/// A family, “the Hartmanns”, is a group and none of its members.
fn families(text: &str, names: &mut [Name]) {
    let last = |name: &Name| name.span.of(text).rsplit_once(' ').map(|(_, last)| last);
    let families: HashSet<&str> = names.iter().filter(|n| n.kind == EntityKind::Person).filter_map(last).collect();
    for name in names.iter_mut() {
        let word = name.span.of(text);
        let one = [word.strip_suffix("es"), word.strip_suffix('s')];
        let several = one.into_iter().flatten().any(|one| families.contains(one)) && !families.contains(word);
        if several && is_the(word_before(text, name.span)) {
            name.kind = EntityKind::Group;
        }
    }
}

/// “Halvard” and “Halvard Shipping” are a company if “Halvard Shipping Inc.” is
/// in the article and no person or place there has that name.
fn companies(text: &str, language: &Language, names: &mut [Name]) {
    let people = words_of_people(text, names);
    let places: HashSet<&str> =
        names.iter().filter(|name| name.kind == EntityKind::Place).map(|name| name.span.of(text)).collect();
    let mut short: HashSet<&str> = HashSet::new();
    for name in names.iter().filter(|name| name.kind == EntityKind::Organization) {
        let whole = name.span.of(text);
        let Some((rest, last)) = whole.rsplit_once(' ') else { continue };
        // “Orsten Co-op” is sometimes found as “Orsten Co”.
        let cut = text.get(name.span.end..).is_some_and(|rest| rest.starts_with('-'));
        if !cut && language.organizations.company_ends.contains(&last.trim_end_matches('.').to_lowercase()) {
            let rest = rest.trim_end_matches(',');
            let first = rest.split(' ').next().filter(|first| first.len() > 3);
            let named = |word: &&str| people.contains(word) || places.contains(word) && !word.contains(' ');
            short.extend([Some(rest), first].into_iter().flatten().filter(|word| !named(word)));
        }
    }
    for name in names.iter_mut().filter(|name| short.contains(name.span.of(text))) {
        name.kind = EntityKind::Organization;
    }
}

/// “Halvard” after “Halvard Energy” is that organization, if no place of the article and no
/// person with a given name is called so.
fn short_forms(text: &str, language: &Language, names: &mut [Name]) {
    let mut known = words_of_people(text, names);
    known.extend(names.iter().filter(|name| name.kind == EntityKind::Place).map(|name| name.span.of(text)));
    let mut first_words: HashSet<&str> = HashSet::new();
    for name in names.iter_mut() {
        let words = name.span.of(text);
        match (name.kind, words.split_once(' ')) {
            (EntityKind::Organization, Some((first, _))) => _ = first_words.insert(first),
            (EntityKind::Person, None) if first_words.contains(words) && is_no_person(words, &known, language) => {
                name.kind = EntityKind::Organization;
            }
            _ => {}
        }
    }
}

/// Single words are places if they end like the name of a town or something is
/// “in” them, and if no person of the article with a given name has that name.
fn places(text: &str, language: &Language, names: &mut [Name]) {
    let known = words_of_people(text, names);
    let is_place = |name: &&Name| {
        let word = name.span.of(text);
        let rest = text.get(name.span.end..).unwrap_or_default();
        let town = language.places.town_endings.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end));
        is_no_person(word, &known, language)
            && (town || word_before(text, name.span) == "in" && !rest.starts_with(['\'', '’']))
    };
    let persons = names.iter().filter(|name| name.kind == EntityKind::Person);
    let found: HashSet<&str> = persons.filter(is_place).map(|name| name.span.of(text)).collect();
    retype(text, names, &found, EntityKind::Place);
}

/// A name after “the” that is the subject of a verb is an organization: “the
/// Kremlin said”.
fn organizations_after_the(text: &str, language: &Language, names: &mut [Name]) {
    let known = words_of_people(text, names);
    let acts = |name: &&Name| {
        is_the(word_before(text, name.span))
            && name.word_after(text).is_some_and(|next| language.verbs.has_subject.contains(next))
    };
    let bodies: HashSet<&str> = names
        .iter()
        .filter(|name| name.kind == EntityKind::Person)
        .filter(acts)
        .map(|name| name.span.of(text))
        .filter(|word| is_no_person(word, &known, language))
        .collect();
    retype(text, names, &bodies, EntityKind::Organization);
}

/// Gives `kind` to the names in `words` that were taken for a person.
fn retype(text: &str, names: &mut [Name], words: &HashSet<&str>, kind: EntityKind) {
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        if words.contains(name.span.of(text)) {
            name.kind = kind;
        }
    }
}

/// Whether a single word is neither a given name nor one of `known`, the words of
/// people’s names.
fn is_no_person(word: &str, known: &HashSet<&str>, language: &Language) -> bool {
    !word.contains(' ') && !known.contains(word) && !language.people.begins_name(word)
}

/// The words of all people’s names that have more than one.
fn words_of_people<'t>(text: &'t str, names: &[Name]) -> HashSet<&'t str> {
    let people = names.iter().filter(|name| name.kind == EntityKind::Person);
    people
        .map(|name| name.span.of(text))
        .filter(|name| name.contains(char::is_whitespace))
        .flat_map(str::split_whitespace)
        .collect()
}

fn word_before(text: &str, name: Span) -> &str {
    let before = text.get(..name.start).unwrap_or_default().trim_end();
    before.rsplit(char::is_whitespace).next().unwrap_or_default()
}

fn is_the(word: &str) -> bool {
    matches!(word, "the" | "The")
}

/// The single words that name a people, each with the names that may be its
/// country. A word names a people if the name model found that, or if it was
/// taken for a person, or for several kinds, and is used like an adjective
/// wherever it is alone.
fn peoples<'t>(text: &'t str, language: &Language, names: &[Name]) -> HashMap<&'t str, HashSet<&'t str>> {
    let alone = |name: &&Name| !name.span.of(text).contains(char::is_whitespace);
    let known = words_of_people(text, names);
    let mut uses: HashMap<&str, bool> = HashMap::new();
    let mut kinds: HashMap<&str, EntityKind> = HashMap::new();
    let unsure: HashSet<&str> = names
        .iter()
        .filter(alone)
        .filter(|name| *kinds.entry(name.span.of(text)).or_insert(name.kind) != name.kind)
        .map(|name| name.span.of(text))
        .collect();
    let persons: HashSet<&str> =
        names.iter().filter(|n| n.kind == EntityKind::Person).filter(alone).map(|n| n.span.of(text)).collect();
    for name in names.iter().filter(alone) {
        let word = name.span.of(text);
        let may_name_people = (persons.contains(word) || unsure.contains(word))
            && language.places.people_endings.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
            && !known.contains(word)
            && !language.people.begins_name(word);
        if name.kind == EntityKind::Group && !unsure.contains(word) {
            // The name model found a people; it may not have found
            // the country.
            uses.insert(word, true);
        } else if may_name_people {
            let adjective = is_used_as_adjective(text, language, name.span);
            uses.entry(word).and_modify(|all| *all &= adjective).or_insert(adjective);
        }
    }
    let country = |of: &str| {
        let fits = |word: &&str| {
            let stem = word.trim_end_matches(['a', 'e', 'o', 'y']);
            stem.len() > 2 && stem.len() < word.len() && of.starts_with(stem) && of.len() <= word.len() + 2
        };
        persons
            .iter()
            .copied()
            .filter(fits)
            .filter(|w| !known.contains(w) && !language.people.begins_name(w) && *w != of)
            .collect()
    };
    uses.into_iter().filter(|(_, all)| *all).map(|(word, _)| (word, country(word))).collect()
}

/// Whether a name is used like an adjective: after an article, or right before
/// words for a person.
fn is_used_as_adjective(text: &str, language: &Language, name: Span) -> bool {
    let before = word_before(text, name);
    if is_the(before) || matches!(before, "a" | "A" | "an" | "An") {
        return true;
    }
    let rest = text.get(name.end..).unwrap_or_default();
    if !rest.starts_with(' ') {
        return false;
    }
    let words = rest.split_whitespace().take(AFTER).take_while(|w| w.chars().all(|c| c.is_lowercase() || c == '-'));
    words.into_iter().any(|word| language.people.is_person(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use EntityKind::{Group, Organization, Person, Place};

    fn corrected(text: &str, names: &[(&str, EntityKind)]) -> Vec<EntityKind> {
        let mut names = names_in(text, names);
        correct_kinds(text, Language::english(), &mut names);
        names.into_iter().map(|name| name.kind).collect()
    }

    #[test]
    fn a_board_is_no_person_but_somebody_with_a_given_name_is() {
        let text = "Orsten Harbour Board met at Orsten Airport. Susan Union and Brill came.";
        let names = [("Orsten Harbour Board", Person), ("Orsten Airport", Person), ("Susan Union", Person)];
        assert_eq!(corrected(text, &names), [Organization, Place, Person]);
    }

    #[test]
    fn the_members_of_a_party_or_faith_are_a_group() {
        let text = "Orsten Republicans met Liberals, Tories and Sikhs. Ann Green and Liberal Youth came.";
        let names = ["Orsten Republicans", "Liberals", "Tories", "Sikhs", "Ann Green", "Liberal Youth"];
        let found = corrected(text, &names.map(|name| (name, Person)));
        assert_eq!(found, [Group, Group, Group, Group, Person, Person]);
    }

    #[test]
    fn a_family_is_a_group_and_none_of_its_members() {
        let text = "The Hartmanns left. Bill Hartmann met the Marches and Ada March. The Angels won.";
        let names = [
            ("Hartmanns", Organization),
            ("Bill Hartmann", Person),
            ("Marches", Person),
            ("Ada March", Person),
            ("Angels", Organization),
        ];
        assert_eq!(corrected(text, &names), [Group, Person, Group, Person, Organization]);
    }

    #[test]
    fn the_first_word_of_an_organization_before_is_no_person() {
        let text = "Halvard Energy closes. Halvard’s head agreed. Brill Energy won; Ann Brill and Brill left. Tully \
                    spoke of Tully Gas.";
        let names = [
            ("Halvard Energy", Organization),
            ("Halvard", Person),
            ("Brill Energy", Organization),
            ("Ann Brill", Person),
            ("Brill", Person),
            ("Tully", Person),
            ("Tully Gas", Organization),
        ];
        let expected = [Organization, Organization, Organization, Person, Person, Person, Organization];
        assert_eq!(corrected(text, &names), expected);
    }

    #[test]
    fn a_company_is_one_without_its_suffix_and_by_its_first_word() {
        let text = "Halvard Shipping Inc. lost. Halvard left. Halvard Shipping won. Tully Ltd sued Ann Tully; Tully left. \
                    Orsten Co-op is in Orsten; Orsten sued.";
        let names = [
            ("Halvard Shipping Inc.", Organization),
            ("Halvard", Person),
            ("Halvard Shipping", Place),
            ("Tully Ltd", Organization),
            ("Ann Tully", Person),
            ("Tully", Person),
            ("Orsten Co", Organization),
            ("Orsten", Place),
            ("Orsten", Person),
        ];
        let company = [Organization; 4];
        let expected = [&company[..], &[Person, Person, Organization, Place, Person]].concat();
        assert_eq!(corrected(text, &names), expected);
    }

    #[test]
    fn a_subject_after_the_is_no_person() {
        let text = "The Norborg said no. Norborg aide Bo Ek left. The Ek family and the Brill affair wait. The Brill’s keel broke. The Ek is a river.";
        let names = [
            ("Norborg", Person),
            ("Norborg", Person),
            ("Bo Ek", Person),
            ("Ek", Person),
            ("Brill", Person),
            ("Brill", Person),
            ("Ek", Person),
        ];
        assert_eq!(corrected(text, &names), [Organization, Organization, Person, Person, Person, Person, Person]);
    }

    #[test]
    fn a_word_used_as_an_adjective_names_a_people_and_shows_its_country() {
        let text = "Norsia waited. The Norsian army left. Norsian prime minister Ann Lee met Norsia's envoy.";
        let names =
            [("Norsia", Person), ("Norsian", Person), ("Norsian", Place), ("Ann Lee", Person), ("Norsia", Place)];
        assert_eq!(corrected(text, &names), [Place, Group, Group, Person, Place]);
    }

    #[test]
    fn the_country_of_a_people_that_was_found_is_a_place() {
        let text = "Velmora waits. The Velmoran army left Velmora. Luther met Lutheran monks.";
        let names =
            [("Velmora", Person), ("Velmoran", Group), ("Velmora", Person), ("Luther", Person), ("Lutheran", Group)];
        assert_eq!(corrected(text, &names), [Place, Group, Place, Person, Group]);
    }

    #[test]
    fn a_name_that_ends_like_a_town_or_follows_in_is_a_place() {
        let text = "Lindhaven counts. Rain fell in Orsko. Orsko waits. Ann Holland left; Holland wept. In Lee’s view, Moe is in Lee’s debt.";
        let names = [
            ("Lindhaven", Person),
            ("Orsko", Person),
            ("Orsko", Person),
            ("Ann Holland", Person),
            ("Holland", Person),
            ("Lee", Person),
            ("Moe", Person),
            ("Lee", Person),
        ];
        assert_eq!(corrected(text, &names), [Place, Place, Place, Person, Person, Person, Person, Person]);
    }

    #[test]
    fn a_name_that_is_once_a_subject_stays_a_person() {
        let text = "Norsan waits for the Norsan army. Brovan left. The Brovan report is late. \
                    Bo Hallan met the Hallan family. Julian prime minister.";
        let people = ["Brovan", "Brovan", "Bo Hallan", "Hallan", "Julian"].map(|name| (name, Person));
        let names = [&[("Norsan", Place), ("Norsan", Organization)], &people[..]].concat();
        let kinds = corrected(text, &names);
        assert_eq!((&kinds[..2], &kinds[2..]), (&[Place, Organization][..], &[Person; 5][..]));
    }
}
