//! Hands text to a person's editor and addresses to their browser.

mod child;
mod editor;

use std::io;

pub use editor::{Edited, EditorError, edit};

/// Why the source cannot be shown in a browser.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// The address is neither a web page nor a file; others, which a page may
    /// contain, are never opened.
    #[error("`{0}` is neither a web address nor a file; nothing was opened")]
    NoPage(String),
    /// No browser could be started.
    #[error("no browser started; set BROWSER to one that is installed, or open {0}")]
    NoBrowser(String, #[source] io::Error),
}

/// Shows a web page, or a file of this machine, in a person's browser.
///
/// # Errors
/// If the address is neither, or no browser can be started.
pub fn browse(address: &str) -> Result<(), BrowserError> {
    let is_page = address.starts_with("https://") || address.starts_with("http://");
    if !is_page && !std::path::Path::new(address).exists() {
        return Err(BrowserError::NoPage(address.to_owned()));
    }
    open::that_detached(address).map_err(|error| BrowserError::NoBrowser(address.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_files_are_opened() {
        assert!(matches!(browse("javascript:alert(1)"), Err(BrowserError::NoPage(_))));
        assert!(matches!(browse("/no/such/file.html"), Err(BrowserError::NoPage(_))));
    }
}
