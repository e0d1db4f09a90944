//! What of a source is the article, what is clutter, and why.
//!
//! [`scraped`] judges plain text by the rules in `assets/rules/`; [`page`] judges web
//! pages. Whatever they cut is handed on as removed, with
//! the name of the rule and its reason.

mod attributes;
pub mod blocks;
pub mod candidate_block;
pub mod density;
pub mod elements;
mod head;
pub mod ingest;
pub mod jsonld_text;
pub mod metadata;
pub mod page;
pub mod paywall;
pub mod root;
pub mod rules;
pub mod scraped;
pub mod teasers;
pub mod tree;
pub mod user_rules;
