//! Training the ranker from articles whose attributions are known.
//!
//! Adaptive gradient descent (Duchi et al., 2011) on the likelihood of the
//! right candidates, then on that of speech; the order of examples comes from
//! a fixed linear congruential generator, so the same articles always give
//! the same weights. What chance there is in the order is averaged out, over
//! the later passes (Polyak and Juditsky, 1992) and over several runs.

use super::confidence::{Confidence, Observed};
use super::features::speech_features;
use super::rank::{Ballot, Choice};
use super::rule::Rule;
use super::source::Source;
use super::weights::{SLOTS, Weights};
use crate::article::Article;
use crate::nlp::Model;
use crate::nlp::entity::{EntityTable, recognise};
use crate::nlp::quote::reading::Reading;
use crate::text::sentence::sentences;
use crate::text::span::Span;
use crate::text::token::tokenize;

/// An attribution known to be right, in bytes of its article's text.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// What was said.
    pub content: Vec<Span>,
    /// Whose words they are; may be empty.
    pub source: Vec<Span>,
}

/// How long and how boldly to train.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// Runs from nothing, each with an order of its own, to average.
    pub runs: u16,
    /// Passes over all examples in a run.
    pub passes: usize,
    /// Passes before the first that is averaged.
    pub unsettled: usize,
    /// The step.
    pub rate: f32,
    /// How strongly weights are drawn to nothing.
    pub decay: f32,
    /// What share of the features is left out at each step, so that none is
    /// leaned on alone (Srivastava et al., 2014).
    pub dropped: f32,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { runs: 4, passes: 30, unsettled: 10, rate: 0.08, decay: 2e-6, dropped: 0.5 }
    }
}

/// One quote to learn from.
struct Choosing {
    rows: Vec<Vec<u32>>,
    rules: Vec<Rule>,
    /// Which candidates are right; may be none.
    right: Vec<bool>,
    /// Index of its article.
    article: usize,
}

struct Telling {
    row: Vec<u32>,
    speech: bool,
}

/// Trains weights on articles and their attributions. `model` gives the names
/// and cues; its own weights are not used. The second half, telling speech
/// from other marked words, learns from the sources that the first chooses.
#[must_use]
pub fn train(articles: &[(Article, Vec<Gold>)], model: &Model, schedule: Schedule) -> Weights {
    let mut choosing = Vec::new();
    for (i, (article, gold)) in articles.iter().enumerate() {
        visit(article, gold, model, &mut |example| choosing.push(Choosing { article: i, ..example }));
    }
    let confidence = calibrate(&choosing, schedule);
    let ranker = Table::average(schedule, |table| table.learn_choosing(&choosing)).weights(confidence);
    let mut telling = Vec::new();
    for (article, gold) in articles {
        tell(article, gold, model, &ranker, &mut telling);
    }
    let both = Table::average(schedule, |table| {
        table.values.copy_from_slice(ranker.values());
        let mut order: Vec<&Telling> = telling.iter().collect();
        table.fit(&mut order, |table, example| table.tell(example));
    });
    both.weights(ranker.confidence)
}

/// Fits the confidence to what rankers that learned from one half of the
/// articles choose in the other.
fn calibrate(examples: &[Choosing], schedule: Schedule) -> Confidence {
    let mut observed = Vec::new();
    for half in 0..2 {
        let (held, rest): (Vec<&Choosing>, Vec<&Choosing>) = examples.iter().partition(|e| e.article % 2 == half);
        let table = Table::average(schedule, |table| table.learn_choosing(rest.iter().copied()));
        observed.extend(held.into_iter().filter_map(|example| table.observe(example)));
    }
    Confidence::fit(&observed)
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

fn with_reading<T>(article: &Article, model: &Model, read: impl FnOnce(&Reading<'_>) -> T) -> T {
    let text = article.text();
    let tokens = tokenize(text);
    let sentences: Vec<Span> = article.blocks().iter().flat_map(|b| sentences(text, b.span, &tokens)).collect();
    let names = recognise(text, &tokens, &sentences, model);
    let table = EntityTable::join(text, &tokens, &names);
    read(&Reading::new(article, &tokens, &table, model))
}

fn visit(article: &Article, gold: &[Gold], model: &Model, found: &mut dyn FnMut(Choosing)) {
    with_reading(article, model, |reading| {
        let mut previous: Option<&Source> = None;
        for group in &reading.groups {
            let Some(ballot) = Ballot::new(&reading.scene, &reading.sources, group, previous) else { continue };
            let spans = group.passages.iter().filter_map(|&p| reading.scene.passages.get(p)).map(|p| p.span);
            let Some(known) = spans.clone().find_map(|s| attribution(gold, s)).filter(|g| !g.source.is_empty()) else {
                continue;
            };
            let right: Vec<bool> =
                ballot.candidates.iter().map(|c| known.source.iter().any(|s| s.overlaps(c.source.span))).collect();
            let chosen = ballot.candidates.iter().zip(&right).filter(|(_, right)| **right).map(|(c, _)| c);
            previous = chosen.min_by_key(|c| (c.source.cue.is_none(), c.paragraphs)).map(|c| c.source).or(previous);
            let rules = ballot.candidates.iter().map(|c| c.rule).collect();
            found(Choosing { rows: ballot.features, rules, right, article: 0 });
        }
    });
}

fn tell(article: &Article, gold: &[Gold], model: &Model, ranker: &Weights, found: &mut Vec<Telling>) {
    with_reading(article, model, |reading| {
        let mut previous: Option<&Source> = None;
        for group in &reading.groups {
            let Some(ballot) = Ballot::new(&reading.scene, &reading.sources, group, previous) else { continue };
            let choice: Option<Choice<'_>> = ballot.choose(ranker, previous);
            let Some(first) = group.passages.first().and_then(|&p| reading.scene.passages.get(p)) else { continue };
            let speech = attribution(gold, first.span).is_some();
            let mut row = Vec::new();
            speech_features(&reading.scene, &ballot.setting, group, choice.as_ref(), &mut row);
            found.push(Telling { row, speech });
            previous = choice.filter(|_| speech).map(|c| c.candidate.source).or(previous);
        }
    });
}

/// Weights being trained.
struct Table {
    values: Vec<f32>,
    squares: Vec<f32>,
    schedule: Schedule,
    chance: Chance,
}

/// A linear congruential generator that always begins alike.
struct Chance(u64);

impl Chance {
    /// A number below `limit`, which is not nothing.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

impl Table {
    /// The mean of as many runs of `learn` as the schedule says.
    fn average(schedule: Schedule, learn: impl Fn(&mut Self)) -> Self {
        let mut mean = Self::new(schedule, 0);
        for run in 0..schedule.runs {
            let mut table = Self::new(schedule, run);
            learn(&mut table);
            let share = 1.0 / f32::from(schedule.runs);
            mean.values.iter_mut().zip(&table.values).for_each(|(mean, value)| *mean += share * value);
        }
        mean
    }

    fn new(schedule: Schedule, run: u16) -> Self {
        let chance = Chance(20_251_124 + u64::from(run));
        Self { values: vec![0.0; SLOTS as usize], squares: vec![1e-6; SLOTS as usize], schedule, chance }
    }

    fn weights(&self, confidence: Confidence) -> Weights {
        Weights::from_values(self.values.clone(), confidence)
    }

    /// Learns from the quotes of which some candidate is right.
    fn learn_choosing<'e>(&mut self, examples: impl IntoIterator<Item = &'e Choosing>) {
        let mut examples: Vec<&Choosing> = examples.into_iter().filter(|e| e.right.contains(&true)).collect();
        self.fit(&mut examples, |table, example| table.choose(example));
    }

    /// What these weights choose, and whether that is right.
    fn observe(&self, example: &Choosing) -> Option<Observed> {
        let scores: Vec<f32> = example.rows.iter().map(|row| self.sum(row)).collect();
        let (best, top) = scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let all: f32 = scores.iter().map(|s| (s - top).exp()).sum();
        Some(Observed { probability: 1.0 / all, rule: *example.rules.get(best)?, right: *example.right.get(best)? })
    }

    /// Passes over the examples; the values become the mean of those after
    /// each of the later passes.
    fn fit<E: Copy>(&mut self, examples: &mut [E], learn: fn(&mut Self, E)) {
        let mut mean = vec![0.0_f32; self.values.len()];
        let mut averaged = 0.0;
        for pass in 0..self.schedule.passes {
            for i in (1..examples.len()).rev() {
                let j = self.chance.below(i + 1);
                examples.swap(i, j);
            }
            for example in examples.iter() {
                learn(self, *example);
            }
            if pass >= self.schedule.unsettled {
                averaged += 1.0;
                mean.iter_mut().zip(&self.values).for_each(|(m, value)| *m += (value - *m) / averaged);
            }
        }
        if averaged > 0.0 {
            self.values = mean;
        }
    }

    fn sum(&self, row: &[u32]) -> f32 {
        row.iter().filter_map(|&f| self.values.get(f as usize)).sum()
    }

    /// Whether a feature is kept this time.
    fn keeps(&mut self) -> bool {
        const FINE: usize = 1 << 12;
        #[allow(clippy::cast_precision_loss)] // Small numbers.
        let share = self.chance.below(FINE) as f32 / FINE as f32;
        share >= self.schedule.dropped
    }

    fn step(&mut self, row: &[u32], gradient: f32) {
        for &slot in row {
            let slot = slot as usize;
            if let (Some(value), Some(square)) = (self.values.get_mut(slot), self.squares.get_mut(slot)) {
                let g = gradient + self.schedule.decay * *value;
                *square += g * g;
                *value -= self.schedule.rate * g / square.sqrt().max(0.05);
            }
        }
    }

    fn choose(&mut self, example: &Choosing) {
        let columns = example.rows.iter().map(Vec::len).max().unwrap_or(0);
        let kept: Vec<bool> = (0..columns).map(|_| self.keeps()).collect();
        let keep = |row: &Vec<u32>| row.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(f, _)| *f).collect();
        let rows: Vec<Vec<u32>> = example.rows.iter().map(keep).collect();
        let scores: Vec<f32> = rows.iter().map(|row| self.sum(row)).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
        let all: f32 = parts.iter().sum();
        let right: f32 = parts.iter().zip(&example.right).filter(|(_, right)| **right).map(|(p, _)| p).sum();
        for ((row, part), is_right) in rows.iter().zip(&parts).zip(&example.right) {
            let wanted = if *is_right { part / right.max(1e-9) } else { 0.0 };
            let gradient = part / all - wanted;
            if gradient.abs() > 1e-4 {
                self.step(row, gradient);
            }
        }
    }

    fn tell(&mut self, example: &Telling) {
        let row: Vec<u32> = example.row.iter().copied().filter(|_| self.keeps()).collect();
        let likely = 1.0 / (1.0 + (-self.sum(&row)).exp());
        self.step(&row, likely - if example.speech { 1.0 } else { 0.0 });
    }
}
