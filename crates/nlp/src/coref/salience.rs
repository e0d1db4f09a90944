//! How present each person is at one point of the text.

use crate::analysis::EntityId;

/// No more people than this are kept in mind, so that a long text stays
/// linear.
const KEPT: usize = 24;

/// Presence by person, most recently mentioned last.
#[derive(Debug, Clone, Default)]
pub(super) struct Presence {
    people: Vec<(EntityId, f32)>,
}

impl Presence {
    /// Makes everybody less present by `factor`.
    pub(super) fn decay(&mut self, factor: f32) {
        for (_, weight) in &mut self.people {
            *weight *= factor;
        }
    }

    /// Makes `entity` more present.
    pub(super) fn add(&mut self, entity: EntityId, weight: f32) {
        let before = match self.people.iter().position(|(id, _)| *id == entity) {
            Some(at) => self.people.remove(at).1,
            None => 0.0,
        };
        if self.people.len() >= KEPT {
            self.people.remove(0);
        }
        // Presence saturates: who is named ten times is not ten times likelier.
        self.people.push((entity, (before + weight).min(5.0)));
    }

    /// The person with the highest presence times `fits`, if above nothing.
    pub(super) fn most(&self, fits: impl Fn(EntityId) -> f32) -> Option<EntityId> {
        self.people
            .iter()
            .map(|(id, weight)| (*id, weight * fits(*id)))
            .filter(|(_, weight)| *weight > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(id, _)| id)
    }

    /// The presence of one person.
    pub(super) fn of(&self, entity: EntityId) -> f32 {
        self.people.iter().find(|(id, _)| *id == entity).map_or(0.0, |(_, weight)| *weight)
    }
}
