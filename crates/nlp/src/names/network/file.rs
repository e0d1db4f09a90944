//! The file of trained networks, their tables used in place.

use ndarray::Array2;

use super::table::{PACKED, PackedRows, pack};
use super::{Committee, Layers, Network, still};
use crate::names::weights::WeightsError;

/// The first bytes of a file of networks; the last is its version.
const MAGIC: &[u8; 4] = b"PQN2";

/// The bytes of networks that are heard together: `PQN2`, how many there are
/// (u32), the number of rows of each (u32); then for each the rows, as a unit
/// (f32) and half a byte a number (8 above the units; the lower halves of the
/// bytes are the first half of the row), and the rows of each part of the
/// layers, as a unit (f32) and a byte a number (i8). Everything is
/// little-endian.
#[must_use]
pub fn write(committee: &Committee<Array2<f32>>) -> Vec<u8> {
    let rows = committee.networks.first().map_or(0, |network| network.table.nrows());
    let mut bytes = Vec::from(*MAGIC);
    bytes.extend([committee.networks.len(), rows].into_iter().flat_map(|number| (number as u32).to_le_bytes()));
    for network in &committee.networks {
        for row in network.table.rows() {
            pack(&row.to_vec(), &mut bytes);
        }
        for row in network.layers.iter().flat_map(|part| part.rows()) {
            let unit = row.iter().fold(0.0f32, |most, x| most.max(x.abs())) / 127.0;
            bytes.extend(unit.to_le_bytes());
            bytes.extend(row.iter().map(|x| if unit > 0.0 { (x / unit).round() as i8 as u8 } else { 0 }));
        }
    }
    bytes
}

/// Opens networks without copying their tables.
///
/// # Errors
/// [`WeightsError`] where the bytes are not a whole file.
pub fn open(bytes: &[u8]) -> Result<Committee<PackedRows<'_>>, WeightsError> {
    let error = |what| WeightsError { length: bytes.len(), what };
    let rest = bytes.strip_prefix(MAGIC).ok_or(error("it does not begin as networks do"))?;
    let truncated = error("it is cut short");
    let (count, rest) = rest.split_first_chunk::<4>().ok_or(truncated)?;
    let (rows, mut rest) = rest.split_first_chunk::<4>().ok_or(truncated)?;
    let [count, rows] = [count, rows].map(|number| u32::from_le_bytes(*number) as usize);
    let table = rows.checked_mul(PACKED).ok_or(truncated)?;
    let mut networks = Vec::new();
    for _ in 0..count {
        let (table, numbers) = rest.split_at_checked(table).ok_or(truncated)?;
        let (layers, others) = layers_of(numbers).ok_or(truncated)?;
        networks.push(Network { table: PackedRows { bytes: table }, layers });
        rest = others;
    }
    if !rest.is_empty() || rows == 0 || count == 0 {
        return Err(error("its length is not the one that its header asks for"));
    }
    Ok(Committee { networks })
}

/// The layers at the beginning of `bytes`, and what follows them.
fn layers_of(mut bytes: &[u8]) -> Option<(Layers, &[u8])> {
    let mut layers = still();
    for mut row in layers.iter_mut().flat_map(|part| part.rows_mut()) {
        let (unit, rest) = bytes.split_first_chunk::<4>()?;
        let (units, rest) = rest.split_at_checked(row.len())?;
        let unit = f32::from_le_bytes(*unit);
        row.iter_mut().zip(units).for_each(|(number, &units)| *number = f32::from(units as i8) * unit);
        bytes = rest;
    }
    Some((layers, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::network::ROW;
    use crate::names::network::table::Rows as _;

    #[test]
    fn networks_are_read_as_they_were_written_but_for_rounding() {
        let table = Array2::from_shape_fn((5, ROW), |(i, j)| (i * j) as f32 / 100.0 - 0.6);
        let mut layers = still();
        layers[3][[1, 2]] = -0.123;
        layers[3][[1, 3]] = 0.06;
        layers[17][[0, 4]] = 2.5;
        let other = Network { table: Array2::zeros((5, ROW)), layers: still() };
        let bytes = write(&Committee { networks: vec![other, Network { table: table.clone(), layers }] });
        let committee = open(&bytes).expect("networks");
        let [other, network] = committee.networks.as_slice() else { panic!("two of them") };
        assert!((network.layers[3][[1, 2]] + 0.123).abs() < 0.001 && (network.layers[3][[1, 3]] - 0.06).abs() < 0.001);
        assert_eq!((network.layers[17][[0, 4]], other.layers[17][[0, 4]]), (2.5, 0.0));
        let mut sum = vec![0.0; ROW];
        network.table.add(4, &mut sum);
        let unit = table.row(4).iter().fold(0.0f32, |most, x| most.max(x.abs())) / 7.0;
        assert!(sum.iter().zip(table.row(4)).all(|(a, b)| (a - b).abs() <= unit / 2.0 + 1e-6));
        network.table.add(5, &mut sum);
    }

    #[test]
    fn what_is_no_network_is_said() {
        let still = Network { table: Array2::zeros((2, ROW)), layers: still() };
        let bytes = write(&Committee { networks: vec![still] });
        assert!(open(&bytes).is_ok());
        for bytes in [&bytes[..bytes.len() - 1], &bytes[..11], b"PQL2", b""] {
            assert!(open(bytes).is_err_and(|error| error.to_string().contains("train it again")));
        }
    }
}
