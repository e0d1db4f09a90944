//! Trains `assets/attribution.weights` from a corpus of attributions:
//! `cargo run --release --example train_attribution -- ../shared/corpora/quotes/train assets/attribution.weights`
//!
//! The same corpus always gives the same weights.

mod corpus;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pullquote_nlp::Model;
use pullquote_nlp::train::adagrad::Schedule;
use pullquote_nlp::train::attribution::train;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let corpus = PathBuf::from(arguments.next().context("name the corpus folder first")?);
    let output = PathBuf::from(arguments.next().context("name the file to write second")?);
    let articles = corpus::read(&corpus)?;
    let weights = train(&articles, &Model::bundled(), Schedule::default());
    std::fs::write(&output, weights.to_bytes()).with_context(|| format!("writing {}", output.display()))?;
    println!("{} articles, {}", articles.len(), output.display());
    Ok(())
}
