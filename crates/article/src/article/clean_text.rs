//! Cleaning the text of a source: what is dropped, and what becomes of white space.

use std::ops::Range;

/// What line breaks and indents mean in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// They are white space.
    Folded,
    /// They stay, but not lines without words.
    Kept,
    /// They stay, but not lines without words. Several tabs stay, too.
    Rows,
    /// All white space stays that is before something visible, also lines without words.
    KeptWithEmpty,
}

/// A text as it is after cleaning.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// The clean text.
    pub(super) text: String,
    /// For every byte of the source, and for its end, the matching byte of `text`.
    pub(super) map: Vec<usize>,
    /// The bytes of `text` with a space that the source has as a no-break space, in order.
    pub(super) no_break: Vec<usize>,
}

/// `text` without control characters and soft hyphens; runs of white space
/// are one space unless `lines` says that more of it stays. A line
/// separator (U+2028) is a line break in either case.
pub(super) fn clean_text(text: &str, lines: Lines) -> Cleaned {
    let mut map = vec![0; text.len() + 1];
    let mut no_break = Vec::new();
    let clean = clean::<true>(text, lines, &mut no_break, |bytes, here| {
        if let Some(places) = map.get_mut(bytes) {
            places.fill(here);
        }
    });
    map[text.len()] = clean.len();
    for at in &mut map {
        *at = (*at).min(clean.len());
    }
    Cleaned { text: clean, map, no_break }
}

/// The text that [`clean_text`] gives, without what it knows of places in it.
pub(super) fn only_text(text: &str, lines: Lines) -> String {
    clean::<false>(text, lines, &mut Vec::new(), |_, _| {})
}

/// The text that [`clean_text`] gives. Pushes to `no_break` the bytes of it with a space that was
/// a no-break space. With `PLACED`, it calls `place` with all bytes of the source and the byte of the
/// clean text where they are.
fn clean<const PLACED: bool>(
    text: &str,
    lines: Lines,
    no_break: &mut Vec<usize>,
    mut place: impl FnMut(Range<usize>, usize),
) -> String {
    let mut clean = String::with_capacity(text.len());
    // White space is held back until something visible follows it.
    let mut held = String::new();
    // Whether all of it is no-break spaces: beside an ordinary space a line may end.
    let mut holds = true;
    // Lines without words are dropped at once if nobody asks for their places.
    let drops_lines = !PLACED && matches!(lines, Lines::Kept | Lines::Rows);
    // The end of the white space that was searched for line breaks.
    let mut searched = 0;
    let mut rest = text;
    loop {
        // Nearly all characters, so that they are worth a way of their own.
        if held.is_empty() {
            let run = run_of_words(rest.as_bytes(), !clean.is_empty());
            let (words, after) = rest.split_at(run);
            let start = text.len() - rest.len();
            (0..run).for_each(|i| place(start + i..start + i + 1, clean.len() + i));
            clean.push_str(words);
            rest = after;
        }
        if drops_lines && text.len() - rest.len() >= searched {
            let blank = rest.get(..rest.len() - rest.trim_ascii_start().len()).unwrap_or_default();
            searched = text.len() - rest.len() + blank.len();
            if let Some((line_break, end)) = last_line_break(blank) {
                line_break.clone_into(&mut held);
                holds = false;
                rest = rest.get(end..).unwrap_or_default();
            }
        }
        let Some(c) = rest.chars().next() else { return clean };
        let here = clean.len() + if clean.is_empty() { 0 } else { held.len() };
        let start = text.len() - rest.len();
        place(start..start + c.len_utf8(), here);
        rest = &rest[c.len_utf8()..];
        if c.is_whitespace() {
            holds &= is_no_break_space(c);
            hold(&mut held, c, lines);
        } else if !is_dropped(c) {
            if !clean.is_empty() {
                if holds && held == " " {
                    no_break.push(clean.len());
                }
                clean.push_str(&held);
            }
            held.clear();
            holds = true;
            clean.push(c);
        }
    }
}

/// The last line break in the white space `blank` with the indent after it, and the byte after both.
fn last_line_break(blank: &str) -> Option<(&str, usize)> {
    let start = blank.rfind('\n')?;
    let indent = blank.get(start + 1..)?.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let end = start + 1 + indent;
    Some((blank.get(start..end)?, end))
}

/// How many of the first `bytes` are words of ASCII with one space before each but the first,
/// which stay as they are. `is_after_text` says whether the first may have a space, too.
fn run_of_words(bytes: &[u8], is_after_text: bool) -> usize {
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let is_between =
            || *byte == b' ' && (is_after_text || end > 0) && bytes.get(end + 1).is_some_and(u8::is_ascii_graphic);
        if !byte.is_ascii_graphic() && !is_between() {
            break;
        }
        end += 1;
    }
    end
}

/// Whether no line should end at the white space `c`.
fn is_no_break_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Adds the white space `c` to the white space `held` since the last visible character.
fn hold(held: &mut String, c: char, lines: Lines) {
    let is_break = c == '\u{2028}' || lines != Lines::Folded && c == '\n';
    // A line break drops what was held, so that one is the first character or none is.
    let is_indent = || {
        let (first, last) = (held.as_bytes().first(), held.as_bytes().last());
        lines != Lines::Folded && first == Some(&b'\n') && matches!(last, Some(b'\n' | b' ' | b'\t'))
    };
    match (lines, c) {
        (Lines::KeptWithEmpty, _) if is_break => {
            held.truncate(held.trim_end_matches([' ', '\t']).len());
            held.push('\n');
        }
        _ if is_break => {
            held.clear();
            held.push('\n');
        }
        (_, ' ' | '\t') if is_indent() => held.push(c),
        (Lines::KeptWithEmpty, '\t') => held.push('\t'),
        (Lines::KeptWithEmpty, _) => held.push(' '),
        (Lines::Rows, '\t') if held.ends_with('\t') => held.push('\t'),
        (Lines::Kept | Lines::Rows, '\t') => "\t".clone_into(held),
        _ if held.is_empty() => held.push(' '),
        _ => {}
    }
}

/// `address` without the characters that no address can have.
pub(super) fn clean_address(address: &str) -> String {
    address.chars().filter(|c| !is_dropped(*c)).collect()
}

/// Characters that are never kept in an article: controls, soft hyphens, byte
/// order marks, invisible spaces and marks that change the direction of text.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_text_without_places_is_the_text_with_places(text in "([ \t\n\r\u{b}\u{a0}\u{2028}\u{ad}é]|ab){0,20}") {
            for lines in [Lines::Folded, Lines::Kept, Lines::Rows, Lines::KeptWithEmpty] {
                proptest::prop_assert_eq!(only_text(&text, lines), clean_text(&text, lines).text);
            }
        }
    }

    #[test]
    fn long_white_space_is_searched_once() {
        let long = " ".repeat(3_000_000);
        for (text, clean) in [
            (format!("a{long}b"), "a b".to_owned()),
            (format!("a\n{long}\n b"), "a\n b".to_owned()),
            (format!("a\n \r{long}b"), format!("a\n {long}b")),
            (format!("a{long}\u{a0}\n\tb"), "a\n\tb".to_owned()),
        ] {
            for lines in [Lines::Kept, Lines::Rows] {
                assert!(only_text(&text, lines) == clean, "{:?}", text.trim_matches(' '));
            }
        }
    }
}
