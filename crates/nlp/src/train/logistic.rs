//! Trains logistic regressions over hashed features by adaptive gradient descent (Duchi et al.
//! 2011), with dropout (Srivastava et al. 2014) and the mean of several runs, and calibrates them.

use crate::logistic::{LogisticWeights, SLOTS, Use, sigmoid};
use crate::train::random::{shuffle, uniform};

/// Something that is known to be right or wrong.
#[derive(Debug, Clone)]
pub(super) struct LogisticExample {
    /// The slots of its features.
    pub(super) features: Vec<u32>,
    /// Whether it is right.
    pub(super) right: bool,
    /// How much it counts.
    pub(super) weight: f32,
}

/// Several things of which at most one is right, such as the extents of a clause.
#[derive(Debug, Clone)]
pub(super) struct ChoiceExample {
    /// The slots of the features of each, and whether it is right. Equally good ones may be right
    /// together.
    pub(super) options: Vec<(Vec<u32>, bool)>,
}

/// The number of runs that are averaged.
const RUNS: u64 = 4;
/// The number of passes over all examples in a run.
const PASSES: usize = 12;
/// The number of passes before the first one that is averaged.
const BURN_IN: usize = 4;
/// The step size.
const RATE: f32 = 0.04;
/// The step size for choices. Of 0.02, 0.04 and 0.08, by cross-validation over articles.
const CHOICE_RATE: f32 = 0.08;
/// The weight decay.
const DECAY: f32 = 2e-5;
/// The share of features that each step leaves out at random.
const DROPOUT: f64 = 0.5;

/// The weights of a logistic regression over examples, not calibrated.
pub(super) fn fit(of: Use, examples: &[&LogisticExample]) -> LogisticWeights {
    LogisticWeights::new(of, mean_of_runs(examples, RATE, learn))
}

/// The weights of a multinomial logistic regression over choices, in which that nothing is right
/// has the score 0; not calibrated.
pub(super) fn fit_choices(of: Use, examples: &[ChoiceExample]) -> LogisticWeights {
    LogisticWeights::new(of, mean_of_runs(examples, CHOICE_RATE, learn_choice))
}

/// Weights that are being trained, with the sums of their squared gradients.
struct Table {
    values: Vec<f32>,
    squares: Vec<f32>,
    rate: f32,
}

impl Table {
    fn sum(&self, features: &[u32]) -> f32 {
        features.iter().filter_map(|&slot| self.values.get(slot as usize)).sum()
    }

    /// Moves the weights of some features.
    fn step(&mut self, features: &[u32], gradient: f32) {
        for &slot in features {
            let slot = slot as usize;
            if let (Some(value), Some(square)) = (self.values.get_mut(slot), self.squares.get_mut(slot)) {
                let gradient = gradient + DECAY * *value;
                *square += gradient * gradient;
                *value -= self.rate * gradient / square.sqrt().max(0.05);
            }
        }
    }
}

/// The mean of the tables after the later passes of several runs. `learn` takes one step with an
/// example; it gets the seed of random numbers.
fn mean_of_runs<E>(examples: &[E], rate: f32, learn: fn(&E, &mut Table, &mut u64)) -> Vec<f32> {
    let mut mean = vec![0.0_f32; SLOTS as usize];
    for run in 0..RUNS {
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(run + 1);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut table = Table { values: vec![0.0; SLOTS as usize], squares: vec![1e-6; SLOTS as usize], rate };
        for pass in 0..PASSES {
            shuffle(&mut order, &mut seed);
            for example in order.iter().filter_map(|&i| examples.get(i)) {
                learn(example, &mut table, &mut seed);
            }
            if pass >= BURN_IN {
                #[allow(clippy::cast_precision_loss)] // Small numbers.
                let share = 1.0 / (RUNS as usize * (PASSES - BURN_IN)) as f32;
                mean.iter_mut().zip(&table.values).for_each(|(mean, value)| *mean += share * value);
            }
        }
    }
    mean
}

/// One step of the descent. The features that are left out are made up for by the others.
fn learn(example: &&LogisticExample, table: &mut Table, seed: &mut u64) {
    let kept: Vec<u32> = example.features.iter().copied().filter(|_| uniform(seed) >= DROPOUT).collect();
    let error = (sigmoid(table.sum(&kept)) - if example.right { 1.0 } else { 0.0 }) * example.weight;
    table.step(&kept, error);
}

/// One step of the descent with a choice. The same features are left out for all options.
fn learn_choice(example: &ChoiceExample, table: &mut Table, seed: &mut u64) {
    let most = example.options.iter().map(|(features, _)| features.len()).max().unwrap_or(0);
    let kept: Vec<bool> = (0..most).map(|_| uniform(seed) >= DROPOUT).collect();
    let kept = |features: &[u32]| -> Vec<u32> {
        features.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(slot, _)| *slot).collect()
    };
    let options: Vec<(Vec<u32>, bool)> = example.options.iter().map(|(f, right)| (kept(f), *right)).collect();
    let sums: Vec<f32> = options.iter().map(|(features, _)| table.sum(features)).collect();
    let top = sums.iter().copied().fold(0.0, f32::max);
    let parts: Vec<f32> = sums.iter().map(|sum| (sum - top).exp()).collect();
    let all: f32 = parts.iter().sum::<f32>() + (-top).exp();
    let good: f32 = parts.iter().zip(&options).filter(|(_, (_, right))| *right).map(|(part, _)| part).sum();
    for ((features, right), part) in options.iter().zip(&parts) {
        let wanted = if *right { part / good.max(1e-9) } else { 0.0 };
        table.step(features, part / all - wanted);
    }
}

/// The slope and the base of the logistic curve that fits the sums (Platt 1999), by gradient
/// descent.
#[must_use]
pub fn calibration(judged: &[(f32, bool)]) -> (f32, f32) {
    const STEPS: usize = 4_000;
    const RATE: f32 = 0.2;
    let (mut slope, mut base) = (0.5_f32, 0.0_f32);
    #[allow(clippy::cast_precision_loss)] // Some thousands.
    let all = judged.len().max(1) as f32;
    for _ in 0..STEPS {
        let (mut by_slope, mut by_base) = (0.0, 0.0);
        for &(sum, right) in judged {
            let error = sigmoid(slope * sum + base) - if right { 1.0 } else { 0.0 };
            by_slope += error * sum;
            by_base += error;
        }
        slope -= RATE * 0.1 * by_slope / all;
        base -= RATE * by_base / all;
    }
    (slope, base)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(features: &[u32], right: bool) -> LogisticExample {
        LogisticExample { features: features.to_vec(), right, weight: 1.0 }
    }

    #[test]
    fn what_only_right_ones_have_raises_the_probability() {
        let all: Vec<LogisticExample> =
            (0..400).map(|i| example(&[1, if i % 4 == 0 { 2 } else { 3 }], i % 4 != 0)).collect();
        let weights = fit(crate::speech::WEIGHTS, &all.iter().collect::<Vec<_>>());
        assert!(weights.probability(&[1, 3]) > 0.7 && weights.probability(&[1, 2]) < 0.5);
    }

    #[test]
    fn the_calibration_gives_the_share_that_is_right() {
        let judged: Vec<(f32, bool)> =
            (0..1000).map(|i| if i < 500 { (6.0, i % 5 != 0) } else { (-6.0, i % 5 == 0) }).collect();
        let (slope, base) = calibration(&judged);
        assert!((sigmoid(slope * 6.0 + base) - 0.8).abs() < 0.03, "{slope} {base}");
        assert!((sigmoid(slope * -6.0 + base) - 0.2).abs() < 0.03, "{slope} {base}");
    }

    #[test]
    fn of_several_options_the_one_with_the_right_sign_is_chosen_or_none() {
        // Option 2 is right if the choice has sign 9, and none is right without it.
        let choice = |i: usize| {
            let sign = if i.is_multiple_of(2) { 9 } else { 8 };
            let option = |own: u32| (vec![1, own, 10 * own + sign], own == 2 && sign == 9);
            ChoiceExample { options: vec![option(2), option(3)] }
        };
        let weights = fit_choices(crate::reported::WEIGHTS, &(0..400).map(choice).collect::<Vec<_>>());
        let sums = |sign: u32| [2, 3].map(|own| weights.sum(&[1, own, 10 * own + sign]));
        assert!(sums(9)[0] > 0.0 && sums(9)[0] > sums(9)[1] && sums(8).iter().all(|sum| *sum < 0.0));
    }
}
