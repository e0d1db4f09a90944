//! How far what stands around two places agrees.

use std::cmp::Reverse;

use super::annotation::Selector;
use super::approximate::cuts_word;
use super::selector::CONTEXT;
use pullquote_article::text::fold::Folded;

/// What a letter costs that only one side has.
const DIFFERS: i32 = 2;

/// How far the two sides may drift apart, in letters.
const DRIFT: usize = 16;

/// Letters of context with which something stands “between its surroundings”.
const TELLING: usize = 16;

/// What stood around an annotation, folded; both read away from it.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    before: Vec<char>,
    behind: Vec<char>,
    /// `before` in reading order.
    before_read: Vec<char>,
}

impl Surroundings {
    pub(super) fn of(selector: &Selector) -> Self {
        // White space at the inner edge stays: it is part of what agrees.
        let letters = |text: &str| Folded::new(text).as_str().chars().collect::<Vec<char>>();
        let before_read = letters(&selector.prefix);
        let before = before_read.iter().rev().copied().collect();
        Self { before, behind: letters(&selector.suffix), before_read }
    }

    /// The agreement around a place that is just the same.
    pub(super) fn most(&self) -> i32 {
        i32::try_from(self.before.len() + self.behind.len()).unwrap_or(0)
    }

    /// How many letters around `start..end` of `text` agree, less what
    /// disagrees: each side counts as far as it goes on agreeing.
    pub(super) fn agree(&self, text: &[char], start: usize, end: usize) -> i32 {
        let reach = CONTEXT + DRIFT;
        let left: Vec<char> =
            text.get(start.saturating_sub(reach)..start).unwrap_or(&[]).iter().rev().copied().collect();
        let right = text.get(end..text.len().min(end.saturating_add(reach))).unwrap_or(&[]);
        agreement(&self.before, &left) + agreement(&self.behind, right)
    }

    /// `start..end` of `text` with either end moved to a near word's edge
    /// where the surroundings agree better by far: there the first or last of
    /// the words is another now.
    pub(super) fn fitted(&self, text: &[char], start: usize, end: usize) -> (usize, usize) {
        const NEAR: usize = 24;
        const BETTER: i32 = 8;
        let edge = |at: usize| !cuts_word(text, at);
        let before = |at: usize| self.agree(text, at, text.len());
        let behind = |at: usize| self.agree(text, 0, at);
        let fit = |at: usize, from: usize, to: usize, score: &dyn Fn(usize) -> i32| {
            let best =
                (from..=to).filter(|&at| edge(at)).max_by_key(|&other| (score(other), Reverse(other.abs_diff(at))));
            best.filter(|&best| score(best) >= score(at) + BETTER).unwrap_or(at)
        };
        let start = fit(start, start.saturating_sub(NEAR), start.saturating_add(NEAR / 2).min(end), &before);
        let end = fit(end, end.saturating_sub(NEAR / 2).max(start), (end + NEAR).min(text.len()), &behind);
        (start, end)
    }

    /// Whether a few letters next to `start..end` are the same on one side.
    pub(super) fn touches(&self, text: &[char], start: usize, end: usize) -> bool {
        const FEW: usize = 6;
        let left = self.before.iter().take(FEW);
        let right = self.behind.iter().take(FEW);
        left.eq(text.get(..start).unwrap_or(&[]).iter().rev().take(FEW))
            || right.eq(text.get(end..).unwrap_or(&[]).iter().take(FEW))
    }

    /// Both sides in reading order, where each is long enough to tell a place.
    pub(super) fn both(&self) -> Option<(&[char], &[char])> {
        (self.before.len() >= TELLING && self.behind.len() >= TELLING)
            .then_some((self.before_read.as_slice(), self.behind.as_slice()))
    }
}

/// The best that any beginnings of `a` and `b` agree: one for a letter that
/// both have, minus [`DIFFERS`] for one that differs or that only one has.
pub(super) fn agreement(a: &[char], b: &[char]) -> i32 {
    let mut row: Vec<i32> = (0..=b.len()).map(|j| -DIFFERS * i32::try_from(j).unwrap_or(i32::MAX / 8)).collect();
    let mut best = 0;
    for x in a {
        let mut diagonal = row.first().copied().unwrap_or(0);
        let mut left = diagonal - DIFFERS;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let step = if x == y { 1 } else { -DIFFERS };
            let value = (diagonal + step).max(*cell - DIFFERS).max(left - DIFFERS);
            diagonal = *cell;
            *cell = value;
            left = value;
            best = best.max(value);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn agreement_goes_on_behind_a_difference_that_is_worth_it() {
        assert_eq!(agreement(&chars("the boats left"), &chars("the boats left at nine")), 14);
        assert_eq!(agreement(&chars("the boats left"), &chars("the goats left")), 11);
        assert_eq!(agreement(&chars("the boats left"), &chars("thee boats left")), 12);
        assert_eq!(agreement(&chars("abc"), &chars("xyz")), 0);
        assert_eq!(agreement(&[], &chars("xyz")), 0);
    }

    #[test]
    fn both_sides_count_away_from_the_words() {
        let selector =
            Selector { prefix: "Nobody told ".to_owned(), suffix: ", at night".to_owned(), ..Selector::default() };
        let around = Surroundings::of(&selector);
        let text = chars("then nobody told them, at nine");
        assert_eq!(around.agree(&text, 17, 21), 12 + 7);
        assert!(around.touches(&text, 17, 21) && !around.touches(&text, 2, 4));
        assert_eq!(around.most(), 22);
    }
}
