//! The sidebar: the lists of its tabs, the selected entry, and the visible
//! rows.

mod rows;
mod tabs;

pub use crate::config::Tab;
pub use rows::{SideRow, SideRowKind, sign};
pub use tabs::{TABS, TabDef};

use super::action::Action;
use super::key::{Key, KeyCode};
use super::mode::Mode;
use super::scroll::Scroll;
use super::text_field::TextField;
use super::{App, Effect, Focus, Pick, Settings, speakers};
use pullquote_article::Span;
use pullquote_article::text::fold::fold;
use pullquote_nlp::{EntityId, MarkedWords, Quote, QuoteId};

/// What an entry of the sidebar is about, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SidebarEntry {
    /// A quote.
    Quote(QuoteId),
    /// An entity.
    Entity(EntityId),
    /// An annotation, by its id.
    Note(String),
    /// A heading, or another block, by its index.
    Block(usize),
    /// Words between quotation marks that are not a quote, by their index.
    Marked(usize),
    /// A link: the index of its block, and that of its mark in the block.
    Link(usize, usize),
}

/// The list of one tab.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) entries: Vec<SidebarEntry>,
    pub(super) selected: usize,
    /// The entry at the top of the pane, and the row of that entry at the top.
    pub(super) top: (usize, usize),
    filter: String,
}

/// The state of the sidebar.
#[derive(Debug)]
pub(super) struct Sidebar {
    tab: Tab,
    /// The list of each tab, at the tab's number.
    lists: [List; TABS.len()],
    rows: Vec<SideRow>,
    /// Whether to scroll so that the selected entry is visible.
    follow: bool,
    /// The extents of quotes that were given to another speaker since the list
    /// was filtered. They stay listed, so that the key that changes the speaker
    /// can be pressed again.
    kept_listed: Vec<Span>,
}

impl Sidebar {
    pub(super) fn new(settings: &Settings) -> Self {
        Self { tab: settings.tab, lists: Default::default(), rows: Vec::new(), follow: true, kept_listed: Vec::new() }
    }

    pub(super) fn tab(&self) -> Tab {
        self.tab
    }

    pub(super) fn rows(&self) -> &[SideRow] {
        &self.rows
    }

    pub(super) fn set_tab(&mut self, tab: Tab) {
        self.tab = tab;
        self.follow = true;
    }

    pub(super) fn list(&self) -> &List {
        self.list_of(self.tab)
    }

    fn list_of(&self, tab: Tab) -> &List {
        // There are as many lists as tabs.
        &self.lists[tab as usize]
    }

    fn list_mut(&mut self, tab: Tab) -> &mut List {
        &mut self.lists[tab as usize]
    }

    pub(super) fn selected(&self) -> Option<&SidebarEntry> {
        let list = self.list();
        list.entries.get(list.selected)
    }

    /// Keeps a quote listed although it may not pass the filter, until the
    /// filter changes.
    pub(super) fn keep_listed(&mut self, quote: Span) {
        if !self.kept_listed.contains(&quote) {
            self.kept_listed.push(quote);
        }
    }

    pub(super) fn keeps_listed(&self, quote: &Quote) -> bool {
        self.kept_listed.contains(&quote.extent())
    }

    /// Lists only what passes the filter again.
    pub(super) fn forget_kept(&mut self) {
        self.kept_listed.clear();
    }

    fn select(&mut self, tab: Tab, wanted: impl Fn(&SidebarEntry) -> bool) {
        let list = self.list_mut(tab);
        if let Some(at) = list.entries.iter().position(wanted) {
            list.selected = at;
            self.follow = true;
        }
    }

    /// Scrolls to the selected entry when the rows are prepared next.
    pub(super) fn follow(&mut self) {
        self.follow = true;
    }

    pub(super) fn select_quote(&mut self, id: QuoteId) {
        self.select(Tab::Quotes, |e| *e == SidebarEntry::Quote(id));
    }

    pub(super) fn select_entity(&mut self, id: EntityId) {
        self.select(Tab::Entities, |e| *e == SidebarEntry::Entity(id));
    }

    /// The quotes in the list of quotes, in the order of the text.
    pub(super) fn listed_quotes(&self) -> Vec<QuoteId> {
        let quote = |entry: &SidebarEntry| if let SidebarEntry::Quote(id) = entry { Some(*id) } else { None };
        let mut quotes: Vec<QuoteId> = self.list_of(Tab::Quotes).entries.iter().filter_map(quote).collect();
        quotes.sort_unstable();
        quotes
    }

    /// The selected entity of the list of entities.
    pub(super) fn listed_entity(&self) -> Option<EntityId> {
        let list = self.list_of(Tab::Entities);
        match list.entries.get(list.selected) {
            Some(SidebarEntry::Entity(id)) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn select_note(&mut self, id: &str) {
        self.select(Tab::Notes, |e| matches!(e, SidebarEntry::Note(known) if known == id));
    }
}

impl App {
    /// The words that filter the entries of the tab; empty if there is no
    /// filter.
    #[must_use]
    pub fn filter(&self) -> &str {
        match &self.mode {
            Mode::Filter(line) => line.text(),
            _ => &self.sidebar.list().filter,
        }
    }

    /// The entries of the tab that is shown, in the order of the list.
    #[must_use]
    pub fn entries(&self) -> &[SidebarEntry] {
        &self.sidebar.list().entries
    }

    /// The index in [`Self::entries`] of the selected entry, if there is one.
    #[must_use]
    pub fn selected_entry(&self) -> Option<usize> {
        let list = self.sidebar.list();
        (list.selected < list.entries.len()).then_some(list.selected)
    }

    /// The filters of the tab in words, for the row of tabs: `only Ann Lee`,
    /// `/harbour`.
    #[must_use]
    pub fn filter_label(&self) -> String {
        let only = self.only.as_ref().filter(|_| self.tab() == Tab::Quotes).map(speakers::SpeakerFilter::words);
        let filter = Some(self.filter()).filter(|words| !words.is_empty()).map(|words| format!("/{words}"));
        only.into_iter().chain(filter).collect::<Vec<_>>().join(" ")
    }

    /// Updates the entries of every tab, and keeps what was selected.
    pub(super) fn list_entries(&mut self) {
        for tab in &TABS {
            self.list_tab(tab.tab);
        }
    }

    fn list_tab(&mut self, tab: Tab) {
        let filter = match &self.mode {
            Mode::Filter(line) if tab == self.sidebar.tab => fold(line.text()),
            _ => fold(&self.sidebar.list_of(tab).filter),
        };
        let mut entries = (TabDef::of(tab).entries)(self);
        if !filter.is_empty() {
            let held = |entry: &SidebarEntry| match entry {
                SidebarEntry::Quote(id) => {
                    self.analysis().and_then(|a| a.quote(*id)).is_some_and(|q| self.sidebar.keeps_listed(q))
                }
                _ => false,
            };
            entries.retain(|entry| held(entry) || fold(&self.entry_words(entry)).contains(&filter));
        }
        let list = self.sidebar.list_mut(tab);
        let kept = list.entries.get(list.selected).and_then(|known| entries.iter().position(|e| e == known));
        list.selected = kept.unwrap_or(list.selected.min(entries.len().saturating_sub(1)));
        if list.top.0 >= entries.len() {
            list.top = (0, 0);
        }
        list.entries = entries;
    }

    /// The words of an entry that a filter searches.
    fn entry_words(&self, entry: &SidebarEntry) -> String {
        let text = self.article.text();
        match entry {
            SidebarEntry::Quote(id) => self.analysis().and_then(|a| a.quote(*id)).map_or_else(String::new, |q| {
                format!("{} {}", q.speaker.as_ref().map_or("", |s| s.name.as_str()), q.words(text))
            }),
            SidebarEntry::Entity(id) => self.analysis().and_then(|a| a.entity(*id)).map_or_else(String::new, |e| {
                let called = self.names_of(*id).join(" ");
                let said = e.role.clone().or_else(|| self.value_of(e)).unwrap_or_default();
                format!("{} {said} {} {called}", e.name, e.kind.name())
            }),
            SidebarEntry::Note(id) => self.notebook().and_then(|n| n.get(id)).map_or_else(String::new, |e| {
                let tags: String = e.annotation.tags.iter().map(|t| format!(" #{t}")).collect();
                format!("{} {}{tags}", e.annotation.exact(), e.annotation.note)
            }),
            SidebarEntry::Block(i) => self.article.blocks().get(*i).map_or("", |b| b.span.of(text)).to_owned(),
            SidebarEntry::Marked(i) => self.marked_words(*i).map_or("", |m| m.span.of(text)).to_owned(),
            SidebarEntry::Link(block, mark) => self
                .link_at(*block, *mark)
                .map_or_else(String::new, |(span, address)| format!("{} {address}", span.of(text))),
        }
    }

    /// The words between quotation marks, not a quote, with this index.
    pub(super) fn marked_words(&self, index: usize) -> Option<&MarkedWords> {
        self.analysis().and_then(|analysis| analysis.marked.get(index))
    }

    /// Goes to what an entry leads to; returns whether it leads anywhere.
    pub(super) fn go_to(&mut self, entry: &SidebarEntry) -> bool {
        match entry {
            SidebarEntry::Quote(id) => self.pick_quote(*id),
            SidebarEntry::Entity(id) => {
                let first = self.analysis().and_then(|a| a.entity(*id)).and_then(|e| e.mentions.first().copied());
                let Some(first) = first else { return false };
                self.pick_mention(first);
            }
            SidebarEntry::Note(id) => self.pick_annotation(&id.clone()),
            SidebarEntry::Block(i) => {
                let Some(block) = self.article.blocks().get(*i) else { return false };
                let at = block.span.start;
                self.jump_to(at);
                self.pick = None;
            }
            SidebarEntry::Marked(i) => {
                let Some(span) = self.marked_words(*i).map(|marked| marked.span) else { return false };
                self.jump_to(span.start);
                self.pick = None;
            }
            SidebarEntry::Link(block, mark) => {
                let Some((span, _)) = self.link_at(*block, *mark) else { return false };
                self.begin_jump(span.start);
                self.put_cursor(span.start);
                self.reveal(span);
                self.pick = None;
            }
        }
        true
    }

    /// Shows the selected entry in the article while the selection moves.
    fn follow_entry(&mut self) {
        self.sidebar.follow = true;
        match self.sidebar.selected().cloned() {
            Some(entry @ (SidebarEntry::Quote(_) | SidebarEntry::Note(_) | SidebarEntry::Link(..))) => {
                self.go_to(&entry);
            }
            Some(SidebarEntry::Entity(id)) => {
                self.entity = Some(id);
                self.pick = None;
            }
            Some(SidebarEntry::Block(_) | SidebarEntry::Marked(_)) | None => {}
        }
    }

    /// Does `action` in the sidebar, which has the focus; returns whether it
    /// means something there.
    pub(super) fn sidebar_action(&mut self, action: Action, times: usize) -> bool {
        let page = usize::from(self.areas.sidebar.height).max(4) / 3;
        let list = self.sidebar.list_mut(self.sidebar.tab);
        let last = list.entries.len().saturating_sub(1);
        match (action, Scroll::of(action, times, page)) {
            (_, Some(scroll)) => {
                list.selected = scroll.from(list.selected, last);
                self.follow_entry();
            }
            (Action::Search, _) => self.open_filter(),
            (Action::Activate, _) => self.enter_entry(),
            _ => return false,
        }
        true
    }

    /// Handles a click on a row of the sidebar: selects its entry and goes to
    /// it.
    pub(super) fn click_entry(&mut self, row: usize) {
        let Some(at) = self.sidebar.rows.get(row).and_then(|r| r.entry) else { return };
        self.sidebar.list_mut(self.sidebar.tab).selected = at;
        let narrow = self.areas.column.is_empty();
        if let Some(entry) = self.sidebar.selected().cloned()
            && self.go_to(&entry)
        {
            self.focus = if narrow { Focus::Article } else { Focus::Sidebar };
        }
        // The entry under the mouse stays where it is.
        self.sidebar.follow = false;
    }

    pub(super) fn open_filter(&mut self) {
        if self.areas.sidebar.is_empty() {
            self.show_tab(self.sidebar.tab);
        }
        self.focus = Focus::Sidebar;
        self.mode = Mode::Filter(TextField::new(&self.sidebar.list().filter));
    }

    /// Shows a tab with only the entries that contain `words`.
    pub(super) fn filter_tab(&mut self, tab: Tab, words: &str) {
        self.show_tab(tab);
        words.clone_into(&mut self.sidebar.list_mut(tab).filter);
        self.filter_changed();
    }

    pub(super) fn filter_changed(&mut self) {
        self.sidebar.forget_kept();
        self.list_tab(self.sidebar.tab);
        self.sidebar.follow = true;
    }

    pub(super) fn filter_key(&mut self, key: Key) -> Vec<Effect> {
        let tab = self.sidebar.tab;
        let Mode::Filter(line) = &mut self.mode else { return Vec::new() };
        match key.code {
            KeyCode::Esc => {
                self.mode = Mode::Read;
                self.sidebar.list_mut(tab).filter.clear();
                self.filter_changed();
            }
            KeyCode::Enter => {
                let words = line.text().to_owned();
                self.mode = Mode::Read;
                self.sidebar.list_mut(tab).filter = words;
                self.filter_changed();
                self.follow_entry();
            }
            KeyCode::Down | KeyCode::Up => {
                let list = self.sidebar.list_mut(tab);
                let at = list.selected;
                let next = if key.code == KeyCode::Down { at + 1 } else { at.saturating_sub(1) };
                list.selected = next.min(list.entries.len().saturating_sub(1));
                self.sidebar.follow = true;
            }
            _ => {
                if line.key(key) {
                    self.filter_changed();
                }
            }
        }
        Vec::new()
    }

    /// Removes the filter of the tab; returns whether there was one.
    pub(super) fn clear_filter(&mut self) -> bool {
        let list = self.sidebar.list_mut(self.sidebar.tab);
        if list.filter.is_empty() {
            return false;
        }
        list.filter.clear();
        self.filter_changed();
        true
    }

    /// Whether an entry is picked in the article.
    fn is_picked(&self, entry: &SidebarEntry) -> bool {
        match (entry, &self.pick) {
            (SidebarEntry::Quote(id), Some(Pick::Quote(picked))) => id == picked,
            (SidebarEntry::Note(id), Some(Pick::Annotation(picked))) => id == picked,
            (SidebarEntry::Entity(id), _) => self.entity == Some(*id),
            _ => false,
        }
    }
}
