//! Quotes without quotation marks: block quotes after a colon, block quotes with their author
//! below, and messages with their author below.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::marks::{Pair, Style};
use crate::passage::lines;
use pullquote_article::Span;
use pullquote_article::{Article, BlockKind};

/// The quotes of an article that have no marks.
#[derive(Debug, Default)]
pub(crate) struct BlockQuotes {
    /// The lines of the quotes, by the number of their block and the byte at which they begin.
    found: HashMap<(usize, usize), Pair>,
    /// The bytes at which the lines begin that name the author of a quote above.
    authors: HashSet<usize>,
}

/// A line of an article.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// The number of its block.
    block: usize,
    kind: BlockKind,
    span: Span,
    /// Whether it is in a block quote. In plain text it has “>” before it.
    quoted: bool,
}

impl BlockQuotes {
    /// Finds the quotes. Lines of block quotes that follow each other are one quote.
    pub(crate) fn of(article: &Article) -> Self {
        let text = article.text();
        let line = |block: usize, kind: BlockKind, span: Span| {
            let quoted = kind == BlockKind::Quote || span.of(text).starts_with('>');
            Line { block, kind, span, quoted }
        };
        let blocks = article.blocks().iter().enumerate();
        let all: Vec<Line> =
            blocks.flat_map(|(i, block)| lines(text, block.span).map(move |span| line(i, block.kind, span))).collect();
        let mut found = Self::default();
        let mut at = 0;
        while let Some(line) = all.get(at) {
            let run = all.iter().skip(at).take_while(|next| next.quoted == line.quoted).count();
            if line.quoted {
                found.read_quotes(text, &all, at..at + run);
            } else {
                found.read_messages(text, &all, at..at + run);
            }
            at += run;
        }
        found
    }

    /// The quote that a line is, if `marked`, the passages between marks in it, are not.
    pub(crate) fn quote_in(&self, block: usize, line: Span, marked: &[Pair]) -> Option<Pair> {
        self.found.get(&(block, line.start)).filter(|pair| is_quoted_whole(marked, pair)).copied()
    }

    /// Whether a line names the author of the quote above it.
    pub(crate) fn is_author(&self, line: Span) -> bool {
        self.authors.contains(&line.start)
    }

    /// Reads lines of block quotes: those above the name of their author, and all others after
    /// a line that ends with a colon. If the last line names an author without a handle, lines like it name
    /// those of the quotes before.
    fn read_quotes(&mut self, text: &str, all: &[Line], run: Range<usize>) {
        let above = |from: usize, at: usize| all.get(from..at).unwrap_or_default();
        let names_author = |from: usize, at: usize| {
            all.get(at).is_some_and(|line| is_dashed_name(text, line.span) || is_cited(text, above(from, at), line))
        };
        let named = run.end > run.start && names_author(run.start, run.end - 1);
        let mut from = run.start;
        for at in run.clone() {
            let Some(line) = all.get(at).filter(|_| at > from) else { continue };
            if is_signature(text, line.span) || named && names_author(from, at) {
                self.authors.insert(line.span.start);
                self.add(text, above(from, at));
                from = at + 1;
            }
        }
        let rest = above(from, run.end);
        let introduced =
            run.start.checked_sub(1).and_then(|i| all.get(i)).is_some_and(|l| l.span.of(text).ends_with(':'));
        let below = all.get(run.end).filter(|line| is_signature(text, line.span) || is_dashed_name(text, line.span));
        if introduced || below.is_some() && from < run.end {
            self.authors.extend(below.map(|line| line.span.start));
            self.add(text, rest);
        }
    }

    /// Reads lines that are in no block quote: those of the block above the name of their author.
    fn read_messages(&mut self, text: &str, all: &[Line], run: Range<usize>) {
        let mut from = run.start;
        for at in run {
            let Some(line) = all.get(at) else { continue };
            if !is_signature(text, line.span) {
                continue;
            }
            // The author may be a block of its own.
            let block = match at.checked_sub(1).and_then(|before| all.get(before)) {
                Some(before) if at > from && before.kind == BlockKind::Paragraph => before.block,
                _ => continue,
            };
            let first = (from..at).find(|&i| all.get(i).is_some_and(|l| l.block == block)).unwrap_or(at);
            self.authors.insert(line.span.start);
            self.add(text, all.get(first..at).unwrap_or_default());
            from = at + 1;
        }
    }

    /// Adds one quote, with a passage for each line.
    fn add(&mut self, text: &str, lines: &[Line]) {
        let words = |line: &Line| {
            let marks = line.span.of(text).len() - line.span.of(text).trim_start_matches(['>', ' ']).len();
            Span::new(line.span.start + marks, line.span.end).trimmed(text)
        };
        let spoken: Vec<&Line> = lines.iter().filter(|line| !words(line).is_empty()).collect();
        for (i, line) in spoken.iter().enumerate() {
            let inner = words(line);
            let pair = Pair { inner, outer: inner, style: Style::SetOff, closed: i + 1 == spoken.len() };
            self.found.insert((line.block, line.span.start), pair);
        }
    }
}

/// Whether the last line of a block quote on a page names its author without a dash: “Ann Lee,
/// mayor”. The lines above are those of the quote.
fn is_cited(text: &str, above: &[Line], line: &Line) -> bool {
    const MOST_WORDS: usize = 10;
    let words = line.span.of(text);
    let ends = |words: &str| words.ends_with(['.', '!', '?', '…', '”', '"', '’']);
    let spoken = above.last().is_some_and(|last| last.block != line.block && ends(last.span.of(text)));
    let few = words.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS;
    line.kind == BlockKind::Quote && spoken && few && !ends(words) && begins_with_name(words)
}

/// Whether the line is a signature that names the author of the message above: “—
/// Name (@handle) March 3, 2024”.
fn is_signature(text: &str, line: Span) -> bool {
    let words = line.of(text);
    let Some(name) = words.strip_prefix(['—', '–', '-', '―']) else { return false };
    let name = name.trim_start_matches(['-', ' ', '\u{a0}']);
    name.split_once("(@").is_some_and(|(name, handle)| {
        let handle = handle.split_once(')').map_or("", |(handle, _)| handle);
        name.chars().take(60).count() < 60
            && handle.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
            && !handle.is_empty()
    })
}

/// Whether the line is a dash and a name, as below a quotation: “— Ann Lee”, “> — Ann Lee,
/// mayor”.
fn is_dashed_name(text: &str, line: Span) -> bool {
    let words = line.of(text).trim_start_matches(['>', ' ']);
    let rest = words.strip_prefix(['—', '–', '-', '―']);
    rest.is_some_and(|rest| begins_with_name(rest.trim_start_matches(['-', ' ', '\u{a0}'])))
}

/// Whether the words before the first comma may be the name of a person: two to five, each with
/// a capital.
fn begins_with_name(words: &str) -> bool {
    const MOST_WORDS: usize = 5;
    let name = words.split(',').next().unwrap_or_default();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let count = name.split_whitespace().count();
    (2..=MOST_WORDS).contains(&count) && name.split_whitespace().all(|word| capital(word) || word.len() <= 3)
}

/// Whether the marks within a line do not say what is quoted there: none is at
/// its beginning or its end.
pub(crate) fn is_quoted_whole(marked: &[Pair], line: &Pair) -> bool {
    marked.iter().all(|p| p.outer.start != line.outer.start && p.outer.end != line.outer.end)
}
