//! Soft labels: what networks that did not see an article say about its tags.

use crate::train::Report;
use crate::train::network::{Settings, TaggedBatch, train};

/// The number of folds that the articles are divided into.
const FOLDS: usize = 4;

/// Gives each article the mean probabilities of two networks that were trained on
/// the other folds. An annotation that the other articles do not support then
/// counts less, and a name that annotators missed counts more (after Furlanello et
/// al. 2018, who train networks on the output of others).
pub(super) fn add(mut articles: Vec<TaggedBatch>, settings: Settings, report: Report<'_>) -> Vec<TaggedBatch> {
    let labels: Vec<Vec<Vec<f32>>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..FOLDS)
            .map(|fold| {
                let articles = &articles;
                scope.spawn(move || of_fold(articles, fold, settings, report))
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    for (i, article) in articles.iter_mut().enumerate() {
        article.soft_labels = labels.get(i % FOLDS).and_then(|fold| fold.get(i / FOLDS)).cloned().unwrap_or_default();
    }
    articles
}

/// For each article of a fold, the probabilities of the tags of its pieces.
fn of_fold(articles: &[TaggedBatch], fold: usize, settings: Settings, report: Report<'_>) -> Vec<Vec<f32>> {
    let others = articles.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
    let others: Vec<TaggedBatch> = others.map(|(_, article)| article.clone()).collect();
    let seed = settings.seed.wrapping_mul(2 * fold as u64 + 3);
    let networks = [seed, seed.wrapping_mul(12345)].map(|seed| train(&others, Settings { seed, ..settings }, report));
    let mean = |article: &TaggedBatch| {
        let [first, second] = networks.each_ref().map(|network| network.log_probabilities(&article.batch));
        first.iter().zip(&second).map(|(a, b)| (a.exp() + b.exp()) / 2.0).collect()
    };
    articles.iter().skip(fold).step_by(FOLDS).map(mean).collect()
}
