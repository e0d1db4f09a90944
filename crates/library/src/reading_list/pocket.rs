//! Pocket's CSV: `title,url,time_added,tags,status`, with tags split by `|`.

use super::collector::Collector;
use super::error::ReadingListError;
use super::table::{self, Row};
use super::{ListedArticle, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    table::has_columns(text, &["title", "url", "time_added", "tags"])
}

pub(super) fn read(name: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    table::read(name, text, collector, add)
}

fn add(row: &Row<'_>, place: &str, collector: &mut Collector) {
    let address = row.get("url");
    let article = ListedArticle {
        // Pocket writes the address where it knows no title.
        title: plain::line(row.get("title")).filter(|title| title != address),
        tags: fields::tags(row.get("tags").split('|')),
        added: fields::time(row.get("time_added")),
        read: match row.get("status") {
            "archive" => Some(true),
            "unread" => Some(false),
            _ => None,
        },
        ..ListedArticle::default()
    };
    collector.add(place, address, article);
}
