//! Systems without Unix signals: nothing arrives.

use std::io;
use std::sync::mpsc::Sender;

use super::Signal;
use crate::ui::events::Waker;

/// Does nothing: there are no signals.
///
/// # Errors
/// Never.
pub fn listen<M: Send + 'static>(_: Sender<M>, _: fn(Signal) -> M, _: Waker) -> io::Result<()> {
    Ok(())
}

/// The signals that ask the program to end, of which there are none here.
pub struct EndSignals;

impl EndSignals {
    /// Catches nothing.
    ///
    /// # Errors
    /// Never.
    pub fn catch() -> io::Result<Self> {
        Ok(Self)
    }

    /// Always `None`.
    pub fn arrived(&mut self) -> Option<i32> {
        None
    }
}

/// Does nothing: a program cannot be stopped and resumed here.
pub fn stop() {}

/// Ends this process with the exit code that a shell gives a program ended by
/// the signal.
pub fn end(number: i32) {
    std::process::exit(128_i32.saturating_add(number));
}
