//! The scroll bar at the right edge of the article, with a mark for each row of it that has a quote, a
//! note, a match of the search or a passage that was cut.

use super::areas::Area;
use super::{App, Focus};
use pullquote_article::{Removed, Span};

/// What is in the part of the article that a row of the scroll bar is for. Of several the last in this
/// order is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BarMark {
    /// A passage that was cut.
    Cut,
    /// A quote.
    Quote,
    /// A note, a tag or a highlight.
    Note,
    /// A match of the search.
    Match,
}

/// The scroll bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScrollBar {
    /// The column of cells it is in.
    pub area: Area,
    /// For each row what is there, and whether it is a part of the article that is on the screen.
    pub rows: Vec<(Option<BarMark>, bool)>,
}

/// The height below which there is no scroll bar, in rows.
const LOWEST: u16 = 4;

impl App {
    /// The scroll bar; `None` if the settings turn it off, everything is on the screen, or there is no
    /// room beside the column.
    #[must_use]
    pub fn scroll_bar(&self) -> Option<ScrollBar> {
        let area = self.scroll_bar_area()?;
        let len = self.article.text().len().max(1);
        let height = usize::from(area.height);
        let row_of = |at: usize| (at.saturating_mul(height) / len).min(height - 1);
        let seen = self.visible();
        if seen.start == 0 && seen.end >= self.article.blocks().last().map_or(0, |block| block.span.end) {
            return None;
        }
        let on_screen = row_of(seen.start)..=row_of(seen.end.max(seen.start));
        // The first byte of each row: the first that `row_of` gives that row.
        let begin = |row: usize| (row * len).div_ceil(height);
        let rows =
            (0..height).map(|row| (self.mark_in(Span::new(begin(row), begin(row + 1))), on_screen.contains(&row)));
        let rows = rows.collect();
        Some(ScrollBar { area, rows })
    }

    /// The mark of a part of the article: of what begins in it. Everything is looked up by its place, so
    /// that a book with thousands of quotes takes no longer than an article.
    fn mark_in(&self, part: Span) -> Option<BarMark> {
        let begins = |at: usize| part.start <= at && at < part.end;
        let found = self.matches();
        if found.get(found.partition_point(|found| found.start < part.start)).is_some_and(|span| begins(span.start)) {
            return Some(BarMark::Match);
        }
        let mut notes = self.notebook().into_iter().flat_map(|notebook| notebook.overlapping(part));
        if notes.any(|(_, span)| begins(span.start)) {
            return Some(BarMark::Note);
        }
        let mut quotes = self.quotes_in(part);
        if quotes.any(|quote| begins(quote.extent().start) && self.is_shown(quote)) {
            return Some(BarMark::Quote);
        }
        let blocks = self.article.blocks();
        let place = |passage: &Removed| {
            let block = passage.after_block.and_then(|block| blocks.get(block));
            block.map_or(0, |block| block.span.end.saturating_sub(1))
        };
        let removed = self.article.removed();
        let cut = removed.get(removed.partition_point(|passage| place(passage) < part.start));
        cut.is_some_and(|passage| begins(place(passage))).then_some(BarMark::Cut)
    }

    fn scroll_bar_area(&self) -> Option<Area> {
        let (pane, column) = (self.areas.article_pane, self.areas.column);
        let x = (pane.x + pane.width).checked_sub(1)?;
        let has_room = pane.height >= LOWEST && !column.is_empty() && column.x + column.width <= x;
        (self.settings.scroll_bar && !self.is_zen() && has_room).then_some(Area { x, width: 1, ..pane })
    }

    /// Goes to the part of the article that a click at a cell of the scroll bar is for; returns whether
    /// the cell is one of it.
    pub(super) fn click_scroll_bar(&mut self, x: u16, y: u16) -> bool {
        let Some(bar) = self.scroll_bar().filter(|bar| bar.area.contains(x, y)) else { return false };
        let text = self.article.text();
        let row = usize::from(y - bar.area.y);
        let at = text.len().saturating_mul(row) / usize::from(bar.area.height.max(1));
        self.focus = Focus::Article;
        self.jump_to(pullquote_article::text::graphemes::floor_boundary(self.article.text(), at));
        true
    }
}
