//! The notes folder, and the file of an article in it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

use crate::article::Article;
use crate::notes::header::{Identity, file_name};
use crate::notes::{Header, schema};

/// The variable of the environment that names the notes folder.
pub const FOLDER_VARIABLE: &str = "PULLQUOTE_NOTES_DIR";

/// Where a person said that notes are; the first that is given counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// `--notes FILE`: this very file, or a folder that exists.
    pub argument: Option<PathBuf>,
    /// What [`FOLDER_VARIABLE`] holds; empty counts as not given.
    pub variable: Option<OsString>,
    /// The folder of the configuration; `~/` is the home folder.
    pub config: Option<PathBuf>,
}

/// Why there is no place for notes.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The system names no home folder.
    #[error("there is no home folder to keep notes in; name a folder with {FOLDER_VARIABLE} or a file with --notes")]
    NoHome,
}

/// The folder that notes files are kept in; it may not exist yet.
///
/// # Errors
/// If nothing names one and the system has no home folder.
pub fn notes_folder(places: &Places) -> Result<PathBuf, LibraryError> {
    if let Some(argument) = &places.argument {
        let folder = if argument.is_dir() { Some(argument.as_path()) } else { argument.parent() };
        return Ok(folder.filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned());
    }
    if let Some(folder) = places.variable.as_ref().filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    if let Some(folder) = places.config.as_ref().filter(|f| !f.as_os_str().is_empty()) {
        return match folder.strip_prefix("~") {
            Ok(inside) => Ok(home()?.join(inside)),
            Err(_) => Ok(folder.clone()),
        };
    }
    let strategy = choose_base_strategy().map_err(|_| LibraryError::NoHome)?;
    Ok(strategy.data_dir().join("pullquote").join("notes"))
}

fn home() -> Result<PathBuf, LibraryError> {
    etcetera::home_dir().map_err(|_| LibraryError::NoHome)
}

/// The notes file of `article`: the one it has, whatever its title was when
/// the file was made, or the one to make. Reads, and never writes.
///
/// An article with an address has the file made for that address; one
/// without has the file made for its text, or for a file of this name and
/// title whose text has changed.
///
/// # Errors
/// If there is no place for notes.
pub fn notes_file(places: &Places, article: &Article) -> Result<PathBuf, LibraryError> {
    if let Some(argument) = places.argument.as_ref().filter(|a| !a.is_dir()) {
        return Ok(argument.clone());
    }
    let folder = notes_folder(places)?;
    let name = file_name(article);
    let made = folder.join(&name);
    if made.exists() {
        return Ok(made);
    }
    let files = toml_files(&folder);
    let ending = format!("-{}.toml", Identity::of(article).short());
    let named = files.iter().find(|file| file.to_string_lossy().ends_with(&ending));
    Ok(named.cloned().or_else(|| by_header(&files, article)).unwrap_or(made))
}

/// Every notes file there is, sorted by name: the one that `--notes` names,
/// or those of the folder.
///
/// # Errors
/// If there is no place for notes.
pub fn notes_files(places: &Places) -> Result<Vec<PathBuf>, LibraryError> {
    match places.argument.as_ref().filter(|argument| !argument.is_dir()) {
        Some(file) => Ok(vec![file.clone()]),
        None => Ok(toml_files(&notes_folder(places)?)),
    }
}

/// The notes file of the article that `header` describes: the one made for
/// its address or its text, or the one to make. Reads, and never writes.
///
/// # Errors
/// If there is no place for notes.
pub fn notes_file_of(places: &Places, header: &Header) -> Result<PathBuf, LibraryError> {
    if let Some(argument) = places.argument.as_ref().filter(|a| !a.is_dir()) {
        return Ok(argument.clone());
    }
    let folder = notes_folder(places)?;
    let identity = header.identity();
    let ending = format!("-{}.toml", identity.short());
    let files = toml_files(&folder);
    let named = files.iter().find(|file| file.to_string_lossy().ends_with(&ending));
    let same = |file: &&PathBuf| {
        let address = |header: &Header| header.identity().url().is_some();
        header_of(file).is_some_and(|found| {
            found.identity() == identity
                || found.text_sha256 == header.text_sha256
                    && !found.text_sha256.is_empty()
                    && !(address(&found) && address(header))
        })
    };
    Ok(named.or_else(|| files.iter().find(same)).cloned().unwrap_or_else(|| folder.join(header.file_name())))
}

/// The notes file whose name ends in these eight hex digits, if there is one.
///
/// # Errors
/// If there is no place for notes.
pub fn notes_file_named(places: &Places, short: &str) -> Result<Option<PathBuf>, LibraryError> {
    let ending = format!("-{short}.toml");
    Ok(notes_files(places)?.into_iter().find(|file| file.to_string_lossy().ends_with(&ending)))
}

/// The notes files of a folder, sorted by name; hidden files are none.
pub(super) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| path.file_name().is_some_and(|n| !n.to_string_lossy().starts_with('.')))
        .collect();
    files.sort();
    files
}

fn by_header(files: &[PathBuf], article: &Article) -> Option<PathBuf> {
    let wanted = Header::of(article);
    let address = Identity::of(article).url().is_some();
    let mut same_name = None;
    for file in files {
        let Some(header) = header_of(file) else { continue };
        let has_address =
            header.source.as_deref().is_some_and(|s| s.starts_with("http://") || s.starts_with("https://"));
        // Two addresses are two articles, though their texts be the same.
        if header.text_sha256 == wanted.text_sha256 && !(address && has_address) {
            return Some(file.clone());
        }
        let same = !address && !has_address && header.source.is_some();
        if same && header.source == wanted.source && header.title.is_some() && header.title == wanted.title {
            same_name = same_name.or_else(|| Some(file.clone()));
        }
    }
    same_name
}

/// What a file says about its article; only the beginning of it is parsed.
fn header_of(file: &Path) -> Option<Header> {
    let text = fs::read_to_string(file).ok()?;
    let end = text.find("\n[[annotation]]").unwrap_or(text.len());
    schema::Document::parse(text.get(..end)?).ok().map(|document| document.header().clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleBuilder, BlockKind, Format, Meta, Origin};
    use crate::notes::{Draft, Notebook, store};
    use crate::text::span::Span;

    fn article(path: Option<&str>, url: Option<&str>, title: &str, text: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        builder.meta(Meta { title: Some(title.to_owned()), ..Meta::default() }).block(BlockKind::Paragraph, text);
        let (path, url) = (path.map(PathBuf::from), url.map(str::to_owned));
        builder.finish(Origin { path, url, format: Format::Text, sha256: String::new() })
    }

    fn annotate(places: &Places, article: &Article) -> PathBuf {
        let path = notes_file(places, article).unwrap();
        let mut notebook = Notebook::open(article, path.clone(), store::load(&path).unwrap().annotations);
        let draft = Draft { span: Span::new(0, 5), tags: vec!["boats".to_owned()], ..Draft::default() };
        notebook.add(article, &[], draft, store::stamp()).unwrap();
        store::save(&notebook.begin_save().unwrap()).unwrap();
        path
    }

    #[test]
    fn an_article_keeps_its_file_and_shares_it_with_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let text = "Boats lie in the harbour.";
        let file = annotate(&places, &article(Some("a.txt"), None, "Boats", text));
        let find = |article: &Article| notes_file(&places, article).unwrap();
        // Renamed and retitled; saved from an address; its text changed.
        assert_eq!(find(&article(Some("b.txt"), None, "Ships", text)), file);
        assert_eq!(find(&article(None, Some("https://example.org/boats-1"), "Boats", text)), file);
        assert_eq!(find(&article(Some("a.txt"), None, "Boats", "Boats lay in the harbour.")), file);
        assert_ne!(find(&article(Some("a.txt"), None, "Trains", "Trains run.")), file);

        let one = article(None, Some("https://example.org/trains-1"), "Trains", "Trains run.");
        let two = article(None, Some("https://example.net/trains-1"), "Trains", "Trains run.");
        let file = annotate(&places, &one);
        assert_eq!(find(&one), file);
        assert_ne!(find(&two), file);
    }

    #[test]
    fn the_nearest_word_of_the_person_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places { config: Some("/somewhere/notes".into()), ..Places::default() };
        assert_eq!(notes_folder(&places).unwrap(), Path::new("/somewhere/notes"));
        places.variable = Some("/elsewhere".into());
        assert_eq!(notes_folder(&places).unwrap(), Path::new("/elsewhere"));
        places.argument = Some(folder.path().join("mine.toml"));
        let article = article(None, None, "T", "Text here.");
        assert_eq!(notes_file(&places, &article).unwrap(), folder.path().join("mine.toml"));
        places.argument = Some(folder.path().to_owned());
        assert_eq!(notes_file(&places, &article).unwrap().parent(), Some(folder.path()));
    }
}
