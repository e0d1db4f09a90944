//! When an article was published, from everything that a page says about it.

use pullquote_article::text::date;

use super::local;
use super::nearby::Shown;

/// What a page says about the day of publication.
#[derive(Debug)]
pub(super) struct Dates {
    /// The date in JSON-LD or in `meta` elements.
    pub(super) stated: Option<String>,
    /// The date of an element that is marked as that of publication.
    pub(super) marked: Option<String>,
    /// The day in the page's address.
    pub(super) in_address: Option<String>,
    /// The date that is shown next to the headline.
    pub(super) nearby: Option<Shown>,
    /// Another date that the page shows.
    pub(super) other: Option<String>,
}

/// Days by which the date shown is before the moment stated, at least, so that it is
/// preferred: the stated one is that of a new system or a new version. A day is less than
/// it seems in another time zone; where only a day is stated, any earlier one is preferred.
const EARLIER: i32 = 2;

impl Dates {
    /// The date of publication: the one that is stated, marked, in the address or shown,
    /// in this order. A date shown right below the headline is preferred if it is earlier,
    /// and one shown next to it if it is the day of the stated moment in another time zone.
    /// `times` are the same moments as the page writes them elsewhere.
    pub(super) fn published(self, times: &[String]) -> Option<String> {
        let Self { stated, marked, in_address, nearby, other } = self;
        let is_earlier = |date: &String, than: &str| {
            let least = if than.len() > DAY { EARLIER } else { 1 };
            days_between(date, than).is_some_and(|days| days >= least)
        };
        let Some(stated) = stated.or(marked).or_else(|| in_address.clone()) else { return other };
        if let Some(local) = local::at_the_place(&stated, times) {
            return Some(local);
        }
        if let Some(day) = in_address.filter(|day| is_earlier(day, &stated)) {
            return Some(day);
        }
        let Some(shown) = nearby else { return Some(stated) };
        if shown.is_in_head && is_earlier(&shown.at, &stated) && !is_exchanged(&shown.at, &stated) {
            return Some(shown.at);
        }
        local::on_day(&shown.at, &stated).or(Some(stated))
    }
}

/// Characters of a date without a time in ISO 8601.
const DAY: usize = 10;

/// Whether the two have the day and the month of each other, as a date in figures that
/// was read in the wrong order.
fn is_exchanged(a: &str, b: &str) -> bool {
    let parts = |date: &str| [(0, 4), (5, 7), (8, 10)].map(|(from, to)| date.get(from..to).unwrap_or("").to_owned());
    let ([year, month, day], [other_year, other_month, other_day]) = (parts(a), parts(b));
    year == other_year && month == other_day && day == other_month
}

/// The days from `first` to `second`, two dates in ISO 8601.
fn days_between(first: &str, second: &str) -> Option<i32> {
    let day = |date: &str| date.get(..10)?.parse::<jiff::civil::Date>().ok();
    Some((day(second)? - day(first)?).get_days())
}

/// The day that a page's address names, in ISO 8601: `/2026/02/17/pier`,
/// `/2026-02-17-pier`, `/20260217/pier`, `/2026/february/17/pier`, `/17-02-2026`.
pub(super) fn day_in_address(address: &str) -> Option<String> {
    let path = address.splitn(4, '/').nth(3)?.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let is_number = |part: &str, length| part.len() == length && part.chars().all(|c| c.is_ascii_digit());
    let is_year = |part: &str| is_number(part, 4) && part.starts_with("20");
    let in_parts = parts.windows(3).find_map(|three| {
        let [first, second, third] = three else { return None };
        if is_year(first) && is_number(third, 2) {
            let is_month = is_number(second, 2);
            let date = if is_month { three.join("-") } else { format!("{third} {second} {first}") };
            return date::normalise(&date).filter(|_| is_month || second.len() >= 3);
        }
        let is_backward = is_year(third) && is_number(second, 2) && is_number(first, 2);
        is_backward.then(|| date::normalise(&three.join("-"))).flatten()
    });
    let folders = || {
        let folders: Vec<&str> = path.split('/').collect();
        let is_short = |part: &str| is_number(part, 1) || is_number(part, 2);
        let mut three = folders.windows(3).filter_map(|three| <[&str; 3]>::try_from(three).ok());
        let date = three.find(|[year, month, day]| is_year(year) && is_short(month) && is_short(day))?;
        date::normalise(&date.join("-"))
    };
    let compact = || parts.iter().find(|part| is_number(part, 8) && part.starts_with("20"));
    in_parts.or_else(folders).or_else(|| compact().and_then(|part| date::normalise(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_name_the_day() {
        for path in [
            "2026/02/17/pier",
            "news/2026-02-17-pier.html",
            "20260217/pier",
            "pier-20260217",
            "2026/february/17/pier",
            "news/17-02-2026",
            "2026/2/17/pier",
        ] {
            let address = format!("https://courier.example/{path}");
            assert_eq!(day_in_address(&address).as_deref(), Some("2026-02-17"), "{path}");
        }
        for path in ["2026/02/pier", "30260217", "news/02-03-2026", "2026/17/pier-17", "a?day=20260217", "2026-13-40"] {
            let address = format!("https://courier.example/{path}");
            assert_eq!(day_in_address(&address), None, "{path}");
        }
    }

    /// The date of a page that states `stated` and shows `shown` below the headline.
    fn published(stated: &str, shown: &str) -> Option<String> {
        let nearby = Some(Shown { at: shown.to_owned(), is_in_head: true });
        let dates = Dates { stated: Some(stated.to_owned()), marked: None, in_address: None, nearby, other: None };
        dates.published(&[])
    }

    #[test]
    fn an_earlier_date_below_the_headline_is_preferred() {
        assert_eq!(published("2026-02-17", "2019-03-01").as_deref(), Some("2019-03-01"));
        assert_eq!(published("2026-02-17", "2026-02-18").as_deref(), Some("2026-02-17"));
        assert_eq!(published("2026-02-17", "2026-02-16").as_deref(), Some("2026-02-16"));
        assert_eq!(published("2026-02-17T12:00:00Z", "2026-02-16").as_deref(), Some("2026-02-17T12:00:00Z"));
        assert_eq!(published("2026-11-02", "2026-02-11").as_deref(), Some("2026-11-02"));
    }
}
