//! Trains the two models that find names, the conditional random field and the
//! networks, and prints their scores on articles that they were not trained on.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_entities -- CORPORA
//! cargo run --release -p pullquote-nlp --example train_entities -- CORPORA --hold-out
//! ```
//!
//! Run it from the root of the workspace. CORPORA is the folder that has the corpora of
//! [`corpus::CORPORA`], each with the folders `train` and `dev`. An article is a file
//! `NAME.tsv`, with a token and its tag on each line and an empty line after each
//! sentence; a file `NAME.txt` has its text, where that is known.
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
use corpus::Corpus;
use pullquote_nlp::train::Progress;
use pullquote_nlp::train::names::{NamedArticle, complete_kinds, train_linear, train_networks};
use pullquote_nlp::train::word_tables::WordTables;
use pullquote_nlp::{Model, ModelFiles};
use sha2::{Digest as _, Sha256};

/// The folder of the model files.
const ASSETS: &str = "crates/nlp/assets";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().context("usage: train_entities CORPORA [--hold-out]")?);
    let hold_out = arguments.next().is_some_and(|word| word == "--hold-out");
    let started = Instant::now();
    let report = |progress: Progress| {
        let Progress { model, passes, loss } = progress;
        eprintln!("{model}, pass {passes}: loss {loss:.1}, {:?}", started.elapsed());
    };
    let (clusters, gazetteer) = (asset("clusters.bin")?, asset("gazetteer.bin")?);
    let tables = WordTables::open(clusters.clone(), gazetteer.clone())?;
    let mut parts: Vec<Part> = Vec::new();
    for corpus in &corpus::CORPORA {
        let articles = corpus.read(&root, "train")?.into_iter().enumerate();
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
    let model = Model::from_files(ModelFiles {
        clusters: clusters.into(),
        gazetteer: gazetteer.into(),
        names: names.into(),
        network: network.into(),
        attribution: asset("attribution.weights")?.into(),
    })?;
    for Part { corpus, held_out, .. } in &parts {
        if hold_out {
            score::print(&format!("{}, held-out training articles", corpus.folder), held_out, &model);
        }
        let articles = corpus.read(&root, "dev")?;
        score::print(&format!("{}, development articles", corpus.folder), &articles, &model);
    }
    Ok(())
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
