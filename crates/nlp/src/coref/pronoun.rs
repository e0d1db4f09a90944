//! Whom the rules give for a pronoun: the most salient person of its gender, or, for “it” and “they”
//! as the subject of a cue, the most salient organization.

use super::Resolver;
use super::mention::Mention;
use crate::analysis::EntityId;
use crate::resolver::facts::MentionClass;

/// The least salience of an organization that “it” and “they” refer to.
const LEAST_ORGANIZATION: f32 = 0.8;

impl Resolver<'_, '_> {
    /// The entity that the rules give for a pronoun, which cannot be one of `others`.
    pub(super) fn most_salient(&self, mention: &Mention<'_>, others: &[EntityId]) -> Option<EntityId> {
        if mention.passage.is_some() {
            return None;
        }
        if matches!(mention.class, MentionClass::It | MentionClass::They) {
            // Only subjects of cues: most “it” refer to no name at all.
            mention.source.filter(|s| s.cue.is_some())?;
            let organizations = &self.salience.organizations;
            return organizations.highest(|_| 1.0).filter(|&e| organizations.get(e) > LEAST_ORGANIZATION);
        }
        let gender = mention.gender?;
        self.salience.people.highest(|entity| match others.contains(&entity) {
            true => 0.0,
            false => self.genders.share(gender, entity),
        })
    }
}
