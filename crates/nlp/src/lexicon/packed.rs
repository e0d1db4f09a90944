//! A read-only table from hashed words to a few bytes, used in place.

/// What is wrong with a file that should hold a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a word table of {length} bytes failed: its header asks for {expected}; make the file again")]
pub struct TableError {
    /// Bytes the file has.
    pub length: usize,
    /// Bytes its header asks for.
    pub expected: usize,
}

/// Log2 of the number of buckets; the top bits of a hash choose one.
const BUCKET_BITS: u32 = 16;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// Buckets whose first key is found by one index.
const GROUP: usize = 16;
/// Bits of a hash that tell the keys of a bucket apart, and of a value.
const CHECK_BITS: u32 = 12;
/// Bytes of a key with its value.
const ENTRY: usize = 3;
/// Values are below this.
pub const VALUES: u16 = 1 << 12;

/// A table from 32-bit hashes to small numbers, used in place.
///
/// The bytes: how many keys (u32); for each 16 buckets the index of the first
/// key (u32); for each bucket how many keys it has (u8); the keys in rising
/// order, each with its value: 24 bits (little-endian, as are all numbers), of
/// which the lower 12 are the value. The top 16 bits of a hash are its bucket, the
/// next 12 tell it from the others there; the rest is not kept, so that a word
/// that is no key is taken for one in about a thousand.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackedTable<'m> {
    groups: &'m [u8],
    counts: &'m [u8],
    entries: &'m [u8],
}

impl<'m> PackedTable<'m> {
    /// Opens a table without copying it.
    ///
    /// # Errors
    /// [`TableError`] where the length is not the one the header asks for.
    pub fn open(bytes: &'m [u8]) -> Result<Self, TableError> {
        let count = number(bytes, 0).unwrap_or(0) as usize;
        let counts = 4 + 4 * (BUCKETS / GROUP);
        let entries = counts + BUCKETS;
        let expected = entries.saturating_add(ENTRY.saturating_mul(count));
        let error = TableError { length: bytes.len(), expected };
        if bytes.len() != expected {
            return Err(error);
        }
        Ok(Self {
            groups: bytes.get(4..counts).ok_or(error)?,
            counts: bytes.get(counts..entries).ok_or(error)?,
            entries: bytes.get(entries..).ok_or(error)?,
        })
    }

    /// The value of `hash`, if it is a key.
    #[must_use]
    pub fn get(&self, hash: u32) -> Option<u16> {
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let group = bucket / GROUP;
        let (count, before) = self.counts.get(group * GROUP..=bucket)?.split_last()?;
        let from = number(self.groups, group)? as usize + before.iter().map(|&count| usize::from(count)).sum::<usize>();
        let entries = self.entries.get(ENTRY * from..ENTRY * (from + usize::from(*count)))?.as_chunks::<ENTRY>().0;
        let entries = entries.iter().map(|&[a, b, c]| u32::from_le_bytes([a, b, c, 0]));
        let found = entries.into_iter().find(|entry| entry >> CHECK_BITS == check(hash))?;
        Some((found & u32::from(VALUES - 1)) as u16)
    }

    /// Writes a table of `entries`, whose values are below [`VALUES`]; of two
    /// values for one key the first is kept.
    #[must_use]
    pub fn write(mut entries: Vec<(u32, u16)>) -> Vec<u8> {
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

/// What tells a key from the others of its bucket.
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
        let table = PackedTable::open(&bytes).unwrap();
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
        assert!(PackedTable::open(&bytes).is_err());
        assert!(PackedTable::open(&[]).is_err());
    }
}
