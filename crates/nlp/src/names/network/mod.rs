//! An ensemble of small convolutional networks that tag the pieces of an article.
//! Its errors differ from the linear model's, so both together are better than
//! either alone.
//!
//! The input of a piece is the sum of the embeddings of its features ([`table`]).
//! Three convolutions look at its neighbours (as in Strubell et al. 2017). Between
//! the first and the second, every place of a word gets the mean over all places
//! of that word in the article, so that one clear sentence helps the others.
//! [`batch`] arranges the pieces of an article, [`layer`] has the arithmetic,
//! [`file`] reads and writes the weights.

pub(crate) mod batch;
pub(crate) mod file;
pub(crate) mod layer;
pub(crate) mod table;

use std::borrow::Cow;

use ndarray::Array2;

use self::batch::Batch;
use self::layer::{Activations, convolve};
use self::table::{EmbeddingRows, RowFinder};
use super::linear_model::LinearModel;
use crate::names::features::NameFeatures;
use crate::names::tags::TAGS;
use pullquote_article::Span;

/// The length of an embedding.
pub(crate) const EMBEDDING: usize = 64;
/// The number of hidden units of a layer.
pub(crate) const HIDDEN: usize = 96;
/// The largest number of pieces that are tagged at once, except for a longer
/// sentence. It bounds the memory; few articles are longer.
const LARGEST_WINDOW: usize = 4096;

/// The index of the bias that is added to the sum of a piece's embeddings.
pub(crate) const INPUT_BIAS: usize = 0;
/// The index of the first convolution: three matrices and a bias.
pub(crate) const FIRST: usize = 1;
/// The index of the second convolution: three matrices and a bias.
pub(crate) const SECOND: usize = 5;
/// The index of the three matrices for the means of words.
pub(crate) const WORD_MEANS: usize = 9;
/// The index of the third convolution: three matrices and a bias.
pub(crate) const THIRD: usize = 12;
/// The index of the matrix that scores tags, which is followed by a bias.
pub(crate) const OUTPUT: usize = 16;
/// For each of the three matrices of a convolution, how many rows later its
/// product is added: a row contributes to the next row, to itself and to the row
/// before.
pub(crate) const SHIFTS: [isize; 3] = [1, 0, -1];
/// The number of matrices and biases of a network.
pub(crate) const PARTS: usize = 18;

/// The rows and columns of each matrix and bias.
pub(crate) const SHAPES: [(usize, usize); PARTS] = [
    (1, EMBEDDING),
    (EMBEDDING, HIDDEN),
    (EMBEDDING, HIDDEN),
    (EMBEDDING, HIDDEN),
    (1, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (1, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (HIDDEN, HIDDEN),
    (1, HIDDEN),
    (HIDDEN, TAGS),
    (1, TAGS),
];

/// The matrices and biases of a network, in the order of [`SHAPES`].
pub(crate) type Layers = [Array2<f32>; PARTS];

/// All-zero layers.
#[must_use]
pub(crate) fn zeros() -> Layers {
    SHAPES.map(Array2::zeros)
}

/// The matrices and biases of a network, wherever they are.
pub(crate) trait LayersOf {
    /// The layers as numbers.
    fn layers(&self) -> Cow<'_, Layers>;
}

impl LayersOf for Layers {
    fn layers(&self) -> Cow<'_, Layers> {
        Cow::Borrowed(self)
    }
}

/// One network. `T` is its table of embeddings: an array in training, packed bytes
/// in use.
#[derive(Debug, Clone)]
pub(crate) struct TaggingNetwork<T: EmbeddingRows> {
    /// The embeddings of features, one in each row.
    pub(crate) table: T,
    /// The matrices and biases: arrays in training, packed bytes in use.
    pub(crate) layers: T::Layers,
}

impl<T: EmbeddingRows> TaggingNetwork<T> {
    /// The log-probabilities of the tags: for each piece of a batch, in order, one
    /// number for each tag.
    #[must_use]
    pub(crate) fn log_probabilities(&self, batch: &Batch) -> Vec<f32> {
        let layers = self.layers.layers();
        let input = batch.input(&self.table, &layers[INPUT_BIAS]);
        let activations = forward(&layers, batch, input, &mut layer::keep_all);
        let mut logs = Vec::with_capacity(TAGS * batch.rows.len());
        batch.rows.iter().for_each(|&row| logs.extend(layer::log_softmax(activations.scores.row(row))));
        logs
    }
}

/// An ensemble of independently trained networks. Their log-probabilities are
/// averaged to reduce variance.
#[derive(Debug, Clone)]
pub(crate) struct TaggingEnsemble<T: EmbeddingRows> {
    /// The networks; all have the same number of embeddings.
    pub(crate) networks: Vec<TaggingNetwork<T>>,
}

impl<T: EmbeddingRows> Default for TaggingEnsemble<T> {
    fn default() -> Self {
        Self { networks: Vec::new() }
    }
}

impl<T: EmbeddingRows> TaggingEnsemble<T> {
    /// Scores as many sentences as fit in a window, beginning with sentence `first`.
    /// `linear` is the linear model that the networks were trained with. Time is
    /// linear in the number of pieces.
    #[must_use]
    pub(crate) fn score(
        &self,
        features: &NameFeatures<'_>,
        linear: &LinearModel,
        sentences: &[Span],
        first: usize,
    ) -> WindowScores {
        let from = sentences.get(first).map_or(0, |s| s.start);
        let rest = sentences.get(first..).unwrap_or(&[]);
        let fits = rest.partition_point(|s| s.end - from <= LARGEST_WINDOW).max(1);
        let to = rest.get(..fits).and_then(<[Span]>::last).map_or(from, |s| s.end);
        let rows = self.networks.first().map_or(0, |network| network.table.count());
        let batch = Batch::new(features, from, to, RowFinder { linear, rows });
        let mut index = vec![None; to - from];
        for (nth, &piece) in batch.pieces.iter().enumerate() {
            if let Some(slot) = index.get_mut(piece - from) {
                *slot = Some(nth as u32);
            }
        }
        WindowScores { from, index, logs: self.log_probabilities(&batch) }
    }

    /// The mean of [`TaggingNetwork::log_probabilities`] over the networks.
    fn log_probabilities(&self, batch: &Batch) -> Vec<f32> {
        let mut logs = vec![0.0; TAGS * batch.rows.len()];
        let share = 1.0 / self.networks.len().max(1) as f32;
        for network in &self.networks {
            logs.iter_mut().zip(network.log_probabilities(batch)).for_each(|(sum, log)| *sum += share * log);
        }
        logs
    }
}

/// The log-probabilities that networks give to the pieces of some sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct WindowScores {
    /// The index of the first piece.
    from: usize,
    /// For each piece from there on, its row in `logs`; `None` if it was left out.
    index: Vec<Option<u32>>,
    /// One row for each piece, one log-probability for each tag.
    logs: Vec<f32>,
}

impl WindowScores {
    /// True if piece `i` is in the window.
    #[must_use]
    pub(crate) fn covers(&self, i: usize) -> bool {
        i.checked_sub(self.from).is_some_and(|at| at < self.index.len())
    }

    /// The log-probabilities of the tags of piece `i`, one for each tag; `None` if
    /// no word with a capital or a digit is near it.
    #[must_use]
    pub(crate) fn of(&self, i: usize) -> Option<&[f32]> {
        let row = (*self.index.get(i.checked_sub(self.from)?)?)? as usize;
        self.logs.get(row * TAGS..(row + 1) * TAGS)
    }
}

/// The forward pass. `input` has one row for each row of the batch. `dropout` sets
/// some activations to 0 in training and changes none in use.
pub(crate) fn forward(
    layers: &Layers,
    batch: &Batch,
    mut input: Array2<f32>,
    dropout: &mut impl FnMut(&mut Array2<f32>),
) -> Activations {
    let convolution =
        |x: &Array2<f32>, at: usize| convolve(x, [&layers[at], &layers[at + 1], &layers[at + 2]], &layers[at + 3]);
    dropout(&mut input);
    let mut first = convolution(&input, FIRST);
    batch.rectify(&mut first);
    dropout(&mut first);
    let word_means = batch.means(&first);
    let mut second = convolution(&first, SECOND);
    for (nth, shift) in SHIFTS.into_iter().enumerate() {
        batch.scatter(&word_means.dot(&layers[WORD_MEANS + nth]), shift, &mut second);
    }
    batch.rectify(&mut second);
    dropout(&mut second);
    let mut third = convolution(&second, THIRD);
    batch.rectify(&mut third);
    dropout(&mut third);
    let sum = &third + &second;
    let scores = sum.dot(&layers[OUTPUT]) + &layers[OUTPUT + 1];
    Activations { input, first, word_means, second, third, sum, scores }
}
