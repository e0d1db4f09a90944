//! The networks of the ranker: an ensemble of small networks with one hidden layer over
//! the values of [`network_inputs`](super::network_inputs). They find conjunctions of
//! these values.

use crate::attribution::network_inputs::INPUTS;
use crate::lexicon::FileBytes;

/// The number of hidden units of one network.
pub(crate) const HIDDEN_UNITS: usize = 16;

/// The number of rows of a network: one for each value of an input, then the biases, then
/// the output weights.
pub(crate) const ROWS: usize = INPUTS + 2;

/// The value of one unit of weight in the file.
pub(super) const UNIT: f32 = 1.0 / 2048.0;

/// One number for each hidden unit.
pub(crate) type Row = [f32; HIDDEN_UNITS];

/// One network, as its rows: inputs, biases, output weights.
#[derive(Debug, Clone)]
pub(crate) enum RankingNetwork {
    /// The rows of a file, read in place: units (i16), little-endian.
    Packed(FileBytes),
    /// The rows of a network that is being trained.
    #[cfg(feature = "train")]
    Trained(Vec<Row>),
}

/// The bytes of a row in the file.
const ROW_BYTES: usize = 2 * HIDDEN_UNITS;

/// A row of the file as numbers.
fn unpacked(row: &[u8; ROW_BYTES]) -> Row {
    let mut weights = [0.0; HIDDEN_UNITS];
    let units = row.as_chunks::<2>().0;
    weights.iter_mut().zip(units).for_each(|(weight, &units)| *weight = f32::from(i16::from_le_bytes(units)) * UNIT);
    weights
}

impl RankingNetwork {
    /// The number of bytes of a network in the file.
    pub(crate) const BYTES: usize = ROWS * ROW_BYTES;

    /// The network with these rows; `None` if there are not [`ROWS`].
    #[cfg(feature = "train")]
    pub(crate) fn of(rows: Vec<Row>) -> Option<Self> {
        (rows.len() == ROWS).then_some(Self::Trained(rows))
    }

    /// The sum that enters each hidden unit, before it is rectified. `inputs` are rows.
    pub(crate) fn hidden(&self, inputs: impl Iterator<Item = u16>) -> Row {
        let mut sum = self.row(INPUTS);
        let mut add = |row: &Row| sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        match self {
            Self::Packed(bytes) => {
                let rows = bytes.as_chunks::<ROW_BYTES>().0;
                inputs.filter_map(|input| rows.get(usize::from(input))).for_each(|row| add(&unpacked(row)));
            }
            #[cfg(feature = "train")]
            Self::Trained(rows) => inputs.filter_map(|input| rows.get(usize::from(input))).for_each(add),
        }
        sum
    }

    /// The output weight of each hidden unit.
    pub(crate) fn output(&self) -> Row {
        self.row(INPUTS + 1)
    }

    /// The row at `at`.
    fn row(&self, at: usize) -> Row {
        match self {
            Self::Packed(bytes) => bytes.as_chunks::<ROW_BYTES>().0.get(at).map(unpacked).unwrap_or_default(),
            #[cfg(feature = "train")]
            Self::Trained(rows) => rows.get(at).copied().unwrap_or_default(),
        }
    }

    /// The rows: inputs, biases, output weights.
    #[cfg(feature = "train")]
    pub(crate) fn rows(&self) -> Vec<Row> {
        (0..ROWS).map(|at| self.row(at)).collect()
    }

    /// The rows, to be changed: inputs, biases, output weights.
    #[cfg(feature = "train")]
    pub(crate) fn rows_mut(&mut self) -> &mut [Row] {
        if let Self::Packed(_) = self {
            *self = Self::Trained(self.rows());
        }
        match self {
            Self::Trained(rows) => rows,
            Self::Packed(_) => &mut [],
        }
    }

    /// The score of a candidate with these inputs.
    fn score(&self, inputs: &[u16]) -> f32 {
        let hidden = self.hidden(inputs.iter().copied());
        hidden.iter().zip(&self.output()).map(|(h, output)| h.max(0.0) * output).sum()
    }
}

/// An ensemble of independently trained networks. Their scores are averaged to reduce
/// variance.
#[derive(Debug, Clone, Default)]
pub(crate) struct RankingEnsemble {
    pub(crate) networks: Vec<RankingNetwork>,
}

impl RankingEnsemble {
    /// The mean score of the networks; 0 if there are none.
    pub(crate) fn score(&self, inputs: &[u16]) -> f32 {
        #[allow(clippy::cast_precision_loss)] // A handful.
        let count = self.networks.len().max(1) as f32;
        self.networks.iter().map(|network| network.score(inputs)).sum::<f32>() / count
    }

    /// The bytes of the networks, one after another: 16 bits for each weight, in units,
    /// little-endian.
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let weights = self.networks.iter().flat_map(RankingNetwork::rows).flatten();
        weights.flat_map(|weight| ((weight / UNIT).round() as i16).to_le_bytes()).collect()
    }

    /// The networks in these bytes, 16 bits for each weight; `None` unless they are one
    /// whole network or more.
    pub(crate) fn from_bytes(bytes: &FileBytes) -> Option<Self> {
        let starts = (0..bytes.len()).step_by(RankingNetwork::BYTES);
        let networks = starts.map(|start| bytes.part(start..start + RankingNetwork::BYTES));
        let networks = networks.map(|part| part.map(RankingNetwork::Packed)).collect::<Option<Vec<_>>>()?;
        (!networks.is_empty()).then_some(Self { networks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_unit_distinguishes_two_inputs_from_one() {
        let mut rows = vec![[0.0; HIDDEN_UNITS]; ROWS];
        (rows[3][0], rows[5][0], rows[INPUTS][0], rows[INPUTS + 1][0]) = (1.0, 1.0, -1.0, 2.0);
        let ensemble = RankingEnsemble { networks: vec![RankingNetwork::of(rows).unwrap()] };
        assert_eq!([&[3, 5][..], &[3], &[5], &[]].map(|inputs| ensemble.score(inputs)), [2.0, 0.0, 0.0, 0.0]);
        let bytes = ensemble.to_bytes();
        let read = RankingEnsemble::from_bytes(&bytes.clone().into()).unwrap();
        assert_eq!([&[3, 5][..], &[3], &[5], &[]].map(|inputs| read.score(inputs)), [2.0, 0.0, 0.0, 0.0]);
        assert_eq!(read.to_bytes(), bytes);
        assert!(RankingEnsemble::from_bytes(&bytes[..bytes.len() - 1].to_vec().into()).is_none());
        assert!(RankingEnsemble::from_bytes(&Vec::new().into()).is_none());
    }
}
