//! What can be undone in the notes on an article, kept from one start to the next.
//!
//! Each file is named after the notes file that it belongs to. It begins with a line with the SHA-256 of the
//! notes file as it was, and is used only while that is still so.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::drafts::hash_of;
use super::reader_state::{replace_private, state_folder};
use pullquote_article::{files, sha256_hex};

/// The longest history that is kept, in bytes.
const LONGEST: usize = 4 << 20;
/// The longest notes file that one is kept for, in bytes.
const LONGEST_NOTES: u64 = 64 << 20;
/// The most histories that are kept; the oldest are removed.
const MOST: usize = 500;

/// What is kept for a notes file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptUndo {
    /// Nothing.
    Nothing,
    /// This history, from [`pullquote_notes::Notebook::history_text`].
    History(String),
    /// A history, but the notes file is not as it was.
    NotesChanged,
}

fn folder() -> Option<PathBuf> {
    Some(state_folder()?.join("undo"))
}

/// What is kept for the notes file `notes`.
#[must_use]
pub fn kept(notes: &Path) -> KeptUndo {
    folder().map_or(KeptUndo::Nothing, |folder| read(&folder, notes))
}

/// Keeps a history for the notes file `notes` as it is now, or nothing.
///
/// # Errors
/// If the folder can't be written.
pub fn keep(notes: &Path, history: Option<&str>) -> io::Result<()> {
    folder().map_or(Ok(()), |folder| write(&folder, notes, history))
}

fn file_of(folder: &Path, notes: &Path) -> PathBuf {
    folder.join(format!("{}.toml", hash_of(notes)))
}

fn sha256_of(notes: &Path) -> Option<String> {
    files::read(notes, LONGEST_NOTES).ok().map(|bytes| sha256_hex(&bytes))
}

fn read(folder: &Path, notes: &Path) -> KeptUndo {
    let longest = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(100);
    let Ok(text) = files::read_text(&file_of(folder, notes), longest) else { return KeptUndo::Nothing };
    match text.split_once('\n') {
        Some((sha256, history)) if sha256_of(notes).is_some_and(|now| format!("# {now}") == sha256) => {
            KeptUndo::History(history.to_owned())
        }
        _ => KeptUndo::NotesChanged,
    }
}

fn write(folder: &Path, notes: &Path, history: Option<&str>) -> io::Result<()> {
    let path = file_of(folder, notes);
    let kept = history.filter(|history| history.len() <= LONGEST).zip(sha256_of(notes));
    let Some((history, sha256)) = kept else {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    };
    replace_private(&path, format!("# {sha256}\n{history}").as_bytes())?;
    remove_oldest(folder);
    Ok(())
}

/// Removes the oldest histories if there are too many.
fn remove_oldest(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    files.sort();
    let too_many = files.len().saturating_sub(MOST);
    for (_, path) in files.into_iter().take(too_many) {
        fs::remove_file(path).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_given_back_only_for_notes_that_are_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let (state, notes) = (folder.path().join("undo"), folder.path().join("notes.toml"));
        fs::write(&notes, "a note").unwrap();
        assert_eq!(read(&state, &notes), KeptUndo::Nothing);
        write(&state, &notes, Some("steps")).unwrap();
        assert_eq!(read(&state, &notes), KeptUndo::History("steps".to_owned()));
        fs::write(&notes, "another note").unwrap();
        assert_eq!(read(&state, &notes), KeptUndo::NotesChanged);
        fs::remove_file(&notes).unwrap();
        assert_eq!(read(&state, &notes), KeptUndo::NotesChanged);
        write(&state, &notes, None).unwrap();
        assert_eq!(read(&state, &notes), KeptUndo::Nothing);
    }
}
