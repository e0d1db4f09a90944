//! Problems in a settings file, with their places.

use std::path::{Path, PathBuf};

/// A place in a file as editors count it: line and column begin at 1; the
/// column counts code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// The place of byte `at` of `text`. An offset inside a character gives the
    /// place of that character; one after the end gives the end.
    #[must_use]
    pub fn of(text: &str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A problem in a settings file. It is displayed as one line, such as
/// `config.toml:3:1: there is no setting “measur”; did you mean “measure”?`.
/// Editors can jump to the place in this form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{place}: {message}", file.display())]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// The place in the file.
    pub place: Place,
    /// What is wrong and what would be right; without a full stop.
    pub message: String,
}

impl Problem {
    /// A problem at `place` of `file`.
    pub fn new(file: &Path, place: Place, message: impl Into<String>) -> Self {
        Self { file: file.to_path_buf(), place, message: message.into() }
    }
}

/// The nearest of `names` to `word`, if one is near enough: at most a third of
/// the letters may differ. The measure is the optimal string alignment distance,
/// in which two swapped neighbours count as one difference.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(&word, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// `; did you mean “name”?` where [`nearest`] finds one, else nothing.
#[must_use]
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map(|name| format!("; did you mean “{name}”?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = "a = 1\né = \"日本\" x";
        let x = text.find('x').unwrap();
        assert_eq!(Place::of(text, x), Place { line: 2, column: 10 });
        assert_eq!(Place::of(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::of(text, 7), Place::of(text, 6), "a byte inside “é” has the place of “é”");
        assert_eq!(Place::of(text, 9_999), Place { line: 2, column: 11 });
    }

    #[test]
    fn the_nearest_name_is_offered_only_if_it_is_near_enough() {
        let names = ["measure", "mouse", "theme"];
        assert_eq!(nearest("measur", names), Some("measure"));
        assert_eq!(nearest("Mosue", names), Some("mouse"));
        assert_eq!(nearest("colour", names), None);
    }
}
