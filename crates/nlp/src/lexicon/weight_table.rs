//! Tables of weights for hashed features.

use super::FileBytes;

/// One weight for each slot. The weights of a file are read in place.
#[derive(Debug, Clone)]
pub(crate) enum WeightTable {
    /// Weights in a file: units (i16), little-endian.
    Packed {
        /// Two bytes for each slot.
        bytes: FileBytes,
        /// The value of one unit.
        unit: f32,
    },
    /// Weights that were just trained.
    #[cfg(any(feature = "bundled", feature = "train"))]
    Trained(Vec<f32>),
}

impl WeightTable {
    /// The sum of the weights of some features, which are slots.
    pub(crate) fn sum(&self, features: &[u32]) -> f32 {
        match self {
            Self::Packed { bytes, unit } => {
                let weights = bytes.as_chunks::<2>().0;
                let weights = features.iter().filter_map(|&slot| weights.get(slot as usize));
                weights.map(|&weight| f32::from(i16::from_le_bytes(weight)) * unit).sum()
            }
            #[cfg(any(feature = "bundled", feature = "train"))]
            Self::Trained(weights) => features.iter().filter_map(|&slot| weights.get(slot as usize)).sum(),
        }
    }

    /// The weights as they are in a file. They are rounded to multiples of `unit`, so small ones
    /// become 0.
    #[cfg(feature = "train")]
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates.
    pub(crate) fn to_bytes(&self, unit: f32) -> Vec<u8> {
        match self {
            Self::Packed { bytes, .. } => bytes.to_vec(),
            Self::Trained(weights) => {
                weights.iter().flat_map(|weight| ((weight / unit).round() as i16).to_le_bytes()).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_a_file_have_the_sums_of_those_that_were_trained() {
        let trained = WeightTable::Trained(vec![0.5, -1.25, 3.0]);
        let packed = WeightTable::Packed { bytes: trained.to_bytes(0.25).into(), unit: 0.25 };
        for features in [&[0, 2][..], &[1], &[3], &[]] {
            assert_eq!(packed.sum(features), trained.sum(features));
        }
        assert_eq!(packed.sum(&[1, 2, 9]), 1.75);
        assert_eq!(packed.to_bytes(0.25), trained.to_bytes(0.25));
    }
}
