//! What of a source is the article, what is clutter, and why.
//!
//! [`scraped`] judges plain text by the rules in `assets/rules/`; [`page`] judges web
//! pages. Whatever they cut is handed on as removed, with
//! the name of the rule and its reason.

mod attributes;
pub mod blocks;
pub mod date;
pub mod elements;
mod head;
pub mod metadata;
pub mod own;
pub mod page;
pub mod root;
pub mod rules;
pub mod scraped;
pub mod stated;
pub mod survey;
pub mod teasers;
pub mod tree;
pub mod wall;
