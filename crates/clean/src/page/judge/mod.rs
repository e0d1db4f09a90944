//! A learned judge of short blocks: teasers, notes, calls, bylines of tweets and the
//! like between the paragraphs of an article and after them.
//!
//! The rules in code and in tables come first. What they leave is described by some
//! facts, by the words of its elements' names and by its own words, and a model says how
//! probable it is that a block is furniture. `training/train_judge.py` makes the model.

mod facts;
mod model;
mod tokens;

use pullquote_article::BlockKind;

use self::facts::PageBlocks;
pub(crate) use self::model::Judge;
use self::tokens::ElementWords;
use super::candidate_block::CandidateBlock;
use crate::html::tree::{NodeId, Tree};
use crate::rules::Cut;

/// Characters that a block has at most, if it is judged. What is longer is text.
const LONGEST: usize = 250;
/// The probability of furniture from which a block is cut, in percent. Chosen on five groups of
/// sites, each judged by a model of the other four.
const FURNITURE: f32 = 65.0;

/// Cuts the `blocks` of the article's `element` that `judge` finds to be furniture.
/// `stated` is the page's title and its summary, as far as it has any.
pub(super) fn cut(
    blocks: &mut [CandidateBlock<'_>],
    tree: &Tree,
    element: NodeId,
    stated: [Option<&str>; 2],
    judge: &Judge,
) {
    let page = PageBlocks::new(blocks, tree, element, stated);
    let mut names = ElementWords::default();
    let judged: Vec<(usize, f32)> = page.candidates().map(|at| (at, page.judgement(at, judge, &mut names))).collect();
    for (at, percent) in judged.into_iter().filter(|&(_, percent)| percent >= FURNITURE) {
        if let Some(block) = blocks.get_mut(at) {
            block.cut = Some(Cut::Judged(percent as u8));
        }
    }
}

/// Whether the block may be judged at all, by its kind and length.
fn may_be_judged(block: &CandidateBlock<'_>, characters: usize) -> bool {
    block.cut.is_none()
        && characters <= LONGEST
        && !matches!(block.kind, BlockKind::Caption | BlockKind::Table | BlockKind::Code)
}

/// What the judge is trained on.
#[cfg(feature = "train")]
pub(crate) mod examples {
    use super::*;
    use crate::language::Language;
    use crate::page::{Draft, measured};

    /// A block that the rules leave and the judge judges.
    #[derive(Debug, Clone)]
    pub struct JudgedBlock {
        /// The text, with white space as in the page.
        pub text: String,
        /// The facts, in the order of the model.
        pub facts: Vec<f32>,
        /// The slots of the words in the names of its elements.
        pub names: Vec<u32>,
        /// The slots of its words.
        pub words: Vec<u32>,
    }

    /// The blocks of the web page `html` that the judge judges, in their order.
    #[must_use]
    pub fn judged_blocks(html: &str) -> Vec<JudgedBlock> {
        let language = Language::bundled();
        let tree = Tree::parse(html);
        let density = measured(&tree, language);
        let draft = Draft::new(&tree, &density, None, language);
        let page = PageBlocks::new(&draft.blocks, &tree, draft.element, draft.metadata.title_and_summary());
        let mut seen = ElementWords::default();
        let described = page.candidates().map(|at| {
            let (facts, names, words) = page.description(at, &mut seen);
            let text = draft.blocks.get(at).map_or(String::new(), |block| block.text.clone());
            JudgedBlock { text, facts: facts.to_vec(), names, words }
        });
        described.collect()
    }

    /// The fingerprint of the format, which is in the file of the model.
    #[must_use]
    pub fn fingerprint() -> u64 {
        super::model::fingerprint()
    }
}
