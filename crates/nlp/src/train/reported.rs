//! Trains the model that judges reported clauses (the file `reported.weights`) from articles with
//! attributions.

use crate::model::Model;
use crate::reported::{Proposal, WEIGHTS, proposals};
use crate::train::attribution::{Gold, with_reading};
use crate::train::logistic::{ChoiceExample, calibration, fit_choices};
use pullquote_article::{Article, Span};

pub use crate::logistic::LogisticWeights;

/// A clause that a rule found in an article with attributions.
#[derive(Debug, Clone)]
pub struct ReportedExample {
    /// Its extents, the one of the rule first.
    extents: Vec<KnownExtent>,
    /// The index of its article.
    pub article: usize,
}

/// An extent of a reported clause.
#[derive(Debug, Clone)]
struct KnownExtent {
    /// The slots of its features.
    features: Vec<u32>,
    /// How much it has in common with what the source said: the share of bytes, from 0 to 1.
    likeness: f32,
}

/// A clause of an article that the weights were not trained on.
#[derive(Debug, Clone, Copy)]
pub struct JudgedClause {
    /// The sum of weights of the extent that was chosen.
    pub sum: f32,
    /// How much it has in common with what the source said, from 0 to 1.
    pub likeness: f32,
    /// The same for the extent of the rule.
    pub of_rule: f32,
    /// The highest of all its extents.
    pub highest: f32,
}

/// An extent is right from this likeness on.
const RIGHT: f32 = 0.5;

/// Extents whose likeness differs by less are equally good: a comma more or less.
const EQUAL: f32 = 0.02;

/// The number of folds over articles.
pub const FOLDS: usize = 5;

/// The clauses that the rules find in articles with attributions, as examples.
#[must_use]
pub fn examples(attributed: &[(Article, Vec<Gold>)], model: &Model) -> Vec<ReportedExample> {
    let mut found = Vec::new();
    for (i, (article, gold)) in attributed.iter().enumerate() {
        with_reading(article, model, |reading, _| {
            let all = proposals(&reading.scene, &reading.sources);
            found.extend(all.iter().map(|p| example(p, gold, i)));
        });
    }
    found
}

fn example(proposal: &Proposal<'_>, gold: &[Gold], article: usize) -> ReportedExample {
    let source = [Some(proposal.source.span), proposal.source.stands_for];
    let own = |g: &&Gold| g.source.iter().any(|s| source.iter().flatten().any(|own| own.overlaps(*s)));
    let said: Vec<&Gold> = gold.iter().filter(own).collect();
    let extents = proposal.extents.iter().map(|extent| {
        let likeness = said.iter().map(|g| likeness(&extent.spans, &g.content)).fold(0.0, f32::max);
        KnownExtent { features: extent.features.clone(), likeness }
    });
    ReportedExample { extents: extents.collect(), article }
}

/// How much two sets of spans have in common: the bytes of both, as a share of those of either.
fn likeness(a: &[Span], b: &[Span]) -> f32 {
    let bytes = |all: &[Span]| all.iter().map(|span| span.len()).sum::<usize>();
    let both: usize = a.iter().flat_map(|a| b.iter().filter_map(|b| a.intersection(*b))).map(Span::len).sum();
    #[allow(clippy::cast_precision_loss)] // Clauses are short.
    let share = both as f32 / (bytes(a) + bytes(b) - both).max(1) as f32;
    share
}

/// Trains weights on examples. The calibration is fitted to clauses that were each judged by
/// weights that were trained without their articles. The same examples give the same weights.
#[must_use]
pub fn train(examples: &[ReportedExample]) -> LogisticWeights {
    let held_out: Vec<(f32, bool)> =
        cross_validate(examples).iter().map(|judged| (judged.sum, judged.likeness >= RIGHT)).collect();
    let (slope, base) = calibration(&held_out);
    fit_extents(examples.iter()).calibrated(slope, base)
}

/// Weights from the extents of examples, not calibrated: the extents that are most like what the
/// source said are right, or none if that is another clause.
fn fit_extents<'e>(examples: impl Iterator<Item = &'e ReportedExample>) -> LogisticWeights {
    let choice = |example: &ReportedExample| {
        let highest = example.highest();
        let right = |extent: &KnownExtent| highest >= RIGHT && extent.likeness >= highest - EQUAL;
        ChoiceExample { options: example.extents.iter().map(|e| (e.features.clone(), right(e))).collect() }
    };
    fit_choices(WEIGHTS, &examples.map(choice).collect::<Vec<_>>())
}

impl ReportedExample {
    /// The highest likeness of all extents.
    fn highest(&self) -> f32 {
        self.extents.iter().map(|extent| extent.likeness).fold(0.0, f32::max)
    }
}

/// Each example with the extent that weights choose that were trained without its article.
#[must_use]
pub fn cross_validate(examples: &[ReportedExample]) -> Vec<JudgedClause> {
    let parts: Vec<Vec<JudgedClause>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..FOLDS)
            .map(|fold| {
                scope.spawn(move || {
                    let weights = fit_extents(examples.iter().filter(|e| e.article % FOLDS != fold));
                    examples.iter().filter(|e| e.article % FOLDS == fold).filter_map(|e| judge(e, &weights)).collect()
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    parts.into_iter().flatten().collect()
}

fn judge(example: &ReportedExample, weights: &LogisticWeights) -> Option<JudgedClause> {
    let sums = example.extents.iter().map(|e| (weights.sum(&e.features), e.likeness));
    let (sum, likeness) = sums.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let of_rule = example.extents.first()?.likeness;
    Some(JudgedClause { sum, likeness, of_rule, highest: example.highest() })
}
