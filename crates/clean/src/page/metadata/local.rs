//! Times of publication in the time zone of the place where they were published.

/// Hours that a place can be away from Greenwich, at most.
const HOURS: i64 = 14;
/// Minutes by which the offsets of places differ, at least.
const STEP: i64 = 15;

/// `stated`, a moment in universal time (`2023-11-09T02:11:03Z`), as the page itself
/// shows it: with the offset of the one among `shown` that is the same moment, or
/// has the same minutes and seconds and no offset. `None` if none is.
///
/// Publishing systems state universal time, and the day that a reader knows is often
/// the one before or after.
pub(super) fn at_the_place(stated: &str, shown: &[String]) -> Option<String> {
    let moment: jiff::Timestamp = stated.strip_suffix('Z').and(stated.parse().ok())?;
    shown.iter().find_map(|shown| {
        let shown = shown.trim();
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
}
