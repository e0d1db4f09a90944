//! The forward–backward algorithm over the tag sequences of a sentence (Rabiner
//! 1989), with each row scaled to a sum of 1.

use super::tags::TagSet;

/// The lowest score of a tag relative to the best of its word. Lower scores are
/// raised to this, so that no probability underflows.
const FLOOR: f32 = -40.0;

/// The factors that multiply to the weight of a tag sequence: one for each word
/// and its tag, one for the first tag, one for each pair of adjacent tags.
pub(crate) struct Lattice<'f> {
    /// One row for each word, one factor for each tag.
    pub(crate) words: Vec<f32>,
    /// One factor for each tag at the beginning.
    pub(crate) first: &'f [f32],
    /// One row for each first tag of a pair, one factor for each second tag.
    pub(crate) pairs: &'f [f32],
    /// The number of tags.
    pub(crate) tags: usize,
}

impl<'f> Lattice<'f> {
    /// A lattice of `scores`, which are logarithms: one row for each word, one score
    /// for each tag. `pairs` has factors: one row for the beginning, then one for
    /// each first tag of a pair. `only` has the possible tags of each word if something
    /// is known about them; all other tags then have the factor 0.
    ///
    /// Also returns the sum of the best score of each word. It was subtracted
    /// from the logarithm of every sequence's weight.
    pub(crate) fn new(scores: &[f32], pairs: &'f [f32], tags: usize, only: Option<&[TagSet]>) -> (Self, f64) {
        let mut subtracted = 0.0f64;
        let mut words = vec![0.0f32; scores.len()];
        for (i, (row, from)) in words.chunks_exact_mut(tags).zip(scores.chunks_exact(tags)).enumerate() {
            let only = only.and_then(|only| only.get(i));
            let high = from.iter().copied().fold(f32::MIN, f32::max);
            subtracted += f64::from(high);
            for (tag, (f, s)) in row.iter_mut().zip(from).enumerate() {
                *f = if only.is_none_or(|only| only.has(tag)) { (s - high).max(FLOOR).exp() } else { 0.0 };
            }
        }
        let (first, pairs) = pairs.split_at_checked(tags).unwrap_or_default();
        (Self { words, first, pairs, tags }, subtracted)
    }

    /// The forward pass: for each word and tag, the scaled sum of the weights of all
    /// sequences that end there; and the scale of each word.
    pub(crate) fn forward(&self) -> (Vec<f32>, Vec<f32>) {
        let mut forward: Vec<f32> = Vec::with_capacity(self.words.len());
        let mut scales = Vec::with_capacity(self.words.len() / self.tags.max(1));
        let mut row = self.first.to_vec();
        for factors in self.words.chunks_exact(self.tags) {
            if let Some(done) = forward.len().checked_sub(self.tags) {
                row.fill(0.0);
                for (b, from) in forward.iter().skip(done).zip(self.pairs.chunks_exact(self.tags)) {
                    if *b > 0.0 {
                        row.iter_mut().zip(from).for_each(|(r, p)| *r += b * p);
                    }
                }
            }
            row.iter_mut().zip(factors).for_each(|(r, f)| *r *= f);
            let sum: f32 = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            forward.extend(row.iter().map(|r| r / sum));
            scales.push(sum);
        }
        (forward, scales)
    }

    /// The backward pass: for each word and tag, the scaled sum of the weights of all
    /// sequences that continue from there. `transposed` has the factors of pairs:
    /// one row for each second tag, one factor for each first tag. `scales` are
    /// those of [`Self::forward`].
    pub(crate) fn backward(&self, transposed: &[f32], scales: &[f32]) -> Vec<f32> {
        let mut backward = vec![0.0f32; self.words.len()];
        let mut next = vec![1.0f32; self.tags];
        let rows = backward.rchunks_exact_mut(self.tags).zip(self.words.rchunks_exact(self.tags));
        for ((row, factors), scale) in rows.zip(scales.iter().rev()) {
            row.copy_from_slice(&next);
            next.fill(0.0);
            for ((f, b), from) in factors.iter().zip(row.iter()).zip(transposed.chunks_exact(self.tags)) {
                let ahead = f * b / scale;
                if ahead > 0.0 {
                    next.iter_mut().zip(from).for_each(|(r, p)| *r += ahead * p);
                }
            }
        }
        backward
    }
}
