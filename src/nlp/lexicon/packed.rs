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

/// A table from 32-bit hashes to values of a fixed number of bytes.
///
/// The bytes: how many keys (u32), bytes a value (u32), for each bucket the
/// index of its first key (u32) and one more for the end, the lower halves of
/// the keys in rising order (u16), the values. Numbers are little-endian. The
/// upper half of a key is its bucket.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackedTable<'m> {
    width: usize,
    buckets: &'m [u8],
    keys: &'m [u8],
    values: &'m [u8],
}

impl<'m> PackedTable<'m> {
    /// Opens a table without copying it.
    ///
    /// # Errors
    /// [`TableError`] where the length is not the one the header asks for.
    pub fn open(bytes: &'m [u8]) -> Result<Self, TableError> {
        let count = number(bytes, 0).unwrap_or(0) as usize;
        let width = number(bytes, 1).unwrap_or(0) as usize;
        let buckets = 8;
        let keys = buckets + 4 * (BUCKETS + 1);
        let values = keys.saturating_add(2usize.saturating_mul(count));
        let expected = values.saturating_add(width.saturating_mul(count));
        let error = TableError { length: bytes.len(), expected };
        if bytes.len() != expected {
            return Err(error);
        }
        Ok(Self {
            width,
            buckets: bytes.get(buckets..keys).ok_or(error)?,
            keys: bytes.get(keys..values).ok_or(error)?,
            values: bytes.get(values..).ok_or(error)?,
        })
    }

    /// The value of `hash`, if it is a key.
    #[must_use]
    pub fn get(&self, hash: u32) -> Option<&'m [u8]> {
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let from = number(self.buckets, bucket)? as usize;
        let to = number(self.buckets, bucket + 1)? as usize;
        let keys = self.keys.get(2 * from..2 * to)?;
        let wanted = (hash as u16).to_le_bytes();
        let at = from + keys.chunks_exact(2).position(|key| key == wanted)?;
        self.values.get(at * self.width..(at + 1) * self.width)
    }

    /// Writes a table of `entries`, all values of `width` bytes; of two values
    /// for one key the first is kept.
    #[must_use]
    pub fn write(width: u32, mut entries: Vec<(u32, Vec<u8>)>) -> Vec<u8> {
        entries.sort_by_key(|&(key, _)| key);
        entries.dedup_by_key(|&mut (key, _)| key);
        let mut bytes = Vec::new();
        bytes.extend((entries.len() as u32).to_le_bytes());
        bytes.extend(width.to_le_bytes());
        for bucket in 0..=BUCKETS {
            let first = entries.partition_point(|&(key, _)| ((key >> (32 - BUCKET_BITS)) as usize) < bucket);
            bytes.extend((first as u32).to_le_bytes());
        }
        bytes.extend(entries.iter().flat_map(|(key, _)| (*key as u16).to_le_bytes()));
        bytes.extend(entries.into_iter().flat_map(|(_, value)| value));
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
    fn what_was_written_is_found_and_nothing_else() {
        let entries = (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761), i.to_le_bytes()[..2].to_vec())).collect();
        let bytes = PackedTable::write(2, entries);
        let table = PackedTable::open(&bytes).unwrap();
        for i in 0..5000u32 {
            assert_eq!(table.get(i.wrapping_mul(2_654_435_761)), Some(&i.to_le_bytes()[..2]));
        }
        assert_eq!(table.get(1), None);
        assert_eq!(table.get(u32::MAX), None);
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        let mut bytes = PackedTable::write(1, vec![(7, vec![1])]);
        bytes.pop();
        assert!(PackedTable::open(&bytes).is_err());
        assert!(PackedTable::open(&[]).is_err());
    }
}
