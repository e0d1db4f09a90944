//! Search in the text. It searches the text itself, so line breaks of the
//! layout do not matter, and folds letters, so the shape of quotation marks and
//! dashes does not matter either.

use unicode_normalization::UnicodeNormalization;

use super::mode::{Mode, Prompt, PromptKind};
use super::scroll::Scroll;
use super::{App, Focus, Pick, Tone};
use pullquote_article::Span;
use pullquote_article::text::fold::{Folded, fold};

/// Texts longer than this many bytes are searched when Enter is pressed, not at
/// every letter.
const WHILE_TYPING: usize = 400_000;
/// The most matches that are kept.
const MOST: usize = 100_000;

/// The words that were searched for, and the matches.
#[derive(Debug, Default)]
pub(super) struct Search {
    words: String,
    matches: Vec<Span>,
    /// The byte with the cursor when the search began.
    from: usize,
    /// The byte at the top of the screen when the search began; leaving the
    /// search goes back there.
    top: usize,
}

impl Search {
    pub(super) fn matches(&self) -> &[Span] {
        &self.matches
    }

    /// Whether there are matches to show.
    pub(super) fn is_shown(&self) -> bool {
        !self.matches.is_empty()
    }

    /// The bytes to which leaving the search goes back: that of the cursor, and the one at the
    /// top of the screen.
    pub(super) fn begun_at(&self) -> [usize; 2] {
        [self.from, self.top]
    }

    /// Repeats the search in `text`, which has replaced the text that was
    /// searched.
    pub(super) fn in_text(&mut self, text: &str, begun_at: [usize; 2]) {
        [self.from, self.top] = begun_at;
        if self.is_shown() {
            self.matches = find(text, &self.words);
        }
    }

    pub(super) fn clear(&mut self) {
        self.matches.clear();
    }
}

/// The spans of `words` in `text`, in order and without overlaps; at most
/// 100,000. Case makes a difference only if `words` has a capital letter.
#[must_use]
pub fn find(text: &str, words: &str) -> Vec<Span> {
    let needle = fold(words);
    if needle.is_empty() {
        return Vec::new();
    }
    let cased = words.chars().any(char::is_uppercase);
    let letters_wanted = letters(words);
    let folded = Folded::new(text);
    folded
        .as_str()
        .match_indices(&needle)
        .map(|(at, found)| folded.span(at..at + found.len()))
        .filter(|span| !cased || letters(span.of(text)) == letters_wanted)
        .take(MOST)
        .collect()
}

/// The letters and digits of `text`, with compatibility characters (NFKC)
/// replaced.
fn letters(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).collect()
}

impl App {
    pub(super) fn open_search(&mut self) {
        (self.search.from, self.search.top) = (self.cursor(), self.reading.anchor);
        self.mode = Mode::Prompt(Prompt::new(PromptKind::Search, ""));
    }

    /// Searches after every typed letter, and scrolls to the first match.
    pub(super) fn search_while_typing(&mut self, words: &str) {
        if self.article.text().len() > WHILE_TYPING {
            return;
        }
        self.search.matches = find(self.article.text(), words);
        let from = self.search.from;
        let next = self.search.matches.iter().position(|m| m.start >= from).or(self.search.matches.first().map(|_| 0));
        match next {
            Some(i) => self.pick_match(i),
            None => self.show_from_search_start(),
        }
    }

    pub(super) fn search_left(&mut self) {
        self.search.clear();
        if matches!(self.pick, Some(Pick::Match(_))) {
            self.pick = None;
        }
        self.show_from_search_start();
    }

    fn show_from_search_start(&mut self) {
        match self.search.top {
            0 => self.scroll(Scroll::Top),
            top => self.show_from(top),
        }
        self.put_cursor(self.search.from);
    }

    /// Does what Enter does in the search prompt: goes to the first match at or
    /// after the byte where the search began. An empty line repeats the last
    /// search.
    pub(super) fn search_for(&mut self, words: &str) {
        let words = if words.trim().is_empty() { self.search.words.clone() } else { words.to_owned() };
        if words.is_empty() {
            return;
        }
        self.search.matches = find(self.article.text(), &words);
        self.search.words = words;
        let from = self.search.from;
        if self.search.matches.is_empty() {
            let words = self.search.words.clone();
            self.say(Tone::Info, format!("“{}” is not in the text", words.trim()));
            if matches!(self.pick, Some(Pick::Match(_))) {
                self.pick = None;
            }
            return;
        }
        self.focus = Focus::Article;
        let at = self.search.matches.partition_point(|m| m.start < from);
        if at == self.search.matches.len() {
            self.say(Tone::Info, "from the beginning again");
        }
        self.pick_match(at % self.search.matches.len());
    }

    fn pick_match(&mut self, index: usize) {
        if let Some(span) = self.search.matches.get(index).copied() {
            self.pick_at(Pick::Match(index), span);
        }
    }

    /// Picks the match `times` after or before the picked one; after the last
    /// comes the first.
    pub(super) fn walk_matches(&mut self, times: usize, on: bool) {
        if self.search.matches.is_empty() && !self.search.words.is_empty() {
            self.search.matches = find(self.article.text(), &self.search.words);
        }
        let len = self.search.matches.len();
        if len == 0 {
            let key = self.keymap().hint(super::Action::Search);
            let words = self.search.words.trim();
            let why = if words.is_empty() {
                format!("there is nothing to find; {key} searches")
            } else {
                format!("“{words}” is not in the text")
            };
            self.say(Tone::Info, why);
            return;
        }
        let picked = match self.pick {
            Some(Pick::Match(i)) => Some(i),
            _ => None,
        };
        let top = self.place();
        let before = self.search.matches.partition_point(|m| m.start < top);
        let times = times % len.max(1) + if times.is_multiple_of(len) { len } else { 0 };
        let (target, wrapped) = match (picked, on) {
            (Some(at), true) => (at + times, at + times >= len),
            (Some(at), false) => (at + 2 * len - times, at < times),
            (None, true) => (before + times - 1, before + times > len),
            (None, false) => (before + 2 * len - times, before < times),
        };
        if wrapped {
            self.say(Tone::Info, if on { "from the beginning again" } else { "from the end again" });
        }
        self.leave_selecting();
        self.pick_match(target % len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_ignores_line_breaks_and_the_shape_of_punctuation() {
        let text = "He said: “We’re  here”\nnow — at last";
        assert_eq!(
            find(text, "\"we're here\" now - at").iter().map(|s| s.of(text)).collect::<Vec<_>>(),
            ["“We’re  here”\nnow — at"]
        );
    }

    #[test]
    fn a_capital_letter_makes_search_case_sensitive() {
        let text = "May may MAY";
        assert_eq!(find(text, "may").len(), 3);
        assert_eq!(find(text, "May"), [Span::new(0, 3)]);
        assert!(find(text, "  ").is_empty());
    }
}
