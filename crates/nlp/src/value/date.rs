//! What the words of a date say in figures.
//!
//! Names of months and days and words for numbers are data; how English puts them together
//! (“Monday last week”, “three days ago”) is here.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::number::amount;
use crate::language::Language;

/// What the words of a date say in figures (ISO 8601): a day (`2025-11-24`), a month (`2025-11`), a
/// week (`2025-W48`) or a year (`2025`). `None` for words that are not certain.
///
/// A date that depends on the day of publication needs `published`. A weekday alone is the last one
/// up to that day, as in news, or the next one if `ahead` says that the sentence is about the
/// future. A day without a year is the nearest one. A month is one of the last six or, if `ahead` is
/// known, of the last or the next twelve.
pub(super) fn date(language: &Language, words: &str, published: Option<Date>, ahead: Option<bool>) -> Option<String> {
    DateWords { language, published, ahead }.read(words)
}

/// What the words of a date are read with.
struct DateWords<'a> {
    language: &'a Language,
    published: Option<Date>,
    /// Whether the sentence is about the future, if that is known.
    ahead: Option<bool>,
}

impl DateWords<'_> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn on_monday(words: &str, ahead: bool) -> Option<String> {
        // A Monday.
        date(Language::english(), words, Date::new(2025, 11, 24).ok(), ahead.then_some(true))
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
        assert_eq!(date(Language::english(), "Monday", None, None), None);
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
            let found = date(Language::english(), words, None, None);
            assert_eq!(found.as_deref(), Some("2025-11-24"), "{words}");
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
}
