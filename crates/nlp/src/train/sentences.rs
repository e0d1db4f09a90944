//! Sentences with known tags, for the conditional random field to learn from.

use std::collections::HashMap;

use crate::names::linear_model::Feature;
use crate::names::tags::TagSet;

/// One sentence with its tags.
#[derive(Debug, Clone, Default)]
pub(crate) struct TaggedSentence {
    /// For each piece, its features.
    pub(crate) features: Vec<Vec<Feature>>,
    /// For each piece, its possible tags.
    pub(crate) tags: Vec<TagSet>,
    /// How much the sentence counts; 1 for one that counts in full.
    pub(crate) weight: f32,
}

/// A sentence with known tags, its features replaced by their numbers.
pub(super) struct NumberedSentence {
    /// For each piece, the numbers of its features.
    pub(super) features: Vec<Vec<u32>>,
    /// For each piece, its possible tags.
    pub(super) tags: Vec<TagSet>,
    /// How much the sentence counts; 1 for one that counts in full.
    pub(super) weight: f32,
}

/// Numbers the features that occur at least `least` times, in the order of their
/// hashes; leaves out the others. Returns the numbered features and the sentences.
pub(super) fn number_features(sentences: &[TaggedSentence], least: u32) -> (Vec<Feature>, Vec<NumberedSentence>) {
    let mut counts: HashMap<Feature, u32> = HashMap::new();
    for feature in sentences.iter().flat_map(|sentence| sentence.features.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut kept: Vec<Feature> = counts.into_iter().filter(|&(_, n)| n >= least).map(|(f, _)| f).collect();
    kept.sort_unstable();
    let numbers: HashMap<Feature, u32> = kept.iter().enumerate().map(|(i, &f)| (f, i as u32)).collect();
    let numbered = |features: &Vec<Feature>| features.iter().filter_map(|f| numbers.get(f).copied()).collect();
    let sentences = sentences.iter().map(|sentence| NumberedSentence {
        features: sentence.features.iter().map(numbered).collect(),
        tags: sentence.tags.clone(),
        weight: sentence.weight,
    });
    let sentences = sentences.collect();
    (kept, sentences)
}
