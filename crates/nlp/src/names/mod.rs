//! Finds names: their words and their kinds.
//!
//! Two models score the tags of each piece of text, and their scores are added:
//! a linear-chain conditional random field ([`linear_model`]) and an ensemble of
//! small convolutional networks ([`network`]). The steps:
//!
//! 1. [`piece`] cuts tokens at every place where a name may begin or end.
//! 2. [`word_form`] looks up each distinct spelling once; [`segments`] finds
//!    sentences, headlines and runs of capitalized words.
//! 3. [`features`] lists what is known about a piece. Training and use share
//!    this code.
//! 4. [`tagger`] adds the scores of both models.
//! 5. [`posterior`] turns scores into probabilities of names, with the
//!    forward–backward algorithm of [`lattice`], and picks the best names.
//! 6. [`repeated`] adds names that are clear only from all their places.
//! 7. [`article_wide`] makes names agree that the article uses more than once.

pub(crate) mod article_wide;
pub(crate) mod features;
pub(crate) mod lattice;
pub(crate) mod linear_model;
pub(crate) mod network;
pub(crate) mod piece;
mod posterior;
mod repeated;
mod segments;
pub(crate) mod tagger;
pub(crate) mod tags;
pub(crate) mod transitions;
mod word_form;

use self::features::NameFeatures;
use self::tagger::Tagger;
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::lexicon::WordTables;
use pullquote_article::Span;
use pullquote_article::text::token::Token;

/// The trained model that finds names, and its word tables. Everything is read
/// in place from the bytes of the model files.
#[derive(Debug, Clone)]
pub(crate) struct NameModel {
    pub(crate) word_tables: WordTables,
    pub(crate) tagger: Tagger,
}

impl NameModel {
    /// The names in `text` and their kinds, in order and disjoint. `tokens` and
    /// `sentences` are those of `text`. Time is linear in the length of the text.
    #[must_use]
    pub(crate) fn find(
        &self,
        language: &Language,
        text: &str,
        tokens: &[Token],
        sentences: &[Span],
    ) -> Vec<(Span, EntityKind)> {
        let features = NameFeatures::read(text, piece::pieces(text, tokens, sentences), &self.word_tables, language);
        let mut names = self.tagger.find(text, &features);
        article_wide::unify_kinds(text, &mut names, &self.word_tables);
        article_wide::find_in_headlines(text, &features, &mut names);
        names
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Model;
    use pullquote_article::Span;
    use pullquote_article::text::sentence::sentences;
    use pullquote_article::text::token::tokenize;

    fn names(text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let mut found = Vec::new();
        let mut start = 0;
        for block in text.split_inclusive("\n\n") {
            let span = Span::new(start, start + block.trim_end().len());
            found.extend(sentences(text, span, &tokens, pullquote_article::text::Language::english()));
            start += block.len();
        }
        let names = Model::bundled().names.find(crate::language::Language::english(), text, &tokens, &found);
        names.iter().map(|(s, kind)| format!("{} {}", kind.name(), s.of(text))).collect()
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
