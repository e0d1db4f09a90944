//! Writing TOML values, and changing tables without touching what does not
//! change.

use jiff::Timestamp;
use jiff::civil::Date;
use toml_edit::{Array, Item, Table, Value};

/// The form in which a string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// On one line, even if it has line breaks.
    Line,
    /// Between `"""` if it has line breaks.
    Lines,
}

/// `text` as a TOML string. It is a literal string (`'…'`) if that avoids
/// escapes, so that a search in the file finds the words as they are.
pub(crate) fn string(text: &str, style: Style) -> Value {
    let encoded = encode(text, style);
    encoded.parse().unwrap_or_else(|_| Value::from(text))
}

/// `text` as the source text of a TOML string.
pub(crate) fn encode(text: &str, style: Style) -> String {
    let plain = |c: char| !c.is_control() || c == '\t';
    if style == Style::Lines && text.contains('\n') {
        return format!("\"\"\"\n{}\"\"\"", escaped(text, true));
    }
    if text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(plain) {
        return format!("'{text}'");
    }
    format!("\"{}\"", escaped(text, false))
}

/// `text` with escapes for a basic string; `lines` for one between `"""`.
fn escaped(text: &str, lines: bool) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 16);
    let mut quotes = 0;
    for (i, c) in text.char_indices() {
        // Inside `"""` there may be two quotation marks in a row, but none at
        // the end.
        let last = i + c.len_utf8() == text.len();
        match c {
            '"' if lines && quotes < 2 && !last => out.push('"'),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if lines => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push('\t'),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
        quotes = if c == '"' { (quotes + 1) % 3 } else { 0 };
    }
    out
}

/// A time as a TOML date-time in UTC.
pub(crate) fn moment(at: Timestamp) -> Value {
    let text = moment_text(at);
    text.parse().unwrap_or_else(|_| Value::from(text))
}

/// A time as the source text of a TOML date-time in UTC, or of a string if TOML
/// has no date-times of its year.
pub(crate) fn moment_text(at: Timestamp) -> String {
    let text = at.to_string();
    if text.starts_with('-') { encode(&text, Style::Line) } else { text }
}

/// A date or a time in ISO 8601 as a TOML date or date-time; any other text as a
/// string.
pub(crate) fn day_or_moment(text: &str) -> Value {
    let dated = text.parse::<Date>().is_ok() && text.len() == 10 || text.parse::<Timestamp>().is_ok();
    let value = if dated { text.parse::<Value>().ok().filter(Value::is_datetime) } else { None };
    value.unwrap_or_else(|| string(text, Style::Line))
}

/// A TOML array of strings on one line.
pub(crate) fn strings(texts: &[String]) -> Value {
    let mut array = Array::new();
    for text in texts {
        array.push(string(text, Style::Line));
    }
    Value::Array(array)
}

/// Sets `key` to `value`, or removes it for `None`. A comment after the old value
/// is kept. Returns whether the key is new.
pub(crate) fn put(table: &mut Table, key: &str, value: Option<Value>) -> bool {
    let Some(mut value) = value else {
        table.remove(key);
        return false;
    };
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
            false
        }
        Some(other) => {
            *other = Item::Value(value);
            false
        }
        None => {
            table.insert(key, Item::Value(value));
            true
        }
    }
}

/// Sorts the keys of `table` as in `order`, with unknown ones at the end.
pub(crate) fn order_keys(table: &mut Table, order: &[&str]) {
    let rank = |key: &str| order.iter().position(|k| *k == key).unwrap_or(order.len());
    table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strings_are_written_so_that_a_person_can_read_them() {
        let line = |text| string(text, Style::Lines).to_string();
        assert_eq!(line("plain — “words”"), "\"plain — “words”\"");
        assert_eq!(line("a \"word\" \\ here"), "'a \"word\" \\ here'");
        assert_eq!(line("it's \"so\""), "\"it's \\\"so\\\"\"");
        assert_eq!(line("one\ntwo"), "\"\"\"\none\ntwo\"\"\"");
        assert_eq!(line("a\n\"\"\"\""), "\"\"\"\na\n\"\"\\\"\\\"\"\"\"");
        assert_eq!(string("one\ntwo\u{7}", Style::Line).to_string(), "\"one\\ntwo\\u0007\"");
    }

    #[test]
    fn dates_are_dates() {
        assert!(day_or_moment("2025-11-24").is_datetime());
        assert!(day_or_moment("2025-11-24T10:00:00+02:00").is_datetime());
        assert!(day_or_moment("last week").is_str());
        assert_eq!(moment(Timestamp::UNIX_EPOCH).to_string(), "1970-01-01T00:00:00Z");
        assert!(moment(Timestamp::MAX).is_datetime() && moment(Timestamp::MIN).is_str());
    }

    proptest! {
        #[test]
        fn any_string_comes_back(text in "(?s)[\"'\\\\\\n\\r\\t\u{0}-\u{20}a🙂é”]{0,24}|(?s).{0,60}") {
            for style in [Style::Line, Style::Lines] {
                let doc = format!("key = {}", string(&text, style));
                let doc: toml_edit::DocumentMut = doc.parse().unwrap();
                prop_assert_eq!(doc["key"].as_str(), Some(text.as_str()));
            }
        }
    }
}
