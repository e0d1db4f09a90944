//! The settings file, read again when it changes.

use std::path::PathBuf;
use std::time::SystemTime;

use crate::app::Settings;
use crate::config::{Config, Problem, load};
use crate::ui::run::prepare;
use crate::ui::theme::Theme;

/// What is said when the settings were read again and nothing is wrong with them.
pub const READ_AGAIN: &str = "the settings were read again";

/// The settings of a file that was read again.
pub struct ChangedSettings {
    /// Every setting; those with a problem are as usual.
    pub config: Config,
    /// Those of the reader.
    pub settings: Settings,
    /// The theme, if the file names other colours than before.
    pub theme: Option<Theme>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
}

/// The settings file in use.
#[derive(Debug, Clone)]
pub struct SettingsFile {
    path: PathBuf,
    config: Config,
    /// When it was last changed, as far as is known; `None` if there is no file.
    seen: Option<SystemTime>,
}

impl SettingsFile {
    /// The file at `path`, which was just read as `config`.
    #[must_use]
    pub fn new(path: PathBuf, config: Config) -> Self {
        let seen = changed_at(&path);
        Self { path, config, seen }
    }

    /// The same file, now that it was read again as `config`.
    #[must_use]
    pub fn knowing(self, config: Config) -> Self {
        Self::new(self.path, config)
    }

    /// The settings, if the file was changed since the last look; an error is a sentence.
    pub fn changed(&mut self) -> Option<Result<ChangedSettings, String>> {
        let now = changed_at(&self.path);
        if std::mem::replace(&mut self.seen, now) == now {
            return None;
        }
        Some(match load::load_from(&self.path, false) {
            Ok(loaded) => {
                let (settings, theme, wrong) = prepare(&loaded.config, &self.path);
                let (old, new) = (&self.config, &loaded.config);
                let same = (old.theme, old.palette, &old.colors) == (new.theme, new.palette, &new.colors);
                let problems = loaded.problems.into_iter().chain(wrong).collect();
                self.config = loaded.config;
                let theme = (!same).then_some(theme);
                Ok(ChangedSettings { config: self.config.clone(), settings, theme, problems })
            }
            Err(error) => Err(error.to_string()),
        })
    }
}

/// What is said about a file with these problems, a line for each; `None` if there are none.
#[must_use]
pub fn said(problems: &[Problem]) -> Option<String> {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    (!lines.is_empty()).then(|| format!("{}\nall other settings are used", lines.join("\n")))
}

fn changed_at(path: &std::path::Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|facts| facts.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_read_once_and_its_good_lines_are_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let mut file = SettingsFile::new(path.clone(), Config::default());
        assert!(file.changed().is_none());
        std::fs::write(&path, "measure = 50\nmouse = 3\n").unwrap();
        let changed = file.changed().unwrap().unwrap();
        assert_eq!((changed.settings.measure, changed.problems.len(), changed.theme.is_none()), (50, 1, true));
        assert!(said(&changed.problems).unwrap().ends_with("all other settings are used"));
        assert!(file.changed().is_none());
        std::fs::remove_file(&path).unwrap();
        assert_eq!(file.changed().unwrap().unwrap().settings.measure, 72);
        assert!(said(&[]).is_none());
    }
}
