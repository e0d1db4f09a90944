//! The features of the name model. Training and use share this code.
//!
//! The contribution of a neighbouring word depends only on its form and its
//! distance ([`NameFeatures::form_features`]), so a tagger computes it once for
//! each form and distance. The rest depends on the place of the piece
//! ([`NameFeatures::place_features`]).

mod form;
mod phrases;
mod place;
mod templates;
mod usage;

use self::phrases::PhrasePlaces;
use self::usage::Usage;
use super::piece::Piece;
use crate::language::Language;
use crate::lexicon::WordTables;
use crate::lexicon::hash::mix;
#[cfg(feature = "train")]
use crate::names::linear_model::Feature;
use crate::names::segments::{Run, is_all_capitals, is_title_case, quoted, run_end, sentences};
use crate::names::word_form::{WordForm, WordForms};
use pullquote_article::Span;

/// The distance of the farthest neighbour that has features, in pieces.
pub(crate) const REACH: usize = 2;
/// The number of offsets, from the farthest neighbour before a piece to the
/// farthest one after it. The offset of the piece itself is [`REACH`].
pub(crate) const OFFSETS: usize = 2 * REACH + 1;

/// What is known about an article before its names are found.
#[derive(Debug)]
pub(crate) struct NameFeatures<'t> {
    pieces: Vec<Piece>,
    /// The forms of the pieces.
    pub(crate) forms: WordForms<'t>,
    /// How the article uses each form.
    usages: Vec<Usage>,
    /// The runs of capitalized words, and what their words have in common.
    runs: Vec<(Run, RunWords)>,
    /// For each piece, the index of its run; `u32::MAX` for no run.
    run_of: Vec<u32>,
    phrases: Vec<PhrasePlaces>,
    sentences: Vec<Run>,
    /// For each sentence, whether it is in capitals.
    all_capitals: Vec<bool>,
    /// For each sentence, whether most of its words begin with a capital.
    title_case: Vec<bool>,
    /// For each piece, whether it is among a few words between quotation marks.
    quoted: Vec<bool>,
}

/// What is known about the words of a run, computed once for all its pieces.
#[derive(Debug, Clone, Copy, Default)]
struct RunWords {
    /// The lists that hold at least one of them, as bits.
    lists: u32,
    /// The hash of all of them, in lower case.
    hash: u64,
}

impl<'t> NameFeatures<'t> {
    /// Reads a whole article once. `pieces` are those of `text`.
    #[must_use]
    pub(crate) fn read(text: &'t str, pieces: Vec<Piece>, tables: &WordTables, language: &Language) -> Self {
        let forms = WordForms::collect(pieces.iter().map(|p| p.span.of(text)), tables);
        let sentences = sentences(&pieces);
        let all_capitals = sentences.iter().map(|s| is_all_capitals(&forms, *s)).collect();
        let title_case = sentences.iter().map(|s| is_title_case(&forms, *s)).collect();
        let quoted = quoted(&forms, &sentences, pieces.len());
        let mut features = Self {
            usages: vec![Usage::default(); forms.all.len()],
            runs: Vec::new(),
            run_of: vec![u32::MAX; pieces.len()],
            phrases: vec![PhrasePlaces::default(); pieces.len()],
            pieces,
            forms,
            sentences,
            all_capitals,
            title_case,
            quoted,
        };
        features.find_runs(language);
        features.find_phrases(tables);
        features.find_usages();
        features.find_initials();
        features
    }

    /// The pieces, in order.
    #[must_use]
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces of each sentence: the index of the first, and of the first after
    /// the sentence.
    #[must_use]
    pub(crate) fn sentences(&self) -> Vec<Span> {
        self.sentences.iter().map(|s| Span::new(s.start, s.end)).collect()
    }

    /// True if a sentence is in capitals, as headlines may be.
    #[must_use]
    pub(crate) fn is_all_capitals(&self, sentence: usize) -> bool {
        self.all_capitals.get(sentence).copied().unwrap_or(false)
    }

    /// True if most words of a sentence begin with a capital.
    fn is_title_case(&self, sentence: usize) -> bool {
        self.title_case.get(sentence).copied().unwrap_or(false)
    }

    /// True if piece `i` is among a few words between quotation marks.
    fn is_quoted(&self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
    }

    /// The index of the form `offset` - [`REACH`] pieces after piece `i`, if that
    /// piece is in the same sentence.
    #[must_use]
    pub(crate) fn neighbour(&self, i: usize, offset: usize) -> Option<usize> {
        let at = (i + offset).checked_sub(REACH)?;
        let same = self.pieces.get(at)?.sentence == self.pieces.get(i)?.sentence;
        self.forms.of.get(at).filter(|_| same).map(|&form| form as usize)
    }

    /// All features of piece `i` for the linear model.
    #[cfg(feature = "train")]
    #[must_use]
    pub(crate) fn all(&self, i: usize) -> Vec<Feature> {
        let mut features = Vec::with_capacity(128);
        let mut sink = |feature| features.push(feature);
        for offset in 0..OFFSETS {
            self.form_features(self.neighbour(i, offset), offset, &mut sink);
        }
        self.place_features(i, &mut sink);
        if let Some(run) = self.run_of(i) {
            self.run_features(run, &mut sink);
        }
        features
    }

    /// The index of the run of capitalized words that holds piece `i`.
    #[must_use]
    pub(crate) fn run_of(&self, i: usize) -> Option<usize> {
        self.run_of.get(i).map(|&run| run as usize).filter(|&run| run < self.runs.len())
    }

    /// The run that holds piece `i`, and what is known about its words.
    fn run_at(&self, i: usize) -> Option<(Run, RunWords)> {
        self.run_of(i).and_then(|run| self.runs.get(run)).copied()
    }

    /// The forms before and after a run, if they are in its sentence.
    fn around(&self, run: Run) -> [Option<&WordForm<'t>>; 2] {
        [run.start.checked_sub(1), Some(run.end)].map(|at| {
            let at = at?;
            let same = self.pieces.get(at)?.sentence == self.pieces.get(run.start)?.sentence;
            self.forms.at(at).filter(|_| same)
        })
    }

    /// Finds the runs of capitalized words.
    fn find_runs(&mut self, language: &Language) {
        for sentence in &self.sentences {
            let mut i = sentence.start;
            while i < sentence.end {
                let Some(end) = run_end(language, &self.forms, i, sentence.end) else {
                    i += 1;
                    continue;
                };
                for slot in self.run_of.get_mut(i..end).into_iter().flatten() {
                    *slot = self.runs.len() as u32;
                }
                let forms = (i..end).filter_map(|at| self.forms.at(at));
                let words = forms.fold(RunWords::default(), |all, form| RunWords {
                    lists: all.lists | form.lists.0,
                    hash: mix(all.hash, form.lower_hash),
                });
                self.runs.push((Run { start: i, end }, words));
                i = end;
            }
        }
    }
}
