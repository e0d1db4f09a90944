//! Writes an export to a file, completely or not at all, and never silently
//! over what a person wrote.
//!
//! Formats with comments find their own sections again. For all others a
//! [`Ledger`] remembers the hash of each exported file. A file that still has
//! this hash is unchanged and may be replaced.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::places::{LibraryError, Places, notes_folder};
use super::reader_state::replace_private;
use crate::json_text;
use pullquote_article::{files, sha256_hex};

/// The most bytes of an export that are read to update it.
const LARGEST_EXPORT: u64 = 1_000_000_000;
/// The most bytes of a record that are read.
const LARGEST_RECORD: u64 = 1_000_000;

/// The record of exported files: a folder beside the notes with one small file
/// for each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    folder: PathBuf,
}

/// The record of one exported file.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    file: String,
    export: String,
    sha256: String,
}

/// Updates the text of a file. Returns the new text and the names of the
/// sections that were kept because a person had changed them; `None` where the
/// text is not an export in this format, or the format has no sections.
pub type Refresh<'a> = dyn Fn(&str) -> Option<(String, Vec<String>)> + 'a;

/// What to write to a file.
pub struct Export<'a> {
    /// The text of the export.
    pub fresh: &'a str,
    /// A short name for the article and the format that stays the same when
    /// the notes change, such as `csv boats-1a2b3c4d`. `None` where the format
    /// has sections, so that the ledger is not needed.
    pub of: Option<&'a str>,
    /// Whether to replace a file that this program did not write, or that a
    /// person changed.
    pub force: bool,
    /// How an existing file is updated.
    pub refresh: &'a Refresh<'a>,
}

/// What happened to a file. The lists name the sections that were kept because
/// a person had changed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is new.
    Created,
    /// Its text was changed.
    Updated(Vec<String>),
    /// It already had this text.
    Unchanged(Vec<String>),
    /// It is a pipe or a device, and the text was sent to it.
    Sent,
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is a file that is not an export, or one of something else.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The file was exported, and somebody changed it since.
    #[error("{} was changed since it was exported", .0.display())]
    Changed(PathBuf),
    /// It is a link that leads to no file.
    #[error("{} is a link to a file that does not exist; make that file, or remove the link", .0.display())]
    Dangling(PathBuf),
    /// The folder does not exist.
    #[error("cannot write {}: there is no folder {}", .0.display(), .1.display())]
    NoFolder(PathBuf, PathBuf),
    /// The file can't be read.
    #[error("cannot read {}: {}", .0.display(), .1)]
    Read(PathBuf, io::Error),
    /// The file can't be written.
    #[error("cannot write {}: {}", .0.display(), .1)]
    Write(PathBuf, io::Error),
}

impl Ledger {
    /// The ledger in the notes folder. `--notes FILE` does not count here: the
    /// folder is then the one that would be used without it.
    ///
    /// # Errors
    /// If there is no notes folder.
    pub fn of(places: &Places) -> Result<Self, LibraryError> {
        let own = places.argument.as_ref().filter(|argument| argument.is_dir()).cloned();
        Ok(Self::within(&notes_folder(&Places { argument: own, ..places.clone() })?))
    }

    /// The ledger in this notes folder.
    #[must_use]
    pub fn within(notes: &Path) -> Self {
        Self { folder: notes.join("exports") }
    }

    fn entry(&self, file: &Path) -> Option<PathBuf> {
        let file = std::path::absolute(file).ok()?;
        let name = sha256_hex(file.as_os_str().as_encoded_bytes());
        Some(self.folder.join(format!("{}.json", name.get(..16)?)))
    }

    /// The hash of `file` when it was last written as an export of `of`.
    fn known(&self, file: &Path, of: Option<&str>) -> Option<String> {
        let of = of?;
        let entry = self.entry(file)?;
        // A link could lead anywhere, and is not a record of ours.
        fs::symlink_metadata(&entry).ok().filter(fs::Metadata::is_file)?;
        let text = files::read_text(&entry, LARGEST_RECORD).ok()?;
        let record: Record = serde_json::from_str(&text).ok()?;
        (record.export == of).then_some(record.sha256)
    }

    /// Remembers that `file` was written with this text. If that fails, the next
    /// export refuses to replace the file without `--force`.
    fn remember(&self, file: &Path, of: Option<&str>, text: &str) {
        let Some(name) = of else { return };
        let sha256 = sha256_hex(text.as_bytes());
        let Some(entry) = self.entry(file).filter(|_| self.known(file, of).as_ref() != Some(&sha256)) else { return };
        let record = Record { file: file.display().to_string(), export: name.to_owned(), sha256 };
        if let Ok(text) = json_text::indented(&record) {
            let _ = replace_private(&entry, (text + "\n").as_bytes());
        }
    }
}

/// Writes an export to `path`. An earlier export is updated; any other file is
/// replaced only with [`Export::force`]. A pipe or a device is written to, and
/// neither read nor replaced.
///
/// # Errors
/// When the file can't be read or written, or exists and is not an unchanged
/// export.
pub fn write(path: &Path, export: &Export<'_>, ledger: &Ledger) -> Result<Written, ExportError> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => return send(path, export.fresh),
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_ok() => {
            return Err(ExportError::Dangling(path.to_owned()));
        }
        _ => {}
    }
    // The target of a link is written, and the link stays.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = match files::read(&target, LARGEST_EXPORT) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            replace(&target, export.fresh, (false, USUAL))?;
            // Resolves links in the folders above.
            let target = fs::canonicalize(&target).unwrap_or(target);
            ledger.remember(&target, export.of, export.fresh);
            return Ok(Written::Created);
        }
        Err(error) => return Err(ExportError::Read(path.to_owned(), error)),
    };
    if there == export.fresh.as_bytes() {
        ledger.remember(&target, export.of, export.fresh);
        return Ok(Written::Unchanged(Vec::new()));
    }
    let text = String::from_utf8(there).ok();
    let ours =
        || text.as_ref().zip(ledger.known(&target, export.of)).map(|(text, hash)| sha256_hex(text.as_bytes()) == hash);
    let (next, kept) = match text.as_deref().and_then(|text| (export.refresh)(text)) {
        Some(refreshed) => refreshed,
        None => match ours() {
            _ if export.force => (export.fresh.to_owned(), Vec::new()),
            Some(true) => (export.fresh.to_owned(), Vec::new()),
            Some(false) => return Err(ExportError::Changed(path.to_owned())),
            None => return Err(ExportError::Exists(path.to_owned())),
        },
    };
    if text.as_deref() == Some(next.as_str()) {
        return Ok(Written::Unchanged(kept));
    }
    replace(&target, &next, (true, USUAL))?;
    ledger.remember(&target, export.of, &next);
    Ok(Written::Updated(kept))
}

/// Writes a text that only this person may read to `path`. An existing file is replaced only with
/// `force`, and keeps its permissions. A pipe or a device is written to, and not replaced.
///
/// # Errors
/// When the file exists, or can't be written.
pub fn write_private(path: &Path, text: &str, force: bool) -> Result<(), ExportError> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => return send(path, text).map(|_| ()),
        Ok(_) if !force => return Err(ExportError::Exists(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_ok() => {
            return Err(ExportError::Dangling(path.to_owned()));
        }
        _ => {}
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    replace(&target, text, (force, PRIVATE))
}

/// The modes of a new file: what other programs make, from which the umask takes bits away, and one for
/// this person alone.
const USUAL: u32 = 0o666;
const PRIVATE: u32 = 0o600;

/// Writes the text to a pipe or a device.
fn send(path: &Path, text: &str) -> Result<Written, ExportError> {
    let write = || {
        let mut file = fs::OpenOptions::new().write(true).open(path)?;
        file.write_all(text.as_bytes())?;
        file.flush()
    };
    write().map(|()| Written::Sent).map_err(|error| ExportError::Write(path.to_owned(), error))
}

/// Writes the file completely or not at all. An existing file is replaced only
/// with `over`; a new one gets the `mode`.
fn replace(file: &Path, text: &str, (over, mode): (bool, u32)) -> Result<(), ExportError> {
    // The error must not show the name of the temporary file.
    let named = |error: io::Error| {
        let plain = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
        ExportError::Write(file.to_owned(), plain)
    };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(ExportError::NoFolder(file.to_owned(), folder.to_owned()));
    }
    let mut temporary = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        temporary.permissions(Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    let mut temporary = temporary.tempfile_in(folder).map_err(named)?;
    temporary.write_all(text.as_bytes()).map_err(named)?;
    if let (true, Ok(there)) = (over, fs::metadata(file)) {
        temporary.as_file().set_permissions(there.permissions()).map_err(named)?;
    }
    temporary.as_file().sync_all().map_err(named)?;
    let done = if over { temporary.persist(file) } else { temporary.persist_noclobber(file) };
    match done {
        Ok(_) => Ok(()),
        // Another program made it in the meantime.
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(ExportError::Exists(file.to_owned())),
        Err(error) => Err(named(error.error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(path: &Path, fresh: &str, force: bool) -> Result<Written, ExportError> {
        let ledger = Ledger::within(path.parent().unwrap());
        write(path, &Export { fresh, of: Some("csv ferry"), force, refresh: &|_| None }, &ledger)
    }

    #[test]
    fn an_unchanged_export_is_replaced_and_any_other_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.csv");
        assert_eq!(export(&path, "one", false).unwrap(), Written::Created);
        assert_eq!(export(&path, "two", false).unwrap(), Written::Updated(Vec::new()));
        assert_eq!(export(&path, "two", false).unwrap(), Written::Unchanged(Vec::new()));
        let boat = Export { fresh: "x", of: Some("csv boat"), force: false, refresh: &|_| None };
        let refused = write(&path, &boat, &Ledger::within(folder.path()));
        assert!(matches!(refused, Err(ExportError::Exists(_))), "an export of another article: {refused:?}");
        fs::write(&path, "two, changed").unwrap();
        let refused = export(&path, "three", false);
        assert!(matches!(refused, Err(ExportError::Changed(_))), "{refused:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "two, changed");
        assert_eq!(export(&path, "three", true).unwrap(), Written::Updated(Vec::new()));
        assert_eq!(export(&path, "four", false).unwrap(), Written::Updated(Vec::new()));
        let other = folder.path().join("other.csv");
        fs::write(&other, "").unwrap();
        assert!(matches!(export(&other, "x", false), Err(ExportError::Exists(_))));
    }

    #[test]
    fn an_error_does_not_name_temporary_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none").join("notes.csv");
        let message = export(&path, "x", false).unwrap_err().to_string();
        assert!(message.contains("there is no folder") && message.ends_with("none"), "{message}");
        assert!(!path.parent().unwrap().exists());
    }
}
