//! The probability that a mention refers to the entity that is shown for it.
//!
//! The softmax of the ranker is too sure of itself. A logistic curve over it, with an
//! offset for each class of mention and one for each form of answer, is fitted to mentions
//! of articles that the ranker was not trained on (Platt 1999). Mentions that are given to
//! nobody have offsets of their own: “a neighbour” is hardly ever somebody whom the article
//! names, “the neighbour” often. Names have no ranker: their probabilities are counted.

use super::facts::{DETERMINERS, MentionClass};

/// The number of offsets for classes: one for each with an entity, then one for each without.
const CLASSES: usize = 2 * MentionClass::COUNT;

/// The number of forms: an entity of a pronoun or of a noun phrase, given by the rules or
/// not; nobody for a pronoun; nobody for a noun phrase, by its determiner.
const FORMS: usize = 5 + DETERMINERS;

/// The number of offsets.
const OFFSETS: usize = CLASSES + FORMS;

/// The shares of names that have the right entity, by [`NameStatus`]. Set by hand after what the
/// development articles and the articles of all kinds show where the mention is right: 30 of 32
/// shared names and all of 19 odd ones; these are few, so the share is lower.
#[cfg(feature = "train")]
const NAMES: [f32; NameStatus::COUNT] = [0.99, 0.94, 0.93];

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

/// An answer for a mention, as far as its certainty depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnswerForm {
    /// An entity, and whether the rules give it, too.
    Entity { class: MentionClass, of_rules: bool },
    /// Nobody whom the article names. A noun phrase has a value of
    /// [`Fact::Determiner`](super::facts::Fact::Determiner).
    Nobody { class: MentionClass, determiner: Option<usize> },
}

impl AnswerForm {
    /// The offsets of an answer.
    fn offsets(self) -> [usize; 2] {
        match self {
            Self::Entity { class, of_rules } => {
                let pronoun = matches!(class, MentionClass::Speaker | MentionClass::HeShe);
                [class.code(), CLASSES + 2 * usize::from(pronoun) + usize::from(of_rules)]
            }
            Self::Nobody { class, determiner } => {
                let form = determiner.map_or(4, |value| 5 + value.min(DETERMINERS - 1));
                [MentionClass::COUNT + class.code(), CLASSES + form]
            }
        }
    }

    fn is_entity(self) -> bool {
        matches!(self, Self::Entity { .. })
    }
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
    pub(crate) form: AnswerForm,
    pub(crate) right: bool,
}

impl Certainty {
    /// The number of bytes in the file.
    pub(crate) const BYTES: usize = 4 * (3 + OFFSETS + NameStatus::COUNT);

    /// The calibrated probability, from 0 to 1, of an answer to which the ranker gives
    /// `probability`.
    pub(crate) fn of(&self, probability: f32, form: AnswerForm) -> f32 {
        let [entity, nobody] = self.slopes;
        let slope = if form.is_entity() { entity } else { nobody };
        let offsets = form.offsets().into_iter().filter_map(|i| self.offsets.get(i));
        sigmoid(slope * logit(probability) + self.base + offsets.sum::<f32>())
    }

    /// The share of names of this status that have the right entity.
    pub(crate) fn of_name(&self, status: NameStatus) -> f32 {
        self.names.get(status as usize).copied().unwrap_or(1.0)
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
                let error = curve.of(o.probability, o.form) - if o.right { 1.0 } else { 0.0 };
                slopes[usize::from(!o.form.is_entity())] += error * logit(o.probability);
                base += error;
                for i in o.form.offsets() {
                    offsets.iter_mut().skip(i).take(1).for_each(|offset| *offset += error);
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
        let of = |probability, form, right: usize, wrong: usize| {
            let one = move |right| ObservedReference { probability, form, right };
            (0..right).map(move |_| one(true)).chain((0..wrong).map(move |_| one(false)))
        };
        let he = AnswerForm::Entity { class: MentionClass::HeShe, of_rules: true };
        let nobody = |value| AnswerForm::Nobody { class: MentionClass::Person, determiner: Some(value) };
        let mut all: Vec<ObservedReference> = of(0.95, he, 180, 20).collect();
        all.extend(of(0.6, he, 50, 50));
        all.extend(of(0.95, nobody(0), 120, 80));
        all.extend(of(0.95, nobody(2), 196, 4));
        let curve = Certainty::fit(&all);
        assert!((curve.of(0.95, he) - 0.9).abs() < 0.03, "{curve:?}");
        assert!((curve.of(0.95, nobody(0)) - 0.6).abs() < 0.06, "{curve:?}");
        assert!(curve.of(0.95, nobody(2)) > 0.95, "{curve:?}");
        assert_eq!(Certainty::from_bytes(&curve.to_bytes()), Some(curve));
        assert_eq!(Certainty::from_bytes(&[1, 2, 3]), None);
    }
}
