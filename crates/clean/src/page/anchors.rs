//! Links inside a page: the elements that they lead to, and which of them are the
//! marks of footnotes.

use std::collections::{HashMap, HashSet};

use crate::html::tree::{NodeId, Tree};

/// Characters that the mark of a footnote has at most, without brackets.
const MARK: usize = 4;

/// The elements of a page that its links lead to.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// The first element of each name.
    targets: HashMap<String, NodeId>,
}

impl Anchors {
    /// The elements of the page that one of its links names after a `#`.
    pub(super) fn of(tree: &Tree) -> Self {
        let nodes = || tree.descendants(0).skip(1);
        let links = nodes().filter(|&node| tree.name(node) == "a");
        let wanted: HashSet<&str> = links.filter_map(|link| named_in(tree.attribute(link, "href")?)).collect();
        let mut targets = HashMap::new();
        if !wanted.is_empty() {
            for node in nodes() {
                for name in own_names(tree, node).filter(|name| wanted.contains(name)) {
                    targets.entry(name.to_owned()).or_insert(node);
                }
            }
        }
        Self { targets }
    }

    /// The names by which links of the page lead to `node`.
    pub(super) fn names_of<'t>(&'t self, tree: &'t Tree, node: NodeId) -> impl Iterator<Item = &'t str> {
        own_names(tree, node).filter(move |name| self.targets.get(*name) == Some(&node))
    }

    /// The name of the note, if the link `node` is the mark of a footnote: it is a number,
    /// a letter or a sign, and leads to an element further down that is not a heading.
    pub(super) fn footnote(&self, tree: &Tree, node: NodeId) -> Option<String> {
        let name = named_in(tree.attribute(node, "href")?)?;
        let target = self.targets.get(name).copied().filter(|&target| target > node)?;
        if matches!(tree.name(target), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            return None;
        }
        let text = tree.all_text(node);
        let label = text.trim().trim_matches(['[', ']', '(', ')']).trim();
        is_mark(label).then(|| name.to_owned())
    }
}

/// Whether a text is a number, perhaps with a letter, or a letter, or signs.
fn is_mark(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    (1..=MARK).contains(&label.chars().count())
        && letters <= 1
        && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '*' | '†' | '‡' | '§' | '¶'))
}

/// The name after `#` in an address.
fn named_in(address: &str) -> Option<&str> {
    address.split_once('#').map(|(_, name)| name.trim()).filter(|name| !name.is_empty())
}

/// The names that an element gives itself.
fn own_names(tree: &Tree, node: NodeId) -> impl Iterator<Item = &str> {
    let name = tree.attribute(node, "name").filter(|_| tree.name(node) == "a");
    tree.attribute(node, "id").into_iter().chain(name).map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use pullquote_article::{Article, MarkKind};

    fn article(inside: &str) -> Article {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        crate::extract(&format!("<article>{story}{inside}{story}</article>"), None)
    }

    /// The marks of footnotes in an article, and the text of the block that each leads to.
    fn notes(article: &Article) -> Vec<(&str, &str)> {
        let marks = article.blocks().iter().flat_map(|block| &block.marks);
        let found = marks.filter_map(|mark| {
            let MarkKind::Footnote(name) = &mark.kind else { return None };
            let note = article.block_named(name).and_then(|at| article.blocks().get(at));
            Some((mark.span.of(article.text()), note.map_or("", |block| block.span.of(article.text()))))
        });
        found.collect()
    }

    #[test]
    fn the_mark_of_a_footnote_leads_to_its_note_and_not_back() {
        let article = article(
            "<p>It was built in 1931<sup><a href='#n1' id=r1>1</a></sup> of oak<a href='#n2'>b</a> and \
             <a href='#more'>pine</a>.</p><ol><li id=n1>The piles were counted in 1999. <a href='#r1'>2</a></li></ol>\
             <p><a name=n2></a>It came from the north of the county.</p><p id=more>Pine is cheap.</p>",
        );
        assert_eq!(
            notes(&article),
            [("¹", "The piles were counted in 1999. 2"), ("ᵇ", "It came from the north of the county.")]
        );
        assert_eq!(
            article.block_named("more").map(|at| article.blocks()[at].span.of(article.text())),
            Some("Pine is cheap.")
        );
    }

    #[test]
    fn a_number_that_leads_to_a_heading_is_a_link() {
        let article = article("<p>It is told in part <a href='#two'>2</a> of this.</p><h2 id=two>The second part</h2>");
        assert_eq!(notes(&article), []);
    }
}
