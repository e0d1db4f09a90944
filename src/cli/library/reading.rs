//! Reads articles for the library, several at once.

use rayon::prelude::*;

use super::listed_notes::ReadArticle;
use crate::cli::annotated_article::corrected;
use crate::cli::output;
use crate::cli::source::{Opened, Opener, SourceArgument};
use crate::folders::article_record::{ReadFrom, article_record};
use crate::folders::{LibraryError, NotesIndex, Places};
use pullquote_article::Article;
use pullquote_clean::Progress;
use pullquote_library::record::ArticleRecord;
use pullquote_notes::{Correction, Header, store};

/// How many articles are read between two writes, for each thread.
const BATCH: usize = 16;

/// The number of articles of a batch.
pub(in crate::cli) fn batch_size() -> usize {
    BATCH * rayon::current_num_threads()
}

/// An article that was read and analyzed.
pub(in crate::cli) struct ReadItem {
    /// What the library is told about it.
    pub(super) record: ArticleRecord,
    /// The article and its analysis.
    pub(super) read: ReadArticle,
}

/// Reads and analyzes articles, with the corrections in the notes on each.
pub(in crate::cli) struct ArticleReader {
    opener: Opener,
    notes: NotesIndex,
}

impl ArticleReader {
    /// Reads with this opener; the notes are those of `places`.
    ///
    /// # Errors
    /// If there is no notes folder.
    pub(in crate::cli) fn new(opener: Opener, places: &Places) -> Result<Self, LibraryError> {
        Ok(Self { opener, notes: NotesIndex::read(places)? })
    }

    /// What opens the articles.
    pub(in crate::cli) fn opener(&self) -> &Opener {
        &self.opener
    }

    /// Reads and analyzes the sources of a batch, in their order; an error is a sentence without the name
    /// of the source.
    pub(in crate::cli) fn read_all(&self, sources: &[SourceArgument]) -> Vec<Result<ArticleRecord, String>> {
        let read = |source: &SourceArgument| {
            self.read(source).map(|read| read.record).map_err(|error| output::sentence(&error))
        };
        sources.par_iter().map(read).collect()
    }

    /// Reads and analyzes one source; an error has no name of the source.
    ///
    /// # Errors
    /// If it can't be read, or could not be opened again.
    pub(super) fn read(&self, source: &SourceArgument) -> anyhow::Result<ReadItem> {
        let from = source.read_from();
        let opened = self.opener.open(source, &Progress::default())?;
        self.record(&opened, &from)
    }

    /// Reads and analyzes the HTML that another program saved of the page at `address`.
    ///
    /// # Errors
    /// If it can't be read.
    pub(super) fn read_saved(&self, address: &str, html: Vec<u8>) -> anyhow::Result<ReadItem> {
        let from = ReadFrom { file: None, asked: Some(address.to_owned()) };
        let opened = self.opener.open_saved(address, html)?;
        self.record(&opened, &from)
    }

    /// Reads and analyzes the kept copy of the page at `address`.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn read_kept(&self, address: &str) -> anyhow::Result<ReadItem> {
        let from = ReadFrom { file: None, asked: Some(address.to_owned()) };
        let opened = self.opener.clone().without_web().open(&SourceArgument::from(address), &Progress::default())?;
        self.record(&opened, &from)
    }

    /// The corrections in the notes on an article; none if it has no notes, or they can't be read.
    fn corrections(&self, article: &Article) -> Vec<Correction> {
        let file = self.notes.of(&Header::of(article));
        if file.exists() { store::load(&file).map(|loaded| loaded.corrections).unwrap_or_default() } else { Vec::new() }
    }

    fn record(&self, opened: &Opened, from: &ReadFrom) -> anyhow::Result<ReadItem> {
        let corrections = self.corrections(&opened.article);
        let (article, analysis) = corrected(&opened.article, self.opener.bounds, &corrections)?;
        let record = article_record(&article, &analysis, from);
        if record.source.is_empty() {
            anyhow::bail!("it has neither a path nor an address to be opened again");
        }
        Ok(ReadItem { record, read: ReadArticle { article, analysis } })
    }
}
