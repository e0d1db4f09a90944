//! Training of a linear-chain conditional random field (Lafferty, McCallum and
//! Pereira 2001) by stochastic gradient steps, each weight with a step of its
//! own (AdaGrad: Duchi, Hazan and Singer 2011).

use crate::names::lattice::Lattice;
use crate::names::transitions::Transitions;
use crate::names::weights::pair_feature;
use crate::train::lessons::{Course, Learned, Lesson, Numbered, draw, number, shuffle};

/// Differences of probability below this change nothing.
const STILL: f32 = 0.002;

/// Trains on `lessons`, in an order that only depends on how many there are.
/// `allowed` says which pairs of tags may stand together.
#[must_use]
pub fn train(lessons: &[Lesson], course: Course, allowed: &Transitions) -> Learned {
    let (mut names, lessons) = number(lessons, course.least);
    let first_pair = names.len();
    names.extend((0..=course.tags).map(|before| pair_feature(before.checked_sub(1))));
    let mut field = Field {
        tags: course.tags,
        pairs: first_pair,
        rows: vec![0.0; names.len() * 2 * course.tags],
        possible: allowed.factors(0.0),
        course,
    };
    let mut sums = vec![0.0f32; names.len() * course.tags];
    let mut averaged = 0;
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut seed = course.seed;
    for pass in 0..course.passes {
        shuffle(&mut order, &mut seed);
        let mut loss = 0.0;
        for &nth in &order {
            loss += field.step(&lessons[nth], &mut seed);
        }
        if 2 * pass + 1 >= course.passes {
            averaged += 1;
            for (sum, row) in sums.chunks_exact_mut(course.tags).zip(field.rows.chunks_exact(2 * course.tags)) {
                sum.iter_mut().zip(row).for_each(|(s, w)| *s += w);
            }
        }
        eprintln!("pass {}: loss {loss:.0}", pass + 1);
    }
    let average = |row: &[f32]| row.iter().map(|s| s / averaged as f32).collect();
    let features = names.into_iter().zip(sums.chunks_exact(course.tags).map(average)).collect();
    Learned { features }
}

struct Field {
    tags: usize,
    pairs: usize,
    /// Two rows a feature: its weights, and the sums of their squared
    /// gradients.
    rows: Vec<f32>,
    possible: Vec<f32>,
    course: Course,
}

impl Field {
    /// One step along the gradient of one lesson; returns its loss.
    fn step(&mut self, lesson: &Numbered, seed: &mut u64) -> f32 {
        let tags = self.tags;
        let (kept, scores) = self.thinned(lesson, seed);
        let factors = self.factors();
        let free = Marginals::new(&scores, &factors, tags, None);
        let right = Marginals::new(&scores, &factors, tags, Some(&lesson.tags));
        let mut change = vec![0.0f32; tags];
        for (i, features) in kept.iter().enumerate() {
            let at = i * tags..(i + 1) * tags;
            if differ(&mut change, &right.word[at.clone()], &free.word[at]) {
                for &feature in features {
                    self.adapt(feature as usize, &change);
                }
            }
        }
        for before in 0..=tags {
            let at = before * tags..(before + 1) * tags;
            if differ(&mut change, &right.pair[at.clone()], &free.pair[at]) {
                self.adapt(self.pairs + before, &change);
            }
        }
        free.log - right.log
    }

    /// The features of each word without those that are dropped, and the sums
    /// of their weights.
    fn thinned(&self, lesson: &Numbered, seed: &mut u64) -> (Vec<Vec<u32>>, Vec<f32>) {
        let tags = self.tags;
        let limit = (self.course.dropped * f64::from(u32::MAX)) as u64;
        let scale = (1.0 / (1.0 - self.course.dropped)) as f32;
        let mut kept: Vec<Vec<u32>> = Vec::with_capacity(lesson.features.len());
        let mut scores = vec![0.0f32; lesson.features.len() * tags];
        for (row, features) in scores.chunks_exact_mut(tags).zip(&lesson.features) {
            let mut some = Vec::with_capacity(features.len());
            for &feature in features {
                draw(seed);
                if (*seed >> 32) < limit {
                    continue;
                }
                some.push(feature);
                let from = feature as usize * 2 * tags;
                row.iter_mut().zip(&self.rows[from..from + tags]).for_each(|(s, w)| *s += w * scale);
            }
            kept.push(some);
        }
        (kept, scores)
    }

    /// The factors of pairs of tags: a row a tag before.
    fn factors(&self) -> Vec<f32> {
        let rows = (0..=self.tags).flat_map(|before| {
            let from = (self.pairs + before) * 2 * self.tags;
            self.rows[from..from + self.tags].iter().copied()
        });
        rows.zip(&self.possible).map(|(weight, possible)| weight.exp() * possible).collect()
    }

    fn adapt(&mut self, row: usize, change: &[f32]) {
        let from = row * 2 * self.tags;
        let (weights, squares) = self.rows[from..from + 2 * self.tags].split_at_mut(self.tags);
        let (rate, decay) = (self.course.rate, self.course.decay);
        for ((w, s), c) in weights.iter_mut().zip(squares).zip(change) {
            let gradient = c - decay * *w;
            *s += gradient * gradient;
            *w += rate * gradient / (*s + 0.01).sqrt();
        }
    }
}

/// Writes the differences of two rows of probabilities to `change`; whether any
/// is worth a step.
fn differ(change: &mut [f32], right: &[f32], free: &[f32]) -> bool {
    let mut most = 0.0f32;
    for ((c, r), f) in change.iter_mut().zip(right).zip(free) {
        *c = r - f;
        most = most.max(c.abs());
    }
    most >= STILL
}

/// Probabilities of the tags of each word and of pairs of tags (summed over
/// the words), and the logarithm of the sum over all sequences.
struct Marginals {
    word: Vec<f32>,
    pair: Vec<f32>,
    log: f32,
}

impl Marginals {
    /// `pairs` holds factors, `scores` logarithms; `only` the tags that the
    /// words have, where that is known.
    fn new(scores: &[f32], pairs: &[f32], tags: usize, only: Option<&[u8]>) -> Self {
        let (lattice, logs) = Lattice::new(scores, pairs, tags, only);
        let (forward, scales) = lattice.forward();
        let log = logs + scales.iter().map(|scale| f64::from(scale.ln())).sum::<f64>();
        let (word, pair) = backward(&lattice, &forward, &scales);
        Self { word, pair, log: log as f32 }
    }
}

/// The probabilities of tags and of pairs of tags.
fn backward(lattice: &Lattice<'_>, forward: &[f32], scales: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let tags = lattice.tags;
    let mut backward = vec![1.0f32; tags];
    let mut word = vec![0.0f32; forward.len()];
    let mut pair = vec![0.0f32; (tags + 1) * tags];
    let mut ahead = vec![0.0f32; tags];
    for (i, scale) in scales.iter().enumerate().rev() {
        let at = i * tags;
        for ((w, f), b) in word[at..at + tags].iter_mut().zip(&forward[at..]).zip(&backward) {
            *w = f * b;
        }
        for ((a, f), b) in ahead.iter_mut().zip(&lattice.words[at..]).zip(&backward) {
            *a = f * b / scale;
        }
        if i == 0 {
            pair[..tags].iter_mut().zip(&word[..tags]).for_each(|(p, w)| *p += w);
            break;
        }
        let rows = lattice.pairs.chunks_exact(tags).zip(pair[tags..].chunks_exact_mut(tags));
        for ((b, (from, row)), f) in backward.iter_mut().zip(rows).zip(&forward[at - tags..at]) {
            let mut sum = 0.0;
            for ((p, a), slot) in from.iter().zip(&ahead).zip(row) {
                let flow = p * a;
                sum += flow;
                *slot += f * flow;
            }
            *b = sum;
        }
    }
    (word, pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::transitions::FORBIDDEN;
    use crate::names::weights::Feature;

    #[test]
    fn a_field_learns_what_words_and_their_order_say() {
        // “a” is 1 after “b”, else 0; “b” is always 0.
        let word = |w: u64| vec![Feature::new(1, w)];
        let lesson = |words: &[u64], tags: &[u8]| Lesson {
            features: words.iter().map(|&w| word(w)).collect(),
            tags: tags.to_vec(),
        };
        let lessons = [lesson(&[2, 1, 2, 1], &[2, 1, 2, 1]), lesson(&[1, 1], &[0, 0]), lesson(&[1, 2], &[0, 2])];
        let course = Course { tags: 3, passes: 40, least: 1, dropped: 0.0, seed: 9, rate: 0.3, decay: 0.0 };
        let allowed = Transitions::new(3, |before, tag| {
            if before == Some(2) && tag == 0 || before != Some(2) && tag == 1 { FORBIDDEN } else { 0.0 }
        });
        let learned = train(&lessons, course, &allowed);
        let row =
            |feature| learned.features.iter().find(|(f, _)| *f == feature).map(|(_, w)| w.clone()).expect("learned");
        let transitions = Transitions::new(3, |before, tag| {
            let score = allowed.score(before, tag);
            if score == 0.0 { row(pair_feature(before))[tag] } else { score }
        });
        for lesson in &lessons {
            let scores: Vec<f32> = lesson.features.iter().flat_map(|f| row(f[0])).collect();
            let found = Marginals::new(&scores, &transitions.factors(1.0), 3, None);
            let right = lesson.tags.iter().zip(found.word.chunks(3)).map(|(&tag, row)| row[usize::from(tag)]);
            assert!(right.fold(1.0, f32::min) > 0.5, "{:?}", found.word);
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let pairs = [1.0, 1.0, 0.5, 2.0, 1.0, 0.0];
        let free = Marginals::new(&[0.3, -0.2, 1.0, 0.0, -5.0, 60.0], &pairs, 2, None);
        assert!(free.word.chunks(2).all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-5));
        assert!((free.pair.iter().sum::<f32>() - 3.0).abs() < 1e-4);
        let right = Marginals::new(&[0.3, -0.2, 1.0, 0.0, -5.0, 60.0], &pairs, 2, Some(&[0, 0, 1]));
        assert!(right.log < free.log);
    }
}
