//! Lists of links to other articles, and boxes of which everything but the heading was
//! cut.

use pullquote_article::{BlockKind, MarkKind};

use super::candidate_block::{CandidateBlock, ends_sentence, is_link};
use crate::rules::ContextRule;

/// Items that a list of links has at least.
const ITEMS: usize = 2;
/// Letters of a headline on average, at least; shorter links are names of things.
const HEADLINE: usize = 25;

/// Cuts lists of which each item is a link with the length of a headline, perhaps after a
/// few words in bold.
pub(super) fn cut(blocks: &mut [CandidateBlock<'_>]) {
    let mut at = 0;
    while at < blocks.len() {
        let around = blocks.get(at).map_or(0, |b| b.around);
        let same = |b: &&CandidateBlock<'_>| b.kind == BlockKind::ListItem && b.around == around;
        let items: Vec<&CandidateBlock<'_>> = blocks.iter().skip(at).take_while(same).collect();
        let count = items.len();
        let letters: usize = items.iter().map(|b| b.text.trim().chars().count()).sum();
        let is_list = around != 0 && count >= ITEMS && letters >= count * HEADLINE && items.iter().all(|b| is_teaser(b));
        if is_list {
            for block in blocks.iter_mut().skip(at).take(count).filter(|b| b.cut.is_none()) {
                block.cut_by(ContextRule::LinkList);
            }
        }
        at += count.max(1);
    }
}

/// Whether the item is one link, perhaps after words in bold, and no sentence.
fn is_teaser(block: &CandidateBlock<'_>) -> bool {
    let length = block.text.trim().len();
    let strong = block.marks.iter().filter(|m| m.kind == MarkKind::Strong);
    let bold: usize = strong.map(|m| m.span.end.saturating_sub(m.span.start)).sum();
    let links = block.marks.iter().filter(|m| is_link(&m.kind)).count();
    links == 1 && !ends_sentence(block.text.trim()) && block.linked * 2 >= length && (block.linked + bold) * 10 >= length * 9
}
