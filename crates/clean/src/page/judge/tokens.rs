//! The words of a block and of the names of its elements, as hashes.

use std::collections::HashMap;

use super::model::{NAME_SLOTS, WORD_SLOTS};
use crate::html::element::is_inline;
use crate::html::tree::{NodeId, Tree};

/// How many elements around a block are looked at.
const LEVELS: usize = 6;
/// Bytes of the longest word of a name that counts; longer ones are made by programs.
const LONG_NAME: usize = 24;
/// Words before a block that are looked at, if they are no running text.
const BEFORE: usize = 12;
/// The size of the table of words in the text.
const SPREAD: usize = 1 << 13;
/// Attributes with names.
const ATTRIBUTES: [&str; 4] = ["class", "id", "data-component", "data-testid"];

/// The start of a hash (FNV-1a, 32 bits).
const START: u32 = 0x811c_9dc5;

/// Adds a byte to a hash.
fn add(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Adds the bytes of a character to a hash.
fn add_character(hash: u32, c: char) -> u32 {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().fold(hash, add)
}

/// One hash for a kind of token and up to two hashes of words.
fn mixed(kind: u8, first: u32, second: u32) -> u32 {
    let hash = (first ^ u32::from(kind).wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ (hash >> 13) ^ second.wrapping_mul(0x27d4_eb2f)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// The words of a text.
#[derive(Debug, Default)]
pub(super) struct TextWords {
    /// The hash of each word in lower case.
    pub(super) hashes: Vec<u32>,
    /// How many words begin with a capital.
    pub(super) capitals: usize,
}

/// The words of `text`: runs of letters and digits. In scripts without spaces each
/// character is one.
pub(super) fn words(text: &str) -> TextWords {
    let mut words = TextWords::default();
    let mut hash = START;
    let mut inside = false;
    for c in text.chars() {
        if c.is_ascii() {
            let byte = c as u8;
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                words.capitals += usize::from(!inside && byte.is_ascii_uppercase());
                hash = add(hash, byte.to_ascii_lowercase());
                inside = true;
                continue;
            }
        } else if c.is_alphanumeric() && !is_word_alone(c) {
            words.capitals += usize::from(!inside && c.is_uppercase());
            hash = c.to_lowercase().fold(hash, add_character);
            inside = true;
            continue;
        }
        if inside {
            words.hashes.push(hash);
        }
        (hash, inside) = (START, false);
        if is_word_alone(c) && c.is_alphanumeric() {
            words.hashes.push(add_character(START, c));
        }
    }
    if inside {
        words.hashes.push(hash);
    }
    words
}

/// Whether the character is of a script without spaces between words.
fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// In how many blocks a word is. Words with the same remainder count as one.
#[derive(Debug)]
pub(super) struct Spread(Vec<(u32, u32)>);

impl Spread {
    /// A table without words.
    pub(super) fn new() -> Self {
        Self(vec![(u32::MAX, 0); SPREAD])
    }

    /// Adds the words of the block with the number `block`; each counts once.
    pub(super) fn add(&mut self, words: &[u32], block: u32) {
        for &word in words {
            if let Some((last, count)) = self.0.get_mut(word as usize % SPREAD).filter(|(last, _)| *last != block) {
                *last = block;
                *count += 1;
            }
        }
    }

    /// In how many blocks the word is.
    pub(super) fn of(&self, word: u32) -> u32 {
        self.0.get(word as usize % SPREAD).map_or(0, |&(_, count)| count)
    }
}

/// The words without those that come again.
pub(super) fn distinct(words: &[u32]) -> Vec<u32> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

/// The slots of a block's words: each alone and with the next one, the first and the last
/// ones again, all of them again in a heading, and those of the line before.
pub(super) fn word_slots(words: &[u32], is_heading: bool, before: Option<&[u32]>) -> Vec<u32> {
    let mut slots = Vec::with_capacity(words.len() * 3 + 20);
    slots.extend(words.iter().map(|&w| mixed(b'w', w, 0)));
    slots.extend(words.iter().zip(words.iter().skip(1)).map(|(&a, &b)| mixed(b'b', a, b)));
    slots.extend(words.iter().take(3).map(|&w| mixed(b'f', w, 0)));
    if let [first, second, ..] = words {
        slots.push(mixed(b'2', *first, *second));
    }
    slots.extend(words.iter().rev().take(3).map(|&w| mixed(b'l', w, 0)));
    if is_heading {
        slots.extend(words.iter().map(|&w| mixed(b'h', w, 0)));
    }
    slots.extend(before.unwrap_or(&[]).iter().take(BEFORE).map(|&w| mixed(b'p', w, 0)));
    unique(slots, WORD_SLOTS)
}

/// Each slot once, of a table with `count` of them.
fn unique(mut hashes: Vec<u32>, count: usize) -> Vec<u32> {
    hashes.iter_mut().for_each(|hash| *hash %= count as u32);
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The words of the names of elements, each element looked up once.
#[derive(Debug, Default)]
pub(super) struct ElementWords(HashMap<NodeId, Vec<u32>>);

impl ElementWords {
    /// The slots of the elements around a block: `path` from the block outwards.
    pub(super) fn slots(&mut self, tree: &Tree, path: impl Iterator<Item = NodeId>) -> Vec<u32> {
        let mut slots = Vec::with_capacity(48);
        for (level, node) in path.take(LEVELS).enumerate() {
            let tag = tree.name(node).bytes().fold(START, add);
            slots.push(mixed(b't', tag, level.min(3) as u32));
            let kind = if level == 0 { b'0' } else { b'c' };
            let words = self.0.entry(node).or_insert_with(|| words_of_names(tree, node));
            slots.extend(words.iter().map(|&word| mixed(kind, word, 0)));
        }
        unique(slots, NAME_SLOTS)
    }
}

/// The words of the names of an element: `related` and `stories` for `relatedStories`.
fn words_of_names(tree: &Tree, node: NodeId) -> Vec<u32> {
    let values = ATTRIBUTES.into_iter().filter_map(|key| tree.attribute(node, key));
    let mut found = Vec::new();
    for part in values.flat_map(|value| value.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | ':' | '/')))
    {
        let mut rest = part;
        while !rest.is_empty() {
            // A capital after a small letter begins another word.
            let bytes = rest.as_bytes();
            let end = bytes
                .windows(2)
                .position(|two| matches!(two, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
            let (word, after) = rest.split_at_checked(end.map_or(rest.len(), |at| at + 1)).unwrap_or((rest, ""));
            rest = after;
            let numbered = word.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_digit));
            if !numbered && word.len() <= LONG_NAME {
                found.push(word.bytes().map(|byte| byte.to_ascii_lowercase()).fold(START, add));
            }
        }
    }
    found
}

/// The elements around the node `of` that make blocks, from the nearest outwards, up to
/// `element`.
pub(super) fn block_elements(tree: &Tree, of: NodeId, element: NodeId) -> impl Iterator<Item = NodeId> {
    let path = std::iter::once(of).chain(tree.ancestors(of)).take_while(move |&node| node != element);
    path.filter(|&node| !tree.name(node).is_empty() && !is_inline(tree.name(node)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_in_any_case_and_characters_are_words_without_spaces() {
        assert_eq!(words("Read More").hashes, words("read more!").hashes);
        assert_eq!(words("Read More").capitals, 2);
        assert_eq!(words("港が開く").hashes.len(), 4);
    }

    #[test]
    fn names_are_split_into_words() {
        let tree = Tree::parse("<div class='relatedStories item-2031'><p id=related-stories>Pier</p></div>");
        let named = |name: &str| {
            let node = tree.descendants(0).find(|&n| tree.name(n) == name);
            node.map(|node| words_of_names(&tree, node)).unwrap_or_default()
        };
        let both = named("p");
        assert_eq!(both.len(), 2);
        assert!(named("div").starts_with(&both) && named("div").len() == 3, "the number is no word");
    }
}
