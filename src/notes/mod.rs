//! What a person keeps of an article: annotations, where they belong in the
//! text, corrections, the file all are kept in, and undo.
//!
//! [`selector`] says where an annotation points in words, [`anchor`] finds
//! that place again. The [`notebook`] holds the annotations of the open
//! article with their anchors, what was put right about it ([`correction`])
//! and the [`history`] of both; [`schema`] is the file they are kept in,
//! [`store`] the only way to it, [`merge`] what happens when two write it. An
//! [`edition`] is the article as it was on a day, [`changes`] what became of it
//! since, [`wording`] the words that differ.

pub mod anchor;
pub mod annotation;
mod approximate;
pub mod changes;
pub mod correction;
pub mod edition;
mod evidence;
pub mod exchange;
pub mod header;
pub mod history;
pub mod merge;
pub mod notebook;
pub mod pieces;
pub mod read;
#[cfg(test)]
pub(crate) mod samples;
pub mod schema;
pub mod selector;
pub mod store;
mod toml_text;
pub mod wording;

pub use anchor::Anchorer;
pub use annotation::{Anchor, Annotation, Check, Motivation, QuotedSpeech, Selector};
pub use changes::Changes;
pub use correction::{Correction, Matter, Subject};
pub use edition::{Edition, Said};
pub use exchange::{Draft, Entry, Refused, Saved, Snapshot, Stamp};
pub use header::{Header, Identity};
pub use notebook::{Notebook, Unsure};
