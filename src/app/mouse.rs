//! The mouse: wheel, clicks, dragging the divider, and selecting by dragging.

use super::areas::SIDEBAR_CELLS;
use super::mode::{Mode, Selection};
use super::scroll::Scroll;
use super::{Action, App, Effect, Focus, Hit, Mouse, MouseKind, Pick};
use crate::layout::{RowSource, locate};
use pullquote_article::Span;

/// How many rows one step of the wheel scrolls.
const WHEEL: usize = 3;

/// What is being dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drag {
    /// The line between article and sidebar.
    Divider,
    /// A selection of words that began with this grapheme cluster.
    Words(Span),
}

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        if !matches!(self.mode, Mode::Read | Mode::Select(_)) {
            return self.mouse_in_popup(mouse);
        }
        let hit = self.areas.hit(mouse.x, mouse.y);
        match (mouse.kind, hit) {
            (MouseKind::WheelUp, Hit::Sidebar(_) | Hit::Tab(_)) => self.scroll_sidebar(WHEEL, false),
            (MouseKind::WheelDown, Hit::Sidebar(_) | Hit::Tab(_)) => self.scroll_sidebar(WHEEL, true),
            (MouseKind::WheelUp, Hit::Article { .. }) => self.scroll(Scroll::Up(WHEEL)),
            (MouseKind::WheelDown, Hit::Article { .. }) => self.scroll(Scroll::Down(WHEEL)),
            (MouseKind::Press, Hit::Divider) => self.drag = Some(Drag::Divider),
            (MouseKind::Press, Hit::Tab(tab)) => {
                self.sidebar.set_tab(tab);
                self.focus = Focus::Sidebar;
            }
            (MouseKind::Press, Hit::Sidebar(row)) => self.click_entry(usize::from(row)),
            (MouseKind::Press, Hit::Article { row, cell }) => self.press_article(row, cell),
            (MouseKind::Drag, _) => self.drag_to(mouse, hit),
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
            (MouseKind::WheelUp, Mode::Changes(_) | Mode::Review(_) | Mode::Card(_)) => {
                self.page_action(Action::Up, WHEEL);
                Vec::new()
            }
            (MouseKind::WheelDown, Mode::Changes(_) | Mode::Review(_) | Mode::Card(_)) => {
                self.page_action(Action::Down, WHEEL);
                Vec::new()
            }
            (MouseKind::WheelUp, Mode::Why(_)) => self.perform(Action::Up, Some(WHEEL)),
            (MouseKind::WheelDown, Mode::Why(_)) => self.perform(Action::Down, Some(WHEEL)),
            (MouseKind::Press, Mode::Help(_) | Mode::Card(_) | Mode::Why(_) | Mode::Changes(_)) => {
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

    fn press_article(&mut self, row: u16, cell: u16) {
        self.focus = Focus::Article;
        self.mode = Mode::Read;
        let source = self.rows().get(usize::from(row)).map_or(RowSource::Blank, |row| row.source);
        let Some(at) = self.grapheme_at(row, cell) else {
            self.click_cut(source);
            return;
        };
        self.drag = Some(Drag::Words(at));
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

    fn drag_to(&mut self, mouse: Mouse, hit: Hit) {
        match (self.drag, hit) {
            (Some(Drag::Divider), _) => {
                let width = self.size.0.saturating_sub(mouse.x).saturating_sub(1);
                self.settings.sidebar_cells = width.clamp(*SIDEBAR_CELLS.start(), *SIDEBAR_CELLS.end());
            }
            (Some(Drag::Words(from)), Hit::Article { row, cell }) => {
                let Some(to) = self.grapheme_at(row, cell).filter(|to| *to != from) else { return };
                self.mode = Mode::Select(if to.start >= from.start {
                    Selection { fixed: from.start, moving: to.end }
                } else {
                    Selection { fixed: from.end, moving: to.start }
                });
            }
            _ => {}
        }
    }
}
