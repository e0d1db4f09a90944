//! The confidence of an attribution.
//!
//! The probabilities of the ranker are too extreme. A logistic curve over them, with an
//! offset for each rule, is fitted to attributions of articles that the ranker was not
//! trained on (Platt 1999), so that about ninety of a hundred attributions with a
//! confidence of 0.9 are right.

use super::codes::Coded as _;
use super::rule::Rule;

/// The number of rules.
const RULES: usize = Rule::COUNT;

/// The curve from the probability of a ranker to a confidence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Confidence {
    slope: f32,
    base: f32,
    /// One for each rule, by its code.
    offsets: [f32; RULES],
}

impl Default for Confidence {
    /// The curve that leaves every probability as it is.
    fn default() -> Self {
        Self { slope: 1.0, base: 0.0, offsets: [0.0; RULES] }
    }
}

/// The result of one attribution by a ranker that was not trained on its article.
#[cfg(feature = "train")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observed {
    pub(crate) probability: f32,
    pub(crate) rule: Rule,
    pub(crate) right: bool,
}

impl Confidence {
    /// The number of bytes of a curve in the file.
    pub(crate) const BYTES: usize = 4 * (2 + RULES);

    /// The curve that gives every attribution a confidence near 0.
    #[cfg(any(test, feature = "bundled"))]
    pub(crate) const NONE: Self = Self { slope: 0.0, base: -20.0, offsets: [0.0; RULES] };

    /// The confidence, from 0 to 1, of an attribution with a probability and a rule.
    pub(crate) fn of(&self, probability: f32, rule: Rule) -> f32 {
        sigmoid(self.slope * logit(probability) + self.base + self.offset(rule))
    }

    fn offset(&self, rule: Rule) -> f32 {
        self.offsets.get(rule.code() as usize).copied().unwrap_or(0.0)
    }

    /// Fits a curve by gradient descent. Weight decay keeps the offsets near 0, so that a
    /// rare rule has almost the common curve.
    #[cfg(feature = "train")]
    pub(crate) fn fit(observed: &[Observed]) -> Self {
        const STEPS: usize = 1_500;
        const RATE: f32 = 2.0;
        const DECAY: f32 = 1.5;
        let mut curve = Self::default();
        #[allow(clippy::cast_precision_loss)] // Some thousands.
        let all = observed.len().max(1) as f32;
        for _ in 0..STEPS {
            let (mut slope, mut base, mut offsets) = (0.0, 0.0, [0.0; RULES]);
            for o in observed {
                let error = curve.of(o.probability, o.rule) - if o.right { 1.0 } else { 0.0 };
                slope += error * logit(o.probability);
                base += error;
                if let Some(offset) = offsets.get_mut(o.rule.code() as usize) {
                    *offset += error;
                }
            }
            curve.slope -= RATE * 0.1 * slope / all;
            curve.base -= RATE * base / all;
            for (offset, gradient) in curve.offsets.iter_mut().zip(offsets) {
                *offset -= RATE * (gradient + DECAY * *offset) / all;
            }
        }
        curve
    }

    /// The bytes of the curve: slope, base and offsets (f32, little-endian).
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [self.slope, self.base].iter().chain(&self.offsets).flat_map(|n| n.to_le_bytes()).collect()
    }

    /// The curve in these bytes: slope, base and offsets (f32, little-endian); `None` if
    /// they have another length.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != Self::BYTES {
            return None;
        }
        let numbers: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|&n| f32::from_le_bytes(n)).collect();
        let ([slope, base], offsets) = numbers.split_first_chunk()?;
        Some(Self { slope: *slope, base: *base, offsets: offsets.try_into().ok()? })
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(probability: f32) -> f32 {
    let p = probability.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(probability: f32, rule: Rule, right: usize, wrong: usize) -> Vec<Observed> {
        let one = |right| Observed { probability, rule, right };
        (0..right).map(|_| one(true)).chain((0..wrong).map(|_| one(false))).collect()
    }

    #[test]
    fn the_curve_lowers_probabilities_to_the_share_that_is_right() {
        let mut all = observed(0.99, Rule::CueAfter, 180, 20);
        all.extend(observed(0.6, Rule::CueAfter, 100, 100));
        all.extend(observed(0.99, Rule::Carried, 120, 80));
        let curve = Confidence::fit(&all);
        assert!((curve.of(0.99, Rule::CueAfter) - 0.9).abs() < 0.03, "{curve:?}");
        assert!((curve.of(0.6, Rule::CueAfter) - 0.5).abs() < 0.05, "{curve:?}");
        assert!((curve.of(0.99, Rule::Carried) - 0.6).abs() < 0.05, "{curve:?}");
        assert_eq!(Confidence::from_bytes(&curve.to_bytes()), Some(curve));
        assert_eq!(Confidence::from_bytes(&[1, 2, 3]), None);
        assert!(Confidence::NONE.of(0.999, Rule::CueAfter) < 0.001);
    }
}
