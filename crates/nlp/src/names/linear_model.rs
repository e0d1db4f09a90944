//! The weights of the conditional random field, and their file.

use std::ops::Range;

use super::transitions::{FORBIDDEN, Transitions};
use crate::lexicon::FileBytes;
use crate::lexicon::hash::mix;

/// Why bytes are not a model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "A model file of {length} bytes is damaged: {problem}. Restore the file, or train it again with the example \
     train_entities."
)]
pub struct ModelFileError {
    /// The number of bytes that the file has.
    pub length: usize,
    /// What is wrong with them, as a clause.
    pub problem: &'static str,
}

/// The first bytes of a model file; the last is its version.
const MAGIC: &[u8; 4] = b"PQL3";
const HEADER: usize = 16;
/// The number of buckets of a group.
const GROUP: usize = 16;
/// The bytes of a group: two indices and the number of features of each bucket.
const GROUP_BYTES: usize = 8 + GROUP;
/// The bytes of a feature: its check and its number of weights.
const FEATURE_BYTES: usize = 3;
/// The limit of tags: each has 6 bits.
const MOST_TAGS: usize = 64;
/// The largest weight on either side of 0, in units: each has 6 bits.
#[cfg(any(test, feature = "train"))]
const MOST_UNITS: f32 = 31.0;

/// The weights of features for tags, read in place from a model file.
///
/// The file, all numbers little-endian: `PQL3`; the number of tags (u32); log2 of
/// the number of buckets (u32); the value of one unit of weight (f32); for each
/// group of 16 buckets, and once more for the end, the index of the first feature
/// and of the first weight (u32 each) and the number of features of each bucket
/// (16 × u8); for each feature, a check (u16) and its number of weights (u8); the
/// weights, 12 bits each, lower bits first: the tag (6 bits) and the units of weight
/// (6 bits, signed).
///
/// What is read together is close together: most of the time of a lookup is the wait
/// for memory.
///
/// A feature is found by its 32-bit hash: the top bits choose the bucket, and the
/// low 16 bits are the check. Features with hashes that differ only in the bits
/// between are one feature, in training and in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinearModel {
    tags: usize,
    bits: u32,
    unit: f32,
    groups: FileBytes,
    features: FileBytes,
    entries: FileBytes,
}

/// A feature, as the hash of its template's number and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Feature(pub(crate) u32);

impl Feature {
    /// The feature of the template with this number and this value.
    #[must_use]
    pub(crate) fn new(template: u32, value: u64) -> Self {
        Self((mix(u64::from(template), value) >> 32) as u32)
    }
}

/// The number of the template that holds the transition weights.
const TRANSITION: u32 = 9000;

/// The feature that holds the transition weights from the tag `before`, or from
/// the beginning of a sentence if it is `None`.
#[must_use]
pub(crate) fn transition_feature(before: Option<usize>) -> Feature {
    Feature::new(TRANSITION, before.map_or(0, |tag| tag as u64 + 1))
}

impl LinearModel {
    /// Opens a model file without copying it.
    ///
    /// # Errors
    /// [`ModelFileError`] if the bytes are not a whole model file.
    pub(crate) fn open(bytes: &FileBytes) -> Result<Self, ModelFileError> {
        let error = |problem| ModelFileError { length: bytes.len(), problem };
        if !bytes.starts_with(MAGIC) {
            return Err(error("it does not begin with “PQL3”"));
        }
        let truncated = error("it is cut short");
        let tags = number(bytes, 1).ok_or(truncated)? as usize;
        let bits = number(bytes, 2).filter(|bits| (4..=24).contains(bits)).ok_or(truncated)?;
        let unit = f32::from_bits(number(bytes, 3).ok_or(truncated)?);
        let groups = (1usize << bits) / GROUP;
        let features = HEADER + GROUP_BYTES * (groups + 1);
        let index = bytes.part(HEADER..features).ok_or(truncated)?;
        let (last_feature, last_weight) = ends(&index, groups).ok_or(truncated)?;
        let entries = features + FEATURE_BYTES * last_feature;
        if bytes.len() != entries + (3 * last_weight).div_ceil(2) || tags == 0 || tags > MOST_TAGS {
            return Err(error("it does not have the length that its header gives"));
        }
        Ok(Self {
            tags,
            bits,
            unit,
            groups: index,
            features: bytes.part(features..entries).ok_or(truncated)?,
            entries: bytes.part(entries..bytes.len()).ok_or(truncated)?,
        })
    }

    /// The number of tags.
    #[must_use]
    pub(crate) fn tags(&self) -> usize {
        self.tags
    }

    /// True if `feature` has a weight for at least one tag.
    #[must_use]
    pub(crate) fn knows(&self, feature: Feature) -> bool {
        self.weights_of(feature).is_some()
    }

    /// Adds the weights of `feature` to `scores`, which has one score for each tag.
    pub(crate) fn add(&self, feature: Feature, scores: &mut [f32]) {
        let Some(weights) = self.weights_of(feature) else { return };
        let mut put = |packed: u32| {
            let units = ((packed >> 4) as u8 as i8) >> 2;
            if let Some(score) = scores.get_mut(packed as usize % MOST_TAGS) {
                *score += f32::from(units) * self.unit;
            }
        };
        // Two weights are three bytes. The first and the last may be half of a pair.
        let Some(bytes) = self.entries.get(weights.start / 2 * 3..(3 * weights.end).div_ceil(2)) else { return };
        let mut at = weights.start & !1;
        for pair in bytes.chunks(3) {
            let packed = pair.iter().rev().fold(0, |all, byte| all << 8 | u32::from(*byte));
            if at >= weights.start {
                put(packed);
            }
            if at + 1 < weights.end {
                put(packed >> 12);
            }
            at += 2;
        }
    }

    /// The transition scores: the weight of each pair of tags, and [`FORBIDDEN`] for
    /// a pair that is not `allowed`.
    #[must_use]
    pub(crate) fn transitions(&self, allowed: impl Fn(Option<usize>, usize) -> bool) -> Transitions {
        let rows: Vec<Vec<f32>> = (0..=self.tags)
            .map(|before| {
                let mut row = vec![0.0; self.tags];
                self.add(transition_feature(before.checked_sub(1)), &mut row);
                row
            })
            .collect();
        Transitions::new(self.tags, |before, tag| {
            let row = rows.get(before.map_or(0, |tag| tag + 1));
            let weight = row.and_then(|row| row.get(tag)).copied().unwrap_or(0.0);
            if allowed(before, tag) { weight } else { FORBIDDEN }
        })
    }

    /// The indices of the weights of `feature`, if it has any.
    fn weights_of(&self, feature: Feature) -> Option<Range<usize>> {
        let bucket = feature.0.checked_shr(32 - self.bits)? as usize;
        let group: &[u8; GROUP_BYTES] = self.groups.get(bucket / GROUP * GROUP_BYTES..)?.first_chunk()?;
        let (count, before) = group.get(8..=8 + bucket % GROUP)?.split_last()?;
        if *count == 0 {
            return None;
        }
        let (first_of_group, first_weight) = ends(group, 0)?;
        let skipped = before.iter().map(|&count| usize::from(count)).sum::<usize>();
        let features = self.features.get(FEATURE_BYTES * first_of_group..)?;
        let features = features.get(..FEATURE_BYTES * (skipped + usize::from(*count)))?;
        let (before, own) = features.split_at_checked(FEATURE_BYTES * skipped)?;
        let check = (feature.0 as u16).to_le_bytes();
        let found = own.chunks_exact(FEATURE_BYTES).position(|of| of.starts_with(&check))?;
        let (before_in_bucket, found) = own.split_at_checked(FEATURE_BYTES * found)?;
        let weights = |features: &[u8]| -> usize {
            features.chunks_exact(FEATURE_BYTES).map(|of| of.last().copied().map_or(0, usize::from)).sum()
        };
        let start = first_weight + weights(before) + weights(before_in_bucket);
        Some(start..start + usize::from(*found.get(FEATURE_BYTES - 1)?))
    }

    /// The bytes of a model file. `features` has the weights of each feature as pairs
    /// of tag and weight. Weights are rounded to multiples of `unit`, and those
    /// that become 0 are left out. `bits` is log2 of the number of buckets.
    #[cfg(any(test, feature = "train"))]
    #[must_use]
    pub(crate) fn write(tags: u32, bits: u32, unit: f32, mut features: Vec<(Feature, Vec<(u8, f32)>)>) -> Vec<u8> {
        let key = |feature: Feature| (feature.0 >> (32 - bits), feature.0 as u16);
        features.sort_by_key(|(feature, _)| key(*feature));
        features.dedup_by_key(|(feature, _)| key(*feature));
        let (mut buckets, mut kept, mut entries) = (vec![0u8; 1 << bits], Vec::new(), Vec::new());
        let mut groups: Vec<[u32; 2]> = Vec::new();
        for (feature, weights) in features {
            let before = entries.len();
            for (tag, weight) in weights {
                let units = (weight / unit).round().clamp(-MOST_UNITS, MOST_UNITS) as i8;
                if units != 0 {
                    entries.push(u16::from(tag) | u16::from(units as u8 & 63) << 6);
                }
            }
            if entries.len() > before {
                let (bucket, check) = key(feature);
                let bucket = bucket as usize;
                while groups.len() <= bucket / GROUP {
                    groups.push([kept.len() as u32, before as u32]);
                }
                if let Some(count) = buckets.get_mut(bucket) {
                    *count += 1;
                }
                kept.push((check, (entries.len() - before) as u8));
            }
        }
        groups.resize((1usize << bits) / GROUP + 1, [kept.len() as u32, entries.len() as u32]);
        buckets.resize(buckets.len() + GROUP, 0);
        let mut bytes = MAGIC.to_vec();
        bytes.extend([tags, bits, unit.to_bits()].into_iter().flat_map(u32::to_le_bytes));
        for (group, counts) in groups.into_iter().zip(buckets.chunks(GROUP)) {
            bytes.extend(group.into_iter().flat_map(u32::to_le_bytes));
            bytes.extend(counts);
        }
        for (check, count) in kept {
            bytes.extend(check.to_le_bytes());
            bytes.push(count);
        }
        for pair in entries.chunks(2) {
            let packed = u32::from(pair[0]) | u32::from(pair.get(1).copied().unwrap_or(0)) << 12;
            bytes.extend_from_slice(&packed.to_le_bytes()[..if pair.len() == 2 { 3 } else { 2 }]);
        }
        bytes
    }
}

/// The index of the first feature and of the first weight of the `nth` group.
fn ends(groups: &[u8], nth: usize) -> Option<(usize, usize)> {
    let group = groups.get(nth * GROUP_BYTES..)?;
    Some((number(group, 0)? as usize, number(group, 1)? as usize))
}

/// The `index`-th little-endian u32 of `bytes`.
fn number(bytes: &[u8], index: usize) -> Option<u32> {
    bytes.get(4 * index..4 * index + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_small_weights_are_left_out() {
        let feature = |i: u64| Feature::new(3, i);
        let features = (0..2000).map(|i| (feature(i), vec![(0, 0.5), (2, i as f32 / -2000.0), (1, 0.01)])).collect();
        let bytes = LinearModel::write(3, 8, 0.05, features);
        let weights = LinearModel::open(&bytes.into()).unwrap();
        for i in [0, 7, 1000, 1999] {
            let mut scores = [0.0; 3];
            weights.add(feature(i), &mut scores);
            assert!((scores[0] - 0.5).abs() < 0.001 && scores[1] == 0.0, "{scores:?}");
            assert!((scores[2] + i as f32 / 2000.0).abs() <= 0.03, "{scores:?}");
        }
        let mut scores = [0.0; 3];
        weights.add(feature(1_000_000), &mut scores);
        assert_eq!(scores, [0.0; 3]);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let bytes = LinearModel::write(3, 4, 0.1, vec![(Feature(9), vec![(0, 1.0)])]);
        assert!(LinearModel::open(&bytes[..bytes.len() - 1].to_vec().into()).is_err());
        assert!(LinearModel::open(&bytes[..10].to_vec().into()).is_err());
        assert!(LinearModel::open(&b"other".to_vec().into()).is_err());
    }
}
