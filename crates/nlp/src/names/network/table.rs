//! The tables of embeddings: what each feature adds to the input of a network.

use std::fmt;

#[cfg(feature = "train")]
use ndarray::Array2;

#[cfg(feature = "train")]
use super::Layers;
use super::file::PackedLayers;
use super::{EMBEDDING, LayersOf};
use crate::lexicon::FileBytes;
use crate::names::linear_model::{Feature, LinearModel};

/// A table of embeddings, one in each row.
pub(crate) trait EmbeddingRows {
    /// The layers of a network with such a table.
    type Layers: LayersOf + Clone + fmt::Debug;
    /// The number of rows.
    fn count(&self) -> usize;
    /// Adds a row to `sum`, which is as long as an embedding.
    fn add(&self, row: u32, sum: &mut [f32]);
}

/// Finds the rows of features by their hashes. Features with the same hash modulo
/// the number of rows share a row (Weinberger et al. 2009).
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowFinder<'m> {
    /// The linear model. A feature of a form that it does not know is too rare to
    /// have a row.
    pub(crate) linear: &'m LinearModel,
    /// The number of rows.
    pub(crate) rows: usize,
}

impl RowFinder<'_> {
    /// The row of a feature of a form, if it has one.
    #[must_use]
    pub(crate) fn of_form(&self, feature: Feature) -> Option<u32> {
        self.of_place(feature).filter(|_| self.linear.knows(feature))
    }

    /// The row of a feature of a place.
    #[must_use]
    pub(crate) fn of_place(&self, feature: Feature) -> Option<u32> {
        u32::try_from(self.rows).ok().and_then(|rows| feature.0.checked_rem(rows))
    }
}

/// The table of a network that is being trained.
#[cfg(feature = "train")]
impl EmbeddingRows for Array2<f32> {
    type Layers = Layers;

    fn count(&self) -> usize {
        self.nrows()
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        sum.iter_mut().zip(self.row(row as usize)).for_each(|(s, x)| *s += x);
    }
}

/// The number of bytes of a packed row: its unit (f32), and half a byte for each
/// number. The low half of byte `i` has number `i` of the row, the high half has
/// number `i` of the row's second half.
pub(crate) const PACKED: usize = 4 + EMBEDDING / 2;
/// The half byte that means 0 units.
const ZERO: i32 = 8;

/// The table of a network in use: rows of [`PACKED`] bytes, read in place.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackedRows {
    pub(crate) bytes: FileBytes,
}

impl EmbeddingRows for PackedRows {
    type Layers = PackedLayers;

    fn count(&self) -> usize {
        self.bytes.len() / PACKED
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        let at = row as usize * PACKED;
        let Some((unit, halves)) = self.bytes.get(at..at + PACKED).and_then(|row| row.split_first_chunk::<4>()) else {
            return;
        };
        let unit = f32::from_le_bytes(*unit);
        let Some((front, back)) = sum.split_at_mut_checked(EMBEDDING / 2) else { return };
        for ((front, back), &byte) in front.iter_mut().zip(back).zip(halves) {
            *front += (i32::from(byte & 15) - ZERO) as f32 * unit;
            *back += (i32::from(byte >> 4) - ZERO) as f32 * unit;
        }
    }
}

/// Appends a packed row to `bytes`: its unit, and each number as a multiple from -7
/// to 7 of the unit.
#[cfg(any(test, feature = "train"))]
pub(crate) fn pack(row: &[f32], bytes: &mut Vec<u8>) {
    let most = row.iter().fold(0.0f32, |most, x| most.max(x.abs()));
    let unit = most / 7.0;
    bytes.extend(unit.to_le_bytes());
    let half = |x: &f32| if unit > 0.0 { ((x / unit).round() as i32 + ZERO).clamp(1, 15) as u8 } else { ZERO as u8 };
    let (front, back) = row.split_at(row.len() / 2);
    bytes.extend(front.iter().zip(back).map(|(front, back)| half(front) | half(back) << 4));
}
