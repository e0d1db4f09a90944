//! A page of styled text in a popup over the article. `review`,
//! `changes` and the `card` of a quote each show one.

use super::mode::Mode;
use super::scroll::Scroll;
use super::{Action, App};
use pullquote_article::text::graphemes::graphemes;
use pullquote_article::text::sanitize;
use pullquote_article::text::width::{grapheme_width, width};
use pullquote_notes::Check;
use pullquote_notes::word_diff::{Stretch, difference};

/// What a piece of text on a page is; decides its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// Ordinary text.
    Plain,
    /// The heading of the lines below it.
    Heading,
    /// Less important text, and the context of quoted words.
    Quiet,
    /// Words that were removed.
    Cut,
    /// Words that were added.
    Added,
    /// A note that the person wrote.
    Note,
    /// Words in the highlight of this number in [`HIGHLIGHTS`](super::highlights::HIGHLIGHTS).
    Highlight(usize),
    /// Tags.
    Tag,
    /// The name of the speaker of this number; see [`App::speaker_number`].
    SpeakerName(Option<usize>),
    /// The words of the speaker of this number.
    Speaker(Option<usize>),
    /// The sign of a check state.
    Check(Check),
}

/// A piece of a line in one style. It contains nothing that a terminal would
/// not print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledText {
    /// What the text is.
    pub kind: TextKind,
    /// The text.
    pub text: String,
}

/// A line of a page: its pieces from left to right.
pub type StyledLine = Vec<StyledText>;

/// A page, wrapped for the size of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The title of the popup.
    pub title: String,
    /// The keys shown at the bottom, each with what it does.
    pub hints: Vec<(String, &'static str)>,
    /// The width of the popup in cells, with the frame.
    pub width: u16,
    /// The height of the popup in rows, with the frame.
    pub height: u16,
    /// The column and the row of the screen where its top left corner is; `None` if it is in the middle.
    pub corner: Option<(u16, u16)>,
    /// The lines of its one or two columns, which are side by side.
    pub columns: Vec<Vec<StyledLine>>,
    /// How many rows are scrolled off the top.
    pub top: usize,
    /// The largest value of `top`: there the last row is visible.
    pub last_top: usize,
}

/// The width of the screen in cells from which a page may have two columns.
const TWO: u16 = 100;
/// The largest width of a page in cells, with one column and with two.
const WIDEST: (u16, u16) = (84, 136);
/// Cells between two columns.
const BETWEEN: u16 = 3;

/// The measures of a page for a size of the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLayout {
    pub(super) width: u16,
    /// The width of each column in cells.
    pub(super) cells: usize,
    pub(super) columns: u16,
    rows: u16,
}

impl PageLayout {
    /// The layout for a screen of `size` (columns, rows); with two columns if
    /// `two` are wanted and there is room.
    pub(super) fn of(size: (u16, u16), two: bool) -> Self {
        let columns = if two && size.0 >= TWO { 2 } else { 1 };
        // Where little would be left beside the page, it is as wide as the screen.
        let widest = if columns == 2 { WIDEST.1 } else { WIDEST.0 };
        let width = if size.0 < TWO { size.0 } else { size.0.min(widest) };
        let inside = width.saturating_sub(4);
        let cells = if columns == 2 { (inside.saturating_sub(BETWEEN)) / 2 } else { inside };
        Self { width, cells: usize::from(cells.max(1)), columns, rows: size.1.saturating_sub(1) }
    }

    /// The layout of a page with one column of `width` cells, with the frame, and at most `rows` rows.
    pub(super) fn exactly(width: u16, rows: u16) -> Self {
        Self { width, cells: usize::from(width.saturating_sub(4).max(1)), columns: 1, rows }
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
        Page { title, hints, width: self.width, height, corner: None, columns, top: top.min(last_top), last_top }
    }
}

impl App {
    /// The open page; `None` if no page is open.
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
            Mode::Page(view) => Some(self.about_page(view)),
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
            Mode::Page(view) => view.top = top,
            _ => return false,
        }
        true
    }
}

pub(super) fn styled(kind: TextKind, text: impl Into<String>) -> StyledText {
    StyledText { kind, text: text.into() }
}

/// The words of two versions of a text. Words that only one of them has are
/// marked as [`TextKind::Cut`] or [`TextKind::Added`].
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

/// Wraps `pieces` in lines of at most `cells` cells, between words, or inside a
/// word that is longer than a line. The first line begins with `first`, the
/// others with as many spaces.
pub(super) fn flow(first: &str, pieces: &[StyledText], cells: usize) -> Vec<StyledLine> {
    let indent = width(first).min(cells.saturating_sub(1));
    let mut flow = Flow { cells: cells.max(1), indent, used: indent, ..Flow::default() };
    if indent > 0 {
        flow.line.push(styled(TextKind::Quiet, first));
    }
    for StyledText { kind, text } in pieces {
        for piece in runs(text) {
            if piece.trim().is_empty() {
                flow.blank(*kind);
            } else {
                flow.word.push(styled(*kind, sanitize::line(piece)));
            }
        }
    }
    flow.end_word();
    flow.lines.push(flow.line);
    flow.lines
}

/// Wraps `text`, all of one kind, in lines of at most `cells` cells.
pub(super) fn line(kind: TextKind, text: &str, cells: usize) -> Vec<StyledLine> {
    flow("", &[styled(kind, text)], cells)
}

/// Splits a text into runs of white space and runs of other characters.
fn runs(text: &str) -> impl Iterator<Item = &str> {
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
    /// The kind of the space before the next word, if there is to be one.
    gap: Option<TextKind>,
    /// The word that is being put together; its pieces may be of several kinds.
    word: StyledLine,
}

impl Flow {
    fn blank(&mut self, kind: TextKind) {
        self.end_word();
        if self.used > self.indent {
            self.gap.get_or_insert(kind);
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
        } else if let Some(kind) = gap {
            self.put(kind, " ");
        }
        for StyledText { kind, text } in word {
            for (_, grapheme) in graphemes(&text) {
                let wide = usize::from(grapheme_width(grapheme));
                if self.used + wide > self.cells && self.used > self.indent {
                    self.next_line();
                }
                self.put(kind, grapheme);
            }
        }
    }

    fn put(&mut self, kind: TextKind, text: &str) {
        self.used += width(text);
        match self.line.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ => self.line.push(styled(kind, text)),
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
    fn words_of_several_kinds_stay_together() {
        let pieces = [
            styled(TextKind::Plain, "on "),
            styled(TextKind::Cut, "Mon"),
            styled(TextKind::Added, "Tues"),
            styled(TextKind::Plain, "day it"),
        ];
        let lines: Vec<String> = flow("- ", &pieces, 12).iter().map(text).collect();
        assert_eq!(lines, ["- on", "  MonTuesday", "  it"]);
        assert_eq!(
            flow("", &pieces, 12)[1],
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
