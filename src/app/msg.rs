//! The messages that the reader takes and the effects that it asks for.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::changes::{RereadOutcome, SourceComparison};
use super::key::Key;
use super::open_articles::PlaceAmongOpen;
use super::settings::Settings;
use crate::config::ThemeChoice;
use crate::folders::Draft;
use pullquote_article::{Article, Picture};
use pullquote_nlp::{Analysis, Corrections};
use pullquote_notes::store::Loaded;
use pullquote_notes::{Notebook, RevisionQuote, SaveRequest, Saved};

/// A use of a button or the wheel of the mouse.
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
    /// The file exists, and nobody has said that it may be overwritten.
    Exists(PathBuf),
    /// The file could not be written; a sentence that says why.
    Failed(String),
}

/// Something that happened, for [`App::update`](super::App::update).
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The screen has this size in cells. Must be the first message.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// The article is shown, for the first time or again; its place among the open ones.
    ArticleIs(Option<PlaceAmongOpen>),
    /// These files and articles can be opened and are like what was typed.
    SourcesFound {
        /// What was typed, from [`Effect::FindSources`].
        typed: String,
        /// Their names, the best first.
        found: Vec<String>,
    },
    /// The titles of the articles that were read before, each with what opens it; the latest first.
    ArticlesListed(Vec<(String, String)>),
    /// Nobody has used the program before: show the first steps.
    FirstSteps,
    /// The settings file was changed and read again.
    SettingsChanged(Box<Settings>),
    /// Begin at this code point of the article's text, where reading stopped before.
    StartAt(usize),
    /// The current time. Sent before every key and every use of the mouse, and now and
    /// then in between.
    Tick(Timestamp),
    /// An analysis is done.
    Analyzed {
        /// The revision from [`Effect::Analyze`].
        revision: u64,
        /// The analysis.
        analysis: Box<Analysis>,
    },
    /// An analysis was stopped or failed.
    NotAnalyzed {
        /// The revision from [`Effect::Analyze`].
        revision: u64,
        /// A sentence that says why.
        why: String,
    },
    /// The notes were read. A notebook that is read-only says why.
    NotesLoaded(Box<Notebook>),
    /// The tags in use in the notes on other articles, the most used first.
    TagsInUse(Vec<String>),
    /// What was searched for before, in this article and others, the latest last.
    EarlierSearches(Vec<String>),
    /// There is a rescue file with these notes, which could not be saved before.
    NotesRescued(Box<Loaded>),
    /// Another program changed the notes file, and it was read again.
    NotesReread(Box<Loaded>),
    /// A save ended; an error is a sentence.
    Saved(Result<Box<Saved>, String>),
    /// An export ended.
    Exported(Result<PathBuf, ExportError>),
    /// A program copied something to the clipboard, or none could.
    Copied {
        /// What it is, from [`Effect::Copy`].
        what: String,
        /// The text, if no program took it.
        left: Option<String>,
    },
    /// The text area now holds this note.
    DraftChanged(String),
    /// Readers that have ended left these drafts, the oldest first.
    DraftsFound(Vec<Draft>),
    /// `$EDITOR` ended, with the new note.
    EditorReturned(Result<String, EditorFailed>),
    /// The article was compared with earlier versions.
    Compared(Box<SourceComparison>),
    /// The source was read again.
    Reread(RereadOutcome),
    /// A picture can be drawn, in this many columns and rows; an error is a sentence.
    PictureReady {
        /// The address of the picture.
        address: String,
        /// Columns and rows.
        result: Result<(u16, u16), String>,
    },
    /// Show this byte of the article's text, as the reader was there before.
    ShowPlace(usize),
    /// Something failed; a sentence, shown until it is closed.
    Failed(String),
    /// Something worth knowing; a few words, shown for a while.
    Info(String),
}

/// Why there is no new note from `$EDITOR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorFailed {
    /// A sentence.
    pub why: String,
    /// The note so far, which is to be a draft; `None` if the editor left nothing.
    pub left: Option<String>,
}

/// Something that `ui` does for the reader.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Analyze the article on a thread; answer with [`Msg::Analyzed`] or [`Msg::NotAnalyzed`].
    Analyze {
        /// A number to send back with the answer, which is dropped if a later
        /// analysis was asked for.
        revision: u64,
        /// The article to analyze.
        article: Arc<Article>,
        /// The corrections that a person made.
        corrections: Corrections,
    },
    /// Read the notes; answer with [`Msg::NotesLoaded`], then, if there are any,
    /// with [`Msg::NotesRescued`] and [`Msg::DraftsFound`].
    LoadNotes,
    /// Read the tags in use in the notes on other articles, on a thread; answer
    /// with [`Msg::TagsInUse`].
    ListTags,
    /// Read what was searched for before, on a thread; answer with [`Msg::EarlierSearches`].
    LoadSearches,
    /// Keep what was searched for, for the next start.
    KeepSearch(String),
    /// Remove the rescue file: its notes are saved.
    RemoveRescue,
    /// Save the notes; answer with [`Msg::Saved`].
    Save(Box<SaveRequest>),
    /// Write this draft to disk soon, in the place of the one with its key.
    WriteDraft(Box<Draft>),
    /// Remove the draft with this key from disk.
    RemoveDraft(String),
    /// Copy to the clipboard with a program, on a thread; answer with [`Msg::Copied`].
    Copy {
        /// The text.
        text: String,
        /// What it is, for the message: `14 words of Marco Rubio`.
        what: String,
    },
    /// Ask the terminal to copy this; it does not say whether it did.
    CopyByTerminal(String),
    /// Open this address in the browser.
    OpenBrowser(String),
    /// Fetch, decode and encode a picture on a thread; answer with [`Msg::PictureReady`].
    ShowPicture {
        /// The picture.
        picture: Box<Picture>,
        /// The most columns of the screen that it may take.
        columns: u16,
        /// The most rows.
        rows: u16,
    },
    /// Leave this article and open the page at an address in the reader.
    OpenPage {
        /// The address, of the web.
        address: String,
        /// The byte of the article's text, as cleaned, to come back to.
        from: usize,
    },
    /// Leave this article and open the one before again.
    PreviousPage,
    /// Leave this article and show another one of those that are open.
    GoToArticle {
        /// Whether it is a later one; after the last comes the first.
        forward: bool,
        /// How many articles on or back.
        times: usize,
    },
    /// Leave this article and open this file, address or sample beside it.
    OpenBeside(String),
    /// List the articles that were read before, on a thread; answer with [`Msg::ArticlesListed`].
    ListArticles,
    /// Use this theme.
    Theme(ThemeChoice),
    /// Look for files and articles that can be opened and are like this, on a thread; answer with
    /// [`Msg::SourcesFound`].
    FindSources(String),
    /// Write a file; answer with [`Msg::Exported`].
    Export {
        /// The file.
        path: PathBuf,
        /// The content of the file.
        content: String,
        /// Whether an existing file may be overwritten.
        overwrite: bool,
    },
    /// Open a note in `$EDITOR`; answer with [`Msg::EditorReturned`].
    OpenEditor {
        /// The note. It is written to disk before, so that it can be continued however the reader ends.
        draft: Box<Draft>,
        /// What is below it in the file and not part of it.
        comment: String,
    },
    /// Compare the article, as cleaned, with earlier versions, and store this
    /// version with the quotes that the program finds in it; answer with [`Msg::Compared`]. `None` if
    /// they are to be found, as the open ones depend on what a person corrected.
    Compare(Option<Vec<RevisionQuote>>),
    /// Read the source again and compare it with the article as cleaned; answer
    /// with [`Msg::Reread`].
    Reread,
    /// From now on this article, as cleaned, is the open one: reading, saving
    /// and comparing are about it.
    Opened(Arc<Article>),
    /// Give the terminal back to the shell until the shell resumes the program.
    Suspend,
    /// Draw in the next theme from now on; answer with [`Msg::Info`], its name.
    NextTheme,
    /// Redraw the whole screen.
    Redraw,
    /// Save everything and go to the library.
    Library,
    /// Save everything and open the next unread article.
    NextUnread,
    /// End the program.
    Quit,
}
