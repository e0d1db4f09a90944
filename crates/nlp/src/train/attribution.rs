//! Trains the attribution model from articles with known attributions (the file
//! `attribution.weights`): the choice of the source of a quote, and the confidence.

use crate::attribution::candidate::Choice;
use crate::attribution::confidence::{Confidence, Observed};
use crate::attribution::rank::QuoteCandidates;
use crate::entity::{EntityTable, find_names};
use crate::model::Model;
use crate::quote::article_scene::ArticleScene;
use crate::scene::group::Group;
use crate::scene::source::Source;
use crate::train::adagrad::{self, RankingExample};
use crate::train::speakers::{self, speaker_examples};
use crate::train::speech::{LabelledArticle, site_folds};
use pullquote_article::Article;
use pullquote_article::Span;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::token::tokenize;

pub use crate::attribution::weights::Weights;
pub use crate::train::adagrad::Schedule;

/// An annotated attribution. Ranges are of the text of its article, in bytes.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// The words of the quote.
    pub content: Vec<Span>,
    /// The words for its source; empty if the source is not known.
    pub source: Vec<Span>,
}

/// The number of folds: each is attributed by a ranker that was trained on the others.
pub(super) const FOLDS: usize = 3;

/// How often a quote of a page counts. Of 1, 2 and 6, by cross-validation over sites.
const PAGE_TIMES: usize = 3;

/// Trains weights on articles with their attributions and on pages with the speakers of their
/// quotes. `model` finds the names, the cues and whom pronouns mean; its own attribution weights
/// are not used. The confidence is fitted to the attributions of articles and pages that the
/// ranker was not trained on. The same articles give the same weights.
#[must_use]
pub fn train(
    articles: &[(Article, Vec<Gold>)],
    pages: &[LabelledArticle],
    model: &Model,
    schedule: Schedule,
) -> Weights {
    let examples = Examples::of(articles, pages, model);
    let mut observed = Vec::new();
    for fold in 0..FOLDS {
        let ranker = examples.train(Some(fold), schedule);
        for (article, gold) in articles.iter().skip(fold).step_by(FOLDS) {
            observed.extend(try_out(article, gold, model, &ranker));
        }
        for (page, _) in pages.iter().zip(&examples.page_folds).filter(|(_, own)| **own == fold) {
            observed.extend(speakers::try_out(page, model, &ranker));
        }
    }
    let mut ranker = examples.train(None, schedule);
    ranker.confidence = Confidence::fit(&observed);
    ranker.learned_with(&model.cues)
}

/// The quotes with a known source or speaker.
struct Examples {
    /// Those of each article.
    articles: Vec<Vec<RankingExample>>,
    /// Those of each page.
    pages: Vec<Vec<RankingExample>>,
    /// The fold of each page.
    page_folds: Vec<usize>,
}

impl Examples {
    fn of(articles: &[(Article, Vec<Gold>)], pages: &[LabelledArticle], model: &Model) -> Self {
        Self {
            articles: articles.iter().map(|(article, gold)| ranking_examples(article, gold, model)).collect(),
            pages: pages.iter().map(|page| speaker_examples(page, model)).collect(),
            page_folds: site_folds(pages, FOLDS),
        }
    }

    /// A ranker that was trained on all, or on all outside a fold.
    fn train(&self, without: Option<usize>, schedule: Schedule) -> Weights {
        let articles = self.articles.iter().enumerate().filter(|(i, _)| Some(i % FOLDS) != without);
        let mut all: Vec<&RankingExample> = articles.flat_map(|(_, own)| own).collect();
        for _ in 0..PAGE_TIMES {
            let pages = self.pages.iter().zip(&self.page_folds).filter(|(_, fold)| Some(**fold) != without);
            all.extend(pages.flat_map(|(own, _)| own));
        }
        adagrad::train_ranking(&all, schedule)
    }
}

/// For each fold of the articles, a ranker that was trained on the others: the article with
/// index `i` is in fold `i % FOLDS`.
pub(super) fn fold_rankers(articles: &[(Article, Vec<Gold>)], model: &Model, schedule: Schedule) -> [Weights; FOLDS] {
    let examples = Examples::of(articles, &[], model);
    std::array::from_fn(|fold| examples.train(Some(fold), schedule))
}

/// The share of a span that some spans cover, from 0 to 1.
pub(super) fn covered(span: Span, spans: &[Span]) -> f32 {
    let bytes: usize = spans.iter().filter_map(|s| s.intersection(span)).map(Span::len).sum();
    #[allow(clippy::cast_precision_loss)] // Passages are short.
    let share = bytes as f32 / span.len().max(1) as f32;
    share
}

/// The attribution with a quote that covers most of a span.
pub(super) fn attribution(gold: &[Gold], span: Span) -> Option<&Gold> {
    gold.iter().find(|g| covered(span, &g.content) >= 0.8)
}

/// Calls `read` with the text model of an article and the table of its entities.
pub(super) fn with_reading<T>(
    article: &Article,
    model: &Model,
    read: impl FnOnce(&ArticleScene<'_>, &EntityTable) -> T,
) -> T {
    let text = article.text();
    let tokens = tokenize(text);
    let sentences: Vec<Span> =
        article.blocks().iter().flat_map(|b| sentences(text, b.span, &tokens, model.language.text)).collect();
    let names = find_names(text, &tokens, &sentences, model, None);
    let table = EntityTable::join(model.language, text, &tokens, &names);
    read(&ArticleScene::new(article, &tokens, &table, model), &table)
}

/// The quotes of an article that have a known source.
fn ranking_examples(article: &Article, gold: &[Gold], model: &Model) -> Vec<RankingExample> {
    with_reading(article, model, |reading, _| {
        let mut found = Vec::new();
        let mut previous: Option<&Source> = None;
        for group in &reading.groups {
            let Some(quote) = QuoteCandidates::new(&reading.scene, &reading.sources, group, previous) else { continue };
            let Some(known) = known(reading, group, gold) else { continue };
            let right = right(&quote, known);
            let chosen = quote.candidates.iter().zip(&right).filter(|(_, right)| **right).map(|(c, _)| c);
            previous = chosen.min_by_key(|c| (c.source.cue.is_none(), c.paragraphs)).map(|c| c.source).or(previous);
            found.push(RankingExample { features: quote.features, inputs: quote.inputs, right });
        }
        found
    })
}

/// For each candidate of a quote, whether it is right.
fn right(quote: &QuoteCandidates<'_>, known: &Gold) -> Vec<bool> {
    quote.candidates.iter().map(|c| known.source.iter().any(|s| s.overlaps(c.source.span))).collect()
}

/// The attribution of a quote, if its source is known.
fn known<'g>(reading: &ArticleScene<'_>, group: &Group, gold: &'g [Gold]) -> Option<&'g Gold> {
    let mut spans = group.passages.iter().filter_map(|&p| reading.scene.passages.get(p)).map(|p| p.span);
    spans.find_map(|s| attribution(gold, s)).filter(|g| !g.source.is_empty())
}

/// Attributes the quotes of an article with a ranker, as in use, except that passages that
/// are not speech are known.
fn try_out(article: &Article, gold: &[Gold], model: &Model, ranker: &Weights) -> Vec<Observed> {
    with_reading(article, model, |reading, _| {
        let mut found = Vec::new();
        let mut previous: Option<&Source> = None;
        for group in &reading.groups {
            let Some(quote) = QuoteCandidates::new(&reading.scene, &reading.sources, group, previous) else { continue };
            let choice: Option<Choice<'_>> = quote.choose(ranker, previous);
            let Some(first) = group.passages.first().and_then(|&p| reading.scene.passages.get(p)) else { continue };
            let speech = attribution(gold, first.span).is_some();
            let known = known(reading, group, gold);
            found.extend(choice.zip(known).map(|(choice, known)| {
                // “Who” is as right as the name that it refers to.
                let alike = quote.candidates.iter().zip(right(&quote, known));
                let right = alike.into_iter().any(|(c, right)| right && c.same_source(&choice.candidate));
                Observed { probability: choice.probability, rule: choice.candidate.rule, right }
            }));
            previous = choice.filter(|_| speech).map(|c| c.candidate.source).or(previous);
        }
        found
    })
}
