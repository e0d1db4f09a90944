//! Daylight saving time in the United States, by its rules.
//!
//! The rules are in the program because reading the system's time zone
//! database would be input from outside.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// The offset from Greenwich at the local time `at` of a place in the United
/// States that keeps daylight saving time, and is `standard` hours east of
/// Greenwich in winter. `None` where that is not certain: in the hour that is
/// skipped in spring or comes twice in autumn, and in the years without one
/// rule for the whole country (before 1967; 1974 and 1975).
pub(super) fn united_states(standard: i8, at: DateTime) -> Option<Offset> {
    // As in POSIX `TZ`, month.week.day with week 5 for the last and day 0 for
    // Sunday. Uniform Time Act of 1966, its amendment of 1986 (in force from
    // 1987), Energy Policy Act of 2005 (in force from 2007).
    let rule = match at.year() {
        2007.. => "M3.2.0,M11.1.0",
        1987..=2006 => "M4.1.0,M10.5.0",
        1967..=1973 | 1976..=1986 => "M4.5.0,M10.5.0",
        _ => return None,
    };
    // POSIX counts hours west of Greenwich.
    let zone = TimeZone::posix(&format!("STD{}DST,{rule}", -i16::from(standard))).ok()?;
    let timestamp = zone.to_ambiguous_timestamp(at).unambiguous().ok()?;
    Some(zone.to_offset(timestamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn hours(year: i16, month: i8, day: i8) -> Option<i32> {
        united_states(-5, date(year, month, day).at(12, 0, 0, 0)).map(|offset| offset.seconds() / 3600)
    }

    #[test]
    fn each_rule_has_its_own_two_sundays() {
        for (year, spring, autumn) in
            [(2025, (3, 9), (11, 2)), (2007, (3, 11), (11, 4)), (2006, (4, 2), (10, 29)), (1986, (4, 27), (10, 26))]
        {
            for (day, before, on) in [(spring, -5, -4), (autumn, -4, -5)] {
                assert_eq!(hours(year, day.0, day.1), Some(on), "{year}-{day:?}");
                let eve = date(year, day.0, day.1).yesterday().unwrap();
                assert_eq!(hours(year, eve.month(), eve.day()), Some(before), "{eve}");
            }
        }
    }

    #[test]
    fn years_without_one_rule_are_not_certain() {
        for year in [1950, 1966, 1974, 1975] {
            assert_eq!(hours(year, 7, 4), None, "{year}");
        }
        assert_eq!(hours(1976, 7, 4), Some(-4));
    }
}
