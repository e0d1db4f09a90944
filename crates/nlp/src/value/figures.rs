//! What a date or a sum of money says, in figures, by its grammar.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::analysis::EntityKind;

/// Days by the first three letters of their English names.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Signs and words of currencies, longer ones first, with their ISO 4217
/// code; a dollar that could be any country's stays a dollar sign.
const CURRENCIES: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("u.s. dollar", "USD"),
    ("us dollar", "USD"),
    ("usd", "USD"),
    ("hk$", "HKD"),
    ("nz$", "NZD"),
    ("nt$", "TWD"),
    ("au$", "AUD"),
    ("a$", "AUD"),
    ("ca$", "CAD"),
    ("c$", "CAD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("n$", "NAD"),
    ("$", "$"),
    ("dollar", "$"),
    ("€", "EUR"),
    ("euro", "EUR"),
    ("eur", "EUR"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("¥", "JPY"),
    ("yen", "JPY"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₦", "NGN"),
    ("naira", "NGN"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rmb", "CNY"),
    ("shekel", "ILS"),
    ("baht", "THB"),
    ("ringgit", "MYR"),
    ("rand", "ZAR"),
    ("taka", "BDT"),
    ("cedi", "GHS"),
    ("rouble", "RUB"),
    ("ruble", "RUB"),
    ("dirham", "AED"),
    ("swiss franc", "CHF"),
    ("chf", "CHF"),
    ("zloty", "PLN"),
    ("hryvnia", "UAH"),
    ("rupiah", "IDR"),
    ("forint", "HUF"),
    ("birr", "ETB"),
];

/// Words that multiply the number before them.
const MULTIPLES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("k", 1e3),
    ("lakh", 1e5),
    ("million", 1e6),
    ("mn", 1e6),
    ("m", 1e6),
    ("crore", 1e7),
    ("billion", 1e9),
    ("bn", 1e9),
    ("b", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
];

/// What the words of a date or a sum of money say.
///
/// A date becomes ISO 8601: a day (`2025-11-24`), a month (`2025-11`), a week
/// (`2025-W48`) or a year (`2025`). What is told relative to the day of
/// publication needs `published`: a weekday alone is the last one up to that
/// day, as news has it, or the next one where `ahead` says that the sentence
/// looks ahead; a day without a year is the nearest, and a month one of the last
/// six or, where `ahead` is known, of the last or the next twelve. A sum becomes
/// its currency's code and the amount: `EUR 2500000`, `$ 300`.
///
/// `None` for other kinds, and for words that do not say it for certain.
#[must_use]
pub(crate) fn value(kind: EntityKind, words: &str, published: Option<Date>, ahead: Option<bool>) -> Option<String> {
    match kind {
        EntityKind::Date => date(words, published, ahead),
        EntityKind::Money => money(words),
        _ => None,
    }
}

fn date(words: &str, published: Option<Date>, ahead: Option<bool>) -> Option<String> {
    if let Ok(date) = words.trim().parse::<Date>() {
        return Some(date.to_string());
    }
    let lower = words.to_lowercase();
    let parts: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.')).filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        ["on" | "in" | "the" | "since" | "of", rest @ ..] => rest,
        all => all,
    };
    // “Monday, November 24”: the day of the month says which Monday.
    if let [first, rest @ ..] = parts
        && weekday(first).is_some()
        && let Some(found) = calendar(rest, published, ahead)
    {
        return Some(found);
    }
    calendar(parts, published, ahead).or_else(|| relative(parts, published?, ahead))
}

/// A date by month and day, with or without the year.
fn calendar(parts: &[&str], published: Option<Date>, ahead: Option<bool>) -> Option<String> {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| *part != "of" && *part != "the").collect();
    let (month_at, month) = parts.iter().enumerate().find_map(|(i, part)| Some((i, month(part)?))).unzip();
    let Some((at, month)) = month_at.zip(month) else {
        return match parts.as_slice() {
            [year] => self::year(year).map(|year| year.to_string()),
            _ => None,
        };
    };
    let (mut found_day, mut found_year) = (None, None);
    for (_, part) in parts.iter().enumerate().filter(|(i, _)| *i != at) {
        match (day(part), year(part)) {
            (Some(day), _) if found_day.is_none() => found_day = Some(day),
            (None, Some(year)) if found_year.is_none() => found_year = Some(year),
            _ => return None,
        }
    }
    match (found_day, found_year) {
        (Some(day), Some(year)) => Date::new(year, month, day).ok().map(|date| date.to_string()),
        (None, Some(year)) => Some(format!("{year}-{month:02}")),
        (Some(day), None) => {
            let published = published?;
            let years = [published.year() - 1, published.year(), published.year() + 1];
            let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
            days.min_by_key(|date| distance(*date, published)).map(|date| date.to_string())
        }
        (None, None) => {
            // A month that is nearer ahead than behind could be either.
            let published = published?;
            let back = (i16::from(published.month()) - i16::from(month)).rem_euclid(12);
            let year = if ahead == Some(true) {
                published.year() + i16::from(month < published.month())
            } else {
                published.year() - i16::from(month > published.month())
            };
            (ahead.is_some() || back <= 6).then(|| format!("{year}-{month:02}"))
        }
    }
}

/// A date told from the day of publication.
fn relative(parts: &[&str], published: Date, ahead: Option<bool>) -> Option<String> {
    let days = |count: i64| published.checked_add(count.days()).ok().map(|date| date.to_string());
    let step = |word: &str| match word {
        "last" | "previous" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    };
    match parts {
        ["today" | "tonight"] => days(0),
        ["yesterday"] => days(-1),
        ["tomorrow"] => days(1),
        [day] => on(published, weekday(day)?, if ahead == Some(true) { 0 } else { -6 }).map(|date| date.to_string()),
        // “Monday last week”, “March last year”.
        [day, which @ ("last" | "this" | "next"), "week"] => {
            let within = published.checked_add(i64::from(step(which)?).weeks()).ok()?;
            in_week(within, weekday(day)?).map(|date| date.to_string())
        }
        [month, which @ ("last" | "this" | "next"), "year"] => {
            Some(format!("{}-{:02}", published.year() + step(which)?, self::month(month)?))
        }
        [which, "year"] => Some((published.year() + step(which)?).to_string()),
        [which, "month"] => {
            let month = published.checked_add(i64::from(step(which)?).months()).ok()?;
            Some(format!("{}-{:02}", month.year(), month.month()))
        }
        [which, "week"] => {
            let week: ISOWeekDate = published.checked_add(i64::from(step(which)?).weeks()).ok()?.iso_week_date();
            Some(format!("{}-W{:02}", week.year(), week.week()))
        }
        // “Last Monday” is before today; “next Monday” is after.
        ["last" | "past", day] if weekday(day).is_some() => {
            on(published, weekday(day)?, -7).map(|date| date.to_string())
        }
        ["next" | "coming", day] if weekday(day).is_some() => {
            on(published, weekday(day)?, 1).map(|date| date.to_string())
        }
        ["this", day] if weekday(day).is_some() => in_week(published, weekday(day)?).map(|date| date.to_string()),
        [which, month] => {
            let month = self::month(month)?;
            let year = match *which {
                "last" | "past" => published.year() - i16::from(month >= published.month()),
                "next" | "coming" => published.year() + i16::from(month <= published.month()),
                "this" => published.year(),
                _ => return None,
            };
            Some(format!("{year}-{month:02}"))
        }
        [count, unit, "ago"] => {
            let count = amount(count)?;
            let date = match unit.trim_end_matches('s') {
                "day" => published.checked_sub(count.days()),
                "week" => published.checked_sub(count.weeks()),
                "month" => return ago(published.checked_sub(count.months()).ok()?, true),
                "year" => return ago(published.checked_sub(count.years()).ok()?, false),
                _ => return None,
            };
            date.ok().map(|date| date.to_string())
        }
        _ => None,
    }
}

fn ago(date: Date, month: bool) -> Option<String> {
    Some(if month { format!("{}-{:02}", date.year(), date.month()) } else { date.year().to_string() })
}

/// The first such day from `first` days after `published` on.
fn on(published: Date, day: Weekday, first: i64) -> Option<Date> {
    let from = published.checked_add(first.days()).ok()?;
    let wait = i64::from(from.weekday().until(day));
    from.checked_add(wait.days()).ok()
}

/// That day of the week, Monday to Sunday, that `date` is in.
fn in_week(date: Date, day: Weekday) -> Option<Date> {
    let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
    monday.checked_add(i64::from(day.to_monday_zero_offset()).days()).ok()
}

fn distance(a: Date, b: Date) -> u32 {
    a.until(b).map_or(u32::MAX, |span| span.get_days().unsigned_abs())
}

/// A number in figures, or a small one in words: `three`, `twenty-five`.
pub(super) fn amount(word: &str) -> Option<i64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = |word: &str| SMALL.iter().position(|w| *w == word).and_then(|n| i64::try_from(n).ok());
    let tens = |word: &str| TENS.iter().position(|w| *w == word).and_then(|n| i64::try_from(10 * (n + 2)).ok());
    let both = || {
        let (high, low) = word.split_once('-')?;
        Some(tens(high)? + small(low).filter(|low| (1..10).contains(low))?)
    };
    let spelt = small(word).or_else(|| tens(word)).or_else(both).or_else(|| matches!(word, "a" | "an").then_some(1));
    spelt.or_else(|| word.parse().ok().filter(|n| (0..=10_000).contains(n)))
}

pub(super) fn month(word: &str) -> Option<i8> {
    let at = pullquote_article::text::Language::english()
        .months()
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let (_, day) = DAYS.iter().find(|(short, _)| word.starts_with(short))?;
    let whole = word.ends_with("day") || matches!(word.len(), 3..=4);
    whole.then_some(*day)
}

/// A day of the month: `24`, `24th`.
pub(super) fn day(word: &str) -> Option<i8> {
    let figures = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(figures.len()..).unwrap_or("");
    let day = figures.parse::<i8>().ok().filter(|day| (1..=31).contains(day))?;
    (figures.len() <= 2 && matches!(ending, "" | "st" | "nd" | "rd" | "th")).then_some(day)
}

fn year(word: &str) -> Option<i16> {
    let four = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| four && (1000..=2999).contains(year))
}

fn money(words: &str) -> Option<String> {
    let lower = words.to_lowercase().replace('\u{a0}', " ");
    let (_, code) = CURRENCIES.iter().find(|(sign, _)| lower.contains(sign))?;
    let lower = in_figures(&lower, code);
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let rest = lower.get(start..)?;
    let (number, length) = figures(rest)?;
    // A second number makes it a range, which is no one sum.
    let range = rest.get(length..)?.contains(|c: char| c.is_ascii_digit());
    (!range).then(|| format!("{code} {number}"))
}

/// A sum whose number is spelt, `two million euros`, with that number in
/// figures; others as they are. `code` is that of the currency in it.
fn in_figures(sum: &str, code: &str) -> String {
    let Some((first, rest)) = sum.split_once(' ').filter(|_| !sum.contains(|c: char| c.is_ascii_digit())) else {
        return sum.to_owned();
    };
    let next = rest.split([' ', '-']).next().unwrap_or_default();
    // “A few dollars” is no number.
    let counted = multiple(next).is_some() || CURRENCIES.iter().any(|(name, of)| of == &code && next.starts_with(name));
    match amount(first).filter(|_| counted) {
        Some(number) => format!("{number} {rest}"),
        None => sum.to_owned(),
    }
}

/// What `million` and the like multiply by, in lower case.
pub(super) fn multiple(word: &str) -> Option<&'static (&'static str, f64)> {
    MULTIPLES.iter().find(|(name, _)| *name == word || word.strip_suffix('s') == Some(name))
}

/// The number that `text` begins with, `million` and the like counted in,
/// written without separators; and its length in bytes.
pub(super) fn figures(text: &str) -> Option<(String, usize)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let figures = text.get(..end)?.trim_end_matches(['.', ',']);
    let rest = text.get(figures.len()..)?;
    let word_at = rest.len() - rest.trim_start_matches(['-', ' ', '\u{a0}']).len();
    let word = rest.get(word_at..)?.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let lower = word.to_lowercase();
    // “$5m” is millions; “5 m” is not.
    let multiple = multiple(&lower).filter(|(name, _)| name.len() > 1 || word_at == 0);
    let number: f64 = figures.replace(',', "").parse().ok()?;
    let sum = number * multiple.map_or(1.0, |(_, by)| *by);
    let hundredths = (sum * 100.0).round();
    let shown = match hundredths % 100.0 {
        0.0 => format!("{:.0}", hundredths / 100.0),
        part if part % 10.0 == 0.0 && multiple.is_none() && figures.ends_with(|c: char| c != '0') => {
            format!("{sum:.1}")
        }
        _ => format!("{sum:.2}"),
    };
    let length = figures.len() + if multiple.is_some() { word_at + word.len() } else { 0 };
    Some((shown, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_monday(words: &str, ahead: bool) -> Option<String> {
        // A Monday.
        value(EntityKind::Date, words, Date::new(2025, 11, 24).ok(), ahead.then_some(true))
    }

    #[test]
    fn a_weekday_is_the_last_one_or_the_next_one() {
        assert_eq!(on_monday("Monday", false).as_deref(), Some("2025-11-24"));
        assert_eq!(on_monday("Tuesday", false).as_deref(), Some("2025-11-18"));
        assert_eq!(on_monday("Tuesday", true).as_deref(), Some("2025-11-25"));
        assert_eq!(on_monday("last Monday", false).as_deref(), Some("2025-11-17"));
        assert_eq!(on_monday("next Monday", false).as_deref(), Some("2025-12-01"));
        assert_eq!(on_monday("this Friday", false).as_deref(), Some("2025-11-28"));
        assert_eq!(on_monday("Friday last week", true).as_deref(), Some("2025-11-21"));
        assert_eq!(value(EntityKind::Date, "Monday", None, None), None);
    }

    #[test]
    fn days_weeks_months_and_years_from_the_day_of_publication() {
        assert_eq!(on_monday("yesterday", false).as_deref(), Some("2025-11-23"));
        assert_eq!(on_monday("last week", false).as_deref(), Some("2025-W47"));
        assert_eq!(on_monday("next month", false).as_deref(), Some("2025-12"));
        assert_eq!(on_monday("last year", false).as_deref(), Some("2024"));
        assert_eq!(on_monday("three days ago", false).as_deref(), Some("2025-11-21"));
        assert_eq!(on_monday("two years ago", false).as_deref(), Some("2023"));
        assert_eq!(on_monday("twenty-four months ago", false).as_deref(), Some("2023-11"));
        assert_eq!(on_monday("last November", false).as_deref(), Some("2024-11"));
        assert_eq!(on_monday("next January", false).as_deref(), Some("2026-01"));
        assert_eq!(on_monday("March last year", false).as_deref(), Some("2024-03"));
    }

    #[test]
    fn a_date_of_the_calendar_with_and_without_its_year() {
        for words in ["24 November 2025", "November 24, 2025", "Nov. 24th, 2025", "Monday, November 24, 2025"] {
            assert_eq!(value(EntityKind::Date, words, None, None).as_deref(), Some("2025-11-24"), "{words}");
        }
        assert_eq!(on_monday("5 January", false).as_deref(), Some("2026-01-05"));
        assert_eq!(on_monday("January", false), None);
        assert_eq!(on_monday("January", true).as_deref(), Some("2026-01"));
        assert_eq!(on_monday("June", false).as_deref(), Some("2025-06"));
        assert_eq!(on_monday("April 2019", false).as_deref(), Some("2019-04"));
        assert_eq!(on_monday("2019", false).as_deref(), Some("2019"));
        assert_eq!(on_monday("2025-02-30", false), None);
        assert_eq!(on_monday("the 1990s", false), None);
        assert_eq!(on_monday("Thanksgiving", false), None);
        assert_eq!(on_monday("31 February", false), None);
    }

    #[test]
    fn a_sum_of_money_in_figures() {
        let of = |words| value(EntityKind::Money, words, None, None);
        assert_eq!(of("€2.5 million").as_deref(), Some("EUR 2500000"));
        assert_eq!(of("US$6.7bn").as_deref(), Some("USD 6700000000"));
        assert_eq!(of("$1,250.50").as_deref(), Some("$ 1250.50"));
        assert_eq!(of("300 million yuan").as_deref(), Some("CNY 300000000"));
        assert_eq!(of("£3-4 million"), None);
        assert_eq!(of("a few dollars"), None);
        assert_eq!(of("millions of dollars"), None);
        assert_eq!(of("two million euros").as_deref(), Some("EUR 2000000"));
        assert_eq!(of("a billion-dollar").as_deref(), Some("$ 1000000000"));
        assert_eq!(of("5,000 Swiss francs").as_deref(), Some("CHF 5000"));
    }
}
