//! Trains the two models that find names, the conditional random field and the
//! networks, and prints their scores on articles that they were not trained on.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_entities -- CORPUS
//! cargo run --release -p pullquote-nlp --example train_entities -- CORPUS --hold-out
//! ```
//!
//! Run it from the root of the workspace. CORPUS has the folders `train` and `dev`,
//! each with a pair of files `NAME.txt` and `NAME.tsv` for each article: the text, and
//! its tokens with their tags, one on each line, with an empty line after each
//! sentence.
//!
//! The models are written to `crates/nlp/assets`. With `--hold-out`, every fifth
//! training article is held out and scored instead, and nothing is written. This is
//! how settings are chosen.

#[path = "train_entities/corpus.rs"]
mod corpus;
#[path = "train_entities/score.rs"]
mod score;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use pullquote_nlp::train::Progress;
use pullquote_nlp::train::names::{NamedArticle, train_linear, train_networks};
use pullquote_nlp::train::word_tables::WordTables;
use pullquote_nlp::{Model, ModelFiles};
use sha2::{Digest as _, Sha256};

/// The folder of the model files.
const ASSETS: &str = "crates/nlp/assets";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let corpus = PathBuf::from(arguments.next().context("usage: train_entities CORPUS [--hold-out]")?);
    let hold_out = arguments.next().is_some_and(|word| word == "--hold-out");
    let started = Instant::now();
    let report = |progress: Progress| {
        let Progress { model, passes, loss } = progress;
        eprintln!("{model}, pass {passes}: loss {loss:.1}, {:?}", started.elapsed());
    };
    let (clusters, gazetteer) = (asset("clusters.bin")?, asset("gazetteer.bin")?);
    let tables = WordTables::open(clusters.clone(), gazetteer.clone())?;
    let articles = corpus::read(&corpus.join("train"))?.into_iter().enumerate();
    let (held_out, learn): (Vec<_>, Vec<_>) = articles.partition(|(i, _)| hold_out && i % 5 == 0);
    let [held_out, learn] = [held_out, learn].map(|part| part.into_iter().map(|(_, article)| article).collect());
    let (held_out, learn): (Vec<NamedArticle>, Vec<NamedArticle>) = (held_out, learn);
    let names = train_linear(&learn, &tables, &report);
    let network = train_networks(&learn, &tables, &names, &report)?;
    for (name, bytes) in [("names.model", &names), ("names.network", &network)] {
        let checksum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        eprintln!("{name}: {} bytes, SHA-256 {checksum}", bytes.len());
        if !hold_out {
            let path = format!("{ASSETS}/{name}");
            std::fs::write(&path, bytes).with_context(|| format!("writing {path}"))?;
        }
    }
    let model = Model::from_files(ModelFiles {
        clusters: clusters.into(),
        gazetteer: gazetteer.into(),
        names: names.into(),
        network: network.into(),
        attribution: asset("attribution.weights")?.into(),
        resolver: asset("resolver.weights")?.into(),
    })?;
    if hold_out {
        score::print("held-out training articles", &held_out, &model);
    }
    score::print("development articles", &corpus::read(&corpus.join("dev"))?, &model);
    Ok(())
}

/// The bytes of a model file.
fn asset(name: &str) -> anyhow::Result<Vec<u8>> {
    let path = format!("{ASSETS}/{name}");
    std::fs::read(&path).with_context(|| format!("reading {path}; run this example from the root of the workspace"))
}
