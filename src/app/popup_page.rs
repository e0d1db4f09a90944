//! A page of words over the article, each with what it is: the same as
//! before, cut, added. What [`super::review`], [`super::changes`] and the
//! [`super::card`] of a quote show.

use super::mode::Mode;
use super::scroll::Scroll;
use super::{Action, App};
use crate::notes::Check;
use crate::notes::wording::{Stretch, difference};
use crate::text::graphemes::graphemes;
use crate::text::sanitize;
use crate::text::width::{grapheme_width, width};

/// What words of a page are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// Words as any others.
    Plain,
    /// What the lines below are about.
    Heading,
    /// What matters less, and what stands around the words.
    Quiet,
    /// Words that are gone.
    Cut,
    /// Words that are new.
    Added,
    /// What the person wrote.
    Note,
    /// Tags.
    Tag,
    /// The name of the speaker of this number; see [`App::speaker_number`].
    SpeakerName(Option<usize>),
    /// What that speaker says.
    Speaker(Option<usize>),
    /// The sign of a check state.
    Check(Check),
}

/// Some words of a line. They hold nothing that a terminal would not print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledText {
    /// What they are.
    pub ink: TextKind,
    /// The words.
    pub text: String,
}

/// A line of a page, from left to right.
pub type StyledLine = Vec<StyledText>;

/// A page as it fits the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// Keys that matter and what they do.
    pub hints: Vec<(String, &'static str)>,
    /// Cells of its popup, with the frame.
    pub width: u16,
    /// Rows of its popup, with the frame.
    pub height: u16,
    /// Its one or two columns, side by side.
    pub columns: Vec<Vec<StyledLine>>,
    /// Rows scrolled away.
    pub top: usize,
    /// Rows that can be scrolled away before the end is seen.
    pub last_top: usize,
}

/// Columns of the screen from which two columns stand side by side.
const TWO: u16 = 100;
/// The widest a page gets, in cells, with one column and with two.
const WIDEST: (u16, u16) = (84, 136);
/// Cells between two columns.
const BETWEEN: u16 = 3;

/// How a page is laid out on a screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLayout {
    pub(super) width: u16,
    /// Cells of each column.
    pub(super) cells: usize,
    pub(super) columns: u16,
    rows: u16,
}

impl PageLayout {
    /// For a screen of this size; in two columns where there is room, if
    /// `two` are wanted.
    pub(super) fn of(size: (u16, u16), two: bool) -> Self {
        let columns = if two && size.0 >= TWO { 2 } else { 1 };
        let width = size.0.min(if columns == 2 { WIDEST.1 } else { WIDEST.0 });
        let inside = width.saturating_sub(4);
        let cells = if columns == 2 { (inside.saturating_sub(BETWEEN)) / 2 } else { inside };
        Self { width, cells: usize::from(cells.max(1)), columns, rows: size.1.saturating_sub(1) }
    }

    /// For a page of one column that is at most so many cells wide.
    pub(super) fn narrow(size: (u16, u16), widest: u16) -> Self {
        let width = size.0.min(widest);
        let cells = usize::from(width.saturating_sub(4).max(1));
        Self { width, cells, columns: 1, rows: size.1.saturating_sub(1) }
    }

    pub(super) fn page(
        self,
        title: String,
        hints: Vec<(String, &'static str)>,
        columns: Vec<Vec<StyledLine>>,
        top: usize,
    ) -> Page {
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let height = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(2).min(self.rows);
        let last_top = longest.saturating_sub(usize::from(height.saturating_sub(2)));
        Page { title, hints, width: self.width, height, columns, top: top.min(last_top), last_top }
    }
}

impl App {
    /// The page that is open over the article, if one is.
    #[must_use]
    pub fn page_over(&self) -> Option<Page> {
        let mode = match &self.mode {
            Mode::Confirm(confirm) => &confirm.before,
            mode => mode,
        };
        match mode {
            Mode::Review(review) => self.review_page(review),
            Mode::Changes(view) => Some(self.changes_page(*view)),
            Mode::Card(view) => self.card_page(*view),
            _ => None,
        }
    }

    /// Scrolls the open page; returns whether `action` scrolls.
    pub(super) fn page_action(&mut self, action: Action, times: usize) -> bool {
        let Some(page) = self.page_over() else { return false };
        let rows = usize::from(page.height).saturating_sub(4).max(1);
        let Some(scroll) = Scroll::of(action, times, rows) else { return false };
        let top = scroll.from(page.top, page.last_top);
        match &mut self.mode {
            Mode::Changes(view) => view.top = top,
            Mode::Review(review) => review.top = top,
            Mode::Card(view) => view.top = top,
            _ => return false,
        }
        true
    }
}

pub(super) fn styled(ink: TextKind, text: impl Into<String>) -> StyledText {
    StyledText { ink, text: text.into() }
}

/// The words of two wordings, those that only one has marked.
pub(super) fn compared(old: &str, new: &str) -> (Vec<StyledText>, Vec<StyledText>) {
    let (mut was, mut is) = (Vec::new(), Vec::new());
    for stretch in difference(old, new) {
        match stretch {
            Stretch::Same { old: a, new: b } => {
                was.push(styled(TextKind::Plain, a.of(old)));
                is.push(styled(TextKind::Plain, b.of(new)));
            }
            Stretch::Cut(span) => was.push(styled(TextKind::Cut, span.of(old))),
            Stretch::Added(span) => is.push(styled(TextKind::Added, span.of(new))),
        }
    }
    (was, is)
}

/// `parts` in lines of at most `cells` cells, broken between words or inside
/// one that is longer than a line; `first` stands before the first line, and
/// as many blanks before the others.
pub(super) fn flow(first: &str, parts: &[StyledText], cells: usize) -> Vec<StyledLine> {
    let indent = width(first).min(cells.saturating_sub(1));
    let mut flow = Flow { cells: cells.max(1), indent, used: indent, ..Flow::default() };
    if indent > 0 {
        flow.line.push(styled(TextKind::Quiet, first));
    }
    for StyledText { ink, text } in parts {
        for piece in pieces(text) {
            if piece.trim().is_empty() {
                flow.blank(*ink);
            } else {
                flow.word.push(styled(*ink, sanitize::line(piece)));
            }
        }
    }
    flow.end_word();
    flow.lines.push(flow.line);
    flow.lines
}

/// One line of words, without a break.
pub(super) fn line(ink: TextKind, text: &str, cells: usize) -> Vec<StyledLine> {
    flow("", &[styled(ink, text)], cells)
}

/// Runs of white space and of anything else.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let blank = rest.chars().next()?.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != blank).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[derive(Default)]
struct Flow {
    cells: usize,
    indent: usize,
    lines: Vec<StyledLine>,
    line: StyledLine,
    used: usize,
    /// The blank before the word, if one is to stand there.
    gap: Option<TextKind>,
    /// The word that is being put together; its parts may be of several inks.
    word: StyledLine,
}

impl Flow {
    fn blank(&mut self, ink: TextKind) {
        self.end_word();
        if self.used > self.indent {
            self.gap.get_or_insert(ink);
        }
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if word.is_empty() {
            return;
        }
        let cells: usize = word.iter().map(|p| width(&p.text)).sum();
        let gap = self.gap.take();
        if self.used + usize::from(gap.is_some()) + cells > self.cells && self.used > self.indent {
            self.next_line();
        } else if let Some(ink) = gap {
            self.put(ink, " ");
        }
        for StyledText { ink, text } in word {
            for (_, grapheme) in graphemes(&text) {
                let wide = usize::from(grapheme_width(grapheme));
                if self.used + wide > self.cells && self.used > self.indent {
                    self.next_line();
                }
                self.put(ink, grapheme);
            }
        }
    }

    fn put(&mut self, ink: TextKind, text: &str) {
        self.used += width(text);
        match self.line.last_mut() {
            Some(last) if last.ink == ink => last.text.push_str(text),
            _ => self.line.push(styled(ink, text)),
        }
    }

    fn next_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
        if self.indent > 0 {
            self.put(TextKind::Quiet, &" ".repeat(self.indent));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(line: &StyledLine) -> String {
        line.iter().map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn words_of_several_inks_stay_together() {
        let parts = [
            styled(TextKind::Plain, "on "),
            styled(TextKind::Cut, "Mon"),
            styled(TextKind::Added, "Tues"),
            styled(TextKind::Plain, "day it"),
        ];
        let lines: Vec<String> = flow("- ", &parts, 12).iter().map(text).collect();
        assert_eq!(lines, ["- on", "  MonTuesday", "  it"]);
        assert_eq!(
            flow("", &parts, 12)[1],
            [styled(TextKind::Cut, "Mon"), styled(TextKind::Added, "Tues"), styled(TextKind::Plain, "day")]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_is_lost(words in "[a-zé日本 \n“”-]{0,120}", cells in 2usize..40) {
            let lines = flow("+ ", &[styled(TextKind::Plain, words.as_str())], cells);
            let mut shown = String::new();
            for line in &lines {
                let line = text(line);
                prop_assert!(width(&line) <= cells.max(4), "{line:?}");
                shown.extend(line.chars().skip(2.min(cells - 1)).filter(|c| !c.is_whitespace()));
            }
            let whole: String = words.split_whitespace().collect();
            prop_assert_eq!(shown, whole);
        }

        #[test]
        fn no_words_panic(words in "(?s).{0,120}", cells in 0usize..40) {
            for line in flow("+ ", &[styled(TextKind::Plain, words.as_str())], cells) {
                prop_assert!(!text(&line).chars().any(char::is_control));
            }
        }
    }
}
