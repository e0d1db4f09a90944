//! A page measured: how much text, link text and running text stands below
//! each node, and which elements are clutter by name.

use super::elements::{ElementRule, ElementRules, in_paragraph, is_invisible, stands_in_line};
use super::tree::{NodeId, Tree};

/// Characters from which on a block counts as running text.
const RUNNING: u32 = 60;

/// What is known about each node; vectors by node id.
#[derive(Debug)]
pub struct Survey<'r> {
    /// Characters of visible text below.
    pub text: Vec<u32>,
    /// Characters of it that stand in links.
    pub links: Vec<u32>,
    /// Characters in blocks of running text: long, and few of them links.
    pub running: Vec<u32>,
    /// Why the element, and so everything below it, is clutter.
    pub cut: Vec<Option<&'r ElementRule>>,
    /// Whether the node stands in an element that is cut or not shown.
    pub gone: Vec<bool>,
    /// Whether it is not shown at all.
    pub invisible: Vec<bool>,
    /// Whether it stands in a line of text rather than making a block.
    pub inline: Vec<bool>,
    /// Below itself.
    order: Vec<NodeId>,
}

impl<'r> Survey<'r> {
    /// Measures the page in three passes over its nodes.
    #[must_use]
    pub fn new(tree: &Tree, rules: &'r ElementRules) -> Self {
        let count = tree.len();
        let mut survey = Self {
            text: vec![0; count],
            links: vec![0; count],
            running: vec![0; count],
            cut: vec![None; count],
            gone: vec![false; count],
            invisible: vec![false; count],
            inline: vec![true; count],
            order: Vec::with_capacity(count),
        };
        survey.enter(tree);
        survey.sum(tree);
        survey.judge(tree, rules);
        survey
    }

    /// Order, and what is not shown.
    fn enter(&mut self, tree: &Tree) {
        let mut at = Some(0);
        while let Some(node) = at {
            let hidden = is_invisible(tree, node);
            if hidden {
                self.invisible[node as usize] = true;
            } else {
                self.order.push(node);
            }
            at = tree.following(node, 0, !hidden);
        }
    }

    fn sum(&mut self, tree: &Tree) {
        // Own text of each block: that of its inline descendants.
        let mut own = vec![(0_u32, 0_u32); self.text.len()];
        for &node in self.order.iter().rev() {
            let i = node as usize;
            if let Some(text) = tree.text(node) {
                let length = visible(text);
                self.text[i] = length;
                own[i] = (length, 0);
            }
            let name = tree.name(node);
            if name == "a" {
                self.links[i] = self.text[i];
                own[i].1 = own[i].0;
            }
            let inline = name.is_empty() || stands_in_line(tree, node);
            self.inline[i] = inline;
            if !inline && own[i].0 >= RUNNING && own[i].1 * 3 < own[i].0 {
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

    fn judge(&mut self, tree: &Tree, rules: &'r ElementRules) {
        let all = self.running.first().copied().unwrap_or(0).max(1) as usize;
        for k in 0..self.order.len() {
            let node = self.order[k];
            let i = node as usize;
            let above = tree.parent(node).is_some_and(|p| self.gone[p as usize]);
            self.gone[i] = above;
            let name = tree.name(node);
            if above || name.is_empty() || matches!(name, "html" | "body" | "main" | "article" | "h1") {
                continue;
            }
            // A word inside a sentence is not taken out of it.
            if self.inline[i]
                && self.links[i] < self.text[i]
                && in_paragraph(tree, node)
                && tree.attribute(node, "aria-hidden").is_none()
            {
                continue;
            }
            let percent = self.running[i] as usize * 100 / all;
            self.cut[i] = rules
                .naming(tree, node)
                .into_iter()
                .find(|rule| percent <= self.share(tree, node, rule) && !self.is_article(tree, node, percent));
            self.gone[i] |= self.cut[i].is_some();
        }
    }

    /// Percent of the page's running text up to which `rule` cuts `node`: an
    /// element that HTML itself sets beside the article may be long, if it is
    /// full of links.
    fn share(&self, tree: &Tree, node: NodeId, rule: &ElementRule) -> usize {
        let beside = tree.name(node) == "aside" || tree.attribute(node, "role") == Some("complementary");
        let linked = || tree.descendants(node).filter(|&n| tree.name(n) == "a").take(5).count() == 5;
        if beside && rule.name == "aside" && linked() { rule.share.max(65) } else { rule.share }
    }

    /// Cuts `node` and all that is inside it, on account of `rule`.
    pub(crate) fn cut_below(&mut self, tree: &Tree, node: NodeId, rule: Option<&'r ElementRule>) {
        self.cut[node as usize] = rule;
        let mut at = Some(node);
        while let Some(below) = at {
            self.gone[below as usize] = true;
            at = tree.following(below, node, true);
        }
    }

    /// Whether the page itself says that this element is the article.
    fn is_article(&self, tree: &Tree, node: NodeId, percent: usize) -> bool {
        tree.attribute(node, "itemprop").is_some_and(|p| p == "articleBody" || p == "mainEntityOfPage") && percent > 10
    }

    /// Share of the text below `node` that stands in links, 0 to 1.
    #[must_use]
    pub fn link_density(&self, node: NodeId) -> f32 {
        let i = node as usize;
        let (links, text) = (self.links.get(i).copied().unwrap_or(0), self.text.get(i).copied().unwrap_or(0));
        if text == 0 { 0.0 } else { links as f32 / text as f32 }
    }

    /// Visible nodes in the order of the page.
    #[must_use]
    pub fn order(&self) -> &[NodeId] {
        &self.order
    }
}

/// Characters of `text`, runs of white space counted as one.
fn visible(text: &str) -> u32 {
    let mut count = 0;
    let mut space = true;
    for c in text.chars() {
        let blank = c.is_whitespace();
        count += u32::from(!(blank && space));
        space = blank;
    }
    if text.chars().all(char::is_whitespace) { 0 } else { count }
}
