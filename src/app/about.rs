//! Pages about the article: what is known about it, and the notes of its footnotes.

use super::mode::{Mode, PageView, ShownPage};
use super::popup_page::{Page, PageLayout, StyledLine, TextKind, flow, line, styled};
use super::status::BYTES_A_MINUTE;
use super::{Action, App, Effect, Tone};
use pullquote_article::text::width::width;
use pullquote_article::{Doubt, ListMarker, MarkKind, Notice, Span};

impl App {
    /// Opens the page with what is known about the article.
    pub(super) fn open_about(&mut self) {
        self.mode = Mode::Page(PageView { shown: ShownPage::About, top: 0 });
    }

    /// Opens a page with the notes that are these blocks.
    pub(super) fn open_footnotes(&mut self, blocks: Vec<usize>) {
        self.mode = Mode::Page(PageView { shown: ShownPage::Notes(blocks), top: 0 });
    }

    /// Opens the notes of the footnotes in the sentence with the cursor; returns whether there
    /// are any.
    pub(super) fn open_footnotes_at_cursor(&mut self) -> bool {
        let Some(sentence) = self.cursor_sentence() else { return false };
        // The mark of a sentence may come after its full stop.
        let reach = self
            .article
            .text()
            .get(sentence.end..)
            .map_or(0, |rest| rest.chars().take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum());
        self.open_footnotes_in(Span::new(sentence.start, sentence.end + reach))
    }

    /// Opens the notes of all footnotes in the block with the cursor; returns whether there
    /// are any.
    pub(super) fn open_footnotes_of_block(&mut self) -> bool {
        let block = self.article.block_at(self.cursor()).and_then(|i| self.article.blocks().get(i));
        let Some(span) = block.map(|block| block.span) else { return false };
        self.open_footnotes_in(span)
    }

    /// Opens the notes of the footnotes with their marks in a part of a block; returns whether
    /// there are any.
    fn open_footnotes_in(&mut self, part: Span) -> bool {
        let Some(block) = self.article.block_at(part.start).and_then(|i| self.article.blocks().get(i)) else {
            return false;
        };
        let here = block.marks.iter().filter(|mark| part.covers(mark.span));
        let names = here.filter_map(|mark| match &mark.kind {
            MarkKind::Footnote(name) => Some(name),
            _ => None,
        });
        let mut any = false;
        let mut blocks: Vec<usize> =
            names.inspect(|_| any = true).filter_map(|n| self.article.block_named(n)).collect();
        blocks.dedup();
        if blocks.is_empty() {
            if any {
                self.say(Tone::Info, "the article does not have this note");
            }
            return any;
        }
        self.open_footnotes(blocks);
        true
    }

    /// Does what Enter does on the open page: goes to the note in the text.
    pub(super) fn activate_page(&mut self) -> Vec<Effect> {
        let Mode::Page(view) = &self.mode else { return Vec::new() };
        let first = match &view.shown {
            ShownPage::Notes(blocks) => blocks.first().copied(),
            ShownPage::About | ShownPage::Highlights | ShownPage::Messages => None,
        };
        self.mode = Mode::Read;
        if let Some(block) = first {
            self.show_block(block);
        }
        Vec::new()
    }

    /// The open page about the article, wrapped for the size of the screen.
    pub(super) fn about_page(&self, view: &PageView) -> Page {
        let (x, width) = self.popup_columns();
        let rows = self.size.1.saturating_sub(1);
        let layout = PageLayout::exactly(width, rows);
        let hint = |action: Action| self.keymap().hint(action);
        let (title, lines) = match &view.shown {
            ShownPage::About => ("About this article".to_owned(), self.about_lines(layout.cells)),
            ShownPage::Highlights => ("Highlights".to_owned(), self.highlight_lines(layout.cells)),
            ShownPage::Messages => ("What was said last".to_owned(), self.message_lines(layout.cells)),
            ShownPage::Notes(blocks) => (
                if blocks.len() == 1 { "Footnote" } else { "Footnotes" }.to_owned(),
                self.footnote_lines(blocks, layout.cells),
            ),
        };
        let mut page = layout.page(title, Vec::new(), vec![lines], view.top);
        page.corner = Some((x, rows.saturating_sub(page.height) / 2));
        if page.last_top > 0 {
            page.hints.push((format!("{} {}", hint(Action::Down), hint(Action::Up)), "scroll"));
        }
        if matches!(view.shown, ShownPage::Notes(_)) {
            page.hints.push((hint(Action::Activate), "to the note"));
        }
        page.hints.push((hint(Action::Back), "close"));
        page
    }

    /// The text of notes: each block, with those that continue it.
    fn footnote_lines(&self, blocks: &[usize], cells: usize) -> Vec<StyledLine> {
        let mut lines: Vec<StyledLine> = Vec::new();
        for &first in blocks {
            let all = self.article.blocks().iter().enumerate().skip(first);
            let continues = |list: Option<pullquote_article::ListPlace>| {
                list.is_some_and(|place| place.marker == ListMarker::Continued)
            };
            for (at, block) in all.take_while(|(at, block)| *at == first || continues(block.list)) {
                if !lines.is_empty() {
                    lines.push(Vec::new());
                }
                let marker = if at == first { block.list_marker() } else { String::new() };
                let marker = if marker.is_empty() { marker } else { format!("{marker} ") };
                let words = block.span.of(self.article.text());
                lines.extend(flow(&marker, &[styled(TextKind::Plain, words)], cells));
            }
        }
        lines
    }

    /// What is known about the article, a line or more for each fact.
    fn about_lines(&self, cells: usize) -> Vec<StyledLine> {
        let facts = self.facts();
        let labels = facts.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
        // On a narrow page, a fact is below its label.
        let beside = cells >= 2 * labels + 12;
        let mut lines = Vec::new();
        for (label, fact) in &facts {
            if beside {
                let label = format!("{label}{}", " ".repeat(labels - width(label) + 2));
                lines.extend(flow(&label, &[styled(TextKind::Plain, fact.as_str())], cells));
            } else {
                lines.extend(line(TextKind::Quiet, label, cells));
                lines.extend(flow("  ", &[styled(TextKind::Plain, fact.as_str())], cells));
            }
        }
        lines
    }

    /// Everything that is known about the article, each with its label.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let (article, meta) = (&self.article, self.article.meta());
        let origin = article.origin();
        let authors = (!meta.byline.is_empty()).then(|| meta.byline.join(", "));
        let own = origin.url.clone();
        let canonical = meta.canonical_url.clone().filter(|address| own.as_ref() != Some(address));
        let words = article.words();
        let minutes = article.text().len().div_ceil(BYTES_A_MINUTE).max(1);
        let s = |count: usize| if count == 1 { "" } else { "s" };
        let removed = (!article.removed().is_empty())
            .then(|| format!("{} passage{}", article.removed().len(), s(article.removed().len())));
        let links = self.links().count();
        let warning = article.notice().map(Notice::sentence).or_else(|| article.doubt().map(Doubt::sentence));
        let facts = [
            ("Title", self.title()),
            ("Author", authors),
            ("Site", meta.site.clone()),
            ("Section", meta.section.clone()),
            ("Published", meta.published.clone()),
            ("Changed", meta.modified.clone()),
            ("Address", own),
            ("Its own address", canonical),
            ("File", origin.path.as_ref().map(|path| path.to_string_lossy().into_owned())),
            ("Fetched", article.fetched().map(str::to_owned)),
            ("Format", Some(origin.format.name().to_owned())),
            ("Language", self.language_fact()),
            ("Length", Some(format!("{words} word{}, {minutes} minute{}", s(words), s(minutes)))),
            ("Links", (links > 0).then(|| links.to_string())),
            ("Cut", removed),
            ("Doubt", warning),
            ("SHA-256 of the text", Some(article.text_sha256().to_owned())),
            ("SHA-256 of the source", Some(origin.sha256.clone()).filter(|hash| !hash.is_empty())),
        ];
        facts.into_iter().filter_map(|(label, fact)| Some((label, fact?))).collect()
    }

    /// The language of the text, and that of the page if it says another one.
    fn language_fact(&self) -> Option<String> {
        let stated = self.article.meta().language.clone();
        let Some(analysis) = self.analysis() else { return stated };
        let found = &analysis.language;
        let speakers = if found.supported { "" } else { "; speakers are not found in it" };
        let other = stated.filter(|tag| !tag.to_ascii_lowercase().starts_with(&found.code));
        let page = other.map_or(String::new(), |tag| format!("; the page says {tag}"));
        Some(format!("{}{speakers}{page}", found.name))
    }
}
