//! The people whom the labels of a transcript name: “SEN. BOB MARTIN” once, “MARTIN” later.

use std::collections::HashMap;

use crate::analysis::{Entity, EntityId, EntityKind};
use crate::language::Language;
use crate::passage::label::{family_name, is_title};
use crate::scene::source::{Link, Source};

/// The most labels with one family name that are compared.
const MOST: usize = 8;

/// The most people with one family name that a label is compared with: more than any
/// article has.
const MOST_BEARERS: usize = 100;

/// The labels of a transcript.
pub(super) struct Labels<'t> {
    language: &'t Language,
    /// The different labels with each family name.
    by_family: HashMap<&'t str, Vec<&'t str>>,
}

impl<'t> Labels<'t> {
    /// The labels among `sources`, which are those of each paragraph of `text`.
    pub(super) fn of(language: &'t Language, text: &'t str, sources: &[Vec<Source>]) -> Self {
        let mut by_family: HashMap<&str, Vec<&str>> = HashMap::new();
        for label in sources.iter().flatten().filter(|s| s.link == Link::Label).map(|s| s.span.of(text)) {
            let known = by_family.entry(family_name(label)).or_default();
            if known.len() < MOST && !known.contains(&label) {
                known.push(label);
            }
        }
        Self { language, by_family }
    }

    /// The longest label with all words of this one, if it has those of every other such label,
    /// too: of “LEE”, “ANN LEE” and “BO LEE” none is the same person for sure.
    pub(super) fn longest(&self, label: &str) -> Option<&'t str> {
        let longer = || self.by_family.get(family_name(label)).into_iter().flatten().filter(|l| has_words(l, label));
        let longest = longer().max_by_key(|l| l.len())?;
        longer().all(|l| has_words(longest, l)).then_some(longest)
    }

    /// The person among `entities` whom a label calls by the family name. A given name in the
    /// label must be theirs. Of several, the one with the most words of the label.
    pub(super) fn person<'e>(&self, label: &str, families: &Families, entities: &'e [Entity]) -> Option<&'e Entity> {
        let words = || label.split(' ').filter(|word| !is_title(self.language, word));
        let shared = |e: &Entity| {
            let has = |word: &str| e.name.split(' ').any(|own| own.eq_ignore_ascii_case(word));
            words().filter(|word| has(word)).count()
        };
        let family = family_name(label);
        let people = families.bearers(family).iter().take(MOST_BEARERS).filter_map(|id| entities.get(id.0));
        let bearers: Vec<&Entity> = people.filter(|e| family_name(&e.name).eq_ignore_ascii_case(family)).collect();
        let least = words().take(2).count();
        bearers.into_iter().rev().filter(|e| shared(e) >= least).max_by_key(|e| shared(e))
    }
}

/// The people of an article by family name, so that nobody is looked for among all of
/// them.
pub(super) struct Families {
    by_name: HashMap<String, Vec<EntityId>>,
}

impl Families {
    /// The families of the people among `entities`.
    pub(super) fn of(entities: &[Entity]) -> Self {
        let mut by_name: HashMap<String, Vec<EntityId>> = HashMap::new();
        for person in entities.iter().filter(|e| e.kind == EntityKind::Person) {
            by_name.entry(family_name(&person.name).to_lowercase()).or_default().push(person.id);
        }
        Self { by_name }
    }

    /// The people with this family name, in any case of its letters, in the order of the
    /// article.
    pub(super) fn bearers(&self, family: &str) -> &[EntityId] {
        self.by_name.get(&family.to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

fn has_words(longer: &str, label: &str) -> bool {
    label.split(' ').all(|word| longer.split(' ').any(|own| own == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_completed_only_where_one_person_has_it() {
        let of = |labels: &[&'static str]| Labels {
            language: Language::english(),
            by_family: HashMap::from([("LEE", labels.to_vec())]),
        };
        assert_eq!(of(&["SEN. ANN LEE", "LEE", "SEN. LEE"]).longest("LEE"), Some("SEN. ANN LEE"));
        assert_eq!(of(&["ANN LEE", "BO LEE", "LEE"]).longest("LEE"), None);
        assert_eq!(of(&["ANN LEE", "ROBERT LEE"]).longest("ANN LEE"), Some("ANN LEE"));
    }

    #[test]
    fn a_label_is_the_person_with_its_words() {
        let named = |(at, name): (usize, &&str)| Entity {
            id: EntityId(at),
            kind: EntityKind::Person,
            name: (*name).to_owned(),
            role: None,
            facts: Vec::new(),
            value: None,
            mentions: Vec::new(),
        };
        let names = ["Ann Lee", "Bo Lee", "Lee Holm", "Zoë Ström"];
        let entities: Vec<Entity> = names.iter().enumerate().map(named).collect();
        let families = Families::of(&entities);
        let labels = Labels { language: Language::english(), by_family: HashMap::new() };
        let person = |label| labels.person(label, &families, &entities).map(|e| e.name.as_str());
        assert_eq!(person("SEN. BO LEE"), Some("Bo Lee"));
        assert_eq!(person("LEE"), Some("Ann Lee"));
        assert_eq!(person("CY LEE"), None);
        assert_eq!(person("HOLM"), Some("Lee Holm"));
        assert_eq!(families.bearers("STRÖM"), [EntityId(3)]);
    }
}
