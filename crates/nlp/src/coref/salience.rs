//! The salience of the entities at one point of the text: how likely they are to be meant.

use crate::analysis::{EntityId, EntityKind};
use crate::scene::source::Source;

// The weights below follow the order of those of Lappin and Leass (1994), scaled
// so that a plain source counts 1; they were set by hand on the development
// articles (`docs/ablation-attribution.md`, coreference).

/// What is left of a salience at the end of a sentence.
pub(super) const SENTENCE_DECAY: f32 = 0.7;

/// What is left of a salience at the beginning of a paragraph, before what its
/// sentences take.
pub(super) const PARAGRAPH_DECAY: f32 = 0.6;

/// What the subject of a cue adds: a speaker.
const SPEAKER: f32 = 3.0;

/// What the first noun phrase of a sentence adds.
const OPENING: f32 = 2.0;

/// What any other source adds.
const SOURCE: f32 = 1.0;

/// What a name that is no source adds.
const OTHER: f32 = 0.7;

/// What a name inside a quote adds.
const QUOTED: f32 = 0.15;

/// What the first full name of a person adds besides.
pub(super) const INTRODUCED: f32 = 1.0;

/// A pronoun or nominal adds this share of what a name would.
pub(super) const UNNAMED: f32 = 0.7;

/// How many are kept, so that time stays linear in the text.
const KEPT: usize = 24;

/// The highest salience.
const HIGHEST: f32 = 5.0;

/// Salience by entity, most recently mentioned last.
#[derive(Debug, Clone, Default)]
pub(super) struct Salience {
    kept: Vec<(EntityId, f32)>,
}

impl Salience {
    /// Multiplies every salience by `factor`.
    pub(super) fn decay(&mut self, factor: f32) {
        for (_, weight) in &mut self.kept {
            *weight *= factor;
        }
    }

    /// Adds `weight` to the salience of `entity`.
    pub(super) fn add(&mut self, entity: EntityId, weight: f32) {
        let before = match self.kept.iter().position(|(id, _)| *id == entity) {
            Some(at) => self.kept.remove(at).1,
            None => 0.0,
        };
        if self.kept.len() >= KEPT {
            self.kept.remove(0);
        }
        // Salience has a limit: a person who is named ten times is not
        // ten times as likely.
        self.kept.push((entity, (before + weight).min(HIGHEST)));
    }

    /// The entity with the highest product of salience and `fits`, if that is
    /// above 0.
    pub(super) fn highest(&self, fits: impl Fn(EntityId) -> f32) -> Option<EntityId> {
        self.kept
            .iter()
            .map(|(id, weight)| (*id, weight * fits(*id)))
            .filter(|(_, weight)| *weight > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(id, _)| id)
    }

    /// The entities, the most recently mentioned first.
    pub(super) fn recent(&self) -> impl Iterator<Item = EntityId> {
        self.kept.iter().rev().map(|(id, _)| *id)
    }

    /// The salience of one entity; 0 for one that is not kept.
    pub(super) fn get(&self, entity: EntityId) -> f32 {
        self.kept.iter().find(|(id, _)| *id == entity).map_or(0.0, |(_, weight)| *weight)
    }
}

/// The salience of the entities of an article, in one list for each kind that pronouns and nominals
/// distinguish.
#[derive(Debug, Default)]
pub(super) struct SalienceByKind {
    pub(super) people: Salience,
    pub(super) organizations: Salience,
    /// Places and groups.
    pub(super) others: Salience,
}

impl SalienceByKind {
    /// Multiplies every salience by `factor`.
    pub(super) fn decay(&mut self, factor: f32) {
        for list in [&mut self.people, &mut self.organizations, &mut self.others] {
            list.decay(factor);
        }
    }

    /// Adds `weight` to the salience of an entity of this kind.
    pub(super) fn raise(&mut self, kind: Option<EntityKind>, entity: EntityId, weight: f32) {
        match kind {
            Some(EntityKind::Person) => self.people.add(entity, weight),
            Some(EntityKind::Organization) => self.organizations.add(entity, weight),
            Some(EntityKind::Place | EntityKind::Group) => self.others.add(entity, weight),
            _ => {}
        }
    }

    /// The lists: people, organizations, and the others.
    pub(super) fn lists(&self) -> [&Salience; 3] {
        [&self.people, &self.organizations, &self.others]
    }

    /// The salience of one entity; 0 for one that is not kept.
    pub(super) fn get(&self, entity: EntityId) -> f32 {
        self.lists().into_iter().map(|list| list.get(entity)).fold(0.0, f32::max)
    }
}

/// What a name adds to the salience of its entity; `source` is the source that it is, if it is one.
pub(super) fn raised_by(source: Option<&Source>, quoted: bool) -> f32 {
    if quoted {
        return QUOTED;
    }
    match source {
        Some(source) if source.cue.is_some() => SPEAKER,
        Some(source) if source.opens => OPENING,
        Some(_) => SOURCE,
        None => OTHER,
    }
}
