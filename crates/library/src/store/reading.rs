//! What the library alone knows: whether an article was read, its star, its tags, the place
//! where reading stopped, and the trash.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::LibraryFileError;
use super::{Library, Sort};
use crate::query::{Query, State};

/// What the library alone knows about an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadingState {
    /// Whether it was read.
    pub read: bool,
    /// Whether it has a star.
    pub starred: bool,
    /// The code point of the text where reading stopped.
    pub position: Option<usize>,
    /// The share of the text that was read, 0 to 1.
    pub progress: Option<f64>,
    /// The widest line in cells, if a person changed it for this article.
    pub measure: Option<u16>,
    /// The tab of the sidebar, if a person chose another than the usual one.
    pub tab: Option<String>,
    /// When it was put in the trash: RFC 3339.
    pub trashed: Option<String>,
    /// Its tags, in alphabetical order.
    pub tags: Vec<String>,
}

impl Library {
    /// What the library knows about the article with this identity; `None` if nothing.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn reading(&self, identity: &str) -> Result<Option<ReadingState>, LibraryFileError> {
        self.read(|connection| {
            let state = connection
                .prepare_cached(
                    "SELECT read, starred, position, progress, trashed, measure, tab FROM reading WHERE identity = ?1",
                )?
                .query_row([identity], |row| {
                    Ok(ReadingState {
                        read: row.get(0)?,
                        starred: row.get(1)?,
                        position: row.get(2)?,
                        progress: row.get(3)?,
                        trashed: row.get(4)?,
                        measure: row.get(5)?,
                        tab: row.get(6)?,
                        tags: Vec::new(),
                    })
                })
                .optional()?;
            let Some(state) = state else { return Ok(None) };
            Ok(Some(ReadingState { tags: tags_of(connection, identity)?, ..state }))
        })
    }

    /// Marks articles as read or unread.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_read(&mut self, identities: &[String], read: bool) -> Result<(), LibraryFileError> {
        self.set(identities, "UPDATE reading SET read = ?2 WHERE identity = ?1", read)
    }

    /// Marks all articles that the query finds as read; returns the identities of those that were not.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn read_all(&mut self, query: &Query) -> Result<Vec<String>, LibraryFileError> {
        let unread = self.ids(&query.clone().and(Query::in_state(State::Unread)), Sort::default(), None)?;
        self.write(|connection| {
            let mut identities = Vec::with_capacity(unread.len());
            let mut change = connection.prepare_cached(
                "UPDATE reading SET read = 1 WHERE read <> 1 \
                 AND identity = (SELECT identity FROM articles WHERE id = ?1) RETURNING identity",
            )?;
            for id in &unread {
                identities
                    .extend(change.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?);
            }
            Ok(identities)
        })
    }

    /// Gives articles a star, or takes it.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_starred(&mut self, identities: &[String], starred: bool) -> Result<(), LibraryFileError> {
        self.set(identities, "UPDATE reading SET starred = ?2 WHERE identity = ?1", starred)
    }

    /// Puts articles in the trash at the time `when` (RFC 3339), or takes them out: `None`.
    /// Nothing is deleted.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_trashed(&mut self, identities: &[String], when: Option<&str>) -> Result<(), LibraryFileError> {
        self.set(identities, "UPDATE reading SET trashed = ?2 WHERE identity = ?1", when)
    }

    fn set(
        &mut self,
        identities: &[String],
        statement: &str,
        value: impl rusqlite::ToSql + Copy,
    ) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            let mut update = connection.prepare_cached(statement)?;
            for identity in identities {
                update.execute(params![identity, value])?;
            }
            Ok(())
        })
    }

    /// Gives an article these tags and no others.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_tags(&mut self, identity: &str, tags: &[String]) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            connection.execute("DELETE FROM article_tags WHERE identity = ?1", [identity])?;
            add_tags(connection, identity, tags)
        })
    }

    /// Saves the code point where reading stopped and the share that was read, 0 to 1, at the time
    /// `when` (RFC 3339), and marks the article as read.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_position(
        &mut self,
        identity: &str,
        position: usize,
        progress: f64,
        when: &str,
    ) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            connection
                .prepare_cached(
                    "UPDATE reading SET position = ?2, progress = max(coalesce(progress, 0), ?3), opened = ?4, \
                     read = 1 WHERE identity = ?1",
                )?
                .execute(params![identity, position, progress, when])?;
            Ok(())
        })
    }

    /// Saves how the reader shows an article: the widest line in cells, and the tab of the sidebar; `None` for
    /// what is as usual.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_view(
        &mut self,
        identity: &str,
        measure: Option<u16>,
        tab: Option<&str>,
    ) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            connection
                .prepare_cached("UPDATE reading SET measure = ?2, tab = ?3 WHERE identity = ?1")?
                .execute(params![identity, measure, tab])?;
            Ok(())
        })
    }

    /// What opens the articles that were read last, the latest first, at most `limit`: those with `words` in
    /// their title or in what opens them, without regard to case in ASCII. Not those in the trash.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn recent(&self, words: &str, limit: usize) -> Result<Vec<String>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT source FROM reading WHERE opened IS NOT NULL AND trashed IS NULL AND \
                     (instr(lower(title), lower(?1)) OR instr(lower(source), lower(?1))) \
                     ORDER BY opened DESC LIMIT ?2",
                )?
                .query_map(params![words, limit], |row| row.get(0))?
                .collect()
        })
    }

    /// The titles of the articles that were read last with what opens them, the latest first, at most
    /// `limit`. A title may be empty. Not those in the trash.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn recent_titles(&self, limit: usize) -> Result<Vec<(String, String)>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT coalesce(title, ''), source FROM reading WHERE opened IS NOT NULL AND trashed IS NULL \
                     ORDER BY opened DESC LIMIT ?1",
                )?
                .query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// Deletes the articles in the trash, with everything that the library alone knows about
    /// them. Notes files and kept pages stay. Returns how many there were.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn empty_trash(&mut self) -> Result<usize, LibraryFileError> {
        self.write(|connection| {
            let mut trashed = connection.prepare(
                "SELECT r.identity, a.id FROM reading r LEFT JOIN articles a \
                 ON a.identity = r.identity WHERE r.trashed IS NOT NULL",
            )?;
            let rows: Vec<(String, Option<i64>)> =
                trashed.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
            for (identity, id) in &rows {
                if let Some(id) = id {
                    super::put::remove(connection, *id)?;
                }
                connection.execute("DELETE FROM reading WHERE identity = ?1", [identity])?;
                connection.execute("DELETE FROM article_tags WHERE identity = ?1", [identity])?;
                connection.execute("DELETE FROM other_addresses WHERE identity = ?1", [identity])?;
            }
            Ok(rows.len())
        })
    }

    /// Every tag of an article with the number of its articles, the most used first.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn tags(&self) -> Result<Vec<(String, usize)>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT tag, count(DISTINCT identity) AS many FROM (\
                     SELECT t.tag AS tag, t.identity AS identity FROM article_tags t \
                     UNION SELECT j.value, a.identity FROM notes n JOIN articles a ON a.id = n.article, \
                     json_each(n.tags) j) GROUP BY tag ORDER BY many DESC, tag",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// Every saved search, as name and query, by name.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn searches(&self) -> Result<Vec<(String, String)>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT name, query FROM searches ORDER BY name")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// Saves a search under a name; `None` deletes it.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn save_search(&mut self, name: &str, query: Option<&str>) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            match query {
                Some(query) => connection.execute(
                    "INSERT INTO searches (name, query) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET query = ?2",
                    [name, query],
                )?,
                None => connection.execute("DELETE FROM searches WHERE name = ?1", [name])?,
            };
            Ok(())
        })
    }
}

fn tags_of(connection: &Connection, identity: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT tag FROM article_tags WHERE identity = ?1 ORDER BY tag")?
        .query_map([identity], |row| row.get(0))?
        .collect()
}

pub(super) fn add_tags(connection: &Connection, identity: &str, tags: &[String]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO article_tags (identity, tag) VALUES (?1, ?2)")?;
    for tag in tags {
        insert.execute(params![identity, tag])?;
    }
    Ok(())
}
