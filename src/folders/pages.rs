//! Copies of fetched pages beside the notes, so that an article can be opened
//! again when it is gone from the web.
//!
//! A page is two files in the folder `pages` of the notes folder: the bytes
//! from the server, `<slug>-<8 hex digits of its address>.html`, and a `.toml`
//! file of the same name with the facts about it. Both are written completely or
//! not at all.
//!
//! A server can also answer the address of an article with a paywall, an empty
//! shell, or a “not found” page with status 200. So a page that is far shorter
//! than the kept one, or has few of its words, does not replace it. The kept
//! page stays until the person deletes it.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;
use jiff::fmt::strtime;
use serde::{Deserialize, Serialize};

use super::moment::moment;
use pullquote_article::{Article, files, sha256_hex};
use pullquote_clean::{self as clean, Fetched, Options, READERS, Reader};
use pullquote_notes::Identity;
use pullquote_notes::slug;

/// The folder inside the notes folder.
const FOLDER: &str = "pages";
/// The most bytes of a page that are read: the most that `--megabytes` allows.
const LARGEST_PAGE: u64 = 1_000_000_000;
/// The most bytes of a file of facts that are read.
const LARGEST_FACTS: u64 = 1_000_000;

/// The kept pages of one notes folder.
#[derive(Debug, Clone)]
pub struct Pages {
    notes: PathBuf,
    limit: u64,
}

/// A page that was kept.
#[derive(Debug, Clone)]
pub struct KeptPage {
    /// The bytes and their address, as the fetch returned them.
    pub fetched: Fetched,
    /// When the page was fetched.
    pub when: ZonedDateTime,
    /// Whether the page was less than its article, such as a paywall.
    pub wall: bool,
}

/// The result of [`Pages::keep`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeepResult {
    /// The page was kept.
    Kept,
    /// The page was not kept: keeping is off, or the page is larger than the
    /// limit.
    Nothing,
    /// The page was not kept, because the page kept before seems to have more
    /// of the article.
    Earlier {
        /// The day the earlier page was fetched: `24 Nov 2026`.
        day: String,
        /// The file of the earlier page.
        page: PathBuf,
    },
}

impl KeptPage {
    /// The day the page was fetched: `24 Nov 2026`.
    #[must_use]
    pub fn day(&self) -> String {
        strtime::format("%-d %b %Y", &self.when).unwrap_or_else(|_| self.when.date().to_string())
    }

    /// When the page was fetched, as RFC 3339 with an offset.
    #[must_use]
    pub fn moment(&self) -> String {
        moment(&self.when)
    }
}

/// The facts about a page, in its `.toml` file.
#[derive(Debug, Serialize, Deserialize)]
struct Facts {
    /// The address that was asked for.
    address: String,
    /// The address that answered.
    url: Option<String>,
    title: Option<String>,
    /// RFC 3339 with an offset.
    fetched: String,
    content_type: Option<String>,
    /// The SHA-256 of the page's bytes.
    sha256: String,
    /// The 8 hex digits in the name of the article's notes file.
    article: String,
    /// Whether the page was less than its article.
    #[serde(default)]
    wall: bool,
}

impl Pages {
    /// The pages in the notes folder `notes`. Together they may take `limit`
    /// bytes; with 0 no page is added, and existing ones stay.
    #[must_use]
    pub fn of(notes: &Path, limit: u64) -> Self {
        Self { notes: notes.to_owned(), limit }
    }

    fn folder(&self) -> PathBuf {
        self.notes.join(FOLDER)
    }

    /// The page kept for `address`; `None` where there is none or its bytes were
    /// changed.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<KeptPage> {
        let (path, facts) = self.facts(address)?;
        let when = facts.fetched.parse::<jiff::Timestamp>().ok()?;
        let offset = strtime::parse("%Y-%m-%dT%H:%M:%S%:z", &facts.fetched).ok().and_then(|parsed| parsed.offset());
        let bytes =
            files::read(&page_beside(&path)?, LARGEST_PAGE).ok().filter(|bytes| sha256_hex(bytes) == facts.sha256)?;
        let Facts { address, url, content_type, wall, .. } = facts;
        Some(KeptPage {
            fetched: Fetched { name: address, bytes, path: None, url, content_type },
            when: when.to_zoned_datetime(offset.map_or(jiff::tz::TimeZone::UTC, jiff::tz::TimeZone::fixed)),
            wall,
        })
    }

    /// The addresses of all kept pages, in the order of their file names.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        super::places::toml_files(&self.folder())
            .iter()
            .filter_map(|path| toml::from_str::<Facts>(&files::read_text(path, LARGEST_FACTS).ok()?).ok())
            .map(|facts| facts.address)
            .collect()
    }

    /// The facts about the page of `address`, and their file.
    fn facts(&self, address: &str) -> Option<(PathBuf, Facts)> {
        let ending = format!("-{}.toml", Identity::of_address(address)?.short());
        let entries = fs::read_dir(self.folder()).ok()?;
        let path = entries.flatten().map(|e| e.path()).find(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            name.ends_with(&ending) && !name.starts_with('.')
        })?;
        let facts = toml::from_str(&files::read_text(&path, LARGEST_FACTS).ok()?).ok()?;
        Some((path, facts))
    }

    /// Keeps the page `fetched` from `address`, which was read as `article`. It
    /// replaces the page kept before, unless that one seems to have more of the
    /// article.
    ///
    /// # Errors
    /// When a file can't be written.
    pub fn keep(&self, address: &str, fetched: &Fetched, article: &Article) -> io::Result<KeepResult> {
        let size = fetched.bytes.len() as u64;
        let Some(identity) = Identity::of_address(address).filter(|_| size <= self.limit) else {
            return Ok(KeepResult::Nothing);
        };
        let before = self.facts(address);
        if let Some(kept) = self.find(address)
            && let Some(page) = before.as_ref().and_then(|(facts_file, _)| page_beside(facts_file))
            && is_less(fetched, &kept)
        {
            return Ok(KeepResult::Earlier { day: kept.day(), page });
        }
        let wall = article.notice().is_some();
        let folder = self.folder();
        files::make_private_folder(&folder)?;
        self.make_room(size)?;
        let title = article.meta().title.clone();
        let stem = format!("{}-{}", slug(title.as_deref().unwrap_or_default()), identity.short());
        let facts = Facts {
            address: address.to_owned(),
            url: fetched.url.clone(),
            title,
            fetched: moment(&ZonedDateTime::now()),
            content_type: fetched.content_type.clone(),
            sha256: sha256_hex(&fetched.bytes),
            article: Identity::of(article).short(),
            wall,
        };
        let text = toml::to_string(&facts).map_err(io::Error::other)?;
        let ending = Reader::of(article.origin().format).extensions.first().unwrap_or(&"html");
        let (page, about) = (folder.join(format!("{stem}.{ending}")), folder.join(format!("{stem}.toml")));
        write(&folder, &page, &fetched.bytes)?;
        write(&folder, &about, text.as_bytes())?;
        // The title has changed, and so has the name.
        if let Some((old, _)) = before.filter(|(old, _)| *old != about && old.exists()) {
            page_beside(&old).map_or(Ok(()), fs::remove_file)?;
            fs::remove_file(old)?;
        }
        Ok(KeepResult::Kept)
    }

    /// Removes the oldest pages, except those with notes, until another `size`
    /// bytes fit.
    fn make_room(&self, size: u64) -> io::Result<()> {
        let mut pages: Vec<(String, PathBuf, PathBuf, u64, String)> = Vec::new();
        for entry in fs::read_dir(self.folder())?.flatten() {
            let path = entry.path();
            let Some(page) = page_beside(&path) else { continue };
            let Some(facts) =
                files::read_text(&path, LARGEST_FACTS).ok().and_then(|text| toml::from_str::<Facts>(&text).ok())
            else {
                continue;
            };
            let bytes = fs::metadata(&page).map_or(0, |metadata| metadata.len());
            pages.push((facts.fetched, path, page, bytes, facts.article));
        }
        let mut taken: u64 = pages.iter().map(|page| page.3).sum();
        pages.sort();
        for (_, facts_file, page, bytes, article) in pages {
            if taken.saturating_add(size) <= self.limit {
                break;
            }
            if !self.has_notes(&article) {
                fs::remove_file(facts_file)?;
                fs::remove_file(page)?;
                taken = taken.saturating_sub(bytes);
            }
        }
        Ok(())
    }

    fn has_notes(&self, article: &str) -> bool {
        let ending = format!("-{article}.toml");
        super::places::toml_files(&self.notes).iter().any(|file| file.to_string_lossy().ends_with(&ending))
    }
}

/// Whether `new` has less of the article than `kept`: it is a paywall and the
/// kept page is not, or it is far shorter, or it has different words. Both are
/// read with the default options, whatever options the person used.
fn is_less(new: &Fetched, kept: &KeptPage) -> bool {
    if new.bytes == kept.fetched.bytes {
        return false;
    }
    let read = |fetched: &Fetched| clean::read(fetched.clone(), &Options::default());
    // A kept page that is no longer read as an article can be replaced.
    let Ok(old) = read(&kept.fetched) else { return false };
    let Ok(new) = read(new) else { return true };
    let letters = |article: &Article| article.text().chars().filter(|c| c.is_alphanumeric()).count();
    let shorter = letters(&new) * 2 < letters(&old);
    match (old.notice().is_some() || kept.wall, new.notice().is_some()) {
        (true, false) => false,
        (false, true) => true,
        // Two paywalls can differ in kind, so only the length counts.
        (true, true) => shorter,
        (false, false) => shorter || !shares_words(old.text(), new.text()),
    }
}

/// Whether at least a third of the words of `old` are in `new`. Unrelated
/// articles in one language share about a tenth of their longer words. In
/// scripts without spaces, pairs of letters count as words.
fn shares_words(old: &str, new: &str) -> bool {
    let (old, new) = (words(old), words(new));
    old.intersection(&new).count() * 3 >= old.len()
}

/// The words of four letters and more in lower case; in scripts without spaces,
/// the pairs of letters.
fn words(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let mut words = HashSet::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = word.chars().collect();
        // The scripts of East Asia begin here in Unicode.
        if letters.iter().any(|&c| c >= '\u{2e80}') {
            words.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else if letters.len() >= 4 {
            words.insert(word.to_owned());
        }
    }
    words
}

/// The page file for a file of facts; `None` for any other file.
fn page_beside(facts_file: &Path) -> Option<PathBuf> {
    if facts_file.extension()? != "toml" {
        return None;
    }
    let endings = READERS.iter().filter_map(|reader| reader.extensions.first());
    endings.map(|ending| facts_file.with_extension(ending)).find(|page| page.exists())
}

/// Writes `bytes` to `path` completely or not at all. A pipe or a device of that
/// name is not replaced.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(io::Error::other(format!("{} is not a file; move it away", path.display())));
    }
    let mut file = tempfile::Builder::new().prefix(".pullquote-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_clean::{Options, read};

    const ADDRESS: &str = "https://example.org/boats-1";

    fn page(title: &str, body: &str) -> Fetched {
        Fetched {
            name: ADDRESS.to_owned(),
            bytes: format!("<title>{title}</title><p>{body}").into_bytes(),
            url: Some(ADDRESS.to_owned()),
            content_type: Some("text/html".to_owned()),
            ..Fetched::default()
        }
    }

    fn keep(pages: &Pages, address: &str, page: &Fetched) -> bool {
        let article = read(page.clone(), &Options::default()).unwrap();
        pages.keep(address, page, &article).unwrap() == KeepResult::Kept
    }

    const BODY: &str = "The boats lie in the harbour and nobody has asked for them since the spring.";

    #[test]
    fn a_kept_page_is_the_page_that_was_fetched() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::of(folder.path(), 1_000_000);
        assert!(pages.find(ADDRESS).is_none());
        let fetched = page("Boats wait", BODY);
        assert!(keep(&pages, &format!("{ADDRESS}?utm_source=x"), &fetched));
        // The other scheme, tracking and a fragment are the same page.
        let kept = pages.find("http://example.org/boats-1?utm_source=y#top").unwrap();
        assert_eq!(kept.fetched.bytes, fetched.bytes);
        assert_eq!((kept.fetched.url, kept.fetched.content_type), (fetched.url, fetched.content_type));
        assert_eq!(moment(&kept.when).get(..10), kept.when.date().to_string().get(..10));
        assert!(pages.find("https://example.org/boats-2").is_none());
        let page = folder.path().join("pages/boats-wait-").to_string_lossy().into_owned();
        let files: Vec<String> = fs::read_dir(folder.path().join("pages"))
            .unwrap()
            .map(|e| e.unwrap().path().to_string_lossy().into_owned())
            .collect();
        assert!(files.len() == 2 && files.iter().all(|file| file.starts_with(&page)), "{files:?}");
    }

    #[test]
    fn a_newer_page_replaces_the_older_even_with_another_title() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::of(folder.path(), 1_000_000);
        keep(&pages, ADDRESS, &page("Boats wait", BODY));
        let newer = page("Boats are gone", BODY);
        keep(&pages, ADDRESS, &newer);
        assert_eq!(pages.find(ADDRESS).unwrap().fetched.bytes, newer.bytes);
        assert_eq!(fs::read_dir(folder.path().join("pages")).unwrap().count(), 2);
    }

    #[test]
    fn a_paywall_never_replaces_an_article() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::of(folder.path(), 1_000_000);
        let wall = page("Boats wait", &format!("{BODY}<p>Log in to continue reading."));
        assert!(keep(&pages, ADDRESS, &wall));
        let article = page("Boats wait", BODY);
        assert!(keep(&pages, ADDRESS, &article));
        assert!(!keep(&pages, ADDRESS, &wall));
        assert_eq!(pages.find(ADDRESS).unwrap().fetched.bytes, article.bytes);
    }

    const SIX: &str = "The boats lie in the harbour and nobody has asked for them since the spring.</p>\
        <p>The harbour master, Ida Holm, says that three owners live abroad and answer no letters.</p>\
        <p>A fourth one sold his cutter to a museum, which has no money for the journey.</p>\
        <p>In winter the ice lifts the hulls, and the planks dry out above the water line.</p>\
        <p>Whoever wants a boat may have it for nothing, if it is taken away before June.</p>\
        <p>Until then the children of the quay use the largest as a pirate ship.";

    #[test]
    fn a_page_that_is_not_the_article_never_replaces_it() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::of(folder.path(), 1_000_000);
        let whole = page("Boats wait", SIX);
        assert!(keep(&pages, ADDRESS, &whole));
        let first = SIX.split("</p>").next().unwrap();
        let elsewhere = "<p>Sorry, this address has moved and our archive cannot find what you were looking for.</p>\
            <p>Perhaps one of today's popular stories interests you: the summer recipes, the quiz, the weather.</p>\
            <p>Our newsletter brings every morning what matters in politics, sport and business.</p>\
            <p>Write to customer service when something on this website does not work properly.</p>\
            <p>Visit the shop, where subscribers find vouchers, travel offers and concert tickets.</p>";
        for less in [page("Boats wait", first), page("Not found", elsewhere), page("Boats wait", "Please wait here.")] {
            let article = read(less.clone(), &Options::default()).unwrap();
            assert!(article.notice().is_none(), "not flagged by itself");
            let kept = pages.keep(ADDRESS, &less, &article).unwrap();
            let KeepResult::Earlier { page, .. } = kept else { panic!("{kept:?}") };
            assert_eq!(fs::read(page).unwrap(), whole.bytes);
        }
        // With `raw`, nothing marks a paywall as one.
        let wall = page("Boats wait", &format!("{first}<p>Log in to continue reading."));
        let raw = read(wall.clone(), &Options { raw: true, ..Options::default() }).unwrap();
        assert!(matches!(pages.keep(ADDRESS, &wall, &raw).unwrap(), KeepResult::Earlier { .. }));
        assert_eq!(pages.find(ADDRESS).unwrap().fetched.bytes, whole.bytes);
        // An edited article is the article.
        let edited = page("Boats wait", &SIX.replace("June", "May").replace("three owners live", "two owners live"));
        assert!(keep(&pages, ADDRESS, &edited));
        assert_eq!(pages.find(ADDRESS).unwrap().fetched.bytes, edited.bytes);
    }

    #[test]
    fn shared_words_are_found_with_and_without_spaces() {
        assert!(shares_words("港口的旧仓库下周开放。渔民们等了很久。", "港口的旧仓库今天开放。渔民们等了很久。"));
        assert!(!shares_words("港口的旧仓库下周开放。渔民们等了很久。", "找不到您要的页面，请返回首页。"));
        assert!(shares_words("", "anything"));
    }

    #[test]
    fn a_damaged_page_is_not_found() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::of(folder.path(), 1_000_000);
        keep(&pages, ADDRESS, &page("Boats wait", BODY));
        let (facts_file, _) = pages.facts(ADDRESS).unwrap();
        fs::write(page_beside(&facts_file).unwrap(), "cut sho").unwrap();
        assert!(pages.find(ADDRESS).is_none());
        fs::write(facts_file, "no facts").unwrap();
        assert!(pages.find(ADDRESS).is_none());
    }

    #[test]
    fn the_oldest_pages_without_notes_are_removed_to_make_room() {
        let folder = tempfile::tempdir().unwrap();
        let size = page("Boats wait", BODY).bytes.len() as u64;
        let pages = Pages::of(folder.path(), size * 3);
        let address = |n: u32| format!("https://example.org/boats-{n}");
        for n in 1..=3 {
            let mut fetched = page("Boats wait", BODY);
            fetched.url = Some(address(n));
            keep(&pages, &address(n), &fetched);
            let (path, mut facts) = pages.facts(&address(n)).unwrap();
            facts.fetched = format!("2026-01-0{n}T10:00:00+01:00");
            fs::write(path, toml::to_string(&facts).unwrap()).unwrap();
        }
        let (_, first) = pages.facts(&address(1)).unwrap();
        fs::write(folder.path().join(format!("boats-{}.toml", first.article)), "format = 1\n").unwrap();
        let mut fetched = page("Boats wait", BODY);
        fetched.url = Some(address(4));
        assert!(keep(&pages, &address(4), &fetched));
        let there: Vec<u32> = (1..=4).filter(|&n| pages.find(&address(n)).is_some()).collect();
        assert_eq!(there, [1, 3, 4]);
        assert_eq!(pages.find(&address(3)).unwrap().day(), "3 Jan 2026");
        assert!(!keep(&Pages::of(folder.path(), 0), &address(5), &fetched), "0 keeps none");
    }
}
