//! What the whole article shows about its entities, before it is read from front to back.
//!
//! These rules are English grammar; see [`crate::language`].

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::analysis::{Entity, EntityId, EntityKind};
use crate::entity::EntityTable;
use crate::scene::grammar::Class;
use crate::scene::{NameAt, Scene};

/// How many words of the names of one entity are stored.
const MOST_NAME_WORDS: usize = 24;

/// How many of the first tokens of a text can be its byline.
const BYLINE: usize = 60;

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
        let new = |e: &Entity| EntityOverview { kind: e.kind, names: 0, rank: 0, in_lead: false, words: Vec::new() };
        let mut overview = Self {
            entities: table.entities().iter().map(new).collect(),
            by_word: HashMap::new(),
            authors: authors(scene),
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
