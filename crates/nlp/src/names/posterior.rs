//! How likely each name of a sentence is, and which names to take.
//!
//! The best sequence of tags is not the best set of names: where its names are
//! doubtful, most of them are wrong. So each name is weighed by the share of
//! all sequences that hold it, and those are taken that are more likely right
//! than a mistake would cost.

use super::lattice::Lattice;
use crate::analysis::EntityKind;
use crate::names::tags::{ALONE, BEGIN, END, INSIDE, KINDS, TAGS, tag};
use pullquote_article::text::span::Span;

/// What the scores are multiplied by, so that of the names with a probability
/// of 0.6 six of ten are right: trained with many features dropped, a model is
/// surer than it should be. Chosen on training articles kept back.
pub(super) const SCALE: f32 = 0.45;
/// What a name that is wrong costs, when one that is right wins 1: half of the
/// F1 that is reached makes F1 highest (Lipton, Elkan and Naryanaswamy 2014).
const COST: f32 = 0.45;
/// Names less likely than this are not looked at.
const LEAST: f32 = 0.05;
/// The most pieces of a name.
const LONGEST: usize = 24;

/// A name that may stand in a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likely {
    /// Its pieces, by their index in the sentence.
    pub pieces: Span,
    /// Its kind.
    pub kind: EntityKind,
    /// The share of all sequences that hold it, 0 to 1.
    pub probability: f32,
}

/// The factors of pairs of tags, by the tag before and by the tag.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    by_before: Vec<f32>,
    by_tag: Vec<f32>,
}

impl Pairs {
    /// Factors as rows, the first for the beginning.
    pub(super) fn new(by_before: Vec<f32>) -> Self {
        let column = |tag: usize| by_before.iter().skip(TAGS + tag).step_by(TAGS).copied();
        let by_tag = (0..TAGS).flat_map(column).collect();
        Self { by_before, by_tag }
    }

    /// `scores` holds one row a piece, one score a tag, [`SCALE`] not yet in
    /// them.
    fn sums(&self, scores: &mut [f32]) -> Sums<'_> {
        scores.iter_mut().for_each(|score| *score *= SCALE);
        let (lattice, _) = Lattice::new(scores, &self.by_before, TAGS, None);
        let (forward, scales) = lattice.forward();
        Sums { backward: lattice.backward(&self.by_tag, &scales), lattice, forward, scales }
    }

    /// The names that a sentence may hold; `scores` holds one row a piece, one
    /// score a tag. Time is linear in the pieces.
    pub(super) fn likely(&self, scores: &mut [f32]) -> Vec<Likely> {
        let sums = self.sums(scores);
        let mut found = Vec::new();
        for (kind, &name) in KINDS.iter().enumerate() {
            for start in 0..sums.scales.len() {
                sums.from(start, kind, &mut |end, probability| {
                    found.push(Likely { pieces: Span::new(start, end), kind: name, probability });
                });
            }
        }
        found
    }
}

/// Sums over the sequences of tags of a sentence.
struct Sums<'l> {
    lattice: Lattice<'l>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    scales: Vec<f32>,
}

impl Sums<'_> {
    /// Gives the names of a kind that begin at a piece: their ends and
    /// probabilities.
    fn from(&self, start: usize, kind: usize, give: &mut impl FnMut(usize, f32)) {
        let at = |rows: &[f32], i: usize, tag: usize| rows.get(i * TAGS + tag).copied().unwrap_or(0.0);
        let [begin, inside, end, alone] = [BEGIN, INSIDE, END, ALONE].map(|part| tag(kind, part));
        let probability = at(&self.forward, start, alone) * at(&self.backward, start, alone);
        if probability >= LEAST {
            give(start + 1, probability);
        }
        let mut sum = at(&self.forward, start, begin);
        if sum * at(&self.backward, start, begin) < LEAST {
            return;
        }
        let mut last = begin;
        for i in start + 1..self.scales.len().min(start + LONGEST) {
            let step = |to: usize| {
                at(self.lattice.pairs, last, to) * at(&self.lattice.words, i, to)
                    / self.scales.get(i).copied().unwrap_or(1.0)
            };
            let probability = sum * step(end) * at(&self.backward, i, end);
            if probability >= LEAST {
                give(i + 1, probability);
            }
            sum *= step(inside);
            if sum * at(&self.backward, i, inside) < LEAST {
                return;
            }
            last = inside;
        }
    }
}

/// The disjoint names that win most, in order: each its probability less what
/// a mistake costs. `length` is how many pieces there are.
pub(super) fn choose(likely: &[Likely], length: usize) -> Vec<Likely> {
    let mut worth: Vec<&Likely> = likely.iter().filter(|name| name.probability > COST).collect();
    worth.sort_by_key(|name| name.pieces.end);
    let mut best: Vec<(f32, Option<&Likely>)> = Vec::with_capacity(length + 1);
    let mut next = worth.into_iter().peekable();
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

    /// The probabilities of the names of three pieces, summed over every
    /// sequence of tags one by one.
    fn by_hand(scores: &[f32], pairs: &Transitions) -> Vec<Likely> {
        let mut sums: Vec<Likely> = Vec::new();
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
                        None => sums.push(Likely { pieces, kind, probability: weight as f32 }),
                    }
                }
            }
        }
        sums.iter_mut().for_each(|name| name.probability /= all as f32);
        sums.retain(|name| name.probability >= LEAST);
        sums
    }

    #[test]
    fn a_name_is_as_likely_as_the_sequences_that_hold_it() {
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
        let found = Pairs::new(pairs.factors(SCALE)).likely(&mut scores);
        assert!(found.len() > 2 && found.len() == expected.len(), "{found:?} {expected:?}");
        for name in expected {
            let same = found.iter().find(|other| other.pieces == name.pieces && other.kind == name.kind);
            assert!(same.is_some_and(|other| (other.probability - name.probability).abs() < 1e-3), "{name:?}");
        }
    }

    #[test]
    fn doubtful_names_are_left_out_and_of_those_that_overlap_the_best_are_taken() {
        let name = |start, end, kind, probability| Likely { pieces: Span::new(start, end), kind, probability };
        let (person, place) = (EntityKind::Person, EntityKind::Place);
        let likely = [
            name(0, 2, person, 0.6),
            name(0, 1, person, 0.55),
            name(1, 2, place, 0.56),
            name(3, 4, place, 0.4),
            name(4, 5, place, 0.5),
            name(4, 5, person, 0.45),
        ];
        assert_eq!(choose(&likely, 6), [likely[1], likely[2], likely[4]]);
        assert!(choose(&[], 3).is_empty());
    }
}
