//! Signals of Unix.

use std::ffi::c_int;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, PoisonError};

use signal_hook::SigId;
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level;
use signal_hook::low_level::pipe;

use super::Signal;

/// The signals that are caught.
const CAUGHT: [c_int; 6] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT];

/// Those that arrived. Signals are sent to the process, so the process has one place for them.
static ARRIVED: Mutex<Option<Signals>> = Mutex::new(None);

/// From now on, to the end of the process, signals do nothing but arrive here. A second call changes
/// nothing.
///
/// # Errors
/// If the system refuses to register the signals.
fn catch() -> io::Result<()> {
    let mut arrived = ARRIVED.lock().unwrap_or_else(PoisonError::into_inner);
    if arrived.is_none() {
        *arrived = Some(Signals::new(CAUGHT)?);
    }
    Ok(())
}

/// A signal that arrived since they are caught and was not returned yet, if there is one. Does not wait.
#[must_use]
pub fn arrived() -> Option<Signal> {
    let mut arrived = ARRIVED.lock().unwrap_or_else(PoisonError::into_inner);
    arrived.as_mut()?.pending().next().map(|number| match number {
        SIGTSTP => Signal::Stop,
        SIGCONT => Signal::Continue,
        number => Signal::End(number),
    })
}

/// Whether a person typed the key for the signal with this number in a terminal that is not in raw mode.
#[must_use]
pub fn is_key(number: i32) -> bool {
    number == SIGINT || number == SIGQUIT
}

/// While it exists, some signals write to a pipe.
#[derive(Debug)]
pub struct Wakes(Vec<SigId>);

impl Wakes {
    /// Has each signal that [`arrived`] returns write to `pipe`, which must not block. Catches them.
    ///
    /// # Errors
    /// If the system refuses to register the signals.
    pub fn by_caught(pipe: &UnixStream) -> io::Result<Self> {
        // First, so that a signal has arrived when it wakes.
        catch()?;
        Self::by(&CAUGHT, pipe)
    }

    /// Has a window that changes its size write to `pipe`, which must not block.
    ///
    /// # Errors
    /// If the system refuses to register the signal.
    pub fn by_window(pipe: &UnixStream) -> io::Result<Self> {
        Self::by(&[SIGWINCH], pipe)
    }

    /// Has the end of a process that this one started write to `pipe`, which must not block.
    ///
    /// # Errors
    /// If the system refuses to register the signal.
    pub fn by_children(pipe: &UnixStream) -> io::Result<Self> {
        Self::by(&[SIGCHLD], pipe)
    }

    fn by(signals: &[c_int], pipe: &UnixStream) -> io::Result<Self> {
        let mut wakes = Self(Vec::new());
        for signal in signals {
            wakes.0.push(pipe::register(*signal, pipe.try_clone()?)?);
        }
        Ok(wakes)
    }
}

impl Drop for Wakes {
    fn drop(&mut self) {
        for id in self.0.drain(..) {
            low_level::unregister(id);
        }
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
