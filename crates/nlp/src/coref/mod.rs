//! Coreference: who “he” and “the senator” are.
//!
//! [`resolve`] reads the text once, from front to back, and keeps a salience for
//! every person: each mention raises it, most of all that of a speaker, and each
//! sentence and paragraph lowers it (after Lappin and Leass, 1994, without their
//! parser). A pronoun refers to the most salient person of its gender, a nominal
//! ([`nominal`]) to a person with the role that it names.
//!
//! These rules are English grammar; see [`crate::language`].

mod nominal;
mod salience;

use std::collections::HashMap;

use crate::analysis::{EntityId, EntityKind, How, MentionKind};
use crate::entity::EntityTable;
use crate::language::people::Gender;
use crate::scene::grammar::Class;
use crate::scene::source::Source;
use crate::scene::{NameAt, Scene};
use nominal::Roles;
use pullquote_article::Span;
use salience::Salience;

// The weights below follow the order of those of Lappin and Leass (1994), scaled
// so that a plain source counts 1; they were set by hand on the development
// articles (`docs/ablation-attribution.md`, coreference).

/// What is left of a salience at the end of a sentence.
const SENTENCE_DECAY: f32 = 0.7;

/// What is left of a salience at the beginning of a paragraph, before what its
/// sentences take.
const PARAGRAPH_DECAY: f32 = 0.6;

/// What the subject of a cue adds: a speaker.
const SPEAKER: f32 = 3.0;

/// What the first noun phrase of a sentence adds.
const OPENING: f32 = 2.0;

/// What any other source adds.
const SOURCE: f32 = 1.0;

/// What a name that is no source adds.
const OTHER: f32 = 0.7;

/// What a name inside a quote adds.
const QUOTED: f32 = 0.15;

/// What the first full name of a person adds besides.
const INTRODUCED: f32 = 1.0;

/// A pronoun or nominal adds this share of what a name would.
const UNNAMED: f32 = 0.7;

/// How well a person of unknown gender fits a pronoun, where one of its gender
/// fits with 1. With 0.75, fewer pronouns of the development articles are right.
const UNKNOWN_GENDER: f32 = 0.6;

/// The least salience of an organization that “it” and “they” refer to.
const LEAST_ORGANIZATION: f32 = 0.8;

/// A pronoun or nominal and the entity that it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) kind: MentionKind,
    pub(crate) entity: EntityId,
}

/// The pronouns of the text and the nominals among `sources` that refer to an
/// entity, in order.
pub(crate) fn resolve(scene: &Scene<'_>, sources: &[Vec<Source>], table: &EntityTable) -> Vec<Reference> {
    let mut resolver = Resolver {
        scene,
        sources,
        roles: Roles::read(scene, table),
        people: Salience::default(),
        organizations: Salience::default(),
        genders: genders(scene, table),
        named: vec![false; table.entities().len()],
        found: Vec::new(),
    };
    for (i, paragraph) in scene.paragraphs.iter().enumerate() {
        resolver.paragraph(i, paragraph.tokens.clone());
    }
    resolver.found
}

struct Resolver<'a, 's> {
    scene: &'a Scene<'s>,
    sources: &'a [Vec<Source>],
    roles: Roles,
    people: Salience,
    organizations: Salience,
    genders: Vec<Option<Gender>>,
    /// For each entity, whether it was named before.
    named: Vec<bool>,
    found: Vec<Reference>,
}

impl Resolver<'_, '_> {
    fn paragraph(&mut self, index: usize, tokens: std::ops::Range<usize>) {
        let by_start: HashMap<usize, &Source> = self
            .sources
            .get(index)
            .into_iter()
            .flatten()
            .filter(|s| s.stands_for.is_none())
            .map(|s| (self.scene.token_from(s.span.start), s))
            .collect();
        self.people.decay(PARAGRAPH_DECAY);
        self.organizations.decay(PARAGRAPH_DECAY);
        for i in tokens {
            let quoted = self.scene.passage_at(i).is_some();
            let source = by_start.get(&i).copied().filter(|_| !quoted);
            if self.scene.class(i) == Class::Stop && !quoted {
                self.people.decay(SENTENCE_DECAY);
                self.organizations.decay(SENTENCE_DECAY);
            }
            let name = self
                .scene
                .name_at(i)
                .filter(|n| self.scene.tokens.get(i).is_some_and(|t| t.span.start == n.span.start));
            // In “Lee’s adviser said” the speaker is not Lee.
            let nominal = source.filter(|s| s.how == How::Nominal);
            let named = source.filter(|_| nominal.is_none());
            if let Some(name) = name {
                match name.kind {
                    EntityKind::Person => {
                        let introduced = if quoted { 0.0 } else { self.introduced(*name) };
                        self.people.add(name.entity, weight(named, quoted) + introduced);
                    }
                    EntityKind::Organization => self.organizations.add(name.entity, weight(named, quoted)),
                    _ => {}
                }
            }
            if let Some(source) = nominal {
                self.nominal(index, source);
            } else if self.scene.name_at(i).is_none() && !quoted {
                self.pronoun(i, source);
            }
        }
    }

    /// What is added for a person who is named in full for the first time:
    /// the text introduces them to say something about them.
    fn introduced(&mut self, name: NameAt) -> f32 {
        let first = self.named.get_mut(name.entity.0).is_some_and(|named| !std::mem::replace(named, true));
        let full = name.span.of(self.scene.text).contains(' ');
        if first && full { INTRODUCED } else { 0.0 }
    }

    fn pronoun(&mut self, i: usize, source: Option<&Source>) {
        let word = self.scene.word(i);
        if word.len() > 7 {
            return;
        }
        let word = word.to_ascii_lowercase();
        if matches!(word.as_str(), "it" | "they") && source.is_some_and(|s| s.cue.is_some()) {
            // Only subjects of cues: most “it” refer to no name at
            // all.
            if let Some(entity) =
                self.organizations.highest(|_| 1.0).filter(|&e| self.organizations.get(e) > LEAST_ORGANIZATION)
            {
                self.found.push(Reference { span: self.scene.span(i, i + 1), kind: MentionKind::Pronoun, entity });
                self.organizations.add(entity, SOURCE);
            }
            return;
        }
        let Some(gender) = self.scene.language.people.gender_of_pronoun(&word) else { return };
        let fits = |entity: EntityId| match self.genders.get(entity.0).copied().flatten() {
            Some(known) if known == gender => 1.0,
            Some(_) => 0.0,
            None => UNKNOWN_GENDER,
        };
        let Some(entity) = self.people.highest(fits) else { return };
        if let Some(known) = self.genders.get_mut(entity.0) {
            known.get_or_insert(gender);
        }
        let span = self.scene.span(i, i + 1);
        self.found.push(Reference { span, kind: MentionKind::Pronoun, entity });
        self.people.add(entity, weight(source, false) * UNNAMED);
    }

    fn nominal(&mut self, index: usize, source: &Source) {
        let Some(entity) = nominal::resolve(self, index, source) else { return };
        self.found.push(Reference { span: source.span, kind: MentionKind::Nominal, entity });
        self.people.add(entity, weight(Some(source), false) * UNNAMED);
    }
}

/// How much a mention adds to the salience of its entity.
fn weight(source: Option<&Source>, quoted: bool) -> f32 {
    if quoted {
        return QUOTED;
    }
    match source {
        Some(source) if source.cue.is_some() => SPEAKER,
        Some(source) if source.opens => OPENING,
        Some(_) => SOURCE,
        None => OTHER,
    }
}

/// The gender of each entity, by its titles and given name.
fn genders(scene: &Scene<'_>, table: &EntityTable) -> Vec<Option<Gender>> {
    let people = &scene.language.people;
    let mut known: Vec<Option<Gender>> = table
        .entities()
        .iter()
        .map(|e| people.gender_of_name(&e.name).filter(|_| e.kind == EntityKind::Person))
        .collect();
    for name in scene.names.iter().filter(|n| n.kind == EntityKind::Person) {
        let Some(before) = scene.token_from(name.span.start).checked_sub(1) else { continue };
        let word = scene.word(before);
        let shown = people.gender_of_title(word).or_else(|| people.gender_of_noun(&word.to_ascii_lowercase()));
        if let (Some(shown), Some(cell)) = (shown, known.get_mut(name.entity.0)) {
            // A title is more certain than a given name.
            *cell = Some(shown);
        }
    }
    known
}
