//! Systems without Unix signals: nothing arrives.

use super::Signal;

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
