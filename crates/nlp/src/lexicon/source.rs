//! The hand-written lists of names that `gazetteer.bin` is made from: which
//! file feeds which list, and the spellings under which a row is found.
//!
//! `examples/make_gazetteer.rs` reads the files of [`NAME_FILES`] with this
//! module; the tests below check the files and that `gazetteer.bin` is up to date.

use super::Lists;
use crate::language::Language;
use pullquote_article::text::fold::without_marks;

/// A file of `assets/lexicon` and the list that its rows belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameFile {
    /// The file's name, without its folder.
    pub name: &'static str,
    /// The list that every row of the file feeds, or both lists.
    pub list: Lists,
}

/// Every file of `assets/lexicon`, in the order in which they are read.
pub const NAME_FILES: [NameFile; 16] = [
    NameFile { name: "given-names.txt", list: Lists::GIVEN },
    NameFile { name: "family-names.txt", list: Lists::FAMILY },
    NameFile { name: "known-people.txt", list: Lists::KNOWN_PERSON },
    NameFile { name: "groups.txt", list: Lists::GROUP },
    NameFile { name: "places.txt", list: Lists::REGION },
    NameFile { name: "events.txt", list: Lists::EVENT },
    NameFile { name: "works.txt", list: Lists::EVENT },
    NameFile { name: "laws-and-programmes.txt", list: Lists::EVENT },
    NameFile { name: "products.txt", list: Lists::PRODUCT },
    NameFile { name: "companies-and-institutions.txt", list: Lists::NAMED_ORGANIZATION },
    NameFile { name: "clubs-and-music.txt", list: Lists::NAMED_ORGANIZATION },
    NameFile { name: "political-organizations.txt", list: Lists::POLITICAL },
    NameFile { name: "short-names.txt", list: Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0) },
    NameFile { name: "organization-words.txt", list: Lists::ORGANIZATION },
    NameFile { name: "titles.txt", list: Lists::ROLE },
    NameFile { name: "honorifics.txt", list: Lists::TITLE },
];

/// The lists with abbreviations, which are found in capitals only.
const ABBREVIATED: Lists =
    Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0 | Lists::EVENT.0 | Lists::PRODUCT.0 | Lists::REGION.0);
/// The lists of phrases, which are also found without hyphens and stops.
const PHRASED: Lists = Lists(ABBREVIATED.0 | Lists::GROUP.0 | Lists::KNOWN_PERSON.0);

/// The rows of a file: its lines without comments and empty lines.
pub fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// The place that a district is called after: `Linden` for `Linden West
/// District`. A name without such an end is returned as it is.
#[must_use]
pub fn eponym(name: &str) -> &str {
    let words = &Language::english().places;
    let mut rest = name;
    while let Some((before, last)) = rest.rsplit_once(' ') {
        if !words.district_parts.contains(&last.to_lowercase()) {
            break;
        }
        rest = before;
    }
    let lower = rest.to_lowercase();
    if words.district_parts.contains(&lower) || words.bearings.contains(&lower) { name } else { rest }
}

/// The keys of the gazetteer under which `word` is found in `list`: in lower
/// case, and without diacritics where that leaves ASCII. An abbreviation in
/// capitals keeps them in lists of organizations, events, products and regions.
#[must_use]
pub fn keys(word: &str, list: Lists) -> Vec<String> {
    let key = if list.meets(ABBREVIATED) && is_abbreviation(word) { word.to_owned() } else { word.to_lowercase() };
    let plain: String = without_marks(&key).collect();
    let plain = (!key.is_ascii() && plain.is_ascii()).then_some(plain);
    std::iter::once(key).chain(plain).collect()
}

/// The keys of the gazetteer for `row` of a file for `list`, each
/// with the list that holds it: the row in every spelling, and what follows from
/// it (the given and the family name of a known person, the place that a
/// district is called after, the list of titles for a role with a star).
#[must_use]
pub fn row_keys(row: &str, list: Lists) -> Vec<(String, Lists)> {
    let word = row.trim_end_matches('*');
    let mut entries = vec![(word, list)];
    if word != row {
        entries.push((word, Lists::TITLE));
    }
    if list == Lists::REGION {
        entries.push((eponym(row), list));
    }
    if list == Lists::KNOWN_PERSON
        && let Some(((given, _), (_, family))) = row.split_once(' ').zip(row.rsplit_once(' '))
    {
        entries.extend([(given, Lists::GIVEN), (family, Lists::FAMILY)]);
    }
    let spelt = entries.into_iter().flat_map(|(word, list)| spellings(word, list).into_iter().map(move |s| (s, list)));
    spelt.flat_map(|(spelling, list)| keys(&spelling, list).into_iter().map(move |key| (key, list))).collect()
}

/// What the fingerprint in `gazetteer.bin` is the checksum of: the rows of all
/// files with their names and lists, without comments.
///
/// # Errors
/// Whatever `read` fails with; it is given the name of each file of [`NAME_FILES`].
pub fn fingerprinted<E>(mut read: impl FnMut(&str) -> Result<String, E>) -> Result<String, E> {
    let mut all = String::new();
    for NameFile { name, list } in NAME_FILES {
        all.push_str(&format!("# {name} {}\n", list.0));
        for row in rows(&read(name)?) {
            all.push_str(row);
            all.push('\n');
        }
    }
    Ok(all)
}

/// Whether a word has neither a letter in lower case nor a space.
fn is_abbreviation(word: &str) -> bool {
    !word.contains(|c: char| c.is_lowercase() || c == ' ')
}

/// The spellings of a row: with straight and with curly apostrophes; in lists of
/// phrases also with spaces for hyphens, and initials without their stops.
fn spellings(row: &str, list: Lists) -> Vec<String> {
    let mut all = vec![row.to_owned()];
    if row.contains(['\'', '’']) {
        all = vec![row.replace('’', "'"), row.replace('\'', "’")];
    }
    if list.meets(PHRASED) {
        if !is_abbreviation(row) && joins_words(row) {
            all.extend(all.iter().map(|spelling| spelling.replace('-', " ")).collect::<Vec<_>>());
        }
        if let Some(bare) = without_initials(row) {
            let bare: Vec<String> =
                all.iter().filter_map(|spelling| without_initials(spelling)).chain([bare]).collect();
            all.extend(bare);
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Whether a hyphen stands between two letters or digits.
fn joins_words(row: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    row.match_indices('-').any(|(at, hyphen)| {
        let (before, after) = (row.get(..at).unwrap_or(""), row.get(at + hyphen.len()..).unwrap_or(""));
        letter(before.chars().next_back()) && letter(after.chars().next())
    })
}

/// `A.P. Linden` without the stops of its initials; `None` where no two
/// initials stand together.
fn without_initials(row: &str) -> Option<String> {
    let mut bare = String::with_capacity(row.len());
    // Letters and digits since the last other character.
    let (mut run, mut touching, mut pairs) = (0_u32, false, 0_u32);
    for c in row.chars() {
        if c == '.' && run == 1 {
            pairs += u32::from(touching);
            touching = true;
            run = 0;
            continue;
        }
        if c.is_alphanumeric() {
            run += 1;
            touching &= run == 1;
        } else {
            (run, touching) = (0, false);
        }
        bare.push(c);
    }
    (pairs > 0).then_some(bare)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::lexicon::gazetteer_fingerprint;
    use crate::model::Model;

    /// Where the hand-written lists are.
    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lexicon");
    /// The file that is made from them.
    const GAZETTEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/gazetteer.bin");
    const SHORT: Lists = Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0);
    /// Lists that no name may share, abbreviations excepted: a name is spelt out
    /// in one of the two.
    const EXCLUSIVE: [(Lists, Lists); 10] = [
        (Lists::NAMED_ORGANIZATION, Lists::POLITICAL),
        (Lists::NAMED_ORGANIZATION, SHORT),
        (Lists::POLITICAL, SHORT),
        (Lists::EVENT, Lists::NAMED_ORGANIZATION),
        (Lists::EVENT, Lists::POLITICAL),
        (Lists::EVENT, SHORT),
        (Lists::EVENT, Lists::PRODUCT),
        (Lists::EVENT, Lists::KNOWN_PERSON),
        (Lists::PRODUCT, Lists::POLITICAL),
        (Lists::PRODUCT, SHORT),
    ];

    fn text_of(name: &str) -> String {
        std::fs::read_to_string(format!("{FOLDER}/{name}")).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// How rows are sorted: first without case and diacritics.
    fn order(row: &str) -> (String, &str) {
        let lower = row.to_lowercase();
        (without_marks(&lower).map(|c| if c == '’' { '\'' } else { c }).collect(), row)
    }

    /// The keys of a row itself, without what follows from it.
    fn own_keys(row: &str, list: Lists) -> BTreeSet<String> {
        spellings(row.trim_end_matches('*'), list).iter().flat_map(|spelling| keys(spelling, list)).collect()
    }

    /// The rows of all files that feed a list.
    fn rows_of_list(list: Lists) -> Vec<String> {
        let files = NAME_FILES.into_iter().filter(|file| file.list == list);
        files.flat_map(|file| rows(&text_of(file.name)).map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn the_gazetteer_was_made_from_the_lists() {
        let all = fingerprinted(|name| Ok::<_, std::convert::Infallible>(text_of(name))).expect("files");
        let made_from = gazetteer_fingerprint(&std::fs::read(GAZETTEER).expect("gazetteer.bin"));
        let now: [u8; 32] = Sha256::digest(all).into();
        assert_eq!(made_from, Some(now), "a list has changed: run make_gazetteer, see examples/make_gazetteer.rs");
    }

    /// The table keeps 28 bits of a hash, so about one row in a thousand gives way
    /// to another; more would mean that the spellings are made differently.
    #[test]
    fn the_gazetteer_finds_every_row() {
        let tables = Model::bundled().names.word_tables;
        let (mut sought, mut missing) = (0_usize, Vec::new());
        for NameFile { name, list } in NAME_FILES {
            for (key, list) in rows(&text_of(name)).flat_map(|row| row_keys(row, list)) {
                sought += 1;
                if !tables.lists(&key).has(list) {
                    missing.push(key);
                }
            }
        }
        assert!(sought > 80_000 && missing.len() * 500 < sought, "{} of {sought}: {missing:?}", missing.len());
    }

    #[test]
    fn files_are_sorted_clean_and_explained() {
        let mut found: Vec<String> = std::fs::read_dir(FOLDER)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        let mut known = NAME_FILES.map(|file| file.name.to_owned()).to_vec();
        found.sort();
        known.sort();
        assert_eq!(found, known, "every file of the folder feeds a list");
        for name in known {
            let text = text_of(&name);
            let header: Vec<&str> = text.lines().take_while(|line| line.starts_with("# ")).collect();
            assert!(header.iter().any(|line| line.contains("A row is ")), "{name}: its header says what a row is");
            assert!(header.iter().any(|line| line.contains("Lists::")), "{name}: its header says which list it feeds");
            let rows: Vec<&str> = text.lines().skip(header.len()).collect();
            for pair in rows.windows(2) {
                let [before, after] = pair else { continue };
                assert!(order(before) < order(after), "{name}: {before:?} and {after:?} are not in order");
            }
            let clean = |c: char| {
                c.is_alphanumeric() && matches!(u32::from(c), 0..0x250 | 0x1e00..0x1f00)
                    || " -–—'.,&/():+!%*_".contains(c)
            };
            for row in rows {
                assert!(row.chars().all(clean) && row == row.trim() && !row.contains("  "), "{name}: {row:?}");
            }
        }
    }

    #[test]
    fn every_row_adds_a_spelling_to_its_list() {
        let lists: BTreeSet<u32> = NAME_FILES.iter().map(|file| file.list.0).collect();
        for list in lists.into_iter().map(Lists) {
            let keys: Vec<_> = rows_of_list(list).into_iter().map(|row| (own_keys(&row, list), row)).collect();
            let mut times: BTreeMap<&str, u32> = BTreeMap::new();
            for key in keys.iter().flat_map(|(keys, _)| keys) {
                *times.entry(key).or_default() += 1;
            }
            let needless: Vec<&String> = keys
                .iter()
                .filter(|(keys, _)| keys.iter().all(|key| times.get(key.as_str()).is_some_and(|&n| n > 1)))
                .map(|(_, row)| row)
                .collect();
            assert!(needless.is_empty(), "rows that other rows of the list say: {needless:?}");
        }
    }

    #[test]
    fn lists_that_exclude_each_other_share_no_name() {
        for (left, right) in EXCLUSIVE {
            let names = |list: Lists| -> BTreeSet<String> {
                let rows = rows_of_list(list);
                rows.iter().flat_map(|row| own_keys(row, list)).filter(|key| !is_abbreviation(key)).collect()
            };
            let both: Vec<String> = names(left).intersection(&names(right)).cloned().collect();
            assert!(both.is_empty(), "in {left:?} and {right:?}: {both:?}");
        }
    }

    #[test]
    fn a_row_is_found_in_every_spelling() {
        let found = |row, list| row_keys(row, list).into_iter().map(|(key, _)| key).collect::<BTreeSet<_>>();
        let set = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(found("Álvor", Lists::GIVEN), set(&["álvor", "alvor"]));
        assert_eq!(found("D'Orsten", Lists::FAMILY), set(&["d'orsten", "d’orsten"]));
        assert_eq!(found("Al-Orsten", Lists::POLITICAL), set(&["al-orsten", "al orsten"]));
        assert_eq!(found("A.B. Linden Trust", Lists::POLITICAL), set(&["a.b. linden trust", "ab linden trust"]));
        assert_eq!(found("LHV", Lists::POLITICAL), set(&["LHV"]));
        assert_eq!(found("Linden West District", Lists::REGION), set(&["linden west district", "linden"]));
        assert_eq!(found("Ada M. Tully", Lists::KNOWN_PERSON), set(&["ada m. tully", "ada", "tully"]));
        assert_eq!(
            row_keys("envoy*", Lists::ROLE),
            [("envoy".to_owned(), Lists::ROLE), ("envoy".to_owned(), Lists::TITLE)]
        );
    }
}
