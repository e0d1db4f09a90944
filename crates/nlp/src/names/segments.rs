//! Runs of pieces: sentences, words between quotation marks, capitalized words.

use super::piece::Piece;
use crate::names::word_form::WordForms;

/// The largest number of pieces between quotation marks that may be the title
/// of a work.
const LONGEST_TITLE: usize = 7;

/// A range of pieces: a sentence, or capitalized words with `of`, `the` and
/// hyphens between them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// The index of the first piece.
    pub(super) start: usize,
    /// The index after the last piece.
    pub(super) end: usize,
}

impl Run {
    /// The number of pieces.
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// The pieces of each sentence, by the number of the sentence.
pub(super) fn sentences(pieces: &[Piece]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let number = piece.sentence as usize;
        while found.len() <= number {
            found.push(Run { start: i, end: i });
        }
        if let Some(last) = found.last_mut() {
            last.end = i + 1;
        }
    }
    found
}

/// True if a sentence is in capitals, so that a capital says nothing about names.
pub(super) fn is_all_capitals(forms: &WordForms<'_>, sentence: Run) -> bool {
    let words = (sentence.start..sentence.end).filter_map(|i| forms.at(i));
    let (mut capitals, mut others) = (0, 0);
    for form in words {
        capitals += usize::from(form.all_capitals);
        others += usize::from(!form.all_capitals && form.word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    }
    capitals > 2 && capitals > 3 * others
}

/// True if most words of a sentence begin with a capital, as in a headline, so
/// that a capital says little about names.
pub(super) fn is_title_case(forms: &WordForms<'_>, sentence: Run) -> bool {
    let words = (sentence.start..sentence.end).filter_map(|i| forms.at(i));
    let (mut capital, mut small) = (0, 0);
    for form in words.filter(|f| f.word.chars().filter(|c| c.is_alphabetic()).count() > 3) {
        capital += usize::from(form.capital);
        small += usize::from(!form.capital);
    }
    capital > 2 && capital > 2 * small
}

/// For each piece, whether it is between two quotation marks with at most
/// [`LONGEST_TITLE`] pieces between them.
pub(super) fn quoted(forms: &WordForms<'_>, sentences: &[Run], pieces: usize) -> Vec<bool> {
    let mut marked = vec![false; pieces];
    for sentence in sentences {
        let mut open = None;
        for i in sentence.start..sentence.end {
            let Some(word) = forms.at(i).map(|f| f.word) else { continue };
            match open {
                Some(from) if matches!(word, "”" | "’" | "\"" | "'" | "»") => {
                    if i - from <= LONGEST_TITLE {
                        marked.get_mut(from..i).into_iter().flatten().for_each(|inside| *inside = true);
                    }
                    open = None;
                }
                _ if matches!(word, "“" | "‘" | "\"" | "'" | "«") => open = Some(i + 1),
                _ => {}
            }
        }
    }
    marked
}

/// The end of the run of capitalized pieces that begins at `start`; `None` if
/// the piece there has no capital. `limit` is the end of the sentence.
pub(super) fn run_end(forms: &WordForms<'_>, start: usize, limit: usize) -> Option<usize> {
    let capital = |i: usize| i < limit && forms.at(i).is_some_and(|f| f.capital);
    let joins = |i: usize| {
        forms.at(i).is_some_and(|f| {
            matches!(
                f.lower.as_str(),
                "of" | "the"
                    | "-"
                    | "&"
                    | "de"
                    | "al"
                    | "bin"
                    | "von"
                    | "van"
                    | "for"
                    | "da"
                    | "do"
                    | "dos"
                    | "del"
                    | "della"
                    | "di"
                    | "la"
                    | "le"
                    | "du"
                    | "e"
                    | "el"
                    | "ibn"
                    | "den"
                    | "der"
                    | "ter"
            )
        })
    };
    if !capital(start) {
        return None;
    }
    let mut end = start + 1;
    loop {
        if capital(end) {
            end += 1;
        } else if joins(end) && capital(end + 1) {
            end += 2;
        } else if joins(end) && joins(end + 1) && capital(end + 2) {
            end += 3;
        } else {
            return Some(end);
        }
    }
}
