//! What HTML says about elements by their names: which are not shown, and
//! which are part of a line of text.

use super::tree::{NodeId, Tree};

/// Whether the text of the element is not shown: a script, a picture, or an
/// element that its `hidden` or `style` attribute hides.
pub(crate) fn is_invisible(tree: &Tree, node: NodeId) -> bool {
    matches!(
        tree.name(node),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "audio"
            | "video"
            | "canvas"
            | "map"
            | "noframes"
            | "noembed"
            | "title"
    ) || is_reading(tree, node)
        || tree.attribute(node, "hidden").is_some_and(|value| value != "until-found") && !is_streamed(tree, node)
        || tree.attribute(node, "style").is_some_and(hides)
}

/// Whether elements of this name have no text that a page ever shows: a script, a drawing.
pub(crate) fn is_no_text(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "head" | "title" | "svg" | "math" | "iframe" | "embed" | "audio" | "noframes" | "noembed"
    )
}

/// Whether the element says how the characters before it are pronounced, and the page has no
/// brackets for readers that cannot show it above them.
fn is_reading(tree: &Tree, node: NodeId) -> bool {
    tree.name(node) == "rt" && tree.previous_sibling(node).is_none_or(|before| tree.name(before) != "rp")
}

/// Whether the element holds a part of the page that React sends after the rest
/// and a script moves to its place: `<div hidden id="S:0">`.
fn is_streamed(tree: &Tree, node: NodeId) -> bool {
    tree.attribute(node, "id")
        .is_some_and(|id| id.strip_prefix("S:").is_some_and(|number| number.chars().all(|c| c.is_ascii_hexdigit())))
}

/// Whether a `style` attribute hides its element.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let far_away = ["left:-9999", "top:-9999", "clip:rect(0", "clip:rect(1px"];
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("position:absolute") && far_away.iter().any(|place| style.contains(place))
}

/// Whether elements of this name are part of a line of text and make no block
/// of their own.
pub(crate) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "nobr"
            | "q"
            | "rb"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "picture"
            | "source"
            | "label"
            | "br"
            | "amp-img"
            | "button"
            | "input"
            | "bsp-timestamp"
    )
}

/// Whether `node` is part of a line of text: an element that is so in HTML, or
/// a custom element inside a paragraph, which browsers show in the line too.
pub(crate) fn is_in_line(tree: &Tree, node: NodeId) -> bool {
    let name = tree.name(node);
    is_inline(name) || (name.contains('-') && in_paragraph(tree, node))
}

/// Whether the nearest block around `node` holds running text: a paragraph, a
/// list item, a quotation, a cell or a heading.
pub(crate) fn in_paragraph(tree: &Tree, node: NodeId) -> bool {
    let nearest = tree.ancestors(node).map(|a| tree.name(a)).find(|name| !is_inline(name) && !name.contains('-'));
    nearest
        .is_some_and(|name| matches!(name, "p" | "li" | "blockquote" | "td" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
}
