//! Runs of pieces: sentences, what stands between quotation marks, capitalised
//! words.

use super::piece::Piece;
use crate::language::Language;
use crate::names::word_form::Forms;

/// The most pieces between quotation marks that may be the title of a work.
const TITLE: usize = 7;

/// Pieces one after another: a sentence, or capitalised words with `of`, `the`
/// and hyphens inside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Run {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// The runs of pieces that are one sentence each, by their sentence number.
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

/// Whether a sentence is set in capitals, so that they say nothing.
pub(super) fn is_shouted(forms: &Forms<'_>, sentence: Run) -> bool {
    let words = (sentence.start..sentence.end).filter_map(|i| forms.at(i));
    let (mut shouted, mut quiet) = (0, 0);
    for form in words {
        shouted += usize::from(form.all_capitals);
        quiet += usize::from(!form.all_capitals && form.word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    }
    shouted > 2 && shouted > 3 * quiet
}

/// Whether most of a sentence's words begin with a capital, as in a headline,
/// so that a capital says little.
pub(super) fn is_titled(forms: &Forms<'_>, sentence: Run) -> bool {
    let words = (sentence.start..sentence.end).filter_map(|i| forms.at(i));
    let (mut capital, mut small) = (0, 0);
    for form in words.filter(|f| f.word.chars().filter(|c| c.is_alphabetic()).count() > 3) {
        capital += usize::from(form.capital);
        small += usize::from(!form.capital);
    }
    capital > 2 && capital > 2 * small
}

/// Marks the pieces between two quotation marks that stand no more than
/// [`TITLE`] pieces apart.
pub(super) fn quoted(forms: &Forms<'_>, sentences: &[Run], pieces: usize) -> Vec<bool> {
    let mut marked = vec![false; pieces];
    for sentence in sentences {
        let mut open = None;
        for i in sentence.start..sentence.end {
            let Some(word) = forms.at(i).map(|f| f.word) else { continue };
            match open {
                Some(from) if matches!(word, "”" | "’" | "\"" | "'" | "»") => {
                    if i - from <= TITLE {
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

/// The end of the run of capitalised pieces that begins at `start`.
pub(super) fn run_end(language: &Language, forms: &Forms<'_>, start: usize, limit: usize) -> Option<usize> {
    let capital = |i: usize| i < limit && forms.at(i).is_some_and(|f| f.capital);
    let joins = |i: usize| forms.at(i).is_some_and(|f| language.particles.joins.contains(&f.lower));
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
