//! Text of a page's metadata, as one clean line.

use std::borrow::Cow;

use memchr::memchr;

use crate::html::tree::{NodeId, Tree};
use crate::white_space::folded_by;

/// Characters that a byline or a date has at most.
pub(super) const LINE: usize = 120;
/// Nodes of an element that is read as a line, at most.
const NODES: usize = 24;

/// `text` with white space folded and character references decoded, which some
/// pages escape twice; `None` if nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    shown(text).map(Cow::into_owned)
}

/// The text that [`line`] gives, borrowed if it is the same.
pub(super) fn shown(text: &str) -> Option<Cow<'_, str>> {
    let is_space = |c: char| c.is_whitespace() || c.is_control();
    let line = match unescaped(text) {
        Cow::Borrowed(text) => folded_by(text, is_space),
        Cow::Owned(text) => folded_by(&text, is_space).into_owned().into(),
    };
    Some(line).filter(|line| !line.is_empty())
}

/// `text` with its character references decoded.
fn unescaped(text: &str) -> Cow<'_, str> {
    let escaped = memchr(b'&', text.as_bytes()).is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(';')));
    if escaped { Tree::parse(text).all_text(0).into_owned().into() } else { text.into() }
}

/// The element's text if it is no longer than a line.
pub(super) fn short_text(tree: &Tree, node: NodeId) -> Option<String> {
    // Reading more would take long for the elements around the whole page.
    if tree.descendants(node).take(NODES).count() >= NODES {
        return None;
    }
    line(&tree.all_text(node)).filter(|text| text.chars().count() <= LINE)
}
