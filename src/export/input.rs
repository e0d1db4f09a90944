//! The input of every exporter, made from the open article or from a notes
//! file alone.

use jiff::Timestamp;

use super::{Citation, fragment};
use pullquote_article::Article;
use pullquote_article::Span;
use pullquote_article::text::units::CodePoints;
use pullquote_nlp::{Analysis, Quote};
use pullquote_notes::{Anchor, Annotation, Header, PlacedAnnotation, Selector};

/// One article and its annotations, to be exported.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// Title, authors, address and hashes of the article.
    pub citation: Citation,
    /// The article and its analysis; `None` where only the notes file was read.
    pub open: Option<Open<'a>>,
    /// Its annotations, in the order of the text.
    pub items: Vec<Item<'a>>,
    /// What to write besides the annotations.
    pub options: Options,
}

/// An open article.
#[derive(Debug, Clone, Copy)]
pub struct Open<'a> {
    /// The article.
    pub article: &'a Article,
    /// The quotes and sentences found in it.
    pub analysis: &'a Analysis,
}

/// One annotation and its place in the text.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The annotation.
    pub annotation: &'a Annotation,
    /// Its place in the open article; `None` where the article was not read.
    pub anchor: Option<&'a Anchor>,
    /// The first code point of its words: in the open article if they were
    /// found there, else in the text that the note was made on.
    pub start: usize,
    /// The words at its place now, where they have changed.
    pub changed_words: Option<&'a str>,
    /// The address that scrolls to the words; `None` where the article has no
    /// web address.
    pub link: Option<String>,
}

impl Item<'_> {
    /// `moved`, `review` or `orphan`; `None` where the words are in their old
    /// place, or the article was not read.
    #[must_use]
    pub fn state(&self) -> Option<&'static str> {
        match self.anchor? {
            _ if self.annotation.is_on_whole() => None,
            Anchor::Exact(_) => None,
            Anchor::Moved(..) => Some("moved"),
            Anchor::Review(_) => Some("review"),
            Anchor::Orphan => Some("orphan"),
        }
    }

    /// The [`Self::state`] as a sentence.
    #[must_use]
    pub fn state_sentence(&self) -> Option<String> {
        if let Some(now) = self.changed_words {
            return Some(format!("Its words have changed; now: “{}”.", super::one_line(now)));
        }
        let sentence = match self.anchor? {
            _ if self.annotation.is_on_whole() => return None,
            Anchor::Exact(_) => return None,
            Anchor::Moved(..) => "Found elsewhere in the text than it was made.",
            Anchor::Review(_) => "Its place in the text is not certain.",
            Anchor::Orphan => "Its words are no longer in the text.",
        };
        Some(sentence.to_owned())
    }

    /// The sentence around the words; where the note was imported without one,
    /// the sentence around the place where its words were found.
    #[must_use]
    pub fn sentence(&self) -> &str {
        let Some(first) = self.annotation.target() else { return "" };
        let around = |s: &&Selector| s.exact == first.exact && s.sentence.chars().count() > s.exact.chars().count();
        &self.annotation.selectors.iter().find(around).unwrap_or(first).sentence
    }

    /// The speaker of the quote, if known.
    #[must_use]
    pub fn speaker(&self) -> Option<&str> {
        self.annotation.quote.as_ref()?.speaker.as_deref()
    }

    /// The place in the open article, if there is exactly one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.anchor?.span()
    }
}

/// What to write besides the annotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether to write every extracted quote.
    pub quotes: bool,
}

/// Which annotations to write; an empty filter keeps all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those made or changed at this time or later.
    pub since: Option<Timestamp>,
    /// Only those with one of these tags, compared without regard to case.
    pub tags: Vec<String>,
    /// Only those with a speaker name that contains one of these, compared
    /// without regard to case.
    pub speakers: Vec<String>,
}

impl Filter {
    /// Whether the filter keeps everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn keeps(&self, annotation: &Annotation) -> bool {
        let bare = |tag: &str| tag.trim_start_matches('#').to_lowercase();
        let tagged = |wanted: &String| annotation.tags.iter().any(|tag| bare(tag) == bare(wanted));
        let speaker = annotation.quote.as_ref().and_then(|quote| quote.speaker.as_deref());
        self.since.is_none_or(|since| annotation.modified >= since)
            && (self.tags.is_empty() || self.tags.iter().any(tagged))
            && self.keeps_speaker(speaker)
    }

    fn keeps_speaker(&self, speaker: Option<&str>) -> bool {
        let named = |name: &str| self.speakers.iter().any(|s| name.to_lowercase().contains(&s.to_lowercase()));
        self.speakers.is_empty() || speaker.is_some_and(named)
    }
}

impl<'a> Input<'a> {
    /// The input for the open article; `entries` are
    /// [`pullquote_notes::Notebook::entries`].
    #[must_use]
    pub fn open(
        article: &'a Article,
        analysis: &'a Analysis,
        entries: &'a [PlacedAnnotation],
        options: Options,
    ) -> Self {
        let citation = Citation::of(article);
        let points = CodePoints::new(article.text());
        let items = entries.iter().map(|entry| {
            let made = entry.annotation.target().map_or(0, |target| target.start);
            let start = entry.anchor.span().map_or(made, |span| points.of_byte(span.start));
            let changed_words = entry.anchor.changed_words(&entry.annotation.selectors, article.text());
            Item { changed_words, ..item(&citation, &entry.annotation, Some(&entry.anchor), start) }
        });
        let items = items.collect();
        Self { citation, open: Some(Open { article, analysis }), items, options }
    }

    /// The input for a notes file, without its article. The annotations are
    /// put in the order of the text.
    #[must_use]
    pub fn kept(header: &Header, annotations: &'a [Annotation]) -> Self {
        let citation = Citation::of_header(header);
        let mut sorted: Vec<&Annotation> = annotations.iter().collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        let made = |annotation: &Annotation| annotation.target().map_or(0, |target| target.start);
        let items = sorted.into_iter().map(|a| item(&citation, a, None, made(a))).collect();
        Self { citation, open: None, items, options: Options::default() }
    }

    /// This input with the time when the article was first read, as RFC 3339
    /// with the zone's offset. An article from the web keeps the time when it
    /// was fetched.
    #[must_use]
    pub fn first_read(mut self, when: Option<&str>) -> Self {
        self.citation.fetched = self.citation.fetched.or_else(|| when.map(str::to_owned));
        self
    }

    /// This input with only the annotations that `filter` keeps.
    #[must_use]
    pub fn filtered(mut self, filter: &Filter) -> Self {
        self.items.retain(|item| filter.keeps(item.annotation));
        self
    }

    /// The extracted quotes; none where they were not asked for.
    pub(super) fn quotes(&self) -> impl Iterator<Item = Found<'_>> {
        let open = self.open.filter(|_| self.options.quotes);
        open.into_iter().flat_map(|open| open.analysis.quotes.iter().map(move |quote| (open, quote))).map(
            |(open, quote)| {
                let text = open.article.text();
                let extent = quote.extent();
                let sentence = open.analysis.sentence_at(extent.start);
                Found {
                    quote,
                    article: open.article,
                    words: quote.words(text),
                    speaker: quote.speaker.as_ref().map(|s| s.name.as_str()),
                    sentence: sentence.map(|s| super::one_line(s.of(text))),
                    about: self.about(extent),
                }
            },
        )
    }

    /// The first annotation on these words that is about a quote or a check.
    fn about(&self, extent: Span) -> Option<&'a Annotation> {
        self.items
            .iter()
            .filter(|item| item.annotation.quote.is_some() || item.annotation.check.is_some())
            .find(|item| item.span().is_some_and(|span| span.overlaps(extent)))
            .map(|item| item.annotation)
    }
}

/// An extracted quote.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) quote: &'a Quote,
    pub(super) article: &'a Article,
    pub(super) words: String,
    pub(super) speaker: Option<&'a str>,
    pub(super) sentence: Option<String>,
    /// The annotation on its words, if there is one.
    pub(super) about: Option<&'a Annotation>,
}

impl Found<'_> {
    /// The check of its annotation with `before` in front, such as
    /// ` · verified`; empty where nobody checked it.
    pub(super) fn checked(&self, before: &str) -> String {
        let check = self.about.and_then(|annotation| annotation.check);
        check.map(|check| format!("{before}{}", check.name())).unwrap_or_default()
    }
}

fn item<'a>(citation: &Citation, annotation: &'a Annotation, anchor: Option<&'a Anchor>, start: usize) -> Item<'a> {
    let link = match (&citation.url, annotation.target()) {
        (Some(url), Some(target)) => fragment::link(url, target),
        _ => None,
    };
    Item { annotation, anchor, start, changed_words: None, link }
}
