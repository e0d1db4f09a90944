//! Trains the two models that find names: the conditional random field (the file
//! `names.model`) and then the networks (`names.network`).

use ndarray::Array2;

use super::crf::{self, FeatureWeights};
use super::sentences::TaggedSentence;
use super::soft_labels;
use super::{Report, network};
use crate::analysis::EntityKind;
use crate::lexicon::WordTables;
use crate::model::Model;
use crate::names::article_wide::unify_kinds;
use crate::names::features::NameFeatures;
use crate::names::linear_model::LinearModel;
use crate::names::network::batch::Batch;
use crate::names::network::table::RowFinder;
use crate::names::network::{TaggingEnsemble, TaggingNetwork, file};
use crate::names::piece::pieces;
use crate::names::tags::{self, TAGS};
use crate::names::transitions::{FORBIDDEN, Transitions};
use network::TaggedBatch;
use pullquote_article::Span;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::token::tokenize;
use pullquote_article::{ArticleBuilder, Format, Origin};

pub use crate::names::linear_model::ModelFileError;

/// Log2 of the number of buckets of the linear model's file.
const BUCKET_BITS: u32 = 16;
/// Linear weights are rounded to multiples of this.
const UNIT: f32 = 0.045;
/// The smallest linear weight that is kept.
const SMALLEST_WEIGHT: f32 = 0.052;
/// The number of linear models that are averaged. They differ in their seeds.
const LINEAR_MODELS: u64 = 6;
/// The settings of the linear models.
const LINEAR: crf::Settings = crf::Settings {
    tags: TAGS,
    passes: 8,
    least: 2,
    dropout: 0.4,
    seed: 0x2545_f491_4f6c_dd1d,
    rate: 0.05,
    decay: 0.0003,
};
/// The number of networks of the ensemble. They differ in their seeds.
const NETWORKS: u64 = 2;
/// The settings of the networks.
const NETWORK: network::Settings = network::Settings {
    rows: 20_000,
    passes: 12,
    batch: 3,
    rate: 0.003,
    warm_up: 100,
    decay: 0.01,
    dropout: 0.3,
    seed: 0x9e37_79b9_7f4a_7c15,
};

/// An article with the names that people marked in it.
#[derive(Debug, Clone)]
pub struct NamedArticle {
    /// The text. Its paragraphs are separated by empty lines.
    pub text: String,
    /// The range of each name in bytes, and its kind; in order and disjoint.
    pub names: Vec<(Span, EntityKind)>,
}

/// Trains the linear model. Returns the bytes of `names.model`.
#[must_use]
pub fn train_linear(articles: &[NamedArticle], tables: &WordTables, report: Report<'_>) -> Vec<u8> {
    let allowed = Transitions::new(TAGS, |a, b| if tags::may_follow(a, b) { 0.0 } else { FORBIDDEN });
    let sentences: Vec<TaggedSentence> = articles.iter().flat_map(|article| article.sentences(tables)).collect();
    let models = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..=LINEAR_MODELS)
            .map(|nth| {
                let (sentences, allowed) = (&sentences, &allowed);
                let settings = crf::Settings { seed: LINEAR.seed.wrapping_mul(2 * nth - 1), ..LINEAR };
                scope.spawn(move || crf::train(sentences, settings, allowed, report))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Vec<FeatureWeights>>()
    });
    let features = mean(models).into_iter().map(|(feature, weights)| {
        let weights = weights.into_iter().enumerate().filter(|(_, weight)| weight.abs() >= SMALLEST_WEIGHT);
        (feature, weights.map(|(tag, weight)| (tag as u8, weight)).collect())
    });
    LinearModel::write(TAGS as u32, BUCKET_BITS, UNIT, features.collect())
}

/// Trains the networks. `linear` are the bytes of the linear model that was trained
/// on the same articles. Returns the bytes of `names.network`.
///
/// # Errors
/// [`ModelFileError`] if `linear` is not a whole model file.
pub fn train_networks(
    articles: &[NamedArticle],
    tables: &WordTables,
    linear: &[u8],
    report: Report<'_>,
) -> Result<Vec<u8>, ModelFileError> {
    let linear = LinearModel::open(&linear.to_vec().into())?;
    let finder = RowFinder { linear: &linear, rows: NETWORK.rows };
    let batches = articles.iter().map(|article| article.batch(tables, finder)).collect();
    let batches = soft_labels::add(batches, NETWORK, report);
    Ok(file::write(&ensemble(&batches, report)))
}

/// The names that a model finds in a text, in order and disjoint. With
/// `unify_kinds`, names with the same spelling get one kind.
#[must_use]
pub fn find(text: &str, model: &Model, unify: bool) -> Vec<(Span, EntityKind)> {
    let tables = &model.names.word_tables;
    let mut found = model.names.tagger.find(text, &features(text, tables));
    if unify {
        unify_kinds(text, &mut found, tables);
    }
    found
}

/// The features of the pieces of a text.
fn features<'t>(text: &'t str, tables: &WordTables) -> NameFeatures<'t> {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let article = ArticleBuilder::raw(text.to_owned(), origin);
    let tokens = tokenize(text);
    let language = crate::language::Language::english();
    let sentences: Vec<Span> =
        article.blocks().iter().flat_map(|b| sentences(text, b.span, &tokens, language.text)).collect();
    NameFeatures::read(text, pieces(text, &tokens, &sentences), tables, language)
}

impl NamedArticle {
    /// The article for a network to learn from.
    fn batch(&self, tables: &WordTables, finder: RowFinder<'_>) -> TaggedBatch {
        let features = features(&self.text, tables);
        let batch = Batch::new(&features, 0, features.pieces().len(), finder);
        let tags: Vec<u8> = self.sentences(tables).into_iter().flat_map(|sentence| sentence.tags).collect();
        let tags = batch.pieces.iter().filter_map(|&piece| tags.get(piece).copied()).collect();
        TaggedBatch { batch, tags, soft_labels: Vec::new() }
    }

    /// The sentences of the article with their tags.
    fn sentences(&self, tables: &WordTables) -> Vec<TaggedSentence> {
        let features = features(&self.text, tables);
        let mut found = Vec::new();
        for sentence in features.sentences() {
            let pieces = features.pieces().get(sentence.start..sentence.end).unwrap_or(&[]);
            let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { continue };
            let whole = Span::new(first.span.start, last.span.end);
            let mut names: Vec<(Span, EntityKind)> = Vec::new();
            for &(name, kind) in self.names.iter().filter(|(name, _)| whole.overlaps(*name)) {
                let from = pieces.partition_point(|p| p.span.end <= name.start);
                let to = pieces.partition_point(|p| p.span.start < name.end);
                if from < to && names.last().is_none_or(|(n, _)| n.end <= from) {
                    names.push((Span::new(from, to), kind));
                }
            }
            found.push(TaggedSentence {
                features: (sentence.start..sentence.end).map(|i| features.all(i)).collect(),
                tags: tags::tags_of(pieces.len(), &names),
            });
        }
        found
    }
}

/// Trains the networks of the ensemble, each on a thread of its own.
fn ensemble(batches: &[TaggedBatch], report: Report<'_>) -> TaggingEnsemble<Array2<f32>> {
    let networks = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..=NETWORKS)
            .map(|nth| {
                let settings = network::Settings { seed: NETWORK.seed.wrapping_mul(2 * nth - 1), ..NETWORK };
                scope.spawn(move || network::train(batches, settings, report))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Vec<TaggingNetwork<_>>>()
    });
    TaggingEnsemble { networks }
}

/// The mean of models that were trained on the same sentences.
fn mean(mut models: Vec<FeatureWeights>) -> FeatureWeights {
    let count = models.len() as f32;
    let mut mean = models.pop().unwrap_or_default();
    for (i, (_, weights)) in mean.iter_mut().enumerate() {
        for (tag, weight) in weights.iter_mut().enumerate() {
            let others = models.iter().filter_map(|model| model.get(i)?.1.get(tag));
            *weight = (*weight + others.sum::<f32>()) / count;
        }
    }
    mean
}
