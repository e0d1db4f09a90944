//! A line of text that is being typed, with a cursor.

use super::key::{Key, KeyCode};
use pullquote_article::text::graphemes;

/// A line of text with a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextField {
    text: String,
    cursor: usize,
    /// Whether all of the text is selected: the next letter replaces it.
    selected: bool,
}

impl TextField {
    /// A line that holds `text`, with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// A line that holds `text`, all of it selected, so that typing replaces it.
    #[must_use]
    pub fn selected(text: &str) -> Self {
        Self { selected: !text.is_empty(), ..Self::new(text) }
    }

    /// Whether all of the text is selected.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte before which the cursor is.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Inserts `text` at the cursor. Line breaks and tabs become spaces; other
    /// control characters are dropped.
    pub fn insert(&mut self, text: &str) {
        self.replace_selected();
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !c.is_control() {
                self.text.insert(self.cursor, c);
                self.cursor += c.len_utf8();
            }
        }
        // A pasted combining mark may have joined the character before the
        // cursor.
        self.cursor = graphemes::ceil_boundary(&self.text, self.cursor);
    }

    /// Replaces the bytes from `from` up to the cursor by `with`.
    pub fn replace_back_to(&mut self, from: usize, with: &str) {
        self.selected = false;
        let from = graphemes::floor_boundary(&self.text, from.min(self.cursor));
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        self.insert(with);
    }

    /// Does what `key` does in a line of text; returns whether it did anything.
    pub fn key(&mut self, key: Key) -> bool {
        let before = (self.text.len(), self.cursor, self.selected);
        let deletes = matches!(
            (key.code, key.ctrl),
            (KeyCode::Backspace | KeyCode::Delete, _) | (KeyCode::Char('w' | 'd'), true)
        );
        if self.selected && deletes {
            self.replace_selected();
            return true;
        }
        if key.typed().is_none() {
            self.selected = false;
        }
        match (key.code, key.ctrl) {
            (KeyCode::Left, false) | (KeyCode::Char('b'), true) => {
                self.cursor = graphemes::previous(&self.text, self.cursor)
            }
            (KeyCode::Right, false) | (KeyCode::Char('f'), true) => {
                self.cursor = graphemes::next(&self.text, self.cursor)
            }
            (KeyCode::Left, true) => self.cursor = self.word_before(),
            (KeyCode::Right, true) => self.cursor = self.word_after(),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => self.cursor = 0,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.cursor = self.text.len(),
            (KeyCode::Backspace, false) => self.cut(graphemes::previous(&self.text, self.cursor), self.cursor),
            (KeyCode::Delete, _) | (KeyCode::Char('d'), true) => {
                self.cut(self.cursor, graphemes::next(&self.text, self.cursor))
            }
            (KeyCode::Char('w'), true) | (KeyCode::Backspace, true) => self.cut(self.word_before(), self.cursor),
            (KeyCode::Char('u'), true) => self.cut(0, self.cursor),
            (KeyCode::Char('k'), true) => self.cut(self.cursor, self.text.len()),
            _ => {
                if let Some(c) = key.typed() {
                    self.insert(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
        before != (self.text.len(), self.cursor, self.selected)
    }

    /// Empties the line if its text is selected.
    fn replace_selected(&mut self) {
        if std::mem::take(&mut self.selected) {
            self.text.clear();
            self.cursor = 0;
        }
    }

    fn cut(&mut self, from: usize, to: usize) {
        if self.text.get(from..to).is_some() {
            self.text.replace_range(from..to, "");
            self.cursor = from;
        }
    }

    fn word_before(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or("").trim_end();
        before.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(i, c)| i + c.len_utf8())
    }

    fn word_after(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or("");
        let word = after.len() - after.trim_start().len();
        let rest = after.get(word..).unwrap_or("");
        self.cursor + word + rest.find(char::is_whitespace).unwrap_or(rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(line: &mut TextField, keys: &[&str]) {
        for key in keys {
            line.key(key.parse().unwrap());
        }
    }

    #[test]
    fn editing_steps_over_whole_grapheme_clusters() {
        let mut line = TextField::new("a 👨‍👩‍👧e\u{301}");
        press(&mut line, &["left", "backspace"]);
        assert_eq!(line.text(), "a e\u{301}");
        press(&mut line, &["home", "delete", "end", "x"]);
        assert_eq!(line.text(), " e\u{301}x");
    }

    #[test]
    fn typing_replaces_a_selected_text_and_moving_keeps_it() {
        let mut line = TextField::selected("Ann Lee");
        press(&mut line, &["B", "o"]);
        assert_eq!(line.text(), "Bo");
        let mut line = TextField::selected("Ann Lee");
        press(&mut line, &["backspace"]);
        assert_eq!(line.text(), "");
        let mut line = TextField::selected("Ann Lee");
        press(&mut line, &["end", "s"]);
        assert_eq!(line.text(), "Ann Lees");
    }

    #[test]
    fn steps_and_deletions_by_words_and_to_the_ends() {
        let mut line = TextField::new("one two  three");
        press(&mut line, &["ctrl-w"]);
        assert_eq!(line.text(), "one two  ");
        press(&mut line, &["ctrl-w", "ctrl-left", "ctrl-k"]);
        assert_eq!(line.text(), "");
    }

    #[test]
    fn a_pasted_text_is_one_line() {
        let mut line = TextField::new("a\nb\u{1b}[31m\tc");
        assert_eq!(line.text(), "a b[31m c");
        line.replace_back_to(2, "dé");
        assert_eq!((line.text(), line.cursor()), ("a dé", 5));
    }
}
