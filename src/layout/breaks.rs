//! Where a line may end.
//!
//! White space, hyphens and dashes inside words, and between the characters
//! of scripts written without spaces: the part of Unicode Standard Annex 14
//! that articles need. No-break spaces hold their neighbours together.

use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::width::grapheme_width;

/// Some text that stays on one row if it can, and the white space behind it.
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
    /// Cells of the white space, were it drawn.
    pub(super) space: usize,
}

/// White space at which a line may end.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// The atoms of `text`, whose first byte is byte `base` of the whole. They
/// cover it without gaps.
pub(super) fn atoms(text: &str, base: usize) -> impl Iterator<Item = Atom> + '_ {
    let mut clusters = graphemes(text).peekable();
    std::iter::from_fn(move || {
        let &(first, _) = clusters.peek()?;
        let mut atom = Atom { start: base + first, visible: base + first, end: base + first, cells: 0, space: 0 };
        let mut previous = "";
        while let Some((at, cluster)) = clusters.next_if(|(_, c)| !is_blank(c) && !may_break(previous, c)) {
            atom.visible = base + at + cluster.len();
            atom.cells += usize::from(grapheme_width(cluster));
            previous = cluster;
        }
        atom.end = atom.visible;
        while let Some((at, cluster)) = clusters.next_if(|(_, c)| is_blank(c)) {
            atom.end = base + at + cluster.len();
            atom.space += usize::from(grapheme_width(cluster));
        }
        Some(atom)
    })
}

/// Whether a grapheme cluster is white space alone: a space that carries a mark
/// is to be seen.
fn is_blank(cluster: &str) -> bool {
    cluster.chars().all(is_space)
}

/// Whether a line may end between the grapheme clusters `before` and `behind`,
/// neither of them white space.
fn may_break(before: &str, behind: &str) -> bool {
    let (Some(a), Some(b)) = (before.chars().next(), behind.chars().next()) else { return false };
    if a.is_ascii_alphanumeric() && b.is_ascii() {
        return false;
    }
    match a {
        '-' | '\u{2010}' | '/' => b.is_alphabetic(),
        '–' | '—' => b.is_alphanumeric() || opens(b),
        '\u{200b}' => true,
        _ => (is_ideographic(a) || is_ideographic(b)) && !opens(a) && !closes(b),
    }
}

/// Characters of scripts whose words are not parted by spaces and may be
/// broken between any two.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3fffd}')
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '「' | '『' | '（' | '【' | '〈' | '《' | '［' | '｛' | '«')
}

/// Characters that no row begins with.
fn closes(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '”'
            | '’'
            | '»'
            | ','
            | '.'
            | ':'
            | ';'
            | '!'
            | '?'
            | '%'
            | '」'
            | '』'
            | '）'
            | '】'
            | '〉'
            | '》'
            | '］'
            | '｝'
            | '、'
            | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '！'
            | '？'
            | '…'
            | 'ー'
            | '々'
            | '・'
            | '～'
            | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        atoms(text, 0).map(|a| &text[a.start..a.end]).collect()
    }

    #[test]
    fn spaces_hyphens_and_dashes() {
        assert_eq!(cut("a 28-point  plan—once –5"), ["a ", "28-", "point  ", "plan—", "once ", "–", "5"]);
        assert_eq!(cut("10\u{a0}km and/or"), ["10\u{a0}km ", "and/", "or"]);
        assert_eq!(cut("“Wait—” she"), ["“Wait—” ", "she"]);
    }

    #[test]
    fn no_row_begins_with_a_closing_mark() {
        assert_eq!(cut("中文。「字」x"), ["中", "文。", "「字」", "x"]);
    }
}
