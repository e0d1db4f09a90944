//! A small convolutional network that tags the pieces of an article, beside
//! the linear model: what the two agree on is right more often than what
//! either says alone.
//!
//! Each piece begins as the sum of the rows of its form's features and of its
//! place's ([`table`]); three convolutions then look at its neighbours (as
//! Strubell et al. 2017 tag names), and between the first and the second every
//! place of a word is told the mean of all places where the article uses that
//! word: one clear sentence helps the others. [`sheet`] lays an article out,
//! [`layer`] is the arithmetic, [`train`] learns the weights, and [`file`]
//! keeps them.

pub mod batch;
pub mod file;
pub mod layer;
pub mod table;

use ndarray::Array2;

use self::layer::{Activations, convolve};
use self::table::{Finder, Rows};
use super::weights::Weights;
use crate::names::features::NameFeatures;
use crate::names::network::batch::Sheet;
use crate::names::tags::TAGS;
use pullquote_article::text::span::Span;

/// Numbers in a row of the table.
pub const ROW: usize = 64;
/// Numbers that stand for a piece between two layers.
pub const WIDTH: usize = 96;
/// The most pieces that are tagged at once, but for a longer sentence: so
/// memory does not grow with the text. Few articles are longer.
const SPREAD: usize = 4096;

/// What is added to the sum of a piece's rows.
pub(crate) const START: usize = 0;
/// The first convolution: three matrices and what is added.
pub(crate) const NEAR: usize = 1;
/// The second one.
pub(crate) const MIDDLE: usize = 5;
/// The three matrices for the means of words.
pub(crate) const SHARED: usize = 9;
/// The third convolution.
pub(crate) const FAR: usize = 12;
/// The matrix that scores tags, and what is added.
pub(crate) const SCORES: usize = 16;
/// Where each matrix of a convolution carries a place's row to: the place
/// after it, itself, the place before.
pub(crate) const AHEAD: [isize; 3] = [1, 0, -1];
/// How many parts there are.
pub(crate) const PARTS: usize = 18;

/// Rows and columns of each part.
pub(crate) const SHAPES: [(usize, usize); PARTS] = [
    (1, ROW),
    (ROW, WIDTH),
    (ROW, WIDTH),
    (ROW, WIDTH),
    (1, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (1, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (WIDTH, WIDTH),
    (1, WIDTH),
    (WIDTH, TAGS),
    (1, TAGS),
];

/// The weights above the table.
pub type Layers = [Array2<f32>; PARTS];

/// Layers whose every weight is 0.
#[must_use]
pub fn still() -> Layers {
    SHAPES.map(Array2::zeros)
}

/// A network that is ready for use.
#[derive(Debug, Clone)]
pub struct Network<T> {
    /// The rows of features.
    pub table: T,
    /// The weights above them.
    pub layers: Layers,
}

impl<T: Rows> Network<T> {
    /// The logarithms of the probabilities of the tags of each piece of a sheet.
    #[must_use]
    pub fn read_sheet(&self, sheet: &Sheet) -> Vec<f32> {
        let start = sheet.start(&self.table, &self.layers[START]);
        let read = forward(&self.layers, sheet, start, &mut layer::keep_all);
        let mut logs = Vec::with_capacity(TAGS * sheet.places.len());
        sheet.places.iter().for_each(|&at| logs.extend(layer::log_probabilities(read.scores.row(at))));
        logs
    }
}

/// Networks that were trained apart and are heard together: what one of them
/// learned by chance the others do not say.
#[derive(Debug, Clone, Default)]
pub struct Committee<T> {
    /// The networks; all have as many rows.
    pub networks: Vec<Network<T>>,
}

impl<T: Rows> Committee<T> {
    /// What the networks say, as a mean, of the sentences from `first` on, as
    /// many as are read at once; `weights` are those of the linear model that
    /// they were trained beside. Time is linear in the pieces.
    #[must_use]
    pub fn read(&self, features: &NameFeatures<'_>, weights: Weights<'_>, sentences: &[Span], first: usize) -> Opinion {
        let from = sentences.get(first).map_or(0, |s| s.start);
        let rest = sentences.get(first..).unwrap_or(&[]);
        let fits = rest.partition_point(|s| s.end - from <= SPREAD).max(1);
        let to = rest.get(..fits).and_then(<[Span]>::last).map_or(from, |s| s.end);
        let rows = self.networks.first().map_or(0, |network| network.table.count());
        let sheet = Sheet::new(features, from, to, Finder { weights, rows });
        let mut rows = vec![None; to - from];
        for (nth, &piece) in sheet.pieces.iter().enumerate() {
            if let Some(row) = rows.get_mut(piece - from) {
                *row = Some(nth as u32);
            }
        }
        Opinion { from, rows, logs: self.read_sheet(&sheet) }
    }

    /// The mean of what [`Network::read_sheet`] gives for each.
    fn read_sheet(&self, sheet: &Sheet) -> Vec<f32> {
        let mut logs = vec![0.0; TAGS * sheet.places.len()];
        let share = 1.0 / self.networks.len().max(1) as f32;
        for network in &self.networks {
            logs.iter_mut().zip(network.read_sheet(sheet)).for_each(|(sum, log)| *sum += share * log);
        }
        logs
    }
}

/// What networks say of some sentences.
#[derive(Debug, Clone, Default)]
pub struct Opinion {
    from: usize,
    rows: Vec<Option<u32>>,
    logs: Vec<f32>,
}

impl Opinion {
    /// Whether it is of piece `i`.
    #[must_use]
    pub fn covers(&self, i: usize) -> bool {
        i.checked_sub(self.from).is_some_and(|at| at < self.rows.len())
    }

    /// The logarithms of the probabilities of the tags of piece `i`; nothing
    /// where no name is near.
    #[must_use]
    pub fn of(&self, i: usize) -> Option<&[f32]> {
        let row = (*self.rows.get(i.checked_sub(self.from)?)?)? as usize;
        self.logs.get(row * TAGS..(row + 1) * TAGS)
    }
}

/// Carries the sums of rows through the layers. `thin` drops numbers in
/// training and keeps them in use.
pub(crate) fn forward(
    layers: &Layers,
    sheet: &Sheet,
    start: Array2<f32>,
    thin: &mut impl FnMut(&mut Array2<f32>),
) -> Activations {
    let lay =
        |x: &Array2<f32>, at: usize| convolve(x, [&layers[at], &layers[at + 1], &layers[at + 2]], &layers[at + 3]);
    let mut start = start;
    thin(&mut start);
    let mut near = lay(&start, NEAR);
    sheet.settle(&mut near);
    thin(&mut near);
    let means = sheet.means(&near);
    let mut middle = lay(&near, MIDDLE);
    for (nth, ahead) in AHEAD.into_iter().enumerate() {
        sheet.scatter(&means.dot(&layers[SHARED + nth]), ahead, &mut middle);
    }
    sheet.settle(&mut middle);
    thin(&mut middle);
    let mut far = lay(&middle, FAR);
    sheet.settle(&mut far);
    thin(&mut far);
    let last = &far + &middle;
    let scores = last.dot(&layers[SCORES]) + &layers[SCORES + 1];
    Activations { start, near, means, middle, far, last, scores }
}
