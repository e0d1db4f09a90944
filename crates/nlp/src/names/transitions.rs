//! The transition scores of the tagger: one for each pair of adjacent tags.

/// The score of a pair of tags that may not follow one another.
pub(crate) const FORBIDDEN: f32 = -1.0e9;

/// The scores of pairs of adjacent tags, and of each tag at the beginning of a
/// sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Transitions {
    /// One row for the beginning, then one for each first tag of a pair; one score
    /// for each second tag.
    rows: Vec<Vec<f32>>,
}

impl Transitions {
    /// The scores that a function gives to the first tag of a pair (`None` at the
    /// beginning of a sentence) and the second.
    #[must_use]
    pub(crate) fn new(tags: usize, score: impl Fn(Option<usize>, usize) -> f32) -> Self {
        let row = |before: usize| (0..tags).map(|tag| score(before.checked_sub(1), tag)).collect();
        Self { rows: (0..=tags).map(row).collect() }
    }

    /// The score of a pair of tags; `before` is `None` at the beginning of a
    /// sentence.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn score(&self, before: Option<usize>, tag: usize) -> f32 {
        let row = self.rows.get(before.map_or(0, |before| before + 1));
        row.and_then(|row| row.get(tag)).copied().unwrap_or(FORBIDDEN)
    }

    /// The factors of pairs: the exponential of each score times `scale`, and 0 for
    /// a forbidden pair. One row for the beginning, then one for each first tag.
    #[must_use]
    pub(crate) fn factors(&self, scale: f32) -> Vec<f32> {
        let scores = self.rows.iter().flatten();
        scores.map(|&score| if score > FORBIDDEN / 2.0 { (scale * score).exp() } else { 0.0 }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_pair_has_no_factor_at_any_scale() {
        let transitions =
            Transitions::new(2, |before, tag| if before == Some(1) && tag == 1 { FORBIDDEN } else { 1.0 });
        assert_eq!(transitions.factors(0.0), [1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
        assert_eq!(transitions.score(Some(1), 1), FORBIDDEN);
        assert_eq!(transitions.score(None, 1), 1.0);
        assert!(Transitions::default().factors(1.0).is_empty());
    }
}
