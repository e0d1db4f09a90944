//! The sidebar: four lists of what is in the article, and one entry selected
//! in each.
//!
//! A list is made when what it shows or its width changes; scrolling and
//! drawing only pick rows out of it.

mod entries;

use super::key::{Key, KeyCode};
use super::line::Line;
use super::mode::Mode;
use super::{Action, App, Effect, Focus, Settings, Tone};
use crate::nlp::{EntityId, QuoteId};
use crate::notes::Check;

/// A list of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Who said what.
    Quotes,
    /// People, places and the rest.
    Entities,
    /// What the person kept.
    Notes,
    /// Headings.
    Outline,
}

impl Tab {
    /// Every tab, from left to right.
    pub const ALL: [Tab; 4] = [Tab::Quotes, Tab::Entities, Tab::Notes, Tab::Outline];

    /// Its name; ASCII.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Tab::Quotes => "Quotes",
            Tab::Entities => "Entities",
            Tab::Notes => "Notes",
            Tab::Outline => "Outline",
        }
    }

    /// Its name where there is little room; ASCII.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Tab::Quotes => "Quo",
            Tab::Entities => "Ent",
            Tab::Notes => "Not",
            Tab::Outline => "Out",
        }
    }
}

/// What an entry of a list leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A quote.
    Quote(QuoteId),
    /// An entity.
    Entity(EntityId),
    /// An annotation, by its id.
    Note(String),
    /// A block of the article, by its index.
    Block(usize),
}

/// What a row of the sidebar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideRowKind {
    /// Room between entries.
    Blank,
    /// A heading above entries.
    Heading,
    /// The name of a quote's speaker, and the speaker's number.
    Speaker(Option<usize>),
    /// Words of the article.
    Words,
    /// The name of an entity, or a heading of the article.
    Name,
    /// What matters less.
    Quiet,
    /// What a person wrote.
    Note,
    /// Tags.
    Tags,
}

/// A row of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideRow {
    /// What it is.
    pub kind: SideRowKind,
    /// What it says; fits the row.
    pub text: String,
    /// What stands at its right end.
    pub right: String,
    /// Cells between the left edge and `text`.
    pub indent: u16,
    /// Whether it belongs to the selected entry.
    pub selected: bool,
    /// The check state of the quote it names.
    pub check: Option<Check>,
    /// The entry it belongs to, by its index in the list.
    entry: Option<usize>,
}

/// The list of one tab.
#[derive(Debug, Default)]
struct List {
    entries: Vec<Entry>,
    rows: Vec<SideRow>,
    /// The first row of each entry.
    starts: Vec<usize>,
    selected: Option<usize>,
    top: usize,
    /// What entries must hold to be shown.
    filter: String,
}

/// The state of the sidebar.
#[derive(Debug)]
pub(super) struct Sidebar {
    tab: Tab,
    lists: [List; 4],
    /// Cells that the lists are made for.
    cells: u16,
    /// Rows of the sidebar.
    height: usize,
    shown: Vec<SideRow>,
}

impl Sidebar {
    pub(super) fn new(settings: &Settings) -> Self {
        Self { tab: settings.tab, lists: Default::default(), cells: 38, height: 0, shown: Vec::new() }
    }

    pub(super) fn rows(&self) -> &[SideRow] {
        &self.shown
    }

    pub(super) fn tab(&self) -> Tab {
        self.tab
    }

    pub(super) fn set_tab(&mut self, tab: Tab) {
        self.tab = tab;
    }

    fn list(&self) -> &List {
        let [quotes, entities, notes, outline] = &self.lists;
        match self.tab {
            Tab::Quotes => quotes,
            Tab::Entities => entities,
            Tab::Notes => notes,
            Tab::Outline => outline,
        }
    }

    fn list_mut(&mut self, tab: Tab) -> &mut List {
        let [quotes, entities, notes, outline] = &mut self.lists;
        match tab {
            Tab::Quotes => quotes,
            Tab::Entities => entities,
            Tab::Notes => notes,
            Tab::Outline => outline,
        }
    }

    /// The selected entry of the tab that is open.
    pub(super) fn selected(&self) -> Option<&Entry> {
        let list = self.list();
        list.entries.get(list.selected?)
    }

    pub(super) fn select_quote(&mut self, id: QuoteId) {
        self.select(Tab::Quotes, &Entry::Quote(id));
    }

    pub(super) fn select_entity(&mut self, id: EntityId) {
        self.select(Tab::Entities, &Entry::Entity(id));
    }

    pub(super) fn select_note(&mut self, id: &str) {
        self.select(Tab::Notes, &Entry::Note(id.to_owned()));
    }

    fn select(&mut self, tab: Tab, entry: &Entry) {
        let height = self.height;
        let list = self.list_mut(tab);
        if let Some(at) = list.entries.iter().position(|e| e == entry) {
            list.select(at, height);
        }
    }
}

impl List {
    /// Takes new rows and keeps the selected entry, where it still is.
    fn take(&mut self, entries: Vec<Entry>, rows: Vec<SideRow>) {
        let selected = self.selected.and_then(|i| self.entries.get(i)).cloned();
        self.starts = vec![0; entries.len()];
        for (i, row) in rows.iter().enumerate().rev() {
            if let Some(start) = row.entry.and_then(|e| self.starts.get_mut(e)) {
                *start = i;
            }
        }
        self.selected = selected.and_then(|entry| entries.iter().position(|e| *e == entry));
        self.entries = entries;
        self.rows = rows;
    }

    /// Selects an entry and scrolls so that it is seen whole, if it fits.
    fn select(&mut self, at: usize, height: usize) {
        self.selected = Some(at);
        let Some(start) = self.starts.get(at).copied() else { return };
        let end = start + self.rows.iter().skip(start).take_while(|row| row.entry == Some(at)).count();
        // The heading above the first entry comes with it.
        let first = if at == 0 { 0 } else { start };
        if first < self.top {
            self.top = first;
        } else if end > self.top + height {
            self.top = end.saturating_sub(height).min(start);
        }
    }
}

impl App {
    /// Makes the lists anew.
    pub(super) fn list_entries(&mut self) {
        for tab in Tab::ALL {
            let filter = self.sidebar.list_mut(tab).filter.clone();
            let (entries, rows) = entries::list(self, tab, &filter);
            self.sidebar.list_mut(tab).take(entries, rows);
        }
    }

    /// Cells of a row of the sidebar.
    fn side_cells(&self) -> u16 {
        self.sidebar.cells
    }

    /// Fits the sidebar to the screen and picks the rows that are seen.
    pub(super) fn settle_sidebar(&mut self) {
        let area = self.areas.sidebar;
        if !area.is_empty() && area.width != self.sidebar.cells {
            self.sidebar.cells = area.width;
            self.list_entries();
        }
        let height = usize::from(area.height);
        let tab = self.sidebar.tab;
        let grown = self.sidebar.height != height;
        self.sidebar.height = height;
        let list = self.sidebar.list_mut(tab);
        if grown && let Some(at) = list.selected {
            list.select(at, height);
        }
        list.top = list.top.min(list.rows.len().saturating_sub(height));
        let selected = list.selected;
        let shown: Vec<SideRow> = list
            .rows
            .iter()
            .skip(list.top)
            .take(height)
            .map(|row| SideRow { selected: row.entry.is_some() && row.entry == selected, ..row.clone() })
            .collect();
        self.sidebar.shown = shown;
    }

    /// Moving in the list; whether `action` was one for it.
    pub(super) fn sidebar_action(&mut self, action: Action, times: usize) -> bool {
        let page = (self.sidebar.height / 4).max(1);
        match action {
            Action::Down => self.step_entry(times, true),
            Action::Up => self.step_entry(times, false),
            Action::HalfDown => self.step_entry((page / 2).max(1).saturating_mul(times), true),
            Action::HalfUp => self.step_entry((page / 2).max(1).saturating_mul(times), false),
            Action::PageDown => self.step_entry(page.saturating_mul(times), true),
            Action::PageUp => self.step_entry(page.saturating_mul(times), false),
            Action::Top => self.step_entry(usize::MAX, false),
            Action::Bottom => self.step_entry(usize::MAX, true),
            Action::Activate => self.enter_entry(),
            Action::Search | Action::Filter => self.open_filter(),
            _ => return false,
        }
        true
    }

    fn step_entry(&mut self, times: usize, down: bool) {
        let (tab, height) = (self.sidebar.tab, self.sidebar.height);
        let list = self.sidebar.list_mut(tab);
        let Some(last) = list.entries.len().checked_sub(1) else { return };
        let at = match (list.selected, down) {
            (Some(at), true) => at.saturating_add(times).min(last),
            (Some(at), false) => at.saturating_sub(times),
            (None, _) => 0,
        };
        list.select(at, height);
        // The article follows, where it is seen.
        if let Some(entry) = self.sidebar.selected().cloned()
            && !self.areas.column.is_empty()
        {
            self.go_to(&entry);
        }
    }

    /// Scrolls the list without selecting.
    pub(super) fn scroll_sidebar(&mut self, rows: usize, down: bool) {
        let (tab, height) = (self.sidebar.tab, self.sidebar.height);
        let list = self.sidebar.list_mut(tab);
        let last = list.rows.len().saturating_sub(height);
        list.top = if down { list.top.saturating_add(rows).min(last) } else { list.top.saturating_sub(rows) };
    }

    /// A click on a row of the sidebar, from the top of the list.
    pub(super) fn click_entry(&mut self, row: usize) {
        self.focus = Focus::Sidebar;
        let Some(at) = self.sidebar.shown.get(row).and_then(|row| row.entry) else { return };
        let (tab, height) = (self.sidebar.tab, self.sidebar.height);
        self.sidebar.list_mut(tab).select(at, height);
        if let Some(entry) = self.sidebar.selected().cloned() {
            self.go_to(&entry);
        }
    }

    /// Shows what an entry leads to; whether there is such a place.
    pub(super) fn go_to(&mut self, entry: &Entry) -> bool {
        match entry {
            Entry::Quote(id) => self.pick_quote(*id),
            Entry::Entity(id) => {
                let first = self.analysis().and_then(|a| a.entity(*id)).and_then(|e| e.mentions.first().copied());
                match first {
                    Some(index) => self.pick_mention(index),
                    None => return false,
                }
            }
            Entry::Note(id) => {
                if self.notebook().and_then(|n| n.get(id)).and_then(|e| e.anchor.span()).is_none() {
                    self.say(Tone::Info, "these words are not in the article any more");
                    return false;
                }
                self.pick_annotation(id);
            }
            Entry::Block(index) => {
                let Some(start) = self.article.blocks().get(*index).map(|b| b.span.start) else { return false };
                if *index == 0 {
                    self.go_to_top(None);
                } else {
                    self.show_from(start);
                }
            }
        }
        true
    }

    pub(super) fn open_filter(&mut self) {
        let tab = self.sidebar.tab;
        self.focus = Focus::Sidebar;
        self.mode = Mode::Filter(Line::new(&self.sidebar.list_mut(tab).filter));
    }

    pub(super) fn filter_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Filter(line) = &mut self.mode else { return Vec::new() };
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => {
                self.mode = Mode::Read;
                self.clear_filter();
            }
            (KeyCode::Enter, _) => self.mode = Mode::Read,
            _ => {
                if line.key(key) {
                    self.filter_changed();
                }
            }
        }
        Vec::new()
    }

    /// The words of the filter changed.
    pub(super) fn filter_changed(&mut self) {
        let Mode::Filter(line) = &self.mode else { return };
        let filter = line.text().to_owned();
        let tab = self.sidebar.tab;
        self.sidebar.list_mut(tab).filter = filter;
        self.list_entries();
    }

    /// Shows every entry of the tab again; whether some were hidden.
    pub(super) fn clear_filter(&mut self) -> bool {
        let tab = self.sidebar.tab;
        let hidden = !std::mem::take(&mut self.sidebar.list_mut(tab).filter).is_empty();
        if hidden {
            self.list_entries();
        }
        hidden
    }

    /// What the entries of the open tab must hold to be shown; empty for all.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.sidebar.list().filter
    }
}
