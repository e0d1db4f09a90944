//! Everything the reader does outside of itself: the one place in `ui` with
//! files, other programs and the clock.
//!
//! What may take long runs on a thread and answers with a message; the loop is
//! woken for it. What needs the terminal runs on the loop's own thread.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::SystemTime;

use crossterm::clipboard::CopyToClipboard;

use super::handover;
use super::signals::{self, wake};
use super::term::Screen;
use crate::app::changes::{Again, Compared};
use crate::app::{Effect, ExportError, Msg};
use crate::article::Article;
use crate::export::{Terms, exporter_of};
use crate::library::Snapshots;
use crate::nlp::{self, Corrections, Model};
use crate::notes::notebook::Notebook;
use crate::notes::{Changes, Edition, Said, store};

/// What comes to the loop besides keys.
#[derive(Debug)]
pub enum News {
    /// The answer to an effect.
    Message(Msg),
    /// Something the system wants.
    Signal(signals::Signal),
}

/// Reads an article's source again; an error is a sentence.
pub type Reread = Arc<dyn Fn() -> Result<Article, String> + Send + Sync>;

/// What an article came from.
#[derive(Clone, Default)]
pub struct Source {
    /// Reads it again, where it can be.
    pub again: Option<Reread>,
    /// What it was before.
    pub snapshots: Option<Snapshots>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("again", &self.again.is_some()).field("snapshots", &self.snapshots).finish()
    }
}

/// Does effects.
pub struct Outside {
    article: Arc<Article>,
    model: fn() -> Model,
    notes: PathBuf,
    source: Source,
    news: Sender<News>,
    /// Saves and exports under way; the program doesn't end before them.
    writing: Vec<JoinHandle<()>>,
    /// When the notes file was last changed, as far as we know.
    seen: Option<SystemTime>,
}

/// What the loop has to do after an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Go on.
    Continue,
    /// Draw everything anew, in a size that may be another.
    Redraw,
    /// End.
    Quit,
}

impl Outside {
    /// Does the effects of a reader of `article`, whose notes are in the file
    /// `notes`; answers go to `news`.
    #[must_use]
    pub fn new(article: Arc<Article>, model: fn() -> Model, notes: PathBuf, news: Sender<News>) -> Self {
        Self { article, model, notes, source: Source::default(), news, writing: Vec::new(), seen: None }
    }

    /// Says what the article came from.
    #[must_use]
    pub fn with_source(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// Does one effect.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn act(&mut self, effect: Effect, screen: &mut Screen) -> io::Result<After> {
        match effect {
            Effect::Analyze { revision, article, corrections } => self.analyze(revision, article, corrections),
            Effect::LoadNotes => {
                // Looked at first: what is written while we read is news.
                self.seen = Some(self.changed().unwrap_or(SystemTime::UNIX_EPOCH));
                self.answer(load_notes(&self.article, &self.notes));
            }
            Effect::Save(snapshot) => {
                self.notes = snapshot.path.clone();
                self.write("notes", move || {
                    Msg::Saved(store::save(&snapshot).map(Box::new).map_err(|error| error.to_string()))
                });
            }
            Effect::Export { path, content, overwrite } => {
                self.write("export", move || Msg::Exported(export(path, &content, overwrite)));
            }
            Effect::Compare => {
                let (source, article, model) = (self.source.clone(), Arc::clone(&self.article), self.model);
                self.write("comparison", move || Msg::Compared(Box::new(compared(&source, &article, model))));
            }
            Effect::ReadAgain => {
                let (source, article, model) = (self.source.clone(), Arc::clone(&self.article), self.model);
                self.spawn("reading", move || Msg::ReadAgain(read_again(&source, &article, model)));
            }
            Effect::Copy(text) => screen.send(CopyToClipboard::to_clipboard_from(text))?,
            Effect::OpenBrowser(address) => {
                if let Err(error) = handover::browse(&address) {
                    self.answer(Msg::Failed(error.to_string()));
                }
            }
            Effect::OpenEditor(text) => {
                let edited = screen.lend(|| handover::edit(&text))?;
                self.answer(Msg::EditorReturned(edited.map_err(|error| error.to_string())));
                return Ok(After::Redraw);
            }
            Effect::Suspend => {
                screen.lend(signals::stop)?;
                return Ok(After::Redraw);
            }
            Effect::Redraw => return Ok(After::Redraw),
            Effect::Quit => return Ok(After::Quit),
        }
        Ok(After::Continue)
    }

    /// Puts a message before the loop.
    fn answer(&self, msg: Msg) {
        // The loop holds the other end for as long as it runs.
        self.news.send(News::Message(msg)).ok();
    }

    fn analyze(&mut self, revision: u64, article: Arc<Article>, corrections: Corrections) {
        let model = self.model;
        self.spawn("analysis", move || {
            let analysis = Box::new(nlp::analyze_with(&article, &model(), &corrections));
            Msg::Analyzed { revision, analysis }
        });
    }

    /// As [`Self::spawn`], and the program waits for it before it ends.
    fn write(&mut self, name: &str, work: impl FnOnce() -> Msg + Send + 'static) {
        self.writing.retain(|thread| !thread.is_finished());
        let thread = self.spawn(name, work);
        self.writing.extend(thread);
    }

    /// Works on a thread and answers with what comes out. Work that fails by a
    /// mistake of the program answers with a sentence that says so.
    fn spawn(&self, name: &str, work: impl FnOnce() -> Msg + Send + 'static) -> Option<JoinHandle<()>> {
        let news = self.news.clone();
        let what = name.to_owned();
        let run = move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let failed = |_| Msg::Failed(format!("the {what} failed because of a mistake of the program"));
            news.send(News::Message(done.unwrap_or_else(failed))).ok();
            wake();
        };
        match std::thread::Builder::new().name(name.to_owned()).spawn(run) {
            Ok(thread) => Some(thread),
            Err(error) => {
                self.answer(Msg::Failed(format!("cannot start the {name}: {error}")));
                None
            }
        }
    }

    /// Notes that something else wrote since they were last read, if any.
    pub fn notes_changed_elsewhere(&mut self) -> Option<Msg> {
        let changed = self.changed();
        let known = self.seen.replace(changed?);
        if known == changed || known.is_none() || self.writing.iter().any(|thread| !thread.is_finished()) {
            return None;
        }
        Some(match store::load(&self.notes) {
            Ok(loaded) => Msg::NotesReread(Box::new(loaded)),
            Err(error) => Msg::Failed(error.to_string()),
        })
    }

    /// When the notes file was last changed, if there is one.
    fn changed(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.notes).and_then(|m| m.modified()).ok()
    }

    /// Waits for what is being written.
    pub fn finish(&mut self) {
        for thread in self.writing.drain(..) {
            thread.join().ok();
        }
    }
}

/// The time.
#[must_use]
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Reads the notes of an article; a file that can't be read gives a notebook
/// that never changes and says why.
#[must_use]
pub fn load_notes(article: &Article, path: &Path) -> Msg {
    let notebook = match store::load(path) {
        Ok(loaded) => Notebook::open(article, path.to_path_buf(), loaded),
        Err(error) => Notebook::unreadable(article, path.to_path_buf(), error.to_string()),
    };
    Msg::NotesLoaded(Box::new(notebook))
}

/// Compares an article with what it was before, and keeps it as it is now.
fn compared(source: &Source, article: &Article, model: fn() -> Model) -> Compared {
    let Some(snapshots) = &source.snapshots else { return Compared::default() };
    let now = Edition::of(article, Vec::new(), self::now());
    let known = snapshots.known(&now);
    let same = |edition: &&Edition| edition.fingerprint() == now.fingerprint();
    let newest = known.first().filter(same);
    // What was found in it is not looked for again where it was kept.
    let now = match newest {
        Some(kept) => kept.clone(),
        None => edition(article, model),
    };
    let older = known.iter().find(|edition| edition.fingerprint() != now.fingerprint());
    let changes = older.map(|old| Changes::between(old, &now)).filter(|changes| !changes.is_empty());
    let failed = snapshots.keep(&now).err().map(|error| error.to_string());
    Compared { changes: changes.map(Box::new), new: newest.is_none() && older.is_some(), failed }
}

/// Reads a source again and compares it with the `article` that is open.
fn read_again(source: &Source, article: &Article, model: fn() -> Model) -> Again {
    let Some(again) = &source.again else { return Again::Unnamed };
    let now = match again() {
        Ok(now) => now,
        Err(sentence) => return Again::Failed(sentence),
    };
    let fingerprint = |article: &Article| Edition::of(article, Vec::new(), self::now()).fingerprint();
    if fingerprint(&now) == fingerprint(article) {
        return Again::Same;
    }
    let changes = Changes::between(&edition(article, model), &edition(&now, model));
    if changes.is_empty() { Again::Same } else { Again::Changed(Box::new(changes)) }
}

/// The article with what the program itself finds in it: what a person
/// corrected is no change of the source.
fn edition(article: &Article, model: fn() -> Model) -> Edition {
    let analysis = nlp::analyze(article, &model());
    let speaker = |quote: &nlp::Quote| quote.speaker.as_ref().map(|speaker| speaker.name.clone());
    let quotes = analysis.quotes.iter();
    let said = quotes.map(|quote| Said { words: quote.words(article.text()), speaker: speaker(quote) }).collect();
    Edition::of(article, said, now())
}

/// Writes an export: a whole file or none.
fn export(path: PathBuf, content: &str, overwrite: bool) -> Result<PathBuf, ExportError> {
    if !overwrite && path.exists() {
        return refresh(path, content);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = beside(folder, &path).and_then(|mut file| {
        file.write_all(content.as_bytes())?;
        file.as_file().sync_all()?;
        // A file that appeared since the question was asked is nobody's to
        // write over.
        if overwrite { file.persist(&path) } else { file.persist_noclobber(&path) }.map_err(|error| error.error)
    });
    match written {
        Ok(_) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(ExportError::Exists(path)),
        Err(error) => Err(ExportError::Failed(format!("cannot write {}: {error}", path.display()))),
    }
}

/// Brings an export of ours that is there up to date; what a person wrote in
/// it stays. A file that is none of ours is left alone.
fn refresh(path: PathBuf, content: &str) -> Result<PathBuf, ExportError> {
    let update = exporter_of(&path.to_string_lossy()).and_then(|exporter| exporter.update);
    let there = std::fs::read_to_string(&path).ok();
    let (Some(update), Some(there)) = (update, there.filter(|text| update.is_some_and(|u| u.knows(text, content))))
    else {
        return Err(ExportError::Exists(path));
    };
    let updated = update.apply(&there, content, Terms { force: false, complete: true });
    // A link stays, and what it names is written.
    let target = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    let shown = path.display().to_string();
    export(target, &updated.text, true)?;
    if updated.kept.is_empty() {
        return Ok(path);
    }
    let kept = updated.kept.join(", ");
    Err(ExportError::Failed(format!("exported to {shown}, but {kept} stays there as it was changed by hand")))
}

/// An empty file in `folder` that may be read by whoever may read the file at
/// `path` or, if there is none, a new file of this person's.
fn beside(folder: &Path, path: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let found = std::fs::metadata(path).ok().map(|found| found.permissions());
    // What the person's umask forbids is taken away from these bits.
    let open = std::fs::Permissions::from_mode(0o666);
    let file = tempfile::Builder::new().permissions(open).tempfile_in(folder)?;
    if let Some(found) = found {
        file.as_file().set_permissions(found)?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::notebook::Draft;

    #[test]
    fn an_export_never_writes_over_a_file_unless_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.md");
        assert_eq!(export(path.clone(), "one", false), Ok(path.clone()));
        assert_eq!(export(path.clone(), "two", false), Err(ExportError::Exists(path.clone())));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(export(path.clone(), "two", true), Ok(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn an_export_of_ours_is_brought_up_to_date_around_what_a_person_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.org");
        let fresh = |words: &str| format!("# pq a\n{words}\n# /pq a {}\n", seal_of(words));
        std::fs::write(&path, format!("Mine.\n\n{}", fresh("old"))).unwrap();
        assert_eq!(export(path.clone(), &fresh("new"), false), Ok(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("Mine.\n\n{}", fresh("new")));
        std::fs::write(&path, fresh("new").replace("new", "my own")).unwrap();
        let Err(ExportError::Failed(told)) = export(path.clone(), &fresh("newer"), false) else { panic!("not told") };
        assert!(told.contains("notes.org") && std::fs::read_to_string(&path).unwrap().contains("my own"), "{told}");
    }

    fn seal_of(words: &str) -> String {
        crate::article::fingerprint::sha256_hex(words.as_bytes()).chars().take(12).collect()
    }

    #[test]
    fn an_export_may_be_read_by_those_who_may_read_other_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (plain, path) = (folder.path().join("plain"), folder.path().join("notes.md"));
        std::fs::write(&plain, "").unwrap();
        export(path.clone(), "one", false).unwrap();
        assert_eq!(mode(&path), mode(&plain));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        export(path.clone(), "two", true).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn an_export_that_cannot_be_written_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no such folder").join("notes.md");
        let Err(ExportError::Failed(told)) = export(path.clone(), "x", false) else { panic!("it was written") };
        assert!(told.starts_with(&format!("cannot write {}: ", path.display())), "{told}");
    }

    #[test]
    fn the_first_save_of_notes_that_were_loaded_reads_only_what_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.toml");
        let mut article = crate::article::ArticleBuilder::new();
        article.block(crate::article::BlockKind::Paragraph, "Ash fell on the quay.");
        let article = article.finish(crate::article::Origin {
            path: None,
            url: None,
            format: crate::article::Format::Text,
            sha256: String::new(),
        });
        let mut notebook = Notebook::open(&article, path.clone(), Vec::new());
        let draft = Draft { span: crate::text::span::Span::new(0, 3), ..Draft::default() };
        notebook.add(&article, &[], draft, store::stamp()).unwrap();
        store::save(&notebook.begin_save().unwrap()).unwrap();
        let Msg::NotesLoaded(loaded) = load_notes(&article, &path) else { panic!("no notebook came") };
        assert!(store::load(&path).unwrap().pieces.is_some());
        assert_eq!(*loaded, Notebook::open(&article, path.clone(), store::load(&path).unwrap()));
    }
}
