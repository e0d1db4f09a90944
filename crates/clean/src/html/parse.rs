//! Parsing: from the text of a page to its tree, by the rules of the HTML
//! standard.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::attributes;
use super::builder::Builder;
use super::nesting::Nesting;
use super::scripts::Scripts;
use super::tree::Tree;

/// Bytes that the parser reads for each node of the tree, about.
const BYTES_OF_NODE: usize = 40;
/// Nodes for which there is room before the page is read, at most.
const ROOM: usize = 20_000;

impl<'h> Tree<'h> {
    /// Parses `html`; any text gives a tree. It has the attributes that are read.
    pub(crate) fn parse(html: &'h str) -> Self {
        let mut scripts = Scripts::default();
        let mut tree: Tree<'h> = built(attributes::limited(html, Some(&mut scripts)));
        if !scripts.is_empty() {
            tree.change_texts(|text| scripts.restored(text));
        }
        tree
    }
}

/// The tree of `page`.
fn built(page: StrTendril) -> Tree<'static> {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let room = (page.len() / BYTES_OF_NODE).min(ROOM);
    let builder = TreeBuilder::new(Builder::with_capacity(room), options);
    let tokenizer = Tokenizer::new(Nesting::new(builder), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(page);
    // The tokenizer stops at each script; there is nothing to run.
    while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.finish()
}

#[cfg(test)]
mod tests {
    use super::super::nesting::{DEPTH, ELEMENTS};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tree_is_walked_in_the_order_of_the_page() {
        let tree = Tree::parse("<p>a<b>b</b>c<p>d");
        let names: Vec<&str> = tree.descendants(0).map(|n| tree.text(n).unwrap_or(tree.name(n))).collect();
        assert_eq!(names, ["", "html", "head", "body", "p", "a", "b", "b", "c", "p", "d"]);
    }

    #[test]
    fn depth_is_limited_and_no_word_is_lost() {
        for tag in ["div", "b", "span", "blockquote", "table", "ul", "svg", "x-y"] {
            let html =
                format!("{}deep{}shallow", format!("<{tag}>").repeat(20_000), format!("</{tag}>").repeat(20_000));
            let tree = Tree::parse(&html);
            let text = tree.all_text(0);
            assert!(text.contains("deep") && text.contains("shallow"), "{tag}");
            assert!(tree.descendants(0).all(|n| tree.ancestors(n).count() < 4 * DEPTH), "{tag}");
        }
    }

    #[test]
    fn an_unclosed_style_costs_no_structure() {
        let html = "<div><b>x</div><div class=y>z</div>".repeat(500);
        let tree = Tree::parse(&html);
        assert_eq!(tree.descendants(0).filter(|&n| tree.attribute(n, "class") == Some("y")).count(), 500);
    }

    #[test]
    fn the_number_of_elements_is_limited_and_no_word_is_lost() {
        let html = format!("{}<script>not shown</script>the end", "<p>x".repeat(ELEMENTS + 5000));
        let tree = Tree::parse(&html);
        assert!(tree.len() < 2 * ELEMENTS + 100, "{} nodes", tree.len());
        let text = tree.all_text(0);
        assert!(text.ends_with("the end") && !text.contains("not shown"));
        assert_eq!(text.matches('x').count(), ELEMENTS + 5000);
    }

    /// The nodes of a tree: names, texts, and the attributes that are read.
    fn shown(tree: &Tree) -> Vec<String> {
        let attributes = |n| ["id", "class", "title"].map(|name| tree.attribute(n, name).map(str::to_owned));
        tree.descendants(0).map(|n| format!("{} {:?} {:?}", tree.name(n), tree.text(n), attributes(n))).collect()
    }

    proptest! {
        #[test]
        fn a_page_without_the_attributes_that_nobody_reads_has_the_same_tree(
            html in "(?s)(</?(p|b|a|svg|iframe|xmp|title|style|script|table|td|select|x)|>|>|>|<!--|-->|<!|<\\?|\\]\\]>|<!\\[CDATA\\[| id=1| class='b >'| d| data-a=\"<i d>\"| on=c|/| |x){0,40}",
        ) {
            prop_assert_eq!(shown(&Tree::parse(&html)), shown(&built(attributes::limited(&html, None))));
        }

        #[test]
        fn any_text_gives_a_tree(text in "(?s).{0,200}", tags in "(</?(table|tr|p|b|a|template|select|svg|math|li|script|form)[ a=>]|x){0,60}") {
            for html in [text, tags] {
                let tree = Tree::parse(&html);
                for node in tree.descendants(0) {
                    prop_assert!(tree.children(node).all(|c| tree.parent(c) == Some(node)));
                }
            }
        }
    }
}
