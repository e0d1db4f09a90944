//! The notes folder: which one it is, and which files are in it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

/// The environment variable that names the notes folder.
pub const FOLDER_VARIABLE: &str = "PULLQUOTE_NOTES_DIR";

/// What the person named as the place for notes. [`notes_folder`] takes the
/// first field that is given, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// `--notes FILE`: a notes file, or a folder that exists.
    pub argument: Option<PathBuf>,
    /// The value of the environment variable [`FOLDER_VARIABLE`]; an empty
    /// value counts as not given.
    pub variable: Option<OsString>,
    /// The folder named in the settings; `~/` is the home folder.
    pub config: Option<PathBuf>,
}

/// Why no notes folder was found.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The system names no home folder.
    #[error("there is no home folder to keep notes in; name a folder with {FOLDER_VARIABLE} or a file with --notes")]
    NoHome,
}

/// The folder for notes files; it may not exist yet. Where `--notes` names a
/// file, this is the folder of that file.
///
/// # Errors
/// If nothing names one and the system has no home folder.
pub fn notes_folder(places: &Places) -> Result<PathBuf, LibraryError> {
    if let Some(argument) = &places.argument {
        let folder = if argument.is_dir() { Some(argument.as_path()) } else { argument.parent() };
        return Ok(folder.filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned());
    }
    if let Some(folder) = places.variable.as_ref().filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    if let Some(folder) = places.config.as_ref().filter(|f| !f.as_os_str().is_empty()) {
        return match folder.strip_prefix("~") {
            Ok(inside) => Ok(home()?.join(inside)),
            Err(_) => Ok(folder.clone()),
        };
    }
    let strategy = choose_base_strategy().map_err(|_| LibraryError::NoHome)?;
    Ok(strategy.data_dir().join("pullquote").join("notes"))
}

fn home() -> Result<PathBuf, LibraryError> {
    etcetera::home_dir().map_err(|_| LibraryError::NoHome)
}

/// The paths of all `.toml` files in a folder, sorted by name, without hidden
/// files. Empty if the folder cannot be read.
pub(super) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| path.file_name().is_some_and(|n| !n.to_string_lossy().starts_with('.')))
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_wins_over_the_variable_and_the_variable_over_the_settings() {
        let mut places = Places { config: Some("/somewhere/notes".into()), ..Places::default() };
        assert_eq!(notes_folder(&places).unwrap(), Path::new("/somewhere/notes"));
        places.variable = Some("".into());
        assert_eq!(notes_folder(&places).unwrap(), Path::new("/somewhere/notes"));
        places.variable = Some("/elsewhere".into());
        assert_eq!(notes_folder(&places).unwrap(), Path::new("/elsewhere"));
        places.argument = Some("/given/mine.toml".into());
        assert_eq!(notes_folder(&places).unwrap(), Path::new("/given"));
    }
}
