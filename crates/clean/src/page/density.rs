//! Text density: how much text, link text and running text each node of a page
//! contains, and which elements are clutter by name.

mod rules;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::anchors::Anchors;
use super::panels::is_panel;
use super::styles::Styles;
use crate::html::element::{is_in_line, is_invisible, is_no_text};
use crate::html::tree::{NodeId, Tree};
use crate::rules::ElementRules;
use crate::rules::elements::ElementRule;

/// Characters that a block of running text has at least.
const RUNNING: u32 = 60;

/// Letters at the beginning or end of two blocks that show that they are the
/// same block.
const SAME: usize = 48;

/// What is known about each node. Each vector has one item per node, by id.
#[derive(Debug)]
pub(super) struct Density<'r> {
    /// Characters of visible text inside the node.
    pub(super) text: Vec<u32>,
    /// Characters of that text in links.
    pub(super) links: Vec<u32>,
    /// Characters in blocks of running text: long, and less than a third of
    /// them links.
    pub(super) running: Vec<u32>,
    /// The rule that cuts the element with everything in it.
    pub(super) cut: Vec<Option<&'r ElementRule>>,
    /// Whether the node is, or is inside, an element that a rule cuts.
    pub(super) excluded: Vec<bool>,
    /// Whether the element is not shown. Nodes inside it are not marked.
    pub(super) invisible: Vec<bool>,
    /// Whether the node is part of a line of text and makes no block.
    pub(super) inline: Vec<bool>,
    /// The elements that links of the page lead to.
    pub(super) anchors: Anchors,
    /// What the page's own style sheets hide.
    styles: Styles,
    /// The visible nodes, in the order of the page.
    order: Vec<NodeId>,
    /// Characters in blocks of running text that no rule cuts, counted when they are
    /// first asked for.
    kept: OnceCell<Vec<u32>>,
}

impl<'r> Density<'r> {
    /// Measures the page in three passes over its nodes.
    pub(super) fn new(tree: &Tree, rules: &'r ElementRules) -> Self {
        Self::of(tree, rules, |node| is_invisible(tree, node) && !is_panel(tree, node))
    }

    /// The same, as if the page showed what it hides or shows only without scripts.
    pub(super) fn with_hidden(tree: &Tree, rules: &'r ElementRules) -> Self {
        Self::of(tree, rules, |node| is_no_text(tree.name(node)))
    }

    /// Measures the nodes that are not in a node for which `is_hidden` holds.
    fn of(tree: &Tree, rules: &'r ElementRules, is_hidden: impl Fn(NodeId) -> bool) -> Self {
        let count = tree.len();
        let mut density = Self {
            text: vec![0; count],
            links: vec![0; count],
            running: vec![0; count],
            cut: vec![None; count],
            excluded: vec![false; count],
            invisible: vec![false; count],
            inline: vec![true; count],
            anchors: Anchors::of(tree),
            styles: Styles::read(tree),
            order: Vec::with_capacity(count),
            kept: OnceCell::new(),
        };
        density.find_visible(tree, is_hidden);
        density.count_text(tree);
        density.apply_rules(tree, rules);
        density
    }

    /// How many characters of running text that no rule cuts are in each node. Rules
    /// that are applied later do not change it.
    pub(super) fn kept(&self, tree: &Tree) -> &[u32] {
        self.kept.get_or_init(|| {
            let mut kept = vec![0_u32; tree.len()];
            for &node in self.order.iter().rev() {
                let i = node as usize;
                let below: u32 = tree.children(node).map(|c| self.running[c as usize]).sum();
                if !self.excluded[i] {
                    kept[i] += self.running[i].saturating_sub(below);
                    if let Some(parent) = tree.parent(node) {
                        kept[parent as usize] += kept[i];
                    }
                }
            }
            kept
        })
    }

    /// Fills `order` and `invisible`.
    fn find_visible(&mut self, tree: &Tree, is_hidden: impl Fn(NodeId) -> bool) {
        let mut at = Some(0);
        while let Some(node) = at {
            let hidden = is_hidden(node);
            if hidden {
                self.invisible[node as usize] = true;
            } else {
                self.order.push(node);
            }
            at = tree.following(node, 0, !hidden);
        }
    }

    /// Fills `text`, `links`, `running` and `inline`, from the leaves upwards.
    fn count_text(&mut self, tree: &Tree) {
        // Characters and link characters of each block's own text, which is
        // that of its inline descendants.
        let mut own = vec![(0_u32, 0_u32); self.text.len()];
        let mut known = HashMap::new();
        for &node in self.order.iter().rev() {
            let i = node as usize;
            if let Some(text) = tree.text(node) {
                let length = visible_characters(text);
                self.text[i] = length;
                own[i] = (length, 0);
            }
            let name = tree.name(node);
            if name == "a" {
                self.links[i] = self.text[i];
                own[i].1 = own[i].0;
            }
            let inline = name.is_empty() || is_in_line(tree, node);
            self.inline[i] = inline;
            if !inline && own[i].0 >= RUNNING && own[i].1 * 3 < own[i].0 && is_new(tree, node, &mut known) {
                self.running[i] += own[i].0;
            }
            if let Some(parent) = tree.parent(node).map(|p| p as usize) {
                self.text[parent] += self.text[i];
                self.links[parent] += self.links[i];
                self.running[parent] += self.running[i];
                if inline {
                    own[parent].0 += own[i].0;
                    own[parent].1 += own[i].1;
                }
            }
        }
    }

    /// The share of the text inside `node` that is in links, from 0 to 1.
    pub(super) fn link_density(&self, node: NodeId) -> f32 {
        let i = node as usize;
        let (links, text) = (self.links.get(i).copied().unwrap_or(0), self.text.get(i).copied().unwrap_or(0));
        if text == 0 { 0.0 } else { links as f32 / text as f32 }
    }

    /// The visible nodes, in the order of the page.
    pub(super) fn order(&self) -> &[NodeId] {
        &self.order
    }
}

/// Whether the text of the block `node` begins and ends unlike two of the blocks
/// that are `known`, to which it is added. What a page says in twenty boxes is
/// not its article, and neither is what it says of its rights.
fn is_new(tree: &Tree, block: NodeId, known: &mut HashMap<String, usize>) -> bool {
    let mut pieces = Vec::new();
    let mut at = Some(block);
    while let Some(node) = at {
        if let Some(text) = tree.text(node) {
            if text.contains('©') {
                return false;
            }
            pieces.push(text);
        }
        at = tree.following(node, block, node == block || is_in_line(tree, node));
    }
    let mut forward = pieces.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphabetic());
    let mut first = String::with_capacity(2 * SAME);
    first.extend(forward.by_ref().take(SAME));
    let first = forward.next().map(|_| first);
    let backward = pieces.iter().rev().flat_map(|text| text.chars().rev()).filter(|c| c.is_alphabetic());
    let mut last = Vec::with_capacity(SAME);
    last.extend(backward.take(SAME));
    let last = (last.len() == SAME).then(|| last.iter().rev().collect::<String>());
    let mut new = true;
    for end in [first, last].into_iter().flatten() {
        let count = known.entry(end).or_default();
        *count += 1;
        new &= *count <= 2;
    }
    new
}

/// How many characters of `text` are shown: a run of white space counts as one,
/// white space alone as none.
fn visible_characters(text: &str) -> u32 {
    let text = text.trim_ascii_start();
    let mut count = 0;
    let mut space = true;
    let mut add = |blank: bool| {
        count += u32::from(!(blank && space));
        space = blank;
    };
    if text.is_ascii() {
        text.bytes().for_each(|b| add(char::from(b).is_whitespace()));
    } else {
        text.chars().for_each(|c| add(c.is_whitespace()));
    }
    count
}
