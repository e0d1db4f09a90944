//! Finds the words of imported annotations in an open article.

use std::cell::OnceCell;
use std::ops::Range;

use pullquote_article::Article;
use pullquote_article::Span;
use pullquote_article::text::fold::{Folded, fold};
use pullquote_nlp::{Analysis, Quote};
use pullquote_notes::{Anchorer, Annotation, QuotedSpeech, Selector, Sentences};

/// An open article in which the words of annotations are looked up.
#[derive(Debug)]
pub struct WordFinder<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    anchorer: Anchorer<'a>,
    folded: OnceCell<Folded<'a>>,
}

impl<'a> WordFinder<'a> {
    /// A lookup for this article and its analysis.
    #[must_use]
    pub fn new(article: &'a Article, analysis: &'a Analysis) -> Self {
        Self { article, analysis, anchorer: Anchorer::new(article), folded: OnceCell::new() }
    }

    /// Adds a selector to the annotation if its words are found, and the quote
    /// that they are in. Its own selector stays the first if it has more than
    /// the words. Returns whether the words are found, at one place only.
    pub fn add_selector(&self, annotation: &mut Annotation) -> bool {
        let anchored = self.anchorer.anchor(&annotation.selectors).span();
        let Some(span) = anchored.or_else(|| self.only_place(annotation.target()?)) else { return false };
        let made = Selector::make(self.article, span, Sentences::Known(&self.analysis.sentences));
        let bare = |selector: &Selector| selector.prefix.is_empty() && selector.suffix.is_empty();
        let words_alone = |first: &Selector| bare(first) && fold(&first.exact) == fold(&made.exact);
        if annotation.target().is_some_and(words_alone) {
            annotation.selectors.clear();
        }
        if !annotation.selectors.contains(&made) {
            annotation.selectors.push(made);
        }
        if annotation.quote.is_none() {
            annotation.quote = quote_on(self.analysis, span).map(|quote| QuotedSpeech {
                speaker: quote.speaker.as_ref().map(|speaker| speaker.name.clone()),
                kind: quote.kind.name().to_owned(),
            });
        }
        true
    }
}

impl WordFinder<'_> {
    /// The place of words without prefix and suffix, if they occur once: in the
    /// sentence of the selector, or else in the whole article.
    fn only_place(&self, selector: &Selector) -> Option<Span> {
        let alone = selector.prefix.is_empty() && selector.suffix.is_empty();
        let text = self.folded.get_or_init(|| Folded::new(self.article.text()));
        let once = |words: &str, within: Range<usize>| -> Option<Range<usize>> {
            let mut found = text.as_str().get(within.clone())?.match_indices(words);
            let (at, _) = found.next().filter(|_| !words.is_empty())?;
            let start = within.start + at;
            found.next().is_none().then_some(start..start + words.len())
        };
        let whole = 0..text.as_str().len();
        let words = fold(&selector.exact);
        let sentence = once(&fold(&selector.sentence), whole.clone());
        let place = sentence.and_then(|sentence| once(&words, sentence)).or_else(|| once(&words, whole))?;
        alone.then(|| text.span(place))
    }
}

/// The quote that contains `span`, or else that `span` contains.
#[must_use]
pub fn quote_on(analysis: &Analysis, span: Span) -> Option<&Quote> {
    let quotes = || analysis.quotes.iter();
    let within = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
    quotes()
        .find(|quote| quote.spans.iter().any(|part| within(*part, span)))
        .or_else(|| quotes().find(|quote| within(quote.extent(), span)))
        .or_else(|| quotes().find(|quote| within(span, quote.extent())))
}
