//! The arithmetic of the network's layers, and its reverse.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, Axis, Slice};

/// What each layer made of an article, a row a place of its [`Sheet`].
#[derive(Debug)]
pub struct Activations {
    /// The sums of rows, those below 0 cut off.
    pub start: Array2<f32>,
    /// The first layer.
    pub near: Array2<f32>,
    /// The mean of the first layer over the places of each word, a row a word.
    pub means: Array2<f32>,
    /// The second layer.
    pub middle: Array2<f32>,
    /// What the third layer adds.
    pub far: Array2<f32>,
    /// The sum of the last two.
    pub last: Array2<f32>,
    /// The scores of tags.
    pub scores: Array2<f32>,
}

/// The sum of a place's row and of those before and after it, each times its
/// matrix, and of `bias`.
#[must_use]
pub fn convolve(x: &Array2<f32>, weights: [&Array2<f32>; 3], bias: &Array2<f32>) -> Array2<f32> {
    let mut y = Array2::zeros((x.nrows(), bias.ncols()));
    y += bias;
    for (weights, (of_x, of_y)) in weights.into_iter().zip(neighbours(x.nrows())) {
        general_mat_mul(1.0, &x.slice_axis(Axis(0), of_x), weights, 1.0, &mut y.slice_axis_mut(Axis(0), of_y));
    }
    y
}

/// Which rows of `n` each matrix carries to which: from the row before, the
/// row itself, the row after.
fn neighbours(n: usize) -> [(Slice, Slice); 3] {
    let [early, late, whole] = [Slice::from(..n.saturating_sub(1)), Slice::from(n.min(1)..), Slice::from(..)];
    [(early, late), (whole, whole), (late, early)]
}

/// The reverse of [`convolve`]: adds what `dy` asks of the weights and the
/// bias to `changes` (three matrices and the bias), and returns what it asks
/// of `x`.
#[must_use]
pub fn convolve_back(
    x: &Array2<f32>,
    dy: &Array2<f32>,
    weights: &[Array2<f32>],
    changes: &mut [Array2<f32>],
) -> Array2<f32> {
    let mut dx = Array2::zeros(x.raw_dim());
    for ((weight, change), (of_x, of_y)) in weights.iter().zip(changes.iter_mut()).zip(neighbours(x.nrows())) {
        let dy = dy.slice_axis(Axis(0), of_y);
        general_mat_mul(1.0, &x.slice_axis(Axis(0), of_x).t(), &dy, 1.0, change);
        general_mat_mul(1.0, &dy, &weight.t(), 1.0, &mut dx.slice_axis_mut(Axis(0), of_x));
    }
    if let Some(bias) = changes.get_mut(3) {
        *bias += &dy.sum_axis(Axis(0)).insert_axis(Axis(0));
    }
    dx
}

/// Scores as logarithms of probabilities.
pub fn log_probabilities(scores: ArrayView1<'_, f32>) -> impl Iterator<Item = f32> + '_ {
    let high = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum = high + scores.iter().map(|s| (s - high).exp()).sum::<f32>().ln();
    scores.into_iter().map(move |s| s - sum)
}

/// Drops nothing: the network in use.
pub fn keep_all(_: &mut Array2<f32>) {}
