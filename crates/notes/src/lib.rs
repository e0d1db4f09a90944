//! What a person keeps of an article: annotations, where they belong in the
//! text, corrections, the file all are kept in, and undo.
//!
//! [`selector`] says where an annotation points in words, [`anchor`] finds
//! that place again. The [`notebook`] holds the annotations of the open
//! article with their anchors, what was put right about it ([`correction`])
//! and the [`history`] of both; [`schema`] is the file they are kept in,
//! [`store`] the only way to it, [`merge`] what happens when two write it. An
//! [`revision`] is the article as it was on a day, [`changes`] what became of it
//! since, [`word_diff`] the words that differ.

pub mod anchor;
pub mod annotation;
mod approximate;
pub mod changes;
pub mod correction;
mod evidence;
pub mod file_slices;
pub mod header;
pub mod history;
mod keys;
pub mod merge;
pub mod messages;
pub mod notebook;
pub mod read;
pub mod revision;
#[cfg(feature = "proptest")]
pub mod samples;
pub mod schema;
pub mod selector;
pub mod store;
mod toml_text;
pub mod word_diff;
mod write;

pub use anchor::Anchorer;
pub use annotation::{Anchor, Annotation, Check, Motivation, QuotedSpeech, Selector};
pub use changes::Changes;
pub use correction::{Correction, Matter, Subject};
pub use header::{Header, Identity};
pub use messages::{Draft, Entry, Refused, Saved, Snapshot, Stamp};
pub use notebook::{Notebook, Unsure};
pub use revision::{Edition, Said};
