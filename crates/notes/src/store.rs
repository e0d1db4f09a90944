//! Reading notes files, and saving them so that nothing is lost.
//!
//! A save locks the folder, reads the file again, merges annotations by id and
//! corrections by subject with what another process wrote in the meantime,
//! writes a temporary file in the same folder, flushes it, puts it in the place
//! of the old one and flushes the folder. A file that cannot be parsed is never
//! overwritten. Loading never writes.
//!
//! A program that takes no lock, such as one that synchronises files, may write
//! while the temporary file is flushed, which can take long. So the file is
//! looked at again afterwards, and merged again if it differs; `replace` has the
//! last step.

mod replace;
mod together;

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pullquote_article::files;
use ulid::Ulid;

use crate::annotation::Annotation;
use crate::correction::{self, Correction};
use crate::file_slices::FileSlices;
use crate::header::Header;
use crate::merge::merge;
use crate::messages::{SaveRequest, Saved, Stamp};
use crate::notes_file::NotesFile;
use crate::pieces::{self, Contents};
use crate::read::ParseError;
use crate::write;
use replace::{Replaced, TemporaryFile};
pub use together::save_all;

/// The most bytes of a notes file that are read: a hundred times a file with
/// ten thousand notes.
const LARGEST_FILE: u64 = 1_000_000_000;

/// The time that a save waits for another process to finish saving.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a save merges again because a program without a lock wrote in the
/// meantime. Far more than such a program can write during one flush.
const ROUNDS: usize = 200;

/// How long a save waits before it looks again at a file that cannot be parsed.
const PAUSE: Duration = Duration::from_millis(50);

/// The reason why notes could not be read or saved; the message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file exists and cannot be read.
    #[error("can't read the notes in {}: {source}; check the permissions of the file", path.display())]
    Read {
        /// The notes file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// It is a pipe, a device or a socket, or too large to be read.
    #[error("can't read the notes in {}: {source}; use another file with --notes FILE", path.display())]
    NotReadable {
        /// The path.
        path: PathBuf,
        /// What it is.
        source: io::Error,
    },
    /// The file is a link that leads to no file.
    #[error("the notes file {} is a link to {}, which does not exist; make that file, or remove the link", path.display(), target.display())]
    Dangling {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// The file is not a valid notes file.
    #[error("{}:{}:{}: {}; the file was not changed: correct that line, or use another file with --notes FILE", path.display(), error.line, error.column, error.message)]
    Parse {
        /// The notes file.
        path: PathBuf,
        /// What is wrong, with line and column.
        error: ParseError,
    },
    /// Another process has held the lock for too long.
    #[error("another program has been saving {} for {} seconds; try again, or close it", path.display(), PATIENCE.as_secs())]
    Busy {
        /// The notes file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error("can't save the notes to {}: {source}; make the folder writable, or choose another file with --notes FILE", path.display())]
    Write {
        /// The notes file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
}

impl StoreError {
    /// The message with the reason before the name of the file, for a place where
    /// there may not be room for the whole message.
    #[must_use]
    pub fn reason_first(&self) -> String {
        match self {
            StoreError::Parse { path, error: ParseError { line, column, message, .. } } => format!(
                "line {line}, column {column}: {message}; correct that line in {}, which was not changed",
                path.display()
            ),
            StoreError::Read { path, source } => {
                format!("{source}; check the permissions of {}", path.display())
            }
            other => other.to_string(),
        }
    }
}

/// A new id (ULID) and the time now.
#[must_use]
pub fn stamp() -> Stamp {
    Stamp { id: Ulid::generate().to_string(), now: Timestamp::now() }
}

/// The contents of a notes file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// What the file says about its article; `None` if there is no file.
    pub header: Option<Header>,
    /// The annotations, in the order of the file.
    pub annotations: Vec<Annotation>,
    /// The corrections in effect, one for each subject, in the order of the
    /// subjects.
    pub corrections: Vec<Correction>,
    /// The text of the file, sliced for a fast save.
    pub slices: Option<Arc<FileSlices>>,
}

impl From<Vec<Annotation>> for Loaded {
    fn from(annotations: Vec<Annotation>) -> Self {
        Self { annotations, ..Self::default() }
    }
}

/// Reads the notes file at `path`; a file that does not exist has no notes.
///
/// # Errors
/// If the file cannot be read or is not a valid notes file.
pub fn load(path: &Path) -> Result<Loaded, StoreError> {
    match read(path)? {
        Some(text) => loaded_from(text).map_err(|error| StoreError::Parse { path: path.to_owned(), error }),
        None => Ok(Loaded::default()),
    }
}

/// Reads the text of a notes file.
///
/// # Errors
/// If it is not a valid notes file; with line and column.
pub fn loaded_from(text: String) -> Result<Loaded, ParseError> {
    // A program that synchronises files may have created it and not filled it yet.
    if text.trim().is_empty() {
        return Ok(Loaded::default());
    }
    let text = Arc::new(text);
    if let Some(Contents { header, annotations, corrections, slices }) = pieces::contents(&text) {
        return Ok(Loaded { header: Some(header), annotations, corrections, slices: Some(Arc::new(slices)) });
    }
    let document = NotesFile::parse(&text)?;
    Ok(Loaded {
        header: Some(document.header().clone()),
        annotations: document.annotations().to_vec(),
        corrections: document.corrections(),
        slices: document.slices().cloned().map(Arc::new),
    })
}

/// Saves the notes of `request`, merged with what the file holds by now, and
/// returns what it holds then. If it succeeds, everything is on disk.
///
/// # Errors
/// If the file cannot be parsed (it is left as it is), is locked by another
/// process for too long, or cannot be written.
pub fn save(request: &SaveRequest) -> Result<Saved, StoreError> {
    save_in_steps(request, &mut pausing)
}

/// A moment in a save at which other programs can be in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The temporary file is on disk, and the notes file is not replaced yet.
    Flushed,
    /// The notes file cannot be parsed, and will be looked at again.
    HalfWritten,
}

/// What a save does at a [`Step`]: it waits for a program that may be halfway through writing.
fn pausing(step: Step, _: &Path) {
    if step == Step::HalfWritten {
        std::thread::sleep(PAUSE);
    }
}

/// [`save`]; calls `at` with each step and the path of the notes file.
fn save_in_steps(request: &SaveRequest, at: &mut dyn FnMut(Step, &Path)) -> Result<Saved, StoreError> {
    let path = fs::canonicalize(&request.path).unwrap_or_else(|_| request.path.clone());
    let folder = folder_of(&path);
    files::make_private_folder(folder).map_err(|source| StoreError::Write { path: path.clone(), source })?;
    let _lock = lock(folder, &path)?;
    let saved = save_locked(request, &path, at)?;
    flush_folder(folder);
    Ok(saved)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Flushes the names of the files in a folder. Only some systems can do that; the
/// files are there in any case.
fn flush_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Saves the notes of `request` in the file at `path`. The caller holds the lock,
/// and flushes the folder afterwards.
fn save_locked(request: &SaveRequest, path: &Path, at: &mut dyn FnMut(Step, &Path)) -> Result<Saved, StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let folder = folder_of(path);
    let mut request = Cow::Borrowed(request);
    // What is to be merged, and what the file holds.
    let mut theirs = read(path)?.map(Rc::new);
    let mut found = theirs.clone();
    for _ in 0..ROUNDS {
        let (text, saved) = match next_text(&request, path, theirs.as_deref().map(String::as_str)) {
            Ok(next) => next,
            Err(error) => {
                at(Step::HalfWritten, path);
                let again = read(path)?.map(Rc::new);
                if again == found {
                    return Err(error);
                }
                theirs.clone_from(&again);
                found = again;
                continue;
            }
        };
        if found.as_deref() == Some(&text) {
            return Ok(saved);
        }
        let temporary = TemporaryFile { folder, path, text: &text };
        let old = found.as_deref().map(String::as_str);
        let (now, new) = match temporary.replace(old, &mut |path| at(Step::Flushed, path)).map_err(failed)? {
            Replaced::Done => return Ok(saved),
            Replaced::Changed => {
                let now = read(path)?.map(Rc::new);
                (now.clone(), now)
            }
            Replaced::Held(bytes) => (Some(Rc::new(text)), Some(Rc::new(decoded(path, bytes)?))),
        };
        request = Cow::Owned(after(&request, path, theirs.as_deref().map(String::as_str), saved)?);
        (found, theirs) = (now, new);
    }
    Err(StoreError::Busy { path: path.to_owned() })
}

/// The text to write for `request`, merged with the text `theirs`.
fn next_text(request: &SaveRequest, path: &Path, theirs: Option<&str>) -> Result<(String, Saved), StoreError> {
    let fast = theirs.map_or_else(|| new_file(request), |theirs| unchanged(request, theirs));
    fast.map_or_else(|| merged(request, path, theirs), Ok)
}

/// The request that goes on from `saved`, which is `request` merged with
/// `theirs`, when something else has to be merged as well.
fn after(request: &SaveRequest, path: &Path, theirs: Option<&str>, saved: Saved) -> Result<SaveRequest, StoreError> {
    let base = theirs.map_or_else(|| Ok(NotesFile::new(Header::default())), |theirs| parse(path, theirs))?;
    let mut remembered = request.remembered.clone();
    remembered.extend(saved.removed);
    Ok(SaveRequest {
        path: request.path.clone(),
        header: request.header.clone(),
        base: Arc::new(base.annotations().to_vec()),
        mine: saved.annotations,
        base_corrections: base.corrections(),
        corrections: saved.corrections,
        remembered,
        slices: None,
    })
}

/// The path of the rescue file of the notes file `path`: it has notes that could
/// not be saved, and is not listed as a notes file.
#[must_use]
pub fn rescue_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".rescue");
    path.with_file_name(name)
}

/// Saves the notes of `request` in the rescue file beside the notes file, merged
/// with what it holds, and returns its path.
///
/// # Errors
/// As [`save`].
pub fn rescue(request: &SaveRequest) -> Result<PathBuf, StoreError> {
    let path = rescue_path(&request.path);
    save(&SaveRequest {
        path: path.clone(),
        base: Arc::default(),
        base_corrections: Vec::new(),
        slices: None,
        ..request.clone()
    })?;
    Ok(path)
}

/// The text of a new notes file with the notes of `request`.
///
/// # Errors
/// If the text is not a valid notes file, which is an internal error.
pub fn text_of(request: &SaveRequest) -> Result<String, StoreError> {
    merged(request, &request.path, None).map(|(text, _)| text)
}

/// The new text of a file that did not change since this process saw it last:
/// only the annotations that changed are parsed and written.
fn unchanged(request: &SaveRequest, found: &str) -> Option<(String, Saved)> {
    // Corrections change rarely; the fast way is only for annotations.
    if request.corrections != request.base_corrections {
        return None;
    }
    let slices = request.slices.as_ref().filter(|slices| slices.is(found.as_bytes()))?;
    let mut annotations = Arc::clone(&request.mine);
    if !annotations.is_sorted_by_key(Annotation::order) {
        Arc::make_mut(&mut annotations).sort_by(|a, b| a.order().cmp(&b.order()));
    }
    let (slices, removed) = slices.with(&request.base, &annotations, &request.remembered)?;
    let text = slices.text();
    let (corrections, slices) = (request.corrections.clone(), Some(Arc::new(slices)));
    Some((text, Saved { annotations, corrections, conflicts: Vec::new(), removed, slices }))
}

/// The text of a file that does not exist yet: the same as [`merged`] gives, made
/// without a tree of the annotations.
fn new_file(request: &SaveRequest) -> Option<(String, Saved)> {
    if !request.corrections.is_empty() || !request.remembered.is_empty() {
        return None;
    }
    let merged = merge(&[], &request.mine, &[]);
    let header = NotesFile::new(request.header.clone());
    let mut text = header.to_string();
    text.extend(merged.annotations.iter().map(|a| write::written(a, None, &header.header().text_sha256)));
    let text = Arc::new(text);
    // What is written must be readable again.
    let Contents { annotations, slices, .. } = pieces::contents(&text)?;
    let (annotations, slices) = (Arc::new(annotations), Some(Arc::new(slices)));
    let saved = Saved { annotations, conflicts: merged.conflicts, slices, ..Saved::default() };
    Some((String::clone(&text), saved))
}

/// The new text of a file that others may have changed.
fn merged(request: &SaveRequest, path: &Path, found: Option<&str>) -> Result<(String, Saved), StoreError> {
    // In a file that does not exist or is blank, nobody can have deleted notes.
    let (mut document, base, base_corrections) = match found {
        Some(text) if text.trim().is_empty() => (parse(path, text)?, &[][..], &[][..]),
        Some(text) => (parse(path, text)?, request.base.as_slice(), request.base_corrections.as_slice()),
        None => (NotesFile::new(request.header.clone()), &[][..], &[][..]),
    };
    document.complete_header(&request.header);
    let merged = merge(base, &request.mine, document.annotations());
    document.set_corrections(&correction::merge(base_corrections, &request.corrections, &document.corrections()));
    let removed = document.set_annotations(&merged.annotations, &request.remembered);
    let text = document.to_string();
    // The text that is to replace a person's file must be readable again.
    let again = parse(path, &text)?;
    let slices = again.slices().cloned().map(Arc::new);
    let saved = Saved {
        annotations: Arc::new(again.annotations().to_vec()),
        corrections: again.corrections(),
        conflicts: merged.conflicts,
        removed,
        slices,
    };
    Ok((text, saved))
}

/// The text of the file; `None` if there is no file.
fn read(path: &Path) -> Result<Option<String>, StoreError> {
    let bytes = match files::read(path, LARGEST_FILE) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return nothing_at(path).map(|()| None),
        Err(source) if files::is_of_another_kind(&source) || source.kind() == io::ErrorKind::FileTooLarge => {
            return Err(StoreError::NotReadable { path: path.to_owned(), source });
        }
        Err(source) => return Err(StoreError::Read { path: path.to_owned(), source }),
    };
    decoded(path, bytes).map(Some)
}

/// An error if `path` is a link, which then leads to no file.
fn nothing_at(path: &Path) -> Result<(), StoreError> {
    match fs::read_link(path) {
        Ok(target) => Err(StoreError::Dangling { path: path.to_owned(), target }),
        Err(_) => Ok(()),
    }
}

/// The text of the file at `path`, which has these bytes.
fn decoded(path: &Path, bytes: Vec<u8>) -> Result<String, StoreError> {
    String::from_utf8(bytes).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(e.as_bytes());
        let error = ParseError::at(&text, valid, "the file is not UTF-8 here".to_owned());
        StoreError::Parse { path: path.to_owned(), error }
    })
}

fn parse(path: &Path, text: &str) -> Result<NotesFile, StoreError> {
    NotesFile::parse(text).map_err(|error| StoreError::Parse { path: path.to_owned(), error })
}

/// The lock of a notes file, held until this is dropped.
struct Lock {
    _file: File,
}

/// Locks the folder, which leaves no file in it. If a folder cannot be locked on
/// this system, locks a hidden file in it. If nothing can be locked, goes on
/// without a lock, as every other process has to.
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

/// The reason why a lock was not taken.
enum Refusal {
    /// This file cannot be locked on this system.
    Unable,
    /// Another process has held it for too long.
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

#[cfg(test)]
mod tests;
