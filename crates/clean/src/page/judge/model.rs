//! The file of the judge: two tables of weights for hashed words, and trees.

use super::facts::{FACTS, NAMES};

/// How many slots the words of elements' names are hashed into.
pub(super) const NAME_SLOTS: usize = 1 << 13;
/// How many slots the words of blocks are hashed into.
pub(super) const WORD_SLOTS: usize = 1 << 15;

/// The first bytes of the file.
const MAGIC: &[u8; 4] = b"PQJB";
/// The version of the layout.
const VERSION: u32 = 2;
/// What follows from the trees: a leaf, and not another node.
const LEAF: u16 = 1 << 15;

/// The number of trees after which a block is text if the sum is above [`CLEAR`]. Of a hundred
/// blocks, eight are not clear; of a hundred that all trees together find to be furniture, less than one is.
const FIRST: usize = 30;
/// The sum of the first trees above which a block is text.
const CLEAR: f32 = 0.75;

/// The file of the crate.
const FILE: &[u8] = include_bytes!("../../../assets/judge.model");

/// Two models: one of the blocks that the rules leave, one of those that they remove for their
/// place or look.
///
/// The file, all numbers little-endian: `PQJB`; the version (u32); the fingerprint of the
/// format (u64), which covers the names of the facts and the sizes of the tables; for each
/// of the two models: for each of its two tables its base and its unit (f32) and the weights in that unit (i8); the
/// number of trees (u32); for each tree the numbers of its nodes and leaves (u16), the nodes
/// (fact u16, threshold f32, next if the fact is not above it u16, next if it is u16), and
/// the leaves (f32). A next with its highest bit set is the number of a leaf.
#[derive(Debug)]
pub(crate) struct Judge {
    left: Model,
    removed: Model,
}

/// Gradient-boosted trees over the facts and the sums of two linear models.
#[derive(Debug)]
struct Model {
    names: Linear,
    words: Linear,
    /// The nodes of all trees; their places and those of leaves count from the tree's first.
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// The first node and the first leaf of each tree.
    trees: Vec<(u32, u32)>,
}

/// A linear model over slots.
#[derive(Debug)]
struct Linear {
    base: f32,
    unit: f32,
    /// The weights in that unit, one byte each, as they are in the file.
    weights: &'static [u8],
}

/// A node of a tree.
#[derive(Debug)]
struct Node {
    fact: u16,
    threshold: f32,
    next: [u16; 2],
}

impl Judge {
    /// The model of the crate; `None` if its file is damaged, which a test checks.
    pub(crate) fn bundled() -> Option<Self> {
        Self::from_bytes(FILE)
    }

    /// Reads a file; `None` if it is not one, or was made with other facts.
    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes.strip_prefix(MAGIC)?);
        if bytes.u32()? != VERSION || bytes.u64()? != fingerprint() {
            return None;
        }
        let judge = Self { left: bytes.model()?, removed: bytes.model()? };
        bytes.0.is_empty().then_some(judge)
    }

    /// How probable furniture is, in percent, for a block with these facts and slots; `is_left`
    /// says whether no rule removes it.
    pub(super) fn percent(&self, is_left: bool, facts: &[f32; FACTS], names: &[u32], words: &[u32]) -> f32 {
        if is_left {
            self.left.percent(facts, names, words, FIRST)
        } else {
            self.removed.percent(facts, names, words, 0)
        }
    }
}

impl Model {
    /// How probable furniture is, in percent, for a block with these facts and slots. Where the `first`
    /// trees are clear, the others are not asked.
    fn percent(&self, facts: &[f32; FACTS], names: &[u32], words: &[u32], first: usize) -> f32 {
        let mut all = [0.0; FACTS + 2];
        let sums = [self.names.sum(names), self.words.sum(words)];
        all.iter_mut().zip(facts.iter().chain(&sums)).for_each(|(to, from)| *to = *from);
        let sum = |trees: &[(u32, u32)]| trees.iter().map(|&tree| self.leaf(tree, &all)).sum::<f32>();
        let (first, rest) = self.trees.split_at_checked(first).unwrap_or((&self.trees, &[]));
        let text = sum(first);
        let text = if text > CLEAR { text } else { text + sum(rest) };
        100.0 / (1.0 + text.exp())
    }

    /// The value of the leaf of a tree that the facts lead to.
    fn leaf(&self, (nodes, leaves): (u32, u32), facts: &[f32]) -> f32 {
        let mut next = 0;
        while next & LEAF == 0 {
            let Some(node) = self.nodes.get(nodes as usize + usize::from(next)) else { return 0.0 };
            let [low, high] = node.next;
            let fact = facts.get(usize::from(node.fact)).copied().unwrap_or(0.0);
            next = if fact <= node.threshold { low } else { high };
        }
        self.leaves.get(leaves as usize + usize::from(next & !LEAF)).copied().unwrap_or(0.0)
    }
}

impl Linear {
    /// The sum for some slots.
    fn sum(&self, slots: &[u32]) -> f32 {
        let weights = slots.iter().filter_map(|&slot| self.weights.get(slot as usize));
        self.base + self.unit * weights.map(|&weight| f32::from(weight as i8)).sum::<f32>()
    }
}

/// A hash of what the file must have been made with (FNV-1a, 64 bits).
pub(crate) fn fingerprint() -> u64 {
    let sizes = [NAME_SLOTS, WORD_SLOTS].map(|size| size.to_string());
    let names = NAMES.lines().filter(|line| !line.starts_with('#')).chain(sizes.iter().map(String::as_str));
    let bytes = names.flat_map(|name| name.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The bytes that are not read yet.
struct Bytes(&'static [u8]);

impl Bytes {
    /// The next `N` bytes.
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    /// A linear model with `count` weights.
    fn linear(&mut self, count: usize) -> Option<Linear> {
        let (base, unit) = (self.f32()?, self.f32()?);
        let (weights, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(Linear { base, unit, weights })
    }

    /// A model with its tables and trees.
    fn model(&mut self) -> Option<Model> {
        let (names, words) = (self.linear(NAME_SLOTS)?, self.linear(WORD_SLOTS)?);
        let mut model = Model { names, words, nodes: Vec::new(), leaves: Vec::new(), trees: Vec::new() };
        for _ in 0..self.u32()? {
            self.tree(&mut model)?;
        }
        Some(model)
    }

    /// Adds a tree to `model`. Its nodes lead only to later ones, so that every walk ends.
    fn tree(&mut self, model: &mut Model) -> Option<()> {
        let (nodes, leaves) = (self.u16()?, self.u16()?);
        model.trees.push((model.nodes.len() as u32, model.leaves.len() as u32));
        if nodes == 0 {
            return None;
        }
        for at in 0..nodes {
            let (fact, threshold) = (self.u16()?, self.f32()?);
            let next = [self.u16()?, self.u16()?];
            let fits = |next: &u16| if next & LEAF == 0 { *next > at && *next < nodes } else { next & !LEAF < leaves };
            if !next.iter().all(fits) {
                return None;
            }
            model.nodes.push(Node { fact, threshold, next });
        }
        for _ in 0..leaves {
            model.leaves.push(self.f32()?);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_the_one_whose_checksum_is_written_down() {
        let sources = include_str!("../../../../../assets/SOURCES.md");
        let checksum = pullquote_article::sha256_hex(FILE);
        assert!(sources.contains(&format!("| `judge.model` | `{checksum}` |")), "it is {checksum}");
    }

    #[test]
    fn a_damaged_file_is_no_model() {
        for length in (0..FILE.len()).step_by(97) {
            assert!(Judge::from_bytes(FILE.get(..length).unwrap_or(&[])).is_none(), "{length}");
        }
    }
}
