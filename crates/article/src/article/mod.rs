//! The article: one canonical text, its blocks, and the passages that were
//! removed from it.
//!
//! An [`Article`] can only be made by [`ArticleBuilder`], so that what its
//! documentation promises always holds.

mod build;
mod clean_text;
mod fingerprint;
mod list;
mod notice;
mod picture;
mod put_back;

pub use build::{ArticleBuilder, NewBlock};
pub use fingerprint::sha256_hex;
pub use list::{ListMarker, ListPlace, NumberStyle};
pub use notice::{Doubt, Notice, Wall};
pub use picture::{NewPicture, Picture};
pub use put_back::{PassageToPutBack, PutBack};

use std::path::PathBuf;

use crate::text::span::Span;

/// The format of an article's source.
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

/// The source of an article: the file or address its bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, as the user named it; `None` for a URL or standard input.
    pub path: Option<PathBuf>,
    /// The address it was fetched from, after redirects. For a saved page, the
    /// address that the page says it was saved from.
    pub url: Option<String>,
    /// The format the bytes were read as.
    pub format: Format,
    /// SHA-256 of the bytes before decoding, lower-case hex; empty if they are not known.
    pub sha256: String,
}

/// What the source says about the article: title, authors, dates. The text is
/// clean: no control characters, and white space is single spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The authors' names, in order.
    pub byline: Vec<String>,
    /// The site's or paper's name.
    pub site: Option<String>,
    /// The date of publication, or of the last change where no other is known:
    /// `2025-11-24`, or RFC 3339 where a time is known.
    pub published: Option<String>,
    /// The date of the last change: `2025-11-24`, or RFC 3339 where a time is
    /// known.
    pub modified: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The address the page names as its own, absolute.
    pub canonical_url: Option<String>,
    /// The section of the paper it was published in.
    pub section: Option<String>,
}

/// The kind of a block of text: headline, paragraph, caption and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline; at most one, the first block.
    Title,
    /// A sentence or two under the headline that say what the story is about.
    /// It belongs to the headline and not to the running text, so its name in
    /// files is `title`, too.
    Standfirst,
    /// The line that names the authors.
    Byline,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A passage set off as a quotation.
    Quote,
    /// One item of a list; its marker (`•`, `3.`) is not part of the text.
    ListItem,
    /// The words under a picture. A credit is the block's last line and is
    /// marked [`MarkKind::Credit`].
    Caption,
    /// Preformatted text; may hold line breaks.
    Code,
    /// A table: one line for each row, with a tab between cells.
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

/// The kind of a [`Mark`]: emphasis, a link and so on.
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
    /// The person or agency that made a picture; only in captions.
    Credit,
    /// No longer valid: words that the source shows struck through.
    Struck,
    /// The head of a column or of a row; only in tables.
    Head,
    /// The mark of a footnote. The note is the block with this name among its
    /// [`Block::names`].
    Footnote(String),
}

/// Words of a block with a meaning of their own, such as a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the words in the article's text.
    pub span: Span,
    /// The kind of mark.
    pub kind: MarkKind,
}

/// One block of an article: a paragraph, a heading, a caption and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// The block's bytes in the article's text; never empty, no white space at
    /// either end.
    pub span: Span,
    /// Marked words, ordered by start; all inside `span`.
    pub marks: Vec<Mark>,
    /// Its place in a list; `None` outside lists, and where the source does not tell.
    pub list: Option<ListPlace>,
    /// The names by which links inside the page lead to it, without `#`. Only those that
    /// a link has.
    pub names: Vec<String>,
}

impl Block {
    /// What is drawn before the block if it is in a list: `•`, `4.`; empty outside lists,
    /// and for a block that continues an item.
    #[must_use]
    pub fn list_marker(&self) -> String {
        match (self.list, self.kind) {
            (Some(place), _) => place.marker.text(),
            (None, BlockKind::ListItem) => ListMarker::Bullet.text(),
            _ => String::new(),
        }
    }

    /// How many lists are around the list that the block is in; 0 outside lists.
    #[must_use]
    pub fn list_depth(&self) -> usize {
        self.list.map_or(0, |place| usize::from(place.depth))
    }
}

/// A passage that cleaning removed from the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The words of the page, without control characters.
    pub text: String,
    /// Why it was removed, in words for the reader: `appeal for donations`.
    pub reason: String,
    /// The name of the rule that removed it: `donation-appeal`.
    pub rule: String,
    /// The index of the block that came before it on the page; `None` if it
    /// came before the first block.
    pub after_block: Option<usize>,
}

/// An article: one text, its blocks, and what is known about it.
///
/// Blocks are in the order of the text and disjoint. Except in a raw article
/// (see [`ArticleBuilder::raw`]) there is exactly one blank line between two
/// blocks, nothing before the first or after the last, and the text has no
/// control characters except tabs and line feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    origin: Origin,
    meta: Meta,
    text: String,
    /// The bytes of `text`, in order, with a space that is a no-break space in the source.
    no_break_spaces: Vec<usize>,
    blocks: Vec<Block>,
    removed: Vec<Removed>,
    pictures: Vec<Picture>,
    put_back: Vec<PutBack>,
    doubt: Option<Doubt>,
    notice: Option<Notice>,
    sha256: String,
    /// The hash of the text as cleaned, where passages were put back.
    cleaned_sha256: Option<String>,
    fetched: Option<String>,
}

impl Article {
    /// The file or address its bytes came from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What the source says about the article: title, authors, dates.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The canonical text that every span of this article belongs to.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the text inside `span`, in order, with a space that is a no-break space in the
    /// source. No line should end there. The text has an ordinary space, so that words are the same
    /// however a page writes them. A raw article has none of these: its text is the source's.
    #[must_use]
    pub fn no_break_spaces_in(&self, span: Span) -> &[usize] {
        let all = &self.no_break_spaces;
        let (from, to) = (all.partition_point(|at| *at < span.start), all.partition_point(|at| *at < span.end));
        all.get(from..to).unwrap_or(&[])
    }

    /// The bytes of the whole text with such a space; see [`Self::no_break_spaces_in`].
    #[must_use]
    pub fn no_break_spaces(&self) -> &[usize] {
        &self.no_break_spaces
    }

    /// The blocks, in the order of the text.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The passages that cleaning removed and nobody put back, in the order of
    /// the source.
    #[must_use]
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// The pictures, in the order of the source. They are no part of the text.
    #[must_use]
    pub fn pictures(&self) -> &[Picture] {
        &self.pictures
    }

    /// The passages that cleaning removed and a person put back, in the order of
    /// the text; see [`Self::with_put_back`].
    #[must_use]
    pub fn put_back(&self) -> &[PutBack] {
        &self.put_back
    }

    /// Why the page held less than the whole article, if it did.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Why the page may hold more of the article than was found; `None` if nothing
    /// shows it, or if [`Article::notice`] says more.
    #[must_use]
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// SHA-256 of [`Self::text`], lower-case hex.
    #[must_use]
    pub fn text_sha256(&self) -> &str {
        &self.sha256
    }

    /// The time it was fetched from the web: RFC 3339 with the zone's offset.
    /// `None` if it was not fetched.
    #[must_use]
    pub fn fetched(&self) -> Option<&str> {
        self.fetched.as_deref()
    }

    /// This article with `time`, in RFC 3339, as the time it was fetched.
    #[must_use]
    pub fn fetched_at(mut self, time: Option<String>) -> Self {
        self.fetched = time;
        self
    }

    /// SHA-256 of the text as cleaned, before anything was put back, in
    /// lower-case hex. It identifies the article.
    #[must_use]
    pub fn identity_sha256(&self) -> &str {
        self.cleaned_sha256.as_deref().unwrap_or(&self.sha256)
    }

    /// The number of words of the text: runs between white space that hold a
    /// letter or a digit.
    #[must_use]
    pub fn words(&self) -> usize {
        self.text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count()
    }

    /// The index of the block that links inside the page call `name`; `None` if there is
    /// none.
    #[must_use]
    pub fn block_named(&self, name: &str) -> Option<usize> {
        self.blocks.iter().position(|block| block.names.iter().any(|known| known == name))
    }

    /// The index of the block that holds byte `at`, or of the last block
    /// before it; `None` before the first block.
    #[must_use]
    pub fn block_at(&self, at: usize) -> Option<usize> {
        self.blocks.partition_point(|b| b.span.start <= at).checked_sub(1)
    }
}
