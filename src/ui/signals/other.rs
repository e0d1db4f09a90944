//! Systems without Unix signals: nothing arrives.

use std::io;

use super::Signal;

/// Does nothing: there are no signals.
///
/// # Errors
/// Never.
pub fn catch() -> io::Result<()> {
    Ok(())
}

/// Always `None`.
#[must_use]
pub fn arrived() -> Option<Signal> {
    None
}

/// Does nothing: a program cannot be stopped and resumed here.
pub fn stop() {}

/// Ends this process with the exit code that a shell gives a program ended by
/// the signal.
pub fn end(number: i32) {
    std::process::exit(128_i32.saturating_add(number));
}
