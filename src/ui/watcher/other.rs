//! Systems without a watcher.

/// Does nothing.
#[derive(Debug, Default)]
pub struct Watcher;

impl Watcher {
    /// Remembers nothing.
    #[must_use]
    pub fn new() -> Self {
        Self
    }

    /// Starts nothing.
    pub fn start(&self) {}

    /// Tells nobody.
    pub fn tell(&self, _taken: bool) {}
}

/// Ends at once.
pub fn watch(_modes: &str) {}

/// How the terminal treats what is typed and written, which is not known here.
#[derive(Debug)]
pub struct Modes;

impl Modes {
    /// Nothing.
    #[must_use]
    pub fn now() -> Self {
        Self
    }

    /// Does nothing.
    pub fn restore(&self) {}
}
