//! Choosing among the candidates: a log-linear ranker over hashed features.

use super::candidate::{Candidate, candidates, carried};
use super::features::{Setting, features, speech_features};
use super::rule::Rule;
use super::scene::Scene;
use super::source::Source;
use super::weights::Weights;
use crate::nlp::quote::group::Group;

/// The candidate chosen for a quote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'s> {
    pub(crate) candidate: Candidate<'s>,
    /// From 0 to 1, over all candidates.
    pub(crate) probability: f32,
    /// From 0 to 1: how likely it is right, as far as it is the likeliest.
    pub(crate) confidence: f32,
    /// Whether the source is that of the quote before.
    pub(crate) again: bool,
}

/// A quote with its candidates and their features.
pub(crate) struct Ballot<'s> {
    pub(crate) setting: Setting,
    pub(crate) candidates: Vec<Candidate<'s>>,
    pub(crate) features: Vec<Vec<u32>>,
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
        let rows = all
            .iter()
            .map(|c| {
                let mut row = Vec::with_capacity(64);
                features(scene, (&setting, group), c, previous.map(|p| p.span), &mut row);
                row
            })
            .collect();
        Some(Self { setting, candidates: all, features: rows })
    }

    /// The probability of each candidate.
    pub(crate) fn probabilities(&self, weights: &Weights) -> Vec<f32> {
        let scores: Vec<f32> = self.features.iter().map(|row| weights.sum(row)).collect();
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
        let mut probabilities = self.probabilities(weights);
        // The name that a line of a transcript begins with says whose it is.
        let label = self.candidates.iter().position(|c| c.rule == Rule::Transcript);
        if let Some(own) = label.and_then(|i| probabilities.get_mut(i)) {
            *own += 1.0;
        }
        let mut choices: Vec<Choice<'s>> = self
            .candidates
            .iter()
            .zip(probabilities)
            .map(|(candidate, probability)| {
                let again = previous.is_some_and(|p| p.span == candidate.source.span);
                let probability = probability.min(1.0);
                let confidence = weights.confidence.of(probability, candidate.rule);
                Choice { candidate: *candidate, probability, confidence, again }
            })
            .collect();
        // Of two alike, the later one.
        choices.reverse();
        choices.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        choices
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
