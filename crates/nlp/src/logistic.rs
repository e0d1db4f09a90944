//! Logistic regression over hashed features, and its file: the form of the judges of speech and
//! of reported clauses.

use crate::lexicon::hash::hash_bytes;
use crate::lexicon::{FileBytes, WeightTable};

/// The number of slots of a table. Features are hashed into them, and each slot has
/// one weight.
pub(crate) const SLOTS: u32 = 1 << 15;

/// The value of one unit of weight in a file.
const UNIT: f32 = 1.0 / 1024.0;
/// The version of the layout of a file.
const VERSION: u32 = 1;
/// The number of bytes before the weights.
const HEADER: usize = 4 + 4 + 8 + 8;
/// The number of bytes of a whole file.
const LENGTH: usize = HEADER + 2 * SLOTS as usize;

/// What one kind of weights is for: how its file begins, and the features it was trained with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Use {
    /// What the weights are called in errors, in the plural: “speech weights”.
    pub(crate) name: &'static str,
    /// The first bytes of a file.
    pub(crate) magic: [u8; 4],
    /// The example that trains them.
    pub(crate) trainer: &'static str,
    /// The names of the feature templates, in any order.
    pub(crate) templates: &'static [&'static [&'static str]],
}

impl Use {
    /// The fingerprint of the format: the hash of the names of the templates and the sizes.
    fn fingerprint(&self) -> u64 {
        let mut lines = vec![format!("slots {SLOTS} of {UNIT}")];
        let mut names = self.templates.concat();
        names.sort_unstable();
        lines.extend(names.iter().map(|name| format!("template {name}")));
        hash_bytes(lines.join("\n").as_bytes())
    }
}

/// Why bytes are not a file of logistic weights that this library can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogisticError {
    /// The bytes do not begin as such a file does.
    #[error("This is not a file of {weights}: its first four bytes are others.")]
    Magic {
        /// What the weights are called.
        weights: &'static str,
    },
    /// The file has another version of the layout.
    #[error(
        "These {weights} have the file format {found}, but this library reads format {VERSION}. \
         Train them again with {trainer}."
    )]
    Version {
        /// What the weights are called.
        weights: &'static str,
        /// The example that trains them.
        trainer: &'static str,
        /// The version in the file.
        found: u32,
    },
    /// The file is too short or too long.
    #[error(
        "This file of {weights} is damaged: it should have {LENGTH} bytes and has {found}. \
         Restore it, or train the weights again with {trainer}."
    )]
    Length {
        /// What the weights are called.
        weights: &'static str,
        /// The example that trains them.
        trainer: &'static str,
        /// The number of bytes that the file has.
        found: usize,
    },
    /// The weights were trained with other features.
    #[error(
        "These {weights} were trained with other features, so this library cannot use them. \
         Train them again with {trainer}."
    )]
    Fingerprint {
        /// What the weights are called.
        weights: &'static str,
        /// The example that trains them.
        trainer: &'static str,
    },
}

/// The trained weights of a logistic regression over hashed features.
///
/// The file, all numbers little-endian: four bytes that say what the weights are for; the
/// version (u32), which is 1; the fingerprint of the format (u64), which covers the names of
/// the feature templates and the size of the table; the slope and the base of the calibration
/// (f32); for each slot, its weight in units of 1/1024 (i16).
#[derive(Debug, Clone)]
pub struct LogisticWeights {
    /// What the weights are for.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only a file that is written says it"))]
    of: Use,
    table: WeightTable,
    /// The line from a sum of weights to the logit of the probability (Platt 1999).
    slope: f32,
    base: f32,
}

impl LogisticWeights {
    /// Weights with which everything has a probability of one half.
    #[cfg(feature = "bundled")]
    pub(crate) fn untrained(of: Use) -> Self {
        Self::new(of, vec![0.0; SLOTS as usize])
    }

    /// Weights with these values, one for each slot, not calibrated.
    #[cfg(any(feature = "bundled", feature = "train"))]
    pub(crate) fn new(of: Use, values: Vec<f32>) -> Self {
        Self { of, table: WeightTable::Trained(values), slope: 1.0, base: 0.0 }
    }

    /// The same weights with a calibration.
    #[cfg(feature = "train")]
    pub(crate) fn calibrated(self, slope: f32, base: f32) -> Self {
        Self { slope, base, ..self }
    }

    /// The weights in a file, which has the layout given at [`LogisticWeights`].
    ///
    /// # Errors
    /// [`LogisticError`] if the bytes are not a whole file of these weights, or if they were
    /// trained with other features than this library has.
    pub(crate) fn from_bytes(of: Use, bytes: &FileBytes) -> Result<Self, LogisticError> {
        let Use { name: weights, trainer, .. } = of;
        if !bytes.starts_with(&of.magic) {
            return Err(LogisticError::Magic { weights });
        }
        let short = LogisticError::Length { weights, trainer, found: bytes.len() };
        let number = |at: usize| bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or(short);
        let version = u32::from_le_bytes(number(4)?);
        if version != VERSION {
            return Err(LogisticError::Version { weights, trainer, found: version });
        }
        if bytes.len() != LENGTH {
            return Err(short);
        }
        let [low, high] = [u32::from_le_bytes(number(8)?), u32::from_le_bytes(number(12)?)];
        if u64::from(low) | u64::from(high) << 32 != of.fingerprint() {
            return Err(LogisticError::Fingerprint { weights, trainer });
        }
        let table = WeightTable::Packed { bytes: bytes.part(HEADER..LENGTH).ok_or(short)?, unit: UNIT };
        Ok(Self { of, table, slope: f32::from_le_bytes(number(16)?), base: f32::from_le_bytes(number(20)?) })
    }

    /// The bytes of a file of these weights, in the layout given at [`LogisticWeights`].
    /// Weights are rounded to multiples of a unit.
    #[cfg(feature = "train")]
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.of.magic.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.of.fingerprint().to_le_bytes());
        bytes.extend(self.slope.to_le_bytes());
        bytes.extend(self.base.to_le_bytes());
        bytes.extend(self.table.to_bytes(UNIT));
        bytes
    }

    /// The probability, from 0 to 1, of what has features in these slots.
    pub(crate) fn probability(&self, features: &[u32]) -> f32 {
        sigmoid(self.slope * self.sum(features) + self.base)
    }

    /// The sum of the weights of some features, which are slots.
    pub(crate) fn sum(&self, features: &[u32]) -> f32 {
        self.table.sum(features)
    }
}

/// The logistic function: a number as a probability.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ModelFiles;

    #[test]
    fn the_bundled_weights_are_read_and_written_alike_and_damage_is_refused() {
        let files = ModelFiles::bundled();
        for (of, bundled) in [(crate::speech::WEIGHTS, files.speech), (crate::reported::WEIGHTS, files.reported)] {
            let Use { name: weights, trainer, .. } = of;
            let bundled = bundled.into_owned();
            assert!(LogisticWeights::from_bytes(of, &bundled.clone().into()).expect("weights").to_bytes() == bundled);
            let refused = |change: fn(&mut Vec<u8>)| {
                let mut bytes = bundled.clone();
                change(&mut bytes);
                LogisticWeights::from_bytes(of, &bytes.into()).expect_err("an error")
            };
            let length = |found| LogisticError::Length { weights, trainer, found };
            assert_eq!(refused(Vec::clear), LogisticError::Magic { weights });
            assert_eq!(refused(|b| b[0] = b'X'), LogisticError::Magic { weights });
            assert_eq!(refused(|b| b.truncate(6)), length(6));
            assert_eq!(refused(|b| b[4] = 9), LogisticError::Version { weights, trainer, found: 9 });
            assert_eq!(refused(|b| b.push(0)), length(LENGTH + 1));
            assert_eq!(refused(|b| b[9] ^= 1), LogisticError::Fingerprint { weights, trainer });
        }
    }
}
