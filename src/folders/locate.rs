//! Finds the notes file of an article in the notes folder.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::places::{LibraryError, Places, notes_folder, toml_files};
use super::snapshots::Snapshots;
use pullquote_article::Article;
use pullquote_article::text::fold::fold;
use pullquote_article::{files, sha256_hex};
use pullquote_notes::{ANNOTATION_START, Header, NotesFile, Revision, store};
use pullquote_notes::{Identity, file_name};

/// The path of the notes file of `article`: the existing file, also if the
/// title has changed since, or the file to create. This reads files and never
/// writes.
///
/// An article with an address has the file made for that address. An article
/// without one has, in this order: the file made for its text, even if the
/// source was moved; the file made for an earlier version of the source; the
/// file made for a source with the same path, if the article has words that
/// were annotated in it. Two articles never share a file.
///
/// # Errors
/// If there is no notes folder.
pub fn notes_file(places: &Places, article: &Article) -> Result<PathBuf, LibraryError> {
    if let Some(argument) = places.argument.as_ref().filter(|a| !a.is_dir()) {
        return Ok(argument.clone());
    }
    let folder = notes_folder(places)?;
    let made = folder.join(file_name(article));
    // The eight digits in a name only say which files to look into; the header
    // of the file decides. A file that can't be read gives an error when it is
    // opened.
    let belongs_to_it = |file: &Path| header_of(file).is_none_or(|header| belongs(&header, article));
    if made.exists() && belongs_to_it(&made) {
        return Ok(made);
    }
    let files = toml_files(&folder);
    let ending = format!("-{}.toml", Identity::of(article).short());
    let named = files.iter().find(|file| file.to_string_lossy().ends_with(&ending) && belongs_to_it(file));
    let found =
        named.cloned().or_else(|| by_header(&files, article)).or_else(|| by_earlier_text(places, &files, article));
    // Another program may have made the file for this article since it was looked for.
    let taken = made.exists() && !belongs_to_it(&made);
    Ok(found.unwrap_or_else(|| if taken { longer_name(&made, article) } else { made }))
}

/// Whether a file with this header can be the notes file of `article`: both
/// have the same address or, where one of them has no address, the same text.
fn belongs(header: &Header, article: &Article) -> bool {
    let bare = |address: &str| address.split_once("://").map(|(_, rest)| rest.to_owned());
    let theirs = header.source.as_deref().filter(|s| is_address(s)).and_then(bare);
    match (Identity::of(article).url().and_then(bare), theirs) {
        (Some(mine), Some(theirs)) => mine == theirs,
        _ => header.text_sha256.is_empty() || header.text_sha256 == article.identity_sha256(),
    }
}

fn is_address(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// The name for `article` where another article already has the same eight
/// digits: it has all 64.
fn longer_name(made: &Path, article: &Article) -> PathBuf {
    let identity = match Identity::of(article) {
        Identity::Url(url) => sha256_hex(url.as_bytes()),
        Identity::Text(hash) => hash,
    };
    made.with_extension(format!("{identity}.toml"))
}

/// The paths of all notes files, sorted by name: the file that `--notes` names,
/// or those in the notes folder.
///
/// # Errors
/// If there is no notes folder.
pub fn notes_files(places: &Places) -> Result<Vec<PathBuf>, LibraryError> {
    match places.argument.as_ref().filter(|argument| !argument.is_dir()) {
        Some(file) => Ok(vec![file.clone()]),
        None => Ok(toml_files(&notes_folder(places)?)),
    }
}

/// The file made for the same text, unless both have an address.
fn by_header(files: &[PathBuf], article: &Article) -> Option<PathBuf> {
    let wanted = Header::of(article);
    let address = Identity::of(article).url().is_some();
    let same_text = |file: &&PathBuf| {
        header_with(file, &[&wanted.text_sha256]).is_some_and(|header| {
            // Two addresses are two articles, even with the same text.
            let both = address && header.source.as_deref().is_some_and(is_address);
            header.text_sha256 == wanted.text_sha256 && !both
        })
    };
    files.iter().find(same_text).cloned()
}

/// The file made for an earlier version of the source, or for a source with
/// the same path and some of the same words. `None` for an article with an
/// address.
fn by_earlier_text(places: &Places, files: &[PathBuf], article: &Article) -> Option<PathBuf> {
    if Identity::of(article).url().is_some() {
        return None;
    }
    let wanted = Header::of(article);
    let now = Revision::of(article, Vec::new(), jiff::Timestamp::UNIX_EPOCH);
    let earlier: Vec<String> = Snapshots::of(places, article)
        .map_or_else(|_| Vec::new(), |s| s.known(&now))
        .into_iter()
        .map(|e| e.sha256)
        .collect();
    let hashes: Vec<&str> = earlier.iter().map(String::as_str).collect();
    let headers = |words: &[&str]| -> Vec<(&PathBuf, Header)> {
        files.iter().filter_map(|file| Some((file, header_with(file, words)?))).collect()
    };
    let was = headers(&hashes).into_iter().find(|(_, header)| earlier.contains(&header.text_sha256));
    // A relative path does not say in which folder it was given.
    let same_path = |header: &Header| {
        header.source.as_deref().is_some_and(|source| Path::new(source).is_absolute()) && header.source == wanted.source
    };
    // Two articles can have the same path at different times, so the annotated
    // words have to be in the article. Two missing titles are not the same.
    let same_title = |header: &Header| header.title.is_some() && header.title == wanted.title;
    // A path with a quotation mark or a backslash is written in another way, so
    // only the name is looked for.
    let name = article.origin().path.as_ref().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy());
    let fits = || {
        let same_path = headers(&[name.as_deref().unwrap_or("")]).into_iter().filter(|(_, header)| same_path(header));
        same_path.into_iter().find(|(file, header)| has_annotated_words(file, same_title(header), article))
    };
    was.or_else(fits).map(|(file, _)| file.clone())
}

/// How many code points annotated words need, at least, to identify an article
/// that has another title.
const ENOUGH: usize = 24;

/// Whether words that were annotated in `file` occur in `article`. If the
/// titles differ, the words need at least [`ENOUGH`] code points.
fn has_annotated_words(file: &Path, same_title: bool, article: &Article) -> bool {
    let text = fold(article.text());
    let annotated = store::load(file).map(|loaded| loaded.annotations).unwrap_or_default();
    annotated.iter().flat_map(|a| &a.selectors).any(|selector| {
        let (exact, sentence) = (fold(&selector.exact), fold(&selector.sentence));
        let identifies = |words: &str| words.chars().count() >= ENOUGH && text.contains(words);
        identifies(&exact) || identifies(&sentence) || (same_title && !exact.is_empty() && text.contains(&exact))
    })
}

/// The header of a notes file; only the beginning of the file is read.
fn header_of(file: &Path) -> Option<Header> {
    header_in(&beginning(file)?)
}

/// The header of a notes file that has one of `words` in its beginning. In a
/// folder of thousands of files, searching is much quicker than parsing.
fn header_with(file: &Path, words: &[&str]) -> Option<Header> {
    let text = beginning(file).filter(|text| words.iter().any(|word| text.contains(word)))?;
    header_in(&text)
}

fn header_in(beginning: &str) -> Option<Header> {
    NotesFile::parse(beginning).ok().map(|document| document.header().clone())
}

/// The text of a notes file before its first annotation.
fn beginning(file: &Path) -> Option<String> {
    const PIECE: u64 = 4096;
    let mut reader = files::open(file).ok()?;
    let mut bytes = Vec::new();
    loop {
        let from = bytes.len().saturating_sub(ANNOTATION_START.len());
        let read = reader.by_ref().take(PIECE).read_to_end(&mut bytes).ok()?;
        let new = bytes.get(from..)?;
        let end = new.windows(ANNOTATION_START.len()).position(|window| window == ANNOTATION_START.as_bytes());
        if let Some(end) = end {
            bytes.truncate(from + end);
            break;
        }
        if read == 0 {
            break;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::Span;
    use pullquote_article::text::Language;
    use pullquote_article::{ArticleBuilder, BlockKind, Format, Meta, Origin};
    use pullquote_notes::{NewAnnotation, Notebook, Sentences};
    use std::fs;

    fn article(path: Option<&str>, url: Option<&str>, title: &str, text: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        builder.meta(Meta { title: Some(title.to_owned()), ..Meta::default() }).block(BlockKind::Paragraph, text);
        let (path, url) = (path.map(PathBuf::from), url.map(str::to_owned));
        builder.finish(Origin { path, url, format: Format::Text, sha256: String::new() })
    }

    fn annotate(places: &Places, article: &Article) -> PathBuf {
        let path = notes_file(places, article).unwrap();
        let mut notebook = Notebook::open(article, path.clone(), store::load(&path).unwrap().annotations);
        let draft = NewAnnotation { span: Span::new(0, 5), tags: vec!["boats".to_owned()], ..NewAnnotation::default() };
        notebook.add(article, Sentences::In(Language::english()), draft, store::stamp()).unwrap();
        store::save(&notebook.begin_save().unwrap()).unwrap();
        path
    }

    #[test]
    fn an_article_keeps_its_file_and_shares_it_with_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let text = "Boats lie in the harbour.";
        let file = annotate(&places, &article(Some("/texts/a.txt"), None, "Boats", text));
        let find = |article: &Article| notes_file(&places, article).unwrap();
        // Renamed and retitled; saved from an address; its text changed.
        assert_eq!(find(&article(Some("/texts/b.txt"), None, "Ships", text)), file);
        assert_eq!(find(&article(None, Some("https://example.org/boats-1"), "Boats", text)), file);
        assert_eq!(find(&article(Some("/texts/a.txt"), None, "Boats", "Boats lay in the harbour.")), file);
        assert_ne!(find(&article(Some("/texts/a.txt"), None, "Trains", "Trains run.")), file);

        let one = article(None, Some("https://example.org/trains-1"), "Trains", "Trains run.");
        let two = article(None, Some("https://example.net/trains-1"), "Trains", "Trains run.");
        let file = annotate(&places, &one);
        assert_eq!(find(&one), file);
        assert_ne!(find(&two), file);
    }

    #[test]
    fn one_name_in_two_folders_is_two_articles() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let file = annotate(&places, &article(Some("a.txt"), None, "Boats", "Boats lie in the harbour."));
        let other = article(Some("a.txt"), None, "Boats", "Boats lie in the lake, and some in the harbour.");
        assert_ne!(notes_file(&places, &other).unwrap(), file, "a relative path does not say its folder");
    }

    #[test]
    fn another_article_at_the_same_path_does_not_get_the_notes() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let file = annotate(&places, &article(Some("/texts/a.txt"), None, "Live", "Boats lie in the harbour."));
        let find = |article: &Article| notes_file(&places, article).unwrap();
        assert_ne!(find(&article(Some("/texts/a.txt"), None, "Live", "Trains run every hour from the hill.")), file);
        assert_eq!(find(&article(Some("/texts/a.txt"), None, "Live", "Boats lie in the new harbour.")), file);
        // Eight digits are not enough: the header says which article it is.
        let page = article(None, Some("https://example.org/trains-1"), "Trains", "Trains run.");
        let taken = notes_file(&places, &page).unwrap();
        fs::write(&taken, "format = 1\n[article]\nsource = \"https://example.net/other-1\"\n").unwrap();
        let own = find(&page);
        assert_ne!(own, taken);
        fs::write(&own, "format = 1\n[article]\nsource = \"https://example.org/trains-1\"\n").unwrap();
        assert_eq!(find(&page), own);
    }

    #[test]
    fn short_words_do_not_identify_an_article_without_a_title() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let untitled = |text: &str| {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, text);
            builder.finish(Origin {
                path: Some("q.txt".into()),
                url: None,
                format: Format::Text,
                sha256: String::new(),
            })
        };
        let file = annotate(&places, &untitled("Boats lie in the harbour, as they have for years."));
        assert_ne!(notes_file(&places, &untitled("Boats of another owner are sold in spring.")).unwrap(), file);
    }

    #[test]
    fn an_edited_retitled_and_renamed_file_is_found_by_its_earlier_version() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let open = |article: &Article, second: i64| {
            let now = jiff::Timestamp::from_second(1_764_000_000 + second).unwrap();
            Snapshots::of(&places, article).unwrap().keep(&Revision::of(article, Vec::new(), now)).unwrap();
        };
        let first = article(Some("a.txt"), None, "Boats", "Boats lie in the harbour, as they have for years.");
        open(&first, 0);
        let file = annotate(&places, &first);
        let edited = article(Some("a.txt"), None, "Ships", "Ships lie in the harbour, as they have for years.");
        assert_eq!(notes_file(&places, &edited).unwrap(), file);
        open(&edited, 1);
        let renamed = article(Some("b.txt"), None, "Ships", "Ships lie in the harbour, as they have for years.");
        assert_eq!(notes_file(&places, &renamed).unwrap(), file);
    }

    #[test]
    fn a_file_named_by_the_person_is_used_and_a_named_folder_is_searched() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places { argument: Some(folder.path().join("mine.toml")), ..Places::default() };
        let article = article(None, None, "T", "Text here.");
        assert_eq!(notes_file(&places, &article).unwrap(), folder.path().join("mine.toml"));
        places.argument = Some(folder.path().to_owned());
        assert_eq!(notes_file(&places, &article).unwrap().parent(), Some(folder.path()));
    }
}
