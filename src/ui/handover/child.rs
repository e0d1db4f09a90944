//! Waits for an editor, which has the terminal, while signals are followed.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::process::ExitStatus;

#[cfg(not(unix))]
pub(super) use other::wait;
#[cfg(unix)]
pub(super) use unix::wait;

/// How the wait for an editor ended.
#[derive(Debug)]
pub(super) struct Waited {
    /// How the editor ended; `None` if it is still running.
    pub(super) status: Option<ExitStatus>,
    /// The number of the signal that asked the reader to end meanwhile.
    pub(super) signal: Option<i32>,
}
