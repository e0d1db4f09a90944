//! What a person corrected about an article: the program's own findings, put
//! right once and found right from then on.
//!
//! A correction is known by its [`Subject`]: at most one in a file is in
//! effect for each, the latest.

pub(super) mod table;

use std::collections::BTreeMap;

use jiff::Timestamp;

/// What a person put right, and when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    /// When it was made: of two on one subject the later holds.
    pub created: Timestamp,
    /// What was put right.
    pub matter: Matter,
}

/// What is put right. Kinds, names and words are text as the article or the
/// analysis has it; whoever applies a correction looks them up there, and
/// leaves alone what it doesn't find.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
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
    /// Two entities are one. Names may form a chain, and by hand a ring:
    /// whoever follows them stops at a name it has been at.
    SameEntity {
        /// The entity's name, as the analysis gives it.
        name: String,
        /// The name of the entity it is.
        same_as: String,
    },
    /// A quote is somebody else's.
    Speaker {
        /// The quote's words.
        quote: String,
        /// Its first code point in the article's text when this was made:
        /// tells which is meant where the words stand twice.
        start: usize,
        /// Whose words they are; `None` for nobody's.
        speaker: Option<String>,
    },
    /// A note whose words went does not belong where it was put or offered.
    /// The place is told by its words, so that this holds in a text that
    /// changes elsewhere.
    NotHere {
        /// The annotation's id.
        note: String,
        /// The words at the place.
        words: String,
        /// What stands before them, up to 64 code points.
        before: String,
        /// What stands behind them, likewise.
        after: String,
    },
    /// A note whose words went is kept without a place: nobody has to be
    /// asked about it any more.
    NoPlace {
        /// The annotation's id.
        note: String,
    },
}

/// What a [`Correction`] is about, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Whether the removed passage of these words is put back.
    PutBack {
        /// The passage's words.
        words: String,
    },
    /// Which kind the entity of this name is of.
    EntityKind {
        /// The entity's name.
        name: String,
    },
    /// Which other entity the one of this name is.
    SameEntity {
        /// The entity's name.
        name: String,
    },
    /// Who said these words.
    Speaker {
        /// The quote's words.
        quote: String,
        /// Its first code point.
        start: usize,
    },
    /// Whether a note belongs to these words.
    NotHere {
        /// The annotation's id.
        note: String,
        /// The words at the place.
        words: String,
        /// What stands before them.
        before: String,
        /// What stands behind them.
        after: String,
    },
    /// Whether a note is kept without a place.
    NoPlace {
        /// The annotation's id.
        note: String,
    },
}

impl Correction {
    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.matter.subject()
    }
}

impl Matter {
    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match self {
            Matter::PutBack { words, .. } => Subject::PutBack { words: words.clone() },
            Matter::EntityKind { name, .. } => Subject::EntityKind { name: name.clone() },
            Matter::SameEntity { name, .. } => Subject::SameEntity { name: name.clone() },
            Matter::Speaker { quote, start, .. } => Subject::Speaker { quote: quote.clone(), start: *start },
            Matter::NotHere { note, words, before, after } => Subject::NotHere {
                note: note.clone(),
                words: words.clone(),
                before: before.clone(),
                after: after.clone(),
            },
            Matter::NoPlace { note } => Subject::NoPlace { note: note.clone() },
        }
    }

    /// The same without control characters and outer white space in what a
    /// person typed, and nobody for a blank speaker; `None` if what has to be
    /// said is blank. What is looked up in the article stays as it is.
    #[must_use]
    pub(super) fn tidied(self) -> Option<Self> {
        let full = |text: &str| !text.trim().is_empty();
        let typed = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
        let tidy = match self {
            Matter::EntityKind { name, kind } => Matter::EntityKind { name, kind: typed(&kind) },
            Matter::SameEntity { name, same_as } => Matter::SameEntity { name, same_as: typed(&same_as) },
            Matter::Speaker { quote, start, speaker } => {
                Matter::Speaker { quote, start, speaker: speaker.map(|s| typed(&s)).filter(|s| !s.is_empty()) }
            }
            as_found @ (Matter::PutBack { .. } | Matter::NotHere { .. } | Matter::NoPlace { .. }) => as_found,
        };
        let said = match &tidy {
            Matter::PutBack { words, .. } => full(words),
            Matter::EntityKind { name, kind } => full(name) && full(kind),
            Matter::SameEntity { name, same_as } => full(name) && full(same_as),
            Matter::Speaker { quote, .. } => full(quote),
            Matter::NotHere { note, words, .. } => full(note) && full(words),
            Matter::NoPlace { note } => full(note),
        };
        said.then_some(tidy)
    }
}

/// For each subject the index of the correction in effect: the latest, and
/// of equally late ones the last.
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

/// Those of `corrections` that are in effect, one a subject, in the order of
/// their subjects.
#[must_use]
pub fn effective(corrections: &[Correction]) -> Vec<Correction> {
    in_effect(corrections).into_values().filter_map(|at| corrections.get(at).cloned()).collect()
}

/// For each of `quotes`, its words and its first code point in the article's
/// text, the correction of its speaker. A correction belongs to the nearest
/// quote of its words, so that it holds in a text that moved; of several that
/// belong to one quote the latest is given.
#[must_use]
pub fn speakers<'c>(corrections: &'c [Correction], quotes: &[(&str, usize)]) -> Vec<Option<&'c Correction>> {
    let mut found: Vec<Option<&Correction>> = vec![None; quotes.len()];
    for correction in corrections {
        let Matter::Speaker { quote, start, .. } = &correction.matter else { continue };
        let of_its_words = quotes.iter().zip(&mut found).filter(|((words, _), _)| words == quote);
        if let Some((_, place)) = of_its_words.min_by_key(|((_, at), _)| at.abs_diff(*start))
            && place.is_none_or(|other| other.created <= correction.created)
        {
            *place = Some(correction);
        }
    }
    found
}

/// Merges what two sides corrected; `base` is what both began with. Returns
/// one correction a subject, in the order of the subjects.
///
/// A change beats no change, and a change beats a withdrawal. Where both
/// sides changed one, the later holds.
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
        // Of equally late ones both sides have to take the same.
        mine.into_iter().chain(theirs).max_by(|a, b| (a.created, &a.matter).cmp(&(b.created, &b.matter)))
    });
    merged.cloned().collect()
}

#[cfg(test)]
mod tests;
