//! Trains the model that finds whom pronouns and noun phrases refer to.
//!
//! ```text
//! cargo run --release -p pullquote-nlp --features train --example train_resolver -- CORPORA OUTPUT [--passes N] [--answers FILE]
//! ```
//!
//! Run it from the root of the workspace. CORPORA is a folder with the corpora that
//! `labels.rs` lists. The same corpora give the same weights. It prints how many mentions
//! of articles that were held out are right, by kind of corpus and of mention.

mod labels;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use pullquote_nlp::train::resolver::{HeldAnswer, ResolverArticle, ResolverSchedule, ResolverWeights, train};
use pullquote_nlp::{Model, ModelFiles};

fn main() -> Result<()> {
    let usage = "usage: train_resolver CORPORA OUTPUT [--passes N] [--answers FILE]";
    let mut arguments = std::env::args().skip(1);
    let corpora = PathBuf::from(arguments.next().context(usage)?);
    let output = PathBuf::from(arguments.next().context(usage)?);
    let mut schedule = ResolverSchedule::default();
    let mut answers = None;
    while let Some(argument) = arguments.next() {
        let value = arguments.next().context(usage)?;
        match argument.as_str() {
            "--passes" => schedule.passes = value.parse()?,
            "--rate" => schedule.rate = value.parse()?,
            "--decay" => schedule.decay = value.parse()?,
            "--dropout" => schedule.dropout = value.parse()?,
            "--answers" => answers = Some(PathBuf::from(value)),
            "--networks" => schedule.networks = value.parse()?,
            _ => anyhow::bail!("{argument} is not an option; {usage}"),
        }
    }
    // Bundled weights may be of another format, which is why they are trained again.
    let rules_only = ResolverWeights::default().to_bytes();
    let model = Model::from_files(ModelFiles { resolver: rules_only.into(), ..ModelFiles::bundled() })?;
    let (articles, corpus_of) = labels::read(&corpora, &model)?;
    let (weights, held) = train(&articles, &model, schedule);
    let bytes = weights.to_bytes();
    std::fs::write(&output, &bytes).with_context(|| format!("writing {}", output.display()))?;
    println!("{} articles, {} bytes in {}", articles.len(), bytes.len(), output.display());
    print(&held, &corpus_of);
    if let Some(path) = answers {
        std::fs::write(&path, table(&held, &articles, &corpus_of))?;
    }
    Ok(())
}

/// The held-out answers, one a line: the corpus, the number of the article, the first code
/// point of the mention and the one after its last, its class, the name that is given or
/// nothing, the probability, and whether that is right.
fn table(held: &[HeldAnswer], articles: &[ResolverArticle], corpus_of: &[&'static str]) -> String {
    let row = |a: &HeldAnswer| {
        let text = articles.get(a.article).map_or("", |labelled| labelled.article.text());
        let at = |byte: usize| text.get(..byte).unwrap_or_default().chars().count();
        let corpus = corpus_of.get(a.article).copied().unwrap_or_default();
        let name = a.name.as_deref().unwrap_or_default();
        let (start, end) = (at(a.span.start), at(a.span.end));
        format!("{corpus}\t{}\t{start}\t{end}\t{}\t{name}\t{}\t{}\n", a.article, a.class, a.probability, a.right)
    };
    held.iter().map(row).collect()
}

/// Prints the held-out answers by corpus and class of mention.
fn print(held: &[HeldAnswer], corpus_of: &[&'static str]) {
    let mut rows: BTreeMap<(&str, &str), Vec<&HeldAnswer>> = BTreeMap::new();
    for answer in held {
        let corpus = corpus_of.get(answer.article).copied().unwrap_or_default();
        rows.entry((corpus, answer.class)).or_default().push(answer);
        rows.entry((corpus, "all")).or_default().push(answer);
    }
    println!("corpus       class           mentions  right  named right  unnamed kept  ≥ 0.9  right there");
    for ((corpus, class), all) in rows {
        let share = |of: &dyn Fn(&HeldAnswer) -> bool, in_: &dyn Fn(&HeldAnswer) -> bool| {
            let of_all = all.iter().filter(|a| in_(a));
            let (mut count, mut good) = (0_u32, 0_u32);
            of_all.for_each(|a| {
                count += 1;
                good += u32::from(of(a));
            });
            f64::from(good) / f64::from(count.max(1))
        };
        let sure = |a: &HeldAnswer| a.probability >= 0.93;
        println!(
            "{corpus:12} {class:15} {:8}  {:.3}  {:.3}        {:.3}         {:.3}  {:.3}",
            all.len(),
            share(&|a| a.right, &|_| true),
            share(&|a| a.right && a.name.is_some(), &|a| a.nameable),
            share(&|a| a.name.is_none(), &|a| !a.nameable),
            share(&sure, &|_| true),
            share(&|a| a.right, &sure),
        );
    }
}
