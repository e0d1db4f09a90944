//! Whether the day or the month comes first in dates in figures (`3/4/2025`).

use memchr::memchr2;
use pullquote_article::text::date;

use super::line::line;
use crate::html::tree::{NodeId, Tree, is_unread};

/// How many texts with figures are read at most.
const TEXTS: usize = 2000;
/// How many dates that may be read in two ways are compared with others at most.
const UNCLEAR: usize = 20;
/// Bytes of a text with a date, at most.
const LENGTH: usize = 200;
/// Ends of the names of hosts in countries that write English and begin with the day.
const DAY_FIRST: [&str; 8] = ["uk", "ie", "au", "nz", "in", "za", "sg", "my"];

/// Whether the day comes first in the dates of a page, as far as the page shows it;
/// `None` if that is not certain. The language and the country of the page decide,
/// otherwise the dates on it of which a part is above twelve.
pub(super) fn is_day_first(tree: &Tree) -> Option<bool> {
    let root = || (0..).map_while(|node: NodeId| ((node as usize) < tree.len()).then_some(node));
    let language = root().find(|&node| tree.name(node) == "html").and_then(|node| tree.attribute(node, "lang"));
    if let Some(order) = language.and_then(line).as_deref().and_then(in_language) {
        return Some(order);
    }
    let address = root().take(TEXTS).find_map(|node| {
        let is_canonical = tree.name(node) == "link" && tree.attribute(node, "rel") == Some("canonical");
        let is_own = tree.name(node) == "meta" && tree.attribute(node, "property") == Some("og:url");
        tree.attribute(node, if is_own { "content" } else { "href" }).filter(|_| is_canonical || is_own)
    });
    let host = address.and_then(|address| address.split('/').nth(2)).unwrap_or("");
    let end = host.rsplit('.').next().unwrap_or("");
    if DAY_FIRST.contains(&end) {
        return Some(true);
    }
    let mut unclear = Vec::new();
    in_texts(tree, &mut unclear).or_else(|| in_other_dates(tree, &unclear))
}

/// The order in which the dates `unclear` are days that the page also gives without
/// doubt, in words or in attributes, if that is so for one order only: `03/10/2026` next to
/// “3 October 2026”.
fn in_other_dates(tree: &Tree, unclear: &[[&str; 3]]) -> Option<bool> {
    let readings = |day_first: bool| {
        let read = move |&[first, second, year]: &[&str; 3]| {
            let (day, month) = if day_first { (first, second) } else { (second, first) };
            date::normalise(&format!("{year}-{month}-{day}"))
        };
        unclear.iter().filter_map(read).collect::<Vec<String>>()
    };
    if unclear.is_empty() {
        return None;
    }
    let readings = [readings(true), readings(false)];
    let mut is_given = [false; 2];
    let mut at = Some(0);
    let mut left = TEXTS;
    while let Some(node) = at.filter(|_| left > 0) {
        at = tree.following(node, 0, !is_unread(tree.name(node)));
        let text = tree.text(node).or_else(|| tree.attribute(node, "datetime")).unwrap_or("");
        if text.len() > LENGTH || !text.bytes().any(|b| b.is_ascii_digit()) || numeric(text).next().is_some() {
            continue;
        }
        left -= 1;
        let day = date::normalise(text).and_then(|date| date.get(..10).map(str::to_owned));
        for (is_given, readings) in is_given.iter_mut().zip(&readings) {
            *is_given |= day.as_ref().is_some_and(|day| readings.contains(day));
        }
    }
    match is_given {
        [true, false] => Some(true),
        [false, true] => Some(false),
        _ => None,
    }
}

/// The order in the dates of the page that have a part above twelve, if it is the same
/// in all of them. The first of the other dates are added to `unclear`.
fn in_texts<'t>(tree: &'t Tree, unclear: &mut Vec<[&'t str; 3]>) -> Option<bool> {
    let mut at = Some(0);
    let mut found = None;
    let mut left = TEXTS;
    while let Some(node) = at {
        at = tree.following(node, 0, !is_unread(tree.name(node)));
        let Some(text) = tree.text(node) else { continue };
        let bytes = text.as_bytes();
        if text.len() > LENGTH || memchr2(b'/', b'-', bytes).is_none() || !bytes.iter().any(u8::is_ascii_digit) {
            continue;
        }
        left = left.saturating_sub(1);
        for parts in numeric(text) {
            let [first, second, _] = parts;
            let (first, second) = (first.parse::<u8>().unwrap_or(0), second.parse::<u8>().unwrap_or(0));
            let order = match (first, second) {
                (13..=31, 1..=12) => true,
                (1..=12, 13..=31) => false,
                (1..=12, 1..=12) if first != second && unclear.len() < UNCLEAR => {
                    unclear.push(parts);
                    continue;
                }
                _ => continue,
            };
            if found.is_some_and(|found| found != order) {
                return None;
            }
            found = Some(order);
        }
        if left == 0 {
            break;
        }
    }
    found
}

/// Whether dates in figures begin with the day where `language` (`en-GB`) is
/// written; `None` if that is not certain.
fn in_language(language: &str) -> Option<bool> {
    let lower = language.to_ascii_lowercase().replace('_', "-");
    match lower.split_once('-') {
        Some(("en", "us" | "ph")) => Some(false),
        // Many pages say no more than that they are in English.
        Some(("en", "ca")) | None if lower.starts_with("en") => None,
        _ => Some(true),
    }
}

/// The dates in figures in `text`, each as its three numbers: `3/4/2025`, `3-4-2025`.
fn numeric(text: &str) -> impl Iterator<Item = [&str; 3]> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '/' && c != '-');
    words.filter_map(|word| {
        let parts: [&str; 3] = word.split(['/', '-']).collect::<Vec<_>>().try_into().ok()?;
        let [first, second, year] = parts;
        let is_short = |part: &str| (1..=2).contains(&part.len());
        (year.len() == 4 && is_short(first) && is_short(second)).then_some(parts)
    })
}

/// The date in `text`, with day and month in the order that `day_first` says.
pub(super) fn date(text: &str, day_first: Option<bool>) -> Option<String> {
    date::normalise(text).or_else(|| {
        let [first, second, year] = numeric(text).next()?;
        let (day, month) = if day_first? { (first, second) } else { (second, first) };
        date::normalise(&format!("{year}-{month}-{day}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_decides_between_day_and_month() {
        assert_eq!(in_language("pt-BR"), Some(true));
        assert_eq!(in_language("en-GB"), Some(true));
        assert_eq!(in_language("en_US"), Some(false));
        assert_eq!(in_language("en"), None);
        assert_eq!(date("Ann Lee - 12/03/2026", Some(true)).as_deref(), Some("2026-03-12"));
        assert_eq!(date("01-04-2024", Some(false)).as_deref(), Some("2024-01-04"));
        assert_eq!(date("01-04-2024", None), None);
        assert_eq!(date("12/03", Some(true)), None);
    }

    #[test]
    fn the_country_and_other_dates_decide_for_pages_in_english() {
        let order = |html: &str| is_day_first(&Tree::parse(html));
        let page = |more: &str| format!("<html lang=en><body><p>3/4/2025</p>{more}");
        assert_eq!(order(&page("")), None);
        assert_eq!(order(&page("<link rel=canonical href='https://courier.example.co.uk/a'>")), Some(true));
        assert_eq!(order(&page("<p>3/24/2025</p>")), Some(false));
        assert_eq!(order(&page("<p>24-03-2025</p>")), Some(true));
        assert_eq!(order(&page("<p>24/3/2025</p><p>3/24/2025</p>")), None);
    }
}
