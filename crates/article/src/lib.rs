//! An article as one text with its blocks, and the units of text that go with
//! it: spans, sentences, tokens, grapheme clusters, cells, folded words, dates.
//!
//! An [`Article`] has one canonical text. Everything that is said about it
//! (blocks, links, sentences, quotes, notes) is a [`Span`] of bytes in that
//! text. An [`ArticleBuilder`] makes articles and keeps their promises; the
//! modules of [`text`] work on any text. [`files`] is how every crate reads files.
//!
//! # Example
//!
//! Build an article, then split its paragraph into sentences and tokens:
//!
//! ```
//! use pullquote_article::text::sentence::sentences;
//! use pullquote_article::text::token::tokenize;
//! use pullquote_article::text::Language;
//! use pullquote_article::{ArticleBuilder, BlockKind, Format, Origin};
//!
//! let mut builder = ArticleBuilder::new();
//! builder
//!     .block(BlockKind::Title, "The harbour closes")
//!     .block(BlockKind::Paragraph, "“We close at dusk,” said Mr. Lund. Nobody   argued.");
//! let article = builder.finish(Origin {
//!     path: None,
//!     url: Some("https://example.org/harbour".to_owned()),
//!     format: Format::Html,
//!     sha256: String::new(),
//! });
//!
//! let text = article.text();
//! assert_eq!(text, "The harbour closes\n\n“We close at dusk,” said Mr. Lund. Nobody argued.");
//!
//! let tokens = tokenize(text);
//! let paragraph = article.blocks()[1].span;
//! let found = sentences(text, paragraph, &tokens, Language::english());
//! let words: Vec<&str> = found.iter().map(|sentence| sentence.of(text)).collect();
//! assert_eq!(words, ["“We close at dusk,” said Mr. Lund.", "Nobody argued."]);
//!
//! assert_eq!(tokens[11].span.of(text), "Mr.");
//! assert_eq!(tokens[13].span.of(text), ".");
//! ```

mod article;
pub mod files;
pub mod text;

pub use article::{
    Article, ArticleBuilder, Block, BlockKind, Doubt, Format, ListMarker, ListPlace, Mark, MarkKind, Meta, NewBlock,
    NewPicture, Notice, NumberStyle, Origin, PassageToPutBack, Picture, PutBack, Removed, Wall, sha256_hex,
};
pub use text::span::Span;

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
