//! The settings and the notes in use: files named on the command line go
//! before the environment, and that before the settings file.

use std::path::{Path, PathBuf};

use crate::config;
use crate::config::{Config, Loaded, Problem};
use crate::library::Places;
use crate::library::places::FOLDER_VARIABLE;

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
    /// Keep the notes in this file, or in this folder
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
}

impl NotesFile {
    /// Where notes may be: what was named here, in the environment and in the
    /// settings.
    pub(super) fn places(&self, config: &Config) -> Places {
        Places { argument: self.notes.clone(), ..places(config) }
    }
}

/// Where notes may be, as the environment and the settings say.
pub(super) fn places(config: &Config) -> Places {
    Places { argument: None, variable: std::env::var_os(FOLDER_VARIABLE), config: config.notes.folder.clone() }
}

/// One problem a line, each with its place.
pub(super) fn listed(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}
