//! Measures the confidence of attributions on a corpus: how many attributions of each
//! confidence are right.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --example calibration -- CORPUS [--folds N] [--errors N]
//! ```
//!
//! CORPUS is a folder of articles with attributions: see `corpus/mod.rs`. With
//! `--folds N`, the articles are divided into N parts, and each part is measured with
//! weights that were trained on the others. This makes it possible to measure a corpus
//! that the bundled weights were trained on. Where CORPUS has a file `identity.tsv` (see
//! `identity.rs`), a second table says of how many quotes of each confidence the speaker is
//! the right person, by kind of mention. `--errors N` prints the first N wrong
//! attributions.

#[path = "../corpus/mod.rs"]
mod corpus;
mod identity;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pullquote_article::Article;
use pullquote_article::Span;
use pullquote_nlp::train::attribution::{Gold, Schedule, train};
use pullquote_nlp::train::ratio;
use pullquote_nlp::{Model, QuoteKind, analyze};

/// One attribution: its confidence, and whether it is right.
#[derive(Clone, Copy)]
struct Judged {
    confidence: f32,
    right: bool,
}

/// The results for the quotes of a corpus.
#[derive(Default)]
struct Outcome {
    judged: Vec<Judged>,
    /// The most probable source of each quote, shown or withheld.
    best: Vec<Judged>,
    /// The number of quotes with a known source.
    sourced: usize,
    /// The number of passages that are speech.
    speech: usize,
    /// The number of passages that are not speech.
    other: usize,
    errors: Vec<String>,
    rules: std::collections::BTreeMap<&'static str, (usize, usize)>,
}

fn main() -> Result<()> {
    let mut corpus = None;
    let (mut folds, mut errors) = (0, 0);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folds" => folds = arguments.next().context("--folds takes a number")?.parse()?,
            "--errors" => errors = arguments.next().context("--errors takes a number")?.parse()?,
            _ => corpus = Some(PathBuf::from(argument)),
        }
    }
    let path = corpus.context("usage: calibration CORPUS [--folds N] [--errors N]")?;
    let articles = corpus::read(&path)?;
    let mut outcome = Outcome::default();
    let mut identities = identity::Identities::read(&path)?;
    if folds == 0 {
        measure(&articles.iter().collect::<Vec<_>>(), &Model::bundled(), &mut outcome, &mut identities);
    }
    for fold in 0..folds {
        let part = |held: bool| articles.iter().enumerate().filter(move |(i, _)| (i % folds == fold) == held);
        let rest: Vec<(Article, Vec<Gold>)> = part(false).map(|(_, a)| a.clone()).collect();
        let weights = train(&rest, &[], &Model::bundled(), Schedule::default());
        let model = Model::bundled().with_attribution(weights);
        measure(&part(true).map(|(_, a)| a).collect::<Vec<_>>(), &model, &mut outcome, &mut identities);
    }
    outcome.errors.iter().take(errors).for_each(|e| println!("{e}"));
    print(&outcome);
    identities.print();
    Ok(())
}

fn measure(
    articles: &[&(Article, Vec<Gold>)],
    model: &Model,
    outcome: &mut Outcome,
    identities: &mut identity::Identities,
) {
    for (article, gold) in articles {
        let analysis = analyze(article, model);
        identities.judge(article, &analysis);
        let text = article.text();
        for quote in analysis.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect) {
            for &span in quote.spans.iter().filter(|s| s.of(text).split_whitespace().count() >= 3) {
                let Some(known) = gold.iter().find(|g| covered(span, &g.content) >= 0.8) else {
                    outcome.other += 1;
                    continue;
                };
                outcome.speech += 1;
                if known.source.is_empty() {
                    continue;
                }
                outcome.sourced += 1;
                let best = quote.speaker.as_ref().map(|speaker| (speaker, quote.confidence));
                let withheld = || quote.candidates.first().map(|c| (&c.speaker, c.confidence));
                outcome.best.extend(best.or_else(withheld).map(|(speaker, confidence)| {
                    let mention = speaker.mention.unwrap_or_default();
                    Judged { confidence, right: known.source.iter().any(|s| s.overlaps(mention)) }
                }));
                let Some(speaker) = &quote.speaker else { continue };
                let mention = speaker.mention.unwrap_or_default();
                let right = known.source.iter().any(|s| s.overlaps(mention));
                outcome.judged.push(Judged { confidence: quote.confidence, right });
                let (all, good) = outcome.rules.entry(speaker.rule).or_default();
                *all += 1;
                *good += usize::from(right);
                if !right {
                    let from = text[..span.start].char_indices().rev().nth(300).map_or(0, |(i, _)| i);
                    let to = text[span.end..].char_indices().nth(200).map_or(text.len(), |(i, _)| span.end + i);
                    let sources: Vec<&str> = known.source.iter().map(|s| s.of(text)).collect();
                    outcome.errors.push(format!(
                        "{:?} {}/{}\n   gold {sources:?} got {:?} {} {:.2}\n   {}⟦{}⟧{}\n",
                        article.origin().path.as_ref().and_then(|p| p.file_stem()),
                        quote.spans.iter().position(|s| *s == span).unwrap_or(0),
                        quote.spans.len(),
                        mention.of(text),
                        speaker.rule,
                        quote.confidence,
                        &text[from..span.start],
                        span.of(text),
                        &text[span.end..to],
                    ));
                }
            }
        }
    }
}

fn covered(span: Span, spans: &[Span]) -> f64 {
    let bytes: usize = spans.iter().filter_map(|s| s.intersection(span)).map(Span::len).sum();
    ratio(bytes, span.len())
}

fn print(outcome: &Outcome) {
    let right = outcome.judged.iter().filter(|j| j.right).count();
    println!("{} quotes with a known source, {} attributed, {right} right", outcome.sourced, outcome.judged.len());
    println!("{} passages are speech, {} are not", outcome.speech, outcome.other);
    println!("accuracy {:.4}, precision {:.4}", ratio(right, outcome.sourced), ratio(right, outcome.judged.len()));
    println!("\nno speaker below   accuracy   precision");
    for step in 0..=14_u8 {
        let least = f32::from(step) * 0.05;
        let given: Vec<&Judged> = outcome.best.iter().filter(|j| j.confidence >= least).collect();
        let right = given.iter().filter(|j| j.right).count();
        println!("{least:.2} {:.4} {:.4}", ratio(right, outcome.sourced), ratio(right, given.len()));
    }
    for (rule, (all, good)) in &outcome.rules {
        println!("{rule:20} {all:5} {:.3}", ratio(*good, *all));
    }
    println!("\nconfidence   quotes   right   share");
    for step in 0..10_u8 {
        let (low, high) = (f32::from(step) / 10.0, f32::from(step + 1) / 10.0);
        line(&format!("{low:.1} to {high:.1}"), outcome, |c| c >= low && (c < high || step == 9));
    }
    line("above 0.9", outcome, |c| c > 0.9);
    line("below 0.5", outcome, |c| c < 0.5);
}

fn line(name: &str, outcome: &Outcome, within: impl Fn(f32) -> bool) {
    let rows: Vec<&Judged> = outcome.judged.iter().filter(|j| within(j.confidence)).collect();
    let right = rows.iter().filter(|j| j.right).count();
    println!("{name:12} {:6} {right:7}   {:.3}", rows.len(), ratio(right, rows.len()));
}
