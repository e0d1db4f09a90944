//! Counts of tokens, verbs and sentence ends between two tokens, from prefix
//! sums: a long gap costs no more than a short one.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::grammar::Class;
use crate::scene::Scene;

/// Prefix sums over the tokens of a text, without those of passages.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    tokens: Vec<u32>,
    verbs: Vec<u32>,
    stops: Vec<u32>,
    /// Sentences that end together with a passage.
    marked: Vec<u32>,
}

impl Totals {
    pub(crate) fn count(scene: &Scene<'_>) -> Self {
        let mut totals = Self::default();
        let mut sum = [0_u32; 4];
        for i in 0..=scene.tokens.len() {
            let rows = [&mut totals.tokens, &mut totals.verbs, &mut totals.stops, &mut totals.marked];
            rows.into_iter().zip(sum).for_each(|(row, sum)| row.push(sum));
            let outside = scene.passage_at(i).is_none();
            let class = scene.class(i);
            let holds = [
                outside,
                outside && matches!(class, Class::Verb | Class::Auxiliary),
                outside && class == Class::Stop && !scene.is(i, ";"),
                ends_inside(scene, i),
            ];
            sum.iter_mut().zip(holds).for_each(|(sum, holds)| *sum += u32::from(holds));
        }
        totals.marked.push(sum[3]);
        totals
    }

    /// How many tokens of the gap are outside passages.
    pub(crate) fn tokens(&self, gap: &Range<usize>) -> usize {
        sum_in(&self.tokens, gap.clone())
    }

    /// How many verbs and auxiliaries of the gap are outside passages.
    pub(crate) fn verbs(&self, gap: &Range<usize>) -> usize {
        sum_in(&self.verbs, gap.clone())
    }

    /// How many sentences end in the gap: at a full stop outside passages, or
    /// inside the closing mark of a passage next to it, as in “It is done.”
    /// He said …
    pub(crate) fn stops(&self, gap: &Range<usize>) -> usize {
        sum_in(&self.stops, gap.clone()) + sum_in(&self.marked, gap.start..gap.end.max(gap.start) + 1)
    }
}

fn sum_in(totals: &[u32], range: Range<usize>) -> usize {
    let at = |i: usize| totals.get(i).or(totals.last()).copied().unwrap_or(0);
    at(range.end).saturating_sub(at(range.start)) as usize
}

/// Whether a passage and a sentence end together right before token `next`.
fn ends_inside(scene: &Scene<'_>, next: usize) -> bool {
    let Some(passage) = next.checked_sub(1).and_then(|i| scene.passage_at(i)) else { return false };
    let Some(ended) = scene.passages.get(passage) else { return false };
    let same_paragraph = scene.paragraphs.get(ended.para).is_some_and(|p| next < p.tokens.end);
    if scene.passage_at(next) == Some(passage) || !same_paragraph {
        return false;
    }
    let word = scene.word(next);
    let capital = word.starts_with(char::is_uppercase) || scene.passage_at(next).is_some();
    let words = ended.span.of(scene.text);
    match words.trim_end_matches(['’', '\'', '”', '"']).chars().next_back() {
        Some('.') => capital,
        // “Why?” Lee asked: a name has a capital in any place.
        Some('?' | '!' | '…') => capital && scene.class(next) != Class::Name && word != "I",
        _ => false,
    }
}

/// How many passages are in the gap, without those in `own`, which is in order.
pub(crate) fn passages(scene: &Scene<'_>, gap: &Range<usize>, own: &[usize]) -> usize {
    if gap.is_empty() {
        return 0;
    }
    let first = scene.passages.partition_point(|p| scene.token_from(p.outer.end) <= gap.start);
    let end = scene.passages.partition_point(|p| scene.token_from(p.outer.start) < gap.end);
    let within = own.partition_point(|&p| p < end) - own.partition_point(|&p| p < first);
    end.saturating_sub(first).saturating_sub(within)
}
