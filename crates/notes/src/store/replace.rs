//! Replaces a notes file as a whole or not at all, and only if it still holds
//! what it was read with.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use tempfile::NamedTempFile;

/// The beginning and end of the names of temporary files.
const TEMPORARY: (&str, &str) = (".pullquote-", ".tmp");

/// The bytes of a file that are compared at a time.
const PART: usize = 64 * 1024;

/// How replacing a file ended.
#[derive(Debug)]
pub(super) enum Replaced {
    /// The file has the new text, and nothing that another program wrote was
    /// replaced.
    Done,
    /// The file holds something else by now and was not replaced.
    Changed,
    /// The file has the new text. Just before, another program had written these
    /// bytes, which have to be merged.
    Held(Vec<u8>),
}

/// A file that is to take the place of another one in its folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct TemporaryFile<'a> {
    /// The folder of both files.
    pub(super) folder: &'a Path,
    /// The path of the file to be replaced.
    pub(super) path: &'a Path,
    /// The new text.
    pub(super) text: &'a str,
}

impl TemporaryFile<'_> {
    /// Replaces the file, which held `old`, or did not exist. The caller holds
    /// the lock, and flushes the folder afterwards. `flushed` is called when the temporary file is on disk.
    ///
    /// # Errors
    /// If the file is write-protected or the folder cannot be written.
    pub(super) fn replace(self, old: Option<&str>, flushed: &mut dyn FnMut(&Path)) -> io::Result<Replaced> {
        sweep(self.folder);
        let file = self.write()?;
        flushed(self.path);
        if !holds(self.path, old.map(str::as_bytes))? {
            return Ok(Replaced::Changed);
        }
        let replaced = match old {
            Some(old) => exchange(file, self.path, old.as_bytes())?,
            None => match file.persist_noclobber(self.path) {
                Ok(_) => Replaced::Done,
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Replaced::Changed,
                // Some file systems have no such step.
                Err(error) => error.file.persist(self.path).map(|_| Replaced::Done).map_err(|error| error.error)?,
            },
        };
        Ok(replaced)
    }

    /// Writes the temporary file and flushes it.
    fn write(self) -> io::Result<NamedTempFile> {
        // A new file is for this user alone, which is how temporary files are made.
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
        let permissions = fs::metadata(self.path).map(|m| m.permissions()).ok();
        if let Some(permissions) = &permissions
            && permissions.readonly()
        {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected"));
        }
        let mut file = builder.tempfile_in(self.folder)?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions)?;
        }
        file.write_all(self.text.as_bytes())?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

/// Whether the file at `path` has these bytes, or there is none for `None`. It is
/// read in parts: a second copy of a long file would take as much memory as all of
/// its notes.
fn holds(path: &Path, bytes: Option<&[u8]>) -> io::Result<bool> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(bytes.is_none()),
        Err(error) => return Err(error),
    };
    let Some(mut rest) = bytes else { return Ok(false) };
    let mut reader = BufReader::with_capacity(PART, file);
    loop {
        let part = reader.fill_buf()?;
        let length = part.len();
        match rest.strip_prefix(part) {
            Some(_) if length == 0 => return Ok(rest.is_empty()),
            Some(next) => rest = next,
            None => return Ok(false),
        }
        reader.consume(length);
    }
}

/// Puts `file` in the place of the one at `path`, which held `old` a moment ago.
/// Where the system can exchange two files in one step, what another program
/// wrote in that moment is found in the file that was replaced.
pub(super) fn exchange(file: NamedTempFile, path: &Path, old: &[u8]) -> io::Result<Replaced> {
    if swap(file.path(), path).is_err() {
        // The file is gone, or this system cannot exchange files.
        file.persist(path).map_err(|error| error.error)?;
        return Ok(Replaced::Done);
    }
    let replaced: PathBuf = file.path().to_owned();
    // Dropping `file` removes what was replaced.
    Ok(if holds(&replaced, Some(old))? { Replaced::Done } else { Replaced::Held(fs::read(&replaced)?) })
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// The folders that were swept.
static SWEPT: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);

/// Removes temporary files of processes that were killed, at the first save in a
/// folder: listing thousands of files takes longer than the save itself. The
/// caller holds the lock, so no other process is using one. Other threads of this
/// process wait here, before they make theirs.
fn sweep(folder: &Path) {
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if !swept.insert(folder.to_owned()) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
            // A file that cannot be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}
