//! The settings and the notes in use: files named on the command line go
//! before the environment, and that before the settings file.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::config::{self, Config, Loaded, Problem};

/// The arguments that name a settings file.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ConfigFile {
    /// Read the settings from this file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigFile {
    /// Reads the settings file in use.
    ///
    /// # Errors
    /// When it can't be read, or was named and isn't there.
    pub(super) fn load(&self) -> anyhow::Result<Loaded> {
        Ok(match &self.config {
            Some(named) => config::load::load_from(named, true)?,
            None => config::load()?,
        })
    }

    /// The settings, or every problem of the file as one error.
    ///
    /// # Errors
    /// When the file can't be read, or something is wrong in it.
    pub(super) fn settings(&self) -> anyhow::Result<Config> {
        let loaded = self.load()?;
        match loaded.problems.as_slice() {
            [] => Ok(loaded.config),
            problems => anyhow::bail!("{}", listed(problems)),
        }
    }

    /// The settings file in use, whether it is there or not.
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.config.as_deref().map(Path::to_path_buf).or_else(config::path)
    }
}

/// The arguments that name a notes file.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct NotesFile {
    /// Keep the notes in this file
    #[arg(long, value_name = "FILE")]
    pub(super) notes: Option<PathBuf>,
}

impl NotesFile {
    /// The notes folder in use: `PULLQUOTE_NOTES_DIR`, else that of the
    /// settings, else `pullquote/notes` in the platform's data folder; `None`
    /// where there is no such folder.
    pub(super) fn folder(&self, config: &Config) -> Option<PathBuf> {
        let environment = std::env::var_os("PULLQUOTE_NOTES_DIR").filter(|folder| !folder.is_empty());
        environment
            .map(PathBuf::from)
            .or_else(|| config.notes.folder.clone())
            .or_else(|| Some(etcetera::choose_base_strategy().ok()?.data_dir().join("pullquote").join("notes")))
    }
}

/// One problem a line, each with its place.
pub(super) fn listed(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}
