//! Half-open ranges of UTF-8 bytes.

use serde::{Deserialize, Serialize};

/// A half-open range `start..end` of bytes in a text, on character
/// boundaries. A span does not hold the text; the documentation of what
/// returns a span says which text it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`; an `end` before `start` gives an
    /// empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The number of bytes it covers.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether it covers the byte `at`.
    #[must_use]
    pub fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether it covers every byte of `other`.
    #[must_use]
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether it and `other` share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The bytes that it and `other` both cover; `None` if there are none.
    #[must_use]
    pub fn intersection(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// The smallest span that covers it and `other`.
    #[must_use]
    pub fn union(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text it covers; empty if it reaches past the end of `text` or cuts a
    /// character.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The span without the white space of `text` at either end.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Span {
        let inside = self.of(text);
        let start = self.start + (inside.len() - inside.trim_start().len());
        Span::new(start, start + inside.trim().len())
    }
}

/// The last character boundary of `text` at byte `at` or before it.
#[must_use]
pub fn floor_boundary(text: &str, at: usize) -> usize {
    // `str::floor_char_boundary` is newer than the oldest compiler we build with.
    let at = at.min(text.len());
    (0..4).filter_map(|back| at.checked_sub(back)).find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_is_empty_where_a_span_cuts_a_character() {
        assert_eq!(Span::new(0, 1).of("é"), "");
        assert_eq!(Span::new(0, 2).of("é"), "é");
        assert_eq!(Span::new(4, 9).of("é"), "");
    }

    #[test]
    fn a_boundary_is_never_inside_a_character() {
        assert_eq!((0..7).map(|at| floor_boundary("é€a", at)).collect::<Vec<_>>(), [0, 0, 2, 2, 2, 5, 6]);
        assert_eq!(floor_boundary("🙂", 3), 0);
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert_eq!(Span::new(0, 4).intersection(Span::new(3, 5)), Some(Span::new(3, 4)));
    }

    #[test]
    fn trimming_keeps_what_is_not_white_space() {
        assert_eq!(Span::new(1, 6).trimmed("x \u{a0}ab c"), Span::new(4, 6));
        assert!(Span::new(0, 3).trimmed("   ").is_empty());
    }
}
