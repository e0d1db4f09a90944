//! Waiting for an article before there is a screen: a line on the terminal
//! once it takes long, and Esc to leave.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::signals;
use pullquote_article::text::width::fit;
use pullquote_clean::Progress;
use pullquote_clean::SHOW_PROGRESS_AFTER as QUIET;

/// How often the line is written anew, and keys are looked at.
const BEAT: Duration = Duration::from_millis(50);

/// How a wait ended.
#[derive(Debug)]
pub enum Waited<T> {
    /// With what was waited for.
    Done(T),
    /// The person left. The work goes on by itself until the program ends.
    Left,
}

/// Does `work` on a thread and waits for it. Nothing is shown of a wait that is
/// hardly noticed; from then on a line says how far the fetch of `address` is,
/// and Esc or Ctrl-C ends the wait. Afterwards the terminal is as it was.
///
/// # Errors
/// When the terminal is gone, or the work ended by a mistake of the program.
pub fn wait<T: Send + 'static>(
    address: &str,
    progress: &Arc<Progress>,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<Waited<T>> {
    let (send, done) = channel();
    std::thread::Builder::new().name("fetch".to_owned()).spawn(move || {
        // Nobody waits any more for what comes after Esc.
        send.send(work()).ok();
    })?;
    match done.recv_timeout(QUIET) {
        Ok(result) => return Ok(Waited::Done(result)),
        Err(RecvTimeoutError::Disconnected) => return Err(mistake()),
        Err(RecvTimeoutError::Timeout) => {}
    }
    let mut ending = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    let mut line = Line::take()?;
    let waited = watch(&mut line, address, progress, &done, &mut ending);
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
    address: &str,
    progress: &Progress,
    done: &Receiver<T>,
    ending: &mut Signals,
) -> io::Result<Watched<T>> {
    loop {
        line.show(&progress.line(address))?;
        match done.try_recv() {
            Ok(result) => return Ok(Watched::Done(result)),
            Err(TryRecvError::Disconnected) => return Err(mistake()),
            Err(TryRecvError::Empty) => {}
        }
        if let Some(number) = ending.pending().next() {
            return Ok(Watched::Signal(number));
        }
        if event::poll(BEAT)? && leaves(&event::read()?) {
            return Ok(Watched::Left);
        }
    }
}

fn mistake() -> io::Error {
    io::Error::other("the article could not be opened because of a mistake of the program")
}

/// Whether the person wants no more of it.
fn leaves(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    let interrupt = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    key.kind != KeyEventKind::Release && (key.code == KeyCode::Esc || interrupt)
}

/// The line of the terminal that the cursor is on, while it is ours: keys come
/// one by one and are not echoed.
struct Line {
    shown: String,
}

impl Line {
    fn take() -> io::Result<Self> {
        let line = Self { shown: String::new() };
        enable_raw_mode()?;
        Ok(line)
    }

    fn show(&mut self, words: &str) -> io::Result<()> {
        let (columns, _) = crossterm::terminal::size()?;
        let words = format!("{words} (Esc cancels)");
        // One cell less than there are: a full line would begin another.
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
        // A terminal that is gone needs no tidying.
        let mut out = io::stdout();
        write!(out, "\r\x1b[K").and_then(|()| out.flush()).ok();
        disable_raw_mode().ok();
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
