//! What is known about words before an article is read, in compact tables: clusters of words that
//! are used alike, and the gazetteer, which says which lists of countries, cities, given names and
//! the like hold a word or phrase.

mod clusters;
mod file_bytes;
mod gazetteer;
pub(crate) mod given_names;
pub(crate) mod hash;
mod lists;
mod packed;
#[cfg(any(test, feature = "train"))]
pub(crate) mod source;
mod weight_table;

pub use clusters::Clusters;
pub(crate) use file_bytes::FileBytes;
pub use gazetteer::FINGERPRINT;
#[cfg(test)]
pub(crate) use gazetteer::write_gazetteer;
#[cfg(any(test, feature = "train"))]
pub use gazetteer::{gazetteer_fingerprint, remove_lists, write_gazetteer_of};
#[cfg(any(test, feature = "train"))]
pub use given_names::write_shares;
pub use lists::Lists;
pub use packed::TableError;
#[cfg(any(test, feature = "train"))]
pub use packed::VALUES;
pub(crate) use weight_table::WeightTable;

use crate::lexicon::hash::hash_bytes;
use crate::lexicon::packed::PackedTable;

/// The key of a word or phrase in the word tables: the hash of its lower-case
/// form. The words of a phrase are separated by one space.
#[cfg(any(test, feature = "train"))]
#[must_use]
pub fn word_key(word: &str) -> u32 {
    (hash_bytes(word.to_lowercase().as_bytes()) >> 32) as u32
}

/// The key of a word or phrase that is already in lower case, or of an
/// abbreviation that is listed in capitals only.
#[must_use]
pub fn lower_key(word: &str) -> u32 {
    (hash_bytes(word.as_bytes()) >> 32) as u32
}

/// The clusters and lists of all known words, read in place.
#[derive(Debug, Clone, Default)]
pub struct WordTables {
    /// For each cluster of the finest clustering, the clusters that contain it.
    containing: FileBytes,
    clusters: PackedTable,
    /// The different sets of lists.
    sets: FileBytes,
    gazetteer: PackedTable,
}

impl WordTables {
    /// Opens the files `clusters.bin` and `gazetteer.bin` without copying them.
    ///
    /// # Errors
    /// [`TableError`] if one of them is not a whole table.
    #[cfg(any(test, feature = "train"))]
    pub fn open(clusters: Vec<u8>, gazetteer: Vec<u8>) -> Result<Self, TableError> {
        Self::from_files(&clusters.into(), &gazetteer.into())
    }

    /// Opens the files `clusters.bin` and `gazetteer.bin` without copying them.
    ///
    /// # Errors
    /// [`TableError`] if one of them is not a whole table.
    pub(crate) fn from_files(clusters: &FileBytes, gazetteer: &FileBytes) -> Result<Self, TableError> {
        let expected = 4 * Clusters::SIZES[2];
        let short = TableError { length: clusters.len(), expected };
        let (containing, clusters) = clusters.split(expected).ok_or(short)?;
        let short = TableError { length: gazetteer.len(), expected: FINGERPRINT + 4 };
        let (_, gazetteer) = gazetteer.split(FINGERPRINT).ok_or(short)?;
        let count = gazetteer.first_chunk::<4>().map_or(0, |count| u32::from_le_bytes(*count) as usize);
        let expected = count.saturating_mul(4).saturating_add(4);
        let short = TableError { length: gazetteer.len(), expected };
        let (sets, gazetteer) = gazetteer.split(expected).ok_or(short)?;
        let sets = sets.part(4..expected).ok_or(short)?;
        Ok(Self {
            containing,
            clusters: PackedTable::open(&clusters)?,
            sets,
            gazetteer: PackedTable::open(&gazetteer)?,
        })
    }

    /// The clusters of a word in lower case.
    #[must_use]
    pub(crate) fn clusters(&self, word: &str) -> Option<Clusters> {
        let at = 4 * usize::from(self.clusters.get(lower_key(word))?);
        self.containing.get(at..at + 4)?.try_into().ok().map(Clusters::unpacked)
    }

    /// The lists that hold a word or phrase. It is in lower case, its words
    /// separated by one space, or it is an abbreviation in capitals.
    #[must_use]
    pub(crate) fn lists(&self, phrase: &str) -> Lists {
        let set = || {
            let at = 4 * usize::from(self.gazetteer.get(lower_key(phrase))?);
            self.sets.get(at..at + 4)?.try_into().ok()
        };
        Lists(set().map_or(0, u32::from_le_bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_in_the_lists_that_were_written_for_it() {
        let mut both = Lists::REGION;
        both.insert(Lists::GIVEN);
        let words = [("lindhaven", both), ("lindhaven square", Lists::REGION), ("LHV", Lists::POLITICAL)];
        let gazetteer = write_gazetteer(words.map(|(word, lists)| (lower_key(word), lists)).to_vec());
        let clusters = Clusters::write(&[Clusters([7, 300, 0])], vec![(lower_key("harbour"), 0)]);
        let tables = WordTables::open(clusters.clone(), gazetteer.clone()).expect("two tables");
        assert_eq!(words.map(|(word, _)| tables.lists(word)), words.map(|(_, lists)| lists));
        assert_eq!(tables.lists("lhv"), Lists::default(), "an abbreviation in lower case is another word");
        assert_eq!(tables.clusters("harbour"), Some(Clusters([7, 300, 0])));
        assert_eq!(tables.clusters("lindhaven"), None);
        assert!(WordTables::open(clusters.clone(), gazetteer[..gazetteer.len() - 1].to_vec()).is_err());
        assert!(WordTables::open(clusters, vec![9; FINGERPRINT + 4]).is_err());
        assert_eq!(gazetteer_fingerprint(&write_gazetteer_of([7; FINGERPRINT], Vec::new())), Some([7; FINGERPRINT]));
    }
}
