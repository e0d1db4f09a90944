//! The scroll bar at the right edge of the article, with a mark for each row of it that has a quote, a
//! note, a match of the search or a passage that was cut.

use super::areas::Area;
use super::{App, Focus};

/// What is in the part of the article that a row of the scroll bar is for. Of several the last in this
/// order is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BarMark {
    /// A quote.
    Quote,
    /// A passage that was cut.
    Cut,
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
        let mut rows: Vec<_> = (0..height).map(|row| (None, on_screen.contains(&row))).collect();
        let mut put = |at: usize, mark: BarMark| {
            if let Some((there, _)) = rows.get_mut(row_of(at)) {
                *there = (*there).max(Some(mark));
            }
        };
        let quotes = self.analysis().map_or(&[][..], |analysis| analysis.quotes.as_slice());
        for quote in quotes.iter().filter(|quote| self.is_shown(quote)) {
            put(quote.extent().start, BarMark::Quote);
        }
        for passage in self.article.removed() {
            let block = passage.after_block.and_then(|block| self.article.blocks().get(block));
            put(block.map_or(0, |block| block.span.end.saturating_sub(1)), BarMark::Cut);
        }
        for entry in self.notebook().map_or(&[][..], |notebook| notebook.entries()) {
            if let Some(span) = entry.anchor.span() {
                put(span.start, BarMark::Note);
            }
        }
        for found in self.matches() {
            put(found.start, BarMark::Match);
        }
        Some(ScrollBar { area, rows })
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
