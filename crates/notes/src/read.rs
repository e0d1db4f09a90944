//! Reading the values of a notes file, with line and column for every error.

use std::collections::HashSet;
use std::ops::Range;

use jiff::Timestamp;
use toml_edit::{Item, Table, TableLike};

use crate::annotation::{Annotation, Check, Motivation, QuotedSpeech, Selector};
use crate::header::Header;
use crate::keys::FORMAT;
use pullquote_article::sha256_hex;
use pullquote_article::text::span::floor_boundary;

/// An error in a notes file, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in code points.
    pub column: usize,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

impl ParseError {
    /// An error at byte `at` of `text`.
    #[must_use]
    pub fn at(text: &str, at: usize, message: String) -> Self {
        let before = text.get(..floor_boundary(text, at)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self { line, column, message }
    }
}

/// Reads the values of one table, by key.
pub(crate) struct TableReader<'t> {
    text: &'t str,
    table: &'t dyn TableLike,
    /// The byte of `text` at which the table begins.
    at: usize,
}

impl<'t> TableReader<'t> {
    /// Reads the whole file.
    pub(crate) fn root(text: &'t str, root: &'t Table) -> Self {
        Self { text, table: root, at: 0 }
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// An error about the whole table.
    pub(crate) fn wrong_here(&self, message: String) -> ParseError {
        ParseError::at(self.text, self.at, message)
    }

    /// An error about the value of `key`.
    pub(crate) fn wrong_at(&self, key: &str, message: String) -> ParseError {
        match self.table.get(key) {
            Some(item) => self.wrong(item, message),
            None => self.wrong_here(message),
        }
    }

    fn wrong(&self, item: &Item, message: String) -> ParseError {
        ParseError::at(self.text, item.span().map_or(0, |s| s.start), message)
    }

    fn expected(&self, key: &str, item: &Item, what: &str) -> ParseError {
        self.wrong(item, format!("`{key}` has to be {what}, and is {}", with_indefinite_article(item.type_name())))
    }

    pub(crate) fn string(&self, key: &str) -> Result<Option<String>, ParseError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.expected(key, item, "text between quotation marks")),
            },
        }
    }

    fn string_or_empty(&self, key: &str) -> Result<String, ParseError> {
        Ok(self.string(key)?.unwrap_or_default())
    }

    /// A required text; it may be empty.
    pub(crate) fn string_needed(&self, key: &str) -> Result<String, ParseError> {
        self.string(key)?.ok_or_else(|| self.wrong_here(format!("`{key}` is missing here")))
    }

    /// A required text that is not blank.
    pub(crate) fn words(&self, key: &str) -> Result<String, ParseError> {
        let words = self.string_needed(key)?;
        if words.trim().is_empty() {
            return Err(self.wrong_at(key, format!("`{key}` is empty")));
        }
        Ok(words)
    }

    pub(crate) fn position(&self, key: &str) -> Result<usize, ParseError> {
        match self.table.get(key) {
            None => Ok(0),
            Some(item) => match item.as_integer().and_then(|n| usize::try_from(n).ok()) {
                Some(n) => Ok(n),
                None => Err(self.expected(key, item, "a whole number, not below 0")),
            },
        }
    }

    /// A TOML date or date-time, as text, or any text.
    fn date(&self, key: &str) -> Result<Option<String>, ParseError> {
        match self.table.get(key) {
            Some(item) if item.is_datetime() => Ok(item.as_datetime().map(ToString::to_string)),
            _ => self.string(key),
        }
    }

    /// A time; without an offset it is UTC, and a day is its beginning.
    pub(crate) fn moment(&self, key: &str) -> Result<Option<Timestamp>, ParseError> {
        let Some(text) = self.date(key)? else { return Ok(None) };
        match (moment_of(&text), self.table.get(key)) {
            (None, Some(item)) => {
                Err(self.wrong(item, format!("`{key}` has to be a date and time like 2026-01-05T10:12:33Z")))
            }
            (found, _) => Ok(found),
        }
    }

    /// A text that `parse` understands; `names` lists them for the error.
    fn one_of<T>(&self, key: &str, parse: fn(&str) -> Option<T>, names: &str) -> Result<Option<T>, ParseError> {
        match (self.string(key)?, self.table.get(key)) {
            (Some(name), Some(item)) => match parse(&name) {
                Some(value) => Ok(Some(value)),
                None => Err(self.wrong(item, format!("`{key}` is “{name}”; it has to be one of {names}"))),
            },
            _ => Ok(None),
        }
    }

    /// A list of texts; a single text is a list of one.
    fn strings(&self, key: &str) -> Result<Vec<String>, ParseError> {
        let Some(item) = self.table.get(key) else { return Ok(Vec::new()) };
        if let Some(one) = item.as_str() {
            return Ok(vec![one.to_owned()]);
        }
        let texts = item.as_array().and_then(|array| array.iter().map(|v| v.as_str().map(str::to_owned)).collect());
        texts.ok_or_else(|| self.expected(key, item, "a list of texts, like [\"a\", \"b\"]"))
    }

    fn table(&self, key: &str) -> Result<Option<TableReader<'t>>, ParseError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_table_like() {
                Some(table) => {
                    Ok(Some(TableReader { text: self.text, table, at: item.span().map_or(self.at, |s| s.start) }))
                }
                None => Err(self.expected(key, item, "a table")),
            },
        }
    }

    pub(crate) fn tables(&self, key: &str) -> Result<Vec<TableReader<'t>>, ParseError> {
        let reader = |table: &'t dyn TableLike, span: Option<Range<usize>>| TableReader {
            text: self.text,
            table,
            at: span.map_or(self.at, |s| s.start),
        };
        let Some(item) = self.table.get(key) else { return Ok(Vec::new()) };
        if let Some(tables) = item.as_array_of_tables() {
            return Ok(tables.iter().map(|table| reader(table, table.span())).collect());
        }
        let inline = item.as_array().and_then(|array| {
            array.iter().map(|v| v.as_inline_table().map(|table| reader(table, table.span()))).collect()
        });
        inline.ok_or_else(|| self.expected(key, item, &format!("a list of tables, each begun with [[{key}]]")))
    }
}

/// `kind` with `a` or `an` in front.
fn with_indefinite_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// The time that `text` names; without an offset it is UTC, and a day is its
/// beginning.
pub(crate) fn moment_of(text: &str) -> Option<Timestamp> {
    let at = |text: &str| text.parse::<Timestamp>().ok();
    at(text).or_else(|| at(&format!("{text}Z"))).or_else(|| at(&format!("{text}T00:00:00Z")))
}

/// Reads `format` and the `[article]` table.
pub(crate) fn header(text: &str, root: &Table) -> Result<Header, ParseError> {
    let root = TableReader::root(text, root);
    if let Some(item) = root.table.get("format") {
        match item.as_integer() {
            Some(format) if format > FORMAT => {
                return Err(root.wrong(
                    item,
                    format!("this file has format {format}, this program knows format {FORMAT}; install a newer one"),
                ));
            }
            Some(_) => {}
            None => return Err(root.expected("format", item, "a whole number")),
        }
    }
    let Some(article) = root.table("article")? else { return Ok(Header::default()) };
    Ok(Header {
        title: article.string("title")?,
        byline: article.strings("byline")?,
        site: article.string("site")?,
        source: article.string("source")?,
        published: article.date("published")?,
        fetched: article.date("fetched")?,
        source_sha256: article.string("source_sha256")?,
        text_sha256: article.string_or_empty("text_sha256")?,
    })
}

/// Reads the annotations, in the order of the file.
pub(crate) fn annotations(text: &str, root: &Table, header: &Header) -> Result<Vec<Annotation>, ParseError> {
    let mut found = annotations_as_written(text, root, header)?;
    complete_ids(&mut found);
    Ok(found)
}

/// Reads the annotations with the ids that are in the file.
pub(crate) fn annotations_as_written(text: &str, root: &Table, header: &Header) -> Result<Vec<Annotation>, ParseError> {
    TableReader::root(text, root).tables("annotation")?.iter().map(|table| annotation(table, header)).collect()
}

/// Gives an annotation that a person copied or wrote without an id an id that is
/// the same every time the file is read.
pub(crate) fn complete_ids(annotations: &mut [Annotation]) {
    let mut ids = HashSet::with_capacity(annotations.len());
    for one in annotations {
        while one.id.is_empty() || !ids.insert(one.id.clone()) {
            let seed = format!("{}\0{}\0{}", one.id, one.exact(), one.note);
            one.id = format!("hand-{}", sha256_hex(seed.as_bytes()).get(..16).unwrap_or("0"));
        }
    }
}

fn annotation(table: &TableReader<'_>, header: &Header) -> Result<Annotation, ParseError> {
    let mut selectors = Vec::new();
    if let Some(target) = table.table("target")? {
        selectors.push(selector(&target, header)?);
    }
    for found in table.tables("found")? {
        selectors.push(selector(&found, header)?);
    }
    let quote = match table.table("quote")? {
        Some(quote) => Some(QuotedSpeech { speaker: quote.string("speaker")?, kind: quote.string_or_empty("kind")? }),
        None => None,
    };
    let motivation =
        table.one_of("motivation", Motivation::from_name, "highlighting, commenting, tagging, bookmarking")?;
    let values = AnnotationValues {
        id: table.string("id")?,
        selectors,
        motivation,
        note: table.string("note")?,
        tags: table.strings("tags")?,
        color: table.string("color")?,
        quote,
        check: table.one_of("check", Check::from_name, "unchecked, verified, disputed, needs-source")?,
        created: table.moment("created")?,
        modified: table.moment("modified")?,
    };
    Ok(values.into())
}

/// The values of an annotation in a file, which may leave out any of them.
#[derive(Debug, Default)]
pub(crate) struct AnnotationValues {
    pub(crate) id: Option<String>,
    /// That of `target`, then those of `found`.
    pub(crate) selectors: Vec<Selector>,
    pub(crate) motivation: Option<Motivation>,
    pub(crate) note: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) color: Option<String>,
    pub(crate) quote: Option<QuotedSpeech>,
    pub(crate) check: Option<Check>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) modified: Option<Timestamp>,
}

impl From<AnnotationValues> for Annotation {
    fn from(values: AnnotationValues) -> Self {
        let note = values.note.unwrap_or_default();
        let guessed = match (note.is_empty(), values.tags.is_empty()) {
            (false, _) => Motivation::Commenting,
            (true, false) => Motivation::Tagging,
            (true, true) => Motivation::Highlighting,
        };
        let (created, modified) = (values.created, values.modified);
        Annotation {
            id: values.id.unwrap_or_default(),
            selectors: values.selectors.into(),
            motivation: values.motivation.unwrap_or(guessed),
            note,
            tags: values.tags,
            color: values.color,
            quote: values.quote,
            check: values.check,
            created: created.or(modified).unwrap_or(Timestamp::UNIX_EPOCH),
            modified: modified.or(created).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }
}

fn selector(table: &TableReader<'_>, header: &Header) -> Result<Selector, ParseError> {
    Ok(Selector {
        exact: table.string_or_empty("exact")?,
        prefix: table.string_or_empty("prefix")?,
        suffix: table.string_or_empty("suffix")?,
        sentence: table.string_or_empty("sentence")?,
        start: table.position("start")?,
        end: table.position("end")?,
        text_sha256: table.string("text_sha256")?.unwrap_or_else(|| header.text_sha256.clone()),
    })
}
