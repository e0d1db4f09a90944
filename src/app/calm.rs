//! Reading without distraction: only the paragraph with the cursor lit, nothing but the text on the
//! screen, and an article that scrolls by itself.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::key::{Key, KeyCode};
use super::scroll::Scroll;
use super::{App, Focus, Mode, Tone};
use crate::layout::{Row, RowSource};

/// The speeds of scrolling by itself, in rows a minute. The middle one is about 230 words a minute in
/// lines of 72 columns.
const SPEEDS: [u16; 11] = [4, 6, 9, 12, 16, 20, 26, 34, 45, 60, 90];
/// The index of the speed at first.
const USUAL: usize = 5;
/// The time from one row to the next while the mouse is held at an edge.
const AT_EDGE: Duration = Duration::from_millis(60);
/// The shortest wait for the next row.
const SHORTEST: Duration = Duration::from_millis(10);

/// What is set for calm reading.
#[derive(Debug, Default)]
pub(super) struct Calm {
    /// Whether only the paragraph with the cursor is lit.
    focus: bool,
    /// Whether only the text is on the screen.
    zen: bool,
    /// When the next row comes, while the article scrolls by itself.
    next_row: Option<Timestamp>,
    /// The index of the speed, once it was chosen.
    speed: Option<usize>,
}

impl Calm {
    fn rows_a_minute(&self) -> u16 {
        SPEEDS.get(self.speed.unwrap_or(USUAL)).copied().unwrap_or(SPEEDS[USUAL])
    }

    fn until_next(&self) -> SignedDuration {
        SignedDuration::from_millis(60_000 / i64::from(self.rows_a_minute()))
    }
}

impl App {
    /// Lights only the paragraph with the cursor, or everything again.
    pub(super) fn toggle_focus_mode(&mut self) {
        self.calm.focus = !self.calm.focus;
        let said = if self.calm.focus { "only the paragraph with the cursor is lit" } else { "everything is lit" };
        self.say(Tone::Info, said);
    }

    /// Whether a row is not lit, because it is not of the paragraph with the cursor.
    #[must_use]
    pub fn is_dimmed(&self, row: &Row) -> bool {
        if !self.calm.focus {
            return false;
        }
        let lit = self.article.block_at(self.cursor());
        !matches!(row.source, RowSource::Block(block, _) if Some(block) == lit)
    }

    /// Takes everything but the text off the screen, or brings it back.
    pub(super) fn toggle_zen(&mut self) {
        self.calm.zen = !self.calm.zen;
        self.focus = Focus::Article;
        if self.calm.zen {
            let key = self.keymap().hint(super::Action::Zen);
            self.say(Tone::Info, format!("{key} brings the rest back"));
        }
    }

    /// Brings back what [`Self::toggle_zen`] took away; returns whether it was away.
    pub(super) fn leave_zen(&mut self) -> bool {
        std::mem::take(&mut self.calm.zen)
    }

    /// Whether only the text is on the screen.
    #[must_use]
    pub fn is_zen(&self) -> bool {
        self.calm.zen
    }

    /// Whether the top row is shown.
    #[must_use]
    pub fn shows_header(&self) -> bool {
        !self.calm.zen
    }

    /// Whether the bottom row is shown: with only the text on the screen, only while it has something to
    /// say or to ask.
    #[must_use]
    pub fn shows_status(&self) -> bool {
        let is_reading = matches!(self.mode, Mode::Read | Mode::Help(_) | Mode::Card(_) | Mode::Page(_));
        !self.calm.zen || self.message.is_some() || !is_reading || !self.pending.show().is_empty()
    }

    /// Begins to scroll by itself.
    pub(super) fn start_scrolling(&mut self) {
        self.focus = Focus::Article;
        self.calm.next_row = Some(self.now + self.calm.until_next());
        self.say_speed();
    }

    fn say_speed(&mut self) {
        let rows = self.calm.rows_a_minute();
        self.say(Tone::Info, format!("{rows} rows a minute; + and - change it, any other key stops"));
    }

    /// How long to wait until the article scrolls by itself, if it does: because it was told to, or because
    /// the mouse is held at an edge.
    #[must_use]
    pub fn until_next_row(&self) -> Option<Duration> {
        if self.scrolls_by_itself() {
            return Some(AT_EDGE);
        }
        let left = self.calm.next_row?.duration_since(self.now);
        Some(Duration::try_from(left).unwrap_or_default().max(SHORTEST))
    }

    /// Takes a key while the article scrolls by itself: `+` and `-` change the speed, every other key stops
    /// it. Returns whether it did scroll.
    pub(super) fn scrolling_key(&mut self, key: Key) -> bool {
        if self.calm.next_row.is_none() {
            return false;
        }
        let speed = self.calm.speed.unwrap_or(USUAL);
        self.calm.speed = Some(match key.code {
            KeyCode::Char('+' | '=') => (speed + 1).min(SPEEDS.len() - 1),
            KeyCode::Char('-') => speed.saturating_sub(1),
            _ => {
                self.stop_scrolling();
                return true;
            }
        });
        self.calm.next_row = Some(self.now + self.calm.until_next());
        self.say_speed();
        true
    }

    /// Stops scrolling by itself; returns whether it did scroll.
    pub(super) fn stop_scrolling(&mut self) -> bool {
        let did = self.calm.next_row.take().is_some();
        if did {
            self.say(Tone::Info, "stopped");
        }
        did
    }

    /// Scrolls the row that is due by now. Nothing is made up for after a pause of the machine.
    pub(super) fn scroll_on(&mut self) {
        if self.calm.next_row.is_none_or(|next| self.now < next) {
            return;
        }
        if self.mode != Mode::Read {
            self.calm.next_row = None;
            return;
        }
        let before = self.reading.top;
        self.scroll(Scroll::Down(1));
        if self.reading.top == before {
            self.calm.next_row = None;
            self.say(Tone::Info, "this is the end");
        } else {
            self.calm.next_row = Some(self.now + self.calm.until_next());
        }
    }
}
