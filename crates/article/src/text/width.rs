//! The width of text on a screen, in cells.
//!
//! Every width is that of the text as [`super::sanitize`] shows it, counted as
//! terminal libraries count it (the crate `unicode-width`; characters of
//! ambiguous width in Unicode Standard Annex 11 are narrow), so that columns
//! line up.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::graphemes::graphemes;
use super::sanitize::shown;

/// The cells of one grapheme cluster as it is shown: 0 if it is invisible, 2
/// for wide characters and emoji, else mostly 1.
#[must_use]
pub fn grapheme_width(grapheme: &str) -> u16 {
    if let [byte] = grapheme.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return 1;
    }
    u16::try_from(shown(grapheme).width()).unwrap_or(u16::MAX)
}

/// The cells of `text` on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.len();
    }
    graphemes(text).map(|(_, g)| usize::from(grapheme_width(g))).sum()
}

/// `text` as one line that is safe for a terminal and at most `cells` cells
/// wide; a longer text is cut and ends in `…`.
#[must_use]
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return super::sanitize::line(text);
    }
    let room = cells.saturating_sub(1);
    let mut out = String::new();
    let mut used = 0;
    for (_, grapheme) in graphemes(text) {
        used += usize::from(grapheme_width(grapheme));
        if used > room {
            break;
        }
        out.push_str(&shown(grapheme));
    }
    if cells > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_joined_and_invisible() {
        for (text, cells) in [
            ("abc", 3),
            ("中文", 4),
            ("e\u{301}", 1),
            ("👨‍👩‍👧", 2),
            ("🇳🇴", 2),
            ("שלום", 4),
            ("\u{202e}", 0),
            ("\u{1b}", 1),
            ("\u{301}", 1),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn a_text_that_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("中文字", 4), "中…");
        assert_eq!(fit("ab", 0), "");
    }

    proptest! {
        #[test]
        fn the_cells_are_those_the_screen_library_counts(text in "(?s).{0,50}") {
            prop_assert_eq!(width(&text), graphemes(&text).map(|(_, g)| UnicodeWidthStr::width(shown(g).as_ref())).sum::<usize>());
        }

        #[test]
        fn fitted_text_fits(text in "(?s).{0,50}", cells in 0usize..30) {
            prop_assert!(width(&fit(&text, cells)) <= cells);
        }
    }
}
