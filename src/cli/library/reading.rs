//! Reads articles for the library, several at once.

use rayon::prelude::*;

use crate::cli::annotated_article::corrected;
use crate::cli::output;
use crate::cli::source::{Opened, Opener, SourceArgument};
use crate::library::article_record::{ReadFrom, article_record};
use pullquote_clean::Progress;
use pullquote_library::record::ArticleRecord;

/// How many articles are read between two writes, for each thread.
const BATCH: usize = 8;

/// The number of articles of a batch.
pub(in crate::cli) fn batch_size() -> usize {
    BATCH * rayon::current_num_threads()
}

/// Reads and analyzes the sources of a batch, in their order; an error is a sentence without the name
/// of the source.
pub(in crate::cli) fn read_all(opener: &Opener, sources: &[SourceArgument]) -> Vec<Result<ArticleRecord, String>> {
    sources.par_iter().map(|source| read(opener, source).map_err(|error| output::sentence(&error))).collect()
}

/// Reads and analyzes one source; an error has no name of the source.
///
/// # Errors
/// If it can't be read, or could not be opened again.
pub(super) fn read(opener: &Opener, source: &SourceArgument) -> anyhow::Result<ArticleRecord> {
    let from = source.read_from();
    let opened = opener.open(source, &Progress::default())?;
    record(opener, &opened, &from)
}

/// Reads and analyzes the HTML that another program saved of the page at `address`.
///
/// # Errors
/// If it can't be read.
pub(super) fn read_saved(opener: &Opener, address: &str, html: Vec<u8>) -> anyhow::Result<ArticleRecord> {
    let from = ReadFrom { file: None, asked: Some(address.to_owned()) };
    let opened = opener.open_saved(address, html)?;
    record(opener, &opened, &from)
}

fn record(opener: &Opener, opened: &Opened, from: &ReadFrom) -> anyhow::Result<ArticleRecord> {
    let (article, analysis) = corrected(&opened.article, opener.bounds, &[])?;
    let record = article_record(&article, &analysis, from);
    if record.source.is_empty() {
        anyhow::bail!("it has neither a path nor an address to be opened again");
    }
    Ok(record)
}
