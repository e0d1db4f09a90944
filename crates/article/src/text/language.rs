//! The words of one language that splitting text and reading dates need.
//!
//! The words are data: one file per list in `assets/language/<tag>/` of this
//! crate. Each begins with comment lines that say what the list holds, what
//! its columns are and who uses it.

use std::sync::LazyLock;

/// The word lists of one language, read once.
///
/// ```
/// use pullquote_article::text::Language;
///
/// let english = Language::english();
/// assert!(english.is_abbreviation("Mr"));
/// assert_eq!(english.month("sept"), Some(9));
/// assert_eq!(english.weekdays().first(), Some(&"monday"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Lower case, sorted.
    abbreviations: Vec<&'static str>,
    /// As written at the beginning of a sentence, sorted.
    sentence_openers: Vec<&'static str>,
    months: Names,
    weekdays: Names,
    /// By abbreviation, in lower case.
    time_zones: Vec<(&'static str, TimeZone)>,
}

/// The names of months or of days of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Names {
    /// In calendar order, lower case.
    full: Vec<&'static str>,
    /// For each name its abbreviations, in lower case.
    short: Vec<Vec<&'static str>>,
}

/// What an abbreviated time zone says about the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeZone {
    /// Always this many hours east of Greenwich: `EST` is -5.
    Fixed(i8),
    /// This many hours east of Greenwich in winter, and one more while the
    /// daylight saving time of the United States is in force: `ET` is -5.
    UnitedStates(i8),
}

impl Language {
    /// English.
    #[must_use]
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
            abbreviations: first_column(ABBREVIATIONS),
            sentence_openers: first_column(SENTENCE_OPENERS),
            months: Names::read(MONTHS),
            weekdays: Names::read(WEEKDAYS),
            time_zones: rows(TIME_ZONES).filter_map(|[name, hours, clock]| Some((name, zone(hours, clock)?))).collect(),
        });
        &ENGLISH
    }

    /// Whether `word`, without its full stop, is an abbreviation that can
    /// occur inside a sentence: a known one, a single letter, or single
    /// letters with full stops between them (`U.S`). Case makes no difference.
    #[must_use]
    pub fn is_abbreviation(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic());
        let dotted = word.contains('.')
            && word.split('.').all(|piece| piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic));
        single || dotted || self.abbreviations.binary_search(&word.to_lowercase().as_str()).is_ok()
    }

    /// Whether `word`, written with a capital letter, often begins a sentence.
    #[must_use]
    pub fn opens_sentence(&self, word: &str) -> bool {
        self.sentence_openers.binary_search(&word).is_ok()
    }

    /// The names of the twelve months from January, in lower case.
    #[must_use]
    pub fn months(&self) -> &[&'static str] {
        &self.months.full
    }

    /// The names of the seven days of the week from Monday, in lower case.
    #[must_use]
    pub fn weekdays(&self) -> &[&'static str] {
        &self.weekdays.full
    }

    /// The number of the month (1 is January) with this name or abbreviation,
    /// in lower case and without full stop.
    #[must_use]
    pub fn month(&self, word: &str) -> Option<i8> {
        self.months.number(word)
    }

    /// The number of the day of the week (1 is Monday, as in ISO 8601) with
    /// this name or abbreviation, in lower case and without full stop.
    #[must_use]
    pub fn weekday(&self, word: &str) -> Option<i8> {
        self.weekdays.number(word)
    }

    /// The time zone with this abbreviation, in lower case.
    #[must_use]
    pub fn time_zone(&self, abbreviation: &str) -> Option<TimeZone> {
        let at = self.time_zones.binary_search_by_key(&abbreviation, |(name, _)| name).ok()?;
        self.time_zones.get(at).map(|(_, zone)| *zone)
    }
}

impl Names {
    fn read(list: &'static str) -> Self {
        let short = |column: &'static str| column.split(',').filter(|name| !name.is_empty()).collect();
        let (full, short) = rows(list).map(|[_, name, abbreviations]| (name, short(abbreviations))).unzip();
        Self { full, short }
    }

    /// The number, from 1, of the name that `word` is or abbreviates.
    fn number(&self, word: &str) -> Option<i8> {
        let mut names = self.full.iter().zip(&self.short);
        let at = names.position(|(name, short)| *name == word || short.contains(&word))?;
        i8::try_from(at + 1).ok()
    }
}

fn zone(hours: &str, clock: &str) -> Option<TimeZone> {
    let hours = hours.parse().ok()?;
    match clock {
        "fixed" => Some(TimeZone::Fixed(hours)),
        "us" => Some(TimeZone::UnitedStates(hours)),
        _ => None,
    }
}

/// The first `N` columns of each row of a list; a column that a row does not
/// have is empty. Columns are separated by tabs; lines with `#` are comments.
pub(super) fn rows<const N: usize>(list: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or(""))
    })
}

fn first_column(list: &'static str) -> Vec<&'static str> {
    rows(list).map(|[word]| word).collect()
}

const ABBREVIATIONS: &str = include_str!("../../assets/language/en/abbreviations.tsv");
const SENTENCE_OPENERS: &str = include_str!("../../assets/language/en/sentence_openers.tsv");
const MONTHS: &str = include_str!("../../assets/language/en/months.tsv");
const WEEKDAYS: &str = include_str!("../../assets/language/en/weekdays.tsv");
const TIME_ZONES: &str = include_str!("../../assets/language/en/time_zones.tsv");

#[cfg(test)]
mod tests;
