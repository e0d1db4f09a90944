//! What each action does in the library.

use super::lines::LineKind;
use super::{Before, LibraryEffect, LibraryScreen, Pane, Tone};
use crate::app::Action;
use crate::app::help::Help;
use crate::app::mode::HelpView;
use crate::app::scroll::Scroll;
use crate::app::tag_line;
use pullquote_library::store::{ArticleRow, SortColumn};

/// The most changes that can be undone.
const UNDO: usize = 200;

impl LibraryScreen {
    pub(super) fn perform(&mut self, action: Action, count: Option<usize>) -> Vec<LibraryEffect> {
        let times = count.unwrap_or(1);
        if self.help.is_some() && self.help_action(action, times) {
            return Vec::new();
        }
        self.help = None;
        if let Some(effects) = self.movement(action, count) {
            return effects;
        }
        match action {
            Action::OpenArticle if self.pane == Pane::Views => self.pane = Pane::Articles,
            Action::OpenArticle => return self.open_selected(),
            Action::FilterArticles => {
                let before = self.filter.clone();
                self.open_line(LineKind::Filter { before: before.clone() }, &before);
            }
            Action::AddAddress => self.open_line(LineKind::Add, ""),
            Action::ReadOrUnread => return self.toggle(Before::Read),
            Action::Star => return self.toggle(Before::Starred),
            Action::Trash => return self.toggle(Before::Trashed),
            Action::ArticleTags => {
                if let Some(row) = self.selected_row().cloned() {
                    self.open_line(LineKind::Tags(row.identity), &tag_line::line(&row.tags));
                }
            }
            Action::UndoInLibrary => return self.undo(),
            Action::Sort => {
                let at = SortColumn::ALL.iter().position(|column| *column == self.sort.column).unwrap_or(0);
                self.sort.column = SortColumn::ALL.get(at + 1).copied().unwrap_or_default();
                return self.sorted();
            }
            Action::SortReversed => {
                self.sort.reversed = !self.sort.reversed;
                return self.sorted();
            }
            Action::SaveSearch => {
                if self.whole_query().is_empty() {
                    self.say(Tone::Info, "there is no query to save; / types one");
                } else {
                    self.open_line(LineKind::SaveSearch, "");
                }
            }
            Action::Sync => {
                self.say(Tone::Info, "bringing feeds and notes up to date…");
                return vec![LibraryEffect::Sync];
            }
            Action::OpenSource => return self.browse(),
            Action::NextPane | Action::PreviousPane => {
                self.pane = if self.pane == Pane::Views { Pane::Articles } else { Pane::Views };
            }
            Action::NextTheme => return vec![LibraryEffect::NextTheme],
            Action::Help => self.help = Some(HelpView::default()),
            Action::Redraw => return vec![LibraryEffect::Redraw],
            Action::Suspend => return vec![LibraryEffect::Suspend],
            Action::Cancel => return self.cancel(),
            Action::Library if self.can_go_back => return vec![LibraryEffect::Back],
            Action::Library => self.say(Tone::Info, "no article was open before; enter opens one"),
            Action::Back | Action::Quit => return vec![LibraryEffect::Quit],
            _ => {}
        }
        Vec::new()
    }

    /// Moves the selection, if `action` does.
    fn movement(&mut self, action: Action, count: Option<usize>) -> Option<Vec<LibraryEffect>> {
        let (length, at) = match self.pane {
            Pane::Views => (self.views.len(), self.view),
            Pane::Articles => (self.ids.len(), self.selected),
        };
        let last = length.saturating_sub(1);
        let to = match (action, count) {
            (Action::Top, Some(n)) => n.saturating_sub(1).min(last),
            (Action::Bottom, Some(percent)) => last * percent.min(100) / 100,
            _ => Scroll::of(action, count.unwrap_or(1), usize::from(self.list_rows()).max(1))?.from(at, last),
        };
        if self.pane == Pane::Views {
            return Some(self.open_view(to));
        }
        self.selected = to;
        Some(Vec::new())
    }

    /// Moves the selection among the articles by this many rows.
    pub(super) fn move_selection(&mut self, rows: isize) -> Vec<LibraryEffect> {
        self.selected = self.selected.saturating_add_signed(rows).min(self.ids.len().saturating_sub(1));
        Vec::new()
    }

    /// Shows the articles of a list at the left.
    pub(super) fn open_view(&mut self, at: usize) -> Vec<LibraryEffect> {
        if at == self.view {
            return Vec::new();
        }
        self.view = at;
        self.selected = 0;
        self.top = 0;
        vec![self.list()]
    }

    pub(super) fn open_selected(&mut self) -> Vec<LibraryEffect> {
        if self.is_empty() {
            return vec![LibraryEffect::OpenSample];
        }
        self.selected_row().map(|row| LibraryEffect::Open(Box::new(row.clone()))).into_iter().collect()
    }

    fn browse(&mut self) -> Vec<LibraryEffect> {
        match self.selected_row().map(|row| row.url.clone()) {
            Some(Some(address)) => vec![LibraryEffect::Browse(address)],
            Some(None) => {
                self.say(Tone::Info, "this article has no address");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn sorted(&mut self) -> Vec<LibraryEffect> {
        self.wanted = self.selected_id();
        vec![self.list()]
    }

    /// Changes a state of the selected article to its opposite.
    fn toggle(&mut self, what: fn(ArticleRow) -> Before) -> Vec<LibraryEffect> {
        let Some(row) = self.selected_row().cloned() else { return Vec::new() };
        let before = what(row);
        let (effect, said) = opposite(&before);
        self.remember(before);
        self.say(Tone::Info, said);
        vec![effect]
    }

    fn remember(&mut self, before: Before) {
        if self.undo.len() == UNDO {
            self.undo.remove(0);
        }
        self.undo.push(before);
    }

    pub(super) fn take_tags(&mut self, identity: &str, text: &str) -> Vec<LibraryEffect> {
        if let Some(row) = self.rows.values().find(|row| row.identity == identity).cloned() {
            self.remember(Before::Tags(row));
        }
        vec![LibraryEffect::SetTags(identity.to_owned(), tag_line::tags(text))]
    }

    /// Takes the last change back.
    fn undo(&mut self) -> Vec<LibraryEffect> {
        let Some(before) = self.undo.pop() else {
            self.say(Tone::Info, "nothing to undo");
            return Vec::new();
        };
        let (row, effect) = match before {
            Before::Read(row) => (row.clone(), LibraryEffect::SetRead(row.identity, row.read)),
            Before::Starred(row) => (row.clone(), LibraryEffect::SetStarred(row.identity, row.starred)),
            Before::Trashed(row) => (row.clone(), LibraryEffect::SetTrashed(row.identity, row.trashed)),
            Before::Tags(row) => (row.clone(), LibraryEffect::SetTags(row.identity, row.tags)),
        };
        self.wanted = Some(row.id);
        self.say(Tone::Info, format!("undone: {}", named(&row)));
        vec![effect]
    }

    fn cancel(&mut self) -> Vec<LibraryEffect> {
        if self.filter.is_empty() {
            return Vec::new();
        }
        self.filter.clear();
        self.wanted = self.selected_id();
        vec![self.list()]
    }

    /// The query of the open list and the one that was typed.
    pub(super) fn whole_query(&self) -> String {
        let of_view = self.views.get(self.view).map(|view| view.query.as_str()).unwrap_or_default();
        [of_view, self.filter.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn help_action(&mut self, action: Action, times: usize) -> bool {
        let last = Help::of_library(&self.keymap, self.size).last_top;
        let page = usize::from(self.size.1).saturating_sub(6).max(1);
        let Some(view) = &mut self.help else { return false };
        if let Some(scroll) = Scroll::of(action, times, page) {
            view.top = scroll.from(view.top, last);
            return true;
        }
        let closes = matches!(action, Action::Help | Action::Back | Action::Cancel);
        if closes {
            self.help = None;
        }
        closes
    }
}

/// The effect that changes the state to its opposite, and what a person is told.
fn opposite(before: &Before) -> (LibraryEffect, String) {
    match before {
        Before::Read(row) => (
            LibraryEffect::SetRead(row.identity.clone(), !row.read),
            format!("{}: {}", if row.read { "unread" } else { "read" }, named(row)),
        ),
        Before::Starred(row) => (
            LibraryEffect::SetStarred(row.identity.clone(), !row.starred),
            format!("{}: {}", if row.starred { "no star" } else { "star" }, named(row)),
        ),
        Before::Trashed(row) => (
            LibraryEffect::SetTrashed(row.identity.clone(), !row.trashed),
            format!("{}: {}", if row.trashed { "out of the trash" } else { "in the trash" }, named(row)),
        ),
        Before::Tags(row) => (LibraryEffect::SetTags(row.identity.clone(), row.tags.clone()), named(row)),
    }
}

/// The title of an article or, without one, what opens it.
fn named(row: &ArticleRow) -> String {
    if row.title.is_empty() { row.source.clone() } else { row.title.clone() }
}
