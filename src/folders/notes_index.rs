//! Which notes file belongs to what is imported. The notes folder is read once,
//! however many articles are looked up.

use std::collections::HashMap;
use std::path::PathBuf;

use super::locate::notes_files;
use super::places::{LibraryError, Places, notes_folder};
use pullquote_notes::{Annotation, Header, Identity, store};

/// The beginning of ids that are made from words alone, for notes that a person
/// wrote by hand: two articles can have the same.
const BY_HAND: &str = "hand-";

/// The notes files of a folder by everything that identifies them.
#[derive(Debug)]
pub struct NotesIndex {
    /// The file that `--notes` names: it is used for every article.
    named: Option<PathBuf>,
    /// Where new files are made.
    folder: PathBuf,
    files: Vec<(PathBuf, Header)>,
    /// Indexes into `files`; of several files the first in the order of names.
    by_short: HashMap<String, usize>,
    by_identity: HashMap<Identity, usize>,
    by_text: HashMap<String, Vec<usize>>,
    by_source: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, usize>,
}

impl NotesIndex {
    /// Reads every notes file. Files that can't be read are known only by their
    /// names.
    ///
    /// # Errors
    /// If there is no notes folder.
    pub fn read(places: &Places) -> Result<Self, LibraryError> {
        let mut index = Self {
            named: places.argument.clone().filter(|argument| !argument.is_dir()),
            folder: notes_folder(places)?,
            files: Vec::new(),
            by_short: HashMap::new(),
            by_identity: HashMap::new(),
            by_text: HashMap::new(),
            by_source: HashMap::new(),
            by_id: HashMap::new(),
        };
        for file in notes_files(places)? {
            let loaded = store::load(&file).unwrap_or_default();
            index.add(file, loaded.header.as_ref(), &loaded.annotations);
        }
        Ok(index)
    }

    /// Adds a file that was written since the folder was read.
    pub fn add(&mut self, file: PathBuf, header: Option<&Header>, annotations: &[Annotation]) {
        let at = self.files.len();
        if let Some(short) = short_of(&file) {
            self.by_short.entry(short).or_insert(at);
        }
        if let Some(header) = header {
            self.by_identity.entry(header.identity()).or_insert(at);
            if !header.text_sha256.is_empty() {
                self.by_text.entry(header.text_sha256.clone()).or_default().push(at);
            }
            if let Some(source) = &header.source {
                self.by_source.entry(source.clone()).or_default().push(at);
            }
        }
        for annotation in annotations {
            self.by_id.entry(annotation.id.clone()).or_insert(at);
        }
        self.files.push((file, header.cloned().unwrap_or_default()));
    }

    /// The file that `--notes` names, if it names one.
    #[must_use]
    pub fn named(&self) -> Option<PathBuf> {
        self.named.clone()
    }

    /// The file with these eight hex digits at the end of its name.
    #[must_use]
    pub fn with_short(&self, short: &str) -> Option<PathBuf> {
        self.path(*self.by_short.get(short)?)
    }

    /// The file that has the most annotations with these ids. Ids of notes
    /// written by hand count only if `by_hand`.
    #[must_use]
    pub fn with_ids<'i>(&self, ids: impl Iterator<Item = &'i str>, by_hand: bool) -> Option<PathBuf> {
        let mut hits: HashMap<usize, usize> = HashMap::new();
        for at in ids.filter(|id| by_hand || !id.starts_with(BY_HAND)).filter_map(|id| self.by_id.get(id)) {
            *hits.entry(*at).or_default() += 1;
        }
        let most = hits.into_iter().max_by_key(|&(at, count)| (count, std::cmp::Reverse(at)))?;
        self.path(most.0)
    }

    /// The file for the article with this header: the one made for its address,
    /// its text or its source, or the file to create. A relative path is the same
    /// source only where the title is the same, too.
    #[must_use]
    pub fn of(&self, header: &Header) -> PathBuf {
        let identity = header.identity();
        let found = self.by_short.get(&identity.short()).or_else(|| self.by_identity.get(&identity)).copied();
        let found = found.or_else(|| self.of_text(header)).or_else(|| self.of_source(header));
        found.and_then(|at| self.path(at)).unwrap_or_else(|| self.folder.join(header.file_name()))
    }

    /// The file made for the same text, unless both have an address.
    fn of_text(&self, header: &Header) -> Option<usize> {
        let addressed = header.identity().url().is_some();
        let places = self.by_text.get(&header.text_sha256)?;
        places.iter().copied().find(|&at| !(addressed && self.is_addressed(at)))
    }

    /// The one file made for the same path.
    fn of_source(&self, header: &Header) -> Option<usize> {
        let source = header.source.as_ref().filter(|_| header.identity().url().is_none())?;
        let absolute = std::path::Path::new(source).is_absolute();
        let same_title = |at: &usize| {
            self.files
                .get(*at)
                .is_some_and(|(_, there)| (there.title == header.title) && (absolute || header.title.is_some()))
        };
        let mut found = self.by_source.get(source)?.iter().copied().filter(same_title);
        found.next().filter(|_| found.next().is_none())
    }

    fn is_addressed(&self, at: usize) -> bool {
        self.files.get(at).is_some_and(|(_, header)| header.identity().url().is_some())
    }

    fn path(&self, at: usize) -> Option<PathBuf> {
        self.files.get(at).map(|(file, _)| file.clone())
    }
}

/// The eight hex digits at the end of a notes file's name.
fn short_of(file: &std::path::Path) -> Option<String> {
    let (_, short) = file.file_name()?.to_str()?.strip_suffix(".toml")?.rsplit_once('-')?;
    (short.len() == 8).then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn header(source: &str, title: &str, text: &str) -> Header {
        Header {
            source: Some(source.to_owned()),
            title: Some(title.to_owned()),
            text_sha256: text.to_owned(),
            ..Header::default()
        }
    }

    #[test]
    fn a_file_is_found_by_ids_address_text_and_source() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { variable: Some(folder.path().into()), ..Places::default() };
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let article = |rest: &str| format!("format = 1\n[article]\n{rest}\n");
        let note = |id: &str| format!("[[annotation]]\nid = \"{id}\"\n");
        write(
            "a.toml",
            &(article("title = \"A\"\nsource = \"a.txt\"\ntext_sha256 = \"aa\"") + &note("1") + &note("2")),
        );
        write("b.toml", &(article("source = \"https://example.org/b-1\"\ntext_sha256 = \"bb\"") + &note("3")));
        write("c.toml", &(article("source = \"/texts/c.txt\"\ntext_sha256 = \"cc\"") + &note("hand-4")));
        let index = NotesIndex::read(&places).unwrap();
        let name = |file: Option<PathBuf>| Some(file?.file_name()?.to_str()?.to_owned());
        let ids = |ids: &[&str], by_hand| name(index.with_ids(ids.iter().copied(), by_hand));
        assert_eq!(ids(&["3", "2", "1"], false).as_deref(), Some("a.toml"), "most of them");
        assert_eq!(ids(&["hand-4"], false), None, "two articles can have the same");
        assert_eq!(ids(&["hand-4"], true).as_deref(), Some("c.toml"));
        let of = |header: &Header| name(Some(index.of(header))).unwrap();
        assert_eq!(of(&header("https://example.org/b-1", "B", "xx")), "b.toml");
        assert_eq!(of(&header("elsewhere.txt", "C", "cc")), "c.toml");
        assert_eq!(of(&header("a.txt", "A", "the text changed")), "a.toml");
        assert_ne!(of(&header("a.txt", "B", "another article")), "a.toml");
        assert_ne!(of(&header("https://example.net/b-1", "B", "bb")), "b.toml", "two addresses are two articles");
    }
}
