//! Tags of the name model: for each kind of entity, the beginning, inside and
//! end of a name and a name of one piece; and one tag for no name.

use super::names::{NameFeatures, OFFSETS};
use super::network::table::PackedRows;
use super::network::{Network, Opinion};
use super::piece::Piece;
use super::viterbi::Transitions;
use super::weights::Weights;
use crate::nlp::EntityKind;
use crate::text::span::Span;

/// How many tags there are.
pub const TAGS: usize = 1 + 4 * KINDS.len();

/// The kinds in the order of their tags: part of the model file's format.
const KINDS: [EntityKind; 8] = [
    EntityKind::Person,
    EntityKind::Organization,
    EntityKind::Place,
    EntityKind::Group,
    EntityKind::Misc,
    EntityKind::Date,
    EntityKind::Money,
    EntityKind::Product,
];

const BEGIN: usize = 0;
const INSIDE: usize = 1;
const END: usize = 2;
const ALONE: usize = 3;

/// The kind and the part of it that a tag stands for.
fn part(tag: usize) -> Option<(usize, usize)> {
    let tag = tag.checked_sub(1)?;
    Some((tag / 4, tag % 4))
}

/// Whether `tag` may follow `before` (`None` at the beginning of a sentence).
#[must_use]
pub fn may_follow(before: Option<usize>, tag: usize) -> bool {
    let open = before.and_then(part).filter(|(_, part)| matches!(*part, BEGIN | INSIDE)).map(|(kind, _)| kind);
    match part(tag) {
        Some((kind, INSIDE | END)) => open == Some(kind),
        _ => open.is_none(),
    }
}

/// The tags of a sentence of `length` pieces with these names, given by the
/// index of their first piece and one past their last.
#[must_use]
pub fn tags_of(length: usize, names: &[(Span, EntityKind)]) -> Vec<u8> {
    let mut tags = vec![0; length];
    for &(name, kind) in names {
        let Some(kind) = KINDS.iter().position(|&k| k == kind) else { continue };
        for at in name.start..name.end.min(length) {
            let part = match (at == name.start, at + 1 == name.end) {
                (true, true) => ALONE,
                (true, false) => BEGIN,
                (false, true) => END,
                (false, false) => INSIDE,
            };
            if let Some(tag) = tags.get_mut(at) {
                *tag = (1 + 4 * kind + part) as u8;
            }
        }
    }
    tags
}

/// The names that a sequence of tags marks.
#[must_use]
pub fn names_of(tags: &[u8]) -> Vec<(Span, EntityKind)> {
    let mut names = Vec::new();
    let mut start = 0;
    for (i, &tag) in tags.iter().enumerate() {
        let Some((kind, part)) = part(usize::from(tag)) else { continue };
        if matches!(part, BEGIN | ALONE) {
            start = i;
        }
        if matches!(part, END | ALONE)
            && let Some(&kind) = KINDS.get(kind)
        {
            names.push((Span::new(start, i + 1), kind));
        }
    }
    names
}

/// What the network's word weighs beside the linear model's: its logarithms of
/// probabilities times this are added to the linear scores. Chosen on training
/// articles kept back.
const SHARE: f32 = 0.6;

/// A model of tags: weights, scores of pairs of tags, and a network.
#[derive(Debug, Clone)]
pub struct Tagger<'m> {
    weights: Weights<'m>,
    transitions: Transitions,
    network: Option<Network<PackedRows<'m>>>,
}

impl<'m> Tagger<'m> {
    /// A tagger with these weights, and a network beside them where there is one.
    #[must_use]
    pub fn new(weights: Weights<'m>, network: Option<Network<PackedRows<'m>>>) -> Self {
        Self { weights, transitions: weights.transitions(may_follow), network }
    }

    /// The names of an article and their kinds, in order and disjoint.
    #[must_use]
    pub fn find(&self, features: &NameFeatures<'_>) -> Vec<(Span, EntityKind)> {
        let mut by_form = ByForm { scores: vec![None; OFFSETS * (features.forms.all.len() + 1)] };
        let mut scores = Vec::new();
        let mut found = Vec::new();
        let sentences = features.sentences();
        let mut opinion = Opinion::default();
        for (nth, sentence) in sentences.iter().enumerate() {
            if let Some(network) = self.network.as_ref().filter(|_| !opinion.covers(sentence.start)) {
                opinion = network.read(features, self.weights, &sentences, nth);
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
            let pieces = features.pieces().get(sentence.start..sentence.end).unwrap_or(&[]);
            let names = names_of(&self.transitions.best(&scores));
            found.extend(names.into_iter().filter_map(|name| placed(pieces, name)));
        }
        found
    }
}

/// A name of a sentence with its place in the text.
fn placed(pieces: &[Piece], (name, kind): (Span, EntityKind)) -> Option<(Span, EntityKind)> {
    let words = pieces.get(name.start..name.end)?;
    Some((Span::new(words.first()?.span.start, words.last()?.span.end), kind))
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

    #[test]
    fn names_become_tags_and_tags_names() {
        let names = vec![
            (Span::new(0, 1), EntityKind::Place),
            (Span::new(1, 4), EntityKind::Person),
            (Span::new(5, 7), EntityKind::Organization),
        ];
        assert_eq!(names_of(&tags_of(8, &names)), names);
    }

    #[test]
    fn a_name_that_began_must_end_in_its_kind() {
        let tags = tags_of(5, &[(Span::new(0, 3), EntityKind::Person), (Span::new(3, 4), EntityKind::Place)]);
        let tags: Vec<usize> = tags.into_iter().map(usize::from).collect();
        assert!(may_follow(None, tags[0]) && may_follow(Some(tags[0]), tags[1]) && may_follow(Some(tags[2]), tags[3]));
        assert!(
            !may_follow(Some(tags[0]), tags[3]) && !may_follow(Some(tags[1]), tags[4]) && !may_follow(None, tags[1])
        );
    }
}
