//! The versions of the schema, and bringing an older file to the newest one.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use super::error::{LibraryFileError, of_sqlite};
use super::open::copy;

/// The steps from an empty file to the newest schema. The number of a step is the
/// version that it leads to; a step is never changed once it was released.
pub(super) const STEPS: &[&str] = &[
    include_str!("../../assets/schema-1.sql"),
    include_str!("../../assets/schema-2.sql"),
    include_str!("../../assets/schema-3.sql"),
    include_str!("../../assets/schema-4.sql"),
];

/// The number in a file's header that says that it is a library: “PULQ” in ASCII.
pub(super) const APPLICATION: i64 = 0x5055_4C51;

/// Brings the file to the newest of `steps`. An older file is copied first, to
/// `<name>.version-<N>` beside it.
///
/// # Errors
/// If the file is another program's, is newer than `steps`, or can't be written.
pub(super) fn migrate(connection: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), LibraryFileError> {
    let fails = |error| of_sqlite(path, error);
    let before = version(connection, path, steps.len())?;
    if before == steps.len() {
        return Ok(());
    }
    if before > 0 {
        copy(connection, path, &copy_of(path, before))?;
    }
    // Another process may have been quicker: its steps are not done again.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fails)?;
    let before: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(fails)?;
    for step in steps.iter().skip(before) {
        transaction.execute_batch(step).map_err(fails)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(fails)?;
    transaction.pragma_update(None, "user_version", steps.len()).map_err(fails)?;
    transaction.commit().map_err(fails)
}

/// The version of the schema in the file; 0 if it is empty.
///
/// # Errors
/// If the file is another program's, is newer than `known`, or can't be read.
pub(super) fn version(connection: &Connection, path: &Path, known: usize) -> Result<usize, LibraryFileError> {
    let fails = |error| of_sqlite(path, error);
    // One transaction, so that another process can't make the tables between two of the questions.
    let now = connection.unchecked_transaction().map_err(fails)?;
    let application: i64 = now.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(fails)?;
    let found: usize = now.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(fails)?;
    let tables: usize = now.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(fails)?;
    now.finish().map_err(fails)?;
    if application != APPLICATION && (tables > 0 || found > 0) {
        return Err(LibraryFileError::Foreign { path: path.to_owned() });
    }
    if found > known {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        return Err(LibraryFileError::Newer { path: path.to_owned(), found: number(found), known: number(known) });
    }
    Ok(found)
}

/// The name of the copy of the file at `path` with this version of the schema.
pub(super) fn copy_of(path: &Path, version: usize) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".version-{version}"));
    path.with_file_name(name)
}
