//! Annotations and the places they are about, as plain data.

use jiff::Timestamp;

use crate::selectors::Selectors;
use pullquote_article::Span;
use pullquote_article::text::fold::fold;

/// Why an annotation was made: four of the motivations of the W3C Web
/// Annotation Data Model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motivation {
    /// Words were marked, nothing was written.
    Highlighting,
    /// A note was written.
    Commenting,
    /// Tags were given.
    Tagging,
    /// The place was bookmarked.
    Bookmarking,
}

impl Motivation {
    /// The name used in files and JSON, spelled as in the W3C model:
    /// `commenting`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Motivation::Highlighting => "highlighting",
            Motivation::Commenting => "commenting",
            Motivation::Tagging => "tagging",
            Motivation::Bookmarking => "bookmarking",
        }
    }

    /// The motivation with this [`Self::name`]; `None` if there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Motivation::Highlighting, Motivation::Commenting, Motivation::Tagging, Motivation::Bookmarking]
            .into_iter()
            .find(|m| m.name() == name)
    }
}

/// The result of checking a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Check {
    /// Nobody has checked it.
    #[default]
    Unchecked,
    /// This speaker said it in these words.
    Verified,
    /// Someone disputes it.
    Disputed,
    /// It needs a source.
    NeedsSource,
}

impl Check {
    /// Every state.
    pub const ALL: [Check; 4] = [Check::Unchecked, Check::Verified, Check::Disputed, Check::NeedsSource];

    /// The name used in files, JSON and on the command line: `unchecked`,
    /// `verified`, `disputed`, `needs-source`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Check::Unchecked => "unchecked",
            Check::Verified => "verified",
            Check::Disputed => "disputed",
            Check::NeedsSource => "needs-source",
        }
    }

    /// The state with this [`Self::name`]; `None` if there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// The quote that an annotation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedSpeech {
    /// The name of the speaker, if it is known.
    pub speaker: Option<String>,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
}

/// The words that an annotation is about, described in several ways so that
/// they can be found again in a text that changed: the quoted words, their
/// context, and their position (the W3C model's text quote and text position
/// selectors in one).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// The words themselves.
    pub exact: String,
    /// The text before them: up to 64 code points, whole words only.
    pub prefix: String,
    /// The text after them: up to 64 code points, whole words only.
    pub suffix: String,
    /// The sentence around them, for a person who reads the file.
    pub sentence: String,
    /// The first code point in the article's text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// SHA-256, in hex, of the article's text that `start` and `end` count in.
    pub text_sha256: String,
}

/// The place of an annotation in the open article. Spans are bytes of its
/// text.
#[derive(Debug, Clone, PartialEq)]
pub enum Anchor {
    /// At the place it was made on.
    Exact(Span),
    /// At another place where its words were found; the number, from 0 to 1, is
    /// how much of the words and their context agrees.
    Moved(Span, f32),
    /// At one of these places or none; a person has to choose.
    Review(Vec<Span>),
    /// Nowhere: its words are gone.
    Orphan,
}

impl Anchor {
    /// The words now at the place of an annotation with these selectors, if they
    /// are other words; `text` is that of the open article. `None` if the words
    /// are the same, but for case, marks and spaces, or have no certain place.
    #[must_use]
    pub fn changed_words<'t>(&self, selectors: &[Selector], text: &'t str) -> Option<&'t str> {
        let Anchor::Moved(span, _) = self else { return None };
        let now = span.of(text);
        let folded = fold(now);
        selectors.iter().all(|selector| fold(&selector.exact) != folded).then_some(now)
    }

    /// The place; `None` unless there is exactly one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Anchor::Exact(span) | Anchor::Moved(span, _) => Some(*span),
            Anchor::Review(_) | Anchor::Orphan => None,
        }
    }
}

/// One annotation: marked words, with a note, tags or the check of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// A ULID.
    pub id: String,
    /// The selectors, oldest first. The first is the one it was made with and is
    /// never rewritten; later ones are places that a person confirmed.
    pub selectors: Selectors,
    /// Why it was made.
    pub motivation: Motivation,
    /// The note; empty if none was written.
    pub note: String,
    /// Tags, in the order they were given, without `#`.
    pub tags: Vec<String>,
    /// The colour of the highlight, if one was chosen: a name like `yellow`.
    pub color: Option<String>,
    /// The quote it is about, if it is about one.
    pub quote: Option<QuotedSpeech>,
    /// The result of checking that quote.
    pub check: Option<Check>,
    /// The time it was made.
    pub created: Timestamp,
    /// The time it was last changed.
    pub modified: Timestamp,
}

impl Annotation {
    /// The selector it was made with; `None` if it has no selector.
    #[must_use]
    pub fn target(&self) -> Option<&Selector> {
        self.selectors.first()
    }

    /// The words it was made on; empty if it has no selector.
    #[must_use]
    pub fn exact(&self) -> &str {
        self.target().map_or("", |s| &s.exact)
    }

    /// Whether it is about the whole article: it was made on no words, so it has
    /// no place in the text.
    #[must_use]
    pub fn is_on_whole(&self) -> bool {
        self.selectors.iter().all(|selector| selector.exact.trim().is_empty())
    }

    /// The key that orders annotations in the file: the first and last code
    /// point it was made on, then its id.
    #[must_use]
    pub fn order(&self) -> (usize, usize, &str) {
        let (start, end) = self.target().map_or((0, 0), |s| (s.start, s.end));
        (start, end, &self.id)
    }
}
