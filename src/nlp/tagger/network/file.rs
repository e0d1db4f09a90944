//! The file of a trained network, its table used in place.

use ndarray::Array2;

use super::table::{PACKED, PackedRows, pack};
use super::{Layers, Network, SHAPES, still};
use crate::nlp::tagger::weights::WeightsError;

/// The first bytes of a network's file; the last is its version.
const MAGIC: &[u8; 4] = b"PQN1";

/// The bytes of a network: `PQN1`, the number of rows (u32), each row as a
/// unit (f32) and half a byte a number (8 above the units; the lower halves of
/// the bytes are the first half of the row), then the numbers of each part of
/// the layers by rows, as the upper two bytes of an f32. Everything is
/// little-endian.
#[must_use]
pub fn write(table: &Array2<f32>, layers: &Layers) -> Vec<u8> {
    let mut bytes = Vec::from(*MAGIC);
    bytes.extend((table.nrows() as u32).to_le_bytes());
    for row in table.rows() {
        pack(&row.to_vec(), &mut bytes);
    }
    for number in layers.iter().flat_map(|part| part.iter()) {
        // Half a step is added first, so that cutting rounds to the nearest.
        bytes.extend(((number.to_bits().saturating_add(0x8000) >> 16) as u16).to_le_bytes());
    }
    bytes
}

/// Opens a network without copying its table.
///
/// # Errors
/// [`WeightsError`] where the bytes are not a whole file.
pub fn open(bytes: &[u8]) -> Result<Network<PackedRows<'_>>, WeightsError> {
    let error = |what| WeightsError { length: bytes.len(), what };
    let rest = bytes.strip_prefix(MAGIC).ok_or(error("it does not begin as a network does"))?;
    let truncated = error("it is cut short");
    let (rows, rest) = rest.split_first_chunk::<4>().ok_or(truncated)?;
    let rows = u32::from_le_bytes(*rows) as usize;
    let (table, mut numbers) = rows.checked_mul(PACKED).and_then(|n| rest.split_at_checked(n)).ok_or(truncated)?;
    let mut layers = still();
    for (part, (height, width)) in layers.iter_mut().zip(SHAPES) {
        let (these, others) = numbers.split_at_checked(2 * height * width).ok_or(truncated)?;
        for (number, pair) in part.iter_mut().zip(these.chunks_exact(2)) {
            if let [low, high] = *pair {
                *number = f32::from_le_bytes([0, 0, low, high]);
            }
        }
        numbers = others;
    }
    if !numbers.is_empty() || rows == 0 {
        return Err(error("its length is not the one that its header asks for"));
    }
    Ok(Network { table: PackedRows { bytes: table }, layers })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::tagger::network::table::Rows as _;

    #[test]
    fn a_network_is_read_as_it_was_written_but_for_rounding() {
        let table = Array2::from_shape_fn((5, super::super::ROW), |(i, j)| (i * j) as f32 / 100.0 - 0.6);
        let mut layers = still();
        layers[3][[1, 2]] = -0.123;
        layers[17][[0, 4]] = 2.5;
        let bytes = write(&table, &layers);
        let network = open(&bytes).expect("a network");
        assert!((network.layers[3][[1, 2]] + 0.123).abs() < 0.001);
        assert_eq!(network.layers[17][[0, 4]], 2.5);
        let mut sum = vec![0.0; super::super::ROW];
        network.table.add(4, &mut sum);
        let unit = table.row(4).iter().fold(0.0f32, |most, x| most.max(x.abs())) / 7.0;
        assert!(sum.iter().zip(table.row(4)).all(|(a, b)| (a - b).abs() <= unit / 2.0 + 1e-6));
        network.table.add(5, &mut sum);
    }

    #[test]
    fn what_is_no_network_is_said() {
        let bytes = write(&Array2::zeros((2, super::super::ROW)), &still());
        assert!(open(&bytes).is_ok());
        for bytes in [&bytes[..bytes.len() - 1], &bytes[..7], b"PQL1", b""] {
            assert!(open(bytes).is_err_and(|error| error.to_string().contains("train it again")));
        }
    }
}
