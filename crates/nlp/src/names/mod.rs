//! Models that give each word of a sentence a tag.
//!
//! [`NameModel`] finds names: a linear model and small networks add up what
//! they say. Its parts: [`piece`] cuts tokens where a name may end, [`form`]
//! looks each spelling up once, [`names`] says what is known of a place (the
//! same code in training and in use), [`weights`] is the linear model's file,
//! [`network`] the other model, [`posterior`] weighs the names that their
//! scores allow, [`label`] ties these together, and [`document`] lets the places of a name agree.
//! [`crf`] learns the linear model from the lessons of [`train`];
//! `examples/train_entities.rs` is the command that makes both files.

pub mod document;
pub mod features;
pub mod label;
pub(crate) mod lattice;
pub mod network;
pub mod piece;
pub mod posterior;
mod segments;
pub mod tags;
pub mod transitions;
pub mod weights;
pub mod word_form;

use self::weights::Weights;
use super::lexicon::Lexicon;
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::names::features::NameFeatures;
use pullquote_article::text::span::Span;
use pullquote_article::text::token::Token;

/// Words and their clusters; made by `examples/make_clusters.rs`.
const CLUSTERS: &[u8] = include_bytes!("../../assets/clusters.bin");
/// Words and their lists; made by `examples/make_gazetteer.rs`.
const GAZETTEER: &[u8] = include_bytes!("../../assets/gazetteer.bin");
/// The trained model; made by `examples/train_entities.rs`.
const NAMES: &[u8] = include_bytes!("../../assets/names.model");
/// The network beside it; made by `examples/train_entities.rs`.
const NETWORK: &[u8] = include_bytes!("../../assets/names.network");

/// The trained model that finds names, with its word tables: opened in
/// place, nothing is copied.
#[derive(Debug, Clone)]
pub struct NameModel {
    lexicon: Lexicon<'static>,
    tagger: label::Tagger<'static>,
}

impl NameModel {
    /// The model that is part of the program. Were one of its files damaged,
    /// it would find none or fewer names; a test opens each of them.
    #[must_use]
    pub fn bundled() -> Self {
        let lexicon = Lexicon::open(CLUSTERS, GAZETTEER).unwrap_or_default();
        let weights = Weights::open(NAMES).unwrap_or_default();
        Self { lexicon, tagger: label::Tagger::new(weights, network::file::open(NETWORK).unwrap_or_default()) }
    }

    /// The word tables.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon<'static> {
        &self.lexicon
    }

    /// The names in `text` and their kinds, in order and disjoint; `tokens`
    /// and `sentences` are those of `text`. Time is linear in the text.
    #[must_use]
    pub fn find(
        &self,
        language: &Language,
        text: &str,
        tokens: &[Token],
        sentences: &[Span],
    ) -> Vec<(Span, EntityKind)> {
        let features = NameFeatures::read(text, piece::pieces(text, tokens, sentences), &self.lexicon, language);
        let mut names = self.tagger.find(text, &features);
        document::agree(text, &mut names, &self.lexicon);
        document::read_headlines(text, &features, &mut names);
        names
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
        assert_eq!(Weights::open(NAMES).map(|w| w.tags()), Ok(tags::TAGS));
        assert!(network::file::open(NETWORK).is_ok());
    }

    /// The scores in `assets/SOURCES.md` belong to the files whose checksums
    /// stand there: whoever makes another writes down both.
    #[test]
    fn the_files_are_those_whose_scores_are_written_down() {
        use sha2::{Digest as _, Sha256};
        let sources = include_str!("../../../../assets/SOURCES.md");
        let files = [
            ("clusters.bin", CLUSTERS),
            ("gazetteer.bin", GAZETTEER),
            ("names.model", NAMES),
            ("names.network", NETWORK),
        ];
        for (name, bytes) in files {
            let checksum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(sources.contains(&format!("| `{name}` | `{checksum}` |")), "{name} is {checksum}");
        }
        assert!(files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= 6_000_000);
    }

    fn names(text: &str) -> Vec<String> {
        let tokens = pullquote_article::text::token::tokenize(text);
        let mut sentences = Vec::new();
        let mut start = 0;
        for block in text.split_inclusive("\n\n") {
            let span = Span::new(start, start + block.trim_end().len());
            sentences.extend(pullquote_article::text::sentence::sentences(text, span, &tokens));
            start += block.len();
        }
        let found = NameModel::bundled().find(&Language::english(), text, &tokens, &sentences);
        found.iter().map(|(s, kind)| format!("{} {}", kind.name(), s.of(text))).collect()
    }

    #[test]
    fn a_headline_in_capitals_has_the_names_of_its_article() {
        let found = names("PREMIER ADA OKAFOR FLIES BACK TO GENEVA\n\nAda Okafor, the premier, flew to Geneva.");
        assert_eq!(found, ["person ADA OKAFOR", "place GENEVA", "person Ada Okafor", "place Geneva"]);
    }

    #[test]
    fn particles_apostrophes_hyphens_and_diacritics_are_part_of_a_name() {
        let found = names(
            "Ilse van der Meer met Karim al-Haddad in São Paulo. “We are ready,” said Nora O’Dell. \
            Mr Erdoğan flew to İzmir, and Jean-Luc Moreau stayed in Paris.",
        );
        let expected = [
            "person Ilse van der Meer",
            "person Karim al-Haddad",
            "place São Paulo",
            "person Nora O’Dell",
            "person Erdoğan",
            "place İzmir",
            "person Jean-Luc Moreau",
            "place Paris",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn names_in_sentences_of_our_own() {
        let text = "US president Ada Okafor flew to Geneva on Monday, the Norsian Defence Ministry said. \
            “We paid $3 million,” Mr. Tully told the BBC in London. German voters did not like it.";
        let found = names(text);
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
