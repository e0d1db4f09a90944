//! A row: several elements next to each other that are of one kind, as teasers are.

use std::collections::HashMap;

use crate::html::tree::{NodeId, Tree};

/// How many elements make a row.
pub(super) const ROW: usize = 3;
/// Children of an element that are looked at.
const CHILDREN: usize = 400;

/// The children of `node` with the most common tag and first class among those for which `may_be` holds,
/// in the order of the page; none if there are fewer than [`ROW`].
pub(super) fn of(tree: &Tree, node: NodeId, may_be: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
    let mut kinds: HashMap<(&str, &str), Vec<NodeId>> = HashMap::new();
    for child in tree.children(node).take(CHILDREN) {
        let name = tree.name(child);
        if matches!(name, "article" | "div" | "li" | "section") && may_be(child) {
            let class = tree.attribute(child, "class").and_then(|c| c.split_ascii_whitespace().next()).unwrap_or("");
            kinds.entry((name, class)).or_default().push(child);
        }
    }
    let row = kinds.into_values().max_by_key(|row| (row.len(), row.first().copied()));
    row.filter(|row| row.len() >= ROW).unwrap_or_default()
}
