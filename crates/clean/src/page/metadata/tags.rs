//! The `meta` elements of a page.

use std::collections::HashMap;

use super::line::line;
use super::writers::AUTHORS;
use crate::html::tree::{NodeId, Tree};
use crate::language::BylineWords;

/// The name of the `meta` elements by which scholars cite an author.
const CITATION: &str = "citation_author";

/// The `meta` elements of a page by their names in lower case.
#[derive(Debug, Default)]
pub(super) struct Tags(HashMap<String, Vec<String>>);

impl Tags {
    /// The content of the first element called `name`.
    pub(super) fn first(&self, name: &str) -> Option<&String> {
        self.0.get(name)?.first()
    }

    /// The contents of the elements called `name`, in the order of the page.
    /// Where a name has its parts in the order of a catalogue (“Lee, Ann”, as
    /// `citation_author` does), they are exchanged.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let contents = self.0.get(name).map_or(&[][..], Vec::as_slice).iter().take(AUTHORS);
        let as_spoken = |content: &String| match content.split_once(", ") {
            Some((last, first)) if name == CITATION && !first.contains(',') => format!("{first} {last}"),
            _ => content.clone(),
        };
        contents.map(as_spoken).collect()
    }
}

impl Tags {
    /// The names after a label of a Twitter card that says who wrote the article
    /// (`twitter:label1` is “Written by”, `twitter:data1` the name).
    pub(super) fn labelled(&self, words: &BylineWords) -> Vec<String> {
        let says_author = |label: &String| {
            let label = label.to_lowercase();
            words.line_starts.iter().any(|by| label == *by || label.ends_with(&format!(" {by}")))
        };
        ["1", "2"]
            .iter()
            .filter(|number| self.first(&format!("twitter:label{number}")).is_some_and(says_author))
            .filter_map(|number| self.first(&format!("twitter:data{number}")).cloned())
            .collect()
    }
}

/// Adds the content of a `meta` element to `tags`, under each of its names in
/// lower case.
pub(super) fn add(tree: &Tree, node: NodeId, tags: &mut Tags) {
    // Some pages write `value` for `content`.
    let content = tree.attribute(node, "content").or_else(|| tree.attribute(node, "value"));
    let Some(content) = content.and_then(line) else { return };
    for key in ["property", "name", "itemprop", "http-equiv"] {
        for name in tree.attribute(node, key).unwrap_or("").split_ascii_whitespace().take(8) {
            tags.0.entry(name.to_ascii_lowercase()).or_default().push(content.clone());
        }
    }
}
