//! Drafts: notes that are being written, on disk until they are saved.
//!
//! Each is a notes file with one annotation, in a folder of its own, because the
//! notes folder may be synchronised or under version control. The file is named
//! `<16 hex of the notes file's path>-<key>.toml`.
//!
//! If the note is open in `$EDITOR`, its file is in a folder beside the draft (see [`EditorFolder`]).
//!
//! A reader holds a lock on the files of its drafts. When it has ended, however it
//! ended, the lock is gone, and the next reader of the article finds them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::editor_folder::EditorFolder;
use super::reader_state::state_folder;
use pullquote_article::{Article, files, sha256_hex};
use pullquote_notes::{Anchorer, Annotation, Header, NotesFile};

/// The beginning and end of the names of temporary files.
const TEMPORARY: (&str, &str) = (".draft-", ".tmp");

/// The age at which a temporary file is one of a process that was killed.
const ABANDONED: Duration = Duration::from_secs(3600);

/// The longest file that is read as a draft, in bytes; far more than anybody types.
const LONGEST: u64 = 16 << 20;

/// A note that is not saved yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// A ULID, by which the reader and the file name tell drafts apart. If the note
    /// is new, its annotation has this id.
    pub key: String,
    /// The annotation as it would be saved, with the note that is being written.
    pub annotation: Annotation,
}

/// Why a draft is not on disk, or cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The file cannot be written.
    #[error("the note being written cannot be stored in {}: {source}; make the folder writable", path.display())]
    Write {
        /// The file of the draft.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// An editor that was ended left files of its own.
    #[error("the editor left files of a note that it could not save in {}; take from there what you need", path.display())]
    LeftByEditor {
        /// The folder.
        path: PathBuf,
    },
    /// The file has no note that can be read.
    #[error("the note in {} cannot be read: {why}; open that file to see what was written", path.display())]
    Read {
        /// The file of the draft.
        path: PathBuf,
        /// The reason.
        why: String,
    },
}

/// The folder for drafts in the platform's folder for state or, where it has none,
/// for data; it may not exist yet. `None` if the system names no home folder.
#[must_use]
pub fn drafts_folder() -> Option<PathBuf> {
    Some(state_folder()?.join("drafts"))
}

/// The drafts of one article's notes file.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    notes: PathBuf,
    article: Arc<Article>,
    header: Header,
    /// The path and the locked file of each draft of this process, by its key.
    held: BTreeMap<String, (PathBuf, File)>,
}

impl Drafts {
    /// The drafts for `article` and its notes file `notes`, in `folder`.
    #[must_use]
    pub fn of(folder: PathBuf, notes: &Path, article: Arc<Article>) -> Self {
        let header = Header::of(&article);
        Self { folder, notes: notes.to_owned(), article, header, held: BTreeMap::new() }
    }

    /// The drafts of readers that have ended, the oldest first, and what is wrong
    /// with files that cannot be read. From now on they belong to this process.
    pub fn find(&mut self) -> (Vec<Draft>, Vec<DraftError>) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Default::default() };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        for path in paths {
            sweep(&path);
            let Some(key) = self.key_of(&path).filter(|key| !self.held.contains_key(key)) else { continue };
            match abandoned(&path) {
                Ok(Some((file, annotation))) => {
                    self.held.insert(key.clone(), (path, file));
                    let (draft, error) = self.with_text_of_editor(Draft { key, annotation });
                    found.extend(draft);
                    errors.extend(error);
                }
                Ok(None) => {}
                Err(why) => errors.push(DraftError::Read { path, why }),
            }
        }
        (found, errors)
    }

    /// Writes a draft in the place of the one with the same key, as a whole or not
    /// at all. Only the user can read it.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn write(&mut self, draft: &Draft) -> Result<(), DraftError> {
        let path = self.path_of(&draft.key);
        let mut file = NotesFile::new(self.header.clone());
        file.set_annotations(std::slice::from_ref(&draft.annotation), &BTreeMap::new());
        let written = self.replace(&path, &file.to_string());
        let locked = written.map_err(|source| DraftError::Write { path: path.clone(), source })?;
        // The lock of the file that was replaced is given up only now.
        self.held.insert(draft.key.clone(), (path, locked));
        Ok(())
    }

    /// Removes the file of a draft of this process, if there is one.
    pub fn remove(&mut self, key: &str) {
        if let Some((path, _locked)) = self.held.remove(key) {
            // If it stays, the next reader finds that its note is saved.
            fs::remove_file(path).ok();
        }
    }

    /// The draft with the text that an editor wrote after it, if there is one: the reader ended before the
    /// editor. A draft that was made for an editor in which nothing was written is removed.
    fn with_text_of_editor(&mut self, mut draft: Draft) -> (Option<Draft>, Option<DraftError>) {
        let path = self.path_of(&draft.key);
        let folder = EditorFolder::beside(&path);
        if !folder.path().exists() {
            return (Some(draft), None);
        }
        let written = folder.replaces(&draft.annotation.note, &path).then(|| folder.note());
        let is_unreadable = matches!(written, Some(Err(_)));
        if let Some(Ok(text)) = written {
            draft.annotation.note = text;
        }
        if folder.has_more() || is_unreadable {
            return (Some(draft), Some(DraftError::LeftByEditor { path: folder.path().to_owned() }));
        }
        if draft.annotation.note.trim().is_empty() {
            folder.remove();
            self.remove(&draft.key);
            return (None, None);
        }
        match self.write(&draft) {
            Ok(()) => {
                folder.remove();
                (Some(draft), None)
            }
            Err(error) => (Some(draft), Some(error)),
        }
    }

    /// The folder for the note of a draft in an editor.
    #[must_use]
    pub fn editor_folder(&self, key: &str) -> EditorFolder {
        EditorFolder::beside(&self.path_of(key))
    }

    fn path_of(&self, key: &str) -> PathBuf {
        let held = self.held.get(key).map(|(path, _)| path.clone());
        held.unwrap_or_else(|| self.folder.join(format!("{}-{key}.toml", hash_of(&self.notes))))
    }

    /// The key in the name of a draft; `None` if it belongs to other notes.
    fn key_of(&self, path: &Path) -> Option<String> {
        let name = path.file_name().and_then(OsStr::to_str)?;
        let (hash, key) = name.strip_suffix(".toml")?.split_once('-')?;
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_key && (hash == hash_of(&self.notes) || self.is_of_earlier_text(path, hash))).then(|| key.to_owned())
    }

    /// Whether the draft at `path` was made for an earlier text of the same file.
    /// As long as there is no notes file, its name depends on the text.
    fn is_of_earlier_text(&self, path: &Path, hash: &str) -> bool {
        let Some(notes) = read(path).ok().and_then(|text| NotesFile::parse(&text).ok()) else { return false };
        let header = notes.header();
        let same_source = header.source.is_some() && header.source == self.header.source;
        let same_name = || hash_of(&self.notes.with_file_name(header.file_name())) == hash;
        // The file may have another article by now.
        let anchored = |annotation: &Annotation| Anchorer::new(&self.article).anchor(&annotation.selectors).span();
        same_source && same_name() && notes.annotations().first().and_then(anchored).is_some()
    }

    /// Writes the file at `path` and returns it locked.
    fn replace(&self, path: &Path, text: &str) -> io::Result<File> {
        files::make_private_folder(&self.folder)?;
        let mut builder = tempfile::Builder::new();
        let mut file = builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1).tempfile_in(&self.folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        // Where files cannot be locked, two readers of one article may both find it.
        file.as_file().try_lock().ok();
        file.persist(path).map_err(|error| error.error)
    }
}

/// The 16 hex digits for the notes file `notes` in the names of its drafts.
pub(super) fn hash_of(notes: &Path) -> String {
    let notes = std::path::absolute(notes).unwrap_or_else(|_| notes.to_owned());
    sha256_hex(notes.as_os_str().as_encoded_bytes()).chars().take(16).collect()
}

/// Refuses what is not a regular file, or too long. An error is a reason.
fn check(path: &Path) -> Result<(), String> {
    let metadata = fs::symlink_metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() || metadata.len() > LONGEST {
        return Err("it is not a file, or too long".to_owned());
    }
    Ok(())
}

/// The text of a regular file that is not too long. An error is a reason.
fn read(path: &Path) -> Result<String, String> {
    check(path)?;
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// The locked file and the annotation of a draft; `None` if it belongs to a reader
/// that is running. An error is a reason.
fn abandoned(path: &Path) -> Result<Option<(File, Annotation)>, String> {
    check(path)?;
    let mut file = File::open(path).map_err(|error| error.to_string())?;
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        return Ok(None);
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|error| error.to_string())?;
    // A running reader may have replaced the file just before it was locked here.
    if cfg!(unix) && read(path).as_ref() != Ok(&text) {
        return Ok(None);
    }
    let notes = NotesFile::parse(&text).map_err(|error| error.message)?;
    let annotation = notes.annotations().first().ok_or("it has no note")?;
    Ok(Some((file, annotation.clone())))
}

/// Removes a temporary file of a process that was killed.
fn sweep(path: &Path) {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    if !name.starts_with(TEMPORARY.0) || !name.ends_with(TEMPORARY.1) {
        return;
    }
    let written = fs::symlink_metadata(path).and_then(|metadata| metadata.modified());
    if written.is_ok_and(|written| written.elapsed().is_ok_and(|age| age > ABANDONED)) {
        // A file that cannot be removed does no harm.
        fs::remove_file(path).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::Language;
    use pullquote_article::{ArticleBuilder, BlockKind, Format, Origin, Span};
    use pullquote_notes::{NewAnnotation, Notebook, Sentences, store};

    fn article() -> Article {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "Ash fell on the quay. The ferry left without its captain.");
        builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
    }

    fn draft(note: &str) -> Draft {
        let article = article();
        let mut notebook = Notebook::open(&article, "n.toml".into(), Vec::new());
        let new = NewAnnotation { span: Span::new(0, 8), note: note.to_owned(), ..NewAnnotation::default() };
        let key = notebook.add(&article, Sentences::In(Language::english()), new, store::stamp()).unwrap();
        Draft { annotation: notebook.get(&key).unwrap().annotation.clone(), key }
    }

    fn drafts(folder: &Path, notes: &str) -> Drafts {
        Drafts::of(folder.join("drafts"), Path::new(notes), Arc::new(article()))
    }

    fn found(folder: &Path, notes: &str) -> Vec<Draft> {
        let (found, errors) = drafts(folder, notes).find();
        assert!(errors.is_empty(), "{errors:?}");
        found
    }

    #[test]
    fn a_draft_is_found_by_the_next_reader_of_the_same_notes() {
        let folder = tempfile::tempdir().unwrap();
        let written = draft("half a thought,\n\n  with \"\"\" and \u{1b}[31m ");
        let mut writer = drafts(folder.path(), "/notes/a.toml");
        writer.write(&draft("another")).unwrap();
        writer.write(&Draft { key: written.key.clone(), ..draft("an earlier text") }).unwrap();
        writer.write(&written).unwrap();
        assert_eq!(found(folder.path(), "/notes/a.toml"), [], "its reader is running");
        drop(writer);
        assert_eq!(found(folder.path(), "/notes/b.toml"), []);
        let all = found(folder.path(), "/notes/a.toml");
        assert_eq!(all.len(), 2);
        assert!(all.contains(&written), "{all:?}");
    }

    #[test]
    fn what_an_editor_wrote_is_found_whatever_the_clock_says() {
        let folder = tempfile::tempdir().unwrap();
        let minute = Duration::from_secs(60);
        // The draft is as it was for the editor; or it was written meanwhile, before or after the editor's file.
        for (begun, drafted, edited, age, left) in [
            ("", "", "half a thought", minute, Some("half a thought")),
            ("a note", "a note", "a note, and more", minute, Some("a note, and more")),
            ("a note", "a note so far", "a note so far, and more", Duration::ZERO, Some("a note so far, and more")),
            (
                "a note",
                "a note, and what was typed later",
                "a note, and",
                minute,
                Some("a note, and what was typed later"),
            ),
            ("", "", "", Duration::ZERO, None),
        ] {
            let start = draft(drafted);
            let mut reader = drafts(folder.path(), "n.toml");
            let editor = reader.editor_folder(&start.key);
            editor.put(begun, "# the words").unwrap();
            fs::write(editor.file(), format!("{edited}\n\n# the words\n")).unwrap();
            reader.write(&start).unwrap();
            let path = reader.path_of(&start.key);
            let now = fs::metadata(&path).unwrap().modified().unwrap();
            File::options().append(true).open(editor.file()).unwrap().set_modified(now - age).unwrap();
            drop(reader);
            let mut next = drafts(folder.path(), "n.toml");
            let (found, errors) = next.find();
            assert!(errors.is_empty(), "{errors:?}");
            let notes: Vec<&str> = found.iter().map(|draft| draft.annotation.note.as_str()).collect();
            assert_eq!(notes, Vec::from_iter(left));
            assert!(!editor.path().exists());
            next.remove(&start.key);
        }
        assert_eq!(fs::read_dir(folder.path().join("drafts")).unwrap().count(), 0);
    }

    #[test]
    fn what_an_editor_left_of_its_own_is_named_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let begun = draft("");
        let mut reader = drafts(folder.path(), "n.toml");
        reader.write(&begun).unwrap();
        let editor = reader.editor_folder(&begun.key);
        editor.put("", "").unwrap();
        fs::write(editor.path().join(".note.md.swp"), "half").unwrap();
        drop(reader);
        let (found, errors) = drafts(folder.path(), "n.toml").find();
        assert_eq!(found.len(), 1);
        assert!(errors[0].to_string().contains(&editor.path().display().to_string()), "{errors:?}");
        assert_eq!(fs::read_to_string(editor.path().join(".note.md.swp")).unwrap(), "half");
    }

    #[test]
    fn a_removed_draft_is_gone_and_another_process_keeps_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let (mut one, mut other) = (drafts(folder.path(), "n.toml"), drafts(folder.path(), "n.toml"));
        let (first, second) = (draft("first"), draft("second"));
        one.write(&first).unwrap();
        other.write(&second).unwrap();
        one.remove(&first.key);
        one.remove(&second.key);
        drop((one, other));
        assert_eq!(found(folder.path(), "n.toml"), [second]);
    }

    #[test]
    fn a_draft_is_found_after_its_file_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let of = |text: &str| {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, text);
            let path = Some(PathBuf::from("quay.txt"));
            let article = builder.finish(Origin { path, url: None, format: Format::Text, sha256: String::new() });
            let notes = folder.path().join(Header::of(&article).file_name());
            Drafts::of(folder.path().join("drafts"), &notes, Arc::new(article))
        };
        let written = draft("half");
        of("Ash fell on the quay. The ferry left without its captain.").write(&written).unwrap();
        assert!(of("The mayor resigned at noon, and nobody knows why.").find().0.is_empty(), "another article");
        let mut later = of("Ash fell on the quay. The ferry left without its captain. It is back now.");
        assert_eq!(later.find().0.len(), 1);
        later.remove(&written.key);
        assert_eq!(fs::read_dir(folder.path().join("drafts")).unwrap().count(), 0);
    }

    #[test]
    fn what_is_not_a_draft_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut reader = drafts(folder.path(), "n.toml");
        reader.write(&draft("a note")).unwrap();
        let broken = reader.path_of("01BROKEN");
        fs::write(&broken, "format = [").unwrap();
        fs::create_dir(reader.path_of("01FOLDER")).unwrap();
        drop(reader);
        let (found, errors) = drafts(folder.path(), "n.toml").find();
        assert_eq!((found.len(), errors.len()), (1, 2));
        assert!(errors[0].to_string().contains("01BROKEN"), "{errors:?}");
        assert_eq!(fs::read_to_string(broken).unwrap(), "format = [");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_can_read_a_draft() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mut writer = drafts(folder.path(), "n.toml");
        let written = draft("private");
        writer.write(&written).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder.path().join("drafts")), mode(&writer.path_of(&written.key))), (0o700, 0o600));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("drafts"), "a file where the folder should be").unwrap();
        let error = drafts(folder.path(), "n.toml").write(&draft("a note")).unwrap_err();
        assert!(error.to_string().contains("drafts"), "{error}");
    }
}
