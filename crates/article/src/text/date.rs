//! Reading dates as people and pages write them.

use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::Offset;

use super::daylight::united_states;
use super::language::{Language, TimeZone, rows};

/// The beginnings of the names of the months in several languages, with the
/// number of the month.
static MONTH_BEGINNINGS: LazyLock<Vec<(&str, i8)>> = LazyLock::new(|| {
    let list = include_str!("../../assets/language/mul/month_beginnings.tsv");
    rows(list).filter_map(|[beginning, month]| Some((beginning, month.parse().ok()?))).collect()
});

/// The date in `text`, in ISO 8601: `2025-11-24`. If `text` also gives a time
/// of day and its offset from Greenwich is certain, date and time in RFC 3339:
/// `2025-11-24T10:30:00+01:00`. `None` if no date is certain: day and month in
/// digits that could be swapped (`3/4/2025`) are not. Only the first 80 code
/// points are read.
///
/// Months are understood in some thirty languages (`month_beginnings.tsv`); time zones
/// as offsets (`+01:00`) or as English abbreviations. `ET`, `CT`, `MT` and `PT` are
/// standard or daylight saving time by the date.
///
/// ```
/// use pullquote_article::text::date::normalise;
///
/// assert_eq!(normalise("Nov. 24, 2025, 4:05 p.m. ET").as_deref(), Some("2025-11-24T16:05:00-05:00"));
/// assert_eq!(normalise("24 novembre 2025").as_deref(), Some("2025-11-24"));
/// assert_eq!(normalise("3/4/2025"), None);
/// ```
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let text: String = text.trim().chars().take(80).collect();
    if let Some(date) = iso(&text) {
        return Some(date);
    }
    if let Some(date) = compact(&text) {
        return Some(date);
    }
    if let Some(date) = iso_inside(&text) {
        return Some(date);
    }
    if text.chars().all(|c| c.is_ascii_digit()) && matches!(text.len(), 10 | 13) {
        let seconds: i64 = text.get(..10)?.parse().ok()?;
        return Some(jiff::Timestamp::from_second(seconds).ok()?.to_string());
    }
    digits_only(&text).or_else(|| written(&text))
}

/// Reads `18/11/2019`, `18.11.2019` and `2019年11月18日`, also after other words. With
/// slashes and hyphens the day and the month are only certain if one of them is above
/// twelve. Dots are used in countries where the day comes first.
fn digits_only(text: &str) -> Option<String> {
    // Korean has spaces after its signs for year and month.
    let text = &text.replace("년 ", "년").replace("월 ", "월");
    let is_digit = |c: char| c.is_ascii_digit();
    let starts =
        text.char_indices().filter(|&(at, c)| is_digit(c) && !text.get(..at).is_some_and(|t| t.ends_with(is_digit)));
    starts.into_iter().find_map(|(start, _)| digits_at(text, start))
}

/// The date in digits that begins at the byte `start` of `text`.
fn digits_at(text: &str, start: usize) -> Option<String> {
    let numbers: Vec<&str> = text.get(start..)?.splitn(4, |c: char| !c.is_ascii_digit()).collect();
    let [first, second, third, ..] = numbers.as_slice() else { return None };
    let number = |digits: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&digits.len()).then(|| digits.parse::<i16>().ok()).flatten()
    };
    let signs: Vec<char> = text.get(start..)?.chars().filter(|c| !c.is_ascii_digit()).take(2).collect();
    let (year, month, day) = match signs.as_slice() {
        ['年', '月'] | ['년', '월'] | ['.', '.'] | ['/', '/'] if first.len() == 4 => {
            (number(first, 4..=4)?, number(second, 1..=2)?, number(third, 1..=2)?)
        }
        ['/', '/'] | ['-', '-'] => match (number(first, 1..=2)?, number(second, 1..=2)?) {
            (day, month) if day > 12 => (number(third, 4..=4)?, month, day),
            (month, day) if day > 12 => (number(third, 4..=4)?, month, day),
            _ => return None,
        },
        // No month is above twelve, so that these are month and day.
        ['.', '.'] if second.len() == 2 && number(second, 2..=2)? > 12 => {
            (number(third, 4..=4)?, number(first, 1..=2)?, number(second, 2..=2)?)
        }
        ['.', '.'] if third.len() == 2 => (2000 + number(third, 2..=2)?, number(second, 2..=2)?, number(first, 2..=2)?),
        ['.', '.'] => (number(third, 4..=4)?, number(second, 1..=2)?, number(first, 1..=2)?),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = civil::Date::new(year, month, day).ok().filter(|_| year >= 1700)?;
    let written = third.len() + first.len() + second.len() + signs.iter().map(|c| c.len_utf8()).sum::<usize>();
    let rest = text.get(start + written..).unwrap_or("").trim_start_matches(|c: char| !c.is_ascii_digit());
    Some(with_time(date, rest))
}

/// The first year that is taken seriously: earlier years in a page's data are
/// placeholders.
const FIRST: &str = "1700";

/// Reads `20251124` and `20251124T103000`, as publishing systems write it.
fn compact(text: &str) -> Option<String> {
    if let Some((date, time)) = text.split_once('T')
        && let (Some(hours), Some(minutes), Some(rest)) = (time.get(..2), time.get(2..4), time.get(4..))
        && hours.bytes().chain(minutes.bytes()).all(|b| b.is_ascii_digit())
    {
        let seconds = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let zone = rest.get(seconds..).unwrap_or("");
        let day: civil::Date = compact(date)?.parse().ok()?;
        return Some(with_time(day, &format!("{hours}:{minutes}{zone}")));
    }
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) || text.get(..4)? < FIRST {
        return None;
    }
    let date =
        civil::Date::new(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?);
    date.ok().map(|date| date.to_string())
}

/// Reads a date that begins with its year.
fn iso(text: &str) -> Option<String> {
    let mut numbers = text.splitn(3, ['-', '/', '.']);
    let year = numbers.next()?;
    let (month, rest) = (numbers.next()?, numbers.next()?);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (day, rest) = rest.split_at(digits);
    if year.len() != 4 || year < FIRST || month.len() > 2 || !(1..=2).contains(&day.len()) {
        return None;
    }
    let date = civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(with_time(date, rest.trim_start_matches(['T', 't', ' ', ','])))
}

/// Reads a date such as `2025-11-24` after other words.
fn iso_inside(text: &str) -> Option<String> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts = text.match_indices('-').filter_map(|(dash, _)| dash.checked_sub(4));
    starts.into_iter().find_map(|start| {
        let is_year = (start..start + 4).all(is_digit) && (start == 0 || !is_digit(start - 1));
        let is_date = is_year && text.as_bytes().get(start + 7) == Some(&b'-');
        text.get(start..).filter(|_| is_date).and_then(iso)
    })
}

/// Reads a date with the month as a word.
fn written(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != ':').filter(|w| !w.is_empty()).collect();
    let months = words.iter().enumerate().filter_map(|(i, w)| Some((i, month(w)?)));
    months.into_iter().find_map(|(at, month)| written_with(&lower, &words, at, month))
}

/// The date in the `words` of `lower`, of which the one at `at` names the `month`.
fn written_with(lower: &str, words: &[&str], at: usize, month: i8) -> Option<String> {
    let number = |i: usize| {
        let word = words.get(i)?;
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º');
        digits.parse::<i16>().ok()
    };
    let day_ok = |n: &i16| (1..=31).contains(n);
    let year_ok = |n: &i16| (1700..=2200).contains(n);
    // “24 de noviembre de 2025” has a word between day, month and year.
    let back = |i: usize| if words.get(i).is_some_and(|w| *w == "de") { i.wrapping_sub(1) } else { i };
    let forward = |i: usize| if words.get(i).is_some_and(|w| *w == "de" || *w == "del") { i + 1 } else { i };
    let before = at.checked_sub(1).map(back).and_then(number).filter(day_ok);
    let after = number(forward(at + 1));
    let year_before = at.checked_sub(1).and_then(number).filter(year_ok);
    let (day, year) = match before {
        Some(day) if after.is_some_and(|n| year_ok(&n)) => (day, after?),
        // “2025. november 24.” has the year first.
        _ if year_before.is_some() && after.is_some_and(|n| day_ok(&n)) => (after?, year_before?),
        _ => (after.filter(day_ok)?, number(at + 2).filter(year_ok)?),
    };
    let date = civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let year_word = year.to_string();
    let tail = lower.split_once(&year_word).map_or("", |(_, tail)| tail);
    // “10:30 GMT, 24 November 2025”: the time comes first.
    let head = lower.split_once(words.get(at.saturating_sub(1))?).map_or("", |(head, _)| head);
    let timed = with_time(date, tail.trim_start_matches(|c: char| !c.is_ascii_digit()));
    Some(if timed.len() > 10 { timed } else { with_time(date, head.trim_start_matches(|c: char| !c.is_ascii_digit())) })
}

/// The month, from 1, that `word` (lower case) names in one of the languages.
fn month(word: &str) -> Option<i8> {
    if !word.starts_with(char::is_alphabetic) || word.chars().count() > 10 {
        return None;
    }
    let month = MONTH_BEGINNINGS.iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, month)| *month)?;
    // “marched”, “mayor” and “decided” begin like months. A long word is a
    // month if it is the English name or could be a foreign one.
    let english = Language::english().months();
    let full = usize::try_from(month - 1).ok().and_then(|at| english.get(at))?;
    let plausible = word.chars().count() <= 4
        || full.starts_with(word)
        || !word.is_ascii()
        || !word.ends_with("ed") && word.len() >= 5 && word != "mayor";
    plausible.then_some(month)
}

/// `date` in ISO 8601, with the time that `rest` begins with if its offset is
/// certain.
fn with_time(date: civil::Date, rest: &str) -> String {
    clock(date, rest).unwrap_or_else(|| date.to_string())
}

/// The date and time in RFC 3339, if `rest` begins with a time of day and its
/// offset is certain.
fn clock(date: civil::Date, rest: &str) -> Option<String> {
    let (hour, rest) = digits(rest)?;
    let rest = rest.strip_prefix([':', '.'])?;
    let (minute, rest) = digits(rest)?;
    let (second, rest) = match rest.strip_prefix(':').and_then(digits) {
        Some((second, rest)) => (second, rest),
        None => (0, rest),
    };
    // A reader does not need fractions of a second.
    let rest = rest.strip_prefix('.').map_or(rest, |r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
    let rest = rest.trim_start().to_lowercase();
    let (hour, rest) = match rest.get(..2) {
        Some("am") if hour == 12 => (0, &rest[2..]),
        Some("am") => (hour, &rest[2..]),
        Some("pm") if hour < 12 => (hour + 12, &rest[2..]),
        Some("pm") => (hour, &rest[2..]),
        _ => (hour, rest.as_str()),
    };
    let time = date.to_datetime(civil::Time::new(hour, minute, second, 0).ok()?);
    let offset = offset(rest.trim_start(), time)?;
    let zoned = offset.to_timestamp(time).ok()?;
    Some(zoned.display_with_offset(offset).to_string()).map(|s| s.replace("+00:00", "Z"))
}

/// The offset from Greenwich that `text` (lower case) begins with, in figures
/// or as a time zone's abbreviation, at the local time `at`.
fn offset(text: &str, at: civil::DateTime) -> Option<Offset> {
    if let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-' | '−')) {
        let digits: String = text.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
        let (hours, minutes) =
            (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..4).unwrap_or("0").parse::<i32>().ok()?);
        let seconds = (hours * 60 + minutes) * 60;
        return Offset::from_seconds(if sign == '+' { seconds } else { -seconds }).ok();
    }
    let name: String = text.trim_start_matches('(').chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    match Language::english().time_zone(&name)? {
        TimeZone::Fixed(hours) => Offset::from_hours(hours).ok(),
        TimeZone::UnitedStates(hours) => united_states(hours, at),
    }
}

/// The number that one or two digits at the start of `text` make, and the rest
/// of `text`.
fn digits(text: &str) -> Option<(i8, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text.get(..length)?.parse().ok()?, text.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_forms_become_iso() {
        for (written, iso) in [
            ("2025-11-24", "2025-11-24"),
            ("2025-11-24T10:30:00Z", "2025-11-24T10:30:00Z"),
            ("2025-11-24T10:30:00.123+01:00", "2025-11-24T10:30:00+01:00"),
            ("2025-11-24 10:30:00 -0500", "2025-11-24T10:30:00-05:00"),
            ("2025-11-24T10:30:00", "2025-11-24"),
            ("2025/11/4", "2025-11-04"),
            ("24 November 2025", "2025-11-24"),
            ("Monday 24 Nov 2025 13.04 GMT", "2025-11-24T13:04:00Z"),
            ("Nov. 24, 2025", "2025-11-24"),
            ("Published November 24th, 2025 at 1:05 PM EST", "2025-11-24T13:05:00-05:00"),
            ("Mon, 24 Nov 2025 10:30:00 +0000", "2025-11-24T10:30:00Z"),
            ("24. Dezember 2025", "2025-12-24"),
            ("24 de noviembre de 2025", "2025-11-24"),
            ("20251124", "2025-11-24"),
            ("24/11/2025 14:05", "2025-11-24"),
            ("11/24/2025", "2025-11-24"),
            ("24.11.2025, 14:05 GMT", "2025-11-24T14:05:00Z"),
            ("2025年11月24日", "2025-11-24"),
            ("2025년 11월 24일 10:30", "2025-11-24"),
            ("20251124T103000+0900", "2025-11-24T10:30:00+09:00"),
            ("Essay 3 - Published: 2025.11.24", "2025-11-24"),
            ("Posted on the 24/11/2025 at 10:30", "2025-11-24"),
            ("11.24.2025", "2025-11-24"),
            ("24-11-2025", "2025-11-24"),
            ("2025. november 24., 10:30", "2025-11-24"),
            ("24. července 2025", "2025-07-24"),
            ("24 نوفمبر 2025", "2025-11-24"),
            ("24 ноября 2025, 14:05", "2025-11-24"),
            ("Nov. 24, 2025, 4:05 p.m. ET", "2025-11-24T16:05:00-05:00"),
            ("Written: 2025-11-24 10:30", "2025-11-24"),
            ("Ships, 24.11.25", "2025-11-24"),
            ("Ships of May, 24 listopada 2025", "2025-11-24"),
            ("24 Kasım 2025", "2025-11-24"),
            ("1764000000", "2025-11-24T16:00:00Z"),
        ] {
            assert_eq!(normalise(written).as_deref(), Some(iso), "{written}");
        }
    }

    #[test]
    fn an_uncertain_date_is_none() {
        for text in [
            "",
            "3/4/2025",
            "3-4-2025",
            "today",
            "the mayor, 24 2025",
            "31 February 2025",
            "2025",
            "May",
            "0000-00-00",
            "0001-01-01T00:00:00Z",
            "20251324",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }

    #[test]
    fn eastern_time_follows_daylight_saving_time() {
        for (written, iso) in [
            // The clock went forward on 9 March 2025 at 2:00 and back on 2 November.
            ("March 8, 2025, 11:59 p.m. ET", "2025-03-08T23:59:00-05:00"),
            ("March 9, 2025, 1:59 a.m. ET", "2025-03-09T01:59:00-05:00"),
            ("March 9, 2025, 3:00 a.m. ET", "2025-03-09T03:00:00-04:00"),
            ("July 4, 2025, 4:05 p.m. ET", "2025-07-04T16:05:00-04:00"),
            ("Nov. 2, 2025, 12:59 a.m. ET", "2025-11-02T00:59:00-04:00"),
            ("Nov. 2, 2025, 2:00 a.m. ET", "2025-11-02T02:00:00-05:00"),
            ("July 4, 2025, 4:05 p.m. CT", "2025-07-04T16:05:00-05:00"),
            ("July 4, 2025, 4:05 p.m. MT", "2025-07-04T16:05:00-06:00"),
            ("Dec. 4, 2025, 4:05 p.m. PT", "2025-12-04T16:05:00-08:00"),
            // An explicit EST or EDT is taken literally.
            ("July 4, 2025, 4:05 p.m. EST", "2025-07-04T16:05:00-05:00"),
            ("July 4, 2025, 4:05 p.m. EDT", "2025-07-04T16:05:00-04:00"),
            // This time comes twice, and the other one never: only the day is certain.
            ("Nov. 2, 2025, 1:30 a.m. ET", "2025-11-02"),
            ("March 9, 2025, 2:30 a.m. ET", "2025-03-09"),
        ] {
            assert_eq!(normalise(written).as_deref(), Some(iso), "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(?s).{0,60}", shaped in "[0-9a-zµé:+./, -]{0,30}") {
            let _ = normalise(&text);
            let _ = normalise(&shaped);
            let _ = normalise(&format!("24 nov 2025 {shaped}"));
            let _ = normalise(&format!("2025-11-24T{shaped}"));
        }
    }
}
