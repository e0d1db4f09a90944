//! Whom the rules give for a pronoun: the most salient person of its gender, or, for “it” and “they”
//! as the subject of a cue, the most salient organization; and the subject that “his” in a phrase before
//! it means.

use super::Resolver;
use super::answer::Meaning;
use super::gender::Fit;
use super::mention::Mention;
use crate::analysis::{EntityId, EntityKind};
use crate::resolver::facts::MentionClass;
use crate::scene::grammar::Class;
use crate::scene::phrase::clause_subject;
use crate::scene::source::{Link, sentence_start, source};

/// How far after “his” or “her” the subject may begin, in tokens.
const FARTHEST: usize = 16;

/// The probability that “his” in a phrase before the subject means the subject.
const AHEAD: f32 = 0.75;

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

    /// The subject that “his” or “her” in a phrase before it means: “During her time in Orsten, Lee wrote”.
    pub(super) fn subject_ahead(&self, mention: &Mention<'_>) -> Option<Meaning> {
        let scene = self.scene;
        if mention.passage.is_some() || !mention.owns(scene) {
            return None;
        }
        let paragraph = &scene.paragraphs.get(mention.para)?.tokens;
        let start = sentence_start(scene, mention.tokens.start, paragraph.start);
        let named = scene.names_in(&(start..mention.tokens.start)).any(|n| n.kind == EntityKind::Person);
        if named || scene.class(start) != Class::Preposition {
            return None;
        }
        let subject = clause_subject(scene, start, paragraph.end).filter(|s| s.start > mention.tokens.end)?;
        let near = subject.start - mention.tokens.end <= FARTHEST;
        let name = source(scene, subject, None, Link::Loose).filter(|s| near && s.kind == Some(EntityKind::Person))?;
        let entity = name.entity.filter(|&e| self.genders.fit(mention.gender, e) != Fit::Conflict)?;
        Some(Meaning::entity(entity, AHEAD))
    }
}
