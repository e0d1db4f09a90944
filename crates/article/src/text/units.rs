//! Converting bytes to code points and back, for files and JSON.

use super::span::Span;

/// Bytes between two positions with a stored count.
const STRIDE: usize = 512;

/// Converts positions in one text between bytes and Unicode code points. One
/// conversion takes about the same time in a short text and in a long one.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`, rounded down to a boundary.
    counts: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    /// Reads `text` once and stores the counts that conversions need.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i.is_multiple_of(STRIDE) {
                // Continuation bytes belong to a character already counted.
                counts.push(count);
            }
            count += usize::from(byte & 0xC0 != 0x80);
        }
        if text.len().is_multiple_of(STRIDE) {
            counts.push(count);
        }
        Self { text, counts }
    }

    /// The number of code points before byte `at`; after the end, the number of
    /// the whole text.
    #[must_use]
    pub fn of_byte(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let mark = at / STRIDE;
        let before = self.counts.get(mark).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(mark * STRIDE..at).unwrap_or(&[]);
        before + rest.iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }

    /// The first byte of code point number `n` (from 0); the text's length if
    /// there is no such code point.
    #[must_use]
    pub fn to_byte(&self, n: usize) -> usize {
        let mark = self.counts.partition_point(|&count| count <= n).saturating_sub(1);
        let mut count = self.counts.get(mark).copied().unwrap_or(0);
        let from = mark * STRIDE;
        for (i, byte) in self.text.as_bytes().get(from..).unwrap_or(&[]).iter().enumerate() {
            if byte & 0xC0 != 0x80 {
                if count == n {
                    return from + i;
                }
                count += 1;
            }
        }
        self.text.len()
    }

    /// The start and end of `span` in code points.
    #[must_use]
    pub fn of_span(&self, span: Span) -> [usize; 2] {
        [self.of_byte(span.start), self.of_byte(span.end)]
    }

    /// The span of bytes from code point `start` up to code point `end`.
    #[must_use]
    pub fn to_span(&self, start: usize, end: usize) -> Span {
        Span::new(self.to_byte(start), self.to_byte(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_goes_there_and_back(text in "(?s).{0,900}") {
            let points = CodePoints::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), n);
                prop_assert_eq!(points.to_byte(n), byte);
            }
            prop_assert_eq!(points.of_byte(text.len()), text.chars().count());
            prop_assert_eq!(points.to_byte(text.chars().count()), text.len());
        }
    }

    #[test]
    fn a_long_text_of_wide_characters() {
        let text = "€".repeat(5000);
        let points = CodePoints::new(&text);
        assert_eq!(points.of_byte(3 * 4321), 4321);
        assert_eq!(points.to_span(4321, 4999), Span::new(3 * 4321, 3 * 4999));
        assert_eq!(points.to_byte(9_999), text.len());
    }
}
