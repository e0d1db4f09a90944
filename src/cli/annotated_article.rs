//! An article with its analysis and its notes, as most subcommands need it.

use std::path::PathBuf;
use std::sync::LazyLock;

use super::library::LibraryArgs;
use super::settings::NotesFile;
use super::source::{Prefer, ReadingArgs, SourceArgument};
use super::wait;
use crate::bounded;
use crate::bounded::Bounds;
use crate::folders;
use crate::folders::analysis_with_corrections;
use crate::folders::snapshots::revision_quote;
use crate::folders::{Places, Snapshots};
use crate::printing;
use pullquote_article::Article;
use pullquote_nlp::{Analysis, Model};
use pullquote_notes::{Correction, Notebook, Revision, correction, store};

/// The arguments that say how an article is read and where its notes are.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct OpeningArgs {
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    notes: NotesFile,
}

/// The arguments of a subcommand that works on one article and its notes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct OneArticle {
    #[command(flatten)]
    opening: OpeningArgs,
    /// A file, an http, https or file address (its kept copy, if there is one), or - for standard
    /// input
    #[arg(value_name = "SOURCE")]
    pub(super) source: SourceArgument,
}

/// An article with its analysis and its notes.
#[derive(Debug)]
pub(super) struct AnnotatedArticle {
    /// The article with the passages that the person put back.
    pub(super) article: Article,
    /// The analysis with the person's corrections.
    pub(super) analysis: Analysis,
    /// The notes on the article.
    pub(super) notebook: Notebook,
    /// Its earlier versions.
    snapshots: Snapshots,
    /// What another analysis may take.
    bounds: Bounds,
}

/// An article with its notes, without an analysis.
#[derive(Debug)]
pub(super) struct NotedArticle {
    /// The article with the passages that the person put back.
    pub(super) article: Article,
    /// The notes on the article.
    pub(super) notebook: Notebook,
    /// Its earlier versions.
    snapshots: Snapshots,
    /// The person's corrections in effect.
    corrections: Vec<Correction>,
    /// What its analysis may take.
    bounds: Bounds,
}

/// The article and its analysis with a person's corrections applied;
/// `corrections` are all in the notes file.
///
/// # Errors
/// If the analysis passes a bound.
pub(super) fn corrected(
    cleaned: &Article,
    bounds: Bounds,
    corrections: &[Correction],
) -> anyhow::Result<(Article, Analysis)> {
    let corrections = correction::effective(corrections);
    let article = cleaned.with_put_back(&analysis_with_corrections::passages(&corrections));
    let analysis = analyzed(&article, bounds, corrections)?;
    Ok((article, analysis))
}

/// The models, which are read once for all articles of a run.
pub(super) static MODEL: LazyLock<Model> = LazyLock::new(Model::bundled);

/// The analysis of an article with the corrections in effect.
fn analyzed(article: &Article, bounds: Bounds, corrections: Vec<Correction>) -> anyhow::Result<Analysis> {
    let article = article.clone();
    let analysis = bounded::run("the analysis of the article", bounds, move |stop: &_| {
        let names = analysis_with_corrections::names(&corrections);
        let mut analysis = pullquote_nlp::analyze_until(&article, &MODEL, &names, stop)?;
        analysis_with_corrections::set_speakers(&article, &mut analysis, &corrections);
        Some(analysis)
    })?;
    // It has no result only if it was asked to stop, and then the bound is the error.
    Ok(analysis.unwrap_or_default())
}

impl OneArticle {
    /// Reads the article and its notes.
    ///
    /// # Errors
    /// When the settings, the source or the notes file can't be read.
    pub(super) fn open(&self) -> anyhow::Result<AnnotatedArticle> {
        self.open_preferring(Prefer::Kept)
    }

    /// Reads the article and its notes and analyzes nothing, which is much quicker.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn open_notes(&self) -> anyhow::Result<NotedArticle> {
        self.opening.open_notes(&self.source, Prefer::Kept)
    }

    /// Reads the article and its notes; `prefer` says whether a kept copy of a
    /// page is read.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn open_preferring(&self, prefer: Prefer) -> anyhow::Result<AnnotatedArticle> {
        self.opening.open_preferring(&self.source, prefer)
    }

    /// The earlier versions of the article.
    ///
    /// # Errors
    /// When the settings can't be read, or there is no notes folder.
    pub(super) fn snapshots(&self, article: &Article) -> anyhow::Result<Snapshots> {
        Ok(Snapshots::of(&self.opening.places()?, article)?)
    }
}

impl OpeningArgs {
    /// The notes files of the articles in the library that a query finds.
    ///
    /// # Errors
    /// When the query is wrong, or the library can't be read.
    pub(super) fn notes_files_of(&self, query: &str) -> anyhow::Result<Vec<PathBuf>> {
        let query = super::library::query(&[query.to_owned()])?;
        let open = LibraryArgs::of(self.reading.config.clone(), self.notes.clone()).open(true)?;
        Ok(open.library.notes_files_of(&query)?.into_iter().map(PathBuf::from).collect())
    }

    /// The places named for notes.
    ///
    /// # Errors
    /// When the settings can't be read.
    pub(super) fn places(&self) -> anyhow::Result<Places> {
        Ok(self.notes.places(&self.reading.config.settings()?))
    }

    /// Reads the article that `source` names, and its notes.
    ///
    /// # Errors
    /// When the settings, the source or the notes file can't be read.
    pub(super) fn open(&self, source: &SourceArgument) -> anyhow::Result<AnnotatedArticle> {
        self.open_preferring(source, Prefer::Kept)
    }

    fn open_preferring(&self, source: &SourceArgument, prefer: Prefer) -> anyhow::Result<AnnotatedArticle> {
        let NotedArticle { article, notebook, snapshots, corrections, bounds } = self.open_notes(source, prefer)?;
        let analysis = analyzed(&article, bounds, corrections)?;
        Ok(AnnotatedArticle { article, analysis, notebook, snapshots, bounds })
    }

    fn open_notes(&self, source: &SourceArgument, prefer: Prefer) -> anyhow::Result<NotedArticle> {
        let config = self.reading.config.settings()?;
        let places = self.notes.places(&config);
        let opener = self.reading.opener(&config, places.clone(), prefer);
        let cleaned = wait::open(&opener, source)?.article;
        let path = folders::notes_file(&places, &cleaned)?;
        let loaded = store::load(&path)?;
        let corrections = correction::effective(&loaded.corrections);
        let article = cleaned.with_put_back(&analysis_with_corrections::passages(&corrections));
        let mut notebook = Notebook::open(&article, path, loaded);
        let snapshots = Snapshots::of(&places, &cleaned)?;
        if notebook.first_read().is_none()
            && let Some(when) = snapshots.first_read(&cleaned)
        {
            notebook.set_first_read(|| when);
        }
        Ok(NotedArticle { article, notebook, snapshots, corrections, bounds: opener.bounds })
    }
}

impl AnnotatedArticle {
    /// Saves the changes in the notes, and returns the path of the notes file.
    ///
    /// # Errors
    /// When the file can't be written, or was changed so that it can't be read.
    pub(super) fn save(&mut self) -> anyhow::Result<PathBuf> {
        let path = self.notebook.path().to_path_buf();
        self.notebook.set_first_read(folders::moment::now);
        if let Some(snapshot) = self.notebook.begin_save() {
            self.notebook.saved(&self.article, store::save(&snapshot)?);
            self.keep_version();
        }
        Ok(path)
    }

    /// Keeps the version of the article that notes were made on. If a file changes
    /// later, this version identifies it, even if all annotated words are gone.
    fn keep_version(&self) {
        let now = Revision::of(&self.article, Vec::new(), store::stamp().now);
        if self.snapshots.known(&now).first().is_some_and(|newest| newest.fingerprint() == now.fingerprint()) {
            return;
        }
        let kept = self.uncorrected().and_then(|found| {
            let quotes = found.quotes.iter().map(|quote| revision_quote(&self.article, quote)).collect();
            Ok(self.snapshots.keep(&Revision { quotes, ..now })?)
        });
        if let Err(error) = kept {
            printing::complain(&error.to_string());
        }
    }

    /// The analysis without the corrections of a person.
    ///
    /// # Errors
    /// If it passes a bound.
    pub(super) fn uncorrected(&self) -> anyhow::Result<Analysis> {
        analyzed(&self.article, self.bounds, Vec::new())
    }
}
