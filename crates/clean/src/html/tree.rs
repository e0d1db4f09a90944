//! The tree of a page: html5ever's parse of it in one flat list, so that
//! building, walking and dropping it never recurse.

use std::borrow::Cow;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};

use super::tag_kinds::is_read;

/// Index of a node in its [`Tree`].
pub(crate) type NodeId = u32;

/// Bytes of a line of text, about.
const LINE: usize = 80;

/// Means "no node" in the links between nodes.
pub(super) const NONE: NodeId = NodeId::MAX;

/// A node and its links to the nodes around it.
#[derive(Debug)]
pub(super) struct Node {
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    previous: NodeId,
    next: NodeId,
    /// `None` for text, comments and the document itself.
    pub(super) name: Option<QualName>,
    attributes: Vec<Attribute>,
    /// A bit for each of the names of the attributes, by [`bit_of`].
    attribute_bits: u64,
    /// The characters of a text node, which share the memory of the page.
    text: Option<StrTendril>,
}

impl Node {
    /// The value of the attribute `name`.
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// Adds those of `attributes` that the element does not have.
    pub(super) fn add_missing(&mut self, attributes: Vec<Attribute>) {
        for attribute in attributes {
            if self.attributes.iter().all(|known| known.name != attribute.name) {
                self.attribute_bits |= bit_of(&attribute.name.local);
                self.attributes.push(attribute);
            }
        }
    }
}

/// The bit of the attribute `name`. Most of the attributes that are asked for are not there, and
/// with a bit for each name (a Bloom filter) that is known without comparing any.
#[inline]
fn bit_of(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (first, last) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
    1 << ((usize::from(first) * 7 + usize::from(last) * 3 + bytes.len()) % 64)
}

/// The parsed page. Node 0 is the document.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// The empty name, for nodes that are not elements.
    pub(super) unnamed: QualName,
}

/// Whether the text in elements of this name is no part of the text around them: a
/// script, or how the characters of a word are pronounced.
pub(crate) fn is_unread(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "template" | "rt" | "rp")
}

impl Tree {
    /// A tree that holds only the document, with room for `nodes`.
    pub(super) fn with_capacity(nodes: usize) -> Self {
        let mut tree =
            Self { nodes: Vec::with_capacity(nodes), unnamed: QualName::new(None, ns!(), LocalName::from("")) };
        tree.push(None, Vec::new(), None);
        tree
    }

    /// How many nodes there are; ids run from 0 up to this.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node with this id.
    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// The element's name in lower case; empty for any other node.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        self.node(id).and_then(|n| n.name.as_ref()).map_or("", |name| &*name.local)
    }

    /// The characters of a text node; `None` for any other node.
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        self.node(id)?.text.as_deref()
    }

    /// The value of the attribute `name`, if the element has it.
    #[inline]
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        debug_assert!(is_read(name.as_bytes()), "{name} is left out when a page is parsed");
        let node = self.node(id)?;
        if node.attribute_bits & bit_of(name) == 0 { None } else { node.attribute(name) }
    }

    /// The node that contains `id`.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.parent).filter(|&p| p != NONE)
    }

    /// The first child of `id`.
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.first).filter(|&p| p != NONE)
    }

    /// The sibling after `id`.
    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.next).filter(|&p| p != NONE)
    }

    /// The sibling before `id`.
    pub(crate) fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|n| n.previous).filter(|&p| p != NONE)
    }

    /// The children of `id`, in order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The nodes around `id`, nearest first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&node| self.parent(node))
    }

    /// `root` and everything below it, in the order of the page.
    pub(crate) fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(root), move |&node| self.following(node, root, true))
    }

    /// The node after `node` in the order of the page, inside `root`. With
    /// `enter` that is its first child, if it has one; without it the children
    /// of `node` are skipped.
    pub(crate) fn following(&self, node: NodeId, root: NodeId, enter: bool) -> Option<NodeId> {
        if enter && let Some(child) = self.first_child(node) {
            return Some(child);
        }
        let mut at = node;
        while at != root {
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// All text below `id`, without that of scripts and styles. A space separates
    /// blocks, and elements with no text between them.
    pub(crate) fn all_text(&self, id: NodeId) -> Cow<'_, str> {
        // Most elements have one text and nothing else.
        let only = self.first_child(id).filter(|&child| self.next_sibling(child).is_none());
        if let Some(text) = only.and_then(|child| self.text(child)).filter(|_| !is_unread(self.name(id))) {
            return text.into();
        }
        let mut all = String::with_capacity(LINE);
        let mut at = Some(id);
        while let Some(node) = at {
            let hidden = is_unread(self.name(node));
            if let Some(text) = self.text(node) {
                all.push_str(text);
            } else if !all.is_empty()
                && (matches!(self.name(node), "br" | "p" | "div" | "li" | "td")
                    || self.previous_sibling(node).is_some_and(|before| !self.name(before).is_empty()))
            {
                all.push(' ');
            }
            at = self.following(node, id, !hidden);
        }
        all.into()
    }

    /// Adds a node without links to others and returns its id.
    pub(super) fn push(
        &mut self,
        name: Option<QualName>,
        attributes: Vec<Attribute>,
        text: Option<StrTendril>,
    ) -> NodeId {
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NONE);
        let attribute_bits = attributes.iter().fold(0, |bits, attribute| bits | bit_of(&attribute.name.local));
        self.nodes.push(Node {
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            name,
            attributes,
            attribute_bits,
            text,
        });
        id
    }

    /// Applies `change` to the node `id`; does nothing where there is none.
    pub(super) fn edit(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    /// Removes `id` from its parent.
    pub(super) fn detach(&mut self, id: NodeId) {
        let Some(&Node { parent, previous, next, .. }) = self.nodes.get(id as usize) else { return };
        if parent == NONE {
            return;
        }
        self.edit(previous, |n| n.next = next);
        self.edit(next, |n| n.previous = previous);
        self.edit(parent, |n| {
            if n.first == id {
                n.first = next;
            }
            if n.last == id {
                n.last = previous;
            }
        });
        self.edit(id, |n| (n.parent, n.previous, n.next) = (NONE, NONE, NONE));
    }

    /// Puts `id` under `parent`: before `next`, or last if that is `NONE`.
    pub(super) fn insert(&mut self, parent: NodeId, id: NodeId, next: NodeId) {
        self.detach(id);
        let previous = self.before(parent, next);
        self.edit(id, |n| (n.parent, n.previous, n.next) = (parent, previous, next));
        self.edit(previous, |n| n.next = id);
        self.edit(next, |n| n.previous = id);
        self.edit(parent, |p| {
            if previous == NONE {
                p.first = id;
            }
            if next == NONE {
                p.last = id;
            }
        });
    }

    /// Puts `text` under `parent`, before `next` or last if that is `NONE`;
    /// joins it to a text node that is already there.
    pub(super) fn insert_text(&mut self, parent: NodeId, text: StrTendril, next: NodeId) {
        let previous = self.before(parent, next);
        let before = self.nodes.get_mut(previous as usize).and_then(|n| n.text.as_mut());
        if let Some(known) = before {
            known.push_tendril(&text);
            return;
        }
        let id = self.push(None, Vec::new(), Some(text));
        self.insert(parent, id, next);
    }

    /// The child of `parent` before its child `next`; the last one if that is
    /// `NONE`.
    fn before(&self, parent: NodeId, next: NodeId) -> NodeId {
        match self.node(next) {
            Some(n) => n.previous,
            None => self.node(parent).map_or(NONE, |p| p.last),
        }
    }
}
