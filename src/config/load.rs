//! Finds and reads the settings file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use pullquote_article::files;

use super::read::read;
use super::{Config, Problem};

/// The most bytes of a settings file that are read; the default file has about
/// ten thousand.
const LARGEST: u64 = 1_000_000;

/// The settings in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The settings; a setting with a problem has its default.
    pub config: Config,
    /// The path of the settings file, whether it exists or not; `None` where the
    /// system names no folder for settings.
    pub path: Option<PathBuf>,
    /// Whether the file exists.
    pub found: bool,
    /// The problems in it, in the order of the file.
    pub problems: Vec<Problem>,
}

/// The settings file exists but can't be read, or was named and does not exist.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the settings file {}: {source}; repair it, move it away, or name another in PULLQUOTE_CONFIG", path.display())]
pub struct LoadError {
    path: PathBuf,
    source: std::io::Error,
}

/// The path of the settings file in use: the value of `PULLQUOTE_CONFIG`, else
/// `pullquote/config.toml` in the system's folder for settings. `None` where
/// the system names no such folder.
#[must_use]
pub fn path() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PULLQUOTE_CONFIG").filter(|v| !v.is_empty()) {
        return Some(PathBuf::from(named));
    }
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("pullquote").join("config.toml"))
}

/// Reads the settings file in use. A file that does not exist gives the
/// defaults, unless `PULLQUOTE_CONFIG` names it.
///
/// # Errors
/// When the file exists but can't be read or is not UTF-8, or when
/// `PULLQUOTE_CONFIG` names a file that does not exist.
pub fn load() -> Result<Loaded, LoadError> {
    match path() {
        Some(path) => load_from(&path, std::env::var_os("PULLQUOTE_CONFIG").is_some_and(|v| !v.is_empty())),
        None => Ok(Loaded { config: Config::default(), path: None, found: false, problems: Vec::new() }),
    }
}

/// Reads the settings in `path`. A file that does not exist gives the defaults,
/// unless it `must_exist`.
///
/// # Errors
/// When the file can't be read or is not UTF-8, or does not exist and
/// `must_exist` is set.
pub fn load_from(path: &Path, must_exist: bool) -> Result<Loaded, LoadError> {
    let text = match files::read_text(path, LARGEST) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound && !must_exist => None,
        Err(source) => return Err(LoadError { path: path.to_path_buf(), source }),
    };
    let mut reading = read(text.as_deref().unwrap_or_default(), path);
    if let Some(folder) = &mut reading.config.notes.folder {
        *folder = at_home(folder);
    }
    Ok(Loaded {
        config: reading.config,
        path: Some(path.to_path_buf()),
        found: text.is_some(),
        problems: reading.problems,
    })
}

/// The path with the home folder in place of a leading `~`, as a shell has it; the path as it is if the
/// system names no home folder.
#[must_use]
pub fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_gives_the_defaults_unless_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let loaded = load_from(&path, false).unwrap();
        assert_eq!((loaded.config, loaded.found), (Config::default(), false));
        let error = load_from(&path, true).unwrap_err().to_string();
        assert!(error.starts_with(&format!("cannot read the settings file {}", path.display())), "{error}");
    }

    #[test]
    fn a_tilde_in_the_notes_folder_is_the_home_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "[notes]\nfolder = \"~/papers\"\n").unwrap();
        let loaded = load_from(&path, true).unwrap();
        assert_eq!(loaded.config.notes.folder, Some(etcetera::home_dir().unwrap().join("papers")));
    }
}
