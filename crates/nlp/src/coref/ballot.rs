//! The candidates of one mention, with the facts that the learned ranker sees.

use super::gender::Fit;
use super::mention::Mention;
use super::nominal::{is_age, past_role};
use super::said::Said;
use super::{ClauseStart, Resolver, SpeakerBefore, Subject};
use crate::analysis::{EntityId, EntityKind};
use crate::resolver::facts::{Fact, FactRows, MentionClass};
use crate::scene::grammar::Class;
use crate::scene::inhabitant::is_inhabitant;

/// How many recently mentioned entities are candidates.
const RECENT: usize = 12;

/// How many entities with the noun as their role, or in their name, are candidates besides.
const BEARERS: usize = 4;

/// How many names after the mention are looked at for one that comes first there.
const AHEAD: usize = 6;

/// The highest value of [`Fact::Determiner`] for “the”, “this” and “that”.
pub(super) const DEFINITE: usize = 1;

/// The value of [`Fact::Determiner`] for “his”, “her”, “its” and “their”.
pub(super) const OWN_DETERMINER: usize = 4;

/// The value of [`Fact::Determiner`] for a name as the owner: “Lee’s deputy”.
pub(super) const NAME_DETERMINER: usize = 5;

/// The highest certainty that “the victim’s lawyer” is somebody whom the article does not call a lawyer. Set by
/// hand, below what is shown as sure.
const MOST_OF_OWNED: f32 = 0.75;

/// The highest certainty that “the former mayor” is somebody whom the article does not call so. Set by hand,
/// below what is shown as sure.
const MOST_OF_PAST: f32 = 0.75;

/// The highest certainty that “the foreign secretary” is somebody whom the article does not call a secretary, or
/// a secretary of something else. Set by hand, below what is shown as sure.
const MOST_OF_OFFICE: f32 = 0.85;

/// The highest certainty that “the guard” is somebody whom the article does not call a guard. Set by hand, below what
/// is shown as sure.
const MOST_OF_UNCALLED: f32 = 0.85;

/// The value of [`Fact::Ahead`] for a name in apposition.
const APPOSED: usize = 1;

/// A mention with its candidates. The last candidate is nobody.
#[derive(Debug, Clone)]
pub(crate) struct Ballot {
    pub(crate) class: MentionClass,
    /// The candidates; `None` is nobody whom the article names.
    pub(crate) entities: Vec<Option<EntityId>>,
    /// The rows that all candidates have.
    pub(crate) shared: FactRows,
    /// The rows of each candidate.
    pub(crate) own: Vec<FactRows>,
    /// The entity that the rules give.
    pub(crate) rule: Option<EntityId>,
    /// The candidate that spoke in the sentence of a pronoun that speaks or in the one before.
    pub(crate) continues: Option<SpeakerBefore>,
    /// The person, a candidate if named, who is the subject of the sentence before a pronoun that speaks.
    pub(crate) subject: Option<Subject>,
    /// The people whom that sentence or this one names for the first time, if the mention is such a pronoun.
    pub(crate) newcomers: Vec<EntityId>,
    /// How they introduce somebody without a name who may be meant, if they do.
    pub(crate) unnamed: Option<ClauseStart>,
    /// Who asked what the mention answers.
    pub(crate) answered: Option<EntityId>,
    /// Whether the mention is “another” with a noun for a person.
    pub(crate) is_another: bool,
    /// If no speaker there is known and fits, the candidate that these sentences introduced.
    pub(crate) introduced: Option<EntityId>,
    /// The only entity that the article describes with the noun of the mention.
    pub(crate) bearer: Option<EntityId>,
    /// The highest certainty that an entity is meant.
    pub(crate) most: f32,
    /// Whether the text introduced somebody with such a noun shortly before, without a name.
    pub(crate) is_new_person: bool,
    /// The candidate that the gender of a pronoun leaves, if it leaves one.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only training learns from it"))]
    pub(crate) only: Option<EntityId>,
}

/// The entities that a mention may refer to, and what the facts of each depend on besides.
pub(super) struct Candidates {
    pub(super) found: Vec<EntityId>,
    /// Entities that are named after the mention, as values of [`Fact::Ahead`].
    pub(super) ahead: Vec<(EntityId, usize)>,
    /// The entities with the noun of the mention as their role or in their name.
    pub(super) bearers: Vec<EntityId>,
    /// The entity that the rules give.
    pub(super) rule: Option<EntityId>,
    /// The likely speaker of the passage that the mention is in.
    pub(super) speaker: Option<EntityId>,
    /// What the mention says.
    pub(super) said: Said,
}

impl Resolver<'_, '_> {
    /// The ballot of a mention; `rule` is the entity that the rules give, and `others` are
    /// entities that it cannot be.
    pub(super) fn ballot(&self, mention: &Mention<'_>, rule: Option<EntityId>, others: &[EntityId]) -> Ballot {
        let candidates = self.candidates(mention, rule, others);
        let most = self.most_certain(mention, &candidates.bearers);
        let shared = self.shared_facts(mention, &candidates);
        let mut own: Vec<FactRows> =
            candidates.found.iter().map(|e| self.own_facts(mention, *e, &candidates)).collect();
        let mut nobody = vec![Fact::Nobody.row(0)];
        nobody.extend(&shared);
        own.push(nobody);
        // “Its president” is seldom the president of something else.
        let owned = shared.contains(&Fact::Determiner.row(OWN_DETERMINER));
        let described = self.only_described(mention, &candidates);
        let bearer = described.filter(|_| !mention.is_own_kin(self.scene) && !owned);
        let only = self.only_of_gender(mention, &candidates.found);
        let is_candidate = |entity: &EntityId| candidates.found.contains(entity);
        let continues = self.continuing_speaker(mention);
        let continues = continues.filter(|speaker| speaker.entity().is_none_or(|entity| is_candidate(&entity)));
        let subject = self.subject_before(mention);
        let subject = subject.filter(|subject| match subject {
            Subject::Named(entity) => is_candidate(entity),
            _ => true,
        });
        let introduced = self.introduced_before(mention).filter(|e| continues.is_none() && is_candidate(e));
        let entities = candidates.found.into_iter().map(Some).chain([None]).collect();
        Ballot {
            class: mention.class,
            entities,
            shared,
            own,
            rule,
            continues,
            subject,
            newcomers: self.newcomers(mention),
            unnamed: self.unnamed_newcomer(mention),
            answered: self.answered_speaker(mention),
            is_another: self.is_another(mention),
            introduced,
            bearer,
            most,
            is_new_person: self.is_new_person(mention),
            only,
        }
    }

    /// The entities that may be meant: those that were mentioned not long ago, that have the noun as
    /// their role or in their name, or that are named just after the mention.
    fn candidates(&self, mention: &Mention<'_>, rule: Option<EntityId>, others: &[EntityId]) -> Candidates {
        let fits = |e: &EntityId| {
            self.kind(*e).is_some_and(|kind| mention.takes(kind)) && self.fit(mention, *e) != Fit::Conflict
        };
        let recent = self.salience.lists().into_iter().flat_map(|list| list.recent().filter(fits).take(RECENT));
        let bearers = self.bearers(mention);
        let ahead = self.ahead(mention);
        let named = bearers.iter().copied().take(BEARERS).chain(ahead.iter().map(|(e, _)| *e)).chain(rule);
        let mut found: Vec<EntityId> = Vec::new();
        for entity in recent.chain(named.filter(fits)).filter(|e| !others.contains(e)) {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
        if mention.is_own_kin(self.scene) {
            // Only who is called so: “my father, Bo Ek,”.
            found.retain(|e| ahead.contains(&(*e, APPOSED)));
        }
        if mention.class == MentionClass::First {
            // “I” is the author, or somebody who is not said.
            found.clone_from(&self.overview.authors);
        }
        let speaker = self.passage_speaker(mention);
        Candidates { found, ahead, bearers, rule, speaker, said: self.said(mention) }
    }

    /// The only entity that the article describes with the noun of a mention.
    fn only_described(&self, mention: &Mention<'_>, candidates: &Candidates) -> Option<EntityId> {
        match candidates.bearers.as_slice() {
            [one] => Some(*one),
            // “The Texan”, “the 46-year-old”: hardly anybody new is called so.
            [] if is_age(&mention.noun) || is_inhabitant(self.scene, &mention.tokens) => candidates.rule,
            _ => None,
        }
    }

    /// The entities with the noun of the mention as their role or in their name.
    pub(super) fn bearers(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        match mention.class {
            MentionClass::Person => {
                // “the former mayor”: who is called so, or else a mayor
                let past = past_role(self.scene, &mention.tokens, &mention.noun);
                let past = past.map(|role| self.roles.bearers(&role)).filter(|bearers| !bearers.is_empty());
                let bearers = past.unwrap_or_else(|| self.roles.bearers(&mention.role)).iter().copied();
                let all: Vec<EntityId> = bearers.filter(|e| self.fit(mention, *e) != Fit::Conflict).collect();
                if all.len() < 2 {
                    return all;
                }
                // “the fire chief” beside a police chief
                let said = self.modifiers(mention);
                let of = |e: &EntityId| said.iter().all(|word| self.roles.words(*e).contains(word));
                let called: Vec<EntityId> = all.iter().copied().filter(of).collect();
                if called.is_empty() { all } else { called }
            }
            MentionClass::Body | MentionClass::Other => {
                let with = self.overview.with_word(&mention.noun);
                with.iter().copied().filter(|e| self.kind(*e).is_some_and(|kind| mention.takes(kind))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The words of a noun phrase between its article and its noun, in lower case; none of an owner.
    fn modifiers(&self, mention: &Mention<'_>) -> Vec<String> {
        let head = mention.tokens.clone().find(|&i| self.scene.class(i) == Class::Preposition);
        let head = head.unwrap_or(mention.tokens.end).saturating_sub(1);
        let owns = |i: &usize| self.scene.class(*i) == Class::Possessive;
        let first = (mention.tokens.start..head).rev().find(owns).map_or(mention.tokens.start, |i| i + 1);
        let nominal = (first..head).filter(|&i| self.scene.class(i).is_nominal());
        let parts = nominal.flat_map(|i| self.scene.word(i).split('-')).filter(|part| part.len() > 1);
        parts.map(str::to_lowercase).collect()
    }

    /// Whether a noun phrase names a body or a place that the text does not name beside any of these people: “the
    /// Orsten coach”.
    fn names_another_body(&self, mention: &Mention<'_>, bearers: &[EntityId]) -> bool {
        let scene = self.scene;
        let names = scene.names_in(&mention.tokens).filter(|name| name.kind != EntityKind::Person);
        let mut words =
            names.flat_map(|name| name.span.of(scene.text).split([' ', '-'])).map(str::to_lowercase).peekable();
        words.peek().is_some()
            && words.all(|word| bearers.iter().all(|bearer| !self.roles.words(*bearer).contains(&word)))
    }

    /// The highest certainty that a noun phrase means an entity, by what the article calls its people.
    fn most_certain(&self, mention: &Mention<'_>, bearers: &[EntityId]) -> f32 {
        if mention.class != MentionClass::Person || mention.is_pronoun() {
            return 1.0;
        }
        // “the victim’s lawyer”, where nobody is called a lawyer
        if bearers.is_empty() && mention.has_owner(self.scene) {
            return MOST_OF_OWNED;
        }
        let past = past_role(self.scene, &mention.tokens, &mention.noun);
        if past.is_some_and(|role| self.roles.bearers(&role).is_empty()) {
            return MOST_OF_PAST;
        }
        // “the prime minister” beside a foreign minister
        let department = mention.tokens.end.checked_sub(2).filter(|&i| i > mention.tokens.start);
        let department = department.filter(|_| matches!(mention.noun.as_str(), "minister" | "secretary"));
        let word = department.map(|i| self.scene.word(i).to_lowercase());
        let other = |word: &String| bearers.iter().all(|e| !self.roles.words(*e).contains(word));
        if !bearers.is_empty() && word.as_ref().is_some_and(other) {
            return MOST_OF_OFFICE;
        }
        if bearers.is_empty() || self.names_another_body(mention, bearers) { MOST_OF_UNCALLED } else { 1.0 }
    }

    /// Entities that are named after the mention, the nearest first, as values of
    /// [`Fact::Ahead`]: one in apposition, and people who have not been named before.
    fn ahead(&self, mention: &Mention<'_>) -> Vec<(EntityId, usize)> {
        if mention.passage.is_some() {
            return Vec::new();
        }
        let end = mention.span.end;
        let from = self.scene.names.partition_point(|n| n.span.start < end);
        let last = self.scene.paragraphs.get(mention.para + 1).or_else(|| self.scene.paragraphs.get(mention.para));
        let limit = last.map_or(end, |p| p.span.end);
        let here = self.scene.paragraphs.get(mention.para).map_or(end, |p| p.span.end);
        let comma = self.scene.class(mention.tokens.end) == Class::Comma;
        let mut found: Vec<(EntityId, usize)> = Vec::new();
        for name in self.scene.names.iter().skip(from).take(AHEAD).take_while(|n| n.span.start < limit) {
            let apposed = comma && self.scene.token_from(name.span.start) == mention.tokens.end + 1;
            let new = self.history.of(name.entity).is_none() && name.kind == EntityKind::Person;
            if apposed && !mention.is_pronoun() {
                found.push((name.entity, APPOSED));
            } else if new && !found.iter().any(|(e, _)| *e == name.entity) {
                found.push((name.entity, if name.span.start < here { 2 } else { 3 }));
            }
        }
        found
    }

    /// Whether an entity is a person whose gender does not contradict the mention.
    pub(super) fn is_fitting_person(&self, mention: &Mention<'_>, entity: EntityId) -> bool {
        self.kind(entity) == Some(EntityKind::Person) && self.fit(mention, entity) != Fit::Conflict
    }

    /// How the gender of a candidate fits the mention.
    pub(super) fn fit(&self, mention: &Mention<'_>, entity: EntityId) -> Fit {
        self.genders.fit(mention.gender, entity)
    }

    /// The one candidate with the gender of the pronoun, if no candidate has an unknown one.
    fn only_of_gender(&self, mention: &Mention<'_>, found: &[EntityId]) -> Option<EntityId> {
        let gender = mention.pronoun_gender()?;
        let mut left = found.iter().filter(|e| self.genders.of(**e).is_none_or(|known| known == gender));
        let only = left.next().copied().filter(|_| left.next().is_none())?;
        self.genders.of(only).map(|_| only)
    }
}
