//! What the whole article shows about its entities, before it is read from front to back.
//!
//! These rules are English grammar; see [`crate::language`].

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::analysis::{Entity, EntityId, EntityKind};
use crate::entity::EntityTable;
use crate::language::people::Person;
use crate::scene::grammar::Class;
use crate::scene::{NameAt, Scene};

/// How many words of the names of one entity are stored.
const MOST_NAME_WORDS: usize = 24;

/// How many of the first tokens of a text can be its byline.
const BYLINE: usize = 60;

/// How many words such as “I” and “my” outside quotes show that a text is in the first person.
const FIRST_PERSON: usize = 2;

/// The longest note on the author at the end of a text, in tokens.
const LONGEST_NOTE: usize = 60;

/// How many paragraphs are the lead of an article.
const LEAD: usize = 2;

/// What the whole article shows about its entities.
pub(super) struct Overview {
    /// One for each entity.
    entities: Vec<EntityOverview>,
    /// The organizations, places and groups with a word in their name, by the word in lower case.
    by_word: HashMap<String, Vec<EntityId>>,
    /// The people of the byline.
    pub(super) authors: Vec<EntityId>,
    /// Who says “I” outside quotes.
    pub(super) narrator: Option<EntityId>,
    /// For each token, how many verbs are before it.
    verbs: Vec<u32>,
}

/// What the whole article shows about one entity.
struct EntityOverview {
    kind: EntityKind,
    /// How many names of it there are.
    names: usize,
    /// How many of its kind the article names more often, or as often and before.
    rank: usize,
    /// Whether the lead names it.
    in_lead: bool,
    /// The words of its names in lower case.
    words: Vec<String>,
}

impl Overview {
    pub(super) fn of(scene: &Scene<'_>, table: &EntityTable) -> Self {
        let authors = authors(scene);
        let new = |e: &Entity| EntityOverview { kind: e.kind, names: 0, rank: 0, in_lead: false, words: Vec::new() };
        let mut overview = Self {
            entities: table.entities().iter().map(new).collect(),
            by_word: HashMap::new(),
            narrator: narrator(scene, &authors),
            authors,
            verbs: verbs_before(scene),
        };
        let lead_end = scene.paragraphs.get(LEAD).map_or(usize::MAX, |p| p.span.start);
        for name in &scene.names {
            overview.note(name, name.span.of(scene.text), name.span.start < lead_end);
        }
        overview.rank();
        overview
    }

    /// Notes a name with these words.
    fn note(&mut self, name: &NameAt, words: &str, in_lead: bool) {
        let Some(entity) = self.entities.get_mut(name.entity.0) else { return };
        entity.names += 1;
        entity.in_lead |= in_lead;
        for word in words.split_whitespace().map(str::to_lowercase) {
            if entity.words.len() < MOST_NAME_WORDS && !entity.words.contains(&word) {
                if name.kind != EntityKind::Person {
                    self.by_word.entry(word.clone()).or_default().push(name.entity);
                }
                entity.words.push(word);
            }
        }
    }

    /// Counts which entities of one kind are named more often.
    fn rank(&mut self) {
        let mut by_names: Vec<&mut EntityOverview> = self.entities.iter_mut().collect();
        by_names.sort_by_key(|entity| Reverse(entity.names));
        let mut before: HashMap<EntityKind, usize> = HashMap::new();
        for entity in by_names {
            let rank = before.entry(entity.kind).or_default();
            entity.rank = *rank;
            *rank += 1;
        }
    }

    fn entity(&self, entity: EntityId) -> Option<&EntityOverview> {
        self.entities.get(entity.0)
    }

    pub(super) fn kind(&self, entity: EntityId) -> Option<EntityKind> {
        self.entity(entity).map(|e| e.kind)
    }

    /// How many of its kind the article names more often, or as often and before.
    pub(super) fn rank_by_names(&self, entity: EntityId) -> usize {
        self.entity(entity).map_or(usize::MAX, |e| e.rank)
    }

    /// Whether the lead names an entity.
    pub(super) fn in_lead(&self, entity: EntityId) -> bool {
        self.entity(entity).is_some_and(|e| e.in_lead)
    }

    /// The words of the names of an entity, in lower case.
    pub(super) fn name_words(&self, entity: EntityId) -> &[String] {
        self.entity(entity).map_or(&[], |e| &e.words)
    }

    /// The organizations, places and groups with a word (lower case) in their name.
    pub(super) fn with_word(&self, word: &str) -> &[EntityId] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// How many verbs there are from one token until another.
    pub(super) fn verbs_between(&self, from: usize, until: usize) -> usize {
        let before = |token: usize| self.verbs.get(token).map_or(0, |count| *count as usize);
        before(until).saturating_sub(before(from))
    }
}

/// For each token and the end, how many verbs are before it.
fn verbs_before(scene: &Scene<'_>) -> Vec<u32> {
    let mut count = 0;
    let before = (0..=scene.tokens.len()).map(|i| {
        let before = count;
        count += u32::from(matches!(scene.class(i), Class::Verb | Class::Auxiliary));
        before
    });
    before.collect()
}

/// The people named after “by” at the beginning of a text.
fn authors(scene: &Scene<'_>) -> Vec<EntityId> {
    let first = scene.names.iter().take_while(|n| scene.token_from(n.span.start) < BYLINE);
    let by = |n: &&NameAt| {
        let before = scene.token_from(n.span.start).checked_sub(1);
        n.kind == EntityKind::Person && before.is_some_and(|i| scene.is(i, "by") && scene.word(i).starts_with('B'))
    };
    first.filter(by).map(|n| n.entity).collect()
}

/// Who says “I” outside quotes: the only author, or the person that the headline or the note at the end
/// names. `None` if the text is not in the first person, or does not say who wrote it.
fn narrator(scene: &Scene<'_>, authors: &[EntityId]) -> Option<EntityId> {
    match authors {
        _ if !is_in_first_person(scene) => None,
        [] => headline_author(scene).or_else(|| noted_author(scene)),
        [author] => Some(*author),
        _ => None,
    }
}

/// Whether a text says “I” or “my” of its writer several times, outside quotes.
fn is_in_first_person(scene: &Scene<'_>) -> bool {
    let people = &scene.language.people;
    let own = |i: &usize| {
        matches!(scene.class(*i), Class::Subject | Class::Object | Class::Possessive)
            && scene.passage_at(*i).is_none()
            && people.person_of_pronoun(scene.word(*i)) == Some(Person::FirstSingular)
    };
    (0..scene.tokens.len()).filter(own).take(FIRST_PERSON).count() == FIRST_PERSON
}

/// The full name before a colon that begins a text, if the text names that person nowhere else: “Ann Lee: The
/// pier must open”.
fn headline_author(scene: &Scene<'_>) -> Option<EntityId> {
    let name = full_name(scene, 0).filter(|name| is_named_once(scene, name))?;
    (scene.class(scene.token_from(name.span.end)) == Class::Colon).then_some(name.entity)
}

/// Whom the last paragraph introduces, if the text names that person nowhere else: “Ann Lee is a pilot in
/// Orsten.”
fn noted_author(scene: &Scene<'_>) -> Option<EntityId> {
    let last = scene.paragraphs.last()?.tokens.clone();
    let name = full_name(scene, last.start).filter(|_| last.len() <= LONGEST_NOTE)?;
    let verb = scene.token_from(name.span.end);
    let is = scene.word(verb) == "is" && scene.class(verb + 1) == Class::Determiner;
    (is && is_named_once(scene, name)).then_some(name.entity)
}

/// Whether a text has no other name of the entity of `name`.
fn is_named_once(scene: &Scene<'_>, name: &NameAt) -> bool {
    scene.names.iter().filter(|n| n.entity == name.entity).take(2).count() == 1
}

/// The name of a person of more than one word that begins at token `i`.
fn full_name<'s>(scene: &'s Scene<'_>, i: usize) -> Option<&'s NameAt> {
    let name = scene.name_at(i).filter(|name| name.kind == EntityKind::Person)?;
    (scene.token_from(name.span.start) == i && name.span.of(scene.text).contains(' ')).then_some(name)
}
