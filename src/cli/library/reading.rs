//! Reads articles for the library, several at once.

use std::path::Path;

use rayon::prelude::*;

use crate::cli::annotated_article::corrected;
use crate::cli::output;
use crate::cli::source::{Opener, SourceArgument};
use crate::library::article_record::{FileState, article_record};
use pullquote_clean::Progress;
use pullquote_library::record::ArticleRecord;

/// How many articles are read between two writes, for each thread.
const BATCH: usize = 8;

/// The number of articles of a batch.
pub(super) fn batch_size() -> usize {
    BATCH * rayon::current_num_threads()
}

/// Reads and analyzes the sources of a batch, in their order; an error is a sentence without the name
/// of the source.
pub(super) fn read_all(opener: &Opener, sources: &[SourceArgument]) -> Vec<Result<ArticleRecord, String>> {
    sources.par_iter().map(|source| read(opener, source).map_err(|error| output::sentence(&error))).collect()
}

fn read(opener: &Opener, source: &SourceArgument) -> anyhow::Result<ArticleRecord> {
    let state = source.file().and_then(|path| FileState::of(Path::new(path)));
    let opened = opener.open(source, &Progress::default())?;
    let (article, analysis) = corrected(&opened.article, opener.bounds, &[])?;
    let record = article_record(&article, &analysis, state);
    if record.source.is_empty() {
        anyhow::bail!("it has neither a path nor an address to be opened again");
    }
    Ok(record)
}
