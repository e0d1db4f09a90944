//! Where a popup over the article is: exactly over the article's column, so that no letters are
//! left beside it, and above or below the words that it is about.

use super::areas::SIDE_BY_SIDE;
use super::{App, Area, Areas};
use pullquote_article::Span;

/// The cells of a popup's frame at each side, with the space inside.
const FRAME: u16 = 2;
/// The narrowest popup in cells, where the screen has room for it; its keys need about that.
const NARROWEST: u16 = 68;
/// The lowest popup in rows that is put above or below the words it is about. If there is less
/// room at either side, it covers the end of them.
const LOWEST: u16 = 6;

impl App {
    /// The first column and the width, in cells, of a popup over the article. Its text is as wide
    /// as the article's; on a screen with one pane it takes the whole width.
    #[must_use]
    pub fn popup_columns(&self) -> (u16, u16) {
        let Areas { screen, article_pane: pane, column, .. } = Areas::of(self.areas_input(false));
        if screen.width < SIDE_BY_SIDE {
            return (0, screen.width);
        }
        // A cell at the right of the popup is cleared, too.
        let room = pane.width.saturating_sub(1);
        let width = (column.width + 2 * FRAME).max(NARROWEST).min(room);
        (column.x.saturating_sub(FRAME).min(pane.x + room - width), width)
    }

    /// The first row and the height, in cells, of a popup that wants `height` rows and is about
    /// the words `about`: below them, or above them, or where there is more room.
    pub(super) fn popup_rows(&self, about: &[Span], height: u16) -> (u16, u16) {
        let column = self.popup_column();
        let height = height.min(column.height);
        let Some((above, below)) = self.rows_beside(about) else {
            return (column.y + (column.height - height) / 2, height);
        };
        let (start, end) = (column.y + above, column.y + column.height - below);
        match height {
            _ if height <= below => (end, height),
            _ if height <= above => (start - height, height),
            _ if below.max(above) < LOWEST => {
                let height = height.min(column.height / 2);
                (column.y + column.height - height, height)
            }
            _ if below >= above => (end, below),
            _ => (column.y, above),
        }
    }

    /// Scrolls if needed, so that a popup of `height` rows has room above or below the words `about`.
    pub(super) fn make_room(&mut self, about: &[Span], height: u16) {
        let column = self.popup_column();
        // A popup that fills the screen shows nothing of the words' surroundings.
        let wanted = height.min(column.height * 2 / 3);
        let Some(first) = about.iter().map(|span| span.start).min() else { return };
        if self.rows_beside(about).is_none_or(|(above, below)| above.max(below) < wanted) {
            let layout = &mut self.reading.layout;
            let place = layout.place_of(&self.article, first);
            let top = layout.up(&self.article, place, 1);
            self.put_on_top(top);
        }
    }

    /// The article's column, also while the sidebar is shown in its place.
    fn popup_column(&self) -> Area {
        Areas::of(self.areas_input(false)).column
    }

    /// How many rows of the column are above and below the words `about`; `None` if none of them is
    /// visible.
    fn rows_beside(&self, about: &[Span]) -> Option<(u16, u16)> {
        let is_about = |row: &crate::layout::Row| row.is_article() && about.iter().any(|span| span.overlaps(row.span));
        let rows = self.rows();
        let (first, last) = (rows.iter().position(is_about)?, rows.iter().rposition(is_about)?);
        let height = usize::from(self.popup_column().height);
        let cells = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
        Some((cells(first.min(height)), cells(height.saturating_sub(last + 1))))
    }
}
