//! The passages that cleaning cut: walking them, and putting them back.

use super::{App, Effect, Focus, Pick, Tone};
use crate::layout::{Place, Row, Source};
use pullquote_article::Removed;
use pullquote_notes::{Fix, Subject};

/// How many passages cleaning cut, and how many of them were put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cuts {
    /// All that cleaning cut.
    pub cut: usize,
    /// Those of them that a person put back.
    pub put_back: usize,
}

impl App {
    /// How many passages were cut and put back.
    #[must_use]
    pub fn cuts(&self) -> Cuts {
        Cuts { cut: self.corrected.cleaned.removed().len(), put_back: self.article.put_back().len() }
    }

    /// Whether a row shows the passage that is picked.
    #[must_use]
    pub fn is_picked_cut(&self, row: &Row) -> bool {
        matches!(self.pick, Some(Pick::Cut(picked)) if self.cut_of(row.source) == Some(picked))
    }

    /// The passage that `source` shows, by its index in what cleaning cut.
    pub(super) fn cut_of(&self, source: Source) -> Option<usize> {
        let put_back = self.article.put_back();
        match source {
            // Those put back are missing from the article's own list.
            Source::Reason(i) | Source::Removed(i) => {
                Some(put_back.iter().fold(i, |at, back| at + usize::from(back.index <= at)))
            }
            Source::PutBack(i) => put_back.get(i).map(|back| back.index),
            Source::Block(i, _) => self.article.put_back_at(i).map(|back| back.index),
            Source::Blank => None,
        }
    }

    /// What stands on the screen for a passage.
    fn source_of(&self, cut: usize) -> Source {
        let put_back = self.article.put_back();
        let before = put_back.iter().filter(|back| back.index < cut).count();
        match put_back.get(before) {
            Some(back) if back.index == cut => Source::PutBack(before),
            _ => Source::Reason(cut.saturating_sub(before)),
        }
    }

    /// A passage that cleaning cut, and whether it was put back.
    pub(super) fn cut(&self, cut: usize) -> Option<(&Removed, bool)> {
        let back = self.article.put_back().iter().any(|back| back.index == cut);
        self.corrected.cleaned.removed().get(cut).map(|passage| (passage, back))
    }

    /// The picked passage in words: `cut 2/7 · newsletter`.
    pub(super) fn cut_words(&self, cut: usize) -> String {
        let total = self.cuts().cut;
        self.cut(cut).map_or_else(String::new, |(passage, back)| {
            format!("{} {}/{total} · {}", if back { "put back" } else { "cut" }, cut + 1, passage.reason)
        })
    }

    /// Picks a passage and brings it on the screen.
    fn pick_cut(&mut self, cut: usize) {
        let source = self.source_of(cut);
        if let Some((first, last)) = self.reading.layout.rows_of(&self.article, source) {
            self.pick = Some(Pick::Cut(cut));
            self.focus = Focus::Article;
            self.reveal_rows(first, last);
        }
    }

    /// `times` passages on or back from the picked one, or from the top of the
    /// screen. What was cut is shown first, if it is not.
    pub(super) fn walk_cuts(&mut self, times: usize, on: bool) {
        let count = self.cuts().cut;
        if count == 0 {
            self.say(Tone::Info, "nothing was cut from this page");
            return;
        }
        self.leave_selecting();
        if !self.shows_removed() {
            self.toggle_removed();
            // What is picked says more than that something is shown.
            self.message = None;
        }
        let target = match self.pick {
            Some(Pick::Cut(at)) if on => at.saturating_add(times),
            Some(Pick::Cut(at)) => at.saturating_sub(times),
            _ => {
                let top = self.reading.top;
                let place = |app: &mut Self, cut| {
                    let source = app.source_of(cut);
                    app.reading.layout.rows_of(&app.article, source).map_or(Place::default(), |(first, _)| first)
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

    /// A click on a row of a passage; whether there was one to pick.
    pub(super) fn click_cut(&mut self, source: Source) -> bool {
        let Some(cut) = self.cut_of(source).filter(|_| self.shows_removed()) else { return false };
        self.pick = Some(Pick::Cut(cut));
        true
    }

    /// Puts a passage back into the article or, if it is there, takes it out
    /// again.
    pub(super) fn turn_cut(&mut self, cut: usize) -> Vec<Effect> {
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

    /// How many rows below the top of the screen the picked passage begins, if
    /// it does on the screen.
    pub(super) fn place_of_pick(&mut self) -> Option<usize> {
        let Some(Pick::Cut(cut)) = self.pick else { return None };
        let source = self.source_of(cut);
        let (first, _) = self.reading.layout.rows_of(&self.article, source)?;
        let top = self.reading.top;
        let rows = self.reading.layout.distance(&self.article, top, first, self.page());
        (first >= top && rows < self.page()).then_some(rows)
    }

    /// Scrolls so that the picked passage begins `rows` below the top.
    pub(super) fn pick_on_row(&mut self, rows: usize) {
        let Some(Pick::Cut(cut)) = self.pick else { return };
        let source = self.source_of(cut);
        if let Some((first, _)) = self.reading.layout.rows_of(&self.article, source) {
            let top = self.reading.layout.up(&self.article, first, rows);
            self.put_on_top(top);
        }
    }
}
