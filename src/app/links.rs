//! Links of the article: where they lead, the letters that open them, and the list of them.

use super::key::{Key, KeyCode};
use super::mode::Mode;
use super::sidebar::SidebarEntry;
use super::{App, Effect, Focus, Tone};
use crate::layout::locate;
use pullquote_article::{Mark, MarkKind, Span};
use pullquote_clean::is_web_address;

/// The letters of hints, those under the strongest fingers first.
const LETTERS: &str = "asdfgjklhweruioptycvbnmxzq";

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Another page of the web, by its address.
    Page(String),
    /// A block of this article, by its index.
    Block(usize),
    /// The note of a footnote, a block of this article.
    Note(usize),
    /// Nowhere that can be opened; has words that say why.
    Nowhere(String),
}

/// The letters that open a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkHint {
    /// The letters.
    pub letters: String,
    /// The words of the link.
    pub span: Span,
    /// The row of [`App::rows`] and the cell where the words begin.
    pub place: (usize, u16),
}

/// The hints over the links on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hints {
    /// Every hint, in the order of the text.
    pub all: Vec<LinkHint>,
    /// The letters typed so far, in lower case.
    pub typed: String,
    /// Whether one of them was typed as a capital.
    capital: bool,
}

impl Hints {
    /// The hints that begin with what is typed, each with the letters that are left.
    pub fn shown(&self) -> impl Iterator<Item = (&LinkHint, &str)> {
        self.all.iter().filter_map(|hint| Some((hint, hint.letters.strip_prefix(&self.typed)?)))
    }
}

impl App {
    /// The links of the article and the marks of its footnotes, in the order of the text.
    fn link_marks(&self) -> impl Iterator<Item = &Mark> {
        let marks = self.article.blocks().iter().flat_map(|block| &block.marks);
        marks.filter(|mark| matches!(mark.kind, MarkKind::Link(_) | MarkKind::Footnote(_)))
    }

    /// The links of the article, without the marks of footnotes, in the order of the text:
    /// their words and addresses.
    pub fn links(&self) -> impl Iterator<Item = (Span, &str)> {
        self.link_marks().filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((mark.span, address.as_str())),
            _ => None,
        })
    }

    /// The words and the address of the link that is this mark of this block, if it is one.
    pub(super) fn link_at(&self, block: usize, mark: usize) -> Option<(Span, &str)> {
        let mark = self.article.blocks().get(block)?.marks.get(mark)?;
        match &mark.kind {
            MarkKind::Link(address) => Some((mark.span, address.as_str())),
            _ => None,
        }
    }

    /// Where a link or the mark of a footnote leads; `None` for another mark.
    pub(super) fn destination(&self, mark: &MarkKind) -> Option<Destination> {
        match mark {
            MarkKind::Footnote(name) => Some(match self.article.block_named(name) {
                Some(block) => Destination::Note(block),
                None => Destination::Nowhere("the article does not have this note".to_owned()),
            }),
            MarkKind::Link(address) => Some(self.destination_of(address)),
            _ => None,
        }
    }

    /// Where the address of a link leads.
    pub(super) fn destination_of(&self, address: &str) -> Destination {
        let (page, name) = address.split_once('#').unwrap_or((address, ""));
        if page.is_empty() || self.own_addresses().any(|own| own == page) {
            return match self.article.block_named(name) {
                Some(block) => Destination::Block(block),
                None => Destination::Nowhere("this link leads to a place that the article does not have".to_owned()),
            };
        }
        if is_web_address(address) {
            return Destination::Page(address.to_owned());
        }
        Destination::Nowhere(format!("this link is not the address of a web page: {address}"))
    }

    /// The addresses of this article, without what follows `#`.
    fn own_addresses(&self) -> impl Iterator<Item = &str> {
        let known = [self.article.origin().url.as_deref(), self.article.meta().canonical_url.as_deref()];
        known.into_iter().flatten().map(|address| address.split('#').next().unwrap_or(address))
    }

    /// Goes where the words at `span` lead, with `in_browser` in the browser.
    pub(super) fn follow_link(&mut self, span: Span, in_browser: bool) -> Vec<Effect> {
        let found = self.link_marks().find(|mark| mark.span == span).and_then(|mark| self.destination(&mark.kind));
        match found {
            Some(Destination::Page(address)) if in_browser => {
                self.say(Tone::Info, format!("opening {address}"));
                vec![Effect::OpenBrowser(address)]
            }
            Some(Destination::Page(address)) => self.open_page(address),
            Some(Destination::Block(block)) => {
                self.show_block(block);
                Vec::new()
            }
            Some(Destination::Note(block)) => {
                self.open_footnotes(vec![block]);
                Vec::new()
            }
            Some(Destination::Nowhere(why)) => {
                self.say(Tone::Info, why);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Goes to the beginning of a block.
    pub(super) fn show_block(&mut self, block: usize) {
        let Some(at) = self.article.blocks().get(block).map(|block| block.span.start) else { return };
        self.focus = Focus::Article;
        self.pick = None;
        self.jump_to(at);
    }

    /// Has another page opened in the reader. What is not saved has to be saved first.
    fn open_page(&mut self, address: String) -> Vec<Effect> {
        if self.refuses_unsaved("the link opens when they are") {
            return Vec::new();
        }
        let from = self.article.to_cleaned(self.cursor());
        vec![Effect::OpenPage { address, from }]
    }

    /// Goes back to the article with the link that opened this one.
    pub(super) fn previous_article(&mut self) -> Vec<Effect> {
        if self.settings.previous.is_none() {
            self.say(Tone::Info, "no link led to this article");
            return Vec::new();
        }
        if self.refuses_unsaved("go back when they are") {
            return Vec::new();
        }
        vec![Effect::PreviousPage]
    }

    /// Says that the notes have to be saved before another article is opened, and `advice`, if that is
    /// so; returns whether it is.
    pub(super) fn refuses_unsaved(&mut self, advice: &str) -> bool {
        let is_unsaved = self.notebook().is_some_and(|notebook| notebook.is_dirty() || notebook.is_saving());
        if is_unsaved {
            self.say(Tone::Error, format!("the notes are not saved yet; {advice}"));
        }
        is_unsaved
    }

    /// The block that is the note of the footnote with its mark at `at`.
    pub(super) fn footnote_at(&self, at: Span) -> Option<usize> {
        let mut marks = self.link_marks().filter(|mark| mark.span.overlaps(at));
        marks.find_map(|mark| match self.destination(&mark.kind) {
            Some(Destination::Note(block)) => Some(block),
            _ => None,
        })
    }

    /// The link of the selected entry of the Links tab, while that has the focus.
    pub(super) fn selected_link(&self) -> Option<(Span, String)> {
        let SidebarEntry::Link(block, mark) = self.sidebar.selected()? else { return None };
        let (span, address) = self.link_at(*block, *mark).filter(|_| self.focus == Focus::Sidebar)?;
        Some((span, address.to_owned()))
    }

    /// The words of the selected entry of the Links tab, while that has the focus.
    #[must_use]
    pub fn shown_link(&self) -> Option<Span> {
        self.selected_link().map(|(span, _)| span)
    }

    /// Shows letters over the links and the marks of footnotes that are on the screen.
    pub(super) fn show_hints(&mut self) {
        let seen = self.visible();
        let text = self.article.text();
        let marks = self.link_marks().skip_while(|mark| mark.span.end <= seen.start);
        let marks = marks.take_while(|mark| mark.span.start < seen.end);
        let place = |span: Span| {
            let rows = self.rows().iter().enumerate().filter(|(_, row)| row.is_article());
            let mut touched = rows.filter(|(_, row)| row.span.overlaps(span));
            touched.find_map(|(at, row)| Some((at, locate::cell_of(row, text, span.start.max(row.span.start))?)))
        };
        let places: Vec<_> = marks.filter_map(|mark| Some((mark.span, place(mark.span)?))).collect();
        let letters = letters(places.len());
        let hints = places.into_iter().zip(letters);
        let all: Vec<LinkHint> = hints.map(|((span, place), letters)| LinkHint { letters, span, place }).collect();
        if all.is_empty() {
            self.say(Tone::Info, "there is no link on the screen");
            return;
        }
        self.focus = Focus::Article;
        self.mode = Mode::Hints(Hints { all, ..Hints::default() });
    }

    /// Handles a key while hints are shown. A key that no hint has leaves them.
    pub(super) fn hint_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Hints(hints) = &mut self.mode else { return Vec::new() };
        match (key.code, key.typed()) {
            (KeyCode::Backspace, _) if hints.typed.pop().is_some() => return Vec::new(),
            (_, Some(typed)) => {
                hints.capital |= typed.is_uppercase();
                hints.typed.extend(typed.to_lowercase());
            }
            _ => hints.all.clear(),
        }
        let whole = hints.shown().find(|(_, left)| left.is_empty()).map(|(hint, _)| hint.span);
        let (is_none, capital) = (hints.shown().next().is_none(), hints.capital);
        if let Some(span) = whole {
            self.mode = Mode::Read;
            return self.follow_link(span, capital);
        }
        if is_none {
            self.mode = Mode::Read;
        }
        Vec::new()
    }
}

/// Different letters for each of `count` hints, none of which begins another: one letter if
/// there are enough, or else two or more.
fn letters(count: usize) -> Vec<String> {
    let of = |n: usize| LETTERS.chars().nth(n);
    let base = LETTERS.len();
    let mut length = 1;
    let mut room = base;
    while room < count {
        room = room.saturating_mul(base);
        length += 1;
    }
    let word = |mut n: usize| {
        // The last letter changes first, so that neighbours differ early.
        let mut word: Vec<char> = Vec::new();
        for _ in 0..length {
            word.extend(of(n % base));
            n /= base;
        }
        word.into_iter().collect()
    };
    (0..count).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hint_begins_another() {
        for count in [0, 1, 26, 27, 700] {
            let hints = letters(count);
            assert_eq!(hints.len(), count);
            for (i, hint) in hints.iter().enumerate() {
                assert!(hints.iter().enumerate().all(|(j, other)| i == j || !other.starts_with(hint)), "{hint}");
            }
        }
        assert_eq!(letters(26)[25].len(), 1);
        assert_eq!(letters(27)[0].len(), 2);
    }

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        assert!(is_web_address("HTTPS://example.org/a") && is_web_address("http://example.org"));
        for address in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/news", "mailto:a@b.example"]
        {
            assert!(!is_web_address(address), "{address}");
        }
    }
}
