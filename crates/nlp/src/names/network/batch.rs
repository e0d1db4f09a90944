//! An article laid out for the network: the pieces that may be part of a name
//! and those around them, an empty place wherever some are left out and between
//! sentences, so that no layer looks across.

use std::collections::HashMap;

use ndarray::Array2;

use super::table::{Finder, Rows};
use super::{ROW, WIDTH};
use crate::names::features::{NameFeatures, REACH};

/// Pieces farther than this from any with a capital or a digit are left out:
/// most of a text, and hardly ever part of a name.
const NEAR: usize = 3;

/// Pieces and the rows of their features.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The pieces that are laid out, in order, as numbers in the article.
    pub pieces: Vec<usize>,
    /// For each of them, its place.
    pub places: Vec<usize>,
    /// For each of them, the index of its form.
    pub form_of: Vec<u32>,
    /// For each of them, the table's rows of its place's features.
    pub spots: Vec<Vec<u32>>,
    /// For each distinct form, the table's rows of its features.
    pub forms: Vec<Vec<u32>>,
    /// For each place of a word with a capital or a digit, the place and the
    /// index of the word: forms that differ in case only are one word.
    pub words: Vec<(usize, u32)>,
    /// For each word, in how many places it stands.
    pub counts: Vec<u32>,
    /// How many places there are.
    pub height: usize,
}

impl Sheet {
    /// Lays out pieces `from` to `to`, which are whole sentences.
    #[must_use]
    pub fn new(features: &NameFeatures<'_>, from: usize, to: usize, finder: Finder<'_>) -> Self {
        let mut sheet = Self { height: 1, ..Self::default() };
        let (mut forms, mut words): (HashMap<u32, u32>, HashMap<u64, u32>) = (HashMap::new(), HashMap::new());
        let sentence = |i: usize| features.pieces().get(i).map(|piece| piece.sentence);
        let telling = |i: usize| features.forms.at(i).is_some_and(|form| !form.plain);
        let mut last = None;
        for i in from..to {
            let close = (i.saturating_sub(NEAR).max(from)..(i + NEAR + 1).min(to))
                .any(|at| telling(at) && sentence(at) == sentence(i));
            let (true, Some(&form), Some(known)) = (close, features.forms.of.get(i), features.forms.at(i)) else {
                continue;
            };
            if last.replace(i).is_some_and(|last| last + 1 < i || sentence(last) != sentence(i)) {
                sheet.height += 1;
            }
            let index = *forms.entry(form).or_insert_with(|| {
                let mut rows = Vec::new();
                features.of_form(Some(form as usize), REACH, &mut |f| rows.extend(finder.of_form(f)));
                sheet.forms.push(rows);
                sheet.forms.len() as u32 - 1
            });
            if !known.plain {
                let next = words.len() as u32;
                let word = *words.entry(known.lower_hash).or_insert(next);
                sheet.counts.resize(words.len(), 0);
                if let Some(count) = sheet.counts.get_mut(word as usize) {
                    *count += 1;
                }
                sheet.words.push((sheet.height, word));
            }
            let mut rows = Vec::new();
            features.of_spot(i, &mut |f| rows.extend(finder.of_spot(f)));
            sheet.pieces.push(i);
            sheet.places.push(sheet.height);
            sheet.form_of.push(index);
            sheet.spots.push(rows);
            sheet.height += 1;
        }
        sheet.height += 1;
        sheet
    }

    /// The sums of the rows of each piece and of `bias`, those below 0 cut off.
    #[must_use]
    pub fn start(&self, table: &impl Rows, bias: &Array2<f32>) -> Array2<f32> {
        let mut sums = Array2::zeros((self.forms.len(), ROW));
        for (rows, mut sum) in self.forms.iter().zip(sums.rows_mut()) {
            let Some(sum) = sum.as_slice_mut() else { continue };
            rows.iter().for_each(|&row| table.add(row, sum));
        }
        let mut start = Array2::zeros((self.height, ROW));
        for ((&form, spot), &at) in self.form_of.iter().zip(&self.spots).zip(&self.places) {
            let mut row = start.row_mut(at);
            row += &sums.row(form as usize);
            row += &bias.row(0);
            if let Some(row) = row.as_slice_mut() {
                spot.iter().for_each(|&feature| table.add(feature, row));
                row.iter_mut().for_each(|x| *x = x.max(0.0));
            }
        }
        start
    }

    /// Cuts off what is below 0, and empties the empty places.
    pub fn settle(&self, layer: &mut Array2<f32>) {
        let mut places = self.places.iter().copied().peekable();
        for (at, mut row) in layer.rows_mut().into_iter().enumerate() {
            if places.next_if_eq(&at).is_some() {
                row.mapv_inplace(|x| x.max(0.0));
            } else {
                row.fill(0.0);
            }
        }
    }

    /// The mean of a layer over the places of each word, a row a word.
    #[must_use]
    pub fn means(&self, layer: &Array2<f32>) -> Array2<f32> {
        let mut means = self.gathered(layer, 0);
        self.divide(&mut means);
        means
    }

    /// Divides the row of each word by the number of its places.
    pub fn divide(&self, rows: &mut Array2<f32>) {
        for (mut row, &count) in rows.rows_mut().into_iter().zip(&self.counts) {
            row /= count.max(1) as f32;
        }
    }

    /// Adds the row of each word to the places `ahead` of its places (-1, 0 or
    /// 1).
    pub fn scatter(&self, rows: &Array2<f32>, ahead: isize, layer: &mut Array2<f32>) {
        for &(at, word) in &self.words {
            let mut row = layer.row_mut(at.saturating_add_signed(ahead));
            row += &rows.row(word as usize);
        }
    }

    /// The reverse of [`Self::scatter`]: a row a word, the sum over the places
    /// `ahead` of its places.
    #[must_use]
    pub fn gathered(&self, layer: &Array2<f32>, ahead: isize) -> Array2<f32> {
        let mut sums = Array2::zeros((self.counts.len(), WIDTH));
        for &(at, word) in &self.words {
            let mut row = sums.row_mut(word as usize);
            row += &layer.row(at.saturating_add_signed(ahead));
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::lexicon::Lexicon;
    use crate::names::piece::pieces;
    use crate::names::weights::Weights;
    use pullquote_article::text::sentence::sentences;
    use pullquote_article::text::span::Span;
    use pullquote_article::text::token::tokenize;

    #[test]
    fn sentences_stand_apart_and_what_is_far_from_any_name_is_left_out() {
        let text = "Harbor rules. The harbor rules by day and night.";
        let tokens = tokenize(text);
        let sentences = sentences(text, Span::new(0, text.len()), &tokens);
        let language = Language::english();
        let features = NameFeatures::read(text, pieces(text, &tokens, &sentences), &Lexicon::default(), &language);
        let sheet =
            Sheet::new(&features, 0, features.pieces().len(), Finder { weights: Weights::default(), rows: 1000 });
        assert_eq!(sheet.places, [1, 2, 3, 5, 6, 7, 8]);
        assert_eq!(sheet.pieces, [0, 1, 2, 3, 4, 5, 6], "what stands far from any name is left out");
        assert_eq!((sheet.height, sheet.words.as_slice()), (10, [(1, 0), (5, 1)].as_slice()));
        let mut layer = Array2::from_elem((sheet.height, WIDTH), -1.0);
        layer.row_mut(1).fill(3.0);
        sheet.settle(&mut layer);
        assert_eq!((layer[[1, 0]], layer[[2, 0]], layer[[4, 0]]), (3.0, 0.0, 0.0));
    }

    #[test]
    fn every_place_of_a_name_is_told_their_mean() {
        let sheet = Sheet { words: vec![(1, 0), (3, 0)], counts: vec![2], height: 5, ..Sheet::default() };
        let mut layer = Array2::zeros((5, WIDTH));
        layer.row_mut(1).fill(3.0);
        let means = sheet.means(&layer);
        assert_eq!(means[[0, 0]], 1.5);
        let mut told = Array2::zeros((5, WIDTH));
        sheet.scatter(&means, 1, &mut told);
        assert_eq!(told.column(0).to_vec(), [0.0, 0.0, 1.5, 0.0, 1.5]);
        assert_eq!(sheet.gathered(&told, 1)[[0, 0]], 3.0);
    }
}
