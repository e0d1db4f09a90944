//! The width that a person chose for an article.

use rusqlite::OptionalExtension;

use super::Library;
use super::error::LibraryFileError;

impl Library {
    /// The width, in cells, that was chosen for the article with this identity; `None` if none was.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn measure(&self, identity: &str) -> Result<Option<u16>, LibraryFileError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT measure FROM measures WHERE identity = ?1")?
                .query_row([identity], |row| row.get(0))
                .optional()
        })
    }

    /// Saves the width, in cells, that was chosen for an article, or forgets it: `None`.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn set_measure(&mut self, identity: &str, measure: Option<u16>) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            match measure {
                Some(measure) => connection
                    .prepare_cached("INSERT OR REPLACE INTO measures (identity, measure) VALUES (?1, ?2)")?
                    .execute((identity, measure))?,
                None => connection.prepare_cached("DELETE FROM measures WHERE identity = ?1")?.execute([identity])?,
            };
            Ok(())
        })
    }
}
