//! What comes after the last running text of the article: lines that are none of it.

use pullquote_article::BlockKind;

use super::block_rules::{LITTLE, is_link};
use super::candidate_block::{CandidateBlock, ends_sentence, is_running};
use super::headings;
use crate::html::element::is_inline;
use crate::html::tree::{NodeId, Tree};
use crate::rules::ContextRule;

/// Bytes of a line after the text that is in an element like those of the text, at least; a name is shorter.
const LINE: usize = 25;
/// Paragraphs of running text in elements like that of a line after them, at least.
const ALIKE: usize = 3;

/// Cuts headings, links and short lines after the last running text.
pub(super) fn cut(blocks: &mut [CandidateBlock<'_>], tree: &Tree) {
    // Where there is hardly any running text, the lines after it are the text.
    let running: usize = blocks.iter().filter(|b| is_running(b)).map(|b| b.text.trim().len()).sum();
    if running < LITTLE {
        return;
    }
    let in_headings = headings::are_text(blocks);
    let last = blocks.iter().rposition(|b| {
        is_running(b)
            || (in_headings && headings::is_statement(b))
            || (b.cut.is_none()
                && matches!(b.kind, BlockKind::ListItem | BlockKind::Quote | BlockKind::Table | BlockKind::Code))
    });
    let like_text = last.map_or(0, |last| lines_like_text(blocks, last, tree));
    let first = last.map_or(0, |last| last + 1) + like_text;
    for block in blocks.iter_mut().skip(first).filter(|b| b.cut.is_none()) {
        if matches!(block.kind, BlockKind::Heading(_))
            || (block.kind == BlockKind::Paragraph && (!ends_sentence(block.text.trim()) || is_link(block)))
        {
            block.cut_by(ContextRule::AfterTheText);
        }
    }
}

/// How many blocks right after the last text, at `last`, are lines in elements like those of the text: of
/// the same name and class, in the same element as several paragraphs.
fn lines_like_text(blocks: &[CandidateBlock<'_>], last: usize, tree: &Tree) -> usize {
    let own =
        |b: &CandidateBlock<'_>| std::iter::once(b.node).chain(tree.ancestors(b.node)).find(|&n| makes_blocks(tree, n));
    let look = |b: &CandidateBlock<'_>| {
        let node = own(b)?;
        let class = tree.attribute(node, "class").filter(|class| !class.trim().is_empty())?;
        Some((tree.parent(node), tree.name(node), class))
    };
    let Some(text) = blocks.get(last).filter(|b| b.kind == BlockKind::Paragraph).and_then(look) else { return 0 };
    let is_like = |b: &CandidateBlock<'_>| b.kind == BlockKind::Paragraph && look(b) == Some(text);
    if blocks.iter().filter(|b| is_running(b) && is_like(b)).take(ALIKE).count() < ALIKE {
        return 0;
    }
    let is_line = |b: &CandidateBlock<'_>| b.text.trim().len() >= LINE && !is_link(b);
    blocks.iter().skip(last + 1).take_while(|b| b.cut.is_none() && is_like(b) && is_line(b)).count()
}

/// Whether the node is an element that makes blocks.
fn makes_blocks(tree: &Tree, node: NodeId) -> bool {
    !tree.name(node).is_empty() && !is_inline(tree.name(node))
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p class=par>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";

    #[test]
    fn a_line_after_the_text_in_an_element_like_it_is_text() {
        let ship = |n: usize| {
            format!(
                "<p class=par>Ship number {n} waits beyond the mole of Lindhaven for its pilot, as it has for {n} days.</p>"
            )
        };
        let ships: String = (1..9).map(ship).collect();
        let text =
            |last: &str| crate::extract(&format!("<article>{STORY}{ships}{last}</article>"), None).text().to_owned();
        let line = "MORE SHIPS ARE EXPECTED ON MONDAY";
        assert!(text(&format!("<p class=par>{line}</p>")).contains(line));
        assert!(!text("<p class=foot>Lindhaven Courier, page four</p>").contains("page four"));
    }
}
