//! The feeds and their items.

use rusqlite::{Connection, params};

use super::Library;
use super::error::LibraryFileError;
use crate::record::ArticleRecord;

/// A feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedRow {
    /// Its address.
    pub address: String,
    /// Its title.
    pub title: Option<String>,
    /// The address of the site.
    pub home: Option<String>,
    /// The folder that it is in.
    pub folder: Option<String>,
    /// When it was added: RFC 3339.
    pub added: String,
    /// The `ETag` of its last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of its last answer.
    pub last_modified: Option<String>,
    /// When it was last asked: RFC 3339.
    pub checked: Option<String>,
    /// When it may be asked again: RFC 3339.
    pub not_before: Option<String>,
    /// Whether it is gone, so that it is not asked any more.
    pub stopped: bool,
    /// What went wrong when it was last asked.
    pub problem: Option<String>,
    /// The number of its articles outside the trash that were not read.
    pub unread: usize,
}

/// An item of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedItemRecord {
    /// Its id in the feed.
    pub id: String,
    /// Its article; with content if the feed has the whole text.
    pub article: ArticleRecord,
}

impl Library {
    /// Every feed, by folder and title.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn feeds(&self) -> Result<Vec<FeedRow>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT address, title, home, folder, added, etag, last_modified, checked, not_before, stopped, \
                     problem, (SELECT count(*) FROM reading r WHERE r.feed = f.address AND r.read = 0 \
                     AND r.trashed IS NULL) FROM feeds f ORDER BY coalesce(folder, ''), coalesce(title, address)",
                )?
                .query_map([], |row| {
                    Ok(FeedRow {
                        address: row.get(0)?,
                        title: row.get(1)?,
                        home: row.get(2)?,
                        folder: row.get(3)?,
                        added: row.get(4)?,
                        etag: row.get(5)?,
                        last_modified: row.get(6)?,
                        checked: row.get(7)?,
                        not_before: row.get(8)?,
                        stopped: row.get(9)?,
                        problem: row.get(10)?,
                        unread: row.get(11)?,
                    })
                })?
                .collect()
        })
    }

    /// Gives a feed another address. Where there is a feed with that address, the two become one.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn move_feed(&mut self, from: &str, to: &str) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            connection.execute("UPDATE OR IGNORE feeds SET address = ?2 WHERE address = ?1", [from, to])?;
            connection.execute("UPDATE OR IGNORE feed_items SET feed = ?2 WHERE feed = ?1", [from, to])?;
            connection.execute("UPDATE reading SET feed = ?2 WHERE feed = ?1", [from, to])?;
            connection.execute("DELETE FROM feeds WHERE address = ?1 AND ?1 <> ?2", [from, to])?;
            Ok(())
        })
    }

    /// Removes a feed. Its articles stay. Returns whether there was one.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn remove_feed(&mut self, address: &str) -> Result<bool, LibraryFileError> {
        self.write(|connection| {
            connection.execute("UPDATE reading SET feed = NULL WHERE feed = ?1", [address])?;
            Ok(connection.execute("DELETE FROM feeds WHERE address = ?1", [address])? > 0)
        })
    }

    /// Adds a feed with its items in one step. A feed that is known stays as it is, but for its
    /// folder, if one is given. Returns whether the feed is new, and the identities of the new articles.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn add_feed(
        &mut self,
        feed: &FeedRow,
        items: &[FeedItemRecord],
        now: &str,
    ) -> Result<(bool, Vec<String>), LibraryFileError> {
        self.write(|connection| {
            let known = connection.prepare_cached("SELECT 1 FROM feeds WHERE address = ?1")?.exists([&feed.address])?;
            if known {
                connection
                    .prepare_cached("UPDATE feeds SET folder = coalesce(?2, folder) WHERE address = ?1")?
                    .execute(params![feed.address, feed.folder])?;
            } else {
                insert_feed(connection, feed)?;
            }
            Ok((!known, put_items(connection, &feed.address, items, now)?))
        })
    }

    /// Saves what a server answered for a feed, with its items, in one step. Its folder and the time it was
    /// added stay, and so do its title and site if the answer has none. An item that was seen before is left
    /// alone. Returns the identities of the new articles; `None` if the feed was removed in the
    /// meantime, and then nothing is saved.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn update_feed(
        &mut self,
        feed: &FeedRow,
        items: &[FeedItemRecord],
        now: &str,
    ) -> Result<Option<Vec<String>>, LibraryFileError> {
        self.write(|connection| {
            let updated = connection
                .prepare_cached(
                    "UPDATE feeds SET title = coalesce(?2, title), home = coalesce(?3, home), etag = ?4, \
                     last_modified = ?5, checked = ?6, not_before = ?7, stopped = ?8, problem = ?9 WHERE address = ?1",
                )?
                .execute(params![
                    feed.address,
                    feed.title,
                    feed.home,
                    feed.etag,
                    feed.last_modified,
                    feed.checked,
                    feed.not_before,
                    feed.stopped,
                    feed.problem,
                ])?;
            if updated == 0 {
                return Ok(None);
            }
            put_items(connection, &feed.address, items, now).map(Some)
        })
    }

    /// What opens the unread articles of a feed that were not fetched yet, the newest first.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn unfetched(&self, feed: &str) -> Result<Vec<String>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT a.source FROM reading r JOIN articles a ON a.identity = r.identity \
                     WHERE r.feed = ?1 AND r.read = 0 AND r.trashed IS NULL \
                     AND NOT EXISTS (SELECT 1 FROM texts WHERE article = a.id) \
                     ORDER BY coalesce(a.published, a.added) DESC, a.id",
                )?
                .query_map([feed], |row| row.get(0))?
                .collect()
        })
    }
}

/// Puts the items of a feed that were not seen before; returns the identities of the new articles.
fn put_items(
    connection: &Connection,
    feed: &str,
    items: &[FeedItemRecord],
    now: &str,
) -> rusqlite::Result<Vec<String>> {
    let mut new = Vec::new();
    for item in items {
        let identity = super::addresses::identity_at(connection, &item.article.identity)?;
        let seen = connection
            .prepare_cached("INSERT OR IGNORE INTO feed_items (feed, item, identity) VALUES (?1, ?2, ?3)")?
            .execute(params![feed, item.id, identity])?
            == 0;
        if seen {
            continue;
        }
        let known = connection.prepare_cached("SELECT 1 FROM reading WHERE identity = ?1")?.exists([&identity])?;
        super::put::put_link(connection, &item.article, now)?;
        if !known {
            connection
                .prepare_cached("UPDATE reading SET feed = ?2 WHERE identity = ?1")?
                .execute([identity.as_str(), feed])?;
            new.push(identity);
        }
    }
    Ok(new)
}

/// Adds a feed that is not there.
fn insert_feed(connection: &Connection, feed: &FeedRow) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO feeds (address, title, home, folder, added, etag, last_modified, checked, not_before, \
             stopped, problem) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            feed.address,
            feed.title,
            feed.home,
            feed.folder,
            feed.added,
            feed.etag,
            feed.last_modified,
            feed.checked,
            feed.not_before,
            feed.stopped,
            feed.problem,
        ])?;
    Ok(())
}
