//! What each action does in the library.

use super::lines::LineKind;
use super::{LibraryEffect, LibraryScreen, Pane, Tone, Undo};
use crate::app::Action;
use crate::app::action::KeyMode;
use crate::app::help::Help;
use crate::app::key::Key;
use crate::app::mode::{HelpView, Mode};
use crate::app::palette::{Palette, PaletteAnswer, PaletteChoice, PaletteRow, theme_rows};
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
            Action::ReadOrUnread => return self.toggle(Toggle::Read),
            Action::ReadAll => return vec![LibraryEffect::ReadAll(self.query().0)],
            Action::Star => return self.toggle(Toggle::Starred),
            Action::Trash => return self.toggle(Toggle::Trashed),
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
                if let Some(problem) = self.filter_problem.clone() {
                    self.say(Tone::Error, problem);
                } else if self.whole_query().is_empty() {
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
            Action::Palette => self.palette = Some(Palette::new(self.palette_rows(), Mode::Read)),
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
        let Some(row) = self.selected_row() else { return Vec::new() };
        vec![LibraryEffect::Open { row: Box::new(row.clone()), query: self.query().0 }]
    }

    /// The rows of the palette: what the keys do, and the lists at the left.
    fn palette_rows(&self) -> Vec<PaletteRow> {
        let here = |action: &&Action| action.modes().contains(&KeyMode::Library) && **action != Action::Palette;
        let actions = Action::ALL.iter().filter(here).map(|action| PaletteRow {
            words: action.help().to_owned(),
            kind: action.name().to_owned(),
            keys: self.keymap.hint(*action),
            choice: PaletteChoice::Action(*action),
        });
        let views = self.views.iter().map(|view| PaletteRow {
            words: view.name.clone(),
            kind: "list".to_owned(),
            keys: String::new(),
            choice: PaletteChoice::View(view.name.clone()),
        });
        actions.chain(views).chain(theme_rows()).collect()
    }

    pub(super) fn palette_key(&mut self, key: Key) -> Vec<LibraryEffect> {
        let Some(palette) = &mut self.palette else { return Vec::new() };
        let answer = palette.key(key);
        if answer != PaletteAnswer::Stay {
            self.palette = None;
        }
        match answer {
            PaletteAnswer::Take(Some(PaletteChoice::Action(action))) => self.perform(action, None),
            PaletteAnswer::Take(Some(PaletteChoice::Theme(theme))) => vec![LibraryEffect::Theme(theme)],
            PaletteAnswer::Take(Some(PaletteChoice::View(name))) => {
                let at = self.views.iter().position(|view| view.name == name);
                at.map(|at| self.open_view(at)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
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
    fn toggle(&mut self, what: Toggle) -> Vec<LibraryEffect> {
        let Some(row) = self.selected_row().cloned() else { return Vec::new() };
        let is = what.is(&row);
        self.say(Tone::Info, format!("{}: {}", what.words(!is), named(&row)));
        let effect = what.effect(&row, !is);
        let back = what.effect(&row, is);
        self.remember(Undo { what: named(&row), id: Some(row.id), effect: back });
        vec![effect]
    }

    /// Remembers how to undo a change.
    fn remember(&mut self, undo: Undo) {
        if self.undo.len() == UNDO {
            self.undo.remove(0);
        }
        self.undo.push(undo);
    }

    /// Says that all articles of the list are read now, and remembers which were not.
    pub(super) fn say_all_read(&mut self, identities: Vec<String>) {
        let what = match identities.len() {
            0 => return self.say(Tone::Info, "all articles of this list are read"),
            1 => "1 article".to_owned(),
            many => format!("{many} articles"),
        };
        let undo = self.keymap.hint(Action::UndoInLibrary);
        self.say(Tone::Info, format!("read: {what}; {undo} takes it back"));
        self.remember(Undo { what, id: None, effect: LibraryEffect::SetRead(identities, false) });
    }

    pub(super) fn take_tags(&mut self, identity: &str, text: &str) -> Vec<LibraryEffect> {
        if let Some(row) = self.rows.values().find(|row| row.identity == identity).cloned() {
            let back = LibraryEffect::SetTags(row.identity.clone(), row.tags.clone());
            self.remember(Undo { what: named(&row), id: Some(row.id), effect: back });
        }
        vec![LibraryEffect::SetTags(identity.to_owned(), tag_line::tags(text))]
    }

    /// Takes the last change back.
    fn undo(&mut self) -> Vec<LibraryEffect> {
        let Some(Undo { what, id, effect }) = self.undo.pop() else {
            self.say(Tone::Info, "nothing to undo");
            return Vec::new();
        };
        self.wanted = id;
        self.say(Tone::Info, format!("undone: {what}"));
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

    /// The query of the open list and the one that was typed, as one text: it finds what both find.
    pub(super) fn whole_query(&self) -> String {
        let of_view = self.views.get(self.view).map(|view| view.query.as_str()).unwrap_or_default();
        match (of_view, self.filter.trim()) {
            (query, "") | ("", query) => query.to_owned(),
            // `OR` binds weaker than the space between the two.
            (first, second) => {
                let grouped = |part: &str| if part.contains("OR") { format!("({part})") } else { part.to_owned() };
                format!("{} {}", grouped(first), grouped(second))
            }
        }
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

/// A state of an article that a key turns on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Toggle {
    Read,
    Starred,
    Trashed,
}

impl Toggle {
    /// Whether the article is in this state.
    fn is(self, row: &ArticleRow) -> bool {
        match self {
            Toggle::Read => row.read,
            Toggle::Starred => row.starred,
            Toggle::Trashed => row.trashed,
        }
    }

    /// The effect that puts the article into this state, or takes it out.
    fn effect(self, row: &ArticleRow, on: bool) -> LibraryEffect {
        let identity = row.identity.clone();
        match self {
            Toggle::Read => LibraryEffect::SetRead(vec![identity], on),
            Toggle::Starred => LibraryEffect::SetStarred(identity, on),
            Toggle::Trashed => LibraryEffect::SetTrashed(identity, on),
        }
    }

    /// What a person is told when the state is turned on or off.
    fn words(self, on: bool) -> &'static str {
        match (self, on) {
            (Toggle::Read, true) => "read",
            (Toggle::Read, false) => "unread",
            (Toggle::Starred, true) => "star",
            (Toggle::Starred, false) => "no star",
            (Toggle::Trashed, true) => "in the trash",
            (Toggle::Trashed, false) => "out of the trash",
        }
    }
}

/// The title of an article or, without one, what opens it.
fn named(row: &ArticleRow) -> String {
    if row.title.is_empty() { row.source.clone() } else { row.title.clone() }
}
