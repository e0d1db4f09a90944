//! Finds the articles of lists on a thread of its own, with a connection of its own.
//!
//! Only the newest list is wanted: one that is still being found is ended, so that fast typing in a large library
//! does not wait. While nothing is wanted, the thread looks whether somebody else has changed the library, such as
//! the thread that puts an article there when it is analyzed, or another process.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;

use super::work::told;
use crate::app::library::LibraryMsg;
use crate::folders::open_library;
use pullquote_library::store::{FoundBefore, Interrupter, Sort};
use pullquote_library::{Library, LibraryFileError, Query};

/// The time between two looks at whether the library was changed.
const PAUSE: Duration = Duration::from_millis(500);

/// A list that is wanted.
#[derive(Debug)]
pub(super) struct List {
    /// The number that is sent back.
    pub(super) revision: u64,
    /// The query.
    pub(super) query: Query,
    /// The order.
    pub(super) sort: Sort,
}

/// What the thread is asked for.
enum Wanted {
    List(List),
    /// The lists at the left; dates count from this day.
    Views(Date),
}

/// The thread that finds articles; it ends when this is dropped.
pub(super) struct Finder {
    ask: Sender<Wanted>,
    /// What ends the work on a list, while there is one.
    interrupter: Arc<Mutex<Option<Interrupter>>>,
}

impl Finder {
    /// A finder in the library at `file`; its answers go to `tell`.
    pub(super) fn new(file: PathBuf, tell: impl Fn(LibraryMsg) + Send + 'static) -> Self {
        let (ask, asked) = channel();
        let interrupter = Arc::new(Mutex::new(None));
        let of_thread = Arc::clone(&interrupter);
        std::thread::spawn(move || {
            Finding { file, library: None, before: FoundBefore::default(), state: None, interrupter: of_thread }
                .run(&asked, tell)
        });
        Self { ask, interrupter }
    }

    /// Finds the articles of a list, instead of those of the list before.
    pub(super) fn list(&self, list: List) {
        // First: what is asked for now should not be ended.
        self.interrupt();
        self.ask.send(Wanted::List(list)).ok();
    }

    /// Counts the articles of the lists at the left.
    pub(super) fn count_views(&self, today: Date) {
        self.ask.send(Wanted::Views(today)).ok();
    }

    fn interrupt(&self) {
        if let Some(interrupter) = self.interrupter.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            interrupter.interrupt();
        }
    }
}

impl Drop for Finder {
    fn drop(&mut self) {
        self.interrupt();
    }
}

/// The work on the thread.
struct Finding {
    file: PathBuf,
    library: Option<Library>,
    /// What the lists before needed.
    before: FoundBefore,
    /// The state of the library that the last list was found in.
    state: Option<i64>,
    interrupter: Arc<Mutex<Option<Interrupter>>>,
}

impl Finding {
    fn run(mut self, asked: &Receiver<Wanted>, tell: impl Fn(LibraryMsg)) {
        let (mut list, mut views) = (None, None);
        loop {
            // Waits only if nothing is left to do.
            let first = if list.is_none() && views.is_none() {
                match asked.recv_timeout(PAUSE) {
                    Ok(wanted) => Some(wanted),
                    Err(RecvTimeoutError::Timeout) => {
                        if self.was_changed() {
                            tell(LibraryMsg::Changed(None));
                        }
                        continue;
                    }
                    // Nobody asks any more.
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            } else {
                asked.try_recv().ok()
            };
            for wanted in first.into_iter().chain(asked.try_iter()) {
                match wanted {
                    Wanted::List(newer) => list = Some(newer),
                    Wanted::Views(today) => views = Some(today),
                }
            }
            let answer = match (list.take(), views) {
                (Some(list), _) => self.found(&list),
                (None, Some(today)) => {
                    let counted = self.library().and_then(|library| library.views(today));
                    if !matches!(counted, Err(LibraryFileError::Interrupted { .. })) {
                        views = None;
                    }
                    counted.map(LibraryMsg::Views)
                }
                (None, None) => continue,
            };
            // What was ended is asked for again, in a newer form.
            if !matches!(answer, Err(LibraryFileError::Interrupted { .. })) {
                tell(told(answer));
            }
        }
    }

    fn found(&mut self, list: &List) -> Result<LibraryMsg, LibraryFileError> {
        let mut before = std::mem::take(&mut self.before);
        let library = self.library()?;
        let state = library.state();
        let ids = library.ids_after(&list.query, list.sort, &mut before);
        (self.before, self.state) = (before, state.ok());
        let ids = ids?;
        Ok(LibraryMsg::Listed { revision: list.revision, ids })
    }

    /// Whether the library is another one than that of the last list.
    fn was_changed(&mut self) -> bool {
        let Some(before) = self.state else { return false };
        let Ok(now) = self.library().and_then(Library::state) else { return false };
        self.state = Some(now);
        now != before
    }

    fn library(&mut self) -> Result<&Library, LibraryFileError> {
        let library = match self.library.take() {
            Some(library) => library,
            None => {
                let library = open_library(&self.file)?.library;
                *self.interrupter.lock().unwrap_or_else(PoisonError::into_inner) = Some(library.interrupter());
                library
            }
        };
        Ok(self.library.insert(library))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_newest_list_and_the_counts_are_always_answered() {
        let folder = tempfile::tempdir().unwrap();
        let (send, received) = channel();
        let finder = Finder::new(folder.path().join("library.sqlite"), move |msg| send.send(msg).unwrap_or(()));
        let today = jiff::civil::date(2026, 11, 29);
        finder.count_views(today);
        for revision in 1..=100 {
            let query = Query::parse("harbour OR pier", today).unwrap();
            finder.list(List { revision, query, sort: Sort::default() });
        }
        let (mut listed, mut counted) = (false, false);
        while !(listed && counted) {
            match received.recv_timeout(Duration::from_secs(60)).unwrap() {
                LibraryMsg::Listed { revision, ids } => listed |= revision == 100 && ids.is_empty(),
                LibraryMsg::Views(views) => counted |= views.iter().any(|view| view.name == "All"),
                other => panic!("{other:?}"),
            }
        }
    }
    #[test]
    fn what_somebody_else_changes_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.sqlite");
        let (send, received) = channel();
        let finder = Finder::new(file.clone(), move |msg| send.send(msg).unwrap_or(()));
        let next = move || received.recv_timeout(Duration::from_secs(60)).unwrap();
        let list = |revision| List { revision, query: Query::everything(), sort: Sort::default() };
        finder.list(list(1));
        assert_eq!(next(), LibraryMsg::Listed { revision: 1, ids: Vec::new() });
        let mut other = open_library(&file).unwrap().library;
        other.save_search("quays", Some("quay OR pier")).unwrap();
        assert_eq!(next(), LibraryMsg::Changed(None));
        // Nothing else comes before what is asked for.
        std::thread::sleep(PAUSE * 3);
        finder.list(list(2));
        assert_eq!(next(), LibraryMsg::Listed { revision: 2, ids: Vec::new() });
    }
}
