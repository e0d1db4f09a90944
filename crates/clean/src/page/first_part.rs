//! The heading of the first part of an article that has nothing but parts: the posts of a live
//! blog.

use pullquote_article::BlockKind;

use super::candidate_block::CandidateBlock;
use crate::html::tree::{NodeId, Tree};

/// Headings like the first one that there are at least if each heads a part of the article.
const PARTS: usize = 2;
/// How many elements around a text may be its heading.
const LEVELS: usize = 4;

/// The index of the heading right before the block `first` if it has the level and class of at
/// least two later ones in other elements: then each heads a part of the article, such as a post of a live blog.
pub(super) fn heading(blocks: &[CandidateBlock<'_>], first: usize, tree: &Tree) -> Option<usize> {
    let at = first.checked_sub(1)?;
    let block = blocks.get(at).filter(|b| matches!(b.kind, BlockKind::Heading(2..)) && b.cut.is_none())?;
    let class = class_of_heading(tree, block.node)?;
    let part = part_around(tree, block.node)?;
    let is_like = |b: &&CandidateBlock<'_>| {
        let alike = b.kind == block.kind && b.cut.is_none() && class_of_heading(tree, b.node) == Some(class);
        alike && part_around(tree, b.node).is_some_and(|other| other != part)
    };
    (blocks.iter().skip(first).filter(is_like).take(PARTS).count() == PARTS).then_some(at)
}

/// The element around `node` that is a part of an article by its tag.
fn part_around(tree: &Tree, node: NodeId) -> Option<NodeId> {
    tree.ancestors(node).take(2 * LEVELS).find(|&n| matches!(tree.name(n), "article" | "li" | "section"))
}

/// The class of the heading that `node` is in.
fn class_of_heading(tree: &Tree, node: NodeId) -> Option<&str> {
    let mut around = std::iter::once(node).chain(tree.ancestors(node)).take(LEVELS);
    let heading = around.find(|&n| matches!(tree.name(n), "h2" | "h3" | "h4"))?;
    tree.attribute(heading, "class").filter(|class| !class.is_empty())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_first_of_several_posts_keeps_its_heading() {
        let post = |name: &str| {
            format!(
                "<article class=post><h2 class=post-title>{name}</h2><p>The port of Lindhaven says that {name}, and that forty ships wait beyond the mole for a pilot.</p></article>"
            )
        };
        let posts: String =
            ["the pier is shut", "a barge broke loose", "the mole holds", "the storm is over"].map(post).concat();
        let html = format!("<title>Storm</title><main><h1>Storm</h1><div>{posts}</div></main>");
        let live = crate::extract(&html, None).text().to_owned();
        assert!(live.starts_with("Storm\n\nthe pier is shut\n\n"), "{live}");
    }
}
