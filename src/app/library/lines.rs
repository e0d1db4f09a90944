//! The lines that are typed at the bottom of the library screen: a query, an address, tags, a
//! name.

use super::{LibraryEffect, LibraryScreen, Tone};
use crate::app::key::{Key, KeyCode};
use crate::app::text_field::TextField;

/// What a line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineKind {
    /// A query; `before` is the one before.
    Filter {
        /// The query before.
        before: String,
    },
    /// An address, a file or a folder to add.
    Add,
    /// The tags of the article with this identity.
    Tags(String),
    /// A name for the query.
    SaveSearch,
}

/// A line that is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// What was typed.
    pub field: TextField,
}

impl Line {
    /// The words before it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.kind {
            LineKind::Filter { .. } => "Find: ",
            LineKind::Add => "Add an address or a file: ",
            LineKind::Tags(_) => "Tags: ",
            LineKind::SaveSearch => "Name of this search: ",
        }
    }
}

impl LibraryScreen {
    /// The line that is typed, if one is.
    #[must_use]
    pub fn line(&self) -> Option<&Line> {
        self.line.as_ref()
    }

    pub(super) fn open_line(&mut self, kind: LineKind, text: &str) {
        self.line = Some(Line { kind, field: TextField::new(text) });
    }

    pub(super) fn line_key(&mut self, key: Key) -> Vec<LibraryEffect> {
        let Some(line) = &mut self.line else { return Vec::new() };
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => self.leave_line(),
            (KeyCode::Enter, _) => self.take_line(),
            (KeyCode::Down | KeyCode::Up, _) if matches!(line.kind, LineKind::Filter { .. }) => {
                self.move_selection(if key.code == KeyCode::Down { 1 } else { -1 })
            }
            _ if line.field.key(key) => self.line_changed(),
            _ => Vec::new(),
        }
    }

    /// Follows what is typed: a query is answered while it is typed.
    pub(super) fn line_changed(&mut self) -> Vec<LibraryEffect> {
        let Some(Line { kind: LineKind::Filter { .. }, field }) = &self.line else { return Vec::new() };
        self.filter = field.text().to_owned();
        self.selected = 0;
        self.top = 0;
        vec![self.list()]
    }

    fn leave_line(&mut self) -> Vec<LibraryEffect> {
        match self.line.take().map(|line| line.kind) {
            Some(LineKind::Filter { before }) => {
                self.filter = before;
                vec![self.list()]
            }
            _ => Vec::new(),
        }
    }

    fn take_line(&mut self) -> Vec<LibraryEffect> {
        let Some(Line { kind, field }) = self.line.take() else { return Vec::new() };
        let text = field.text().trim().to_owned();
        match kind {
            LineKind::Filter { .. } => {
                if let Some(problem) = self.filter_problem.clone() {
                    self.say(Tone::Error, problem);
                }
                Vec::new()
            }
            LineKind::Add if text.is_empty() => Vec::new(),
            LineKind::Add => {
                self.say(Tone::Info, format!("adding {text}…"));
                vec![LibraryEffect::Add(text)]
            }
            LineKind::Tags(identity) => self.take_tags(&identity, &text),
            LineKind::SaveSearch if text.is_empty() => Vec::new(),
            LineKind::SaveSearch => {
                let query = self.whole_query();
                let query = if query.is_empty() { None } else { Some(query) };
                vec![LibraryEffect::SaveSearch(text, query)]
            }
        }
    }
}
