//! Hands text to a person's editor and addresses to their browser.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::app::note_comment::{with_comment, without_comment};

/// Why editing failed.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// The temporary file could not be written or read.
    #[error("cannot hand the note to the editor: {0}")]
    File(#[from] io::Error),
    /// The editor ended with an error and left no other text, which means that
    /// nothing is to be changed.
    #[error("the editor `{0}` ended with an error; the note is as it was")]
    Failed(String),
    /// The editor left text that was not taken, because it ended with an error or
    /// because the text cannot be read. The file comes first, as there may not be
    /// room for the whole message.
    #[error("what you wrote is in {}: {why}; the note is as it was", path.display())]
    NotTaken {
        /// Why it was not taken.
        why: String,
        /// The file that the editor left.
        path: PathBuf,
    },
    /// There is no such editor.
    #[error("cannot start the editor `{0}`; set EDITOR to one that is installed")]
    NotFound(String),
}

/// Opens a note in `$VISUAL`, `$EDITOR` or `vi`, with a comment below it that may be empty. Returns
/// the edited note without the comment and without the line breaks at its end. The terminal must be
/// given back first.
///
/// # Errors
/// If the editor cannot be started, ends with an error, or leaves text that is
/// not UTF-8. Text that it left is then still in the file, which the error names.
pub fn edit(note: &str, comment: &str) -> Result<String, EditorError> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    let edited = edit_with(&editor, &with_comment(note, comment))?;
    Ok(if comment.is_empty() { edited } else { without_comment(&edited, comment) })
}

/// Opens `text` in the editor with the command line `editor`, and returns the edited text
/// without the line breaks at its end; see [`edit`].
fn edit_with(editor: &str, text: &str) -> Result<String, EditorError> {
    let mut file = tempfile::Builder::new().prefix("note-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // A shell splits the command line, as git does it, so that EDITOR may
    // contain arguments and quoted paths.
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$1\"")).arg(editor).arg(file.path());
    // The article may have been piped in through standard input, but the editor
    // needs keys.
    if let Ok(terminal) = File::open("/dev/tty") {
        command.stdin(Stdio::from(terminal));
    }
    let status = command.status()?;
    // Many editors replace the file by a new one, so it is read by its name.
    let edited = std::fs::read(file.path());
    let is_changed = edited.as_ref().is_ok_and(|edited| edited != text.as_bytes());
    let failed = (status.code() != Some(0)).then(|| format!("the editor `{editor}` ended with an error"));
    match (failed, status.code()) {
        (Some(why), _) if is_changed => Err(not_taken(file, why)),
        (Some(_), Some(127)) => Err(EditorError::NotFound(editor.to_owned())),
        (Some(_), _) => Err(EditorError::Failed(editor.to_owned())),
        (None, _) => match String::from_utf8(edited?) {
            Ok(edited) => Ok(edited.trim_end_matches(['\n', '\r']).to_owned()),
            Err(_) => Err(not_taken(file, "the text that the editor left is not UTF-8".to_owned())),
        },
    }
}

/// Keeps the file for the person.
fn not_taken(file: tempfile::NamedTempFile, why: String) -> EditorError {
    match file.into_temp_path().keep() {
        Ok(path) => EditorError::NotTaken { why, path },
        Err(error) => EditorError::File(error.error),
    }
}

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
    fn what_an_editor_left_that_failed_is_still_in_its_file() {
        let Err(EditorError::NotTaken { why, path }) = edit_with("sh -c 'echo half a thought >$0; exit 1'", "note")
        else {
            panic!("the text was taken")
        };
        assert!(why.contains("ended with an error"), "{why}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a thought\n");
        std::fs::remove_file(path).unwrap();
        let error = edit_with("printf '\\377' >", "note").unwrap_err().to_string();
        let rest = error.strip_prefix("what you wrote is in ").unwrap();
        let path = rest.split(": ").next().unwrap();
        assert!(error.contains("not UTF-8"), "{error}");
        assert_eq!(std::fs::read(path).unwrap(), [0xff]);
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn only_pages_and_files_are_opened() {
        assert!(matches!(browse("javascript:alert(1)"), Err(BrowserError::NoPage(_))));
        assert!(matches!(browse("/no/such/file.html"), Err(BrowserError::NoPage(_))));
    }
}
