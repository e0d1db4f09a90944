//! Making text safe for a terminal: no control characters, no escape
//! sequences, nothing that changes the direction of the text around it.
//!
//! An article made by cleaning has none of these, but a raw article, a file
//! name, a tag or a note may. Characters that a terminal must not get are
//! replaced: a control character by its picture (`␛`, one cell), white space
//! by a space, an invisible format character by nothing. A combining mark
//! without a base gets a dotted circle as its base.

use std::borrow::Cow;

use super::graphemes::graphemes;

/// The most characters of one grapheme cluster that are kept. Longer runs of
/// combining marks mean nothing and make terminals slow.
const LONGEST_CLUSTER: usize = 24;

/// What `c` is replaced by, which never holds a control character; `None` if
/// `c` is safe.
fn replacement(c: char) -> Option<&'static str> {
    match c {
        ' '..='~' => None,
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(" "),
        '\0'..='\u{1f}' => Some(control_picture(c)),
        '\u{7f}' => Some("␡"),
        '\u{80}'..='\u{9f}' => Some("\u{fffd}"),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e001f}'
        | '\u{e0080}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => Some(""),
        _ => None,
    }
}

/// The picture of an ASCII control character, such as `␛`.
fn control_picture(c: char) -> &'static str {
    const PICTURES: [&str; 32] = [
        "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑", "␒", "␓", "␔", "␕",
        "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
    ];
    PICTURES.get(c as usize).copied().unwrap_or("\u{fffd}")
}

/// The safe form of one grapheme cluster: the cluster itself where it is safe,
/// empty if it would show nothing.
#[must_use]
pub fn shown(grapheme: &str) -> Cow<'_, str> {
    if let [byte] = grapheme.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return Cow::Borrowed(grapheme);
    }
    if grapheme == "\r\n" {
        return Cow::Borrowed(" ");
    }
    let safe = |c: char| replacement(c).is_none();
    let clean = if grapheme.chars().all(safe) && grapheme.chars().nth(LONGEST_CLUSTER).is_none() {
        Cow::Borrowed(grapheme)
    } else {
        let mut out = String::with_capacity(grapheme.len());
        for c in grapheme.chars().take(LONGEST_CLUSTER) {
            match replacement(c) {
                Some(other) => out.push_str(other),
                None => out.push(c),
            }
        }
        Cow::Owned(out)
    };
    let bare =
        clean.chars().next().is_some_and(|c| !is_joiner(c) && unicode_width::UnicodeWidthChar::width(c) == Some(0));
    if bare && unicode_width::UnicodeWidthStr::width(clean.as_ref()) == 0 {
        // A combining mark joins the circle. A format character of a later
        // Unicode version does not, and would show nothing.
        let circled = format!("◌{clean}");
        return if graphemes(&circled).count() == 1 { Cow::Owned(circled) } else { Cow::Borrowed("") };
    }
    if clean.chars().all(is_joiner) { Cow::Borrowed("") } else { clean }
}

/// Whether `c` is a joiner or selector: it changes its neighbours and shows
/// nothing by itself.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}' | '\u{34f}')
}

/// Whether `c` is shown as it is; otherwise [`line()`] replaces it.
#[must_use]
pub fn is_safe(c: char) -> bool {
    replacement(c).is_none()
}

/// `text` made safe for a terminal as by [`line()`], but with its line feeds and
/// tabs. A carriage return before a line feed is left out.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b) || matches!(b, b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(['\n', '\t']) {
        let (words, end) = match piece.char_indices().next_back() {
            Some((at, end @ ('\n' | '\t'))) => (piece.get(..at).unwrap_or_default(), Some(end)),
            _ => (piece, None),
        };
        out.push_str(&line(words.strip_suffix('\r').filter(|_| end == Some('\n')).unwrap_or(words)));
        out.extend(end);
    }
    Cow::Owned(out)
}

/// `text` as one line that is safe for a terminal: every grapheme cluster as
/// [`shown`] gives it, so line breaks and tabs are spaces.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(graphemes(text).map(|(_, g)| shown(g)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_escape_sequence_becomes_visible_and_harmless() {
        assert_eq!(line("a\u{1b}]0;x\u{7}b\u{9b}31m\r\nc\td"), "a␛]0;x␇b\u{fffd}31m c d");
    }

    #[test]
    fn lines_and_cells_of_a_text_stay() {
        assert_eq!(text("a\tb\r\nc\u{1b}[2J\n\n\u{202e}d\re"), "a\tb\nc␛[2J\n\nd e");
        assert!(matches!(text("a\tb\n"), Cow::Borrowed("a\tb\n")));
    }

    #[test]
    fn nothing_changes_the_direction_of_its_neighbours() {
        assert_eq!(line("a\u{202e}b\u{2066}c\u{feff}d\u{200f}e"), "abcde");
    }

    #[test]
    fn ordinary_text_is_not_changed() {
        for text in ["“naïve” – 中文", "👨‍👩‍👧", "שלום", "e\u{301}", "क्षि", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"]
        {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn a_mark_without_a_base_gets_one() {
        assert_eq!(line("\u{301}"), "◌\u{301}");
        assert_eq!(line("\u{200d}"), "");
        assert!(shown(&format!("a{}", "\u{301}".repeat(900))).chars().count() <= LONGEST_CLUSTER);
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in "(?s)(.|[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{206f}]){0,60}") {
            prop_assert!(!line(&text).chars().any(char::is_control));
            prop_assert!(!super::text(&text).chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        }
    }
}
