//! Exports that are a folder. The only module here that reads files.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pullquote_article::files;
use serde_json::Value;

use super::collector::Collector;
use super::error::ReadingListError;
use super::omnivore::{article, entries, field, highlights};
use super::{ListedArticle, ListedContent, ReadingList, text_of};

/// How many bytes of one file are read at most.
const MOST_BYTES: u64 = 200_000_000;

/// The articles in the export folder at `path`: Omnivore's, with the files
/// `metadata_*.json`, `content/*.html` and `highlights/*.md`. The texts are not
/// read; each article names the file with its text.
///
/// # Errors
/// [`ReadingListError::Unknown`] if the folder has no such file,
/// [`ReadingListError::Unreadable`], and the errors of [`parse`](super::parse).
pub fn parse_folder(path: &Path) -> Result<ReadingList, ReadingListError> {
    let folder = path.display().to_string();
    let metadata = metadata_files(path).map_err(|source| unreadable(path, source))?;
    if metadata.is_empty() {
        return Err(ReadingListError::Unknown { name: folder });
    }
    let mut collector = Collector::default();
    for file in metadata {
        let name = file.display().to_string();
        let bytes = files::read(&file, MOST_BYTES).map_err(|source| unreadable(&file, source))?;
        for (at, entry) in entries(&name, text_of(&name, &bytes)?)?.iter().enumerate() {
            let place = format!("{name}, entry {}", at + 1);
            let listed = with_files(path, entry, &place, &mut collector);
            collector.add(&place, field(entry, "url").unwrap_or_default(), listed);
        }
    }
    Ok(ReadingList { format: "Omnivore", articles: collector.articles, skipped: collector.skipped })
}

impl ListedContent {
    /// The HTML, still encoded if it is in a file.
    ///
    /// # Errors
    /// If the file cannot be read, or has more than 200 MB.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Html(html) => Ok(Cow::Borrowed(html.as_bytes())),
            Self::HtmlFile(path) => files::read(path, MOST_BYTES).map(Cow::Owned),
        }
    }
}

/// The metadata files of a folder, in the order of the articles.
fn metadata_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(range) = name.strip_prefix("metadata_").and_then(|name| name.strip_suffix(".json")) {
            let first = range.split('_').next().and_then(|number| number.parse().ok()).unwrap_or(u64::MAX);
            found.push((first, path));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

/// The article of an entry with its text and highlights.
fn with_files(folder: &Path, entry: &Value, place: &str, collector: &mut Collector) -> ListedArticle {
    let mut listed = article(entry);
    // The slug is a file name; anything else would lead out of the folder.
    let is_name = |slug: &&str| !slug.is_empty() && !slug.starts_with('.') && !slug.contains(['/', '\\', ':', '\0']);
    let Some(slug) = field(entry, "slug").filter(is_name) else { return listed };
    let content = folder.join("content").join(format!("{slug}.html"));
    if content.is_file() {
        listed.content = Some(ListedContent::HtmlFile(content));
    }
    let marked = folder.join("highlights").join(format!("{slug}.md"));
    if marked.is_file() {
        match files::read_text(&marked, MOST_BYTES) {
            Ok(markdown) => listed.notes = highlights(&markdown),
            Err(why) => collector.skip(place, format_args!("cannot read the highlights {}: {why}", marked.display())),
        }
    }
    listed
}

fn unreadable(path: &Path, source: io::Error) -> ReadingListError {
    ReadingListError::Unreadable { name: path.display().to_string(), source }
}
