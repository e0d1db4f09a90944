//! Keys while the help is open: letters filter it, the others scroll it or close it.

use super::key::{Key, KeyCode};
use super::mode::Mode;
use super::{App, Effect};

impl App {
    /// Handles a key while the help is open.
    pub(super) fn help_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Help(view) = &mut self.mode else { return Vec::new() };
        let is_empty = view.line.text().is_empty();
        let edits = match (key.code, key.ctrl) {
            (KeyCode::Esc, _) if !is_empty => {
                view.line = Default::default();
                view.top = 0;
                return Vec::new();
            }
            (KeyCode::Esc | KeyCode::Enter, _) | (KeyCode::Char('?'), false) => {
                self.mode = Mode::Read;
                return Vec::new();
            }
            (KeyCode::Char(' '), false) => !is_empty,
            (KeyCode::Backspace, _) => true,
            (KeyCode::Char('w' | 'u'), true) => !is_empty,
            _ => key.typed().is_some(),
        };
        if edits {
            view.line.key(key);
            view.top = 0;
            return Vec::new();
        }
        self.bound_key(key)
    }
}
