//! The weights of the resolver, and their file.

use super::certainty::Certainty;
use super::facts::{LAYOUT, MentionClass, ROWS};
use crate::lexicon::hash::hash_bytes;

/// The number of hidden units of one network.
pub(crate) const HIDDEN_UNITS: usize = 12;

/// The value of one unit of weight in the file.
const UNIT: f32 = 1.0 / 2048.0;

/// The first bytes of a file of resolver weights.
const MAGIC: [u8; 4] = *b"PQRW";
/// The version of the layout of the file.
const VERSION: u32 = 1;
/// The number of bytes before the payload.
const HEADER: usize = 20;

/// One number for each hidden unit.
pub(crate) type Row = [f32; HIDDEN_UNITS];

/// The number of weights of one network: for each class of mention and each row one, then
/// the rows of the hidden layer, its biases and its output weights.
pub(crate) const NETWORK: usize = MentionClass::COUNT * ROWS + (ROWS + 2) * HIDDEN_UNITS;

/// Why bytes are not a file of resolver weights that this library can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResolverError {
    /// The bytes do not begin as a file of resolver weights does.
    #[error("This is not a file of resolver weights: it does not begin with “PQRW”.")]
    Magic,
    /// The file has another version of the layout.
    #[error(
        "These resolver weights have the file format {found}, but this library reads format {VERSION}. \
         Train them again with examples/train_resolver.rs."
    )]
    Version {
        /// The version in the file.
        found: u32,
    },
    /// The file is too short or too long.
    #[error(
        "This file of resolver weights is damaged: it should have {expected} bytes and has {found}. \
         Restore it, or train the weights again with examples/train_resolver.rs."
    )]
    Length {
        /// The number of bytes that the file should have.
        expected: usize,
        /// The number of bytes that it has.
        found: usize,
    },
    /// The file has the right length, but its parts do not.
    #[error(
        "This file of resolver weights is damaged: its parts do not have the sizes that its header gives. \
         Restore it, or train the weights again with examples/train_resolver.rs."
    )]
    Parts,
    /// The weights were trained with other facts.
    #[error(
        "These resolver weights were trained with other facts, so this library cannot use them. \
         Train them again with examples/train_resolver.rs."
    )]
    Fingerprint,
}

/// The sum of the hidden layer and of the linear half over some rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sums {
    linear: f32,
    hidden: Row,
}

/// One network with its linear half.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResolverNetwork {
    /// For each class of mention, one weight for each row.
    pub(crate) linear: Vec<f32>,
    /// One row for each value of a fact, then the biases, then the output weights.
    pub(crate) rows: Vec<Row>,
}

impl ResolverNetwork {
    /// The sums over the biases and `rows`.
    pub(crate) fn begin(&self, class: MentionClass, rows: &[u16]) -> Sums {
        let hidden = self.rows.get(ROWS).copied().unwrap_or_default();
        self.add(Sums { linear: 0.0, hidden }, class, rows)
    }

    /// `sums` with those over further `rows`.
    pub(crate) fn add(&self, mut sums: Sums, class: MentionClass, rows: &[u16]) -> Sums {
        let linear = self.linear.get(class.code() * ROWS..).unwrap_or_default();
        for &row in rows {
            let row = usize::from(row);
            sums.linear += linear.get(row).copied().unwrap_or(0.0);
            if let Some(weights) = self.rows.get(row) {
                sums.hidden.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
        }
        sums
    }

    /// The input of each hidden unit.
    #[cfg(feature = "train")]
    pub(crate) fn hidden(sums: &Sums) -> Row {
        sums.hidden
    }

    /// The score of a candidate with these sums.
    pub(crate) fn score(&self, sums: &Sums) -> f32 {
        let output = self.rows.get(ROWS + 1).copied().unwrap_or_default();
        sums.linear + sums.hidden.iter().zip(&output).map(|(h, o)| h.max(0.0) * o).sum::<f32>()
    }

    fn from_weights(weights: &[f32]) -> Option<Self> {
        let (linear, rest) = weights.split_at_checked(MentionClass::COUNT * ROWS)?;
        let rows = rest.as_chunks::<HIDDEN_UNITS>().0.to_vec();
        (rows.len() == ROWS + 2).then(|| Self { linear: linear.to_vec(), rows })
    }
}

/// The trained weights of the model that finds whom a pronoun or noun phrase refers to.
///
/// The file, all numbers little-endian: `PQRW`; the version (u32), which is 1; the
/// fingerprint of the format (u64); the length of the payload in bytes (u32). Then the
/// payload: the curve of the probability (f32), and for each weight of the networks units
/// of 1/2048 (i16). The fingerprint covers the names and sizes of the facts and the classes
/// of mentions. If one of these changes, the weights no longer fit, and the file is refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResolverWeights {
    pub(crate) networks: Vec<ResolverNetwork>,
    pub(crate) certainty: Certainty,
}

impl ResolverWeights {
    /// The weights in a file, which has the layout given at [`ResolverWeights`].
    ///
    /// # Errors
    /// [`ResolverError`] if the bytes are not a whole file of weights, or if the weights
    /// were trained with other facts than this library has.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ResolverError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(ResolverError::Magic);
        }
        let short = ResolverError::Length { expected: HEADER, found: bytes.len() };
        let (header, payload) = bytes.split_first_chunk::<HEADER>().ok_or(short)?;
        let number =
            |at: usize| header.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |n| u32::from_le_bytes(*n));
        if number(4) != VERSION {
            return Err(ResolverError::Version { found: number(4) });
        }
        let expected = HEADER.saturating_add(number(16) as usize);
        if bytes.len() != expected {
            return Err(ResolverError::Length { expected, found: bytes.len() });
        }
        if u64::from(number(8)) | u64::from(number(12)) << 32 != fingerprint() {
            return Err(ResolverError::Fingerprint);
        }
        Self::from_payload(payload).ok_or(ResolverError::Parts)
    }

    fn from_payload(payload: &[u8]) -> Option<Self> {
        let (curve, networks) = payload.split_at_checked(Certainty::BYTES)?;
        let weights = networks.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * UNIT);
        let weights: Vec<f32> = weights.collect();
        let whole = networks.len() % (2 * NETWORK) == 0;
        let found = weights.chunks_exact(NETWORK).filter_map(ResolverNetwork::from_weights).collect();
        whole.then_some(Self { networks: found, certainty: Certainty::from_bytes(curve)? })
    }

    /// The bytes of a file of these weights, in the layout given at [`ResolverWeights`].
    /// Weights are rounded to multiples of a unit, so small ones become 0.
    #[cfg(feature = "train")]
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates; the length is small.
    pub fn to_bytes(&self) -> Vec<u8> {
        let weights = self.networks.iter().flat_map(|n| n.linear.iter().chain(n.rows.iter().flatten()));
        let weights = weights.flat_map(|weight| ((weight / UNIT).round() as i16).to_le_bytes());
        let payload: Vec<u8> = self.certainty.to_bytes().into_iter().chain(weights).collect();
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(fingerprint().to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(payload);
        bytes
    }

    /// The softmax over candidates of a mention of this class. `shared` are the rows that
    /// all candidates have, `own` those of each. Empty without networks.
    pub(crate) fn probabilities(&self, class: MentionClass, shared: &[u16], own: &[Vec<u16>]) -> Vec<f32> {
        if self.networks.is_empty() {
            return Vec::new();
        }
        let mut scores = vec![0.0; own.len()];
        #[allow(clippy::cast_precision_loss)] // A handful.
        let share = 1.0 / self.networks.len() as f32;
        for network in &self.networks {
            let begun = network.begin(class, shared);
            for (score, rows) in scores.iter_mut().zip(own) {
                *score += share * network.score(&network.add(begun, class, rows));
            }
        }
        softmax(&scores)
    }
}

/// The softmax of some scores.
pub(crate) fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
    let all: f32 = parts.iter().sum();
    parts.iter().map(|part| part / all).collect()
}

/// The fingerprint of the format: a hash of all that gives the numbers in a file their
/// meaning.
fn fingerprint() -> u64 {
    let mut lines = vec![format!("units {HIDDEN_UNITS} of {UNIT}"), format!("curve {}", Certainty::BYTES)];
    lines.extend(LAYOUT.iter().map(|(name, values)| format!("fact {name} {values}")));
    lines.extend(MentionClass::ALL.iter().map(|(class, name)| format!("class {name} {}", class.code())));
    hash_bytes(lines.join("\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> ResolverWeights {
        let mut rows = vec![[0.0; HIDDEN_UNITS]; ROWS + 2];
        (rows[3][0], rows[5][0], rows[ROWS][0], rows[ROWS + 1][0]) = (1.0, 1.0, -1.0, 2.0);
        let mut linear = vec![0.0; MentionClass::COUNT * ROWS];
        linear[ROWS * MentionClass::It.code() + 3] = 0.5;
        ResolverWeights { networks: vec![ResolverNetwork { linear, rows }], certainty: Certainty::default() }
    }

    #[test]
    #[cfg(feature = "bundled")]
    fn the_file_is_the_one_whose_checksum_is_written_down() {
        use sha2::{Digest as _, Sha256};
        let bundled = crate::model::ModelFiles::bundled().resolver;
        let checksum: String = Sha256::digest(&bundled).iter().map(|byte| format!("{byte:02x}")).collect();
        let sources = include_str!("../../../../assets/SOURCES.md");
        assert!(sources.contains(&format!("| `resolver.weights` | `{checksum}` |")), "it is {checksum}");
        let weights = ResolverWeights::from_bytes(&bundled).expect("weights");
        assert!(weights.to_bytes() == *bundled && weights.networks.len() == 3 && bundled.len() < 300_000);
    }

    #[test]
    fn weights_are_read_as_written() {
        let bytes = weights().to_bytes();
        assert_eq!(ResolverWeights::from_bytes(&bytes), Ok(weights()));
        let refused = |change: fn(&mut Vec<u8>)| {
            let mut bytes = weights().to_bytes();
            change(&mut bytes);
            ResolverWeights::from_bytes(&bytes).expect_err("damaged")
        };
        let length = bytes.len();
        assert_eq!(refused(Vec::clear), ResolverError::Magic);
        assert_eq!(refused(|b| b.truncate(12)), ResolverError::Length { expected: HEADER, found: 12 });
        assert_eq!(refused(|b| b[4] = 9), ResolverError::Version { found: 9 });
        assert_eq!(refused(|b| b[8] ^= 1), ResolverError::Fingerprint);
        assert_eq!(refused(|b| b.push(0)), ResolverError::Length { expected: length, found: length + 1 });
    }

    #[test]
    fn a_hidden_unit_distinguishes_two_facts_from_one_and_a_class_has_its_own_weights() {
        let scores = |class, rows: &[u16]| {
            let network = &weights().networks[0];
            network.score(&network.begin(class, rows))
        };
        assert_eq!([&[3, 5][..], &[3], &[]].map(|rows| scores(MentionClass::HeShe, rows)), [2.0, 0.0, 0.0]);
        assert_eq!([&[3, 5][..], &[3], &[]].map(|rows| scores(MentionClass::It, rows)), [2.5, 0.5, 0.0]);
        let found = weights().probabilities(MentionClass::It, &[3], &[vec![5], vec![]]);
        assert!((found[0] - 0.880_797).abs() < 1e-4, "{found:?}");
    }
}
