//! Linear models that give each word of a sentence a tag.
//!
//! [`NameModel`] finds names. Its parts: [`piece`] cuts tokens where a name
//! may end, [`form`] looks each spelling up once, [`names`] says what is
//! known of a place (the same code in training and in use), [`weights`] is the
//! trained file, [`viterbi`] finds the best tags, [`label`] turns tags into
//! names. [`train`] makes the file; `examples/train_entities.rs` is its
//! command.

pub mod form;
pub mod hash;
pub mod label;
pub mod names;
pub mod piece;
pub mod train;
pub mod viterbi;
pub mod weights;

use self::names::NameFeatures;
use self::viterbi::Transitions;
use self::weights::Weights;
use super::EntityKind;
use super::lexicon::Lexicon;
use crate::text::span::Span;
use crate::text::token::Token;

/// Words and their clusters; made by `examples/make_clusters.rs`.
const CLUSTERS: &[u8] = include_bytes!("../../../assets/clusters.bin");
/// Words and their lists; made by `examples/make_gazetteer.rs`.
const GAZETTEER: &[u8] = include_bytes!("../../../assets/gazetteer.bin");
/// The trained model; made by `examples/train_entities.rs`.
const NAMES: &[u8] = include_bytes!("../../../assets/names.model");

/// The trained model that finds names, with its word tables: opened in
/// place, nothing is copied.
#[derive(Debug, Clone)]
pub struct NameModel {
    lexicon: Lexicon<'static>,
    weights: Weights<'static>,
    transitions: Transitions,
}

impl NameModel {
    /// The model that is part of the program. Were one of its files damaged,
    /// it would find no names; a test opens each of them.
    #[must_use]
    pub fn bundled() -> Self {
        let lexicon = Lexicon::open(CLUSTERS, GAZETTEER).unwrap_or_default();
        let weights = Weights::open(NAMES).unwrap_or_default();
        Self { lexicon, weights, transitions: weights.transitions(label::may_follow) }
    }

    /// The word tables.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon<'static> {
        &self.lexicon
    }

    /// The names in `text` and their kinds, in order and disjoint; `tokens`
    /// and `sentences` are those of `text`. Time is linear in the text.
    #[must_use]
    pub fn find(&self, text: &str, tokens: &[Token], sentences: &[Span]) -> Vec<(Span, EntityKind)> {
        let features = NameFeatures::read(text, piece::pieces(text, tokens, sentences), &self.lexicon);
        label::find(&features, &self.weights, &self.transitions)
    }
}

impl Default for NameModel {
    fn default() -> Self {
        Self::bundled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_open() {
        assert!(Lexicon::open(CLUSTERS, GAZETTEER).is_ok());
        assert_eq!(Weights::open(NAMES).map(|w| w.tags()), Ok(label::TAGS));
    }

    /// The scores in `assets/SOURCES.md` are those of this file: whoever
    /// trains another writes its scores there and its checksum here.
    #[test]
    fn the_model_is_the_one_whose_scores_are_written_down() {
        use sha2::{Digest as _, Sha256};
        let checksum: String = Sha256::digest(NAMES).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(checksum, "4f0635a8af64299975d748c15d63ae1de499c7017c2442f2a8df4f67a79d4d04");
    }

    #[test]
    fn names_in_sentences_of_our_own() {
        let text = "US president Ada Okafor flew to Geneva on Monday, the Norsian Defence Ministry said. \
            “We paid $3 million,” Mr. Tully told the BBC in London. German voters did not like it.";
        let tokens = crate::text::token::tokenize(text);
        let sentences = crate::text::sentence::sentences(text, Span::new(0, text.len()), &tokens);
        let found = NameModel::bundled().find(text, &tokens, &sentences);
        let found: Vec<String> = found.iter().map(|(s, kind)| format!("{} {}", kind.name(), s.of(text))).collect();
        assert_eq!(
            found,
            [
                "place US",
                "person Ada Okafor",
                "place Geneva",
                "date Monday",
                "organization Norsian Defence Ministry",
                "money $3 million",
                "person Tully",
                "organization BBC",
                "place London",
                "group German"
            ]
        );
    }
}
