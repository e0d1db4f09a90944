//! Reading and writing the `[[correction]]` tables of the notes file.

use std::collections::BTreeMap;

use jiff::Timestamp;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::{Correction, Fix, Subject, in_effect};
use crate::read::{ParseError, TableReader};
use crate::toml_text::{Style, moment, order_keys, put, string};
use crate::write::last_position;

/// The key of the tables in the file.
pub(crate) const KEY: &str = "correction";

/// The keys of a correction, in the order they are written in.
const KEYS: &[&str] = &[
    "created", "put_back", "rule", "entity", "kind", "same_as", "quote", "start", "speaker", "note", "not_here",
    "before", "after", "no_place",
];

/// Reads the corrections, in the order of the file.
pub(crate) fn read(text: &str, root: &Table) -> Result<Vec<Correction>, ParseError> {
    TableReader::root(text, root).tables(KEY)?.iter().map(correction).collect()
}

fn correction(table: &TableReader<'_>) -> Result<Correction, ParseError> {
    let fix = match one_key(table, &["put_back", "entity", "quote", "not_here", "no_place"])? {
        "put_back" => Fix::PutBack { words: table.words("put_back")?, rule: table.string("rule")? },
        "entity" => {
            let name = table.words("entity")?;
            match one_key(table, &["kind", "same_as"])? {
                "kind" => Fix::EntityKind { name, kind: table.words("kind")? },
                _ => Fix::SameEntity { name, same_as: table.words("same_as")? },
            }
        }
        "not_here" => Fix::NotHere {
            note: table.words("note")?,
            words: table.words("not_here")?,
            before: table.string("before")?.unwrap_or_default(),
            after: table.string("after")?.unwrap_or_default(),
        },
        "no_place" => Fix::NoPlace { note: table.words("no_place")? },
        _ => Fix::Speaker {
            quote: table.words("quote")?,
            start: table.position("start")?,
            speaker: Some(table.string_needed("speaker")?).filter(|s| !s.trim().is_empty()),
        },
    };
    Ok(Correction { created: table.moment("created")?.unwrap_or(Timestamp::UNIX_EPOCH), fix })
}

/// The one of `keys` that `table` has.
///
/// # Errors
/// If it has none of them, or several.
fn one_key(table: &TableReader<'_>, keys: &[&'static str]) -> Result<&'static str, ParseError> {
    let listed = || keys.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    let mut there = keys.iter().filter(|key| table.has(key));
    match (there.next(), there.next()) {
        (Some(key), None) => Ok(key),
        (Some(first), Some(second)) => Err(table.wrong_at(
            second,
            format!("this correction has `{second}` and `{first}`; it may have only one of {}", listed()),
        )),
        _ => Err(table.wrong_here(format!("this correction needs one of {}", listed()))),
    }
}

/// Changes `doc` so that the corrections in effect are `wanted`, which has one
/// for each subject. `there` are the corrections that `doc` holds now, in the
/// order of the file. Returns those that it holds afterwards. Tables that need
/// no change are not touched.
pub(crate) fn write(doc: &mut DocumentMut, there: Vec<Correction>, wanted: &[Correction]) -> Vec<Correction> {
    let mut wanted: BTreeMap<Subject, &Correction> = wanted.iter().map(|c| (c.subject(), c)).collect();
    let holds = in_effect(&there);
    let same = |(subject, at): (&Subject, &usize)| wanted.get(subject).copied() == there.get(*at);
    if holds.len() == wanted.len() && holds.iter().all(same) {
        return there;
    }
    let item = doc.entry(KEY).or_insert(Item::None);
    // A person may have written `correction = [{…}]`, which means the same.
    let old = std::mem::take(item).into_array_of_tables().unwrap_or_default();
    let (mut tables, mut written) = (ArrayOfTables::new(), Vec::new());
    let changed: BTreeMap<&Subject, bool> =
        holds.iter().map(|(subject, at)| (subject, wanted.get(subject).copied() != there.get(*at))).collect();
    for (at, (was, mut table)) in there.iter().zip(old).enumerate() {
        let subject = was.subject();
        let Some(now) = wanted.get(&subject) else { continue };
        if changed.get(&subject) != Some(&true) {
            written.push(was.clone());
        } else if holds.get(&subject) == Some(&at) {
            write_table(&mut table, now, Some(was));
            written.push((*now).clone());
        } else {
            // An older correction of this subject must not come into effect again.
            continue;
        }
        tables.push(table);
    }
    wanted.retain(|subject, _| !holds.contains_key(subject));
    let mut new: Vec<&Correction> = wanted.into_values().collect();
    new.sort_by_key(|c| c.created);
    // Tables with the same position are written in the order of the list.
    let place = tables.iter().last().map(last_position);
    for now in new {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        table.set_position(place);
        write_table(&mut table, now, None);
        tables.push(table);
        written.push(now.clone());
    }
    if tables.is_empty() {
        doc.remove(KEY);
    } else {
        doc.insert(KEY, Item::ArrayOfTables(tables));
    }
    written
}

/// Changes `table`, which holds `was`, so that it holds `now`; equal values are
/// not touched.
fn write_table(table: &mut Table, now: &Correction, was: Option<&Correction>) {
    let mut added = false;
    let old: BTreeMap<&str, Option<Value>> = was.into_iter().flat_map(values).collect();
    let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    for (key, value) in values(now) {
        if old.get(key).is_none_or(|old| text(old) != text(&value)) {
            added |= put(table, key, value);
        }
    }
    if added {
        order_keys(table, KEYS);
    }
}

/// The keys and values of a correction's table; `None` for a key that is left
/// out.
fn values(correction: &Correction) -> Vec<(&'static str, Option<Value>)> {
    let words = |text: &str| Some(string(text, Style::Lines));
    let line = |text: &str| Some(string(text, Style::Line));
    let mut values = vec![("created", Some(moment(correction.created)))];
    values.extend(match &correction.fix {
        Fix::PutBack { words: put_back, rule } => {
            vec![("put_back", words(put_back)), ("rule", rule.as_deref().and_then(line))]
        }
        Fix::EntityKind { name, kind } => vec![("entity", line(name)), ("kind", line(kind))],
        Fix::SameEntity { name, same_as } => vec![("entity", line(name)), ("same_as", line(same_as))],
        Fix::Speaker { quote, start, speaker } => vec![
            ("quote", words(quote)),
            ("start", Some(Value::from(i64::try_from(*start).unwrap_or(i64::MAX)))),
            ("speaker", line(speaker.as_deref().unwrap_or(""))),
        ],
        Fix::NotHere { note, words: there, before, after } => vec![
            ("note", line(note)),
            ("not_here", words(there)),
            ("before", (!before.is_empty()).then(|| string(before, Style::Line))),
            ("after", (!after.is_empty()).then(|| string(after, Style::Line))),
        ],
        Fix::NoPlace { note } => vec![("no_place", line(note))],
    });
    values
}
