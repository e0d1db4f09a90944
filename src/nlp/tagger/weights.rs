//! The file of a trained linear model, used in place.

use super::hash::mix;
use super::transitions::{FORBIDDEN, Transitions};

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
const MAGIC: &[u8; 4] = b"PQL1";
const HEADER: usize = 16;

/// Weights of features for tags, as trained.
///
/// The bytes: `PQL1`, tags (u32), log2 of the number of buckets (u32), the
/// value of one unit of weight (f32); for each bucket and one more for the end
/// the index of its first feature and of its first weight (u32 each); a check
/// (u16) a feature; how many weights it has (u8 each); the weights: tag and
/// units (u8, i8). Numbers are little-endian. A feature is found by its 32-bit
/// hash: the top bits choose the bucket, the low 16 are the check. Features
/// whose hash differs only between are one feature, in training as in use.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weights<'m> {
    tags: usize,
    bits: u32,
    unit: f32,
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
        let bits = number(bytes, 2).filter(|bits| (1..=24).contains(bits)).ok_or(truncated)?;
        let unit = f32::from_bits(number(bytes, 3).ok_or(truncated)?);
        let checks = HEADER + 8 * ((1 << bits) + 1);
        let buckets = bytes.get(HEADER..checks).ok_or(truncated)?;
        let features = number(buckets, 2 << bits).ok_or(truncated)? as usize;
        let weights = number(buckets, (2 << bits) + 1).ok_or(truncated)? as usize;
        let counts = checks + 2 * features;
        let entries = counts + features;
        if bytes.len() != entries + 2 * weights || tags == 0 || tags > 255 {
            return Err(error("its length is not the one that its header asks for"));
        }
        Ok(Self {
            tags,
            bits,
            unit,
            buckets,
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
        self.entries_of(feature).is_some()
    }

    /// Adds the weights of `feature` to `scores`, one a tag.
    pub fn add(&self, feature: Feature, scores: &mut [f32]) {
        for entry in self.entries_of(feature).unwrap_or(&[]).chunks_exact(2) {
            if let [tag, units] = *entry
                && let Some(score) = scores.get_mut(usize::from(tag))
            {
                *score += f32::from(units as i8) * self.unit;
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

    fn entries_of(&self, feature: Feature) -> Option<&'m [u8]> {
        let bucket = feature.0.checked_shr(32 - self.bits)? as usize;
        let first = number(self.buckets, 2 * bucket)? as usize;
        let weight = number(self.buckets, 2 * bucket + 1)? as usize;
        let last = number(self.buckets, 2 * bucket + 2)? as usize;
        let check = (feature.0 as u16).to_le_bytes();
        let found = self.checks.get(2 * first..2 * last)?.chunks_exact(2).position(|c| c == check)?;
        let counts = self.counts.get(first..=first + found)?;
        let (count, before) = counts.split_last()?;
        let start = weight + before.iter().map(|&c| usize::from(c)).sum::<usize>();
        self.entries.get(2 * start..2 * (start + usize::from(*count)))
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
            (vec![(0u32, 0u32)], Vec::new(), Vec::new(), Vec::new());
        for (feature, weights) in features {
            let before = entries.len();
            for (tag, weight) in weights {
                let units = (weight / unit).round().clamp(-127.0, 127.0) as i8;
                if units != 0 {
                    entries.extend([tag, units as u8]);
                }
            }
            if entries.len() > before {
                let bucket = key(feature).0 as usize;
                while buckets.len() <= bucket {
                    buckets.push((counts.len() as u32, before as u32 / 2));
                }
                checks.extend(key(feature).1.to_le_bytes());
                counts.push(((entries.len() - before) / 2) as u8);
            }
        }
        while buckets.len() <= 1 << bits {
            buckets.push((counts.len() as u32, entries.len() as u32 / 2));
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend([tags, bits, unit.to_bits()].into_iter().flat_map(u32::to_le_bytes));
        bytes.extend(buckets.into_iter().flat_map(|(f, w)| [f, w]).flat_map(u32::to_le_bytes));
        bytes.extend(checks);
        bytes.extend(counts);
        bytes.extend(entries);
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
        let features = (0..2000).map(|i| (feature(i), vec![(0, 0.5), (2, i as f32 / -1000.0), (1, 0.01)])).collect();
        let bytes = Weights::write(3, 8, 0.05, features);
        let weights = Weights::open(&bytes).unwrap();
        for i in [0, 7, 1000, 1999] {
            let mut scores = [0.0; 3];
            weights.add(feature(i), &mut scores);
            assert!((scores[0] - 0.5).abs() < 0.001 && scores[1] == 0.0, "{scores:?}");
            assert!((scores[2] + i as f32 / 1000.0).abs() <= 0.03, "{scores:?}");
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
