//! Kinds that a name's own words or its uses speak against: no person is called
//! “Harbour Board”, and none stands as “the Norsian minister”.

use std::collections::{HashMap, HashSet};

use super::Name;
use crate::nlp::EntityKind;
use crate::nlp::coref::People;
use crate::text::span::Span;

/// Last words of bodies that are no family names.
const BODIES: &[&str] = &[
    "agency",
    "association",
    "authority",
    "board",
    "bureau",
    "commission",
    "committee",
    "corporation",
    "council",
    "department",
    "federation",
    "foundation",
    "fund",
    "guild",
    "institute",
    "ministry",
    "office",
    "parliament",
    "party",
    "police",
    "senate",
    "society",
    "union",
    "university",
];

/// Last words of places that are no family names.
const PLACES: &[&str] =
    &["airport", "avenue", "county", "district", "harbor", "harbour", "island", "islands", "peninsula", "province"];

/// Endings of words for the people of a country.
const OF_PEOPLE: &[&str] = &["an", "ese", "ish"];

/// Words after a name that are looked at for a word for a person.
const BEHIND: usize = 3;

/// Puts right the kind of names that were taken for people's.
pub(super) fn settle(text: &str, people: &People, names: &mut [Name]) {
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        name.kind = of_last_word(name.span.of(text), people);
    }
    let peoples = peoples(text, people, names);
    for name in names.iter_mut() {
        let word = name.span.of(text);
        if peoples.contains_key(word) {
            name.kind = EntityKind::Group;
        } else if name.kind == EntityKind::Person && peoples.values().any(|country| country.contains(word)) {
            name.kind = EntityKind::Place;
        }
    }
}

fn of_last_word(name: &str, people: &People) -> EntityKind {
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    if !name.contains(' ') || people.of_name(name).is_some() {
        EntityKind::Person
    } else if BODIES.contains(&last.as_str()) {
        EntityKind::Organization
    } else if PLACES.contains(&last.as_str()) {
        EntityKind::Place
    } else {
        EntityKind::Person
    }
}

/// The single words, taken for a person or for now this and now that, that stand as a people's name
/// wherever they stand alone; and the names of the article that may be their
/// country.
fn peoples<'t>(text: &'t str, people: &People, names: &[Name]) -> HashMap<&'t str, HashSet<&'t str>> {
    let alone = |name: &&Name| !name.span.of(text).contains(char::is_whitespace);
    let is_given = |word: &str| people.of_name(&format!("{word} X")).is_some();
    let mut parts: HashSet<&str> = HashSet::new();
    for name in names.iter().filter(|name| name.kind == EntityKind::Person && !alone(name)) {
        parts.extend(name.span.of(text).split_whitespace());
    }
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
        let may_be = (persons.contains(word) || unsure.contains(word))
            && OF_PEOPLE.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
            && !parts.contains(word)
            && !is_given(word);
        if may_be {
            let adjective = stands_as_adjective(text, people, name.span);
            uses.entry(word).and_modify(|all| *all &= adjective).or_insert(adjective);
        }
    }
    let country = |of: &str| {
        let fits = |word: &&str| {
            let stem = word.trim_end_matches(['a', 'e', 'o', 'y']);
            stem.len() > 2 && stem.len() < word.len() && of.starts_with(stem) && of.len() <= word.len() + 2
        };
        persons.iter().copied().filter(fits).filter(|w| !parts.contains(w) && !is_given(w) && *w != of).collect()
    };
    uses.into_iter().filter(|(_, all)| *all).map(|(word, _)| (word, country(word))).collect()
}

/// Whether a name stands where an adjective does: behind an article, or
/// directly before words for a person.
fn stands_as_adjective(text: &str, people: &People, name: Span) -> bool {
    let before = text.get(..name.start).unwrap_or_default().trim_end();
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    if matches!(before, "the" | "The" | "a" | "A" | "an" | "An") {
        return true;
    }
    let behind = text.get(name.end..).unwrap_or_default();
    if !behind.starts_with(' ') {
        return false;
    }
    let words = behind.split_whitespace().take(BEHIND).take_while(|w| w.chars().all(|c| c.is_lowercase() || c == '-'));
    words.into_iter().any(|word| people.is_person(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::entity::names_in;
    use EntityKind::{Group, Organization, Person, Place};

    fn settled(text: &str, names: &[(&str, EntityKind)]) -> Vec<EntityKind> {
        let mut names = names_in(text, names);
        settle(text, &People::bundled(), &mut names);
        names.into_iter().map(|name| name.kind).collect()
    }

    #[test]
    fn a_board_is_no_person_but_somebody_with_a_given_name_is() {
        let text = "Orsten Harbour Board met at Orsten Airport. Susan Union and Brill came.";
        let names = [("Orsten Harbour Board", Person), ("Orsten Airport", Person), ("Susan Union", Person)];
        assert_eq!(settled(text, &names), [Organization, Place, Person]);
    }

    #[test]
    fn a_word_that_stands_as_an_adjective_names_a_people_and_its_country() {
        let text = "Norsia waited. The Norsian army left. Norsian prime minister Ann Lee met Norsia's envoy.";
        let names =
            [("Norsia", Person), ("Norsian", Person), ("Norsian", Place), ("Ann Lee", Person), ("Norsia", Place)];
        assert_eq!(settled(text, &names), [Place, Group, Group, Person, Place]);
    }

    #[test]
    fn a_person_who_once_stands_as_a_subject_stays_one() {
        let text = "Norsan waits for the Norsan army. Brovan left. The Brovan report is late. \
                    Bo Hallan met the Hallan family. Julian prime minister.";
        let people = ["Brovan", "Brovan", "Bo Hallan", "Hallan", "Julian"].map(|name| (name, Person));
        let names = [&[("Norsan", Place), ("Norsan", Organization)], &people[..]].concat();
        let kinds = settled(text, &names);
        assert_eq!((&kinds[..2], &kinds[2..]), (&[Place, Organization][..], &[Person; 5][..]));
    }
}
