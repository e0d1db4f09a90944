//! Writing articles: the derived tables and the full-text indexes.

use std::fmt::Write;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::Library;
use super::addresses::{identity_at, join, rename};
use super::content::put_content;
use super::error::LibraryFileError;
use super::indexes::{add_to_indexes, take_from_indexes};
use crate::record::{ArticleRecord, Content, EntityRecord, QuoteRecord};
use pullquote_article::sha256_hex;

/// What became of an article that was put into the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It was there, and its text or its facts are others now.
    Updated,
    /// It was there, and nothing changed.
    Unchanged,
}

impl Library {
    /// Puts articles into the library in one step: all are on disk when it returns, or none. An
    /// article with the same identity is replaced; so is the one that was read from the same file,
    /// if that has another text now. A link never replaces what was read. `now` is RFC 3339.
    ///
    /// Returns what became of each, in the same order.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn put(&mut self, records: &[ArticleRecord], now: &str) -> Result<Vec<Put>, LibraryFileError> {
        self.write(|connection| records.iter().map(|record| Ok(put_one(connection, record, now)?.0)).collect())
    }

    /// Puts an article that is still being read into the library as a link, unless the library has it, or has an
    /// earlier text of its file. `now` is RFC 3339.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn put_if_new(&mut self, record: &ArticleRecord, now: &str) -> Result<(), LibraryFileError> {
        if self.read(|connection| is_known(connection, record))? {
            return Ok(());
        }
        self.write(|connection| match is_known(connection, record)? {
            true => Ok(()),
            false => put_link(connection, record, now),
        })
    }

    /// Runs `work` as one transaction.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryFileError> {
        if !self.writable {
            return Err(LibraryFileError::ReadOnly { path: self.path.clone() });
        }
        let path = self.path.clone();
        let fails = |error| super::error::of_sqlite(&path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fails)?;
        let done = work(&transaction).map_err(fails)?;
        transaction.commit().map_err(fails)?;
        Ok(done)
    }

    /// Runs `work`, which only reads.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LibraryFileError> {
        work(&self.connection).map_err(|error| super::error::of_sqlite(&self.path, error))
    }

    /// The identity of the article that was read from the file at `path` when that had this
    /// size and was last changed at `modified` (nanoseconds since 1970); `None` if there is none,
    /// so that the file has to be read.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn unchanged_file(&self, path: &str, modified: i64, size: i64) -> Result<Option<String>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT identity FROM articles WHERE source = ?1 AND modified = ?2 AND size = ?3")?
                .query_row(params![path, modified, size], |row| row.get(0))
                .optional()
        })
    }

    /// Saves that an article is now in another file, which has its text.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn move_article(&mut self, record: &ArticleRecord) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            let (modified, size) = record.content.as_ref().map_or((None, None), |c| (c.modified, c.size));
            connection
                .prepare_cached("UPDATE articles SET source = ?2, modified = ?3, size = ?4 WHERE identity = ?1")?
                .execute(params![record.identity, record.source, modified, size])?;
            connection
                .prepare_cached("UPDATE reading SET source = ?2 WHERE identity = ?1")?
                .execute([&record.identity, &record.source])?;
            Ok(())
        })
    }

    /// What opens the article with this identity; `None` if the library does not have it.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn source_of(&self, identity: &str) -> Result<Option<String>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT source FROM articles WHERE identity = ?1")?
                .query_row([identity], |row| row.get(0))
                .optional()
        })
    }

    /// Whether the article with this identity was read, so that the library has its text.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn has_text(&self, identity: &str) -> Result<bool, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT 1 FROM texts WHERE article = (SELECT id FROM articles WHERE identity = ?1)")?
                .exists([identity])
        })
    }

    /// The files that articles were read from: path, when each was last changed (nanoseconds since 1970), and its
    /// size in bytes at that time.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn files(&self) -> Result<Vec<(String, i64, i64)>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT source, modified, size FROM articles WHERE path IS NOT NULL AND modified IS NOT NULL \
                     AND size IS NOT NULL ORDER BY source",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        })
    }
}

/// Puts one article. Returns what became of it, and its identity: a link may be another address of an
/// article.
pub(super) fn put_one(connection: &Connection, record: &ArticleRecord, now: &str) -> rusqlite::Result<(Put, String)> {
    let link;
    let record = match &record.content {
        Some(_) => record,
        None => {
            link = ArticleRecord { identity: identity_at(connection, &record.identity)?, ..record.clone() };
            &link
        }
    };
    if let Some(asked) = &record.asked {
        join(connection, asked, &record.identity)?;
    }
    let known = find(connection, record)?;
    let put = match &known {
        None => Put::Added,
        Some(known) if is_same(connection, known, record)? => Put::Unchanged,
        Some(_) => Put::Updated,
    };
    // A link says nothing about the text that is in the file now.
    if let Some(known) = &known
        && known.identity != record.identity
        && record.content.is_some()
    {
        rename(connection, &known.identity, &record.identity)?;
    }
    remember(connection, record, now)?;
    if put != Put::Unchanged {
        replace(connection, known.as_ref().map(|known| known.id), record)?;
    }
    Ok((put, record.identity.clone()))
}

/// An article that is in the library.
pub(super) struct Known {
    /// Its number.
    pub(super) id: i64,
    identity: String,
}

/// The article with the same identity, else the one read from the same file, which may have had another
/// text then.
pub(super) fn find(connection: &Connection, record: &ArticleRecord) -> rusqlite::Result<Option<Known>> {
    let known = |row: &rusqlite::Row<'_>| Ok(Known { id: row.get(0)?, identity: row.get(1)? });
    let same = connection
        .prepare_cached("SELECT id, identity FROM articles WHERE identity = ?1")?
        .query_row([&record.identity], known)
        .optional()?;
    if same.is_some() || record.path.is_none() {
        return Ok(same);
    }
    connection
        .prepare_cached("SELECT id, identity FROM articles WHERE source = ?1 AND path IS NOT NULL AND url IS NULL")?
        .query_row([&record.source], known)
        .optional()
}

/// Whether the library has the article, or an earlier text of its file.
fn is_known(connection: &Connection, record: &ArticleRecord) -> rusqlite::Result<bool> {
    let identity = identity_at(connection, &record.identity)?;
    Ok(find(connection, &ArticleRecord { identity, ..record.clone() })?.is_some())
}

/// Whether the library has all of this already.
fn is_same(connection: &Connection, known: &Known, record: &ArticleRecord) -> rusqlite::Result<bool> {
    let Some(content) = &record.content else {
        // A link says less than what was read.
        let read = connection.prepare_cached("SELECT 1 FROM texts WHERE article = ?1")?.exists([known.id])?;
        return Ok(read || known.identity == record.identity && has_facts(connection, known.id, record)?);
    };
    connection
        .prepare_cached(
            "SELECT 1 FROM articles WHERE id = ?1 AND identity = ?2 AND text_sha256 = ?3 AND title = ?4 \
             AND (source <> ?5 OR modified IS ?6 AND size IS ?7) AND published IS ?8 AND analysis_sha256 = ?9",
        )?
        .exists(params![
            known.id,
            record.identity,
            content.text_sha256,
            record.title,
            record.source,
            content.modified,
            content.size,
            record.published,
            digest(content),
        ])
}

/// What identifies the quotes and entities: 32 hex digits.
fn digest(content: &Content) -> String {
    let mut text = String::new();
    for QuoteRecord { speaker, words, kind, start, end, .. } in &content.quotes {
        let _ = writeln!(text, "{start} {end} {kind} {speaker:?} {words}");
    }
    for EntityRecord { kind, name, role, mentions } in &content.entities {
        let _ = writeln!(text, "{kind} {mentions} {role:?} {name}");
    }
    let mut digest = sha256_hex(text.as_bytes());
    digest.truncate(32);
    digest
}

/// Whether the facts of a link are the same.
fn has_facts(connection: &Connection, id: i64, record: &ArticleRecord) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM articles WHERE id = ?1 AND title = ?2 AND summary IS ?3 AND published IS ?4")?
        .exists(params![id, record.title, record.summary, record.published])
}

/// Begins the library's own facts about an article, or brings its title and source up to date.
fn remember(connection: &Connection, record: &ArticleRecord, now: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO reading (identity, source, title, added) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (identity) DO UPDATE SET \
             title = CASE WHEN excluded.title = '' THEN title ELSE excluded.title END",
        )?
        .execute(params![record.identity, record.source, record.title, now])?;
    Ok(())
}

/// Writes the rows of an article, in place of those under `id`.
fn replace(connection: &Connection, id: Option<i64>, record: &ArticleRecord) -> rusqlite::Result<()> {
    if let Some(id) = id {
        forget(connection, id)?;
    }
    let content = record.content.as_ref();
    let id: i64 = connection
        .prepare_cached(
            "INSERT INTO articles (id, identity, source, url, added, title, site, authors, published, language, \
             summary, words, quote_count, text_sha256, modified, size, analysis_sha256) \
             VALUES (?1, ?2, ?3, ?4, (SELECT added FROM reading WHERE identity = ?2), \
             ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) \
             ON CONFLICT (id) DO UPDATE SET identity = ?2, source = ?3, url = ?4, title = ?5, \
             site = coalesce(?6, site), authors = coalesce(?7, authors), published = coalesce(?8, published), \
             language = ?9, summary = coalesce(?10, summary), words = ?11, quote_count = ?12, \
             text_sha256 = ?13, modified = ?14, size = ?15, analysis_sha256 = ?16 RETURNING id",
        )?
        .query_row(
            params![
                id,
                record.identity,
                record.source,
                record.url,
                record.title,
                record.site,
                record.authors,
                record.published,
                record.language,
                record.summary,
                content.map_or(0, |content| content.words),
                content.map_or(0, |content| content.quotes.len()),
                content.map(|content| &content.text_sha256),
                content.and_then(|content| content.modified),
                content.and_then(|content| content.size),
                content.map(digest),
            ],
            |row| row.get(0),
        )?;
    if let Some(content) = content {
        put_content(connection, id, content)?;
    }
    add_to_indexes(connection, id)
}

/// Removes an article's text, quotes and entities, and all its words from the indexes. Its row and its
/// notes stay.
fn forget(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    take_from_indexes(connection, id)?;
    let statements = [
        "DELETE FROM texts WHERE article = ?1",
        "DELETE FROM quote_places WHERE article = ?1",
        "DELETE FROM entity_mentions WHERE article = ?1",
    ];
    for statement in statements {
        connection.prepare_cached(statement)?.execute([id])?;
    }
    Ok(())
}

/// Removes an article with everything derived from it.
pub(super) fn remove(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    forget(connection, id)?;
    connection.execute(super::notes::FORGET_NOTES_OF_ARTICLE, [id])?;
    connection.execute("DELETE FROM articles WHERE id = ?1", [id])?;
    Ok(())
}

/// Puts an article that was not read.
pub(super) fn put_link(connection: &Connection, record: &ArticleRecord, now: &str) -> rusqlite::Result<()> {
    put_one(connection, &ArticleRecord { content: None, ..record.clone() }, now).map(|_| ())
}
