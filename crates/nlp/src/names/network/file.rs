//! The file of the networks, which is read in place.

use std::borrow::Cow;

#[cfg(any(test, feature = "train"))]
use ndarray::Array2;

#[cfg(any(test, feature = "train"))]
use super::table::pack;
use super::table::{PACKED, PackedRows};
use super::{Layers, LayersOf, PARTS, SHAPES, TaggingEnsemble, TaggingNetwork, zeros};
use crate::lexicon::FileBytes;
use crate::names::linear_model::ModelFileError;

/// The first bytes of a file of networks; the last is its version.
const MAGIC: &[u8; 4] = b"PQN2";
/// The number of bytes before the first network.
const HEADER: usize = 12;

/// The bytes of an ensemble, all numbers little-endian: `PQN2`; the number of
/// networks (u32); the number of embeddings of each network (u32). Then for each
/// network: its embeddings, each as a unit (f32) and half a byte for each number (8
/// plus the number of units; the low halves of the bytes are the first half of the
/// row); and the rows of its matrices and biases, each as a unit (f32) and a byte
/// for each number (i8).
#[cfg(any(test, feature = "train"))]
#[must_use]
pub(crate) fn write(ensemble: &TaggingEnsemble<Array2<f32>>) -> Vec<u8> {
    let rows = ensemble.networks.first().map_or(0, |network| network.table.nrows());
    let mut bytes = Vec::from(*MAGIC);
    bytes.extend([ensemble.networks.len(), rows].into_iter().flat_map(|number| (number as u32).to_le_bytes()));
    for network in &ensemble.networks {
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

/// Opens an ensemble without copying anything.
///
/// # Errors
/// [`ModelFileError`] if the bytes are not a whole file.
pub(crate) fn open(bytes: &FileBytes) -> Result<TaggingEnsemble<PackedRows>, ModelFileError> {
    let error = |problem| ModelFileError { length: bytes.len(), problem };
    if !bytes.starts_with(MAGIC) {
        return Err(error("it does not begin with “PQN2”"));
    }
    let truncated = error("it is cut short");
    let (header, mut rest) = bytes.split(HEADER).ok_or(truncated)?;
    let number = |at: usize| header.get(at..).and_then(|bytes| bytes.first_chunk()).map(|n| u32::from_le_bytes(*n));
    let count = number(4).ok_or(truncated)?;
    let rows = number(8).ok_or(truncated)? as usize;
    let table = rows.checked_mul(PACKED).ok_or(truncated)?;
    let mut networks = Vec::new();
    for _ in 0..count {
        let (table, numbers) = rest.split(table).ok_or(truncated)?;
        let (layers, others) = numbers.split(PackedLayers::BYTES).ok_or(truncated)?;
        networks.push(TaggingNetwork { table: PackedRows { bytes: table }, layers: PackedLayers(layers) });
        rest = others;
    }
    if !rest.is_empty() || rows == 0 || count == 0 {
        return Err(error("it does not have the length that its header gives"));
    }
    Ok(TaggingEnsemble { networks })
}

/// The matrices and biases of a network in use: for each row a unit (f32) and a byte for each
/// number (i8). They become numbers when they are used, one network after the other, because
/// as numbers they take four times the memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackedLayers(FileBytes);

impl PackedLayers {
    /// The number of bytes of the layers of a network.
    const BYTES: usize = {
        let (mut bytes, mut part) = (0, 0);
        while part < PARTS {
            let (rows, columns) = SHAPES[part];
            bytes += rows * (4 + columns);
            part += 1;
        }
        bytes
    };
}

impl LayersOf for PackedLayers {
    fn layers(&self) -> Cow<'_, Layers> {
        let mut rest: &[u8] = &self.0;
        let mut layers = zeros();
        for mut row in layers.iter_mut().flat_map(|part| part.rows_mut()) {
            let Some((unit, numbers)) = rest.split_first_chunk::<4>() else { break };
            let Some((units, others)) = numbers.split_at_checked(row.len()) else { break };
            let unit = f32::from_le_bytes(*unit);
            row.iter_mut().zip(units).for_each(|(number, &units)| *number = f32::from(units as i8) * unit);
            rest = others;
        }
        Cow::Owned(layers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::network::EMBEDDING;
    use crate::names::network::table::EmbeddingRows as _;

    #[test]
    fn networks_are_read_as_they_were_written_but_for_rounding() {
        let table = Array2::from_shape_fn((5, EMBEDDING), |(i, j)| (i * j) as f32 / 100.0 - 0.6);
        let mut layers = zeros();
        layers[3][[1, 2]] = -0.123;
        layers[3][[1, 3]] = 0.06;
        layers[17][[0, 4]] = 2.5;
        let other = TaggingNetwork { table: Array2::zeros((5, EMBEDDING)), layers: zeros() };
        let bytes = write(&TaggingEnsemble { networks: vec![other, TaggingNetwork { table: table.clone(), layers }] });
        let ensemble = open(&bytes.into()).expect("networks");
        let [other, network] = ensemble.networks.as_slice() else { panic!("two of them") };
        let (layers, others) = (network.layers.layers(), other.layers.layers());
        assert!((layers[3][[1, 2]] + 0.123).abs() < 0.001 && (layers[3][[1, 3]] - 0.06).abs() < 0.001);
        assert_eq!((layers[17][[0, 4]], others[17][[0, 4]]), (2.5, 0.0));
        let mut sum = vec![0.0; EMBEDDING];
        network.table.add(4, &mut sum);
        let unit = table.row(4).iter().fold(0.0f32, |most, x| most.max(x.abs())) / 7.0;
        assert!(sum.iter().zip(table.row(4)).all(|(a, b)| (a - b).abs() <= unit / 2.0 + 1e-6));
        network.table.add(5, &mut sum);
    }

    #[test]
    fn a_damaged_file_is_refused_with_advice() {
        let network = TaggingNetwork { table: Array2::zeros((2, EMBEDDING)), layers: zeros() };
        let bytes = write(&TaggingEnsemble { networks: vec![network] });
        assert!(open(&bytes.clone().into()).is_ok());
        for bytes in [&bytes[..bytes.len() - 1], &bytes[..11], b"PQL3", b""] {
            assert!(open(&bytes.to_vec().into()).is_err_and(|error| error.to_string().contains("train it again")));
        }
    }
}
