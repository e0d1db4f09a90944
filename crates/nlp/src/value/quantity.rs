//! Percentages, measures, and days that are given by their distance from the day
//! of publication.
//!
//! These rules are English grammar; see [`crate::language`].

use super::Calendar;
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::value::number::{amount, figures, multiple};
use pullquote_article::Span;
use pullquote_article::text::token::{Token, TokenKind};

/// The kind of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuantityKind {
    /// A percentage.
    Percent,
    /// A number with a unit of length, area, weight, volume, energy or
    /// temperature.
    Measure,
    /// A day, week, month or year given by its distance from the day of
    /// publication: “next month”.
    Date,
}

impl QuantityKind {
    /// The name used in JSON: `percent`, `measure`, `date`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuantityKind::Percent => "percent",
            QuantityKind::Measure => "measure",
            QuantityKind::Date => "date",
        }
    }
}

/// A number and its unit, or a date.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its words in the text, in bytes.
    pub span: Span,
    /// Its kind.
    pub kind: QuantityKind,
    /// The number and the unit's sign: `12.5 %`, `300000 km`; a date as ISO 8601.
    pub value: String,
}

/// The percentages and measures of a text, and the days, weeks, months and years
/// that it gives by their distance from the day of publication: in order and
/// disjoint. `tokens` are those of `text`. There must be nothing but white space
/// or a hyphen between a number and its unit, so that pounds after a sign of
/// money are no weight.
pub(crate) fn in_text(text: &str, tokens: &[Token], calendar: &Calendar<'_>) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let next = relative(text, tokens, at, calendar).or_else(|| quantity(calendar.language(), text, tokens, at));
        let end = next.as_ref().map_or(0, |quantity| quantity.span.end);
        found.extend(next);
        at = tokens.partition_point(|token| token.span.start < end).max(at + 1);
    }
    found
}

/// A date like “next month” or “three days ago” that begins at token `at`.
fn relative(text: &str, tokens: &[Token], at: usize, calendar: &Calendar<'_>) -> Option<Quantity> {
    let lower = |i: usize| tokens.get(i).map(|token| token.span.of(text).to_lowercase());
    let first = lower(at)?;
    let unit = |i: usize, units: &[&str]| lower(i).is_some_and(|word| units.contains(&word.trim_end_matches('s')));
    let before = at.checked_sub(1).and_then(lower);
    let count = match first.as_str() {
        // “The day before yesterday” is not yesterday.
        "yesterday" | "tomorrow" if before.as_ref().is_some_and(|word| matches!(word.as_str(), "before" | "after")) => {
            return None;
        }
        "today" | "tonight" | "yesterday" | "tomorrow" => 1,
        "last" | "next" | "this" if unit(at + 1, &["week", "month", "year"]) => 2,
        _ if unit(at + 1, &["day", "week", "month", "year"]) && lower(at + 2)? == "ago" => 3,
        _ => return None,
    };
    let (begin, end) = (tokens.get(at)?.span, tokens.get(at + count - 1)?.span);
    let span = begin.union(end);
    let words = span.of(text);
    // “Orsten Today” is a newspaper.
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let named = words.starts_with(char::is_uppercase) && before.is_some_and(|token| token.kind != TokenKind::Mark);
    if named || words.contains('\n') {
        return None;
    }
    let value = calendar.read(EntityKind::Date, words, None)?;
    Some(Quantity { span, kind: QuantityKind::Date, value })
}

/// The quantity with its number at token `at`.
fn quantity(language: &Language, text: &str, tokens: &[Token], at: usize) -> Option<Quantity> {
    let token = tokens.get(at).filter(|token| token.kind != TokenKind::Mark)?;
    let start = token.span.start;
    let before = text.get(..start)?.chars().next_back();
    if before.is_some_and(|c| "$€£¥₹₩₦-–".contains(c) || c.is_alphanumeric()) {
        return None;
    }
    let rest = text.get(start..)?;
    let (number, length) =
        if rest.starts_with(|c: char| c.is_ascii_digit()) { figures(language, rest)? } else { spelt(language, rest)? };
    let gap = |rest: &str| rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-']).len();
    let unit_at = length + gap(rest.get(length..)?);
    let (kind, sign, unit_length) = unit(language, rest.get(unit_at..)?)?;
    let span = Span::new(start, start + unit_at + unit_length);
    Some(Quantity { span, kind, value: format!("{number} {sign}") })
}

/// The number in words at the beginning of `text`, in figures, and its length in
/// bytes: `three`, `twenty-five`, `two million`.
fn spelt(language: &Language, text: &str) -> Option<(String, usize)> {
    let whole = text.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(text.len());
    let words = text.get(..whole)?;
    // “Ten-mile” is a number and its unit.
    let ends = [Some(whole), words.rfind('-'), words.find('-')].into_iter().flatten();
    let spelt = |end: usize| {
        let word = words.get(..end)?.to_lowercase();
        Some((amount(language, &word).filter(|_| word.len() > 2)?, end))
    };
    let (number, end) = ends.into_iter().find_map(spelt)?;
    let next = text.get(end..)?.strip_prefix(' ').unwrap_or_default().split(|c: char| !c.is_alphabetic()).next()?;
    match multiple(language, &next.to_lowercase()).filter(|multiple| multiple.length > 2) {
        Some(_) => {
            let (sum, length) = figures(language, &format!("{number} {next}"))?;
            Some((sum, end + length - number.to_string().len()))
        }
        None => Some((number.to_string(), end)),
    }
}

/// The unit at the beginning of `text`: its kind, its sign and its length in
/// bytes.
fn unit(language: &Language, text: &str) -> Option<(QuantityKind, &'static str, usize)> {
    if text.starts_with('%') {
        return Some((QuantityKind::Percent, "%", 1));
    }
    let ends = |from: usize| {
        let rest = text.get(from..)?;
        let length = rest.find(|c: char| !(c.is_alphabetic() || matches!(c, '°' | '/'))).unwrap_or(rest.len());
        (length > 0).then_some(from + length)
    };
    let one = ends(0)?;
    let two = text.get(one..)?.starts_with(' ').then(|| ends(one + 1)).flatten();
    [two, Some(one)].into_iter().flatten().find_map(|end| {
        let words = text.get(..end)?.to_lowercase();
        let unit = language.figures.unit(&words)?;
        let kind = if unit.percent { QuantityKind::Percent } else { QuantityKind::Measure };
        Some((kind, unit.sign, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;

    fn of(text: &str) -> Vec<(String, String)> {
        let found = in_text(text, &tokenize(text), &Calendar::new(Language::english(), &[], Some("2025-11-26")));
        found.into_iter().map(|q| (q.span.of(text).to_owned(), q.value)).collect()
    }

    #[test]
    fn percentages_by_sign_and_by_word() {
        let found = of("It rose 12.5% after 3 per cent and 1,200 percent; 7 per centimetre is none.");
        let expected = [("12.5%", "12.5 %"), ("3 per cent", "3 %"), ("1,200 percent", "1200 %")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn measures_with_their_units() {
        let found = of("A 300-km road, 2.5 million barrels, 40 hectares and 5 men in 10 rooms.");
        let expected = [("300-km", "300 km"), ("2.5 million barrels", "2500000 bbl"), ("40 hectares", "40 ha")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn numbers_in_words_and_units_of_two_words() {
        let found = of(
            "Ten percent of two million barrels; a twenty-five-mile road over 300 sq km, up three percentage points.",
        );
        let expected = [
            ("Ten percent", "10 %"),
            ("two million barrels", "2000000 bbl"),
            ("twenty-five-mile", "25 mi"),
            ("300 sq km", "300 km²"),
            ("three percentage points", "3 pp"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn days_by_their_distance_from_publication() {
        let found = of(
            "Next month she retires. It rained three days ago and last week; Orsten Today says so yesterday, not the day before yesterday.",
        );
        let expected = [
            ("Next month", "2025-12"),
            ("three days ago", "2025-11-23"),
            ("last week", "2025-W47"),
            ("yesterday", "2025-11-25"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert!(
            in_text("next month", &tokenize("next month"), &Calendar::new(Language::english(), &[], None)).is_empty()
        );
    }

    #[test]
    fn money_is_not_weighed() {
        assert!(of("It cost £40 pounds, $5 tons, and B52 miles.").is_empty());
        assert!(of("12.").is_empty() && of("").is_empty());
    }
}
