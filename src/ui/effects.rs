//! Everything the reader does outside of itself: the one place in `ui` with
//! files, other programs and the clock.
//!
//! What may take long runs on a thread and answers with a message; the loop is
//! woken for it. What needs the terminal runs on the loop's own thread.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::SystemTime;

use crossterm::clipboard::CopyToClipboard;

use super::handover;
use super::signals;
use super::signals::wake;
use super::term::Screen;
use crate::app::changes::{Again, Compared};
use crate::app::{Effect, ExportError, Msg};
use crate::export::{EXPORTERS, Terms, exporter_of};
use crate::library;
use crate::library::Snapshots;
use crate::library::exported;
use crate::library::exported::{Export, Ledger, Written};
use pullquote_article::Article;
use pullquote_nlp::{Corrections, Model};
use pullquote_notes::notebook::Notebook;
use pullquote_notes::{Changes, Edition, Said, store};

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
                let mut loaded = load_notes(&self.article, &self.notes);
                if let Msg::NotesLoaded(notebook) = &mut loaded {
                    let before = || self.source.snapshots.as_ref()?.first_read(&self.article);
                    notebook.set_first_read(|| before().unwrap_or_else(library::moment::now));
                }
                self.answer(loaded);
            }
            Effect::Save(snapshot) => {
                self.notes = snapshot.path.clone();
                self.write("notes", move || {
                    Msg::Saved(store::save(&snapshot).map(Box::new).map_err(|error| error.to_string()))
                });
            }
            Effect::Export { path, content, overwrite } => {
                let notes = self.notes.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let folder = self.notes.parent().unwrap_or(Path::new(".")).to_owned();
                let ledger = Ledger::within(self.source.snapshots.as_ref().map_or(&folder, Snapshots::notes_folder));
                self.write("export", move || Msg::Exported(export(path, &content, overwrite, &(notes, ledger))));
            }
            Effect::Compare => {
                let (source, article, model) = (self.source.clone(), Arc::clone(&self.article), self.model);
                self.write("comparison", move || Msg::Compared(Box::new(compared(&source, &article, model))));
            }
            Effect::ReadAgain => {
                let (source, article, model) = (self.source.clone(), Arc::clone(&self.article), self.model);
                self.spawn("reading", move || Msg::ReadAgain(read_again(&source, &article, model)));
            }
            Effect::Opened(article) => self.article = article,
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
            let analysis = Box::new(pullquote_nlp::analyze_with(&article, &model(), &corrections));
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
        Err(error) => Notebook::unreadable(article, path.to_path_buf(), error.reason_first()),
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
    if changes.is_empty() { Again::Same } else { Again::Changed(Box::new(changes), Arc::new(now)) }
}

/// The article with what the program itself finds in it: what a person
/// corrected is no change of the source.
fn edition(article: &Article, model: fn() -> Model) -> Edition {
    let analysis = pullquote_nlp::analyze(article, &model());
    let speaker = |quote: &pullquote_nlp::Quote| quote.speaker.as_ref().map(|speaker| speaker.name.clone());
    let quotes = analysis.quotes.iter();
    let said = quotes.map(|quote| Said { words: quote.words(article.text()), speaker: speaker(quote) }).collect();
    Edition::of(article, said, now())
}

/// Writes an export of the notes of this name: a whole file or none.
/// One of ours that is there is brought up to date, and what a person wrote in
/// it stays; a file that is none of ours is left alone.
fn export(
    path: PathBuf,
    content: &str,
    overwrite: bool,
    (notes, ledger): &(String, Ledger),
) -> Result<PathBuf, ExportError> {
    let exporter = exporter_of(&path.to_string_lossy()).or(EXPORTERS.first());
    let update = exporter.and_then(|exporter| exporter.update).filter(|_| !overwrite);
    let refresh = |text: &str| {
        let update = update.filter(|update| update.knows(text, content))?;
        let updated = update.apply(text, content, Terms { force: false, complete: true, within: None });
        Some((updated.text, updated.kept))
    };
    let name = exporter.map_or("", |exporter| exporter.name);
    let of = format!("{name} {notes}");
    let of = exporter.is_none_or(|exporter| exporter.update.is_none()).then_some(of.as_str());
    let fresh = Export { fresh: content, of, force: overwrite, refresh: &refresh };
    let kept = match exported::write(&path, &fresh, ledger) {
        Ok(Written::Created) => Vec::new(),
        Ok(Written::Updated(kept) | Written::Unchanged(kept)) => kept,
        Err(exported::ExportError::Exists(path) | exported::ExportError::Changed(path)) => {
            return Err(ExportError::Exists(path));
        }
        Err(error) => return Err(ExportError::Failed(error.to_string())),
    };
    if kept.is_empty() {
        return Ok(path);
    }
    let (what, shown) = (told_kept(&kept), path.display());
    Err(ExportError::Failed(format!("exported to {shown}, but {what} changed by hand and stays as it is there")))
}

/// `the article's head and 2 notes were`, for sections that were kept.
fn told_kept(kept: &[String]) -> String {
    format!("{} {}", crate::export::sections::described(kept), if kept.len() == 1 { "was" } else { "were" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_notes::notebook::Draft;

    #[test]
    fn an_export_never_writes_over_a_file_unless_told() {
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let path = folder.path().join("notes.md");
        assert_eq!(export(path.clone(), "one", false, &notes), Ok(path.clone()));
        std::fs::write(&path, "mine").unwrap();
        assert_eq!(export(path.clone(), "two", false, &notes), Err(ExportError::Exists(path.clone())));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(export(path.clone(), "two", true, &notes), Ok(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn an_export_of_ours_is_brought_up_to_date_around_what_a_person_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let path = folder.path().join("notes.org");
        let fresh = |words: &str| format!("# pq a\n{words}\n# /pq a {}\n", seal_of(words));
        std::fs::write(&path, format!("Mine.\n\n{}", fresh("old"))).unwrap();
        assert_eq!(export(path.clone(), &fresh("new"), false, &notes), Ok(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("Mine.\n\n{}", fresh("new")));
        std::fs::write(&path, fresh("new").replace("new", "my own")).unwrap();
        let Err(ExportError::Failed(told)) = export(path.clone(), &fresh("newer"), false, &notes) else {
            panic!("not told")
        };
        assert!(told.contains("notes.org") && std::fs::read_to_string(&path).unwrap().contains("my own"), "{told}");
    }

    fn seal_of(words: &str) -> String {
        pullquote_article::fingerprint::sha256_hex(words.as_bytes()).chars().take(12).collect()
    }

    #[test]
    fn an_export_may_be_read_by_those_who_may_read_other_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (plain, path) = (folder.path().join("plain"), folder.path().join("notes.md"));
        std::fs::write(&plain, "").unwrap();
        export(path.clone(), "one", false, &notes).unwrap();
        assert_eq!(mode(&path), mode(&plain));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        export(path.clone(), "two", true, &notes).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn an_export_that_cannot_be_written_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let path = folder.path().join("no such folder").join("notes.md");
        let Err(ExportError::Failed(told)) = export(path.clone(), "x", false, &notes) else { panic!("it was written") };
        assert!(told.starts_with(&format!("cannot write {}: ", path.display())), "{told}");
    }

    #[test]
    fn the_first_save_of_notes_that_were_loaded_reads_only_what_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.toml");
        let mut article = pullquote_article::ArticleBuilder::new();
        article.block(pullquote_article::BlockKind::Paragraph, "Ash fell on the quay.");
        let article = article.finish(pullquote_article::Origin {
            path: None,
            url: None,
            format: pullquote_article::Format::Text,
            sha256: String::new(),
        });
        let mut notebook = Notebook::open(&article, path.clone(), Vec::new());
        let draft = Draft { span: pullquote_article::text::span::Span::new(0, 3), ..Draft::default() };
        notebook.add(&article, &[], draft, store::stamp()).unwrap();
        store::save(&notebook.begin_save().unwrap()).unwrap();
        let Msg::NotesLoaded(loaded) = load_notes(&article, &path) else { panic!("no notebook came") };
        assert!(store::load(&path).unwrap().pieces.is_some());
        assert_eq!(*loaded, Notebook::open(&article, path.clone(), store::load(&path).unwrap()));
    }
}
