//! The salience of people or organizations at one point of the text: how likely
//! they are to be meant.

use crate::analysis::EntityId;

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
