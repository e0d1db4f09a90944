//! Signals of the system: those that end the reader, and Ctrl-Z.
//!
//! From the moment that the terminal is taken, signals do nothing by themselves. They wait until a
//! loop takes them with [`arrived`], so that none is lost between two articles or while an editor has
//! the terminal. Loops that wait for the terminal are woken by them (see `events`). Other systems have
//! no signals.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{arrived, end, stop};
#[cfg(unix)]
pub use unix::{Wakes, arrived, end, is_key, stop};

/// What a signal asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// To end; the number is that of the signal, which a shell expects as the
    /// cause.
    End(i32),
    /// To give the terminal back and stop until the shell resumes the program.
    Stop,
    /// The program was stopped without being asked, and has been resumed.
    Continue,
}
