//! Notes on an article, kept in a plain TOML file. When the text has changed, each
//! note finds its words again; when two programs write, their notes are merged.
//!
//! * A [`Selector`] describes the words that an annotation is about; an
//!   [`Anchorer`] finds them again in a text that changed.
//! * A [`Notebook`] holds the annotations and corrections of one article, with
//!   undo. It does no input or output; [`store`] loads and saves its file.
//! * A [`NotesFile`] is the text of that file. Comments and unknown keys
//!   added by hand are kept. [`merge`] joins what two programs wrote.
//! * A [`Revision`] is an article as it was when it was read; [`changes`] lists
//!   what is different now, and [`word_diff`] the words that differ.
//!
//! # Example: find this note again
//!
//! ```
//! use pullquote_article::text::Language;
//! use pullquote_article::{ArticleBuilder, Format, Origin, Span};
//! use pullquote_notes::{Anchor, Anchorer, Selector, Sentences};
//!
//! let article = |text: &str| {
//!     let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
//!     ArticleBuilder::raw(text.to_owned(), origin)
//! };
//!
//! // A note on some words of a text.
//! let before = article("The quay is old. “We close the harbour at dusk,” said Ida Holm.");
//! let words = "We close the harbour at dusk";
//! let start = before.text().find(words).unwrap();
//! let span = Span::new(start, start + words.len());
//! let selector = Selector::make(&before, span, Sentences::In(Language::english()));
//!
//! // The text changes, and so does one of the words.
//! let after = article("It rained. The quay is old. “We close the harbor at dusk,” said Ida Holm.");
//!
//! match Anchorer::new(&after).anchor(&[selector]) {
//!     Anchor::Moved(span, score) => {
//!         assert_eq!(span.of(after.text()), "We close the harbor at dusk");
//!         assert!(score > 0.9);
//!     }
//!     other => panic!("{other:?}"),
//! }
//! ```
//!
//! # Features
//!
//! `proptest`: the module `samples` with annotations and corrections for tests.

mod anchor;
mod annotation;
mod approximate;
pub mod changes;
pub mod correction;
mod facts;
mod file_slices;
mod header;
mod history;
mod history_text;
mod keys;
pub mod merge;
mod messages;
mod notebook;
mod notes_file;
mod pieces;
mod plain;
mod read;
mod revision;
#[cfg(feature = "proptest")]
pub mod samples;
mod selector;
mod selectors;
pub mod store;
mod surroundings;
mod toml_text;
pub mod word_diff;
mod write;

pub use anchor::Anchorer;
pub use annotation::{Anchor, Annotation, Check, Motivation, QuotedSpeech, Selector};
pub use changes::Changes;
pub use correction::{Correction, Fix, Subject};
pub use file_slices::FileSlices;
pub use header::{Header, Identity, file_name, slug};
pub use history::{Change, History, Step};
pub use messages::{NewAnnotation, NotebookError, PlacedAnnotation, SaveRequest, Saved, Stamp};
pub use notebook::{Notebook, UnsurePlaces};
pub use notes_file::NotesFile;
pub use pieces::ANNOTATION_START;
pub use read::ParseError;
pub use revision::{Revision, RevisionQuote};
pub use selector::Sentences;
pub use selectors::Selectors;

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
