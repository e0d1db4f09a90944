//! Moments as text: RFC 3339 with the offset of the time zone.

use jiff::ZonedDateTime;
use jiff::fmt::strtime;

/// The current time in the system's time zone, such as
/// `2026-02-20T07:45:00+01:00`.
#[must_use]
pub fn now() -> String {
    moment(&ZonedDateTime::now())
}

/// `when` as RFC 3339 with the offset of its own time zone, to the second.
#[must_use]
pub fn moment(when: &ZonedDateTime) -> String {
    strtime::format("%Y-%m-%dT%H:%M:%S%:z", when).unwrap_or_else(|_| when.timestamp().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_the_offset_of_its_zone() {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(1));
        let when = jiff::Timestamp::from_second(1_771_569_900).unwrap().to_zoned_datetime(zone);
        assert_eq!(moment(&when), "2026-02-20T07:45:00+01:00");
        assert_eq!(now().len(), moment(&when).len());
    }
}
