//! Trains the model that finds the speaker of a quote, and then the model that decides
//! whether a passage is speech.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_attribution -- QUOTES LABELLED crates/nlp/assets
//! ```
//!
//! Run it from the root of the workspace. QUOTES is a folder of articles with
//! attributions, LABELLED a file of articles with labelled passages: see `corpus/mod.rs`.
//! The last argument is the folder for `attribution.weights` and `speech.weights`. The same
//! corpora give the same weights.

mod corpus;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use pullquote_nlp::Model;
use pullquote_nlp::train::attribution::{Schedule, train};
use pullquote_nlp::train::speech;

const USAGE: &str = "usage: train_attribution QUOTES LABELLED FOLDER";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let mut next = || arguments.next().context(USAGE);
    let (quotes, labelled, folder) = (next()?, next()?, next()?);
    let articles = corpus::read(&quotes)?;
    let labelled = corpus::read_labelled(&labelled)?;
    let model = Model::for_training()?;
    let weights = train(&articles, &labelled, &model, Schedule::default());
    write(&folder.join("attribution.weights"), &weights.to_bytes())?;
    // Speech is judged by the sources that a ranker chooses. One that has learned from the
    // labelled articles would choose better there than in an article that is opened.
    let unread = train(&articles, &[], &model, Schedule::default());
    let model = model.with_attribution(unread);
    let examples = speech::examples(&articles, &labelled, &model);
    write(&folder.join("speech.weights"), &speech::train(&examples, &labelled).to_bytes())?;
    println!("{} articles with attributions, {} with labels", articles.len(), labelled.len());
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
