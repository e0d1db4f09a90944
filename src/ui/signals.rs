//! Signals, and waking the loop that waits for keys.
//!
//! The loop sleeps until the terminal has something for it: crossterm also
//! wakes it for `SIGWINCH`, which says that the window changed. Whoever has a
//! message for the loop puts it in the channel and then raises `SIGWINCH`
//! ([`wake`]), so that nothing has to ask again and again, and the reader uses
//! no time while nobody reads.

use std::io;
use std::sync::mpsc::Sender;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::low_level;

/// What the system asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// To end, with the signal that a shell expects to see it ended by.
    End(i32),
    /// To give the terminal back and stop, until the shell brings it back.
    Stop,
    /// That it was stopped without being asked, and goes on.
    Continue,
}

/// Makes the loop look at its channel. The loop must have waited for an event
/// once before (even for no time), or nobody listens.
pub fn wake() {
    // Raising a signal that is known to the system doesn't fail.
    low_level::raise(SIGWINCH).ok();
}

/// Sends signals as messages from now on, made by `message`, and wakes the
/// loop for each.
///
/// # Errors
/// When the system refuses to register them.
pub fn listen<M: Send + 'static>(to: Sender<M>, message: fn(Signal) -> M) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
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
            wake();
        }
    })?;
    Ok(())
}

/// Stops this process as Ctrl-Z does; returns when the shell brings it back.
/// The terminal has to be given back before.
pub fn stop() {
    low_level::emulate_default_handler(SIGTSTP).ok();
}

/// Ends this process the way the signal would have, so that whoever started it
/// sees why. The terminal has to be given back before.
pub fn end(number: i32) {
    low_level::emulate_default_handler(number).ok();
}
