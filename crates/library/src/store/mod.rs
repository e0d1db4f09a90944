//! The file of the library: opening it, its schema, and everything that is written
//! to it.

mod addresses;
mod brought;
mod content;
mod error;
mod feeds;
mod found_before;
mod functions;
mod indexes;
mod list;
mod notes;
mod open;
mod put;
mod reading;
mod schema;
mod transfer;

#[cfg(test)]
mod tests;

pub use error::LibraryFileError;
pub use feeds::{FeedItemRecord, FeedRow};
pub use found_before::FoundBefore;
pub use list::{ArticleRow, Sort, SortColumn, View};
pub use notes::KnownNotesFile;
pub use open::{Opened, SetAside};
pub use put::Put;
pub use reading::ReadingState;
pub use transfer::{Imported, is_export};

use std::path::{Path, PathBuf};

use rusqlite::{Connection, InterruptHandle};

/// An open library.
///
/// Several processes can have one file open. A write waits up to ten seconds for
/// that of another process.
#[derive(Debug)]
pub struct Library {
    path: PathBuf,
    connection: Connection,
    writable: bool,
}

/// Ends what a [`Library`] does at the moment, from another thread.
pub struct Interrupter(InterruptHandle);

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Interrupter")
    }
}

impl Interrupter {
    /// Ends what the library does now with [`LibraryFileError::Interrupted`]; does nothing if it does nothing.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Library {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What ends the reading of this library from another thread.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }

    /// A number that is another one when another connection has changed the file.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn state(&self) -> Result<i64, LibraryFileError> {
        self.read(|connection| connection.pragma_query_value(None, "data_version", |row| row.get(0)))
    }

    /// Whether the file can be written.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.writable
    }
}
