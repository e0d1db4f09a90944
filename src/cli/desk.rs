//! An article with everything a subcommand may need beside it: what was found
//! in it, and the notes that are kept on it.

use std::path::PathBuf;

use super::settings::NotesFile;
use super::source::{self, Reading};
use crate::article::Article;
use crate::library::{self, Snapshots};
use crate::nlp::{self, Analysis, Model};
use crate::notes::{Notebook, store};

/// The arguments of a subcommand that works on one article and its notes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct OneArticle {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    notes: NotesFile,
    /// A file, an http or https address, or - for standard input
    #[arg(value_name = "SOURCE")]
    pub(super) source: String,
}

/// An article on the desk.
#[derive(Debug)]
pub(super) struct Desk {
    /// The article.
    pub(super) article: Article,
    /// What was found in it.
    pub(super) analysis: Analysis,
    /// The notes that are kept on it.
    pub(super) notebook: Notebook,
}

impl OneArticle {
    /// Reads the article and its notes.
    ///
    /// # Errors
    /// When the settings, the source or the notes file can't be read.
    pub(super) fn open(&self) -> anyhow::Result<Desk> {
        let config = self.reading.config.settings()?;
        let article = source::open(&self.source, &self.reading.options(&config), &config.clean)?;
        let path = library::notes_file(&self.notes.places(&config), &article)?;
        let notebook = Notebook::open(&article, path.clone(), store::load(&path)?);
        let analysis = nlp::analyze(&article, &Model::bundled());
        Ok(Desk { article, analysis, notebook })
    }

    /// What the article was before.
    ///
    /// # Errors
    /// When the settings can't be read, or there is no place for notes.
    pub(super) fn snapshots(&self, article: &Article) -> anyhow::Result<Snapshots> {
        let config = self.reading.config.settings()?;
        Ok(Snapshots::of(&self.notes.places(&config), article)?)
    }
}

impl Desk {
    /// Saves what changed in the notes, and returns the file.
    ///
    /// # Errors
    /// When the file can't be written, or does not parse.
    pub(super) fn save(&mut self) -> anyhow::Result<PathBuf> {
        let path = self.notebook.path().to_path_buf();
        if let Some(snapshot) = self.notebook.begin_save() {
            self.notebook.saved(&self.article, store::save(&snapshot)?);
        }
        Ok(path)
    }
}
