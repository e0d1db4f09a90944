//! Signals, and waking the loop that waits for keys.
//!
//! The loop sleeps until the terminal has an event. On Unix, crossterm also
//! wakes it for `SIGWINCH`, the signal for a changed size of the window. A
//! thread that has a message for the loop sends it to the channel and then
//! raises `SIGWINCH` (see [`wake`]). So nothing has to poll, and the reader
//! uses no time while nobody uses it.
//!
//! Other systems have no such signal: there the loop looks at its channel every
//! [`WAIT`].

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{EndSignals, WAIT, end, listen, stop, wake};
#[cfg(unix)]
pub use unix::{EndSignals, WAIT, end, listen, stop, wake};

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
