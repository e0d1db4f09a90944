//! The lists of the gazetteer: which of them hold a word or phrase.

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

    /// All lists of places.
    pub const PLACES: Lists =
        Lists(Self::COUNTRY.0 | Self::REGION.0 | Self::BIG_CITY.0 | Self::CITY.0 | Self::TOWN.0 | Self::VILLAGE.0);

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
}
