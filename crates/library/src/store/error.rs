//! What can go wrong with the file of the library.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the library could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LibraryFileError {
    /// The folder or the file could not be made.
    #[error("cannot open the library {}: {source}", path.display())]
    File {
        /// The file of the library.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The file was made by a newer version of the program.
    #[error(
        "the library {} was made by a newer Pullquote (its version is {found}, this program knows {known}); \
         use that program, or name another file under [library] in the settings", path.display()
    )]
    Newer {
        /// The file of the library.
        path: PathBuf,
        /// The version of the schema in the file.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The file is a database of another program.
    #[error(
        "{} is a database of another program and is left as it is; \
         name another file under [library] in the settings", path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Another process is writing and did not end in time.
    #[error("another process is writing to the library {}; try again when it is done", path.display())]
    Busy {
        /// The file of the library.
        path: PathBuf,
    },
    /// The file can be read but not written.
    #[error("the library {} can only be read; make the file and its folder writable", path.display())]
    ReadOnly {
        /// The file of the library.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("there is no space left for the library {}; nothing of this step was saved", path.display())]
    Full {
        /// The file of the library.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error(
        "the library {} is damaged ({why}); `pullquote library rebuild` sets it aside and makes a new one",
        path.display()
    )]
    Damaged {
        /// The file of the library.
        path: PathBuf,
        /// What SQLite says.
        why: String,
    },
    /// An [`Interrupter`](super::Interrupter) ended it.
    #[error("the work on the library {} was interrupted", path.display())]
    Interrupted {
        /// The file of the library.
        path: PathBuf,
    },
    /// Another error of SQLite.
    #[error("the library {} could not be used: {source}", path.display())]
    Sqlite {
        /// The file of the library.
        path: PathBuf,
        /// The error.
        source: rusqlite::Error,
    },
    /// A line of an imported file is wrong.
    #[error("line {line} is not a line of `pullquote library export`: {why}")]
    BadLine {
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
}

/// Turns an error of SQLite on the file at `path` into one a person can act on.
pub(super) fn of_sqlite(path: &Path, source: rusqlite::Error) -> LibraryFileError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LibraryFileError::Busy { path },
        Some(ErrorCode::ReadOnly) => LibraryFileError::ReadOnly { path },
        Some(ErrorCode::OperationInterrupted) => LibraryFileError::Interrupted { path },
        Some(ErrorCode::DiskFull) => LibraryFileError::Full { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            LibraryFileError::Damaged { path, why: source.to_string() }
        }
        _ => LibraryFileError::Sqlite { path, source },
    }
}
