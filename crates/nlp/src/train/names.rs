//! Trains the two models that find names: the conditional random field (the file
//! `names.model`) and then the networks (`names.network`).

use ndarray::Array2;

use super::crf::{self, FeatureWeights};
use super::sentences::TaggedSentence;
use super::soft_labels;
use super::{Report, network};
use crate::analysis::EntityKind;
use crate::entity::find_names;
use crate::language::Language;
use crate::lexicon::WordTables;
use crate::model::Model;
use crate::names::features::NameFeatures;
use crate::names::linear_model::LinearModel;
use crate::names::network::batch::Batch;
use crate::names::network::table::RowFinder;
use crate::names::network::{TaggingEnsemble, TaggingNetwork, file};
use crate::names::piece::{Piece, pieces};
use crate::names::tagger::Tagger;
use crate::names::tags::{self, TAGS, TagSet};
use crate::names::transitions::{FORBIDDEN, Transitions};
use network::TaggedBatch;
use pullquote_article::Span;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::token::{Token, tokenize};
use pullquote_article::{ArticleBuilder, Format, Origin};

pub use crate::names::linear_model::ModelFileError;

/// Log2 of the number of buckets of the linear model's file.
const BUCKET_BITS: u32 = 16;
/// Linear weights are rounded to multiples of this.
const UNIT: f32 = 0.045;
/// The smallest linear weight that is kept, if the file is then no larger than
/// [`LARGEST_FILE`].
const SMALLEST_WEIGHT: f32 = 0.052;
/// How much larger the smallest weight becomes while the file is too large.
const WEIGHT_STEP: f32 = 0.001;
/// The largest size of the linear model's file, in bytes. All model files together may
/// have 6.5 MB.
const LARGEST_FILE: usize = 2_400_000;
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
    /// The kinds that people looked for. Words outside `names` may be names of other
    /// kinds.
    pub kinds: Vec<EntityKind>,
    /// Ranges of words, in bytes, of which it is not known what they are.
    pub unknown: Vec<Span>,
    /// How much the article counts; 1 for one that counts in full.
    pub weight: f32,
}

/// Trains the linear model. Returns the bytes of `names.model`.
#[must_use]
pub fn train_linear(articles: &[NamedArticle], tables: &WordTables, report: Report<'_>) -> Vec<u8> {
    let weights = linear_weights(articles, tables, LINEAR_MODELS, report);
    let mut smallest = SMALLEST_WEIGHT;
    loop {
        let bytes = linear_file(&weights, smallest);
        if bytes.len() <= LARGEST_FILE {
            return bytes;
        }
        smallest += WEIGHT_STEP;
    }
}

/// The bytes of a linear model without the weights that are nearer to 0 than `smallest`.
fn linear_file(weights: &FeatureWeights, smallest: f32) -> Vec<u8> {
    let kept = weights.iter().map(|(feature, weights)| {
        let weights = weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= smallest);
        (*feature, weights.map(|(tag, weight)| (tag as u8, *weight)).collect())
    });
    LinearModel::write(TAGS as u32, BUCKET_BITS, UNIT, kept.collect())
}

/// The mean weights of `models` linear models that differ in their seeds.
fn linear_weights(articles: &[NamedArticle], tables: &WordTables, models: u64, report: Report<'_>) -> FeatureWeights {
    let allowed = Transitions::new(TAGS, |a, b| if tags::may_follow(a, b) { 0.0 } else { FORBIDDEN });
    let sentences: Vec<TaggedSentence> = articles.iter().flat_map(|article| article.sentences(tables)).collect();
    let models = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..=models)
            .map(|nth| {
                let (sentences, allowed) = (&sentences, &allowed);
                let settings = crf::Settings { seed: LINEAR.seed.wrapping_mul(2 * nth - 1), ..LINEAR };
                scope.spawn(move || crf::train(sentences, settings, allowed, report))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Vec<FeatureWeights>>()
    });
    mean(models)
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

/// Completes articles in which people marked some kinds only: adds the names of the other
/// kinds that a linear model finds. That model is trained on the articles with all kinds.
/// Without them, a training would learn nothing about, say, dates from these articles, and
/// slowly forget what it knows.
///
/// # Errors
/// [`ModelFileError`] if the linear model cannot be read back.
pub fn complete_kinds(
    articles: &mut [NamedArticle],
    tables: &WordTables,
    report: Report<'_>,
) -> Result<(), ModelFileError> {
    let has_all = |article: &NamedArticle| tags::KINDS.iter().all(|kind| article.kinds.contains(kind));
    let whole: Vec<NamedArticle> = articles.iter().filter(|article| has_all(article)).cloned().collect();
    let weights = linear_weights(&whole, tables, 1, report);
    let linear = LinearModel::open(&linear_file(&weights, SMALLEST_WEIGHT).into())?;
    let tagger = Tagger::new(linear, TaggingEnsemble { networks: Vec::new() });
    for article in articles.iter_mut().filter(|article| !has_all(article)) {
        let mut found = tagger.find(&article.text, &features(&article.text, tables));
        let known = |span: Span| article.names.iter().any(|(name, _)| name.overlaps(span));
        found.retain(|(span, kind)| !article.kinds.contains(kind) && !known(*span));
        article.unknown.retain(|unknown| !found.iter().any(|(span, _)| span == unknown));
        article.names.extend(found);
        article.names.sort_by_key(|(span, _)| span.start);
        article.kinds = tags::KINDS.to_vec();
    }
    Ok(())
}

/// The names that a model finds in a text, after all repairs except for the one with the
/// name `without`; in order and disjoint.
#[must_use]
pub fn find(text: &str, model: &Model, without: Option<&str>) -> Vec<(Span, EntityKind)> {
    let (tokens, sentences) = tokens_and_sentences(text);
    let names = find_names(text, &tokens, &sentences, model, without);
    names.into_iter().map(|name| (name.span, name.kind)).collect()
}

/// The names of the repairs of names, in the order they run.
pub fn repairs() -> impl Iterator<Item = &'static str> {
    crate::entity::repair::REPAIRS.iter().map(|repair| repair.name)
}

/// The tokens and the sentences of a text, read as plain text.
fn tokens_and_sentences(text: &str) -> (Vec<Token>, Vec<Span>) {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let article = ArticleBuilder::raw(text.to_owned(), origin);
    let tokens = tokenize(text);
    let language = Language::english().text;
    let found = article.blocks().iter().flat_map(|block| sentences(text, block.span, &tokens, language)).collect();
    (tokens, found)
}

/// The features of the pieces of a text.
fn features<'t>(text: &'t str, tables: &WordTables) -> NameFeatures<'t> {
    let (tokens, sentences) = tokens_and_sentences(text);
    NameFeatures::read(text, pieces(text, &tokens, &sentences), tables, Language::english())
}

impl NamedArticle {
    /// The article for a network to learn from.
    fn batch(&self, tables: &WordTables, finder: RowFinder<'_>) -> TaggedBatch {
        let features = features(&self.text, tables);
        let batch = Batch::new(&features, 0, features.pieces().len(), finder);
        let tags: Vec<TagSet> = self.sentences(tables).into_iter().flat_map(|sentence| sentence.tags).collect();
        let tags = batch.pieces.iter().filter_map(|&piece| tags.get(piece).copied()).collect();
        TaggedBatch { batch, tags, weight: self.weight, soft_labels: Vec::new() }
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
            names.iter_mut().filter(|(_, kind)| *kind == EntityKind::Person).for_each(|(name, _)| {
                name.start += titles(&self.text, pieces.get(name.start..name.end).unwrap_or(&[]));
            });
            let mut tags = tags::tags_of(pieces.len(), &names, &self.kinds);
            for (piece, tags) in pieces.iter().zip(&mut tags) {
                if self.unknown.iter().any(|unknown| unknown.overlaps(piece.span)) {
                    *tags = TagSet::ALL;
                }
            }
            found.push(TaggedSentence {
                features: (sentence.start..sentence.end).map(|i| features.all(i)).collect(),
                tags,
                weight: self.weight,
            });
        }
        found
    }
}

/// How many pieces at the beginning of a person's name are titles with their full stops.
/// Some annotators mark “Mr. Lee”, others “Lee”; the models learn the second.
fn titles(text: &str, name: &[Piece]) -> usize {
    let people = &Language::english().people;
    let is_title = |piece: &&Piece| {
        let word = piece.span.of(text).to_lowercase();
        let word = word.trim_end_matches('.');
        word.is_empty() || people.is_honorific(word) || people.is_role(word)
    };
    let titles = name.iter().take_while(is_title).count();
    // “King” alone is somebody's name.
    if titles < name.len() { titles } else { 0 }
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
