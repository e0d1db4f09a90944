//! All sequences of tags of a sentence at once: sums over those that lead to a
//! tag and over those that go on from it (the forward-backward algorithm, each
//! row scaled to the sum of one: Rabiner 1989).

/// Scores are not allowed to fall further below the best of their word, so
/// that no probability is lost to rounding.
const FLOOR: f32 = -40.0;

/// Factors of the tags of each word, of the first tag, and of pairs of tags.
pub(crate) struct Lattice<'f> {
    /// A row a word, a factor a tag.
    pub(crate) words: Vec<f32>,
    /// A factor a tag at the beginning.
    pub(crate) first: &'f [f32],
    /// A row a tag before, a factor a tag.
    pub(crate) pairs: &'f [f32],
    /// How many tags there are.
    pub(crate) tags: usize,
}

impl<'f> Lattice<'f> {
    /// `scores` holds logarithms, a row a word; `pairs` factors, the first row
    /// for the beginning, then one a tag before; `only` the tags that the words
    /// have, where that is known. Also returns what was taken off the scores.
    pub(crate) fn new(scores: &[f32], pairs: &'f [f32], tags: usize, only: Option<&[u8]>) -> (Self, f64) {
        let mut taken = 0.0f64;
        let mut words = vec![0.0f32; scores.len()];
        for (i, (row, from)) in words.chunks_exact_mut(tags).zip(scores.chunks_exact(tags)).enumerate() {
            let only = only.and_then(|only| only.get(i)).map(|&only| usize::from(only));
            let high = from.iter().copied().fold(f32::MIN, f32::max);
            taken += f64::from(high);
            for (tag, (f, s)) in row.iter_mut().zip(from).enumerate() {
                *f = if only.is_none_or(|only| only == tag) { (s - high).max(FLOOR).exp() } else { 0.0 };
            }
        }
        let (first, pairs) = pairs.split_at_checked(tags).unwrap_or_default();
        (Self { words, first, pairs, tags }, taken)
    }

    /// The scaled sums over all sequences up to each word, and the scales.
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

    /// The scaled sums over all sequences from behind each word on; `turned`
    /// holds the factors of pairs, a row a tag, a factor a tag before.
    pub(crate) fn backward(&self, turned: &[f32], scales: &[f32]) -> Vec<f32> {
        let mut backward = vec![0.0f32; self.words.len()];
        let mut behind = vec![1.0f32; self.tags];
        let rows = backward.rchunks_exact_mut(self.tags).zip(self.words.rchunks_exact(self.tags));
        for ((row, factors), scale) in rows.zip(scales.iter().rev()) {
            row.copy_from_slice(&behind);
            behind.fill(0.0);
            for ((f, b), from) in factors.iter().zip(row.iter()).zip(turned.chunks_exact(self.tags)) {
                let ahead = f * b / scale;
                if ahead > 0.0 {
                    behind.iter_mut().zip(from).for_each(|(r, p)| *r += ahead * p);
                }
            }
        }
        backward
    }
}
