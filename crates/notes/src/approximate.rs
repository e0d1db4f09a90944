//! Finding words that were changed a little: approximate string matching.
//!
//! Myers' bit-parallel algorithm (“A fast bit-vector algorithm for
//! approximate string matching based on dynamic programming”, JACM 46, 1999)
//! with Hyyrö's blocks for patterns longer than a machine word (2003). The time
//! is text × pattern / 64. It is written here because the crate `rapidfuzz`
//! gives distances and no places, and `triple_accel` gives places in bytes and
//! not in characters.

use std::collections::HashMap;

use crate::facts::cuts_number;

/// A place where the pattern matches, in characters of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The insertions, deletions and substitutions between the pattern and it.
    pub errors: usize,
}

const WORD: usize = 64;

/// A pattern as bits: for every character, its positions in the pattern.
struct Pattern {
    len: usize,
    blocks: usize,
    ascii: Vec<u64>,
    other: HashMap<char, Vec<u64>>,
}

impl Pattern {
    fn new(pattern: impl ExactSizeIterator<Item = char>) -> Self {
        let len = pattern.len();
        let blocks = len.div_ceil(WORD).max(1);
        let mut this = Self { len, blocks, ascii: vec![0; 128 * blocks], other: HashMap::new() };
        for (i, c) in pattern.enumerate() {
            let bits = match usize::try_from(u32::from(c)) {
                Ok(code) if code < 128 => this.ascii.get_mut(code * blocks..(code + 1) * blocks),
                _ => Some(this.other.entry(c).or_insert_with(|| vec![0; blocks]).as_mut_slice()),
            };
            if let Some(block) = bits.and_then(|bits| bits.get_mut(i / WORD)) {
                *block |= 1 << (i % WORD);
            }
        }
        this
    }

    /// The blocks of `c`; empty if `c` is not in the pattern.
    fn bits(&self, c: char) -> &[u64] {
        let code = c as usize;
        if code < 128 {
            self.ascii.get(code * self.blocks..(code + 1) * self.blocks).unwrap_or(&[])
        } else {
            self.other.get(&c).map_or(&[], Vec::as_slice)
        }
    }
}

/// 64 rows of one column of the distance matrix, as vertical differences: +1 in
/// `up`, -1 in `down`.
#[derive(Clone, Copy)]
struct Block {
    up: u64,
    down: u64,
}

impl Block {
    /// Advances by one character. `above` is the horizontal difference at the top
    /// of the block; the result is the one at the row of the bit `last`.
    fn advance(&mut self, equal: u64, above: i8, last: u64) -> i8 {
        let vertical = equal | self.down;
        let equal = equal | u64::from(above < 0);
        let horizontal = ((equal & self.up).wrapping_add(self.up) ^ self.up) | equal;
        let plus = self.down | !(horizontal | self.up);
        let minus = self.up & horizontal;
        let below = i8::from(plus & last != 0) - i8::from(minus & last != 0);
        let plus = (plus << 1) | u64::from(above > 0);
        let minus = (minus << 1) | u64::from(above < 0);
        self.up = minus | !(vertical | plus);
        self.down = plus & vertical;
        below
    }
}

/// Calls `each` with every position of the text, from 0, and the edit distance
/// between the pattern and the best piece of text that ends before it. If
/// `anchored`, the piece has to begin at the start of the text.
fn distances(pattern: &Pattern, text: impl Iterator<Item = char>, anchored: bool, mut each: impl FnMut(usize, usize)) {
    let mut blocks = vec![Block { up: u64::MAX, down: 0 }; pattern.blocks];
    let mut distance = pattern.len;
    each(0, distance);
    let final_bit = 1_u64 << (pattern.len.saturating_sub(1) % WORD);
    for (i, c) in text.enumerate() {
        let bits = pattern.bits(c);
        let mut carry = i8::from(anchored);
        for (n, block) in blocks.iter_mut().enumerate() {
            let last = if n + 1 == pattern.blocks { final_bit } else { 1 << (WORD - 1) };
            carry = block.advance(bits.get(n).copied().unwrap_or(0), carry, last);
        }
        distance = if carry < 0 { distance.saturating_sub(1) } else { distance + usize::from(carry > 0) };
        each(i + 1, distance);
    }
}

/// The places where `pattern` matches `text` with at most `most` errors, the
/// best first, at most `limit` of them. Of places that overlap by more than
/// half, only the best is returned.
pub(crate) fn find(pattern: &[char], text: &[char], most: usize, limit: usize) -> Vec<Match> {
    if pattern.is_empty() || most >= pattern.len() {
        return Vec::new();
    }
    let bits = Pattern::new(pattern.iter().copied());
    let apart = pattern.len().div_ceil(2);
    // The best end of each group of ends that are close to each other.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    distances(&bits, text.iter().copied(), false, |end, errors| {
        if errors > most {
            return;
        }
        match ends.last_mut() {
            Some(best) if end - best.0 < apart => {
                // Of equal ends the one after a whole word is better.
                let better = errors < best.1 || (errors == best.1 && !cuts_word(text, end) && cuts_word(text, best.0));
                if better {
                    *best = (end, errors);
                }
            }
            _ => ends.push((end, errors)),
        }
    });
    ends.sort_by_key(|&(end, errors)| (errors, end));
    ends.truncate(limit);
    let reversed = Pattern::new(pattern.iter().rev().copied());
    ends.into_iter()
        .map(|(end, errors)| {
            let reach = end.saturating_sub(pattern.len() + errors);
            let window = text.get(reach..end).unwrap_or(&[]);
            let mut start = end;
            let mut fewest = usize::MAX;
            distances(&reversed, window.iter().rev().copied(), true, |back, errors| {
                let here = end - back;
                if errors < fewest || (errors == fewest && !cuts_word(text, here) && cuts_word(text, start)) {
                    (start, fewest) = (here, errors);
                }
            });
            Match { start, end, errors }
        })
        .collect()
}

/// Whether the position `at` lies inside a word or a number.
pub(crate) fn cuts_word(text: &[char], at: usize) -> bool {
    let letter = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(|c| c.is_alphanumeric());
    letter(at.checked_sub(1)) && letter(Some(at)) || cuts_number(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The textbook table, row by row (Sellers 1980).
    fn best_by_table(pattern: &[char], text: &[char]) -> usize {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut best = pattern.len();
        for c in text {
            let mut diagonal = column[0];
            for i in 1..=pattern.len() {
                let changed = diagonal + usize::from(pattern[i - 1] != *c);
                diagonal = column[i];
                column[i] = changed.min(column[i - 1] + 1).min(diagonal + 1);
            }
            best = best.min(column[pattern.len()]);
        }
        best
    }

    fn distance(a: &[char], b: &[char]) -> usize {
        let text = |chars: &[char]| chars.iter().collect::<String>();
        strsim::levenshtein(&text(a), &text(b))
    }

    #[test]
    fn a_typo_is_found_with_its_whole_word() {
        let text = chars("nobody had told the fery crews, who came at night");
        let found = find(&chars("the ferry crews"), &text, 4, 8);
        assert_eq!(found.len(), 1);
        assert_eq!(text[found[0].start..found[0].end].iter().collect::<String>(), "the fery crews");
        assert_eq!(found[0].errors, 1);
    }

    #[test]
    fn the_better_of_two_places_comes_first() {
        let text = chars("the boats left at nine. the goats left at five. the boats left at five");
        let found = find(&chars("the boats left at five"), &text, 8, 8);
        assert_eq!(found.iter().map(|m| m.errors).collect::<Vec<_>>(), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn the_fewest_errors_are_those_of_the_table(pattern in "[abé ]{1,150}", text in "[abé ]{0,200}") {
            let (pattern, text) = (chars(&pattern), chars(&text));
            let best = best_by_table(&pattern, &text);
            let found = find(&pattern, &text, pattern.len() - 1, 100);
            if best < pattern.len() {
                prop_assert_eq!(found.first().map(|m| m.errors), Some(best));
            } else {
                prop_assert!(found.is_empty());
            }
            for one in found {
                prop_assert_eq!(distance(&pattern, &text[one.start..one.end]), one.errors);
            }
        }
    }
}
