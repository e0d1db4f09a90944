//! How well the text around a place agrees with the context of an annotation.

use std::cmp::Reverse;

use crate::annotation::Selector;
use crate::approximate::cuts_word;
use crate::selector::CONTEXT;
use pullquote_article::text::fold::Folded;

/// The cost of a character that only one side has.
const DIFFERS: i32 = 2;

/// The most characters by which the two sides may be shifted.
const DRIFT: usize = 16;

/// The characters of context on each side that are needed to find a place by
/// its context alone.
const ENOUGH_CONTEXT: usize = 16;

/// The context of an annotation, folded, as characters. Both sides begin next to
/// the annotated words.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    before: Vec<char>,
    after: Vec<char>,
    /// `before` in reading order.
    before_read: Vec<char>,
}

impl Surroundings {
    pub(crate) fn of(selector: &Selector) -> Self {
        // White space next to the annotated words counts as agreement, too.
        let letters = |text: &str| Folded::new(text).as_str().chars().collect::<Vec<char>>();
        let before_read = letters(&selector.prefix);
        let before = before_read.iter().rev().copied().collect();
        Self { before, after: letters(&selector.suffix), before_read }
    }

    /// The agreement around a place with exactly this context.
    pub(crate) fn most(&self) -> i32 {
        i32::try_from(self.before.len() + self.after.len()).unwrap_or(0)
    }

    /// The number of characters around `start..end` of `text` that agree, minus
    /// the cost of those that differ. Each side counts up to where its agreement
    /// is best.
    pub(crate) fn agree(&self, text: &[char], start: usize, end: usize) -> i32 {
        let (left, right) = self.agreements(text, start, end);
        left + right
    }

    /// The agreement before `start` and the one after `end`.
    fn agreements(&self, text: &[char], start: usize, end: usize) -> (i32, i32) {
        let reach = CONTEXT + DRIFT;
        let left: Vec<char> =
            text.get(start.saturating_sub(reach)..start).unwrap_or(&[]).iter().rev().copied().collect();
        let right = text.get(end..text.len().min(end.saturating_add(reach))).unwrap_or(&[]);
        (agreement(&self.before, &left), agreement(&self.after, right))
    }

    /// Whether the text around `start..end` is the old context: at least half of
    /// one side and [`ENOUGH_CONTEXT`] characters of it agree, or nearly all of
    /// both sides where they are short. A phrase like “, said the” on one side is
    /// not enough. False without context.
    pub(crate) fn are_there(&self, text: &[char], start: usize, end: usize) -> bool {
        let (left, right) = self.agreements(text, start, end);
        let half = |agreed: i32, side: &[char]| {
            usize::try_from(agreed).is_ok_and(|agreed| agreed >= ENOUGH_CONTEXT && agreed * 2 >= side.len())
        };
        half(left, &self.before)
            || half(right, &self.after)
            || (self.most() > 0 && (left + right) * 4 >= self.most() * 3)
    }

    /// Whether the annotation was made without any context.
    pub(crate) fn are_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// `start..end` of `text` with each end moved to the edge of a word nearby if
    /// the context agrees much better there: then the first or last of the words
    /// has changed.
    pub(crate) fn fitted(&self, text: &[char], start: usize, end: usize) -> (usize, usize) {
        const NEAR: usize = 24;
        const BETTER: i32 = 8;
        let edge = |at: usize| !cuts_word(text, at);
        let before = |at: usize| self.agree(text, at, text.len());
        let after = |at: usize| self.agree(text, 0, at);
        let fit = |at: usize, from: usize, to: usize, score: &dyn Fn(usize) -> i32| {
            let best =
                (from..=to).filter(|&at| edge(at)).max_by_key(|&other| (score(other), Reverse(other.abs_diff(at))));
            best.filter(|&best| score(best) >= score(at) + BETTER).unwrap_or(at)
        };
        let start = fit(start, start.saturating_sub(NEAR), start.saturating_add(NEAR / 2).min(end), &before);
        let end = fit(end, end.saturating_sub(NEAR / 2).max(start), (end + NEAR).min(text.len()), &after);
        (start, end)
    }

    /// Whether the six characters next to `start..end` are the same on one side.
    pub(crate) fn touches(&self, text: &[char], start: usize, end: usize) -> bool {
        const FEW: usize = 6;
        let left = self.before.iter().take(FEW);
        let right = self.after.iter().take(FEW);
        left.eq(text.get(..start).unwrap_or(&[]).iter().rev().take(FEW))
            || right.eq(text.get(end..).unwrap_or(&[]).iter().take(FEW))
    }

    /// Both sides in reading order; `None` unless both are long enough to find a
    /// place by them alone.
    pub(crate) fn both(&self) -> Option<(&[char], &[char])> {
        (self.before.len() >= ENOUGH_CONTEXT && self.after.len() >= ENOUGH_CONTEXT)
            .then_some((self.before_read.as_slice(), self.after.as_slice()))
    }
}

/// The best score of an alignment of any beginnings of `a` and `b`: 1 for a
/// character that both have, minus [`DIFFERS`] for one that differs or that
/// only one has (the recurrence of Needleman and Wunsch, 1970).
pub(crate) fn agreement(a: &[char], b: &[char]) -> i32 {
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
    fn agreement_goes_on_after_a_difference_that_is_worth_it() {
        assert_eq!(agreement(&chars("the boats left"), &chars("the boats left at nine")), 14);
        assert_eq!(agreement(&chars("the boats left"), &chars("the goats left")), 11);
        assert_eq!(agreement(&chars("the boats left"), &chars("thee boats left")), 12);
        assert_eq!(agreement(&chars("abc"), &chars("xyz")), 0);
        assert_eq!(agreement(&[], &chars("xyz")), 0);
    }

    #[test]
    fn both_sides_count_away_from_the_words() {
        let selector =
            Selector { prefix: "Nobody gave ".to_owned(), suffix: ", at night".to_owned(), ..Selector::default() };
        let around = Surroundings::of(&selector);
        let text = chars("then nobody gave them, at nine");
        assert_eq!(around.agree(&text, 17, 21), 12 + 7);
        assert!(around.touches(&text, 17, 21) && !around.touches(&text, 2, 4));
        assert_eq!(around.most(), 22);
    }
}
