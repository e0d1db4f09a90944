//! What the sources of `library add` are: files, addresses, and what is in folders and in lists.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::added::{Failure, Report};
use super::item::Item;
use super::listed::{self, InFile, InFileError};
use crate::cli::source::SourceArgument;
use pullquote_clean::READERS;
use pullquote_library::reading_list::{HEAD, ReadingList, may_be_list};

/// What is added.
#[derive(Default)]
pub(super) struct Sources {
    /// Articles, in the order in which they are added.
    pub(super) items: Vec<Item>,
    /// The names of lists of feeds with their bytes.
    pub(super) feeds: Vec<(String, Vec<u8>)>,
}

impl Sources {
    /// The files in the folders among the sources, the articles in lists if `lists`, and all other sources.
    /// What can't be read is a failure in the report.
    pub(super) fn of(sources: &[SourceArgument], lists: bool, report: &mut Report) -> Self {
        let mut all = Self::default();
        for source in sources {
            match source.file() {
                Some(path) if lists && all.take_list(path, true, report) => {}
                Some(folder) if folder.is_dir() => all.take_folder(folder, lists, report),
                _ => all.items.push(Item::Source(source.clone())),
            }
        }
        all
    }

    /// Takes what is in a list; returns whether the file or folder is one. `named` says whether a person named it.
    fn take_list(&mut self, path: &Path, named: bool, report: &mut Report) -> bool {
        let name = path.display().to_string();
        match listed::in_file(path) {
            Ok(InFile::Articles(list)) => {
                let ReadingList { articles, skipped, .. } = list;
                report.skipped.extend(skipped.into_iter().map(|entry| format!("{name}, {entry}")));
                if !named && articles.iter().any(|article| article.content.is_none()) {
                    report.not_fetched.push(name);
                }
                let once = listed::without_twins(articles);
                self.items.extend(once.into_iter().map(|article| Item::Listed { article: Box::new(article), named }));
            }
            Ok(InFile::Feeds(bytes)) => self.feeds.push((name, bytes)),
            Ok(InFile::Other) => return false,
            // An export in a folder of articles is no mistake.
            Err(error @ (InFileError::Notes(_) | InFileError::Library(_))) if !named => {
                report.skipped.push(format!("{name}: {error}"))
            }
            Err(error) => report.failed.push(Failure::new(name, error.to_string())),
        }
        true
    }

    /// Takes the articles in a folder and those below it, in order of their paths, and the lists among its files if
    /// `lists`.
    fn take_folder(&mut self, folder: &Path, lists: bool, report: &mut Report) {
        let mut files = files_in(folder, report);
        if lists {
            for export in exports(&files) {
                if self.take_list(&export, false, report) {
                    files.retain(|file| !file.starts_with(&export));
                }
            }
        }
        for file in files {
            let is_list = lists && begins_like_a_list(&file) && self.take_list(&file, false, report);
            if !is_list && is_article(&file) {
                self.items.push(Item::Source(SourceArgument::from(file.into_os_string())));
            }
        }
    }
}

/// The files in a folder and those below it, in order of their paths. Hidden files, and those that
/// `.gitignore` and `.ignore` name, are left out.
fn files_in(folder: &Path, report: &mut Report) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => report.failed.push(Failure::new(folder.display().to_string(), error.to_string())),
        }
    }
    files.sort();
    files
}

/// The folders that may be an export of another program: Omnivore's has its facts in `metadata_*.json`.
fn exports(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    let is_of_export = |file: &&PathBuf| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("metadata_") && name.ends_with(".json")
    };
    files.iter().filter(is_of_export).filter_map(|file| file.parent()).map(Path::to_owned).collect()
}

fn extension(path: &Path) -> String {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// Whether a file is an article by its name.
fn is_article(path: &Path) -> bool {
    READERS.iter().any(|reader| reader.extensions.contains(&extension(path).as_str()))
}

/// Whether a file is a list of another program, as far as its name and beginning say.
fn begins_like_a_list(path: &Path) -> bool {
    if !matches!(extension(path).as_str(), "csv" | "htm" | "html" | "json" | "opml" | "xml") {
        return false;
    }
    let mut start = Vec::with_capacity(HEAD);
    let read = File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut start));
    read.is_ok() && may_be_list(&start)
}
