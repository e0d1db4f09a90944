//! What a block looks like and where it is, in numbers.

use std::collections::HashMap;

use pullquote_article::{BlockKind, MarkKind};

use super::model::Judge;
use super::surroundings::Surroundings;
use super::tokens::{ElementWords, Spread, TextWords, block_elements, distinct, word_slots, words};
use super::{LITTLE, may_be_judged, removed_by};
use crate::html::element::is_inline;
use crate::html::tree::{NodeId, Tree};
use crate::page::candidate_block::{CandidateBlock, ends_sentence, is_running};

/// The names of the facts, in their order.
pub(super) const NAMES: &str = include_str!("../../../assets/judge-facts.txt");
/// How many facts there are.
pub(super) const FACTS: usize = 77;

/// How far a heading is looked for, in blocks.
const FAR: usize = 12;
/// The distance of a heading that is further away, or of none.
const NO_HEADING: usize = 20;
/// How many blocks are near.
const NEAR: usize = 3;

/// The blocks of a page's article with what the judge knows of all of them.
pub(crate) struct PageBlocks<'b, 'l> {
    blocks: &'b [CandidateBlock<'l>],
    tree: &'b Tree,
    element: NodeId,
    /// What is known of each block.
    known: Vec<Known>,
    /// Characters of running text before each block, and of all at the end.
    text_before: Vec<usize>,
    /// How many blocks that are not cut come before each, and of all at the end.
    kept_before: Vec<usize>,
    /// In how many blocks of running text a word is.
    spread: Spread,
    /// Characters of running text, and blocks, by the element around them.
    around: HashMap<NodeId, (usize, usize)>,
    /// The same by the look of their element.
    looks: HashMap<Look<'b>, (usize, usize)>,
    surroundings: Surroundings,
    most_around: Option<NodeId>,
    most_look: Option<Look<'b>>,
    /// The look of the elements around most of the running text, if it has a class.
    most_wrapper: Option<Look<'b>>,
    most_depth: usize,
    blocks_of_text: usize,
    first_text: usize,
    last_text: usize,
    title: Vec<u32>,
    summary: Vec<u32>,
}

/// The name of an element and its class.
type Look<'b> = (&'b str, &'b str);

/// What is known of one block; nothing of one that is cut for what it says.
#[derive(Default)]
struct Known {
    characters: usize,
    words: TextWords,
    ends: bool,
    is_running: bool,
    depth: usize,
    /// The first element around the block that makes blocks.
    own: NodeId,
}

impl<'b, 'l> PageBlocks<'b, 'l> {
    /// Measures the `blocks` in `element`; `stated` is the page's title and its summary.
    pub(crate) fn new(
        blocks: &'b [CandidateBlock<'l>],
        tree: &'b Tree,
        element: NodeId,
        stated: [Option<&str>; 2],
    ) -> Self {
        let known: Vec<Known> = blocks.iter().map(|block| Known::of(block, tree, element)).collect();
        let [title, summary] = stated.map(|text| distinct(&words(text.unwrap_or("")).hashes));
        let text: Vec<usize> = known.iter().map(|k| if k.is_running { k.characters } else { 0 }).collect();
        let mut page = Self {
            blocks,
            tree,
            element,
            text_before: sums(text.iter().copied()),
            kept_before: sums(blocks.iter().map(|b| usize::from(b.cut.is_none()))),
            spread: Spread::new(),
            around: HashMap::new(),
            looks: HashMap::new(),
            surroundings: Surroundings::new(tree, blocks),
            most_around: None,
            most_look: None,
            most_wrapper: None,
            most_depth: 0,
            blocks_of_text: known.iter().filter(|k| k.is_running).count(),
            first_text: known.iter().position(|k| k.is_running).unwrap_or(blocks.len()),
            last_text: known.iter().rposition(|k| k.is_running).unwrap_or(0),
            title,
            summary,
            known,
        };
        page.count(&text);
        page
    }

    /// Counts words, elements and looks; `text` are the characters of running text of each block.
    fn count(&mut self, text: &[usize]) {
        let mut depths: HashMap<usize, usize> = HashMap::new();
        for (at, ((block, known), &text)) in self.blocks.iter().zip(&self.known).zip(text).enumerate() {
            if block.cut.is_some() {
                continue;
            }
            if known.is_running {
                self.spread.add(&known.words.hashes, at as u32);
                *depths.entry(known.depth).or_default() += text;
            }
            let counts = [
                self.around.entry(block.around).or_default(),
                self.looks.entry(look(self.tree, known.own)).or_default(),
            ];
            for (sum, count) in counts {
                *sum += text;
                *count += 1;
            }
        }
        let around = self.around.iter().filter(|(_, (text, _))| *text > 0);
        let most_around = around.max_by_key(|&(&node, &(text, _))| (text, std::cmp::Reverse(node)));
        self.most_around = most_around.map(|(&node, _)| node);
        let looks = self.looks.iter().filter(|(_, (text, _))| *text > 0);
        self.most_look = looks.max_by_key(|&(&look, &(text, _))| (text, look)).map(|(&look, _)| look);
        self.most_wrapper = self.wrapper_of_most();
        self.most_depth = depths.into_iter().max_by_key(|&(depth, text)| (text, depth)).map_or(0, |(depth, _)| depth);
    }

    /// The look of the elements that are each around a part of the running text, and all in all around more
    /// than half of it; `None` if they have no class.
    fn wrapper_of_most(&self) -> Option<Look<'b>> {
        let mut wrappers: HashMap<Look<'b>, usize> = HashMap::new();
        for (&node, &(text, _)) in self.around.iter().filter(|(_, (text, _))| *text > 0) {
            *wrappers.entry(look(self.tree, node)).or_default() += text;
        }
        let all = self.text_before.last().copied().unwrap_or(0);
        let most = wrappers.into_iter().max_by_key(|&(look, text)| (text, look));
        most.filter(|&((_, class), text)| !class.is_empty() && text * 2 > all).map(|(look, _)| look)
    }

    /// The places of the blocks that may be furniture; none where there is hardly any text.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = usize> + '_ {
        let enough = self.text_before.last().is_some_and(|&text| text >= LITTLE);
        let blocks = self.blocks.iter().zip(&self.known).enumerate().filter(move |_| enough);
        let blocks = blocks.filter(|(_, (block, known))| may_be_judged(block, known.characters));
        blocks.filter(|(_, (block, known))| !self.is_plain(block, known)).map(|(at, _)| at)
    }

    /// Whether the block is a sentence without links beside most of the text, in an element like those
    /// of most text. Of a fifth of the blocks that this holds for, none was found to be furniture. Some
    /// pages have an element of one kind around each paragraph.
    fn is_plain(&self, block: &CandidateBlock<'_>, known: &Known) -> bool {
        let is_beside = || self.most_around == Some(block.around);
        let is_wrapped = || self.most_wrapper.is_some_and(|most| most == look(self.tree, block.around));
        block.cut.is_none()
            && block.kind == BlockKind::Paragraph
            && known.ends
            && !block.timed
            && (is_beside() || is_wrapped())
            && block.links() == 0
            && self.most_look == Some(look(self.tree, known.own))
    }

    /// How probable it is that the block at `at` is furniture, in percent.
    pub(super) fn judgement(&self, at: usize, judge: &Judge, names: &mut ElementWords) -> f32 {
        let (facts, names, words) = self.description(at, names);
        judge.percent(self.is_kept(at), &facts, &names, &words)
    }

    /// The facts of the block at `at`, the slots of its elements' names and those of its words.
    pub(crate) fn description(&self, at: usize, names: &mut ElementWords) -> ([f32; FACTS], Vec<u32>, Vec<u32>) {
        let (Some(block), Some(known)) = (self.blocks.get(at), self.known.get(at)) else {
            return ([0.0; FACTS], Vec::new(), Vec::new());
        };
        let previous = (0..at).rev().find(|&other| self.is_kept(other));
        let before = previous.and_then(|at| self.known.get(at)).filter(|known| !known.is_running);
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let words = word_slots(&known.words.hashes, is_heading, before.map(|known| known.words.hashes.as_slice()));
        let names = names.slots(self.tree, block_elements(self.tree, block.node, self.element));
        (self.facts(at, block, known, previous), names, words)
    }

    /// Whether the block at `at` is not cut.
    pub(crate) fn is_kept(&self, at: usize) -> bool {
        self.blocks.get(at).is_some_and(|block| block.cut.is_none())
    }

    /// The facts of a block, in the order of [`NAMES`].
    fn facts(&self, at: usize, block: &CandidateBlock<'_>, known: &Known, previous: Option<usize>) -> [f32; FACTS] {
        let mut facts = [0.0; FACTS];
        let all = look_of(block, known)
            .into_iter()
            .chain(self.place(at, previous))
            .chain(self.neighbours(at))
            .chain(self.likeness(block, known))
            .chain(self.elements(at, block))
            .chain(self.surroundings.facts(at, self.blocks, self.tree, self.element));
        facts.iter_mut().zip(all).for_each(|(fact, value)| *fact = value);
        facts
    }

    /// The place of a block, and the blocks on each side of it.
    fn place(&self, at: usize, previous: Option<usize>) -> [f32; 20] {
        let sum = |sums: &[usize], at: usize| sums.get(at).copied().unwrap_or(0);
        let (text, kept) = (sum(&self.text_before, self.blocks.len()), sum(&self.kept_before, self.blocks.len()));
        let before = sum(&self.text_before, at);
        let after = text - sum(&self.text_before, at + 1);
        let next = (at + 1..self.blocks.len()).find(|&other| self.is_kept(other));
        let [characters, links, running, kind, _] = self.neighbour(previous);
        let [next_characters, next_links, next_running, next_kind, next_ends] = self.neighbour(next);
        [
            sum(&self.kept_before, at) as f32,
            (kept - sum(&self.kept_before, at)) as f32,
            before as f32,
            after as f32,
            share(before, text),
            share(after, text),
            text as f32,
            self.blocks_of_text as f32,
            kept as f32,
            at as f32 - self.first_text as f32,
            self.last_text as f32 - at as f32,
            characters,
            links,
            running,
            kind,
            next_characters,
            next_links,
            next_running,
            next_kind,
            next_ends,
        ]
    }

    /// Characters, share in links, whether it is running text, kind, and whether it ends a
    /// sentence, of a block beside another one; -1 where there is none.
    fn neighbour(&self, at: Option<usize>) -> [f32; 5] {
        let found = at.and_then(|at| Some((self.blocks.get(at)?, self.known.get(at)?)));
        let Some((block, known)) = found else { return [-1.0; 5] };
        [
            known.characters as f32,
            share(block.linked, block.text.trim().len()),
            flag(known.is_running),
            kind_number(block.kind).0,
            flag(known.ends),
        ]
    }

    /// The cuts on each side of a block.
    fn neighbours(&self, at: usize) -> [f32; 4] {
        let cut = |other: usize| other < self.blocks.len() && !self.is_kept(other);
        let before = (at.saturating_sub(NEAR)..at).filter(|&other| cut(other)).count();
        let after = (at + 1..=at + NEAR).filter(|&other| cut(other)).count();
        [flag(at > 0 && cut(at - 1)), flag(cut(at + 1)), before as f32, after as f32]
    }

    /// How like the running text a block is, in its elements and words.
    fn likeness(&self, block: &CandidateBlock<'_>, known: &Known) -> [f32; 13] {
        let text = self.text_before.last().copied().unwrap_or(0);
        let look = look(self.tree, known.own);
        let (look_text, look_blocks) = self.looks.get(&look).copied().unwrap_or_default();
        let (around_text, around_blocks) = self.around.get(&block.around).copied().unwrap_or_default();
        let distinct = distinct(&known.words.hashes);
        let own = u32::from(known.is_running);
        let also_in_text = distinct.iter().filter(|&&word| self.spread.of(word) > own).count();
        let also_in = |words: &[u32]| distinct.iter().filter(|word| words.binary_search(word).is_ok()).count();
        let (in_title, in_summary) = (also_in(&self.title), also_in(&self.summary));
        [
            flag(self.most_around == Some(block.around)),
            flag(self.most_look == Some(look)),
            known.depth as f32 - self.most_depth as f32,
            known.depth as f32,
            share(look_text, text),
            share(around_text, text),
            look_blocks as f32,
            around_blocks as f32,
            share(also_in_text, distinct.len()),
            share(in_title, self.title.len()),
            share(in_title, distinct.len()),
            share(in_summary, self.summary.len()),
            share(in_summary, distinct.len()),
        ]
    }

    /// The elements around a block, and how far text and headings are.
    fn elements(&self, at: usize, block: &CandidateBlock<'_>) -> [f32; 8] {
        let mut inside = [false; 4];
        let mut count = 0;
        for node in block_elements(self.tree, block.node, self.element) {
            let name = self.tree.name(node);
            for (found, wanted) in inside.iter_mut().zip(["blockquote", "section", "table", "figure"]) {
                *found |= name == wanted;
            }
            count += 1;
        }
        let near = at.saturating_sub(2)..(at + 3).min(self.known.len());
        let near = near.filter(|&other| other != at && self.known.get(other).is_some_and(|k| k.is_running)).count();
        let heading = |other: &usize| {
            self.blocks.get(*other).is_some_and(|b| b.cut.is_none() && matches!(b.kind, BlockKind::Heading(_)))
        };
        let before = (at.saturating_sub(FAR)..at).rev().find(heading).map_or(NO_HEADING, |other| at - other);
        let after = (at + 1..at + FAR).find(heading).map_or(NO_HEADING, |other| other - at);
        let [quote, section, table, figure] = inside.map(flag);
        [quote, section, table, figure, count as f32, near as f32, before as f32, after as f32]
    }
}

impl Known {
    /// What is known of `block` in `element`.
    fn of(block: &CandidateBlock<'_>, tree: &Tree, element: NodeId) -> Self {
        if block.cut.is_some() && removed_by(block).is_none() {
            return Self::default();
        }
        let path = || std::iter::once(block.node).chain(tree.ancestors(block.node));
        let makes_blocks = |&node: &NodeId| !tree.name(node).is_empty() && !is_inline(tree.name(node));
        Self {
            characters: folded_length(&block.text),
            words: words(&block.text),
            ends: ends_sentence(block.text.trim()),
            is_running: is_running(block),
            depth: path().take_while(|&node| node != element).filter(|&node| !tree.name(node).is_empty()).count(),
            own: path().find(makes_blocks).unwrap_or(0),
        }
    }
}

/// What a block looks like.
fn look_of(block: &CandidateBlock<'_>, known: &Known) -> [f32; 19] {
    let text = block.text.trim();
    let (mut commas, mut stops, mut digits, mut capitals, mut separators) = (0, 0, 0, 0, 0);
    for c in text.chars() {
        commas += usize::from(c == ',');
        stops += usize::from(c == '.');
        digits += usize::from(c.is_ascii_digit());
        capitals += usize::from(c.is_uppercase());
        separators += usize::from(matches!(c, '|' | '·' | '•'));
    }
    let marked = |kind: &MarkKind| -> usize {
        let marks = block.marks.iter().filter(|mark| mark.kind == *kind);
        marks.map(|mark| mark.span.end.saturating_sub(mark.span.start)).sum()
    };
    let (kind, level) = kind_number(block.kind);
    [
        kind,
        level,
        known.characters as f32,
        known.words.hashes.len() as f32,
        share(block.linked, text.len()),
        block.links() as f32,
        flag(known.ends),
        flag(text.ends_with(':')),
        commas as f32,
        stops as f32,
        share(digits, known.characters),
        share(known.words.capitals, known.words.hashes.len()),
        share(capitals, known.characters),
        separators as f32,
        share(marked(&MarkKind::Strong), block.text.len()),
        share(marked(&MarkKind::Emphasis), block.text.len()),
        block.pictures.len() as f32,
        flag(block.timed),
        flag(block.list.is_some()),
    ]
}

/// The number of a kind of block, and the level of a heading.
fn kind_number(kind: BlockKind) -> (f32, f32) {
    match kind {
        BlockKind::Heading(level) => (1.0, f32::from(level)),
        BlockKind::ListItem => (2.0, 0.0),
        BlockKind::Quote => (3.0, 0.0),
        BlockKind::Caption => (4.0, 0.0),
        BlockKind::Table | BlockKind::Code => (5.0, 0.0),
        _ => (0.0, 0.0),
    }
}

/// The name of an element and its class.
fn look<'t>(tree: &'t Tree, node: NodeId) -> Look<'t> {
    (tree.name(node), tree.attribute(node, "class").unwrap_or(""))
}

/// The characters of a text, a run of white space counted as one.
fn folded_length(text: &str) -> usize {
    let words = text.split_whitespace().map(|word| word.chars().count() + 1);
    words.sum::<usize>().saturating_sub(1)
}

/// The sum of the values before each place, and at the end that of all.
fn sums(values: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sum = 0;
    let mut sums = vec![0];
    sums.extend(values.map(|value| {
        sum += value;
        sum
    }));
    sums
}

/// `part` of `all`, from 0 to 1; 0 if there is nothing.
fn share(part: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

/// 1 for yes.
fn flag(yes: bool) -> f32 {
    if yes { 1.0 } else { 0.0 }
}
