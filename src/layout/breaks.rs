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
    /// Whether the visible part has a space in it that is a no-break space in the source.
    held: bool,
}

/// Whether `c` is white space at which a line may end.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// The cells in which no-break spaces hold in any row they fit: a figure with its unit, a title with a
/// name.
const HELD: usize = 16;

/// Text that is divided into atoms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Divided<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// The number of its first byte.
    pub(super) base: usize,
    /// The bytes, counted from `base`, with spaces that are no-break spaces in the source.
    pub(super) no_break: &'t [usize],
}

impl<'t> Divided<'t> {
    /// Whether no line should end at the white space at byte `at` of the text.
    fn holds(self, at: usize) -> bool {
        !self.no_break.is_empty() && self.no_break.binary_search(&(self.base + at)).is_ok()
    }

    /// The text of an atom, without its no-break spaces.
    fn again(self, atom: Atom) -> Self {
        let text = self.text.get(atom.start - self.base..atom.end - self.base).unwrap_or("");
        Self { text, base: atom.start, no_break: &[] }
    }
}

/// The atoms of a text in rows of `room` cells. They cover the text without gaps.
///
/// No-break spaces hold in what is at most [`HELD`] cells or half a row long. Some editors write them
/// between all words, and a paragraph of such would have holes.
pub(super) fn atoms(of: Divided<'_>, room: usize) -> impl Iterator<Item = Atom> {
    let mut whole = divided(of, false);
    let mut pieces = Vec::new().into_iter();
    std::iter::from_fn(move || {
        if let Some(piece) = pieces.next() {
            return Some(piece);
        }
        let atom = whole.next()?;
        let fits = atom.cells <= room;
        let holds = fits && atom.cells <= HELD.max(room / 2);
        if (fits || !atom.spaced) && (holds || !atom.held) {
            return Some(atom);
        }
        // If it does not fit as a whole, all of its white space may end a line.
        pieces = divided(of.again(atom), !fits).collect::<Vec<_>>().into_iter();
        pieces.next()
    })
}

/// The atoms of a text; with `at_spaces`, a line may end at all white space.
fn divided(of: Divided<'_>, at_spaces: bool) -> impl Iterator<Item = Atom> {
    let Divided { text, base, .. } = of;
    let mut clusters = clusters(text).peekable();
    let mut breaks = opportunities(text).into_iter().peekable();
    let mut may_break = move |before: &str, at: usize, after: &str| {
        while breaks.next_if(|known| *known < at).is_some() {}
        breaks.peek() == Some(&at) && may_end(before, after)
    };
    std::iter::from_fn(move || {
        let &(first, _) = clusters.peek()?;
        let start = base + first;
        let mut atom = Atom { start, visible: start, end: start, cells: 0, space: 0, spaced: false, held: false };
        let (mut before, mut held) = ("", false);
        while let Some(&(at, cluster)) = clusters.peek() {
            let blank = is_blank(cluster);
            if blank && !of.holds(at) {
                atom.space += usize::from(grapheme_width(cluster));
            } else {
                let spaces = atom.end > atom.visible;
                if at > first && !held && (spaces && at_spaces || may_break(before, at, cluster)) {
                    break;
                }
                held = blank;
                atom.held |= blank;
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
        atoms(plain(text), room).map(|a| &text[a.start..a.end]).collect()
    }

    fn plain(text: &str) -> Divided<'_> {
        Divided { text, base: 0, no_break: &[] }
    }

    /// The atoms of `text` in which `_` is a no-break space of the source.
    fn cut_held(text: &str, room: usize) -> Vec<String> {
        let no_break: Vec<usize> = text.match_indices('_').map(|(at, _)| 7 + at).collect();
        let text = text.replace('_', " ");
        let of = Divided { text: &text, base: 7, no_break: &no_break };
        atoms(of, room).map(|a| text[a.start - 7..a.end - 7].to_owned()).collect()
    }

    #[test]
    fn no_line_ends_at_a_no_break_space_of_the_source() {
        assert_eq!(cut_held("about 10_km, or 5 m", 40), ["about ", "10 km, ", "or ", "5 ", "m"]);
        assert_eq!(cut_held("«_Oui_!_» dit", 40), ["« Oui ! » ", "dit"]);
        assert_eq!(cut_held("M._Ek–Lee", 40), ["M. Ek–", "Lee"]);
    }

    #[test]
    fn no_break_spaces_between_all_words_do_not_hold() {
        let all = "all_of_these_few_words now";
        assert_eq!(cut_held(all, 40), ["all ", "of ", "these ", "few ", "words ", "now"]);
        assert_eq!(cut_held(all, 44), ["all of these few words ", "now"]);
        assert_eq!(cut_held("Dr._Ek_is in", 8), ["Dr. ", "Ek ", "is ", "in"]);
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
        let first = atoms(Divided { base: 7, ..plain("  a") }, 80).next();
        assert_eq!(first, Some(Atom { start: 7, visible: 7, end: 9, cells: 0, space: 2, spaced: false, held: false }));
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
        fn atoms_cover_the_text_without_gaps(text in "(?s)([a-z]{1,4}| |.|[«!/—]){0,40}", room in 1usize..20, hold: bool) {
            let mut at = 0;
            let all: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
            let no_break = if hold { all.as_slice() } else { &[] };
            for atom in atoms(Divided { no_break, ..plain(&text) }, room) {
                prop_assert_eq!(atom.start, at);
                prop_assert!(atom.start <= atom.visible && atom.visible <= atom.end && atom.end > at);
                at = atom.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
