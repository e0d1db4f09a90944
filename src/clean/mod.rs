//! What of a source is the article, what is clutter, and why.
//!
//! [`scraped`] judges plain text by the rules in `assets/rules/`; [`tree`] and
//! [`body`] judge web pages. Whatever they cut is handed on as removed, with
//! the name of the rule and its reason.

pub mod date;
pub mod rules;
pub mod scraped;
