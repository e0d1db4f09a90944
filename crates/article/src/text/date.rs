//! Dates as people and pages write them, as ISO 8601.

use jiff::civil;
use jiff::tz::Offset;

/// English, then German, French, Spanish, Italian, Portuguese, Dutch and
/// Russian names that begin differently; compared by their first letters, lower case.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "jän", "янв"],
    &["feb", "fév", "fev", "фев"],
    &["mar", "mär", "mrt", "maa", "мар"],
    &["apr", "avr", "abr", "апр"],
    &["may", "mai", "mag", "mei", "мая"],
    &["jun", "juin", "giu", "июн"],
    &["jul", "juil", "lug", "июл"],
    &["aug", "aoû", "aou", "ago", "авг"],
    &["sep", "set", "сен"],
    &["oct", "okt", "ott", "out", "окт"],
    &["nov", "ноя"],
    &["dec", "dez", "déc", "dic", "дек"],
];

/// The months' English names, from January, in lower case.
pub const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Abbreviated time zones that news pages print, with their offset in hours
/// east of Greenwich.
const ZONES: &[(&str, i8)] = &[
    ("z", 0),
    ("gmt", 0),
    ("utc", 0),
    ("bst", 1),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
    ("est", -5),
    ("edt", -4),
    ("et", -5),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("jst", 9),
    ("aest", 10),
    ("aedt", 11),
];

/// `2025-11-24` for a date, RFC 3339 (`2025-11-24T10:30:00+01:00`) where a time
/// and its zone are known; `None` where `text` holds no certain date. A date
/// in figures whose day and month could be swapped is not certain.
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    let text: String = text.trim().chars().take(80).collect();
    if let Some(date) = iso(&text) {
        return Some(date);
    }
    if let Some(date) = compact(&text) {
        return Some(date);
    }
    if text.chars().all(|c| c.is_ascii_digit()) && matches!(text.len(), 10 | 13) {
        let seconds: i64 = text.get(..10)?.parse().ok()?;
        return Some(jiff::Timestamp::from_second(seconds).ok()?.to_string());
    }
    figures(&text).or_else(|| written(&text))
}

/// `18/11/2019`, `18.11.2019` and `2019年11月18日`. Of a day and a month parted
/// by slashes it is certain which is which only above twelve; dots part them in
/// countries where the day comes first.
fn figures(text: &str) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit();
    let start = text.find(digit)?;
    let parts: Vec<&str> = text.get(start..)?.splitn(4, |c: char| !c.is_ascii_digit()).collect();
    let [first, second, third, ..] = parts.as_slice() else { return None };
    let number = |part: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&part.len()).then(|| part.parse::<i16>().ok()).flatten()
    };
    let signs: Vec<char> = text.get(start..)?.chars().filter(|c| !c.is_ascii_digit()).take(2).collect();
    let (year, month, day) = match signs.as_slice() {
        ['年', '月'] => (number(first, 4..=4)?, number(second, 1..=2)?, number(third, 1..=2)?),
        ['/', '/'] => match (number(first, 1..=2)?, number(second, 1..=2)?) {
            (day, month) if day > 12 => (number(third, 4..=4)?, month, day),
            (month, day) if day > 12 => (number(third, 4..=4)?, month, day),
            _ => return None,
        },
        ['.', '.'] => (number(third, 4..=4)?, number(second, 1..=2)?, number(first, 1..=2)?),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = civil::Date::new(year, month, day).ok().filter(|_| year >= 1700)?;
    let written = third.len() + first.len() + second.len() + signs.iter().map(|c| c.len_utf8()).sum::<usize>();
    let rest = text.get(start + written..).unwrap_or("").trim_start_matches(|c: char| !c.is_ascii_digit());
    Some(with_time(date, rest))
}

/// Years before this one are place holders and no dates of articles.
const FIRST: &str = "1700";

/// `20251124`, as newspapers' systems write it.
fn compact(text: &str) -> Option<String> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) || text.get(..4)? < FIRST {
        return None;
    }
    let date =
        civil::Date::new(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?);
    date.ok().map(|date| date.to_string())
}

/// A date that begins with its year.
fn iso(text: &str) -> Option<String> {
    let mut figures = text.splitn(3, ['-', '/', '.']);
    let year = figures.next()?;
    let (month, rest) = (figures.next()?, figures.next()?);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (day, rest) = rest.split_at(digits);
    if year.len() != 4 || year < FIRST || month.len() > 2 || !(1..=2).contains(&day.len()) {
        return None;
    }
    let date = civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(with_time(date, rest.trim_start_matches(['T', 't', ' ', ','])))
}

/// A date with the month as a word, or in figures with a day above twelve.
fn written(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != ':').filter(|w| !w.is_empty()).collect();
    let (at, month) = words.iter().enumerate().find_map(|(i, w)| Some((i, month(w)?)))?;
    let number = |i: usize| {
        let word = words.get(i)?;
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º');
        digits.parse::<i16>().ok()
    };
    let day_ok = |n: &i16| (1..=31).contains(n);
    let year_ok = |n: &i16| (1700..=2200).contains(n);
    // “24 de noviembre de 2025” has a word between.
    let back = |i: usize| if words.get(i).is_some_and(|w| *w == "de") { i.wrapping_sub(1) } else { i };
    let fore = |i: usize| if words.get(i).is_some_and(|w| *w == "de" || *w == "del") { i + 1 } else { i };
    let before = at.checked_sub(1).map(back).and_then(number).filter(day_ok);
    let behind = number(fore(at + 1));
    let (day, year) = match before {
        Some(day) if behind.is_some_and(|n| year_ok(&n)) => (day, behind?),
        _ => (behind.filter(day_ok)?, number(at + 2).filter(year_ok)?),
    };
    let date = civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let year_word = year.to_string();
    let tail = lower.split_once(&year_word).map_or("", |(_, tail)| tail);
    // “10:30 GMT, 24 November 2025”: the time stands in front.
    let head = lower.split_once(words.get(at.saturating_sub(1))?).map_or("", |(head, _)| head);
    let timed = with_time(date, tail.trim_start_matches(|c: char| !c.is_ascii_digit()));
    Some(if timed.len() > 10 { timed } else { with_time(date, head.trim_start_matches(|c: char| !c.is_ascii_digit())) })
}

fn month(word: &str) -> Option<i8> {
    if !word.starts_with(char::is_alphabetic) || word.chars().count() > 10 {
        return None;
    }
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    // “marched”, “mayor” and “decided” are no months; the long names are
    // allowed, and any word that does not go on like one is not.
    let full = ENGLISH_MONTHS.get(at)?;
    let plausible = word.chars().count() <= 4
        || full.starts_with(word)
        || !word.is_ascii()
        || !word.ends_with("ed") && word.len() >= 5 && word != "mayor";
    plausible.then(|| i8::try_from(at + 1).ok())?
}

/// `date`, with the time that `rest` begins with if its zone is known.
fn with_time(date: civil::Date, rest: &str) -> String {
    clock(date, rest).unwrap_or_else(|| date.to_string())
}

fn clock(date: civil::Date, rest: &str) -> Option<String> {
    let (hour, rest) = digits(rest)?;
    let rest = rest.strip_prefix([':', '.'])?;
    let (minute, rest) = digits(rest)?;
    let (second, rest) = match rest.strip_prefix(':').and_then(digits) {
        Some((second, rest)) => (second, rest),
        None => (0, rest),
    };
    // Fractions of a second say nothing to a reader.
    let rest = rest.strip_prefix('.').map_or(rest, |r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
    let rest = rest.trim_start().to_lowercase();
    let (hour, rest) = match rest.get(..2) {
        Some("am") if hour == 12 => (0, &rest[2..]),
        Some("am") => (hour, &rest[2..]),
        Some("pm") if hour < 12 => (hour + 12, &rest[2..]),
        Some("pm") => (hour, &rest[2..]),
        _ => (hour, rest.as_str()),
    };
    let time = civil::Time::new(hour, minute, second, 0).ok()?;
    let offset = zone(rest.trim_start())?;
    let zoned = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some(zoned.display_with_offset(offset).to_string()).map(|s| s.replace("+00:00", "Z"))
}

fn zone(text: &str) -> Option<Offset> {
    if let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-' | '−')) {
        let figures: String = text.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
        let (hours, minutes) =
            (figures.get(..2)?.parse::<i32>().ok()?, figures.get(2..4).unwrap_or("0").parse::<i32>().ok()?);
        let seconds = (hours * 60 + minutes) * 60;
        return Offset::from_seconds(if sign == '+' { seconds } else { -seconds }).ok();
    }
    let name: String = text.trim_start_matches('(').chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    let (_, hours) = ZONES.iter().find(|(zone, _)| *zone == name)?;
    Offset::from_hours(*hours).ok()
}

/// One or two digits at the start, and what follows.
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
            ("24 ноября 2025, 14:05", "2025-11-24"),
            ("Nov. 24, 2025, 4:05 p.m. ET", "2025-11-24T16:05:00-05:00"),
            ("1764000000", "2025-11-24T16:00:00Z"),
        ] {
            assert_eq!(normalise(written).as_deref(), Some(iso), "{written}");
        }
    }

    #[test]
    fn what_is_no_certain_date_is_none() {
        for text in [
            "",
            "3/4/2025",
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

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(?s).{0,60}", shaped in "[0-9a-zµé:+./, -]{0,30}") {
            let _ = normalise(&text);
            let _ = normalise(&shaped);
            let _ = normalise(&format!("24 nov 2025 {shaped}"));
            let _ = normalise(&format!("2025-11-24T{shaped}"));
        }
    }
}
