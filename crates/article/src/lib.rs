//! An article as one text with its blocks, and the units of text that go with
//! it.
pub mod article;
pub mod text;
pub use article::*;
