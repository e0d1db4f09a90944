//! The half of the ranker that finds conjunctions: small networks of one
//! hidden layer over the [`crate::attribution::network_inputs`], of which the mean counts.

use crate::attribution::network_inputs::VALUES;

/// Hidden units of one network.
pub(crate) const UNITS: usize = 16;

/// Rows of a network: one a value of a fact, then its biases, then what each
/// unit is worth.
pub(crate) const ROWS: usize = VALUES + 2;

/// One stored unit is this much.
pub(super) const UNIT: f32 = 1.0 / 2048.0;

/// A row: a number for each hidden unit.
pub(crate) type Row = [f32; UNITS];

/// One network, its rows in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Network {
    rows: Vec<Row>,
}

impl Network {
    /// How many bytes of a file one network takes.
    pub(crate) const BYTES: usize = 2 * ROWS * UNITS;

    /// `None` where the rows are not those of a network.
    pub(crate) fn of(rows: Vec<Row>) -> Option<Self> {
        (rows.len() == ROWS).then_some(Self { rows })
    }

    /// What each hidden unit sees of the facts, before its threshold.
    pub(crate) fn hidden(&self, facts: impl Iterator<Item = u16>) -> Row {
        let mut sum = self.biases();
        for row in facts.filter_map(|f| self.rows.get(usize::from(f))) {
            sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        }
        sum
    }

    fn biases(&self) -> Row {
        self.rows.get(VALUES).copied().unwrap_or_default()
    }

    /// What each hidden unit is worth.
    pub(crate) fn worth(&self) -> Row {
        self.rows.get(VALUES + 1).copied().unwrap_or_default()
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(crate) fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    fn score(&self, facts: &[u16]) -> f32 {
        let hidden = self.hidden(facts.iter().copied());
        hidden.iter().zip(&self.worth()).map(|(h, worth)| h.max(0.0) * worth).sum()
    }
}

/// Networks that decide together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Committee {
    pub(crate) networks: Vec<Network>,
}

impl Committee {
    /// The mean of their scores; nothing without networks.
    pub(crate) fn score(&self, facts: &[u16]) -> f32 {
        #[allow(clippy::cast_precision_loss)] // A handful.
        let count = self.networks.len().max(1) as f32;
        self.networks.iter().map(|network| network.score(facts)).sum::<f32>() / count
    }

    /// Sixteen bits a weight, little-endian, one network behind another.
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let weights = self.networks.iter().flat_map(|n| n.rows.iter().flatten());
        weights.flat_map(|weight| ((weight / UNIT).round() as i16).to_le_bytes()).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` unless the bytes are one or
    /// more whole networks.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let weights = bytes.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * UNIT);
        let weights: Vec<f32> = weights.collect();
        let networks = weights.chunks_exact(ROWS * UNITS);
        let networks: Vec<Network> =
            networks.filter_map(|all| Network::of(all.as_chunks::<UNITS>().0.to_vec())).collect();
        let whole = !networks.is_empty() && bytes.len() == networks.len() * Network::BYTES;
        whole.then_some(Self { networks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_that_sees_two_facts_tells_both_from_one() {
        let mut rows = vec![[0.0; UNITS]; ROWS];
        (rows[3][0], rows[5][0], rows[VALUES][0], rows[VALUES + 1][0]) = (1.0, 1.0, -1.0, 2.0);
        let committee = Committee { networks: vec![Network::of(rows).unwrap()] };
        assert_eq!([&[3, 5][..], &[3], &[5], &[]].map(|facts| committee.score(facts)), [2.0, 0.0, 0.0, 0.0]);
        let bytes = committee.to_bytes();
        assert_eq!(Committee::from_bytes(&bytes), Some(committee));
        assert_eq!(Committee::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Committee::from_bytes(&[]), None);
    }
}
