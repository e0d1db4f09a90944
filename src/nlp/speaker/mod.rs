//! Whose words a quote is.
//!
//! [`source`] finds the phrases that may say so, [`rule`] names the ways in
//! which a source can stand to a quote, and [`rank`] weighs them.

pub(crate) mod candidate;
pub(crate) mod grammar;
pub(crate) mod phrase;
pub(crate) mod rank;
pub mod rule;
pub(crate) mod scene;
pub(crate) mod source;
