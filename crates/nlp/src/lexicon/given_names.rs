//! Which gender a given name is usually given to, anywhere in the world.

use std::sync::LazyLock;

use super::packed::PackedTable;
use super::{FileBytes, lower_key};
use crate::language::people::Gender;
use pullquote_article::text::fold::without_marks;

/// The table of shares, made by `examples/make_given_names.rs`.
const TABLE: &[u8] = include_bytes!("../../assets/given-names.bin");

/// From this share of women on, in thousandths, a name is that of a woman; below the rest of
/// a thousand, that of a man.
const USUAL: u16 = 980;

/// The gender that a given name is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GivenGender {
    /// The gender of most people with the name.
    pub(crate) gender: Gender,
    /// Whether it is that of at least 98 in 100; the table has names of at least 85 in 100.
    pub(crate) usual: bool,
}

/// The given names that mostly people of one gender have: hashed, without diacritics, each
/// with the share of women in thousandths.
#[derive(Debug)]
pub(crate) struct GivenNames(PackedTable);

impl GivenNames {
    /// The names that are part of the library; none if the file is damaged, which a test
    /// would show.
    pub(crate) fn bundled() -> &'static Self {
        static NAMES: LazyLock<GivenNames> =
            LazyLock::new(|| GivenNames(PackedTable::open(&FileBytes::from(TABLE)).unwrap_or_default()));
        &NAMES
    }

    /// The gender of a given name, in any case and with or without its diacritics. Of a
    /// double name (“Anne-Marie”), that of the whole or else of its first part.
    pub(crate) fn gender(&self, name: &str) -> Option<GivenGender> {
        let plain: String = without_marks(name).flat_map(char::to_lowercase).collect();
        let first = plain.split('-').next().unwrap_or_default();
        let joined = plain.replace('-', "");
        let share = self.0.get(lower_key(&joined)).or_else(|| self.0.get(lower_key(first)))?;
        let (gender, share) = if share >= 500 { (Gender::Female, share) } else { (Gender::Male, 1000 - share) };
        Some(GivenGender { gender, usual: share >= USUAL })
    }

    /// The gender of a given name that hardly anybody of the other gender has.
    pub(crate) fn usual_gender(&self, name: &str) -> Option<Gender> {
        self.gender(name).filter(|known| known.usual).map(|known| known.gender)
    }
}

/// The bytes of `given-names.bin`: a table from the key of each name ([`lower_key`]; lower
/// case, without diacritics) to the share of women among those who have it, in thousandths.
#[cfg(any(test, feature = "train"))]
#[must_use]
pub fn write_shares(names: &[(&str, u16)]) -> Vec<u8> {
    PackedTable::write(names.iter().map(|(name, share)| (lower_key(name), *share)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_countries_have_a_gender_and_shared_ones_have_none() {
        let names = GivenNames::bundled();
        let of = |name| names.gender(name).map(|found| (found.gender, found.usual));
        assert_eq!(of("Priya"), Some((Gender::Female, true)));
        assert_eq!(of("João"), Some((Gender::Male, true)));
        assert_eq!(of("ANNE-MARIE").map(|found| found.0), Some(Gender::Female));
        assert_eq!(of("Kelly"), Some((Gender::Female, false)));
        assert_eq!([of("Leslie"), of("Jean"), of("Orsten"), of("")], [None; 4]);
    }
}
