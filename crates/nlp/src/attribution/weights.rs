//! The ranker's weights.

use super::confidence::Confidence;
use super::network::Committee;

/// How many weights there are; features are hashed into as many slots.
pub(crate) const SLOTS: u32 = 1 << 17;

/// One stored unit is this much.
const UNIT: f32 = 1.0 / 512.0;

/// Weights by slot, read-only.
#[derive(Debug, Clone)]
pub struct Weights {
    values: Vec<f32>,
    /// The half of the ranker that sees facts.
    pub(crate) committee: Committee,
    pub(crate) confidence: Confidence,
}

impl Weights {
    /// Reads what [`Self::to_bytes`] wrote; missing slots weigh nothing.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (weights, rest) = bytes.split_at(bytes.len().min(2 * SLOTS as usize));
        let (curve, networks) = rest.split_at(rest.len().min(Confidence::BYTES));
        let mut values: Vec<f32> =
            weights.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * UNIT).collect();
        values.resize(SLOTS as usize, 0.0);
        Self::new(values, Committee::from_bytes(networks), Confidence::from_bytes(curve))
    }

    /// Weights of these values, one a slot, with these networks.
    pub(crate) fn new(values: Vec<f32>, committee: Committee, confidence: Confidence) -> Self {
        Self { values, committee, confidence }
    }

    /// The same with other values.
    pub(crate) fn with_values(self, values: Vec<f32>) -> Self {
        Self { values, ..self }
    }

    /// The weights, one a slot.
    pub(crate) fn values(&self) -> &[f32] {
        &self.values
    }

    /// Sixteen bits a slot, little-endian, then the curve of the confidence
    /// and the networks; small weights become none.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates.
    pub fn to_bytes(&self) -> Vec<u8> {
        let weights = self.values.iter().flat_map(|value| ((value / UNIT).round() as i16).to_le_bytes());
        weights.chain(self.confidence.to_bytes()).chain(self.committee.to_bytes()).collect()
    }

    /// The sum of the weights of `features`.
    pub(crate) fn sum(&self, features: &[u32]) -> f32 {
        features.iter().filter_map(|&f| self.values.get(f as usize)).sum()
    }
}
