//! Trains the model that decides whether a passage is speech (the file `speech.weights`):
//! logistic regression by adaptive gradient descent (Duchi et al. 2011), with dropout
//! (Srivastava et al. 2014) and the mean of several runs.

use crate::attribution::rank::QuoteCandidates;
use crate::attribution::weights::Weights;
use crate::model::Model;
use crate::passage::marks::Style;
use crate::quote::text_model::TextModel;
use crate::scene::source::Source;
use crate::speech::features::features;
use crate::speech::habits::Habits;
use crate::speech::signs::Signs;
use crate::speech::weights::{SLOTS, sigmoid};
use crate::train::attribution::{FOLDS, Gold, Schedule, attribution, covered, fold_rankers, with_reading};
use crate::train::random::{shuffle, uniform};
use crate::train::speakers::KnownSpeaker;
use pullquote_article::{Article, Span};

pub use crate::speech::weights::SpeechWeights;

/// An article of which every passage between marks is labelled.
#[derive(Debug, Clone)]
pub struct LabelledArticle {
    /// The article.
    pub article: Article,
    /// The site that it is from: articles of one site are in the same fold.
    pub site: String,
    /// The passages that are speech, as ranges of the text in bytes.
    pub speech: Vec<Span>,
    /// The passages that are not.
    pub other: Vec<Span>,
    /// The quotes with a known speaker.
    pub speakers: Vec<KnownSpeaker>,
}

/// A passage that is known to be speech or not to be speech.
#[derive(Debug, Clone)]
pub struct SpeechExample {
    /// The slots of its features.
    features: Vec<u32>,
    /// Whether it is speech.
    pub speech: bool,
    /// How much it counts.
    weight: f32,
    /// The index of its article among those with labels; `None` for one with attributions.
    article: Option<usize>,
    /// The passage in its article.
    pub span: Span,
    /// Its number of words.
    pub words: usize,
}

/// How much a passage of an article with labels counts; one with attributions counts 1.
/// Chosen by cross-validation over sites.
const LABELLED_WEIGHT: f32 = 5.0;

/// The schedule of the rankers that find the sources of the passages in the articles with
/// attributions. They need not be as good as the ranker in use.
const RANKERS: Schedule = Schedule {
    runs: 1,
    passes: 8,
    burn_in: 3,
    rate: 0.08,
    network_rate: 0.05,
    decay: 2e-6,
    feature_dropout: 0.5,
    input_dropout: 0.2,
    hidden_dropout: 0.3,
};

/// The passages of articles with attributions and of articles with labels, as examples.
///
/// The source of each passage is found as in use: in `attributed` by rankers that were
/// trained on other articles, in `labelled` by the attribution weights of `model`, which are
/// not to have learned from them.
#[must_use]
pub fn examples(
    attributed: &[(Article, Vec<Gold>)],
    labelled: &[LabelledArticle],
    model: &Model,
) -> Vec<SpeechExample> {
    let mut found = Vec::new();
    let rankers = fold_rankers(attributed, model, RANKERS);
    for (i, (article, gold)) in attributed.iter().enumerate() {
        let Some(ranker) = rankers.get(i % FOLDS) else { continue };
        let label = |span| Some(attribution(gold, span).is_some());
        found.extend(of_article(article, model, ranker, &label).unwrap_or_default());
    }
    for (i, page) in labelled.iter().enumerate() {
        let within = |span: Span, all: &[Span]| covered(span, all) >= 0.5;
        let label = |span| match within(span, &page.speech) {
            true => Some(true),
            false => within(span, &page.other).then_some(false),
        };
        let all = of_article(&page.article, model, &model.attribution, &label).unwrap_or_default();
        found.extend(all.into_iter().map(|e| SpeechExample { weight: LABELLED_WEIGHT, article: Some(i), ..e }));
    }
    found
}

/// The passages of an article between marks that have a label.
fn of_article(
    article: &Article,
    model: &Model,
    ranker: &Weights,
    label: &dyn Fn(Span) -> Option<bool>,
) -> Option<Vec<SpeechExample>> {
    with_reading(article, model, |reading, _| {
        let TextModel { scene, sources, groups } = reading;
        let habits = Habits::of(scene);
        let mut previous: Option<&Source> = None;
        let mut found = Vec::new();
        for group in groups {
            let Some(quote) = QuoteCandidates::new(scene, sources, group, previous) else { continue };
            let choice = quote.choose(ranker, previous);
            let passage = scene.passages.get(*group.passages.first()?)?;
            let marked = !matches!(passage.style, Style::Label | Style::SetOff);
            let known = label(passage.span).filter(|_| marked);
            if let (Some(speech), Some(signs)) =
                (known, Signs::of(scene, &habits, (&quote.setting, group), choice.as_ref()))
            {
                let mut slots = Vec::new();
                features(&signs, passage.span.of(scene.text), &mut slots);
                let span = passage.span;
                let words = span.of(scene.text).split_whitespace().count();
                found.push(SpeechExample { features: slots, speech, weight: 1.0, article: None, span, words });
            }
            if known != Some(false) {
                previous = choice.map(|c| c.candidate.source).or(previous);
            }
        }
        Some(found)
    })
}

/// Trains weights on examples. The calibration is fitted to the examples of articles with
/// labels, each judged by weights that were trained without its site. The same examples give
/// the same weights.
#[must_use]
pub fn train(examples: &[SpeechExample], labelled: &[LabelledArticle]) -> SpeechWeights {
    let held_out: Vec<(f32, bool)> =
        cross_validate(examples, labelled).into_iter().map(|(example, sum)| (sum, example.speech)).collect();
    let (slope, base) = calibration(&held_out);
    fit(&examples.iter().collect::<Vec<_>>()).calibrated(slope, base)
}

/// The number of folds over the sites of the articles with labels.
pub const SITE_FOLDS: usize = 5;

/// The fold of each article with labels: articles of one site are in the same one.
pub(super) fn site_folds(labelled: &[LabelledArticle], folds: usize) -> Vec<usize> {
    let mut sites: Vec<&str> = labelled.iter().map(|page| page.site.as_str()).collect();
    sites.sort_unstable();
    sites.dedup();
    labelled.iter().map(|page| sites.binary_search(&page.site.as_str()).unwrap_or(0) % folds).collect()
}

/// Each example of the articles with labels, with the sum of weights (not calibrated) that
/// it gets from weights that were trained without its site.
#[must_use]
pub fn cross_validate<'e>(
    examples: &'e [SpeechExample],
    labelled: &[LabelledArticle],
) -> Vec<(&'e SpeechExample, f32)> {
    let folds = site_folds(labelled, SITE_FOLDS);
    let fold_of = |example: &SpeechExample| example.article.and_then(|i| folds.get(i).copied());
    let parts: Vec<Vec<(usize, f32)>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..SITE_FOLDS)
            .map(|fold| {
                scope.spawn(move || {
                    let rest: Vec<&SpeechExample> = examples.iter().filter(|e| fold_of(e) != Some(fold)).collect();
                    let weights = fit(&rest);
                    let held = examples.iter().enumerate().filter(|(_, e)| fold_of(e) == Some(fold));
                    held.map(|(i, e)| (i, weights.sum(&e.features))).collect()
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    let mut all: Vec<(usize, f32)> = parts.into_iter().flatten().collect();
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().filter_map(|(i, sum)| Some((examples.get(i)?, sum))).collect()
}

/// The same for the articles with attributions: every fifth one is judged by weights that
/// were trained without it.
#[must_use]
pub fn held_out_attributed(examples: &[SpeechExample]) -> Vec<(&SpeechExample, f32)> {
    let attributed: Vec<usize> =
        examples.iter().enumerate().filter(|(_, e)| e.article.is_none()).map(|(i, _)| i).collect();
    let from = attributed.len() * 4 / 5;
    let held: Vec<usize> = attributed.get(from..).unwrap_or_default().to_vec();
    let rest: Vec<&SpeechExample> =
        examples.iter().enumerate().filter(|(i, _)| held.binary_search(i).is_err()).map(|(_, e)| e).collect();
    let weights = fit(&rest);
    held.into_iter().filter_map(|i| examples.get(i)).map(|e| (e, weights.sum(&e.features))).collect()
}

/// The number of runs that are averaged.
const RUNS: u64 = 4;
/// The number of passes over all examples in a run.
const PASSES: usize = 12;
/// The number of passes before the first one that is averaged.
const BURN_IN: usize = 4;
/// The step size.
const RATE: f32 = 0.04;
/// The weight decay.
const DECAY: f32 = 2e-5;
/// The share of features that each step leaves out at random.
const DROPOUT: f64 = 0.5;

/// The weights of a logistic regression over examples, not calibrated.
fn fit(examples: &[&SpeechExample]) -> SpeechWeights {
    let mut mean = vec![0.0_f32; SLOTS as usize];
    for run in 0..RUNS {
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(run + 1);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let (mut table, mut squares) = (vec![0.0_f32; SLOTS as usize], vec![1e-6_f32; SLOTS as usize]);
        for pass in 0..PASSES {
            shuffle(&mut order, &mut seed);
            for example in order.iter().filter_map(|&i| examples.get(i)) {
                step(example, &mut table, &mut squares, &mut seed);
            }
            if pass >= BURN_IN {
                #[allow(clippy::cast_precision_loss)] // Small numbers.
                let share = 1.0 / (RUNS as usize * (PASSES - BURN_IN)) as f32;
                mean.iter_mut().zip(&table).for_each(|(mean, value)| *mean += share * value);
            }
        }
    }
    SpeechWeights::new(mean)
}

/// One step of the descent. The features that are left out are made up for by the others.
fn step(example: &SpeechExample, table: &mut [f32], squares: &mut [f32], seed: &mut u64) {
    let kept: Vec<u32> = example.features.iter().copied().filter(|_| uniform(seed) >= DROPOUT).collect();
    let sum: f32 = kept.iter().filter_map(|&slot| table.get(slot as usize)).sum();
    let error = (sigmoid(sum) - if example.speech { 1.0 } else { 0.0 }) * example.weight;
    for slot in kept {
        let slot = slot as usize;
        if let (Some(value), Some(square)) = (table.get_mut(slot), squares.get_mut(slot)) {
            let gradient = error + DECAY * *value;
            *square += gradient * gradient;
            *value -= RATE * gradient / square.sqrt().max(0.05);
        }
    }
}

/// The slope and the base of the logistic curve that fits the sums (Platt 1999), by gradient
/// descent.
#[must_use]
pub fn calibration(judged: &[(f32, bool)]) -> (f32, f32) {
    const STEPS: usize = 4_000;
    const RATE: f32 = 0.2;
    let (mut slope, mut base) = (0.5_f32, 0.0_f32);
    #[allow(clippy::cast_precision_loss)] // Some thousands.
    let all = judged.len().max(1) as f32;
    for _ in 0..STEPS {
        let (mut by_slope, mut by_base) = (0.0, 0.0);
        for &(sum, speech) in judged {
            let error = sigmoid(slope * sum + base) - if speech { 1.0 } else { 0.0 };
            by_slope += error * sum;
            by_base += error;
        }
        slope -= RATE * 0.1 * by_slope / all;
        base -= RATE * by_base / all;
    }
    (slope, base)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(features: &[u32], speech: bool) -> SpeechExample {
        SpeechExample {
            features: features.to_vec(),
            speech,
            weight: 1.0,
            article: None,
            span: Span::default(),
            words: 1,
        }
    }

    #[test]
    fn what_only_speech_has_raises_the_probability() {
        let all: Vec<SpeechExample> =
            (0..400).map(|i| example(&[1, if i % 4 == 0 { 2 } else { 3 }], i % 4 != 0)).collect();
        let weights = fit(&all.iter().collect::<Vec<_>>());
        assert!(weights.probability_of(&[1, 3]) > 0.7 && weights.probability_of(&[1, 2]) < 0.5);
    }

    #[test]
    fn the_calibration_gives_the_share_that_is_speech() {
        let judged: Vec<(f32, bool)> =
            (0..1000).map(|i| if i < 500 { (6.0, i % 5 != 0) } else { (-6.0, i % 5 == 0) }).collect();
        let (slope, base) = calibration(&judged);
        assert!((sigmoid(slope * 6.0 + base) - 0.8).abs() < 0.03, "{slope} {base}");
        assert!((sigmoid(slope * -6.0 + base) - 0.2).abs() < 0.03, "{slope} {base}");
    }
}
