//! A text in which many words are looked for.

use memchr::memmem;

/// Numbers of 64 bits in the filter, at least and at most. Both are powers of two.
const LEAST: usize = 16;
const MOST: usize = 1 << 10;

/// A text in lower case, and the runs of three bytes in it, as a Bloom filter. Most words that
/// are looked for have a run that the text lacks, and need no search.
#[derive(Debug)]
pub(crate) struct SearchedText {
    lower: String,
    runs: Vec<u64>,
}

impl SearchedText {
    /// `text` as [`plain_lower`] makes it.
    pub(crate) fn new(text: &str) -> Self {
        Self::of_lower(plain_lower(text))
    }

    /// A text that is in lower case already.
    pub(crate) fn of_lower(lower: String) -> Self {
        let mut runs = vec![0; (lower.len() / 8).next_power_of_two().clamp(LEAST, MOST)];
        let most = runs.len() - 1;
        for run in lower.as_bytes().windows(3) {
            let (place, bit) = place(run);
            if let Some(bits) = runs.get_mut(place & most) {
                *bits |= bit;
            }
        }
        Self { lower, runs }
    }

    /// Whether `words` are in the text.
    pub(crate) fn has(&self, words: &str) -> bool {
        let most = self.runs.len() - 1;
        let may_have = |(place, bit)| self.runs.get(place & most).is_some_and(|bits| bits & bit != 0);
        let (lower, words) = (self.lower.as_bytes(), words.as_bytes());
        words.windows(3).map(place).all(may_have) && memmem::find(lower, words).is_some()
    }
}

/// The place of a run of three bytes in the largest filter, and the bit there.
fn place(run: &[u8]) -> (usize, u64) {
    let number = run.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
    let number = number.wrapping_mul(0x9e37_79b1) >> 16;
    ((number / 64) as usize, 1 << (number % 64))
}

/// `text` in lower case, with straight apostrophes and plain spaces, so that
/// hints have only one spelling.
pub(crate) fn plain_lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '’' | '‘' => lower.push('\''),
            '\u{a0}' => lower.push(' '),
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c => lower.extend(c.to_lowercase()),
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_length_are_found_in_texts_of_any_length() {
        for times in [1, 40, 4000] {
            let text = SearchedText::new(&"Don’t miss\u{a0}the Übersee port. ".repeat(times));
            for words in ["don't miss the", "übersee port", "t.", "po", ""] {
                assert!(text.has(words), "{words}");
            }
            for words in ["don’t", "Miss", "ports", "ub", "sea"] {
                assert!(!text.has(words), "{words}");
            }
        }
        assert!(!SearchedText::new("").has("a"));
    }
}
