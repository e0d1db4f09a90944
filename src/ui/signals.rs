//! Signals of the system: those that end the reader, and Ctrl-Z.
//!
//! A thread receives the signals, sends each to the channel of the loop and
//! wakes the loop (see [`Waker`](super::events::Waker)). Other systems have no
//! signals.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{EndSignals, end, listen, stop};
#[cfg(unix)]
pub use unix::{EndSignals, end, listen, stop};

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
