//! JSON as text in which no character can do anything to a terminal or an
//! editor that shows it.
//!
//! JSON itself only escapes the controls up to U+001F. Here every character
//! that [`sanitize`] replaces is escaped as well, such as U+009B, which begins
//! an escape sequence, and U+202E, which turns the text after it around. A
//! program that reads the JSON gets the same text.

use serde::Serialize;

use pullquote_article::text::sanitize;

/// `value` as JSON on one line.
///
/// # Errors
/// If the value can't be JSON, such as a map with keys that are not texts.
pub fn compact<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<String> {
    serde_json::to_string(value).map(escaped)
}

/// `value` as indented JSON, without a line feed at its end.
///
/// # Errors
/// As [`compact`].
pub fn indented<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(escaped)
}

/// `json` with unsafe characters escaped. They can only be inside its strings,
/// as JSON has no other place for them.
fn escaped(json: String) -> String {
    use std::fmt::Write;
    let unsafe_here = |c: char| c != '\n' && !c.is_ascii_graphic() && !sanitize::is_safe(c);
    if !json.contains(unsafe_here) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if unsafe_here(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_and_marks_of_direction_are_escaped() {
        let text = "a\u{7f}\u{9b}31m\u{202e}\u{2066}\u{e0001}é\n";
        let json = indented(&[text]).unwrap();
        assert_eq!(json, "[\n  \"a\\u007f\\u009b31m\\u202e\\u2066\\udb40\\udc01é\\n\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }

    proptest! {
        #[test]
        fn the_text_comes_back(text in "(?s)(.|[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{206f}]){0,40}") {
            let json = compact(&text).unwrap();
            prop_assert!(json.chars().all(sanitize::is_safe));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
