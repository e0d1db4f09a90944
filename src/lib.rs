//! Pullquote opens an article, strips the clutter, shows who said what beside
//! the text, and keeps what the reader marks.
//!
//! This page is the map of the house. Data flows one way: bytes → article →
//! analysis → screen, and key → action → state → view. A module imports only
//! from layers above its own in this list; `tests/layers.rs` reads the
//! `crate::` paths and fails on an arrow that points the other way.
//!
//! 1. [`text`]: spans of bytes, the borders to code points, graphemes and
//!    cells, folding for comparison, sanitizing, tokens and sentences.
//! 2. [`article`]: the [`Article`](article::Article), one canonical text with
//!    its blocks, and the builder that is the only way to make one.
//! 3. [`clean`]: what of a page or a scraped text is the article, what is
//!    clutter, and why.
//! 4. [`ingest`] reads files, pipes and URLs into articles; [`nlp`] finds
//!    entities, quotes and speakers; [`notes`] keeps annotations, which
//!    it anchors, and corrections; [`layout`] wraps an article to a width.
//!    They never import each other.
//! 5. [`export`] writes annotations in other formats; [`library`] knows where
//!    a person's articles and notes are; [`config`] reads their settings.
//! 6. [`import`] reads annotations of other programs, and our exports back.
//! 7. [`app`]: the state of the reader, and the one function that changes it.
//! 8. [`ui`]: the terminal: events in, frames out. The only layer that names
//!    ratatui and crossterm.
//! 9. [`cli`]: arguments and subcommands; `main.rs` calls it and nothing else.
//!
//! Two decisions carry the rest. **One canonical text:** an article owns one
//! `String`, and every block, quote, mention, selection and row is a
//! [`Span`](text::span::Span) of its UTF-8 bytes; other units live at the
//! borders. **State changes in one function:** `App::update` does no I/O and
//! `ui::draw` changes nothing.

pub mod app;
pub mod cli;
pub mod config;
pub mod export;
pub mod import;
pub mod layout;
pub mod library;
pub mod ui;
