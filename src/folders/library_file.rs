//! The file of the library: which one it is, and opening it.

use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;
use jiff::fmt::strtime;

use super::article_record::link_record;
use super::places::{LibraryError, Places, notes_folder};
use super::reader_state::state_folder;
use pullquote_article::sha256_hex;
use pullquote_library::store::{ArticleRow, Opened};
use pullquote_library::{Library, LibraryFileError};

/// The file of the library for the notes folder of `places`: the one that the settings
/// name, else `pullquote/library.sqlite` in the platform's folder for state. A notes folder other
/// than the platform's has a file of its own there.
///
/// # Errors
/// If the system names no home folder and the settings name no file.
pub fn library_file(places: &Places, named: Option<&Path>) -> Result<PathBuf, LibraryError> {
    if let Some(named) = named {
        return match named.strip_prefix("~") {
            Ok(inside) => Ok(etcetera::home_dir().map_err(|_| LibraryError::NoHome)?.join(inside)),
            Err(_) => Ok(named.to_owned()),
        };
    }
    let folder = state_folder().ok_or(LibraryError::NoHome)?;
    let notes = absolute(&notes_folder(places)?);
    if notes == absolute(&notes_folder(&Places::default())?) {
        return Ok(folder.join("library.sqlite"));
    }
    let short: String = sha256_hex(notes.as_os_str().as_encoded_bytes()).chars().take(8).collect();
    Ok(folder.join(format!("library-{short}.sqlite")))
}

/// The path without `.`, `..` and links, as far as it exists.
pub fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// Opens the library at `path`; see [`Library::open`].
///
/// # Errors
/// As [`Library::open`].
pub fn open_library(path: &Path) -> Result<Opened, LibraryFileError> {
    Library::open(path, &stamp())
}

/// Opens the library at `path` as [`open_library`] does, if it is of an older version: a large one is copied for
/// seconds, and `say` is called before with a sentence about it. For the start of the program, when nothing else is
/// shown yet. Why it can't be opened is said when it is needed.
pub fn update_library(path: &Path, say: impl FnOnce(&str)) {
    if Library::is_outdated(path) {
        let megabytes = std::fs::metadata(path).map_or(0, |facts| facts.len() / 1_000_000);
        say(&format!("the library is of an older version: a copy of its {megabytes} MB is saved beside it…"));
        open_library(path).ok();
    }
}

/// Sets the file of the library aside and opens a new one; see [`Library::replace`].
///
/// # Errors
/// As [`Library::replace`].
pub fn replace_library(path: &Path) -> Result<Opened, LibraryFileError> {
    Library::replace(path, &stamp())
}

/// The article that `name` means: its address, the path of its file, or the beginning of its title if
/// only one has it. `None` if there is none, or several.
///
/// # Errors
/// If the library can't be read.
pub fn article_named(library: &Library, name: &str) -> Result<Option<ArticleRow>, LibraryFileError> {
    let path = absolute(Path::new(name)).to_string_lossy().into_owned();
    let address = link_record(name).map(|link| link.identity);
    for name in [Some(name.to_owned()), Some(path), address].into_iter().flatten() {
        if let Some(row) = library.named(&name)? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The time as a part of a file name: `20261129-142100`.
fn stamp() -> String {
    strtime::format("%Y%m%d-%H%M%S", &ZonedDateTime::now()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_notes_folder_has_a_library_of_its_own() {
        let of = |folder: &str| {
            let places = Places { argument: None, variable: Some(folder.into()), config: None };
            library_file(&places, None).unwrap()
        };
        assert_ne!(of("/somewhere/notes"), of("/elsewhere/notes"));
        assert_eq!(of("/somewhere/notes"), of("/somewhere/./notes"));
        assert!(of("/somewhere/notes").file_name().unwrap().to_string_lossy().starts_with("library-"));
        let named = library_file(&Places::default(), Some(Path::new("/a/b.sqlite"))).unwrap();
        assert_eq!(named, Path::new("/a/b.sqlite"));
    }
    #[test]
    fn only_a_library_of_an_older_version_is_said_to_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.sqlite");
        let said = || {
            let mut said = String::new();
            update_library(&file, |words| said = words.to_owned());
            said
        };
        assert_eq!(said(), "");
        drop(open_library(&file).unwrap());
        let mut bytes = std::fs::read(&file).unwrap();
        assert_eq!(said(), "");
        std::fs::write(&file, b"no database").unwrap();
        assert_eq!(said(), "");
        // The version is in these bytes of a file of SQLite.
        bytes[60..64].copy_from_slice(&1_u32.to_be_bytes());
        std::fs::write(&file, &bytes).unwrap();
        assert!(said().contains("of an older version"));
    }
}
