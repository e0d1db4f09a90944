//! Clusters of words that are used alike.

#[cfg(any(test, feature = "train"))]
use super::packed::PackedTable;

/// The clusters of a word in three clusterings, from the coarsest to the finest.
/// Words that are used in similar contexts share a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clusters(pub [u16; 3]);

impl Clusters {
    /// The number of clusters in each clustering.
    pub const SIZES: [usize; 3] = [256, 1024, 4096];

    /// The clusters as `clusters.bin` stores them: 8, 10 and 12 bits of a
    /// little-endian number.
    #[cfg(any(test, feature = "train"))]
    #[must_use]
    fn packed(self) -> [u8; 4] {
        let [a, b, c] = self.0.map(u32::from);
        (a & 0xff | (b & 0x3ff) << 8 | (c & 0xfff) << 18).to_le_bytes()
    }

    /// The clusters that four bytes of `clusters.bin` store: 8, 10 and 12 bits of
    /// a little-endian number.
    #[must_use]
    pub(super) fn unpacked(bytes: [u8; 4]) -> Self {
        let packed = u32::from_le_bytes(bytes);
        Self([(packed & 0xff) as u16, (packed >> 8 & 0x3ff) as u16, (packed >> 18 & 0xfff) as u16])
    }

    /// The bytes of `clusters.bin`: for each cluster of the finest clustering, its
    /// number and those of the two coarser clusters that contain it, 4 bytes
    /// each; then a table from the key of each word ([`word_key`](super::word_key)) to the number
    /// of its finest cluster.
    #[cfg(any(test, feature = "train"))]
    #[must_use]
    pub fn write(containing: &[Clusters], words: Vec<(u32, u16)>) -> Vec<u8> {
        let mut bytes: Vec<u8> = containing.iter().flat_map(|clusters| clusters.packed()).collect();
        bytes.resize(4 * Self::SIZES[2], 0);
        bytes.extend(PackedTable::write(words));
        bytes
    }
}
