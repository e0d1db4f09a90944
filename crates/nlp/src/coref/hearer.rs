//! Who was asked or told something. After “Lee asked Ek why.”, the “he” of “…,” he said is Ek, and after “Lee
//! told Ek so.”, the “he” of “…,” he replied.
//!
//! These rules are English grammar; see [`crate::language`].

use super::continuing::{MainSubject, SpeakerBefore, speaks};
use super::mention::Mention;
use super::{Resolver, reference_at};
use crate::analysis::EntityId;
use crate::cue::lexicon::Sense;
use crate::language::people::Gender;
use crate::resolver::facts::MentionClass;
use crate::scene::apposition::name_after;
use crate::scene::grammar::Class;
use crate::scene::phrase::starting_at;
use crate::scene::source::{Link, Source, source};
use pullquote_article::Span;

/// How many tokens after a verb that asks the question word is looked for.
const NEAR: usize = 6;

/// The object of a verb such as “asked” and “told”.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hearer {
    span: Span,
    /// The entity, if it is a name.
    entity: Option<EntityId>,
    /// Whether it is a noun for a person.
    person: bool,
    gender: Option<Gender>,
    /// Whether the verb asks.
    asked: bool,
}

impl Resolver<'_, '_> {
    /// The hearer of the verb that a source is the subject of. In “Lee asked Ek to leave”, Lee does not ask a question.
    pub(super) fn hearer(&self, para: usize, subject: &Source) -> Option<Hearer> {
        let scene = self.scene;
        let cue = subject.cue(scene).filter(|cue| cue.frames.hearer)?;
        let end = scene.paragraphs.get(para)?.tokens.end;
        let phrase = starting_at(scene, cue.end, end)?;
        let asked = cue.sense == Sense::Ask;
        if asked && scene.class(phrase.end) == Class::To {
            return None;
        }
        let phrase = name_after(scene, &phrase).unwrap_or(phrase);
        let object = source(scene, phrase, None, Link::Loose)?;
        let noun = Mention::phrase(scene, para, &object);
        let person = noun.class == MentionClass::Person;
        let gender = noun.gender.filter(|_| person);
        Some(Hearer { span: object.span, entity: object.entity, person, gender, asked })
    }

    /// Whether the verb of a subject asks a question in its own words: “Lee asked why.”, “Lee asked Ek why.”, but not
    /// ““Why?” Lee asked.” or “Lee asked for help”.
    pub(super) fn asks(&self, subject: &Source) -> bool {
        let scene = self.scene;
        let Some(cue) = subject.cue(scene).filter(|cue| cue.sense == Sense::Ask) else { return false };
        let words = (cue.end..cue.end + NEAR).take_while(|&i| scene.class(i) != Class::Stop);
        let mut words = words.take_while(|&i| scene.passage_at(i).is_none());
        words.any(|i| matches!(scene.class(i), Class::Relative | Class::Subordinator))
    }

    /// Whom the last sentence says that somebody asked, or that somebody told something if the mention is the
    /// subject of a verb such as “replied”.
    pub(super) fn addressed(&self, last: &MainSubject, mention: &Mention<'_>) -> Option<SpeakerBefore> {
        let hearer = last.hearer.filter(|_| speaks(mention))?;
        let cue = mention.source.and_then(|source| source.cue(self.scene))?;
        if !hearer.asked && cue.sense != Sense::Answer {
            return None;
        }
        let entity = hearer.entity.or_else(|| reference_at(&self.found, hearer.span)?.referent.entity());
        match entity {
            Some(entity) => self.is_fitting_person(mention, entity).then_some(SpeakerBefore::Named(entity)),
            None => {
                let fits = hearer.person && hearer.gender.is_none_or(|gender| mention.gender == Some(gender));
                fits.then_some(SpeakerBefore::Unnamed(hearer.span))
            }
        }
    }
}
