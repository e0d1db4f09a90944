//! Rows of features: what a feature adds to a piece before the layers.

use ndarray::Array2;

use super::ROW;
use crate::names::weights::{Feature, Weights};

/// Rows, each the numbers of the features that share it.
pub trait Rows {
    /// How many there are.
    fn count(&self) -> usize;
    /// Adds a row to `sum`.
    fn add(&self, row: u32, sum: &mut [f32]);
}

/// Finds the rows of features by their hashes; features whose hashes meet share
/// a row (Weinberger et al. 2009), in training as in use.
#[derive(Debug, Clone, Copy)]
pub struct Finder<'w> {
    /// The linear model: the features of a form that it does not know are too
    /// rare to have a row.
    pub weights: Weights<'w>,
    /// How many rows there are.
    pub rows: usize,
}

impl Finder<'_> {
    /// The row of a form's feature.
    #[must_use]
    pub fn of_form(&self, feature: Feature) -> Option<u32> {
        self.of_spot(feature).filter(|_| self.weights.knows(feature))
    }

    /// The row of a place's feature.
    #[must_use]
    pub fn of_spot(&self, feature: Feature) -> Option<u32> {
        u32::try_from(self.rows).ok().and_then(|rows| feature.0.checked_rem(rows))
    }
}

/// A table that is learned.
impl Rows for Array2<f32> {
    fn count(&self) -> usize {
        self.nrows()
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        sum.iter_mut().zip(self.row(row as usize)).for_each(|(s, x)| *s += x);
    }
}

/// Bytes of a packed row: its unit, and half a byte a number; a byte holds a
/// number of the row's first half and the one as far into its second.
pub(crate) const PACKED: usize = 4 + ROW / 2;
/// What half a byte holds is this much above the number of units.
const MIDDLE: i32 = 8;

/// A table in use: rows of [`PACKED`] bytes, nothing copied.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackedRows<'m> {
    pub(crate) bytes: &'m [u8],
}

impl Rows for PackedRows<'_> {
    fn count(&self) -> usize {
        self.bytes.len() / PACKED
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        let at = row as usize * PACKED;
        let Some((unit, halves)) = self.bytes.get(at..at + PACKED).and_then(|row| row.split_first_chunk::<4>()) else {
            return;
        };
        let unit = f32::from_le_bytes(*unit);
        let Some((front, back)) = sum.split_at_mut_checked(ROW / 2) else { return };
        for ((front, back), &byte) in front.iter_mut().zip(back).zip(halves) {
            *front += (i32::from(byte & 15) - MIDDLE) as f32 * unit;
            *back += (i32::from(byte >> 4) - MIDDLE) as f32 * unit;
        }
    }
}

/// Packs a row: each number as a multiple, -7 to 7, of a unit of the row.
pub(crate) fn pack(row: &[f32], bytes: &mut Vec<u8>) {
    let most = row.iter().fold(0.0f32, |most, x| most.max(x.abs()));
    let unit = most / 7.0;
    bytes.extend(unit.to_le_bytes());
    let half =
        |x: &f32| if unit > 0.0 { ((x / unit).round() as i32 + MIDDLE).clamp(1, 15) as u8 } else { MIDDLE as u8 };
    let (front, back) = row.split_at(row.len() / 2);
    bytes.extend(front.iter().zip(back).map(|(front, back)| half(front) | half(back) << 4));
}
