//! Parsing: from the text of a page to its tree, by the rules of the HTML
//! standard.

use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::builder::Builder;
use super::nesting::Nesting;
use super::page_source;
use super::tree::Tree;

/// Bytes of a page for each node of its tree, about.
const BYTES_OF_NODE: usize = 40;
/// Nodes for which there is room before the page is read, at most.
const ROOM: usize = 20_000;

impl Tree {
    /// Parses `html`; any text gives a tree. It has the attributes that are read.
    pub(crate) fn parse(html: &str) -> Self {
        page_source::read(html, tree_builder(html)).finish()
    }
}

/// What builds the tree of `html`.
fn tree_builder(html: &str) -> Nesting {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let room = (html.len() / BYTES_OF_NODE).min(ROOM);
    Nesting::new(TreeBuilder::new(Builder::with_capacity(room), options))
}

#[cfg(test)]
mod tests {
    use super::super::nesting::{DEPTH, ELEMENTS};
    use super::*;
    use html5ever::TokenizerResult;
    use html5ever::tendril::SliceExt;
    use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
    use proptest::prelude::*;

    #[test]
    fn a_tree_is_walked_in_the_order_of_the_page() {
        let tree = Tree::parse("<p>a<b>b</b>c<p>d");
        let names: Vec<&str> = tree.descendants(0).map(|n| tree.text(n).unwrap_or(tree.name(n))).collect();
        assert_eq!(names, ["", "html", "head", "body", "p", "a", "b", "b", "c", "p", "d"]);
    }

    #[test]
    fn the_text_of_a_shadow_root_is_shown_and_that_of_a_template_is_not() {
        let tree =
            Tree::parse("<x-story><template shadowrootmode=open><p>a</p></template></x-story><template>b</template>c");
        assert_eq!(tree.all_text(0), "a c");
        assert!(
            tree.descendants(0).any(|n| tree.name(n) == "div" && tree.ancestors(n).any(|a| tree.name(a) == "x-story"))
        );
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
    fn depth_is_limited_in_drawings() {
        for tag in ["g", "style", "td", "link"] {
            let tree = Tree::parse(&format!("<svg>{}deep", format!("<{tag}></{tag}s>").repeat(20_000)));
            assert!(tree.descendants(0).any(|n| tree.text(n) == Some("deep")), "{tag}");
            assert!(tree.descendants(0).all(|n| tree.ancestors(n).count() < 2 * DEPTH), "{tag}");
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

    /// The nodes of a tree: names, texts, and some of the attributes that are read.
    fn shown(tree: &Tree) -> Vec<String> {
        let attributes = |n| ["id", "class", "href"].map(|name| tree.attribute(n, name).map(str::to_owned));
        tree.descendants(0).map(|n| format!("{} {:?} {:?}", tree.name(n), tree.text(n), attributes(n))).collect()
    }

    /// The nodes of the tree that html5ever makes of `html` without our reader.
    fn shown_by_the_parser_alone(html: &str) -> Vec<String> {
        let tokenizer = Tokenizer::new(tree_builder(html), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(html.to_tendril());
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        shown(&tokenizer.sink.finish())
    }

    #[test]
    fn our_reader_reads_as_the_parser_does() {
        for html in [
            "<!DOCTYPE html PUBLIC 'a>b'><table><p>x",
            "\u{feff}<!doctype html><p>a<table>b",
            "<p>a&amp;b &amp<b>c</b>&am<!-- x -->p; &#8217",
            "<a href=/?a=1&amp;b=2&copy=3 id='&lt;'>x</a href=&amp;>y</",
            "<p>1 < 2 <3 <<b>x</ b></><?php echo '>' ?>y<!x>z<!---->",
            "<PRE>\r\n\r\na\rb</Pre><textarea>\n\nc&amp;</p></TEXTAREA >d",
            "<title>a<b>&amp;</titles></title><title>c</p></title>",
            "<script>a<b</script><script><!-- <script></script> --></script x='>'>y<script>z</scripts",
            "<script id='a&amp;b'>'&amp;' </p></script><style>a>b</style><p>&",
            "<svg><title><p id=a>x</title><style><b>y</style><![CDATA[ > <p>&amp; ]]>z</svg>w<![CDATA[v>]]>",
            "<script>\0<!-- <script></script x='</script><b a=\"'>y\">z",
            "<script>\0</script x='>' y=\"</script>\">z<title>&</title/ x='>'>y<style>\0</style x='>",
            "<svg><script>a<b>'x'</script><p>y",
            "<svg><foreignObject><style><b></style><script><i></script><p>y</foreignObject></svg>",
            "<select><title>a<b>c</title><iframe><p>x</iframe><option>y</select>",
            "a\0b<p\0q id\0='a\0' class=\0>c<style>\0</style><svg>\0<title>\0</title>",
            "<p>x<plaintext></p>y</plaintext>\0&amp;",
            "<svg><plaintext><style><p id=a>x</style></svg>y<select><plaintext><p>z",
            "<iframe><p></iframe><noembed><p>a</noembed><xmp></p>b&amp;</xmp><noscript><p>c</noscript>",
            "<br/><div/><svg/><p / id=a/ class=b/>x<p a=b a=c id=1 ID=2>",
            "<p id=a class",
            "<p>x<!-- <p>y",
            "<!doctype",
            "",
        ] {
            assert_eq!(shown(&Tree::parse(html)), shown_by_the_parser_alone(html), "{html}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 256 } else { 4096 }))]
        #[test]
        fn our_reader_reads_any_tags_as_the_parser_does(
            html in "(?s)(</?(p|b|A|svg|iframe|xmp|title|style|script|table|td|select|plaintext|x)|>|>|>|<!--|-->|<!|<\\?|\\]\\]>|<!\\[CDATA\\[| id=1| class='b >'| href=\"&amp;\"| d| data-a=\"<i d>\"| on=c|/| |x|&lt;|&am|\r|\n|\0){0,40}",
        ) {
            prop_assert_eq!(shown(&Tree::parse(&html)), shown_by_the_parser_alone(&html));
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
