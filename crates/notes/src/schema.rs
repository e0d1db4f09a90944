//! The notes file: one TOML document an article.
//!
//! A [`Document`] keeps the text it was read from: comments, unknown keys and
//! a person's own spelling of a value stay as they are until that very value
//! changes. Keys stand in a fixed order, annotations in the order of the
//! text, and before them the corrections.

use std::collections::{BTreeMap, HashMap};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::annotation::Annotation;
use super::correction::{Correction, effective, table};
use super::header::Header;
use super::keys::{ARTICLE_KEYS, FORMAT};
use super::read;
use super::read::Mistake;
use super::toml_text::{Style, day_or_moment, order_keys, put, string, strings};
use super::write::{last_position, new_table, number, render_alone, write_annotation, write_id};
use crate::file_slices::Pieces;

/// A notes file in memory.
#[derive(Debug, Clone)]
pub struct Document {
    doc: DocumentMut,
    header: Header,
    annotations: Vec<Annotation>,
    /// In the order of the file, also those that are not in effect.
    corrections: Vec<Correction>,
    pieces: Option<Pieces>,
}

impl Document {
    /// A file that does not exist yet.
    #[must_use]
    pub fn new(header: Header) -> Self {
        let mut doc = DocumentMut::new();
        doc.insert("format", Item::Value(Value::from(FORMAT)));
        let mut article = Table::new();
        article.decor_mut().set_prefix("");
        doc.insert("article", Item::Table(article));
        let mut document =
            Self { doc, header: Header::default(), annotations: Vec::new(), corrections: Vec::new(), pieces: None };
        document.complete_header(&header);
        document
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not TOML, a known key holds the wrong kind of value, or it
    /// was written by a later version; with line and column.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let parsed = toml_edit::Document::parse(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            Mistake::at(text, at, e.message().trim().replace('\n', "; "))
        })?;
        let header = read::header(text, parsed.as_table())?;
        let annotations = read::annotations(text, parsed.as_table(), &header)?;
        let corrections = table::read(text, parsed.as_table())?;
        let pieces = Pieces::cut(text, &parsed, &annotations, &header.text_sha256);
        let mut doc = parsed.into_mut();
        if let Some(item) = doc.get_mut("annotation")
            && !item.is_array_of_tables()
        {
            // `annotation = [{…}]`, by hand: the same thing in another spelling.
            let tables = std::mem::take(item).into_array_of_tables().unwrap_or_default();
            *item = Item::ArrayOfTables(tables);
        }
        Ok(Self { doc, header, annotations, corrections, pieces })
    }

    /// What it says about the article.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its annotations, in the order they stand in it.
    #[must_use]
    pub fn annotations(&self) -> &[Annotation] {
        &self.annotations
    }

    /// Its corrections in effect, one a subject, in the order of the subjects.
    #[must_use]
    pub fn corrections(&self) -> Vec<Correction> {
        effective(&self.corrections)
    }

    /// The text it was read from in pieces, if it could be cut.
    #[must_use]
    pub fn pieces(&self) -> Option<&Pieces> {
        self.pieces.as_ref()
    }

    /// States about the article what the file does not state yet.
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

    /// Makes `annotations` what the file holds. For one that is not in it yet
    /// the text in `remembered`, by id, is its beginning. Returns the text of
    /// those that went.
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

    /// Makes `corrections`, which has one a subject, what the file holds in
    /// effect. They stand before the annotations; the tables of those that
    /// stay keep their place and order.
    pub fn set_corrections(&mut self, corrections: &[Correction]) {
        let there = std::mem::take(&mut self.corrections);
        let first = there.is_empty();
        self.corrections = table::write(&mut self.doc, there, corrections);
        if first && !self.corrections.is_empty() {
            self.number_tables(table::KEY);
            self.number_tables("annotation");
        }
    }

    /// Gives the tables of `key` places behind everything else, in their
    /// order: the places decide where a table is written.
    fn number_tables(&mut self, key: &str) {
        let mut next = last_position(self.doc.as_table()) + 1;
        if let Some(tables) = self.doc.get_mut(key).and_then(Item::as_array_of_tables_mut) {
            for table in tables.iter_mut() {
                number(table, &mut next);
            }
        }
    }
}

impl std::fmt::Display for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.doc.fmt(f)
    }
}

#[cfg(test)]
mod tests;
