//! An annotation and where it points, as plain data.

use jiff::Timestamp;

use pullquote_article::text::span::Span;

/// Why an annotation was made: the W3C Web Annotation motivations we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motivation {
    /// Words were marked, nothing was written.
    Highlighting,
    /// A note was written.
    Commenting,
    /// Tags were given.
    Tagging,
    /// The place was kept.
    Bookmarking,
}

impl Motivation {
    /// The name used in files and JSON, as the W3C model spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Motivation::Highlighting => "highlighting",
            Motivation::Commenting => "commenting",
            Motivation::Tagging => "tagging",
            Motivation::Bookmarking => "bookmarking",
        }
    }

    /// The motivation of this [`Self::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Motivation::Highlighting, Motivation::Commenting, Motivation::Tagging, Motivation::Bookmarking]
            .into_iter()
            .find(|m| m.name() == name)
    }
}

/// What a person found out about a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Check {
    /// Nobody has looked.
    #[default]
    Unchecked,
    /// It was said, by this speaker, in these words.
    Verified,
    /// Somebody says otherwise.
    Disputed,
    /// It has to be traced first.
    NeedsSource,
}

impl Check {
    /// Every state, in the order of the cycle.
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

    /// The state of this [`Self::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }

    /// The next state in the cycle unchecked → verified → disputed → needs
    /// source → unchecked.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Check::Unchecked => Check::Verified,
            Check::Verified => Check::Disputed,
            Check::Disputed => Check::NeedsSource,
            Check::NeedsSource => Check::Unchecked,
        }
    }
}

/// The quote that an annotation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedSpeech {
    /// Whose words, if that is known.
    pub speaker: Option<String>,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
}

/// Where an annotation points, told in several ways, so that it can be found
/// again in a text that changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// The words.
    pub exact: String,
    /// Up to 64 code points before them, snapped to words.
    pub prefix: String,
    /// Up to 64 code points behind them, snapped to words.
    pub suffix: String,
    /// The sentence around, for the eye.
    pub sentence: String,
    /// First code point in the article's text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// SHA-256 of the article's text the positions count in.
    pub text_sha256: String,
}

/// Where an annotation stands in the article that is open.
#[derive(Debug, Clone, PartialEq)]
pub enum Anchor {
    /// Where it always stood.
    Exact(Span),
    /// The words were found elsewhere, with this score from 0 to 1.
    Moved(Span, f32),
    /// These places are possible; a person has to choose.
    Review(Vec<Span>),
    /// The words are gone.
    Orphan,
}

impl Anchor {
    /// The place, where there is exactly one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Anchor::Exact(span) | Anchor::Moved(span, _) => Some(*span),
            Anchor::Review(_) | Anchor::Orphan => None,
        }
    }
}

/// One thing that a person kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// A ULID.
    pub id: String,
    /// Where it points: the first is the one it was made with, never rewritten.
    pub selectors: Vec<Selector>,
    /// Why it was made.
    pub motivation: Motivation,
    /// What was written; may be empty.
    pub note: String,
    /// Tags, in the order they were given, without `#`.
    pub tags: Vec<String>,
    /// The highlight's colour, where one was chosen: a name like `yellow`.
    pub color: Option<String>,
    /// The quote it is about, if it is about one.
    pub quote: Option<QuotedSpeech>,
    /// What was found out about that quote.
    pub check: Option<Check>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
}

impl Annotation {
    /// The selector it was made with.
    #[must_use]
    pub fn target(&self) -> Option<&Selector> {
        self.selectors.first()
    }

    /// The words it was made on; empty where it has no target.
    #[must_use]
    pub fn exact(&self) -> &str {
        self.target().map_or("", |s| &s.exact)
    }

    /// Whether it is on the article as a whole: it was made on no words, so
    /// that it has no place to lose.
    #[must_use]
    pub fn is_on_whole(&self) -> bool {
        self.selectors.iter().all(|selector| selector.exact.trim().is_empty())
    }

    /// Where it sorts in the file: the code points it was made on, then its id.
    #[must_use]
    pub fn order(&self) -> (usize, usize, &str) {
        let (start, end) = self.target().map_or((0, 0), |s| (s.start, s.end));
        (start, end, &self.id)
    }
}
