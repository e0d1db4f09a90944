//! The arithmetic of the networks' layers, and of their gradients.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, Axis, Slice};

/// The output of each layer, one row for each row of a batch if not said otherwise.
#[derive(Debug)]
#[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only the gradients need the inner layers"))]
pub(crate) struct Activations {
    /// The sums of embeddings and a bias, rectified.
    pub(crate) input: Array2<f32>,
    /// The first convolution.
    pub(crate) first: Array2<f32>,
    /// The means of the first convolution over the places of each word, one row for
    /// each word.
    pub(crate) word_means: Array2<f32>,
    /// The second convolution.
    pub(crate) second: Array2<f32>,
    /// The third convolution.
    pub(crate) third: Array2<f32>,
    /// The sum of the second and the third convolution.
    pub(crate) sum: Array2<f32>,
    /// The scores of tags, one column for each tag.
    pub(crate) scores: Array2<f32>,
}

/// A convolution over three rows: each row of the result is the sum of the rows
/// before, at and after it in `x`, each times its matrix, and of `bias`.
#[must_use]
pub(crate) fn convolve(x: &Array2<f32>, weights: [&Array2<f32>; 3], bias: &Array2<f32>) -> Array2<f32> {
    let mut y = Array2::zeros((x.nrows(), bias.ncols()));
    y += bias;
    for (weights, (of_x, of_y)) in weights.into_iter().zip(neighbours(x.nrows())) {
        general_mat_mul(1.0, &x.slice_axis(Axis(0), of_x), weights, 1.0, &mut y.slice_axis_mut(Axis(0), of_y));
    }
    y
}

/// For each of the three matrices of a convolution over `n` rows, the rows that it
/// is multiplied with and the rows that the products are added to.
fn neighbours(n: usize) -> [(Slice, Slice); 3] {
    let [early, late, whole] = [Slice::from(..n.saturating_sub(1)), Slice::from(n.min(1)..), Slice::from(..)];
    [(early, late), (whole, whole), (late, early)]
}

/// The gradients of [`convolve`]: adds those of the three matrices and the bias to
/// `changes`, and returns that of `x`. `dy` is the gradient of the result.
#[cfg(feature = "train")]
#[must_use]
pub(crate) fn convolve_back(
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

/// The logarithm of the softmax of some scores.
pub(crate) fn log_softmax(scores: ArrayView1<'_, f32>) -> impl Iterator<Item = f32> + '_ {
    let high = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum = high + scores.iter().map(|s| (s - high).exp()).sum::<f32>().ln();
    scores.into_iter().map(move |s| s - sum)
}

/// The dropout of a network in use: none.
pub(crate) fn keep_all(_: &mut Array2<f32>) {}
