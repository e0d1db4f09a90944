//! Bodies and documents that belong to somebody whom the article names: “Lee’s campaign”, “the
//! council published a report”, “in her book”. Later, “the campaign” is that of Lee, and the
//! report speaks for the council.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;

use super::answer::Meaning;
use super::mention::{Mention, is_known};
use super::{Referent, Resolver};
use crate::analysis::{EntityId, EntityKind};
use crate::resolver::facts::MentionClass;
use crate::scene::grammar::Class;
use crate::scene::phrase::clause_subject;
use crate::scene::source::{Link, sentence_start, source};
use crate::scene::{NameAt, Scene};
use pullquote_article::Span;

/// How many sentences later “the report” still means a report that was mentioned.
const REMEMBERED: usize = 12;

/// How many words between an owner, or a verb, and the noun are looked at.
const MOST_MODIFIERS: usize = 4;

/// How many tokens after a document’s noun “from” or “by” is looked for.
const MOST_AFTER: usize = 4;

/// The fewest bytes of the stem that a verb and a noun for a document share: “ruled”, “ruling”.
const SHORTEST_STEM: usize = 3;

/// The probability that a document with a name before its noun speaks for the bearer of
/// the name. Set by hand: there are too few for a count.
const OWNER: f32 = 0.85;

/// The last body or document with one noun.
#[derive(Debug, Clone, Copy)]
struct Belonging {
    /// Whom it belongs to; `None` if the article does not name them.
    owner: Option<EntityId>,
    /// The noun.
    span: Span,
    sentence: usize,
}

/// A body that belongs to a person: “her campaign”.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OwnBody {
    /// The person.
    pub(crate) owner: EntityId,
    /// The words for the body, without those for the person.
    pub(crate) noun: Span,
}

/// What belongs to whom, as far as the text was read.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    by_noun: HashMap<String, Belonging>,
    /// The last act with each stem, such as “rul” of “The court ruled”.
    by_stem: HashMap<String, Belonging>,
    /// The last body of a person and its sentence, while no organization was named after it.
    body: Option<(OwnBody, usize)>,
}

impl Belongings {
    /// Notes that an organization is named: “it” is no longer the last body of a person.
    pub(super) fn note_organization(&mut self) {
        self.body = None;
    }
}

impl Resolver<'_, '_> {
    /// Notes to whom the body or document at token `i` belongs, if its noun is there.
    pub(super) fn note_belonging(&mut self, i: usize, para: usize) {
        let scene = self.scene;
        if !matches!(scene.class(i), Class::Word | Class::Name | Class::Verb) {
            return;
        }
        self.note_act(i);
        let noun = scene.word(i).to_lowercase();
        let body = scene.language.organizations.stands_for.contains(&noun);
        let document = scene.language.works.documents.contains(&noun);
        if !(body || document) || is_modifier(scene, i) {
            return;
        }
        let owner = self.owner_before(i, body).or_else(|| {
            let issued = || self.issuer(i, para);
            if document { self.owner_after(i).or_else(issued) } else { None }
        });
        if owner.is_none() && !is_indefinite(scene, i) {
            return;
        }
        let sentence = self.history.sentence;
        let span = scene.span(i, i + 1);
        if let Some(owner) = owner.filter(|&owner| body && self.kind(owner) == Some(EntityKind::Person)) {
            self.belongings.body = Some((OwnBody { owner, noun: span }, sentence));
        }
        self.belongings.by_noun.insert(noun, Belonging { owner, span, sentence });
    }

    /// The person or body whose document a mention is: “Lee’s letter”, “a Lindhaven Post
    /// article”, “her letter”, or “the letter” after one of these.
    pub(super) fn document_owner(&self, mention: &Mention<'_>) -> Option<Meaning> {
        if mention.class != MentionClass::Document {
            return None;
        }
        let scene = self.scene;
        let after = |n: &NameAt| scene.token_from(n.span.end);
        let names = || scene.names_in(&mention.tokens).filter(|n| mention.takes(n.kind));
        let owner = names().find(|n| scene.class(after(n)) == Class::Possessive);
        let issuer = || names().find(|n| n.kind == EntityKind::Organization && after(n) < mention.tokens.end);
        if let Some(name) = owner.or_else(issuer) {
            return Some(Meaning::entity(name.entity, OWNER));
        }
        if let Some((owner, probability)) = self.pronoun_owner(mention) {
            return Some(Meaning::entity(owner, probability.min(OWNER)));
        }
        // “a memo from the council”
        let head = mention.tokens.clone().find(|&i| scene.is(i, &mention.noun));
        if let Some(owner) = head.and_then(|head| self.owner_after(head)) {
            return Some(Meaning::entity(owner, OWNER));
        }
        let known = self.known_noun(mention).or_else(|| self.known_act(mention))?;
        known.owner.map(|owner| Meaning::entity(owner, OWNER))
    }

    /// Notes who did what the verb at token `i` says, if the words for them are right before it: “The court
    /// ruled”.
    fn note_act(&mut self, i: usize) {
        let scene = self.scene;
        let Some(stem) = scene.word(i).strip_suffix("ed").filter(|stem| stem.len() >= SHORTEST_STEM) else { return };
        let between = |k: &usize| matches!(scene.class(*k), Class::Adverb | Class::Auxiliary);
        let last = (0..i).rev().find(|k| !between(k));
        let named = || last.and_then(|last| scene.name_at(last)).map(|name| name.entity);
        let described = || {
            let end = scene.span(last?, last? + 1).end;
            self.found.last().filter(|r| r.span.end == end).and_then(|r| r.referent.entity())
        };
        let owner = named().or_else(described).filter(|&owner| self.kind(owner).is_some_and(owns));
        let Some(owner) = owner else { return };
        let belonging = Belonging { owner: Some(owner), span: scene.span(i, i + 1), sentence: self.history.sentence };
        self.belongings.by_stem.insert(stem.to_lowercase(), belonging);
    }

    /// The act that a document comes from: “the ruling” after “The court ruled”.
    fn known_act(&self, mention: &Mention<'_>) -> Option<&Belonging> {
        let plain = self.is_definite(mention) && mention.tokens.len() == 2;
        let stems = (SHORTEST_STEM..mention.noun.len()).rev().filter_map(|end| mention.noun.get(..end));
        let known = stems.filter(|_| plain).find_map(|stem| self.belongings.by_stem.get(stem))?;
        self.is_remembered(known).then_some(known)
    }

    /// Whether a mention begins as one of something that was mentioned: “the report”.
    fn is_definite(&self, mention: &Mention<'_>) -> bool {
        let first = mention.tokens.start;
        self.scene.is(first, "the") || self.scene.is(first, "this")
    }

    /// Whether “the report” can still mean it.
    fn is_remembered(&self, belonging: &Belonging) -> bool {
        self.history.sentence.saturating_sub(belonging.sentence) <= REMEMBERED
    }

    /// The body of a person that a mention is, as in “her campaign”, or “the campaign” and “it”
    /// after “Lee’s campaign”.
    pub(super) fn own_body(&self, mention: &Mention<'_>) -> Option<Meaning> {
        let (body, probability) = match mention.class {
            MentionClass::Body => {
                let rest = self.scene.span(mention.tokens.start + 1, mention.tokens.end);
                let named = self.pronoun_owner(mention).map(|(owner, sure)| (OwnBody { owner, noun: rest }, sure));
                let (body, sure) = named.or_else(|| {
                    let known = self.known_noun(mention)?;
                    Some((OwnBody { owner: known.owner?, noun: known.span }, OWNER))
                })?;
                (self.kind(body.owner) == Some(EntityKind::Person)).then_some((body, sure.min(OWNER)))
            }
            MentionClass::It if mention.source.is_some_and(|s| s.cue.is_some()) => {
                let (body, sentence) = self.belongings.body?;
                let near = self.history.sentence.saturating_sub(sentence) <= 1;
                near.then_some((body, OWNER))
            }
            _ => None,
        }?;
        Some(Meaning { referent: Referent::Body(body), probability })
    }

    /// Whom the pronoun at the beginning of “her campaign” refers to, and the probability that this is
    /// right.
    fn pronoun_owner(&self, mention: &Mention<'_>) -> Option<(EntityId, f32)> {
        let first = mention.tokens.start;
        let pronoun = super::reference_at(&self.found, self.scene.span(first, first + 1))?;
        Some((pronoun.referent.entity()?, pronoun.probability))
    }

    /// The earlier mention of a report that “the report” means.
    fn known_noun(&self, mention: &Mention<'_>) -> Option<&Belonging> {
        let scene = self.scene;
        let plain = mention.tokens.len() <= 3 && scene.names_in(&mention.tokens).next().is_none();
        let known = self.belongings.by_noun.get(&mention.noun).filter(|_| self.is_definite(mention) && plain)?;
        self.is_remembered(known).then_some(known)
    }

    /// The owner before the noun at token `i`: “Lee’s campaign”, “the Lee campaign”, “her last
    /// book”, “a Lindhaven Post article”.
    fn owner_before(&self, i: usize, body: bool) -> Option<EntityId> {
        let scene = self.scene;
        for j in (i.saturating_sub(MOST_MODIFIERS)..i).rev() {
            if let Some(name) = scene.name_at(j) {
                let determined = scene
                    .token_from(name.span.start)
                    .checked_sub(1)
                    .is_some_and(|before| scene.class(before) == Class::Determiner);
                return match name.kind {
                    EntityKind::Person if body && determined && j + 1 == i => Some(name.entity),
                    EntityKind::Organization if !body => Some(name.entity),
                    _ => None,
                };
            }
            match scene.class(j) {
                Class::Word | Class::Name | Class::Number => {}
                Class::Possessive
                    if scene.word(j).starts_with(char::is_alphabetic) && !scene.word(j).starts_with('s') =>
                {
                    return self.answered(scene.span(j, j + 1));
                }
                Class::Possessive => {
                    let name = scene.name_at(j.checked_sub(1)?)?;
                    return owns(name.kind).then_some(name.entity);
                }
                _ => return None,
            }
        }
        None
    }

    /// The owner after a document’s noun at token `i`: “a report from the council”, “a letter
    /// written by Lee”.
    fn owner_after(&self, i: usize) -> Option<EntityId> {
        let scene = self.scene;
        let inside = |k: &usize| {
            matches!(scene.class(*k), Class::Word | Class::Verb | Class::Adverb | Class::Preposition)
                && scene.passage_at(*k).is_none()
        };
        let joint = (i + 1..=i + MOST_AFTER).take_while(inside).find(|&k| scene.is(k, "from") || scene.is(k, "by"))?;
        // “a report seen by the Post”
        if scene.language.verbs.receiving.contains_any_case(scene.word(joint - 1)) {
            return None;
        }
        let first = joint + 1 + usize::from(scene.class(joint + 1) == Class::Determiner);
        let name = scene.name_at(first)?;
        let whole = scene.class(scene.token_from(name.span.end)) != Class::Possessive;
        (owns(name.kind) && whole).then_some(name.entity)
    }

    /// Who published the document at token `i`: “the council published a report”.
    fn issuer(&self, i: usize, para: usize) -> Option<EntityId> {
        let scene = self.scene;
        let floor = scene.paragraphs.get(para)?.tokens.start;
        let modifiers =
            |j: &usize| matches!(scene.class(*j), Class::Word | Class::Name | Class::Number | Class::Adverb);
        let before = (i.saturating_sub(MOST_MODIFIERS)..i).rev().find(|j| !modifiers(j))?;
        let last = before.checked_sub(1).filter(|_| scene.class(before) == Class::Determiner)?;
        let verb = if scene.is(last, "out") { last.checked_sub(1)? } else { last };
        if verb < floor || !scene.language.verbs.issuing.contains_any_case(scene.word(verb)) {
            return None;
        }
        let adjunct = |k: &usize| {
            let time = scene.class(*k) == Class::Preposition && scene.class(k + 1) == Class::Adverb;
            time || matches!(scene.class(*k), Class::Adverb | Class::Auxiliary)
        };
        let last = (floor..verb).rev().find(|k| !adjunct(k))?;
        if let Some(name) = scene.name_at(last) {
            return owns(name.kind).then_some(name.entity);
        }
        let apposed = matches!(scene.class(last), Class::Comma | Class::Close | Class::Dash);
        let subject = if scene.class(last) == Class::Subject {
            last..last + 1
        } else {
            clause_subject(scene, sentence_start(scene, verb, floor), verb)?
        };
        if !apposed && subject.end != last + 1 {
            return None;
        }
        let found = source(scene, subject, None, Link::Loose)?;
        let entity = found.entity.or_else(|| self.answered(found.span))?;
        self.kind(entity).is_some_and(owns).then_some(entity)
    }
}

/// Whether entities of this kind have bodies and documents.
fn owns(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Organization)
}

/// Whether the noun at token `i` belongs to the noun after it: “campaign manager”.
fn is_modifier(scene: &Scene<'_>, i: usize) -> bool {
    let next = scene.word(i + 1).to_lowercase();
    let singular = next.strip_suffix('s').unwrap_or(&next);
    let named = scene.name_at(i + 1).is_some() && scene.class(i + 1) == Class::Name;
    named || is_known(scene, &next) || is_known(scene, singular)
}

/// Whether the phrase of the noun at token `i` begins with “a” or “an”.
fn is_indefinite(scene: &Scene<'_>, i: usize) -> bool {
    let before = (i.saturating_sub(MOST_MODIFIERS)..i).rev();
    let first = before.take_while(|&j| !matches!(scene.class(j), Class::Stop | Class::Comma));
    let determiner = first.into_iter().find(|&j| scene.class(j) == Class::Determiner);
    determiner.is_some_and(|j| scene.is(j, "a") || scene.is(j, "an") || scene.is(j, "another"))
}
