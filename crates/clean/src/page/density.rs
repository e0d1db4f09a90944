//! Text density: how much text, link text and running text each node of a page
//! contains, and which elements are clutter by name.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::anchors::Anchors;
use super::exceptions::{holds_footnotes, is_for_screen_readers, is_stated_article, is_word_of_sentence};
use super::panels::{is_heading, is_panel};
use super::styles::Styles;
use crate::html::element::{in_paragraph, is_in_line, is_invisible};
use crate::html::tree::{NodeId, Tree};
use crate::rules::ElementRules;
use crate::rules::elements::{ASIDE, ElementRule, Match, PAGE_CONTROL, RELATED};

/// Characters that a block of running text has at least.
const RUNNING: u32 = 60;

/// Letters at the beginning or end of two blocks that show that they are the
/// same block.
const SAME: usize = 48;

/// The percentage of the page's running text up to which an element is cut that
/// a style sheet hides.
const HIDDEN: usize = 5;

/// How often the rules for elements are applied at most.
const ROUNDS: usize = 4;

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
        density.find_visible(tree);
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
    fn find_visible(&mut self, tree: &Tree) {
        let mut at = Some(0);
        while let Some(node) = at {
            let hidden = is_invisible(tree, node) && !is_panel(tree, node);
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

    /// Fills `cut` and `excluded`.
    ///
    /// A word of a class that all in all takes more of the page's running text
    /// than its rule may is ignored, as each of the paragraphs in boxes of one
    /// class is a small part of the page. Then the rules are applied again.
    fn apply_rules(&mut self, tree: &Tree, rules: &'r ElementRules) {
        let mut matches: HashMap<NodeId, Vec<Match<'r>>> = HashMap::new();
        let mut ignored: HashSet<&'r [String]> = HashSet::new();
        for _ in 0..ROUNDS {
            let greedy = self.apply_rules_without(&ignored, tree, rules, &mut matches);
            if greedy.is_empty() {
                break;
            }
            ignored.extend(greedy);
        }
    }

    /// Fills `cut` and `excluded`, from the root downwards, without the words
    /// of classes that are `ignored`. Returns the words that took too much.
    fn apply_rules_without(
        &mut self,
        ignored: &HashSet<&'r [String]>,
        tree: &Tree,
        rules: &'r ElementRules,
        matches: &mut HashMap<NodeId, Vec<Match<'r>>>,
    ) -> Vec<&'r [String]> {
        let all = self.running.first().copied().unwrap_or(0).max(1) as usize;
        let mut taken: HashMap<&'r [String], (usize, usize)> = HashMap::new();
        for k in 0..self.order.len() {
            let node = self.order[k];
            let i = node as usize;
            let inside_excluded = tree.parent(node).is_some_and(|p| self.excluded[p as usize]);
            self.excluded[i] = inside_excluded;
            self.cut[i] = None;
            let name = tree.name(node);
            if inside_excluded || name.is_empty() || matches!(name, "html" | "body" | "main" | "article" | "h1") {
                continue;
            }
            if is_heading(tree, node) {
                continue;
            }
            // The source of a quotation is not the foot of the page.
            if name == "footer" && tree.ancestors(node).take(3).any(|a| tree.name(a) == "blockquote") {
                continue;
            }
            if matches!(name, "footer" | "aside" | "section") && holds_footnotes(tree, node) {
                continue;
            }
            // A word inside a sentence is not cut out of it, if it is shown.
            if self.inline[i]
                && (self.links[i] < self.text[i] || is_word_of_sentence(tree, node))
                && in_paragraph(tree, node)
                && tree.attribute(node, "aria-hidden").is_none()
                && !is_for_screen_readers(tree, node)
                && !self.styles.hides(tree, node)
            {
                continue;
            }
            let running = self.running[i] as usize;
            let percent = running * 100 / all;
            let is_text = name == "p" && running > 0;
            let is_heading = matches!(name, "h2" | "h3" | "h4") && self.text[i] > 0 && self.links[i] == 0;
            let linked = self.links[i] * 2 > self.text[i];
            let styled = self.hidden_by_style(tree, node, percent, rules);
            let found = matches.entry(node).or_insert_with(|| rules.matching(tree, node)).iter().find(|m| {
                // A word of a class is no reason to cut a paragraph or heading, and where nothing is
                // linked, there are no links to other articles.
                let linkless = m.rule.name == RELATED
                    && running > 0
                    && self.links[i] == 0
                    && !m.words.is_some_and(|words| words.first().is_some_and(|word| word.starts_with(RELATED)));
                let is_safe = is_text || linkless || (is_heading && m.rule.name != PAGE_CONTROL);
                let allowed = m.words.is_none_or(|words| !is_safe && (linked || !ignored.contains(words)));
                allowed && percent <= max_share(tree, node, m.rule) && !is_stated_article(tree, node, percent)
            });
            self.cut[i] = found.map(|m| m.rule).or(styled);
            self.excluded[i] |= self.cut[i].is_some();
            if let Some(Match { rule, words: Some(words) }) = found.filter(|_| !linked) {
                let (sum, most) = taken.entry(words).or_insert((0, rule.share));
                *sum += running;
                *most = (*most).max(rule.share);
            }
        }
        taken.into_iter().filter(|(_, (sum, most))| sum * 100 / all > *most).map(|(words, _)| words).collect()
    }

    /// The rule that cuts `node` if a style sheet of the page hides it; `percent` is
    /// its share of the running text. A script may show what holds more.
    fn hidden_by_style(
        &self,
        tree: &Tree,
        node: NodeId,
        percent: usize,
        rules: &'r ElementRules,
    ) -> Option<&'r ElementRule> {
        let hides = percent <= HIDDEN && self.styles.hides(tree, node) && !is_panel(tree, node);
        hides.then(|| rules.by_name(PAGE_CONTROL)).flatten()
    }

    /// Cuts `node` and everything inside it by `rule`.
    pub(super) fn cut_element(&mut self, tree: &Tree, node: NodeId, rule: Option<&'r ElementRule>) {
        self.cut[node as usize] = rule;
        let mut at = Some(node);
        while let Some(below) = at {
            self.excluded[below as usize] = true;
            at = tree.following(below, node, true);
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
    let first: String = forward.by_ref().take(SAME).collect();
    let first = forward.next().map(|_| first);
    let backward = pieces.iter().rev().flat_map(|text| text.chars().rev()).filter(|c| c.is_alphabetic());
    let last: Vec<char> = backward.take(SAME).collect();
    let last = (last.len() == SAME).then(|| last.iter().rev().collect::<String>());
    let mut new = true;
    for end in [first, last].into_iter().flatten() {
        let count = known.entry(end).or_default();
        *count += 1;
        new &= *count <= 2;
    }
    new
}

/// The percentage of the page's running text that `node` may hold for `rule` to
/// cut it. An element that HTML itself places beside the article may hold more,
/// if it is full of links.
fn max_share(tree: &Tree, node: NodeId, rule: &ElementRule) -> usize {
    let beside = tree.name(node) == "aside" || tree.attribute(node, "role") == Some("complementary");
    let linked = || tree.descendants(node).filter(|&n| tree.name(n) == "a").take(5).count() == 5;
    if beside && rule.name == ASIDE && linked() { rule.share.max(65) } else { rule.share }
}

/// How many characters of `text` are shown: a run of white space counts as one,
/// white space alone as none.
fn visible_characters(text: &str) -> u32 {
    let text = text.trim_start();
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

#[cfg(test)]
mod tests {
    const STORY: [&str; 3] = [
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.",
        "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.",
        "The port captain said that he had not seen such a queue since the winter when the lock gates froze.",
    ];

    /// The text of a page with each paragraph of the story in an element that
    /// opens with `open`.
    fn text_of(open: &str) -> String {
        let name = open.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        let story: String = STORY.iter().map(|p| format!("{open}{p}</{name}>")).collect();
        crate::extract(&format!("<article><h1>Pier</h1>{story}</article>"), None).text().to_owned()
    }

    #[test]
    fn a_word_of_a_class_does_not_cut_a_running_paragraph() {
        for class in ["MsoFooter", "dateline", "widget-text", "social", "promo", "comment"] {
            let html = format!("<article><p>{}</p><p class={class}>{}</p></article>", STORY[0], STORY[1]);
            assert!(crate::extract(&html, None).text().contains(STORY[1]), "{class}");
        }
    }

    #[test]
    fn a_word_that_takes_most_of_the_page_in_small_parts_is_ignored() {
        for open in ["<div class=views-row>", "<div class=elementor-widget>", "<section class=promo-box>"] {
            let text = text_of(open);
            assert!(STORY.iter().all(|p| text.contains(p)), "{open}: {text}");
        }
        let advert = "Try our paint for hulls and decks, which no salt and no summer can take off, at every quay.";
        let html = format!("<p>{}</p><div class=promo>{advert}</div>", STORY.join("</p><p>").repeat(5));
        assert!(!crate::extract(&html, None).text().contains(advert), "one small box is cut as before");
    }

    #[test]
    fn footnotes_in_a_footer_belong_to_the_article() {
        let note = "1. The piles were counted in 1999.";
        let page = |names: &str| {
            let html =
                format!("<article><p>{}</p><footer {names}><p>{note}</p></footer></article>", STORY.join("</p><p>"));
            crate::extract(&html, None).text().contains(note)
        };
        assert!(page("class=entry-footnotes") && page("role=doc-endnotes"));
        assert!(!page("class=entry"));
    }

    #[test]
    fn words_that_the_page_hides_are_cut_from_sentences() {
        let style = "<style>.pq-x1{display:none}.adx2 { display : none; }</style>";
        for hidden in [
            "<span class=hidden>XX is a tax</span>",
            "<span class='note hidden'>XX is a tax</span>",
            "<span class=assistive-text>XX is a tax</span>",
            "<span class=mw-editsection>[XX]</span>",
            "<span class=pq-x1>XX is a tax</span>",
        ] {
            let html = format!(
                "{style}<article><p>{}</p><p>{} The levy{hidden} rises.</p></article>",
                STORY.join("</p><p>"),
                STORY[0]
            );
            let text = crate::extract(&html, None).text().to_owned();
            assert!(text.ends_with("The levy rises.") && !text.contains("XX"), "{hidden}: {text}");
        }
    }

    #[test]
    fn what_react_sends_later_is_shown() {
        let page = |id: &str| {
            format!("<div id=shell>Courier</div><div hidden id='{id}'><p>{}</p></div>", STORY.join("</p><p>"))
        };
        assert!(crate::extract(&page("S:0"), None).text().contains(STORY[1]));
        assert!(!crate::extract(&page("menu"), None).text().contains(STORY[1]));
    }

    #[test]
    fn a_link_in_a_sentence_stays_whatever_its_class() {
        let link = "<p>The port said that it had <a class=related-link href=/a>counted forty ships</a> by noon.</p>";
        let page = |inside: &str| {
            let story: String = STORY.iter().map(|p| format!("<p>{p}</p>")).collect();
            crate::extract(&format!("<article>{story}{inside}{story}</article>"), None).text().to_owned()
        };
        assert!(page(link).contains("it had counted forty ships by noon."));
        let alone = "<p>The port is shut. <a class=related-link href=/a>Forty ships wait outside</a></p>";
        assert!(!page(alone).contains("Forty ships wait outside"));
    }

    #[test]
    fn text_without_links_is_no_list_of_links_to_other_articles() {
        let story: String = STORY.iter().map(|p| format!("<p>{p}</p>")).collect();
        let first =
            "<p>The mayor came to the quay at noon and said that nobody had been hurt in the night of the storm.</p>";
        let page = |class: &str| {
            let html = format!("<article><div class='{class}'>{first}</div>{story}{story}</article>");
            crate::extract(&html, None).text().contains("nobody had been hurt")
        };
        assert!(page("teaser-content"));
        assert!(page("slide similar"));
        assert!(!page("related-stories"));
    }

    #[test]
    fn a_heading_stays_whatever_its_class() {
        let [first, second, third] = STORY;
        let html = format!(
            "<article><p>{first}</p><h2 class='widget-title mb-5'>The road is open</h2><p>{second}</p><p>{third}</p></article>"
        );
        assert!(crate::extract(&html, None).text().contains("The road is open"));
    }

    #[test]
    fn what_a_page_says_of_its_rights_is_not_its_article() {
        let rights = "All words and pictures of the Courier are protected. Copyright © The Lindhaven Courier Company. No part of this page may be copied without leave. ".repeat(2);
        let places: String = ["North", "South", "East", "West"]
            .iter()
            .map(|p| {
                format!(
                    "<p>{p} Lindhaven: the harbour, the mole, the customs house, the market and the lower town.</p>"
                )
            })
            .collect();
        let html = format!("<main><h1>Places</h1><div><div>{places}</div></div><div><p>{rights}</p></div></main>");
        let article = crate::extract(&html, None);
        assert!(article.text().contains("South Lindhaven"), "{}", article.text());
    }
}
