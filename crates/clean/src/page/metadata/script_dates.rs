//! Dates of publication in the data for a page's scripts.

use std::sync::LazyLock;

use pullquote_article::text::date;
use regex_lite::Regex;

use crate::html::tree::Tree;

/// A key for the date of publication and its value, in JSON, in JSON that is escaped in
/// a string, or in JavaScript.
static KEYED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let key = "date_?published|(?:first_?)?(?:published|publish|pub|publication)_?(?:date|time|at)";
    Regex::new(&format!(r#"(?i)["'\\\s,{{]({key})["'\\]*\s*[:=]\s*["'\\]+(\d{{4}}-?\d\d-?\d\d[^"'\\]{{0,30}})"#)).ok()
});

/// Parts that such keys have, searched first because the expression takes long.
const PARTS: [&str; 4] = ["ublish", "ublication", "ubDate", "ubdate"];
/// Bytes before such a part that belong to the key, at most.
const BEFORE: usize = 16;
/// Bytes from such a part to the end of the value, at most.
const AFTER: usize = 80;

/// The date of publication that the scripts of the page name, if they name no other day.
pub(super) fn published(tree: &Tree) -> Option<String> {
    let scripts = tree.descendants(0).filter(|&node| tree.name(node) == "script");
    let mut found: Option<String> = None;
    for text in scripts.flat_map(|node| tree.children(node)).filter_map(|child| tree.text(child)) {
        for date in windows(text).filter_map(keyed_date) {
            if found.as_ref().is_some_and(|found| found.get(..10) != date.get(..10)) {
                return None;
            }
            found.get_or_insert(date);
        }
    }
    found
}

/// The parts of `text` that may have a key for the date of publication with its value.
fn windows(text: &str) -> impl Iterator<Item = &str> {
    let found = PARTS.iter().flat_map(|part| text.match_indices(part));
    found.map(|(at, _)| {
        let boundary = |at: usize| (at..at + 4).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        text.get(boundary(at.saturating_sub(BEFORE))..boundary((at + AFTER).min(text.len()))).unwrap_or("")
    })
}

/// The date after a key for the date of publication in `text`.
fn keyed_date(text: &str) -> Option<String> {
    date::normalise(KEYED.as_ref()?.captures(text)?.get(2)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_may_name_the_date_of_publication() {
        let date = |script: &str| {
            let html = format!("<script>{script}</script>");
            published(&Tree::parse(&html))
        };
        let day = Some("2026-02-17".to_owned());
        assert_eq!(date(r#"{"firstPublicationDate":"20260217"}"#), day);
        assert_eq!(date(r"page = {'id': 1, 'published_date': '2026-02-17'}"), day);
        assert_eq!(date(r#"push("{\"publishedAt\":\"2026-02-17\"}")"#), day);
        assert_eq!(date(r#"{"publishDate":"2026-02-17","pubDate":"2026-02-16"}"#), None);
        assert_eq!(date(r#"{"updatedAt":"2026-02-17","unpublishedAt":"2026-02-17"}"#), None);
    }
}
