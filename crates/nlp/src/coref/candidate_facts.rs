//! The facts about a mention and its candidates that the learned ranker sees.

use super::Resolver;
use super::ballot::Candidates;
use super::indefinite::gender_key;
use super::mention::Mention;
use crate::analysis::{EntityId, EntityKind};
use crate::resolver::facts::{Fact, FactRows, MentionClass};
use crate::scene::grammar::Class;

/// How many sentences ago an entity may have been mentioned to count as a rival.
const NEAR: usize = 6;

impl Resolver<'_, '_> {
    /// The facts about a mention, which all its candidates have.
    pub(super) fn shared_facts(&self, mention: &Mention<'_>, candidates: &Candidates) -> FactRows {
        let Candidates { found, rule, bearers, .. } = candidates;
        let mut rows = mention.facts(self.scene);
        let near = |e: &&EntityId| {
            self.history.of(**e).is_some_and(|seen| self.history.sentence.saturating_sub(seen.sentence) <= NEAR)
        };
        let best = found.iter().map(|e| self.salience.get(*e)).fold(0.0, f32::max);
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
            rows.push(Fact::Bearers.row(bearers.len()));
        }
        rows
    }

    /// The facts about one candidate of a mention.
    pub(super) fn own_facts(&self, mention: &Mention<'_>, candidate: EntityId, all: &Candidates) -> FactRows {
        let salience = self.salience.get(candidate);
        let mut rows = self.distance_facts(mention, candidate, all);
        let kind = match self.kind(candidate) {
            Some(EntityKind::Person) => 0,
            Some(EntityKind::Organization) => 1,
            Some(EntityKind::Place) => 2,
            Some(EntityKind::Group) => 3,
            _ => 4,
        };
        let higher = all.found.iter().filter(|other| self.salience.get(**other) > salience).count();
        let spoke = match self.history.spoken {
            [Some(last), _] if last.entity == Some(candidate) => 1,
            [_, Some(before)] if before.entity == Some(candidate) => 2,
            _ => 0,
        };
        let chain = mention.pronoun_gender().and_then(|g| self.history.last_pronoun(g));
        let chain = match chain {
            Some((Some(entity), ago)) if entity == candidate => 1 + ago.min(3),
            Some(_) => 5,
            None => 0,
        };
        let ahead = all.ahead.iter().find(|(e, _)| *e == candidate).map_or(0, |(_, place)| *place);
        let speaks = match all.speaker {
            _ if mention.passage.is_none() => 0,
            Some(speaker) if speaker == candidate => 1,
            _ => 2,
        };
        rows.extend([
            Fact::Kind.row(kind),
            Fact::Salience.row(level(salience)),
            Fact::SalienceRank.row(higher),
            Fact::Gender.row(self.fit(mention, candidate) as usize),
            Fact::Rule.row(usize::from(all.rule == Some(candidate))),
            Fact::Spoke.row(spoke),
            Fact::Chain.row(chain),
            Fact::Frequency.row(self.overview.rank_by_names(candidate)),
            Fact::Lead.row(usize::from(self.overview.in_lead(candidate))),
            Fact::Ahead.row(ahead),
            Fact::SpeaksPassage.row(speaks),
        ]);
        if mention.class == MentionClass::Speaker {
            rows.push(Fact::InQuote.row(all.said.names(candidate)));
            rows.push(Fact::SpeaksNext.row(all.said.speaks_next(candidate)));
        }
        if !mention.is_pronoun() {
            rows.extend(self.noun_facts(mention, candidate, all));
        }
        rows
    }

    /// The facts about the candidate's last mention.
    fn distance_facts(&self, mention: &Mention<'_>, candidate: EntityId, all: &Candidates) -> FactRows {
        let Some(seen) = self.history.of(candidate) else {
            return vec![Fact::Sentences.row(7), Fact::Paragraphs.row(4), Fact::Tokens.row(8), Fact::Count.row(0)];
        };
        let start = mention.tokens.start;
        let sentences = self.history.sentence.saturating_sub(seen.sentence);
        let tokens = start.saturating_sub(seen.token);
        let later = |e: &&EntityId| self.history.of(**e).is_some_and(|other| other.token > seen.token);
        let verbs = self.overview.verbs_between(seen.token, start);
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
            Fact::Recency.row(all.found.iter().filter(later).count()),
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
    fn noun_facts(&self, mention: &Mention<'_>, candidate: EntityId, all: &Candidates) -> FactRows {
        let role = if all.bearers.contains(&candidate) {
            if all.bearers.len() == 1 { 1 } else { 2 }
        } else if mention.class != MentionClass::Person {
            0
        } else if self.roles.has_any(candidate) {
            if all.bearers.is_empty() { 3 } else { 4 }
        } else {
            5
        };
        let words = self.overview.name_words(candidate);
        let has = |word: &str| words.iter().any(|w| w == word);
        let other_body = || {
            let lists = &self.scene.language.organizations;
            words.iter().any(|w| lists.stands_for.contains(w) || lists.departments.contains(w))
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
