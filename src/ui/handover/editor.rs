//! A note in a person's editor.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::child;
use super::child::Waited;
use crate::app::EditorFailed;
use crate::folders::EditorFolder;
use crate::printing;

/// Why there is no new note.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// The file could not be written or read.
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
        /// The file or the folder that the editor left.
        path: PathBuf,
        /// The note as the editor has left it, or as it was if that can't be read.
        note: String,
    },
    /// There is no such editor.
    #[error("cannot start the editor `{0}`; set EDITOR to one that is installed")]
    NotFound(String),
    /// The reader was asked to end before the editor had ended well.
    #[error("the reader was asked to end while the editor was open")]
    Interrupted {
        /// The note as the editor has left it so far.
        note: String,
        /// Where it is, if the editor is still running or has left files of its own.
        path: Option<PathBuf>,
    },
}

impl EditorError {
    /// For the reader: the sentence, and what is kept as a draft.
    #[must_use]
    pub fn for_reader(self) -> EditorFailed {
        let why = self.to_string();
        let left = match self {
            Self::NotTaken { note, .. } | Self::Interrupted { note, .. } => Some(note),
            Self::File(_) | Self::Failed(_) | Self::NotFound(_) => None,
        };
        EditorFailed { why, left }
    }
}

/// What came of a note in an editor.
#[derive(Debug)]
pub struct Edited {
    /// The new note, or why there is none.
    pub note: Result<String, EditorError>,
    /// The number of the signal that asked the reader to end meanwhile.
    pub signal: Option<i32>,
}

/// Opens a note in `$VISUAL`, `$EDITOR` or `vi`, with a comment below it that may be empty. The new
/// note is without the comment and without the line breaks at its end. The terminal must be given
/// back first. The file is in `folder`; `None` puts it with the temporary files.
///
/// Text that the editor left and that is not taken is still in the file, and a sentence names it.
pub fn edit(note: &str, comment: &str, folder: Option<EditorFolder>) -> Edited {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    let edited = edit_with(&editor, note, comment, folder);
    if let Err(EditorError::Interrupted { path: Some(path), .. }) = &edited.note {
        // The reader ends, so its status line is not seen.
        printing::complain(&format!("what you wrote in the editor is in {}", path.display()));
    }
    edited
}

/// Opens the note in the editor with the command line `editor`; see [`edit`].
fn edit_with(editor: &str, note: &str, comment: &str, folder: Option<EditorFolder>) -> Edited {
    let failed = |error: io::Error| Edited { note: Err(error.into()), signal: None };
    let folder = match folder.map_or_else(EditorFolder::temporary, Ok) {
        Ok(folder) => folder,
        Err(error) => return failed(error),
    };
    let waited = folder.put(note, comment).and_then(|()| run(editor, &folder.file()));
    match waited {
        Ok(Waited { status, signal }) => {
            let code = status.map(|status| status.code());
            Edited { note: left_by(editor, note, &folder, code, signal.is_some()), signal }
        }
        Err(error) => failed(error),
    }
}

/// Runs the editor on a file.
fn run(editor: &str, file: &Path) -> io::Result<Waited> {
    // A shell splits the command line, as git does it, so that EDITOR may
    // contain arguments and quoted paths.
    let mut command = Command::new("sh");
    command.arg("-c").arg(script(editor)).arg(editor).arg(file);
    // The article may have been piped in through standard input, but the editor
    // needs keys.
    if let Ok(terminal) = File::open("/dev/tty") {
        command.stdin(Stdio::from(terminal));
    }
    child::wait(&mut command.spawn()?)
}

/// The script that opens the file `$1` in the editor with this command line. The shell becomes the
/// editor, so that signals for the process reach it. If the command line is more than one command, the
/// shell stays; signals do not end it before the editor.
fn script(editor: &str) -> String {
    // A lone colon does nothing, and only a shell knows it.
    let is_one = !editor.contains([';', '&', '|', '\n']) && !editor.trim_start().starts_with(':');
    if is_one { format!("exec env {editor} \"$1\"") } else { format!("trap : INT QUIT TERM HUP; {editor} \"$1\"") }
}

/// The note that the editor left in `folder`, which is removed if nothing in it is needed. `code` is its
/// exit code; the outer `None` if it is still running, the inner one if a signal ended it.
fn left_by(
    editor: &str,
    before: &str,
    folder: &EditorFolder,
    code: Option<Option<i32>>,
    interrupted: bool,
) -> Result<String, EditorError> {
    let not_taken = |why: String, path: PathBuf, note: String| Err(EditorError::NotTaken { why, path, note });
    let note = match folder.note() {
        Ok(note) => note,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            folder.remove();
            return Err(error.into());
        }
        Err(error) => {
            let why = format!("the text that the editor left can't be read: {error}");
            return not_taken(why, folder.file(), before.to_owned());
        }
    };
    let done = code == Some(Some(0));
    let is_changed = note != before.trim_end_matches(['\n', '\r']);
    let has_more = !done && (code.is_none() || folder.has_more());
    if !has_more && (done || interrupted || !is_changed) {
        folder.remove();
    }
    let failed = format!("the editor `{editor}` ended with an error");
    match code {
        Some(Some(0)) => Ok(note),
        _ if interrupted && (is_changed || has_more) => {
            let path = has_more.then(|| folder.path().to_owned());
            Err(EditorError::Interrupted { note, path })
        }
        _ if is_changed => not_taken(failed, folder.file(), note),
        _ if has_more => not_taken(failed, folder.path().to_owned(), note),
        Some(Some(127)) => Err(EditorError::NotFound(editor.to_owned())),
        _ => Err(EditorError::Failed(editor.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(editor: &str, note: &str) -> Result<String, EditorError> {
        edit_with(editor, note, "", None).note
    }

    #[test]
    fn what_the_editor_leaves_is_the_note() {
        assert_eq!(edited("printf 'a new note\n\n' >", "an old note").unwrap(), "a new note");
        assert_eq!(edited("true", "  kept \n").unwrap(), "  kept ");
        for editor in [":", "true && true", "MODE=quick true"] {
            assert_eq!(edited(editor, "kept").unwrap(), "kept", "{editor}");
        }
        assert_eq!(edited("MODE=quick sh -c 'echo $MODE >$0'", "a note").unwrap(), "quick");
        assert_eq!(edited("false; echo new >", "a note").unwrap(), "new");
    }

    #[test]
    fn an_editor_that_fails_changes_nothing_and_is_named() {
        assert_eq!(
            edited("false", "note").unwrap_err().to_string(),
            "the editor `false` ended with an error; the note is as it was"
        );
        assert!(matches!(edited("no-such-editor-here", "note"), Err(EditorError::NotFound(_))));
    }

    #[test]
    fn what_an_editor_left_that_failed_is_still_in_its_file() {
        let Err(EditorError::NotTaken { why, path, note }) = edited("sh -c 'echo half a thought >$0; exit 1'", "note")
        else {
            panic!("the text was taken")
        };
        assert!(why.contains("ended with an error"), "{why}");
        assert_eq!(note, "half a thought");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a thought\n");
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        let error = edited("printf '\\377' >", "note").unwrap_err().to_string();
        let rest = error.strip_prefix("what you wrote is in ").unwrap();
        let path = Path::new(rest.split(": ").next().unwrap());
        assert!(error.contains("not UTF-8"), "{error}");
        assert_eq!(std::fs::read(path).unwrap(), [0xff]);
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn the_files_of_an_editor_that_failed_are_named() {
        let swap = "sh -c 'echo half >$(dirname $0)/.note.md.swp; exit 1'";
        let Err(EditorError::NotTaken { path, .. }) = edited(swap, "note") else { panic!("no file is named") };
        assert_eq!(std::fs::read_to_string(path.join(".note.md.swp")).unwrap(), "half\n");
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn nothing_is_left_of_an_editor_that_ended_well() {
        let home = tempfile::tempdir().unwrap();
        let folder = EditorFolder::beside(&home.path().join("a.toml"));
        let edited = edit_with("sh -c 'echo more >>$0; cp $0 $0~'", "a note", "", Some(folder.clone()));
        assert_eq!(edited.note.unwrap(), "a notemore");
        assert!(!folder.path().exists());
    }
}
