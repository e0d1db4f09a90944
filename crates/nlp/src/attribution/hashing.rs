//! Feature hashing (Weinberger et al. 2009): a feature is the name of a template and the
//! values that it combines, hashed into a table of weights.

/// The hash of a word in ASCII lower case: FNV-1a with 32 bits (Fowler, Noll and Vo). The
/// trained weights depend on it. It is `const` and has 32 bits, unlike the hash of the
/// `lexicon`, so that the hashes of template names are computed by the compiler.
pub(crate) const fn hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let (mut hash, mut i) = (0x811C_9DC5_u32, 0);
    while i < bytes.len() {
        hash = (hash ^ bytes[i].to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    hash
}

/// The slot, below `slots`, of the feature of a template, given by the hash of its name,
/// with these values. The trained weights depend on this function.
pub(crate) fn slot_of(template: u32, values: &[u32], slots: u32) -> u32 {
    let mut hash = template.wrapping_mul(0x9E37_79B1) ^ 0x85EB_CA6B;
    for value in values {
        hash = (hash ^ value.wrapping_add(0x7F4A_7C15)).wrapping_mul(0x0100_0193);
        hash ^= hash >> 15;
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
    (hash ^ (hash >> 16)) % slots.max(1)
}

/// Defines feature templates, each with a name and the values that it combines. The weights
/// depend on the name only: fields may be renamed and templates reordered, but a name must
/// never change. `$slots` is the number of slots of the table.
macro_rules! templates {
    ($(#[$about:meta])* $names:ident: $seen:ident = $type:ty, $make:ident in $slots:ident { $($name:literal: [$($value:expr),*];)+ }) => {
        $(#[$about])*
        pub(crate) const $names: &[&str] = &[$($name),+];

        /// Adds the slot of each of these features to `found`.
        fn $make($seen: &$type, found: &mut Vec<u32>) {
            $(found.push($crate::attribution::hashing::slot_of(
                const { $crate::attribution::hashing::hash($name) },
                &[$($value),*],
                $slots,
            ));)+
        }
    };
}

pub(crate) use templates;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_never_change_because_weights_are_found_by_them() {
        assert_eq!(hash("Said"), hash("said"));
        let slots = 1 << 17;
        assert_eq!(
            [slot_of(hash("rule"), &[3], slots), slot_of(hash("rule, kind"), &[3, 11], slots)],
            [66_775, 66_293]
        );
    }
}
