//! Fields as the programs write them: dates and tags.

use jiff::Timestamp;
use pullquote_article::text::date;

use crate::plain;

/// How many tags an article gets at most.
const MOST_TAGS: usize = 50;

/// The time in `text`, in RFC 3339 in UTC. Understood are seconds, milliseconds
/// and microseconds since 1970, and dates in ISO 8601 with or without a time. A
/// date without a time, or without an offset, is taken as UTC.
pub(super) fn time(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        let seconds = match number {
            1..100_000_000_000 => number,
            100_000_000_000..100_000_000_000_000 => number / 1_000,
            100_000_000_000_000.. => number / 1_000_000,
            _ => return None,
        };
        return Some(Timestamp::from_second(seconds).ok()?.to_string());
    }
    let moment: Timestamp = match text.parse::<Timestamp>() {
        Ok(moment) => moment,
        Err(_) => match date::normalise(text)? {
            day if day.len() == 10 => local_time(text, &day)?,
            moment => moment.parse().ok()?,
        },
    };
    Some(Timestamp::from_second(moment.as_second()).ok()?.to_string())
}

/// The moment of a date and time without an offset; midnight of `day` if it has
/// no time.
fn local_time(text: &str, day: &str) -> Option<Timestamp> {
    let written: jiff::civil::DateTime = text.parse().or_else(|_| day.parse()).ok()?;
    jiff::tz::Offset::UTC.to_timestamp(written).ok()
}

/// The tags in `texts`, each in one line, without empty ones and twins, in their
/// order; at most [`MOST_TAGS`].
pub(super) fn tags<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for text in texts {
        if tags.len() == MOST_TAGS {
            break;
        }
        if let Some(tag) = plain::line(text).filter(|tag| !tags.contains(tag)) {
            tags.push(tag);
        }
    }
    tags
}

/// The strings in a list of JSON or Python: `["a", "b"]` or `['a', "it's"]`.
/// `None` if `text` is not a list in brackets.
pub(super) fn quoted_list(text: &str) -> Option<Vec<String>> {
    let inside = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut out = Vec::new();
    let mut rest = inside.chars();
    while let Some(quote) = rest.find(|c| matches!(c, '"' | '\'')) {
        let mut word = String::new();
        loop {
            match rest.next()? {
                '\\' => word.push(rest.next()?),
                c if c == quote => break,
                c => word.push(c),
            }
        }
        out.push(word);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_to_write_a_time_becomes_rfc_3339() {
        for (written, expected) in [
            ("1700000000", "2023-11-14T22:13:20Z"),
            ("1700000000123", "2023-11-14T22:13:20Z"),
            ("1700000000123456", "2023-11-14T22:13:20Z"),
            ("2023-11-14T22:13:20.123Z", "2023-11-14T22:13:20Z"),
            ("2023-11-14T23:13:20+0100", "2023-11-14T22:13:20Z"),
            ("2023-11-14 22:13:20+00:00", "2023-11-14T22:13:20Z"),
            ("2023-11-14 22:13:20.123456+00:00", "2023-11-14T22:13:20Z"),
            ("2023-11-14 22:13:20", "2023-11-14T22:13:20Z"),
            ("2023-11-14", "2023-11-14T00:00:00Z"),
        ] {
            assert_eq!(time(written).as_deref(), Some(expected), "{written}");
        }
        for text in ["", "0", "-1", "soon", "9223372036854775807"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn lists_in_brackets_are_read() {
        assert_eq!(quoted_list("['sea', \"it's\", 'a\\'b']").unwrap(), ["sea", "it's", "a'b"]);
        assert_eq!(quoted_list("[]").unwrap(), Vec::<String>::new());
        assert_eq!(quoted_list("sea, ports"), None);
        assert_eq!(quoted_list("['open"), None);
    }

    #[test]
    fn tags_have_no_twins() {
        assert_eq!(tags([" sea ", "ports", "", "sea", "a\nb"]), ["sea", "ports", "a b"]);
    }

    proptest! {
        #[test]
        fn nothing_makes_them_panic(text in "(?s).{0,40}", shaped in "[0-9T:+Z .\\[\\]'\"\\\\-]{0,40}") {
            for text in [text, shaped] {
                let _ = (time(&text), quoted_list(&text), tags([text.as_str()]));
            }
        }
    }
}
