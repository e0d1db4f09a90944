//! Numbers in figures and in words, and words such as “million” after them.

use crate::language::Language;
use crate::language::figures::NumberWord;

/// A number in figures, or a small one in words: `three`, `twenty-five`. `word`
/// is in lower case.
pub(super) fn amount(language: &Language, word: &str) -> Option<i64> {
    let both = || {
        let (high, low) = word.split_once('-')?;
        match (language.figures.number(high)?, language.figures.number(low)?) {
            (NumberWord::Tens(high), NumberWord::Small(low @ 1..10)) => Some(high + low),
            _ => None,
        }
    };
    match language.figures.number(word) {
        Some(NumberWord::Small(number) | NumberWord::Tens(number)) => Some(number),
        Some(NumberWord::Article) => Some(1),
        _ => both().or_else(|| word.parse().ok().filter(|n| (0..=10_000).contains(n))),
    }
}

/// A word for what the number before it is multiplied by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Multiple {
    /// The length of the word in the singular, in bytes.
    pub(super) length: usize,
    /// The factor.
    pub(super) by: f64,
}

/// The factor that `word` (lower case, singular or plural) stands for, if it is
/// `million` or the like.
pub(super) fn multiple(language: &Language, word: &str) -> Option<Multiple> {
    [Some(word), word.strip_suffix('s')].into_iter().flatten().find_map(|word| match language.figures.number(word) {
        Some(NumberWord::Multiple(by)) => Some(Multiple { length: word.len(), by }),
        _ => None,
    })
}

/// The number at the beginning of `text`, multiplied by `million` and the like,
/// without separators; and its length in bytes.
pub(super) fn figures(language: &Language, text: &str) -> Option<(String, usize)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let figures = text.get(..end)?.trim_end_matches(['.', ',']);
    let rest = text.get(figures.len()..)?;
    let word_at = rest.len() - rest.trim_start_matches(['-', ' ', '\u{a0}']).len();
    let word = rest.get(word_at..)?.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let lower = word.to_lowercase();
    // “$5m” is in millions; “5 m” is not.
    let multiple = multiple(language, &lower).filter(|multiple| multiple.length > 1 || word_at == 0);
    let number: f64 = figures.replace(',', "").parse().ok()?;
    let sum = number * multiple.map_or(1.0, |multiple| multiple.by);
    let hundredths = (sum * 100.0).round();
    let shown = match hundredths % 100.0 {
        0.0 => format!("{:.0}", hundredths / 100.0),
        part if part % 10.0 == 0.0 && multiple.is_none() && figures.ends_with(|c: char| c != '0') => {
            format!("{sum:.1}")
        }
        _ => format!("{sum:.2}"),
    };
    let length = figures.len() + if multiple.is_some() { word_at + word.len() } else { 0 };
    Some((shown, length))
}
