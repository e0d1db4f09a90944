//! Quotes without quotation marks: block quotes after a colon, and messages with
//! their author below.

use std::collections::HashMap;

use super::marks::{Pair, Style};
use crate::passage::marks::lines;
use pullquote_article::Span;
use pullquote_article::{Article, Block, BlockKind};

/// The lines of such quotes, by the number of their block and the byte at which
/// they begin.
pub(crate) fn block_quotes(article: &Article) -> HashMap<(usize, usize), Pair> {
    let text = article.text();
    let blocks = article.blocks();
    let mut found = HashMap::new();
    let mut introduced = false;
    // The last line of the latest block quote, until another kind of block
    // follows.
    let mut open: Option<(usize, usize)> = None;
    for (number, block) in blocks.iter().enumerate() {
        let all: Vec<Span> = lines(text, block.span).collect();
        // A quotation in plain text has “>” before each line.
        let quote = block.kind == BlockKind::Quote || all.iter().all(|line| line.of(text).starts_with('>'));
        let last = all.len().saturating_sub(1);
        let signed = all.iter().enumerate().position(|(i, &line)| {
            is_signature(text, line) || quote && i == last && i > 0 && is_dashed_name(text, line)
        });
        let source = names_source_of_quote(text, blocks, number, &all);
        if source {
            add_block_quotes_above(text, blocks, number, &mut found);
        }
        let within = match signed {
            _ if source => 0,
            Some(0) => {
                let above = number.checked_sub(1).and_then(|b| Some((b, blocks.get(b)?)));
                if let Some((before, block)) = above.filter(|(_, block)| takes_author(block)) {
                    add(text, before, &lines(text, block.span).collect::<Vec<_>>(), &mut found);
                }
                0
            }
            Some(at) if takes_author(block) => at,
            None if quote && introduced => all.len(),
            _ => 0,
        };
        // Block quotes that follow each other are one.
        if let Some(last) = open.take().filter(|_| quote && within > 0).and_then(|last| found.get_mut(&last)) {
            last.closed = false;
        }
        let read = all.get(..within).unwrap_or_default();
        add(text, number, read, &mut found);
        open = read.last().filter(|_| quote && within == all.len()).map(|line| (number, line.start));
        // A block quote may have several blocks.
        introduced = all.last().is_some_and(|line| line.of(text).ends_with(':')) || (quote && introduced);
    }
    found
}

/// Whether the block is only the name of who is quoted in the block quote before it:
/// a signature, or a dash and a name.
fn names_source_of_quote(text: &str, blocks: &[Block], number: usize, all: &[Span]) -> bool {
    let (Some(block), &[line]) = (blocks.get(number), all) else { return false };
    let follows = number.checked_sub(1).and_then(|n| blocks.get(n)).is_some_and(|b| b.kind == BlockKind::Quote);
    follows
        && match block.kind {
            BlockKind::Quote => is_signature(text, line) || is_dashed_name(text, line),
            BlockKind::Caption => is_dashed_name(text, line),
            _ => false,
        }
}

/// Adds the block quotes directly before the block `number`, as one quote.
fn add_block_quotes_above(text: &str, blocks: &[Block], number: usize, found: &mut HashMap<(usize, usize), Pair>) {
    let above = blocks.get(..number).unwrap_or_default();
    let first = above.iter().rposition(|block| block.kind != BlockKind::Quote).map_or(0, |at| at + 1);
    for (at, block) in above.iter().enumerate().skip(first) {
        let lines: Vec<Span> = lines(text, block.span).collect();
        add(text, at, &lines, found);
        if at + 1 < number
            && let Some(last) = lines.last().and_then(|line| found.get_mut(&(at, line.start)))
        {
            last.closed = false;
        }
    }
}

fn takes_author(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Quote | BlockKind::Paragraph)
}

/// Adds one quote, with a passage for each line.
fn add(text: &str, block: usize, lines: &[Span], found: &mut HashMap<(usize, usize), Pair>) {
    for (i, &line) in lines.iter().enumerate() {
        let marks = line.of(text).len() - line.of(text).trim_start_matches(['>', ' ']).len();
        let inner = Span::new(line.start + marks, line.end).trimmed(text);
        let pair = Pair { inner, outer: inner, style: Style::SetOff, closed: i + 1 == lines.len() };
        found.insert((block, line.start), pair);
    }
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
    const MOST_WORDS: usize = 5;
    let words = line.of(text).trim_start_matches(['>', ' ']);
    let Some(rest) = words.strip_prefix(['—', '–', '-', '―']) else { return false };
    let name = rest.trim_start_matches(['-', ' ', '\u{a0}']).split(',').next().unwrap_or_default();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let count = name.split_whitespace().count();
    (2..=MOST_WORDS).contains(&count) && name.split_whitespace().all(|word| capital(word) || word.len() <= 3)
}

/// Whether the marks within a line do not say what is quoted there: none is at
/// its beginning or its end.
pub(crate) fn is_quoted_whole(marked: &[Pair], line: &Pair) -> bool {
    marked.iter().all(|p| p.outer.start != line.outer.start && p.outer.end != line.outer.end)
}
