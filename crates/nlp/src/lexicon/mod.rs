//! What is known about words before an article is read: clusters of words that
//! are used alike, and lists of countries, cities, given names and the like.

mod file_bytes;
pub(crate) mod given_names;
pub(crate) mod hash;
mod packed;
#[cfg(any(test, feature = "train"))]
pub(crate) mod source;
mod weight_table;

pub(crate) use file_bytes::FileBytes;
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

/// A set of lists, one bit for each: those that hold a word or phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lists(pub u32);

// All bits are named here, although only the trainer uses some of the names.
#[cfg_attr(not(feature = "train"), allow(dead_code))]
impl Lists {
    /// Names of countries.
    pub const COUNTRY: Lists = Lists(1);
    /// Cities of 300,000 people and more, and capitals.
    pub const BIG_CITY: Lists = Lists(1 << 1);
    /// Cities of 30,000 people and more.
    pub const CITY: Lists = Lists(1 << 2);
    /// States, provinces, seas, continents and other names of places.
    pub const REGION: Lists = Lists(1 << 3);
    /// Names for the members of a people, religion or party.
    pub const GROUP: Lists = Lists(1 << 4);
    /// Given names.
    pub const GIVEN: Lists = Lists(1 << 5);
    /// Family names.
    pub const FAMILY: Lists = Lists(1 << 6);
    /// Occupations and offices: `spokesman`, `senator`, `farmer`.
    pub const ROLE: Lists = Lists(1 << 7);
    /// Titles, which come directly before a name: `senator`.
    pub const TITLE: Lists = Lists(1 << 8);
    /// Words that occur in names of organizations: `ministry`, `bank`.
    pub const ORGANIZATION: Lists = Lists(1 << 9);
    /// Whole names of organizations.
    pub const NAMED_ORGANIZATION: Lists = Lists(1 << 10);
    /// Towns of 5,000 to 30,000 people.
    pub const TOWN: Lists = Lists(1 << 11);
    /// Words that a dictionary lists in lower case.
    pub const COMMON: Lists = Lists(1 << 12);
    /// Words that a dictionary lists with a capital only.
    pub const PROPER: Lists = Lists(1 << 13);
    /// Names of languages.
    pub const LANGUAGE: Lists = Lists(1 << 14);
    /// Names of competitions, awards, festivals, wars, laws, films and books.
    pub const EVENT: Lists = Lists(1 << 15);
    /// Names of products, vehicles and weapons.
    pub const PRODUCT: Lists = Lists(1 << 16);
    /// Whole names of parties, authorities, armed groups and the like.
    pub const POLITICAL: Lists = Lists(1 << 17);
    /// Whole names of well-known people.
    pub const KNOWN_PERSON: Lists = Lists(1 << 18);
    /// Villages of 1,000 to 5,000 people.
    pub const VILLAGE: Lists = Lists(1 << 19);

    /// The number of lists.
    pub const COUNT: u32 = 20;
    /// The names of the lists, by their bit, for reports on single lists.
    pub const NAMES: [&'static str; Self::COUNT as usize] = [
        stringify!(COUNTRY),
        stringify!(BIG_CITY),
        stringify!(CITY),
        stringify!(REGION),
        stringify!(GROUP),
        stringify!(GIVEN),
        stringify!(FAMILY),
        stringify!(ROLE),
        stringify!(TITLE),
        stringify!(ORGANIZATION),
        stringify!(NAMED_ORGANIZATION),
        stringify!(TOWN),
        stringify!(COMMON),
        stringify!(PROPER),
        stringify!(LANGUAGE),
        stringify!(EVENT),
        stringify!(PRODUCT),
        stringify!(POLITICAL),
        stringify!(KNOWN_PERSON),
        stringify!(VILLAGE),
    ];
}

impl Lists {
    /// True if every list of `other` is in this set.
    #[must_use]
    pub fn has(self, other: Lists) -> bool {
        self.0 & other.0 == other.0
    }

    /// True if at least one list of `other` is in this set.
    #[must_use]
    pub fn meets(self, other: Lists) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds the lists of `other` to this set.
    pub fn insert(&mut self, other: Lists) {
        self.0 |= other.0;
    }
}

/// The clusters of a word in three clusterings, from the coarsest to the finest.
/// Words that are used in similar contexts share a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clusters(pub [u16; 3]);

impl Clusters {
    /// The number of clusters in each clustering.
    pub const SIZES: [usize; 3] = [256, 1024, 4096];

    /// The clusters as `clusters.bin` stores them: 8, 10 and 12 bits of a
    /// little-endian number.
    #[cfg(any(test, feature = "train"))]
    #[must_use]
    fn packed(self) -> [u8; 4] {
        let [a, b, c] = self.0.map(u32::from);
        (a & 0xff | (b & 0x3ff) << 8 | (c & 0xfff) << 18).to_le_bytes()
    }

    /// The clusters that four bytes of `clusters.bin` store: 8, 10 and 12 bits of
    /// a little-endian number.
    #[must_use]
    fn unpacked(bytes: [u8; 4]) -> Self {
        let packed = u32::from_le_bytes(bytes);
        Self([(packed & 0xff) as u16, (packed >> 8 & 0x3ff) as u16, (packed >> 18 & 0xfff) as u16])
    }

    /// The bytes of `clusters.bin`: for each cluster of the finest clustering, its
    /// number and those of the two coarser clusters that contain it, 4 bytes
    /// each; then a table from the key of each word ([`word_key`]) to the number
    /// of its finest cluster.
    #[cfg(any(test, feature = "train"))]
    #[must_use]
    pub fn write(containing: &[Clusters], words: Vec<(u32, u16)>) -> Vec<u8> {
        let mut bytes: Vec<u8> = containing.iter().flat_map(|clusters| clusters.packed()).collect();
        bytes.resize(4 * Self::SIZES[2], 0);
        bytes.extend(PackedTable::write(words));
        bytes
    }
}

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
/// hand-written lists that it was made from ([`source::fingerprinted`], 32 bytes of
/// SHA-256); the number of different sets of lists (u32); the sets (u32 each); and
/// a table from the key of each word or phrase ([`lower_key`]) to the number of its
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

/// The bytes of `given-names.bin`: a table from the key of each name ([`lower_key`]; lower
/// case, without diacritics) to the share of women among those who have it, in thousandths.
#[cfg(any(test, feature = "train"))]
#[must_use]
pub fn write_shares(names: &[(&str, u16)]) -> Vec<u8> {
    PackedTable::write(names.iter().map(|(name, share)| (lower_key(name), *share)).collect())
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

    /// The gazetteer and the name models hold sets of lists as these bits.
    #[test]
    fn each_list_has_its_bit_in_the_model_files() {
        let lists = [
            Lists::COUNTRY,
            Lists::BIG_CITY,
            Lists::CITY,
            Lists::REGION,
            Lists::GROUP,
            Lists::GIVEN,
            Lists::FAMILY,
            Lists::ROLE,
            Lists::TITLE,
            Lists::ORGANIZATION,
            Lists::NAMED_ORGANIZATION,
            Lists::TOWN,
            Lists::COMMON,
            Lists::PROPER,
            Lists::LANGUAGE,
            Lists::EVENT,
            Lists::PRODUCT,
            Lists::POLITICAL,
            Lists::KNOWN_PERSON,
            Lists::VILLAGE,
        ];
        assert_eq!(lists.map(|list| list.0), std::array::from_fn(|bit| 1 << bit));
        assert_eq!(Lists::COUNT as usize, lists.len());
    }

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
