//! Words and what is known about them: clusters of words that stand in like
//! places, and lists of countries, cities, given names and the like.

pub mod hash;
mod packed;

pub use packed::{PackedTable, TableError, VALUES};

use crate::lexicon::hash::hash_bytes;

/// The key of a word or phrase in the word tables: lower case, words parted
/// by one space.
#[must_use]
pub fn word_key(word: &str) -> u32 {
    (hash_bytes(word.to_lowercase().as_bytes()) >> 32) as u32
}

/// The key of a word or phrase that is in lower case already.
#[must_use]
pub fn lower_key(word: &str) -> u32 {
    (hash_bytes(word.as_bytes()) >> 32) as u32
}

/// A set of the lists that hold a word or phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lists(pub u32);

impl Lists {
    /// Countries.
    pub const COUNTRY: Lists = Lists(1);
    /// Cities of 300,000 people and more, and capitals.
    pub const BIG_CITY: Lists = Lists(1 << 1);
    /// Cities of 30,000 people and more.
    pub const CITY: Lists = Lists(1 << 2);
    /// States, provinces, seas, continents and other names of places.
    pub const REGION: Lists = Lists(1 << 3);
    /// Peoples, religions, parties.
    pub const GROUP: Lists = Lists(1 << 4);
    /// Given names.
    pub const GIVEN: Lists = Lists(1 << 5);
    /// Family names.
    pub const FAMILY: Lists = Lists(1 << 6);
    /// What people are: `spokesman`, `senator`, `farmer`.
    pub const ROLE: Lists = Lists(1 << 7);
    /// Roles that stand directly before a name: `senator`.
    pub const TITLE: Lists = Lists(1 << 8);
    /// Words that make the name of an organization.
    pub const ORGANIZATION: Lists = Lists(1 << 9);
    /// Whole names of organizations.
    pub const NAMED_ORGANIZATION: Lists = Lists(1 << 10);
    /// Towns too small to be a city.
    pub const TOWN: Lists = Lists(1 << 11);
    /// Words that a dictionary spells without a capital.
    pub const COMMON: Lists = Lists(1 << 12);
    /// Words that a dictionary spells with a capital only.
    pub const PROPER: Lists = Lists(1 << 13);
    /// Languages.
    pub const LANGUAGE: Lists = Lists(1 << 14);

    /// Competitions, awards, festivals, wars, treaties.
    pub const EVENT: Lists = Lists(1 << 15);
    /// What is made and sold, vehicles and weapons.
    pub const PRODUCT: Lists = Lists(1 << 16);
    /// Whole names of parties, authorities, armed groups and the like.
    pub const POLITICAL: Lists = Lists(1 << 17);
    /// Whole names of people who are known widely.
    pub const KNOWN_PERSON: Lists = Lists(1 << 18);
    /// Places of fewer people than a town.
    pub const VILLAGE: Lists = Lists(1 << 19);

    /// How many lists there are.
    pub const COUNT: u32 = 20;

    /// Whether every list of `other` is in the set.
    #[must_use]
    pub fn has(self, other: Lists) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether a list of `other` is in the set.
    #[must_use]
    pub fn meets(self, other: Lists) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds the lists of `other`.
    pub fn insert(&mut self, other: Lists) {
        self.0 |= other.0;
    }
}

/// The clusters of a word, at three sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clusters(pub [u16; 3]);

impl Clusters {
    /// How many there are at each size.
    pub const SIZES: [usize; 3] = [256, 1024, 4096];

    /// As they stand in `clusters.bin`: 8, 10 and 12 bits, little-endian.
    #[must_use]
    pub fn packed(self) -> [u8; 4] {
        let [a, b, c] = self.0.map(u32::from);
        (a & 0xff | (b & 0x3ff) << 8 | (c & 0xfff) << 18).to_le_bytes()
    }

    /// The reverse of [`Self::packed`].
    #[must_use]
    pub fn unpacked(bytes: [u8; 4]) -> Self {
        let packed = u32::from_le_bytes(bytes);
        Self([(packed & 0xff) as u16, (packed >> 8 & 0x3ff) as u16, (packed >> 18 & 0xfff) as u16])
    }

    /// The bytes of `clusters.bin`: for each of the smallest clusters itself and
    /// the two that hold it, packed; then a [`PackedTable`] of words with the
    /// number of their smallest cluster.
    #[must_use]
    pub fn write(holding: &[Clusters], words: Vec<(u32, u16)>) -> Vec<u8> {
        let mut bytes: Vec<u8> = holding.iter().flat_map(|clusters| clusters.packed()).collect();
        bytes.resize(4 * Self::SIZES[2], 0);
        bytes.extend(PackedTable::write(words));
        bytes
    }
}

/// The bytes of `gazetteer.bin`: how many sets of lists there are (u32), the
/// sets (u32 each), and a [`PackedTable`] of words and phrases with the number of
/// their set. Numbers are little-endian. Where there are more sets than the
/// table has values, words of the others are left out.
#[must_use]
pub fn write_gazetteer(words: Vec<(u32, Lists)>) -> Vec<u8> {
    let mut sets: Vec<u32> = words.iter().map(|(_, lists)| lists.0).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.truncate(VALUES.into());
    let set_of = |lists: Lists| sets.binary_search(&lists.0).ok().map(|set| set as u16);
    let table = words.into_iter().filter_map(|(key, lists)| Some((key, set_of(lists)?))).collect();
    let mut bytes = (sets.len() as u32).to_le_bytes().to_vec();
    bytes.extend(sets.iter().flat_map(|set| set.to_le_bytes()));
    bytes.extend(PackedTable::write(table));
    bytes
}

/// The word tables of the model.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lexicon<'m> {
    holding: &'m [u8],
    clusters: PackedTable<'m>,
    sets: &'m [u8],
    gazetteer: PackedTable<'m>,
}

impl<'m> Lexicon<'m> {
    /// Opens the files `clusters.bin` and `gazetteer.bin` without copying them.
    ///
    /// # Errors
    /// [`TableError`] where one of them is not a table.
    pub fn open(clusters: &'m [u8], gazetteer: &'m [u8]) -> Result<Self, TableError> {
        let expected = 4 * Clusters::SIZES[2];
        let short = TableError { length: clusters.len(), expected };
        let (holding, clusters) = clusters.split_at_checked(expected).ok_or(short)?;
        let (count, sets) = gazetteer.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        let expected = (u32::from_le_bytes(*count) as usize).saturating_mul(4);
        let short = TableError { length: gazetteer.len(), expected };
        let (sets, gazetteer) = sets.split_at_checked(expected).ok_or(short)?;
        Ok(Self { holding, clusters: PackedTable::open(clusters)?, sets, gazetteer: PackedTable::open(gazetteer)? })
    }

    /// The clusters of a word in lower case.
    #[must_use]
    pub fn clusters(&self, word: &str) -> Option<Clusters> {
        let at = 4 * usize::from(self.clusters.get(lower_key(word))?);
        self.holding.get(at..at + 4)?.try_into().ok().map(Clusters::unpacked)
    }

    /// The lists that hold a word or phrase in lower case, words parted by
    /// one space; or an abbreviation in capitals.
    #[must_use]
    pub fn lists(&self, phrase: &str) -> Lists {
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
        let lexicon = Lexicon::open(&clusters, &gazetteer).expect("two tables");
        assert_eq!(words.map(|(word, _)| lexicon.lists(word)), words.map(|(_, lists)| lists));
        assert_eq!(lexicon.lists("lhv"), Lists::default(), "an abbreviation is none in lower case");
        assert_eq!(lexicon.clusters("harbour"), Some(Clusters([7, 300, 0])));
        assert_eq!(lexicon.clusters("lindhaven"), None);
        assert!(Lexicon::open(&clusters, &gazetteer[..gazetteer.len() - 1]).is_err());
        assert!(Lexicon::open(&clusters, &[9, 0, 0, 0]).is_err());
    }
}
