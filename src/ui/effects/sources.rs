//! What can be opened and begins with what was typed: files, and articles that were read before.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::load::at_home;
use crate::folders::open_library;

/// The most names that are offered.
const OFFERED: usize = 8;
/// The most files of a folder that are looked at.
const LOOKED_AT: usize = 5000;

/// Up to eight names: articles that were read before, the latest first, with what was typed in their title
/// or name; then the files and folders whose names begin with it, in alphabetical order.
pub(super) fn like(typed: &str, library: Option<&PathBuf>) -> Vec<String> {
    // A path that was begun is for files.
    let is_path = typed.starts_with(['/', '.', '~']) || typed.ends_with('/');
    let recent = library.filter(|_| !is_path).map(|file| recent(typed, file)).unwrap_or_default();
    let files = files_like(typed);
    // Half of the room is for each, if both need it.
    let of_recent = recent.len().min(OFFERED.saturating_sub(files.len()).max(OFFERED / 2));
    recent.into_iter().take(of_recent).chain(files).take(OFFERED).collect()
}

fn recent(typed: &str, library: &Path) -> Vec<String> {
    if !library.exists() {
        return Vec::new();
    }
    let found = open_library(library).and_then(|opened| opened.library.recent(typed.trim(), OFFERED));
    found.unwrap_or_default()
}

fn files_like(typed: &str) -> Vec<String> {
    if typed.contains("://") {
        return Vec::new();
    }
    let cut = typed.rfind('/').map_or(0, |at| at + 1);
    let (folder, begun) = typed.split_at(cut);
    let looked_in = if folder.is_empty() { PathBuf::from(".") } else { at_home(Path::new(folder)) };
    let begun = begun.to_lowercase();
    let entries = fs::read_dir(looked_in).into_iter().flatten().take(LOOKED_AT).flatten();
    let mut found: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.to_owned();
            let is_hidden = name.starts_with('.') && !begun.starts_with('.');
            if is_hidden || !name.to_lowercase().starts_with(&begun) {
                return None;
            }
            let is_folder = entry.path().is_dir();
            Some(format!("{folder}{name}{}", if is_folder { "/" } else { "" }))
        })
        .collect();
    found.sort();
    found.truncate(OFFERED);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_that_begin_so_are_offered() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bridge.txt", "Bread.html", ".bashrc", "quay.md"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("broad")).unwrap();
        let base = folder.path().to_str().unwrap().to_owned();
        let found = like(&format!("{base}/br"), None);
        let names: Vec<&str> = found.iter().map(|path| path.strip_prefix(&base).unwrap()).collect();
        assert_eq!(names, ["/Bread.html", "/bridge.txt", "/broad/"]);
        assert!(like(&format!("{base}/none/"), None).is_empty());
        assert!(like("https://example.org/", None).is_empty());
    }
}
