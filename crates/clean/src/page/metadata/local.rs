//! Times of publication in the time zone of the place where they were published.

use pullquote_article::text::date;

/// Hours that a place can be away from Greenwich, at most.
const HOURS: i64 = 14;
/// Minutes by which the offsets of places differ, at least.
const STEP: i64 = 15;
/// Hours that places are ahead of Greenwich and behind it where pages state universal
/// time, at most.
const AHEAD: i8 = 8;
const BEHIND: i8 = 8;

/// The moment `stated` in universal time at a place where it is on the `day` that the
/// page shows, the day before or after: with the smallest offset in whole hours. `None`
/// if there is no such place.
pub(super) fn on_day(day: &str, stated: &str) -> Option<String> {
    let moment: jiff::Timestamp = stated.strip_suffix('Z').and(stated.parse().ok())?;
    let day: jiff::civil::Date = day.get(..10)?.parse().ok()?;
    let universal = jiff::tz::Offset::UTC.to_datetime(moment);
    let hours = match (day - universal.date()).get_days() {
        1 => Some(24 - universal.hour()).filter(|hours| *hours <= AHEAD),
        -1 => Some(-1 - universal.hour()).filter(|hours| *hours >= -BEHIND),
        _ => None,
    }?;
    let offset = jiff::tz::Offset::from_hours(hours).ok()?;
    Some(moment.display_with_offset(offset).to_string())
}

/// `stated`, a moment in universal time (`2023-11-09T02:11:03Z`), as the page itself
/// shows it: with the offset of the one among `shown` that is the same moment, or
/// has the same minutes and seconds and no offset. `None` if none is.
///
/// Publishing systems state universal time, and the day that a reader knows is often
/// the one before or after.
pub(super) fn at_the_place(stated: &str, shown: &[String]) -> Option<String> {
    let moment: jiff::Timestamp = stated.strip_suffix('Z').and(stated.parse().ok())?;
    shown.iter().find_map(|shown| {
        let shown = match date::normalise(shown) {
            // “Sat, 19 Oct 2019 00:04:00 +0200”
            Some(read) if !shown.trim().starts_with(|c: char| c.is_ascii_digit()) => read,
            _ => shown.trim().to_owned(),
        };
        if shown.ends_with('Z') || shown.len() < 19 {
            return None;
        }
        let text = shown.replacen(' ', "T", 1);
        let local: jiff::civil::DateTime = text.get(..19)?.parse().ok()?;
        let seconds = jiff::tz::Offset::UTC.to_timestamp(local).ok()?.as_second() - moment.as_second();
        let is_offset = seconds != 0 && seconds.abs() <= HOURS * 3600 && seconds % (STEP * 60) == 0;
        // A shown offset must be the one that the moment gives.
        let zone = text.get(19..).unwrap_or("");
        let agrees = zone.is_empty() || text.parse::<jiff::Timestamp>().is_ok_and(|t| t == moment);
        let offset = jiff::tz::Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
        (is_offset && agrees).then(|| moment.display_with_offset(offset).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_moment_gives_the_place() {
        let at = |shown: &str| at_the_place("2023-11-09T02:11:03Z", &[shown.to_owned()]);
        assert_eq!(at("2023-11-09T07:41:03+05:30").as_deref(), Some("2023-11-09T07:41:03+05:30"));
        assert_eq!(at("2023-11-08T21:11:03-05:00").as_deref(), Some("2023-11-08T21:11:03-05:00"));
        assert_eq!(at("2023-11-08 21:11:03").as_deref(), Some("2023-11-08T21:11:03-05:00"));
        for other in ["2023-11-08 21:12:03", "2023-11-08T21:11:03-06:00", "2023-11-01 02:11:03", "2023-11-08", "é"] {
            assert_eq!(at(other), None, "{other}");
        }
    }

    #[test]
    fn the_day_that_is_shown_gives_a_place() {
        let on = |day: &str, stated: &str| on_day(day, stated);
        assert_eq!(on("2026-02-18", "2026-02-17T23:10:00Z").as_deref(), Some("2026-02-18T00:10:00+01:00"));
        assert_eq!(on("2026-02-16", "2026-02-17T02:10:00Z").as_deref(), Some("2026-02-16T23:10:00-03:00"));
        for (day, stated) in [
            ("2026-02-17", "2026-02-17T23:10:00Z"),
            ("2026-02-18", "2026-02-17T02:10:00Z"),
            ("2026-02-18", "2026-02-17T23:10:00+01:00"),
            ("2026-02-18", "2026-02-17"),
        ] {
            assert_eq!(on(day, stated), None, "{day} {stated}");
        }
    }
}
