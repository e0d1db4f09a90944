//! What the library is given about an article: plain data, without the article
//! itself.

/// An article for the library. Without a text it is a link that was not read yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleRecord {
    /// Its web address or, without one, 32 hex digits of the SHA-256 of its text: articles
    /// with the same identity are one.
    pub identity: String,
    /// The address that was asked for it, as the identity of a link, if that is another one: the link
    /// then becomes this article.
    pub asked: Option<String>,
    /// What opens it: an absolute path or an address.
    pub source: String,
    /// Its web address.
    pub url: Option<String>,
    /// The absolute path of its file.
    pub path: Option<String>,
    /// Its headline; empty if unknown.
    pub title: String,
    /// The name of the site.
    pub site: Option<String>,
    /// The authors, separated by `; `.
    pub authors: Option<String>,
    /// The date of publication: `2025-11-24`, or RFC 3339.
    pub published: Option<String>,
    /// The language as a BCP 47 code.
    pub language: Option<String>,
    /// What a feed says about it, as plain text.
    pub summary: Option<String>,
    /// What was read; `None` for a link.
    pub content: Option<Content>,
}

/// What another program, a feed or a person knows about an article, for the library to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnFacts {
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was saved: RFC 3339. Without it, now.
    pub added: Option<String>,
    /// Whether it was read; `None` if nobody says.
    pub read: Option<bool>,
    /// Whether it has a star.
    pub starred: bool,
}

/// What was read in an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// The text.
    pub text: String,
    /// The SHA-256 of the text, in hex.
    pub text_sha256: String,
    /// The number of words.
    pub words: usize,
    /// When the file was last changed, in nanoseconds since 1970; `None` for a page.
    pub modified: Option<i64>,
    /// The size of the file in bytes; `None` for a page.
    pub size: Option<i64>,
    /// Its quotes, in the order of the text.
    pub quotes: Vec<QuoteRecord>,
    /// Its people, places and organizations.
    pub entities: Vec<EntityRecord>,
}

/// A quote in an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuoteRecord {
    /// Its speaker, if known.
    pub speaker: Option<String>,
    /// The words without quotation marks.
    pub words: String,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    /// The first code point in the text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The confidence that the speaker is right, 0 to 1.
    pub confidence: f64,
}

/// A person, place, organization or other entity of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityRecord {
    /// `person`, `place`, `organization`, and so on.
    pub kind: String,
    /// The longest form of its name.
    pub name: String,
    /// What the article says about its function.
    pub role: Option<String>,
    /// How often the article mentions it.
    pub mentions: usize,
}

/// A notes file and the notes in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NotesFileRecord {
    /// Its absolute path.
    pub path: String,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Why it could not be read.
    pub problem: Option<String>,
    /// Its notes, in the order of the file.
    pub notes: Vec<NoteRecord>,
}

/// A note on an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteRecord {
    /// Its id in the notes file.
    pub annotation: String,
    /// The words that it is about; empty for one on the whole article.
    pub words: String,
    /// What was written.
    pub note: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The speaker, if it is on a quote.
    pub speaker: Option<String>,
    /// `unchecked`, `verified`, `disputed` or `needs-source`, if it is on a quote.
    pub checked: Option<String>,
    /// Where its words are in the text now.
    pub place: NotePlace,
    /// When it was made: RFC 3339.
    pub made: String,
}

/// Where the words of a note are in the text of its article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NotePlace {
    /// At these code points.
    At(usize, usize),
    /// In one of several places, or in one that is not certain.
    Review,
    /// They are no longer in the text.
    Orphaned,
    /// The article was not read, or the note is on the whole article.
    #[default]
    Unknown,
}

impl NotePlace {
    /// The word for it in the database: `at`, `review`, `orphaned` or `unknown`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NotePlace::At(..) => "at",
            NotePlace::Review => "review",
            NotePlace::Orphaned => "orphaned",
            NotePlace::Unknown => "unknown",
        }
    }
}
