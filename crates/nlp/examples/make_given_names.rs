//! Makes `given-names.bin`: given names with the share of women among those who have them.
//!
//! ```text
//! pip download --no-deps nomquamgender==0.1.4
//! cargo run --release -p pullquote-nlp --features train --example make_given_names -- \
//!     nomquamgender/name_data.json crates/nlp/assets/given-names.bin
//! ```
//!
//! The package counts names in 36 public sources of many countries (Van Buskirk, Clauset and
//! Larremore 2023); see `assets/SOURCES.md`. Names that are in few sources or of few people,
//! and those that women and men share, are left out.

use std::collections::BTreeMap;

use anyhow::Context as _;
use pullquote_nlp::train::word_tables::write_shares;
use serde_json::Value;

/// The least number of sources and people of a name, if one of the pairs holds.
const LEAST: [(u64, u64); 2] = [(3, 50), (1, 500)];
/// The least share of one gender.
const LEAST_SHARE: f64 = 0.85;

fn main() -> anyhow::Result<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = paths.as_slice() else {
        anyhow::bail!("usage: make_given_names NAME_DATA.json OUT");
    };
    let text = std::fs::read_to_string(from).with_context(|| format!("reading {from}"))?;
    let names: BTreeMap<String, Value> = serde_json::from_str(&text).with_context(|| format!("reading {from}"))?;
    let kept = names.iter().filter_map(|(name, counts)| Some((name.as_str(), share(name, counts)?)));
    let kept: Vec<(&str, u16)> = kept.collect();
    println!("{} names", kept.len());
    std::fs::write(to, write_shares(&kept)).with_context(|| format!("writing {to}"))
}

/// The share of women in thousandths, if the name is to be kept. `counts` are the number of
/// sources, of people, and the share.
fn share(name: &str, counts: &Value) -> Option<u16> {
    let (sources, people, share) = (counts[0].as_u64()?, counts[1].as_u64()?, counts[2].as_f64()?);
    let known = LEAST.iter().any(|least| sources >= least.0 && people >= least.1);
    let letters = name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase());
    let of_one = share >= LEAST_SHARE || share <= 1.0 - LEAST_SHARE;
    (known && letters && of_one).then(|| (share * 1000.0).round() as u16)
}
