//! The feeds and their items.

use rusqlite::{OptionalExtension, params};

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

    /// Adds a feed, or replaces all facts about the one with this address but the time it was
    /// added. Returns whether it is new.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn put_feed(&mut self, feed: &FeedRow) -> Result<bool, LibraryFileError> {
        self.write(|connection| {
            let known = connection.prepare_cached("SELECT 1 FROM feeds WHERE address = ?1")?.exists([&feed.address])?;
            connection
                .prepare_cached(
                    "INSERT INTO feeds (address, title, home, folder, added, etag, last_modified, checked, not_before, \
                     stopped, problem) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
                     ON CONFLICT (address) DO UPDATE SET title = ?2, home = ?3, folder = ?4, etag = ?6, \
                     last_modified = ?7, checked = ?8, not_before = ?9, stopped = ?10, problem = ?11",
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
            Ok(!known)
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

    /// Puts the items of a feed into the library, as one step with the facts about the feed. An item
    /// that was seen before is left alone. Returns the identities of the new articles.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn put_items(
        &mut self,
        feed: &str,
        items: &[FeedItemRecord],
        now: &str,
    ) -> Result<Vec<String>, LibraryFileError> {
        self.write(|connection| {
            let mut new = Vec::new();
            for item in items {
                let seen = connection
                    .prepare_cached("INSERT OR IGNORE INTO feed_items (feed, item, identity) VALUES (?1, ?2, ?3)")?
                    .execute(params![feed, item.id, item.article.identity])?
                    == 0;
                if seen {
                    continue;
                }
                let known: Option<i64> = connection
                    .prepare_cached("SELECT 1 FROM reading WHERE identity = ?1")?
                    .query_row([&item.article.identity], |row| row.get(0))
                    .optional()?;
                super::put::put_link(connection, &item.article, now)?;
                if known.is_none() {
                    connection
                        .prepare_cached("UPDATE reading SET feed = ?2 WHERE identity = ?1")?
                        .execute([&item.article.identity, feed])?;
                    new.push(item.article.identity.clone());
                }
            }
            Ok(new)
        })
    }
}
