//! Places to go back to: where jumps began, and marks that a person sets.

use std::collections::BTreeMap;

use super::action::Action;
use super::key::Key;
use super::{App, Focus, Tone};
use pullquote_article::Span;

/// The most places that are kept.
const MOST: usize = 100;

/// The places where jumps began, and marks; all are bytes of the article's text.
#[derive(Debug, Default)]
pub(super) struct Jumps {
    /// Where jumps began, the oldest first.
    from: Vec<usize>,
    /// The index in `from` of the place where the reader is after going back; its length if the
    /// reader has not gone back.
    at: usize,
    marks: BTreeMap<char, usize>,
    /// The action that waits for the letter of a mark.
    pub(super) waits: Option<Action>,
}

impl Jumps {
    /// Keeps `place` as the beginning of a jump. Places after the one that was gone back to are
    /// dropped.
    fn keep(&mut self, place: usize) {
        self.from.truncate(self.at);
        if self.from.last() != Some(&place) {
            self.from.push(place);
        }
        if self.from.len() > MOST {
            self.from.remove(0);
        }
        self.at = self.from.len();
    }

    /// Carries every place into a text that replaced the old one.
    pub(super) fn carry(&mut self, carry: impl Fn(usize) -> usize) {
        self.from.iter_mut().chain(self.marks.values_mut()).for_each(|place| *place = carry(*place));
    }
}

impl App {
    /// Keeps where the cursor is as the beginning of a jump to `to`, if that is not on the
    /// screen.
    pub(super) fn begin_jump(&mut self, to: usize) {
        let seen = self.visible();
        if !(seen.start..seen.end.max(seen.start + 1)).contains(&to) {
            let from = self.cursor();
            self.jumps.keep(from);
        }
    }

    /// Goes back to where the last `times` jumps began, or forward again.
    pub(super) fn jump_through(&mut self, times: usize, back: bool) {
        let here = self.cursor();
        let last = self.jumps.from.len().saturating_sub(1);
        let (at, is_end) = if back {
            if self.jumps.at == self.jumps.from.len() && self.jumps.from.last() != Some(&here) {
                // The way forward leads back to here.
                self.jumps.from.push(here);
            }
            (self.jumps.at.saturating_sub(times), self.jumps.at == 0)
        } else {
            ((self.jumps.at + times).min(last), self.jumps.at >= last)
        };
        match self.jumps.from.get(at).copied().filter(|_| !is_end) {
            Some(place) => {
                self.jumps.at = at;
                self.show_place(place);
            }
            None => {
                let key = self.keymap().hint(super::Action::PreviousArticle);
                let said = match &self.settings.previous {
                    Some(title) if back => format!("the first jump began here; {key} goes back to “{title}”"),
                    _ if back => "this is where the first jump began".to_owned(),
                    _ => "this is the last place".to_owned(),
                };
                self.say(Tone::Info, said);
            }
        }
    }

    fn show_place(&mut self, place: usize) {
        self.leave_selecting();
        self.focus = Focus::Article;
        self.pick = None;
        self.put_cursor(place);
        self.reveal(Span::new(place, place));
        self.scroll_to_cursor();
    }

    /// Waits for the letter of a mark that `action` sets or goes to.
    pub(super) fn wait_for_mark(&mut self, action: Action) {
        let what = if action == Action::SetMark { "mark this place as" } else { "go to the mark" };
        let known: Vec<String> = self.jumps.marks.keys().map(char::to_string).collect();
        let known =
            if known.is_empty() { "a letter".to_owned() } else { format!("a letter; set: {}", known.join(" ")) };
        self.say(Tone::Info, format!("{what} …  ({known})"));
        self.jumps.waits = Some(action);
    }

    /// Takes the key after that of a mark; a key that is no letter or digit does nothing.
    pub(super) fn mark_key(&mut self, action: Action, key: Key) {
        let Some(letter) = key.typed().filter(|c| c.is_alphanumeric()) else { return };
        if action == Action::SetMark {
            let here = self.cursor();
            self.jumps.marks.insert(letter, here);
            self.say(Tone::Info, format!("this place is mark {letter}"));
        } else if let Some(place) = self.jumps.marks.get(&letter).copied() {
            self.begin_jump(place);
            self.show_place(place);
        } else {
            self.say(Tone::Info, format!("there is no mark {letter}"));
        }
    }
}
