//! The part of a text that shows best why it was found.

use crate::query::expression::Phrase;
use crate::query::sql::folded;

/// A part of a text with the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The part, on one line, with `…` where it is cut.
    pub(super) snippet: String,
    /// The words that were looked for, as ranges of `snippet` in bytes.
    pub(super) marks: Vec<(usize, usize)>,
    /// From the first of these words to the last, in code points of the text; the whole part if it
    /// has none.
    pub(super) place: Option<(usize, usize)>,
}

/// A word of a text.
struct Word {
    /// Its first byte, and the one after its last.
    bytes: (usize, usize),
    folded: String,
}

/// The part of `text`, about `length` code points long, that has most of the phrases; the beginning
/// if it has none.
pub(super) fn window(text: &str, phrases: &[Phrase], length: usize) -> Marked {
    let words = words(text);
    let found = found(&words, phrases);
    // From each place, the places that fit into one part; the one with most different phrases wins.
    let mut best: (usize, &[Found]) = (0, &[]);
    for at in 0..found.len() {
        let Some(first) = found.get(at) else { break };
        let fitting = found.get(at..).unwrap_or_default();
        let fit = fitting.iter().take_while(|one| one.bytes.1.saturating_sub(first.bytes.0) <= length * 3 / 4).count();
        let fitting = fitting.get(..fit.max(1)).unwrap_or_default();
        let mut kinds: Vec<usize> = fitting.iter().map(|one| one.phrase).collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.len() > best.0 {
            best = (kinds.len(), fitting);
        }
    }
    part(text, &words, best.1, length)
}

/// A phrase that was found.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Its index.
    phrase: usize,
    /// Its first byte in the text, and the one after its last.
    bytes: (usize, usize),
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric() || is_mark(c)) {
            (None, true) => start = Some(at),
            (Some(first), false) => {
                words.push(Word { bytes: (first, at), folded: folded(text.get(first..at).unwrap_or_default()) });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether a character only changes the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The places of the phrases, in the order of the text.
fn found(text: &[Word], phrases: &[Phrase]) -> Vec<Found> {
    let mut found = Vec::new();
    for (phrase, wanted) in phrases.iter().enumerate() {
        let wanted_words = words(&wanted.words);
        let Some(last) = wanted_words.len().checked_sub(1) else { continue };
        for run in text.windows(wanted_words.len()) {
            let is_found = run.iter().zip(&wanted_words).enumerate().all(|(at, (word, wanted_word))| {
                word.folded == wanted_word.folded
                    || (wanted.open && at == last && word.folded.starts_with(&wanted_word.folded))
            });
            if let (true, Some(first), Some(end)) = (is_found, run.first(), run.last()) {
                found.push(Found { phrase, bytes: (first.bytes.0, end.bytes.1) });
            }
        }
    }
    found.sort_by_key(|one| one.bytes);
    found
}

/// The part of the text around these places.
fn part(text: &str, words: &[Word], places: &[Found], length: usize) -> Marked {
    let core = match (places.first(), places.last()) {
        (Some(first), Some(last)) => (first.bytes.0, last.bytes.1.max(first.bytes.1)),
        _ => (0, 0),
    };
    let spare = length.saturating_sub(core.1 - core.0);
    let before = if places.is_empty() { 0 } else { spare / 3 };
    let from = core.0.saturating_sub(before);
    let start = if from == 0 {
        0
    } else {
        words.iter().map(|word| word.bytes.0).find(|&at| at >= from).unwrap_or(core.0).min(core.0)
    };
    let until = start + length.max(core.1 - start);
    let end = if until >= text.len() {
        text.len()
    } else {
        words.iter().map(|word| word.bytes.1).take_while(|&at| at <= until).last().unwrap_or(core.1).max(core.1)
    };
    let mut snippet = String::new();
    if start > 0 {
        snippet.push('…');
    }
    let mut marks = Vec::new();
    let mut open: Option<usize> = None;
    let mut space = false;
    for (at, c) in text.get(start..end).unwrap_or_default().char_indices() {
        let at = at + start;
        if open.is_some() && !places.iter().any(|one| one.bytes.0 <= at && at < one.bytes.1) {
            marks.extend(open.take().map(|from| (from, snippet.len())));
        }
        if c.is_whitespace() || c.is_control() {
            space = !snippet.is_empty() && !snippet.ends_with('…');
            continue;
        }
        if std::mem::take(&mut space) {
            snippet.push(' ');
        }
        if places.iter().any(|one| one.bytes.0 == at) {
            marks.extend(open.replace(snippet.len()).map(|from| (from, snippet.len())));
        }
        snippet.push(c);
    }
    marks.extend(open.map(|from| (from, snippet.len())));
    if end < text.trim_end().len() {
        snippet.push('…');
    }
    let points = |at: usize| text.get(..at).unwrap_or_default().chars().count();
    let (first, last) = if places.is_empty() { (start, end) } else { core };
    let place = (!text.is_empty()).then(|| (points(first), points(last)));
    Marked { snippet, marks, place }
}
