//! Gives the terminal back if the reader ends without doing so: if the system has
//! no memory left and ends the process, or the process is killed.
//!
//! No code of a process runs after that, so a second process of this program waits
//! for it: the watcher. It reads a pipe from the reader, whose last byte says
//! whether the terminal is taken. The pipe ends with the reader, however that ends.
//! Other systems than Unix have no watcher.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{Modes, Watcher, watch};
#[cfg(unix)]
pub use unix::{Modes, Watcher, watch};

/// The first argument of the process that runs [`watch`]; the second one is that of
/// [`watch`]. It is not for people, and not in the help.
pub const ARGUMENT: &str = "--watch-terminal";
