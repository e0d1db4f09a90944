//! The full-text indexes of articles and quotes, and the health of the whole file.

use rusqlite::Connection;

use super::Library;
use super::error::LibraryFileError;

/// The full-text indexes.
const INDEXES: [&str; 4] = ["article_index", "quote_index", "entity_index", "note_index"];

/// A row of `articles` in an index, as it is deleted there: FTS5 must be given the words.
const FORGET_ARTICLE: &str = "INSERT INTO article_index (article_index, rowid, title, authors, site, text) \
     SELECT 'delete', id, title, authors, site, text FROM article_words WHERE id = ?1";
const INDEX_ARTICLE: &str = "INSERT INTO article_index (rowid, title, authors, site, text) \
     SELECT id, title, authors, site, text FROM article_words WHERE id = ?1";
const FORGET_QUOTES: &str = "INSERT INTO quote_index (quote_index, rowid, words, speaker) \
     SELECT 'delete', id, words, speaker FROM quotes WHERE article = ?1";
const INDEX_QUOTES: &str = "INSERT INTO quote_index (rowid, words, speaker) \
     SELECT id, words, speaker FROM quotes WHERE article = ?1";

impl Library {
    /// Makes the file as small as it can quickly be, after much was written.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn tidy(&mut self) -> Result<(), LibraryFileError> {
        for index in INDEXES {
            self.write(|connection| {
                connection
                    .execute(&format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', 500)"), [])
                    .map(|_| ())
            })?;
        }
        // Each row that it returns is a page that was freed.
        self.read(|connection| {
            let mut statement = connection.prepare("PRAGMA incremental_vacuum")?;
            let mut rows = statement.query([])?;
            while rows.next()?.is_some() {}
            Ok(())
        })
    }

    /// What is wrong inside the file: pages that are damaged, and indexes that do not agree with their tables. A
    /// clause for each; empty if all is well.
    ///
    /// # Errors
    /// If the library can't be read at all.
    pub fn faults(&self) -> Result<Vec<String>, LibraryFileError> {
        let mut faults: Vec<String> = self.read(|connection| {
            connection
                .prepare("PRAGMA quick_check(5)")?
                .query_map([], |row| row.get::<_, String>(0))?
                .collect::<rusqlite::Result<_>>()
        })?;
        faults.retain(|fault| fault != "ok");
        if self.is_writable() {
            for index in INDEXES {
                // With 1 the index is compared with its table.
                let check = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
                if self.connection.execute(&check, []).is_err() {
                    faults.push(format!("the index {index} does not agree with its table"));
                }
            }
        }
        Ok(faults)
    }

    /// Makes the full-text indexes anew from their tables.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn rebuild_indexes(&mut self) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            for index in INDEXES {
                connection.execute(&format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"), [])?;
            }
            Ok(())
        })
    }
}

/// Adds the words of the article `id` and of its quotes to the indexes.
pub(super) fn add_to_indexes(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    for statement in [INDEX_ARTICLE, INDEX_QUOTES] {
        connection.prepare_cached(statement)?.execute([id])?;
    }
    Ok(())
}

/// Takes the words of the article `id` and of its quotes out of the indexes, while they are still in
/// their tables.
pub(super) fn take_from_indexes(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    for statement in [FORGET_ARTICLE, FORGET_QUOTES] {
        connection.prepare_cached(statement)?.execute([id])?;
    }
    Ok(())
}
