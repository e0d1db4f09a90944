//! What a date or a sum of money says in figures.
//!
//! Names of months and days, numbers, currencies and the like are data; how
//! English puts them together (“Monday last week”, “three days ago”) is here.

use std::cmp::Reverse;

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::analysis::EntityKind;
use crate::language::Language;
use crate::language::figures::NumberWord;

/// What the words of a date or a sum of money say in figures.
///
/// A date becomes ISO 8601: a day (`2025-11-24`), a month (`2025-11`), a week
/// (`2025-W48`) or a year (`2025`). A date that depends on the day of publication
/// needs `published`. A weekday alone is the last one up to that day, as in news,
/// or the next one if `ahead` says that the sentence is about the future. A day
/// without a year is the nearest one. A month is one of the last six or, if
/// `ahead` is known, of the last or the next twelve. A sum becomes the code of
/// its currency and the amount: `EUR 2500000`, `$ 300`.
///
/// `None` for other kinds, and for words that are not certain.
pub(crate) fn value(
    language: &Language,
    kind: EntityKind,
    words: &str,
    published: Option<Date>,
    ahead: Option<bool>,
) -> Option<String> {
    match kind {
        EntityKind::Date => Dates { language, published, ahead }.read(words),
        EntityKind::Money => money(language, words),
        _ => None,
    }
}

/// What the words of a date are read with.
struct Dates<'a> {
    language: &'a Language,
    published: Option<Date>,
    /// Whether the sentence is about the future, if that is known.
    ahead: Option<bool>,
}

impl Dates<'_> {
    fn read(&self, words: &str) -> Option<String> {
        if let Ok(date) = words.trim().parse::<Date>() {
            return Some(date.to_string());
        }
        let lower = words.to_lowercase();
        let parts: Vec<&str> = lower
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.'))
            .filter(|part| !part.is_empty())
            .collect();
        let parts = match parts.as_slice() {
            [first, rest @ ..] if self.language.time.date_openings.contains(first) => rest,
            all => all,
        };
        // “Monday, November 24”: the day of the month says which Monday.
        if let [first, rest @ ..] = parts
            && weekday(self.language, first).is_some()
            && let Some(found) = self.calendar(rest)
        {
            return Some(found);
        }
        self.calendar(parts).or_else(|| self.relative(parts, self.published?))
    }

    /// A date by month and day, with or without the year.
    fn calendar(&self, parts: &[&str]) -> Option<String> {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| *part != "of" && *part != "the").collect();
        let (month_at, month) =
            parts.iter().enumerate().find_map(|(i, part)| Some((i, month(self.language, part)?))).unzip();
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
                let published = self.published?;
                let years = [published.year() - 1, published.year(), published.year() + 1];
                let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
                days.min_by_key(|date| distance(*date, published)).map(|date| date.to_string())
            }
            (None, None) => {
                // A month that is nearer in the future than in
                // the past could be either.
                let published = self.published?;
                let back = (i16::from(published.month()) - i16::from(month)).rem_euclid(12);
                let year = if self.ahead == Some(true) {
                    published.year() + i16::from(month < published.month())
                } else {
                    published.year() - i16::from(month > published.month())
                };
                (self.ahead.is_some() || back <= 6).then(|| format!("{year}-{month:02}"))
            }
        }
    }

    /// A date that is given by its distance from the day of publication.
    fn relative(&self, parts: &[&str], published: Date) -> Option<String> {
        let language = self.language;
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
            [day] => on(published, weekday(language, day)?, if self.ahead == Some(true) { 0 } else { -6 })
                .map(|date| date.to_string()),
            // “Monday last week”, “March last year”.
            [day, which @ ("last" | "this" | "next"), "week"] => {
                let within = published.checked_add(i64::from(step(which)?).weeks()).ok()?;
                in_week(within, weekday(language, day)?).map(|date| date.to_string())
            }
            [month, which @ ("last" | "this" | "next"), "year"] => {
                Some(format!("{}-{:02}", published.year() + step(which)?, self::month(language, month)?))
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
            ["last" | "past", day] if weekday(language, day).is_some() => {
                on(published, weekday(language, day)?, -7).map(|date| date.to_string())
            }
            ["next" | "coming", day] if weekday(language, day).is_some() => {
                on(published, weekday(language, day)?, 1).map(|date| date.to_string())
            }
            ["this", day] if weekday(language, day).is_some() => {
                in_week(published, weekday(language, day)?).map(|date| date.to_string())
            }
            [which, month] => {
                let month = self::month(language, month)?;
                let year = match *which {
                    "last" | "past" => published.year() - i16::from(month >= published.month()),
                    "next" | "coming" => published.year() + i16::from(month <= published.month()),
                    "this" => published.year(),
                    _ => return None,
                };
                Some(format!("{year}-{month:02}"))
            }
            [count, unit, "ago"] => ago(published, amount(language, count)?, unit),
            _ => None,
        }
    }
}

/// The date so many units before `published`: “three days ago”. Months give a
/// month, years a year.
fn ago(published: Date, count: i64, unit: &str) -> Option<String> {
    let (span, days) = match unit.trim_end_matches('s') {
        "day" => (count.days(), true),
        "week" => (count.weeks(), true),
        "month" => (count.months(), false),
        "year" => return Some(published.checked_sub(count.years()).ok()?.year().to_string()),
        _ => return None,
    };
    let date = published.checked_sub(span).ok()?;
    Some(if days { date.to_string() } else { format!("{}-{:02}", date.year(), date.month()) })
}

/// The first such day of the week, beginning `first` days after `published`.
fn on(published: Date, day: Weekday, first: i64) -> Option<Date> {
    let from = published.checked_add(first.days()).ok()?;
    let wait = i64::from(from.weekday().until(day));
    from.checked_add(wait.days()).ok()
}

/// That day of the week of `date`; a week begins on Monday.
fn in_week(date: Date, day: Weekday) -> Option<Date> {
    let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
    monday.checked_add(i64::from(day.to_monday_zero_offset()).days()).ok()
}

fn distance(a: Date, b: Date) -> u32 {
    a.until(b).map_or(u32::MAX, |span| span.get_days().unsigned_abs())
}

/// A number in figures, or a small one in words: `three`, `twenty-five`. `word`
/// is in lower case.
pub(super) fn amount(language: &Language, word: &str) -> Option<i64> {
    let both = || {
        let (high, low) = word.split_once('-')?;
        match (language.figures.number(high)?, language.figures.number(low)?) {
            (NumberWord::Tens(high), NumberWord::Small(low @ 1..10)) => Some(high + low),
            _ => None,
        }
    };
    match language.figures.number(word) {
        Some(NumberWord::Small(number) | NumberWord::Tens(number)) => Some(number),
        Some(NumberWord::Article) => Some(1),
        _ => both().or_else(|| word.parse().ok().filter(|n| (0..=10_000).contains(n))),
    }
}

/// The number of the month that `word` (lower case) names, in full or
/// abbreviated: `november`, `nov`.
pub(super) fn month(language: &Language, word: &str) -> Option<i8> {
    let at = language.text.months().iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// The day of the week that `word` (lower case) names, in full or abbreviated:
/// `tuesday`, `tues`.
pub(super) fn weekday(language: &Language, word: &str) -> Option<Weekday> {
    let whole = word.ends_with("day") || matches!(word.len(), 3..=4);
    let begins = |name: &&str| name.get(..3).is_some_and(|letters| word.starts_with(letters));
    let at = language.text.weekdays().iter().position(begins).filter(|_| whole)?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
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

fn money(language: &Language, words: &str) -> Option<String> {
    let lower = words.to_lowercase().replace('\u{a0}', " ");
    let code = currency(language, &lower)?;
    let lower = in_figures(language, &lower, code);
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let rest = lower.get(start..)?;
    let (number, length) = figures(language, rest)?;
    // A second number makes it a range.
    let range = rest.get(length..)?.contains(|c: char| c.is_ascii_digit());
    (!range).then(|| format!("{code} {number}"))
}

/// The code of the first currency in a sum in lower case. Of two that begin at
/// the same place the longer one is meant: `us$` and not `us`.
fn currency(language: &Language, sum: &str) -> Option<&'static str> {
    let all = language.figures.currencies.iter();
    let found = all.filter_map(|currency| Some((whole_word(sum, currency.name)?, currency)));
    found.min_by_key(|(at, currency)| (*at, Reverse(currency.name.len()))).map(|(_, currency)| currency.code)
}

/// Where `name` first is a word of its own in `text`, in the singular or with
/// an `s`, in bytes. “CA$5” has a dollar sign, but not that of “A$5”.
fn whole_word(text: &str, name: &str) -> Option<usize> {
    let before = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(char::is_alphabetic));
    let after = |at: usize| {
        let rest = text.get(at + name.len()..).unwrap_or_default();
        rest.strip_prefix('s').unwrap_or(rest).starts_with(char::is_alphabetic)
    };
    let begins_in_word = |at: usize| name.starts_with(char::is_alphabetic) && before(at);
    let ends_in_word = |at: usize| name.ends_with(char::is_alphabetic) && after(at);
    text.match_indices(name).map(|(at, _)| at).find(|&at| !begins_in_word(at) && !ends_in_word(at))
}

/// A sum with its number in figures where it was in words, as in `two million
/// euros`. `code` is that of the currency in it.
fn in_figures(language: &Language, sum: &str, code: &str) -> String {
    let Some((first, rest)) = sum.split_once(' ').filter(|_| !sum.contains(|c: char| c.is_ascii_digit())) else {
        return sum.to_owned();
    };
    let next = rest.split([' ', '-']).next().unwrap_or_default();
    let mut names = language.figures.currencies.iter().filter(|currency| currency.code == code);
    // “A few dollars” is not a number.
    let counted = multiple(language, next).is_some() || names.any(|currency| rest.starts_with(currency.name));
    match amount(language, first).filter(|_| counted) {
        Some(number) => format!("{number} {rest}"),
        None => sum.to_owned(),
    }
}

/// A word for what the number before it is multiplied by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Multiple {
    /// The length of the word in the singular, in bytes.
    pub(super) length: usize,
    /// The factor.
    pub(super) by: f64,
}

/// The factor that `word` (lower case, singular or plural) stands for, if it is
/// `million` or the like.
pub(super) fn multiple(language: &Language, word: &str) -> Option<Multiple> {
    [Some(word), word.strip_suffix('s')].into_iter().flatten().find_map(|word| match language.figures.number(word) {
        Some(NumberWord::Multiple(by)) => Some(Multiple { length: word.len(), by }),
        _ => None,
    })
}

/// The number at the beginning of `text`, multiplied by `million` and the like,
/// without separators; and its length in bytes.
pub(super) fn figures(language: &Language, text: &str) -> Option<(String, usize)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let figures = text.get(..end)?.trim_end_matches(['.', ',']);
    let rest = text.get(figures.len()..)?;
    let word_at = rest.len() - rest.trim_start_matches(['-', ' ', '\u{a0}']).len();
    let word = rest.get(word_at..)?.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let lower = word.to_lowercase();
    // “$5m” is in millions; “5 m” is not.
    let multiple = multiple(language, &lower).filter(|multiple| multiple.length > 1 || word_at == 0);
    let number: f64 = figures.replace(',', "").parse().ok()?;
    let sum = number * multiple.map_or(1.0, |multiple| multiple.by);
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
        value(Language::english(), EntityKind::Date, words, Date::new(2025, 11, 24).ok(), ahead.then_some(true))
    }

    #[test]
    fn a_weekday_has_its_number() {
        assert_eq!(weekday(Language::english(), "sunday"), Some(Weekday::Sunday));
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
        assert_eq!(value(Language::english(), EntityKind::Date, "Monday", None, None), None);
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
            let date = value(Language::english(), EntityKind::Date, words, None, None);
            assert_eq!(date.as_deref(), Some("2025-11-24"), "{words}");
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
        let language = Language::english();
        let of = |words| value(language, EntityKind::Money, words, None, None);
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
        assert_eq!(of("five Canadian dollars").as_deref(), Some("CAD 5"));
        assert_eq!(of("$3 million in yuan").as_deref(), Some("$ 3000000"));
        assert_eq!(of("AUD 30 million").as_deref(), Some("AUD 30000000"));
        assert_eq!(of("30 random European grandees"), None);
    }

    #[test]
    fn letters_before_a_sign_say_which_country_it_is() {
        for (sign, code) in [
            ("$", "$"),
            ("A$", "AUD"),
            ("AU$", "AUD"),
            ("Aus$", "AUD"),
            ("AUD$", "AUD"),
            ("Bds$", "BBD"),
            ("BZ$", "BZD"),
            ("C$", "CAD"),
            ("CA$", "CAD"),
            ("CAD$", "CAD"),
            ("Can$", "CAD"),
            ("Cdn$", "CAD"),
            ("EC$", "XCD"),
            ("FJ$", "FJD"),
            ("G$", "GYD"),
            ("HK$", "HKD"),
            ("J$", "JMD"),
            ("MX$", "MXN"),
            ("N$", "NAD"),
            ("NT$", "TWD"),
            ("NZ$", "NZD"),
            ("R$", "BRL"),
            ("RD$", "DOP"),
            ("S$", "SGD"),
            ("SG$", "SGD"),
            ("TT$", "TTD"),
            ("US$", "USD"),
            ("USD$", "USD"),
            ("CN¥", "CNY"),
            ("JP¥", "JPY"),
            // Not in the table: a dollar that could be any country's.
            ("QX$", "$"),
        ] {
            let said = value(Language::english(), EntityKind::Money, &format!("{sign}5 million"), None, None);
            assert_eq!(said, Some(format!("{code} 5000000")), "{sign}");
        }
    }
}
