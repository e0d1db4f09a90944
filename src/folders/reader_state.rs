//! The folder for what the reader remembers between two starts and nobody edits.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use pullquote_article::files;

/// `pullquote` in the platform's folder for state or, where it has none, for data; it may not exist
/// yet. `None` if the system names no home folder.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    let strategy = choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("pullquote"))
}

/// Writes a file in the place of an older one, as a whole or not at all, and makes its folder. Only the
/// user can read both. A link in its place is replaced, not followed.
///
/// # Errors
/// If its folder can't be made or written.
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    files::make_private_folder(folder)?;
    let mut file = tempfile::Builder::new().prefix(".pullquote-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}
