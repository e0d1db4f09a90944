//! Trains the model that decides whether a passage is speech.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_speech -- QUOTES LABELLED OUTPUT
//! cargo run --release -p pullquote-nlp --example train_speech -- QUOTES LABELLED --folds
//! ```
//!
//! QUOTES is a folder of articles with attributions, LABELLED a file of articles with
//! labelled passages: see `corpus/mod.rs`. OUTPUT is a file such as
//! `crates/nlp/assets/speech.weights`. The same corpora, names and attribution weights give
//! the same file. `train_attribution` trains it, too; this is for changes of the features
//! of speech alone. With `--folds`, nothing is written: the passages of LABELLED are judged
//! by weights that were trained without their site, those of every fifth article of QUOTES
//! by weights that were trained without it, and a table says how many are right.

mod corpus;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pullquote_nlp::Model;
use pullquote_nlp::train::speech::{SpeechExample, cross_validate, examples, held_out_attributed, train};
use pullquote_nlp::train::{calibration, ratio};

const USAGE: &str = "usage: train_speech QUOTES LABELLED OUTPUT|--folds";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let quotes = PathBuf::from(arguments.next().context(USAGE)?);
    let labelled = PathBuf::from(arguments.next().context(USAGE)?);
    let output = arguments.next().context(USAGE)?;
    let labelled = corpus::read_labelled(&labelled)?;
    let examples = examples(&corpus::read(&quotes)?, &labelled, &Model::for_training()?);
    if output == "--folds" {
        let by_site = cross_validate(&examples, &labelled);
        print("articles with labels, by site", &by_site);
        print("articles with attributions", &held_out_attributed(&examples));
        return Ok(());
    }
    let weights = train(&examples, &labelled);
    std::fs::write(&output, weights.to_bytes()).with_context(|| format!("writing {output}"))?;
    println!("{} passages, {output}", examples.len());
    Ok(())
}

/// Prints how good the judgement of some passages is at several thresholds.
fn print(name: &str, judged: &[(&SpeechExample, f32)]) {
    let (slope, base) = calibration(&judged.iter().map(|(e, sum)| (*sum, e.is_speech())).collect::<Vec<_>>());
    let probability = |sum: f32| 1.0 / (1.0 + (-(slope * sum + base)).exp());
    println!("\n{name}: {} passages, calibration {slope:.3} {base:.3}", judged.len());
    println!("least   precision recall   of three words or more");
    for step in 2..=8_u8 {
        let least = f32::from(step) / 10.0;
        let of = |words: usize| {
            let all: Vec<_> = judged.iter().filter(|(e, _)| e.words >= words).collect();
            let shown = all.iter().filter(|(_, sum)| probability(*sum) >= least);
            let right = shown.clone().filter(|(e, _)| e.is_speech()).count();
            let speech = all.iter().filter(|(e, _)| e.is_speech()).count();
            (ratio(right, shown.count()), ratio(right, speech))
        };
        let (all, long) = (of(1), of(3));
        println!("{least:.1}     {:.4}    {:.4}   {:.4} {:.4}", all.0, all.1, long.0, long.1);
    }
    println!("probability   passages   share that is speech");
    for step in 0..10_u8 {
        let (low, high) = (f32::from(step) / 10.0, f32::from(step + 1) / 10.0);
        let within: Vec<_> = judged
            .iter()
            .filter(|(_, sum)| (low..high + if step == 9 { 1.0 } else { 0.0 }).contains(&probability(*sum)))
            .collect();
        let speech = within.iter().filter(|(e, _)| e.is_speech()).count();
        println!("{low:.1} to {high:.1}   {:6}   {:.3}", within.len(), ratio(speech, within.len()));
    }
}
