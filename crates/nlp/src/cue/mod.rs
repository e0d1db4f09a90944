//! Cues: the words that report what somebody said, wrote or thought.
//!
//! The words are data of the language; this module makes their forms
//! ([`inflect`]), knows what each means ([`lexicon`]) and finds them in a text
//! ([`find()`]), if they are not nouns ([`noun`]).

pub(crate) mod find;
pub(crate) mod inflect;
pub(crate) mod lexicon;
mod noun;

pub(crate) use find::{Cue, find};
pub(crate) use lexicon::CueLexicon;
