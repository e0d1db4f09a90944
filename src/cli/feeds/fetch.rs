//! Fetches and reads the articles that feeds announced.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::library::reading::{ArticleReader, batch_size};
use crate::cli::source::SourceArgument;
use crate::folders::moment;
use pullquote_library::Library;

/// What became of the articles.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    /// How many were read.
    pub(super) read: usize,
    /// What could not be read, and why.
    pub(super) failed: Vec<(String, String)>,
}

/// Fetches and reads the unread articles of `feeds`, given by their addresses, that have no text yet, until
/// `stop` is set. `each` is called with the number that is done and that of all.
///
/// # Errors
/// When the library can't be written.
pub(super) fn fetch_unread(
    library: &mut Library,
    reader: &ArticleReader,
    feeds: &[String],
    stop: &AtomicBool,
    mut each: impl FnMut(usize, usize),
) -> anyhow::Result<Fetched> {
    let mut sources = Vec::new();
    for feed in feeds {
        sources.extend(library.unfetched(feed)?.iter().map(|source| SourceArgument::from(source.as_str())));
    }
    let mut fetched = Fetched::default();
    for batch in sources.chunks(batch_size()) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let mut records = Vec::new();
        for (source, read) in batch.iter().zip(reader.read_all(batch)) {
            match read {
                Ok(record) => records.push(record),
                Err(why) => fetched.failed.push((source.shown().to_owned(), why)),
            }
        }
        fetched.read += records.len();
        library.put(&records, &moment::now())?;
        each(fetched.read + fetched.failed.len(), sources.len());
    }
    Ok(fetched)
}
