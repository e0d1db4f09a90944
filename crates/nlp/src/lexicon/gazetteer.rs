//! The bytes of `gazetteer.bin`: writing them, and leaving lists out to see what they are worth.

#[cfg(any(test, feature = "train"))]
use super::Lists;
#[cfg(any(test, feature = "train"))]
use super::packed::{PackedTable, VALUES};

/// The number of bytes of the fingerprint that `gazetteer.bin` begins with.
pub const FINGERPRINT: usize = 32;

/// The bytes of `gazetteer.bin` with a fingerprint of zeros; see
/// [`write_gazetteer_of`].
#[cfg(test)]
#[must_use]
pub(crate) fn write_gazetteer(words: Vec<(u32, Lists)>) -> Vec<u8> {
    write_gazetteer_of([0; FINGERPRINT], words)
}

/// The bytes of `gazetteer.bin`, all numbers little-endian: the fingerprint of the
/// hand-written lists that it was made from ([`super::source::fingerprinted`], 32 bytes of
/// SHA-256); the number of different sets of lists (u32); the sets (u32 each); and
/// a table from the key of each word or phrase ([`lower_key`](super::lower_key)) to the number of its
/// set. A table has room for [`VALUES`] sets; words with any further set are left
/// out.
#[cfg(any(test, feature = "train"))]
#[must_use]
pub fn write_gazetteer_of(fingerprint: [u8; FINGERPRINT], words: Vec<(u32, Lists)>) -> Vec<u8> {
    let mut sets: Vec<u32> = words.iter().map(|(_, lists)| lists.0).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.truncate(VALUES.into());
    let set_of = |lists: Lists| sets.binary_search(&lists.0).ok().map(|set| set as u16);
    let table = words.into_iter().filter_map(|(key, lists)| Some((key, set_of(lists)?))).collect();
    let mut bytes = fingerprint.to_vec();
    bytes.extend((sets.len() as u32).to_le_bytes());
    bytes.extend(sets.iter().flat_map(|set| set.to_le_bytes()));
    bytes.extend(PackedTable::write(table));
    bytes
}

/// The fingerprint that the bytes of `gazetteer.bin` begin with; `None` if there
/// are too few bytes.
#[cfg(any(test, feature = "train"))]
#[must_use]
pub fn gazetteer_fingerprint(gazetteer: &[u8]) -> Option<[u8; FINGERPRINT]> {
    gazetteer.first_chunk().copied()
}

/// Takes every word of a gazetteer out of the lists `without`, as if they did not exist.
/// Nothing happens to bytes that are no gazetteer.
#[cfg(any(test, feature = "train"))]
pub fn remove_lists(gazetteer: &mut [u8], without: Lists) {
    let Some(rest) = gazetteer.get_mut(FINGERPRINT..) else { return };
    let Some((count, sets)) = rest.split_first_chunk_mut::<4>() else { return };
    let count = u32::from_le_bytes(*count) as usize;
    for set in sets.as_chunks_mut::<4>().0.iter_mut().take(count) {
        *set = (u32::from_le_bytes(*set) & !without.0).to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Clusters, WordTables, lower_key};

    #[test]
    fn a_gazetteer_without_a_list_has_its_words_in_the_others() {
        let mut both = Lists::REGION;
        both.insert(Lists::GIVEN);
        let mut gazetteer = write_gazetteer(vec![(lower_key("tully"), both), (lower_key("orsten"), Lists::REGION)]);
        remove_lists(&mut gazetteer, Lists::REGION);
        let tables = WordTables::open(Clusters::write(&[], Vec::new()), gazetteer).expect("two tables");
        assert_eq!([tables.lists("tully"), tables.lists("orsten")], [Lists::GIVEN, Lists::default()]);
        remove_lists(&mut [1, 2, 3], Lists::REGION);
    }
}
