//! The thread that writes drafts to disk.
//!
//! Typing never waits for the disk. The thread waits a moment after the first change
//! and then writes the newest text, so that fast typing is written a few times a
//! second.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::ToLoop;
use crate::app::Msg;
use crate::folders::{Draft, Drafts, EditorFolder};

/// How long the thread waits for more changes before it writes. What is typed in this
/// time is lost if the process is killed; other ends write it.
const PAUSE: Duration = Duration::from_millis(200);

/// What the thread is to do.
enum Order {
    /// Find the drafts of readers that have ended.
    Find,
    /// Write a draft.
    Write(Box<Draft>),
    /// Remove the draft with this key.
    Remove(String),
    /// Write a draft now, and answer with the folder for it in an editor, if that succeeds.
    MakeRoom(Box<Draft>, Sender<Option<EditorFolder>>),
    /// Write everything now, and answer with the error, if there is one.
    Finish(Sender<Option<String>>),
}

/// The way to the thread that writes drafts.
pub(super) struct DraftThread {
    orders: Sender<Order>,
}

impl DraftThread {
    /// Starts the thread. It tells the loop about drafts that it finds, and about
    /// errors.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(drafts: Drafts, to_loop: ToLoop) -> io::Result<Self> {
        let (orders, receiver) = channel();
        let writer = Writer { drafts, to_loop, waiting: BTreeMap::new(), error: None };
        std::thread::Builder::new().name("drafts".to_owned()).spawn(move || writer.follow(&receiver))?;
        Ok(Self { orders })
    }

    /// Finds the drafts of readers that have ended; they are sent to the loop.
    pub(super) fn find(&self) {
        self.order(Order::Find);
    }

    /// Writes this draft soon.
    pub(super) fn write(&self, draft: Box<Draft>) {
        self.order(Order::Write(draft));
    }

    /// Removes the draft with this key.
    pub(super) fn remove(&self, key: String) {
        self.order(Order::Remove(key));
    }

    /// Writes this draft now; returns the folder for the note in an editor. `None` if it can't be written.
    pub(super) fn make_room(&self, draft: &Draft) -> Option<EditorFolder> {
        let (answer, answered) = channel();
        self.order(Order::MakeRoom(Box::new(draft.clone()), answer));
        answered.recv().ok().flatten()
    }

    /// Waits until everything is done.
    ///
    /// # Errors
    /// If something could not be written; a sentence.
    pub(super) fn finish(&self) -> Result<(), String> {
        let (answer, answered) = channel();
        self.order(Order::Finish(answer));
        // No answer comes if the thread panicked.
        let error = answered.recv().unwrap_or_else(|_| Some("internal error (please report)".to_owned()));
        error.map_or(Ok(()), Err)
    }

    fn order(&self, order: Order) {
        // If the thread has ended, `finish` says so.
        self.orders.send(order).ok();
    }
}

/// The state of the thread.
struct Writer {
    drafts: Drafts,
    to_loop: ToLoop,
    /// What is not written yet, by key.
    waiting: BTreeMap<String, Draft>,
    /// The error of the last write, until one succeeds.
    error: Option<String>,
}

impl Writer {
    /// Follows orders until the reader ends.
    fn follow(mut self, orders: &Receiver<Order>) {
        let mut due: Option<Instant> = None;
        loop {
            let left = due.map(|due| due.saturating_duration_since(Instant::now()));
            let order = match left {
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(Duration::ZERO) => Err(RecvTimeoutError::Timeout),
                Some(left) => orders.recv_timeout(left),
            };
            match order {
                Ok(Order::Find) => self.find(),
                Ok(Order::Write(draft)) => {
                    self.waiting.insert(draft.key.clone(), *draft);
                    due.get_or_insert_with(|| Instant::now() + PAUSE);
                }
                Ok(Order::Remove(key)) => {
                    self.waiting.remove(&key);
                    self.drafts.remove(&key);
                }
                Ok(Order::MakeRoom(draft, answer)) => {
                    let key = draft.key.clone();
                    self.waiting.insert(key.clone(), *draft);
                    self.write();
                    let written = !self.waiting.contains_key(&key);
                    answer.send(written.then(|| self.drafts.editor_folder(&key))).ok();
                }
                Ok(Order::Finish(answer)) => {
                    self.write();
                    answer.send(self.error.clone()).ok();
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.write();
                    due = None;
                }
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn find(&mut self) {
        let (found, errors) = self.drafts.find();
        for error in errors {
            self.to_loop.answer(Msg::Failed(error.to_string()));
        }
        // Later, as this message says both.
        if !found.is_empty() {
            self.to_loop.answer(Msg::DraftsFound(found));
        }
    }

    /// Writes what is waiting. What cannot be written waits for the next time; the
    /// person is told once.
    fn write(&mut self) {
        let before = self.error.take();
        for (key, draft) in std::mem::take(&mut self.waiting) {
            if let Err(error) = self.drafts.write(&draft) {
                self.error = Some(error.to_string());
                self.waiting.insert(key, draft);
            }
        }
        if let Some(error) = self.error.as_ref().filter(|_| before.is_none()) {
            self.to_loop.answer(Msg::Failed(error.clone()));
        }
    }
}
