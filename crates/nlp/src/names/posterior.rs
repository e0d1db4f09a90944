//! Posterior probabilities of names, and the choice of the best names.
//!
//! The most probable tag sequence is not the best set of names: the doubtful
//! names in it are mostly wrong. Therefore each possible name gets its
//! probability, which is the share of all tag sequences that contain it, and the
//! names are chosen that maximize the expected gain.

use super::lattice::Lattice;
use crate::analysis::EntityKind;
use crate::names::tags::{ALONE, BEGIN, END, INSIDE, KINDS, TAGS, tag};
use pullquote_article::Span;

/// The factor that calibrates the scores, so that six of ten names with a
/// probability of 0.6 are right. Without it the probabilities are too extreme,
/// because the models are trained with dropout. Chosen on held-out training
/// articles.
pub(super) const SCALE: f32 = 0.45;
/// The cost of a wrong name, if a right one gains 1. Half of the best possible F1
/// is the cost that maximizes F1 (Lipton, Elkan and Naryanaswamy 2014).
const COST: f32 = 0.45;
/// The smallest probability of a name that is considered.
const SMALLEST: f32 = 0.05;
/// The largest number of pieces of a name.
const LONGEST: usize = 24;

/// A name that a sentence may contain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PossibleName {
    /// Its pieces, counted from the beginning of the sentence.
    pub(crate) pieces: Span,
    /// Its kind.
    pub(crate) kind: EntityKind,
    /// Its probability, from 0 to 1.
    pub(crate) probability: f32,
}

/// The factors of pairs of adjacent tags: rows of the first tag, and transposed.
#[derive(Debug, Clone, Default)]
pub(super) struct TransitionFactors {
    by_first: Vec<f32>,
    by_second: Vec<f32>,
}

impl TransitionFactors {
    /// Takes factors as rows: one for the beginning, then one for each first tag.
    pub(super) fn new(by_first: Vec<f32>) -> Self {
        let column = |tag: usize| by_first.iter().skip(TAGS + tag).step_by(TAGS).copied();
        let by_second = (0..TAGS).flat_map(column).collect();
        Self { by_first, by_second }
    }

    /// Runs the forward–backward algorithm. `scores` has one row for each piece and
    /// one score for each tag; they are multiplied by [`SCALE`] in place.
    fn forward_backward(&self, scores: &mut [f32]) -> ForwardBackward<'_> {
        scores.iter_mut().for_each(|score| *score *= SCALE);
        let (lattice, _) = Lattice::new(scores, &self.by_first, TAGS, None);
        let (forward, scales) = lattice.forward();
        ForwardBackward { backward: lattice.backward(&self.by_second, &scales), lattice, forward, scales }
    }

    /// The names that a sentence may contain, with their probabilities. `scores` has
    /// one row for each piece and one score for each tag; they are multiplied by
    /// [`SCALE`] in place. Time is linear in the number of pieces.
    pub(super) fn possible_names(&self, scores: &mut [f32]) -> Vec<PossibleName> {
        let sums = self.forward_backward(scores);
        let mut found = Vec::new();
        for (kind, &name) in KINDS.iter().enumerate() {
            for start in 0..sums.scales.len() {
                sums.names_from(start, kind, &mut |end, probability| {
                    found.push(PossibleName { pieces: Span::new(start, end), kind: name, probability });
                });
            }
        }
        found
    }
}

/// The results of the forward–backward algorithm for a sentence.
struct ForwardBackward<'l> {
    lattice: Lattice<'l>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    scales: Vec<f32>,
}

impl ForwardBackward<'_> {
    /// Calls `give` with the end and the probability of each name of a kind that
    /// begins at a piece.
    fn names_from(&self, start: usize, kind: usize, give: &mut impl FnMut(usize, f32)) {
        let at = |rows: &[f32], i: usize, tag: usize| rows.get(i * TAGS + tag).copied().unwrap_or(0.0);
        let [begin, inside, end, alone] = [BEGIN, INSIDE, END, ALONE].map(|part| tag(kind, part));
        let probability = at(&self.forward, start, alone) * at(&self.backward, start, alone);
        if probability >= SMALLEST {
            give(start + 1, probability);
        }
        let mut sum = at(&self.forward, start, begin);
        if sum * at(&self.backward, start, begin) < SMALLEST {
            return;
        }
        let mut last = begin;
        for i in start + 1..self.scales.len().min(start + LONGEST) {
            let step = |to: usize| {
                at(self.lattice.pairs, last, to) * at(&self.lattice.words, i, to)
                    / self.scales.get(i).copied().unwrap_or(1.0)
            };
            let probability = sum * step(end) * at(&self.backward, i, end);
            if probability >= SMALLEST {
                give(i + 1, probability);
            }
            sum *= step(inside);
            if sum * at(&self.backward, i, inside) < SMALLEST {
                return;
            }
            last = inside;
        }
    }
}

/// The disjoint names with the highest total gain, in order. The gain of a name is
/// its probability minus [`COST`]. `length` is the number of pieces. Found by
/// dynamic programming over the ends of names.
pub(super) fn best_disjoint(possible: &[PossibleName], length: usize) -> Vec<PossibleName> {
    let mut gainful: Vec<&PossibleName> = possible.iter().filter(|name| name.probability > COST).collect();
    gainful.sort_by_key(|name| name.pieces.end);
    let mut best: Vec<(f32, Option<&PossibleName>)> = Vec::with_capacity(length + 1);
    let mut next = gainful.into_iter().peekable();
    for end in 0..=length {
        let mut here = (best.last().map_or(0.0, |(sum, _)| *sum), None);
        while let Some(name) = next.next_if(|name| name.pieces.end <= end) {
            let before = best.get(name.pieces.start).map_or(0.0, |(sum, _)| *sum);
            let sum = before + name.probability - COST;
            if sum > here.0 {
                here = (sum, Some(name));
            }
        }
        best.push(here);
    }
    let mut found = Vec::new();
    let mut end = length;
    while let Some((_, name)) = best.get(end) {
        if let Some(name) = name {
            found.push(**name);
            end = name.pieces.start;
        } else if let Some(before) = end.checked_sub(1) {
            end = before;
        } else {
            break;
        }
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::tags::may_follow;
    use crate::names::transitions::{FORBIDDEN, Transitions};

    /// The probabilities of the names of three pieces, by summing over every
    /// tag sequence.
    fn by_hand(scores: &[f32], pairs: &Transitions) -> Vec<PossibleName> {
        let mut sums: Vec<PossibleName> = Vec::new();
        let mut all = 0.0;
        for sequence in (0..TAGS * TAGS * TAGS).map(|n| [n / TAGS / TAGS, n / TAGS % TAGS, n % TAGS]) {
            let mut sum = 0.0;
            for (i, &tag) in sequence.iter().enumerate() {
                sum += scores[i * TAGS + tag] + pairs.score(i.checked_sub(1).map(|before| sequence[before]), tag);
            }
            let weight = (f64::from(SCALE) * f64::from(sum)).exp();
            all += weight;
            let mut start = 0;
            for (i, &at) in sequence.iter().enumerate().filter(|(_, at)| **at > 0) {
                let (kind, part) = ((at - 1) / 4, (at - 1) % 4);
                if part == BEGIN || part == ALONE {
                    start = i;
                }
                if part == END || part == ALONE {
                    let (pieces, kind) = (Span::new(start, i + 1), KINDS[kind]);
                    match sums.iter_mut().find(|name| name.pieces == pieces && name.kind == kind) {
                        Some(name) => name.probability += weight as f32,
                        None => sums.push(PossibleName { pieces, kind, probability: weight as f32 }),
                    }
                }
            }
        }
        sums.iter_mut().for_each(|name| name.probability /= all as f32);
        sums.retain(|name| name.probability >= SMALLEST);
        sums
    }

    #[test]
    fn the_probability_of_a_name_is_the_share_of_sequences_that_contain_it() {
        let pairs = Transitions::new(TAGS, |before, tag| match (before, may_follow(before, tag)) {
            (_, false) => FORBIDDEN,
            (Some(before), _) => ((before * 7 + tag * 3) % 5) as f32 / 4.0,
            (None, _) => 0.5,
        });
        let mut scores: Vec<f32> = (0..3 * TAGS).map(|i| (i * i % 11) as f32 / 3.0 - 2.0).collect();
        for (place, score) in
            [(tag(0, BEGIN), 9.0), (TAGS + tag(0, END), 8.0), (TAGS + tag(2, ALONE), 9.0), (TAGS, 7.0)]
        {
            scores[place] = score;
        }
        scores[2 * TAGS + tag(1, ALONE)] = 6.0;
        let expected = by_hand(&scores, &pairs);
        let found = TransitionFactors::new(pairs.factors(SCALE)).possible_names(&mut scores);
        assert!(found.len() > 2 && found.len() == expected.len(), "{found:?} {expected:?}");
        for name in expected {
            let same = found.iter().find(|other| other.pieces == name.pieces && other.kind == name.kind);
            assert!(same.is_some_and(|other| (other.probability - name.probability).abs() < 1e-3), "{name:?}");
        }
    }

    #[test]
    fn doubtful_names_are_left_out_and_of_those_that_overlap_the_best_are_taken() {
        let name = |start, end, kind, probability| PossibleName { pieces: Span::new(start, end), kind, probability };
        let (person, place) = (EntityKind::Person, EntityKind::Place);
        let possible = [
            name(0, 2, person, 0.6),
            name(0, 1, person, 0.55),
            name(1, 2, place, 0.56),
            name(3, 4, place, 0.4),
            name(4, 5, place, 0.5),
            name(4, 5, person, 0.45),
        ];
        assert_eq!(best_disjoint(&possible, 6), [possible[1], possible[2], possible[4]]);
        assert!(best_disjoint(&[], 3).is_empty());
    }
}
