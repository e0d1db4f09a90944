//! What comes in and what goes out.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::changes::{Again, Compared};
use super::key::Key;
use pullquote_article::Article;
use pullquote_nlp::{Analysis, Corrections};
use pullquote_notes::store::Loaded;
use pullquote_notes::{Notebook, SaveRequest, Saved};

/// A button or wheel of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button held.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel turned away from the reader.
    WheelUp,
    /// The wheel turned towards the reader.
    WheelDown,
}

/// What the mouse did, and at which cell of the screen, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
}

/// Why an export did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportError {
    /// There is such a file, and nobody said that it may be written over.
    Exists(PathBuf),
    /// It could not be written; a sentence that says why.
    Failed(String),
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The screen has this size now, in cells. The first message.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// The time. Sent before every key and now and then in between.
    Tick(Timestamp),
    /// The analysis is there.
    Analyzed {
        /// What [`Effect::Analyze`] gave.
        revision: u64,
        /// What was found.
        analysis: Box<Analysis>,
    },
    /// The notes were read; a notebook that is read-only says why.
    NotesLoaded(Box<Notebook>),
    /// The notes file was changed by something else and read again.
    NotesReread(Box<Loaded>),
    /// A save ended; an error is a sentence.
    Saved(Result<Box<Saved>, String>),
    /// An export ended.
    Exported(Result<PathBuf, ExportError>),
    /// The text area holds this note now.
    DraftChanged(String),
    /// `$EDITOR` ended, with the text it left; an error is a sentence.
    EditorReturned(Result<String, String>),
    /// The article was compared with what it was before.
    Compared(Box<Compared>),
    /// The source was read again.
    ReadAgain(Again),
    /// Something asked for did not work; a sentence.
    Failed(String),
    /// Something worth knowing, for a while; a few words.
    Told(String),
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Analyze the article on a thread; answer with [`Msg::Analyzed`].
    Analyze {
        /// To be given back with the answer, which is no answer any more once
        /// another question was asked.
        revision: u64,
        /// The article as it is read.
        article: Arc<Article>,
        /// What a person says an analysis gets wrong.
        corrections: Corrections,
    },
    /// Read the notes; answer with [`Msg::NotesLoaded`].
    LoadNotes,
    /// Save the notes; answer with [`Msg::Saved`].
    Save(Box<SaveRequest>),
    /// Put this on the clipboard.
    Copy(String),
    /// Open this address in the browser.
    OpenBrowser(String),
    /// Write a file; answer with [`Msg::Exported`].
    Export {
        /// Where.
        path: PathBuf,
        /// What.
        content: String,
        /// Whether a file there is may be written over.
        overwrite: bool,
    },
    /// Let `$EDITOR` edit this; answer with [`Msg::EditorReturned`].
    OpenEditor(String),
    /// Compare the article as it was cleaned with what it was before, and keep
    /// it; answer with [`Msg::Compared`].
    Compare,
    /// Read the source again and compare it with the article as it was
    /// cleaned; answer with [`Msg::ReadAgain`].
    ReadAgain,
    /// The article that is open is this one now, as it was cleaned: what is to
    /// be read, saved and compared is about it.
    Opened(Arc<Article>),
    /// Give the terminal back to the shell until it wakes us.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// The end.
    Quit,
}
