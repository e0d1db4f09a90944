//! “It” and “they” after a sentence whose subject was a people, a body or a document: “The Velmorans
//! traded in salt. They …”, “The Post wrote so. It added”, “The letter came on Friday. It says”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::answer::Meaning;
use super::mention::Mention;
use super::{Referent, Resolver};
use crate::analysis::{EntityId, EntityKind};
use crate::resolver::facts::MentionClass;
use crate::scene::source::{Link, Source};

/// The highest probability that a pronoun means the last subject. Set by hand, below what is shown as
/// sure.
const MOST: f32 = 0.65;

/// The last subject that “it” or “they” can mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastSubject {
    /// The people or body, a document, or whose document it is; nobody for words for several people
    /// or a body whom the article does not name.
    meaning: Meaning,
    /// Its sentence, or that of the last pronoun that means it.
    sentence: usize,
    para: usize,
    /// Whether it is the first noun phrase of its sentence.
    opens: bool,
}

/// Whether a source is the subject of its sentence or of a verb of speech.
fn is_subject(source: &Source) -> bool {
    source.opens || source.cue.is_some() && !matches!(source.link, Link::Owner | Link::Phrase)
}

impl Resolver<'_, '_> {
    /// Notes a name, if it is that of a people or body and the subject of its sentence.
    pub(super) fn note_subject_name(&mut self, entity: EntityId, para: usize, source: Option<&Source>) {
        let several = matches!(self.kind(entity), Some(EntityKind::Organization | EntityKind::Group));
        if let Some(source) = source.filter(|source| several && is_subject(source)) {
            self.note_subject(Meaning::entity(entity, 1.0), para, source);
        }
    }

    /// Notes what a mention outside quotes refers to, if it is the subject of its sentence and no word
    /// for one person. The last subject is remembered as long as “they” means it.
    pub(super) fn note_subject_mention(&mut self, mention: &Mention<'_>, meaning: Meaning) {
        if mention.passage.is_some() {
            return;
        }
        let document = mention.class == MentionClass::Document;
        let other = matches!(mention.class, MentionClass::Body | MentionClass::Plural) || mention.impersonal;
        if let Some(source) = mention.source.filter(|source| (document || other) && is_subject(source)) {
            let words = if document { Referent::Words(mention.span) } else { Referent::Nobody };
            let referent = meaning.referent.entity().map_or(words, Referent::Entity);
            self.note_subject(Meaning { referent, ..meaning }, mention.para, source);
        }
        if let Some(last) = &mut self.last_subject
            && mention.class == MentionClass::They
            && meaning.referent == last.meaning.referent
        {
            last.sentence = self.history.sentence;
        }
    }

    /// Notes a subject. In “The Post wrote that the council said so”, the Post remains the last subject.
    fn note_subject(&mut self, meaning: Meaning, para: usize, source: &Source) {
        let sentence = self.history.sentence;
        let main = self.last_subject.is_some_and(|last| last.opens && last.sentence == sentence);
        if source.opens || !main {
            self.last_subject = Some(LastSubject { meaning, sentence, para, opens: source.opens });
        }
    }

    /// Whom “it” or “they” means by the last subject: that of this sentence or the one before, or, as
    /// the subject of a verb of speech, one that is at most a paragraph before.
    pub(super) fn by_last_subject(&self, mention: &Mention<'_>) -> Option<Meaning> {
        let speaks = mention.source.is_some_and(|s| s.cue.is_some());
        if mention.passage.is_some() || speaks && self.is_said_in_general(mention) {
            return None;
        }
        let near = |last: &LastSubject| match speaks {
            true => mention.para - last.para <= 1,
            false => self.history.sentence.saturating_sub(last.sentence) <= 1,
        };
        let last = self.last_subject.filter(near)?.meaning;
        let means = match (mention.class, last.referent) {
            (MentionClass::They, Referent::Entity(entity)) => self.kind(entity) != Some(EntityKind::Person),
            (MentionClass::It, Referent::Entity(_) | Referent::Words(_)) => speaks,
            _ => false,
        };
        means.then_some(Meaning { probability: last.probability.min(MOST), ..last })
    }

    /// Whether a pronoun begins “as they say” or “a verse where it states”.
    fn is_said_in_general(&self, mention: &Mention<'_>) -> bool {
        let before = mention.tokens.start.checked_sub(1);
        before.is_some_and(|i| self.scene.is(i, "as") || self.scene.is(i, "where"))
    }
}
