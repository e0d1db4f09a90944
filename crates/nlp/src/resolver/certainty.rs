//! The probability that a mention refers to the entity that is shown for it.
//!
//! The softmax of the ranker is too sure of itself. A logistic curve over it, with an
//! offset for each class of mention, is fitted to mentions of articles that the ranker was
//! not trained on (Platt 1999). Mentions that are given to nobody have offsets of their
//! own. Names have no ranker: their probabilities are counted.

use super::facts::MentionClass;

/// The number of offsets: one for each class with an entity, then one for each without.
const OFFSETS: usize = 2 * MentionClass::COUNT;

/// The shares of names that have the right entity, by [`NameStatus`]. Set by hand: 0.99 fits
/// what the development articles and the articles of all kinds show, the others are careful,
/// because these names are few there.
#[cfg(feature = "train")]
const NAMES: [f32; NameStatus::COUNT] = [0.99, 0.85, 0.85];

/// How a name leads to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameStatus {
    /// The only bearer of the name, or the full name.
    Plain,
    /// One of several people with this family name.
    Shared,
    /// A name of something that does not speak, such as a place or a product.
    Odd,
}

impl NameStatus {
    /// The number of kinds.
    pub(crate) const COUNT: usize = 3;
}

/// The curve from the softmax of the ranker to a probability, and the probabilities of
/// names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Certainty {
    slopes: [f32; 2],
    base: f32,
    offsets: [f32; OFFSETS],
    /// The share of names of each [`NameStatus`], in the order of its variants, that have the right entity.
    pub(crate) names: [f32; NameStatus::COUNT],
}

impl Default for Certainty {
    /// The curve that leaves every probability as it is.
    fn default() -> Self {
        Self { slopes: [1.0; 2], base: 0.0, offsets: [0.0; OFFSETS], names: [1.0; NameStatus::COUNT] }
    }
}

/// The result for one mention of an article that the ranker was not trained on.
#[cfg(feature = "train")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct ObservedReference {
    pub(crate) probability: f32,
    pub(crate) class: MentionClass,
    /// Whether the mention was given to an entity.
    pub(crate) named: bool,
    pub(crate) right: bool,
}

impl Certainty {
    /// The number of bytes in the file.
    pub(crate) const BYTES: usize = 4 * (3 + OFFSETS + NameStatus::COUNT);

    /// The calibrated probability, from 0 to 1, of an answer to which the ranker gives
    /// `probability`. `named` says that the answer is an entity.
    pub(crate) fn of(&self, probability: f32, class: MentionClass, named: bool) -> f32 {
        let [slope, other] = self.slopes;
        let slope = if named { slope } else { other };
        sigmoid(slope * logit(probability) + self.base + self.offset(class, named))
    }

    /// The least probability of an entity that is given for a mention of this class. “He”
    /// nearly always means somebody whom the article names. Set by hand.
    pub(crate) fn least(class: MentionClass) -> f32 {
        match class {
            MentionClass::Speaker | MentionClass::HeShe => 0.35,
            _ => 0.5,
        }
    }

    /// The share of names of this status that have the right entity.
    pub(crate) fn of_name(&self, status: NameStatus) -> f32 {
        self.names.get(status as usize).copied().unwrap_or(1.0)
    }

    fn offset(&self, class: MentionClass, named: bool) -> f32 {
        self.offsets.get(offset(class, named)).copied().unwrap_or(0.0)
    }

    /// Fits the curve by gradient descent. Weight decay keeps the offsets near 0, so that a
    /// rare class has almost the common curve.
    #[cfg(feature = "train")]
    pub(crate) fn fit(observed: &[ObservedReference]) -> Self {
        const STEPS: usize = 3_000;
        const RATE: f32 = 2.0;
        const DECAY: f32 = 1.5;
        let mut curve = Self { names: NAMES, ..Self::default() };
        #[allow(clippy::cast_precision_loss)] // Some thousands.
        let all = observed.len().max(1) as f32;
        for _ in 0..STEPS {
            let (mut slopes, mut base, mut offsets) = ([0.0; 2], 0.0, [0.0; OFFSETS]);
            for o in observed {
                let error = curve.of(o.probability, o.class, o.named) - if o.right { 1.0 } else { 0.0 };
                slopes[usize::from(!o.named)] += error * logit(o.probability);
                base += error;
                if let Some(cell) = offsets.get_mut(offset(o.class, o.named)) {
                    *cell += error;
                }
            }
            for (slope, gradient) in curve.slopes.iter_mut().zip(slopes) {
                *slope -= RATE * 0.1 * (gradient + 2.0 * (*slope - 1.0)) / all;
            }
            curve.base -= RATE * base / all;
            for (offset, gradient) in curve.offsets.iter_mut().zip(offsets) {
                *offset -= RATE * (gradient + DECAY * *offset) / all;
            }
        }
        curve
    }

    fn numbers(&self) -> impl Iterator<Item = f32> + use<> {
        self.slopes.into_iter().chain([self.base]).chain(self.offsets).chain(self.names)
    }

    /// The bytes: slopes, base, offsets, names (f32, little-endian).
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.numbers().flat_map(f32::to_le_bytes).collect()
    }

    /// The curve in these bytes; `None` if they have another length or a number that is
    /// not finite.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != Self::BYTES {
            return None;
        }
        let numbers: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|&n| f32::from_le_bytes(n)).collect();
        let (slopes, rest) = numbers.split_first_chunk::<2>()?;
        let (base, rest) = rest.split_first()?;
        let (offsets, names) = rest.split_first_chunk::<OFFSETS>()?;
        let curve = Self { slopes: *slopes, base: *base, offsets: *offsets, names: names.try_into().ok()? };
        curve.numbers().all(f32::is_finite).then_some(curve)
    }
}

fn offset(class: MentionClass, named: bool) -> usize {
    class.code() + if named { 0 } else { MentionClass::COUNT }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(probability: f32) -> f32 {
    let p = probability.clamp(1e-3, 1.0 - 1e-3);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_lowers_probabilities_to_the_share_that_is_right() {
        let of = |probability, class, named, right: usize, wrong: usize| {
            let one = move |right| ObservedReference { probability, class, named, right };
            (0..right).map(move |_| one(true)).chain((0..wrong).map(move |_| one(false)))
        };
        let mut all: Vec<ObservedReference> = of(0.95, MentionClass::HeShe, true, 180, 20).collect();
        all.extend(of(0.6, MentionClass::HeShe, true, 50, 50));
        all.extend(of(0.95, MentionClass::Person, false, 120, 80));
        let curve = Certainty::fit(&all);
        assert!((curve.of(0.95, MentionClass::HeShe, true) - 0.9).abs() < 0.03, "{curve:?}");
        assert!((curve.of(0.95, MentionClass::Person, false) - 0.6).abs() < 0.06, "{curve:?}");
        assert_eq!(Certainty::from_bytes(&curve.to_bytes()), Some(curve));
        assert_eq!(Certainty::from_bytes(&[1, 2, 3]), None);
    }
}
