//! Scores of pairs of tags.

/// Score of a pair of tags that may not follow one another.
pub const FORBIDDEN: f32 = -1.0e9;

/// Scores of pairs of tags, and of a tag at the beginning.
#[derive(Debug, Clone, Default)]
pub struct Transitions {
    tags: usize,
    /// A row a tag before, the first row for the beginning.
    rows: Vec<f32>,
}

impl Transitions {
    /// Scores given by a function of the tag before (`None` at the beginning)
    /// and the tag.
    #[must_use]
    pub fn new(tags: usize, score: impl Fn(Option<usize>, usize) -> f32) -> Self {
        let row = |before: usize| (0..tags).map(move |tag| (before.checked_sub(1), tag));
        let rows = (0..=tags).flat_map(row).map(|(before, tag)| score(before, tag)).collect();
        Self { tags, rows }
    }

    /// The score of a pair.
    #[must_use]
    pub fn score(&self, before: Option<usize>, tag: usize) -> f32 {
        let row = before.map_or(0, |before| before + 1) * self.tags;
        self.rows.get(row + tag).copied().unwrap_or(FORBIDDEN)
    }

    /// The factors of pairs when every score is multiplied by `scale`, and 0
    /// where a pair is forbidden: a row a tag before, the first row for the
    /// beginning.
    #[must_use]
    pub fn factors(&self, scale: f32) -> Vec<f32> {
        self.rows.iter().map(|&score| if score > FORBIDDEN / 2.0 { (scale * score).exp() } else { 0.0 }).collect()
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
