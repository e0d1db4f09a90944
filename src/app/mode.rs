//! The mode of the reader: what keys mean now, and what is open over the
//! article.

use std::borrow::Cow;
use std::path::PathBuf;

use super::Effect;
use super::action::{Action, KeyMode};
use super::links::Hints;
use super::palette::Palette;
use super::pictures::PictureView;
use super::text_field::TextField;
use crate::folders::Draft;
use pullquote_article::Span;
use pullquote_nlp::{EntityKind, QuoteId};
use pullquote_notes::{Annotation, Check};

/// What keys mean now, and what is open over the article. The reader is in
/// exactly one mode.
#[derive(Debug, Clone, PartialEq)]
pub enum Mode {
    /// Reading: keys are looked up in the keymap.
    Read,
    /// Words are being selected.
    Select(Selection),
    /// A line is being typed at the bottom of the screen.
    Prompt(Prompt),
    /// A note is being written.
    Edit(NoteDraft),
    /// A filter for the entries of the sidebar is being typed.
    Filter(TextField),
    /// The palette is open.
    Palette(Palette),
    /// The help is open.
    Help(FilteredHelp),
    /// The card of a quote is open.
    Card(CardView),
    /// The evidence for the speaker of this quote is shown in the text.
    Why(QuoteId),
    /// A question with a few answers is open.
    Confirm(Confirm),
    /// A note that moved or lost its words is under review.
    Review(ReviewView),
    /// The page of changes in the source is open.
    Changes(HelpView),
    /// A page about the article is open.
    Page(PageView),
    /// A link is being chosen by letters over the text.
    Hints(Hints),
    /// A picture is open.
    Picture(PictureView),
}

/// What a page about the article shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownPage {
    /// What is known about the article.
    About,
    /// The colours of highlights.
    Highlights,
    /// The last messages of the status line.
    Messages,
    /// The notes of footnotes: blocks of the article, by their index.
    Notes(Vec<usize>),
}

/// An open page about the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// What it shows.
    pub shown: ShownPage,
    /// How many rows are scrolled off the top.
    pub top: usize,
}

/// Selected words: the span between a fixed end and a moving one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The fixed end, a byte of the article's text.
    pub fixed: usize,
    /// The moving end, a byte of the article's text.
    pub moving: usize,
}

impl Selection {
    /// The selected span.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.fixed.min(self.moving), self.fixed.max(self.moving))
    }
}

/// What a note, a tag or a highlight is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An existing annotation, by its id.
    Annotation(String),
    /// A quote without an annotation.
    Quote(QuoteId),
    /// Words without an annotation.
    Words(Span),
}

/// What a prompt asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum PromptKind {
    /// Words to find in the text.
    Search,
    /// A file, an address or an article to open beside this one.
    Open,
    /// Tags, separated by spaces or commas.
    Tags(Target),
    /// The file to export to.
    Export,
    /// Another file for the notes, because the current one cannot be written.
    NotesFile,
    /// The name of the entity that the entity of this name really is.
    SameEntity(String),
    /// The speakers of a quote.
    Speakers {
        /// The quote.
        quote: Target,
        /// The names of likely speakers, the likeliest first.
        known: Vec<String>,
    },
}

/// A line that is being typed at the bottom of the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// What the line is for.
    pub kind: PromptKind,
    /// The typed text.
    pub line: TextField,
    /// Completions of the word at the cursor, best first.
    pub completions: Vec<String>,
    /// The index of the completion that Tab inserted, if it did.
    pub chosen: Option<usize>,
    /// Why the line was refused; cleared when it changes.
    pub refused: Option<String>,
    /// A few words for the right end of the line: how many matches a search has.
    pub aside: String,
}

impl Prompt {
    /// A prompt with `text` already in its line.
    #[must_use]
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            line: TextField::new(text),
            completions: Vec::new(),
            chosen: None,
            refused: None,
            aside: String::new(),
        }
    }

    /// A prompt with `text` already in its line, selected, so that typing replaces it.
    #[must_use]
    pub fn with_selected(kind: PromptKind, text: &str) -> Self {
        Self { line: TextField::selected(text), ..Self::new(kind, "") }
    }

    /// The label before the line.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.kind {
            PromptKind::Search => "/",
            PromptKind::Open => "Open: ",
            PromptKind::Tags(_) => "Tags: ",
            PromptKind::Export => "Export to: ",
            PromptKind::NotesFile => "Keep the notes in: ",
            PromptKind::SameEntity(_) => "The same as: ",
            PromptKind::Speakers { .. } => "Who speaks (A; B): ",
        }
    }
}

/// A note that is being written.
///
/// The text area that edits it belongs to `ui`. It starts from `text` whenever
/// `serial` changes, and reports every change by [`super::Msg::DraftChanged`].
/// Keys that are not for the text area (`Ctrl-S`, `Esc`) arrive as keys.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteDraft {
    /// The key of its draft on disk, a ULID.
    pub key: String,
    /// The annotation that gets the note, as it was when the note was opened. A new
    /// one has `key` as its id and is not in the notebook.
    pub annotation: Annotation,
    /// The annotated words, for the popup's title.
    pub about: String,
    /// The note with all changes.
    pub text: String,
    /// The note before it was opened.
    pub original: String,
    /// Grows whenever the text is changed by anything but the text area.
    pub serial: u64,
    /// Whether it is on disk, or about to be.
    pub stored: bool,
}

impl NoteDraft {
    /// Whether leaving would lose a change.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.text != self.original
    }

    /// Whether there was no annotation when the note was opened.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.key == self.annotation.id
    }

    /// The draft as it is written to disk.
    #[must_use]
    pub fn on_disk(&self) -> Draft {
        let annotation = Annotation { note: self.text.clone(), ..self.annotation.clone() };
        Draft { key: self.key.clone(), annotation }
    }

    /// The effects that remove it from disk.
    pub(super) fn discard(&mut self) -> Vec<Effect> {
        let stored = std::mem::take(&mut self.stored);
        stored.then(|| Effect::RemoveDraft(self.key.clone())).into_iter().collect()
    }
}

/// A note under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// The annotation's id.
    pub id: String,
    /// The index of the possible place that is shown.
    pub place: usize,
    /// How many rows are scrolled off the top.
    pub top: usize,
}

/// An open card of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardView {
    /// The quote.
    pub quote: QuoteId,
    /// How many rows are scrolled off the top.
    pub top: usize,
}

/// The open help.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilteredHelp {
    /// How many rows are scrolled off the top.
    pub top: usize,
    /// What is typed to filter it.
    pub line: TextField,
}

/// The scroll position of the help of the library, or of the page of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HelpView {
    /// How many rows are scrolled off the top.
    pub top: usize,
}

/// What an answer to a question does.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Goes back to what was open before the question.
    GoBack,
    /// Saves the note that is being written.
    SaveDraft(Box<NoteDraft>),
    /// Drops the note that is being written.
    DropDraft,
    /// Tries to save again, and quits when that is done.
    SaveAndQuit,
    /// Asks for another file for the notes.
    SaveElsewhere,
    /// Quits without saving.
    QuitUnsaved,
    /// Exports to this file, although it exists.
    Overwrite(PathBuf),
    /// Sets the kind of the entity of this name; `None`: the kind that was
    /// found.
    Kind(String, Option<EntityKind>),
    /// Sets the check state of this quote.
    Check(Target, Check),
    /// Gives this quote to the speakers of this name, or to nobody; `true`: as it was found.
    Speaker(Target, Option<String>, bool),
    /// Asks which other entity the entity of this name is.
    SameAs(String),
    /// Undoes the merging of these names into an entity.
    Separate(Vec<String>),
}

/// A possible answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The key that gives it.
    pub key: char,
    /// What it does, in a few words for the screen.
    pub label: Cow<'static, str>,
    /// What is done when it is given.
    pub choice: Choice,
}

/// An open question with a few answers; `Esc` goes back to `before`.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// The topic, for the popup's title.
    pub title: &'static str,
    /// The question, a sentence or two.
    pub question: String,
    /// The answers, the safest first.
    pub answers: Vec<Answer>,
    /// The answer that Enter gives and that keys move, with the action that moves it on; `None`
    /// for a question that only its own keys answer.
    pub selected: Option<(usize, Action)>,
    /// The mode before the question.
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
            Mode::Page(_) | Mode::Picture(_) => Some(KeyMode::Page),
            Mode::Card(_) => Some(KeyMode::Card),
            Mode::Why(_) => Some(KeyMode::Why),
            Mode::Prompt(_)
            | Mode::Edit(_)
            | Mode::Filter(_)
            | Mode::Palette(_)
            | Mode::Confirm(_)
            | Mode::Hints(_)
            | Mode::Review(_) => None,
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
