//! The passages that cleaning removed: moving between them and putting them
//! back.

use super::{App, Effect, Focus, Pick, Tone};
use crate::layout::{Row, RowPosition, RowSource};
use pullquote_article::Removed;
use pullquote_notes::{Fix, Subject};

/// How many passages cleaning removed, and how many of them were put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RemovedCount {
    /// All passages that cleaning removed.
    pub cut: usize,
    /// The removed passages that a person put back.
    pub put_back: usize,
}

impl App {
    /// How many passages were removed and put back.
    #[must_use]
    pub fn cuts(&self) -> RemovedCount {
        RemovedCount { cut: self.corrections.cleaned.removed().len(), put_back: self.article.put_back().len() }
    }

    /// Whether `row` shows the picked removed passage.
    #[must_use]
    pub fn is_picked_cut(&self, row: &Row) -> bool {
        matches!(self.pick, Some(Pick::Cut(picked)) if self.cut_of(row.source) == Some(picked))
    }

    /// The removed passage that a row of this source shows, by its index in the
    /// list of what cleaning removed.
    pub(super) fn cut_of(&self, source: RowSource) -> Option<usize> {
        let put_back = self.article.put_back();
        match source {
            // Passages that were put back are not in the article's own list.
            RowSource::Reason(i) | RowSource::Removed(i) => {
                Some(put_back.iter().fold(i, |at, back| at + usize::from(back.index <= at)))
            }
            RowSource::PutBack(i) => put_back.get(i).map(|back| back.index),
            RowSource::Block(i, _) => self.article.put_back_at(i).map(|back| back.index),
            RowSource::Blank | RowSource::Note(_) | RowSource::Picture(_) => None,
        }
    }

    /// The source of the first row of a removed passage.
    fn source_of(&self, cut: usize) -> RowSource {
        let put_back = self.article.put_back();
        let before = put_back.iter().filter(|back| back.index < cut).count();
        match put_back.get(before) {
            Some(back) if back.index == cut => RowSource::PutBack(before),
            _ => RowSource::Reason(cut.saturating_sub(before)),
        }
    }

    /// The removed passage of this index, and whether it was put back.
    pub(super) fn cut(&self, cut: usize) -> Option<(&Removed, bool)> {
        let back = self.article.put_back().iter().any(|back| back.index == cut);
        self.corrections.cleaned.removed().get(cut).map(|passage| (passage, back))
    }

    /// The picked passage in words: `cut 2/7 · newsletter`.
    pub(super) fn cut_words(&self, cut: usize) -> String {
        let total = self.cuts().cut;
        self.cut(cut).map_or_else(String::new, |(passage, back)| {
            format!("{} {}/{total} · {}", if back { "put back" } else { "cut" }, cut + 1, passage.reason)
        })
    }

    /// Picks a removed passage and scrolls to it.
    fn pick_cut(&mut self, cut: usize) {
        let source = self.source_of(cut);
        if let Some((first, last)) = self.reading.layout.rows_of(&self.article, source) {
            self.pick = Some(Pick::Cut(cut));
            self.focus = Focus::Article;
            self.reveal_rows(first, last);
        }
    }

    /// Picks the removed passage `times` after or before the picked one, or
    /// counted from the top of the screen. Shows the removed passages first if
    /// they are hidden.
    pub(super) fn walk_cuts(&mut self, times: usize, on: bool) {
        let count = self.cuts().cut;
        if count == 0 {
            self.say(Tone::Info, "nothing was cut from this page");
            return;
        }
        self.leave_selecting();
        if !self.shows_removed() {
            self.toggle_removed();
            // The picked passage says more than the message that passages are
            // shown.
            self.message = None;
        }
        let target = match self.pick {
            Some(Pick::Cut(at)) if on => at.saturating_add(times),
            Some(Pick::Cut(at)) => at.saturating_sub(times),
            _ => {
                let top = self.reading.top;
                let place = |app: &mut Self, cut| {
                    let source = app.source_of(cut);
                    app.reading.layout.rows_of(&app.article, source).map_or(RowPosition::default(), |(first, _)| first)
                };
                let before = (0..count).take_while(|cut| place(self, *cut) < top).count();
                if on { before.saturating_add(times - 1) } else { before.saturating_sub(times) }
            }
        };
        if target >= count {
            self.say(Tone::Info, "this is the last passage that was cut");
        } else if self.pick == Some(Pick::Cut(target)) {
            self.say(Tone::Info, "this is the first passage that was cut");
        }
        self.pick_cut(target.min(count - 1));
    }

    /// Picks the removed passage of a row that was clicked; returns whether
    /// there is one.
    pub(super) fn click_cut(&mut self, source: RowSource) -> bool {
        let Some(cut) = self.cut_of(source).filter(|_| self.shows_removed()) else { return false };
        self.pick = Some(Pick::Cut(cut));
        true
    }

    /// Puts a passage back into the article or, if it is there, removes it
    /// again.
    pub(super) fn toggle_cut(&mut self, cut: usize) -> Vec<Effect> {
        if !self.may_change_notes() {
            return Vec::new();
        }
        let Some((passage, back)) = self.cut(cut) else { return Vec::new() };
        let (words, rule) = (passage.text.clone(), Some(passage.rule.clone()));
        let now = self.now;
        let kept = self.with_notebook(|notebook| {
            if back {
                notebook.withdraw(&Subject::PutBack { words })
            } else {
                notebook.correct(Fix::PutBack { words, rule }, now)
            }
        });
        self.finish(kept, if back { "taken out again · saved" } else { "put back · saved" })
    }

    /// How many rows below the top of the screen the picked passage begins;
    /// `None` if that row is not on the screen.
    pub(super) fn place_of_pick(&mut self) -> Option<usize> {
        let Some(Pick::Cut(cut)) = self.pick else { return None };
        let source = self.source_of(cut);
        let (first, _) = self.reading.layout.rows_of(&self.article, source)?;
        let top = self.reading.top;
        let rows = self.reading.layout.distance(&self.article, top, first, self.page());
        (first >= top && rows < self.page()).then_some(rows)
    }

    /// Scrolls so that the picked passage begins `rows` rows below the top.
    pub(super) fn pick_on_row(&mut self, rows: usize) {
        let Some(Pick::Cut(cut)) = self.pick else { return };
        let source = self.source_of(cut);
        if let Some((first, _)) = self.reading.layout.rows_of(&self.article, source) {
            let top = self.reading.layout.up(&self.article, first, rows);
            self.put_on_top(top);
        }
    }
}
