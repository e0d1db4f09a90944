//! Reading the values of a notes file, with the place of each mistake.

use std::collections::HashSet;
use std::ops::Range;

use jiff::Timestamp;
use toml_edit::{Item, Table, TableLike};

use super::annotation::{Annotation, Check, Motivation, QuotedSpeech, Selector};
use super::header::Header;
use super::keys::FORMAT;
use pullquote_article::sha256_hex;
use pullquote_article::text::span::floor_boundary;

/// What is wrong with a notes file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Mistake {
    /// A mistake at byte `at` of `text`.
    #[must_use]
    pub fn at(text: &str, at: usize, message: String) -> Self {
        let before = text.get(..floor_boundary(text, at)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self { line, column, message }
    }
}

/// Values of one table, by key.
pub(super) struct Reader<'t> {
    text: &'t str,
    table: &'t dyn TableLike,
    /// The byte of `text` it begins at.
    at: usize,
}

impl<'t> Reader<'t> {
    /// The values of the whole file.
    pub(super) fn root(text: &'t str, root: &'t Table) -> Self {
        Self { text, table: root, at: 0 }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A mistake of the table as a whole.
    pub(super) fn wrong_here(&self, message: String) -> Mistake {
        Mistake::at(self.text, self.at, message)
    }

    /// A mistake of the value at `key`.
    pub(super) fn wrong_at(&self, key: &str, message: String) -> Mistake {
        match self.table.get(key) {
            Some(item) => self.wrong(item, message),
            None => self.wrong_here(message),
        }
    }

    fn wrong(&self, item: &Item, message: String) -> Mistake {
        Mistake::at(self.text, item.span().map_or(0, |s| s.start), message)
    }

    fn expected(&self, key: &str, item: &Item, what: &str) -> Mistake {
        self.wrong(item, format!("`{key}` has to be {what}, and is {}", article_of(item.type_name())))
    }

    pub(super) fn string(&self, key: &str) -> Result<Option<String>, Mistake> {
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.expected(key, item, "text between quotation marks")),
            },
        }
    }

    fn string_or_empty(&self, key: &str) -> Result<String, Mistake> {
        Ok(self.string(key)?.unwrap_or_default())
    }

    /// Text that has to be there; it may be empty.
    pub(super) fn string_needed(&self, key: &str) -> Result<String, Mistake> {
        self.string(key)?.ok_or_else(|| self.wrong_here(format!("`{key}` is missing here")))
    }

    /// Text that has to be there and to say something.
    pub(super) fn words(&self, key: &str) -> Result<String, Mistake> {
        let words = self.string_needed(key)?;
        if words.trim().is_empty() {
            return Err(self.wrong_at(key, format!("`{key}` is empty")));
        }
        Ok(words)
    }

    pub(super) fn position(&self, key: &str) -> Result<usize, Mistake> {
        match self.table.get(key) {
            None => Ok(0),
            Some(item) => match item.as_integer().and_then(|n| usize::try_from(n).ok()) {
                Some(n) => Ok(n),
                None => Err(self.expected(key, item, "a whole number, not below 0")),
            },
        }
    }

    /// A day or moment as text, as TOML has it, or any text.
    fn date(&self, key: &str) -> Result<Option<String>, Mistake> {
        match self.table.get(key) {
            Some(item) if item.is_datetime() => Ok(item.as_datetime().map(ToString::to_string)),
            _ => self.string(key),
        }
    }

    /// A moment; without an offset it is taken for UTC, a day for its start.
    pub(super) fn moment(&self, key: &str) -> Result<Option<Timestamp>, Mistake> {
        let Some(text) = self.date(key)? else { return Ok(None) };
        let tries = [text.clone(), format!("{text}Z"), format!("{text}T00:00:00Z")];
        let found = tries.iter().find_map(|t| t.parse::<Timestamp>().ok());
        match (found, self.table.get(key)) {
            (None, Some(item)) => {
                Err(self.wrong(item, format!("`{key}` has to be a date and time like 2026-01-05T10:12:33Z")))
            }
            (found, _) => Ok(found),
        }
    }

    fn one_of<T>(&self, key: &str, parse: fn(&str) -> Option<T>, names: &str) -> Result<Option<T>, Mistake> {
        match (self.string(key)?, self.table.get(key)) {
            (Some(name), Some(item)) => match parse(&name) {
                Some(value) => Ok(Some(value)),
                None => Err(self.wrong(item, format!("`{key}` is “{name}”; it has to be one of {names}"))),
            },
            _ => Ok(None),
        }
    }

    fn strings(&self, key: &str) -> Result<Vec<String>, Mistake> {
        let Some(item) = self.table.get(key) else { return Ok(Vec::new()) };
        if let Some(one) = item.as_str() {
            return Ok(vec![one.to_owned()]);
        }
        let texts = item.as_array().and_then(|array| array.iter().map(|v| v.as_str().map(str::to_owned)).collect());
        texts.ok_or_else(|| self.expected(key, item, "a list of texts, like [\"a\", \"b\"]"))
    }

    fn table(&self, key: &str) -> Result<Option<Reader<'t>>, Mistake> {
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_table_like() {
                Some(table) => {
                    Ok(Some(Reader { text: self.text, table, at: item.span().map_or(self.at, |s| s.start) }))
                }
                None => Err(self.expected(key, item, "a table")),
            },
        }
    }

    pub(super) fn tables(&self, key: &str) -> Result<Vec<Reader<'t>>, Mistake> {
        let reader = |table: &'t dyn TableLike, span: Option<Range<usize>>| Reader {
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

fn article_of(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// Reads `format` and `[article]`.
pub(super) fn header(text: &str, root: &Table) -> Result<Header, Mistake> {
    let root = Reader::root(text, root);
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

/// Reads the annotations, in the order they stand in the file.
pub(super) fn annotations(text: &str, root: &Table, header: &Header) -> Result<Vec<Annotation>, Mistake> {
    let mut ids = HashSet::new();
    let mut found = Vec::new();
    for table in Reader::root(text, root).tables("annotation")? {
        let mut one = annotation(&table, header)?;
        // Copied by hand, or written without an id: it gets one that is the
        // same at every reading.
        while one.id.is_empty() || !ids.insert(one.id.clone()) {
            let seed = format!("{}\0{}\0{}", one.id, one.exact(), one.note);
            one.id = format!("hand-{}", sha256_hex(seed.as_bytes()).get(..16).unwrap_or("0"));
        }
        found.push(one);
    }
    Ok(found)
}

fn annotation(table: &Reader<'_>, header: &Header) -> Result<Annotation, Mistake> {
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
    let note = table.string_or_empty("note")?;
    let tags = table.strings("tags")?;
    let guessed = match (note.is_empty(), tags.is_empty()) {
        (false, _) => Motivation::Commenting,
        (true, false) => Motivation::Tagging,
        (true, true) => Motivation::Highlighting,
    };
    let motivation =
        table.one_of("motivation", Motivation::from_name, "highlighting, commenting, tagging, bookmarking")?;
    let (created, modified) = (table.moment("created")?, table.moment("modified")?);
    Ok(Annotation {
        id: table.string_or_empty("id")?,
        selectors,
        motivation: motivation.unwrap_or(guessed),
        note,
        tags,
        color: table.string("color")?,
        quote,
        check: table.one_of("check", Check::from_name, "unchecked, verified, disputed, needs-source")?,
        created: created.or(modified).unwrap_or(Timestamp::UNIX_EPOCH),
        modified: modified.or(created).unwrap_or(Timestamp::UNIX_EPOCH),
    })
}

fn selector(table: &Reader<'_>, header: &Header) -> Result<Selector, Mistake> {
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
