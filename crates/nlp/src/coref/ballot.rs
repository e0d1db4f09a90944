//! The candidates of one mention, with the facts that the learned ranker sees.

use super::mention::Mention;
use super::nominal::{is_age, is_inhabitant};
use super::said::Said;
use super::{GenderSign, Resolver};
use crate::analysis::{EntityId, EntityKind};
use crate::language::people::Gender;
use crate::resolver::facts::{Fact, FactRows, MentionClass};
use crate::scene::grammar::Class;

/// How many recently mentioned entities are candidates.
const RECENT: usize = 12;

/// How many entities with the noun as their role, or in their name, are candidates besides.
const BEARERS: usize = 4;

/// How many names after the mention are looked at for one that comes first there.
const AHEAD: usize = 6;

/// How many sentences ago an entity may have been mentioned to count as a rival.
const NEAR: usize = 6;

/// The value of [`Fact::Determiner`] for “his”, “her”, “its” and “their”.
const OWN_DETERMINER: usize = 4;

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
    /// The only entity that the article describes with the noun of the mention.
    pub(crate) bearer: Option<EntityId>,
    /// The candidate that the gender of a pronoun leaves, if it leaves one.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only training learns from it"))]
    pub(crate) only: Option<EntityId>,
}

/// How well the gender of a candidate fits, as a value of [`Fact::Gender`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Any = 0,
    Agrees = 1,
    Likely = 2,
    Unknown = 3,
    /// Unknown, but the given name hints at it.
    Hinted = 4,
    /// Unknown, but the given name hints at the other gender.
    Doubtful = 5,
    /// Such an entity is no candidate.
    Conflict = 6,
}

impl Resolver<'_, '_> {
    /// The ballot of a mention; `rule` is the entity that the rules give, and `others` are
    /// entities that it cannot be.
    pub(super) fn ballot(&self, mention: &Mention<'_>, rule: Option<EntityId>, others: &[EntityId]) -> Ballot {
        let ahead = self.ahead(mention);
        let mut found: Vec<EntityId> = Vec::new();
        let add = |entity: EntityId, found: &mut Vec<EntityId>| {
            if !found.contains(&entity) && self.kind(entity).is_some_and(|kind| mention.takes(kind)) {
                found.push(entity);
            }
        };
        let lists = [&self.people, &self.organizations, &self.others];
        for list in lists {
            let fits = |e: &EntityId| {
                self.kind(*e).is_some_and(|kind| mention.takes(kind)) && self.fit(mention, *e) != Fit::Conflict
            };
            list.recent().filter(fits).take(RECENT).for_each(|e| add(e, &mut found));
        }
        let bearers = self.bearers(mention);
        bearers.iter().take(BEARERS).for_each(|e| add(*e, &mut found));
        ahead.iter().for_each(|(e, _)| add(*e, &mut found));
        rule.iter().for_each(|e| add(*e, &mut found));
        found.retain(|e| self.fit(mention, *e) != Fit::Conflict && !others.contains(e));
        if mention.is_own_kin(self.scene) {
            // Only who is called so: “my father, Bo Ek,”.
            found.retain(|e| ahead.contains(&(*e, APPOSED)));
        }
        if mention.class == MentionClass::First {
            // “I” is the author, or somebody who is not said.
            found.clone_from(&self.authors);
        }
        let shared = self.shared_facts(mention, rule, &found, bearers.len());
        let speaker = self.passage_speaker(mention);
        let said = self.said(mention);
        let saliences: Vec<f32> = found.iter().map(|e| self.salience(*e)).collect();
        let own = found.iter().zip(&saliences).map(|(e, &salience)| {
            let (all, saliences) = (&found, &saliences);
            let view = View {
                candidate: *e,
                salience,
                all,
                saliences,
                ahead: &ahead,
                bearers: &bearers,
                rule,
                speaker,
                said: &said,
            };
            self.own_facts(mention, &view)
        });
        let mut own: Vec<FactRows> = own.collect();
        let mut nobody = vec![Fact::Nobody.row(0)];
        nobody.extend(&shared);
        own.push(nobody);
        let entities = found.iter().copied().map(Some).chain([None]).collect();
        let only = self.only_of_gender(mention, &found);
        let described = match bearers.as_slice() {
            [one] => Some(*one),
            // “The Texan”, “the 46-year-old”: hardly anybody new is called so.
            [] if is_age(&mention.noun) || is_inhabitant(self.scene, &mention.tokens) => rule,
            _ => None,
        };
        let owned = Fact::Determiner.row(OWN_DETERMINER);
        // “Its president” is seldom the president of something else.
        let bearer = described.filter(|_| !mention.is_own_kin(self.scene) && !shared.contains(&owned));
        Ballot { class: mention.class, entities, shared, own, rule, bearer, only }
    }

    fn shared_facts(
        &self,
        mention: &Mention<'_>,
        rule: Option<EntityId>,
        found: &[EntityId],
        bearers: usize,
    ) -> FactRows {
        let mut rows = mention.facts(self.scene);
        let near = |e: &&EntityId| {
            self.history.of(**e).is_some_and(|seen| self.history.sentence.saturating_sub(seen.sentence) <= NEAR)
        };
        let best = found.iter().map(|e| self.salience(*e)).fold(0.0, f32::max);
        let unnamed = self.history.spoken.first().copied().flatten().filter(|s| s.entity.is_none());
        let ago = |sentence: usize| self.history.sentence.saturating_sub(sentence);
        let earlier = if mention.is_pronoun() {
            mention.gender.and_then(|gender| self.history.indefinite(gender_key(gender)))
        } else {
            self.history.indefinite(&mention.noun)
        };
        rows.extend([
            Fact::Fitting.row(found.iter().filter(near).count()),
            Fact::Best.row(level(best)),
            Fact::RuleAnswers.row(usize::from(rule.is_some())),
            Fact::Unnamed.row(unnamed.map_or(0, |s| 1 + distance(ago(s.sentence)))),
            Fact::Earlier.row(earlier.map_or(0, |ago| 1 + distance(ago))),
        ]);
        if !mention.is_pronoun() {
            rows.push(Fact::Bearers.row(bearers));
        }
        rows
    }

    fn own_facts(&self, mention: &Mention<'_>, view: &View<'_>) -> FactRows {
        let candidate = view.candidate;
        let mut rows = self.distance_facts(mention, view);
        let kind = match self.kind(candidate) {
            Some(EntityKind::Person) => 0,
            Some(EntityKind::Organization) => 1,
            Some(EntityKind::Place) => 2,
            Some(EntityKind::Group) => 3,
            _ => 4,
        };
        let higher = view.saliences.iter().filter(|other| **other > view.salience).count();
        let spoke = match self.history.spoken {
            [Some(last), _] if last.entity == Some(candidate) => 1,
            [_, Some(before)] if before.entity == Some(candidate) => 2,
            _ => 0,
        };
        let chain = mention.gender.filter(|_| mention.is_pronoun()).and_then(|g| self.history.last_pronoun(g));
        let chain = match chain {
            Some((Some(entity), ago)) if entity == candidate => 1 + ago.min(3),
            Some(_) => 5,
            None => 0,
        };
        let ahead = view.ahead.iter().find(|(e, _)| *e == candidate).map_or(0, |(_, place)| *place);
        let speaks = match view.speaker {
            _ if mention.passage.is_none() => 0,
            Some(speaker) if speaker == candidate => 1,
            _ => 2,
        };
        rows.extend([
            Fact::Kind.row(kind),
            Fact::Salience.row(level(view.salience)),
            Fact::SalienceRank.row(higher),
            Fact::Gender.row(self.fit(mention, candidate) as usize),
            Fact::Rule.row(usize::from(view.rule == Some(candidate))),
            Fact::Spoke.row(spoke),
            Fact::Chain.row(chain),
            Fact::Frequency.row(self.frequency.get(candidate.0).copied().unwrap_or(usize::MAX)),
            Fact::Lead.row(usize::from(self.lead.get(candidate.0).copied().unwrap_or(false))),
            Fact::Ahead.row(ahead),
            Fact::SpeaksPassage.row(speaks),
        ]);
        if mention.class == MentionClass::Speaker {
            rows.push(Fact::InQuote.row(view.said.names(candidate)));
            rows.push(Fact::SpeaksNext.row(view.said.speaks_next(candidate)));
        }
        if !mention.is_pronoun() {
            rows.extend(self.noun_facts(mention, view));
        }
        rows
    }

    /// The facts about the candidate's last mention.
    fn distance_facts(&self, mention: &Mention<'_>, view: &View<'_>) -> FactRows {
        let Some(seen) = self.history.of(view.candidate) else {
            return vec![Fact::Sentences.row(7), Fact::Paragraphs.row(4), Fact::Tokens.row(8), Fact::Count.row(0)];
        };
        let start = mention.tokens.start;
        let sentences = self.history.sentence.saturating_sub(seen.sentence);
        let tokens = start.saturating_sub(seen.token);
        let later = |e: &&EntityId| self.history.of(**e).is_some_and(|other| other.token > seen.token);
        let verbs = self.verbs_until(start).saturating_sub(self.verbs_until(seen.token));
        let passages = |token: usize| {
            let at = self.scene.tokens.get(token).map_or(0, |t| t.span.start);
            self.scene.passages.partition_point(|p| p.outer.start < at)
        };
        let role = seen.role as usize;
        let topic = match seen.topic.map(|para| mention.para.saturating_sub(para)) {
            Some(0) => 2,
            Some(1) => 1,
            _ => 0,
        };
        let count = match seen.count {
            0..=2 => seen.count,
            3..=4 => 3,
            5..=9 => 4,
            _ => 5,
        };
        vec![
            Fact::Sentences.row(match sentences {
                0..=3 => sentences,
                4..=5 => 4,
                6..=9 => 5,
                _ => 6,
            }),
            Fact::Paragraphs.row(mention.para.saturating_sub(seen.para).min(3)),
            Fact::Tokens.row((tokens.max(1).ilog2() as usize).min(7)),
            Fact::Recency.row(view.all.iter().filter(later).count()),
            Fact::Role.row(role),
            Fact::RoleNear.row(if sentences <= 1 { 1 + 2 * role + sentences } else { 0 }),
            Fact::Count.row(count),
            Fact::Listed.row(usize::from(seen.listed)),
            Fact::VerbsBetween.row(if sentences == 0 { 1 + verbs } else { 0 }),
            Fact::PassageBetween.row(usize::from(passages(start) > passages(seen.token))),
            Fact::Topic.row(topic),
        ]
    }

    /// The facts about a noun phrase and a candidate.
    fn noun_facts(&self, mention: &Mention<'_>, view: &View<'_>) -> FactRows {
        let candidate = view.candidate;
        let role = if view.bearers.contains(&candidate) {
            if view.bearers.len() == 1 { 1 } else { 2 }
        } else if mention.class != MentionClass::Person {
            0
        } else if self.roles.has_any(candidate) {
            if view.bearers.is_empty() { 3 } else { 4 }
        } else {
            5
        };
        let words = self.name_words.get(candidate.0);
        let has = |word: &str| words.is_some_and(|words| words.iter().any(|w| w == word));
        let other_body = || {
            let lists = &self.scene.language.organizations;
            words.is_some_and(|words| {
                words.iter().any(|w| lists.stands_for.contains(w) || lists.departments.contains(w))
            })
        };
        let name = if has(&mention.noun) {
            1
        } else if other_body() {
            2
        } else {
            3
        };
        let inside = self.scene.names_in(&mention.tokens).find(|n| n.entity == candidate);
        let own = inside.map_or(0, |n| {
            let after = self.scene.token_from(n.span.end);
            if self.scene.class(after) == Class::Possessive { 1 } else { 2 }
        });
        let described = self.roles.words(candidate);
        let content = mention.tokens.clone().filter(|&i| self.scene.class(i).is_nominal());
        let shared = content
            .flat_map(|i| self.scene.word(i).split('-'))
            .map(str::to_lowercase)
            .filter(|word| word.len() > 1 && *word != mention.noun && described.contains(word))
            .count();
        vec![Fact::NounRole.row(role), Fact::NounName.row(name), Fact::OwnName.row(own), Fact::Shared.row(shared)]
    }

    /// The entities with the noun of the mention as their role or in their name.
    fn bearers(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        match mention.class {
            MentionClass::Person => {
                let bearers = self.roles.bearers(&mention.role).iter().copied();
                bearers.filter(|e| self.fit(mention, *e) != Fit::Conflict).collect()
            }
            MentionClass::Body | MentionClass::Other => {
                let with = self.by_word.get(&mention.noun).map_or(&[][..], Vec::as_slice);
                with.iter().copied().filter(|e| self.kind(*e).is_some_and(|kind| mention.takes(kind))).collect()
            }
            _ => Vec::new(),
        }
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

    /// The likely speaker of the passage that the mention is in: the subject of the nearest
    /// cue in its paragraph, or else the last speaker.
    fn passage_speaker(&self, mention: &Mention<'_>) -> Option<EntityId> {
        let passage = self.scene.passages.get(mention.passage?)?;
        let sources = self.sources.get(mention.para).map_or(&[][..], Vec::as_slice);
        let cued = sources.iter().filter(|s| s.cue.is_some());
        let gap = |at: usize| at.abs_diff(passage.outer.start).min(at.abs_diff(passage.outer.end));
        let nearest = cued.min_by_key(|s| gap(s.span.start).min(gap(s.span.end)));
        let known = nearest.and_then(|s| s.entity.or_else(|| self.answered(s.span)));
        known.or_else(|| self.history.spoken.first().copied().flatten().and_then(|s| s.entity))
    }

    /// How the gender of a candidate fits the mention.
    fn fit(&self, mention: &Mention<'_>, entity: EntityId) -> Fit {
        let Some(gender) = mention.gender else { return Fit::Any };
        if self.blind {
            return Fit::Any;
        }
        let Some(known) = self.genders.get(entity.0).copied().flatten() else { return Fit::Unknown };
        match (known.sign, known.gender == gender) {
            (GenderSign::Title, true) => Fit::Agrees,
            (GenderSign::Usual, true) => Fit::Likely,
            (GenderSign::Hint, true) => Fit::Hinted,
            (GenderSign::Hint, false) => Fit::Doubtful,
            (GenderSign::Title | GenderSign::Usual, false) => Fit::Conflict,
        }
    }

    /// The one candidate with the gender of the pronoun, if no candidate has an unknown one.
    fn only_of_gender(&self, mention: &Mention<'_>, found: &[EntityId]) -> Option<EntityId> {
        let gender = mention.gender.filter(|_| mention.is_pronoun())?;
        let mut left = found.iter().filter(|e| self.gender(**e).is_none_or(|known| known == gender));
        let only = left.next().copied().filter(|_| left.next().is_none())?;
        self.gender(only).map(|_| only)
    }

    fn salience(&self, entity: EntityId) -> f32 {
        self.people.get(entity).max(self.organizations.get(entity)).max(self.others.get(entity))
    }
}

/// What the facts of one candidate depend on besides the mention.
struct View<'a> {
    candidate: EntityId,
    /// The salience of the candidate.
    salience: f32,
    all: &'a [EntityId],
    /// The salience of each of them.
    saliences: &'a [f32],
    ahead: &'a [(EntityId, usize)],
    bearers: &'a [EntityId],
    rule: Option<EntityId>,
    speaker: Option<EntityId>,
    said: &'a Said,
}

/// The key under which an indefinite phrase with a noun of this gender is noted.
pub(super) fn gender_key(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "m",
        Gender::Female => "f",
    }
}

/// A number of sentences in four steps.
fn distance(sentences: usize) -> usize {
    match sentences {
        0 => 0,
        1..=2 => 1,
        3..=6 => 2,
        _ => 3,
    }
}

/// A salience in eight steps.
fn level(salience: f32) -> usize {
    const STEPS: [f32; 7] = [0.02, 0.1, 0.25, 0.5, 1.0, 2.0, 3.5];
    STEPS.iter().filter(|step| salience > **step).count()
}
