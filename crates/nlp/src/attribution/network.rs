//! The networks of the ranker: an ensemble of small networks with one hidden layer over
//! the values of [`network_inputs`](super::network_inputs). They find conjunctions of
//! these values.

use crate::attribution::network_inputs::INPUTS;

/// The number of hidden units of one network.
pub(crate) const HIDDEN_UNITS: usize = 16;

/// The number of rows of a network: one for each value of an input, then the biases, then
/// the output weights.
pub(crate) const ROWS: usize = INPUTS + 2;

/// The value of one unit of weight in the file.
pub(super) const UNIT: f32 = 1.0 / 2048.0;

/// One number for each hidden unit.
pub(crate) type Row = [f32; HIDDEN_UNITS];

/// One network, as its rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RankingNetwork {
    rows: Vec<Row>,
}

impl RankingNetwork {
    /// The number of bytes of a network in the file.
    pub(crate) const BYTES: usize = 2 * ROWS * HIDDEN_UNITS;

    /// The network with these rows; `None` if there are not [`ROWS`].
    pub(crate) fn of(rows: Vec<Row>) -> Option<Self> {
        (rows.len() == ROWS).then_some(Self { rows })
    }

    /// The sum that enters each hidden unit, before it is rectified. `inputs` are rows.
    pub(crate) fn hidden(&self, inputs: impl Iterator<Item = u16>) -> Row {
        let mut sum = self.biases();
        for row in inputs.filter_map(|f| self.rows.get(usize::from(f))) {
            sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        }
        sum
    }

    /// The bias of each hidden unit.
    fn biases(&self) -> Row {
        self.rows.get(INPUTS).copied().unwrap_or_default()
    }

    /// The output weight of each hidden unit.
    pub(crate) fn output(&self) -> Row {
        self.rows.get(INPUTS + 1).copied().unwrap_or_default()
    }

    /// The rows: inputs, biases, output weights.
    #[cfg(feature = "train")]
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows, to be changed: inputs, biases, output weights.
    #[cfg(feature = "train")]
    pub(crate) fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// The score of a candidate with these inputs.
    fn score(&self, inputs: &[u16]) -> f32 {
        let hidden = self.hidden(inputs.iter().copied());
        hidden.iter().zip(&self.output()).map(|(h, output)| h.max(0.0) * output).sum()
    }
}

/// An ensemble of independently trained networks. Their scores are averaged to reduce
/// variance.
#[derive(Debug, Clone, Default, PartialEq)]
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
        let weights = self.networks.iter().flat_map(|n| n.rows.iter().flatten());
        weights.flat_map(|weight| ((weight / UNIT).round() as i16).to_le_bytes()).collect()
    }

    /// The networks in these bytes, 16 bits for each weight; `None` unless they are one
    /// whole network or more.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let weights = bytes.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * UNIT);
        let weights: Vec<f32> = weights.collect();
        let networks = weights.chunks_exact(ROWS * HIDDEN_UNITS);
        let networks: Vec<RankingNetwork> =
            networks.filter_map(|all| RankingNetwork::of(all.as_chunks::<HIDDEN_UNITS>().0.to_vec())).collect();
        let whole = !networks.is_empty() && bytes.len() == networks.len() * RankingNetwork::BYTES;
        whole.then_some(Self { networks })
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
        assert_eq!(RankingEnsemble::from_bytes(&bytes), Some(ensemble));
        assert_eq!(RankingEnsemble::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(RankingEnsemble::from_bytes(&[]), None);
    }
}
