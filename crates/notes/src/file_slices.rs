//! A notes file cut into pieces, so that changing one annotation does not
//! mean reading and writing all of them.
//!
//! Whoever read or wrote a file keeps its [`Pieces`]. As long as the file
//! holds the same bytes, its next state is the same pieces with one of them
//! changed; only that one is parsed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use toml_edit::{Item, Table};

use super::annotation::Annotation;
use super::write::{self, tables_in};

/// The text of a notes file, cut before each annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces {
    before: Arc<str>,
    /// The annotations' ids and texts, in the order of the file.
    annotations: Vec<(String, Arc<str>)>,
    behind: Arc<str>,
    /// The article's hash as the file states it.
    article_sha256: String,
}

impl Pieces {
    /// Cuts `text`, which holds `annotations` in this order; `parsed` is the
    /// same text. `None` where other tables stand between the annotations,
    /// the article's hash is missing, or lines don't end as they should.
    #[must_use]
    pub(super) fn cut(
        text: &str,
        parsed: &toml_edit::Document<&str>,
        annotations: &[Annotation],
        article_sha256: &str,
    ) -> Option<Self> {
        let root = parsed.as_table();
        let end = parsed.trailing().span().map_or(text.len(), |s| s.start);
        let starts: Vec<usize> = match root.get("annotation") {
            None => Vec::new(),
            Some(item) => item.as_array_of_tables()?.iter().map(table_start).collect::<Option<_>>()?,
        };
        let first = starts.first().copied().unwrap_or(end);
        let others = root.iter().filter(|(key, _)| *key != "annotation");
        let in_front = others.flat_map(|(_, item)| spans_in(item)).all(|start| start < first);
        let whole_lines = |part: &str| part.is_empty() || part.ends_with('\n');
        let known = !article_sha256.is_empty() && starts.len() == annotations.len();
        if !in_front || !known || !starts.is_sorted() || text.starts_with('\u{feff}') {
            return None;
        }
        let before = text.get(..first).filter(|part| whole_lines(part))?;
        let ends = starts.iter().skip(1).copied().chain([end]);
        let mut cut = Vec::with_capacity(starts.len());
        for ((start, end), annotation) in starts.iter().zip(ends).zip(annotations) {
            let part = text.get(*start..end).filter(|part| whole_lines(part))?;
            cut.push((annotation.id.clone(), Arc::from(part)));
        }
        let behind = text.get(end..)?;
        Some(Self {
            before: Arc::from(before),
            annotations: cut,
            behind: Arc::from(behind),
            article_sha256: article_sha256.to_owned(),
        })
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.parts().map(str::len).sum());
        text.extend(self.parts());
        text
    }

    /// Whether `bytes` are this text.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        for part in self.parts() {
            match rest.strip_prefix(part.as_bytes()) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        rest.is_empty()
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        let annotations = self.annotations.iter().map(|(_, text)| text.as_ref());
        std::iter::once(self.before.as_ref()).chain(annotations).chain([self.behind.as_ref()])
    }

    /// The file with `now` in the place of `was`, which it holds, and the
    /// texts of annotations that went, by id. `now` has the order of the
    /// text. `None` where the pieces are not those of `was`.
    #[must_use]
    pub(super) fn with(
        &self,
        was: &[Annotation],
        now: &[Annotation],
        remembered: &BTreeMap<String, String>,
    ) -> Option<(Self, BTreeMap<String, String>)> {
        if was.len() != self.annotations.len() {
            return None;
        }
        let was: HashMap<&str, &Annotation> = was.iter().map(|a| (a.id.as_str(), a)).collect();
        let mut old: HashMap<&str, &Arc<str>> = self.annotations.iter().map(|(id, text)| (id.as_str(), text)).collect();
        let mut annotations = Vec::with_capacity(now.len());
        for annotation in now {
            let text = match (was.get(annotation.id.as_str()), old.remove(annotation.id.as_str())) {
                (Some(was), Some(text)) if *was == annotation => Arc::clone(text),
                (Some(was), Some(text)) => Arc::from(write::rewritten(text, was, annotation, &self.article_sha256)?),
                (None, None) => {
                    Arc::from(write::written(annotation, remembered.get(&annotation.id), &self.article_sha256))
                }
                _ => return None,
            };
            annotations.push((annotation.id.clone(), text));
        }
        let removed = old.into_iter().map(|(id, text)| (id.to_owned(), text.to_string())).collect();
        Some((Self { annotations, ..self.clone() }, removed))
    }
}

/// Where a table's text begins: with the comments and blank lines before it.
fn table_start(table: &Table) -> Option<usize> {
    let prefix = table.decor().prefix().and_then(toml_edit::RawString::span);
    prefix.or_else(|| table.span()).map(|span| span.start)
}

fn spans_in(item: &Item) -> Vec<usize> {
    let mut found = Vec::new();
    match item {
        Item::Table(table) => spans_of_table(table, &mut found),
        Item::ArrayOfTables(tables) => tables.iter().for_each(|table| spans_of_table(table, &mut found)),
        Item::Value(_) | Item::None => found.extend(item.span().map(|s| s.start)),
    }
    found
}

fn spans_of_table(table: &Table, found: &mut Vec<usize>) {
    found.extend(table_start(table));
    for inner in tables_in(table) {
        spans_of_table(inner, found);
    }
}
