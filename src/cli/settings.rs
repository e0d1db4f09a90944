//! The settings file and the notes folder in use. The command line wins over
//! the environment, and the environment over the settings file.

use std::path::{Path, PathBuf};

use crate::config;
use crate::config::{Config, Loaded, Problem};
use crate::folders::Places;
use crate::folders::places::FOLDER_VARIABLE;

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
    /// When it can't be read, or was named and does not exist.
    pub(super) fn load(&self) -> anyhow::Result<Loaded> {
        Ok(match &self.config {
            Some(named) => config::load::load_from(named, true)?,
            None => config::load()?,
        })
    }

    /// Reads the settings file in use for the reader, which opens whatever is wrong with it: without a
    /// readable one, the settings are as usual, and a sentence says why.
    ///
    /// # Errors
    /// When the file was named on the command line and can't be read.
    pub(super) fn load_for_reader(&self) -> anyhow::Result<(Loaded, Option<String>)> {
        match self.load() {
            Ok(loaded) => Ok((loaded, None)),
            Err(error) if self.config.is_some() => Err(error),
            Err(error) => {
                let usual = Loaded { config: Config::default(), path: self.path(), found: false, problems: Vec::new() };
                Ok((usual, Some(super::output::sentence(&error))))
            }
        }
    }

    /// The settings; all problems of the file together are one error.
    ///
    /// # Errors
    /// When the file can't be read, or has a problem.
    pub(super) fn settings(&self) -> anyhow::Result<Config> {
        let loaded = self.load()?;
        match loaded.problems.as_slice() {
            [] => Ok(loaded.config),
            problems => anyhow::bail!("{}", listed(problems)),
        }
    }

    /// The path of the settings file in use, whether it exists or not.
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
    /// The places named for notes: by the argument, the environment and the
    /// settings.
    pub(super) fn places(&self, config: &Config) -> Places {
        Places { argument: self.notes.clone(), ..places(config) }
    }
}

/// The places that the environment and the settings name for notes.
pub(super) fn places(config: &Config) -> Places {
    Places { argument: None, variable: std::env::var_os(FOLDER_VARIABLE), config: config.notes.folder.clone() }
}

/// The problems as text, one per line, each with its place.
pub(super) fn listed(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}
