//! A batch: the pieces of an article arranged as rows for a network. Only pieces
//! that may be part of a name have a row. An empty row separates sentences, and
//! pieces with others left out between them, so that no convolution reaches across.

use std::collections::HashMap;

use ndarray::Array2;

use super::table::{EmbeddingRows, RowFinder};
use super::{EMBEDDING, HIDDEN};
use crate::names::features::{NameFeatures, REACH};

/// The largest distance of a piece from one with a capital or a digit, in pieces.
/// Pieces farther away are left out: they are most of a text and hardly ever part
/// of a name.
const NEAR: usize = 3;

/// Pieces as rows, and the embeddings of their features.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batch {
    /// The pieces that have a row, in order, by their index in the article.
    pub(crate) pieces: Vec<usize>,
    /// For each of these pieces, its row.
    pub(crate) rows: Vec<usize>,
    /// For each of these pieces, the index of its form in `forms`.
    pub(crate) form_of: Vec<u32>,
    /// For each of these pieces, the embeddings of the features of its place, as
    /// rows of the network's table.
    pub(crate) places: Vec<Vec<u32>>,
    /// For each distinct form, the embeddings of its features, as rows of the
    /// network's table.
    pub(crate) forms: Vec<Vec<u32>>,
    /// For each piece with a capital or a digit, its row and the index of its word.
    /// Forms that differ only in case are one word.
    pub(crate) words: Vec<(usize, u32)>,
    /// For each word, the number of its rows.
    pub(crate) counts: Vec<u32>,
    /// The number of rows, with the empty ones.
    pub(crate) height: usize,
}

impl Batch {
    /// The batch of the pieces `from` to `to` of an article, which are whole
    /// sentences.
    #[must_use]
    pub(crate) fn new(features: &NameFeatures<'_>, from: usize, to: usize, finder: RowFinder<'_>) -> Self {
        let mut batch = Self { height: 1, ..Self::default() };
        let (mut forms, mut words): (HashMap<u32, u32>, HashMap<u64, u32>) = (HashMap::new(), HashMap::new());
        let sentence = |i: usize| features.pieces().get(i).map(|piece| piece.sentence);
        let capital_or_digit = |i: usize| features.forms.at(i).is_some_and(|form| !form.plain);
        let mut last = None;
        for i in from..to {
            let near = (i.saturating_sub(NEAR).max(from)..(i + NEAR + 1).min(to))
                .any(|at| capital_or_digit(at) && sentence(at) == sentence(i));
            let (true, Some(&form), Some(known)) = (near, features.forms.of.get(i), features.forms.at(i)) else {
                continue;
            };
            if last.replace(i).is_some_and(|last| last + 1 < i || sentence(last) != sentence(i)) {
                batch.height += 1;
            }
            let index = *forms.entry(form).or_insert_with(|| {
                let mut rows = Vec::new();
                features.form_features(Some(form as usize), REACH, &mut |f| rows.extend(finder.of_form(f)));
                batch.forms.push(rows);
                batch.forms.len() as u32 - 1
            });
            if !known.plain {
                let next = words.len() as u32;
                let word = *words.entry(known.lower_hash).or_insert(next);
                batch.counts.resize(words.len(), 0);
                if let Some(count) = batch.counts.get_mut(word as usize) {
                    *count += 1;
                }
                batch.words.push((batch.height, word));
            }
            let mut rows = Vec::new();
            features.network_features(i, &mut |f| rows.extend(finder.of_place(f)));
            batch.pieces.push(i);
            batch.rows.push(batch.height);
            batch.form_of.push(index);
            batch.places.push(rows);
            batch.height += 1;
        }
        batch.height += 1;
        batch
    }

    /// The input of the first layer: for each piece, the sum of the embeddings of
    /// its features and of `bias`, rectified. Empty rows are 0.
    #[must_use]
    pub(crate) fn input(&self, table: &impl EmbeddingRows, bias: &Array2<f32>) -> Array2<f32> {
        let mut sums = Array2::zeros((self.forms.len(), EMBEDDING));
        for (rows, mut sum) in self.forms.iter().zip(sums.rows_mut()) {
            let Some(sum) = sum.as_slice_mut() else { continue };
            rows.iter().for_each(|&row| table.add(row, sum));
        }
        let mut input = Array2::zeros((self.height, EMBEDDING));
        for ((&form, place), &at) in self.form_of.iter().zip(&self.places).zip(&self.rows) {
            let mut row = input.row_mut(at);
            row += &sums.row(form as usize);
            row += &bias.row(0);
            if let Some(row) = row.as_slice_mut() {
                place.iter().for_each(|&feature| table.add(feature, row));
                row.iter_mut().for_each(|x| *x = x.max(0.0));
            }
        }
        input
    }

    /// Sets every number below 0 to 0 (a rectified linear unit), and every empty
    /// row to 0.
    pub(crate) fn rectify(&self, layer: &mut Array2<f32>) {
        let mut rows = self.rows.iter().copied().peekable();
        for (at, mut row) in layer.rows_mut().into_iter().enumerate() {
            if rows.next_if_eq(&at).is_some() {
                row.mapv_inplace(|x| x.max(0.0));
            } else {
                row.fill(0.0);
            }
        }
    }

    /// The means of a layer over the places of each word, one row for each word.
    #[must_use]
    pub(crate) fn means(&self, layer: &Array2<f32>) -> Array2<f32> {
        let mut means = self.gathered(layer, 0);
        self.divide(&mut means);
        means
    }

    /// Divides the row of each word by the number of its places.
    pub(crate) fn divide(&self, rows: &mut Array2<f32>) {
        for (mut row, &count) in rows.rows_mut().into_iter().zip(&self.counts) {
            row /= count.max(1) as f32;
        }
    }

    /// Adds the row of each word to the rows of `layer` that come `shift` (-1, 0 or
    /// 1) after the places of the word.
    pub(crate) fn scatter(&self, rows: &Array2<f32>, shift: isize, layer: &mut Array2<f32>) {
        for &(at, word) in &self.words {
            let mut row = layer.row_mut(at.saturating_add_signed(shift));
            row += &rows.row(word as usize);
        }
    }

    /// One row for each word: the sum of the rows of `layer` that come `shift` (-1, 0
    /// or 1) after the places of the word.
    #[must_use]
    pub(crate) fn gathered(&self, layer: &Array2<f32>, shift: isize) -> Array2<f32> {
        let mut sums = Array2::zeros((self.counts.len(), HIDDEN));
        for &(at, word) in &self.words {
            let mut row = sums.row_mut(word as usize);
            row += &layer.row(at.saturating_add_signed(shift));
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::WordTables;
    use crate::names::linear_model::LinearModel;
    use crate::names::piece::pieces;
    use pullquote_article::Span;
    use pullquote_article::text::sentence::sentences;
    use pullquote_article::text::token::tokenize;

    #[test]
    fn sentences_are_separated_and_pieces_far_from_capitals_are_left_out() {
        let text = "Harbor rules. The harbor rules by day and night.";
        let tokens = tokenize(text);
        let sentences =
            sentences(text, Span::new(0, text.len()), &tokens, pullquote_article::text::Language::english());
        let features = NameFeatures::read(
            text,
            pieces(text, &tokens, &sentences),
            &WordTables::default(),
            crate::language::Language::english(),
        );
        let linear = LinearModel::default();
        let batch = Batch::new(&features, 0, features.pieces().len(), RowFinder { linear: &linear, rows: 1000 });
        assert_eq!(batch.rows, [1, 2, 3, 5, 6, 7, 8]);
        assert_eq!(batch.pieces, [0, 1, 2, 3, 4, 5, 6], "pieces far from any capital are left out");
        assert_eq!((batch.height, batch.words.as_slice()), (10, [(1, 0), (5, 1)].as_slice()));
        let mut layer = Array2::from_elem((batch.height, HIDDEN), -1.0);
        layer.row_mut(1).fill(3.0);
        batch.rectify(&mut layer);
        assert_eq!((layer[[1, 0]], layer[[2, 0]], layer[[4, 0]]), (3.0, 0.0, 0.0));
    }

    #[test]
    fn every_place_of_a_word_gets_their_mean() {
        let batch = Batch { words: vec![(1, 0), (3, 0)], counts: vec![2], height: 5, ..Batch::default() };
        let mut layer = Array2::zeros((5, HIDDEN));
        layer.row_mut(1).fill(3.0);
        let means = batch.means(&layer);
        assert_eq!(means[[0, 0]], 1.5);
        let mut shifted = Array2::zeros((5, HIDDEN));
        batch.scatter(&means, 1, &mut shifted);
        assert_eq!(shifted.column(0).to_vec(), [0.0, 0.0, 1.5, 0.0, 1.5]);
        assert_eq!(batch.gathered(&shifted, 1)[[0, 0]], 3.0);
    }
}
