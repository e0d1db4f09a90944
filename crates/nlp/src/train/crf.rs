//! Trains a linear-chain conditional random field (Lafferty, McCallum and Pereira
//! 2001) by stochastic gradient descent with a step size for each weight (AdaGrad:
//! Duchi, Hazan and Singer 2011) and dropout (Hinton et al. 2012).

use crate::names::lattice::Lattice;
use crate::names::linear_model::{Feature, transition_feature};
use crate::names::tags::TagSet;
use crate::names::transitions::Transitions;
use crate::train::random::{draw, shuffle};
use crate::train::sentences::{NumberedSentence, TaggedSentence, number_features};
use crate::train::{Progress, Report};

/// Gradients of a piece that are all smaller than this are ignored.
const SMALLEST_GRADIENT: f32 = 0.002;

/// The settings of a training.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// The number of tags.
    pub(crate) tags: usize,
    /// The number of passes over all sentences.
    pub(crate) passes: usize,
    /// The smallest number of occurrences of a feature that gets weights.
    pub(crate) least: u32,
    /// The dropout: the share of features that each step leaves out at random.
    pub(crate) dropout: f64,
    /// The seed of the random numbers.
    pub(crate) seed: u64,
    /// The step size.
    pub(crate) rate: f32,
    /// The weight decay.
    pub(crate) decay: f32,
}

/// The weights that a training found: for each feature, one weight for each tag.
pub(crate) type FeatureWeights = Vec<(Feature, Vec<f32>)>;

/// Trains on `sentences`. `allowed` has the score 0 for each pair of adjacent tags
/// that may occur. The weights are the mean of those after each of the last passes,
/// half of them all.
#[must_use]
pub(crate) fn train(
    sentences: &[TaggedSentence],
    settings: Settings,
    allowed: &Transitions,
    report: Report<'_>,
) -> FeatureWeights {
    let (mut features, sentences) = number_features(sentences, settings.least);
    let first_pair = features.len();
    features.extend((0..=settings.tags).map(|before| transition_feature(before.checked_sub(1))));
    let mut field = Field {
        tags: settings.tags,
        pairs: first_pair,
        rows: vec![0.0; features.len() * 2 * settings.tags],
        possible: allowed.factors(0.0),
        settings,
    };
    let mut sums = vec![0.0f32; features.len() * settings.tags];
    let mut averaged = 0;
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut seed = settings.seed;
    for pass in 0..settings.passes {
        shuffle(&mut order, &mut seed);
        let mut loss = 0.0;
        for &nth in &order {
            loss += field.step(&sentences[nth], &mut seed);
        }
        if 2 * pass + 1 >= settings.passes {
            averaged += 1;
            for (sum, row) in sums.chunks_exact_mut(settings.tags).zip(field.rows.chunks_exact(2 * settings.tags)) {
                sum.iter_mut().zip(row).for_each(|(s, w)| *s += w);
            }
        }
        report(Progress { model: "conditional random field", passes: pass + 1, loss });
    }
    let average = |row: &[f32]| row.iter().map(|s| s / averaged as f32).collect();
    features.into_iter().zip(sums.chunks_exact(settings.tags).map(average)).collect()
}

/// A conditional random field that is being trained.
struct Field {
    /// The number of tags.
    tags: usize,
    /// The number of the first transition feature.
    pairs: usize,
    /// Two rows for each feature: its weights, and the sums of their squared
    /// gradients.
    rows: Vec<f32>,
    /// For each pair of tags, 1 if it is allowed and 0 if not.
    possible: Vec<f32>,
    settings: Settings,
}

impl Field {
    /// Takes one step along the gradient of one sentence; returns its loss.
    fn step(&mut self, sentence: &NumberedSentence, seed: &mut u64) -> f32 {
        let tags = self.tags;
        let (kept, scores) = self.scores(sentence, seed);
        let factors = self.factors();
        let free = Marginals::new(&scores, &factors, tags, None);
        let right = Marginals::new(&scores, &factors, tags, Some(&sentence.tags));
        let mut change = vec![0.0f32; tags];
        for (i, features) in kept.iter().enumerate() {
            let at = i * tags..(i + 1) * tags;
            if differ(&mut change, (&right.word[at.clone()], &free.word[at]), sentence.weight) {
                for &feature in features {
                    self.adapt(feature as usize, &change);
                }
            }
        }
        for before in 0..=tags {
            let at = before * tags..(before + 1) * tags;
            if differ(&mut change, (&right.pair[at.clone()], &free.pair[at]), sentence.weight) {
                self.adapt(self.pairs + before, &change);
            }
        }
        sentence.weight * (free.log - right.log)
    }

    /// The features of each piece that are not dropout, and its scores: the sums of
    /// their weights, one for each tag.
    fn scores(&self, sentence: &NumberedSentence, seed: &mut u64) -> (Vec<Vec<u32>>, Vec<f32>) {
        let tags = self.tags;
        let limit = (self.settings.dropout * f64::from(u32::MAX)) as u64;
        let scale = (1.0 / (1.0 - self.settings.dropout)) as f32;
        let mut kept: Vec<Vec<u32>> = Vec::with_capacity(sentence.features.len());
        let mut scores = vec![0.0f32; sentence.features.len() * tags];
        for (row, features) in scores.chunks_exact_mut(tags).zip(&sentence.features) {
            let mut some = Vec::with_capacity(features.len());
            for &feature in features {
                draw(seed);
                if (*seed >> 32) < limit {
                    continue;
                }
                some.push(feature);
                let from = feature as usize * 2 * tags;
                row.iter_mut().zip(&self.rows[from..from + tags]).for_each(|(s, w)| *s += w * scale);
            }
            kept.push(some);
        }
        (kept, scores)
    }

    /// The factors of pairs of tags: one row for the beginning, then one for each
    /// first tag.
    fn factors(&self) -> Vec<f32> {
        let rows = (0..=self.tags).flat_map(|before| {
            let from = (self.pairs + before) * 2 * self.tags;
            self.rows[from..from + self.tags].iter().copied()
        });
        rows.zip(&self.possible).map(|(weight, possible)| weight.exp() * possible).collect()
    }

    /// Takes one step for the weights of a feature. `change` is the negative gradient.
    fn adapt(&mut self, row: usize, change: &[f32]) {
        let from = row * 2 * self.tags;
        let (weights, squares) = self.rows[from..from + 2 * self.tags].split_at_mut(self.tags);
        let (rate, decay) = (self.settings.rate, self.settings.decay);
        for ((w, s), c) in weights.iter_mut().zip(squares).zip(change) {
            let gradient = c - decay * *w;
            *s += gradient * gradient;
            *w += rate * gradient / (*s + 0.01).sqrt();
        }
    }
}

/// Writes the differences of two rows of probabilities, times `weight`, to `change`.
/// Returns true if at least one of them is [`SMALLEST_GRADIENT`] or more.
fn differ(change: &mut [f32], (right, free): (&[f32], &[f32]), weight: f32) -> bool {
    let mut most = 0.0f32;
    for ((c, r), f) in change.iter_mut().zip(right).zip(free) {
        *c = weight * (r - f);
        most = most.max(c.abs());
    }
    most >= SMALLEST_GRADIENT
}

/// The marginal probabilities of a sentence.
struct Marginals {
    /// For each piece, the probability of each tag.
    word: Vec<f32>,
    /// For each pair of tags, the sum of its probabilities over all pieces.
    pair: Vec<f32>,
    /// The logarithm of the sum of the weights of all sequences.
    log: f32,
}

impl Marginals {
    /// The marginals of `scores`, which are logarithms, and `pairs`, which are factors.
    /// `only` has the possible tags of each piece if something is known about them.
    fn new(scores: &[f32], pairs: &[f32], tags: usize, only: Option<&[TagSet]>) -> Self {
        let (lattice, logs) = Lattice::new(scores, pairs, tags, only);
        let (forward, scales) = lattice.forward();
        let log = logs + scales.iter().map(|scale| f64::from(scale.ln())).sum::<f64>();
        let (word, pair) = backward(&lattice, &forward, &scales);
        Self { word, pair, log: log as f32 }
    }
}

/// The backward pass, which gives the probabilities of tags and of pairs of tags.
fn backward(lattice: &Lattice<'_>, forward: &[f32], scales: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let tags = lattice.tags;
    let mut backward = vec![1.0f32; tags];
    let mut word = vec![0.0f32; forward.len()];
    let mut pair = vec![0.0f32; (tags + 1) * tags];
    let mut ahead = vec![0.0f32; tags];
    for (i, scale) in scales.iter().enumerate().rev() {
        let at = i * tags;
        for ((w, f), b) in word[at..at + tags].iter_mut().zip(&forward[at..]).zip(&backward) {
            *w = f * b;
        }
        for ((a, f), b) in ahead.iter_mut().zip(&lattice.words[at..]).zip(&backward) {
            *a = f * b / scale;
        }
        if i == 0 {
            pair[..tags].iter_mut().zip(&word[..tags]).for_each(|(p, w)| *p += w);
            break;
        }
        let rows = lattice.pairs.chunks_exact(tags).zip(pair[tags..].chunks_exact_mut(tags));
        for ((b, (from, row)), f) in backward.iter_mut().zip(rows).zip(&forward[at - tags..at]) {
            let mut sum = 0.0;
            for ((p, a), slot) in from.iter().zip(&ahead).zip(row) {
                let flow = p * a;
                sum += flow;
                *slot += f * flow;
            }
            *b = sum;
        }
    }
    (word, pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::transitions::FORBIDDEN;

    #[test]
    fn a_field_learns_from_words_and_from_their_order() {
        // “a” is 1 after “b”, else 0; “b” is always 0.
        let word = |w: u64| vec![Feature::new(1, w)];
        let sentence = |words: &[u64], tags: &[usize]| TaggedSentence {
            features: words.iter().map(|&w| word(w)).collect(),
            tags: tags.iter().map(|&tag| TagSet::only(tag)).collect(),
            weight: 1.0,
        };
        let sentences =
            [sentence(&[2, 1, 2, 1], &[2, 1, 2, 1]), sentence(&[1, 1], &[0, 0]), sentence(&[1, 2], &[0, 2])];
        let settings = Settings { tags: 3, passes: 40, least: 1, dropout: 0.0, seed: 9, rate: 0.3, decay: 0.0 };
        let allowed = Transitions::new(3, |before, tag| {
            if before == Some(2) && tag == 0 || before != Some(2) && tag == 1 { FORBIDDEN } else { 0.0 }
        });
        let learned = train(&sentences, settings, &allowed, &|_| {});
        let row = |feature| learned.iter().find(|(f, _)| *f == feature).map(|(_, w)| w.clone()).expect("learned");
        let transitions = Transitions::new(3, |before, tag| {
            let score = allowed.score(before, tag);
            if score == 0.0 { row(transition_feature(before))[tag] } else { score }
        });
        for sentence in &sentences {
            let scores: Vec<f32> = sentence.features.iter().flat_map(|f| row(f[0])).collect();
            let found = Marginals::new(&scores, &transitions.factors(1.0), 3, None);
            let right = sentence.tags.iter().zip(found.word.chunks(3)).map(|(tags, row)| {
                let possible = (0..3).filter(|&tag| tags.has(tag));
                possible.map(|tag| row[tag]).sum::<f32>()
            });
            assert!(right.fold(1.0, f32::min) > 0.5, "{:?}", found.word);
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let pairs = [1.0, 1.0, 0.5, 2.0, 1.0, 0.0];
        let free = Marginals::new(&[0.3, -0.2, 1.0, 0.0, -5.0, 60.0], &pairs, 2, None);
        assert!(free.word.chunks(2).all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-5));
        assert!((free.pair.iter().sum::<f32>() - 3.0).abs() < 1e-4);
        let right = Marginals::new(&[0.3, -0.2, 1.0, 0.0, -5.0, 60.0], &pairs, 2, Some(&[0, 0, 1].map(TagSet::only)));
        assert!(right.log < free.log);
    }
}
