//! The tagger: adds the scores of the conditional random field and of the
//! networks, and derives the names of an article from them.

use super::linear_model::LinearModel;
use super::network::table::PackedRows;
use super::network::{TaggingEnsemble, WindowScores};
use super::piece::Piece;
use super::posterior::{PossibleName, SCALE, TransitionFactors, best_disjoint};
use super::repeated;
use super::tags::{TAGS, may_follow};
use crate::analysis::EntityKind;
use crate::names::features::{NameFeatures, OFFSETS};
use pullquote_article::Span;

/// The weight of the networks relative to the linear model: their
/// log-probabilities times this are added to the linear scores. Chosen on held-out
/// training articles.
const NETWORK_WEIGHT: f32 = 0.6;

/// The models that score tags, and the transition factors of the linear one.
#[derive(Debug, Clone)]
pub(crate) struct Tagger {
    linear: LinearModel,
    transitions: TransitionFactors,
    networks: TaggingEnsemble<PackedRows>,
}

impl Tagger {
    /// A tagger with these models. The networks must have been trained together
    /// with the linear model.
    #[must_use]
    pub(crate) fn new(linear: LinearModel, networks: TaggingEnsemble<PackedRows>) -> Self {
        let transitions = TransitionFactors::new(linear.transitions(may_follow).factors(SCALE));
        Self { linear, transitions, networks }
    }

    /// The names of `text` and their kinds, in order and disjoint: those that are
    /// probable by themselves, and those that are clear from all their places in the
    /// article. `features` are those of `text`.
    #[must_use]
    pub(crate) fn find(&self, text: &str, features: &NameFeatures<'_>) -> Vec<(Span, EntityKind)> {
        let mut found = Vec::new();
        let mut others = Vec::new();
        self.score(features, &mut |sentence, scores| {
            let pieces = features.pieces().get(sentence.start..sentence.end).unwrap_or(&[]);
            let possible = self.transitions.possible_names(scores);
            found.extend(best_disjoint(&possible, pieces.len()).into_iter().filter_map(|name| in_text(pieces, name)));
            others.extend(possible.into_iter().filter_map(|name| Some((name.probability, in_text(pieces, name)?))));
        });
        repeated::add_sure_words(text, &mut found, &others);
        repeated::add_repeats(text, &mut found, others);
        found
    }

    /// Calls `give` with each sentence and its scores: one row for each piece, one
    /// score for each tag.
    fn score(&self, features: &NameFeatures<'_>, give: &mut impl FnMut(Span, &mut [f32])) {
        let mut form_scores = FormScores { sums: vec![None; OFFSETS * (features.forms.all.len() + 1)] };
        let mut run_scores = RunScores { run: None, sums: [0.0; TAGS] };
        let mut scores = Vec::new();
        let sentences = features.sentences();
        let mut window = WindowScores::default();
        for (nth, &sentence) in sentences.iter().enumerate() {
            if !self.networks.networks.is_empty() && !window.covers(sentence.start) {
                window = self.networks.score(features, &self.linear, &sentences, nth);
            }
            scores.clear();
            for i in sentence.start..sentence.end {
                let from = scores.len();
                scores.resize(from + TAGS, 0.0);
                let Some(row) = scores.get_mut(from..) else { continue };
                if let Some(logs) = window.of(i) {
                    row.iter_mut().zip(logs).for_each(|(score, log)| *score = NETWORK_WEIGHT * log);
                }
                for offset in 0..OFFSETS {
                    let form = features.neighbour(i, offset);
                    form_scores.add(features, &self.linear, (form, offset), row);
                }
                features.place_features(i, &mut |feature| self.linear.add(feature, row));
                run_scores.add(features, &self.linear, i, row);
            }
            give(sentence, &mut scores);
        }
    }
}

/// The range of a name in the text, in bytes, and its kind. `pieces` are those of
/// its sentence.
fn in_text(pieces: &[Piece], name: PossibleName) -> Option<(Span, EntityKind)> {
    let words = pieces.get(name.pieces.start..name.pieces.end)?;
    Some((Span::new(words.first()?.span.start, words.last()?.span.end), name.kind))
}

/// The sums of the linear weights of a form's features, one sum for each tag. They
/// are computed once for each form and offset.
struct FormScores {
    sums: Vec<Option<Box<[f32; TAGS]>>>,
}

impl FormScores {
    /// Adds the sums of a form at an offset to the scores of a piece.
    fn add(
        &mut self,
        features: &NameFeatures<'_>,
        linear: &LinearModel,
        (form, offset): (Option<usize>, usize),
        row: &mut [f32],
    ) {
        let slot = OFFSETS * form.map_or(0, |form| form + 1) + offset;
        let Some(slot) = self.sums.get_mut(slot) else { return };
        let sums = slot.get_or_insert_with(|| {
            let mut sums = Box::new([0.0; TAGS]);
            features.form_features(form, offset, &mut |feature| linear.add(feature, sums.as_mut_slice()));
            sums
        });
        row.iter_mut().zip(sums.iter()).for_each(|(score, sum)| *score += sum);
    }
}

/// The sums of the linear weights of the features that all pieces of a run share. They are
/// computed once for each run.
struct RunScores {
    run: Option<usize>,
    sums: [f32; TAGS],
}

impl RunScores {
    /// Adds the sums of the run that holds piece `i`, if one does, to the scores of the piece.
    fn add(&mut self, features: &NameFeatures<'_>, linear: &LinearModel, i: usize, row: &mut [f32]) {
        let Some(run) = features.run_of(i) else { return };
        if self.run != Some(run) {
            *self = Self { run: Some(run), sums: [0.0; TAGS] };
            features.run_features(run, &mut |feature| linear.add(feature, &mut self.sums));
        }
        row.iter_mut().zip(self.sums).for_each(|(score, sum)| *score += sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::hash::mix;
    use crate::lexicon::{Clusters, Lists, WordTables, lower_key, write_gazetteer};
    use crate::names::linear_model::Feature;
    use crate::names::piece::pieces;

    /// The model files find their weights by these features: if they change,
    /// the models must be trained again.
    #[test]
    fn the_features_are_those_that_the_model_files_hold() {
        let text = "“We left,” Ann Lee of the BBC said. ADA OKAFOR FLEW to São Paulo on 3 May.";
        let tokens = pullquote_article::text::token::tokenize(text);
        let sentences = [Span::new(0, 37), Span::new(38, text.len())];
        let words = ["ann", "lee", "bbc", "são paulo", "may"].into_iter().zip(0..);
        let lists = words.map(|(word, list)| (lower_key(word), Lists(1 << (4 * list)))).collect();
        let clusters = Clusters::write(&[Clusters([7, 300, 0])], vec![(lower_key("left"), 0)]);
        let gazetteer = write_gazetteer(lists);
        let tables = WordTables::open(clusters, gazetteer).expect("two tables");
        let features =
            NameFeatures::read(text, pieces(text, &tokens, &sentences), &tables, crate::language::Language::english());
        let (mut all, mut count) = (0, 0);
        let mut put = |feature: Feature| (all, count) = (mix(all, u64::from(feature.0)), count + 1);
        for i in 0..features.pieces().len() {
            features.place_features(i, &mut put);
            if let Some(run) = features.run_of(i) {
                features.run_features(run, &mut put);
            }
            for offset in 0..OFFSETS {
                features.form_features(features.neighbour(i, offset), offset, &mut put);
            }
        }
        assert_eq!((count, all), (1466, 356_605_737_966_628_491));
    }
}
