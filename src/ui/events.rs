//! Events of the terminal, read without blocking.
//!
//! The loop waits in [`Events::wait`] for keys, the mouse, a new size of the
//! window, or another thread that has a message for it (see [`Waker`]). Bytes
//! that are only the beginning of a key never block the wait, and are given up
//! after a while (see `decoder`). So signals, saves and redraws go on whatever
//! the terminal sends.
//!
//! Systems without Unix terminals report whole keys. There the loop looks at
//! its channel every [`WAIT`], because nothing can wake it.

#[cfg_attr(not(unix), allow(dead_code))]
mod background;
#[cfg_attr(not(unix), allow(dead_code))]
mod decoder;
#[cfg(not(unix))]
mod other;
#[cfg_attr(not(unix), allow(dead_code))]
mod sequence;
#[cfg(unix)]
mod unix;

pub use background::Background;
pub(super) use background::{ASK, STOP};
#[cfg(not(unix))]
pub use other::{Events, WAIT, Waker};
#[cfg(unix)]
pub use unix::{Events, WAIT, Waker};

/// How a wait for events ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Woken {
    /// These events arrived, at least one.
    Events(Vec<crossterm::event::Event>),
    /// The terminal said what its background is.
    Background(Background),
    /// Another thread has woken the loop.
    ByThread,
    /// The time is over.
    Timeout,
}

/// The most events that one wait returns, so that the screen keeps up while a
/// key is held or the wheel turns.
const BATCH: usize = 64;
