//! Pieces: the units that the name model tags. They are finer than tokens.
//!
//! A name may be part of a token: `US` in `US-led`, `Covid` in `Covid-19`.
//! Therefore tokens are cut at hyphens, slashes and underscores, and between
//! digits and letters (`R92`). Web and mail addresses are not cut.

use pullquote_article::Span;
use pullquote_article::text::token::{Token, TokenKind};

/// The largest number of pieces that are tagged as one sentence. A longer sentence is
/// split, so that no text needs more memory than its length. The longest sentence of the
/// training articles has fewer pieces than this.
const LONGEST_SENTENCE: usize = 1000;

/// A piece of a token, and its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The range of the piece in the text, in bytes.
    pub(crate) span: Span,
    /// The number of its sentence, counted from 0. The parts of a very long sentence have
    /// their own numbers.
    pub(crate) sentence: u32,
    /// True if there is no white space between this piece and the one before.
    pub(crate) glued: bool,
}

/// Cuts the tokens of all `sentences` into pieces, in the order of the text.
/// Tokens that are in no sentence are left out. A sentence of more than
/// [`LONGEST_SENTENCE`] pieces is split.
#[must_use]
pub(crate) fn pieces(text: &str, tokens: &[Token], sentences: &[Span]) -> Vec<Piece> {
    let mut found = Vec::with_capacity(tokens.len() + tokens.len() / 8);
    let (mut sentence, mut splits, mut first) = (0, 0, 0);
    let mut end = None;
    for token in tokens {
        while sentences.get(sentence).is_some_and(|s| s.end <= token.span.start) {
            sentence += 1;
            first = found.len();
        }
        if !sentences.get(sentence).is_some_and(|s| s.covers(token.span)) {
            continue;
        }
        let mut push = |span: Span| {
            if found.len() - first >= LONGEST_SENTENCE {
                splits += 1;
                first = found.len();
            }
            found.push(Piece { span, sentence: (sentence + splits) as u32, glued: end == Some(span.start) });
            end = Some(span.end);
        };
        let word = token.span.of(text);
        if token.kind == TokenKind::Mark || is_plain(word) {
            push(token.span);
        } else {
            cut(word, |from, to| push(Span::new(token.span.start + from, token.span.start + to)));
        }
    }
    found
}

/// True if a word has only letters, apostrophes and stops, all ASCII, so that it
/// is one piece.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'' || b == b'.')
}

/// Calls `piece` with the start and end of each piece of a word, in bytes.
fn cut(word: &str, mut piece: impl FnMut(usize, usize)) {
    if word.contains("//") || word.contains('@') || word.matches('/').count() > 1 {
        return piece(0, word.len());
    }
    let (mut start, mut previous) = (0, None);
    for (at, c) in word.char_indices() {
        let class = Class::of(c);
        let joins = match (previous, class) {
            (None, _) => true,
            (Some(Class::Break), _) | (_, Class::Break) => false,
            (Some(Class::Digit), Class::Letter) | (Some(Class::Letter), Class::Digit) => false,
            _ => true,
        };
        if !joins {
            piece(start, at);
            start = at;
        }
        // A stop or an apostrophe takes the class of the character before it.
        previous = match (previous, class) {
            (Some(before), Class::Joiner) => Some(before),
            _ => Some(class),
        };
    }
    piece(start, word.len());
}

/// What a character means for cutting a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Break,
    Joiner,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            '-' | '‐' | '‑' | '/' | '_' => Class::Break,
            _ if c.is_numeric() => Class::Digit,
            _ if c.is_alphabetic() => Class::Letter,
            _ => Class::Joiner,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;

    fn words(text: &str) -> Vec<&str> {
        pieces(text, &tokenize(text), &[Span::new(0, text.len())]).iter().map(|p| p.span.of(text)).collect()
    }

    #[test]
    fn hyphens_slashes_and_digits_cut() {
        assert_eq!(words("a US-led Covid-19 plan"), ["a", "US", "-", "led", "Covid", "-", "19", "plan"]);
        assert_eq!(words("R92 or 1,000.5 in U.S. hands"), ["R", "92", "or", "1,000.5", "in", "U.S.", "hands"]);
        assert_eq!(words("Anna Müller-Lüdenscheidt"), ["Anna", "Müller", "-", "Lüdenscheidt"]);
    }

    #[test]
    fn a_very_long_sentence_is_split_and_the_next_one_has_its_own_number() {
        let text = format!("{}a end. Next.", "a-".repeat(LONGEST_SENTENCE));
        let cut = text.len() - 5;
        let found = pieces(&text, &tokenize(&text), &[Span::new(0, cut), Span::new(cut, text.len())]);
        let numbers = [0, LONGEST_SENTENCE, 2 * LONGEST_SENTENCE, found.len() - 1].map(|i| found[i].sentence);
        assert_eq!(numbers, [0, 1, 2, 3]);
        assert_eq!(found[LONGEST_SENTENCE - 1].sentence, 0);
    }

    #[test]
    fn a_glued_piece_touches_the_one_before() {
        let text = "a US-led";
        let glued: Vec<bool> = pieces(text, &tokenize(text), &[Span::new(0, 8)]).iter().map(|p| p.glued).collect();
        assert_eq!(glued, [false, false, true, true]);
    }
}
