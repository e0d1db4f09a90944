//! What was searched for in the reader, for the next start: one search a line, the latest last.

use std::io;
use std::path::{Path, PathBuf};

use super::reader_state::{replace_private, state_folder};
use pullquote_article::files;

/// The most searches that are kept.
const KEPT: usize = 100;
/// The longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;
/// The longest search that is kept, in bytes.
const LONGEST_SEARCH: usize = 1000;

fn file() -> Option<PathBuf> {
    Some(state_folder()?.join("searches"))
}

/// The searches of earlier readers, the latest last, at most 100; none if they can't be read.
#[must_use]
pub fn earlier() -> Vec<String> {
    file().map(|file| read(&file)).unwrap_or_default()
}

/// Keeps a search as the latest. Only the user can read the file.
///
/// # Errors
/// If the file can't be written.
pub fn keep(words: &str) -> io::Result<()> {
    file().map_or(Ok(()), |file| add(&file, words))
}

fn read(file: &Path) -> Vec<String> {
    let text = files::read_text(file, LONGEST).unwrap_or_default();
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn add(file: &Path, words: &str) -> io::Result<()> {
    if words.len() > LONGEST_SEARCH || words.trim().is_empty() || words.contains('\n') {
        return Ok(());
    }
    let mut searches = read(file);
    searches.retain(|kept| kept != words);
    searches.push(words.to_owned());
    let latest = searches.len().saturating_sub(KEPT);
    let text: String = searches.iter().skip(latest).flat_map(|words| [words.as_str(), "\n"]).collect();
    replace_private(file, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_kept_once_and_the_latest_is_last() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state").join("searches");
        assert!(read(&file).is_empty());
        for words in ["harbour", "colou?r", "harbour", "", "two\nlines"] {
            add(&file, words).unwrap();
        }
        assert_eq!(read(&file), ["colou?r", "harbour"]);
        (0..200).for_each(|n| add(&file, &n.to_string()).unwrap());
        assert_eq!((read(&file).len(), read(&file).last().map(String::as_str)), (KEPT, Some("199")));
    }
}
