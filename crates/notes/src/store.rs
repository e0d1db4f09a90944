//! The only way to a notes file: reading, and saving so that nothing is lost.
//!
//! A save locks, reads the file again, merges by id (corrections by subject)
//! with what another process wrote meanwhile, writes a temporary file beside it, flushes it, renames it
//! over the old one and flushes the folder. A file that does not parse is
//! never written over. Opening never writes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ulid::Ulid;

use super::annotation::Annotation;
use super::correction;
use super::correction::Correction;
use super::header::Header;
use super::merge::merge;
use super::read::Mistake;
use super::schema::Document;
use crate::file_slices::Pieces;
use crate::messages::{Saved, Snapshot, Stamp};

/// How long a save waits for another process to finish its own.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why notes could not be read or saved. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is there and can't be read.
    #[error("can't read the notes in {}: {source}; check who may read the file", path.display())]
    Read {
        /// The notes file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not a notes file as it stands.
    #[error("{}:{}:{}: {}; the file was left as it is: mend that line, or keep notes elsewhere with --notes FILE", path.display(), mistake.line, mistake.column, mistake.message)]
    Mistake {
        /// The notes file.
        path: PathBuf,
        /// What is wrong, and where.
        mistake: Mistake,
    },
    /// Another process holds the lock.
    #[error("another program has been saving {} for {} seconds; try again, or close it", path.display(), PATIENCE.as_secs())]
    Busy {
        /// The notes file.
        path: PathBuf,
    },
    /// The file can't be written.
    #[error("can't save the notes to {}: {source}; free the folder for writing, or choose another file with --notes FILE", path.display())]
    Write {
        /// The notes file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl StoreError {
    /// The same in a sentence that begins with what is wrong, where the room
    /// may end before the name of the file does.
    #[must_use]
    pub fn reason_first(&self) -> String {
        match self {
            StoreError::Mistake { path, mistake: Mistake { line, column, message, .. } } => format!(
                "line {line}, column {column}: {message}; mend that line in {}, which was left as it is",
                path.display()
            ),
            StoreError::Read { path, source } => {
                format!("{source}; check who may read {}", path.display())
            }
            other => other.to_string(),
        }
    }
}

/// A new id and the time now.
#[must_use]
pub fn stamp() -> Stamp {
    Stamp { id: Ulid::generate().to_string(), now: Timestamp::now() }
}

/// What a notes file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// What it says about its article; `None` if there is no file.
    pub header: Option<Header>,
    /// Its annotations, in the order they stand in it.
    pub annotations: Vec<Annotation>,
    /// Its corrections, one a subject, in the order of the subjects.
    pub corrections: Vec<Correction>,
    /// Its text, cut for a fast save.
    pub pieces: Option<Arc<Pieces>>,
}

impl From<Vec<Annotation>> for Loaded {
    fn from(annotations: Vec<Annotation>) -> Self {
        Self { annotations, ..Self::default() }
    }
}

/// Reads a notes file; one that does not exist holds nothing. Never writes.
///
/// # Errors
/// If the file can't be read or is not a notes file.
pub fn load(path: &Path) -> Result<Loaded, StoreError> {
    // A sync tool may have made the file and not filled it yet.
    let Some(text) = read(path)?.filter(|text| !text.trim().is_empty()) else { return Ok(Loaded::default()) };
    let document = parse(path, &text)?;
    Ok(Loaded {
        header: Some(document.header().clone()),
        annotations: document.annotations().to_vec(),
        corrections: document.corrections(),
        pieces: document.pieces().cloned().map(Arc::new),
    })
}

/// Saves a snapshot, merged with what the file holds by now, and returns what
/// it holds then. On success everything is on disk.
///
/// # Errors
/// If the file does not parse (it is left as it is), is held by another
/// process for too long, or can't be written.
pub fn save(snapshot: &Snapshot) -> Result<Saved, StoreError> {
    let path = fs::canonicalize(&snapshot.path).unwrap_or_else(|_| snapshot.path.clone());
    let failed = |source| StoreError::Write { path: path.clone(), source };
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let _lock = lock(folder, &path)?;
    let found = read(&path)?;
    let (text, saved) = match found.as_deref().and_then(|found| unchanged(snapshot, found)) {
        Some(next) => next,
        None => merged(snapshot, &path, found.as_deref())?,
    };
    if found.as_deref() != Some(text.as_str()) {
        replace(folder, &path, text.as_bytes()).map_err(failed)?;
    }
    Ok(saved)
}

/// The next text of a file that is still as this process saw it last: only
/// what changed is read and written anew.
fn unchanged(snapshot: &Snapshot, found: &str) -> Option<(String, Saved)> {
    // Corrections are few and rarely made: the fast way leaves them alone.
    if snapshot.corrections != snapshot.base_corrections {
        return None;
    }
    let pieces = snapshot.pieces.as_ref().filter(|pieces| pieces.is(found.as_bytes()))?;
    let mut annotations = snapshot.mine.clone();
    annotations.sort_by(|a, b| a.order().cmp(&b.order()));
    let (pieces, removed) = pieces.with(&snapshot.base, &annotations, &snapshot.remembered)?;
    let text = pieces.text();
    let (corrections, pieces) = (snapshot.corrections.clone(), Some(Arc::new(pieces)));
    Some((text, Saved { annotations, corrections, conflicts: Vec::new(), removed, pieces }))
}

/// The next text of a file that others may have written.
fn merged(snapshot: &Snapshot, path: &Path, found: Option<&str>) -> Result<(String, Saved), StoreError> {
    // Without a file there is nothing that somebody else could have deleted,
    // nor in one without a word.
    let (mut document, base, base_corrections) = match found {
        Some(text) if text.trim().is_empty() => (parse(path, text)?, &[][..], &[][..]),
        Some(text) => (parse(path, text)?, snapshot.base.as_slice(), snapshot.base_corrections.as_slice()),
        None => (Document::new(snapshot.header.clone()), &[][..], &[][..]),
    };
    document.complete_header(&snapshot.header);
    let merged = merge(base, &snapshot.mine, document.annotations());
    document.set_corrections(&correction::merge(base_corrections, &snapshot.corrections, &document.corrections()));
    let removed = document.set_annotations(&merged.annotations, &snapshot.remembered);
    let text = document.to_string();
    // What is about to replace a person's file has to read back as it is.
    let again = parse(path, &text)?;
    let pieces = again.pieces().cloned().map(Arc::new);
    let saved = Saved {
        annotations: again.annotations().to_vec(),
        corrections: again.corrections(),
        conflicts: merged.conflicts,
        removed,
        pieces,
    };
    Ok((text, saved))
}

/// The file's text; `None` if there is no file.
fn read(path: &Path) -> Result<Option<String>, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StoreError::Read { path: path.to_owned(), source }),
    };
    String::from_utf8(bytes).map(Some).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(e.as_bytes());
        let mistake = Mistake::at(&text, valid, "the file is not UTF-8 here".to_owned());
        StoreError::Mistake { path: path.to_owned(), mistake }
    })
}

fn parse(path: &Path, text: &str) -> Result<Document, StoreError> {
    Document::parse(text).map_err(|mistake| StoreError::Mistake { path: path.to_owned(), mistake })
}

/// Holds the lock of a notes file until it is dropped.
struct Lock {
    _file: File,
}

/// Locks the folder itself, which leaves nothing behind; where a folder can't
/// be locked, a hidden file in it; where nothing can, nobody else can either.
fn lock(folder: &Path, path: &Path) -> Result<Lock, StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    if let Ok(file) = File::open(folder) {
        match wait_for(&file, path) {
            Err(Refusal::Unable) => {}
            Err(Refusal::Failed(e)) => return Err(e),
            Ok(()) => return Ok(Lock { _file: file }),
        }
    }
    let sidecar = folder.join(".pullquote.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(sidecar).map_err(failed)?;
    match wait_for(&file, path) {
        Err(Refusal::Failed(e)) => Err(e),
        Ok(()) | Err(Refusal::Unable) => Ok(Lock { _file: file }),
    }
}

enum Refusal {
    /// This file can't be locked here.
    Unable,
    Failed(StoreError),
}

fn wait_for(file: &File, path: &Path) -> Result<(), Refusal> {
    let begun = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if begun.elapsed() > PATIENCE => {
                return Err(Refusal::Failed(StoreError::Busy { path: path.to_owned() }));
            }
            Err(TryLockError::WouldBlock) => {
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(10));
            }
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(_)) => return Err(Refusal::Unable),
        }
    }
}

const TEMPORARY: (&str, &str) = (".pullquote-", ".tmp");

/// Puts `bytes` at `path` whole or not at all. The caller holds the lock.
fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the person's umask takes from this.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let permissions = fs::metadata(path).map(|m| m.permissions()).ok();
    if let Some(permissions) = &permissions
        && permissions.readonly()
    {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected"));
    }
    let mut file = builder.tempfile_in(folder)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    // Only some systems let a folder be flushed; the rename stands without.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Removes what a killed process left behind: under the lock nobody else has
/// a temporary file here.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
            // What can't be removed harms nothing.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests;
