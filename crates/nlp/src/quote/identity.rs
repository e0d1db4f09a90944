//! Which entity a source means, and how probably.

use super::labels::{Families, Labels};
use super::namesake::{FirstNames, is_shown_by_title};
use super::speaker::one_line;
use crate::analysis::{EntityId, EntityKind};
use crate::coref::{Answer, Reference, Referent, reference_at};
use crate::entity::EntityTable;
use crate::resolver::certainty::{Certainty, NameStatus};
use crate::scene::Scene;
use crate::scene::source::{Link, Source};
use pullquote_article::Span;

/// The highest probability that “Q” or “Host” before a line says who speaks: lists of questions
/// begin so, too. Set by hand, below what is shown as sure.
const MOST_OF_ROLE: f32 = 0.6;

/// The highest probability that a family name means one of its bearers if the text has named another
/// of them since, or has just named both: “Travis sang. “I was late,” Ek said”, after Donna Ek and Travis Ek.
/// Set by hand, below what is shown as sure.
const MOST_OF_OTHER_LAST: f32 = 0.85;

/// How many names before a family name are searched for its bearers.
const MOST_NAMES: usize = 200;

/// The entities of the text and the words that refer to them.
pub(super) struct EntityLookup<'a> {
    pub(super) references: &'a [Reference],
    pub(super) table: &'a EntityTable,
    pub(super) certainty: &'a Certainty,
    pub(super) labels: Labels<'a>,
    pub(super) families: Families,
    pub(super) first_names: FirstNames,
}

impl EntityLookup<'_> {
    /// The entity that a source names or refers to, and the probability that this is
    /// right.
    pub(super) fn identity(&self, scene: &Scene<'_>, source: &Source) -> Answer {
        if source.link == Link::Label {
            let label = source.span.of(scene.text);
            let person = || self.labels.person(label, &self.families, self.table.entities());
            let entity = source.entity.or_else(|| person().map(|e| e.id));
            let sure = entity.map_or(self.certainty.of_name(NameStatus::Plain), |e| self.sure(scene, e, source.span));
            let role = entity.is_none() && scene.language.interview.roles.contains(label);
            let most = if role { MOST_OF_ROLE } else { 1.0 };
            return Answer { entity, probability: sure.min(most) };
        }
        if let Some(entity) = source.entity {
            return Answer { entity: Some(entity), probability: self.sure(scene, entity, source.span) };
        }
        let span = source.stands_for.unwrap_or(source.span);
        let reference = reference_at(self.references, span);
        let named = scene.names_in(&source.tokens).find(|n| n.span == span).map(|n| n.entity);
        match (reference, named) {
            (Some(r), _) => {
                let entity = r.referent.entity();
                let most = entity.map_or(1.0, |entity| self.most_by_last_name(scene, entity, span));
                Answer { entity, probability: r.probability.min(most) }
            }
            (None, Some(entity)) => Answer { entity: Some(entity), probability: self.sure(scene, entity, span) },
            (None, None) => Answer { entity: None, probability: self.certainty.of_name(NameStatus::Odd) },
        }
    }

    /// The name of a body that belongs to a person: “Ann Lee’s campaign” for “her campaign”.
    pub(super) fn own_body(&self, scene: &Scene<'_>, source: &Source) -> Option<String> {
        let Referent::Body(body) = reference_at(self.references, source.span)?.referent else { return None };
        let owner = self.table.entities().get(body.owner.0)?;
        Some(format!("{}’s {}", owner.name, body.noun.of(scene.text)))
    }

    /// The words for the document or the person that a pronoun means: “The letter” for “it”, “His father” for
    /// “he”.
    pub(super) fn words(&self, scene: &Scene<'_>, source: &Source) -> Option<String> {
        let Referent::Words(words) = reference_at(self.references, source.span)?.referent else { return None };
        Some(one_line(words.of(scene.text)))
    }

    /// The highest probability that a mention at this span refers to this entity, by the last name that the entity had
    /// before it: after “Mr Hall left”, where the text has two Halls, “he” may be either.
    fn most_by_last_name(&self, scene: &Scene<'_>, entity: EntityId, span: Span) -> f32 {
        let before = scene.names.partition_point(|n| n.span.end <= span.start);
        let names = scene.names.get(..before).unwrap_or_default().iter().rev().take(MOST_NAMES);
        let last = names.into_iter().find(|n| n.entity == entity).map(|n| n.span);
        let shared = last.filter(|last| self.status(entity, last.of(scene.text)) == NameStatus::Shared);
        shared.map_or(1.0, |last| self.sure(scene, entity, last))
    }

    /// The probability that the name at this span means this entity.
    fn sure(&self, scene: &Scene<'_>, entity: EntityId, span: Span) -> f32 {
        let words = span.of(scene.text);
        let status = self.status(entity, words);
        let entities = self.table.entities();
        let own = entities.get(entity.0);
        // “Poole” after “Sal and Mick Poole”
        let family = own.is_some_and(|own| own.name.contains(' ') && own.name.rsplit(' ').next() == Some(words));
        let beside = self.first_names.beside(entity).filter(|_| family).and_then(|e| entities.get(e.0));
        let beside = beside.filter(|other| !other.name.contains(' '));
        if status != NameStatus::Shared && beside.is_none() {
            return self.certainty.of_name(status);
        }
        let bearers = self.families.bearers(words);
        let others = bearers.iter().filter(|e| **e != entity).filter_map(|e| entities.get(e.0));
        let others = || others.clone().chain(beside).take(MOST_NAMES);
        if is_shown_by_title(scene.language, scene.text, span, others()) {
            return self.certainty.of_name(NameStatus::Plain);
        }
        let before = scene.names.partition_point(|n| n.span.start < span.start);
        let names = scene.names.get(..before).unwrap_or_default().iter().rev().take(MOST_NAMES);
        let last = names.map(|n| n.entity).find(|e| bearers.contains(e));
        let other_last = last.is_some_and(|last| last != entity);
        let open = || others().any(|other| self.first_names.is_open(entity, other, scene.language, span.start));
        let most = if other_last || open() { MOST_OF_OTHER_LAST } else { 1.0 };
        self.certainty.of_name(status).min(most)
    }

    /// What kind of name of this entity the words are.
    fn status(&self, entity: EntityId, words: &str) -> NameStatus {
        let entities = self.table.entities();
        let Some(own) = entities.get(entity.0) else { return NameStatus::Odd };
        if !matches!(own.kind, EntityKind::Person | EntityKind::Organization) {
            return NameStatus::Odd;
        }
        let short = own.kind == EntityKind::Person && !words.contains(char::is_whitespace);
        let shared = || self.families.bearers(words).iter().any(|bearer| *bearer != entity);
        match short {
            true if shared() => NameStatus::Shared,
            // “Hollingsworh” for Ann Hollingsworth
            true if !own.name.split(' ').any(|own| own.eq_ignore_ascii_case(words)) => NameStatus::Odd,
            _ => NameStatus::Plain,
        }
    }
}
