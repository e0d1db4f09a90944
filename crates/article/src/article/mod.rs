//! The article: one canonical text, its blocks, and what was cut from it.
//!
//! An [`Article`] can only be made by [`build::ArticleBuilder`], so that what
//! its documentation promises always holds.

pub mod build;
pub mod fingerprint;
pub mod notice;
pub mod put_back;

pub use build::ArticleBuilder;
pub use notice::{Notice, Wall};
pub use put_back::PutBack;

use std::path::PathBuf;

use crate::text::span::Span;

/// The input formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, often scraped.
    Text,
    /// A web page.
    Html,
    /// CommonMark.
    Markdown,
}

impl Format {
    /// The name used on the command line and in JSON: `text`, `html`, `markdown`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Markdown => "markdown",
        }
    }
}

/// Where an article's bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, as the user named it; `None` for a URL or standard input.
    pub path: Option<PathBuf>,
    /// The address it was fetched from, after redirects, or that a saved page
    /// says it was saved from.
    pub url: Option<String>,
    /// What the bytes were read as.
    pub format: Format,
    /// SHA-256 of the bytes before decoding, lower-case hex.
    pub sha256: String,
}

/// What the source says about itself. Text here is clean: no control
/// characters, white space folded to single spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The authors' names, in order.
    pub byline: Vec<String>,
    /// The site's or paper's name.
    pub site: Option<String>,
    /// When it was published: `2025-11-24`, or RFC 3339 where a time is known.
    pub published: Option<String>,
    /// When it was last changed, in the same form.
    pub modified: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The address the page names as its own, absolute.
    pub canonical_url: Option<String>,
    /// The section of the paper it stands in.
    pub section: Option<String>,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline; at most one, the first block.
    Title,
    /// What the story is about, in a sentence or two under the headline; it
    /// belongs to the headline and not to the text, so its name in files is
    /// `title`, too.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A passage set off as a quotation.
    Quote,
    /// One item of a list; its marker (`•`, `3.`) is not part of the text.
    ListItem,
    /// The words under a picture; the credit, if any, is marked
    /// [`MarkKind::Credit`] and stands on the block's last line.
    Caption,
    /// Preformatted text; may hold line breaks.
    Code,
    /// A table: one line a row, cells parted by a tab.
    Table,
    /// A thematic break; its text is `* * *`.
    Rule,
}

impl BlockKind {
    /// The name used in JSON: `title`, `heading`, `list-item` and so on.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title | BlockKind::Standfirst => "title",
            BlockKind::Byline => "byline",
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quote => "quote",
            BlockKind::ListItem => "list-item",
            BlockKind::Caption => "caption",
            BlockKind::Code => "code",
            BlockKind::Table => "table",
            BlockKind::Rule => "rule",
        }
    }
}

/// What is special about some words inside a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// Stressed, usually set in italics.
    Emphasis,
    /// Strongly stressed, usually bold.
    Strong,
    /// Code inside running text.
    Code,
    /// A link to this address.
    Link(String),
    /// Who made a picture; only in captions.
    Credit,
}

/// Some words of a block and what is special about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where they stand in the article's text.
    pub span: Span,
    /// What is special about them.
    pub kind: MarkKind,
}

/// One block of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the article's text; never empty, no white space at
    /// either end.
    pub span: Span,
    /// Marked words, ordered by start; all inside `span`.
    pub marks: Vec<Mark>,
}

/// A passage that cleaning cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The words as they stood, control characters dropped.
    pub text: String,
    /// Why, in words for the reader: `appeal for donations`.
    pub reason: String,
    /// The name of the rule that cut it: `donation-appeal`.
    pub rule: String,
    /// Index of the block it stood behind; `None` if before the first.
    pub after_block: Option<usize>,
}

/// An article: one text and what is known about it.
///
/// Blocks are in the order of the text and disjoint. Except in a raw article
/// (see [`ArticleBuilder::raw`]) exactly one blank line stands between two of
/// them, nothing stands before the first or behind the last, and the text has
/// no control characters but tabs and line feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    origin: Origin,
    meta: Meta,
    text: String,
    blocks: Vec<Block>,
    removed: Vec<Removed>,
    put_back: Vec<PutBack>,
    notice: Option<Notice>,
    sha256: String,
    /// The hash of the text as cleaned, where passages were put back.
    cleaned_sha256: Option<String>,
    fetched: Option<String>,
}

impl Article {
    /// Where its bytes came from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What the source says about itself.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The canonical text that every span of this article belongs to.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What cleaning cut and nobody put back, in the order it stood in the
    /// source.
    #[must_use]
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// What cleaning cut and a person put back, in the order of the text; see
    /// [`Self::with_put_back`].
    #[must_use]
    pub fn put_back(&self) -> &[PutBack] {
        &self.put_back
    }

    /// That this is less than the article, if the page shows that it is.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// SHA-256 of [`Self::text`], lower-case hex.
    #[must_use]
    pub fn text_sha256(&self) -> &str {
        &self.sha256
    }

    /// When it was fetched from the web: RFC 3339 with the zone's offset.
    #[must_use]
    pub fn fetched(&self) -> Option<&str> {
        self.fetched.as_deref()
    }

    /// The same article, fetched at that time.
    #[must_use]
    pub fn fetched_at(mut self, time: Option<String>) -> Self {
        self.fetched = time;
        self
    }

    /// SHA-256 of the text as cleaning left it, whatever was put back since:
    /// what the article is known by.
    #[must_use]
    pub fn identity_sha256(&self) -> &str {
        self.cleaned_sha256.as_deref().unwrap_or(&self.sha256)
    }

    /// How many words the text has: runs between white space that hold a
    /// letter or a digit.
    #[must_use]
    pub fn words(&self) -> usize {
        self.text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count()
    }

    /// The index of the block that holds byte `at`, or of the last block
    /// before it; `None` before the first block.
    #[must_use]
    pub fn block_at(&self, at: usize) -> Option<usize> {
        self.blocks.partition_point(|b| b.span.start <= at).checked_sub(1)
    }
}
