//! What the library screen shows, for drawing.

use super::{LibraryScreen, Pane, Tone, WIDE};
use crate::app::Keymap;
use crate::app::action::{Situation, hints_in};
use crate::app::help::Help;
use crate::app::mode::HelpView;
use crate::app::palette::Palette;
use crate::app::status::Hint;
use pullquote_library::store::{ArticleRow, Sort, SortColumn, View};

/// The cells of the lists at the left, with the divider.
const VIEWS: u16 = 27;
/// The rows of a screen from which the preview is shown.
const TALL: u16 = 20;

/// A column of the list of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What it shows.
    pub column: SortColumn,
    /// Its heading.
    pub heading: &'static str,
    /// Its cells; the title takes what is left.
    pub cells: u16,
    /// Whether it is a number, which is at the right.
    pub right: bool,
}

/// Every column but the title, in the order in which they are given up where there is no room: the last
/// one first.
const COLUMNS: [Column; 8] = [
    Column { column: SortColumn::Date, heading: "date", cells: 10, right: false },
    Column { column: SortColumn::Quotes, heading: "quotes", cells: 6, right: true },
    Column { column: SortColumn::Notes, heading: "notes", cells: 5, right: true },
    Column { column: SortColumn::Site, heading: "site", cells: 14, right: false },
    Column { column: SortColumn::Progress, heading: "read", cells: 5, right: true },
    Column { column: SortColumn::Length, heading: "words", cells: 6, right: true },
    Column { column: SortColumn::Author, heading: "author", cells: 14, right: false },
    Column { column: SortColumn::Added, heading: "added", cells: 10, right: false },
];

/// The fewest cells of the title.
const TITLE: u16 = 30;

/// The columns that fit into `cells` beside the title, and the cells of the title.
#[must_use]
pub fn columns_for(cells: u16) -> (u16, Vec<Column>) {
    let mut left = cells.saturating_sub(3);
    let mut fitting = Vec::new();
    for column in COLUMNS {
        if left.saturating_sub(column.cells + 2) < TITLE {
            break;
        }
        left -= column.cells + 2;
        fitting.push(column);
    }
    // On the screen in the order that people read.
    let order = [
        SortColumn::Site,
        SortColumn::Author,
        SortColumn::Date,
        SortColumn::Added,
        SortColumn::Length,
        SortColumn::Progress,
        SortColumn::Quotes,
        SortColumn::Notes,
    ];
    fitting.sort_by_key(|column| order.iter().position(|of| *of == column.column));
    (left, fitting)
}

impl LibraryScreen {
    /// The size of the screen in cells: columns, rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The cells of the lists at the left, with the divider; 0 if they are not shown.
    #[must_use]
    pub fn views_width(&self) -> u16 {
        match (self.size.0 >= WIDE, &self.pane) {
            (true, _) => VIEWS.min(self.size.0 / 3),
            (false, Pane::Views) => self.size.0,
            (false, Pane::Articles) => 0,
        }
    }

    /// The rows of the preview below the list, with its rule; 0 if there is none.
    #[must_use]
    pub fn preview_rows(&self) -> u16 {
        if self.size.1 < TALL { 0 } else { (self.size.1 / 3).min(14) }
    }

    /// The rows for articles.
    #[must_use]
    pub fn list_rows(&self) -> u16 {
        self.size.1.saturating_sub(3 + self.preview_rows())
    }

    /// Whether the lists at the left have the keys.
    #[must_use]
    pub fn views_have_keys(&self) -> bool {
        self.pane == Pane::Views
    }

    /// The lists at the left from the first that is shown: each with whether it is open.
    pub fn shown_views(&self) -> impl Iterator<Item = (&View, bool)> {
        self.views.iter().enumerate().map(|(at, view)| (view, at == self.view)).skip(self.first_view())
    }

    /// The first list that is shown.
    pub(super) fn first_view(&self) -> usize {
        (self.view + 1).saturating_sub(usize::from(self.size.1.saturating_sub(2)))
    }

    /// The name of the open list.
    #[must_use]
    pub fn view_name(&self) -> &str {
        self.views.get(self.view).map(|view| view.name.as_str()).unwrap_or_default()
    }

    /// The articles that are shown: each with its row, if it is known, and whether it is
    /// selected.
    pub fn shown_rows(&self) -> impl Iterator<Item = (Option<&ArticleRow>, bool)> {
        let in_view = self.ids.iter().enumerate().skip(self.top).take(usize::from(self.list_rows()));
        in_view.map(|(at, id)| (self.rows.get(id), at == self.selected))
    }

    /// The number of articles in the list.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.ids.len()
    }

    /// The order of the list.
    #[must_use]
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The query that was typed.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// What is wrong with the query that is typed.
    #[must_use]
    pub fn filter_problem(&self) -> Option<&str> {
        self.filter_problem.as_deref()
    }

    /// The preview of the selected article: the beginning of its text and its speakers.
    #[must_use]
    pub fn preview(&self) -> Option<(&str, &[(String, usize)])> {
        let preview = self.preview.as_ref().filter(|preview| Some(preview.id) == self.selected_id())?;
        Some((preview.text.as_str(), preview.speakers.as_slice()))
    }

    /// The message, and whether it is an error.
    #[must_use]
    pub fn message(&self) -> Option<(&str, bool)> {
        self.message.as_ref().map(|(words, tone)| (words.as_str(), *tone == Tone::Error))
    }

    /// Which keys do what.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The palette, if it is open.
    #[must_use]
    pub fn palette(&self) -> Option<&Palette> {
        self.palette.as_ref()
    }

    /// The help, if it is open.
    #[must_use]
    pub fn help(&self) -> Option<(Help, HelpView)> {
        self.help.map(|view| (Help::of_library(&self.keymap, self.size), view))
    }

    /// The keys that are useful now.
    #[must_use]
    pub fn hints(&self) -> Vec<Hint> {
        let situation = if self.pane == Pane::Views { Situation::Views } else { Situation::Articles };
        let hints = hints_in(situation).into_iter();
        let hint = |(_, action, label)| Hint { keys: self.keymap.hint(action), label, action: Some(action) };
        hints.map(hint).filter(|hint| !hint.keys.is_empty()).collect()
    }

    /// Whether the library has no article at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.filter.is_empty() && self.view == 0
    }
}
