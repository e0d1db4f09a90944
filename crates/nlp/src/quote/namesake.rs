//! Which of several bearers of a family name is meant where the text has the family name alone.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;

use crate::analysis::{Entity, EntityId, EntityKind};
use crate::language::Language;
use crate::language::people::Gender;
use crate::lexicon::given_names::GivenNames;
use crate::scene::Scene;
use pullquote_article::Span;

/// Where the text first names each person.
#[derive(Debug, Default)]
pub(super) struct FirstNames {
    /// The first byte of the first name of each person.
    first: HashMap<EntityId, usize>,
    /// The first byte of the first name of one word of each person.
    short: HashMap<EntityId, usize>,
    /// For the people of “Sal and Mick Poole”, the other one.
    beside: HashMap<EntityId, EntityId>,
}

impl FirstNames {
    /// The first names of the people of a text.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut found = Self::default();
        for (name, next) in scene.names.iter().zip(scene.names.iter().skip(1)) {
            let people = name.kind == EntityKind::Person && next.kind == EntityKind::Person;
            let gap = scene.text.get(name.span.end..next.span.start);
            let word = name.span.of(scene.text);
            let given = !word.contains(' ') && next.span.of(scene.text).contains(' ');
            if people && given && matches!(gap, Some(" and " | " & ")) && GivenNames::bundled().gender(word).is_some() {
                found.beside.entry(next.entity).or_insert(name.entity);
            }
        }
        for name in scene.names.iter().filter(|name| name.kind == EntityKind::Person) {
            found.first.entry(name.entity).or_insert(name.span.start);
            if !name.span.of(scene.text).contains(char::is_whitespace) {
                found.short.entry(name.entity).or_insert(name.span.start);
            }
        }
        found
    }

    /// Who shares the family name of `entity` without having it in the text: Sal in “Sal and Mick Poole”.
    pub(super) fn beside(&self, entity: EntityId) -> Option<EntityId> {
        self.beside.get(&entity).copied()
    }

    /// Whether the family name at byte `at` may as well be that of `other` as of `entity`: the text has named
    /// both, and did not call `entity` so before it named the other.
    pub(super) fn is_open(&self, entity: EntityId, other: &Entity, language: &Language, at: usize) -> bool {
        let first = self.first.get(&other.id).filter(|first| **first < at);
        // “Bo Hall came with his wife, Ann Hall. Hall spoke.”
        let is_kin = || {
            let role = other.role.as_deref().unwrap_or_default();
            role.split(' ').any(|word| language.people.words.kin.contains_any_case(word))
        };
        first.is_some_and(|first| self.short.get(&entity).is_none_or(|short| short > first)) && !is_kin()
    }
}

/// Whether a title before a name shows that nobody but `entity` is meant: “Mrs Hale”, where the other Hales are men.
pub(super) fn is_shown_by_title<'e>(
    language: &Language,
    text: &str,
    name: Span,
    mut others: impl Iterator<Item = &'e Entity>,
) -> bool {
    let before = text.get(..name.start).unwrap_or_default().trim_end();
    let title = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let title = title.trim_start_matches(|c: char| !c.is_alphabetic());
    let Some(gender) = language.people.gender_of_title(title) else { return false };
    others.all(|other| gender_of(language, other).is_some_and(|known| known != gender))
}

/// The gender that the name of a person shows.
fn gender_of(language: &Language, person: &Entity) -> Option<Gender> {
    let usual = || GivenNames::bundled().usual_gender(person.name.split(' ').next()?);
    language.people.gender_of_name(&person.name).or_else(usual)
}
