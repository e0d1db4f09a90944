//! The author in a box with a portrait and a few words about the person.

use super::line::shown;
use super::shown_names::is_called;
use crate::byline::is_name;
use crate::html::tree::{NodeId, Tree};

/// How many elements around a portrait may be the box.
const AROUND: usize = 5;
/// Nodes of a box, at most.
const NODES: usize = 80;

/// The name in the boxes of the page about an author, if there is one name: a portrait is
/// described by it, a text has it alone, and another says of it what the person is or does.
/// `words` are the names of elements around authors, one of which the box has.
pub(super) fn names(tree: &Tree, elements: &[NodeId], words: &[&str]) -> Vec<String> {
    let images = elements.iter().filter(|&&node| tree.name(node) == "img");
    let described = images.filter_map(|&image| Some((image, tree.attribute(image, "alt")?.trim())));
    let mut found: Vec<&str> = Vec::new();
    for (image, name) in described.filter(|(_, name)| is_name(name) && name.contains(' ')) {
        let mut around = tree.ancestors(image).take(AROUND);
        let is_box = |node: NodeId| is_called(tree, node, words) && introduces(tree, node, name);
        if !found.contains(&name) && around.any(is_box) {
            found.push(name);
        }
    }
    if let [name] = found.as_slice() { vec![(*name).to_owned()] } else { Vec::new() }
}

/// Whether the element has the `name` alone in a text, and one that begins with it or with
/// the given name and goes on in lower case.
fn introduces(tree: &Tree, node: NodeId, name: &str) -> bool {
    let nodes: Vec<NodeId> = tree.descendants(node).take(NODES).collect();
    if nodes.len() == NODES {
        return false;
    }
    let texts: Vec<_> = nodes.into_iter().filter_map(|node| tree.text(node)).filter_map(shown).collect();
    let given = name.split(' ').next().unwrap_or(name);
    let says = |text: &str, name: &str| {
        let rest = text.strip_prefix(name).and_then(|rest| rest.strip_prefix([' ', ',']));
        rest.map(str::trim_start).is_some_and(|rest| rest.starts_with(char::is_lowercase) && rest.contains(' '))
    };
    texts.iter().any(|text| text == name) && texts.iter().any(|text| says(text, name) || says(text, given))
}
