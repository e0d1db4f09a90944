//! Percentages and measured quantities, found by grammar.

use super::value::figures;
use crate::text::span::Span;
use crate::text::token::{Token, TokenKind};

/// What kind of figure a quantity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuantityKind {
    /// A share of a hundred.
    Percent,
    /// A number of units of length, area, weight, volume, energy or heat.
    Measure,
}

impl QuantityKind {
    /// The name used in JSON: `percent`, `measure`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuantityKind::Percent => "percent",
            QuantityKind::Measure => "measure",
        }
    }
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Number and unit, as they stand.
    pub span: Span,
    /// What kind of figure it is.
    pub kind: QuantityKind,
    /// The number and the unit's sign: `12.5 %`, `300000 km`.
    pub value: String,
}

/// Units as they are written, and their signs.
const UNITS: &[(&[&str], &str)] = &[
    (&["km", "kilometre", "kilometer", "kilometres", "kilometers", "kms"], "km"),
    (&["metre", "meter", "metres", "meters"], "m"),
    (&["cm", "centimetre", "centimeter", "centimetres", "centimeters"], "cm"),
    (&["mm", "millimetre", "millimeter", "millimetres", "millimeters"], "mm"),
    (&["mile", "miles"], "mi"),
    (&["feet", "foot", "ft"], "ft"),
    (&["inch", "inches"], "in"),
    (&["hectare", "hectares", "ha"], "ha"),
    (&["acre", "acres"], "acre"),
    (&["kg", "kilogram", "kilograms", "kilo", "kilos", "kgs"], "kg"),
    (&["gram", "grams"], "g"),
    (&["tonne", "tonnes"], "t"),
    (&["ton", "tons"], "ton"),
    (&["pound", "pounds", "lb", "lbs"], "lb"),
    (&["litre", "liter", "litres", "liters"], "l"),
    (&["barrel", "barrels"], "bbl"),
    (&["megawatt", "megawatts", "mw"], "MW"),
    (&["gigawatt", "gigawatts", "gw"], "GW"),
    (&["kilowatt", "kilowatts", "kw"], "kW"),
    (&["°c", "celsius"], "°C"),
    (&["°f", "fahrenheit"], "°F"),
    (&["kmh", "km/h", "kph"], "km/h"),
    (&["mph"], "mi/h"),
];

/// The percentages and measures of a text, in order and disjoint; `tokens` are
/// those of `text`. Pounds after a sign of money are not weighed: a number is
/// taken only where nothing but white space or a hyphen parts it from its unit.
#[must_use]
pub fn quantities(text: &str, tokens: &[Token]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        i += 1;
        let word = token.span.of(text);
        if token.kind == TokenKind::Mark || !word.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if let Some((quantity, used)) = quantity(text, tokens, i - 1) {
            i = used;
            found.push(quantity);
        }
    }
    found
}

/// The quantity whose number is token `at`, and the token after it.
fn quantity(text: &str, tokens: &[Token], at: usize) -> Option<(Quantity, usize)> {
    let start = tokens.get(at)?.span.start;
    let before = text.get(..start)?.chars().next_back();
    if before.is_some_and(|c| "$€£¥₹₩₦".contains(c) || c.is_alphanumeric()) {
        return None;
    }
    let rest = text.get(start..)?;
    let (number, length) = figures(rest)?;
    let gap = |rest: &str| rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-']).len();
    let unit_at = length + gap(rest.get(length..)?);
    let unit = rest.get(unit_at..)?;
    let (kind, sign, unit_length) = if unit.starts_with('%') {
        (QuantityKind::Percent, "%", 1)
    } else {
        let end = unit.find(|c: char| !(c.is_alphabetic() || matches!(c, '°' | '/'))).unwrap_or(unit.len());
        let word = unit.get(..end)?.to_lowercase();
        let cent = unit.get(end..end + 5).is_some_and(|after| after.eq_ignore_ascii_case(" cent"))
            && !unit.get(end + 5..)?.starts_with(char::is_alphabetic);
        match word.as_str() {
            "percent" | "pc" => (QuantityKind::Percent, "%", end),
            "per" if cent => (QuantityKind::Percent, "%", end + 5),
            _ => {
                let (_, sign) = UNITS.iter().find(|(words, _)| words.contains(&word.as_str()))?;
                (QuantityKind::Measure, *sign, end)
            }
        }
    };
    let span = Span::new(start, start + unit_at + unit_length);
    let next = tokens.partition_point(|token| token.span.start < span.end);
    Some((Quantity { span, kind, value: format!("{number} {sign}") }, next.max(at + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    fn of(text: &str) -> Vec<(String, String)> {
        let found = quantities(text, &tokenize(text));
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
    fn money_is_not_weighed() {
        assert!(of("It cost £40 pounds, $5 tons, and B52 miles.").is_empty());
        assert!(of("12.").is_empty() && of("").is_empty());
    }
}
