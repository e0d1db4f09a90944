//! Articles that people bring from other programs, with what these knew about them.

use rusqlite::{Connection, params};

use super::Library;
use super::error::LibraryFileError;
use super::put::{Put, put_one};
use crate::record::{ArticleRecord, OwnFacts};

impl Library {
    /// Puts articles into the library as [`Library::put`] does, with what is known about them, all in
    /// one step. Tags and stars are added to those the library has; whether an article was read, and when it
    /// was added, are saved only for new articles. Nothing stays in the trash. `now` is RFC 3339.
    ///
    /// Returns what became of each and its identity in the library, in the same order.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn put_brought(
        &mut self,
        articles: &[(ArticleRecord, OwnFacts)],
        now: &str,
    ) -> Result<Vec<(Put, String)>, LibraryFileError> {
        self.write(|connection| {
            let mut done = Vec::with_capacity(articles.len());
            for (record, facts) in articles {
                let (put, identity) = put_one(connection, record, facts.added.as_deref().unwrap_or(now))?;
                save_facts(connection, &identity, facts)?;
                if let Some(read) = facts.read.filter(|_| put == Put::Added) {
                    connection
                        .prepare_cached("UPDATE reading SET read = ?2 WHERE identity = ?1")?
                        .execute(params![identity, read])?;
                }
                done.push((put, identity));
            }
            Ok(done)
        })
    }

    /// Adds tags and stars to articles in the library, by their identities, and takes them out of the
    /// trash.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn add_facts(&mut self, facts: &[(String, OwnFacts)]) -> Result<(), LibraryFileError> {
        self.write(|connection| facts.iter().try_for_each(|(identity, facts)| save_facts(connection, identity, facts)))
    }
}

fn save_facts(connection: &Connection, identity: &str, facts: &OwnFacts) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE reading SET starred = max(starred, ?2), trashed = NULL WHERE identity = ?1")?
        .execute(params![identity, facts.starred])?;
    super::reading::add_tags(connection, identity, &facts.tags)
}
