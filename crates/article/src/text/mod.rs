//! Text and its units: spans, sentences, tokens, grapheme clusters, cells.
//!
//! Inside a program a position is a byte of UTF-8 ([`Span`](span::Span)).
//! Files and JSON count code points, a caret moves over grapheme clusters,
//! and a screen has cells. Each of these units has one module that converts
//! it: [`units`], [`graphemes`] and [`width`].

pub mod date;
mod daylight;
pub mod detect;
pub mod direction;
pub mod fold;
pub mod graphemes;
mod language;
pub mod sanitize;
pub mod sentence;
pub mod span;
pub mod token;
pub mod units;
pub mod width;

pub use language::{Language, TimeZone};
