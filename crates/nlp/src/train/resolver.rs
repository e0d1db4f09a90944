//! Trains the model that finds whom pronouns and noun phrases refer to (the file
//! `resolver.weights`): networks by adaptive gradient descent (Duchi et al. 2011) on the
//! likelihood of the right candidates, then the curve of the probability on mentions of
//! articles that the networks were not trained on.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;

use crate::analysis::{Entity, EntityId};
use crate::coref::{Answer, Ballot, answer, choose, resolve_blind, resolve_with, top, with_rules};
use crate::entity::EntityTable;
use crate::model::Model;
use crate::quote::article_scene::ArticleScene;
use crate::resolver::certainty::{Certainty, ObservedReference};
use crate::resolver::facts::{MentionClass, ROWS};
use crate::resolver::weights::{HIDDEN_UNITS, ResolverNetwork, Row, softmax};
use crate::train::attribution::with_reading;
use crate::train::random::{normal, shuffle, uniform};
use pullquote_article::{Article, Span};

pub use crate::resolver::weights::ResolverWeights;

/// Whom a mention refers to, as far as it is known. Ranges are of the text of its article,
/// in bytes.
#[derive(Debug, Clone)]
pub enum KnownReferent {
    /// Somebody with one of these names. If one of them is the words of the mention itself,
    /// nobody is right, too.
    Named(Vec<String>),
    /// Nobody whom the article names.
    Unnamed,
    /// The entity that has a name in one of these places.
    At(Vec<Span>),
    /// Not an entity that has a name in one of these places.
    NotAt(Vec<Span>),
}

/// A mention with a known referent.
#[derive(Debug, Clone)]
pub struct KnownMention {
    /// Words that overlap the mention, in bytes.
    pub span: Span,
    /// Whom it refers to.
    pub referent: KnownReferent,
}

/// An article with some known mentions.
#[derive(Debug, Clone)]
pub struct ResolverArticle {
    /// The article.
    pub article: Article,
    /// The known mentions.
    pub known: Vec<KnownMention>,
    /// Whether the pronouns of which the gender leaves one candidate are learned from.
    pub by_gender: bool,
    /// Whether the curve of the probability is fitted to it, because it is news and its
    /// mentions are those of speakers.
    pub calibrates: bool,
    /// The weight of its mentions.
    pub weight: f32,
}

/// The settings of a training.
#[derive(Debug, Clone, Copy)]
pub struct ResolverSchedule {
    /// The number of networks.
    pub networks: u16,
    /// The number of passes over all mentions.
    pub passes: u16,
    /// The step size.
    pub rate: f32,
    /// The share of rows that each step leaves out at random.
    pub dropout: f64,
    /// The pull of each weight to 0 at each step.
    pub decay: f32,
}

impl Default for ResolverSchedule {
    fn default() -> Self {
        Self { networks: 3, passes: 20, rate: 0.05, dropout: 0.1, decay: 1e-4 }
    }
}

/// A mention with its candidates and the right ones.
#[derive(Debug, Clone)]
struct Example {
    ballot: Ballot,
    span: Span,
    /// The name of each candidate; none for nobody.
    names: Vec<Option<String>>,
    right: Vec<bool>,
    weight: f32,
    calibrates: bool,
}

/// One answer of cross-validation.
#[derive(Debug, Clone)]
pub struct HeldAnswer {
    /// The number of the article.
    pub article: usize,
    /// The mention, in bytes of the text.
    pub span: Span,
    /// The name of the entity that is given; none for nobody.
    pub name: Option<String>,
    /// The name of the class of the mention.
    pub class: &'static str,
    /// The calibrated probability.
    pub probability: f32,
    /// Whether the answer is right.
    pub right: bool,
    /// Whether an entity would have been right.
    pub nameable: bool,
}

/// The number of folds.
const FOLDS: usize = 5;

/// Trains weights. The second training sees the mentions as the first one leaves them,
/// because later mentions depend on earlier answers. The same articles give the same
/// weights. Returns the answers for mentions of articles that the networks were not trained
/// on, besides.
#[must_use]
pub fn train(
    articles: &[ResolverArticle],
    model: &Model,
    schedule: ResolverSchedule,
) -> (ResolverWeights, Vec<HeldAnswer>) {
    let first = examples(articles, model, &ResolverWeights::default());
    let all: Vec<&Example> = first.iter().flatten().collect();
    let early = ResolverWeights { networks: networks(&all, schedule, 1), certainty: Certainty::default() };
    let second = examples(articles, model, &early);
    let mut held: Vec<(usize, &Example, Vec<f32>)> = Vec::new();
    for fold in 0..FOLDS {
        let rest: Vec<&Example> =
            second.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).flat_map(|(_, all)| all).collect();
        let weights =
            ResolverWeights { networks: networks(&rest, schedule, schedule.networks), certainty: Certainty::default() };
        for (i, all) in second.iter().enumerate().skip(fold).step_by(FOLDS) {
            for example in all {
                let ballot = &example.ballot;
                let own = weights.probabilities(ballot.class, &ballot.shared, &ballot.own);
                held.push((i, example, with_rules(ballot, own)));
            }
        }
    }
    let observed: Vec<ObservedReference> =
        held.iter().filter(|(_, e, _)| e.calibrates).filter_map(|(_, e, p)| observed(e, p)).collect();
    let certainty = Certainty::fit(&observed);
    let answers = held.iter().map(|(i, example, probabilities)| held_answer(*i, example, probabilities, &certainty));
    let answers = answers.collect();
    let all: Vec<&Example> = second.iter().flatten().collect();
    (ResolverWeights { networks: networks(&all, schedule, schedule.networks), certainty }, answers)
}

/// What the curve learns from one mention: its likeliest candidate.
fn observed(example: &Example, probabilities: &[f32]) -> Option<ObservedReference> {
    let top = top(probabilities)?;
    let probability = probabilities.get(top).copied()?;
    Some(ObservedReference { probability, form: example.ballot.form(top), right: *example.right.get(top)? })
}

fn held_answer(article: usize, example: &Example, probabilities: &[f32], certainty: &Certainty) -> HeldAnswer {
    let Answer { entity, probability } = answer(&example.ballot, probabilities, certainty);
    let chosen = example.ballot.entities.iter().position(|candidate| *candidate == entity);
    let right = chosen.and_then(|i| example.right.get(i)).copied().unwrap_or(false);
    HeldAnswer {
        article,
        class: MentionClass::ALL.get(example.ballot.class.code()).map_or("", |(_, name)| name),
        probability,
        span: example.span,
        name: chosen.and_then(|i| example.names.get(i)).cloned().flatten(),
        right,
        nameable: !example.right.last().copied().unwrap_or(false),
    }
}

/// The known mentions of each article as examples. `weights` decide the others.
fn examples(articles: &[ResolverArticle], model: &Model, weights: &ResolverWeights) -> Vec<Vec<Example>> {
    articles.iter().map(|article| article_examples(article, model, weights)).collect()
}

fn article_examples(labelled: &ResolverArticle, model: &Model, weights: &ResolverWeights) -> Vec<Example> {
    with_reading(&labelled.article, model, |reading, table| known_mentions(labelled, reading, table, weights))
}

/// The known mentions of an article that was read as `reading` and `table`.
fn known_mentions(
    labelled: &ResolverArticle,
    reading: &ArticleScene<'_>,
    table: &EntityTable,
    weights: &ResolverWeights,
) -> Vec<Example> {
    let text = labelled.article.text();
    let mut found = Vec::new();
    if labelled.by_gender {
        let _ = resolve_blind(&reading.scene, &reading.sources, table, &mut |ballot, span| {
            let Some(only) = ballot.only else { return choose(ballot, weights) };
            let right = ballot.entities.iter().map(|e| *e == Some(only)).collect();
            let weight = labelled.weight * if ballot.class == MentionClass::Speaker { 1.0 } else { 0.3 };
            let (ballot, names) = (ballot.clone(), names(&ballot.entities, table));
            found.push(Example { ballot, span, names, right, weight, calibrates: false });
            Answer { entity: Some(only), probability: 1.0 }
        });
        return found;
    }
    let _ = resolve_with(&reading.scene, &reading.sources, table, &mut |ballot, span| {
        let chosen = choose(ballot, weights);
        let Some(known) = labelled.known.iter().find(|k| k.span.overlaps(span)) else { return chosen };
        let right: Vec<bool> =
            ballot.entities.iter().map(|e| is_right(&known.referent, *e, span.of(text), table)).collect();
        let entity = ballot.entities.iter().zip(&right).find(|(_, right)| **right).and_then(|(e, _)| *e);
        let open = matches!(known.referent, KnownReferent::NotAt(_));
        // Where the right entity is no candidate, nothing is right.
        let (weight, calibrates) = (labelled.weight, labelled.calibrates);
        let (ballot, names) = (ballot.clone(), names(&ballot.entities, table));
        found.push(Example { ballot, span, names, right, weight, calibrates });
        if open { chosen } else { Answer { entity, probability: 1.0 } }
    });
    found
}

/// The names of some candidates.
fn names(candidates: &[Option<EntityId>], table: &EntityTable) -> Vec<Option<String>> {
    let name = |id: EntityId| table.entities().get(id.0).map(|e| e.name.clone());
    candidates.iter().map(|candidate| candidate.and_then(name)).collect()
}

fn is_right(referent: &KnownReferent, entity: Option<EntityId>, words: &str, table: &EntityTable) -> bool {
    let named_at = |id: EntityId, places: &[Span]| {
        table.mentions().iter().any(|m| m.entity == id && places.iter().any(|place| place.overlaps(m.span)))
    };
    let called = |entity: &Entity, names: &[String]| names.iter().any(|name| is_same_name(&entity.name, name));
    match (referent, entity) {
        (KnownReferent::Unnamed, entity) => entity.is_none(),
        (KnownReferent::Named(names), Some(id)) => table.entities().get(id.0).is_some_and(|e| called(e, names)),
        (KnownReferent::Named(names), None) => names.iter().any(|name| is_same_name(words, name)),
        (KnownReferent::At(places), Some(id)) => named_at(id, places),
        (KnownReferent::At(_), None) => false,
        (KnownReferent::NotAt(places), Some(id)) => !named_at(id, places),
        (KnownReferent::NotAt(_), None) => true,
    }
}

/// Whether two names may be one person's or body's: the same words but for titles, or the
/// words of one within the other with the same last word.
#[must_use]
pub fn is_same_name(a: &str, b: &str) -> bool {
    const TITLES: [&str; 11] = ["mr", "mrs", "ms", "dr", "sir", "sen", "rep", "gov", "president", "the", "jr"];
    let words = |name: &str| -> Vec<String> {
        let plain = name.to_lowercase().replace("’s", "").replace("'s", "");
        let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !TITLES.contains(w));
        words.map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    !a.is_empty() && !b.is_empty() && (a == b || a.last() == b.last() && (within(&a, &b) || within(&b, &a)))
}

/// Trains an ensemble of networks.
fn networks(examples: &[&Example], schedule: ResolverSchedule, count: u16) -> Vec<ResolverNetwork> {
    (0..count).map(|nth| Learner::new(schedule, u64::from(nth)).train(examples)).collect()
}

/// A network that is being trained, with the sums of its squared gradients.
struct Learner {
    network: ResolverNetwork,
    linear_squares: Vec<f32>,
    row_squares: Vec<Row>,
    schedule: ResolverSchedule,
    seed: u64,
}

impl Learner {
    fn new(schedule: ResolverSchedule, nth: u64) -> Self {
        let mut seed = 20_251_124 + 7_919 * (nth + 1);
        let mut rows: Vec<Row> = (0..ROWS + 2).map(|_| std::array::from_fn(|_| 0.08 * normal(&mut seed))).collect();
        if let [.., biases, output] = rows.as_mut_slice() {
            *biases = [0.1; HIDDEN_UNITS];
            *output = std::array::from_fn(|_| 0.3 * normal(&mut seed));
        }
        let linear = vec![0.0; MentionClass::COUNT * ROWS];
        Self {
            linear_squares: vec![0.0; linear.len()],
            row_squares: vec![[0.0; HIDDEN_UNITS]; rows.len()],
            network: ResolverNetwork { linear, rows },
            schedule,
            seed,
        }
    }

    fn train(mut self, examples: &[&Example]) -> ResolverNetwork {
        let usable: Vec<&&Example> =
            examples.iter().filter(|e| e.right.contains(&true) && e.right.contains(&false)).collect();
        let mut order: Vec<usize> = (0..usable.len()).collect();
        for pass in 0..self.schedule.passes {
            shuffle(&mut order, &mut self.seed);
            let left = 1.0 - f32::from(pass) / f32::from(self.schedule.passes.max(1));
            for example in order.iter().filter_map(|&i| usable.get(i)) {
                self.learn(example, self.schedule.rate * left.max(0.1));
            }
        }
        self.network
    }

    /// One step on one mention.
    fn learn(&mut self, example: &Example, rate: f32) {
        let class = example.ballot.class;
        let dropout = self.schedule.dropout;
        let shared: Vec<u16> =
            example.ballot.shared.iter().copied().filter(|_| uniform(&mut self.seed) >= dropout).collect();
        let mut kept: HashMap<u16, bool> = HashMap::new();
        let seed = &mut self.seed;
        // A row is left out for all candidates or for none.
        let mut keep = |row: u16| *kept.entry(row).or_insert_with(|| uniform(seed) >= dropout);
        let own: Vec<Vec<u16>> =
            example.ballot.own.iter().map(|rows| rows.iter().copied().filter(|&row| keep(row)).collect()).collect();
        let begun = self.network.begin(class, &shared);
        let sums: Vec<_> = own.iter().map(|rows| self.network.add(begun, class, rows)).collect();
        let scores: Vec<f32> = sums.iter().map(|sums| self.network.score(sums)).collect();
        let probabilities = softmax(&scores);
        let right: f32 = probabilities.iter().zip(&example.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
        let output = self.network.rows.get(ROWS + 1).copied().unwrap_or_default();
        let mut output_gradient = [0.0; HIDDEN_UNITS];
        let mut changes: HashMap<u16, (f32, Row)> = HashMap::new();
        for (((p, is_right), sums), rows) in probabilities.iter().zip(&example.right).zip(&sums).zip(&own) {
            let target = if *is_right { p / right.max(1e-6) } else { 0.0 };
            let error = example.weight * (p - target);
            if error.abs() < 1e-5 {
                continue;
            }
            let hidden = ResolverNetwork::hidden(sums);
            let mut back = [0.0; HIDDEN_UNITS];
            for (((back, gradient), h), o) in back.iter_mut().zip(&mut output_gradient).zip(&hidden).zip(&output) {
                if *h > 0.0 {
                    *gradient += error * h;
                    *back = error * o;
                }
            }
            #[allow(clippy::cast_possible_truncation)] // Some hundreds.
            let biases = ROWS as u16;
            for &row in rows.iter().chain(&shared).chain([&biases]) {
                let (linear, change) = changes.entry(row).or_insert((0.0, [0.0; HIDDEN_UNITS]));
                *linear += error;
                change.iter_mut().zip(&back).for_each(|(change, back)| *change += back);
            }
        }
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_unstable_by_key(|(row, _)| *row);
        let decay = self.schedule.decay;
        for (row, (linear, change)) in changes {
            let at = usize::from(row);
            if at < ROWS {
                let slot = class.code() * ROWS + at;
                if let (Some(w), Some(s)) = (self.network.linear.get_mut(slot), self.linear_squares.get_mut(slot)) {
                    step(w, s, linear, rate, decay);
                }
            }
            if let (Some(weights), Some(squares)) = (self.network.rows.get_mut(at), self.row_squares.get_mut(at)) {
                for ((w, s), g) in weights.iter_mut().zip(squares).zip(change) {
                    step(w, s, g, rate, decay);
                }
            }
        }
        if let (Some(weights), Some(squares)) =
            (self.network.rows.get_mut(ROWS + 1), self.row_squares.get_mut(ROWS + 1))
        {
            for ((w, s), g) in weights.iter_mut().zip(squares).zip(output_gradient) {
                step(w, s, g, rate, decay);
            }
        }
    }
}

/// Moves one weight. `square` is the sum of its squared gradients.
fn step(value: &mut f32, square: &mut f32, gradient: f32, rate: f32, decay: f32) {
    *square += gradient * gradient;
    *value -= rate * gradient / square.sqrt().max(0.05) + rate * decay * *value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    #[test]
    fn names_are_compared_without_titles() {
        assert!(is_same_name("Sen. Ann Lee", "Lee") && is_same_name("Ann Lee", "Ann B. Lee"));
        assert!(!is_same_name("Ann Lee", "Bo Lee") && !is_same_name("Ann Lee", "Ann"));
    }

    #[test]
    fn a_ranker_learns_whom_a_pronoun_means() {
        let text = "Ann Lee met Bo Tully. She said it rained.\n\nBo Tully met Ann Lee. He said it was dry.\n";
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let known = |word: &str, name: &str| {
            let at = text.find(word).expect("the word is in the text");
            KnownMention { span: Span::new(at, at + word.len()), referent: KnownReferent::Named(vec![name.to_owned()]) }
        };
        let known = vec![known("She", "Ann Lee"), known("He said", "Bo Tully")];
        let labelled = ResolverArticle { article, known, by_gender: false, calibrates: true, weight: 1.0 };
        let articles = vec![labelled; 6];
        let (weights, held) = train(&articles, &Model::bundled(), ResolverSchedule::default());
        assert_eq!(held.len(), 12);
        assert!(held.iter().all(|answer| answer.right), "{held:?}");
        assert_eq!(ResolverWeights::from_bytes(&weights.to_bytes()).expect("weights").networks.len(), 3);
    }
}
