//! Text of a page's metadata, as one clean line.

use std::borrow::Cow;

use crate::html::tree::{NodeId, Tree};

/// Characters that a byline or a date has at most.
pub(super) const LINE: usize = 120;
/// Nodes of an element that is read as a line, at most.
const NODES: usize = 24;

/// `text` with white space folded and character references decoded, which some
/// pages escape twice; `None` if nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    let text = unescaped(text);
    let folded = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!folded.is_empty()).then_some(folded)
}

/// `text` with its character references decoded.
fn unescaped(text: &str) -> Cow<'_, str> {
    let escaped = text.find('&').is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(';')));
    if escaped { Tree::parse(text).all_text(0).into() } else { text.into() }
}

/// The element's text if it is no longer than a line.
pub(super) fn short_text(tree: &Tree, node: NodeId) -> Option<String> {
    // Reading more would take long for the elements around the whole page.
    if tree.descendants(node).take(NODES).count() >= NODES {
        return None;
    }
    line(&tree.all_text(node)).filter(|text| text.chars().count() <= LINE)
}
