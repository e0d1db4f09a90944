//! The reading position: scrolling, paragraphs, and keeping the position.

use super::scroll::Scroll;
use super::{Action, App};
use crate::layout::{Layout, Row, RowPosition};
use pullquote_article::Article;
use pullquote_article::Span;

/// The reading position and the visible rows.
#[derive(Debug)]
pub struct Reading {
    pub(super) layout: Layout,
    /// The row at the top of the column.
    pub(super) top: RowPosition,
    /// The byte at the top of the column after the last scroll; stays the same
    /// when the width changes.
    pub(super) anchor: usize,
    /// The byte of the article's text with the cursor.
    pub(super) cursor: usize,
    /// The index in `rows` of the row with the cursor, if that is visible.
    pub(super) cursor_row: Option<usize>,
    /// The generation of the notes and the width for which the layout has notes between rows; `None`
    /// if it has none.
    pub(super) notes_below: Option<(u64, u16)>,
    /// The visible rows.
    pub(super) rows: Vec<Row>,
    /// The height of the column in rows, also while it is not visible.
    height: usize,
}

impl Reading {
    /// The reading position at the beginning of `article`.
    #[must_use]
    pub(super) fn new(article: &Article, measure: u16) -> Self {
        let layout = Layout::new(article, measure, false);
        Self {
            layout,
            top: RowPosition::default(),
            anchor: 0,
            cursor: 0,
            cursor_row: None,
            notes_below: None,
            rows: Vec::new(),
            height: 1,
        }
    }
}

/// Rows of the page before that stay on the screen when a whole page is
/// scrolled, so that the eye finds its place.
const OVERLAP: usize = 2;

impl App {
    /// Fits the layout to the screen and keeps the reading position: the same
    /// byte stays on the top row.
    pub(super) fn prepare_article_rows(&mut self) {
        // On a narrow screen, the column keeps its layout while the sidebar is
        // shown, so that looking at the sidebar moves nothing.
        let areas = self.areas_for_reading();
        let column = areas.column;
        let notes_changed = self.place_notes_below();
        let typography = self.typography(areas.hanging);
        let Reading { layout, top, anchor, rows, height, .. } = &mut self.reading;
        let rows_high = usize::from(column.height.max(1));
        let changes = layout.width() != column.width.max(1) || layout.typography() != typography;
        if changes || notes_changed || *height != rows_high {
            layout.set_width(column.width);
            layout.set_typography(typography);
            *height = rows_high;
            let place = if *anchor == 0 { RowPosition::default() } else { layout.place_of(&self.article, *anchor) };
            let last = layout.last(&self.article);
            *top = place.min(layout.up(&self.article, last, rows_high - 1));
        }
        *rows = layout.rows_from(&self.article, *top, rows_high);
    }

    /// The height of the column in rows.
    pub(super) fn page(&self) -> usize {
        self.reading.height
    }

    /// Scrolls so that `place` is the top row, but not so far that rows stay
    /// empty at the end.
    pub(super) fn put_on_top(&mut self, place: RowPosition) {
        let article = &self.article;
        let reading = &mut self.reading;
        let last = reading.layout.last(article);
        let lowest = reading.layout.up(article, last, reading.height.saturating_sub(1));
        reading.top = place.min(lowest);
        reading.anchor =
            if reading.top == RowPosition::default() { 0 } else { reading.layout.byte_of(article, reading.top) };
        // Code that runs later in the same step sees what will be drawn.
        reading.rows = reading.layout.rows_from(article, reading.top, reading.height);
    }

    /// Moves the cursor by rows, or scrolls by pages, as `action` says, `times` times.
    pub(super) fn scroll_article(&mut self, action: Action, times: usize) {
        let whole = matches!(action, Action::PageDown | Action::PageUp);
        let page = if whole { self.page().saturating_sub(OVERLAP).max(1) } else { self.page() };
        match (action, Scroll::of(action, times, page)) {
            (Action::Down | Action::Up, _) => self.move_cursor(action == Action::Down, times),
            (_, Some(scroll)) => self.scroll_with_cursor(scroll),
            _ => {}
        }
    }

    /// Scrolls the article; the cursor stays where it is.
    pub(super) fn scroll(&mut self, how: Scroll) {
        let reading = &mut self.reading;
        let place = match how {
            Scroll::Down(rows) => reading.layout.down(&self.article, reading.top, rows),
            Scroll::Up(rows) => reading.layout.up(&self.article, reading.top, rows),
            Scroll::Top => RowPosition::default(),
            Scroll::Bottom => reading.layout.last(&self.article),
        };
        self.put_on_top(place);
    }

    /// Moves the cursor to the first row of the article, or to its paragraph `count`,
    /// from 1.
    pub(super) fn go_to_top(&mut self, count: Option<usize>) {
        let block = count.and_then(|n| self.article.blocks().get(n.saturating_sub(1)));
        match (count, block) {
            (None, _) => {
                self.begin_jump(0);
                self.scroll_with_cursor(Scroll::Top);
            }
            (Some(_), Some(block)) => self.jump_to(block.span.start),
            (Some(_), None) => self.go_to_bottom(None),
        }
    }

    /// Moves the cursor to the last row of the article, or to `count` per cent of it.
    pub(super) fn go_to_bottom(&mut self, count: Option<usize>) {
        match count {
            None => {
                self.begin_jump(self.article.text().len());
                self.scroll_with_cursor(Scroll::Bottom);
            }
            Some(percent) => {
                let text = self.article.text();
                let at = text.len() / 100 * percent.min(100) + text.len() % 100 * percent.min(100) / 100;
                self.jump_to(pullquote_article::text::graphemes::floor_boundary(text, at));
            }
        }
    }

    /// Scrolls so that the row with byte `at` is the top row.
    pub(super) fn show_from(&mut self, at: usize) {
        let place = self.reading.layout.place_of(&self.article, at);
        self.put_on_top(place);
    }

    /// Moves the cursor to byte `at`, on the row at the top of the screen.
    pub(super) fn jump_to(&mut self, at: usize) {
        self.begin_jump(at);
        self.show_from(at);
        self.put_cursor(at);
    }

    /// Moves the cursor `count` paragraphs down or up.
    pub(super) fn paragraphs(&mut self, count: usize, down: bool) {
        let here = self.cursor();
        let blocks = self.article.blocks();
        let block = self.article.block_at(here).unwrap_or(0);
        let target = if down {
            block.saturating_add(count)
        } else {
            // From the middle of a paragraph, the first step up leads to its
            // beginning.
            let inside = blocks.get(block).is_some_and(|b| b.span.start < here);
            block.saturating_sub(count.saturating_sub(usize::from(inside)))
        };
        match blocks.get(target) {
            Some(block) => {
                let span = block.span;
                self.put_cursor(span.start);
                self.reveal(span);
                self.scroll_to_cursor();
            }
            None => self.go_to_bottom(None),
        }
    }

    /// The visible part of the article, from its first byte to its last.
    #[must_use]
    pub fn visible(&self) -> Span {
        let mut article = self.reading.rows.iter().filter(|r| r.is_article());
        let first = article.next();
        let last = article.next_back().or(first);
        match (first, last) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::new(self.reading.anchor, self.reading.anchor),
        }
    }

    /// Scrolls if needed, so that the beginning of `span` is visible with as
    /// much of the rest as fits.
    pub(super) fn reveal(&mut self, span: Span) {
        let article = &self.article;
        let reading = &mut self.reading;
        let first = reading.layout.place_of(article, span.start);
        let last = reading.layout.place_of(article, span.end.saturating_sub(1).max(span.start));
        self.reveal_rows(first, last);
    }

    /// Whether all of `span` fits on the screen together with the panel of
    /// evidence at its edge.
    pub(super) fn fits(&mut self, span: Span) -> bool {
        const PANEL: usize = 4;
        let article = &self.article;
        let Reading { layout, height, .. } = &mut self.reading;
        let first = layout.place_of(article, span.start);
        let last = layout.place_of(article, span.end.saturating_sub(1).max(span.start));
        layout.distance(article, first, last, *height) + PANEL < *height
    }

    /// Scrolls if needed, so that the row `first` is visible with as much as
    /// fits of the rows up to `last`.
    pub(super) fn reveal_rows(&mut self, first: RowPosition, last: RowPosition) {
        let article = &self.article;
        let reading = &mut self.reading;
        let tall = reading.layout.distance(article, first, last, reading.height) + 1;
        let above = if first < reading.top {
            None
        } else {
            Some(reading.layout.distance(article, reading.top, first, reading.height))
        };
        if above.is_some_and(|above| above + tall <= reading.height) {
            return;
        }
        let margin = (reading.height / 3).min(reading.height.saturating_sub(tall));
        let top = reading.layout.up(article, first, margin);
        self.put_on_top(top);
    }

    /// Shows or hides the removed passages, and keeps the reading position.
    pub(super) fn toggle_removed(&mut self) {
        let shown = !self.reading.layout.shows_removed();
        self.reading.layout.set_removed(&self.article, shown);
        let anchor = self.reading.anchor;
        if anchor == 0 {
            self.put_on_top(RowPosition::default());
        } else {
            self.show_from(anchor);
        }
        if matches!(self.pick, Some(super::Pick::Cut(_))) {
            self.pick = None;
        }
        let next = self.keymap().hint(Action::NextCut);
        let text = match (shown, self.cuts().cut) {
            (_, 0) => "nothing was cut from this page".to_owned(),
            (true, 1) => format!("one passage that was cut is shown; {next} picks it"),
            (true, n) => format!("{n} passages that were cut are shown; {next} picks one"),
            (false, _) => "what was cut is hidden".to_owned(),
        };
        self.say(super::Tone::Info, text);
    }
}
