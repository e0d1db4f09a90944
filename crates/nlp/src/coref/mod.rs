//! Coreference: who “he” and “the senator” are.
//!
//! [`resolve`] reads the text once, from front to back ([`reading`]), and keeps a
//! [`salience`] for every entity: each mention raises it, most of all that of a speaker,
//! and each sentence and paragraph lowers it (after Lappin and Leass, 1994, without their
//! parser). By rules alone, a pronoun refers to the most salient person of its
//! gender ([`pronoun`]), a nominal ([`nominal`]) to a person with the role that it names. The
//! learned ranker ([`crate::resolver`]) sees the answer of the rules among the facts
//! of each candidate ([`ballot`]) and decides, with a probability; that the article
//! names nobody is one of its answers. [`continuing`] and [`hearer`] say who likely speaks next, by the
//! subject of the sentence before, and [`mod@choose`] weighs that. [`answer`] asks the ranker and what else
//! can tell what a mention refers to, in order.

mod answer;
mod ballot;
mod belongings;
mod binding;
mod candidate_facts;
mod choose;
mod continuing;
mod gender;
mod hearer;
mod history;
mod indefinite;
mod last_subject;
mod mention;
mod nominal;
mod overview;
mod pronoun;
mod reading;
mod said;
mod salience;
#[cfg(test)]
mod tests;

use crate::analysis::{EntityId, EntityKind, MentionKind};
use crate::entity::EntityTable;
use crate::resolver::weights::ResolverWeights;
use crate::scene::Scene;
use crate::scene::source::Source;
pub(crate) use ballot::Ballot;
use belongings::{Belongings, OwnBody};
pub(crate) use choose::choose;
#[cfg(feature = "train")]
pub(crate) use choose::{answer, top, with_rules};
use continuing::LastSentences;
pub(crate) use continuing::{ClauseStart, SpeakerBefore, Subject};
use gender::Genders;
use history::History;
use indefinite::{IndefiniteNoun, NewPerson};
use last_subject::LastSubject;
use nominal::Roles;
use overview::Overview;
use pullquote_article::Span;
use salience::SalienceByKind;

/// A pronoun or noun phrase, and what is known about whom it refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reference {
    /// The bytes of the mention in the article’s text.
    pub(crate) span: Span,
    pub(crate) kind: MentionKind,
    pub(crate) referent: Referent,
    /// The probability, from 0 to 1, that the referent is right.
    pub(crate) probability: f32,
}

/// What a mention refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Referent {
    /// An entity that the article names.
    Entity(EntityId),
    /// A body of a person whom the article names: “her campaign”.
    Body(OwnBody),
    /// The words for a document or a person; the article does not name the owner or the person.
    Words(Span),
    /// Likely nobody whom the article names, or it is not known who.
    Nobody,
}

impl Referent {
    /// The entity; `None` if it is something else.
    pub(crate) fn entity(self) -> Option<EntityId> {
        match self {
            Self::Entity(entity) => Some(entity),
            _ => None,
        }
    }
}

impl From<Option<EntityId>> for Referent {
    fn from(entity: Option<EntityId>) -> Self {
        entity.map_or(Self::Nobody, Self::Entity)
    }
}

/// The reference with this span among `references`, which are in order.
pub(crate) fn reference_at(references: &[Reference], span: Span) -> Option<&Reference> {
    let at = references.partition_point(|r| r.span.start < span.start);
    references.iter().skip(at).take_while(|r| r.span.start == span.start).find(|r| r.span == span)
}

/// Which of the candidates of a [`Ballot`] is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    /// The entity; `None` for nobody whom the article names.
    pub(crate) entity: Option<EntityId>,
    /// The probability, from 0 to 1, that this is right.
    pub(crate) probability: f32,
}

/// What says which candidate of a ballot the mention with a span refers to.
type Decide<'d> = dyn FnMut(&Ballot, Span) -> Answer + 'd;

/// The pronouns of the text and the nominals among `sources` with the entities that they
/// refer to, in order.
pub(crate) fn resolve(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    table: &EntityTable,
    weights: &ResolverWeights,
) -> Vec<Reference> {
    resolve_with(scene, sources, table, &mut |ballot, _| choose(ballot, weights))
}

/// The same as [`resolve`], with `decide` to say whom each mention refers to. It gets the
/// span of the mention besides. The later mentions depend on its answers.
pub(crate) fn resolve_with(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    table: &EntityTable,
    decide: &mut Decide<'_>,
) -> Vec<Reference> {
    Resolver::new(scene, sources, table).read(decide)
}

/// The same as [`resolve_with`], without the gender of candidates: what is learned where
/// the gender leaves one candidate holds for other mentions, too.
#[cfg(feature = "train")]
pub(crate) fn resolve_blind(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    table: &EntityTable,
    decide: &mut Decide<'_>,
) -> Vec<Reference> {
    let mut resolver = Resolver::new(scene, sources, table);
    resolver.genders.ignore();
    resolver.read(decide)
}

/// A text, and what has been read of it.
struct Resolver<'a, 's> {
    scene: &'a Scene<'s>,
    /// The sources of each paragraph.
    sources: &'a [Vec<Source>],
    overview: Overview,
    roles: Roles,
    salience: SalienceByKind,
    genders: Genders,
    history: History,
    belongings: Belongings,
    last_subject: Option<LastSubject>,
    last_sentences: LastSentences,
    /// The last indefinite noun, until its phrase is over.
    indefinite: Option<IndefiniteNoun>,
    /// The last person who was introduced without a name.
    new_person: Option<NewPerson>,
    /// The references of the mentions that were read.
    found: Vec<Reference>,
}

impl<'a, 's> Resolver<'a, 's> {
    fn new(scene: &'a Scene<'s>, sources: &'a [Vec<Source>], table: &EntityTable) -> Self {
        Self {
            scene,
            sources,
            overview: Overview::of(scene, table),
            roles: Roles::read(scene, table),
            salience: SalienceByKind::default(),
            genders: Genders::shown(scene, table),
            history: History::new(table.entities().len()),
            belongings: Belongings::default(),
            last_subject: None,
            last_sentences: LastSentences::default(),
            indefinite: None,
            new_person: None,
            found: Vec::new(),
        }
    }

    fn kind(&self, entity: EntityId) -> Option<EntityKind> {
        self.overview.kind(entity)
    }

    /// The entity that was given for the mention with this span.
    fn answered(&self, span: Span) -> Option<EntityId> {
        reference_at(&self.found, span).and_then(|r| r.referent.entity())
    }
}
