//! Where words may be hyphenated: Liang's patterns (1983) of the TeX community, as `hypher`
//! has them.

use hypher::{Lang, hyphenate};

/// The fewest letters of a word that is hyphenated. Shorter words gain a line one or two cells.
const FEWEST_LETTERS: usize = 6;

/// The hyphenation of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hyphenation(Lang);

impl Hyphenation {
    /// The hyphenation of the language with this code (BCP 47, such as `en` or `de-AT`); `None`
    /// if the program has no patterns for it.
    #[must_use]
    pub fn of(language: &str) -> Option<Self> {
        let first = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        let code = <[u8; 2]>::try_from(first.as_bytes()).ok()?;
        Lang::from_iso(code).map(Self)
    }

    /// The bytes of `text`, which has no white space, before which a hyphen may be put. None if
    /// it is not a plain word with marks around it: an address, a number, an abbreviation.
    pub(super) fn places(self, text: &str) -> Vec<usize> {
        let word = text.trim_matches(|c: char| !c.is_alphanumeric());
        let is_word = word.chars().all(char::is_alphabetic) && word.chars().any(char::is_lowercase);
        if !is_word || word.chars().count() < FEWEST_LETTERS {
            return Vec::new();
        }
        let mut at = text.find(word).unwrap_or(0);
        let mut places = Vec::new();
        for syllable in hyphenate(word, self.0) {
            at += syllable.len();
            places.push(at);
        }
        places.pop();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(language: &str, text: &str) -> String {
        let mut shown = String::new();
        let mut from = 0;
        for at in Hyphenation::of(language).unwrap().places(text) {
            shown += &text[from..at];
            shown.push('-');
            from = at;
        }
        shown + &text[from..]
    }

    #[test]
    fn words_are_divided_by_the_patterns_of_their_language() {
        assert_eq!(cut("en", "“extensive,”"), "“ex-ten-sive,”");
        assert_eq!(cut("en-GB", "hyphenation"), "hy-phen-ation");
        assert_eq!(cut("de", "Hafenverwaltung."), "Ha-fen-ver-wal-tung.");
        assert_eq!(Hyphenation::of("xx"), None);
        assert_eq!(Hyphenation::of(""), None);
    }

    #[test]
    fn short_words_addresses_numbers_and_abbreviations_stay_whole() {
        for text in ["ferry", "example.org/timetable", "COVID19", "UNESCO", "don’t", "“—”", "", "1000000"] {
            assert_eq!(cut("en", text), text);
        }
    }
}
