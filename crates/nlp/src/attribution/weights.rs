//! The weights of the attribution model, and their file.

use super::confidence::Confidence;
#[cfg(any(test, feature = "train"))]
use super::cue_record;
use super::fingerprint;
use super::network::RankingEnsemble;
#[cfg(any(test, feature = "train"))]
use crate::cue::CueLexicon;
use crate::lexicon::{FileBytes, WeightTable};

/// The number of slots of the table. Features are hashed into them, and each slot has
/// one weight.
pub(crate) const SLOTS: u32 = 1 << 17;

/// The value of one unit of weight in the file.
pub(crate) const UNIT: f32 = 1.0 / 512.0;

/// The first bytes of a file of attribution weights.
const MAGIC: [u8; 4] = *b"PQAW";
/// The version of the layout of the file.
const VERSION: u32 = 1;
/// The number of bytes before the payload.
const HEADER: usize = 24;
/// The number of bytes of the table of weights.
const TABLE: usize = 2 * SLOTS as usize;

/// Why bytes are not a file of attribution weights that this library can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The bytes do not begin as a file of attribution weights does.
    #[error("This is not a file of attribution weights: it does not begin with “PQAW”.")]
    Magic,
    /// The file has another version of the layout.
    #[error(
        "These attribution weights have the file format {found}, but this library reads format {VERSION}. \
         Train them again with examples/train_attribution.rs."
    )]
    Version {
        /// The version in the file.
        found: u32,
    },
    /// The file is too short or too long.
    #[error(
        "This file of attribution weights is damaged: it should have {expected} bytes and has {found}. \
         Restore it, or train the weights again with examples/train_attribution.rs."
    )]
    Length {
        /// The number of bytes that the file should have.
        expected: usize,
        /// The number of bytes that it has.
        found: usize,
    },
    /// The file has the right length, but its parts do not.
    #[error(
        "This file of attribution weights is damaged: its parts do not have the sizes that its header gives. \
         Restore it, or train the weights again with examples/train_attribution.rs."
    )]
    Parts,
    /// The weights were trained with other features.
    #[error(
        "These attribution weights were trained with other features, so this library cannot use them. \
         Train them again with examples/train_attribution.rs."
    )]
    Fingerprint,
}

/// The trained weights of the model that finds the speaker of a quote.
///
/// The file, all numbers little-endian: `PQAW`; the version (u32), which is 1; the
/// fingerprint of the format (u64); the number of cues (u32); the length of the payload
/// in bytes (u32). Then the payload: a hash (u32) of each cue that the weights were
/// trained with, sorted; for each slot, its weight in units of 1/512 (i16); the curve of
/// the confidence (f32): slope, base, and an offset for each code of a rule; for each
/// weight of the networks, units of 1/2048 (i16).
///
/// The fingerprint covers the names of the feature templates, the layout of the network
/// inputs, the codes of the enums and the sizes of the tables. If one of these changes,
/// the weights no longer fit, and the file is refused. The cues are only a record: the
/// features of a verb are its sense, its frames and its form, so a new verb changes
/// nothing. A test checks that no cue was removed or changed.
#[derive(Debug, Clone)]
pub struct Weights {
    /// The wide half of the ranker.
    table: WeightTable,
    /// The networks: the deep half of the ranker.
    pub(crate) networks: RankingEnsemble,
    /// The curve from probability to confidence.
    pub(crate) confidence: Confidence,
    /// The hashes of the cues that the weights were trained with, sorted.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only training and tests look at the record"))]
    cues: Vec<u32>,
}

impl Weights {
    /// Weights with which no quote gets a speaker.
    #[cfg(feature = "bundled")]
    pub(crate) fn untrained() -> Self {
        Self::new(WeightTable::Trained(vec![0.0; SLOTS as usize]), RankingEnsemble::default(), Confidence::NONE)
    }

    /// The weights in a file, which has the layout given at [`Weights`].
    ///
    /// # Errors
    /// [`WeightsError`] if the bytes are not a whole file of weights, or if the weights
    /// were trained with other features than this library has.
    pub(crate) fn from_bytes(bytes: &FileBytes) -> Result<Self, WeightsError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(WeightsError::Magic);
        }
        let short = WeightsError::Length { expected: HEADER, found: bytes.len() };
        let (header, payload) = bytes.split(HEADER).ok_or(short)?;
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
        Self::from_payload(&payload, number(16) as usize).ok_or(WeightsError::Parts)
    }

    /// The weights in the part of a file after the header; `None` if its parts do not
    /// have the right sizes. `cues` is the number of cues.
    fn from_payload(payload: &FileBytes, cues: usize) -> Option<Self> {
        let (cues, rest) = payload.split(cues.checked_mul(4)?)?;
        let (bytes, rest) = rest.split(TABLE)?;
        let (curve, networks) = rest.split(Confidence::BYTES)?;
        let table = WeightTable::Packed { bytes, unit: UNIT };
        let weights = Self::new(table, RankingEnsemble::from_bytes(&networks)?, Confidence::from_bytes(&curve)?);
        Some(Self { cues: cues.as_chunks::<4>().0.iter().map(|&hash| u32::from_le_bytes(hash)).collect(), ..weights })
    }

    /// Weights with this table.
    pub(crate) fn new(table: WeightTable, networks: RankingEnsemble, confidence: Confidence) -> Self {
        Self { table, networks, confidence, cues: Vec::new() }
    }

    /// The same weights, with a record of the cues of `lexicon` as those they were
    /// trained with.
    #[cfg(feature = "train")]
    pub(crate) fn learned_with(self, lexicon: &CueLexicon) -> Self {
        Self { cues: cue_record::of_cues(lexicon), ..self }
    }

    /// The number of words and phrases that the weights were trained with and that are
    /// not in `lexicon` or have another meaning there. If it is above 0, the weights
    /// should be trained again. Additions to the lexicon do not count.
    #[cfg(test)]
    fn missing_cues(&self, lexicon: &CueLexicon) -> usize {
        let known = cue_record::of_cues(lexicon);
        self.cues.iter().filter(|cue| known.binary_search(cue).is_err()).count()
    }

    /// The bytes of a file of these weights, in the layout given at [`Weights`]. Weights
    /// are rounded to multiples of a unit, so small ones become 0.
    #[cfg(feature = "train")]
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // A cast of a float saturates; the lengths are small.
    pub fn to_bytes(&self) -> Vec<u8> {
        let cues = self.cues.iter().flat_map(|hash| hash.to_le_bytes());
        let payload =
            cues.chain(self.table.to_bytes(UNIT)).chain(self.confidence.to_bytes()).chain(self.networks.to_bytes());
        let payload: Vec<u8> = payload.collect();
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(fingerprint::of_format().to_le_bytes());
        bytes.extend((self.cues.len() as u32).to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(payload);
        bytes
    }

    /// The sum of the weights of `features`, which are slots.
    pub(crate) fn sum(&self, features: &[u32]) -> f32 {
        self.table.sum(features)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::rule::Rule;
    use crate::model::ModelFiles;
    use crate::{Model, Quote, analyze};
    use pullquote_article::{ArticleBuilder, Format, Origin};

    fn bundled() -> Vec<u8> {
        ModelFiles::bundled().attribution.into_owned()
    }

    #[test]
    fn the_bundled_weights_are_read_and_written_alike() {
        let weights = Weights::from_bytes(&bundled().into()).unwrap();
        assert_eq!(weights.networks.networks.len(), 8);
        assert!(weights.to_bytes() == bundled());
    }

    #[test]
    fn what_is_not_a_whole_file_of_these_weights_is_refused() {
        let refused = |change: fn(&mut Vec<u8>)| {
            let mut bytes = bundled();
            change(&mut bytes);
            let error = Weights::from_bytes(&bytes.into()).unwrap_err();
            assert!(error.to_string().ends_with('.'), "{error}");
            error
        };
        let length = bundled().len();
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

    /// If this fails, cues were removed or changed. Train the weights again, as
    /// `assets/SOURCES.md` says.
    #[test]
    fn every_cue_the_weights_were_trained_with_is_still_there() {
        let weights = Weights::from_bytes(&bundled().into()).unwrap();
        assert!(weights.cues.len() > 2_000);
        assert_eq!(weights.missing_cues(&CueLexicon::of(crate::language::Language::english())), 0);
    }

    #[test]
    fn the_file_is_the_one_whose_checksum_is_written_down() {
        use sha2::{Digest as _, Sha256};
        let sources = include_str!("../../../../assets/SOURCES.md");
        let checksum: String = Sha256::digest(bundled()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(sources.contains(&format!("| `attribution.weights` | `{checksum}` |")), "it is {checksum}");
    }

    /// The quotes of the examples of all rules, each an article of its own.
    fn quotes(model: &Model) -> Vec<Quote> {
        let article = |text: String| {
            let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
            ArticleBuilder::raw(text, origin)
        };
        let text = |example: &str| example.replace("⟦q ", "").replace("⟦s ", "").replace('⟧', "");
        Rule::ALL.iter().flat_map(|row| analyze(&article(text(row.example)), model).quotes).collect()
    }

    #[test]
    fn a_verb_before_all_others_changes_no_quote_and_no_confidence() {
        let language = crate::language::Language::english();
        let (cues, phrases) = (language.cues, language.cue_phrases);
        let mut model = Model::bundled();
        let before = quotes(&model);
        model.cues = CueLexicon::read(language, &format!("say\tqti\tarticulize\n{cues}"), phrases);
        assert!(before.iter().filter(|quote| quote.confidence > 0.0).count() > 12);
        assert_eq!(before, quotes(&model));
        assert!(
            model.cues.verb("articulized").is_some()
                && CueLexicon::read(language, cues, phrases).verb("articulized").is_none()
        );
    }
}
