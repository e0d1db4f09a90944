//! Folding text for comparison: words that read the same compare the same.
//!
//! Case, the shapes of quotation marks and dashes, the length of white space,
//! compatibility forms (NFKC, Unicode Standard Annex 15) and invisible
//! characters make no difference. Every folded byte can be traced to the byte
//! of the source it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::span::Span;

/// Differences that folding keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeps {
    /// Capital letters.
    pub case: bool,
    /// Diacritics: accents, and the points and strokes of letters such as `é`, `ł` and `ø`. The signs of
    /// vowels in the scripts of India, and the voicing marks of kana, are always kept: without them it
    /// is another word.
    pub diacritics: bool,
}

impl Keeps {
    /// What folding keeps if nothing else is said.
    const USUAL: Self = Self { case: false, diacritics: true };
}

/// A folded text with a map from its bytes to those of its source.
#[derive(Debug, Clone)]
pub struct Folded<'t> {
    source: &'t str,
    text: String,
    /// For every byte of `text`: the byte of `source` at which the character
    /// it came from begins. Sources are far below 4 GB.
    starts: Vec<u32>,
}

impl<'t> Folded<'t> {
    /// Folds `source`, in time linear in its length.
    #[must_use]
    pub fn new(source: &'t str) -> Self {
        Self::keeping(source, Keeps::USUAL)
    }

    /// Folds `source` but keeps the differences of `keeps`, in time linear in its length.
    #[must_use]
    pub fn keeping(source: &'t str, keeps: Keeps) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut starts = Vec::with_capacity(source.len());
        let mut at = 0;
        while let Some(first) = source.get(at..).and_then(|rest| rest.chars().next()) {
            let end = unit_end(source, at, first);
            let before = text.len();
            fold_unit(source.get(at..end).unwrap_or(""), first, keeps, &mut text);
            starts.extend(std::iter::repeat_n(u32::try_from(at).unwrap_or(u32::MAX), text.len() - before));
            at = end;
        }
        Self { source, text, starts }
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The span of the source, in bytes, that the folded bytes `range` came
    /// from; empty at the source's end where `range` is empty or outside.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let last = range.end.checked_sub(1).filter(|&last| last >= range.start);
        match (self.starts.get(range.start), last.and_then(|last| self.starts.get(last))) {
            (Some(&start), Some(&last)) => {
                let last = last as usize;
                let first = self.source.get(last..).and_then(|rest| rest.chars().next());
                Span::new(start as usize, first.map_or(last, |c| unit_end(self.source, last, c)))
            }
            _ => Span::new(self.source.len(), self.source.len()),
        }
    }

    /// The first folded byte that comes from byte `at` of the source or from a
    /// later one.
    #[must_use]
    pub fn of_byte(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| (start as usize) < at)
    }
}

/// `text` folded, without white space at either end.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = Folded::new(text).text;
    let trimmed = folded.trim();
    if trimmed.len() == folded.len() { folded } else { trimmed.to_owned() }
}

/// The characters of `word` without their diacritics: `é` gives `e` (NFD
/// without combining marks).
pub fn without_marks(word: &str) -> impl Iterator<Item = char> {
    word.nfd().filter(|c| !is_combining_mark(*c))
}

/// The end of the unit that begins with `first` at byte `at`: a run of white space
/// or of dashes, or a character with the marks that combine with it.
fn unit_end(source: &str, at: usize, first: char) -> usize {
    let rest = source.get(at + first.len_utf8()..).unwrap_or("");
    let same_unit: fn(char) -> bool = if first.is_whitespace() {
        |c| c.is_whitespace() || is_invisible(c)
    } else if is_dash(first) {
        is_dash
    } else if first.is_ascii() && rest.as_bytes().first().is_none_or(u8::is_ascii) {
        return at + 1;
    } else {
        |c| is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}')
    };
    at + first.len_utf8() + rest.chars().take_while(|&c| same_unit(c)).map(char::len_utf8).sum::<usize>()
}

/// Appends the folded form of `unit`, which begins with `first`, to `out`.
fn fold_unit(unit: &str, first: char, keeps: Keeps, out: &mut String) {
    if first.is_whitespace() {
        // White space follows white space only where an invisible character
        // was between.
        if !out.ends_with(' ') {
            out.push(' ');
        }
    } else if is_dash(first) {
        out.push('-');
    } else if first.is_ascii() && unit.len() == 1 {
        if !first.is_control() {
            let kept = if keeps.case { first } else { first.to_ascii_lowercase() };
            out.push(if first == '`' { '\'' } else { kept });
        }
    } else {
        let bare: String;
        let unit = if keeps.diacritics {
            unit
        } else {
            bare = unit.nfkd().filter(|c| !is_diacritic(*c)).map(without_stroke).collect();
            &bare
        };
        let folded = unit.nfkc().flat_map(|c| if keeps.case { [Some(c), None, None] } else { lower(c) }).flatten();
        for c in folded {
            match c {
                _ if is_invisible(c) => {}
                _ if c.is_whitespace() => {
                    if !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                '‘' | '’' | '‚' | '‛' | '′' | '‵' | '‹' | '›' | '´' | '`' => out.push('\''),
                '“' | '”' | '„' | '‟' | '″' | '‶' | '«' | '»' | '〝' | '〞' | '〟' => out.push('"'),
                'ς' => out.push('σ'),
                _ if is_dash(c) => out.push('-'),
                _ => out.push(c),
            }
        }
    }
}

/// The lower case of a character, which has at most three.
fn lower(c: char) -> [Option<char>; 3] {
    let mut lower = c.to_lowercase();
    [lower.next(), lower.next(), lower.next()]
}

/// Whether a word is the same word without `c`: a mark above, below or through a letter (canonical
/// combining class 200 and more, or 1), or a point of Hebrew or Arabic (10 to 35).
fn is_diacritic(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=35 | 200..)
}

/// The letter without a stroke through it, which Unicode does not count as a mark.
fn without_stroke(c: char) -> char {
    match c {
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'ı' => 'i',
        _ => c,
    }
}

/// Whether `text` has a diacritic that folding drops unless it keeps them.
#[must_use]
pub fn has_diacritics(text: &str) -> bool {
    text.nfkd().any(|c| is_diacritic(c) || without_stroke(c) != c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－')
}

/// Whether `c` is invisible: a control character, soft hyphen, joiner, mark of
/// direction or variation selector.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_read_the_same_fold_the_same() {
        for (a, b) in [
            ("“It’s over”", "\"It's over\""),
            ("STRASSE — nein", "strasse - nein"),
            ("a -- b", "a – b"),
            ("one\u{a0}two\r\n three", "One two three"),
            ("ﬁnance", "finance"),
            ("e\u{301}te\u{301}", "ÉTÉ"),
            ("co\u{ad}operate\u{200b}", "cooperate"),
            ("wait…", "wait..."),
            ("１２３", "123"),
            ("word \u{200b} next", "word next"),
        ] {
            assert_eq!(fold(a), fold(b), "{a:?} {b:?}");
        }
        assert_ne!(fold("well-known"), fold("well known"));
        assert_ne!(fold("its"), fold("it's"));
    }

    #[test]
    fn a_folded_place_leads_back_to_the_source() {
        let source = "He  said: “E\u{301}t\u{ad}é — now…” twice";
        let folded = Folded::new(source);
        let at = folded.as_str().find("\"été - now...\"").unwrap();
        let span = folded.span(at..at + "\"été - now...\"".len());
        assert_eq!(span.of(source), "“E\u{301}t\u{ad}é — now…”");
        assert_eq!(folded.of_byte(span.start), at);
        let gap = folded.as_str().find(' ').unwrap();
        assert_eq!(folded.span(gap..gap + 1).of(source), "  ");
        assert!(folded.span(3..3).is_empty() && folded.span(400..500).is_empty());
    }

    #[test]
    fn diacritics_and_case_are_kept_where_wanted() {
        let bare = Keeps { case: false, diacritics: false };
        for (words, folded) in [
            ("Łódź", "lodz"),
            ("Søren E\u{301}t\u{e9}", "soren ete"),
            ("שָׁלוֹם", "שלום"),
            ("कि", "कि"),
            ("がく", "がく"),
            ("naïve ﬁ", "naive fi"),
        ] {
            assert_eq!(Folded::keeping(words, bare).as_str(), folded);
        }
        let all = Keeps { case: true, diacritics: true };
        assert_eq!(Folded::keeping("“Été” —", all).as_str(), "\"Été\" -");
        assert!(has_diacritics("Łuk") && has_diacritics("é") && !has_diacritics("plain कि"));
    }

    proptest! {
        #[test]
        fn folding_is_stable_and_its_map_stays_on_boundaries(source in "(?s).{0,120}", cut in 0usize..200) {
            let folded = Folded::new(&source);
            let again = Folded::new(folded.as_str());
            prop_assert_eq!(fold(again.as_str()), fold(Folded::new(again.as_str()).as_str()));
            for (i, c) in folded.as_str().char_indices() {
                let span = folded.span(i..i + c.len_utf8());
                prop_assert!(!span.is_empty() && source.get(span.start..span.end).is_some());
            }
            let _ = folded.span(cut..cut + 3);
        }

        #[test]
        fn ascii_words_only_lose_their_case(words in "[a-zA-Z0-9,.;!?]{1,20}( [a-zA-Z0-9,.;!?]{1,9}){0,5}") {
            prop_assert_eq!(fold(&words), words.to_lowercase());
        }
    }
}
