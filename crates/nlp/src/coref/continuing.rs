//! Who speaks next. After “Lee said so.”, the “he” of “…,” he said is Lee. After “This worries Bo Ek, a
//! pilot.”, it is likely Ek, as the text has introduced him to quote him.
//!
//! These rules are English grammar; see [`crate::language`].

use super::answer::DOUBTFUL;
use super::gender::Fit;
use super::mention::Mention;
use super::{Resolver, reference_at};
use crate::analysis::{EntityId, How};
use crate::language::people::Gender;
use crate::resolver::facts::MentionClass;
use crate::scene::NameAt;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source};

/// How many people that two sentences introduce are stored, so that time stays linear; of two that fit, none
/// is chosen.
const MOST_INTRODUCED: usize = 8;

/// The speaker of this sentence or the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpeakerBefore {
    Named(EntityId),
    /// A person whom the article does not name.
    Unnamed,
}

impl SpeakerBefore {
    /// The entity; `None` for somebody whom the article does not name.
    pub(crate) fn entity(self) -> Option<EntityId> {
        match self {
            Self::Named(entity) => Some(entity),
            Self::Unnamed => None,
        }
    }
}

/// What this sentence and the one before say about who speaks next.
#[derive(Debug, Default)]
pub(super) struct LastSentences {
    main_subject: Option<MainSubject>,
    /// The people whom they introduced.
    introduced: Vec<Introduced>,
}

/// The subject of the main clause of a sentence outside quotes.
#[derive(Debug, Clone, Copy)]
struct MainSubject {
    /// Whom it refers to; `None` if that is doubtful, or something else than a person.
    who: Option<SpeakerBefore>,
    /// The gender of the noun, if it is a noun for a man or a woman.
    gender: Option<Gender>,
    /// Whether it is the subject of a verb of speech.
    speaks: bool,
    /// Whether it is the first noun phrase of its sentence.
    opens: bool,
    para: usize,
    /// How many sentences ended outside quotes since it was read.
    ended: usize,
}

/// A person named in full for the first time, with a comma after the name: what follows mostly describes
/// them.
#[derive(Debug, Clone, Copy)]
struct Introduced {
    entity: EntityId,
    para: usize,
    /// How many sentences ended outside quotes since.
    ended: usize,
}

impl Resolver<'_, '_> {
    /// Notes a source after it was read, if it is the subject of a main clause: the first noun phrase of
    /// its sentence or, if that is no source, the subject of a verb of speech.
    pub(super) fn note_main_subject(&mut self, para: usize, source: Option<&Source>) {
        let Some(source) = source else { return };
        let here = |last: MainSubject| last.opens && last.ended == 0 && last.para == para;
        let speaks = source.cue.is_some() && !matches!(source.link, Link::Owner | Link::Phrase);
        if !source.opens && (!speaks || self.last_sentences.main_subject.is_some_and(here)) {
            return;
        }
        let known = || reference_at(&self.found, source.span).filter(|r| r.probability >= DOUBTFUL);
        let entity = source.entity.or_else(|| known().and_then(|r| r.referent.entity()));
        let unnamed = speaks && self.is_unnamed_speaker(source);
        let gender = (source.how == How::Nominal).then(|| Mention::phrase(self.scene, para, source).gender).flatten();
        let who = entity.map(SpeakerBefore::Named).or(unnamed.then_some(SpeakerBefore::Unnamed));
        self.last_sentences.main_subject =
            Some(MainSubject { who, gender, speaks, opens: source.opens, para, ended: 0 });
    }

    /// Whether a source that was just read is a person whom the article does not name, or words with
    /// capitals that no model knows as a name.
    fn is_unnamed_speaker(&self, source: &Source) -> bool {
        let spoken = self.history.spoken.first().copied().flatten();
        let noun = spoken.is_some_and(|s| s.entity.is_none() && s.sentence == self.history.sentence);
        noun || source.opens && source.how == How::Name && source.entity.is_none()
    }

    /// Notes a person whom the text names in full for the first time, if a comma follows.
    pub(super) fn note_introduced(&mut self, name: NameAt, para: usize) {
        let introduced = &mut self.last_sentences.introduced;
        let described = self.scene.class(self.scene.token_from(name.span.end)) == Class::Comma;
        if described && introduced.len() < MOST_INTRODUCED {
            introduced.push(Introduced { entity: name.entity, para, ended: 0 });
        }
    }

    /// Notes that a sentence ended outside quotes.
    pub(super) fn end_sentence(&mut self) {
        let LastSentences { main_subject, introduced } = &mut self.last_sentences;
        main_subject.iter_mut().for_each(|subject| subject.ended += 1);
        introduced.iter_mut().for_each(|person| person.ended += 1);
        introduced.retain(|person| person.ended <= 1);
    }

    /// The speaker of this sentence or the one before, who is likely the “he” or “she” that speaks.
    pub(super) fn continuing_speaker(&self, mention: &Mention<'_>) -> Option<SpeakerBefore> {
        let near = |last: &MainSubject| last.speaks && last.ended <= 1 && mention.para - last.para <= 1;
        let fits = |last: &MainSubject| last.gender.is_none_or(|gender| mention.gender == Some(gender));
        self.last_sentences.main_subject.filter(|last| speaks(mention) && near(last) && fits(last))?.who
    }

    /// The only person whom this sentence or the one before introduces, if the gender does not contradict.
    pub(super) fn introduced_before(&self, mention: &Mention<'_>) -> Option<EntityId> {
        let near = |person: &&Introduced| mention.para - person.para <= 1;
        let fits = |person: &&Introduced| self.fit(mention, person.entity) != Fit::Conflict;
        let mut people = self.last_sentences.introduced.iter().filter(|p| near(p) && fits(p));
        let only = people.next().filter(|_| people.next().is_none());
        only.filter(|_| speaks(mention)).map(|person| person.entity)
    }
}

/// Whether a mention is “he” or “she” as the subject of a verb of speech outside quotes.
fn speaks(mention: &Mention<'_>) -> bool {
    mention.class == MentionClass::Speaker && mention.passage.is_none()
}
