//! Where a line may end.
//!
//! The break opportunities are those of Unicode Standard Annex 14, the Unicode
//! line breaking algorithm, as `icu_segmenter` finds them, without two that do
//! not suit a terminal (see `may_end`). Scripts in which words are found only
//! with a dictionary (Thai, Lao, Khmer, Burmese) have no opportunities inside a
//! run of letters; a run that is longer than a row is broken between grapheme
//! clusters.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::width::grapheme_width;

/// Some text that stays on one row if it fits there, and the white space after
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Atom {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte that is not white space.
    pub(super) visible: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Cells of the visible part.
    pub(super) cells: usize,
    /// Cells of the white space at the end, if it were drawn.
    pub(super) space: usize,
    /// Whether the visible part has white space in it at which no line should
    /// end, as after `«`.
    spaced: bool,
}

/// Whether `c` is white space at which a line may end.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// The atoms of `text` in rows of `room` cells; the first byte of `text` counts
/// as byte `base`. They cover the text without gaps.
pub(super) fn atoms(text: &str, base: usize, room: usize) -> impl Iterator<Item = Atom> + '_ {
    let mut whole = divided(text, base, false);
    let mut pieces = Vec::new().into_iter();
    std::iter::from_fn(move || {
        if let Some(piece) = pieces.next() {
            return Some(piece);
        }
        let atom = whole.next()?;
        if !atom.spaced || atom.cells <= room {
            return Some(atom);
        }
        // It does not fit as a whole, so its white space may end a line.
        let own = text.get(atom.start - base..atom.end - base).unwrap_or("");
        pieces = divided(own, atom.start, true).collect::<Vec<_>>().into_iter();
        pieces.next()
    })
}

/// The atoms of `text`; with `at_spaces`, a line may end at all white space.
fn divided(text: &str, base: usize, at_spaces: bool) -> impl Iterator<Item = Atom> + '_ {
    let mut clusters = clusters(text).peekable();
    let mut breaks = opportunities(text).into_iter().peekable();
    let mut may_break = move |before: &str, at: usize, after: &str| {
        while breaks.next_if(|known| *known < at).is_some() {}
        breaks.peek() == Some(&at) && may_end(before, after)
    };
    std::iter::from_fn(move || {
        let &(first, _) = clusters.peek()?;
        let start = base + first;
        let mut atom = Atom { start, visible: start, end: start, cells: 0, space: 0, spaced: false };
        let mut before = "";
        while let Some(&(at, cluster)) = clusters.peek() {
            if is_blank(cluster) {
                atom.space += usize::from(grapheme_width(cluster));
            } else {
                let spaces = atom.end > atom.visible;
                if at > first && (spaces && at_spaces || may_break(before, at, cluster)) {
                    break;
                }
                atom.spaced |= spaces && atom.visible > start;
                atom.cells += std::mem::take(&mut atom.space) + usize::from(grapheme_width(cluster));
                atom.visible = base + at + cluster.len();
            }
            atom.end = base + at + cluster.len();
            before = cluster;
            clusters.next();
        }
        Some(atom)
    })
}

/// The grapheme clusters of `text`, each with the byte it begins at. A printable
/// ASCII character before another ASCII character is always a cluster of its
/// own, so that only other text needs the full rules.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let alone = matches!(bytes.get(from), Some(b' '..=b'~')) && bytes.get(from + 1).is_none_or(u8::is_ascii);
        let rest = text.get(from..)?;
        let cluster = if alone { rest.get(..1)? } else { graphemes(rest).next()?.1 };
        let at = from;
        from += cluster.len();
        Some((at, cluster))
    })
}

/// Whether a grapheme cluster is white space alone: a space with a combining
/// mark is visible.
fn is_blank(cluster: &str) -> bool {
    cluster.chars().all(is_space)
}

/// Whether a line may end at a break opportunity between these two grapheme
/// clusters. Not before a dash that follows a word without a space, as no row
/// should begin with it; and not at a soft hyphen, as the hyphen that would
/// have to be drawn there is not.
fn may_end(before: &str, after: &str) -> bool {
    let dash = after.starts_with(['—', '\u{2e3a}', '\u{2e3b}']) && !is_blank(before);
    !dash && before != "\u{ad}"
}

/// The break opportunities inside `text`: bytes before which a line may end, in
/// order, without the text's own ends.
///
/// Between words of plain ASCII they are known without the algorithm, which
/// sees only the stretches around everything else: that is several times
/// faster on running text, and a test compares the two.
fn opportunities(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut from = 0;
    while from < bytes.len() {
        let (word, plain_to) = plain_words(bytes, from, &mut found);
        if plain_to == bytes.len() {
            break;
        }
        let to = next_sure_break(bytes, plain_to);
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let stretch = text.get(word..to).unwrap_or("");
        let inside = segmenter.segment_str(stretch).filter(|at| (1..stretch.len()).contains(at));
        found.extend(inside.map(|at| word + at));
        if to < bytes.len() {
            found.push(to);
        }
        from = to;
    }
    found
}

/// Reads words of ASCII letters, digits and `,.;:` that begin with a letter or
/// a digit and are separated by spaces, from byte `from` on; adds the beginning
/// of each but the first to `found`. Returns the beginning of the last word and
/// the end of what was read.
fn plain_words(bytes: &[u8], from: usize, found: &mut Vec<usize>) -> (usize, usize) {
    let is = |at: usize, wanted: fn(&u8) -> bool| bytes.get(at).is_some_and(wanted);
    let (mut word, mut at) = (from, from);
    while is(at, u8::is_ascii_alphanumeric) {
        if at > from {
            found.push(at);
        }
        word = at;
        while is(at, |b| b.is_ascii_alphanumeric() || ends_plainly(*b)) {
            at += 1;
        }
        let end = at;
        while is(at, |b| *b == b' ') {
            at += 1;
        }
        if at == end {
            break;
        }
    }
    (word, at)
}

/// The first byte after `from` before which a line may end whatever else the
/// text holds: a letter or digit after spaces after a letter, a digit or one of
/// `,.;:`, all in ASCII. The length of the text where there is none.
fn next_sure_break(bytes: &[u8], from: usize) -> usize {
    let mut last = None;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        if *byte == b' ' {
            continue;
        }
        let spaced = at > from && bytes.get(at - 1) == Some(&b' ');
        let plain = last.is_some_and(|b: u8| b.is_ascii_alphanumeric() || ends_plainly(b));
        if spaced && plain && byte.is_ascii_alphanumeric() {
            return at;
        }
        last = Some(*byte);
    }
    bytes.len()
}

/// Punctuation of class IS: no line ends before it, and one may end at a space
/// after it.
fn ends_plainly(byte: u8) -> bool {
    matches!(byte, b',' | b'.' | b';' | b':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        cut_in(text, usize::MAX)
    }

    fn cut_in(text: &str, room: usize) -> Vec<&str> {
        atoms(text, 0, room).map(|a| &text[a.start..a.end]).collect()
    }

    #[test]
    fn spaces_hyphens_and_dashes() {
        assert_eq!(cut("a 28-point  plan—once –5"), ["a ", "28-", "point  ", "plan—", "once ", "–", "5"]);
        assert_eq!(cut("“Wait—” she"), ["“Wait—” ", "she"]);
        assert_eq!(cut("COVID-19, -5 and 2020–2021"), ["COVID-19, ", "-5 ", "and ", "2020–", "2021"]);
        assert_eq!(cut("one — two"), ["one ", "— ", "two"]);
    }

    #[test]
    fn slashes_and_addresses() {
        assert_eq!(cut("10\u{a0}km and/or 1/2"), ["10\u{a0}km ", "and/", "or ", "1/2"]);
        assert_eq!(
            cut("https://example.org/a-b/c?d=e&f=1, then"),
            ["https://", "example.org/", "a-", "b/", "c?", "d=e&f=1, ", "then"]
        );
    }

    #[test]
    fn characters_that_glue_and_characters_that_separate() {
        assert_eq!(
            cut("a\u{2060}–\u{2060}b c\u{202f}% d\u{200b}e"),
            ["a\u{2060}–\u{2060}b ", "c\u{202f}% ", "d\u{200b}", "e"]
        );
        assert_eq!(cut("hy\u{ad}phen"), ["hy\u{ad}phen"], "the hyphen would not be drawn");
    }

    #[test]
    fn chinese_japanese_and_korean_break_between_characters_but_not_before_a_closing_mark() {
        assert_eq!(cut("中文。「字」x"), ["中", "文。", "「字」", "x"]);
        assert_eq!(cut("ギャラリーは、今日。"), ["ギャ", "ラ", "リー", "は、", "今", "日。"]);
        assert_eq!(cut("한국어 문장"), ["한", "국", "어 ", "문", "장"]);
    }

    #[test]
    fn thai_is_broken_at_its_spaces_and_otherwise_only_where_a_row_is_full() {
        assert_eq!(cut("ภาษาไทย เป็นภาษา"), ["ภาษาไทย ", "เป็นภาษา"]);
    }

    #[test]
    fn a_space_inside_marks_ends_a_line_only_where_there_is_no_other_way() {
        assert_eq!(cut("« Oui ! » dit-il"), ["« Oui ! » ", "dit-", "il"]);
        assert_eq!(cut_in("« Oui ! » dit-il", 4), ["« ", "Oui ", "! ", "» ", "dit-", "il"]);
    }

    #[test]
    fn white_space_at_the_beginning_is_an_atom_without_words() {
        let first = atoms("  a", 7, 80).next();
        assert_eq!(first, Some(Atom { start: 7, visible: 7, end: 9, cells: 0, space: 2, spaced: false }));
    }

    proptest! {
        #[test]
        fn the_fast_path_finds_what_the_algorithm_finds(
            text in "([a-z0-9]{1,4}|[,.;:]| {1,2}|[-/!?()“”’—–%$\"«»\n\t]|.|[中文。ー]|\u{a0}|\u{301}){0,40}",
        ) {
            let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
            let whole: Vec<usize> = segmenter.segment_str(&text).filter(|at| (1..text.len()).contains(at)).collect();
            prop_assert_eq!(opportunities(&text), whole);
        }

        #[test]
        fn clusters_are_grapheme_clusters(text in "(?s)([a-z \\r\\n]{0,3}|.|\u{301}|\u{200d}|\u{600}|🇳🇴|👨‍👩‍👧){0,30}") {
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), graphemes(&text).collect::<Vec<_>>());
        }

        #[test]
        fn atoms_cover_the_text_without_gaps(text in "(?s)([a-z]{1,4}| |.|[«!/—]){0,40}", room in 1usize..20) {
            let mut at = 0;
            for atom in atoms(&text, 0, room) {
                prop_assert_eq!(atom.start, at);
                prop_assert!(atom.start <= atom.visible && atom.visible <= atom.end && atom.end > at);
                at = atom.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
