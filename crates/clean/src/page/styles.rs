//! What the page's own style sheets hide: classes and ids with `display: none`.
//!
//! Only plain rules outside of `@media` and the like are read, with one class or id
//! as their selector. What depends on more is decided in a browser.

use std::collections::HashSet;

use memchr::{memchr3_iter, memmem};

use crate::html::tree::{NodeId, Tree};

/// Bytes of style sheets that are read at most.
const MOST: usize = 500_000;

/// The classes and ids that style sheets hide.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Selectors: `.name` or `#name`.
    hidden: HashSet<String>,
}

impl Styles {
    /// Reads every `<style>` of the page.
    pub(super) fn read(tree: &Tree) -> Self {
        let mut styles = Self::default();
        let mut left = MOST;
        let mut at = Some(0);
        while let Some(node) = at {
            if tree.name(node) == "style" {
                for sheet in tree.children(node).filter_map(|child| tree.text(child)) {
                    let Some(rest) = left.checked_sub(sheet.len()) else { return styles };
                    left = rest;
                    styles.sheet(sheet);
                }
            }
            at = tree.following(node, 0, true);
        }
        styles
    }

    /// Whether the element is hidden.
    pub(super) fn hides(&self, tree: &Tree, node: NodeId) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let has = |sign: &str, name: &str| self.hidden.contains(&format!("{sign}{name}"));
        tree.attribute(node, "class").is_some_and(|names| names.split_ascii_whitespace().take(40).any(|n| has(".", n)))
            || tree.attribute(node, "id").is_some_and(|id| has("#", id.trim()))
    }

    /// Reads the rules of one style sheet.
    fn sheet(&mut self, sheet: &str) {
        if memmem::find(sheet.as_bytes(), b"none").is_none() {
            return;
        }
        let (mut depth, mut selectors, mut start) = (0_usize, "", 0);
        for at in memchr3_iter(b'{', b'}', b';', sheet.as_bytes()) {
            match sheet.as_bytes().get(at) {
                Some(b'{') => {
                    selectors = if depth == 0 { sheet.get(start..at).unwrap_or("") } else { "" };
                    depth += 1;
                    start = at + 1;
                }
                Some(b'}') => {
                    if depth == 1 && hides(sheet.get(start..at).unwrap_or("")) {
                        self.add(selectors);
                    }
                    depth = depth.saturating_sub(1);
                    start = at + 1;
                }
                // A rule without a block, such as `@import`.
                _ if depth == 0 => start = at + 1,
                _ => {}
            }
        }
    }

    /// Adds those of `selectors` that are one class or id.
    fn add(&mut self, selectors: &str) {
        for selector in selectors.rsplit("*/").next().unwrap_or("").split(',').map(str::trim) {
            let is_plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if selector.len() > 1 && selector.strip_prefix(['.', '#']).is_some_and(is_plain) {
                self.hidden.insert(selector.to_owned());
            }
        }
    }
}

/// Whether the declarations hide an element.
fn hides(declarations: &str) -> bool {
    declarations.split(';').filter_map(|one| one.split_once(':')).any(|(property, value)| {
        property.trim().eq_ignore_ascii_case("display")
            && value.trim().get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_rules_hide() {
        let tree = Tree::parse(
            "<style>@import 'x'; /* a */ .a, #b , .c > p { color: red; DISPLAY : none !important } @media print { .d { display: none } } .e{display:block}</style>",
        );
        let mut hidden: Vec<String> = Styles::read(&tree).hidden.into_iter().collect();
        hidden.sort();
        assert_eq!(hidden, ["#b", ".a"]);
    }

    #[test]
    fn an_element_that_holds_the_article_is_shown() {
        let story =
            "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night.</p>".repeat(4);
        let html = format!("<style>.body{{display:none}}</style><div class=body>{story}</div>");
        assert!(crate::extract(&html, None).text().contains("Lindhaven"));
    }
}
