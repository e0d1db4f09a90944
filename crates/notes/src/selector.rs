//! Making a [`Selector`] from a span of an article.

use unicode_normalization::char::is_combining_mark;

use crate::annotation::Selector;
use pullquote_article::text::Language;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::span::floor_boundary;
use pullquote_article::text::token::{Token, tokenize_in};
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, Span};

/// The most code points of context that are kept on either side.
pub(crate) const CONTEXT: usize = 64;

/// The most code points of the sentence that are kept.
const SENTENCE: usize = 1000;

/// The sentences of an article, from which a selector takes the one around its
/// words.
#[derive(Debug, Clone, Copy)]
pub enum Sentences<'a> {
    /// The sentences of the whole article, in order, in bytes of its text.
    Known(&'a [Span]),
    /// They are not known yet: the blocks around the words are split by the
    /// rules of this language.
    In(&'a Language),
}

impl Selector {
    /// The selector of `span`, in bytes of the article's text; a span that does
    /// not fit is shrunk to character boundaries of the text. `sentences` are
    /// those of the article.
    #[must_use]
    pub fn make(article: &Article, span: Span, sentences: Sentences<'_>) -> Self {
        let text = article.text();
        let span = fitted(text, span);
        let [start, end] = CodePoints::new(text).of_span(span);
        let around = sentence_around(article, span, sentences);
        Self {
            exact: span.of(text).to_owned(),
            prefix: before(text.get(..span.start).unwrap_or("")).to_owned(),
            suffix: after(text.get(span.end..).unwrap_or("")).to_owned(),
            sentence: one_line(around.of(text)),
            start,
            end,
            text_sha256: article.text_sha256().to_owned(),
        }
    }

    /// The context of `span` in `text`, as a selector keeps it: the text before
    /// and the text after, up to 64 code points each, whole words only.
    #[must_use]
    pub fn context(text: &str, span: Span) -> (&str, &str) {
        let span = fitted(text, span);
        (before(text.get(..span.start).unwrap_or("")), after(text.get(span.end..).unwrap_or("")))
    }
}

/// `span` shrunk so that it is inside `text`, on character boundaries.
fn fitted(text: &str, span: Span) -> Span {
    let end = floor_boundary(text, span.end);
    Span::new(floor_boundary(text, span.start).min(end), end)
}

/// The last [`CONTEXT`] code points of `text`, whole words only.
fn before(text: &str) -> &str {
    let Some((cut, _)) = text.char_indices().rev().nth(CONTEXT - 1) else { return text.trim_start() };
    let kept = text.get(cut..).unwrap_or("");
    let inside_word = text.get(..cut).is_some_and(|t| !t.ends_with(char::is_whitespace));
    let snapped = match kept.find(char::is_whitespace) {
        Some(gap) if inside_word && !kept.get(gap..).unwrap_or("").trim().is_empty() => kept.get(gap..).unwrap_or(""),
        _ => kept.trim_start_matches(is_combining_mark),
    };
    snapped.trim_start()
}

/// The first [`CONTEXT`] code points of `text`, whole words only.
fn after(text: &str) -> &str {
    let Some((cut, next)) = text.char_indices().nth(CONTEXT) else { return text.trim_end() };
    let kept = text.get(..cut).unwrap_or("");
    let snapped = match kept.rfind(char::is_whitespace) {
        Some(gap) if !next.is_whitespace() && !kept.get(..gap).unwrap_or("").trim().is_empty() => {
            kept.get(..gap).unwrap_or("")
        }
        _ => kept,
    };
    snapped.trim_end()
}

/// The span of the sentences that `span` touches, or `span` if there are none.
fn sentence_around(article: &Article, span: Span, sentences: Sentences<'_>) -> Span {
    let found;
    let known = match sentences {
        Sentences::Known(known) => known,
        Sentences::In(language) => {
            found = sentences_near(article, span, language);
            &found
        }
    };
    let from = known.partition_point(|s| s.end <= span.start);
    let touched: Vec<Span> = known.iter().skip(from).take_while(|s| s.start < span.end).copied().collect();
    match (touched.first(), touched.last()) {
        (Some(first), Some(last)) => first.union(*last),
        _ => span,
    }
}

/// The sentences of the blocks that `span` touches.
fn sentences_near(article: &Article, span: Span, language: &Language) -> Vec<Span> {
    let text = article.text();
    let from = article.block_at(span.start).unwrap_or(0);
    let blocks = article.blocks().iter().skip(from).take_while(|b| b.span.start < span.end.max(span.start + 1));
    blocks
        .flat_map(|block| {
            let shift = |s: Span| Span::new(s.start + block.span.start, s.end + block.span.start);
            let tokens: Vec<Token> = tokenize_in(block.span.of(text), language)
                .into_iter()
                .map(|t| Token { span: shift(t.span), ..t })
                .collect();
            sentences(text, block.span, &tokens, language)
        })
        .collect()
}

/// `text` on one line, cut after a word if it is longer than [`SENTENCE`].
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SENTENCE) {
        Some((cut, _)) => format!("{} …", without_last_word(line.get(..cut).unwrap_or(""))),
        None => line,
    }
}

/// `text` without its last word, which may be cut.
fn without_last_word(text: &str) -> &str {
    text.rfind(' ').and_then(|gap| text.get(..gap)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    fn article(text: &str) -> Article {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        ArticleBuilder::raw(text.to_owned(), origin)
    }

    fn select(article: &Article, words: &str) -> Selector {
        let start = article.text().find(words).unwrap();
        Selector::make(article, Span::new(start, start + words.len()), Sentences::In(Language::english()))
    }

    #[test]
    fn context_ends_between_words_and_positions_count_code_points() {
        let article = article(
            "Ünder the old bridge nobody ever waited for anyone, and so the whole long night went by. \
             “We saw the boat,” said Ida Holm. It had gone before the harbour master had put on his boots and hat.",
        );
        let selector = select(&article, "We saw the boat");
        assert_eq!(selector.prefix, "ever waited for anyone, and so the whole long night went by. “");
        assert_eq!(selector.suffix, ",” said Ida Holm. It had gone before the harbour master had put");
        assert_eq!(selector.sentence, "“We saw the boat,” said Ida Holm.");
        assert_eq!(
            article.text().chars().skip(selector.start).take(selector.end - selector.start).collect::<String>(),
            "We saw the boat"
        );
        assert_eq!(selector.text_sha256, article.text_sha256());
    }

    #[test]
    fn a_text_without_spaces_keeps_its_context() {
        let text = "漢".repeat(100) + "字字" + &"漢".repeat(100);
        let selector = select(&article(&text), "字字");
        assert_eq!(selector.prefix.chars().count(), CONTEXT);
        assert_eq!(selector.suffix.chars().count(), CONTEXT);
    }

    #[test]
    fn the_sentences_that_a_selection_touches_are_one_line() {
        let article = article("One is here. Two is\nthere. Three.\n\nFour.");
        assert_eq!(select(&article, "here. Two").sentence, "One is here. Two is there.");
        assert_eq!(select(&article, "Four").sentence, "Four.");
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_gives_its_own_words(text in "(?s).{0,400}", a in 0usize..500, b in 0usize..500) {
            let article = article(&text);
            let selector = Selector::make(&article, Span::new(a, b), Sentences::In(Language::english()));
            let points = CodePoints::new(&text);
            let span = points.to_span(selector.start, selector.end);
            prop_assert_eq!(span.of(&text), selector.exact.as_str());
            prop_assert!(text[..span.start].trim_end().ends_with(selector.prefix.trim_end()));
            prop_assert!(text[span.end..].starts_with(selector.suffix.as_str()));
            prop_assert!(selector.prefix.chars().count() <= CONTEXT && selector.suffix.chars().count() <= CONTEXT);
        }
    }
}
