//! Nominals, such as “the senator” and “a former head of MI6”, and the people
//! they refer to.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::{HashMap, HashSet};

use super::Resolver;
use crate::analysis::{EntityId, EntityKind, How};
use crate::cue::inflect::VerbForm;
use crate::entity::EntityTable;
use crate::language::people::{Gender, People};
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::inhabitant::{is_inhabitant, is_member};
use crate::scene::phrase::ending_at;
use crate::scene::source::Source;

/// The least salience of a person that a nominal without a known role refers to.
/// Set by hand, as the weights in [`super`].
const LEAST_PERSON: f32 = 0.3;

/// The least salience of an organization that a nominal refers to when no name
/// has its noun. Set by hand, as the weights in [`super`].
const LEAST_ORGANIZATION: f32 = 0.5;

/// How many people one noun can have, so that time stays linear in the text.
const MOST_PEOPLE: usize = 16;

/// How many words beside the names of one person are stored.
const MOST_WORDS: usize = 48;

/// The word before the noun of a role that somebody had before.
const PAST: &str = "former";

/// How many words before a noun show that it is a role in the past: “former City Council chairman”.
const WORDS_TO_PAST: usize = 4;

/// The longest description before a name, in tokens.
const LONGEST_DESCRIPTION: usize = 14;

/// How many names before a nominal are searched for its noun.
const RECENT_NAMES: usize = 60;

/// The people of an article by the nouns for a person that are next to their
/// names.
#[derive(Debug, Default)]
pub(super) struct Roles {
    by_noun: HashMap<String, Vec<EntityId>>,
    /// The words beside the names of each person, in lower case.
    words: HashMap<EntityId, Vec<String>>,
    /// The people with a known role.
    known: HashSet<EntityId>,
}

impl Roles {
    pub(super) fn read(scene: &Scene<'_>, table: &EntityTable) -> Self {
        let people = &scene.language.people;
        let mut roles = Self::default();
        for name in scene.names.iter().filter(|n| n.kind == EntityKind::Person) {
            let start = scene.token_from(name.span.start);
            let before = |i: usize| i.checked_sub(1).map_or("", |i| scene.word(i));
            for i in (start.saturating_sub(6)..start).rev() {
                // “press secretary Ann Lee”, but “the mayor thanked Ann Lee”.
                let verb = scene.word(i).ends_with("ed")
                    || scene.class(i) == Class::Verb
                        && scene
                            .cue_at(i)
                            .and_then(|c| scene.cues.get(c))
                            .is_none_or(|c| c.form != Some(VerbForm::Base));
                // “Police chief Bo Ek met fire chief Ann Lee”
                let another = scene.name_at(i).is_some_and(|n| n.kind == EntityKind::Person && n.entity != name.entity)
                    && scene.class(i + 1) != Class::Possessive;
                let verb = verb || scene.language.is_irregular_past(scene.word(i));
                if verb
                    || another
                    || !matches!(scene.class(i), Class::Word | Class::Name | Class::Verb | Class::Possessive)
                {
                    break;
                }
                roles.add(scene.word(i), before(i), name.entity, people);
                roles.add_member(scene, i, name.entity);
            }
            let end = scene.token_from(name.span.end);
            // “the harbour master, Ann Lee,”
            for i in description_before(scene, start, end) {
                roles.add(scene.word(i), before(i), name.entity, people);
                roles.add_member(scene, i, name.entity);
            }
            // “Lee (D-Ohio)”, “Lee of Ohio”
            if scene.class(end) == Class::Open || scene.is(end, "of") || scene.is(end, "from") {
                (end + 1..end + 5).take_while(|&i| scene.class(i) != Class::Stop).for_each(|i| {
                    roles.add(scene.word(i), before(i), name.entity, people);
                    roles.add_member(scene, i, name.entity);
                });
            }
            // “Lee, said the president,”
            let verb = scene.cue_at(end + 1).and_then(|c| scene.cues.get(c)).and_then(|c| c.form);
            let says = matches!(verb, Some(VerbForm::Past | VerbForm::Third));
            if scene.class(end) == Class::Comma && !says {
                let apposition = (end + 1..end + 12).take_while(|&i| {
                    !matches!(scene.class(i), Class::Comma | Class::Stop | Class::Relative | Class::Auxiliary)
                });
                let mut words = 0;
                for i in apposition {
                    roles.add(scene.word(i), before(i), name.entity, people);
                    roles.add_member(scene, i, name.entity);
                    words += 1;
                }
                // “Ann Lee, 46, said”
                if words == 1 && scene.class(end + 1) == Class::Number {
                    roles.bear(format!("{}-year-old", scene.word(end + 1)), name.entity);
                }
            }
        }
        for entity in table.entities().iter().filter(|e| e.kind == EntityKind::Person) {
            let mut before = "";
            for word in entity.role.iter().flat_map(|role| role.split_whitespace()) {
                roles.add(word, before, entity.id, people);
                before = word;
            }
        }
        roles
    }

    /// Notes a word beside a name of the entity; `before` is the word before it.
    fn add(&mut self, word: &str, before: &str, entity: EntityId, people: &People) {
        let noun = word.to_lowercase();
        // “Father Tom” is nobody’s father.
        if word.starts_with(char::is_uppercase) && people.words.kin.contains(&noun) {
            return;
        }
        let below = people.words.subordinates.contains_any_case(before);
        if below && people.is_person(&noun) {
            self.bear(format!("{} {noun}", before.to_lowercase()), entity);
        } else {
            people.nouns_of_title(&noun).for_each(|noun| self.bear(noun.to_owned(), entity));
            if people.is_person(&noun) {
                self.bear(noun.clone(), entity);
            }
        }
        let words = self.words.entry(entity).or_default();
        for part in noun.split('-').filter(|part| part.len() > 1) {
            if words.len() < MOST_WORDS && !words.iter().any(|word| word == part) {
                words.push(part.to_owned());
            }
        }
    }

    /// Notes a noun for a member of a people, a party or a faith beside a name of the entity (“a Republican”), or a
    /// role in the past: “a former mayor”.
    fn add_member(&mut self, scene: &Scene<'_>, i: usize, entity: EntityId) {
        let noun = scene.word(i).to_lowercase();
        let past = scene.language.people.is_person(&noun).then(|| {
            let before = (i.saturating_sub(WORDS_TO_PAST)..i).rev().take_while(|&k| scene.class(k).is_nominal());
            past_role(scene, &(before.last().unwrap_or(i)..i + 1), &noun)
        });
        let noun = past.flatten().or_else(|| is_member(scene, i).then_some(noun));
        let Some(bearers) = noun.map(|noun| self.by_noun.entry(noun).or_default()) else { return };
        if !bearers.contains(&entity) && bearers.len() < MOST_PEOPLE {
            bearers.push(entity);
        }
    }

    /// Notes that a noun is next to a name of the entity.
    fn bear(&mut self, noun: String, entity: EntityId) {
        let bearers = self.by_noun.entry(noun).or_default();
        if !bearers.contains(&entity) && bearers.len() < MOST_PEOPLE {
            bearers.push(entity);
            self.known.insert(entity);
        }
    }

    /// The words beside the names of an entity, in lower case.
    pub(super) fn words(&self, entity: EntityId) -> &[String] {
        self.words.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// Whether the article says what the entity is.
    pub(super) fn has_any(&self, entity: EntityId) -> bool {
        self.known.contains(&entity)
    }

    pub(super) fn bearers(&self, noun: &str) -> &[EntityId] {
        self.by_noun.get(noun).map_or(&[], Vec::as_slice)
    }
}

/// The words that describe a person before a comma and the name, which is from token `start` to `end`: “the harbour
/// master, Ann Lee,”.
fn description_before(scene: &Scene<'_>, start: usize, end: usize) -> std::ops::Range<usize> {
    let closed = end >= scene.tokens.len() || matches!(scene.class(end), Class::Comma | Class::Stop | Class::Close);
    let comma = start.checked_sub(1).filter(|&i| closed && scene.class(i) == Class::Comma);
    let phrase =
        comma.and_then(|comma| ending_at(scene, comma.checked_sub(1)?, comma.saturating_sub(LONGEST_DESCRIPTION)));
    let determined = |phrase: &std::ops::Range<usize>| {
        matches!(scene.class(phrase.start), Class::Determiner | Class::Possessive)
            && phrase.clone().all(|i| scene.name_at(i).is_none_or(|name| name.kind != EntityKind::Person))
    };
    let Some(phrase) = phrase.filter(determined) else { return start..start };
    // The head of “the master of the harbour” is before the preposition.
    let joint = phrase.clone().find(|&i| scene.class(i) == Class::Preposition).unwrap_or(phrase.end);
    let head = scene.word(joint - 1).to_lowercase();
    if scene.language.people.is_person(&head) { phrase } else { start..start }
}

/// The entity that a nominal refers to, if that can be decided.
pub(super) fn resolve(resolver: &Resolver<'_, '_>, para: usize, source: &Source) -> Option<EntityId> {
    let scene = resolver.scene;
    let first = source.tokens.start;
    if let Some(organization) = organization(resolver, source) {
        return Some(organization);
    }
    let head = head(scene, source)?;
    let noun = scene.word(head).to_lowercase();
    let gender = scene.language.people.gender_of_noun(&noun);
    if scene.is(first, "a") || scene.is(first, "an") {
        return named_later(resolver, para, source, gender);
    }
    let owner = source.tokens.clone().find(|&i| scene.class(i) == Class::Possessive);
    // “the senator and former mayor”: the second half needs no article.
    let joined = first.checked_sub(1).is_some_and(|i| scene.is(i, "and"));
    let definite = scene.is(first, "the") || scene.is(first, "this") || owner.is_some() || joined;
    if !definite {
        return None;
    }
    let fits = |entity: EntityId| match (gender, resolver.genders.of(entity)) {
        (Some(a), Some(b)) if a != b => 0.0,
        _ => 1.0,
    };
    let bearers = resolver.roles.bearers(&role_of(scene, first, head, &noun));
    let known = bearers.iter().copied().filter(|&e| fits(e) > 0.0);
    if let Some(bearer) =
        known.max_by(|&a, &b| resolver.salience.people.get(a).total_cmp(&resolver.salience.people.get(b)))
    {
        return Some(bearer);
    }
    let longest = if owner.is_some() || joined || gender.is_some() { 6 } else { 4 };
    let plain = (source.tokens.end == head + 1 || gender.is_some()) && source.tokens.len() <= longest;
    // “Lee’s deputy” is not Lee, and nobody who was just named.
    let names_somebody = source.tokens.clone().filter_map(|i| scene.name_at(i)).any(|n| n.kind == EntityKind::Person);
    if !plain || names_somebody || scene.language.people.words.introducing.contains(&noun) {
        return None;
    }
    resolver.salience.people.highest(fits).filter(|&e| resolver.salience.people.get(e) > LEAST_PERSON)
}

/// The organization that “the commission” is: a recent one with that word in its
/// name, or else the most salient.
fn organization(resolver: &Resolver<'_, '_>, source: &Source) -> Option<EntityId> {
    let scene = resolver.scene;
    let noun = scene.word(source.tokens.end.checked_sub(1)?).to_lowercase();
    if source.tokens.len() > 3
        || !scene.is(source.tokens.start, "the")
        || !scene.language.organizations.stands_for.contains(&noun)
    {
        return None;
    }
    let start = source.span.start;
    let before = scene.names.partition_point(|n| n.span.end <= start);
    let recent = scene.names.get(before.saturating_sub(RECENT_NAMES)..before).unwrap_or(&[]);
    let bearing = recent
        .iter()
        .rev()
        .filter(|n| n.kind == EntityKind::Organization)
        .find(|n| n.span.of(scene.text).split_whitespace().any(|word| word.eq_ignore_ascii_case(&noun)));
    bearing.map(|n| n.entity).or_else(|| {
        resolver
            .salience
            .organizations
            .highest(|_| 1.0)
            .filter(|&e| resolver.salience.organizations.get(e) > LEAST_ORGANIZATION)
    })
}

/// The token of the head noun of a phrase, if it is a word for a person.
fn head(scene: &Scene<'_>, source: &Source) -> Option<usize> {
    let end =
        source.tokens.clone().find(|&i| matches!(scene.class(i), Class::Preposition | Class::To | Class::Relative));
    let head = end.unwrap_or(source.tokens.end).checked_sub(1)?;
    let noun = scene.word(head).to_lowercase();
    let person = scene.language.people.is_person(&noun) || is_age(&noun) || is_inhabitant(scene, &source.tokens);
    person.then_some(head)
}

/// A noun (lower case, singular), at token `head` of a phrase from token `first`, as a role in lower
/// case: “vice president” is another one than “president”.
pub(super) fn role_of(scene: &Scene<'_>, first: usize, head: usize, noun: &str) -> String {
    let below = &scene.language.people.words.subordinates;
    let part = |i: usize| scene.word(i).split('-').next().filter(|part| below.contains_any_case(part));
    match (first..head).rev().find_map(part) {
        Some(below) => format!("{} {noun}", below.to_lowercase()),
        None => noun.to_owned(),
    }
}

/// The role of a person in the past that a phrase names, in lower case: “former mayor” for “the former city mayor”. Its
/// head noun is `noun`.
pub(super) fn past_role(scene: &Scene<'_>, tokens: &std::ops::Range<usize>, noun: &str) -> Option<String> {
    let past = |i: usize| scene.word(i).split('-').any(|part| scene.language.people.words.past.contains_any_case(part));
    tokens.clone().any(past).then(|| format!("{PAST} {noun}"))
}

/// Whether a noun (lower case) calls somebody by their age: “46-year-old”.
pub(super) fn is_age(noun: &str) -> bool {
    noun.ends_with("-year-old")
}

/// A speaker who is introduced by a description and named soon after, as the
/// source of the next words: “…, according to a former minister. Ann Lee said …”.
fn named_later(resolver: &Resolver<'_, '_>, para: usize, source: &Source, gender: Option<Gender>) -> Option<EntityId> {
    source.cue?;
    let next = resolver
        .sources
        .iter()
        .enumerate()
        .skip(para)
        .take(2)
        .flat_map(|(_, all)| all)
        .filter(|s| s.span.start >= source.span.end && s.cue.is_some())
        .find(|s| s.span.start > source.span.end)?;
    let entity = next.entity.filter(|_| next.how == How::Name && next.kind == Some(EntityKind::Person))?;
    let first_named = resolver.scene.names.iter().find(|n| n.entity == entity).map(|n| n.span.start);
    let agrees = match (gender, resolver.genders.of(entity)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    (agrees && first_named.is_some_and(|at| at > source.span.end)).then_some(entity)
}
