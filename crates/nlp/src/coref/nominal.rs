//! “the senator”, “a former head of MI6”: nominals and the people they name.

use std::collections::HashMap;

use super::Walk;
use crate::analysis::{EntityId, EntityKind, How};
use crate::cue::inflect::Form;
use crate::entity::EntityTable;
use crate::language::people::{Gender, People};
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::source::Source;

/// Who is called what: person nouns that stand beside a name.
#[derive(Debug, Default)]
pub(super) struct Roles {
    by_noun: HashMap<String, Vec<EntityId>>,
}

impl Roles {
    pub(super) fn read(scene: &Scene<'_>, table: &EntityTable) -> Self {
        let people = &scene.language.people;
        let mut roles = Self::default();
        for name in scene.names.iter().filter(|n| n.kind == EntityKind::Person) {
            let start = scene.token_from(name.span.start);
            for i in (start.saturating_sub(6)..start).rev() {
                // “press secretary Ann Lee”, but “the mayor thanked Ann Lee”.
                let verb = scene.word(i).ends_with("ed")
                    || scene.class(i) == Class::Verb
                        && scene.cue_at(i).and_then(|c| scene.cues.get(c)).is_none_or(|c| c.form != Some(Form::Base));
                if verb || !matches!(scene.class(i), Class::Word | Class::Name | Class::Verb | Class::Possessive) {
                    break;
                }
                roles.note(scene.word(i), name.entity, people);
            }
            let end = scene.token_from(name.span.end);
            if scene.class(end) == Class::Comma {
                let apposition = (end + 1..end + 12).take_while(|&i| {
                    !matches!(scene.class(i), Class::Comma | Class::Stop | Class::Relative | Class::Auxiliary)
                });
                for i in apposition {
                    roles.note(scene.word(i), name.entity, people);
                }
            }
        }
        for entity in table.entities().iter().filter(|e| e.kind == EntityKind::Person) {
            for word in entity.role.iter().flat_map(|role| role.split_whitespace()) {
                roles.note(word, entity.id, people);
            }
        }
        roles
    }

    fn note(&mut self, word: &str, entity: EntityId, people: &People) {
        let noun = word.to_lowercase();
        let mut nouns: Vec<&str> = people.nouns_of_title(&noun).collect();
        nouns.extend(people.is_person(&noun).then_some(noun.as_str()));
        for noun in nouns {
            let bearers = self.by_noun.entry(noun.to_owned()).or_default();
            if !bearers.contains(&entity) && bearers.len() < 16 {
                bearers.push(entity);
            }
        }
    }

    fn of(&self, noun: &str) -> &[EntityId] {
        self.by_noun.get(noun).map_or(&[], Vec::as_slice)
    }
}

/// Who the nominal is, if that can be told.
pub(super) fn resolve(walk: &Walk<'_, '_>, para: usize, source: &Source) -> Option<EntityId> {
    let scene = walk.scene;
    let first = source.tokens.start;
    if let Some(body) = body(walk, source) {
        return Some(body);
    }
    let head = head(scene, source)?;
    let noun = scene.word(head).to_lowercase();
    let gender = scene.language.people.gender_of_noun(&noun);
    if scene.is(first, "a") || scene.is(first, "an") {
        return named_later(walk, para, source, gender);
    }
    let owner = source.tokens.clone().find(|&i| scene.class(i) == Class::Possessive);
    // “the senator and former mayor”: the second half stands for both.
    let joined = first.checked_sub(1).is_some_and(|i| scene.is(i, "and"));
    let definite = scene.is(first, "the") || scene.is(first, "this") || owner.is_some() || joined;
    if !definite {
        return None;
    }
    let fits = |entity: EntityId| match (gender, walk.genders.get(entity.0).copied().flatten()) {
        (Some(a), Some(b)) if a != b => 0.0,
        _ => 1.0,
    };
    let bearers = walk.roles.of(&noun);
    let known = bearers.iter().copied().filter(|&e| fits(e) > 0.0);
    if let Some(bearer) = known.max_by(|&a, &b| walk.presence.of(a).total_cmp(&walk.presence.of(b))) {
        return Some(bearer);
    }
    let longest = if owner.is_some() || joined || gender.is_some() { 6 } else { 4 };
    let plain = (source.tokens.end == head + 1 || gender.is_some()) && source.tokens.len() <= longest;
    // “Lee’s deputy” is nobody who was named just so.
    let names_somebody = source.tokens.clone().filter_map(|i| scene.name_at(i)).any(|n| n.kind == EntityKind::Person);
    if !plain || names_somebody || scene.language.people.words.introducing.contains(&noun) {
        return None;
    }
    walk.presence.most(fits).filter(|&e| walk.presence.of(e) > 0.3)
}

/// The organization that “the commission” is: one with that word in its name,
/// or the most present.
fn body(walk: &Walk<'_, '_>, source: &Source) -> Option<EntityId> {
    let scene = walk.scene;
    let noun = scene.word(source.tokens.end.checked_sub(1)?).to_lowercase();
    if source.tokens.len() > 3
        || !scene.is(source.tokens.start, "the")
        || !scene.language.organizations.stands_for.contains(&noun)
    {
        return None;
    }
    let start = source.span.start;
    let before = scene.names.partition_point(|n| n.span.end <= start);
    let recent = scene.names.get(before.saturating_sub(60)..before).unwrap_or(&[]);
    let bearing = recent
        .iter()
        .rev()
        .filter(|n| n.kind == EntityKind::Organization)
        .find(|n| n.span.of(scene.text).split_whitespace().any(|word| word.eq_ignore_ascii_case(&noun)));
    bearing.map(|n| n.entity).or_else(|| walk.bodies.most(|_| 1.0).filter(|&e| walk.bodies.of(e) > 0.5))
}

/// The token of the phrase's head noun, where that is a word for one person.
fn head(scene: &Scene<'_>, source: &Source) -> Option<usize> {
    let end =
        source.tokens.clone().find(|&i| matches!(scene.class(i), Class::Preposition | Class::To | Class::Relative));
    let head = end.unwrap_or(source.tokens.end).checked_sub(1)?;
    scene.language.people.is_person(&scene.word(head).to_lowercase()).then_some(head)
}

/// A speaker brought in by description and named soon after, as the source of
/// the next words: “…, according to a former minister. Ann Lee said …”.
fn named_later(walk: &Walk<'_, '_>, para: usize, source: &Source, gender: Option<Gender>) -> Option<EntityId> {
    source.cue?;
    let next = walk
        .sources
        .iter()
        .enumerate()
        .skip(para)
        .take(2)
        .flat_map(|(_, all)| all)
        .filter(|s| s.span.start >= source.span.end && s.cue.is_some())
        .find(|s| s.span.start > source.span.end)?;
    let entity = next.entity.filter(|_| next.how == How::Name && next.kind == Some(EntityKind::Person))?;
    let first_named = walk.scene.names.iter().find(|n| n.entity == entity).map(|n| n.span.start);
    let agrees = match (gender, walk.genders.get(entity.0).copied().flatten()) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    (agrees && first_named.is_some_and(|at| at > source.span.end)).then_some(entity)
}
