//! A read-only table from hashed words to small numbers.

use super::file_bytes::FileBytes;

/// Why bytes are not a word table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "A word table is damaged: its header asks for {expected} bytes, but it has {length}. Restore the file, or make \
     it again with the example make_clusters or make_gazetteer."
)]
pub struct TableError {
    /// The number of bytes that the table has.
    pub length: usize,
    /// The number of bytes that its header asks for.
    pub expected: usize,
}

/// The number of top bits of a hash that choose its bucket.
const BUCKET_BITS: u32 = 16;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// The number of buckets that share one index of their first key.
const GROUP: usize = 16;
/// The number of bits of a hash that distinguish the keys of a bucket. A value
/// has as many bits.
const CHECK_BITS: u32 = 12;
/// The number of bytes of a key with its value.
const ENTRY: usize = 3;
/// The limit of the values in a table: each is below this.
pub const VALUES: u16 = 1 << 12;

/// A table from 32-bit hashes to numbers below [`VALUES`], read in place.
///
/// The bytes, all numbers little-endian: the number of keys (u32); for each
/// group of 16 buckets, the index of its first key (u32); for each bucket, its
/// number of keys (u8); the keys in ascending order, each with its value in 24
/// bits, of which the lower 12 are the value. The top 16 bits of a hash are its
/// bucket, and the next 12 distinguish it from the others there. The last 4 bits
/// are not kept, so about one in a thousand words that are not in the table is
/// taken for one that is.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackedTable {
    groups: FileBytes,
    counts: FileBytes,
    entries: FileBytes,
}

impl PackedTable {
    /// Opens a table without copying it.
    ///
    /// # Errors
    /// [`TableError`] if the length is not the one the header asks for.
    pub(crate) fn open(bytes: &FileBytes) -> Result<Self, TableError> {
        let count = number(bytes, 0).unwrap_or(0) as usize;
        let counts = 4 + 4 * (BUCKETS / GROUP);
        let entries = counts + BUCKETS;
        let expected = entries.saturating_add(ENTRY.saturating_mul(count));
        let error = TableError { length: bytes.len(), expected };
        if bytes.len() != expected {
            return Err(error);
        }
        Ok(Self {
            groups: bytes.part(4..counts).ok_or(error)?,
            counts: bytes.part(counts..entries).ok_or(error)?,
            entries: bytes.part(entries..expected).ok_or(error)?,
        })
    }

    /// The value of `hash`, if it is a key.
    #[must_use]
    pub(crate) fn get(&self, hash: u32) -> Option<u16> {
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let group = bucket / GROUP;
        let (count, before) = self.counts.get(group * GROUP..=bucket)?.split_last()?;
        let from =
            number(&self.groups, group)? as usize + before.iter().map(|&count| usize::from(count)).sum::<usize>();
        let entries = self.entries.get(ENTRY * from..ENTRY * (from + usize::from(*count)))?.as_chunks::<ENTRY>().0;
        let entries = entries.iter().map(|&[a, b, c]| u32::from_le_bytes([a, b, c, 0]));
        let found = entries.into_iter().find(|entry| entry >> CHECK_BITS == check(hash))?;
        Some((found & u32::from(VALUES - 1)) as u16)
    }

    /// The bytes of a table of `entries`: keys and their values, which are below
    /// [`VALUES`]. Of two values for one key, the first is kept.
    #[cfg(any(test, feature = "train"))]
    #[must_use]
    pub(crate) fn write(mut entries: Vec<(u32, u16)>) -> Vec<u8> {
        let kept = |key: u32| key >> (32 - BUCKET_BITS - CHECK_BITS);
        entries.sort_by_key(|&(key, _)| kept(key));
        entries.dedup_by_key(|&mut (key, _)| kept(key));
        let mut bytes = (entries.len() as u32).to_le_bytes().to_vec();
        let first =
            |bucket: usize| entries.partition_point(|&(key, _)| ((key >> (32 - BUCKET_BITS)) as usize) < bucket);
        bytes.extend((0..BUCKETS).step_by(GROUP).flat_map(|bucket| (first(bucket) as u32).to_le_bytes()));
        bytes.extend((0..BUCKETS).map(|bucket| (first(bucket + 1) - first(bucket)) as u8));
        for &(key, value) in &entries {
            bytes.extend_from_slice(&(check(key) << CHECK_BITS | u32::from(value % VALUES)).to_le_bytes()[..ENTRY]);
        }
        bytes
    }
}

/// The bits of a hash that distinguish it from the others in its bucket.
fn check(hash: u32) -> u32 {
    hash << BUCKET_BITS >> (32 - CHECK_BITS)
}

/// The `index`-th little-endian u32 of `bytes`.
fn number(bytes: &[u8], index: usize) -> Option<u32> {
    bytes.get(4 * index..4 * index + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_found_and_nothing_else() {
        let key = |i: u32| i.wrapping_mul(2_654_435_761);
        let bytes = PackedTable::write((0..4000).map(|i| (key(i), i as u16)).collect());
        let table = PackedTable::open(&bytes.clone().into()).unwrap();
        for i in 0..4000 {
            assert_eq!(table.get(key(i)), Some(i as u16));
        }
        assert_eq!(table.get(1 << 8), None);
        assert_eq!(table.get(u32::MAX), None);
        assert_eq!(bytes.len(), 4 + 4 * 4096 + 65_536 + 3 * 4000);
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        let mut bytes = PackedTable::write(vec![(7, 1)]);
        bytes.pop();
        assert!(PackedTable::open(&bytes.into()).is_err());
        assert!(PackedTable::open(&FileBytes::default()).is_err());
    }
}
