//! The hash functions of words and features. Their results never change, because
//! model files store them.
//!
//! All hashes that end up in a model file, and all lookups in one, use these two
//! functions. [`hash_bytes`] hashes a string; [`mix`] combines two hashes and so
//! hashes a sequence or a conjunction of features.

/// The hash of some bytes: FNV-1a (Fowler, Noll and Vo), followed by the last
/// mixing steps of `splitmix64` (Steele, Lea and Flood 2014), after which every
/// bit is well distributed.
#[must_use]
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    scramble(hash)
}

/// The hash of a pair of hashes. The order matters.
#[must_use]
pub(crate) fn mix(left: u64, right: u64) -> u64 {
    scramble(left.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) ^ right)
}

/// The mixing steps of `splitmix64`.
fn scramble(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change_because_model_files_hold_them() {
        assert_eq!(hash_bytes(b"senator"), 15_072_757_690_767_295_832);
        assert_ne!(mix(1, 2), mix(2, 1));
    }
}
