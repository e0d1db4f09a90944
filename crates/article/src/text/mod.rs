//! Text and its units, and nothing about articles.
//!
//! Inside the program a position is a byte of UTF-8 ([`span::Span`]). Files
//! and JSON count code points, carets step over graphemes, screens have
//! cells: each of those units has its one converting module here.

pub mod date;
pub mod fold;
pub mod graphemes;
pub mod sanitize;
pub mod sentence;
pub mod span;
pub mod token;
pub mod units;
pub mod width;
