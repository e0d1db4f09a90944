//! Who goes on speaking: after “Lee said so.”, the “he” of “…,” he said is Lee.
//!
//! These rules are English grammar; see [`crate::language`].

use super::answer::DOUBTFUL;
use super::mention::Mention;
use super::{Resolver, reference_at};
use crate::analysis::EntityId;
use crate::resolver::facts::MentionClass;
use crate::scene::source::{Link, Source};

/// The subject of the main clause of a sentence outside quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct MainSubject {
    /// Whom it refers to; `None` for somebody or something that the article does not name, or if that
    /// is doubtful.
    entity: Option<EntityId>,
    /// Whether it is the subject of a verb of speech.
    speaks: bool,
    /// Whether it is the first noun phrase of its sentence.
    opens: bool,
    para: usize,
    /// How many sentences ended outside quotes since it was read.
    ended: usize,
}

impl Resolver<'_, '_> {
    /// Notes a source after it was read, if it is the subject of a main clause: the first noun phrase of
    /// its sentence or, if that is no source, the subject of a verb of speech.
    pub(super) fn note_main_subject(&mut self, para: usize, source: Option<&Source>) {
        let Some(source) = source else { return };
        let here = |last: MainSubject| last.opens && last.ended == 0 && last.para == para;
        let speaks = source.cue.is_some() && !matches!(source.link, Link::Owner | Link::Phrase);
        if !source.opens && (!speaks || self.main_subject.is_some_and(here)) {
            return;
        }
        let known = || reference_at(&self.found, source.span).filter(|r| r.probability >= DOUBTFUL);
        let entity = source.entity.or_else(|| known().and_then(|r| r.referent.entity()));
        self.main_subject = Some(MainSubject { entity, speaks, opens: source.opens, para, ended: 0 });
    }

    /// Notes that a sentence ended outside quotes.
    pub(super) fn end_main_clause(&mut self) {
        self.main_subject.iter_mut().for_each(|subject| subject.ended += 1);
    }

    /// The speaker of this sentence or the one before, who is likely the “he” or “she” that speaks.
    pub(super) fn continuing_speaker(&self, mention: &Mention<'_>) -> Option<EntityId> {
        let near = |last: &MainSubject| last.speaks && last.ended <= 1 && mention.para - last.para <= 1;
        let speaks = mention.class == MentionClass::Speaker && mention.passage.is_none();
        self.main_subject.filter(|last| speaks && near(last))?.entity
    }
}
