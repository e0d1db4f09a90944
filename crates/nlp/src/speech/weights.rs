//! The weights of the judge of speech, and their file.

use super::features::{SPOKEN_WORD, TEMPLATES, features};
use super::signs::Signs;
use crate::lexicon::hash::hash_bytes;

/// The number of slots of the table. Features are hashed into them, and each slot has
/// one weight.
pub(crate) const SLOTS: u32 = 1 << 15;

/// The value of one unit of weight in the file.
const UNIT: f32 = 1.0 / 1024.0;
/// The first bytes of a file of speech weights.
const MAGIC: [u8; 4] = *b"PQSW";
/// The version of the layout of the file.
const VERSION: u32 = 1;
/// The number of bytes of a whole file.
const LENGTH: usize = 4 + 4 + 8 + 8 + 2 * SLOTS as usize;

/// Why bytes are not a file of speech weights that this library can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpeechWeightsError {
    /// The bytes do not begin as a file of speech weights does.
    #[error("This is not a file of speech weights: it does not begin with “PQSW”.")]
    Magic,
    /// The file has another version of the layout.
    #[error(
        "These speech weights have the file format {found}, but this library reads format {VERSION}. \
         Train them again with examples/train_speech.rs."
    )]
    Version {
        /// The version in the file.
        found: u32,
    },
    /// The file is too short or too long.
    #[error(
        "This file of speech weights is damaged: it should have {LENGTH} bytes and has {found}. \
         Restore it, or train the weights again with examples/train_speech.rs."
    )]
    Length {
        /// The number of bytes that the file has.
        found: usize,
    },
    /// The weights were trained with other features.
    #[error(
        "These speech weights were trained with other features, so this library cannot use them. \
         Train them again with examples/train_speech.rs."
    )]
    Fingerprint,
}

/// The trained weights of the model that decides whether a passage is speech.
///
/// The file, all numbers little-endian: `PQSW`; the version (u32), which is 1; the
/// fingerprint of the format (u64), which covers the names of the feature templates and the
/// size of the table; the slope and the base of the calibration (f32); for each slot, its
/// weight in units of 1/1024 (i16).
#[derive(Debug, Clone)]
pub struct SpeechWeights {
    /// One weight for each slot.
    values: Vec<f32>,
    /// The line from a sum of weights to the logit of the probability (Platt 1999).
    slope: f32,
    base: f32,
}

impl SpeechWeights {
    /// Weights with which every passage has a probability of one half.
    #[cfg(feature = "bundled")]
    pub(crate) fn untrained() -> Self {
        Self::new(vec![0.0; SLOTS as usize])
    }

    /// Weights with these values, one for each slot, not calibrated.
    #[cfg(any(feature = "bundled", feature = "train"))]
    pub(crate) fn new(values: Vec<f32>) -> Self {
        Self { values, slope: 1.0, base: 0.0 }
    }

    /// The same weights with a calibration.
    #[cfg(feature = "train")]
    pub(crate) fn calibrated(self, slope: f32, base: f32) -> Self {
        Self { slope, base, ..self }
    }

    /// The weights in a file, which has the layout given at [`SpeechWeights`].
    ///
    /// # Errors
    /// [`SpeechWeightsError`] if the bytes are not a whole file of weights, or if the
    /// weights were trained with other features than this library has.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, SpeechWeightsError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(SpeechWeightsError::Magic);
        }
        let short = SpeechWeightsError::Length { found: bytes.len() };
        let number = |at: usize| bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or(short);
        let version = u32::from_le_bytes(number(4)?);
        if version != VERSION {
            return Err(SpeechWeightsError::Version { found: version });
        }
        if bytes.len() != LENGTH {
            return Err(short);
        }
        let [low, high] = [u32::from_le_bytes(number(8)?), u32::from_le_bytes(number(12)?)];
        if u64::from(low) | u64::from(high) << 32 != fingerprint() {
            return Err(SpeechWeightsError::Fingerprint);
        }
        let table = bytes.get(24..).unwrap_or_default().as_chunks::<2>().0;
        let values = table.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * UNIT).collect();
        Ok(Self { values, slope: f32::from_le_bytes(number(16)?), base: f32::from_le_bytes(number(20)?) })
    }

    /// The bytes of a file of these weights, in the layout given at [`SpeechWeights`].
    /// Weights are rounded to multiples of a unit.
    #[cfg(feature = "train")]
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(fingerprint().to_le_bytes());
        bytes.extend(self.slope.to_le_bytes());
        bytes.extend(self.base.to_le_bytes());
        bytes.extend(self.values.iter().flat_map(|value| ((value / UNIT).round() as i16).to_le_bytes()));
        bytes
    }

    /// The probability, from 0 to 1, that a passage with these signs and words is speech.
    pub(crate) fn probability(&self, signs: &Signs<'_>, words: &str) -> f32 {
        let mut found = Vec::with_capacity(128);
        features(signs, words, &mut found);
        self.probability_of(&found)
    }

    /// The probability, from 0 to 1, that a passage with features in these slots is speech.
    pub(crate) fn probability_of(&self, features: &[u32]) -> f32 {
        sigmoid(self.slope * self.sum(features) + self.base)
    }

    /// The sum of the weights of some features, which are slots.
    pub(crate) fn sum(&self, features: &[u32]) -> f32 {
        features.iter().filter_map(|&f| self.values.get(f as usize)).sum()
    }
}

/// The logistic function: a number as a probability.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The fingerprint of the format: the hash of the names of the templates and the sizes.
fn fingerprint() -> u64 {
    let mut lines = vec![format!("slots {SLOTS} of {UNIT}")];
    let mut names = [TEMPLATES, &[SPOKEN_WORD]].concat();
    names.sort_unstable();
    lines.extend(names.iter().map(|name| format!("template {name}")));
    hash_bytes(lines.join("\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ModelFiles;

    #[test]
    fn the_bundled_weights_are_read_and_written_alike_and_damage_is_refused() {
        let bundled = ModelFiles::bundled().speech.into_owned();
        assert!(SpeechWeights::from_bytes(&bundled).expect("weights").to_bytes() == bundled);
        let refused = |change: fn(&mut Vec<u8>)| {
            let mut bytes = bundled.clone();
            change(&mut bytes);
            SpeechWeights::from_bytes(&bytes).expect_err("an error")
        };
        assert_eq!(refused(Vec::clear), SpeechWeightsError::Magic);
        assert_eq!(refused(|b| b[0] = b'X'), SpeechWeightsError::Magic);
        assert_eq!(refused(|b| b.truncate(6)), SpeechWeightsError::Length { found: 6 });
        assert_eq!(refused(|b| b[4] = 9), SpeechWeightsError::Version { found: 9 });
        assert_eq!(refused(|b| b.push(0)), SpeechWeightsError::Length { found: LENGTH + 1 });
        assert_eq!(refused(|b| b[9] ^= 1), SpeechWeightsError::Fingerprint);
    }
}
