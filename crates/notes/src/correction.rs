//! Corrections of what the program found in an article. A person makes them
//! once; from then on the program applies them.
//!
//! Every correction has a [`Subject`], what it is about. For each subject only
//! the latest correction in a file is in effect.

pub(super) mod table;

use std::collections::BTreeMap;

use jiff::Timestamp;

/// One correction, with the time it was made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    /// The time it was made: of two about one subject the later is in effect.
    pub created: Timestamp,
    /// What is corrected, and to what.
    pub fix: Fix,
}

/// What is corrected, and to what. Kinds, names and words are text from the
/// article or its analysis. Code that applies a correction looks them up there,
/// and ignores the correction if it does not find them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fix {
    /// A passage that was removed from the page belongs to the article.
    PutBack {
        /// The passage's words.
        words: String,
        /// The cleaning rule that removed it, if one did.
        rule: Option<String>,
    },
    /// An entity is of another kind.
    EntityKind {
        /// The entity's name, as the analysis gives it.
        name: String,
        /// The kind it is of.
        kind: String,
    },
    /// Two entities are the same. Several of these may form a chain or, written
    /// by hand, a circle: code that follows them must stop at a name it has
    /// seen.
    SameEntity {
        /// The entity's name, as the analysis gives it.
        name: String,
        /// The name of the entity that it is the same as.
        same_as: String,
    },
    /// A quote has another speaker.
    Speaker {
        /// The quote's words.
        quote: String,
        /// Its first code point in the article's text when the correction was
        /// made, in case the words occur twice.
        start: usize,
        /// The name of the speaker; `None` if it has none.
        speaker: Option<String>,
    },
    /// An annotation does not belong at a place where it was put or offered. The
    /// place is given by its words, so that the correction is still right if the
    /// text changes elsewhere.
    NotHere {
        /// The annotation's id.
        note: String,
        /// The words at the place.
        words: String,
        /// The text before them, up to 64 code points.
        before: String,
        /// The text after them, up to 64 code points.
        after: String,
    },
    /// An annotation is kept although it has no place in the text any more, and
    /// the person is not asked about it again.
    NoPlace {
        /// The annotation's id.
        note: String,
    },
}

/// What a [`Correction`] is about, without the corrected value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Whether the removed passage of these words is put back.
    PutBack {
        /// The passage's words.
        words: String,
    },
    /// The kind of the entity with this name.
    EntityKind {
        /// The entity's name.
        name: String,
    },
    /// The other entity that the one with this name is the same as.
    SameEntity {
        /// The entity's name.
        name: String,
    },
    /// The speaker of these words.
    Speaker {
        /// The quote's words.
        quote: String,
        /// Its first code point in the article's text.
        start: usize,
    },
    /// Whether an annotation belongs to these words.
    NotHere {
        /// The annotation's id.
        note: String,
        /// The words at the place.
        words: String,
        /// The text before them.
        before: String,
        /// The text after them.
        after: String,
    },
    /// Whether an annotation is kept without a place.
    NoPlace {
        /// The annotation's id.
        note: String,
    },
}

impl Correction {
    /// What the correction is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.fix.subject()
    }
}

impl Fix {
    /// What the correction is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match self {
            Fix::PutBack { words, .. } => Subject::PutBack { words: words.clone() },
            Fix::EntityKind { name, .. } => Subject::EntityKind { name: name.clone() },
            Fix::SameEntity { name, .. } => Subject::SameEntity { name: name.clone() },
            Fix::Speaker { quote, start, .. } => Subject::Speaker { quote: quote.clone(), start: *start },
            Fix::NotHere { note, words, before, after } => Subject::NotHere {
                note: note.clone(),
                words: words.clone(),
                before: before.clone(),
                after: after.clone(),
            },
            Fix::NoPlace { note } => Subject::NoPlace { note: note.clone() },
        }
    }

    /// The same without control characters, and without white space at either
    /// end, in the text that a person typed; a blank speaker becomes `None`. Text
    /// that is looked up in the article is not changed. Returns `None` if a
    /// needed text is blank.
    #[must_use]
    pub(super) fn tidied(self) -> Option<Self> {
        let full = |text: &str| !text.trim().is_empty();
        let typed = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
        let tidy = match self {
            Fix::EntityKind { name, kind } => Fix::EntityKind { name, kind: typed(&kind) },
            Fix::SameEntity { name, same_as } => Fix::SameEntity { name, same_as: typed(&same_as) },
            Fix::Speaker { quote, start, speaker } => {
                Fix::Speaker { quote, start, speaker: speaker.map(|s| typed(&s)).filter(|s| !s.is_empty()) }
            }
            as_found @ (Fix::PutBack { .. } | Fix::NotHere { .. } | Fix::NoPlace { .. }) => as_found,
        };
        let said = match &tidy {
            Fix::PutBack { words, .. } => full(words),
            Fix::EntityKind { name, kind } => full(name) && full(kind),
            Fix::SameEntity { name, same_as } => full(name) && full(same_as),
            Fix::Speaker { quote, .. } => full(quote),
            Fix::NotHere { note, words, .. } => full(note) && full(words),
            Fix::NoPlace { note } => full(note),
        };
        said.then_some(tidy)
    }
}

/// For each subject the index of the correction in effect: the latest and, of
/// several made at the same time, the last.
fn in_effect(corrections: &[Correction]) -> BTreeMap<Subject, usize> {
    let mut found: BTreeMap<Subject, (Timestamp, usize)> = BTreeMap::new();
    for (at, correction) in corrections.iter().enumerate() {
        let best = found.entry(correction.subject()).or_insert((correction.created, at));
        if best.0 <= correction.created {
            *best = (correction.created, at);
        }
    }
    found.into_iter().map(|(subject, (_, at))| (subject, at)).collect()
}

/// The corrections that are in effect, one for each subject, in the order of
/// the subjects.
#[must_use]
pub fn effective(corrections: &[Correction]) -> Vec<Correction> {
    in_effect(corrections).into_values().filter_map(|at| corrections.get(at).cloned()).collect()
}

/// For each of `quotes` the correction of its speaker, if there is one. A quote
/// is given by its words and its first code point in the article's text. A
/// correction belongs to the nearest quote with the same words, so that it is
/// still right if the text has moved; of several for one quote the latest
/// counts.
#[must_use]
pub fn speakers<'c>(corrections: &'c [Correction], quotes: &[(&str, usize)]) -> Vec<Option<&'c Correction>> {
    let mut found: Vec<Option<&Correction>> = vec![None; quotes.len()];
    for correction in corrections {
        let Fix::Speaker { quote, start, .. } = &correction.fix else { continue };
        let of_its_words = quotes.iter().zip(&mut found).filter(|((words, _), _)| words == quote);
        if let Some((_, place)) = of_its_words.min_by_key(|((_, at), _)| at.abs_diff(*start))
            && place.is_none_or(|other| other.created <= correction.created)
        {
            *place = Some(correction);
        }
    }
    found
}

/// Merges the corrections of two writers (three-way merge); `base` is what both
/// began with. Returns one correction for each subject, in the order of the
/// subjects.
///
/// A change wins over no change and over a removal. If both sides changed a
/// correction, the later one wins.
#[must_use]
pub fn merge(base: &[Correction], mine: &[Correction], theirs: &[Correction]) -> Vec<Correction> {
    #[derive(Default)]
    struct Sides<'c> {
        base: Option<&'c Correction>,
        mine: Option<&'c Correction>,
        theirs: Option<&'c Correction>,
    }
    let mut subjects: BTreeMap<Subject, Sides<'_>> = BTreeMap::new();
    for correction in base {
        subjects.entry(correction.subject()).or_default().base = Some(correction);
    }
    for correction in mine {
        subjects.entry(correction.subject()).or_default().mine = Some(correction);
    }
    for correction in theirs {
        subjects.entry(correction.subject()).or_default().theirs = Some(correction);
    }
    let merged = subjects.into_values().filter_map(|Sides { base, mine, theirs }| {
        if mine == theirs || base == theirs {
            return mine;
        }
        if base == mine {
            return theirs;
        }
        // Both writers must choose the same of two made at the same time.
        mine.into_iter().chain(theirs).max_by(|a, b| (a.created, &a.fix).cmp(&(b.created, &b.fix)))
    });
    merged.cloned().collect()
}

#[cfg(test)]
mod tests;
