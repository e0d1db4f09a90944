//! Pull quotes: words of the text, repeated large.

use std::collections::HashSet;

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, letters};
use super::jsonld_text::words;
use crate::rules::ContextRule;

/// How many words in a row are compared.
const RUN: usize = 5;
/// Words that a quotation repeats at least.
const LEAST: usize = 7;
/// Words of a pull quote, at most.
const MOST: usize = 60;
/// Words after them that may name the speaker, at most.
const SPEAKER: usize = 14;

/// Cuts pull quotes that repeat words of the text: those that the page calls so, and
/// quotations. What is called a pull quote and repeats nothing becomes a quotation.
pub(super) fn cut(blocks: &mut [CandidateBlock<'_>]) {
    let may_be = |b: &CandidateBlock<'_>| b.cut.is_none() && (b.is_pull_quote || b.kind == BlockKind::Quote);
    if !blocks.iter().any(may_be) {
        return;
    }
    cut_named(blocks);
    let text: Vec<Vec<String>> =
        blocks.iter().filter(|b| b.cut.is_none() && !may_be(b)).map(|b| words(&b.text)).collect();
    let runs: HashSet<&[String]> = text.iter().flat_map(|words| words.windows(RUN)).collect();
    for block in blocks.iter_mut().filter(|b| may_be(b)) {
        let words = words(&block.text);
        let repeated = words.windows(RUN).take_while(|run| runs.contains(run)).count() + RUN - 1;
        if repeated >= LEAST && words.len() <= MOST && repeated + SPEAKER >= words.len() && repeated * 2 >= words.len() {
            block.cut_by(ContextRule::PullQuote);
        }
    }
}

/// Cuts what is called a pull quote and repeats words of the text letter by letter.
fn cut_named(blocks: &mut [CandidateBlock<'_>]) {
    if blocks.iter().all(|b| !b.is_pull_quote) {
        return;
    }
    let text: String =
        blocks.iter().filter(|b| !b.is_pull_quote && b.cut.is_none()).map(|b| letters(&b.text)).collect();
    for block in blocks.iter_mut().filter(|b| b.is_pull_quote && b.cut.is_none()) {
        if text.contains(&letters(&block.text)) {
            block.cut_by(ContextRule::PullQuote);
        } else {
            block.kind = BlockKind::Quote;
        }
    }
}
