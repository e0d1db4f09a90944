//! Grapheme clusters: what a reader sees as one character, and one step of a
//! caret.

#[doc(no_inline)]
pub use super::span::floor_boundary;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The grapheme clusters of `text` (extended, Unicode Standard Annex 29), each
/// with its first byte.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// The end, in bytes, of the grapheme cluster after byte `at`; the length of
/// `text` at its end. An `at` inside a character counts as its end.
#[must_use]
pub fn next(text: &str, at: usize) -> usize {
    let at = ceil_boundary(text, at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The start, in bytes, of the grapheme cluster before byte `at`; 0 at the
/// start of `text`. An `at` inside a character counts as its start.
#[must_use]
pub fn previous(text: &str, at: usize) -> usize {
    let at = floor_boundary(text, at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The first boundary between grapheme clusters at byte `at` or after it.
#[must_use]
pub fn boundary_from(text: &str, at: usize) -> usize {
    let at = ceil_boundary(text, at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) { at } else { next(text, at) }
}

/// The first character boundary of `text` at byte `at` or after it, at most
/// its length.
#[must_use]
pub fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_family_and_a_flag_are_one_step_each() {
        let text = "a👨‍👩‍👧🇳🇴e\u{301}";
        let mut stops = vec![0];
        while stops.last() != Some(&text.len()) {
            stops.push(next(text, *stops.last().unwrap()));
        }
        assert_eq!(stops.windows(2).map(|w| &text[w[0]..w[1]]).collect::<Vec<_>>(), ["a", "👨‍👩‍👧", "🇳🇴", "e\u{301}"]);
    }

    proptest! {
        #[test]
        fn steps_forth_and_back_meet(text in "(?s).{0,40}") {
            for (start, cluster) in graphemes(&text) {
                prop_assert_eq!(next(&text, start), start + cluster.len());
                prop_assert_eq!(previous(&text, start + cluster.len()), start);
            }
            prop_assert_eq!(next(&text, text.len()), text.len());
            prop_assert_eq!(previous(&text, 0), 0);
        }
    }
}
