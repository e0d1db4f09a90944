//! The file of a trained linear model, used in place.

use std::ops::Range;

use super::transitions::{FORBIDDEN, Transitions};
use crate::lexicon::hash::mix;

/// What is wrong with a file that should hold a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a model of {length} bytes failed: {what}; train it again")]
pub struct WeightsError {
    /// Bytes the file has.
    pub length: usize,
    /// What does not fit.
    pub what: &'static str,
}

/// The first bytes of a model file; the last is its version.
const MAGIC: &[u8; 4] = b"PQL2";
const HEADER: usize = 16;
/// Buckets whose first feature and weight are found by one index.
const GROUP: usize = 16;
/// Tags are below this, and units of weight at most [`MOST_UNITS`] from zero: so
/// a weight fits in 12 bits.
const MOST_TAGS: usize = 64;
const MOST_UNITS: f32 = 31.0;

/// Weights of features for tags, as trained.
///
/// The bytes: `PQL2`, tags (u32), log2 of the number of buckets (u32), the
/// value of one unit of weight (f32); for each 16 buckets, and once more for the
/// end, the index of the first feature and of the first weight (u32 each); how many
/// features each bucket has (u8); a check (u16) a feature; how many weights it
/// has (u8); the weights, 12 bits each: tag (6 bits), units (6 bits, signed), the
/// lower bits first. Numbers are little-endian. A feature is found by its 32-bit
/// hash: the top bits choose the bucket, the low 16 are the check. Features
/// whose hash differs only between are one feature, in training as in use.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weights<'m> {
    tags: usize,
    bits: u32,
    unit: f32,
    groups: &'m [u8],
    buckets: &'m [u8],
    checks: &'m [u8],
    counts: &'m [u8],
    entries: &'m [u8],
}

/// A hashed feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(pub u32);

impl Feature {
    /// The feature that `template` makes of `value`.
    #[must_use]
    pub fn new(template: u32, value: u64) -> Self {
        Self((mix(u64::from(template), value) >> 32) as u32)
    }
}

/// The feature whose weights are those of pairs of tags with `before` first;
/// `None` is the beginning of a sentence.
#[must_use]
pub fn pair_feature(before: Option<usize>) -> Feature {
    Feature::new(9000, before.map_or(0, |tag| tag as u64 + 1))
}

impl<'m> Weights<'m> {
    /// Opens a model without copying it.
    ///
    /// # Errors
    /// [`WeightsError`] where the bytes are not a whole model file.
    pub fn open(bytes: &'m [u8]) -> Result<Self, WeightsError> {
        let error = |what| WeightsError { length: bytes.len(), what };
        if !bytes.starts_with(MAGIC) {
            return Err(error("it does not begin as a model does"));
        }
        let truncated = error("it is cut short");
        let tags = number(bytes, 1).ok_or(truncated)? as usize;
        let bits = number(bytes, 2).filter(|bits| (4..=24).contains(bits)).ok_or(truncated)?;
        let unit = f32::from_bits(number(bytes, 3).ok_or(truncated)?);
        let groups = (1usize << bits) / GROUP;
        let buckets = HEADER + 8 * (groups + 1);
        let checks = buckets + (1 << bits);
        let index = bytes.get(HEADER..buckets).ok_or(truncated)?;
        let features = number(index, 2 * groups).ok_or(truncated)? as usize;
        let weights = number(index, 2 * groups + 1).ok_or(truncated)? as usize;
        let counts = checks + 2 * features;
        let entries = counts + features;
        if bytes.len() != entries + (3 * weights).div_ceil(2) || tags == 0 || tags > MOST_TAGS {
            return Err(error("its length is not the one that its header asks for"));
        }
        Ok(Self {
            tags,
            bits,
            unit,
            groups: index,
            buckets: bytes.get(buckets..checks).ok_or(truncated)?,
            checks: bytes.get(checks..counts).ok_or(truncated)?,
            counts: bytes.get(counts..entries).ok_or(truncated)?,
            entries: bytes.get(entries..).ok_or(truncated)?,
        })
    }

    /// How many tags it knows.
    #[must_use]
    pub fn tags(&self) -> usize {
        self.tags
    }

    /// Whether `feature` has a weight.
    #[must_use]
    pub fn knows(&self, feature: Feature) -> bool {
        self.weights_of(feature).is_some()
    }

    /// Adds the weights of `feature` to `scores`, one a tag.
    pub fn add(&self, feature: Feature, scores: &mut [f32]) {
        for nth in self.weights_of(feature).unwrap_or_default() {
            let at = nth / 2 * 3 + nth % 2;
            let Some(&[low, high]) = self.entries.get(at..at + 2) else { return };
            let packed = u16::from_le_bytes([low, high]) >> (nth % 2 * 4);
            let units = ((packed >> 4) as u8 as i8) >> 2;
            if let Some(score) = scores.get_mut(usize::from(packed) % MOST_TAGS) {
                *score += f32::from(units) * self.unit;
            }
        }
    }

    /// The weights of pairs of tags, and `forbidden` where they may not stand
    /// together.
    #[must_use]
    pub fn transitions(&self, allowed: impl Fn(Option<usize>, usize) -> bool) -> Transitions {
        let rows: Vec<Vec<f32>> = (0..=self.tags)
            .map(|before| {
                let mut row = vec![0.0; self.tags];
                self.add(pair_feature(before.checked_sub(1)), &mut row);
                row
            })
            .collect();
        Transitions::new(self.tags, |before, tag| {
            let row = rows.get(before.map_or(0, |tag| tag + 1));
            let weight = row.and_then(|row| row.get(tag)).copied().unwrap_or(0.0);
            if allowed(before, tag) { weight } else { FORBIDDEN }
        })
    }

    /// The places of the weights of `feature`, if it has any.
    fn weights_of(&self, feature: Feature) -> Option<Range<usize>> {
        let bucket = feature.0.checked_shr(32 - self.bits)? as usize;
        let group = bucket / GROUP;
        let sum = |counts: &[u8]| counts.iter().map(|&count| usize::from(count)).sum::<usize>();
        let (count, before) = self.buckets.get(group * GROUP..=bucket)?.split_last()?;
        let first_of_group = number(self.groups, 2 * group)? as usize;
        let first = first_of_group + sum(before);
        let check = (feature.0 as u16).to_le_bytes();
        let checks = self.checks.get(2 * first..2 * (first + usize::from(*count)))?;
        let found = checks.chunks_exact(2).position(|c| c == check)?;
        let (count, before) = self.counts.get(first_of_group..=first + found)?.split_last()?;
        let start = number(self.groups, 2 * group + 1)? as usize + sum(before);
        Some(start..start + usize::from(*count))
    }

    /// Writes a model file. Each feature comes with its weights, tag and value;
    /// weights are rounded to multiples of `unit` and those that come to zero
    /// left out.
    #[must_use]
    pub fn write(tags: u32, bits: u32, unit: f32, mut features: Vec<(Feature, Vec<(u8, f32)>)>) -> Vec<u8> {
        let key = |feature: Feature| (feature.0 >> (32 - bits), feature.0 as u16);
        features.sort_by_key(|(feature, _)| key(*feature));
        features.dedup_by_key(|(feature, _)| key(*feature));
        let (mut buckets, mut checks, mut counts, mut entries) =
            (vec![0u8; 1 << bits], Vec::new(), Vec::new(), Vec::new());
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
                    groups.push([counts.len() as u32, before as u32]);
                }
                if let Some(count) = buckets.get_mut(bucket) {
                    *count += 1;
                }
                checks.extend(check.to_le_bytes());
                counts.push((entries.len() - before) as u8);
            }
        }
        groups.resize((1usize << bits) / GROUP + 1, [counts.len() as u32, entries.len() as u32]);
        let mut bytes = MAGIC.to_vec();
        bytes.extend([tags, bits, unit.to_bits()].into_iter().flat_map(u32::to_le_bytes));
        bytes.extend(groups.into_iter().flatten().flat_map(u32::to_le_bytes));
        bytes.extend(buckets);
        bytes.extend(checks);
        bytes.extend(counts);
        for pair in entries.chunks(2) {
            let packed = u32::from(pair[0]) | u32::from(pair.get(1).copied().unwrap_or(0)) << 12;
            bytes.extend_from_slice(&packed.to_le_bytes()[..if pair.len() == 2 { 3 } else { 2 }]);
        }
        bytes
    }
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
        let bytes = Weights::write(3, 8, 0.05, features);
        let weights = Weights::open(&bytes).unwrap();
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
        let bytes = Weights::write(3, 4, 0.1, vec![(Feature(9), vec![(0, 1.0)])]);
        assert!(Weights::open(&bytes[..bytes.len() - 1]).is_err());
        assert!(Weights::open(&bytes[..10]).is_err());
        assert!(Weights::open(b"other").is_err());
    }
}
