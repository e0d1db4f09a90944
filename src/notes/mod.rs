//! What a person keeps of an article: annotations, where they belong in the
//! text, the file they are kept in, and undo.

pub mod annotation;

pub use annotation::{Anchor, Annotation, Check, Motivation, QuotedSpeech, Selector};
