//! Training of linear sequence models: the averaged structured perceptron
//! (Collins 2002).

use std::collections::HashMap;

use super::viterbi::Transitions;
use super::weights::{Feature, pair_feature};

/// One sentence with the tags it should get.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    /// The features of each word.
    pub features: Vec<Vec<Feature>>,
    /// The tag of each word.
    pub tags: Vec<u8>,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// How many tags there are.
    pub tags: usize,
    /// Times that every lesson is taken.
    pub passes: usize,
    /// A feature that is seen in fewer places is left out.
    pub least: u32,
    /// The share of features, drawn anew each time, that a lesson goes
    /// without (Hinton et al. 2012): no feature can be leant on alone.
    pub dropped: f64,
    /// How much better than every wrong sequence the right one must score,
    /// for each wrong tag.
    pub margin: f32,
}

/// What training found.
#[derive(Debug, Clone)]
pub struct Learned {
    /// Weights by feature, one a tag.
    pub features: Vec<(Feature, Vec<f32>)>,
}

/// Trains on `lessons`, in an order that only depends on how many there are.
/// `transitions` says which pairs of tags may stand together.
#[must_use]
pub fn train(lessons: &[Lesson], course: Course, transitions: &Transitions) -> Learned {
    let (mut names, lessons) = number(lessons, course.least);
    // The last rows hold the weights of pairs: one row a tag before, and one
    // for the beginning.
    let pairs = names.len();
    names.extend((0..=course.tags).map(|before| pair_feature(before.checked_sub(1))));
    let mut transitions = transitions.clone();
    let size = names.len() * course.tags;
    let (mut weights, mut sums) = (vec![0.0f32; size], vec![0.0f32; size]);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d;
    let mut step = 1.0f32;
    for pass in 0..course.passes {
        shuffle(&mut order, &mut seed);
        let mut wrong = 0;
        for &nth in &order {
            let lesson = &thin(&lessons[nth], course.dropped, &mut seed);
            let mut scores = score(lesson, &weights, course.tags);
            for (row, &tag) in scores.chunks_exact_mut(course.tags).zip(&lesson.tags) {
                row[usize::from(tag)] -= course.margin;
            }
            let guess = transitions.best(&scores);
            let mut before = (None, None);
            for ((features, &right), &guessed) in lesson.features.iter().zip(&lesson.tags).zip(&guess) {
                let after = (Some(usize::from(right)), Some(usize::from(guessed)));
                if (before.0, right) != (before.1, guessed) {
                    for (from, tag, change) in [(before.0, right, 1.0), (before.1, guessed, -1.0)] {
                        let row = pairs + from.map_or(0, |from| from + 1);
                        let at = row * course.tags + usize::from(tag);
                        weights[at] += change;
                        sums[at] += change * step;
                        transitions.add(from, usize::from(tag), change);
                    }
                }
                before = after;
                if right == guessed {
                    continue;
                }
                wrong += 1;
                for &feature in features {
                    for (tag, change) in [(right, 1.0), (guessed, -1.0)] {
                        let at = feature as usize * course.tags + usize::from(tag);
                        weights[at] += change;
                        sums[at] += change * step;
                    }
                }
            }
            step += 1.0;
        }
        eprintln!("pass {}: {wrong} wrong tags", pass + 1);
    }
    let features = names
        .into_iter()
        .enumerate()
        .map(|(i, name)| {
            let row = i * course.tags..(i + 1) * course.tags;
            let average = weights[row.clone()].iter().zip(&sums[row]).map(|(w, s)| w - s / step);
            (name, average.collect())
        })
        .collect();
    Learned { features }
}

struct Numbered {
    features: Vec<Vec<u32>>,
    tags: Vec<u8>,
}

/// Numbers the features that are seen often enough.
fn number(lessons: &[Lesson], least: u32) -> (Vec<Feature>, Vec<Numbered>) {
    let mut counts: HashMap<Feature, u32> = HashMap::new();
    for feature in lessons.iter().flat_map(|l| l.features.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut names: Vec<Feature> = counts.into_iter().filter(|&(_, n)| n >= least).map(|(f, _)| f).collect();
    names.sort_unstable();
    let numbers: HashMap<Feature, u32> = names.iter().enumerate().map(|(i, &f)| (f, i as u32)).collect();
    let lessons = lessons
        .iter()
        .map(|lesson| Numbered {
            features: lesson
                .features
                .iter()
                .map(|features| features.iter().filter_map(|f| numbers.get(f).copied()).collect())
                .collect(),
            tags: lesson.tags.clone(),
        })
        .collect();
    (names, lessons)
}

/// The lesson without a share of its features.
fn thin(lesson: &Numbered, dropped: f64, seed: &mut u64) -> Numbered {
    let limit = (dropped * u32::MAX as f64) as u64;
    let mut keep = || {
        draw(seed);
        (*seed >> 32) >= limit
    };
    let features = lesson.features.iter().map(|all| all.iter().copied().filter(|_| keep()).collect()).collect();
    Numbered { features, tags: lesson.tags.clone() }
}

fn score(lesson: &Numbered, weights: &[f32], tags: usize) -> Vec<f32> {
    let mut scores = vec![0.0; lesson.features.len() * tags];
    for (row, features) in scores.chunks_exact_mut(tags).zip(&lesson.features) {
        for &feature in features {
            let from = feature as usize * tags;
            row.iter_mut().zip(&weights[from..from + tags]).for_each(|(s, w)| *s += w);
        }
    }
    scores
}

/// One step of an xorshift generator (Marsaglia 2003).
fn draw(seed: &mut u64) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
}

/// Fisher and Yates's shuffle.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        draw(seed);
        order.swap(i, (*seed % (i as u64 + 1)) as usize);
    }
}
