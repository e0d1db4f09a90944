//! Lessons for linear sequence models, and what is learned from them.

use std::collections::HashMap;

use crate::names::weights::Feature;

/// One sentence with the tags it should get.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    /// The features of each word.
    pub features: Vec<Vec<Feature>>,
    /// The tag of each word.
    pub tags: Vec<u8>,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// How many tags there are.
    pub tags: usize,
    /// Times that every lesson is taken.
    pub passes: usize,
    /// A feature that is seen in fewer places is left out.
    pub least: u32,
    /// The share of features, drawn anew each time, that a lesson goes
    /// without (Hinton et al. 2012): no feature can be leant on alone.
    pub dropped: f64,
    /// Where the draws begin.
    pub seed: u64,
    /// How far a step goes.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
}

/// What training found.
#[derive(Debug, Clone)]
pub struct Learned {
    /// Weights by feature, one a tag.
    pub features: Vec<(Feature, Vec<f32>)>,
}

pub(super) struct Numbered {
    pub(super) features: Vec<Vec<u32>>,
    pub(super) tags: Vec<u8>,
}

/// Numbers the features that are seen often enough.
pub(super) fn number(lessons: &[Lesson], least: u32) -> (Vec<Feature>, Vec<Numbered>) {
    let mut counts: HashMap<Feature, u32> = HashMap::new();
    for feature in lessons.iter().flat_map(|l| l.features.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut names: Vec<Feature> = counts.into_iter().filter(|&(_, n)| n >= least).map(|(f, _)| f).collect();
    names.sort_unstable();
    let numbers: HashMap<Feature, u32> = names.iter().enumerate().map(|(i, &f)| (f, i as u32)).collect();
    let lessons = lessons
        .iter()
        .map(|lesson| Numbered {
            features: lesson
                .features
                .iter()
                .map(|features| features.iter().filter_map(|f| numbers.get(f).copied()).collect())
                .collect(),
            tags: lesson.tags.clone(),
        })
        .collect();
    (names, lessons)
}

/// One step of an xorshift generator (Marsaglia 2003).
pub(super) fn draw(seed: &mut u64) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
}

/// Fisher and Yates's shuffle.
pub(super) fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        draw(seed);
        order.swap(i, (*seed % (i as u64 + 1)) as usize);
    }
}
