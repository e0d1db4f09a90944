//! What is around a block that is no running text: controls, media and pictures, what the rules
//! removed, and links.

use std::collections::HashMap;

use super::removed_by;
use crate::html::tree::{NodeId, Tree};
use crate::page::candidate_block::CandidateBlock;
use crate::rules::ContextRule;

/// How many facts there are about the surroundings of a block.
pub(super) const FACTS: usize = 13;
/// How many things between two blocks count at most.
const MANY: usize = 9;
/// Nodes before the first block and after the last one that are looked at.
const MARGIN: NodeId = 60;

/// What is between the blocks of a page and beside them.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// The controls, the media and the pictures, in the order of the page.
    things: [Vec<NodeId>; 3],
    /// The sums of the blocks in one element.
    around: HashMap<NodeId, Sums>,
    /// How many blocks that are removed come before each block, and of all at the end.
    removed_before: Vec<usize>,
}

/// Bytes of the blocks in one element.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    all: usize,
    linked: usize,
    removed: usize,
}

impl Surroundings {
    /// Looks through the `tree` between the `blocks`.
    pub(super) fn new(tree: &Tree, blocks: &[CandidateBlock<'_>]) -> Self {
        let mut around: HashMap<NodeId, Sums> = HashMap::new();
        let mut removed_before = Vec::with_capacity(blocks.len() + 1);
        let mut removed = 0;
        for block in blocks {
            let sums = around.entry(block.around).or_default();
            sums.all += block.text.len();
            sums.linked += block.linked;
            removed_before.push(removed);
            if block.cut.is_some() {
                sums.removed += block.text.len();
                removed += 1;
            }
        }
        removed_before.push(removed);
        Self { things: things(tree, blocks), around, removed_before }
    }

    /// The facts about the block at `at` of `blocks`, in the order of the names; `element` holds the
    /// article.
    pub(super) fn facts(&self, at: usize, blocks: &[CandidateBlock<'_>], tree: &Tree, element: NodeId) -> [f32; FACTS] {
        let Some(block) = blocks.get(at) else { return [0.0; FACTS] };
        let here = block.node;
        let before = at.checked_sub(1).and_then(|at| blocks.get(at)).map_or(element, |block| block.node);
        let node = |at: usize| blocks.get(at).map_or(here.saturating_add(MARGIN), |block| block.node);
        let is_removed = |at: usize| blocks.get(at).is_some_and(|block| block.cut.is_some());
        // An element that is removed is one block, with its controls in it.
        let after = node(at + 1).max(if is_removed(at + 1) { node(at + 2) } else { 0 });
        let [controls, media, pictures] = &self.things;
        let sums = self.around.get(&block.around).copied().unwrap_or_default();
        let removed = |at: usize| self.removed_before.get(at).copied().unwrap_or(0);
        let (rule, levels) = match removed_by(block) {
            Some((ContextRule::OutsideTheArticle, number)) => (number, levels_to(tree, element, here)),
            Some((_, number)) => (number, 0),
            None => (0, 0),
        };
        [
            rule as f32,
            levels as f32,
            count(controls, before, here),
            count(controls, here, after),
            count(media, before, here),
            count(media, here, after),
            count(pictures, before, here),
            count(pictures, here, after),
            share(sums.linked, sums.all),
            share(sums.removed, sums.all),
            sums.all as f32,
            share(removed(at), at),
            share(removed(blocks.len()) - removed(at + 1), blocks.len() - at - 1),
        ]
    }
}

/// How many of `nodes` come after `from` and not after `to`, up to [`MANY`].
fn count(nodes: &[NodeId], from: NodeId, to: NodeId) -> f32 {
    let until = |last: NodeId| nodes.partition_point(|&node| node <= last);
    until(to).saturating_sub(until(from)).min(MANY) as f32
}

/// How many elements around `element` come before one that holds `node`, which is outside.
fn levels_to(tree: &Tree, element: NodeId, node: NodeId) -> usize {
    let around: Vec<NodeId> = tree.ancestors(node).collect();
    tree.ancestors(element).take_while(|above| !around.contains(above)).count() + 1
}

/// The controls, the media and the pictures from the first of the `blocks` to the last.
fn things(tree: &Tree, blocks: &[CandidateBlock<'_>]) -> [Vec<NodeId>; 3] {
    let [mut controls, mut media, mut pictures] = [const { Vec::new() }; 3];
    let nodes = || blocks.iter().map(|block| block.node);
    if let (Some(first), Some(last)) = (nodes().min(), nodes().max()) {
        for node in first.saturating_sub(MARGIN)..last.saturating_add(MARGIN).min(tree.len() as NodeId) {
            match tree.name(node) {
                "" => {}
                "form" | "input" | "textarea" | "select" | "button" => controls.push(node),
                "iframe" | "video" | "audio" | "object" | "embed" => media.push(node),
                "img" | "picture" | "svg" | "figure" => pictures.push(node),
                _ => {}
            }
        }
    }
    [controls, media, pictures]
}

/// `part` of `all`, from 0 to 1; 0 if there is nothing.
fn share(part: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use pullquote_article::BlockKind;

    use super::*;
    use crate::language::Language;
    use crate::page::{Draft, measured};

    #[test]
    fn what_is_on_each_side_of_a_block_is_counted() {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        let html = format!(
            "<article>{story}{story}<img src=a.png><h3>Ask the port</h3><form><input><button>Ask</button></form>{story}</article>"
        );
        let (tree, language) = (Tree::parse(&html), Language::bundled());
        let density = measured(&tree, language);
        let draft = Draft::new(&tree, &density, None, language);
        let at = draft.blocks.iter().position(|b| matches!(b.kind, BlockKind::Heading(_))).unwrap();
        let facts = Surroundings::new(&tree, &draft.blocks).facts(at, &draft.blocks, &tree, draft.element);
        assert_eq!(facts[2..8], [0.0, 3.0, 0.0, 0.0, 1.0, 0.0]);
    }
}
