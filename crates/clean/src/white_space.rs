//! Folding of white space.

use std::borrow::Cow;

/// `text` with one space for each run of white space, and none at its beginning and end.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    folded_by(text, char::is_whitespace)
}

/// `text` with one space for each run of characters that `is_space`, and none at its beginning
/// and end. The white space of ASCII is always one, and its visible characters are none.
pub(crate) fn folded_by(text: &str, is_space: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_space = |c: char| !c.is_ascii_graphic() && (c.is_ascii_whitespace() || is_space(c));
    // Bytes are compared faster than characters.
    let text = text.trim_ascii();
    // Most texts have nothing to fold.
    if is_folded(text) {
        return text.into();
    }
    let text = text.trim_matches(is_space);
    let mut folded = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.into()
}

/// Whether `text`, which neither begins nor ends with a space, is known to have single spaces only:
/// it has nothing else but visible characters of ASCII. All of it is read, as that goes many bytes at
/// a time.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let after = bytes.get(1..).unwrap_or_default();
    bytes.iter().fold(true, |fits, b| fits & matches!(b, b' '..=b'~'))
        && bytes.iter().zip(after).fold(true, |single, pair| single & (pair != (&b' ', &b' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_white_space_become_one_space() {
        assert_eq!(folded(" \n a\u{a0}b \t c\n"), "a b c");
        assert_eq!(folded(" \n"), "");
        assert_eq!(folded(" \n ab \t c\n"), "ab c");
        assert_eq!(folded_by("a\u{1}\u{1} b \u{1}", |c| c == ' ' || c.is_control()), "a b");
        assert_eq!(folded_by("a\u{1} b", char::is_whitespace), "a\u{1} b");
    }
}
