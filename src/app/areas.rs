//! The areas of the screen, for a screen of any size.

use super::{TABS, Tab};

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Leftmost column, from 0.
    pub x: u16,
    /// Top row, from 0.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell at column `x` and row `y` is inside.
    #[must_use]
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// Whether the area has no cell.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// An area of at most `width` × `height` cells in the middle of this one.
    #[must_use]
    pub fn middle(self, width: u16, height: u16) -> Area {
        let (width, height) = (width.min(self.width), height.min(self.height));
        Area { x: self.x + (self.width - width) / 2, y: self.y + (self.height - height) / 2, width, height }
    }
}

/// The width of the screen in cells from which article and sidebar are side by
/// side.
pub const SIDE_BY_SIDE: u16 = 100;
/// The narrowest and the widest a sidebar gets, in cells.
pub const SIDEBAR_CELLS: std::ops::RangeInclusive<u16> = 20..=100;
/// The narrowest and the widest an article's column gets, in cells.
pub const MEASURE: std::ops::RangeInclusive<u16> = 20..=200;
/// The cells between the left edge of the article's pane and its column: the
/// gutter for the marks of annotations, and a space.
const GUTTER: u16 = 2;

/// The narrowest column, in cells, with a cell for hanging quotation marks.
const HANGING_FROM: u16 = 40;

/// The narrowest and the widest margin for notes, in cells.
const MARGIN: std::ops::RangeInclusive<u16> = 18..=36;
/// The cells right of the column or the margin: a blank one and the scroll bar.
const RIGHT: u16 = 2;
/// The cells between the column and the margin, with the line that leads from one to the other.
const LEADER: u16 = 3;

/// What the areas depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreasInput {
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The widest line of the article, in cells.
    pub measure: u16,
    /// Whether quotation marks hang left of the text if there is room.
    pub hanging: bool,
    /// Whether there are notes to show beside the column.
    pub notes: bool,
    /// The sidebar's width, in cells.
    pub sidebar: u16,
    /// Whether the sidebar is shown beside the article if there is room.
    pub sidebar_shown: bool,
    /// Whether the sidebar has the focus.
    pub sidebar_focused: bool,
}

/// The areas of the screen. What is not on the screen is empty. Popups and
/// prompts are drawn over these areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// The whole screen.
    pub screen: Area,
    /// The top row: site, title, date.
    pub header: Area,
    /// Everything between header, status line and divider that belongs to the
    /// article; the wheel and clicks here are for the article.
    pub article_pane: Area,
    /// The cells for marks, left of the column.
    pub gutter: Area,
    /// The article's column: as many rows of [`super::App::rows`] as it is
    /// high.
    pub column: Area,
    /// Whether the first cell of the column is for hanging quotation marks.
    pub hanging: bool,
    /// The cells for notes beside the column, if there is room and a note.
    pub margin: Area,
    /// The line between article and sidebar.
    pub divider: Area,
    /// The row of tabs.
    pub tabs: Area,
    /// The entries below the tabs.
    pub sidebar: Area,
    /// The bottom row: position, selection, messages, keys; prompts.
    pub status: Area,
}

/// What is at a cell of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A row of the article's pane, from 0, and a cell of its column; left of
    /// the column it is 0.
    Article {
        /// Row, from the top of the pane.
        row: u16,
        /// Cell, from the left edge of the column.
        cell: u16,
    },
    /// A row beside the column that can have notes, from the top of the pane.
    Margin(u16),
    /// The line between the panes.
    Divider,
    /// A tab.
    Tab(Tab),
    /// A row of the sidebar, from the top of the list.
    Sidebar(u16),
    /// The status line, at a column of the screen.
    Status(u16),
    /// Nothing that can be clicked.
    Nothing,
}

impl Areas {
    /// The areas for `input`. Any size works; at 40×12 everything is usable.
    #[must_use]
    pub fn of(input: AreasInput) -> Areas {
        let (width, height) = input.size;
        let screen = Area { x: 0, y: 0, width, height };
        let status = Area { y: height.saturating_sub(1), height: height.min(1), ..screen };
        let header = Area { height: u16::from(height >= 3), ..screen };
        let body = Area { y: header.height, height: height.saturating_sub(header.height + status.height), ..screen };
        let mut areas = Areas { screen, header, status, ..Areas::default() };
        if width >= SIDE_BY_SIDE {
            if !input.sidebar_shown {
                areas.place_article(body, input);
                return areas;
            }
            let side = input.sidebar.clamp(*SIDEBAR_CELLS.start(), *SIDEBAR_CELLS.end()).min(width / 2);
            let left = Area { width: width - side - 1, ..body };
            areas.place_article(left, input);
            areas.divider = Area { x: left.width, width: 1, ..body };
            areas.place_sidebar(Area { x: left.width + 1, width: side, ..body });
        } else if input.sidebar_focused {
            areas.place_sidebar(body);
        } else {
            areas.place_article(body, input);
        }
        areas
    }

    fn place_article(&mut self, pane: Area, input: AreasInput) {
        self.article_pane = pane;
        let room = pane.width.saturating_sub(GUTTER + RIGHT);
        self.hanging = input.hanging && room.min(input.measure) >= HANGING_FROM;
        let most = input.measure.saturating_add(u16::from(self.hanging));
        let width = room.min(most).max(u16::from(pane.width > 0));
        // A pane that is too narrow for a gutter has none.
        let x = pane.x + (pane.width.saturating_sub(width)) / 2;
        let x = x.max((pane.x + GUTTER).min((pane.x + pane.width).saturating_sub(width)));
        // The room for notes, if the column is as far left as it goes.
        let beside = (pane.width).saturating_sub(GUTTER + width + LEADER + RIGHT).min(*MARGIN.end());
        let notes = input.notes && beside >= *MARGIN.start();
        let x = if notes { x.min(pane.x + pane.width - RIGHT - beside - LEADER - width) } else { x };
        self.column = Area { x, width, ..pane };
        if notes {
            self.margin = Area { x: x + width + LEADER, width: beside, ..pane };
        }
        let gutter = GUTTER.min(x - pane.x);
        self.gutter = Area { x: x - gutter, width: gutter, ..pane };
    }

    /// The cells of the column for text, without that for hanging marks.
    #[must_use]
    pub fn text_width(&self) -> u16 {
        self.column.width - u16::from(self.hanging)
    }

    fn place_sidebar(&mut self, pane: Area) {
        self.tabs = Area { height: pane.height.min(1), ..pane };
        self.sidebar = Area {
            x: pane.x + 1,
            y: pane.y + self.tabs.height,
            width: pane.width.saturating_sub(2),
            height: pane.height - self.tabs.height,
        };
    }

    /// The labels of the tabs, each with its first column on the screen and its
    /// width in cells. If the row is too narrow for the words, the labels are
    /// their first letters.
    #[must_use]
    pub fn tab_labels(&self) -> Vec<(Tab, &'static str, u16, u16)> {
        let long: u16 = TABS.iter().map(|t| label_cells(t.title) + 1).sum();
        let short = self.tabs.width < long;
        let mut x = self.tabs.x + u16::from(!short);
        let mut labels = Vec::new();
        for tab in &TABS {
            let label = if short { tab.short } else { tab.title };
            let cells = label_cells(label);
            if x + cells > self.tabs.x + self.tabs.width {
                break;
            }
            labels.push((tab.tab, label, x, cells));
            x += cells + 1;
        }
        labels
    }

    /// What is at column `x` and row `y` of the screen.
    #[must_use]
    pub fn hit(&self, x: u16, y: u16) -> Hit {
        if self.divider.contains(x, y) {
            Hit::Divider
        } else if self.tabs.contains(x, y) {
            let at = |(_, _, from, cells): &(Tab, &str, u16, u16)| (*from..from + cells).contains(&x);
            self.tab_labels().into_iter().find(at).map_or(Hit::Nothing, |(tab, ..)| Hit::Tab(tab))
        } else if self.sidebar.contains(x, y) {
            Hit::Sidebar(y - self.sidebar.y)
        } else if self.status.contains(x, y) {
            Hit::Status(x)
        } else if self.margin.contains(x, y) {
            Hit::Margin(y - self.margin.y)
        } else if self.article_pane.contains(x, y) {
            Hit::Article { row: y - self.article_pane.y, cell: x.saturating_sub(self.column.x) }
        } else {
            Hit::Nothing
        }
    }
}

/// The width of a label in cells; labels are ASCII.
fn label_cells(label: &str) -> u16 {
    u16::try_from(label.len()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn input(columns: u16, rows: u16) -> AreasInput {
        AreasInput {
            size: (columns, rows),
            measure: 72,
            hanging: false,
            notes: false,
            sidebar: 40,
            sidebar_shown: true,
            sidebar_focused: false,
        }
    }

    #[test]
    fn a_wide_screen_holds_both_panes_and_a_centred_column() {
        let areas = Areas::of(input(140, 40));
        assert_eq!(areas.sidebar.width, 38);
        assert_eq!(areas.column.width, 72);
        let (left, right) = (areas.column.x, 99 - areas.column.x - areas.column.width);
        assert!(left.abs_diff(right) <= 1, "{left} {right}");
        assert_eq!(areas.hit(99, 5), Hit::Divider);
    }

    #[test]
    fn a_small_screen_holds_one_pane() {
        let areas = Areas::of(input(40, 12));
        assert!(areas.sidebar.is_empty() && areas.column.width == 36 && areas.column.height == 10);
        let areas = Areas::of(AreasInput { sidebar_focused: true, ..input(40, 12) });
        assert!(areas.column.is_empty() && areas.sidebar.width == 38);
        assert_eq!(areas.tab_labels().len(), 5);
    }

    #[test]
    fn a_click_finds_the_tab_it_is_on() {
        let areas = Areas::of(input(120, 30));
        for (tab, _, x, cells) in areas.tab_labels() {
            assert_eq!(areas.hit(x, areas.tabs.y), Hit::Tab(tab));
            assert_eq!(areas.hit(x + cells - 1, areas.tabs.y), Hit::Tab(tab));
        }
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_screen_or_overlaps(columns in 0u16..300, rows in 0u16..80, measure in 20u16..200, hanging: bool, notes: bool, sidebar in 0u16..200, shown: bool, focused: bool) {
            let areas = Areas::of(AreasInput { size: (columns, rows), measure, hanging, notes, sidebar, sidebar_shown: shown, sidebar_focused: focused });
            let all = [areas.header, areas.gutter, areas.column, areas.margin, areas.divider, areas.tabs, areas.sidebar, areas.status];
            for (i, a) in all.iter().enumerate() {
                if a.is_empty() { continue; }
                prop_assert!(a.x + a.width <= columns && a.y + a.height <= rows);
                for b in all.iter().skip(i + 1).filter(|b| !b.is_empty()) {
                    let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                    prop_assert!(apart, "{a:?} {b:?}");
                }
            }
            prop_assert!(areas.text_width() <= measure);
        }
    }
}
