//! The folder of a note that is open in `$EDITOR`.
//!
//! It is beside the draft of the note, `<draft>.editing`, with the note in a file that the editor writes.
//! Editors put files of their own beside it: swap files, what they rescue when they are ended, backups.
//! The folder is removed when the editor has ended well. If it is still there when the next reader finds
//! the draft, the reader was killed or could not wait for the editor.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pullquote_article::files;

/// The file that the editor opens.
const NOTE: &str = "note.md";
/// The note as it was when the editor got it.
const BEFORE: &str = "before.md";
/// The comment that was below the note at first.
const COMMENT: &str = "comment.txt";
/// The ending of the folder's name.
const ENDING: &str = "editing";
/// The longest file that is read, in bytes; far more than anybody writes.
const LONGEST: u64 = 16 << 20;

/// The folder of a note that is open in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorFolder {
    path: PathBuf,
}

impl EditorFolder {
    /// The folder for the note with its draft at `draft`; it may not exist.
    #[must_use]
    pub fn beside(draft: &Path) -> Self {
        Self { path: draft.with_extension(ENDING) }
    }

    /// A new folder with the temporary files, for a note that can have no draft on disk.
    ///
    /// # Errors
    /// If it can't be made.
    pub fn temporary() -> io::Result<Self> {
        let folder = Self { path: tempfile::Builder::new().prefix("note-").tempdir()?.keep() };
        #[cfg(unix)]
        fs::set_permissions(&folder.path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file that the editor opens.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.path.join(NOTE)
    }

    /// Writes the note, with `comment` below it if that is not empty.
    ///
    /// # Errors
    /// If the folder can't be written.
    pub fn put(&self, note: &str, comment: &str) -> io::Result<()> {
        files::make_private_folder(&self.path)?;
        fs::write(self.path.join(COMMENT), comment)?;
        fs::write(self.path.join(BEFORE), note)?;
        fs::write(self.file(), with_comment(note, comment))
    }

    /// The note as it is in the file now, without the comment and without the line breaks at its end.
    ///
    /// # Errors
    /// If it can't be read, or is not UTF-8.
    pub fn note(&self) -> io::Result<String> {
        let comment = files::read_text(&self.path.join(COMMENT), LONGEST).unwrap_or_default();
        // Many editors replace the file by a new one, so it is read by its name.
        let edited = files::read_text(&self.file(), LONGEST)?;
        let note = if comment.is_empty() { edited.as_str() } else { &without_comment(&edited, &comment) };
        Ok(note.trim_end_matches(['\n', '\r']).to_owned())
    }

    /// Whether the text in the editor's file is to replace `note`, the one in the file at `draft`.
    ///
    /// It is if the draft still has the note that the editor got, whatever the clock says: two files that
    /// are written within a few milliseconds may have the same time. Otherwise the draft was written when
    /// the editor had ended or was left alone, and the later of the two counts.
    #[must_use]
    pub fn replaces(&self, note: &str, draft: &Path) -> bool {
        let written = |path: &Path| fs::symlink_metadata(path).and_then(|metadata| metadata.modified());
        files::read_text(&self.path.join(BEFORE), LONGEST).is_ok_and(|before| before == note)
            || matches!((written(&self.file()), written(draft)), (Ok(edited), Ok(draft)) if edited >= draft)
    }

    /// Whether the editor left files of its own in it.
    #[must_use]
    pub fn has_more(&self) -> bool {
        let ours = [NOTE, BEFORE, COMMENT];
        fs::read_dir(&self.path)
            .is_ok_and(|entries| entries.flatten().any(|entry| !ours.iter().any(|name| entry.file_name() == *name)))
    }

    /// Removes it with everything in it.
    pub fn remove(&self) {
        // One that stays is found by the next reader.
        fs::remove_dir_all(&self.path).ok();
    }
}

/// The text of the file that the editor opens: the note, and the comment below a blank line.
fn with_comment(note: &str, comment: &str) -> String {
    if comment.is_empty() { note.to_owned() } else { format!("{note}\n\n{comment}\n") }
}

/// The note in the file that the editor left. Each line of the comment is removed once, from the
/// end; other lines stay, also those that begin in the same way, and those written below the
/// comment.
fn without_comment(edited: &str, comment: &str) -> String {
    let mut left: Vec<&str> = comment.lines().collect();
    let mut kept: Vec<&str> = Vec::new();
    for line in edited.lines().rev() {
        match left.iter().rposition(|ours| *ours == line.trim_end()) {
            // Lines of the comment that the person deleted are not looked for any more.
            Some(at) => left.truncate(at),
            None => kept.push(line),
        }
    }
    kept.reverse();
    kept.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINES: &str = "# Ann Lee:\n# “We won the harbour.”\n# These lines are not part of the note.";

    #[test]
    fn the_comment_is_removed_and_lines_like_it_stay() {
        let note = "# Ann Lee:\n\n# A heading\nwords";
        assert_eq!(without_comment(&with_comment(note, LINES), LINES), note);
        assert_eq!(without_comment(&with_comment("", LINES), LINES), "");
        assert_eq!(without_comment("a note\r\n\r\n# Ann Lee:\r\n", LINES), "a note");
    }

    #[test]
    fn what_is_written_below_or_in_the_comment_is_not_lost() {
        let below = format!("{}more words\n", with_comment("a note", LINES));
        assert_eq!(without_comment(&below, LINES), "a note\n\nmore words");
        let halved = "a note\n# “We won the harbour.”\nand this";
        assert_eq!(without_comment(halved, LINES), "a note\nand this");
    }

    #[test]
    fn a_note_comes_back_and_what_else_the_editor_left_is_seen() {
        let folder = EditorFolder::temporary().unwrap();
        for (note, comment) in [("a note", LINES), ("", LINES), ("  kept ", "")] {
            folder.put(note, comment).unwrap();
            assert_eq!(folder.note().unwrap(), note);
        }
        assert!(!folder.has_more());
        fs::write(folder.path().join(".note.md.swp"), "").unwrap();
        assert!(folder.has_more());
        folder.remove();
        assert!(!folder.path().exists());
    }

    proptest! {
        #[test]
        fn every_note_comes_back(note in "(?:# [a-c]\n|[a-c#]{0,3}\n|\n){0,6}[a-c]") {
            let comment = "# a\n# b";
            prop_assert_eq!(without_comment(&with_comment(&note, comment), comment), note);
        }
    }
}
