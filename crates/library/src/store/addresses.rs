//! Articles with several addresses: the one in a feed or in a list, and the one that the page says
//! is its own.

use rusqlite::{Connection, OptionalExtension};

use super::Library;
use super::error::LibraryFileError;

impl Library {
    /// The identity of the article at `address`: the address itself, unless it is known to lead to an
    /// article with another one.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn identity_at(&self, address: &str) -> Result<String, LibraryFileError> {
        self.read(|connection| identity_at(connection, address))
    }
}

/// As [`Library::identity_at`].
pub(super) fn identity_at(connection: &Connection, address: &str) -> rusqlite::Result<String> {
    let other: Option<String> = connection
        .prepare_cached("SELECT identity FROM other_addresses WHERE address = ?1")?
        .query_row([address], |row| row.get(0))
        .optional()?;
    Ok(other.unwrap_or_else(|| address.to_owned()))
}

/// Saves that the page at `asked` turned out to be the article with this identity. A link with that
/// address becomes the article, with its star, tags, feed and notes; if the library has the article
/// already, the two become one. An article that was read at `asked` before is another one, and stays.
pub(super) fn join(connection: &Connection, asked: &str, identity: &str) -> rusqlite::Result<()> {
    if asked == identity {
        return Ok(());
    }
    let id_of = |identity: &str| {
        connection
            .prepare_cached("SELECT id FROM articles WHERE identity = ?1")?
            .query_row([identity], |row| row.get::<_, i64>(0))
            .optional()
    };
    let link = id_of(asked)?;
    if let Some(link) = link {
        if connection.prepare_cached("SELECT 1 FROM texts WHERE article = ?1")?.exists([link])? {
            return Ok(());
        }
        match id_of(identity)? {
            Some(article) => {
                for table in ["notes", "notes_files"] {
                    connection
                        .execute(&format!("UPDATE {table} SET article = ?2 WHERE article = ?1"), [link, article])?;
                }
                super::put::remove(connection, link)?;
            }
            None => {
                connection.execute("UPDATE articles SET identity = ?2 WHERE identity = ?1", [asked, identity])?;
            }
        }
    }
    rename(connection, asked, identity)?;
    connection.execute("DELETE FROM other_addresses WHERE address = ?1", [identity])?;
    connection
        .prepare_cached(
            "INSERT INTO other_addresses (address, identity) VALUES (?1, ?2) \
             ON CONFLICT (address) DO UPDATE SET identity = ?2",
        )?
        .execute([asked, identity])?;
    Ok(())
}

/// Gives the library's own facts about an article a new identity. If there are facts under that one
/// too, nothing is lost: it has been read, has a star or has a feed if either of them has, and is in
/// the trash if both are.
pub(super) fn rename(connection: &Connection, from: &str, to: &str) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE reading SET read = max(reading.read, old.read), starred = max(reading.starred, old.starred), \
         added = min(reading.added, old.added), opened = coalesce(reading.opened, old.opened), \
         position = coalesce(reading.position, old.position), progress = coalesce(reading.progress, old.progress), \
         feed = coalesce(reading.feed, old.feed), \
         measure = coalesce(reading.measure, old.measure), tab = coalesce(reading.tab, old.tab), \
         trashed = CASE WHEN old.trashed IS NULL THEN NULL ELSE reading.trashed END \
         FROM (SELECT * FROM reading WHERE identity = ?1) AS old WHERE reading.identity = ?2",
        [from, to],
    )?;
    connection.execute("UPDATE OR IGNORE reading SET identity = ?2 WHERE identity = ?1", [from, to])?;
    connection.execute("DELETE FROM reading WHERE identity = ?1", [from])?;
    connection.execute("UPDATE OR IGNORE article_tags SET identity = ?2 WHERE identity = ?1", [from, to])?;
    connection.execute("DELETE FROM article_tags WHERE identity = ?1", [from])?;
    connection.execute("UPDATE feed_items SET identity = ?2 WHERE identity = ?1", [from, to])?;
    connection.execute("UPDATE other_addresses SET identity = ?2 WHERE identity = ?1", [from, to])?;
    Ok(())
}
