//! Cues: the words that report what somebody said, wrote or thought.
//!
//! The words are data, `assets/cues.tsv` and `assets/cue_phrases.tsv`; this
//! module inflects them ([`lexicon`]) and finds them in a text ([`find`]).

pub(crate) mod find;
pub(crate) mod inflect;
pub(crate) mod lexicon;

pub(crate) use find::{Cue, find};
pub(crate) use lexicon::Lexicon;
