//! Decides whether a passage is speech: words that the article says somebody said or
//! wrote, and not a title, a name, a term, a label or a scare quote.
//!
//! [`signs`] collects what shows it: the passage itself, the words around it, the source
//! that attribution chose, and how the article uses quotation marks. [`features`] combines
//! these signs into the slots of the table of a logistic regression.
//! Its probability is calibrated on articles that it was not trained on.

pub(crate) mod features;
pub(crate) mod habits;
pub(crate) mod naming;
pub(crate) mod signs;
mod title;

use crate::logistic::{LogisticWeights, Use};
use features::features;
use signs::Signs;

/// What the weights of this module are for.
pub(crate) const WEIGHTS: Use = Use {
    name: "speech weights",
    magic: *b"PQSW",
    trainer: "examples/train_speech.rs",
    templates: &[features::TEMPLATES, &[features::SPOKEN_WORD]],
};

/// The probability, from 0 to 1, that a passage with these signs and words is speech.
pub(crate) fn probability(weights: &LogisticWeights, signs: &Signs<'_>, words: &str) -> f32 {
    let mut found = Vec::with_capacity(128);
    features(signs, words, &mut found);
    weights.probability(&found)
}
