//! Trains the model that finds the speaker of a quote.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_attribution -- CORPUS crates/nlp/assets/attribution.weights
//! ```
//!
//! Run it from the root of the workspace. CORPUS is a folder of articles with
//! attributions: see `corpus/mod.rs`. The same corpus gives the same weights.

mod corpus;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pullquote_nlp::Model;
use pullquote_nlp::train::attribution::{Schedule, train};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let corpus = PathBuf::from(arguments.next().context("usage: train_attribution CORPUS OUTPUT")?);
    let output = PathBuf::from(arguments.next().context("usage: train_attribution CORPUS OUTPUT")?);
    let articles = corpus::read(&corpus)?;
    let weights = train(&articles, &Model::for_training()?, Schedule::default());
    std::fs::write(&output, weights.to_bytes()).with_context(|| format!("writing {}", output.display()))?;
    println!("{} articles, {}", articles.len(), output.display());
    Ok(())
}
