//! The history of a notebook as text, to undo after a restart.
//!
//! It is TOML: a list of tables `done` and one of `undone`, the oldest first. Each is a step with its
//! `name`, and `before` and `after`, two notes files with the annotations and corrections before and after
//! it.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::annotation::Annotation;
use crate::correction::{Correction, Subject};
use crate::header::Header;
use crate::history::{Change, History, Step};
use crate::notes_file::NotesFile;

/// The most steps that are written, of those done and of those undone.
const MOST: usize = 100;

/// The history as text; `None` if nothing can be undone or done again.
pub(crate) fn write(history: &History, header: &Header) -> Option<String> {
    let (done, undone) = history.steps();
    if done.is_empty() && undone.is_empty() {
        return None;
    }
    let mut document = DocumentMut::new();
    for (key, steps) in [("done", done), ("undone", undone)] {
        let skipped = steps.len().saturating_sub(MOST);
        let tables: ArrayOfTables = steps.iter().skip(skipped).map(|step| table(step, header)).collect();
        if !tables.is_empty() {
            document.insert(key, Item::ArrayOfTables(tables));
        }
    }
    Some(document.to_string())
}

fn table(step: &Step, header: &Header) -> Table {
    let (mut before, mut after) = (Side::default(), Side::default());
    for change in &step.changes {
        // Of several changes of one annotation in a step, the first and the last state count.
        if !before.seen.contains(change.id()) {
            before.seen.insert(change.id().to_owned());
            before.annotations.extend(change.before.clone());
        }
        after.annotations.retain(|kept| kept.id != change.id());
        after.annotations.extend(change.after.clone());
    }
    for change in &step.corrections {
        before.corrections.extend(change.before.clone());
        after.corrections.extend(change.after.clone());
    }
    let mut table = Table::new();
    table.insert("name", value(step.name));
    table.insert("before", value(before.text(header)));
    table.insert("after", value(after.text(header)));
    table
}

/// The state of what a step changes, on one side of it.
#[derive(Default)]
struct Side {
    annotations: Vec<Annotation>,
    corrections: Vec<Correction>,
    seen: BTreeSet<String>,
}

impl Side {
    fn text(&self, header: &Header) -> String {
        let mut file = NotesFile::new(header.clone());
        file.set_annotations(&self.annotations, &BTreeMap::new());
        file.set_corrections(&self.corrections);
        file.to_string()
    }
}

/// The history in a text from [`write`]; `None` if it is not one.
pub(crate) fn read(text: &str) -> Option<History> {
    let document: DocumentMut = text.parse().ok()?;
    let steps = |key: &str| -> Option<Vec<Step>> {
        match document.get(key) {
            None => Some(Vec::new()),
            Some(item) => item.as_array_of_tables()?.iter().map(step).collect(),
        }
    };
    Some(History::of(steps("done")?, steps("undone")?))
}

fn step(table: &Table) -> Option<Step> {
    let side = |key: &str| NotesFile::parse(table.get(key)?.as_str()?).ok();
    let (before, after) = (side("before")?, side("after")?);
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    let none = || Change { before: None, after: None };
    for annotation in before.annotations() {
        changes.entry(annotation.id.clone()).or_insert_with(none).before = Some(annotation.clone());
    }
    for annotation in after.annotations() {
        changes.entry(annotation.id.clone()).or_insert_with(none).after = Some(annotation.clone());
    }
    let mut corrections: BTreeMap<Subject, Change<Correction>> = BTreeMap::new();
    let none = || Change { before: None, after: None };
    for correction in before.corrections() {
        let subject = correction.subject();
        corrections.entry(subject).or_insert_with(none).before = Some(correction);
    }
    for correction in after.corrections() {
        let subject = correction.subject();
        corrections.entry(subject).or_insert_with(none).after = Some(correction);
    }
    Some(Step {
        name: known_name(table.get("name")?.as_str()?),
        changes: changes.into_values().collect(),
        corrections: corrections.into_values().collect(),
    })
}

/// The name of a step as the program has it; `change` for one of another version.
fn known_name(name: &str) -> &'static str {
    const KNOWN: [&str; 11] = [
        "add",
        "check",
        "confirm",
        "correction",
        "delete",
        "deletion elsewhere",
        "highlight",
        "note",
        "refusal",
        "speaker",
        "tags",
    ];
    KNOWN.into_iter().find(|known| *known == name).unwrap_or("change")
}
