//! Dates of a query: a day, a month, a year, or a time before today.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The first day that `text` names, and the first day after it: `2025-11-24`, `2025-11`, `2025`,
/// `today`, `yesterday`, or a number of days, weeks, months or years before today: `7d`, `2w`,
/// `3m`, `1y`. A time before today ends today. `None` if it is none of these.
pub(super) fn days(text: &str, today: Date) -> Option<(Date, Date)> {
    match text.to_ascii_lowercase().as_str() {
        "today" => return Some((today, today.tomorrow().ok()?)),
        "yesterday" => return Some((today.yesterday().ok()?, today)),
        _ => {}
    }
    if let Some(first) = before(text, today) {
        return Some((first, first.tomorrow().ok()?));
    }
    let numbers: Vec<&str> = text.split('-').collect();
    if numbers.iter().any(|number| number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let year: i16 = numbers.first().filter(|year| year.len() == 4)?.parse().ok()?;
    let part = |at: usize| numbers.get(at).map(|number| number.parse::<i8>().ok()).map_or(Some(None), |n| n.map(Some));
    let (month, day) = (part(1)?, part(2)?);
    if numbers.len() > 3 {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let after = match (month, day) {
        (_, Some(_)) => first.tomorrow(),
        (Some(_), None) => first.checked_add(1.month()),
        (None, None) => first.checked_add(1.year()),
    };
    Some((first, after.unwrap_or(date(9999, 12, 31))))
}

/// The day that is the given time before today.
fn before(text: &str, today: Date) -> Option<Date> {
    let number: i64 = text.get(..text.len().checked_sub(1)?)?.parse().ok()?;
    if !(0..=5000).contains(&number) {
        return None;
    }
    let span = match text.chars().last()?.to_ascii_lowercase() {
        'd' => number.days(),
        'w' => number.weeks(),
        'm' => number.months(),
        'y' => number.years(),
        _ => return None,
    };
    today.checked_sub(span).ok()
}
