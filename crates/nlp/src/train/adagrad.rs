//! Trains the attribution model by adaptive gradient descent (Duchi et al. 2011) on the
//! likelihood of the right candidates. Effects of the order of
//! examples are averaged out: over the later passes (Polyak and Juditsky 1992) and over
//! several runs.

use crate::attribution::confidence::Confidence;
use crate::attribution::network::{HIDDEN_UNITS, ROWS, RankingEnsemble, RankingNetwork, Row};
use crate::attribution::weights::{SLOTS, Weights};
use crate::lexicon::WeightTable;

/// A quote with a known source.
pub(super) struct RankingExample {
    /// For each candidate, the slots of its features.
    pub(super) features: Vec<Vec<u32>>,
    /// For each candidate, its network inputs.
    pub(super) inputs: Vec<Vec<u16>>,
    /// For each candidate, whether it is right.
    pub(super) right: Vec<bool>,
}

/// A linear congruential generator of random numbers.
struct Random(u64);

impl Random {
    /// A random number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    /// A random number from 0 to below 1.
    #[allow(clippy::cast_precision_loss)] // Small numbers.
    fn uniform(&mut self) -> f32 {
        const STEPS: usize = 1 << 12;
        self.below(STEPS) as f32 / STEPS as f32
    }

    /// A random number with about the standard normal distribution: a sum of twelve.
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.uniform()).sum::<f32>() - 6.0
    }

    /// For each of `count` things, whether it is kept at this dropout.
    fn kept(&mut self, count: usize, dropout: f32) -> Vec<bool> {
        (0..count).map(|_| self.uniform() >= dropout).collect()
    }
}

/// Moves one weight. `square` is the sum of its squared gradients.
fn step(value: &mut f32, square: &mut f32, gradient: f32, rate: f32) {
    *square += gradient * gradient;
    *value -= rate * gradient / square.sqrt().max(0.05);
}

/// Moves one row of a network.
fn step_row((values, squares): (&mut Row, &mut Row), gradients: &Row, rate: f32) {
    for ((value, square), gradient) in values.iter_mut().zip(squares).zip(gradients) {
        step(value, square, *gradient, rate);
    }
}

/// Weights that are being trained, with the sums of their squared gradients.
struct Learner {
    table: Vec<f32>,
    table_squares: Vec<f32>,
    network: RankingNetwork,
    network_squares: Vec<Row>,
    schedule: Schedule,
    random: Random,
}

/// Trains the ranker: the mean table of several runs, and the network of each.
pub(super) fn train_ranking(examples: &[&RankingExample], schedule: Schedule) -> Weights {
    let mut mean = vec![0.0; SLOTS as usize];
    let mut networks = RankingEnsemble::default();
    for run in 0..schedule.runs {
        let Some(mut learner) = Learner::new(schedule, run) else { continue };
        let mut order: Vec<&RankingExample> = examples.iter().copied().filter(|e| e.right.contains(&true)).collect();
        learner.fit(&mut order, Learner::learn_ranking);
        add_share(&mut mean, &learner.table, schedule.runs);
        networks.networks.push(learner.network);
    }
    Weights::new(WeightTable::Trained(mean), networks, Confidence::default())
}

/// Adds the share of one of several runs to their mean.
fn add_share(mean: &mut [f32], values: &[f32], runs: u16) {
    let share = 1.0 / f32::from(runs);
    mean.iter_mut().zip(values).for_each(|(mean, value)| *mean += share * value);
}

impl Learner {
    /// The state at the beginning of a run; the number of the run is the seed.
    fn new(schedule: Schedule, run: u16) -> Option<Self> {
        let mut random = Random(20_251_124 + u64::from(run));
        // The weights of a unit begin near 0, its output weight does not.
        let mut rows: Vec<Row> = (0..ROWS).map(|_| std::array::from_fn(|_| 0.08 * random.normal())).collect();
        if let [.., biases, output] = rows.as_mut_slice() {
            *biases = [0.1; HIDDEN_UNITS];
            output.iter_mut().for_each(|w| *w *= 4.0);
        }
        Some(Self {
            table: vec![0.0; SLOTS as usize],
            table_squares: vec![1e-6; SLOTS as usize],
            network: RankingNetwork::of(rows)?,
            network_squares: vec![[1e-6; HIDDEN_UNITS]; ROWS],
            schedule,
            random,
        })
    }

    /// Trains on all examples several times. The weights become the mean of those after each
    /// of the later passes.
    fn fit<E: Copy>(&mut self, examples: &mut [E], learn: fn(&mut Self, E)) {
        let mut mean = vec![0.0_f32; self.table.len()];
        let mut mean_rows = vec![[0.0_f32; HIDDEN_UNITS]; ROWS];
        let mut averaged = 0.0;
        for pass in 0..self.schedule.passes {
            for i in (1..examples.len()).rev() {
                let j = self.random.below(i + 1);
                examples.swap(i, j);
            }
            for example in examples.iter() {
                learn(self, *example);
            }
            if pass >= self.schedule.burn_in {
                averaged += 1.0;
                let now = self.network.rows();
                let rows = mean_rows.iter_mut().flatten().zip(now.iter().flatten());
                let all = mean.iter_mut().zip(&self.table).chain(rows);
                all.for_each(|(mean, value)| *mean += (value - *mean) / averaged);
            }
        }
        if averaged > 0.0 {
            self.table = mean;
            self.network.rows_mut().copy_from_slice(&mean_rows);
        }
    }

    /// The sum of the weights of some features.
    fn sum(&self, row: &[u32]) -> f32 {
        row.iter().filter_map(|&f| self.table.get(f as usize)).sum()
    }

    /// Moves the weights of some features.
    fn step_table(&mut self, row: &[u32], gradient: f32) {
        for &slot in row {
            let slot = slot as usize;
            if let (Some(value), Some(square)) = (self.table.get_mut(slot), self.table_squares.get_mut(slot)) {
                let gradient = gradient + self.schedule.decay * *value;
                step(value, square, gradient, self.schedule.rate);
            }
        }
    }

    /// Moves one row of the network.
    fn step_network(&mut self, row: usize, gradients: &Row) {
        let rate = self.schedule.network_rate;
        if let (Some(row), Some(squares)) = (self.network.rows_mut().get_mut(row), self.network_squares.get_mut(row)) {
            step_row((row, squares), gradients, rate);
        }
    }

    /// Takes one step with a quote of known source.
    fn learn_ranking(&mut self, example: &RankingExample) {
        let schedule = self.schedule;
        let kept = self.random.kept(example.features.iter().map(Vec::len).max().unwrap_or(0), schedule.feature_dropout);
        let features = kept_columns(&example.features, &kept);
        let kept = self.random.kept(example.inputs.iter().map(Vec::len).max().unwrap_or(0), schedule.input_dropout);
        let inputs = kept_columns(&example.inputs, &kept);
        let scale = 1.0 / (1.0 - schedule.hidden_dropout);
        let units: Row =
            std::array::from_fn(|_| if self.random.uniform() < schedule.hidden_dropout { 0.0 } else { scale });
        let output: Row = std::array::from_fn(|k| units[k] * self.network.output()[k]);
        let hidden: Vec<Row> = inputs.iter().map(|row| self.network.hidden(row.iter().copied())).collect();
        let deep = |h: &Row| h.iter().zip(&output).map(|(h, w)| h.max(0.0) * w).sum::<f32>();
        let scores: Vec<f32> = features.iter().zip(&hidden).map(|(row, h)| self.sum(row) + deep(h)).collect();
        let mut output_gradient = [0.0; HIDDEN_UNITS];
        let mut bias_gradient = [0.0; HIDDEN_UNITS];
        for (i, gradient) in gradients(&scores, &example.right).into_iter().enumerate() {
            let (Some(row), Some(inputs), Some(h)) = (features.get(i), inputs.get(i), hidden.get(i)) else { continue };
            if gradient.abs() <= 1e-4 {
                continue;
            }
            self.step_table(row, gradient);
            let back: Row = std::array::from_fn(|k| if h[k] > 0.0 { gradient * output[k] } else { 0.0 });
            for k in 0..HIDDEN_UNITS {
                output_gradient[k] += gradient * h[k].max(0.0) * units[k];
                bias_gradient[k] += back[k];
            }
            for &input in inputs {
                self.step_network(usize::from(input), &back);
            }
        }
        self.step_network(ROWS - 2, &bias_gradient);
        self.step_network(ROWS - 1, &output_gradient);
    }
}

/// The columns of some rows that are kept.
fn kept_columns<T: Copy>(rows: &[Vec<T>], kept: &[bool]) -> Vec<Vec<T>> {
    rows.iter().map(|row| row.iter().zip(kept).filter(|(_, kept)| **kept).map(|(value, _)| *value).collect()).collect()
}

/// The gradient of the negative log-likelihood of the right candidates, for each score.
fn gradients(scores: &[f32], right: &[bool]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let all: f32 = parts.iter().sum();
    let good: f32 = parts.iter().zip(right).filter(|(_, right)| **right).map(|(p, _)| p).sum();
    let wanted = |part: f32, right: bool| if right { part / good.max(1e-9) } else { 0.0 };
    parts.iter().zip(right).map(|(&part, &right)| part / all - wanted(part, right)).collect()
}

/// The settings of a training.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// The number of runs that are averaged. Each has its own order of examples.
    pub runs: u16,
    /// The number of passes over all examples in a run.
    pub passes: usize,
    /// The number of passes before the first one that is averaged.
    pub burn_in: usize,
    /// The step size of the table.
    pub rate: f32,
    /// The step size of the networks.
    pub network_rate: f32,
    /// The weight decay.
    pub decay: f32,
    /// The share of features that each step leaves out at random (dropout: Srivastava et
    /// al. 2014).
    pub feature_dropout: f32,
    /// The share of network inputs that each step leaves out at random.
    pub input_dropout: f32,
    /// The share of hidden units that each step leaves out at random.
    pub hidden_dropout: f32,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            runs: 8,
            passes: 20,
            burn_in: 8,
            rate: 0.08,
            network_rate: 0.05,
            decay: 2e-6,
            feature_dropout: 0.5,
            input_dropout: 0.2,
            hidden_dropout: 0.3,
        }
    }
}
