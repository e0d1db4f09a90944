//! HTML: the tree of a page, and what the HTML standard says about its elements.

mod attributes;
mod builder;
pub(crate) mod element;
mod nesting;
mod page_source;
mod parse;
mod tag_kinds;
mod tag_source;
pub(crate) mod tokens;
pub(crate) mod tree;
