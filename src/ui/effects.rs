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
mod notes_file;
pub mod settings_file;
mod sources;
mod versions;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::SystemTime;

use crossterm::clipboard::CopyToClipboard;

pub use self::analyzer::Analyzer;
use self::drafts::DraftThread;
use self::exports::export;
pub use self::in_library::{InLibrary, KeptView, OpeningLibrary, OwnView};
pub use self::notes_file::load_notes;
pub(super) use self::notes_file::{rescue, saved};
pub use self::versions::{OtherVersions, Reread};
use self::versions::{compared, reread};
use super::clipboard;
use super::events::Waker;
use super::handover::{self, EditorError};
use super::pictures::Pictures;
use super::signals;
use super::term::Screen;
use crate::app::{Effect, Msg};
use crate::config::ThemeChoice;
use crate::folders;
use crate::folders::exported::Ledger;
use crate::folders::{Draft, Places, Snapshots};
use pullquote_article::{Article, Picture};
use pullquote_nlp::Corrections;
use pullquote_notes::FileSlices;

/// Sends to the loop, and wakes it.
#[derive(Debug, Clone)]
pub struct ToLoop {
    /// The channel of the loop.
    pub send: Sender<Msg>,
    /// Ends the loop's wait for events of the terminal.
    pub waker: Waker,
}

impl ToLoop {
    /// Sends to the channel `send` and wakes with `waker`.
    #[must_use]
    pub fn new(send: Sender<Msg>, waker: Waker) -> Self {
        Self { send, waker }
    }

    /// Sends a message to the loop.
    fn answer(&self, msg: Msg) {
        // The loop keeps the receiver for as long as it runs.
        self.send.send(msg).ok();
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
    /// Take this theme.
    Theme(ThemeChoice),
    /// Leave the article.
    Leave(AfterReading),
    /// End, because of the signal with this number.
    End(i32),
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
    /// The next unread article is opened.
    NextUnread,
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
            Effect::LoadNotes => self.load_notes(),
            Effect::ListTags => {
                let (folder, open) = (self.notes_folder(), self.notes.clone());
                self.spawn("list of tags", Msg::Failed, move || {
                    let tags = folders::tags_in_use(&folder, &open);
                    Msg::TagsInUse(tags.into_iter().map(|(tag, _)| tag).collect())
                });
            }
            Effect::LoadSearches => {
                self.spawn("list of searches", Msg::Failed, || Msg::EarlierSearches(folders::searches::earlier()));
            }
            // A search that can't be kept is found all the same.
            Effect::KeepSearch(words) => {
                std::thread::spawn(move || folders::searches::keep(&words).ok());
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
            Effect::Compare(quotes) => {
                let (versions, article) = (self.versions.clone(), Arc::clone(&self.article));
                let analyzer = self.analyzer;
                self.write("comparison", Msg::Failed, move || {
                    Msg::Compared(Box::new(compared(&versions, &article, quotes, analyzer)))
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
            Effect::OpenEditor { draft, comment } => return self.edit(&draft, &comment, screen),
            Effect::Suspend => {
                screen.lend(signals::stop)?;
                return Ok(NextStep::Redraw);
            }
            Effect::NextTheme => return Ok(NextStep::NextTheme),
            Effect::Theme(choice) => return Ok(NextStep::Theme(choice)),
            Effect::Redraw => return Ok(NextStep::Redraw),
            Effect::Library => return Ok(NextStep::Leave(AfterReading::Library)),
            Effect::NextUnread => return Ok(NextStep::Leave(AfterReading::NextUnread)),
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
            Effect::ListArticles => {
                let library = self.in_library.as_ref().map(|in_library| in_library.file.clone());
                self.spawn("list of articles", Msg::Failed, move || {
                    Msg::ArticlesListed(sources::articles(library.as_ref()))
                });
            }
            Effect::PreviousPage => return Ok(NextStep::Leave(AfterReading::Previous)),
            Effect::Quit => return Ok(NextStep::Leave(AfterReading::Quit)),
        }
        Ok(NextStep::Continue)
    }

    /// Opens a note in `$EDITOR`, with a draft of it on disk.
    fn edit(&self, draft: &Draft, comment: &str, screen: &mut Screen) -> io::Result<NextStep> {
        let folder = self.editor_folder(draft);
        let mut edited = None;
        let retaken = screen.lend_to_program(|| edited = Some(handover::edit(&draft.annotation.note, comment, folder)));
        // Also if the terminal is gone, which ends the reader.
        let mut signal = None;
        if let Some(edited) = edited {
            signal = edited.signal;
            self.to_loop.answer(Msg::EditorReturned(edited.note.map_err(EditorError::for_reader)));
        }
        retaken?;
        Ok(signal.map_or(NextStep::Redraw, NextStep::End))
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

    /// Waits for saves and exports that are under way.
    pub fn finish(&mut self) {
        for thread in self.writing.drain(..) {
            thread.join().ok();
        }
    }
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
