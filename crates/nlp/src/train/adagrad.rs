//! Adaptive gradient descent (Duchi et al., 2011) on the likelihood of the
//! right candidates, and on that of speech. What chance there is in the order
//! of examples is averaged out, over the later passes (Polyak and Juditsky,
//! 1992) and over several runs.

use crate::attribution::confidence::Confidence;
use crate::attribution::network::{Committee, Network, ROWS, Row, UNITS};
use crate::attribution::weights::{SLOTS, Weights};

/// A quote to learn from: for each candidate its features, its facts, and
/// whether it is right.
pub(super) struct Choosing {
    pub(super) features: Vec<Vec<u32>>,
    pub(super) facts: Vec<Vec<u16>>,
    pub(super) right: Vec<bool>,
}

/// A passage to learn from: its features, and whether it is speech.
pub(super) struct Telling {
    pub(super) features: Vec<u32>,
    pub(super) speech: bool,
}

/// A linear congruential generator that always begins alike.
struct Chance(u64);

impl Chance {
    /// A number below `limit`, which is not nothing.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    /// A number from 0 to below 1.
    #[allow(clippy::cast_precision_loss)] // Small numbers.
    fn share(&mut self) -> f32 {
        const FINE: usize = 1 << 12;
        self.below(FINE) as f32 / FINE as f32
    }

    /// A number about as the normal distribution has them.
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.share()).sum::<f32>() - 6.0
    }

    /// Which of `count` things are kept where a share is left out.
    fn kept(&mut self, count: usize, dropped: f32) -> Vec<bool> {
        (0..count).map(|_| self.share() >= dropped).collect()
    }
}

/// A weight takes a step.
fn step(value: &mut f32, square: &mut f32, gradient: f32, rate: f32) {
    *square += gradient * gradient;
    *value -= rate * gradient / square.sqrt().max(0.05);
}

/// One step of a row of a network.
fn step_row((values, squares): (&mut Row, &mut Row), gradients: &Row, rate: f32) {
    for ((value, square), gradient) in values.iter_mut().zip(squares).zip(gradients) {
        step(value, square, *gradient, rate);
    }
}

/// Weights being learned.
struct Learner {
    table: Vec<f32>,
    table_squares: Vec<f32>,
    network: Network,
    network_squares: Vec<Row>,
    schedule: Schedule,
    chance: Chance,
}

/// Learns to choose: the mean table of several runs, and their networks.
pub(super) fn choosing(examples: &[&Choosing], schedule: Schedule) -> Weights {
    let mut mean = vec![0.0; SLOTS as usize];
    let mut committee = Committee::default();
    for run in 0..schedule.runs {
        let Some(mut learner) = Learner::new(schedule, run) else { continue };
        let mut order: Vec<&Choosing> = examples.iter().copied().filter(|e| e.right.contains(&true)).collect();
        learner.fit(&mut order, Learner::choose);
        add_share(&mut mean, &learner.table, schedule.runs);
        committee.networks.push(learner.network);
    }
    Weights::new(mean, committee, Confidence::default())
}

/// Learns to tell speech, over a table that can choose already.
pub(super) fn telling(examples: &[Telling], ranker: Weights, schedule: Schedule) -> Weights {
    let mut mean = vec![0.0; SLOTS as usize];
    for run in 0..schedule.runs {
        let Some(mut learner) = Learner::new(schedule, run) else { continue };
        learner.table.copy_from_slice(ranker.values());
        let mut order: Vec<&Telling> = examples.iter().collect();
        learner.fit(&mut order, Learner::tell);
        add_share(&mut mean, &learner.table, schedule.runs);
    }
    ranker.with_values(mean)
}

fn add_share(mean: &mut [f32], values: &[f32], runs: u16) {
    let share = 1.0 / f32::from(runs);
    mean.iter_mut().zip(values).for_each(|(mean, value)| *mean += share * value);
}

impl Learner {
    fn new(schedule: Schedule, run: u16) -> Option<Self> {
        let mut chance = Chance(20_251_124 + u64::from(run));
        // Small, so that a unit begins with no opinion; what it is worth is not.
        let mut rows: Vec<Row> = (0..ROWS).map(|_| std::array::from_fn(|_| 0.08 * chance.normal())).collect();
        if let [.., biases, worth] = rows.as_mut_slice() {
            *biases = [0.1; UNITS];
            worth.iter_mut().for_each(|w| *w *= 4.0);
        }
        Some(Self {
            table: vec![0.0; SLOTS as usize],
            table_squares: vec![1e-6; SLOTS as usize],
            network: Network::of(rows)?,
            network_squares: vec![[1e-6; UNITS]; ROWS],
            schedule,
            chance,
        })
    }

    /// Passes over the examples; the weights become the mean of those after
    /// each of the later passes.
    fn fit<E: Copy>(&mut self, examples: &mut [E], learn: fn(&mut Self, E)) {
        let mut mean = vec![0.0_f32; self.table.len()];
        let mut mean_rows = vec![[0.0_f32; UNITS]; ROWS];
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
                let rows = mean_rows.iter_mut().flatten().zip(self.network.rows().iter().flatten());
                let all = mean.iter_mut().zip(&self.table).chain(rows);
                all.for_each(|(mean, value)| *mean += (value - *mean) / averaged);
            }
        }
        if averaged > 0.0 {
            self.table = mean;
            self.network.rows_mut().copy_from_slice(&mean_rows);
        }
    }

    fn sum(&self, row: &[u32]) -> f32 {
        row.iter().filter_map(|&f| self.table.get(f as usize)).sum()
    }

    fn step_table(&mut self, row: &[u32], gradient: f32) {
        for &slot in row {
            let slot = slot as usize;
            if let (Some(value), Some(square)) = (self.table.get_mut(slot), self.table_squares.get_mut(slot)) {
                let gradient = gradient + self.schedule.decay * *value;
                step(value, square, gradient, self.schedule.rate);
            }
        }
    }

    fn step_network(&mut self, row: usize, gradients: &Row) {
        let rate = self.schedule.network_rate;
        if let (Some(row), Some(squares)) = (self.network.rows_mut().get_mut(row), self.network_squares.get_mut(row)) {
            step_row((row, squares), gradients, rate);
        }
    }

    fn choose(&mut self, example: &Choosing) {
        let schedule = self.schedule;
        let kept = self.chance.kept(example.features.iter().map(Vec::len).max().unwrap_or(0), schedule.dropped);
        let features = left(&example.features, &kept);
        let kept = self.chance.kept(example.facts.iter().map(Vec::len).max().unwrap_or(0), schedule.facts_dropped);
        let facts = left(&example.facts, &kept);
        let left_units = 1.0 / (1.0 - schedule.units_dropped);
        let units: Row =
            std::array::from_fn(|_| if self.chance.share() < schedule.units_dropped { 0.0 } else { left_units });
        let worth: Row = std::array::from_fn(|k| units[k] * self.network.worth()[k]);
        let hidden: Vec<Row> = facts.iter().map(|row| self.network.hidden(row.iter().copied())).collect();
        let deep = |h: &Row| h.iter().zip(&worth).map(|(h, w)| h.max(0.0) * w).sum::<f32>();
        let scores: Vec<f32> = features.iter().zip(&hidden).map(|(row, h)| self.sum(row) + deep(h)).collect();
        let mut worth_gradient = [0.0; UNITS];
        let mut bias_gradient = [0.0; UNITS];
        for (i, gradient) in gradients(&scores, &example.right).into_iter().enumerate() {
            let (Some(row), Some(facts), Some(h)) = (features.get(i), facts.get(i), hidden.get(i)) else { continue };
            if gradient.abs() <= 1e-4 {
                continue;
            }
            self.step_table(row, gradient);
            let back: Row = std::array::from_fn(|k| if h[k] > 0.0 { gradient * worth[k] } else { 0.0 });
            for k in 0..UNITS {
                worth_gradient[k] += gradient * h[k].max(0.0) * units[k];
                bias_gradient[k] += back[k];
            }
            for &fact in facts {
                self.step_network(usize::from(fact), &back);
            }
        }
        self.step_network(ROWS - 2, &bias_gradient);
        self.step_network(ROWS - 1, &worth_gradient);
    }

    fn tell(&mut self, example: &Telling) {
        let kept = self.chance.kept(example.features.len(), self.schedule.dropped);
        let row: Vec<u32> = example.features.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(f, _)| *f).collect();
        let likely = 1.0 / (1.0 + (-self.sum(&row)).exp());
        self.step_table(&row, likely - if example.speech { 1.0 } else { 0.0 });
    }
}

/// The columns that are kept.
fn left<T: Copy>(rows: &[Vec<T>], kept: &[bool]) -> Vec<Vec<T>> {
    rows.iter().map(|row| row.iter().zip(kept).filter(|(_, kept)| **kept).map(|(value, _)| *value).collect()).collect()
}

/// How the likelihood of the right candidates falls with each score.
fn gradients(scores: &[f32], right: &[bool]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let all: f32 = parts.iter().sum();
    let good: f32 = parts.iter().zip(right).filter(|(_, right)| **right).map(|(p, _)| p).sum();
    let wanted = |part: f32, right: bool| if right { part / good.max(1e-9) } else { 0.0 };
    parts.iter().zip(right).map(|(&part, &right)| part / all - wanted(part, right)).collect()
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
    /// The step of the networks.
    pub network_rate: f32,
    /// How strongly weights are drawn to nothing.
    pub decay: f32,
    /// What share of the features is left out at each step, so that none is
    /// leaned on alone (Srivastava et al., 2014).
    pub dropped: f32,
    /// The same of the facts the networks see.
    pub facts_dropped: f32,
    /// The same of their hidden units.
    pub units_dropped: f32,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            runs: 8,
            passes: 20,
            unsettled: 8,
            rate: 0.08,
            network_rate: 0.05,
            decay: 2e-6,
            dropped: 0.5,
            facts_dropped: 0.2,
            units_dropped: 0.3,
        }
    }
}
