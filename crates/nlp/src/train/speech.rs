//! Trains the model that decides whether a passage is speech (the file `speech.weights`).

use crate::attribution::rank::QuoteCandidates;
use crate::attribution::weights::Weights;
use crate::model::Model;
use crate::passage::marks::Style;
use crate::quote::article_scene::ArticleScene;
use crate::scene::source::Source;
use crate::speech::WEIGHTS;
use crate::speech::features::features;
use crate::speech::habits::Habits;
use crate::speech::signs::Signs;
use crate::train::attribution::{FOLDS, Gold, Schedule, attribution, covered, fold_rankers, with_reading};
use crate::train::logistic::{LogisticExample, calibration, fit};
use crate::train::speakers::KnownSpeaker;
use pullquote_article::{Article, Span};

pub use crate::logistic::LogisticWeights;

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
    /// Its features, and whether it is speech.
    known: LogisticExample,
    /// The index of its article among those with labels; `None` for one with attributions.
    article: Option<usize>,
    /// The passage in its article.
    pub span: Span,
    /// Its number of words.
    pub words: usize,
}

impl SpeechExample {
    /// Whether it is speech.
    #[must_use]
    pub fn is_speech(&self) -> bool {
        self.known.right
    }
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
        found.extend(all.into_iter().map(|e| {
            let known = LogisticExample { weight: LABELLED_WEIGHT, ..e.known };
            SpeechExample { known, article: Some(i), ..e }
        }));
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
        let ArticleScene { scene, sources, groups } = reading;
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
                let known = LogisticExample { features: slots, right: speech, weight: 1.0 };
                found.push(SpeechExample { known, article: None, span, words });
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
pub fn train(examples: &[SpeechExample], labelled: &[LabelledArticle]) -> LogisticWeights {
    let held_out: Vec<(f32, bool)> =
        cross_validate(examples, labelled).into_iter().map(|(example, sum)| (sum, example.is_speech())).collect();
    let (slope, base) = calibration(&held_out);
    fit(WEIGHTS, &examples.iter().map(|e| &e.known).collect::<Vec<_>>()).calibrated(slope, base)
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
                    let outside = examples.iter().filter(|e| fold_of(e) != Some(fold));
                    let rest: Vec<&LogisticExample> = outside.map(|e| &e.known).collect();
                    let weights = fit(WEIGHTS, &rest);
                    let held = examples.iter().enumerate().filter(|(_, e)| fold_of(e) == Some(fold));
                    held.map(|(i, e)| (i, weights.sum(&e.known.features))).collect()
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
    let rest: Vec<&LogisticExample> =
        examples.iter().enumerate().filter(|(i, _)| held.binary_search(i).is_err()).map(|(_, e)| &e.known).collect();
    let weights = fit(WEIGHTS, &rest);
    held.into_iter().filter_map(|i| examples.get(i)).map(|e| (e, weights.sum(&e.known.features))).collect()
}
