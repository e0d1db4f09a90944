//! The state of the reader and the one function that changes it.
//!
//! [`App::update`] takes a [`Msg`] and returns [`Effect`]s; it reads no file,
//! no clock and no terminal. Whatever it needs from outside comes in a
//! message; whatever it wants done goes out as an effect. `ui::draw` reads
//! [`App`] and changes nothing.
//!
//! A key goes through [`keys`] (counts and sequences, by the [`keymap`]) to an
//! [`Action`], and from there to the file of its concern: [`read`] scrolls,
//! [`quotes`] and [`entities`] walk, [`speakers`] chooses which are listed,
//! [`why`] gives reasons, [`correct_entities`] and [`correct_speakers`] put
//! right, [`noted`] knows the notes, [`annotate`] changes and [`keep`] saves
//! them, [`review`] asks where notes belong whose words moved, [`changes`]
//! tells what became of the source, [`cuts`] puts back what was cut, [`select`]
//! grows and shrinks words, [`search`] finds, [`share`] copies and exports.
//! Whatever a message did to the corrections, [`correct`] brings article and
//! analysis up to date with them.
//! After every message the rows of the article and of the [`sidebar`] that are
//! on the screen are made ready, so that drawing only paints them.

pub mod action;
pub mod annotate;
mod card;
pub mod changes;
mod confirm;
mod correct;
mod correct_entities;
mod correct_speakers;
pub mod cuts;
pub mod entities;
pub mod help;
mod keep;
pub mod key;
pub mod keymap;
mod keys;
pub mod line;
pub mod marked;
pub mod mode;
mod mouse;
pub mod msg;
pub mod noted;
pub mod panes;
mod perform;
mod prompt;
pub mod quotes;
pub mod read;
mod review;
pub mod search;
mod select;
mod settings;
mod share;
pub mod sidebar;
mod speaker_line;
pub mod speakers;
pub mod status;
mod tag_line;
#[cfg(test)]
mod tests;
pub mod why;

use std::sync::Arc;

use jiff::Timestamp;

pub use action::{Action, Group};
pub use key::{Key, KeyCode};
pub use keymap::Keymap;
pub use mode::Mode;
pub use msg::{Effect, ExportError, Mouse, MouseKind, Msg};
pub use panes::{Area, Areas, Hit};
pub use settings::Settings;
pub use sidebar::{SideRow, SideRowKind, Tab};
pub use status::{Message, Status, Tone};

use self::mode::CardView;
use crate::layout::Row;
use pullquote_article::Article;
use pullquote_article::text::span::Span;
use pullquote_nlp::{Analysis, EntityId, QuoteId};
use pullquote_notes::Notebook;

/// The pane that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The article.
    Article,
    /// The sidebar.
    Sidebar,
}

/// What is chosen in the article: what `y`, `a` and the like act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// A quote.
    Quote(QuoteId),
    /// A mention, by its index in [`Analysis::mentions`].
    Mention(usize),
    /// An annotation, by its id.
    Annotation(String),
    /// A match of the search, by its index in [`App::matches`].
    Match(usize),
    /// A passage that cleaning cut, by its index in what the article as
    /// cleaned has in [`Article::removed`], whether or not it was put back.
    Cut(usize),
}

/// The state of the reader.
#[derive(Debug)]
pub struct App {
    /// The article as it is read: as cleaned, with what was put back.
    article: Arc<Article>,
    corrected: correct::Corrected,
    analysis: Option<Box<Analysis>>,
    speakers: quotes::Speakers,
    settings: Settings,
    mode: Mode,
    focus: Focus,
    size: (u16, u16),
    areas: Areas,
    reading: read::Reading,
    pick: Option<Pick>,
    /// The entity whose mentions `]e` walks; outlives other picks.
    entity: Option<EntityId>,
    notes: noted::Notes,
    source: changes::Source,
    sidebar: sidebar::Sidebar,
    search: search::Search,
    /// The only speaker whose quotes are listed.
    only: Option<speakers::Only>,
    message: Option<Message>,
    typed: keys::Typed,
    drag: Option<mouse::Drag>,
    now: Timestamp,
    /// Whether the program ends as soon as the notes are saved.
    quitting: bool,
}

impl App {
    /// A reader that has opened `article`. Send it the screen's size first,
    /// and do what [`Self::start`] asks for.
    #[must_use]
    pub fn new(article: Arc<Article>, settings: Settings) -> Self {
        let mut app = Self {
            reading: read::Reading::new(&article, settings.measure),
            sidebar: sidebar::Sidebar::new(&settings),
            corrected: correct::Corrected::new(Arc::clone(&article)),
            article,
            analysis: None,
            speakers: quotes::Speakers::default(),
            settings,
            mode: Mode::Read,
            focus: Focus::Article,
            size: (80, 24),
            areas: Areas::default(),
            pick: None,
            entity: None,
            notes: noted::Notes::default(),
            source: changes::Source::default(),
            search: search::Search::default(),
            only: None,
            message: None,
            typed: keys::Typed::default(),
            drag: None,
            now: Timestamp::UNIX_EPOCH,
            quitting: false,
        };
        app.list_entries();
        app.settle();
        app
    }

    /// What has to be done when the reader starts.
    #[must_use]
    pub fn start(&self) -> Vec<Effect> {
        vec![self.analyze(), Effect::LoadNotes]
    }

    /// The one function that changes the state. What it returns is to be done
    /// outside, in this order.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) => self.key(key.normalized()),
            Msg::Mouse(mouse) => self.mouse(mouse),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize { columns, rows } => {
                self.size = (columns, rows);
                Vec::new()
            }
            Msg::Tick(now) => {
                self.tick(now);
                Vec::new()
            }
            Msg::Analyzed { revision, analysis } => {
                self.analyzed(revision, analysis);
                self.compare_editions()
            }
            Msg::NotesLoaded(notebook) => {
                self.notes_loaded(notebook);
                Vec::new()
            }
            Msg::NotesReread(loaded) => {
                self.notes_reread(*loaded);
                Vec::new()
            }
            Msg::Saved(result) => self.saved(result),
            Msg::Exported(result) => {
                self.exported(result);
                Vec::new()
            }
            Msg::DraftChanged(text) => {
                self.draft_changed(text);
                Vec::new()
            }
            Msg::EditorReturned(result) => self.editor_returned(result),
            Msg::Compared(compared) => {
                self.source_compared(*compared);
                Vec::new()
            }
            Msg::ReadAgain(again) => {
                self.read_again(again);
                Vec::new()
            }
            Msg::Failed(sentence) => {
                self.say(Tone::Error, sentence);
                Vec::new()
            }
            Msg::Told(words) => {
                self.say(Tone::Info, words);
                Vec::new()
            }
        };
        effects.extend(self.follow_corrections());
        self.settle();
        effects
    }

    /// Makes everything that is drawn ready: geometry, the article's rows,
    /// the sidebar's rows.
    fn settle(&mut self) {
        // A note under review may have been deleted elsewhere.
        if matches!(&self.mode, Mode::Review(review) if self.notebook().is_none_or(|n| n.get(&review.id).is_none())) {
            self.mode = Mode::Read;
        }
        // Matches that a new search or Esc took away cannot stay picked.
        if matches!(self.pick, Some(Pick::Match(i)) if i >= self.matches().len()) {
            self.pick = None;
        }
        self.areas = Areas::of(self.wish(self.focus == Focus::Sidebar));
        self.settle_reading();
        self.settle_sidebar();
    }

    /// What the geometry depends on.
    fn wish(&self, sidebar_focused: bool) -> panes::Wish {
        panes::Wish {
            size: self.size,
            measure: self.settings.measure,
            sidebar: self.settings.sidebar_cells,
            sidebar_shown: self.settings.sidebar_shown,
            sidebar_focused,
        }
    }

    /// The article.
    #[must_use]
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// What was found in the article, once it is known.
    #[must_use]
    pub fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_deref()
    }

    /// The notes, once they are read.
    #[must_use]
    pub fn notebook(&self) -> Option<&Notebook> {
        self.notes.notebook.as_deref()
    }

    /// The mode.
    #[must_use]
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The pane that keys go to.
    #[must_use]
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// Where everything stands on the screen.
    #[must_use]
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// The rows of the article that are on the screen, from the top; at most
    /// as many as [`Areas::column`] is high.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.reading.rows
    }

    /// The rows of the sidebar that are on the screen, from the top; at most
    /// as many as [`Areas::sidebar`] is high.
    #[must_use]
    pub fn side_rows(&self) -> &[SideRow] {
        self.sidebar.rows()
    }

    /// The tab the sidebar shows.
    #[must_use]
    pub fn tab(&self) -> Tab {
        self.sidebar.tab()
    }

    /// What is chosen in the article.
    #[must_use]
    pub fn pick(&self) -> Option<&Pick> {
        self.pick.as_ref()
    }

    /// The chosen quote.
    #[must_use]
    pub fn quote(&self) -> Option<QuoteId> {
        match (&self.mode, &self.pick) {
            (Mode::Card(CardView { quote, .. }) | Mode::Why(quote), _) | (_, Some(Pick::Quote(quote))) => Some(*quote),
            _ => None,
        }
    }

    /// The chosen entity.
    #[must_use]
    pub fn entity(&self) -> Option<EntityId> {
        self.entity
    }

    /// The words that are being selected.
    #[must_use]
    pub fn selection(&self) -> Option<Span> {
        match &self.mode {
            Mode::Select(selection) => Some(selection.span()),
            _ => None,
        }
    }

    /// What the search found, in the order of the text.
    #[must_use]
    pub fn matches(&self) -> &[Span] {
        self.search.matches()
    }

    /// Which keys do what.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.settings.keymap
    }

    /// The settings as they are now.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the passages that cleaning cut are shown.
    #[must_use]
    pub fn shows_removed(&self) -> bool {
        self.reading.layout.shows_removed()
    }

    /// Shows a message on the status line.
    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), tone, since: self.now });
    }
}
