//! Writing an export to a file: whole or not at all, and nothing silently
//! over what a person wrote.
//!
//! Formats that can hold comments know their own sections again. For all
//! others [`Ledger`] remembers the hash of what was written where: a file that
//! still has it is as we left it, and may be written anew.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::places::{LibraryError, Places, notes_folder};
use pullquote_article::fingerprint::sha256_hex;

/// What this program exported, by file: a folder beside the notes with one
/// small file for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    folder: PathBuf,
}

/// One file that was exported.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    file: String,
    export: String,
    sha256: String,
}

/// Brings the text of a file up to date: gives the text, and the names of what
/// stays in it as a person changed it; `None` where it is no such file, or the
/// format knows none of its own again.
pub type Refresh<'a> = dyn Fn(&str) -> Option<(String, Vec<String>)> + 'a;

/// What a file is to hold.
pub struct Export<'a> {
    /// The export.
    pub fresh: &'a str,
    /// Of what it is an export, and in which format: a word or two that stay
    /// the same when the notes change. `None` where the file itself tells what
    /// in it is ours, and nothing has to be remembered.
    pub of: Option<&'a str>,
    /// Write over a file of somebody else's.
    pub force: bool,
    /// What the text of a file that is there becomes.
    pub refresh: &'a Refresh<'a>,
}

/// What became of a file; with the names of what stays as a person changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was not there.
    Created,
    /// It holds something else now.
    Updated(Vec<String>),
    /// It held just this.
    Unchanged(Vec<String>),
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is a file that is none of ours, or of something else.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// We wrote it, and somebody changed it since.
    #[error("{} was changed since it was exported", .0.display())]
    Changed(PathBuf),
    /// The folder is not there.
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
    /// In the folder that notes are kept in; where they are in a file of
    /// their own (`--notes FILE`), where that folder would be without it.
    ///
    /// # Errors
    /// If there is no place for notes.
    pub fn of(places: &Places) -> Result<Self, LibraryError> {
        let own = places.argument.as_ref().filter(|argument| argument.is_dir()).cloned();
        Ok(Self::within(&notes_folder(&Places { argument: own, ..places.clone() })?))
    }

    /// In this folder of notes.
    #[must_use]
    pub fn within(notes: &Path) -> Self {
        Self { folder: notes.join("exports") }
    }

    fn entry(&self, file: &Path) -> Option<PathBuf> {
        let file = std::path::absolute(file).ok()?;
        let name = sha256_hex(file.as_os_str().as_encoded_bytes());
        Some(self.folder.join(format!("{}.json", name.get(..16)?)))
    }

    /// The hash that `file` had when it was last written as an export of
    /// `of`.
    fn known(&self, file: &Path, of: Option<&str>) -> Option<String> {
        let of = of?;
        let text = fs::read_to_string(self.entry(file)?).ok()?;
        let record: Record = serde_json::from_str(&text).ok()?;
        (record.export == of).then_some(record.sha256)
    }

    /// Where this fails, the next export asks before it writes over the file.
    fn remember(&self, file: &Path, of: Option<&str>, text: &str) {
        let Some(name) = of else { return };
        let sha256 = sha256_hex(text.as_bytes());
        let Some(entry) = self.entry(file).filter(|_| self.known(file, of).as_ref() != Some(&sha256)) else { return };
        let record = Record { file: file.display().to_string(), export: name.to_owned(), sha256 };
        if let Ok(text) = serde_json::to_string_pretty(&record) {
            let _ = fs::create_dir_all(&self.folder).and_then(|()| fs::write(entry, text + "\n"));
        }
    }
}

/// Writes an export to `path`. One of ours that is there is brought up to
/// date; a file of somebody else's stays, unless it is forced.
///
/// # Errors
/// When the file can't be read or written, or is there already and none of
/// ours.
pub fn write(path: &Path, export: &Export<'_>, ledger: &Ledger) -> Result<Written, ExportError> {
    // What a link names is written, and the link stays.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = match fs::read(&target) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            replace(&target, export.fresh, false)?;
            // It has no other name but for links in the folders above.
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
    replace(&target, &next, true)?;
    ledger.remember(&target, export.of, &next);
    Ok(Written::Updated(kept))
}

/// Writes the whole file or nothing of it; one that is there stays, unless it
/// is to be replaced.
fn replace(file: &Path, text: &str, over: bool) -> Result<(), ExportError> {
    // The name of the temporary file is nobody's business.
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
        // As any new file: the person's umask takes from this.
        temporary.permissions(Permissions::from_mode(0o666));
    }
    let mut temporary = temporary.tempfile_in(folder).map_err(named)?;
    temporary.write_all(text.as_bytes()).map_err(named)?;
    if let (true, Ok(there)) = (over, fs::metadata(file)) {
        temporary.as_file().set_permissions(there.permissions()).map_err(named)?;
    }
    temporary.as_file().sync_all().map_err(named)?;
    let done = if over { temporary.persist(file) } else { temporary.persist_noclobber(file) };
    match done {
        Ok(_) => Ok(()),
        // It appeared since we looked.
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
    fn a_file_as_it_was_exported_is_written_anew_and_any_other_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.csv");
        assert_eq!(export(&path, "one", false).unwrap(), Written::Created);
        assert_eq!(export(&path, "two", false).unwrap(), Written::Updated(Vec::new()));
        assert_eq!(export(&path, "two", false).unwrap(), Written::Unchanged(Vec::new()));
        let other = Export { fresh: "x", of: Some("csv boat"), force: false, refresh: &|_| None };
        let refused = write(&path, &other, &Ledger::within(folder.path()));
        assert!(matches!(refused, Err(ExportError::Exists(_))), "an export of another article: {refused:?}");
        fs::write(&path, "two, changed").unwrap();
        let refused = export(&path, "three", false);
        assert!(matches!(refused, Err(ExportError::Changed(_))), "{refused:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "two, changed");
        assert_eq!(export(&path, "three", true).unwrap(), Written::Updated(Vec::new()));
        assert_eq!(export(&path, "four", false).unwrap(), Written::Updated(Vec::new()));
        let theirs = folder.path().join("theirs.csv");
        fs::write(&theirs, "").unwrap();
        assert!(matches!(export(&theirs, "x", false), Err(ExportError::Exists(_))));
    }

    #[test]
    fn what_cannot_be_written_is_told_without_the_names_of_temporary_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none").join("notes.csv");
        let told = export(&path, "x", false).unwrap_err().to_string();
        assert!(told.contains("there is no folder") && told.ends_with("none"), "{told}");
        assert!(!path.parent().unwrap().exists());
    }
}
