//! Text of a page's metadata, as one clean line.

use std::borrow::Cow;

use crate::html::tree::Tree;
use crate::white_space::folded_by;

/// `text` with white space folded and character references decoded, which some
/// pages escape twice; `None` if nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    let text = unescaped(text);
    let folded = folded_by(&text, |c| c.is_whitespace() || c.is_control());
    (!folded.is_empty()).then_some(folded)
}

/// `text` with its character references decoded.
fn unescaped(text: &str) -> Cow<'_, str> {
    let escaped = text.find('&').is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(';')));
    if escaped { Tree::parse(text).all_text(0).into_owned().into() } else { text.into() }
}
