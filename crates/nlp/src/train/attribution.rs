//! Training the ranker from articles whose attributions are known.
//!
//! First to choose the source of a quote, then to tell speech from other
//! words between marks; [`crate::train::adagrad`] has the method. All chance comes
//! from a fixed generator, so the same articles always give the same weights.

use crate::attribution::candidate::Choice;
use crate::attribution::confidence::{Confidence, Observed};
use crate::attribution::features::speech_features;
use crate::attribution::rank::Ballot;
use crate::attribution::weights::Weights;
use crate::entity::{EntityTable, recognise};
use crate::model::Model;
use crate::quote::text_model::TextModel;
use crate::scene::group::Group;
use crate::scene::source::Source;
use crate::train::adagrad::{self, Schedule};
use crate::train::adagrad::{Choosing, Telling};
use pullquote_article::Article;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::span::Span;
use pullquote_article::text::token::tokenize;

/// An attribution known to be right, in bytes of its article's text.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// What was said.
    pub content: Vec<Span>,
    /// Whose words they are; may be empty.
    pub source: Vec<Span>,
}

/// In how many parts the articles are judged by what the others taught.
const PARTS: usize = 3;

/// Trains weights on articles and their attributions. `model` gives the names
/// and cues; its own weights are not used. The confidence, and what tells
/// speech from other marked words, learn from the sources that are chosen in
/// articles not learned from.
#[must_use]
pub fn train(articles: &[(Article, Vec<Gold>)], model: &Model, schedule: Schedule) -> Weights {
    let choosing: Vec<Vec<Choosing>> = articles.iter().map(|(article, gold)| visit(article, gold, model)).collect();
    let (mut observed, mut telling) = (Vec::new(), Vec::new());
    for part in 0..PARTS {
        let rest = choosing.iter().enumerate().filter(|(i, _)| i % PARTS != part);
        let ranker = adagrad::choosing(&rest.flat_map(|(_, all)| all).collect::<Vec<_>>(), schedule);
        for (article, gold) in articles.iter().skip(part).step_by(PARTS) {
            for tried in try_out(article, gold, model, &ranker) {
                observed.extend(tried.observed);
                telling.push(tried.telling);
            }
        }
    }
    let mut ranker = adagrad::choosing(&choosing.iter().flatten().collect::<Vec<_>>(), schedule);
    ranker.confidence = Confidence::fit(&observed);
    adagrad::telling(&telling, ranker, schedule)
}

fn covered(span: Span, spans: &[Span]) -> f32 {
    let bytes: usize = spans.iter().filter_map(|s| s.intersection(span)).map(Span::len).sum();
    #[allow(clippy::cast_precision_loss)] // Passages are short.
    let share = bytes as f32 / span.len().max(1) as f32;
    share
}

fn attribution(gold: &[Gold], span: Span) -> Option<&Gold> {
    gold.iter().find(|g| covered(span, &g.content) >= 0.8)
}

fn with_reading<T>(article: &Article, model: &Model, read: impl FnOnce(&TextModel<'_>) -> T) -> T {
    let text = article.text();
    let tokens = tokenize(text);
    let sentences: Vec<Span> = article.blocks().iter().flat_map(|b| sentences(text, b.span, &tokens)).collect();
    let names = recognise(text, &tokens, &sentences, model);
    let table = EntityTable::join(&model.language, text, &tokens, &names);
    read(&TextModel::new(article, &tokens, &table, model))
}

/// The quotes of an article that have a known source.
fn visit(article: &Article, gold: &[Gold], model: &Model) -> Vec<Choosing> {
    with_reading(article, model, |reading| {
        let mut found = Vec::new();
        let mut previous: Option<&Source> = None;
        for group in &reading.groups {
            let Some(ballot) = Ballot::new(&reading.scene, &reading.sources, group, previous) else { continue };
            let Some(known) = known(reading, group, gold) else { continue };
            let right = right(&ballot, known);
            let chosen = ballot.candidates.iter().zip(&right).filter(|(_, right)| **right).map(|(c, _)| c);
            previous = chosen.min_by_key(|c| (c.source.cue.is_none(), c.paragraphs)).map(|c| c.source).or(previous);
            found.push(Choosing { features: ballot.features, facts: ballot.facts, right });
        }
        found
    })
}

/// Which candidates are right.
fn right(ballot: &Ballot<'_>, known: &Gold) -> Vec<bool> {
    ballot.candidates.iter().map(|c| known.source.iter().any(|s| s.overlaps(c.source.span))).collect()
}

/// The attribution of a quote, if its source is known.
fn known<'g>(reading: &TextModel<'_>, group: &Group, gold: &'g [Gold]) -> Option<&'g Gold> {
    let mut spans = group.passages.iter().filter_map(|&p| reading.scene.passages.get(p)).map(|p| p.span);
    spans.find_map(|s| attribution(gold, s)).filter(|g| !g.source.is_empty())
}

/// A quote as a ranker sees it.
struct Tried {
    telling: Telling,
    /// What became of the choice, where the source is known.
    observed: Option<Observed>,
}

/// Lets a ranker choose in an article as it would in use, but for passages
/// that are no speech.
fn try_out(article: &Article, gold: &[Gold], model: &Model, ranker: &Weights) -> Vec<Tried> {
    with_reading(article, model, |reading| {
        let mut found = Vec::new();
        let mut previous: Option<&Source> = None;
        for group in &reading.groups {
            let Some(ballot) = Ballot::new(&reading.scene, &reading.sources, group, previous) else { continue };
            let choice: Option<Choice<'_>> = ballot.choose(ranker, previous);
            let Some(first) = group.passages.first().and_then(|&p| reading.scene.passages.get(p)) else { continue };
            let speech = attribution(gold, first.span).is_some();
            let mut features = Vec::new();
            speech_features(&reading.scene, &ballot.setting, group, choice.as_ref(), &mut features);
            let known = known(reading, group, gold);
            let observed = choice.zip(known).map(|(choice, known)| {
                // “Who” is as good as whom it stands for.
                let alike = ballot.candidates.iter().zip(right(&ballot, known));
                let right = alike.into_iter().any(|(c, right)| right && c.same_source(&choice.candidate));
                Observed { probability: choice.probability, rule: choice.candidate.rule, right }
            });
            found.push(Tried { telling: Telling { features, speech }, observed });
            previous = choice.filter(|_| speech).map(|c| c.candidate.source).or(previous);
        }
        found
    })
}
