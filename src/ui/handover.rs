//! Other programs that do a part of the work: a person's editor and browser.

use std::fs::File;
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Why the editor gave nothing back.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// Nothing could be handed over or taken back.
    #[error("cannot hand the note to the editor: {0}")]
    File(#[from] io::Error),
    /// It ended with an error, which says to leave things as they are.
    #[error("the editor `{0}` ended with an error; the note is as it was")]
    Failed(String),
    /// It is not there.
    #[error("cannot start the editor `{0}`; set EDITOR to one that is installed")]
    NotFound(String),
}

/// Lets a person edit `text` in `$VISUAL`, `$EDITOR` or `vi`, and returns it
/// without the line breaks at its end. The terminal must be given back before.
///
/// # Errors
/// When the editor can't be started, ends with an error, or leaves no UTF-8.
pub fn edit(text: &str) -> Result<String, EditorError> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    edit_with(&editor, text)
}

/// As [`edit`], with this command line.
fn edit_with(editor: &str, text: &str) -> Result<String, EditorError> {
    let mut file = tempfile::Builder::new().prefix("note-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // A shell takes the command line apart, as git does, so that EDITOR may
    // hold arguments and quoted paths.
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$1\"")).arg(editor).arg(file.path());
    // The article may have come through standard input; the editor needs keys.
    if let Ok(terminal) = File::open("/dev/tty") {
        command.stdin(Stdio::from(terminal));
    }
    let status = command.status()?;
    match status.code() {
        Some(0) => {}
        Some(127) => return Err(EditorError::NotFound(editor.to_owned())),
        _ => return Err(EditorError::Failed(editor.to_owned())),
    }
    // Many editors write a new file in the old one's place: read by name.
    let edited = std::fs::read_to_string(file.path())?;
    Ok(edited.trim_end_matches(['\n', '\r']).to_owned())
}

/// Why the source can't be shown in a browser.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// Only pages of the web and files are opened, never other addresses that
    /// a page may carry.
    #[error("`{0}` is no web address and no file; nothing was opened")]
    NoPage(String),
    /// No browser started.
    #[error("no browser started; set BROWSER to one that is installed, or open {0}")]
    NoBrowser(String, #[source] io::Error),
}

/// Shows a web page, or a file of this machine, in a person's browser.
///
/// # Errors
/// When the address is neither, or no browser can be started.
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
    fn what_the_editor_leaves_is_the_note() {
        assert_eq!(edit_with("printf 'a new note\n\n' >", "an old note").unwrap(), "a new note");
        assert_eq!(edit_with("true", "  kept \n").unwrap(), "  kept ");
    }

    #[test]
    fn an_editor_that_fails_changes_nothing_and_is_named() {
        assert_eq!(
            edit_with("false", "note").unwrap_err().to_string(),
            "the editor `false` ended with an error; the note is as it was"
        );
        assert!(matches!(edit_with("no-such-editor-here", "note"), Err(EditorError::NotFound(_))));
    }

    #[test]
    fn only_pages_and_files_are_opened() {
        assert!(matches!(browse("javascript:alert(1)"), Err(BrowserError::NoPage(_))));
        assert!(matches!(browse("/no/such/file.html"), Err(BrowserError::NoPage(_))));
    }
}
