//! The state of the reader and the one function that changes it.
//!
//! [`App::update`] takes a [`Msg`] and returns [`Effect`]s. It uses no files,
//! no clock and no terminal: what it needs from outside arrives in a message,
//! and what it wants done goes out as an effect. `ui::draw` reads [`App`] and
//! changes nothing.
//!
//! A key goes through `keys` (counts and sequences, by the [`keymap`]) to an
//! [`Action`], and from there to the file for its topic: [`read`] scrolls the
//! article, [`cursor`] moves the place that keys act on, [`quotes`] and [`entities`] move between quotes and mentions,
//! [`links`] opens links, [`pictures`] shows pictures, [`open_articles`] goes from one open article to another, [`about`] shows footnotes and what is known about the article,
//! [`speakers`] chooses which quotes are listed, [`evidence`] gives reasons,
//! `correct_entities` and `correct_speakers` take corrections, [`note_index`]
//! knows the notes, `drafts` writes them, [`annotate`] changes them and `saving`
//! saves them, `review` asks where notes belong that lost their words, [`changes`] shows what
//! changed in the source, [`removed`] puts removed passages back, `select`
//! changes the selection, [`search`] finds words and patterns, [`calm`] is for reading without distraction, `copy_export` copies and
//! exports. When a message changes the corrections, `correct` updates the
//! article and the analysis.
//!
//! After every message the visible rows of the article and of the [`sidebar`]
//! are prepared, so that drawing only paints them.

pub mod about;
pub mod action;
pub mod annotate;
pub mod areas;
pub mod calm;
mod card;
pub mod changes;
mod confirm;
mod copy_export;
mod correct;
mod correct_entities;
mod correct_speakers;
pub mod cursor;
mod drafts;
pub mod entities;
pub mod evidence;
pub mod evidence_strip;
pub mod first_steps;
pub mod help;
mod help_keys;
pub mod highlights;
mod jumps;
pub mod key;
pub mod keymap;
mod keys;
pub mod library;
pub mod links;
pub mod margin;
mod messages;
pub mod mode;
mod mouse;
pub mod msg;
mod naming;
pub mod note_comment;
pub mod note_index;
pub mod open_articles;
pub mod palette;
mod perform;
pub mod pictures;
pub mod popup_page;
mod popup_place;
mod prompt;
pub mod quotes;
pub mod read;
pub mod removed;
mod review;
mod saving;
mod scroll;
pub mod scroll_bar;
pub mod search;
pub mod search_pattern;
mod select;
mod settings;
pub mod sidebar;
mod speaker_line;
pub mod speakers;
pub mod status;
pub mod status_line;
mod tag_line;
#[cfg(test)]
mod tests;
pub mod text_field;
mod typography;
mod underlines;

use std::sync::Arc;

use jiff::Timestamp;

pub use action::{Action, Group};
pub use areas::{Area, Areas, Hit};
pub use key::{Key, KeyCode};
pub use keymap::Keymap;
pub use mode::Mode;
pub use msg::{EditorFailed, Effect, ExportError, Mouse, MouseKind, Msg};
pub use settings::Settings;
pub use sidebar::{SideRow, SideRowKind, TABS, Tab, TabDef};
pub use status::{Message, Status, Tone};

use self::mode::CardView;
use crate::layout::Row;
use pullquote_article::Article;
use pullquote_article::Span;
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

/// What is picked in the article: what `y`, `a` and similar keys act on.
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
    /// A passage that cleaning removed, by its index in [`Article::removed`] of
    /// the article as cleaned, whether or not it was put back.
    Cut(usize),
}

/// The state of the reader.
#[derive(Debug)]
pub struct App {
    /// The article as it is read: as cleaned, with the passages that were put
    /// back.
    article: Arc<Article>,
    corrections: correct::AppliedCorrections,
    analysis: Option<Box<Analysis>>,
    /// Why the article has no analysis, if it was stopped or failed.
    not_analyzed: Option<String>,
    speakers: quotes::Speakers,
    settings: Settings,
    mode: Mode,
    focus: Focus,
    size: (u16, u16),
    areas: Areas,
    reading: read::Reading,
    pick: Option<Pick>,
    /// The entity for which `]e` moves between mentions; stays when something
    /// else is picked.
    entity: Option<EntityId>,
    notes: note_index::Notes,
    source: changes::SourceChanges,
    sidebar: sidebar::Sidebar,
    search: search::Search,
    /// The filter for the quotes of one speaker.
    only: Option<speakers::SpeakerFilter>,
    message: Option<Message>,
    pending: keys::PendingKeys,
    drag: Option<mouse::Drag>,
    clicks: mouse::Clicks,
    /// The id of the note for which a person is selecting the place.
    placing: Option<String>,
    jumps: jumps::Jumps,
    /// Whether the article has so many names that underlining them helps.
    names_are_dense: bool,
    calm: calm::Calm,
    earlier_messages: messages::EarlierMessages,
    first_steps: Option<first_steps::FirstSteps>,
    now: Timestamp,
    /// Whether the program quits as soon as the notes are saved.
    quitting: bool,
}

impl App {
    /// A reader that has opened `article`. Send it the size of the screen
    /// first, and run the effects of [`Self::start`].
    #[must_use]
    pub fn new(article: Arc<Article>, settings: Settings) -> Self {
        let mut app = Self {
            reading: read::Reading::new(&article, settings.measure),
            sidebar: sidebar::Sidebar::new(&settings),
            corrections: correct::AppliedCorrections::new(Arc::clone(&article)),
            article,
            analysis: None,
            not_analyzed: None,
            speakers: quotes::Speakers::default(),
            settings,
            mode: Mode::Read,
            focus: Focus::Article,
            size: (80, 24),
            areas: Areas::default(),
            pick: None,
            entity: None,
            notes: note_index::Notes::default(),
            source: changes::SourceChanges::default(),
            search: search::Search::default(),
            only: None,
            message: None,
            pending: keys::PendingKeys::default(),
            drag: None,
            clicks: mouse::Clicks::default(),
            placing: None,
            jumps: jumps::Jumps::default(),
            names_are_dense: false,
            calm: calm::Calm::default(),
            earlier_messages: messages::EarlierMessages::default(),
            first_steps: None,
            now: Timestamp::UNIX_EPOCH,
            quitting: false,
        };
        app.list_entries();
        app.prepare_drawing();
        app
    }

    /// The effects to run when the reader starts.
    #[must_use]
    pub fn start(&self) -> Vec<Effect> {
        vec![self.analyze(), Effect::LoadNotes, Effect::ListTags, Effect::LoadSearches]
    }

    /// Changes the state; nothing else does. Returns the effects to run, in
    /// this order.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) => self.key(key.normalized()),
            Msg::Mouse(mouse) => self.mouse(mouse),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize { columns, rows } => {
                self.size = (columns, rows);
                // Hints belong to rows of the old size.
                if matches!(self.mode, Mode::Hints(_)) {
                    self.mode = Mode::Read;
                }
                self.ask_for_picture()
            }
            Msg::ArticleIs(place) => {
                self.come_back(place);
                Vec::new()
            }
            Msg::SourcesFound { typed, found } => {
                self.sources_found(&typed, found);
                Vec::new()
            }
            Msg::ArticlesListed(articles) => {
                self.articles_listed(articles);
                Vec::new()
            }
            Msg::FirstSteps => {
                self.begin_first_steps();
                Vec::new()
            }
            Msg::SettingsChanged(settings) => {
                self.take_settings(*settings);
                Vec::new()
            }
            Msg::StartAt(at) => {
                self.start_at(at);
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
            Msg::NotAnalyzed { revision, why } => {
                self.do_without_analysis(revision, why);
                Vec::new()
            }
            Msg::EarlierSearches(earlier) => {
                self.search.add_history(earlier);
                Vec::new()
            }
            Msg::TagsInUse(tags) => {
                self.settings.tags = tags;
                Vec::new()
            }
            Msg::NotesLoaded(notebook) => {
                self.notes_loaded(notebook);
                Vec::new()
            }
            Msg::NotesRescued(rescued) => self.notes_rescued(*rescued),
            Msg::NotesReread(loaded) => self.notes_reread(*loaded),
            Msg::Saved(result) => self.saved(result),
            Msg::Exported(result) => {
                self.exported(result);
                Vec::new()
            }
            Msg::Copied { what, left } => self.copied(&what, left),
            Msg::DraftChanged(text) => self.draft_changed(text),
            Msg::DraftsFound(found) => self.drafts_found(found),
            Msg::EditorReturned(result) => self.editor_returned(result),
            Msg::Compared(compared) => {
                self.source_compared(*compared);
                Vec::new()
            }
            Msg::Reread(again) => {
                self.reread(again);
                Vec::new()
            }
            Msg::PictureReady { address, result } => {
                self.picture_ready(&address, result);
                Vec::new()
            }
            Msg::ShowPlace(at) => {
                let at = at.min(self.article.text().len());
                self.show_from(at);
                self.put_cursor(at);
                Vec::new()
            }
            Msg::Failed(sentence) => {
                self.say(Tone::Error, sentence);
                Vec::new()
            }
            Msg::Info(words) => {
                self.say(Tone::Info, words);
                Vec::new()
            }
        };
        effects.extend(self.follow_corrections());
        self.prepare_drawing();
        effects
    }

    /// Prepares everything that is drawn: the areas of the screen, the rows of
    /// the article and the rows of the sidebar.
    fn prepare_drawing(&mut self) {
        // The note under review may have been deleted by another program.
        if matches!(&self.mode, Mode::Review(review) if self.notebook().is_none_or(|n| n.get(&review.id).is_none())) {
            self.mode = Mode::Read;
        }
        if !matches!(self.mode, Mode::Select(_)) {
            self.placing = None;
        }
        // Matches that a new search or Esc removed cannot stay picked.
        if matches!(self.pick, Some(Pick::Match(i)) if i >= self.matches().len()) {
            self.pick = None;
        }
        self.areas = Areas::of(self.areas_input(self.focus == Focus::Sidebar));
        self.prepare_article_rows();
        self.drop_unseen_pick();
        self.keep_cursor_visible();
        self.prepare_sidebar_rows();
    }

    /// What the areas of the screen depend on.
    fn areas_input(&self, sidebar_focused: bool) -> areas::AreasInput {
        areas::AreasInput {
            size: self.size,
            measure: self.settings.measure,
            hanging: self.settings.text.hanging_quotes,
            notes: self.wants_margin(),
            sidebar: self.settings.sidebar_cells,
            sidebar_shown: self.settings.sidebar_shown && !self.is_zen(),
            sidebar_focused,
        }
    }

    /// The article as it is read.
    #[must_use]
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// The analysis of the article, once it has arrived.
    #[must_use]
    pub fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_deref()
    }

    /// The notes, once they are read.
    #[must_use]
    pub fn notebook(&self) -> Option<&Notebook> {
        self.notes.notebook.as_deref()
    }

    /// What keys mean now, and what is open over the article.
    #[must_use]
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The pane that keys go to.
    #[must_use]
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// Where everything is on the screen.
    #[must_use]
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// The visible rows of the article, from the top; at most as many as
    /// [`Areas::column`] is high.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.reading.rows
    }

    /// The visible rows of the sidebar, from the top; at most as many as
    /// [`Areas::sidebar`] is high.
    #[must_use]
    pub fn side_rows(&self) -> &[SideRow] {
        self.sidebar.rows()
    }

    /// The tab the sidebar shows.
    #[must_use]
    pub fn tab(&self) -> Tab {
        self.sidebar.tab()
    }

    /// What is picked in the article.
    #[must_use]
    pub fn pick(&self) -> Option<&Pick> {
        self.pick.as_ref()
    }

    /// The picked quote, or the one with its card or evidence open.
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

    /// The selected words, while words are being selected.
    #[must_use]
    pub fn selection(&self) -> Option<Span> {
        match &self.mode {
            Mode::Select(selection) => Some(selection.span()),
            _ => None,
        }
    }

    /// The matches of the search, in the order of the text.
    #[must_use]
    pub fn matches(&self) -> &[Span] {
        self.search.matches()
    }

    /// The keymap in use.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.settings.keymap
    }

    /// The settings with the changes made while reading.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the passages that cleaning removed are shown.
    #[must_use]
    pub fn shows_removed(&self) -> bool {
        self.reading.layout.shows_removed()
    }

    /// Shows a message on the status line.
    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        let message = Message { text: text.into(), tone, since: self.now };
        self.earlier_messages.keep(&message);
        self.message = Some(message);
    }
}
