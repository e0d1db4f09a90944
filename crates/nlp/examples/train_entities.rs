//! Trains the two models that find names, the conditional random field and the
//! networks, and prints their scores on articles that they were not trained on.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_entities -- CORPORA
//! cargo run --release -p pullquote-nlp --example train_entities -- CORPORA [--hold-out | --score | --lists | --repairs]
//! ```
//!
//! Run it from the root of the workspace. CORPORA is the folder that has the corpora of
//! [`corpus::CORPORA`], each with the folders `train` and `dev`. An article is a file
//! `NAME.tsv`, with a token and its tag on each line and an empty line after each
//! sentence; a file `NAME.txt` has its text, where that is known.
//!
//! The models are written to `crates/nlp/assets`. With `--hold-out`, every fifth
//! training article is held out and scored instead, and nothing is written. This is
//! how settings are chosen. `--score` trains nothing and scores the files in the assets;
//! `--lists` does so without each list of names in turn, `--repairs` without each repair.

#[path = "train_entities/corpus.rs"]
mod corpus;
#[path = "train_entities/score.rs"]
mod score;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use corpus::Corpus;
use pullquote_nlp::train::Progress;
use pullquote_nlp::train::names::{NamedArticle, complete_kinds, repairs, train_linear, train_networks};
use pullquote_nlp::train::word_tables::{Lists, WordTables, remove_lists};
use pullquote_nlp::{Model, ModelFiles};
use sha2::{Digest as _, Sha256};

/// The folder of the model files.
const ASSETS: &str = "crates/nlp/assets";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: train_entities CORPORA [--hold-out | --score | --lists | --repairs]";
    let root = PathBuf::from(arguments.next().context(usage)?);
    match arguments.next().as_deref() {
        None => train(&root, false),
        Some("--hold-out") => train(&root, true),
        Some("--score") => score_bundled(&root, None),
        Some("--lists") => score_without_lists(&root),
        Some("--repairs") => score_without_repairs(&root),
        Some(_) => anyhow::bail!(usage),
    }
}

/// Trains and scores both models, and writes them unless articles are held out.
fn train(root: &Path, hold_out: bool) -> anyhow::Result<()> {
    let started = Instant::now();
    let report = |progress: Progress| {
        let Progress { model, passes, loss } = progress;
        eprintln!("{model}, pass {passes}: loss {loss:.1}, {:?}", started.elapsed());
    };
    let mut files = bundled_files()?;
    let tables = WordTables::open(asset("clusters.bin")?, asset("gazetteer.bin")?)?;
    let mut parts: Vec<Part> = Vec::new();
    for corpus in &corpus::CORPORA {
        let articles = corpus.read(root, "train")?.into_iter().enumerate();
        let (held_out, learn): (Vec<_>, Vec<_>) = articles.partition(|(i, _)| hold_out && i % 5 == 0);
        let [held_out, learn] = [held_out, learn].map(|part| part.into_iter().map(|(_, article)| article).collect());
        parts.push(Part { corpus, held_out, learn });
    }
    let learn = parts.iter().filter(|part| part.corpus.weight > 0.0).flat_map(|part| &part.learn);
    let mut learn: Vec<NamedArticle> = learn.cloned().collect();
    complete_kinds(&mut learn, &tables, &report)?;
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
    (files.names, files.network) = (names.into(), network.into());
    let model = Model::from_files(files)?;
    for Part { corpus, held_out, .. } in parts.iter().filter(|_| hold_out) {
        score::print(&format!("{}, held-out training articles", corpus.folder), held_out, &model, None);
    }
    score_development(root, &model, None)
}

/// Scores the models in the assets, with a gazetteer without some lists if these are given.
fn score_bundled(root: &Path, without: Option<Lists>) -> anyhow::Result<()> {
    let mut files = bundled_files()?;
    if let Some(without) = without {
        let mut gazetteer = asset("gazetteer.bin")?;
        remove_lists(&mut gazetteer, without);
        files.gazetteer = gazetteer.into();
    }
    score_development(root, &Model::from_files(files)?, None)
}

/// Scores the models in the assets without each list of names, one after the other. They
/// are not trained again, so a list may be worth less than what its absence costs here.
fn score_without_lists(root: &Path) -> anyhow::Result<()> {
    for (bit, name) in Lists::NAMES.iter().enumerate() {
        println!("# without the list “{name}”");
        score_bundled(root, Some(Lists(1 << bit)))?;
    }
    Ok(())
}

/// Scores the models in the assets without each repair of names, one after the other.
fn score_without_repairs(root: &Path) -> anyhow::Result<()> {
    let model = Model::from_files(bundled_files()?)?;
    for name in repairs() {
        println!("# without the repair “{name}”");
        score_development(root, &model, Some(name))?;
    }
    Ok(())
}

fn score_development(root: &Path, model: &Model, without: Option<&str>) -> anyhow::Result<()> {
    for corpus in &corpus::CORPORA {
        let articles = corpus.read(root, "dev")?;
        score::print(&format!("{}, development articles", corpus.folder), &articles, model, without);
    }
    Ok(())
}

/// The model files in the assets.
fn bundled_files() -> anyhow::Result<ModelFiles> {
    Ok(ModelFiles {
        clusters: asset("clusters.bin")?.into(),
        gazetteer: asset("gazetteer.bin")?.into(),
        names: asset("names.model")?.into(),
        network: asset("names.network")?.into(),
        attribution: asset("attribution.weights")?.into(),
        speech: asset("speech.weights")?.into(),
        reported: asset("reported.weights")?.into(),
        resolver: asset("resolver.weights")?.into(),
    })
}

/// The training part of a corpus.
struct Part {
    corpus: &'static Corpus,
    held_out: Vec<NamedArticle>,
    learn: Vec<NamedArticle>,
}

/// The bytes of a model file.
fn asset(name: &str) -> anyhow::Result<Vec<u8>> {
    let path = format!("{ASSETS}/{name}");
    std::fs::read(&path).with_context(|| format!("reading {path}; run this example from the root of the workspace"))
}
