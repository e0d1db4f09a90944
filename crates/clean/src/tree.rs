//! A page's tree: html5ever's parse of it in one flat list, so that neither
//! building, walking nor dropping it recurses.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, ns};

/// Index of a node in its [`Tree`].
pub type NodeId = u32;

/// How deep elements may stand in each other; tags below are read as if they
/// were not there. Chromium stops at 512. The parser looks through the open
/// elements at many tags, so unbounded depth would cost quadratic time.
const DEPTH: usize = 400;
/// The same for elements of inline style, which the parser opens again in
/// every block.
const STYLE_DEPTH: usize = 60;
/// How many elements a page may have; the tags of more are read as if they were
/// not there, and their text is kept. Real pages have thousands; twenty million
/// `<p>` would take all memory there is.
const ELEMENTS: usize = if cfg!(test) { 50_000 } else { 1_000_000 };
/// No node.
const NONE: NodeId = NodeId::MAX;

#[derive(Debug)]
struct Node {
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    before: NodeId,
    next: NodeId,
    /// `None` for text, comments and the document itself.
    name: Option<QualName>,
    attributes: Vec<Attribute>,
    text: Option<StrTendril>,
}

/// The parsed page. Node 0 is the document.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The name of what has none.
    unnamed: QualName,
}

impl Tree {
    /// Parses `html`; any text gives a tree.
    #[must_use]
    pub fn parse(html: &str) -> Self {
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let builder = TreeBuilder::new(Builder::new(), options);
        let tokenizer = Tokenizer::new(Nesting::new(builder), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(&*super::attributes::thinned(html)));
        // The tokenizer stops at each script; there is nothing to run.
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        tokenizer.end();
        tokenizer.sink.inner.sink.finish()
    }

    /// How many nodes there are; ids run from 0 up to this.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: there is always the document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// The element's name in lower case; empty for anything else.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        self.node(id).and_then(|n| n.name.as_ref()).map_or("", |name| &*name.local)
    }

    /// The characters of a text node.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        self.node(id)?.text.as_deref()
    }

    /// The attribute's value, if the element has it.
    #[must_use]
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.node(id)?.attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// The node it stands in.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.parent).filter(|&p| p != NONE)
    }

    /// Its first child.
    #[must_use]
    pub fn first(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.first).filter(|&p| p != NONE)
    }

    /// The sibling behind it.
    #[must_use]
    pub fn next(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.next).filter(|&p| p != NONE)
    }

    /// The sibling before it.
    #[must_use]
    pub fn before(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.before).filter(|&p| p != NONE)
    }

    /// Its children, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first(id), |&child| self.next(child))
    }

    /// The nodes it stands in, nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&node| self.parent(node))
    }

    /// `root` and everything below it, in the order of the page.
    pub fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(root), move |&node| self.following(node, root, true))
    }

    /// The node behind `node` in the order of the page and inside `root`;
    /// with `enter` its first child comes first.
    #[must_use]
    pub fn following(&self, node: NodeId, root: NodeId, enter: bool) -> Option<NodeId> {
        if enter && let Some(child) = self.first(node) {
            return Some(child);
        }
        let mut at = node;
        while at != root {
            if let Some(next) = self.next(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// All characters below `id`, those of scripts and styles left out.
    #[must_use]
    pub fn all_text(&self, id: NodeId) -> String {
        let mut all = String::new();
        let mut at = Some(id);
        while let Some(node) = at {
            let hidden = matches!(self.name(node), "script" | "style" | "noscript" | "template");
            if let Some(text) = self.text(node) {
                all.push_str(text);
            } else if matches!(self.name(node), "br" | "p" | "div" | "li" | "td") {
                all.push(' ');
            }
            at = self.following(node, id, !hidden);
        }
        all
    }

    fn push(&mut self, name: Option<QualName>, attributes: Vec<Attribute>, text: Option<StrTendril>) -> NodeId {
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node {
            parent: NONE,
            first: NONE,
            last: NONE,
            before: NONE,
            next: NONE,
            name,
            attributes,
            text,
        });
        id
    }

    fn edit(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    fn detach(&mut self, id: NodeId) {
        let Some(&Node { parent, before, next, .. }) = self.nodes.get(id as usize) else { return };
        self.edit(before, |n| n.next = next);
        self.edit(next, |n| n.before = before);
        self.edit(parent, |n| {
            if n.first == id {
                n.first = next;
            }
            if n.last == id {
                n.last = before;
            }
        });
        self.edit(id, |n| (n.parent, n.before, n.next) = (NONE, NONE, NONE));
    }

    /// Puts `id` under `parent`, before `next` or, where that is `NONE`, last.
    fn insert(&mut self, parent: NodeId, id: NodeId, next: NodeId) {
        self.detach(id);
        let before = match self.node(next) {
            Some(n) => n.before,
            None => self.node(parent).map_or(NONE, |p| p.last),
        };
        self.edit(id, |n| (n.parent, n.before, n.next) = (parent, before, next));
        self.edit(before, |n| n.next = id);
        self.edit(next, |n| n.before = id);
        self.edit(parent, |p| {
            if before == NONE {
                p.first = id;
            }
            if next == NONE {
                p.last = id;
            }
        });
    }

    fn insert_text(&mut self, parent: NodeId, text: &StrTendril, next: NodeId) {
        let before = match self.node(next) {
            Some(n) => n.before,
            None => self.node(parent).map_or(NONE, |p| p.last),
        };
        if let Some(known) = self.nodes.get_mut(before as usize).and_then(|n| n.text.as_mut()) {
            known.push_tendril(text);
            return;
        }
        let id = self.push(None, Vec::new(), Some(text.clone()));
        self.insert(parent, id, next);
    }
}

/// What html5ever builds the tree with.
struct Builder {
    tree: RefCell<Tree>,
}

impl Builder {
    fn new() -> Self {
        let mut tree = Tree { nodes: Vec::new(), unnamed: QualName::new(None, ns!(), LocalName::from("")) };
        tree.push(None, Vec::new(), None);
        Self { tree: RefCell::new(tree) }
    }
}

impl TreeSink for Builder {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.tree.borrow(), |tree| tree.node(*target).and_then(|n| n.name.as_ref()).unwrap_or(&tree.unnamed))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let mut tree = self.tree.borrow_mut();
        let id = tree.push(Some(name), attributes, None);
        if flags.template {
            // Its contents follow it in the list and stand in no element.
            tree.push(None, Vec::new(), None);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().push(None, Vec::new(), None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().push(None, Vec::new(), None)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(id) => tree.insert(*parent, id, NONE),
            NodeOrText::AppendText(text) => tree.insert_text(*parent, &text, NONE),
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        if self.tree.borrow().parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        let Some(parent) = tree.parent(*sibling) else { return };
        match child {
            NodeOrText::AppendNode(id) => tree.insert(parent, id, *sibling),
            NodeOrText::AppendText(text) => tree.insert_text(parent, &text, *sibling),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        target.saturating_add(1)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.tree.borrow_mut().edit(*target, |node| {
            for attribute in attributes {
                if node.attributes.iter().all(|known| known.name != attribute.name) {
                    node.attributes.push(attribute);
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first(*node) {
            tree.insert(*parent, child, NONE);
        }
    }
}

/// Stands between the tokenizer and the tree builder and keeps the depth of
/// the tree within bounds.
struct Nesting {
    inner: TreeBuilder<NodeId, Builder>,
    open: RefCell<Vec<LocalName>>,
    styles: Cell<usize>,
    /// Start tags that were dropped and whose end tags are still to come.
    dropped: Cell<usize>,
    elements: Cell<usize>,
}

impl Nesting {
    fn new(inner: TreeBuilder<NodeId, Builder>) -> Self {
        Self {
            inner,
            open: RefCell::new(Vec::new()),
            styles: Cell::new(0),
            dropped: Cell::new(0),
            elements: Cell::new(0),
        }
    }

    /// Whether the tag may go on to the tree builder.
    fn admits(&self, tag: &Tag) -> bool {
        let start = tag.kind == TagKind::StartTag;
        // What holds text alone has to be seen, or its text would be a page's.
        if self.elements.get() > ELEMENTS && !matches!(&*tag.name, "script" | "style" | "title" | "textarea") {
            return false;
        }
        self.elements.set(self.elements.get() + usize::from(start));
        match nesting_of(&tag.name) {
            Nests::Never => true,
            Nests::Style if start => {
                let open = self.styles.get() + 1;
                self.styles.set(open);
                open <= STYLE_DEPTH
            }
            Nests::Style => {
                let open = self.styles.get();
                self.styles.set(open.saturating_sub(1));
                open <= STYLE_DEPTH
            }
            Nests::Block if start => {
                let mut open = self.open.borrow_mut();
                let fits = open.len() < DEPTH;
                if tag.self_closing && !matches!(&*tag.name, "div" | "span" | "section" | "article") {
                    return fits;
                }
                if fits {
                    open.push(tag.name.clone());
                } else {
                    self.dropped.set(self.dropped.get() + 1);
                }
                fits
            }
            Nests::Block => {
                let dropped = self.dropped.get();
                if dropped > 0 {
                    self.dropped.set(dropped - 1);
                    return false;
                }
                let mut open = self.open.borrow_mut();
                if let Some(at) = open.iter().rposition(|name| *name == tag.name) {
                    open.truncate(at);
                }
                true
            }
        }
    }
}

impl TokenSink for Nesting {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match &token {
            Token::TagToken(tag) if !self.admits(tag) => TokenSinkResult::Continue,
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            _ => self.inner.process_token(token, line),
        }
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// How elements of one name can stand in each other.
enum Nests {
    /// Not at all: they are empty, hold text alone, or end where the next
    /// one of their kind begins.
    Never,
    /// As inline style.
    Style,
    /// Without end.
    Block,
}

fn nesting_of(name: &str) -> Nests {
    match name {
        "html" | "head" | "body" | "p" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot"
        | "caption" | "colgroup" | "option" | "optgroup" | "rp" | "rt" | "rb" | "rtc" | "area" | "base" | "br"
        | "col" | "embed" | "hr" | "img" | "image" | "input" | "link" | "meta" | "param" | "source" | "track"
        | "wbr" | "script" | "style" | "title" | "textarea" | "iframe" | "noframes" | "noembed" | "xmp"
        | "plaintext" | "keygen" | "frame" | "frameset" | "basefont" | "bgsound" => Nests::Never,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt"
        | "u" => Nests::Style,
        _ => Nests::Block,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tree_is_walked_in_the_order_of_the_page() {
        let tree = Tree::parse("<p>a<b>b</b>c<p>d");
        let names: Vec<&str> = tree.descendants(0).map(|n| tree.text(n).unwrap_or(tree.name(n))).collect();
        assert_eq!(names, ["", "html", "head", "body", "p", "a", "b", "b", "c", "p", "d"]);
    }

    #[test]
    fn depth_is_bounded_and_no_word_is_lost() {
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
        let tree = Tree::parse(&"<div><b>x</div><div class=y>z</div>".repeat(500));
        assert_eq!(tree.descendants(0).filter(|&n| tree.attribute(n, "class") == Some("y")).count(), 500);
    }

    #[test]
    fn elements_without_end_are_bounded_and_no_word_is_lost() {
        let html = format!("{}<script>not shown</script>the end", "<p>x".repeat(ELEMENTS + 5000));
        let tree = Tree::parse(&html);
        assert!(tree.len() < 2 * ELEMENTS + 100, "{} nodes", tree.len());
        let text = tree.all_text(0);
        assert!(text.ends_with("the end") && !text.contains("not shown"));
        assert_eq!(text.matches('x').count(), ELEMENTS + 5000);
    }

    proptest! {
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
