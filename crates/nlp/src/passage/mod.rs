//! Passages: the words between quotation marks, and other words that are quoted as a whole,
//! paragraph by paragraph.
//!
//! [`marks`] pairs quotation marks. Where a line has none, it may be a turn of a [`transcript`],
//! which begins with the [`label`] of its speaker, or part of [`block_quotes`]. [`author_lines`] name who
//! is quoted above or below, and [`credits`] who made a picture.

pub(crate) mod author_lines;
pub(crate) mod block_quotes;
pub(crate) mod credits;
pub(crate) mod label;
pub(crate) mod marks;
pub(crate) mod transcript;

use std::ops::Range;

use crate::language::Language;
use crate::passage::author_lines::{QuotePlace, author_lines};
use crate::passage::block_quotes::BlockQuotes;
use crate::passage::marks::{Pair, Style, pairs};
use crate::passage::transcript::Transcript;
use pullquote_article::Span;
use pullquote_article::text::token::Token;
use pullquote_article::{Article, BlockKind};

/// A line of a block; most blocks have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its words, without white space at either end.
    pub(crate) span: Span,
    /// The kind of its block.
    pub(crate) kind: BlockKind,
    /// Indices of its tokens.
    pub(crate) tokens: Range<usize>,
    /// Indices of its passages.
    pub(crate) passages: Range<usize>,
    /// Where the quote is whose author it names, if it is a line for that.
    pub(crate) author_of: Option<QuotePlace>,
}

/// Words between two marks, within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passage {
    /// The words, without the marks.
    pub(crate) span: Span,
    /// The words with their marks.
    pub(crate) outer: Span,
    /// The kind of the marks.
    pub(crate) style: Style,
    /// The index of its paragraph.
    pub(crate) para: usize,
    /// Whether it continues the passage before, which ended its paragraph
    /// without a closing mark.
    pub(crate) continues: bool,
    /// Whether it has a closing mark.
    pub(crate) closed: bool,
}

/// The paragraphs of an article and its passages, both in order.
pub(crate) fn passages(article: &Article, tokens: &[Token], language: &Language) -> (Vec<Paragraph>, Vec<Passage>) {
    let text = article.text();
    let mut paragraphs = Vec::new();
    let mut found: Vec<Passage> = Vec::new();
    let block_quotes = BlockQuotes::of(article);
    let all: Vec<(BlockKind, Span)> =
        article.blocks().iter().flat_map(|b| lines(text, b.span).map(|line| (b.kind, line))).collect();
    let spans: Vec<Span> = all.iter().map(|(_, line)| *line).collect();
    let transcript = Transcript::find(text, &spans, language);
    let authors = author_lines(language, text, &all);
    for (number, block) in article.blocks().iter().enumerate() {
        if matches!(block.kind, BlockKind::Code | BlockKind::Rule | BlockKind::Table) {
            continue;
        }
        let has_words = |line: &Span| !line.of(text).trim_start_matches('>').is_empty();
        for span in lines(text, block.span).filter(has_words) {
            let para = paragraphs.len();
            let from = tokens.partition_point(|t| t.span.start < span.start);
            let to = tokens.partition_point(|t| t.span.start < span.end);
            let first = found.len();
            let marked = pairs(language, text, span);
            let whole = transcript.turn_in(span).or_else(|| block_quotes.quote_in(number, span, &marked));
            for pair in whole.map_or(marked, |pair| vec![pair]) {
                let continues = found.last().is_some_and(|last| continues_last(last, &pair, para, span, &paragraphs));
                found.push(Passage {
                    span: pair.inner,
                    outer: pair.outer,
                    style: pair.style,
                    para,
                    continues,
                    closed: pair.closed,
                });
            }
            paragraphs.push(Paragraph {
                span,
                kind: block.kind,
                tokens: from..to.max(from),
                passages: first..found.len(),
                author_of: match block_quotes.is_author(span) {
                    true => Some(QuotePlace::Above),
                    false => authors.get(&span.start).copied(),
                },
            });
        }
    }
    (paragraphs, found)
}

/// The lines of a block that are not blank.
pub(crate) fn lines(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let mut at = block.start;
    block.of(text).split_inclusive('\n').filter_map(move |line| {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        (!span.is_empty()).then_some(span)
    })
}

/// Whether `pair` continues the passage `last`: it opens its paragraph, and
/// `last` was not closed in the previous paragraph of running text.
fn continues_last(last: &Passage, pair: &Pair, para: usize, span: Span, before: &[Paragraph]) -> bool {
    let adjacent = before
        .get(last.para + 1..para)
        .is_some_and(|between| between.iter().all(|p| matches!(p.kind, BlockKind::Caption)));
    if matches!(pair.style, Style::SetOff | Style::Label) {
        return last.style == pair.style && last.para + 1 == para && !last.closed;
    }
    !last.closed && last.para < para && adjacent && pair.outer.start == span.start && pair.style == last.style
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    fn read(text: &str) -> Vec<(String, bool)> {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let (_, found) = passages(&article, &tokenize(text), Language::english());
        found.iter().map(|p| (p.span.of(text).to_owned(), p.continues)).collect()
    }

    #[test]
    fn a_speech_opened_in_each_paragraph_continues() {
        let text = "She said: “One.\n\n“Two.\n\n“Three.”\n\n“Four,” he said.";
        let expected = [("One.", false), ("Two.", true), ("Three.", true), ("Four,", false)];
        assert_eq!(read(text), expected.map(|(words, on)| (words.to_owned(), on)));
    }

    #[test]
    fn a_block_quote_is_one_quote_where_a_block_below_names_its_author() {
        let quoted = |kind: BlockKind, author: &str| {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, "The quay was built in 1931.");
            builder.block(BlockKind::Quote, "The ferry is gone.").block(BlockKind::Quote, "Ask the county.");
            builder.block(kind, author);
            let origin = Origin { path: None, url: None, format: Format::Html, sha256: String::new() };
            let article = builder.finish(origin);
            let (_, found) = passages(&article, &tokenize(article.text()), Language::english());
            found.iter().map(|p| (p.span.of(article.text()).to_owned(), p.continues)).collect::<Vec<_>>()
        };
        let expected = [("The ferry is gone.".to_owned(), false), ("Ask the county.".to_owned(), true)];
        assert_eq!(quoted(BlockKind::Caption, "— Aldo Hux, Brave New Quay"), expected);
        assert_eq!(quoted(BlockKind::Quote, "— Tove Lund (@tove.example) May 3, 2025"), expected);
        assert_eq!(quoted(BlockKind::Caption, "The quay in spring"), []);
    }

    #[test]
    fn each_block_quote_of_a_list_ends_above_its_author() {
        for author in ["From The Orsten Post", "— Tove Lund, Orsten"] {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, "The quay was built in 1931.");
            for words in ["The ferry is gone.", "Ask the county."] {
                builder.block(BlockKind::Quote, words).block(BlockKind::Quote, author);
            }
            let origin = Origin { path: None, url: None, format: Format::Html, sha256: String::new() };
            let article = builder.finish(origin);
            let (_, found) = passages(&article, &tokenize(article.text()), Language::english());
            let found: Vec<_> = found.iter().map(|p| (p.span.of(article.text()), p.continues)).collect();
            assert_eq!(found, [("The ferry is gone.", false), ("Ask the county.", false)]);
        }
    }

    #[test]
    fn a_forgotten_mark_before_plain_text_does_not() {
        let text = "“One, she said.\n\nThen rain.\n\n“Two,” he said.";
        assert_eq!(read(text).iter().map(|(_, on)| *on).collect::<Vec<_>>(), [false, false]);
    }
}
