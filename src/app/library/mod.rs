//! The state of the library screen and the one function that changes it.
//!
//! [`LibraryScreen::update`] takes a [`LibraryMsg`] and returns [`LibraryEffect`]s, as the reader's
//! `App::update` does. The screen knows the numbers of all articles in the list, and the rows
//! of those that are shown: it asks for the rest when they come into view.

mod actions;
mod left;
mod lines;
mod show;
#[cfg(test)]
mod tests;

pub use left::LeftList;
pub use lines::Line;
pub use show::{Column, columns_for};

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::key::Key;
use super::keymap::{Context, Keymap};
use super::keys::{PendingKeys, Pressed};
use super::mode::HelpView;
use super::msg::{Mouse, MouseKind};
use super::palette::Palette;
use super::status::Tone;
use super::text_field::TextField;
use crate::app::Action;
use crate::config::ThemeChoice;
use left::all_articles;
use pullquote_library::Query;
use pullquote_library::store::{ArticleRow, Sort, View};

/// The most rows of articles that are kept in memory.
const MOST_ROWS: usize = 2000;
/// The columns of a screen from which the lists are beside the articles.
pub const WIDE: u16 = 80;

/// Something that happened, for [`LibraryScreen::update`].
#[derive(Debug, Clone, PartialEq)]
pub enum LibraryMsg {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The screen has this size in cells.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// The day it is, which dates in queries count from.
    Today(Date),
    /// The settings file has this keymap now.
    KeymapChanged(Box<Keymap>),
    /// Something that a person is told.
    Said(String),
    /// The numbers of the articles that a query found.
    Listed {
        /// The number from [`LibraryEffect::List`]; answers to earlier queries are dropped.
        revision: u64,
        /// The numbers, in order.
        ids: Vec<i64>,
    },
    /// Rows of articles.
    Rows(Vec<ArticleRow>),
    /// The lists at the left.
    Views(Vec<View>),
    /// The beginning of an article's text, and its speakers with the number of their quotes.
    Preview {
        /// The number of the article.
        id: i64,
        /// The beginning.
        text: String,
        /// The speakers.
        speakers: Vec<(String, usize)>,
    },
    /// The articles with these identities were marked as read.
    AllRead(Vec<String>),
    /// Something was changed in the library; what a person is told, if anything.
    Changed(Option<String>),
    /// Something went wrong; a sentence.
    Failed(String),
}

/// Something that `ui` does for the library screen.
#[derive(Debug, Clone, PartialEq)]
pub enum LibraryEffect {
    /// Find the articles of a query on a thread; answer with [`LibraryMsg::Listed`].
    List {
        /// A number to send back.
        revision: u64,
        /// The query.
        query: Query,
        /// The order.
        sort: Sort,
    },
    /// Read the lists at the left on a thread; answer with [`LibraryMsg::Views`].
    CountViews,
    /// Read these rows at once; answer with [`LibraryMsg::Rows`].
    ReadRows(Vec<i64>),
    /// Read the preview of this article at once; answer with [`LibraryMsg::Preview`].
    ReadPreview(i64),
    /// Open this article, and come back.
    Open {
        /// The article.
        row: Box<ArticleRow>,
        /// The query of the list: the article is opened at the place that it finds.
        query: Query,
    },
    /// Open the bundled sample, and come back.
    OpenSample,
    /// Open this address in the browser.
    Browse(String),
    /// Mark the articles with these identities as read or unread.
    SetRead(Vec<String>, bool),
    /// Mark all articles of a query as read; answer with [`LibraryMsg::AllRead`].
    ReadAll(Query),
    /// Give the article with this identity a star, or take it.
    SetStarred(String, bool),
    /// Put the article with this identity into the trash, or take it out.
    SetTrashed(String, bool),
    /// Give the article with this identity these tags.
    SetTags(String, Vec<String>),
    /// Save a query under a name; `None` deletes the saved one.
    SaveSearch(String, Option<String>),
    /// Add this address, file or folder on a thread; answer with [`LibraryMsg::Changed`].
    Add(String),
    /// Bring feeds and notes up to date on a thread; answer with [`LibraryMsg::Changed`].
    Sync,
    /// Draw in the next theme.
    NextTheme,
    /// Use this theme.
    Theme(ThemeChoice),
    /// Redraw the whole screen.
    Redraw,
    /// Give the terminal back to the shell until it resumes the program.
    Suspend,
    /// Go back to the article that was read before.
    Back,
    /// End the program.
    Quit,
}

/// What takes the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pane {
    /// The lists at the left.
    Views,
    /// The articles.
    Articles,
}

/// A change that can be undone.
#[derive(Debug, Clone, PartialEq)]
struct Undo {
    /// What was changed: the name of an article, or how many.
    what: String,
    /// The article, if it was one.
    id: Option<i64>,
    /// The effect that makes it so again.
    effect: LibraryEffect,
}

/// What is shown of an article below the list.
#[derive(Debug)]
struct Preview {
    /// The number of the article.
    id: i64,
    /// The beginning of its text.
    text: String,
    /// Its speakers with the number of their quotes.
    speakers: Vec<(String, usize)>,
}

/// The state of the library screen.
#[derive(Debug)]
pub struct LibraryScreen {
    keymap: Keymap,
    size: (u16, u16),
    today: Date,
    pane: Pane,
    views: Vec<View>,
    view: usize,
    /// The query that is typed, if one is.
    filter: String,
    /// What is wrong with it.
    filter_problem: Option<String>,
    sort: Sort,
    revision: u64,
    ids: Vec<i64>,
    rows: HashMap<i64, ArticleRow>,
    selected: usize,
    top: usize,
    /// The article to select when the list arrives.
    wanted: Option<i64>,
    preview: Option<Preview>,
    line: Option<Line>,
    palette: Option<Palette>,
    help: Option<HelpView>,
    undo: Vec<Undo>,
    message: Option<(String, Tone)>,
    pending: PendingKeys,
    /// Whether there is an article to go back to.
    can_go_back: bool,
}

impl LibraryScreen {
    /// A screen that shows all articles. Send it the size of the screen first, and run the effects
    /// of [`Self::start`]. `can_go_back` says whether an article was read before.
    #[must_use]
    pub fn new(keymap: Keymap, today: Date, can_go_back: bool) -> Self {
        Self {
            keymap,
            size: (80, 24),
            today,
            pane: Pane::Articles,
            views: vec![all_articles()],
            view: 0,
            filter: String::new(),
            filter_problem: None,
            sort: Sort::default(),
            revision: 0,
            ids: Vec::new(),
            rows: HashMap::new(),
            selected: 0,
            top: 0,
            wanted: None,
            preview: None,
            line: None,
            palette: None,
            help: None,
            undo: Vec::new(),
            message: None,
            pending: PendingKeys::default(),
            can_go_back,
        }
    }

    /// The same screen with this article selected when the list arrives.
    #[must_use]
    pub fn selecting(self, id: Option<i64>) -> Self {
        Self { wanted: id, ..self }
    }

    /// The effects to run when the screen opens.
    #[must_use]
    pub fn start(&mut self) -> Vec<LibraryEffect> {
        vec![self.list(), LibraryEffect::CountViews]
    }

    /// Changes the state; nothing else does. Returns the effects to run, in this order.
    pub fn update(&mut self, msg: LibraryMsg) -> Vec<LibraryEffect> {
        let mut effects = match msg {
            LibraryMsg::Key(key) => self.key(key.normalized()),
            LibraryMsg::Mouse(mouse) => self.mouse(mouse),
            LibraryMsg::Paste(text) => self.paste(&text),
            LibraryMsg::Resize { columns, rows } => {
                self.size = (columns, rows);
                Vec::new()
            }
            LibraryMsg::Today(today) => {
                self.today = today;
                Vec::new()
            }
            LibraryMsg::KeymapChanged(keymap) => {
                self.keymap = *keymap;
                self.pending = PendingKeys::default();
                Vec::new()
            }
            LibraryMsg::Said(words) => {
                self.say(Tone::Info, words);
                Vec::new()
            }
            LibraryMsg::Listed { revision, ids } => self.listed(revision, ids),
            LibraryMsg::Rows(rows) => {
                self.rows.extend(rows.into_iter().map(|row| (row.id, row)));
                self.forget_rows();
                Vec::new()
            }
            LibraryMsg::Views(views) => {
                let open = self.views.get(self.view).map(|view| view.name.clone());
                self.view = views.iter().position(|view| Some(&view.name) == open.as_ref()).unwrap_or(0);
                self.views = views;
                Vec::new()
            }
            LibraryMsg::Preview { id, text, speakers } => {
                self.preview = Some(Preview { id, text, speakers });
                Vec::new()
            }
            LibraryMsg::AllRead(identities) => {
                self.say_all_read(identities);
                self.update(LibraryMsg::Changed(None))
            }
            LibraryMsg::Changed(said) => {
                if let Some(said) = said {
                    self.say(Tone::Info, said);
                }
                self.rows.clear();
                self.preview = None;
                self.wanted = self.selected_id();
                vec![self.list(), LibraryEffect::CountViews]
            }
            LibraryMsg::Failed(sentence) => {
                self.say(Tone::Error, sentence);
                Vec::new()
            }
        };
        self.keep_selection_visible();
        effects.extend(self.missing());
        effects
    }

    fn say(&mut self, tone: Tone, words: impl Into<String>) {
        self.message = Some((words.into(), tone));
    }

    /// The effect that finds the articles of the open list and the typed query.
    fn list(&mut self) -> LibraryEffect {
        self.revision += 1;
        let (query, problem) = self.query();
        self.filter_problem = problem;
        LibraryEffect::List { revision: self.revision, query, sort: self.sort }
    }

    /// The query of the open list and the typed one; the typed one is left out if something is wrong with it,
    /// which is the second value.
    #[must_use]
    pub fn query(&self) -> (Query, Option<String>) {
        let of_view = self.views.get(self.view).map(|view| view.query.as_str()).unwrap_or_default();
        left::query(of_view, &self.filter, self.today)
    }

    fn listed(&mut self, revision: u64, ids: Vec<i64>) -> Vec<LibraryEffect> {
        if revision != self.revision {
            return Vec::new();
        }
        let wanted = self.wanted.and_then(|wanted| ids.iter().position(|&id| id == wanted));
        if revision > 0 {
            self.wanted = None;
        }
        self.ids = ids;
        self.selected = wanted.unwrap_or(self.selected).min(self.ids.len().saturating_sub(1));
        Vec::new()
    }

    /// The effects that read what is in view and not known yet.
    fn missing(&self) -> Vec<LibraryEffect> {
        let in_view = self.ids.iter().skip(self.top).take(usize::from(self.list_rows()));
        let rows: Vec<i64> = in_view.filter(|id| !self.rows.contains_key(id)).copied().collect();
        let mut effects = Vec::new();
        if !rows.is_empty() {
            effects.push(LibraryEffect::ReadRows(rows));
        }
        let shown = self.preview.as_ref().map(|preview| preview.id);
        if let Some(id) = self.selected_id().filter(|id| Some(*id) != shown && self.preview_rows() > 0) {
            effects.push(LibraryEffect::ReadPreview(id));
        }
        effects
    }

    /// Forgets rows that are far from what is shown, if there are many.
    fn forget_rows(&mut self) {
        if self.rows.len() > MOST_ROWS {
            let first = self.top.saturating_sub(MOST_ROWS / 8);
            let near: HashSet<i64> = self.ids.iter().skip(first).take(MOST_ROWS / 4).copied().collect();
            self.rows.retain(|id, _| near.contains(id));
        }
    }

    fn keep_selection_visible(&mut self) {
        let rows = usize::from(self.list_rows()).max(1);
        self.selected = self.selected.min(self.ids.len().saturating_sub(1));
        let last = self.ids.len().saturating_sub(rows);
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(rows)).min(last);
    }

    /// The number of the selected article.
    #[must_use]
    pub fn selected_id(&self) -> Option<i64> {
        self.ids.get(self.selected).copied()
    }

    /// The row of the selected article, if it is known.
    #[must_use]
    pub fn selected_row(&self) -> Option<&ArticleRow> {
        self.rows.get(&self.selected_id()?)
    }

    fn key(&mut self, key: Key) -> Vec<LibraryEffect> {
        self.message = None;
        if self.palette.is_some() {
            return self.palette_key(key);
        }
        if self.line.is_some() {
            return self.line_key(key);
        }
        match self.pending.press(key, &self.keymap, Context::Library) {
            Pressed::Nothing => Vec::new(),
            Pressed::Action(action, count) => self.perform(action, count),
            Pressed::Unbound(keys) => {
                let help = self.keymap.hint(Action::Help);
                self.say(Tone::Info, format!("“{keys}” does nothing here; {help} shows every key"));
                Vec::new()
            }
        }
    }

    fn paste(&mut self, text: &str) -> Vec<LibraryEffect> {
        if let Some(palette) = &mut self.palette {
            palette.paste(text);
            return Vec::new();
        }
        match &mut self.line {
            Some(line) => {
                line.field.insert(text);
                self.line_changed()
            }
            // An address that is pasted is one to be added.
            None => {
                self.line = Some(Line { kind: lines::LineKind::Add, field: TextField::new(text.trim()) });
                Vec::new()
            }
        }
    }

    fn mouse(&mut self, mouse: Mouse) -> Vec<LibraryEffect> {
        match mouse.kind {
            MouseKind::WheelDown => return self.move_selection(3),
            MouseKind::WheelUp => return self.move_selection(-3),
            MouseKind::Press => {}
            MouseKind::Drag | MouseKind::Release => return Vec::new(),
        }
        if self.line.is_some() || self.help.is_some() || self.palette.is_some() {
            return Vec::new();
        }
        let views = self.views_width();
        let row = usize::from(mouse.y.saturating_sub(1));
        if mouse.x < views {
            let at = self.first_view() + row;
            if at < self.views.len() {
                self.pane = Pane::Views;
                return self.open_view(at);
            }
        } else if let Some(row) = row.checked_sub(1).filter(|row| *row < usize::from(self.list_rows())) {
            let at = self.top + row;
            if at < self.ids.len() {
                let again = at == self.selected && self.pane == Pane::Articles;
                self.pane = Pane::Articles;
                self.selected = at;
                if again {
                    return self.open_selected();
                }
            }
        }
        Vec::new()
    }
}
