//! HTML: the tree of a page, and what the HTML standard says about its elements.

mod attributes;
mod builder;
pub(crate) mod element;
mod nesting;
mod parse;
mod scripts;
mod tag_kinds;
pub(crate) mod tokens;
pub(crate) mod tree;
