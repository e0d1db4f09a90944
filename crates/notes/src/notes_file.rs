//! The notes file: one TOML document for each article.
//!
//! A [`NotesFile`] keeps the text it was read from: comments, unknown keys and
//! the way a person wrote a value are kept until that value changes. New keys
//! are written in a fixed order, annotations in the order of the text, and the
//! corrections before them.

use std::collections::{BTreeMap, HashMap};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::annotation::Annotation;
use crate::correction::{Correction, effective, table};
use crate::file_slices::FileSlices;
use crate::header::Header;
use crate::keys::{ARTICLE_KEYS, FORMAT};
use crate::read::{self, ParseError};
use crate::toml_text::{Style, day_or_moment, order_keys, put, string, strings};
use crate::write::{last_position, new_table, number, render_alone, write_annotation, write_id};

/// A notes file in memory; its `Display` is the text of the file.
#[derive(Debug, Clone)]
pub struct NotesFile {
    doc: DocumentMut,
    header: Header,
    annotations: Vec<Annotation>,
    /// In the order of the file, with those that are not in effect.
    corrections: Vec<Correction>,
    slices: Option<FileSlices>,
}

impl NotesFile {
    /// A new file for the article that `header` describes, without notes.
    #[must_use]
    pub fn new(header: Header) -> Self {
        let mut doc = DocumentMut::new();
        doc.insert("format", Item::Value(Value::from(FORMAT)));
        let mut article = Table::new();
        article.decor_mut().set_prefix("");
        doc.insert("article", Item::Table(article));
        let mut document =
            Self { doc, header: Header::default(), annotations: Vec::new(), corrections: Vec::new(), slices: None };
        document.complete_header(&header);
        document
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// If it is not TOML, a known key has the wrong type of value, or the file
    /// was written by a later version of the format; with line and column.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let parsed = toml_edit::Document::parse(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            ParseError::at(text, at, e.message().trim().replace('\n', "; "))
        })?;
        let header = read::header(text, parsed.as_table())?;
        let annotations = read::annotations(text, parsed.as_table(), &header)?;
        let corrections = table::read(text, parsed.as_table())?;
        let slices = FileSlices::of(text, &parsed, &annotations, &header.text_sha256);
        let mut doc = parsed.into_mut();
        if let Some(item) = doc.get_mut("annotation")
            && !item.is_array_of_tables()
        {
            // A person may have written `annotation = [{…}]`, which means the same.
            let tables = std::mem::take(item).into_array_of_tables().unwrap_or_default();
            *item = Item::ArrayOfTables(tables);
        }
        Ok(Self { doc, header, annotations, corrections, slices })
    }

    /// What the file says about the article.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The annotations, in the order of the file.
    #[must_use]
    pub fn annotations(&self) -> &[Annotation] {
        &self.annotations
    }

    /// The corrections in effect, one for each subject, in the order of the
    /// subjects.
    #[must_use]
    pub fn corrections(&self) -> Vec<Correction> {
        effective(&self.corrections)
    }

    /// The text it was read from, in slices; `None` if it cannot be sliced.
    #[must_use]
    pub fn slices(&self) -> Option<&FileSlices> {
        self.slices.as_ref()
    }

    /// Adds what `header` says about the article and the file does not say yet.
    pub fn complete_header(&mut self, header: &Header) {
        let root = self.doc.as_table_mut();
        if !root.contains_key("format") {
            root.insert("format", Item::Value(Value::from(FORMAT)));
            order_keys(root, &["format"]);
        }
        if !root.contains_key("article") {
            root.insert("article", Item::Table(Table::new()));
        }
        let Some(article) = root.get_mut("article").and_then(Item::as_table_mut) else { return };
        // These belong to the text that the file's positions count in.
        let same_text = self.header.text_sha256.is_empty() || self.header.text_sha256 == header.text_sha256;
        let fetched = header.fetched.as_ref().filter(|_| same_text);
        let source_sha256 = header.source_sha256.as_ref().filter(|_| same_text);
        let new = [
            ("title", header.title.as_deref().map(|t| string(t, Style::Line))),
            ("byline", (!header.byline.is_empty()).then(|| strings(&header.byline))),
            ("site", header.site.as_deref().map(|t| string(t, Style::Line))),
            ("source", header.source.as_deref().map(|t| string(t, Style::Line))),
            ("published", header.published.as_deref().map(day_or_moment)),
            ("fetched", fetched.map(|t| day_or_moment(t))),
            ("source_sha256", source_sha256.map(|t| string(t, Style::Line))),
            ("text_sha256", (!header.text_sha256.is_empty()).then(|| string(&header.text_sha256, Style::Line))),
        ];
        let mut added = false;
        for (key, value) in new {
            if value.is_some() && !article.contains_key(key) {
                added |= put(article, key, value);
            }
        }
        if added {
            order_keys(article, ARTICLE_KEYS);
        }
        let known = std::mem::take(&mut self.header);
        self.header = Header {
            title: known.title.or_else(|| header.title.clone()),
            byline: if known.byline.is_empty() { header.byline.clone() } else { known.byline },
            site: known.site.or_else(|| header.site.clone()),
            source: known.source.or_else(|| header.source.clone()),
            published: known.published.or_else(|| header.published.clone()),
            fetched: known.fetched.or_else(|| fetched.cloned()),
            source_sha256: known.source_sha256.or_else(|| source_sha256.cloned()),
            text_sha256: if known.text_sha256.is_empty() { header.text_sha256.clone() } else { known.text_sha256 },
        };
    }

    /// Makes `annotations` the annotations of the file. One that is new in it
    /// begins with its text in `remembered`, by id, if there is one. Returns by
    /// id the text of those that are gone.
    pub fn set_annotations(
        &mut self,
        annotations: &[Annotation],
        remembered: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        let mut sorted: Vec<&Annotation> = annotations.iter().collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        let tables = match self.doc.remove("annotation") {
            Some(Item::ArrayOfTables(tables)) => tables,
            _ => ArrayOfTables::new(),
        };
        let old_order: Vec<&str> = self.annotations.iter().map(|a| a.id.as_str()).collect();
        let same_order = old_order == sorted.iter().map(|a| a.id.as_str()).collect::<Vec<_>>();
        let mut old: HashMap<&str, (Table, &Annotation)> =
            self.annotations.iter().zip(tables).map(|(a, table)| (a.id.as_str(), (table, a))).collect();
        let mut tables = ArrayOfTables::new();
        for annotation in &sorted {
            let table = match old.remove(annotation.id.as_str()) {
                Some((mut table, was)) if was == *annotation => {
                    write_id(&mut table, annotation);
                    table
                }
                Some((mut table, was)) => {
                    write_annotation(&mut table, annotation, Some(was), &self.header.text_sha256);
                    table
                }
                None => new_table(annotation, remembered.get(&annotation.id), &self.header.text_sha256),
            };
            tables.push(table);
        }
        let removed = old.into_iter().map(|(id, (table, _))| (id.to_owned(), render_alone(table))).collect();
        self.doc.insert("annotation", Item::ArrayOfTables(tables));
        self.annotations = sorted.into_iter().cloned().collect();
        if !same_order {
            self.number_tables("annotation");
        }
        removed
    }

    /// Makes `corrections`, which has one for each subject, the corrections in
    /// effect. They come before the annotations. The tables of those that are
    /// there already keep their place and order.
    pub fn set_corrections(&mut self, corrections: &[Correction]) {
        let old = std::mem::take(&mut self.corrections);
        let first = old.is_empty();
        self.corrections = table::write(&mut self.doc, old, corrections);
        if first && !self.corrections.is_empty() {
            self.number_tables(table::KEY);
            self.number_tables("annotation");
        }
    }

    /// Gives the tables of `key` positions after everything else, in their order.
    /// The positions decide where in the file a table is written.
    fn number_tables(&mut self, key: &str) {
        let mut next = last_position(self.doc.as_table()) + 1;
        if let Some(tables) = self.doc.get_mut(key).and_then(Item::as_array_of_tables_mut) {
            for table in tables.iter_mut() {
                number(table, &mut next);
            }
        }
    }
}

impl std::fmt::Display for NotesFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.doc.fmt(f)
    }
}

#[cfg(test)]
mod tests;
