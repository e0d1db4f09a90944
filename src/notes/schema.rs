//! The notes file: one TOML document an article.
//!
//! A [`Document`] keeps the text it was read from: comments, unknown keys and
//! a person's own spelling of a value stay as they are until that very value
//! changes. Keys stand in a fixed order, annotations in the order of the
//! text, and before them the corrections.

use std::collections::{BTreeMap, HashMap};

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::annotation::{Annotation, QuotedSpeech, Selector};
use super::correction::{Correction, effective, table};
use super::header::Header;
use super::pieces::Pieces;
use super::read::{self, Mistake};
use super::toml_text::{Style, day_or_moment, moment, order_keys, put, string, strings};

/// The format this program writes, and the newest it reads.
pub const FORMAT: i64 = 1;

const ARTICLE_KEYS: &[&str] =
    &["title", "byline", "site", "source", "published", "fetched", "source_sha256", "text_sha256"];
const ANNOTATION_KEYS: &[&str] =
    &["id", "created", "modified", "motivation", "color", "tags", "note", "check", "quote", "target", "found"];
const TARGET_KEYS: &[&str] = &["exact", "prefix", "suffix", "sentence", "start", "end", "text_sha256"];

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

pub(super) fn tables_in(table: &Table) -> impl Iterator<Item = &Table> {
    table.iter().flat_map(|(_, item)| match item {
        Item::Table(table) => vec![table],
        Item::ArrayOfTables(tables) => tables.iter().collect(),
        _ => Vec::new(),
    })
}

/// The last place that `table` or one in it has in the file.
pub(super) fn last_position(table: &Table) -> isize {
    let here = table.position().unwrap_or(0);
    tables_in(table).map(last_position).fold(here, isize::max)
}

fn number(table: &mut Table, next: &mut isize) {
    table.set_position(Some(*next));
    *next += 1;
    let mut inner: Vec<&mut Table> = table
        .iter_mut()
        .flat_map(|(_, item)| match item {
            Item::Table(table) => vec![table],
            Item::ArrayOfTables(tables) => tables.iter_mut().collect(),
            _ => Vec::new(),
        })
        .collect();
    inner.sort_by_key(|table| table.position().unwrap_or(isize::MAX));
    for table in inner {
        number(table, next);
    }
}

/// The text of one annotation's table, as a document of its own.
fn render_alone(mut table: Table) -> String {
    number(&mut table, &mut 1);
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    let mut doc = DocumentMut::new();
    doc.insert("annotation", Item::ArrayOfTables(tables));
    doc.to_string()
}

fn new_table(annotation: &Annotation, remembered: Option<&String>, article_sha256: &str) -> Table {
    let known = remembered.and_then(|text| Document::parse(text).ok()).and_then(|mut document| {
        let was = document.annotations.pop()?;
        match document.doc.remove("annotation") {
            Some(Item::ArrayOfTables(tables)) => tables.into_iter().next().map(|table| (table, was)),
            _ => None,
        }
    });
    let (mut table, was) = match known {
        Some((table, was)) => (table, Some(was)),
        None => {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            (table, None)
        }
    };
    write_annotation(&mut table, annotation, was.as_ref(), article_sha256);
    number(&mut table, &mut 0);
    table
}

/// The text of an annotation that is new in a file; `remembered` is how it
/// stood there before it was deleted.
pub(super) fn written(annotation: &Annotation, remembered: Option<&String>, article_sha256: &str) -> String {
    render_alone(new_table(annotation, remembered, article_sha256))
}

/// `text`, which holds `was` alone, with `now` in its place; `None` if it is
/// no annotation's text.
pub(super) fn rewritten(text: &str, was: &Annotation, now: &Annotation, article_sha256: &str) -> Option<String> {
    let mut doc: DocumentMut = text.parse().ok()?;
    let table = doc.get_mut("annotation")?.as_array_of_tables_mut()?.get_mut(0)?;
    write_annotation(table, now, Some(was), article_sha256);
    Some(doc.to_string())
}

/// Writes into `table` what differs between `was`, which it holds, and `now`.
fn write_annotation(table: &mut Table, now: &Annotation, was: Option<&Annotation>, article_sha256: &str) {
    let mut added = write_id(table, now);
    let mut set = |key: &str, same: Option<bool>, value: Option<Value>| {
        if same != Some(true) {
            added |= put(table, key, value);
        }
    };
    set("created", was.map(|w| w.created == now.created), Some(moment(now.created)));
    set("modified", was.map(|w| w.modified == now.modified), Some(moment(now.modified)));
    set("motivation", was.map(|w| w.motivation == now.motivation), Some(Value::from(now.motivation.name())));
    set("color", was.map(|w| w.color == now.color), now.color.as_deref().map(|c| string(c, Style::Line)));
    set("tags", was.map(|w| w.tags == now.tags), (!now.tags.is_empty()).then(|| strings(&now.tags)));
    set("note", was.map(|w| w.note == now.note), (!now.note.is_empty()).then(|| string(&now.note, Style::Lines)));
    set("check", was.map(|w| w.check == now.check), now.check.map(|c| Value::from(c.name())));
    set("quote", was.map(|w| w.quote == now.quote), now.quote.as_ref().map(quote_value));
    if was.is_none_or(|w| w.selectors != now.selectors) {
        added |= write_selectors(table, now, was, article_sha256);
    }
    if added {
        order_keys(table, ANNOTATION_KEYS);
    }
}

/// Gives `table` its annotation's id, which a person may have left out or
/// used twice. Returns whether the key is new.
fn write_id(table: &mut Table, annotation: &Annotation) -> bool {
    if table.get("id").and_then(Item::as_str) == Some(annotation.id.as_str()) {
        return false;
    }
    let added = put(table, "id", Some(string(&annotation.id, Style::Line)));
    if added {
        order_keys(table, ANNOTATION_KEYS);
    }
    added
}

fn quote_value(quote: &QuotedSpeech) -> Value {
    let mut value = InlineTable::new();
    if let Some(speaker) = &quote.speaker {
        value.insert("speaker", string(speaker, Style::Line));
    }
    value.insert("kind", string(&quote.kind, Style::Line));
    Value::InlineTable(value)
}

fn write_selectors(table: &mut Table, now: &Annotation, was: Option<&Annotation>, article_sha256: &str) -> bool {
    let old = was.map_or(&[][..], |w| w.selectors.as_slice());
    let mut added = false;
    match now.selectors.first() {
        Some(first) if old.first() != Some(first) => {
            let mut target = Table::new();
            target.decor_mut().set_prefix("");
            write_selector(&mut target, first, article_sha256);
            added |= table.insert("target", Item::Table(target)).is_none();
        }
        Some(_) => {}
        None => {
            table.remove("target");
        }
    }
    let later = now.selectors.get(1..).unwrap_or(&[]);
    let old_later = old.get(1..).unwrap_or(&[]);
    if later == old_later {
        return added;
    }
    let mut kept = match table.remove("found") {
        Some(Item::ArrayOfTables(tables)) if later.starts_with(old_later) && tables.len() == old_later.len() => tables,
        _ => ArrayOfTables::new(),
    };
    for selector in later.iter().skip(kept.len()) {
        let mut found = Table::new();
        found.decor_mut().set_prefix("");
        write_selector(&mut found, selector, article_sha256);
        kept.push(found);
    }
    if !kept.is_empty() {
        table.insert("found", Item::ArrayOfTables(kept));
        added = true;
    }
    added
}

fn write_selector(table: &mut Table, selector: &Selector, article_sha256: &str) {
    let position = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    put(table, "exact", Some(string(&selector.exact, Style::Lines)));
    put(table, "prefix", Some(string(&selector.prefix, Style::Line)));
    put(table, "suffix", Some(string(&selector.suffix, Style::Line)));
    put(table, "sentence", Some(string(&selector.sentence, Style::Line)));
    put(table, "start", Some(position(selector.start)));
    put(table, "end", Some(position(selector.end)));
    if selector.text_sha256 != article_sha256 {
        put(table, "text_sha256", Some(string(&selector.text_sha256, Style::Line)));
    }
    order_keys(table, TARGET_KEYS);
}

#[cfg(test)]
mod tests;
