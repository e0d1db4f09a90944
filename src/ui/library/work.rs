//! Runs the effects of the library screen: what is quick on the loop's own thread, the rest on
//! threads of their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::finder::{Finder, List};
use super::run::LoopEvent;
use crate::app::library::{LibraryEffect, LibraryMsg};
use crate::folders::notes_in_library::NotesUpdate;
use crate::folders::{Places, SAMPLES, moment, open_library, update_notes};
use crate::ui::effects::today;
use crate::ui::events::Waker;
use pullquote_library::search::Passage;
use pullquote_library::store::ArticleRow;
use pullquote_library::{Library, LibraryFileError, Query};
use std::sync::mpsc::Sender;

/// How many code points of an article are read for its preview.
const PREVIEW: usize = 1500;

/// Adds what a person typed; returns what they are told, or why it failed.
pub type Add = Arc<dyn Fn(&str) -> Result<String, String> + Send + Sync>;
/// Opens an article at a place that was found in it, if there is one; returns it, or why it can't be opened.
pub type Open<T> = Arc<dyn Fn(&ArticleRow, Option<&Passage>) -> Result<T, String> + Send + Sync>;
/// Brings the feeds up to date; returns what a person is told, or why it failed.
pub type SyncFeeds = Arc<dyn Fn() -> Result<String, String> + Send + Sync>;

/// Runs effects.
pub(super) struct Work<T> {
    pub(super) library: Library,
    pub(super) file: PathBuf,
    pub(super) places: Places,
    pub(super) open: Open<T>,
    pub(super) add: Add,
    pub(super) sync: SyncFeeds,
    pub(super) send: Sender<LoopEvent<T>>,
    pub(super) waker: Waker,
    /// Finds the articles of lists.
    pub(super) finder: Finder,
}

impl<T: Send + 'static> Work<T> {
    /// Runs an effect that changes or reads the library; the message that answers it at once, if
    /// one does.
    pub(super) fn act(&mut self, effect: LibraryEffect) -> Option<LibraryMsg> {
        let done = match effect {
            LibraryEffect::List { revision, query, sort } => {
                self.finder.list(List { revision, query, sort });
                return None;
            }
            LibraryEffect::CountViews => {
                self.finder.count_views(today());
                return None;
            }
            LibraryEffect::ReadRows(ids) => return Some(told(self.library.rows(&ids).map(LibraryMsg::Rows))),
            LibraryEffect::ReadPreview(id) => {
                let preview = self.library.preview(id, PREVIEW);
                return Some(told(preview.map(|(text, speakers)| LibraryMsg::Preview { id, text, speakers })));
            }
            LibraryEffect::SetRead(identities, read) => self.library.set_read(&identities, read),
            LibraryEffect::ReadAll(query) => return Some(told(self.library.read_all(&query).map(LibraryMsg::AllRead))),
            LibraryEffect::SetStarred(identity, starred) => self.library.set_starred(&[identity], starred),
            LibraryEffect::SetTrashed(identity, trashed) => {
                let when = trashed.then(moment::now);
                self.library.set_trashed(&[identity], when.as_deref())
            }
            LibraryEffect::SetTags(identity, tags) => self.library.set_tags(&identity, &tags),
            LibraryEffect::SaveSearch(name, query) => self.library.save_search(&name, query.as_deref()),
            LibraryEffect::Add(text) => {
                let add = Arc::clone(&self.add);
                self.spawn(move || add(&text).map_or_else(LibraryMsg::Failed, |said| LibraryMsg::Changed(Some(said))));
                return None;
            }
            LibraryEffect::Sync => {
                let (sync, file, places) = (Arc::clone(&self.sync), self.file.clone(), self.places.clone());
                self.spawn(move || match updated(&file, &places).and_then(|_| sync()) {
                    Ok(said) => LibraryMsg::Changed(Some(said)),
                    Err(why) => LibraryMsg::Failed(why),
                });
                return None;
            }
            LibraryEffect::OpenSample => {
                let sample = SAMPLES.first().map(|sample| format!("sample:{}", sample.name)).unwrap_or_default();
                let row = Box::new(ArticleRow { source: sample, ..ArticleRow::default() });
                return self.act(LibraryEffect::Open { row, query: Query::everything() });
            }
            LibraryEffect::Open { row, query } => {
                let (open, file) = (Arc::clone(&self.open), self.file.clone());
                let (send, waker) = (self.send.clone(), self.waker.clone());
                std::thread::spawn(move || {
                    // Without a place, it opens where one stopped.
                    let found = Some(query).filter(|query| !query.is_empty()).and_then(|query| {
                        let library = open_library(&file).ok()?.library;
                        library.passage_in(&query, row.id).ok()?
                    });
                    let event = match open(&row, found.as_ref()) {
                        Ok(opened) => LoopEvent::Opened(opened),
                        Err(why) => LoopEvent::Message(LibraryMsg::Failed(why)),
                    };
                    send.send(event).ok();
                    waker.wake();
                });
                return None;
            }
            _ => return None,
        };
        Some(match done {
            Ok(()) => LibraryMsg::Changed(None),
            Err(error) => LibraryMsg::Failed(error.to_string()),
        })
    }

    /// Has the notes brought up to date on a thread; if some changed, the list is read again.
    pub(super) fn update_notes(&self) {
        let (file, places, tell) = (self.file.clone(), self.places.clone(), self.teller());
        std::thread::spawn(move || match updated(&file, &places) {
            Ok(update) if !update.problems.is_empty() => tell(LibraryMsg::Failed(update.problems.join("; "))),
            Ok(update) if update.changed => tell(LibraryMsg::Changed(None)),
            Ok(_) => {}
            Err(why) => tell(LibraryMsg::Failed(why)),
        });
    }

    fn spawn(&self, work: impl FnOnce() -> LibraryMsg + Send + 'static) {
        let tell = self.teller();
        std::thread::spawn(move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let failed = |_| LibraryMsg::Failed("internal error (please report)".to_owned());
            tell(done.unwrap_or_else(failed));
        });
    }

    fn teller(&self) -> impl Fn(LibraryMsg) + Send + 'static {
        teller(self.send.clone(), self.waker.clone())
    }
}

/// What sends a message to the loop, and wakes it.
pub(super) fn teller<T: Send + 'static>(
    send: Sender<LoopEvent<T>>,
    waker: Waker,
) -> impl Fn(LibraryMsg) + Send + 'static {
    move |msg| {
        send.send(LoopEvent::Message(msg)).ok();
        waker.wake();
    }
}

/// Brings the notes in the library at `file` up to date; an error is a sentence.
fn updated(file: &Path, places: &Places) -> Result<NotesUpdate, String> {
    let mut opened = open_library(file).map_err(|error| error.to_string())?;
    update_notes(&mut opened.library, places).map_err(|error| error.to_string())
}

/// The message, or the one for an error.
pub(super) fn told(result: Result<LibraryMsg, LibraryFileError>) -> LibraryMsg {
    result.unwrap_or_else(|error| LibraryMsg::Failed(error.to_string()))
}
