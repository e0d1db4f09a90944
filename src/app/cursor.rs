//! The cursor: the place in the article that keys act on while nothing is picked.
//!
//! It is a byte of the article's text. The screen marks its row and its sentence, and it is
//! always on the screen: scrolling takes it along, and moving it scrolls.

use super::action::Action;
use super::scroll::Scroll;
use super::{App, Focus, Mode, Pick, Tone};
use crate::layout::{Row, RowPosition};
use pullquote_article::Span;
use pullquote_article::text::units::CodePoints;

/// How many rows the cursor keeps away from the edges of the screen while the text goes on.
const MARGIN: usize = 3;

impl App {
    /// The byte of the article's text where the cursor is.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.reading.cursor
    }

    /// The sentence with the cursor, or the whole block if it has no sentences; `None` if there
    /// are no words.
    #[must_use]
    pub fn cursor_sentence(&self) -> Option<Span> {
        let block = self.article.block_at(self.cursor()).and_then(|i| self.article.blocks().get(i));
        let block = block.map(|block| block.span.trimmed(self.article.text()));
        self.sentence_at(self.cursor()).or(block).filter(|span| !span.is_empty())
    }

    /// The byte from which keys look for the next or the previous of something: what is picked,
    /// or else the cursor.
    pub(super) fn place(&self) -> usize {
        self.picked_span().map_or(self.cursor(), |span| span.start)
    }

    /// Picks `pick`, which is at `span`, and moves the cursor and the screen there.
    pub(super) fn pick_at(&mut self, pick: Pick, span: Span) {
        self.begin_jump(span.start);
        self.pick = Some(pick);
        self.put_cursor(span.start);
        self.reveal(span);
    }

    /// The place of the cursor as a code point of the text, and the share of the text above the last
    /// row that is shown, 0 to 1.
    #[must_use]
    pub fn reading_place(&self) -> (usize, f64) {
        let text = self.article.text();
        #[expect(clippy::cast_precision_loss, reason = "a share of the text")]
        let share = |at: usize| if text.is_empty() { 1.0 } else { at as f64 / text.len() as f64 };
        (CodePoints::new(text).of_byte(self.cursor()), share(self.visible().end.min(text.len())))
    }

    /// How the article is shown, where it is not as usual: the widest line in cells, and the tab of the
    /// sidebar.
    #[must_use]
    pub fn own_view(&self) -> (Option<u16>, Option<super::Tab>) {
        let (measure, tab) = self.settings.usual;
        let own_measure = Some(self.settings.measure).filter(|own| *own != measure);
        (own_measure, Some(self.tab()).filter(|own| *own != tab))
    }

    /// Begins at a code point of the text, where reading stopped before.
    pub(super) fn start_at(&mut self, at: usize) {
        let at = CodePoints::new(self.article.text()).to_byte(at);
        if at > 0 {
            self.show_from(at);
            self.put_cursor(at);
            let top = self.keymap().hint(Action::Top);
            self.say(Tone::Info, format!("where you stopped; {top} goes to the beginning"));
        }
    }

    /// Moves the cursor to byte `at` without scrolling.
    pub(super) fn put_cursor(&mut self, at: usize) {
        self.reading.cursor = at;
    }

    /// Moves the cursor `times` rows of text up or down, and scrolls where needed.
    pub(super) fn move_cursor(&mut self, down: bool, times: usize) {
        for _ in 0..times {
            if !self.next_row(down) {
                break;
            }
        }
    }

    /// Moves the cursor to the next row of text in one direction; returns whether there is one.
    /// Between them may be passages that were cut: they are scrolled through.
    fn next_row(&mut self, down: bool) -> bool {
        let from = self.reading.layout.place_of(&self.article, self.cursor());
        let mut place = from;
        for _ in 0..self.page() {
            let next = self.row_beside(place, down);
            if next == place {
                // Above the first row of text may be passages that were cut.
                self.scroll(if down { Scroll::Down(1) } else { Scroll::Up(1) });
                return false;
            }
            place = next;
            if let Some(row) = self.reading.layout.row(&self.article, place).filter(Row::is_article) {
                self.put_cursor(self.first_place_in(&row));
                self.scroll_to_cursor();
                return true;
            }
        }
        self.scroll(if down { Scroll::Down(1) } else { Scroll::Up(1) });
        true
    }

    fn row_beside(&mut self, place: RowPosition, down: bool) -> RowPosition {
        if down {
            self.reading.layout.down(&self.article, place, 1)
        } else {
            self.reading.layout.up(&self.article, place, 1)
        }
    }

    /// The byte of a row for the cursor: the first one where a sentence begins, or else the
    /// first one.
    fn first_place_in(&self, row: &Row) -> usize {
        let mut begins = self.block_sentences(row.span.start).into_iter().map(|sentence| sentence.start);
        begins.find(|at| (row.span.start..row.span.end).contains(at)).unwrap_or(row.span.start)
    }

    /// Moves the cursor by `times` sentences.
    pub(super) fn move_by_sentences(&mut self, times: usize, on: bool) {
        for _ in 0..times.min(self.article.text().len()) {
            let here = self.cursor_sentence().unwrap_or(Span::new(self.cursor(), self.cursor()));
            let next = if on {
                self.sentence_after(here.end).map(|sentence| sentence.start)
            } else if here.start < self.cursor() {
                Some(here.start)
            } else {
                self.sentence_before(here.start).map(|sentence| sentence.start)
            };
            let Some(at) = next else { break };
            self.put_cursor(at);
        }
        if let Some(sentence) = self.cursor_sentence() {
            self.reveal(sentence);
        }
        self.scroll_to_cursor();
    }

    /// Scrolls by pages or to an end, and takes the cursor along.
    pub(super) fn scroll_with_cursor(&mut self, scroll: Scroll) {
        let from = self.reading.layout.place_of(&self.article, self.cursor());
        let to = match scroll {
            Scroll::Down(rows) => self.reading.layout.down(&self.article, from, rows),
            Scroll::Up(rows) => self.reading.layout.up(&self.article, from, rows),
            Scroll::Top => RowPosition::default(),
            Scroll::Bottom => self.reading.layout.last(&self.article),
        };
        self.scroll(scroll);
        // A row without text is passed in the direction of the scrolling, or else backwards.
        let down = matches!(scroll, Scroll::Down(_) | Scroll::Top);
        if let Some(at) = self.text_near(to, down).or_else(|| self.text_near(to, !down)) {
            self.put_cursor(at);
        }
    }

    /// The byte for the cursor on the row at `place`, or on the first row of text after it in
    /// one direction, at most a screen away.
    fn text_near(&mut self, mut place: RowPosition, down: bool) -> Option<usize> {
        for _ in 0..=self.page() {
            if let Some(row) = self.reading.layout.row(&self.article, place).filter(Row::is_article) {
                return Some(self.first_place_in(&row));
            }
            let next = self.row_beside(place, down);
            if next == place {
                return None;
            }
            place = next;
        }
        None
    }

    /// Scrolls as little as needed, so that the cursor is on the screen with some rows around.
    pub(super) fn scroll_to_cursor(&mut self) {
        let height = self.page();
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let (cursor, top) = (self.reading.cursor, self.reading.top);
        let (layout, article) = (&mut self.reading.layout, &self.article);
        let place = layout.place_of(article, cursor);
        let above = layout.up(article, place, margin);
        if above < top {
            self.put_on_top(above);
        } else if layout.distance(article, top, place, height) + margin >= height {
            let top = layout.up(article, place, height.saturating_sub(1 + margin));
            self.put_on_top(top);
        }
    }

    /// Moves the cursor to the nearest visible row, if its own is not visible, and notes which
    /// row has it.
    pub(super) fn keep_cursor_visible(&mut self) {
        let row = self.find_cursor_row().or_else(|| {
            let cursor = self.cursor();
            let mut rows = self.rows().iter().filter(|row| row.is_article());
            let nearest = match rows.next() {
                Some(first) if cursor < first.span.start => Some(first),
                first => rows.next_back().or(first),
            };
            let at = self.first_place_in(nearest?);
            self.put_cursor(at);
            self.find_cursor_row()
        });
        self.reading.cursor_row = row;
    }

    /// The index of the visible row with the cursor. A byte between two rows belongs to the one
    /// before.
    fn find_cursor_row(&mut self) -> Option<usize> {
        let (cursor, top) = (self.reading.cursor, self.reading.top);
        let (layout, article) = (&mut self.reading.layout, &self.article);
        let place = layout.place_of(article, cursor);
        let row = layout.distance(article, top, place, self.reading.rows.len());
        (place >= top && self.reading.rows.get(row).is_some_and(Row::is_article)).then_some(row)
    }

    /// The index in [`Self::rows`] of the row with the cursor, if one is visible.
    #[must_use]
    pub fn cursor_row(&self) -> Option<usize> {
        self.reading.cursor_row
    }

    /// Lets go of what is picked when it leaves the screen: no key acts on what cannot be seen.
    /// While the sidebar has the focus, the selected entry is what is seen.
    pub(super) fn drop_unseen_pick(&mut self) {
        if self.focus == Focus::Sidebar {
            return;
        }
        let unseen = self.pick.as_ref().is_some_and(|pick| !self.is_seen(pick));
        match &self.mode {
            Mode::Read | Mode::Select(_) if unseen => self.pick = None,
            Mode::Why(id) if !self.is_seen(&Pick::Quote(*id)) => self.mode = Mode::Read,
            _ => {}
        }
    }

    /// Whether some of what is picked is on the screen. What has no known place counts as seen.
    fn is_seen(&self, pick: &Pick) -> bool {
        let place = match pick {
            Pick::Cut(_) if self.rows().iter().any(|row| self.is_picked_cut(row)) => return true,
            Pick::Annotation(id) => {
                let entry = self.notebook().and_then(|notebook| notebook.get(id));
                entry.map(|entry| entry.anchor.span().unwrap_or(Span::new(entry.at, entry.at + 1)))
            }
            Pick::Quote(id) => self.analysis().and_then(|a| a.quote(*id)).map(|quote| quote.extent()),
            _ => self.picked_span(),
        };
        let Some(place) = place else { return !matches!(pick, Pick::Cut(_)) };
        self.rows().iter().any(|row| row.is_article() && place.start < row.span.end && row.span.start < place.end)
    }
}
