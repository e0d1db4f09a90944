//! Systems that report whole keys.

use std::io;
use std::time::Duration;

use crossterm::event;

use super::{BATCH, Woken};

/// How long the loop waits for an event before it looks at its channel. Nothing
/// can wake it earlier.
pub const WAIT: Duration = Duration::from_millis(50);

/// Wakes a loop; does nothing here, because the loop looks at its channel every
/// [`WAIT`].
#[derive(Debug, Clone, Default)]
pub struct Waker;

impl Waker {
    /// Does nothing.
    pub fn wake(&self) {}
}

/// The events of the terminal.
#[derive(Debug)]
pub struct Events;

impl Events {
    /// The events of this process's terminal.
    ///
    /// # Errors
    /// Never.
    pub fn open() -> io::Result<Self> {
        Ok(Self)
    }

    /// Wakes [`Self::wait`] from other threads.
    #[must_use]
    pub fn waker(&self) -> Waker {
        Waker
    }

    /// Returns whether an answer of the terminal can be read: never here, as it would be taken for keys.
    #[must_use]
    pub fn expect_answer(&mut self) -> bool {
        false
    }

    /// Does nothing.
    pub fn discard_answer(&mut self) {}

    /// Waits up to `timeout` for events of the terminal.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<Woken> {
        if !event::poll(timeout)? {
            return Ok(Woken::Timeout);
        }
        let mut events = vec![event::read()?];
        while events.len() < BATCH && event::poll(Duration::ZERO)? {
            events.push(event::read()?);
        }
        Ok(Woken::Events(events))
    }
}
