//! The mode: what keys mean now, and what is open over the article.

use std::path::PathBuf;

use super::action::{Action, KeyMode};
use super::text_field::TextField;
use crate::nlp::{EntityKind, QuoteId};
use crate::text::span::Span;

/// The only mode there is.
#[derive(Debug, Clone, PartialEq)]
pub enum Mode {
    /// Reading: keys are looked up in the keymap.
    Read,
    /// Words are being selected.
    Select(Selection),
    /// A line is asked for at the bottom of the screen.
    Prompt(Prompt),
    /// A note is being written.
    Edit(NoteDraft),
    /// The entries of the sidebar are narrowed down while one types.
    Filter(TextField),
    /// Every key.
    Help(HelpView),
    /// What is known about a quote.
    Card(CardView),
    /// Why a quote is its speaker's, shown in the text.
    Why(QuoteId),
    /// A question with a few answers.
    Confirm(Confirm),
    /// A note whose words moved or went, and where it may belong.
    Review(ReviewView),
    /// What changed in the source; how far it is scrolled.
    Changes(HelpView),
}

/// Words that are selected: the span between a fixed end and a moving one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The fixed end, a byte of the article's text.
    pub fixed: usize,
    /// The moving end, a byte of the article's text.
    pub moving: usize,
}

impl Selection {
    /// The words.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.fixed.min(self.moving), self.fixed.max(self.moving))
    }
}

/// What a new annotation is made on, or which one is changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An annotation there is.
    Annotation(String),
    /// A quote without one.
    Quote(QuoteId),
    /// Words without one.
    Words(Span),
}

/// What a prompt asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum PromptKind {
    /// Words to find in the text.
    Search,
    /// Tags, parted by blanks or commas.
    Tags(Target),
    /// The file to export to.
    Export,
    /// Another file for the notes, because theirs cannot be written.
    NotesFile,
    /// The entity that the one of this name is.
    SameEntity(String),
    /// Who speaks a quote.
    Speakers {
        /// The quote.
        quote: Target,
        /// Whom it may be, the likeliest first.
        known: Vec<String>,
    },
}

/// A line that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// What was typed.
    pub line: TextField,
    /// What the word at the cursor may become, best first.
    pub completions: Vec<String>,
    /// Which of them Tab put in, if it did.
    pub chosen: Option<usize>,
    /// Why the line was not taken, until it changes.
    pub refused: Option<String>,
}

impl Prompt {
    /// A prompt whose line holds `text` at first.
    #[must_use]
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self { kind, line: TextField::new(text), completions: Vec::new(), chosen: None, refused: None }
    }

    /// What stands before the line.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.kind {
            PromptKind::Search => "/",
            PromptKind::Tags(_) => "Tags: ",
            PromptKind::Export => "Export to: ",
            PromptKind::NotesFile => "Keep the notes in: ",
            PromptKind::SameEntity(_) => "The same as: ",
            PromptKind::Speakers { .. } => "Who speaks (A; B): ",
        }
    }
}

/// A note while it is written. The text area that edits it belongs to the
/// screen: it starts from `text` whenever `serial` is new to it, and tells
/// every change by [`super::Msg::DraftChanged`]. Keys that are the
/// application's (`Ctrl-S`, `Esc`) come as keys.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteDraft {
    /// What the note belongs to.
    pub target: Target,
    /// The words it is about, for the popup's title.
    pub about: String,
    /// The note as it is now.
    pub text: String,
    /// The note as it was.
    pub original: String,
    /// Grows with every text that did not come from the text area.
    pub serial: u64,
}

impl NoteDraft {
    /// Whether leaving would lose something.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.text != self.original
    }
}

/// A note under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// The annotation's id.
    pub id: String,
    /// Which of the places that are possible is shown, from 0.
    pub place: usize,
    /// Rows scrolled away.
    pub top: usize,
}

/// The card of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardView {
    /// The quote.
    pub quote: QuoteId,
    /// Rows scrolled away.
    pub top: usize,
}

/// The help: which row of it is on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HelpView {
    /// Rows scrolled away.
    pub top: usize,
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Nothing: on with what was done before the question.
    GoBack,
    /// Saves the note that is being written.
    SaveDraft(Box<NoteDraft>),
    /// Forgets the note that is being written.
    DropDraft,
    /// Tries again to save, and quits when that is done.
    SaveAndQuit,
    /// Asks for another file for the notes.
    SaveElsewhere,
    /// Quits, and loses what is not saved.
    QuitUnsaved,
    /// Writes over a file.
    Overwrite(PathBuf),
    /// Says of which kind the entity of this name is; `None`: of the one that
    /// was found.
    Kind(String, Option<EntityKind>),
    /// Asks which other entity the one of this name is.
    SameAs(String),
    /// Parts the names that were said to be this entity from it.
    Separate(Vec<String>),
}

/// One answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The key that gives it.
    pub key: char,
    /// What it does, for the screen.
    pub label: &'static str,
    /// What it does.
    pub choice: Choice,
}

/// A question with a few answers; `Esc` goes back to `before`.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// What it is about, for the popup's title.
    pub title: &'static str,
    /// The question, a sentence or two.
    pub question: String,
    /// The answers, the safest first.
    pub answers: Vec<Answer>,
    /// The mode to go back to.
    pub before: Box<Mode>,
}

impl Mode {
    /// The mode of the keymap; `None` while a line of text is typed or a
    /// question is asked, where keys are not looked up in the keymap.
    #[must_use]
    pub fn key_mode(&self) -> Option<KeyMode> {
        match self {
            Mode::Read => Some(KeyMode::Read),
            Mode::Select(_) => Some(KeyMode::Select),
            Mode::Help(_) => Some(KeyMode::Help),
            Mode::Changes(_) => Some(KeyMode::Changes),
            Mode::Card(_) => Some(KeyMode::Card),
            Mode::Why(_) => Some(KeyMode::Why),
            Mode::Prompt(_) | Mode::Edit(_) | Mode::Filter(_) | Mode::Confirm(_) | Mode::Review(_) => None,
        }
    }

    /// Whether keys are looked up in the keymap.
    #[must_use]
    pub fn takes_actions(&self) -> bool {
        self.key_mode().is_some()
    }

    /// Whether `action` may be done in this mode.
    #[must_use]
    pub(super) fn allows(&self, action: Action) -> bool {
        self.key_mode().is_some_and(|mode| action.modes().contains(&mode))
    }
}
