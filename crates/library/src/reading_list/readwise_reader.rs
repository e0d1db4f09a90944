//! Readwise Reader's CSV:
//! `Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen`, with
//! tags as a list in Python: `['sea', 'ports']`.

use super::collector::Collector;
use super::error::ReadingListError;
use super::table::{self, Row};
use super::{ListedArticle, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    table::has_columns(text, &["title", "url", "document tags", "saved date", "location"])
}

pub(super) fn read(name: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    table::read(name, text, collector, add)
}

fn add(row: &Row<'_>, place: &str, collector: &mut Collector) {
    let written = row.get("document tags");
    let tags = fields::quoted_list(written).unwrap_or_else(|| written.split(',').map(str::to_owned).collect());
    // The progress is a part of one.
    let is_finished = row.get("reading progress").parse::<f64>().is_ok_and(|progress| progress >= 1.0);
    let article = ListedArticle {
        title: plain::line(row.get("title")),
        tags: fields::tags(tags.iter().map(String::as_str)),
        added: fields::time(row.get("saved date")),
        read: Some(row.get("location") == "archive" || is_finished),
        ..ListedArticle::default()
    };
    collector.add(place, row.get("url"), article);
}
