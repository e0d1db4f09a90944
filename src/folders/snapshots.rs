//! Earlier versions of articles: one file per edition, in the folder
//! `snapshots` of the notes folder.
//!
//! A file is named `<slug>-<8 hex of the source>-<8 hex of the edition>.toml`.
//! So listing the folder finds all editions of one source, and one edition
//! under several names. Nothing here is ever deleted.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::moment::moment;
use super::places::{LibraryError, Places, notes_folder};
use pullquote_article::Article;
use pullquote_article::{files, sha256_hex};
use pullquote_nlp::Quote;
use pullquote_notes::{Identity, Revision, RevisionQuote, slug};

/// The name of the folder inside the notes folder.
const FOLDER: &str = "snapshots";
/// The most bytes of one edition that are read: several times the largest
/// article.
const LARGEST: u64 = 1_000_000_000;

/// Why an edition could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep this version of the article in {}: {source}; make the folder writable", path.display())]
pub struct KeepError {
    /// The file that could not be written.
    path: PathBuf,
    /// The error of the system.
    source: io::Error,
}

/// The quote of an analysis of `article` as an edition stores it.
#[must_use]
pub fn revision_quote(article: &Article, quote: &Quote) -> RevisionQuote {
    let speaker = quote.speaker.as_ref().map(|speaker| speaker.name.clone());
    RevisionQuote { words: quote.words(article.text()), speaker }
}

/// The editions of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshots {
    folder: PathBuf,
    /// Eight hex digits of a hash of the address or path; `None` where the
    /// source has neither: standard input, a bundled sample.
    source: Option<String>,
    /// Whether the source is a file, which can later have another article.
    file: bool,
}

impl Snapshots {
    /// The editions of `article`. `--notes FILE` does not count here: the folder
    /// is then the one that would be used without it.
    ///
    /// # Errors
    /// If there is no notes folder.
    pub fn of(places: &Places, article: &Article) -> Result<Self, LibraryError> {
        let own = places.argument.as_ref().filter(|argument| argument.is_dir()).cloned();
        let folder = notes_folder(&Places { argument: own, ..places.clone() })?.join(FOLDER);
        let (source, file) = match (Identity::of(article), &article.origin().path) {
            (identity @ Identity::Url(_), _) => (Some(identity.short()), false),
            (Identity::Text(_), Some(path)) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                (Some(eight(&sha256_hex(path.as_os_str().as_encoded_bytes()))), true)
            }
            (Identity::Text(_), None) => (None, false),
        };
        Ok(Self { folder, source, file })
    }

    /// When the text of `article` was first kept, as RFC 3339 with the offset
    /// of the system's time zone; `None` where it never was.
    #[must_use]
    pub fn first_read(&self, article: &Article) -> Option<String> {
        let source = self.source.as_deref()?;
        let names = self.names().into_iter().filter(|name| name.source == source);
        let editions = names.filter_map(|name| Revision::from_toml(&files::read_text(&name.path, LARGEST).ok()?));
        let taken = editions.filter(|edition| edition.sha256 == article.identity_sha256()).map(|edition| edition.taken);
        Some(moment(&taken.min()?.to_zoned_datetime(jiff::tz::TimeZone::system())))
    }

    /// The notes folder that the snapshots are in.
    #[must_use]
    pub fn notes_folder(&self) -> &Path {
        self.folder.parent().unwrap_or(Path::new("."))
    }

    /// All kept editions, the newest first, with `now` among them if it was kept.
    /// Files that can't be read, and editions of another article that was in
    /// the same file, are left out.
    #[must_use]
    pub fn known(&self, now: &Revision) -> Vec<Revision> {
        let (names, edition) = (self.names(), eight(&now.fingerprint()));
        // The same edition under another source: a file was moved or renamed.
        let same = |name: &&Name| name.edition == edition;
        let mut sources: Vec<&str> = names.iter().filter(same).map(|name| name.source.as_str()).collect();
        sources.extend(self.source.as_deref());
        let mut editions: Vec<Revision> = names
            .iter()
            .filter(|name| sources.contains(&name.source.as_str()))
            .filter_map(|name| Revision::from_toml(&files::read_text(&name.path, LARGEST).ok()?))
            .filter(|edition| !self.file || edition.resembles(now))
            .collect();
        editions.sort_by_key(|edition| std::cmp::Reverse(edition.taken));
        editions
    }

    /// Keeps `now`, unless the newest kept edition is the same. Returns whether a
    /// file was written. Articles without address and path are never kept.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn keep(&self, now: &Revision) -> Result<bool, KeepError> {
        let Some(source) = &self.source else { return Ok(false) };
        let known = self.known(now);
        if known.first().is_some_and(|newest| newest.fingerprint() == now.fingerprint()) {
            return Ok(false);
        }
        // Two editions of one second still need an order.
        let next = known.first().and_then(|newest| newest.taken.checked_add(jiff::SignedDuration::from_secs(1)).ok());
        let now = &Revision { taken: next.map_or(now.taken, |next| next.max(now.taken)), ..now.clone() };
        let title = slug(now.title.as_deref().unwrap_or_default());
        let name = format!("{title}-{source}-{}.toml", eight(&now.fingerprint()));
        let path = self.folder.join(name);
        let written =
            files::make_private_folder(&self.folder).and_then(|()| replace(&self.folder, &path, &now.to_toml()));
        written.map(|()| true).map_err(|source| KeepError { path, source })
    }

    fn names(&self) -> Vec<Name> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        entries.flatten().filter_map(|entry| Name::of(entry.path())).collect()
    }
}

/// The parts of the name of an edition's file.
struct Name {
    path: PathBuf,
    source: String,
    edition: String,
}

impl Name {
    fn of(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".toml")?.to_owned();
        let mut parts = name.rsplitn(3, '-');
        let (edition, source) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let hex = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
        (hex(&edition) && hex(&source) && !name.starts_with('.')).then_some(Self { path, source, edition })
    }
}

/// The first eight digits of a hash, as they are used in file names.
fn eight(hash: &str) -> String {
    hash.chars().take(8).collect()
}

/// Writes the file completely or not at all.
fn replace(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".pullquote-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use pullquote_article::{ArticleBuilder, BlockKind, Format, Meta, Origin};
    use pullquote_notes::Changes;

    const OLD: &str = "The council of Orsten voted to raise the harbour wall by two metres before winter.";
    const NEW: &str = "The council of Orsten voted to raise the harbour wall by three metres before winter.";

    fn article(path: Option<&str>, url: Option<&str>, text: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        builder.meta(Meta { title: Some("A wall".to_owned()), ..Meta::default() }).block(BlockKind::Paragraph, text);
        let (path, url) = (path.map(PathBuf::from), url.map(str::to_owned));
        builder.finish(Origin { path, url, format: Format::Text, sha256: String::new() })
    }

    /// Opens `article` at a second; returns the editions known before.
    fn open(places: &Places, article: &Article, second: i64) -> Vec<Revision> {
        let now = Revision::of(article, Vec::new(), Timestamp::from_second(1_764_000_000 + second).unwrap());
        let snapshots = Snapshots::of(places, article).unwrap();
        let known = snapshots.known(&now);
        snapshots.keep(&now).unwrap();
        known
    }

    fn places() -> (tempfile::TempDir, Places) {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        (folder, places)
    }

    #[test]
    fn a_changed_article_is_compared_with_its_earlier_editions() {
        let (folder, places) = places();
        let old = article(Some("/a/wall.txt"), None, OLD);
        assert!(open(&places, &old, 0).is_empty());
        assert_eq!(open(&places, &old, 1).len(), 1);
        let new = article(Some("/a/wall.txt"), None, NEW);
        let known = open(&places, &new, 2);
        let now = Revision::of(&new, Vec::new(), Timestamp::UNIX_EPOCH);
        assert_eq!(Changes::between(&known[0], &now).in_short(), "1 reworded");
        // The new edition is now known, and the old one is still there.
        assert_eq!(open(&places, &new, 3).iter().map(|e| e.text.as_str()).collect::<Vec<_>>(), [NEW, OLD]);
        // Back to the old text: then that is the newest edition.
        assert_eq!(open(&places, &old, 4)[0].text, NEW);
        assert_eq!(open(&places, &old, 5)[0].text, OLD);
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 2, "one file per edition");
    }

    #[test]
    fn editions_of_one_second_keep_their_order() {
        let (_folder, places) = places();
        let states: Vec<Article> = [OLD, NEW].map(|text| article(Some("/a/wall.txt"), None, text)).into();
        for state in states.iter().chain(&states) {
            open(&places, state, 0);
            assert_eq!(open(&places, state, 0)[0].text, state.text());
        }
    }

    #[test]
    fn a_renamed_file_keeps_its_editions_and_another_article_has_none() {
        let (_folder, places) = places();
        open(&places, &article(Some("/a/wall.txt"), None, OLD), 0);
        open(&places, &article(Some("/a/wall.txt"), None, NEW), 1);
        assert_eq!(open(&places, &article(Some("/b/other.txt"), None, NEW), 2).len(), 2);
        let other = "Trains run every hour from the new station on the hill, said the railway on Monday.";
        assert!(open(&places, &article(Some("/a/wall.txt"), None, other), 3).is_empty());
        let page = Some("https://example.org/wall-1");
        open(&places, &article(None, page, OLD), 4);
        assert!(open(&places, &article(None, page, other), 5).iter().any(|e| e.text == OLD), "a page is a page");
    }

    #[test]
    fn an_article_from_standard_input_is_not_kept() {
        let (folder, places) = places();
        assert!(open(&places, &article(None, None, OLD), 0).is_empty());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
