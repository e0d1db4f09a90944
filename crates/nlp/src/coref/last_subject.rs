//! “It” and “they” of a verb of speech, after a sentence whose subject was a body or a document:
//! “The Post wrote so. It added”, “The letter came on Friday. It says”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::answer::Meaning;
use super::history::LastRole;
use super::mention::Mention;
use super::{Referent, Resolver};
use crate::analysis::{EntityId, EntityKind};
use crate::resolver::facts::MentionClass;
use crate::scene::source::{Link, Source};
use pullquote_article::Span;

/// The highest probability that “it” means the last subject that is a body or a document. Set by
/// hand, below what is shown as sure.
const MOST_OF_SUBJECT: f32 = 0.65;

/// The last subject of a sentence that “it” or “they” can mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastSubject {
    /// The body, or whose document it is; `None` if the article does not name it.
    entity: Option<EntityId>,
    /// The words for a document.
    document: Option<Span>,
    para: usize,
    /// The probability that the words refer to the entity.
    probability: f32,
}

/// The probability that “they” means the people or body that is the subject of the sentence before.
/// Set by hand, below what is shown as sure.
const GROUP: f32 = 0.6;

/// How many of the most recent groups and organizations “they” can mean.
const MOST_GROUPS: usize = 24;

/// Whether a source is the subject of its sentence or of a verb of speech.
fn is_subject(source: &Source) -> bool {
    source.opens || source.cue.is_some() && !matches!(source.link, Link::Owner | Link::Phrase)
}

impl Resolver<'_, '_> {
    /// Notes a name, if it is that of a body and the subject of its sentence.
    pub(super) fn note_subject_name(&mut self, entity: EntityId, para: usize, source: Option<&Source>) {
        let body = matches!(self.kind(entity), Some(EntityKind::Organization | EntityKind::Group));
        if body && source.is_some_and(is_subject) {
            self.last_subject = Some(LastSubject { entity: Some(entity), document: None, para, probability: 1.0 });
        }
    }

    /// Notes a noun phrase outside quotes, if it is the subject of its sentence and no word for a person.
    pub(super) fn note_subject_phrase(&mut self, mention: &Mention<'_>, meaning: Meaning) {
        let document = mention.class == MentionClass::Document;
        let other = matches!(mention.class, MentionClass::Body | MentionClass::Plural) || mention.impersonal;
        let subject = mention.source.is_some_and(is_subject) && mention.passage.is_none();
        if (document || other) && subject {
            self.last_subject = Some(LastSubject {
                entity: meaning.referent.entity(),
                document: document.then_some(mention.span),
                para: mention.para,
                probability: meaning.probability,
            });
        }
    }

    /// The people or body that “they” means, because it is the subject of this sentence or the
    /// one before: “The Velmorans traded in salt. They …”.
    pub(super) fn group_subject(&self, mention: &Mention<'_>) -> Option<Meaning> {
        if mention.class != MentionClass::They || mention.passage.is_some() {
            return None;
        }
        let groups = self.salience.others.recent().chain(self.salience.organizations.recent()).take(MOST_GROUPS);
        let subjects = groups.filter(|&e| {
            matches!(self.kind(e), Some(EntityKind::Group | EntityKind::Organization))
                && self.history.of(e).is_some_and(|seen| {
                    let near = self.history.sentence.saturating_sub(seen.sentence) <= 1;
                    near && matches!(seen.role, LastRole::Opening | LastRole::Speaker)
                })
        });
        let last = subjects.max_by_key(|&e| self.history.of(e).map(|seen| seen.token))?;
        Some(Meaning::entity(last, GROUP))
    }

    /// Whom “it” or “they” means by the last subject, which is at most a paragraph before.
    pub(super) fn by_last_subject(&self, mention: &Mention<'_>) -> Option<Meaning> {
        let pronoun = matches!(mention.class, MentionClass::It | MentionClass::They);
        mention.source.filter(|s| s.cue.is_some() && pronoun && mention.passage.is_none())?;
        // “As they say”, “a verse where it states”
        let before = mention.tokens.start.checked_sub(1);
        let saying = before.is_some_and(|i| self.scene.is(i, "as") || self.scene.is(i, "where"));
        if saying {
            return None;
        }
        let last = self.last_subject.filter(|last| mention.para - last.para <= 1)?;
        let body = |e: EntityId| self.kind(e) != Some(EntityKind::Person);
        let entity = match mention.class {
            MentionClass::They => last.entity.filter(|&e| body(e)),
            _ => last.entity,
        };
        let document = last.document.filter(|_| mention.class == MentionClass::It);
        let referent = entity.map(Referent::Entity).or(document.map(Referent::Document))?;
        Some(Meaning { referent, probability: last.probability.min(MOST_OF_SUBJECT) })
    }
}
