//! The terminal of a Unix system: bytes that may be parts of keys.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use filedescriptor::{POLLIN, pollfd};

use super::decoder::Decoder;
use super::{BATCH, Woken};
use crate::ui::signals::Wakes;

/// How long the loop waits for an event before it does its regular work.
pub const WAIT: Duration = Duration::from_secs(2);

/// How long an answer of the terminal can take, if it comes: two ways through a slow connection.
const ANSWER: Duration = Duration::from_millis(300);

/// The most bytes that are read at once.
const CHUNK: usize = 1024;

/// Wakes the loop that waits in [`Events::wait`], from any thread, as signals do; by default,
/// none.
#[derive(Debug, Clone, Default)]
pub struct Waker(Option<Arc<UnixStream>>);

impl Waker {
    /// Makes the current or the next wait end.
    pub fn wake(&self) {
        if let Some(pipe) = &self.0 {
            // A full pipe wakes the loop as well, and after the loop nobody waits.
            (&**pipe).write_all(&[0]).ok();
        }
    }
}

/// The events of the terminal.
#[derive(Debug)]
pub struct Events {
    terminal: File,
    decoder: Decoder,
    /// Events that arrived and were not returned yet.
    queue: VecDeque<Event>,
    resized: UnixStream,
    woken: UnixStream,
    waker: Waker,
    /// Signals write to the pipes while this exists.
    _wakes: [Wakes; 2],
    /// When the terminal was asked something that it did not answer yet.
    asked: Option<Instant>,
}

impl Events {
    /// The events of this process's terminal: standard input or, if that is not
    /// a terminal, `/dev/tty`. From now on signals are caught.
    ///
    /// # Errors
    /// If there is no terminal, or the system refuses the pipes.
    pub fn open() -> io::Result<Self> {
        let stdin = io::stdin();
        let terminal =
            if stdin.is_terminal() { File::from(stdin.as_fd().try_clone_to_owned()?) } else { File::open("/dev/tty")? };
        let (resized, window) = pipe_pair()?;
        let (woken, waker) = pipe_pair()?;
        let wakes = [Wakes::by_window(&window)?, Wakes::by_caught(&waker)?];
        let (decoder, queue) = (Decoder::default(), VecDeque::new());
        let waker = Waker(Some(Arc::new(waker)));
        Ok(Self { terminal, decoder, queue, resized, woken, waker, _wakes: wakes, asked: None })
    }

    /// Wakes [`Self::wait`] from other threads.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Notes that the terminal is asked for its background; returns whether the answer can be read.
    /// It comes out of [`Self::wait`], if it comes.
    #[must_use]
    pub fn expect_answer(&mut self) -> bool {
        self.asked = Some(Instant::now());
        true
    }

    /// Reads an answer that may still be on its way, before the terminal is given back: the shell would
    /// take it for typed keys. Waits only if the terminal was asked less than 300 milliseconds ago, and
    /// then until that time is over.
    pub fn discard_answer(&mut self) {
        let Some(end) = self.asked.take().map(|asked| asked + ANSWER) else { return };
        while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            let keys = self.ready(left).is_ok_and(|[keys, ..]| keys);
            if keys && self.read().is_err() || self.decoder.take_background().is_some() {
                return;
            }
        }
    }

    /// Waits up to `timeout` for events of the terminal, and returns them in the
    /// order in which they arrived. Never waits for the rest of a key.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<Woken> {
        let end = Instant::now() + timeout;
        loop {
            if let Some(background) = self.decoder.take_background() {
                self.asked = None;
                return Ok(Woken::Background(background));
            }
            if !self.queue.is_empty() {
                let some = self.queue.len().min(BATCH);
                return Ok(Woken::Events(self.queue.drain(..some).collect()));
            }
            let now = Instant::now();
            let next = self.decoder.deadline().map_or(end, |deadline| deadline.min(end));
            let [keys, resized, woken] = self.ready(next.saturating_duration_since(now))?;
            if keys {
                self.read()?;
            }
            self.queue.extend(self.decoder.expire(Instant::now()));
            if resized {
                drain(&mut self.resized);
                let (columns, rows) = crossterm::terminal::size()?;
                self.queue.push_back(Event::Resize(columns, rows));
            }
            if woken {
                drain(&mut self.woken);
            }
            if !self.queue.is_empty() || self.decoder.has_background() {
                continue;
            }
            if woken {
                return Ok(Woken::ByThread);
            }
            if Instant::now() >= end {
                return Ok(Woken::Timeout);
            }
        }
    }

    /// Waits until the terminal has bytes, the window was resized or the loop
    /// was woken; returns which.
    fn ready(&self, timeout: Duration) -> io::Result<[bool; 3]> {
        let of = |fd| pollfd { fd, events: POLLIN, revents: 0 };
        let mut polled = [of(self.terminal.as_raw_fd()), of(self.resized.as_raw_fd()), of(self.woken.as_raw_fd())];
        // The system counts in whole milliseconds; rounded down, the last one
        // would be spent in a busy loop.
        let rounded = Duration::from_millis(u64::try_from(timeout.as_micros().div_ceil(1000)).unwrap_or(u64::MAX));
        match filedescriptor::poll(&mut polled, Some(rounded)) {
            // A hang-up is reported without being asked for.
            Ok(_) => Ok(polled.map(|of| of.revents != 0)),
            Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error)) => match error.kind() {
                io::ErrorKind::Interrupted => Ok([false; 3]),
                _ => Err(error),
            },
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn read(&mut self) -> io::Result<()> {
        let mut chunk = [0_u8; CHUNK];
        let count = match self.terminal.read(&mut chunk) {
            Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it was closed")),
            Ok(count) => count,
            Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let bytes = chunk.get(..count).unwrap_or_default();
        self.queue.extend(self.decoder.push(bytes, count == CHUNK, Instant::now()));
        Ok(())
    }
}

fn pipe_pair() -> io::Result<(UnixStream, UnixStream)> {
    let (receiver, sender) = UnixStream::pair()?;
    receiver.set_nonblocking(true)?;
    sender.set_nonblocking(true)?;
    Ok((receiver, sender))
}

fn drain(pipe: &mut UnixStream) {
    let mut bytes = [0_u8; 256];
    while pipe.read(&mut bytes).is_ok_and(|count| count > 0) {}
}
