//! Waiting for an article before there is a screen: a line on the terminal if
//! it takes long, and Esc to leave.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::events::{Events, Woken};
use super::signals;
use super::signals::Signal;
use super::watcher::Watcher;
use pullquote_article::text::width::fit;
use pullquote_clean::Progress;
use pullquote_clean::SHOW_PROGRESS_AFTER as QUIET;

/// How often the line is updated and keys are read.
const BEAT: Duration = Duration::from_millis(50);

/// How a wait ended.
#[derive(Debug)]
pub enum Waited<T> {
    /// The work is done, with this result.
    Done(T),
    /// The person left. The work continues until the program ends.
    Left,
}

/// Runs `work` on a thread and waits for it. A short wait shows nothing; after
/// that, a line shows the progress of the fetch of `address`, and Esc or Ctrl-C
/// ends the wait. Afterwards the terminal is as it was.
///
/// # Errors
/// If the terminal is gone, or the work panicked.
pub fn wait<T: Send + 'static>(
    address: &str,
    progress: &Arc<Progress>,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<Waited<T>> {
    let (send, done) = channel();
    std::thread::Builder::new().name("fetch".to_owned()).spawn(move || {
        // After Esc nobody receives the result.
        send.send(work()).ok();
    })?;
    match done.recv_timeout(QUIET) {
        Ok(result) => return Ok(Waited::Done(result)),
        Err(RecvTimeoutError::Disconnected) => return Err(work_panicked()),
        Err(RecvTimeoutError::Timeout) => {}
    }
    let mut events = Events::open()?;
    let mut line = Line::take()?;
    let waited = watch(&mut line, &|| progress.line(address), &done, &mut events);
    drop(line);
    if let Ok(Watched::Signal(number)) = waited {
        signals::end(number);
    }
    match waited? {
        Watched::Done(result) => Ok(Waited::Done(result)),
        Watched::Left | Watched::Signal(_) => Ok(Waited::Left),
    }
}

enum Watched<T> {
    Done(T),
    Left,
    Signal(i32),
}

fn watch<T>(
    line: &mut Line,
    words: &dyn Fn() -> String,
    done: &Receiver<T>,
    events: &mut Events,
) -> io::Result<Watched<T>> {
    loop {
        line.show(&words())?;
        match done.try_recv() {
            Ok(result) => return Ok(Watched::Done(result)),
            Err(TryRecvError::Disconnected) => return Err(work_panicked()),
            Err(TryRecvError::Empty) => {}
        }
        match signals::arrived() {
            Some(Signal::End(number)) => return Ok(Watched::Signal(number)),
            Some(Signal::Stop) => line.lend(signals::stop)?,
            // The shell has changed the mode of the terminal.
            Some(Signal::Continue) => line.retake()?,
            None => {}
        }
        if let Woken::Events(arrived) = events.wait(BEAT)?
            && arrived.iter().any(leaves)
        {
            return Ok(Watched::Left);
        }
    }
}

fn work_panicked() -> io::Error {
    io::Error::other("the article could not be opened: internal error (please report)")
}

/// Whether an event ends the wait.
fn leaves(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    let interrupt = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    key.kind != KeyEventKind::Release && (key.code == KeyCode::Esc || interrupt)
}

/// The line of the terminal at the cursor, in raw mode: keys arrive one by one
/// and are not echoed.
struct Line {
    shown: String,
    watcher: Watcher,
}

impl Line {
    fn take() -> io::Result<Self> {
        let line = Self { shown: String::new(), watcher: Watcher::new() };
        enable_raw_mode()?;
        line.watcher.start();
        Ok(line)
    }

    /// Gives the terminal back while `work` runs.
    fn lend(&mut self, work: impl FnOnce()) -> io::Result<()> {
        disable_raw_mode()?;
        self.watcher.tell(false);
        work();
        self.retake()
    }

    fn retake(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        enable_raw_mode()?;
        self.watcher.tell(true);
        self.shown.clear();
        Ok(())
    }

    fn show(&mut self, words: &str) -> io::Result<()> {
        let (columns, _) = crossterm::terminal::size()?;
        let words = format!("{words} (Esc cancels)");
        // One cell less than there is room for, as a full line would begin
        // another.
        let words = fit(&words, usize::from(columns).saturating_sub(1));
        if self.shown != *words {
            let mut out = io::stdout();
            write!(out, "\r\x1b[K{words}")?;
            out.flush()?;
            self.shown = words.into_owned();
        }
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // If the terminal is gone there is nothing to restore.
        let mut out = io::stdout();
        write!(out, "\r\x1b[K").and_then(|()| out.flush()).ok();
        disable_raw_mode().ok();
        self.watcher.tell(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    #[test]
    fn escape_and_ctrl_c_leave_and_no_other_key() {
        let key = |code, modifiers| Event::Key(KeyEvent::new(code, modifiers));
        assert!(leaves(&key(KeyCode::Esc, KeyModifiers::NONE)));
        assert!(leaves(&key(KeyCode::Char('c'), KeyModifiers::CONTROL)));
        assert!(!leaves(&key(KeyCode::Char('c'), KeyModifiers::NONE)));
        assert!(!leaves(&Event::Resize(80, 24)));
    }

    #[test]
    fn what_is_ready_soon_needs_no_terminal() {
        let progress = Arc::new(Progress::default());
        assert!(matches!(wait("https://example.org/", &progress, || 7).unwrap(), Waited::Done(7)));
    }
}
