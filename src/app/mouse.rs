//! The mouse: wheel, clicks, dragging the divider, and selecting by dragging.

use jiff::{SignedDuration, Timestamp};

use super::areas::SIDEBAR_CELLS;
use super::mode::{Mode, Selection};
use super::scroll::Scroll;
use super::{Action, App, Effect, Focus, Hit, Mouse, MouseKind, Pick};
use crate::layout::{Row, RowSource, locate};
use pullquote_article::Span;

/// How many rows one step of the wheel scrolls.
const WHEEL: usize = 3;
/// The longest time between two clicks that belong together.
const AGAIN: SignedDuration = SignedDuration::from_millis(500);

/// What is being dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drag {
    /// The line between article and sidebar.
    Divider,
    /// A selection of words.
    Words {
        /// What was selected by the click: a grapheme cluster, a word or a sentence.
        from: Span,
        /// By what the selection grows.
        by: Unit,
        /// Where the mouse is.
        at: (u16, u16),
    },
}

/// By what dragging selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Grapheme clusters.
    Characters,
    /// Whole words, after a double click.
    Words,
    /// Whole sentences, after a triple click.
    Sentences,
}

/// The last click, to know a double and a triple one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clicks {
    at: (u16, u16),
    when: Timestamp,
    count: u8,
}

impl Clicks {
    /// Takes a click at a cell; returns how many there were here, one soon after the other. A
    /// fourth is a first one again.
    fn click(&mut self, at: (u16, u16), now: Timestamp) -> u8 {
        let again = self.at == at && now.duration_since(self.when) <= AGAIN;
        let count = if again { self.count % 3 + 1 } else { 1 };
        *self = Self { at, when: now, count };
        count
    }
}

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        let hit = self.areas.hit(mouse.x, mouse.y);
        if mouse.kind == MouseKind::Press && self.stop_scrolling() {
            return Vec::new();
        }
        if let (MouseKind::Press, Hit::Status(x)) = (mouse.kind, hit)
            && self.mode.takes_actions()
        {
            return self.status_click(x).map_or_else(Vec::new, |action| self.perform_anywhere(action, None));
        }
        if !matches!(self.mode, Mode::Read | Mode::Select(_)) {
            return self.mouse_in_popup(mouse);
        }
        if mouse.kind == MouseKind::Press && self.click_scroll_bar(mouse.x, mouse.y) {
            return Vec::new();
        }
        match (mouse.kind, hit) {
            (MouseKind::WheelUp, Hit::Sidebar(_) | Hit::Tab(_)) => self.scroll_sidebar(WHEEL, false),
            (MouseKind::WheelDown, Hit::Sidebar(_) | Hit::Tab(_)) => self.scroll_sidebar(WHEEL, true),
            (MouseKind::WheelUp, Hit::Article { .. }) => self.scroll(Scroll::Up(WHEEL)),
            (MouseKind::WheelDown, Hit::Article { .. }) => self.scroll(Scroll::Down(WHEEL)),
            (MouseKind::WheelUp, Hit::Margin(_)) => self.scroll(Scroll::Up(WHEEL)),
            (MouseKind::WheelDown, Hit::Margin(_)) => self.scroll(Scroll::Down(WHEEL)),
            (MouseKind::Press, Hit::Margin(row)) => self.click_margin(row),
            (MouseKind::Press, Hit::Divider) => self.drag = Some(Drag::Divider),
            (MouseKind::Press, Hit::Tab(tab)) => {
                self.sidebar.set_tab(tab);
                self.focus = Focus::Sidebar;
            }
            (MouseKind::Press, Hit::Sidebar(row)) => self.click_entry(usize::from(row)),
            (MouseKind::Press, Hit::Article { row, .. }) if self.picture_on_row(row).is_some() => {
                self.focus = Focus::Article;
                self.mode = Mode::Read;
                return self.picture_on_row(row).map_or_else(Vec::new, |picture| self.show_picture(picture));
            }
            (MouseKind::Press, Hit::Article { row, cell }) => self.press_article((mouse.x, mouse.y), row, cell),
            (MouseKind::Drag, _) => self.drag_to((mouse.x, mouse.y)),
            (MouseKind::Release, _) => self.drag = None,
            _ => {}
        }
        Vec::new()
    }

    /// Handles the mouse while a popup is open: the wheel scrolls it, and a
    /// click closes what can be closed without loss.
    fn mouse_in_popup(&mut self, mouse: Mouse) -> Vec<Effect> {
        match (mouse.kind, &self.mode) {
            (MouseKind::WheelUp, Mode::Help(_)) => self.perform(Action::Up, Some(WHEEL)),
            (MouseKind::WheelDown, Mode::Help(_)) => self.perform(Action::Down, Some(WHEEL)),
            (MouseKind::WheelUp, Mode::Changes(_) | Mode::Review(_) | Mode::Card(_) | Mode::Page(_)) => {
                self.page_action(Action::Up, WHEEL);
                Vec::new()
            }
            (MouseKind::WheelDown, Mode::Changes(_) | Mode::Review(_) | Mode::Card(_) | Mode::Page(_)) => {
                self.page_action(Action::Down, WHEEL);
                Vec::new()
            }
            (MouseKind::Press, Mode::Picture(_)) => self.picture_action(Action::Back, None),
            (MouseKind::WheelUp, Mode::Why(_)) => self.perform(Action::ScrollUp, Some(WHEEL)),
            (MouseKind::WheelDown, Mode::Why(_)) => self.perform(Action::ScrollDown, Some(WHEEL)),
            (
                MouseKind::Press,
                Mode::Help(_) | Mode::Card(_) | Mode::Why(_) | Mode::Changes(_) | Mode::Page(_) | Mode::Hints(_),
            ) => {
                self.mode = Mode::Read;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The grapheme cluster of the article at a row and a cell of the column.
    fn grapheme_at(&self, row: u16, cell: u16) -> Option<Span> {
        let row = self.rows().get(usize::from(row)).filter(|r| r.is_article())?;
        locate::grapheme_at(row, self.article.text(), cell)
    }

    /// The grapheme cluster of the article nearest to a cell of the screen: on the row of that
    /// cell, or at the end of the text above it, or at the beginning of the text below it.
    fn grapheme_near(&self, (x, y): (u16, u16)) -> Option<Span> {
        let column = self.areas.column;
        let at = usize::from(y.saturating_sub(column.y)).min(self.rows().len().saturating_sub(1));
        let text = self.article.text();
        let on = |row: &Row, cell| locate::grapheme_at(row, text, cell).filter(|_| row.is_article());
        let here = self.rows().get(at).and_then(|row| on(row, x.saturating_sub(column.x)));
        let above = || self.rows().iter().take(at).rev().find_map(|row| on(row, u16::MAX));
        let below = || self.rows().iter().skip(at).find_map(|row| on(row, 0));
        here.or_else(above).or_else(below)
    }

    /// The unit of text around a grapheme cluster.
    fn unit_at(&self, at: Span, unit: Unit) -> Span {
        let found = match unit {
            Unit::Characters => None,
            Unit::Words => self.words_from(at.start).into_iter().find(|word| word.overlaps(at)),
            Unit::Sentences => self.sentence_at(at.start).filter(|sentence| sentence.overlaps(at)),
        };
        found.unwrap_or(at)
    }

    fn press_article(&mut self, at: (u16, u16), row: u16, cell: u16) {
        self.focus = Focus::Article;
        self.mode = Mode::Read;
        let clicks = self.clicks.click(at, self.now);
        let source = self.rows().get(usize::from(row)).map_or(RowSource::Blank, |row| row.source);
        let Some(here) = self.grapheme_at(row, cell) else {
            match source {
                RowSource::Note(number) => self.click_inset(number),
                _ => self.click_cut(source),
            };
            return;
        };
        let by = match clicks {
            1 => Unit::Characters,
            2 => Unit::Words,
            _ => Unit::Sentences,
        };
        let from = self.unit_at(here, by);
        self.drag = Some(Drag::Words { from, by, at });
        if by == Unit::Characters {
            self.pick_by_click(here, source);
        } else {
            self.mode = Mode::Select(Selection { fixed: from.start, moving: from.end });
        }
        self.put_cursor(here.start);
    }

    /// Opens the note of a footnote with its mark at a grapheme cluster that was clicked, or
    /// picks what is there: a quote, a note, a mention, a
    /// passage that was put back, or nothing. A second click on a quote opens its card.
    fn pick_by_click(&mut self, at: Span, source: RowSource) {
        if let Some(block) = self.footnote_at(at) {
            self.open_footnotes(vec![block]);
            return;
        }
        let quote = self.quotes_in(at).find(|q| self.is_shown(q)).map(|q| q.id);
        let note = self.annotations_in(at).min_by_key(|(_, span)| span.len()).map(|(e, _)| e.annotation.id.clone());
        let mention = self.analysis().and_then(|a| {
            let i = a.mentions.partition_point(|m| m.span.start <= at.start).checked_sub(1)?;
            a.mentions.get(i).filter(|m| m.span.overlaps(at)).map(|_| i)
        });
        match (quote, note, mention) {
            (Some(id), ..) if self.pick == Some(Pick::Quote(id)) => self.open_card(id),
            (Some(id), ..) => self.pick_quote(id),
            (None, Some(id), _) => self.pick_annotation(&id),
            (None, None, Some(i)) => self.pick_mention(i),
            (None, None, None) => {
                if !self.click_cut(source) {
                    self.pick = None;
                }
            }
        }
    }

    fn drag_to(&mut self, to: (u16, u16)) {
        match &mut self.drag {
            Some(Drag::Divider) => {
                let width = self.size.0.saturating_sub(to.0).saturating_sub(1);
                self.settings.sidebar_cells = width.clamp(*SIDEBAR_CELLS.start(), *SIDEBAR_CELLS.end());
            }
            Some(Drag::Words { at, .. }) => {
                *at = to;
                self.scroll_at_edge();
                self.select_to_mouse();
            }
            None => {}
        }
    }

    /// Selects from where the mouse was pressed to where it is.
    fn select_to_mouse(&mut self) {
        let Some(Drag::Words { from, by, at }) = self.drag else { return };
        let Some(here) = self.grapheme_near(at) else { return };
        let to = self.unit_at(here, by);
        if to == from && !matches!(self.mode, Mode::Select(_)) {
            return;
        }
        self.put_cursor(here.start);
        self.mode = Mode::Select(if to.start >= from.start {
            Selection { fixed: from.start, moving: to.end }
        } else {
            Selection { fixed: from.end, moving: to.start }
        });
    }

    /// Whether the mouse is held at an edge of the article while words are selected, so that
    /// the article scrolls with time.
    #[must_use]
    pub fn scrolls_by_itself(&self) -> bool {
        matches!(self.drag, Some(Drag::Words { at, .. }) if self.edge(at).is_some())
    }

    /// The direction in which the article scrolls if the mouse is held at a cell; `None` if it
    /// is at no edge, or the article has no more rows there.
    fn edge(&self, (_, y): (u16, u16)) -> Option<Scroll> {
        let column = self.areas.column;
        let text = self.article.text().len();
        if y <= column.y && self.reading.anchor > 0 {
            Some(Scroll::Up(1))
        } else if y + 1 >= column.y + column.height && self.visible().end < text {
            Some(Scroll::Down(1))
        } else {
            None
        }
    }

    fn scroll_at_edge(&mut self) {
        if let Some(Drag::Words { at, .. }) = self.drag
            && let Some(scroll) = self.edge(at)
        {
            self.scroll(scroll);
        }
    }

    /// Goes on scrolling and selecting while the mouse is held at an edge.
    pub(super) fn drag_on(&mut self) {
        if self.scrolls_by_itself() {
            self.scroll_at_edge();
            self.select_to_mouse();
        }
    }
}
