//! Finding the words of an annotation again.

use std::cell::OnceCell;

use super::annotation::{Anchor, Selector};
use crate::article::Article;
use crate::text::fold::{Folded, fold};
use crate::text::span::Span;
use crate::text::units::CodePoints;

/// Places annotations in one article; what it reads of the text it reads once.
#[derive(Debug)]
pub struct Anchorer<'a> {
    article: &'a Article,
    points: OnceCell<CodePoints<'a>>,
    folded: OnceCell<Folded<'a>>,
}

impl<'a> Anchorer<'a> {
    /// For the open article.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self { article, points: OnceCell::new(), folded: OnceCell::new() }
    }

    /// Where the annotation with these selectors, the oldest first, stands.
    #[must_use]
    pub fn anchor(&self, selectors: &[Selector]) -> Anchor {
        let text = self.article.text();
        for selector in selectors.iter().rev() {
            let span = self.points().to_span(selector.start, selector.end);
            if selector.text_sha256 == self.article.text_sha256() && span.of(text) == selector.exact {
                return Anchor::Exact(span);
            }
        }
        for selector in selectors.iter().rev() {
            let span = self.points().to_span(selector.start, selector.end);
            let wanted = fold(&selector.exact);
            if wanted.is_empty() {
                continue;
            }
            if fold(span.of(text)) == wanted {
                return Anchor::Exact(span.trimmed(text));
            }
            let folded = self.folded.get_or_init(|| Folded::new(text));
            let places: Vec<Span> =
                folded.as_str().match_indices(&wanted).map(|(at, words)| folded.span(at..at + words.len())).collect();
            match places.as_slice() {
                [] => {}
                [one] => return Anchor::Moved(*one, 1.0),
                _ => return Anchor::Review(places),
            }
        }
        Anchor::Orphan
    }

    /// The byte at which the newest selector says it stands.
    #[must_use]
    pub fn stored_start(&self, selectors: &[Selector]) -> usize {
        selectors.last().map_or(0, |s| self.points().to_byte(s.start))
    }

    fn points(&self) -> &CodePoints<'a> {
        self.points.get_or_init(|| CodePoints::new(self.article.text()))
    }
}
