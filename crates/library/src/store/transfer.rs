//! What the library alone holds, as lines of JSON: to take it to another machine, and to save it
//! from a damaged file.

use std::io::{BufRead, Write};
use std::path::Path;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Row, params_from_iter};
use serde_json::{Map, Value as Json, json};

use super::Library;
use super::error::{LibraryFileError, of_sqlite};

/// The tables that nothing else holds, with their columns; the first ones are the key.
const OWN: &[(&str, &[&str])] = &[
    (
        "reading",
        &[
            "identity", "source", "title", "added", "opened", "read", "starred", "position", "progress", "trashed",
            "feed", "measure", "tab",
        ],
    ),
    ("article_tags", &["identity", "tag"]),
    (
        "feeds",
        &[
            "address",
            "title",
            "home",
            "folder",
            "added",
            "etag",
            "last_modified",
            "checked",
            "not_before",
            "stopped",
            "problem",
        ],
    ),
    ("feed_items", &["feed", "item", "identity"]),
    ("searches", &["name", "query"]),
    ("other_addresses", &["address", "identity"]),
];

/// The first line of an export.
const FORMAT: &str = "pullquote-library-1";

/// Whether a text begins as what [`Library::export`] writes.
#[must_use]
pub fn is_export(text: &str) -> bool {
    let first: Option<Json> = text.lines().next().and_then(|line| serde_json::from_str(line).ok());
    first.is_some_and(|first| {
        first.get("format").and_then(Json::as_str).is_some_and(|f| f.starts_with("pullquote-library"))
    })
}

/// What an import brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// The rows that are new.
    pub new: usize,
    /// The rows that the library had already; they stay as they are.
    pub known: usize,
}

impl Library {
    /// Writes what the library alone holds as lines of JSON, one object for each row: its table under
    /// `table`, and its columns.
    ///
    /// # Errors
    /// If the library can't be read, or the lines can't be written (the outer error).
    pub fn export(&self, out: &mut impl Write) -> std::io::Result<Result<usize, LibraryFileError>> {
        let lines = match own_rows(&self.connection) {
            Ok(lines) => lines,
            Err(error) => return Ok(Err(of_sqlite(&self.path, error))),
        };
        writeln!(out, "{}", json!({ "format": FORMAT }))?;
        for line in &lines {
            writeln!(out, "{line}")?;
        }
        Ok(Ok(lines.len()))
    }

    /// Reads what [`Self::export`] wrote, all of it or nothing. What the library has already stays.
    /// Articles that it does not have are added as links.
    ///
    /// # Errors
    /// If a line is not one of an export, or the library can't be written.
    pub fn import(&mut self, lines: impl BufRead) -> Result<Imported, LibraryFileError> {
        let bad = |line: usize, why: String| LibraryFileError::BadLine { line: line + 1, why };
        let mut rows = Vec::new();
        for (at, line) in lines.lines().enumerate() {
            let line = line.map_err(|error| bad(at, error.to_string()))?;
            if line.trim().is_empty() {
                continue;
            }
            let object: Map<String, Json> = serde_json::from_str(&line).map_err(|error| bad(at, error.to_string()))?;
            if at == 0 && object.get("format").and_then(Json::as_str) == Some(FORMAT) {
                continue;
            }
            rows.push(row_of(&object).map_err(|why| bad(at, why))?);
        }
        self.put_rows(rows)
    }

    fn put_rows(&mut self, rows: Vec<(usize, Vec<Value>)>) -> Result<Imported, LibraryFileError> {
        self.write(|connection| {
            let mut imported = Imported::default();
            let mut rows = rows;
            // Items refer to feeds.
            rows.sort_by_key(|(table, _)| *table);
            for (table, values) in rows {
                let Some((name, columns)) = OWN.get(table) else { continue };
                let places = vec!["?"; columns.len()].join(", ");
                let text = format!("INSERT OR IGNORE INTO {name} ({}) VALUES ({places})", columns.join(", "));
                let added = connection.prepare_cached(&text)?.execute(params_from_iter(values))?;
                imported.new += added;
                imported.known += 1 - added;
            }
            links(connection)?;
            Ok(imported)
        })
    }

    /// Takes what can still be read of the library's own tables from a damaged file that was set
    /// aside. Returns how many rows that were.
    ///
    /// # Errors
    /// If the new library can't be written; a file that can't be read at all has no rows.
    pub(super) fn salvage(&mut self, damaged: &Path) -> Result<usize, LibraryFileError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let Ok(old) = Connection::open_with_flags(damaged, flags) else { return Ok(0) };
        let mut rows = Vec::new();
        for (at, (name, columns)) in OWN.iter().enumerate() {
            let Ok(mut statement) = old.prepare(&format!("SELECT {} FROM {name}", columns.join(", "))) else {
                continue;
            };
            let Ok(mut found) = statement.query([]) else { continue };
            while let Ok(Some(row)) = found.next() {
                let values: rusqlite::Result<Vec<Value>> = (0..columns.len()).map(|column| row.get(column)).collect();
                rows.extend(values.ok().map(|values| (at, values)));
            }
        }
        self.put_rows(rows).map(|imported| imported.new)
    }
}

/// Adds a row of `articles` for each article of which only the library's own facts are there.
fn links(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO articles (identity, source, url, added, title, words) \
         SELECT identity, source, CASE WHEN source LIKE 'http%://%' THEN source END, added, title, 0 FROM reading r \
         WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.identity = r.identity)",
        [],
    )?;
    connection.execute("INSERT INTO article_index (article_index) VALUES ('rebuild')", [])?;
    Ok(())
}

fn own_rows(connection: &Connection) -> rusqlite::Result<Vec<Json>> {
    let mut lines = Vec::new();
    for (name, columns) in OWN {
        let key = columns.first().copied().unwrap_or_default();
        let mut statement = connection.prepare(&format!("SELECT {} FROM {name} ORDER BY {key}", columns.join(", ")))?;
        let rows = statement.query_map([], |row| json_of(name, columns, row))?;
        for row in rows {
            lines.push(row?);
        }
    }
    Ok(lines)
}

/// A row as a JSON object; columns that are NULL are left out.
fn json_of(table: &str, columns: &[&str], row: &Row<'_>) -> rusqlite::Result<Json> {
    let mut object = Map::new();
    object.insert("table".to_owned(), Json::from(table));
    for (at, column) in columns.iter().enumerate() {
        let value = match row.get_ref(at)? {
            ValueRef::Null | ValueRef::Blob(_) => continue,
            ValueRef::Integer(n) => Json::from(n),
            ValueRef::Real(x) => Json::from(x),
            ValueRef::Text(text) => Json::from(String::from_utf8_lossy(text).into_owned()),
        };
        object.insert((*column).to_owned(), value);
    }
    Ok(Json::Object(object))
}

/// The table, as an index of [`OWN`], and the values of a line.
fn row_of(object: &Map<String, Json>) -> Result<(usize, Vec<Value>), String> {
    let name = object.get("table").and_then(Json::as_str).ok_or("it has no “table”")?;
    let at = OWN.iter().position(|(table, _)| *table == name).ok_or_else(|| format!("there is no table “{name}”"))?;
    let columns = OWN.get(at).map(|(_, columns)| *columns).unwrap_or_default();
    let values = columns.iter().map(|column| match object.get(*column) {
        None | Some(Json::Null) => Ok(Value::Null),
        Some(Json::String(text)) => Ok(Value::Text(text.clone())),
        Some(Json::Bool(is)) => Ok(Value::Integer((*is).into())),
        Some(Json::Number(n)) => Ok(n.as_i64().map_or_else(|| Value::Real(n.as_f64().unwrap_or(0.0)), Value::Integer)),
        Some(_) => Err(format!("“{column}” is neither a text nor a number")),
    });
    let values = values.collect::<Result<Vec<_>, String>>()?;
    let missing = values.first().is_none_or(|key| *key == Value::Null);
    if missing {
        Err(format!("a row of “{name}” needs “{}”", columns.first().unwrap_or(&"")))
    } else {
        Ok((at, values))
    }
}
