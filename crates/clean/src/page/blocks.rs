//! From the tree of a page to blocks: text with marks, in order.

mod kinds;
mod text;

use pullquote_article::Span;
use pullquote_article::{BlockKind, Mark, MarkKind};

use self::text::{is_all, is_break};
use super::candidate_block::{CandidateBlock, KnownNames, NamedAs, is_link, is_running, named_as};
use super::captions;
use super::density::Density;
use super::lines::split;
use super::lists::Lists;
use super::pictures::{FoundPicture, found};
use super::table_cells::TableCells;
use crate::html::element::is_inline;
use crate::html::tree::{NodeId, Tree};
use crate::language::ElementNames;
use crate::rules::elements::ElementRule;
use crate::rules::{ContextRule, Cut};

/// The blocks inside `element`.
pub(super) fn blocks_in<'l>(
    element: NodeId,
    tree: &Tree,
    density: &Density<'l>,
    names: &ElementNames,
) -> Vec<CandidateBlock<'l>> {
    let mut walk = Walk::new(tree, density, names);
    walk.run(element, None);
    walk.blocks
}

/// The blocks before `element` and those after it, all of them cut.
pub(super) fn blocks_around<'l>(
    element: NodeId,
    tree: &Tree,
    density: &Density<'l>,
    names: &ElementNames,
) -> (Vec<CandidateBlock<'l>>, Vec<CandidateBlock<'l>>) {
    let mut walk = Walk::new(tree, density, names);
    let count = walk.run(0, Some(element));
    let mut before = walk.blocks;
    for block in before.iter_mut().filter(|b| b.cut.is_none()) {
        block.cut_by(ContextRule::OutsideTheArticle);
    }
    let after = before.split_off(count.min(before.len()));
    (before, after)
}

/// Characters of a first paragraph that is in bold and holds its picture, at least.
const LEAD: usize = 120;
/// Characters that a caption next to a picture has at most.
const CAPTION: usize = 220;

/// Characters of a heading in a quotation, at most.
const QUOTED: usize = 60;

/// A walk over the nodes of a page that collects blocks.
struct Walk<'t, 'l> {
    tree: &'t Tree,
    density: &'t Density<'l>,
    names: &'t ElementNames,
    /// The blocks that are complete.
    blocks: Vec<CandidateBlock<'l>>,
    /// The text of the current block.
    text: String,
    /// The last node with text in the current block.
    last_text: NodeId,
    /// The closed marks of the current block.
    marks: Vec<Mark>,
    /// The open marks: element, start in `text`, kind.
    open: Vec<(NodeId, usize, MarkKind)>,
    /// The open `<q>` elements, around which a browser draws quotation marks.
    quoted: Vec<NodeId>,
    /// How many bytes of the current block are in closed links.
    linked: usize,
    /// How many bytes of `text` came before the first picture in it.
    picture: Option<usize>,
    /// Whether only pictures came since the last block.
    after_picture: bool,
    /// Whether a `<time>` is in the current block.
    timed: bool,
    /// The pictures since the last block, or in the current one.
    pictures: Vec<FoundPicture>,
    /// Whether the current block is separated from others by line breaks.
    broken: bool,
    /// The open elements that give the blocks in them their kind, outermost
    /// first.
    context: Vec<(NodeId, BlockKind)>,
    /// The open elements with names that say something about the blocks in them.
    named: Vec<(NodeId, NamedAs)>,
    /// What the names of elements say, as far as they were looked up.
    known: KnownNames<'t>,
    lists: Lists,
    cells: TableCells,
    /// The names by which links lead to the current block.
    names_here: Vec<String>,
    /// The end of the last struck or inserted words in `text`.
    replaced: Option<usize>,
}

impl<'t, 'l> Walk<'t, 'l> {
    /// A walk that has not started.
    fn new(tree: &'t Tree, density: &'t Density<'l>, names: &'t ElementNames) -> Self {
        Self {
            tree,
            density,
            names,
            blocks: Vec::new(),
            text: String::new(),
            last_text: 0,
            marks: Vec::new(),
            open: Vec::new(),
            quoted: Vec::new(),
            linked: 0,
            picture: None,
            after_picture: false,
            timed: false,
            pictures: Vec::new(),
            broken: false,
            context: Vec::new(),
            named: Vec::new(),
            known: KnownNames::default(),
            lists: Lists::default(),
            cells: TableCells::default(),
            names_here: Vec::new(),
            replaced: None,
        }
    }

    /// Collects the blocks inside `top` but outside `hole`. Returns how many of
    /// them come before `hole`.
    fn run(&mut self, top: NodeId, hole: Option<NodeId>) -> usize {
        let around_hole: Vec<NodeId> = hole.into_iter().flat_map(|h| self.tree.ancestors(h)).collect();
        let mut before = 0;
        let mut at = top;
        loop {
            let mut entered = false;
            let rule = self.density.cut.get(at as usize).copied().flatten();
            if hole == Some(at) {
                self.flush();
                before = self.blocks.len();
            } else if self.density.invisible.get(at as usize).copied().unwrap_or(true) {
            } else if let Some(rule) = rule.filter(|_| at != top && !around_hole.contains(&at)) {
                if hole.is_some() {
                    self.flush();
                }
                self.lists.count(self.tree, at);
                self.cut(at, rule);
            } else {
                self.enter(at);
                entered = true;
            }
            let Some(next) = self.advance(at, top, entered) else { break };
            at = next;
        }
        self.flush();
        before
    }

    /// The node after `at` in the order of the page, inside `top`: its first
    /// child if `at` was entered. Leaves the elements that end before it.
    fn advance(&mut self, mut at: NodeId, top: NodeId, entered: bool) -> Option<NodeId> {
        if entered {
            if let Some(child) = self.tree.first_child(at) {
                return Some(child);
            }
            self.leave(at);
        }
        while at != top {
            if let Some(next) = self.tree.next_sibling(at) {
                return Some(next);
            }
            at = self.tree.parent(at)?;
            self.leave(at);
        }
        None
    }

    /// Begins the node: adds its text, or opens what its element opens.
    fn enter(&mut self, node: NodeId) {
        if let Some(text) = self.tree.text(node) {
            if !text.trim().is_empty() {
                self.last_text = node;
            }
            self.add_text(node, text);
            return;
        }
        let name = self.tree.name(node);
        if matches!(name, "img" | "amp-img") && captions::is_photo(self.tree, node, self.names) {
            self.pictures.extend(found(self.tree, node));
        }
        self.timed |= name == "time";
        match name {
            _ if is_break(self.tree, node) => self.line_break(node),
            "q" if !self.preformatted() && !self.is_marked(node) => {
                self.text.push(if self.quoted.is_empty() { '“' } else { '‘' });
                self.quoted.push(node);
            }
            "hr" => self.flush(),
            "img" | "picture" | "amp-img"
                if self.picture.is_none()
                    && captions::is_photo(self.tree, node, self.names)
                    && !captions::is_aligned(self.tree, node) =>
            {
                self.picture = Some(self.text.trim_start().len());
            }
            "td" | "th" if self.table() => self.cell(node),
            "tr" if self.table() => self.row(),
            _ => {
                if let Some(named) = named_as(self.tree, node, self.names, &mut self.known) {
                    self.flush();
                    self.named.push((node, named));
                }
                if let Some(kind) = self.kind_of(node) {
                    self.flush();
                    self.context.push((node, kind));
                } else if !self.in_line(node) && !self.table() && !self.preformatted() {
                    self.flush();
                    if matches!(name, "del" | "s" | "strike") {
                        self.open.push((node, 0, MarkKind::Struck));
                    }
                } else if let Some(mark) = self.mark_of(node) {
                    self.open.push((node, self.text.len(), mark));
                }
                self.lists.enter(self.tree, node);
                if name == "table" {
                    self.cells = TableCells::default();
                }
            }
        }
        let names = self.density.anchors.names_of(self.tree, node);
        self.names_here.extend(names.map(str::to_owned));
    }

    /// Ends the node: closes what it opened.
    fn leave(&mut self, node: NodeId) {
        let name = self.tree.name(node);
        if self.quoted.pop_if(|open| *open == node).is_some() {
            self.text.push(if self.quoted.is_empty() { '”' } else { '’' });
        }
        if matches!(name, "del" | "s" | "strike" | "ins") && self.ends_words(node) {
            self.replaced = Some(self.text.len());
        }
        if let Some(&(open, start, _)) = self.open.last()
            && open == node
            && let Some((_, _, kind)) = self.open.pop()
        {
            if is_link(&kind) {
                self.linked += self.text.len().saturating_sub(start);
            }
            self.marks.push(Mark { span: Span::new(start, self.text.len()), kind });
        }
        let gives_kind = self.context.last().is_some_and(|&(open, _)| open == node);
        if gives_kind || (!name.is_empty() && !self.in_line(node) && !self.table() && !self.preformatted()) {
            self.flush();
        }
        if gives_kind {
            self.context.pop();
        }
        if self.named.last().is_some_and(|&(open, _)| open == node) {
            self.flush();
            self.named.pop();
        }
        self.lists.leave(node);
    }

    /// Whether the node is part of a line of text.
    fn in_line(&self, node: NodeId) -> bool {
        self.density.inline.get(node as usize).copied().unwrap_or(true)
    }

    /// Adds an element that `rule` cuts, as one block.
    fn cut(&mut self, node: NodeId, rule: &'l ElementRule) {
        let text = self.tree.all_text(node);
        if text.trim().is_empty() {
            return;
        }
        let inline = is_inline(self.tree.name(node));
        if !inline {
            self.flush();
        }
        self.blocks.push(CandidateBlock {
            kind: BlockKind::Paragraph,
            text: text.into_owned(),
            marks: Vec::new(),
            linked: 0,
            head_part: None,
            is_pull_quote: false,
            list: None,
            names: Vec::new(),
            around: 0,
            node,
            timed: false,
            pictures: Vec::new(),
            cut: Some(Cut::Element(rule)),
        });
    }

    /// Ends the current block.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut marks = std::mem::take(&mut self.marks);
        let mut linked = std::mem::take(&mut self.linked);
        // Elements that continue in the next block are marked in both.
        for (_, start, kind) in &mut self.open {
            if is_link(kind) {
                linked += text.len().saturating_sub(*start);
            }
            marks.push(Mark { span: Span::new(*start, text.len()), kind: kind.clone() });
            *start = 0;
        }
        let picture = self.picture.take();
        self.replaced = None;
        let broken = std::mem::take(&mut self.broken);
        if text.trim().is_empty() {
            self.after_picture |= picture.is_some();
            return;
        }
        let mut kind = self.kind_here();
        let beside = picture == Some(0) || (self.after_picture && is_all(&text, &marks, &MarkKind::Emphasis));
        // Where line breaks separate the paragraphs, the first one after a
        // picture is in the same element as the picture.
        // And the first paragraph of the text may be in bold, with its picture.
        let is_lead = || {
            let is_long = text.trim().chars().count() >= LEAD && text.trim_end().ends_with(['.', '!', '?']);
            is_long && is_all(&text, &marks, &MarkKind::Strong) && !self.blocks.iter().any(is_running)
        };
        let is_paragraph = (broken && text.trim_end().ends_with(['.', '!', '?', '”', '"'])) || is_lead();
        if kind == BlockKind::Paragraph && beside && !is_paragraph && text.trim().chars().count() <= CAPTION {
            kind = BlockKind::Caption;
        }
        self.after_picture = false;
        // A sentence that a quotation shows large is no heading in it.
        let quoted = self.context.iter().any(|&(_, kind)| kind == BlockKind::Quote);
        if matches!(kind, BlockKind::Heading(_)) && quoted && text.trim().chars().count() > QUOTED {
            kind = BlockKind::Quote;
        }
        // A headline in a list that is a link as a whole is an item of the list.
        let listed = self.context.iter().any(|&(_, kind)| kind == BlockKind::ListItem);
        if matches!(kind, BlockKind::Heading(_)) && listed && linked >= text.trim().len() {
            kind = BlockKind::ListItem;
        }
        let (head_part, is_pull_quote) = (self.head_part(kind), self.in_pull_quote());
        let plain = !matches!(kind, BlockKind::Caption | BlockKind::Code | BlockKind::Table);
        let list = if plain { self.lists.place(&text) } else { None };
        let names = std::mem::take(&mut self.names_here);
        let around = self.around();
        let (pictures, cut) = (std::mem::take(&mut self.pictures), None);
        let (node, timed) = (self.last_text, std::mem::take(&mut self.timed));
        let block = CandidateBlock {
            kind,
            text,
            marks,
            linked,
            head_part,
            is_pull_quote,
            list,
            names,
            around,
            node,
            timed,
            pictures,
            cut,
        };
        self.blocks.extend(split(block));
    }

    /// The element around that of the current block.
    fn around(&self) -> NodeId {
        let mut blocks = self.tree.ancestors(self.last_text).filter(|&node| !is_inline(self.tree.name(node)));
        blocks.next();
        blocks.next().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use pullquote_article::BlockKind;

    #[test]
    fn a_first_paragraph_in_bold_with_its_picture_is_text() {
        let lead = "Forty ships waited beyond the mole of Lindhaven on Monday. The port captain hopes to bring them in before the weather turns.";
        let kind = |before: &str| {
            let html = format!("<article>{before}<p><b><img src=a.jpg>{lead}</b></p><p>{lead} {lead}</p></article>");
            let article = crate::extract(&html, None);
            article.blocks().iter().find(|b| b.span.of(article.text()) == lead).map(|b| b.kind)
        };
        assert_eq!(kind(""), Some(BlockKind::Paragraph));
        assert_eq!(kind(&format!("<p>{lead} Nobody was hurt.</p>")), Some(BlockKind::Caption));
    }

    #[test]
    fn a_sentence_in_large_letters_in_a_quotation_is_no_heading() {
        let said =
            "The children of the town between six and twelve years are asked to send their pictures of the pier.";
        let html = format!("<article><p>The port said this:</p><blockquote><h3>{said}</h3></blockquote></article>");
        let article = crate::extract(&html, None);
        let block = article.blocks().iter().find(|b| b.span.of(article.text()) == said);
        assert_eq!(block.map(|b| b.kind), Some(BlockKind::Quote));
    }
}
