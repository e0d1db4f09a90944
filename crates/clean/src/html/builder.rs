//! Builds a [`Tree`] from what html5ever's parser asks for.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name, ns};

use super::tree::{NONE, NodeId, Tree};

/// The receiver of html5ever's parser.
pub(super) struct Builder {
    tree: RefCell<Tree>,
    /// Templates whose contents a browser shows in place of the element around them:
    /// `<template shadowrootmode=open>`.
    shadow_roots: RefCell<Vec<NodeId>>,
}

impl Builder {
    /// A builder of a tree that holds only the document, with room for `nodes`.
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self { tree: RefCell::new(Tree::with_capacity(nodes)), shadow_roots: RefCell::default() }
    }
}

impl TreeSink for Builder {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    /// The tree. Shadow roots are named `div` in it, since their text is shown; the parser had to know them as
    /// templates.
    fn finish(self) -> Tree {
        let mut tree = self.tree.into_inner();
        for id in self.shadow_roots.into_inner() {
            tree.edit(id, |node| node.name = Some(QualName::new(None, ns!(html), local_name!("div"))));
        }
        tree
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
        let is_shadow_root = flags.template && attributes.iter().any(|a| &*a.name.local == "shadowrootmode");
        let id = tree.push(Some(name), attributes, None);
        if is_shadow_root {
            self.shadow_roots.borrow_mut().push(id);
        } else if flags.template {
            // A template's contents are the next node of the list, outside
            // every element.
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
            NodeOrText::AppendText(text) => tree.insert_text(*parent, text, NONE),
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
            NodeOrText::AppendText(text) => tree.insert_text(parent, text, *sibling),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // They are in the order of the page, and the parser asks for the last ones.
        let is_shadow_root = self.shadow_roots.borrow().binary_search(target).is_ok();
        if is_shadow_root { *target } else { target.saturating_add(1) }
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.tree.borrow_mut().edit(*target, |node| node.add_missing(attributes));
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first_child(*node) {
            tree.insert(*parent, child, NONE);
        }
    }
}
