//! Who “he” and “the senator” are.
//!
//! [`resolve`] walks the text once and keeps, for every person, how present
//! they are: each mention adds to it, subjects and speakers more, and each
//! sentence and paragraph takes away (after Lappin and Leass, 1994, without
//! their parser). A pronoun takes the most present person of its gender; a
//! nominal ([`nominal`]) one whose role it names.

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
use pullquote_article::text::span::Span;
use salience::Presence;

/// A pronoun or nominal and who it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) kind: MentionKind,
    pub(crate) entity: EntityId,
}

/// The pronouns of the text and the nominals among `sources` that stand for a
/// person, in order.
pub(crate) fn resolve(scene: &Scene<'_>, sources: &[Vec<Source>], table: &EntityTable) -> Vec<Reference> {
    let mut walk = Walk {
        scene,
        sources,
        roles: Roles::read(scene, table),
        presence: Presence::default(),
        bodies: Presence::default(),
        genders: genders(scene, table),
        named: vec![false; table.entities().len()],
        found: Vec::new(),
    };
    for (i, paragraph) in scene.paragraphs.iter().enumerate() {
        walk.paragraph(i, paragraph.tokens.clone());
    }
    walk.found
}

struct Walk<'a, 's> {
    scene: &'a Scene<'s>,
    sources: &'a [Vec<Source>],
    roles: Roles,
    presence: Presence,
    bodies: Presence,
    genders: Vec<Option<Gender>>,
    /// Whether an entity was named before.
    named: Vec<bool>,
    found: Vec<Reference>,
}

impl Walk<'_, '_> {
    fn paragraph(&mut self, index: usize, tokens: std::ops::Range<usize>) {
        let by_start: HashMap<usize, &Source> = self
            .sources
            .get(index)
            .into_iter()
            .flatten()
            .filter(|s| s.stands_for.is_none())
            .map(|s| (self.scene.token_from(s.span.start), s))
            .collect();
        self.presence.decay(0.6);
        self.bodies.decay(0.6);
        for i in tokens {
            let quoted = self.scene.passage_at(i).is_some();
            let source = by_start.get(&i).copied().filter(|_| !quoted);
            if self.scene.class(i) == Class::Stop && !quoted {
                self.presence.decay(0.7);
                self.bodies.decay(0.7);
            }
            let name = self
                .scene
                .name_at(i)
                .filter(|n| self.scene.tokens.get(i).is_some_and(|t| t.span.start == n.span.start));
            // “Lee’s adviser said”: it is not Lee who speaks.
            let nominal = source.filter(|s| s.how == How::Nominal);
            let named = source.filter(|_| nominal.is_none());
            if let Some(name) = name {
                match name.kind {
                    EntityKind::Person => {
                        let news = if quoted { 0.0 } else { self.introduced(*name) };
                        self.presence.add(name.entity, weight(named, quoted) + news);
                    }
                    EntityKind::Organization => self.bodies.add(name.entity, weight(named, quoted)),
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

    /// How much more a person adds who is named in full for the first time:
    /// the text has brought them in to say something of them.
    fn introduced(&mut self, name: NameAt) -> f32 {
        const NEWS: f32 = 1.0;
        let first = self.named.get_mut(name.entity.0).is_some_and(|named| !std::mem::replace(named, true));
        let full = name.span.of(self.scene.text).contains(' ');
        if first && full { NEWS } else { 0.0 }
    }

    fn pronoun(&mut self, i: usize, source: Option<&Source>) {
        let word = self.scene.word(i);
        if word.len() > 7 {
            return;
        }
        let word = word.to_ascii_lowercase();
        if matches!(word.as_str(), "it" | "they") && source.is_some_and(|s| s.cue.is_some()) {
            // Only the words that speak: most “it” stand for no name at all.
            if let Some(entity) = self.bodies.most(|_| 1.0).filter(|&e| self.bodies.of(e) > 0.8) {
                self.found.push(Reference { span: self.scene.span(i, i + 1), kind: MentionKind::Pronoun, entity });
                self.bodies.add(entity, 1.0);
            }
            return;
        }
        let Some(gender) = self.scene.language.people.gender_of_pronoun(&word) else { return };
        let fits = |entity: EntityId| match self.genders.get(entity.0).copied().flatten() {
            Some(known) if known == gender => 1.0,
            Some(_) => 0.0,
            None => 0.6,
        };
        let Some(entity) = self.presence.most(fits) else { return };
        if let Some(known) = self.genders.get_mut(entity.0) {
            known.get_or_insert(gender);
        }
        let span = self.scene.span(i, i + 1);
        self.found.push(Reference { span, kind: MentionKind::Pronoun, entity });
        self.presence.add(entity, weight(source, false) * 0.7);
    }

    fn nominal(&mut self, index: usize, source: &Source) {
        let Some(entity) = nominal::resolve(self, index, source) else { return };
        self.found.push(Reference { span: source.span, kind: MentionKind::Nominal, entity });
        self.presence.add(entity, weight(Some(source), false) * 0.7);
    }
}

/// How much a mention adds to its person's presence.
fn weight(source: Option<&Source>, quoted: bool) -> f32 {
    if quoted {
        return 0.15;
    }
    match source {
        Some(source) if source.cue.is_some() => 3.0,
        Some(source) if source.opens => 2.0,
        Some(_) => 1.0,
        None => 0.7,
    }
}

/// What the text and the given names say about each entity's gender.
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
            // A title is surer than a given name.
            *cell = Some(shown);
        }
    }
    known
}
