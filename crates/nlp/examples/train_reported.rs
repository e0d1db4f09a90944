//! Trains the model that judges reported clauses.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example train_reported -- QUOTES OUTPUT
//! cargo run --release -p pullquote-nlp --example train_reported -- QUOTES --folds
//! ```
//!
//! QUOTES is a folder of articles with attributions: see `corpus/mod.rs`. OUTPUT is a file such
//! as `crates/nlp/assets/reported.weights`. The same corpus and names give the same file. With
//! `--folds`, nothing is written: the clauses are judged by weights that were trained without
//! their articles, and a table says how many are right.

mod corpus;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pullquote_nlp::Model;
use pullquote_nlp::train::reported::{JudgedClause, cross_validate, examples, train};
use pullquote_nlp::train::{calibration, ratio};

const USAGE: &str = "usage: train_reported QUOTES OUTPUT|--folds";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let quotes = PathBuf::from(arguments.next().context(USAGE)?);
    let output = arguments.next().context(USAGE)?;
    let examples = examples(&corpus::read(&quotes)?, &Model::for_training()?);
    if output == "--folds" {
        print(&cross_validate(&examples));
        return Ok(());
    }
    std::fs::write(&output, train(&examples).to_bytes()).with_context(|| format!("writing {output}"))?;
    println!("{} clauses, {output}", examples.len());
    Ok(())
}

/// Prints how good the judgement of clauses is at several thresholds, and how well it is calibrated.
fn print(judged: &[JudgedClause]) {
    let right = |j: &&JudgedClause| j.likeness >= 0.5;
    let (slope, base) = calibration(&judged.iter().map(|j| (j.sum, right(&j))).collect::<Vec<_>>());
    let probability = |j: &JudgedClause| 1.0 / (1.0 + (-(slope * j.sum + base)).exp());
    let of = |right: fn(&JudgedClause) -> f32, least: f32| judged.iter().filter(|j| right(j) >= least).count();
    println!("{} clauses, calibration {slope:.3} {base:.3}", judged.len());
    println!("extent     half in common  nine tenths in common");
    for (name, share) in
        [("of rule", (|j| j.of_rule) as fn(&JudgedClause) -> f32), ("chosen", |j| j.likeness), ("best", |j| j.highest)]
    {
        println!(
            "{name:10} {:.4}          {:.4}",
            ratio(of(share, 0.5), judged.len()),
            ratio(of(share, 0.9), judged.len())
        );
    }
    let all = judged.iter().filter(right).count();
    println!("{all} are right\nleast   precision recall F1");
    for step in 0..=9_u8 {
        let least = f32::from(step) / 10.0;
        let shown = judged.iter().filter(|j| probability(j) >= least);
        let (good, count) = (shown.clone().filter(right).count(), shown.count());
        let (p, r) = (ratio(good, count), ratio(good, all));
        println!("{least:.1}     {p:.4}    {r:.4} {:.4}", 2.0 * p * r / (p + r).max(1e-9));
    }
    println!("probability   clauses   share that is right");
    for step in 0..20_u8 {
        let (low, high) = (f32::from(step) / 20.0, f32::from(step + 1) / 20.0);
        let within: Vec<_> = judged.iter().filter(|j| (low..high).contains(&probability(j))).collect();
        let good = within.iter().filter(|j| right(j)).count();
        println!("{low:.2} to {high:.2}   {:6}   {:.3}", within.len(), ratio(good, within.len()));
    }
}
