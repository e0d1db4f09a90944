//! The direction of letters and of paragraphs.

/// Letters from right to left: the blocks of Unicode that have them (classes R and AL).
const BACKWARDS: [(char, char); 5] = [
    ('\u{590}', '\u{8ff}'),
    ('\u{fb1d}', '\u{fdff}'),
    ('\u{fe70}', '\u{fefc}'),
    ('\u{10800}', '\u{10fff}'),
    ('\u{1e800}', '\u{1efff}'),
];

/// Whether `c` is of a script that is written from right to left.
///
/// ```
/// use pullquote_article::text::direction::is_right_to_left;
///
/// assert!(is_right_to_left('ש') && is_right_to_left('ق'));
/// assert!(!is_right_to_left('a') && !is_right_to_left('7'));
/// ```
#[must_use]
pub fn is_right_to_left(c: char) -> bool {
    BACKWARDS.iter().any(|(from, to)| (*from..=*to).contains(&c))
}

/// Whether a paragraph with this text is one from right to left: its first letter decides, as in rules P2 and
/// P3 of the Unicode bidirectional algorithm (UAX 9). A text without letters is not.
///
/// ```
/// use pullquote_article::text::direction::begins_right_to_left;
///
/// assert!(begins_right_to_left("“12” אמר דן"));
/// assert!(!begins_right_to_left("Dan said: אמר דן"));
/// assert!(!begins_right_to_left("1984"));
/// ```
#[must_use]
pub fn begins_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}
