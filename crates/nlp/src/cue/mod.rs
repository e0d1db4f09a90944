//! Cues: the words that report what somebody said, wrote or thought.
//!
//! The words are data of the language; this module makes their forms
//! ([`inflect`]), knows what each means ([`lexicon`]) and finds them in a text
//! ([`find()`]).

pub(crate) mod find;
pub(crate) mod inflect;
pub(crate) mod lexicon;

pub(crate) use find::{Cue, find};
pub(crate) use lexicon::CueLexicon;
