//! The ranker's weights and their file.

use super::confidence::Confidence;
use super::fingerprint;
use super::network::Committee;
use crate::cue::Lexicon;

/// How many weights there are; features are hashed into as many slots.
pub(crate) const SLOTS: u32 = 1 << 17;

/// One stored unit is this much.
pub(crate) const UNIT: f32 = 1.0 / 512.0;

/// The bundled weights; made by `examples/train_attribution.rs`.
const BUNDLED: &[u8] = include_bytes!("../../assets/attribution.weights");

/// The first bytes of a file of attribution weights.
const MAGIC: [u8; 4] = *b"PQAW";
/// The version of the file's layout.
const VERSION: u32 = 1;
/// Bytes before the payload.
const HEADER: usize = 24;
/// Bytes of the table of weights.
const TABLE: usize = 2 * SLOTS as usize;

/// Why bytes are not a file of attribution weights that this program can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The bytes begin otherwise than a file of attribution weights does.
    #[error("This is not a file of attribution weights: it does not begin with “PQAW”.")]
    Magic,
    /// Another version of the layout.
    #[error(
        "These attribution weights have the file format {found}, but this program reads format {VERSION}. \
         Train them again with examples/train_attribution.rs."
    )]
    Version {
        /// The version in the file.
        found: u32,
    },
    /// The file is cut short, or something follows its end.
    #[error(
        "This file of attribution weights is damaged: it should have {expected} bytes and has {found}. \
         Restore it, or train the weights again with examples/train_attribution.rs."
    )]
    Length {
        /// Bytes the file should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// The length is the one in the header, but the parts do not fill it.
    #[error(
        "This file of attribution weights is damaged: its parts do not have the sizes that its header gives. \
         Restore it, or train the weights again with examples/train_attribution.rs."
    )]
    Parts,
    /// The weights were learned with other features.
    #[error(
        "These attribution weights were learned with other features, so they mean nothing to this program. \
         Train them again with examples/train_attribution.rs."
    )]
    Fingerprint,
}

/// Weights by slot, read-only.
///
/// The file, all numbers little-endian: `PQAW`; the version (u32), 1; the
/// fingerprint of the format (u64); the number of cues (u32); the length of
/// the payload in bytes (u32). Then the payload: a hash (u32) of each cue that
/// the weights were learned with, sorted; 16 bits (i16) for each slot; the
/// curve of the confidence (f32): slope, base, and an offset for each code of
/// a rule; the networks, 16 bits (i16) a weight.
///
/// The fingerprint covers the names of the feature templates, the layout of
/// the facts, the codes of the enums and the sizes of the tables: if one of
/// these changes, every weight means something else, and the file is refused.
/// The cues are only a record. The weights know a verb by its sense, its frames
/// and its form alone, so new verbs change nothing; a test asks that no cue was
/// taken away or changed ([`Weights::missing_cues`]).
#[derive(Debug, Clone)]
pub struct Weights {
    values: Vec<f32>,
    /// The half of the ranker that sees facts.
    pub(crate) committee: Committee,
    pub(crate) confidence: Confidence,
    /// Hashes of the cues it was learned with, sorted.
    cues: Vec<u32>,
}

impl Default for Weights {
    fn default() -> Self {
        Self::bundled()
    }
}

impl Weights {
    /// The weights that are part of the program. If their file were damaged,
    /// no quote would be sure enough to have a speaker; a test reads the file.
    #[must_use]
    pub fn bundled() -> Self {
        Self::from_bytes(BUNDLED)
            .unwrap_or_else(|_| Self::new(vec![0.0; SLOTS as usize], Committee::default(), Confidence::NONE))
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`WeightsError`] if the bytes are not a whole file of weights, or were
    /// learned with other features than this program's.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(WeightsError::Magic);
        }
        let short = WeightsError::Length { expected: HEADER, found: bytes.len() };
        let (header, payload) = bytes.split_first_chunk::<HEADER>().ok_or(short)?;
        let number =
            |at: usize| header.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |n| u32::from_le_bytes(*n));
        if number(4) != VERSION {
            return Err(WeightsError::Version { found: number(4) });
        }
        let expected = HEADER.saturating_add(number(20) as usize);
        if bytes.len() != expected {
            return Err(WeightsError::Length { expected, found: bytes.len() });
        }
        if u64::from(number(8)) | u64::from(number(12)) << 32 != fingerprint::of_format() {
            return Err(WeightsError::Fingerprint);
        }
        Self::from_payload(payload, number(16) as usize).ok_or(WeightsError::Parts)
    }

    fn from_payload(payload: &[u8], cues: usize) -> Option<Self> {
        let (cues, rest) = payload.split_at_checked(cues.checked_mul(4)?)?;
        let (table, rest) = rest.split_at_checked(TABLE)?;
        let (curve, networks) = rest.split_at_checked(Confidence::BYTES)?;
        let values = table.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * UNIT);
        let weights = Self::new(values.collect(), Committee::from_bytes(networks)?, Confidence::from_bytes(curve)?);
        Some(Self { cues: cues.as_chunks::<4>().0.iter().map(|&hash| u32::from_le_bytes(hash)).collect(), ..weights })
    }

    /// Weights of these values, one a slot, with these networks.
    pub(crate) fn new(values: Vec<f32>, committee: Committee, confidence: Confidence) -> Self {
        Self { values, committee, confidence, cues: Vec::new() }
    }

    /// The same with other values.
    pub(crate) fn with_values(self, values: Vec<f32>) -> Self {
        Self { values, ..self }
    }

    /// The same weights, recorded as learned with the cues of `lexicon`.
    pub(crate) fn learned_with(self, lexicon: &Lexicon) -> Self {
        Self { cues: fingerprint::of_cues(lexicon), ..self }
    }

    /// How many of the words and phrases that the weights were learned with
    /// are not in `lexicon` or mean something else there. Above 0, the weights
    /// should be learned again. What was added to the lexicon does not count.
    #[must_use]
    pub fn missing_cues(&self, lexicon: &Lexicon) -> usize {
        let known = fingerprint::of_cues(lexicon);
        self.cues.iter().filter(|cue| known.binary_search(cue).is_err()).count()
    }

    /// The weights, one a slot.
    pub(crate) fn values(&self) -> &[f32] {
        &self.values
    }

    /// The file of these weights, in the layout given at [`Weights`]. Weights
    /// are rounded to multiples of their unit, so small ones become 0.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates; the lengths are small.
    pub fn to_bytes(&self) -> Vec<u8> {
        let cues = self.cues.iter().flat_map(|hash| hash.to_le_bytes());
        let weights = self.values.iter().flat_map(|value| ((value / UNIT).round() as i16).to_le_bytes());
        let payload = cues.chain(weights).chain(self.confidence.to_bytes()).chain(self.committee.to_bytes());
        let payload: Vec<u8> = payload.collect();
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(fingerprint::of_format().to_le_bytes());
        bytes.extend((self.cues.len() as u32).to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(payload);
        bytes
    }

    /// The sum of the weights of `features`.
    pub(crate) fn sum(&self, features: &[u32]) -> f32 {
        features.iter().filter_map(|&f| self.values.get(f as usize)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_weights_are_read_and_written_alike() {
        let weights = Weights::from_bytes(BUNDLED).unwrap();
        assert_eq!(weights.committee.networks.len(), 8);
        assert!(weights.to_bytes() == BUNDLED);
    }

    #[test]
    fn what_is_not_a_whole_file_of_these_weights_is_refused() {
        let refused = |change: fn(&mut Vec<u8>)| {
            let mut bytes = BUNDLED.to_vec();
            change(&mut bytes);
            let error = Weights::from_bytes(&bytes).unwrap_err();
            assert!(error.to_string().ends_with('.'), "{error}");
            error
        };
        let length = BUNDLED.len();
        assert_eq!(refused(Vec::clear), WeightsError::Magic);
        assert_eq!(refused(|b| b[3] = b'X'), WeightsError::Magic);
        assert_eq!(refused(|b| b.truncate(20)), WeightsError::Length { expected: HEADER, found: 20 });
        assert_eq!(refused(|b| b[4] = 2), WeightsError::Version { found: 2 });
        assert_eq!(refused(|b| b[8] ^= 1), WeightsError::Fingerprint);
        assert_eq!(refused(|b| b[15] ^= 1), WeightsError::Fingerprint);
        let cut = |found| WeightsError::Length { expected: length, found };
        assert_eq!(refused(|b| b.truncate(b.len() - 1)), cut(length - 1));
        assert_eq!(refused(|b| b.push(0)), cut(length + 1));
        assert_eq!(refused(|b| b[16] ^= 1), WeightsError::Parts);
        assert_eq!(refused(|b| b[19] = 0xFF), WeightsError::Parts);
    }

    /// If this fails, verbs were taken from `cues.tsv` or changed: learn the
    /// weights again, as `assets/SOURCES.md` says.
    #[test]
    fn every_cue_the_weights_were_learned_with_is_still_there() {
        let weights = Weights::bundled();
        assert!(weights.cues.len() > 2_000);
        assert_eq!(weights.missing_cues(&Lexicon::bundled()), 0);
    }

    #[test]
    fn the_file_is_the_one_whose_checksum_is_written_down() {
        use sha2::{Digest as _, Sha256};
        let sources = include_str!("../../../../assets/SOURCES.md");
        let checksum: String = Sha256::digest(BUNDLED).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(sources.contains(&format!("| `attribution.weights` | `{checksum}` |")), "it is {checksum}");
    }
}
