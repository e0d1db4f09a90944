//! Reads articles for the library, several at once.

use std::path::Path;

use rayon::prelude::*;

use crate::cli::annotated_article::corrected;
use crate::cli::output;
use crate::cli::source::{Opener, SourceArgument};
use crate::library::NotesIndex;
use crate::library::article_record::{FileState, article_record};
use pullquote_article::Article;
use pullquote_clean::Progress;
use pullquote_library::record::ArticleRecord;
use pullquote_notes::{Correction, Header, store};

/// How many articles are read between two writes, for each thread.
const BATCH: usize = 8;

/// The number of articles of a batch.
pub(super) fn batch_size() -> usize {
    BATCH * rayon::current_num_threads()
}

/// Reads and analyzes the sources of a batch, in their order, with the corrections in the notes on
/// each; an error is a sentence without the name of the source.
pub(super) fn read_all(
    opener: &Opener,
    notes: &NotesIndex,
    sources: &[SourceArgument],
) -> Vec<Result<ArticleRecord, String>> {
    sources.par_iter().map(|source| read(opener, notes, source).map_err(|error| output::sentence(&error))).collect()
}

/// The corrections in the notes on an article; none if it has no notes, or they can't be read.
fn corrections(notes: &NotesIndex, article: &Article) -> Vec<Correction> {
    let file = notes.of(&Header::of(article));
    if file.exists() { store::load(&file).map(|loaded| loaded.corrections).unwrap_or_default() } else { Vec::new() }
}

fn read(opener: &Opener, notes: &NotesIndex, source: &SourceArgument) -> anyhow::Result<ArticleRecord> {
    let state = source.file().and_then(|path| FileState::of(Path::new(path)));
    let opened = opener.open(source, &Progress::default())?;
    let (article, analysis) = corrected(&opened.article, opener.bounds, &corrections(notes, &opened.article))?;
    let record = article_record(&article, &analysis, state);
    if record.source.is_empty() {
        anyhow::bail!("it has neither a path nor an address to be opened again");
    }
    Ok(record)
}
