//! Elements that rules for names do not cut, or cut even inside a sentence.

use crate::html::tree::{NodeId, Tree};

/// Whether the names of the element say that only screen readers or a pointer
/// see it: `sr-only`, `visually-hidden`, `tooltip`.
pub(super) fn is_for_screen_readers(tree: &Tree, node: NodeId) -> bool {
    let names = tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace();
    let hides = |name: &str| {
        let name = name.to_ascii_lowercase().replace('_', "-");
        ["hidden", "is-hidden", "noprint", "u-hidden"].contains(&name.as_str())
            || ["assistive", "editsection", "screen-reader", "screenreader", "sr-only", "tooltip", "visually-hidden"]
                .iter()
                .any(|hidden| name.contains(hidden))
            || name.contains("visuallyhidden")
    };
    names.take(40).any(hides) || tree.attribute(node, "role") == Some("tooltip")
}

/// Whether the link `node` is in the middle of a sentence: words right before it, or a
/// small letter after it.
pub(super) fn is_word_of_sentence(tree: &Tree, node: NodeId) -> bool {
    let text = |found: Option<NodeId>| found.and_then(|n| tree.text(n)).map(str::trim).filter(|text| !text.is_empty());
    let before = text(tree.previous_sibling(node))
        .is_some_and(|text| text.ends_with(|c: char| c.is_alphanumeric() || ",(“„«".contains(c)));
    let after = text(tree.next_sibling(node)).is_some_and(|text| text.starts_with(char::is_lowercase));
    tree.name(node) == "a" && (before || after)
}

/// Whether the element holds the footnotes of the article, by its role or names.
pub(super) fn holds_footnotes(tree: &Tree, node: NodeId) -> bool {
    let names = ["class", "id", "role"].map(|key| tree.attribute(node, key).unwrap_or_default().to_ascii_lowercase());
    names.iter().any(|name| name.contains("footnote") || name.contains("endnotes"))
}

/// Whether the page's microdata states that `node` is the article; `percent` is
/// its share of the running text.
pub(super) fn is_stated_article(tree: &Tree, node: NodeId, percent: usize) -> bool {
    tree.attribute(node, "itemprop").is_some_and(|p| p == "articleBody" || p == "mainEntityOfPage") && percent > 10
}
