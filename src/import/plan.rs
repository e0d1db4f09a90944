//! Plans an import: what it does to the existing notes.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::find_words::WordFinder;
use super::{Batch, Incoming, Provenance, whole_second};
use crate::export::markdown::tag;
use pullquote_article::text::fold::fold;
use pullquote_notes::merge::merge_one;
use pullquote_notes::{Annotation, Motivation, Selectors};

/// The outcome for one annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeKind {
    /// The annotation is new.
    Added,
    /// It was merged into the existing annotation.
    Merged,
    /// A field was changed on both sides: both notes are kept.
    Conflict,
    /// The existing annotation is already the same.
    Unchanged,
    /// The annotation exists but was removed from the file: it stays.
    Missing,
    /// The annotation was deleted here, and nobody changed it in the file: it is
    /// not added again.
    Gone,
}

impl OutcomeKind {
    /// The name of the outcome in JSON and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            OutcomeKind::Added => "added",
            OutcomeKind::Merged => "merged",
            OutcomeKind::Conflict => "conflict",
            OutcomeKind::Unchanged => "unchanged",
            OutcomeKind::Missing => "missing",
            OutcomeKind::Gone => "gone",
        }
    }
}

/// The outcome for one annotation, with its id and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The annotation's id.
    pub id: String,
    /// The annotated words.
    pub words: String,
    /// The outcome.
    pub kind: OutcomeKind,
}

/// The result of an import, before it is saved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// All annotations for the notes file.
    pub annotations: Vec<Annotation>,
    /// The outcome for each annotation, in the order of the imported file.
    pub outcomes: Vec<Outcome>,
}

impl Plan {
    /// Whether there is anything to save.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.outcomes.iter().any(|o| matches!(o.kind, OutcomeKind::Added | OutcomeKind::Merged | OutcomeKind::Conflict))
    }
}

/// Combines `batch` with the existing annotations `here`. `finder` has the
/// article, where it is open; `now` is the time of changes made by the import.
#[must_use]
pub fn plan(here: &[Annotation], batch: &Batch, finder: Option<&WordFinder<'_>>, now: Timestamp) -> Plan {
    let now = whole_second(now);
    let mut plan = Plan { annotations: here.to_vec(), outcomes: Vec::new() };
    let mut seen = HashSet::new();
    let mut places: HashMap<String, usize> = HashMap::with_capacity(here.len());
    for (at, annotation) in here.iter().enumerate() {
        places.entry(annotation.id.clone()).or_insert(at);
    }
    for incoming in &batch.notes {
        seen.insert(incoming.annotation.id.as_str());
        let at = places.get(&incoming.annotation.id).copied();
        let (annotation, kind) = match at.and_then(|at| plan.annotations.get(at)) {
            Some(here) => merge_existing(here, incoming, finder, now),
            None => add_new(incoming, here.is_empty(), finder, now),
        };
        let words = incoming.annotation.exact().to_owned();
        plan.outcomes.push(Outcome { id: incoming.annotation.id.clone(), words, kind });
        match (at.and_then(|at| plan.annotations.get_mut(at)), annotation) {
            (Some(here), Some(annotation)) => *here = annotation,
            (None, Some(annotation)) => {
                places.insert(annotation.id.clone(), plan.annotations.len());
                plan.annotations.push(annotation);
            }
            (_, None) => {}
        }
    }
    let missing = here.iter().filter(|a| batch.complete && !seen.contains(a.id.as_str()));
    plan.outcomes.extend(missing.map(|a| Outcome {
        id: a.id.clone(),
        words: a.exact().to_owned(),
        kind: OutcomeKind::Missing,
    }));
    plan
}

/// The new annotation and its outcome, for an annotation that is not here;
/// `first` says whether there are no annotations at all.
fn add_new(
    incoming: &Incoming,
    first: bool,
    finder: Option<&WordFinder<'_>>,
    now: Timestamp,
) -> (Option<Annotation>, OutcomeKind) {
    let mut annotation = incoming.annotation.clone();
    match incoming.provenance {
        Provenance::Whole => {}
        Provenance::Edited { changed, .. } if !changed && !first => return (None, OutcomeKind::Gone),
        Provenance::Edited { .. } => {
            add_selector(&mut annotation, finder);
            // The new selector has more of the surroundings than the file.
            if annotation.selectors.len() > 1 {
                annotation.selectors.remove(0);
            }
        }
        Provenance::Elsewhere { dated } => {
            if !dated {
                (annotation.created, annotation.modified) = (now, now);
            }
            add_selector(&mut annotation, finder);
        }
    }
    (Some(annotation), OutcomeKind::Added)
}

fn add_selector(annotation: &mut Annotation, finder: Option<&WordFinder<'_>>) {
    if let Some(finder) = finder {
        finder.add_selector(annotation);
    }
}

/// The merged annotation and its outcome, for an annotation that is here; `None`
/// where nothing changes.
fn merge_existing(
    here: &Annotation,
    incoming: &Incoming,
    finder: Option<&WordFinder<'_>>,
    now: Timestamp,
) -> (Option<Annotation>, OutcomeKind) {
    let mut theirs = incoming.annotation.clone();
    let empty = empty_base(here, &theirs);
    let base = match incoming.provenance {
        Provenance::Whole => Some(&empty),
        Provenance::Elsewhere { dated } => {
            if !dated {
                (theirs.created, theirs.modified) = (here.created, here.modified);
            }
            add_selector(&mut theirs, finder);
            // The existing selectors have the same words and usually more around
            // them; only a place in another text is new.
            let words = fold(incoming.annotation.exact());
            if here.selectors.iter().any(|selector| fold(&selector.exact) == words) {
                let known = |text: &str| text.is_empty() || here.selectors.iter().any(|s| s.text_sha256 == text);
                theirs.selectors.retain(|selector| !known(&selector.text_sha256));
                theirs.selectors.splice(0..0, here.selectors.iter().cloned());
            }
            // Other programs do not have these fields.
            theirs.quote = theirs.quote.or_else(|| here.quote.clone());
            theirs.check = theirs.check.or(here.check);
            theirs.color = theirs.color.or_else(|| here.color.clone());
            Some(&empty)
        }
        Provenance::Edited { changed: false, .. } => return (None, OutcomeKind::Unchanged),
        Provenance::Edited { seen, .. } => {
            theirs = edited(here, &theirs, seen == Some(here.modified), now);
            // If nothing was changed here since the file was written, this is the base.
            (seen == Some(here.modified)).then_some(here)
        }
    };
    let (mut merged, conflict) = merge_one(base, &theirs, here);
    if (Annotation { modified: here.modified, motivation: here.motivation, ..merged.clone() }) == *here {
        return (None, OutcomeKind::Unchanged);
    }
    merged.motivation = match (merged.motivation, merged.note.trim().is_empty(), merged.tags.is_empty()) {
        (Motivation::Highlighting | Motivation::Tagging, false, _) => Motivation::Commenting,
        (Motivation::Highlighting, true, false) => Motivation::Tagging,
        (as_it_was, ..) => as_it_was,
    };
    (Some(merged), if conflict { OutcomeKind::Conflict } else { OutcomeKind::Merged })
}

/// An empty annotation as the base of a merge where the real base is unknown. A
/// field that only one side has is then not a conflict.
fn empty_base(here: &Annotation, theirs: &Annotation) -> Annotation {
    Annotation {
        id: here.id.clone(),
        selectors: Selectors::default(),
        motivation: theirs.motivation,
        note: String::new(),
        tags: Vec::new(),
        color: None,
        quote: None,
        check: None,
        created: here.created,
        modified: here.created,
    }
}

/// `here` with the note and the tags of the file that a person edited. It also
/// gets the check if `newest`: nothing was changed here since the file was
/// written.
fn edited(here: &Annotation, file: &Annotation, newest: bool, now: Timestamp) -> Annotation {
    let mut next = here.clone();
    if newest && file.check.is_some() {
        next.check = file.check;
    }
    if file.note != here.note.trim() {
        next.note.clone_from(&file.note);
    }
    // The file has the tags in a spelling that Markdown allows.
    let there: Vec<String> = file.tags.iter().map(|tagged| tag(tagged)).collect();
    let kept = here.tags.iter().filter(|tagged| tag(tagged).is_empty() || there.contains(&tag(tagged)));
    let known: Vec<String> = here.tags.iter().map(|tagged| tag(tagged)).collect();
    let new = file.tags.iter().filter(|tagged| !tag(tagged).is_empty() && !known.contains(&tag(tagged)));
    next.tags = kept.chain(new).cloned().collect();
    if next != *here {
        next.modified = now.max(here.modified);
        if next.note.trim().is_empty() != here.note.trim().is_empty() || next.tags.is_empty() != here.tags.is_empty() {
            next.motivation = file.motivation;
        }
    }
    next
}
