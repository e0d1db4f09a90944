//! Signals of Unix.

use std::io;
use std::sync::mpsc::Sender;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::Signal;
use crate::ui::events::Waker;

/// From now on sends every signal as a message, made by `message`, and wakes
/// the loop for it with `waker`.
///
/// # Errors
/// If the system refuses to register the signals.
pub fn listen<M: Send + 'static>(to: Sender<M>, message: fn(Signal) -> M, waker: Waker) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for number in signals.forever() {
            let signal = match number {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::Continue,
                number => Signal::End(number),
            };
            if to.send(message(signal)).is_err() {
                return;
            }
            waker.wake();
        }
    })?;
    Ok(())
}

/// The signals that ask the program to end, for code that has no loop.
pub struct EndSignals(Signals);

impl EndSignals {
    /// Catches these signals from now on.
    ///
    /// # Errors
    /// If the system refuses to register them.
    pub fn catch() -> io::Result<Self> {
        Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT]).map(Self)
    }

    /// The number of a signal that has arrived, if one has. Does not wait.
    pub fn arrived(&mut self) -> Option<i32> {
        self.0.pending().next()
    }
}

/// Stops this process as Ctrl-Z does; returns when the shell resumes it. The
/// terminal must be given back first.
pub fn stop() {
    low_level::emulate_default_handler(SIGTSTP).ok();
}

/// Ends this process the way the signal would have, so that its parent sees the
/// cause. The terminal must be given back first.
pub fn end(number: i32) {
    low_level::emulate_default_handler(number).ok();
}
