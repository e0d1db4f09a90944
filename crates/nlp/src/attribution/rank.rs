//! Choosing among the candidates: a log-linear ranker over hashed features,
//! with networks over facts beside it (“wide and deep”, Cheng et al., 2016).

use super::candidate::{Candidate, Choice, Side, candidates, carried};
use super::features::{Setting, features, speech_features};
use super::rule::Rule;
use super::weights::Weights;
use crate::analysis::EntityKind;
use crate::attribution::network_inputs::{Field, facts};
use crate::scene::Scene;
use crate::scene::group::Group;
use crate::scene::source::{Link, Source};

/// A quote with its candidates and their features.
pub(crate) struct Ballot<'s> {
    pub(crate) setting: Setting,
    pub(crate) candidates: Vec<Candidate<'s>>,
    pub(crate) features: Vec<Vec<u32>>,
    pub(crate) facts: Vec<Vec<u16>>,
}

/// What the phrase in “Lee said “…”, according to the Post” loses: the Post
/// only relays it. The training articles have four of them.
const RELAYED: f32 = -6.0;

/// Whether the candidate says the quote in the clause it stands in.
fn reports(c: &Candidate<'_>) -> bool {
    let subject = matches!(c.source.link, Link::Subject | Link::Apposition | Link::Relative | Link::Shared);
    subject
        && c.side == Side::Before
        && c.paragraphs == 0
        && c.stops == 0
        && c.rivals == 0
        && c.passages == 0
        && c.tokens <= 8
}

/// What is known of a candidate beyond the training articles, where “who said
/// “…”” is too rare to be learned.
fn prior(c: &Candidate<'_>) -> f32 {
    const RELATIVE: f32 = 6.5;
    const NEAR: usize = 4;
    let adjacent = c.side == Side::Before && c.paragraphs == 0 && c.stops == 0 && c.tokens <= NEAR && c.verbs == 0;
    if c.source.stands_for.is_some() && adjacent { RELATIVE } else { 0.0 }
}

impl<'s> Ballot<'s> {
    /// Gathers the candidates for `group`; `previous` is the source of the
    /// quote before.
    pub(crate) fn new(
        scene: &Scene<'_>,
        sources: &'s [Vec<Source>],
        group: &Group,
        previous: Option<&'s Source>,
    ) -> Option<Self> {
        let mut all = candidates(scene, sources, group);
        if let Some(previous) = previous.filter(|p| !all.iter().any(|c| c.source.span == p.span)) {
            all.push(carried(previous));
        }
        let setting = Setting::of(scene, group, &all)?;
        let field = Field::of(scene, group, &all);
        let previous = previous.map(|p| p.span);
        let row = |c: &Candidate<'_>| {
            let mut row = Vec::with_capacity(64);
            features(scene, (&setting, group), c, previous, &mut row);
            row
        };
        let alike = |c: &Candidate<'_>| all.iter().filter(|d| d.source.span == c.source.span).count();
        let known = |c: &Candidate<'_>| facts(scene, (&setting, group, &field), c, previous, alike(c));
        let (features, facts) = (all.iter().map(row).collect(), all.iter().map(known).collect());
        Some(Self { setting, candidates: all, features, facts })
    }

    /// The probability of each candidate.
    fn probabilities(&self, weights: &Weights) -> Vec<f32> {
        let rows = self.features.iter().zip(&self.facts).zip(&self.candidates);
        let said = self.candidates.iter().any(reports);
        let scores = rows.map(|((row, facts), c)| {
            let relayed = if said && c.source.link == Link::Phrase && c.side == Side::After { RELAYED } else { 0.0 };
            weights.sum(row) + weights.committee.score(facts) + prior(c) + relayed
        });
        let scores: Vec<f32> = scores.collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
        let all: f32 = parts.iter().sum();
        parts.iter().map(|part| part / all).collect()
    }

    /// The likeliest candidate.
    pub(crate) fn choose(&self, weights: &Weights, previous: Option<&Source>) -> Option<Choice<'s>> {
        self.ranked(weights, previous).into_iter().next()
    }

    /// Every candidate, the likeliest first. The probability of the first is
    /// the ranker's; see [`Choice::confidence`] for what it is worth.
    pub(crate) fn ranked(&self, weights: &Weights, previous: Option<&Source>) -> Vec<Choice<'s>> {
        let own = self.probabilities(weights);
        let whole = |c: &Candidate<'_>| {
            self.candidates.iter().zip(&own).filter(|(d, _)| d.same_source(c)).map(|(_, own)| own).sum::<f32>()
        };
        let mut choices: Vec<(Choice<'s>, f32)> = self
            .candidates
            .iter()
            .zip(&own)
            .map(|(candidate, own)| {
                let again = previous.is_some_and(|p| p.span == candidate.source.span);
                let probability = whole(candidate).min(1.0);
                // “Ann Lee, who said “…””: too rare for a curve of its own, and as
                // sure as other appositions.
                let person = candidate.source.kind == Some(EntityKind::Person);
                let rule = if person && prior(candidate) > 0.0 { Rule::Apposition } else { candidate.rule };
                let confidence = weights.confidence.of(probability, rule);
                (Choice { candidate: *candidate, probability, confidence, again }, *own)
            })
            .collect();
        // Of two alike, the later one. The name that a line of a transcript
        // begins with says whose it is.
        choices.reverse();
        choices.sort_by(|(a, own_a), (b, own_b)| {
            let label = |c: &Choice<'_>| c.candidate.rule == Rule::Transcript;
            let likely = b.probability.total_cmp(&a.probability).then(own_b.total_cmp(own_a));
            label(b).cmp(&label(a)).then(likely)
        });
        if let Some((first, _)) = choices.first_mut().filter(|(c, _)| c.candidate.rule == Rule::Transcript) {
            first.probability = 1.0;
            first.confidence = weights.confidence.of(1.0, Rule::Transcript);
        }
        choices.into_iter().map(|(choice, _)| choice).collect()
    }

    /// How likely the passages are speech, from 0 to 1.
    pub(crate) fn speech(
        &self,
        scene: &Scene<'_>,
        group: &Group,
        choice: Option<&Choice<'_>>,
        weights: &Weights,
    ) -> f32 {
        let mut row = Vec::new();
        speech_features(scene, &self.setting, group, choice, &mut row);
        1.0 / (1.0 + (-weights.sum(&row)).exp())
    }
}
