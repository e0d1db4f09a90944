//! Saving many notes files at once, much quicker than one after the other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use pullquote_article::files;

use super::{StoreError, flush_folder, folder_of, lock, pausing, save, save_locked};
use crate::messages::{SaveRequest, Saved};

/// How many files are flushed side by side. Disks and file systems take many
/// flushes together in the time of one; with more than this it gets no quicker.
const SIDE_BY_SIDE: usize = 64;

/// Saves the notes of several files, at most one request for each file, and
/// returns the result of each. It is the same as [`save`] for each of them: each
/// file is flushed before it gets its name. But they are flushed side by side, and
/// their folder is locked and flushed once.
pub fn save_all(requests: &[SaveRequest]) -> Vec<Result<Saved, StoreError>> {
    let paths: Vec<PathBuf> = requests.iter().map(|request| target(&request.path)).collect();
    let mut saved: Vec<Option<Result<Saved, StoreError>>> = requests.iter().map(|_| None).collect();
    let folders: BTreeSet<&Path> = paths.iter().map(|path| folder_of(path)).collect();
    for folder in folders {
        let here = requests.iter().zip(&paths).zip(&mut saved).filter(|((_, path), _)| folder_of(path) == folder);
        let here: Vec<_> = here.collect();
        let Some(((_, first), _)) = here.first() else { continue };
        let create = || {
            files::make_private_folder(folder)
                .map_err(|source| StoreError::Write { path: first.to_path_buf(), source })?;
            lock(folder, first)
        };
        // If the folder cannot be locked, each save gives its own error.
        let lock = create().ok();
        let threads = if lock.is_some() { here.len().min(SIDE_BY_SIDE) } else { 1 };
        let queue = Mutex::new(here.into_iter());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let locked = lock.is_some();
        let work = || {
            while let Some(((request, path), saved)) = next() {
                *saved = Some(if locked { save_locked(request, path, &mut pausing) } else { save(request) });
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                // With fewer threads it only takes longer.
                let _ = std::thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        flush_folder(folder);
    }
    let missing = |path: &PathBuf| StoreError::Busy { path: path.clone() };
    saved.into_iter().zip(&paths).map(|(saved, path)| saved.unwrap_or_else(|| Err(missing(path)))).collect()
}

/// The path of the file to be replaced: a link stays, and leads to it.
fn target(path: &Path) -> PathBuf {
    let link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let target = if link { fs::canonicalize(path).ok() } else { None };
    target.unwrap_or_else(|| path.to_owned())
}
