//! Runs the effects that the reader asks for. This file and those below it are the
//! ones of `ui` that use files, other programs and the clock.
//!
//! Effects that may take long run on a thread and answer with a message, for
//! which the loop is woken. Effects that need the terminal run on the loop's
//! own thread.

mod analyzer;
mod drafts;
mod exports;
mod in_library;
pub mod settings_file;
mod sources;
mod versions;

use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::SystemTime;

use crossterm::clipboard::CopyToClipboard;

pub use self::analyzer::Analyzer;
use self::drafts::DraftThread;
use self::exports::export;
pub use self::in_library::{InLibrary, KeptView, OwnView};
pub(crate) use self::sources::at_home;
pub use self::versions::{OtherVersions, Reread};
use self::versions::{compared, reread};
use super::clipboard;
use super::events::Waker;
use super::handover;
use super::pictures::Pictures;
use super::signals;
use super::term::Screen;
use crate::app::{Effect, Msg};
use crate::library;
use crate::library::exported::Ledger;
use crate::library::undo::KeptUndo;
use crate::library::{Draft, Drafts, Places, Snapshots};
use pullquote_article::{Article, Picture};
use pullquote_nlp::Corrections;
use pullquote_notes::{FileSlices, store};
use pullquote_notes::{Notebook, SaveRequest, Saved};

/// What the loop receives besides events of the terminal.
#[derive(Debug)]
pub enum LoopEvent {
    /// The answer to an effect.
    Message(Msg),
    /// A signal from the system.
    Signal(signals::Signal),
}

/// Sends to the loop, and wakes it.
#[derive(Debug, Clone)]
pub struct ToLoop {
    /// The channel of the loop.
    pub send: Sender<LoopEvent>,
    /// Ends the loop's wait for events of the terminal.
    pub waker: Waker,
}

impl ToLoop {
    /// Sends to the channel `send` and wakes with `waker`.
    #[must_use]
    pub fn new(send: Sender<LoopEvent>, waker: Waker) -> Self {
        Self { send, waker }
    }

    /// Sends a message to the loop.
    fn answer(&self, msg: Msg) {
        // The loop keeps the receiver for as long as it runs.
        self.send.send(LoopEvent::Message(msg)).ok();
        self.waker.wake();
    }
}

/// Runs effects.
pub struct EffectRunner {
    article: Arc<Article>,
    analyzer: Analyzer,
    notes: PathBuf,
    versions: OtherVersions,
    to_loop: ToLoop,
    /// Threads that save or export; the program waits for them before it ends.
    writing: Vec<JoinHandle<()>>,
    /// When the notes file was last changed, as far as is known.
    seen: Option<SystemTime>,
    /// The bytes of the rescue file when it was read.
    rescued: Option<Vec<u8>>,
    /// Where the notes file is to be found, until it was.
    places: Option<Places>,
    /// What the last save wrote.
    written: Arc<Mutex<Option<Arc<FileSlices>>>>,
    /// The folder for drafts, until the notes file is found.
    drafts_folder: Option<PathBuf>,
    /// Writes drafts; `None` if there is no folder for them.
    drafts: Option<DraftThread>,
    /// The article in the library; `None` if it is not added to it.
    in_library: Option<InLibrary>,
    /// Shows pictures.
    pictures: Option<Pictures>,
}

/// What the loop has to do after an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing special.
    Continue,
    /// Redraw the whole screen; its size may have changed.
    Redraw,
    /// Take the next theme.
    NextTheme,
    /// Leave the article.
    Leave(AfterReading),
}

/// What happens after an article is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterReading {
    /// The program ends.
    Quit,
    /// The page at an address is opened.
    Page {
        /// The address.
        address: String,
        /// The byte of the text of the article that was left, as cleaned, to come back to.
        from: usize,
    },
    /// The article with the link that led here is opened again.
    Previous,
    /// Another one of the open articles is shown.
    Neighbor {
        /// Whether it is a later one.
        forward: bool,
        /// How many articles on or back.
        times: usize,
    },
    /// This is opened beside the article.
    Beside(String),
    /// The library is shown.
    Library,
}

impl EffectRunner {
    /// A runner for a reader of `article` with the notes file `notes`. Answers
    /// are sent to `to_loop`.
    #[must_use]
    pub fn new(article: Arc<Article>, analyzer: Analyzer, notes: PathBuf, to_loop: ToLoop) -> Self {
        Self {
            article,
            analyzer,
            notes,
            versions: OtherVersions::default(),
            to_loop,
            writing: Vec::new(),
            seen: None,
            rescued: None,
            places: None,
            written: Arc::default(),
            drafts_folder: None,
            drafts: None,
            in_library: None,
            pictures: None,
        }
    }

    /// Sets what shows pictures; without it there are none.
    #[must_use]
    pub fn with_pictures(self, pictures: Pictures) -> Self {
        Self { pictures: Some(pictures), ..self }
    }

    /// What shows pictures.
    #[must_use]
    pub fn pictures(&self) -> Option<&Pictures> {
        self.pictures.as_ref()
    }

    /// Has the notes file looked for in `places` when the notes are read, which
    /// is after the first frame: other notes files are read for that.
    #[must_use]
    pub fn with_places(self, places: Places) -> Self {
        Self { places: Some(places), ..self }
    }

    /// Sets the folder for drafts; `None` if there is none. They are written and
    /// read when the notes file is known.
    #[must_use]
    pub fn with_drafts(self, folder: Option<PathBuf>) -> Self {
        Self { drafts_folder: folder, ..self }
    }

    /// Has the article put into the library when it is analyzed; `None` keeps it out.
    #[must_use]
    pub fn with_library(self, in_library: Option<InLibrary>) -> Self {
        Self { in_library, ..self }
    }

    /// Saves in the library where reading stopped: a code point of the text, and the share that was
    /// read, 0 to 1; and how the article is shown. Does nothing for an article that is not in it.
    pub fn save_place(&self, place: (usize, f64), view: OwnView) {
        if let Some(in_library) = &self.in_library {
            in_library.save_place(&self.article, place, view);
        }
    }

    /// Keeps what can be undone for the next start, if everything is saved.
    pub fn keep_undo(&self, notebook: &Notebook) {
        if !notebook.is_dirty() && notebook.read_only().is_none() {
            // Without it, nothing is lost but the way back.
            library::undo::keep(notebook.path(), notebook.history_text().as_deref()).ok();
        }
    }

    /// Gives a notebook that was just read what could be undone in it before; returns what to tell a person
    /// if its file was changed since.
    fn restore_undo(&self, notebook: &mut Notebook) -> Option<Msg> {
        let changed = "the notes were changed elsewhere since, so what was done before cannot be undone here";
        let restored = match library::undo::kept(&self.notes) {
            KeptUndo::Nothing => true,
            KeptUndo::History(text) => notebook.restore_history(&text),
            KeptUndo::NotesChanged => false,
        };
        (!restored).then(|| Msg::Info(changed.to_owned()))
    }

    /// Goes on with an article that was left: its notes, in this file, are not read again unless another
    /// program changes them.
    pub fn go_on(&mut self, notes: PathBuf) {
        self.places = None;
        self.notes = notes;
        self.start_drafts();
        // What was written since it was left counts as a change.
        self.seen = Some(SystemTime::UNIX_EPOCH);
    }

    /// The article as cleaned, as it is open now.
    #[must_use]
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Sets the other versions of the article.
    #[must_use]
    pub fn with_versions(self, versions: OtherVersions) -> Self {
        Self { versions, ..self }
    }

    /// Runs one effect.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn act(&mut self, effect: Effect, screen: &mut Screen) -> io::Result<NextStep> {
        match effect {
            Effect::Analyze { revision, article, corrections } => self.analyze(revision, article, corrections),
            Effect::LoadNotes => {
                // Later, the notes of another version of the article are read, which were changed here.
                let is_first = self.places.is_some();
                self.find_notes();
                self.start_drafts();
                // The time is taken before reading, so that a change during the
                // reading is noticed.
                self.seen = Some(self.changed().unwrap_or(SystemTime::UNIX_EPOCH));
                let mut loaded = load_notes(&self.article, &self.notes);
                if let Msg::NotesLoaded(notebook) = &mut loaded {
                    let before = || self.versions.snapshots.as_ref()?.first_read(&self.article);
                    notebook.set_first_read(|| before().unwrap_or_else(library::moment::now));
                }
                let changed = match &mut loaded {
                    Msg::NotesLoaded(notebook) if is_first => self.restore_undo(notebook),
                    _ => None,
                };
                self.to_loop.answer(loaded);
                changed.into_iter().for_each(|msg| self.to_loop.answer(msg));
                self.find_rescue();
                // A draft of a note that was rescued is no draft any more.
                if let Some(drafts) = &self.drafts {
                    drafts.find();
                }
            }
            Effect::ListTags => {
                let (folder, open) = (self.notes_folder(), self.notes.clone());
                self.spawn("list of tags", Msg::Failed, move || {
                    let tags = library::tags_in_use(&folder, &open);
                    Msg::TagsInUse(tags.into_iter().map(|(tag, _)| tag).collect())
                });
            }
            Effect::LoadSearches => {
                self.spawn("list of searches", Msg::Failed, || Msg::EarlierSearches(library::searches::earlier()));
            }
            // A search that can't be kept is found all the same.
            Effect::KeepSearch(words) => {
                std::thread::spawn(move || library::searches::keep(&words).ok());
            }
            Effect::RemoveRescue => self.remove_rescue(),
            Effect::Save(request) => self.save(*request),
            Effect::WriteDraft(draft) => self.write_draft(draft),
            Effect::RemoveDraft(key) => self.remove_draft(key),
            Effect::Export { path, content, overwrite } => {
                let notes = self.notes.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let ledger = Ledger::within(&self.notes_folder());
                self.write("export", Msg::Failed, move || {
                    Msg::Exported(export(path, &content, overwrite, &(notes, ledger)))
                });
            }
            Effect::Compare => {
                let (versions, article) = (self.versions.clone(), Arc::clone(&self.article));
                let analyzer = self.analyzer;
                self.write("comparison", Msg::Failed, move || {
                    Msg::Compared(Box::new(compared(&versions, &article, analyzer)))
                });
            }
            Effect::Reread => {
                let (versions, article) = (self.versions.clone(), Arc::clone(&self.article));
                let analyzer = self.analyzer;
                self.spawn("reading", Msg::Failed, move || Msg::Reread(reread(&versions, &article, analyzer)));
            }
            Effect::ShowPicture { picture, columns, rows } => self.show_picture(*picture, (columns, rows)),
            Effect::Opened(article) => self.article = article,
            Effect::Copy { text, what } => {
                let to_loop = self.to_loop.clone();
                std::thread::spawn(move || {
                    let left = if clipboard::copy_with_program(&text) { None } else { Some(text) };
                    to_loop.answer(Msg::Copied { what, left });
                });
            }
            Effect::CopyByTerminal(text) => screen.send(CopyToClipboard::to_clipboard_from(text))?,
            Effect::OpenBrowser(address) => {
                if let Err(error) = handover::browse(&address) {
                    self.to_loop.answer(Msg::Failed(error.to_string()));
                }
            }
            Effect::OpenEditor { note, comment } => {
                let edited = screen.lend(|| handover::edit(&note, &comment))?;
                self.to_loop.answer(Msg::EditorReturned(edited.map_err(|error| error.to_string())));
                return Ok(NextStep::Redraw);
            }
            Effect::Suspend => {
                screen.lend(signals::stop)?;
                return Ok(NextStep::Redraw);
            }
            Effect::NextTheme => return Ok(NextStep::NextTheme),
            Effect::Redraw => return Ok(NextStep::Redraw),
            Effect::Library => return Ok(NextStep::Leave(AfterReading::Library)),
            Effect::OpenPage { address, from } => return Ok(NextStep::Leave(AfterReading::Page { address, from })),
            Effect::GoToArticle { forward, times } => {
                return Ok(NextStep::Leave(AfterReading::Neighbor { forward, times }));
            }
            Effect::OpenBeside(typed) => return Ok(NextStep::Leave(AfterReading::Beside(typed))),
            Effect::FindSources(typed) => {
                let library = self.in_library.as_ref().map(|in_library| in_library.file.clone());
                self.spawn("list of files", Msg::Failed, move || {
                    let found = sources::like(&typed, library.as_ref());
                    Msg::SourcesFound { typed, found }
                });
            }
            Effect::PreviousPage => return Ok(NextStep::Leave(AfterReading::Previous)),
            Effect::Quit => return Ok(NextStep::Leave(AfterReading::Quit)),
        }
        Ok(NextStep::Continue)
    }

    /// Makes a picture ready to be drawn in at most `room` columns and rows, on a thread.
    fn show_picture(&self, picture: Picture, room: (u16, u16)) {
        let Some(pictures) = self.pictures.clone() else { return };
        let failed = {
            let address = picture.address.clone();
            move |why| Msg::PictureReady { address: address.clone(), result: Err(why) }
        };
        self.spawn("picture", failed, move || {
            let result = pictures.prepare(&picture, room.0, room.1);
            Msg::PictureReady { address: picture.address, result }
        });
    }

    /// Where answers are sent.
    #[must_use]
    pub fn to_loop(&self) -> &ToLoop {
        &self.to_loop
    }

    /// The notes folder; without one, the folder of the notes file.
    fn notes_folder(&self) -> PathBuf {
        let beside = self.notes.parent().unwrap_or(Path::new("."));
        self.versions.snapshots.as_ref().map_or(beside, Snapshots::notes_folder).to_owned()
    }

    /// Finds the notes file, if that was not done yet.
    fn find_notes(&mut self) {
        if let Some(places) = self.places.take() {
            match library::notes_file(&places, &self.article) {
                Ok(notes) => self.notes = notes,
                Err(error) => self.to_loop.answer(Msg::Failed(error.to_string())),
            }
        }
    }

    /// Starts the thread that writes drafts, if there is a folder for them.
    pub(super) fn start_drafts(&mut self) {
        let Some(folder) = self.drafts_folder.take() else { return };
        let drafts = Drafts::of(folder, &self.notes, Arc::clone(&self.article));
        match DraftThread::start(drafts, self.to_loop.clone()) {
            Ok(thread) => self.drafts = Some(thread),
            Err(error) => {
                self.to_loop.answer(Msg::Failed(format!("notes are not stored while they are written: {error}")));
            }
        }
    }

    /// Sends the notes of the rescue file, if there is one.
    fn find_rescue(&mut self) {
        let path = store::rescue_path(&self.notes);
        let Ok(bytes) = read_rescue(&path) else { return };
        match store::load(&path) {
            Ok(rescued) => {
                self.rescued = Some(bytes);
                self.to_loop.answer(Msg::NotesRescued(Box::new(rescued)));
            }
            Err(error) => self.to_loop.answer(Msg::Failed(error.to_string())),
        }
    }

    /// Removes the rescue file, unless another reader has changed it since it
    /// was read.
    fn remove_rescue(&mut self) {
        let path = store::rescue_path(&self.notes);
        let read = self.rescued.take();
        if read.is_some() && read_rescue(&path).ok() == read {
            // If it stays, its notes are already there at the next start.
            std::fs::remove_file(path).ok();
        }
    }

    /// Has a draft written to disk soon.
    pub fn write_draft(&self, draft: Box<Draft>) {
        if let Some(drafts) = &self.drafts {
            drafts.write(draft);
        }
    }

    /// Has a draft removed from disk.
    pub fn remove_draft(&self, key: String) {
        if let Some(drafts) = &self.drafts {
            drafts.remove(key);
        }
    }

    /// Waits until all drafts are on disk.
    ///
    /// # Errors
    /// If one could not be written, or there is no folder for it; a sentence.
    pub fn finish_drafts(&self) -> Result<(), String> {
        let nowhere = || Err("there is no home folder to store the note being written in".to_owned());
        self.drafts.as_ref().map_or_else(nowhere, DraftThread::finish)
    }

    fn analyze(&mut self, revision: u64, article: Arc<Article>, corrections: Corrections) {
        let analyzer = self.analyzer;
        let (in_library, to_loop) = (self.in_library.clone(), self.to_loop.clone());
        self.spawn("analysis", Msg::Failed, move || match analyzer.analyze(&article, corrections) {
            Ok(analysis) => {
                if let Some(in_library) = in_library {
                    in_library.put_soon(&article, &analysis, to_loop);
                }
                Msg::Analyzed { revision, analysis: Box::new(analysis) }
            }
            Err(error) => Msg::NotAnalyzed { revision, why: error.to_string() },
        });
    }

    /// Works on a thread like [`Self::spawn`]; the program waits for it before
    /// it ends.
    fn write(&mut self, name: &str, failed: fn(String) -> Msg, work: impl FnOnce() -> Msg + Send + 'static) {
        self.writing.retain(|thread| !thread.is_finished());
        let thread = self.spawn(name, failed, work);
        self.writing.extend(thread);
    }

    /// Saves the notes on a thread; the program waits for it before it ends.
    fn save(&mut self, request: SaveRequest) {
        self.notes = request.path.clone();
        let written = Arc::clone(&self.written);
        let work = move || {
            let saved = saved(&request);
            if let Ok(saved) = &saved {
                *written.lock().unwrap_or_else(PoisonError::into_inner) = saved.slices.clone();
            }
            Msg::Saved(saved)
        };
        self.write("saving", |sentence| Msg::Saved(Err(sentence)), work);
    }

    /// Runs `work` on a thread and sends its message. If it panics or no thread
    /// can be started, sends the message that `failed` makes of a sentence.
    fn spawn(
        &self,
        name: &str,
        failed: impl Fn(String) -> Msg + Clone + Send + 'static,
        work: impl FnOnce() -> Msg + Send + 'static,
    ) -> Option<JoinHandle<()>> {
        let to_loop = self.to_loop.clone();
        let what = name.to_owned();
        let of_thread = failed.clone();
        let run = move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let panicked = |_| of_thread(format!("the {what} failed: internal error (please report)"));
            to_loop.answer(done.unwrap_or_else(panicked));
        };
        match std::thread::Builder::new().name(name.to_owned()).spawn(run) {
            Ok(thread) => Some(thread),
            Err(error) => {
                self.to_loop.answer(failed(format!("cannot start the {name}: {error}")));
                None
            }
        }
    }

    /// Reads the notes again if another program changed the file since they
    /// were last read; returns the message, if any.
    pub fn notes_changed_elsewhere(&mut self) -> Option<Msg> {
        let changed = self.changed();
        let known = self.seen.replace(changed?);
        if known == changed || known.is_none() || self.writing.iter().any(|thread| !thread.is_finished()) {
            return None;
        }
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if written.is_some_and(|own| std::fs::read(&self.notes).is_ok_and(|bytes| own.is(&bytes))) {
            return None;
        }
        Some(match store::load(&self.notes) {
            Ok(loaded) => Msg::NotesReread(Box::new(loaded)),
            Err(error) => Msg::Failed(error.to_string()),
        })
    }

    /// When the notes file was last changed; `None` if there is none.
    fn changed(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.notes).and_then(|m| m.modified()).ok()
    }

    /// Waits for saves and exports that are under way.
    pub fn finish(&mut self) {
        for thread in self.writing.drain(..) {
            thread.join().ok();
        }
    }
}

/// Saves the notes; an error is a sentence.
pub(super) fn saved(request: &SaveRequest) -> Result<Box<Saved>, String> {
    store::save(request).map(Box::new).map_err(|error| error.to_string())
}

/// Writes notes that could not be saved to a rescue file: beside the notes or,
/// if that is impossible, in the folder for temporary files. Returns its path.
///
/// # Errors
/// A sentence with the reason, if neither can be written.
pub(super) fn rescue(request: &SaveRequest) -> Result<PathBuf, String> {
    store::rescue(request).or_else(|_| {
        let text = store::text_of(request).map_err(|error| error.to_string())?;
        let write = || -> io::Result<PathBuf> {
            let mut file = tempfile::Builder::new().prefix("pullquote-notes-").suffix(".toml").tempfile()?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.keep().map(|(_, path)| path).map_err(|error| error.error)
        };
        write().map_err(|error| format!("the folder for temporary files cannot be written either: {error}"))
    })
}

/// The bytes of a rescue file, which is as large as a notes file at most.
fn read_rescue(path: &Path) -> io::Result<Vec<u8>> {
    const LARGEST: u64 = 1_000_000_000;
    pullquote_article::files::read(path, LARGEST)
}

/// The current time.
#[must_use]
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The current day in the system's time zone.
#[must_use]
pub fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// Reads the notes of an article. A file that cannot be read gives a read-only
/// notebook that says why.
#[must_use]
pub fn load_notes(article: &Article, path: &Path) -> Msg {
    let notebook = match store::load(path) {
        Ok(loaded) => Notebook::open(article, path.to_path_buf(), loaded),
        Err(error) => Notebook::unreadable(article, path.to_path_buf(), error.reason_first()),
    };
    Msg::NotesLoaded(Box::new(notebook))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::Language;
    use pullquote_notes::{NewAnnotation, Sentences};

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
        let draft = NewAnnotation { span: pullquote_article::Span::new(0, 3), ..NewAnnotation::default() };
        notebook.add(&article, Sentences::In(Language::english()), draft, store::stamp()).unwrap();
        store::save(&notebook.begin_save().unwrap()).unwrap();
        let Msg::NotesLoaded(loaded) = load_notes(&article, &path) else { panic!("no notebook came") };
        assert!(store::load(&path).unwrap().slices.is_some());
        assert_eq!(*loaded, Notebook::open(&article, path.clone(), store::load(&path).unwrap()));
    }
}
