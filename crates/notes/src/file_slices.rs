//! The text of a notes file in slices, so that a change of one annotation does
//! not parse and write all of them.
//!
//! Reading or writing a file gives its [`FileSlices`]. As long as the file holds
//! the same bytes, a save changes only the slices of the annotations that
//! changed, and parses only those.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Item, Table};

use crate::annotation::Annotation;
use crate::write::{self, tables_in};

/// The text of a notes file, with a slice for each annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSlices {
    /// The text before the first annotation.
    before: Slice,
    /// The annotations' ids and texts, in the order of the file.
    annotations: Vec<(String, Slice)>,
    /// The text after the last annotation.
    after: Slice,
    /// The article's hash in the file.
    article_sha256: String,
}

/// A part of a text. The slices of a file that was read share its text.
#[derive(Clone)]
struct Slice {
    text: Arc<String>,
    range: Range<usize>,
}

impl Slice {
    /// The part in this range of bytes; `None` if there is no such part.
    fn of(text: &Arc<String>, range: Range<usize>) -> Option<Self> {
        text.get(range.clone()).map(|_| Self { text: Arc::clone(text), range })
    }

    fn as_str(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    fn is_whole_lines(&self) -> bool {
        self.range.is_empty() || self.as_str().ends_with('\n')
    }
}

impl From<String> for Slice {
    fn from(text: String) -> Self {
        let range = 0..text.len();
        Self { text: Arc::new(text), range }
    }
}

impl PartialEq for Slice {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Slice {}

impl std::fmt::Debug for Slice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_str().fmt(f)
    }
}

impl FileSlices {
    /// Slices `text`, which holds `annotations` in this order; `parsed` is the
    /// same text. `None` if there are other tables between the annotations, the
    /// article's hash is missing, or a slice does not end with a line end.
    #[must_use]
    pub(crate) fn of(
        text: &str,
        parsed: &toml_edit::Document<&str>,
        annotations: &[Annotation],
        article_sha256: &str,
    ) -> Option<Self> {
        let root = parsed.as_table();
        let end = parsed.trailing().span().map_or(text.len(), |s| s.start);
        let starts = annotation_starts(root)?;
        let first = starts.first().copied().unwrap_or(end);
        let others = root.iter().filter(|(key, _)| *key != "annotation");
        let others_first = others.flat_map(|(_, item)| starts_in(item)).all(|start| start < first);
        if !others_first || text.starts_with('\u{feff}') {
            return None;
        }
        Self::at(&Arc::new(text.to_owned()), (&starts, end), annotations, article_sha256)
    }

    /// Slices `text` at the bytes at which its `annotations` begin, and where the
    /// last one ends. `None` as for [`Self::of`].
    #[must_use]
    pub(crate) fn at(
        text: &Arc<String>,
        (starts, end): (&[usize], usize),
        annotations: &[Annotation],
        article_sha256: &str,
    ) -> Option<Self> {
        let first = starts.first().copied().unwrap_or(end);
        let known = !article_sha256.is_empty() && starts.len() == annotations.len();
        if !known || !starts.is_sorted() {
            return None;
        }
        let lines = |range| Slice::of(text, range).filter(Slice::is_whole_lines);
        let before = lines(0..first)?;
        let ends = starts.iter().skip(1).copied().chain([end]);
        let mut slices = Vec::with_capacity(starts.len());
        for ((start, end), annotation) in starts.iter().zip(ends).zip(annotations) {
            slices.push((annotation.id.clone(), lines(*start..end)?));
        }
        let after = Slice::of(text, end..text.len())?;
        Some(Self { before, annotations: slices, after, article_sha256: article_sha256.to_owned() })
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.all().map(str::len).sum());
        text.extend(self.all());
        text
    }

    /// Whether `bytes` are this text.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        for slice in self.all() {
            match rest.strip_prefix(slice.as_bytes()) {
                Some(next) => rest = next,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// All slices, in the order of the file.
    fn all(&self) -> impl Iterator<Item = &str> {
        let annotations = self.annotations.iter().map(|(_, text)| text.as_str());
        std::iter::once(self.before.as_str()).chain(annotations).chain([self.after.as_str()])
    }

    /// The slices of the same file with the annotations `now` instead of `was`,
    /// and by id the text of annotations that are gone. `was` are those that it
    /// holds; `now` is in the order of the text. `None` if the slices are not
    /// those of `was`.
    #[must_use]
    pub(crate) fn with(
        &self,
        was: &[Annotation],
        now: &[Annotation],
        remembered: &BTreeMap<String, String>,
    ) -> Option<(Self, BTreeMap<String, String>)> {
        if was.len() != self.annotations.len() {
            return None;
        }
        let was: HashMap<&str, &Annotation> = was.iter().map(|a| (a.id.as_str(), a)).collect();
        let mut old: HashMap<&str, &Slice> = self.annotations.iter().map(|(id, text)| (id.as_str(), text)).collect();
        let mut annotations = Vec::with_capacity(now.len());
        for annotation in now {
            let text = match (was.get(annotation.id.as_str()), old.remove(annotation.id.as_str())) {
                (Some(was), Some(text)) if *was == annotation => text.clone(),
                (Some(was), Some(text)) => {
                    Slice::from(write::rewritten(text.as_str(), was, annotation, &self.article_sha256)?)
                }
                (None, None) => {
                    Slice::from(write::written(annotation, remembered.get(&annotation.id), &self.article_sha256))
                }
                _ => return None,
            };
            annotations.push((annotation.id.clone(), text));
        }
        let removed = old.into_iter().map(|(id, text)| (id.to_owned(), text.as_str().to_owned())).collect();
        Some((Self { annotations, ..self.clone() }, removed))
    }
}

/// The bytes at which the annotations below `root` begin; `None` if they are not
/// tables of their own.
pub(crate) fn annotation_starts(root: &Table) -> Option<Vec<usize>> {
    match root.get("annotation") {
        None => Some(Vec::new()),
        Some(item) => item.as_array_of_tables()?.iter().map(table_start).collect(),
    }
}

/// The byte at which a table's text begins, with the comments and blank lines
/// before it.
fn table_start(table: &Table) -> Option<usize> {
    let prefix = table.decor().prefix().and_then(toml_edit::RawString::span);
    prefix.or_else(|| table.span()).map(|span| span.start)
}

/// The bytes at which `item` and the tables inside it begin.
fn starts_in(item: &Item) -> Vec<usize> {
    let mut found = Vec::new();
    match item {
        Item::Table(table) => starts_of_table(table, &mut found),
        Item::ArrayOfTables(tables) => tables.iter().for_each(|table| starts_of_table(table, &mut found)),
        Item::Value(_) | Item::None => found.extend(item.span().map(|s| s.start)),
    }
    found
}

fn starts_of_table(table: &Table, found: &mut Vec<usize>) {
    found.extend(table_start(table));
    for inner in tables_in(table) {
        starts_of_table(inner, found);
    }
}
