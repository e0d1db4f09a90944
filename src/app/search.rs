//! Search in the text. It searches the text itself, so line breaks of the
//! layout do not matter; what can be typed is in [`super::search_pattern`].

use super::mode::{Mode, Prompt, PromptKind};
use super::scroll::Scroll;
use super::search_pattern::{FoundAs, FoundMatches, find};
use super::text_field::TextField;
use super::{App, Effect, Focus, Pick, Tone};
use pullquote_article::Span;

/// Texts longer than this many bytes are searched when Enter is pressed, not at
/// every letter.
const WHILE_TYPING: usize = 400_000;
/// The most searches that are kept.
const KEPT: usize = 100;

/// The words that were searched for, and the matches.
#[derive(Debug, Default)]
pub(super) struct Search {
    words: String,
    matches: Vec<Span>,
    found_as: FoundAs,
    /// What was searched for before, in this article and others, the latest last.
    history: Vec<String>,
    /// The index in `history` of the line that the prompt shows, and the line that was typed before.
    looking_back: Option<(usize, String)>,
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
            self.matches = find(text, &self.words).spans;
        }
    }

    /// Adds the searches of other readers, the latest last, before those of this one.
    pub(super) fn add_history(&mut self, earlier: Vec<String>) {
        let own = std::mem::replace(&mut self.history, earlier);
        own.into_iter().for_each(|words| self.keep(words));
    }

    /// Keeps what was searched for as the latest.
    fn keep(&mut self, words: String) {
        self.history.retain(|kept| *kept != words);
        self.history.push(words);
        if self.history.len() > KEPT {
            self.history.remove(0);
        }
    }

    /// The line before or after the one that the prompt shows, `shown`; `None` if there is none.
    fn look(&mut self, back: bool, shown: &str) -> Option<String> {
        let at = self.looking_back.as_ref().map_or(self.history.len(), |(at, _)| *at);
        let to = if back { at.checked_sub(1)? } else { at + 1 };
        let typed = self.looking_back.take().map_or_else(|| shown.to_owned(), |(_, typed)| typed);
        match self.history.get(to).cloned() {
            Some(line) => {
                self.looking_back = Some((to, typed));
                Some(line)
            }
            // After the latest comes what was typed.
            None => (at < self.history.len()).then_some(typed),
        }
    }

    pub(super) fn clear(&mut self) {
        self.matches.clear();
    }
}

impl App {
    pub(super) fn open_search(&mut self) {
        (self.search.from, self.search.top) = (self.cursor(), self.reading.anchor);
        self.search.looking_back = None;
        self.mode = Mode::Prompt(Prompt::new(PromptKind::Search, ""));
    }

    /// Shows the search before or after the one in the prompt.
    pub(super) fn search_again(&mut self, back: bool) {
        let Mode::Prompt(prompt) = &mut self.mode else { return };
        if let Some(line) = self.search.look(back, prompt.line.text()) {
            prompt.line = TextField::new(&line);
            self.prompt_changed();
        }
    }

    /// Searches after every typed letter, and scrolls to the first match.
    pub(super) fn search_while_typing(&mut self, words: &str) {
        if self.article.text().len() > WHILE_TYPING {
            return;
        }
        let wrong = self.find_matches(words);
        let from = self.search.from;
        let next = self.search.matches.iter().position(|m| m.start >= from).or(self.search.matches.first().map(|_| 0));
        match next {
            Some(i) => self.pick_match(i),
            None => self.show_from_search_start(),
        }
        let aside = match (next, wrong) {
            _ if words.trim().is_empty() => String::new(),
            (Some(at), _) => format!("{} of {}{}", at + 1, self.search.matches.len(), self.found_as()),
            (None, Some(why)) => format!("0, and no pattern: {why}"),
            (None, None) => format!("0{}", self.found_as()),
        };
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.aside = aside;
        }
    }

    /// Finds the matches; returns why what was typed is no pattern, if it looks like one and is not in
    /// the text.
    fn find_matches(&mut self, words: &str) -> Option<String> {
        let FoundMatches { spans, found_as, wrong } = find(self.article.text(), words);
        (self.search.matches, self.search.found_as) = (spans, found_as);
        wrong
    }

    /// How the matches were found, for the status line: empty for plain words.
    pub(super) fn found_as(&self) -> &'static str {
        if self.search.found_as == FoundAs::Pattern { ", as a pattern" } else { "" }
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
    pub(super) fn search_for(&mut self, words: &str) -> Vec<Effect> {
        let words = if words.trim().is_empty() { self.search.words.clone() } else { words.to_owned() };
        if words.is_empty() {
            return Vec::new();
        }
        let wrong = self.find_matches(&words);
        self.search.keep(words.clone());
        self.search.words.clone_from(&words);
        let kept = vec![Effect::KeepSearch(words)];
        let from = self.search.from;
        if self.search.matches.is_empty() {
            self.say_not_found(wrong.as_deref());
            if matches!(self.pick, Some(Pick::Match(_))) {
                self.pick = None;
            }
            return kept;
        }
        self.focus = Focus::Article;
        let at = self.search.matches.partition_point(|m| m.start < from);
        if at == self.search.matches.len() {
            self.say(Tone::Info, "from the beginning again");
        }
        self.pick_match(at % self.search.matches.len());
        kept
    }

    /// Says that nothing was found, and why what was typed is no pattern, if it looks like one.
    fn say_not_found(&mut self, wrong: Option<&str>) {
        let words = self.search.words.trim();
        let said = match wrong {
            Some(why) => {
                format!("“{words}” is no pattern ({why}), so it was searched as plain words, which are not in the text")
            }
            None => format!("“{words}” is not in the text"),
        };
        self.say(Tone::Info, said);
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
            let words = self.search.words.clone();
            self.find_matches(&words);
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
