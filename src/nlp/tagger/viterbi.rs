//! The best sequence of tags under scores of tags and of pairs of tags.

/// Score of a pair of tags that may not follow one another.
pub const FORBIDDEN: f32 = -1.0e9;

/// Scores of pairs of tags; `first` is that of a tag at the beginning.
#[derive(Debug, Clone, Default)]
pub struct Transitions {
    first: Vec<f32>,
    /// The tags that may stand before each tag, with their scores.
    before: Vec<Vec<(u8, f32)>>,
}

impl Transitions {
    /// Scores given by a function of the tag before (`None` at the beginning)
    /// and the tag.
    #[must_use]
    pub fn new(tags: usize, score: impl Fn(Option<usize>, usize) -> f32) -> Self {
        let first = (0..tags).map(|tag| score(None, tag)).collect();
        let before = |tag| {
            let scores = (0..tags).map(|before| (before as u8, score(Some(before), tag)));
            scores.filter(|(_, score)| *score > FORBIDDEN).collect()
        };
        Self { first, before: (0..tags).map(before).collect() }
    }

    /// The score of a pair.
    #[must_use]
    pub fn score(&self, before: Option<usize>, tag: usize) -> f32 {
        match before {
            None => self.first.get(tag).copied().unwrap_or(FORBIDDEN),
            Some(before) => {
                let pairs = self.before.get(tag).map_or(&[][..], Vec::as_slice);
                pairs.iter().find(|(tag, _)| usize::from(*tag) == before).map_or(FORBIDDEN, |(_, score)| *score)
            }
        }
    }

    /// The tags with the highest sum of scores. `scores` holds one row a
    /// position, one score a tag. Time is linear in the positions.
    #[must_use]
    pub fn best(&self, scores: &[f32]) -> Vec<u8> {
        let tags = self.first.len();
        if tags == 0 {
            return Vec::new();
        }
        let mut from: Vec<u8> = Vec::with_capacity(scores.len());
        let mut best: Vec<f32> = Vec::new();
        let mut next = vec![0.0; tags];
        for row in scores.chunks_exact(tags) {
            if best.is_empty() {
                best = self.first.iter().zip(row).map(|(a, b)| a + b).collect();
                from.extend(std::iter::repeat_n(0, tags));
                continue;
            }
            for ((next, pairs), score) in next.iter_mut().zip(&self.before).zip(row) {
                let (previous, sum) = highest(&best, pairs);
                from.push(previous);
                *next = sum + score;
            }
            std::mem::swap(&mut best, &mut next);
        }
        let mut tag = best.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(tag, _)| tag as u8);
        let mut found: Vec<u8> = Vec::with_capacity(scores.len() / tags);
        for row in from.chunks_exact(tags).rev() {
            found.push(tag);
            tag = row.get(usize::from(tag)).copied().unwrap_or(0);
        }
        found.reverse();
        found
    }
}

/// The tag before that fits best, and its score.
fn highest(best: &[f32], pairs: &[(u8, f32)]) -> (u8, f32) {
    let mut found = (0, FORBIDDEN);
    for &(tag, pair) in pairs {
        let sum = best.get(usize::from(tag)).copied().unwrap_or(FORBIDDEN) + pair;
        if sum > found.1 {
            found = (tag, sum);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_pair_is_avoided_though_each_tag_scores_best() {
        let transitions =
            Transitions::new(2, |before, tag| if before == Some(1) && tag == 1 { FORBIDDEN } else { 0.0 });
        assert_eq!(transitions.best(&[0.0, 1.0, 0.0, 3.0, 0.0, 1.0]), [0, 1, 0]);
        assert_eq!(transitions.best(&[]), [] as [u8; 0]);
    }

    #[test]
    fn ties_and_no_tags_are_answered() {
        assert_eq!(Transitions::new(3, |_, _| 0.0).best(&[0.0; 6]).len(), 2);
        assert!(Transitions::default().best(&[1.0]).is_empty());
    }
}
