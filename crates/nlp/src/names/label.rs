//! Finds names: the probabilities of all tags, from the linear model and the
//! networks, and the names that follow from them.

use std::collections::HashSet;

use super::network::table::PackedRows;
use super::network::{Committee, Opinion};
use super::piece::Piece;
use super::posterior::{Likely, Pairs, SCALE, choose};
use super::tags::{TAGS, may_follow};
use super::weights::Weights;
use crate::analysis::EntityKind;
use crate::names::features::{NameFeatures, OFFSETS};
use pullquote_article::text::span::Span;

/// What the networks' word weighs beside the linear model's: its logarithms of
/// probabilities times this are added to the linear scores. Chosen on training
/// articles kept back.
const SHARE: f32 = 0.6;

/// The least probability of a name whose words are a name elsewhere in the
/// article. Chosen on training articles kept back.
const THINKABLE: f32 = 0.2;

/// A model of tags: weights, scores of pairs of tags, and networks.
#[derive(Debug, Clone)]
pub struct Tagger<'m> {
    weights: Weights<'m>,
    pairs: Pairs,
    networks: Committee<PackedRows<'m>>,
}

impl<'m> Tagger<'m> {
    /// A tagger with these weights and the networks beside them.
    #[must_use]
    pub fn new(weights: Weights<'m>, networks: Committee<PackedRows<'m>>) -> Self {
        Self { weights, pairs: Pairs::new(weights.transitions(may_follow).factors(SCALE)), networks }
    }

    /// The names of `text` and their kinds, in order and disjoint: those that
    /// are likely by themselves, and the other places of their words where the
    /// same is at least thinkable. `features` are those of `text`.
    #[must_use]
    pub fn find(&self, text: &str, features: &NameFeatures<'_>) -> Vec<(Span, EntityKind)> {
        let mut found = Vec::new();
        let mut thinkable = Vec::new();
        self.read(features, &mut |sentence, scores| {
            let pieces = features.pieces().get(sentence.start..sentence.end).unwrap_or(&[]);
            let likely = self.pairs.likely(scores);
            found.extend(choose(&likely, pieces.len()).into_iter().filter_map(|name| placed(pieces, name)));
            let some = likely.into_iter().filter(|name| name.probability >= THINKABLE);
            thinkable.extend(some.filter_map(|name| Some((name.probability, placed(pieces, name)?))));
        });
        complete(text, &mut found, thinkable);
        found
    }

    /// Gives each sentence and the scores of its tags, a row a piece.
    fn read(&self, features: &NameFeatures<'_>, give: &mut impl FnMut(Span, &mut [f32])) {
        let mut by_form = ByForm { scores: vec![None; OFFSETS * (features.forms.all.len() + 1)] };
        let mut scores = Vec::new();
        let sentences = features.sentences();
        let mut opinion = Opinion::default();
        for (nth, &sentence) in sentences.iter().enumerate() {
            if !self.networks.networks.is_empty() && !opinion.covers(sentence.start) {
                opinion = self.networks.read(features, self.weights, &sentences, nth);
            }
            scores.clear();
            for i in sentence.start..sentence.end {
                let from = scores.len();
                scores.resize(from + TAGS, 0.0);
                let Some(row) = scores.get_mut(from..) else { continue };
                if let Some(logs) = opinion.of(i) {
                    row.iter_mut().zip(logs).for_each(|(score, log)| *score = SHARE * log);
                }
                for offset in 0..OFFSETS {
                    let form = features.neighbour(i, offset);
                    by_form.add(features, &self.weights, (form, offset), row);
                }
                features.of_place(i, &mut |feature| self.weights.add(feature, row));
            }
            give(sentence, &mut scores);
        }
    }
}

/// Adds to `names` those `others` (with their probabilities) that have the
/// words and the kind of one of them and stand apart from all.
fn complete(text: &str, names: &mut Vec<(Span, EntityKind)>, mut others: Vec<(f32, (Span, EntityKind))>) {
    let spelt = |(name, kind): (Span, EntityKind)| (name.of(text).to_lowercase(), kind);
    let known: HashSet<(String, EntityKind)> = names.iter().map(|&name| spelt(name)).collect();
    others.retain(|(_, name)| known.contains(&spelt(*name)));
    others.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    for (_, name) in others {
        let next = names.partition_point(|(other, _)| other.end <= name.0.start);
        if names.get(next).is_none_or(|(other, _)| !other.overlaps(name.0)) {
            names.insert(next, name);
        }
    }
}

/// A name of a sentence with its place in the text.
fn placed(pieces: &[Piece], name: Likely) -> Option<(Span, EntityKind)> {
    let words = pieces.get(name.pieces.start..name.pieces.end)?;
    Some((Span::new(words.first()?.span.start, words.last()?.span.end), name.kind))
}

/// Sums of weights, kept for each form and distance.
struct ByForm {
    scores: Vec<Option<Box<[f32; TAGS]>>>,
}

impl ByForm {
    fn add(
        &mut self,
        features: &NameFeatures<'_>,
        weights: &Weights<'_>,
        (form, offset): (Option<usize>, usize),
        row: &mut [f32],
    ) {
        let slot = OFFSETS * form.map_or(0, |form| form + 1) + offset;
        let Some(slot) = self.scores.get_mut(slot) else { return };
        let sums = slot.get_or_insert_with(|| {
            let mut sums = Box::new([0.0; TAGS]);
            features.of_form(form, offset, &mut |feature| weights.add(feature, sums.as_mut_slice()));
            sums
        });
        row.iter_mut().zip(sums.iter()).for_each(|(score, sum)| *score += sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::hash::mix;
    use crate::lexicon::{Clusters, Lexicon, Lists, lower_key, write_gazetteer};
    use crate::names::piece::pieces;
    use crate::names::weights::Feature;

    #[test]
    fn other_places_of_a_name_are_names_where_none_overlaps() {
        let text = "Ada Okafor. ADA OKAFOR Okafor Orsted";
        let person = EntityKind::Person;
        let mut names = vec![(Span::new(0, 10), person), (Span::new(16, 22), EntityKind::Place)];
        let others = vec![
            (0.3, (Span::new(23, 29), person)),
            (0.4, (Span::new(12, 22), person)),
            (0.2, (Span::new(30, 36), person)),
        ];
        complete(text, &mut names, others.clone());
        assert_eq!(names.len(), 2);
        let mut names = vec![(Span::new(0, 10), person)];
        complete(text, &mut names, others);
        assert_eq!(names, [(Span::new(0, 10), person), (Span::new(12, 22), person)]);
    }

    /// The model files find their weights by these features: if they change,
    /// train the models again.
    #[test]
    fn the_features_are_those_that_the_model_files_hold() {
        let text = "“We left,” Ann Lee of the BBC said. ADA OKAFOR FLEW to São Paulo on 3 May.";
        let tokens = pullquote_article::text::token::tokenize(text);
        let sentences = [Span::new(0, 37), Span::new(38, text.len())];
        let words = ["ann", "lee", "bbc", "são paulo", "may"].into_iter().zip(0..);
        let lists = words.map(|(word, list)| (lower_key(word), Lists(1 << (4 * list)))).collect();
        let clusters = Clusters::write(&[Clusters([7, 300, 0])], vec![(lower_key("left"), 0)]);
        let gazetteer = write_gazetteer(lists);
        let lexicon = Lexicon::open(&clusters, &gazetteer).expect("two tables");
        let features = NameFeatures::read(text, pieces(text, &tokens, &sentences), &lexicon);
        let (mut all, mut count) = (0, 0);
        let mut put = |feature: Feature| (all, count) = (mix(all, u64::from(feature.0)), count + 1);
        for i in 0..features.pieces().len() {
            features.of_place(i, &mut put);
            for offset in 0..OFFSETS {
                features.of_form(features.neighbour(i, offset), offset, &mut put);
            }
        }
        assert_eq!((count, all), (1466, 1_802_784_441_149_112_940));
    }
}
