//! Instapaper's CSV: `URL,Title,Selection,Folder,Timestamp`, and since 2025
//! `Tags`, a list in JSON.

use super::collector::Collector;
use super::error::ReadingListError;
use super::table::{self, Row};
use super::{ListedArticle, ListedNote, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    table::has_columns(text, &["url", "title", "selection", "folder"])
}

pub(super) fn read(name: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    table::read(name, text, collector, add)
}

fn add(row: &Row<'_>, place: &str, collector: &mut Collector) {
    let folder = row.get("folder");
    // Three folders are states; all others were made by the person.
    let (read, starred, own_folder) = match folder {
        "Unread" => (Some(false), false, ""),
        "Archive" => (Some(true), false, ""),
        "Starred" => (None, true, ""),
        other => (None, false, other),
    };
    let listed = fields::quoted_list(row.get("tags")).unwrap_or_default();
    let selection = plain::paragraphs(row.get("selection"));
    let article = ListedArticle {
        title: plain::line(row.get("title")),
        tags: fields::tags(std::iter::once(own_folder).chain(listed.iter().map(String::as_str))),
        added: fields::time(row.get("timestamp")),
        read,
        starred,
        notes: selection.map(|words| ListedNote { words: Some(words), note: String::new() }).into_iter().collect(),
        ..ListedArticle::default()
    };
    collector.add(place, row.get("url"), article);
}
