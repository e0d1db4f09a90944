//! Boxes that ask for an address of electronic mail, recognised by the field for it and not by
//! their names. What is in a `<form>` is a control of the page in any case, and the text around it
//! is as often the article's.

use super::density::Density;
use crate::html::tree::{NodeId, Tree};
use crate::rules::ElementRules;
use crate::rules::elements::NEWSLETTER;

/// Characters of text that a box has at least, without those of its buttons.
const SHORTEST: u32 = 20;
/// Characters that it has at most; an element with more holds other text, too.
const LONGEST: u32 = 320;
/// How many elements around the field may be the box.
const LEVELS: usize = 8;
/// Nodes of a box, at most; an element with more is no box.
const NODES: usize = 100;

/// Cuts the boxes of the page.
pub(super) fn cut<'r>(density: &mut Density<'r>, tree: &Tree, rules: &'r ElementRules) {
    let fields = density.order().iter().copied().filter(|&node| is_field_for_mail(tree, node));
    let boxes: Vec<NodeId> = fields.filter_map(|field| around(tree, density, field)).collect();
    for node in boxes {
        if !density.excluded[node as usize] {
            density.cut_element(tree, node, rules.by_name(NEWSLETTER));
        }
    }
}

/// Whether the element is a field in which a reader writes an address, and in no form.
fn is_field_for_mail(tree: &Tree, node: NodeId) -> bool {
    let has = |key: &str, signs: &[&str]| {
        tree.attribute(node, key).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            signs.iter().any(|sign| value.contains(sign))
        })
    };
    tree.name(node) == "input"
        && !tree.ancestors(node).any(|above| tree.name(above) == "form")
        && (has("type", &["email"]) || has("placeholder", &["@", "mail"]) || has("name", &["email", "e-mail"]))
}

/// The smallest element around the field with text of its own, if it is short.
fn around(tree: &Tree, density: &Density<'_>, field: NodeId) -> Option<NodeId> {
    let own = |node: NodeId| -> u32 {
        let inside = tree.descendants(node).take(NODES);
        let controls = inside.filter(|&n| is_control(tree, n)).map(|n| density.text[n as usize]);
        density.text[node as usize].saturating_sub(controls.sum())
    };
    let is_small = |node: NodeId| {
        density.text[node as usize] <= LONGEST && tree.descendants(node).take(NODES + 1).count() <= NODES
    };
    let may_be = |node: NodeId| !matches!(tree.name(node), "body" | "main" | "article" | "html" | "td");
    let mut above = tree.ancestors(field).take(LEVELS).take_while(|&node| is_small(node));
    let found = above.find(|&node| own(node) >= SHORTEST).filter(|&node| may_be(node))?;
    let is_headed = tree.descendants(found).any(|node| tree.name(node) == "h1");
    (!is_headed).then_some(found)
}

/// Whether the text of the element is that of a control.
fn is_control(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.name(node), "button" | "label" | "option")
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";

    /// The text of an article with `inside` between its paragraphs.
    fn text(inside: &str) -> String {
        let html = format!("<article><h1>Pier</h1>{STORY}{STORY}{inside}{STORY}</article>");
        crate::extract(&html, None).text().to_owned()
    }

    #[test]
    fn a_box_with_a_field_for_an_address_is_cut_with_its_text() {
        let words = "<div>The morning letter</div><div>All that happened in the port, written by people who live beside it.</div>";
        let field = "<input placeholder='you@lindhaven.example'><button>Send it to me</button>";
        let found = text(&format!("<div class=x1>{words}<div class=x2>{field}</div></div>"));
        assert!(!found.contains("morning letter") && !found.contains("happened in the port"), "{found}");
        let other = text(&format!("<div class=x1>{words}<div class=x2><input placeholder=Search></div></div>"));
        assert!(other.contains("happened in the port"));
    }

    #[test]
    fn a_field_among_paragraphs_takes_no_text_with_it() {
        assert!(text(&format!("{STORY}<input type=email>{STORY}")).contains("struck the pier"));
    }
}
