//! What the words of a sum of money say in figures.
//!
//! Signs and names of currencies and words for numbers are data; how English puts them together
//! (“two million euros”) is here.

use std::cmp::Reverse;

use super::number::{amount, figures, multiple};
use crate::language::Language;

/// What the words of a sum of money say in figures: the code of the currency and the amount, as
/// `EUR 2500000` or `$ 300`. `None` for words that are not certain.
pub(super) fn money(language: &Language, words: &str) -> Option<String> {
    let lower = words.to_lowercase().replace('\u{a0}', " ");
    let code = currency(language, &lower)?;
    let lower = in_figures(language, &lower, code);
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let rest = lower.get(start..)?;
    let (number, length) = figures(language, rest)?;
    // A second number makes it a range.
    let range = rest.get(length..)?.contains(|c: char| c.is_ascii_digit());
    (!range).then(|| format!("{code} {number}"))
}

/// The code of the first currency in a sum in lower case. Of two that begin at
/// the same place the longer one is meant: `us$` and not `us`.
fn currency(language: &Language, sum: &str) -> Option<&'static str> {
    let all = language.figures.currencies.iter();
    let found = all.filter_map(|currency| Some((whole_word(sum, currency.name)?, currency)));
    found.min_by_key(|(at, currency)| (*at, Reverse(currency.name.len()))).map(|(_, currency)| currency.code)
}

/// Where `name` first is a word of its own in `text`, in the singular or with
/// an `s`, in bytes. “CA$5” has a dollar sign, but not that of “A$5”.
fn whole_word(text: &str, name: &str) -> Option<usize> {
    let before = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(char::is_alphabetic));
    let after = |at: usize| {
        let rest = text.get(at + name.len()..).unwrap_or_default();
        rest.strip_prefix('s').unwrap_or(rest).starts_with(char::is_alphabetic)
    };
    let begins_in_word = |at: usize| name.starts_with(char::is_alphabetic) && before(at);
    let ends_in_word = |at: usize| name.ends_with(char::is_alphabetic) && after(at);
    text.match_indices(name).map(|(at, _)| at).find(|&at| !begins_in_word(at) && !ends_in_word(at))
}

/// A sum with its number in figures where it was in words, as in `two million
/// euros`. `code` is that of the currency in it.
fn in_figures(language: &Language, sum: &str, code: &str) -> String {
    let Some((first, rest)) = sum.split_once(' ').filter(|_| !sum.contains(|c: char| c.is_ascii_digit())) else {
        return sum.to_owned();
    };
    let next = rest.split([' ', '-']).next().unwrap_or_default();
    let mut names = language.figures.currencies.iter().filter(|currency| currency.code == code);
    // “A few dollars” is not a number.
    let counted = multiple(language, next).is_some() || names.any(|currency| rest.starts_with(currency.name));
    match amount(language, first).filter(|_| counted) {
        Some(number) => format!("{number} {rest}"),
        None => sum.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_money_in_figures() {
        let language = Language::english();
        let of = |words| money(language, words);
        assert_eq!(of("€2.5 million").as_deref(), Some("EUR 2500000"));
        assert_eq!(of("US$6.7bn").as_deref(), Some("USD 6700000000"));
        assert_eq!(of("$1,250.50").as_deref(), Some("$ 1250.50"));
        assert_eq!(of("300 million yuan").as_deref(), Some("CNY 300000000"));
        assert_eq!(of("£3-4 million"), None);
        assert_eq!(of("a few dollars"), None);
        assert_eq!(of("millions of dollars"), None);
        assert_eq!(of("two million euros").as_deref(), Some("EUR 2000000"));
        assert_eq!(of("a billion-dollar").as_deref(), Some("$ 1000000000"));
        assert_eq!(of("5,000 Swiss francs").as_deref(), Some("CHF 5000"));
        assert_eq!(of("five Canadian dollars").as_deref(), Some("CAD 5"));
        assert_eq!(of("$3 million in yuan").as_deref(), Some("$ 3000000"));
        assert_eq!(of("AUD 30 million").as_deref(), Some("AUD 30000000"));
        assert_eq!(of("30 random European grandees"), None);
    }

    #[test]
    fn letters_before_a_sign_say_which_country_it_is() {
        for (sign, code) in [
            ("$", "$"),
            ("A$", "AUD"),
            ("AU$", "AUD"),
            ("Aus$", "AUD"),
            ("AUD$", "AUD"),
            ("Bds$", "BBD"),
            ("BZ$", "BZD"),
            ("C$", "CAD"),
            ("CA$", "CAD"),
            ("CAD$", "CAD"),
            ("Can$", "CAD"),
            ("Cdn$", "CAD"),
            ("EC$", "XCD"),
            ("FJ$", "FJD"),
            ("G$", "GYD"),
            ("HK$", "HKD"),
            ("J$", "JMD"),
            ("MX$", "MXN"),
            ("N$", "NAD"),
            ("NT$", "TWD"),
            ("NZ$", "NZD"),
            ("R$", "BRL"),
            ("RD$", "DOP"),
            ("S$", "SGD"),
            ("SG$", "SGD"),
            ("TT$", "TTD"),
            ("US$", "USD"),
            ("USD$", "USD"),
            ("CN¥", "CNY"),
            ("JP¥", "JPY"),
            // Not in the table: a dollar that could be any country's.
            ("QX$", "$"),
        ] {
            let said = money(Language::english(), &format!("{sign}5 million"));
            assert_eq!(said, Some(format!("{code} 5000000")), "{sign}");
        }
    }
}
