//! What goes into an export: the open article, or what a notes file holds.

use jiff::Timestamp;

use super::{Citation, fragment};
use pullquote_article::Article;
use pullquote_article::text::span::Span;
use pullquote_article::text::units::CodePoints;
use pullquote_nlp::{Analysis, Quote};
use pullquote_notes::{Anchor, Annotation, Entry, Header, Selector};

/// What is exported.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// What is said about the article.
    pub citation: Citation,
    /// The article and what was found in it, where it is at hand.
    pub open: Option<Open<'a>>,
    /// Its annotations, in the order of the text.
    pub items: Vec<Item<'a>>,
    /// What to write of it.
    pub options: Options,
}

/// An open article.
#[derive(Debug, Clone, Copy)]
pub struct Open<'a> {
    /// The article.
    pub article: &'a Article,
    /// What was found in it.
    pub analysis: &'a Analysis,
}

/// One annotation and where it stands.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// What was kept.
    pub annotation: &'a Annotation,
    /// Where it is now; `None` while the article isn't at hand.
    pub anchor: Option<&'a Anchor>,
    /// Its first code point: where it is now, or else where it was made.
    pub start: usize,
    /// For articles of the web: the address that scrolls to the words.
    pub link: Option<String>,
}

impl Item<'_> {
    /// `moved`, `review` or `orphan`; `None` where it stands as it was made,
    /// or nobody looked.
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

    /// The same in a sentence.
    #[must_use]
    pub fn state_told(&self) -> Option<&'static str> {
        match self.anchor? {
            _ if self.annotation.is_on_whole() => None,
            Anchor::Exact(_) => None,
            Anchor::Moved(..) => Some("Found elsewhere in the text than it was made."),
            Anchor::Review(_) => Some("Its place in the text is not certain."),
            Anchor::Orphan => Some("Its words are no longer in the text."),
        }
    }

    /// The sentence around the words; where the note came without one, that of
    /// the place where its words were found.
    #[must_use]
    pub fn sentence(&self) -> &str {
        let Some(first) = self.annotation.target() else { return "" };
        let around = |s: &&Selector| s.exact == first.exact && s.sentence.chars().count() > s.exact.chars().count();
        &self.annotation.selectors.iter().find(around).unwrap_or(first).sentence
    }

    /// Whose words they are, if that is known.
    #[must_use]
    pub fn speaker(&self) -> Option<&str> {
        self.annotation.quote.as_ref()?.speaker.as_deref()
    }

    /// The place in the open article.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.anchor?.span()
    }
}

/// What to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Every extracted quote, beside the annotations.
    pub quotes: bool,
}

/// Which annotations to write; an empty filter lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Made or changed at this time or later.
    pub since: Option<Timestamp>,
    /// With one of these tags, whatever their case.
    pub tags: Vec<String>,
    /// By a speaker whose name holds one of these, whatever their case.
    pub speakers: Vec<String>,
}

impl Filter {
    /// Whether it lets everything through.
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
    /// Of the open article; `entries` are [`pullquote_notes::Notebook::entries`].
    #[must_use]
    pub fn open(article: &'a Article, analysis: &'a Analysis, entries: &'a [Entry], options: Options) -> Self {
        let citation = Citation::of(article);
        let points = CodePoints::new(article.text());
        let items = entries.iter().map(|entry| {
            let made = entry.annotation.target().map_or(0, |target| target.start);
            let start = entry.anchor.span().map_or(made, |span| points.of_byte(span.start));
            item(&citation, &entry.annotation, Some(&entry.anchor), start)
        });
        let items = items.collect();
        Self { citation, open: Some(Open { article, analysis }), items, options }
    }

    /// Of what a notes file holds, without its article.
    #[must_use]
    pub fn kept(header: &Header, annotations: &'a [Annotation]) -> Self {
        let citation = Citation::of_header(header);
        let mut sorted: Vec<&Annotation> = annotations.iter().collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        let made = |annotation: &Annotation| annotation.target().map_or(0, |target| target.start);
        let items = sorted.into_iter().map(|a| item(&citation, a, None, made(a))).collect();
        Self { citation, open: None, items, options: Options::default() }
    }

    /// The same, first read at this time: RFC 3339 with the zone's offset. Of
    /// what was fetched from the web that is known already.
    #[must_use]
    pub fn first_read(mut self, when: Option<&str>) -> Self {
        self.citation.fetched = self.citation.fetched.or_else(|| when.map(str::to_owned));
        self
    }

    /// The same with the annotations alone that `filter` lets through.
    #[must_use]
    pub fn filtered(mut self, filter: &Filter) -> Self {
        self.items.retain(|item| filter.keeps(item.annotation));
        self
    }

    /// The extracted quotes that were asked for.
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

    /// The annotation on the words of a quote.
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
    /// The annotation on its words.
    pub(super) about: Option<&'a Annotation>,
}

impl Found<'_> {
    /// ` · verified` and the like, with `before` before it.
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
    Item { annotation, anchor, start, link }
}
