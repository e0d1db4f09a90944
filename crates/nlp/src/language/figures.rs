//! Words for numbers, sums, measures and days of the week.

use super::table::{WordMap, rows};
use super::tables::Tables;
/// What a word for a number does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NumberWord {
    /// Counts as one: “a week ago”.
    Article,
    /// From zero to nineteen.
    Small(i64),
    /// From twenty to ninety; a small number may follow.
    Tens(i64),
    /// Multiplies the number before it: “million”.
    Multiple(f64),
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Whether it is a share of a hundred.
    pub(crate) percent: bool,
    /// Its sign: `km`.
    pub(crate) sign: &'static str,
}

/// A currency under one of its signs and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Currency {
    /// A sign or a word, in lower case.
    pub(crate) name: &'static str,
    /// The code of ISO 4217, or a dollar sign where a dollar could be any
    /// country's.
    pub(crate) code: &'static str,
}

/// Words for numbers, sums and measures.
#[derive(Debug)]
pub(crate) struct FigureWords {
    /// In the order of the table.
    pub(crate) currencies: Vec<Currency>,
    numbers: WordMap<NumberWord>,
    units: WordMap<Unit>,
}

impl FigureWords {
    pub(super) fn read(tables: Tables) -> Self {
        let table = |name| rows(tables.text(name));
        let number = |(word, columns): (&'static str, &str)| {
            let (kind, value) = columns.split_once('\t')?;
            let kind = match kind {
                "article" => NumberWord::Article,
                "small" => NumberWord::Small(value.parse().ok()?),
                "tens" => NumberWord::Tens(value.parse().ok()?),
                "multiple" => NumberWord::Multiple(value.parse().ok()?),
                _ => return None,
            };
            Some((word, kind))
        };
        let unit = |(name, columns): (&'static str, &'static str)| {
            let (kind, sign) = columns.split_once('\t')?;
            Some((name, Unit { percent: kind == "percent", sign }))
        };
        Self {
            currencies: table("currencies.tsv").map(|(name, code)| Currency { name, code }).collect(),
            numbers: WordMap::new(table("numbers.tsv").filter_map(number)),
            units: WordMap::new(table("units.tsv").filter_map(unit)),
        }
    }

    /// What a word for a number (lower case) does.
    pub(crate) fn number(&self, word: &str) -> Option<NumberWord> {
        self.numbers.get(word).copied()
    }

    /// A unit as it is written, in lower case.
    pub(crate) fn unit(&self, name: &str) -> Option<Unit> {
        self.units.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn numbers_and_units_are_read() {
        let words = &Language::english().figures;
        assert_eq!(words.number("twelve"), Some(NumberWord::Small(12)));
        assert_eq!(words.number("ninety"), Some(NumberWord::Tens(90)));
        assert_eq!(words.number("bn"), Some(NumberWord::Multiple(1e9)));
        assert_eq!(words.unit("square miles"), Some(Unit { percent: false, sign: "mi²" }));
        assert_eq!(words.unit("percentage point"), Some(Unit { percent: true, sign: "pp" }));
    }
}
