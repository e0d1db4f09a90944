//! Raindrop's CSV:
//! `id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite`,
//! also with the columns that it imports.

use super::collector::Collector;
use super::error::ReadingListError;
use super::table::{self, Row};
use super::{ListedArticle, ListedNote, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    table::has_columns(text, &["url", "folder", "title", "tags", "created"])
}

pub(super) fn read(name: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    table::read(name, text, collector, add)
}

fn add(row: &Row<'_>, place: &str, collector: &mut Collector) {
    let folders = row.get("folder").split('/').map(str::trim).filter(|folder| *folder != "Unsorted");
    let mut notes: Vec<ListedNote> = Vec::new();
    if let Some(note) = plain::paragraphs(row.get("note")) {
        notes.push(ListedNote { words: None, note });
    }
    notes.extend(highlights(row.get("highlights")));
    let article = ListedArticle {
        title: plain::line(row.get("title")),
        tags: fields::tags(folders.chain(row.get("tags").split(','))),
        added: fields::time(row.get("created")),
        starred: row.get("favorite").eq_ignore_ascii_case("true"),
        notes,
        ..ListedArticle::default()
    };
    collector.add(place, row.get("url"), article);
}

/// The highlights of a cell: one on each line, some with the label `Highlight:`,
/// and a line `Note:` after it.
fn highlights(cell: &str) -> Vec<ListedNote> {
    let mut notes: Vec<ListedNote> = Vec::new();
    for line in cell.lines().map(str::trim) {
        if let Some(note) = line.strip_prefix("Note:")
            && let Some(last) = notes.last_mut()
        {
            last.note = plain::line(note).unwrap_or_default();
        } else if let Some(words) = plain::line(line.strip_prefix("Highlight:").unwrap_or(line)) {
            notes.push(ListedNote { words: Some(words), note: String::new() });
        }
    }
    notes
}
