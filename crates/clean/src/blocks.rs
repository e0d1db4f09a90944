//! From the tree of a page to blocks: text with marks, in order.

use super::elements::{ElementRule, is_inline};
use super::tree::{NodeId, Tree};
use crate::candidate_block::{Draft, Named, Part, named};
use crate::density::Survey;
use pullquote_article::text::span::Span;
use pullquote_article::{BlockKind, Mark, MarkKind};

/// The rule that cuts what stands before or behind the article's element.
pub const OUTSIDE: &str = "outside-the-article";

/// The blocks below `root`.
#[must_use]
pub fn drafts(tree: &Tree, survey: &Survey<'_>, root: NodeId) -> Vec<Draft> {
    walked(tree, survey, root, None).0
}

/// What the page shows before and behind `root`, all of it cut.
#[must_use]
pub fn around(tree: &Tree, survey: &Survey<'_>, root: NodeId) -> (Vec<Draft>, Vec<Draft>) {
    let (mut before, at) = walked(tree, survey, 0, Some(root));
    for draft in before.iter_mut().filter(|d| d.cut.is_none()) {
        draft.cut = Some((OUTSIDE.to_owned(), "outside the article".to_owned()));
    }
    let behind = before.split_off(at.min(before.len()));
    (before, behind)
}

/// The blocks below `top` without those below `hole`, and how many of them
/// stand before it.
fn walked(tree: &Tree, survey: &Survey<'_>, top: NodeId, hole: Option<NodeId>) -> (Vec<Draft>, usize) {
    let mut walk = Walk {
        tree,
        survey,
        picture: None,
        behind_picture: false,
        broken: false,
        drafts: Vec::new(),
        text: String::new(),
        marks: Vec::new(),
        open: Vec::new(),
        context: Vec::new(),
        named: Vec::new(),
        linked: 0,
    };
    let above: Vec<NodeId> = hole.into_iter().flat_map(|h| tree.ancestors(h)).collect();
    let mut before = 0;
    let mut at = top;
    let mut entering = true;
    loop {
        if entering {
            let i = at as usize;
            let rule = survey.cut.get(i).copied().flatten();
            if hole == Some(at) {
                walk.flush();
                before = walk.drafts.len();
                entering = false;
            } else if survey.invisible.get(i).copied().unwrap_or(true) {
                entering = false;
            } else if let Some(rule) = rule.filter(|_| at != top && !above.contains(&at)) {
                if hole.is_some() {
                    walk.flush();
                }
                walk.cut(at, rule);
                entering = false;
            } else {
                walk.enter(at);
                if let Some(child) = tree.first(at) {
                    at = child;
                } else {
                    walk.leave(at);
                    entering = false;
                }
            }
            if entering {
                continue;
            }
        }
        if at == top {
            break;
        }
        if let Some(next) = tree.next(at) {
            at = next;
            entering = true;
        } else if let Some(parent) = tree.parent(at) {
            at = parent;
            walk.leave(at);
        } else {
            break;
        }
    }
    walk.flush();
    (walk.drafts, before)
}

/// Characters up to which a line beside a picture is its caption.
const CAPTION: usize = 220;

/// Whether all of the text is set in italics, as captions are.
fn is_set_apart(text: &str, marks: &[Mark]) -> bool {
    let length = text.trim().len();
    marks.iter().any(|m| m.kind == MarkKind::Emphasis && m.span.of(text).trim().len() + 2 >= length)
}

struct Walk<'t> {
    tree: &'t Tree,
    survey: &'t Survey<'t>,
    /// How much of `text` stood before the first picture in it.
    picture: Option<usize>,
    /// Whether nothing but pictures came since the block before.
    behind_picture: bool,
    /// Whether the block is part of a text that is parted by line breaks.
    broken: bool,
    drafts: Vec<Draft>,
    text: String,
    marks: Vec<Mark>,
    open: Vec<(NodeId, usize, MarkKind)>,
    /// Elements that give the blocks in them their kind, outermost first.
    context: Vec<(NodeId, BlockKind)>,
    /// Elements whose names say something about the blocks in them.
    named: Vec<(NodeId, Named)>,
    linked: usize,
}

impl Walk<'_> {
    fn enter(&mut self, node: NodeId) {
        if let Some(text) = self.tree.text(node) {
            self.text.push_str(text);
            return;
        }
        let name = self.tree.name(node);
        match name {
            "br" => self.line_break(node),
            "hr" => self.flush(),
            "img" | "picture" | "amp-img" if self.picture.is_none() && self.is_photo(node) => {
                self.picture = Some(self.text.trim_start().len());
            }
            "td" | "th" if self.table() => {
                if !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push('\t');
                }
            }
            "tr" if self.table() => self.row(),
            _ => {
                let called = named(self.tree, node);
                if let Some(called) = called {
                    self.flush();
                    self.named.push((node, called));
                }
                if let Some(kind) = self.kind_of(node) {
                    self.flush();
                    self.context.push((node, kind));
                } else if !self.in_line(node) && !self.table() && !self.preformatted() {
                    self.flush();
                } else if let Some(mark) = self.mark_of(node) {
                    self.open.push((node, self.text.len(), mark));
                }
            }
        }
    }

    fn leave(&mut self, node: NodeId) {
        let name = self.tree.name(node);
        if let Some(&(open, start, _)) = self.open.last()
            && open == node
            && let Some((_, _, kind)) = self.open.pop()
        {
            if matches!(kind, MarkKind::Link(_)) {
                self.linked += self.text.len().saturating_sub(start);
            }
            self.marks.push(Mark { span: Span::new(start, self.text.len()), kind });
        }
        let ours = self.context.last().is_some_and(|&(open, _)| open == node);
        if ours || (!name.is_empty() && !self.in_line(node) && !self.table() && !self.preformatted()) {
            self.flush();
        }
        if ours {
            self.context.pop();
        }
        if self.named.last().is_some_and(|&(open, _)| open == node) {
            self.flush();
            self.named.pop();
        }
    }

    fn in_line(&self, node: NodeId) -> bool {
        self.survey.inline.get(node as usize).copied().unwrap_or(true)
    }

    /// Whether the picture is one, and not a smiley, an icon or a counter.
    fn is_photo(&self, node: NodeId) -> bool {
        let small = |name: &str| {
            let size =
                self.tree.attribute(node, name).and_then(|v| v.trim_end_matches("px").trim().parse::<u32>().ok());
            size.is_some_and(|size| size < 60)
        };
        let named = self.tree.attribute(node, "class").is_some_and(|class| {
            let class = class.to_ascii_lowercase();
            ["emoji", "smiley", "icon", "avatar", "logo"].iter().any(|w| class.contains(w))
        });
        !small("width") && !small("height") && !named
    }

    fn table(&self) -> bool {
        self.context.iter().any(|&(_, kind)| kind == BlockKind::Table)
    }

    fn preformatted(&self) -> bool {
        self.context.iter().any(|&(_, kind)| kind == BlockKind::Code)
    }

    /// The kind that the element gives to the blocks in it.
    fn kind_of(&self, node: NodeId) -> Option<BlockKind> {
        let name = self.tree.name(node);
        let quoted = self.context.iter().any(|&(_, kind)| kind == BlockKind::Quote);
        Some(match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                BlockKind::Heading(name.as_bytes().get(1).map_or(2, |d| d.saturating_sub(b'0')))
            }
            "blockquote" => BlockKind::Quote,
            "li" | "dd" | "dt" if !quoted => BlockKind::ListItem,
            "pre" => BlockKind::Code,
            "figcaption" | "caption" => BlockKind::Caption,
            "figure" => BlockKind::Caption,
            "table" if self.is_data(node) => BlockKind::Table,
            _ if self.is_caption(node) => BlockKind::Caption,
            _ => return None,
        })
    }

    /// Whether class or id call it a caption or a picture's credit.
    fn is_caption(&self, node: NodeId) -> bool {
        let named = |value: &str| {
            let value = value.to_ascii_lowercase();
            [
                "caption",
                "photo-credit",
                "image-credit",
                "img-credit",
                "photocredit",
                "imagecredit",
                "image-meta",
                "photo-meta",
            ]
            .iter()
            .any(|w| value.contains(w))
        };
        self.tree.attribute(node, "class").is_some_and(named)
            && !matches!(self.tree.name(node), "body" | "main" | "article")
    }

    /// A table that holds data and does not lay out the page: small cells.
    fn is_data(&self, node: NodeId) -> bool {
        let mut cells = 0;
        for below in self.tree.descendants(node).skip(1).take(4000) {
            match self.tree.name(below) {
                "td" | "th" => cells += 1,
                "table" | "p" | "div" | "h1" | "h2" | "ul" | "blockquote" | "article" => return false,
                _ => {}
            }
        }
        cells >= 4
    }

    fn mark_of(&self, node: NodeId) -> Option<MarkKind> {
        let credit = self.tree.attribute(node, "class").is_some_and(|c| c.to_ascii_lowercase().contains("credit"));
        if credit && self.context.iter().any(|&(_, kind)| kind == BlockKind::Caption) {
            return Some(MarkKind::Credit);
        }
        Some(match self.tree.name(node) {
            "em" | "i" | "cite" => MarkKind::Emphasis,
            "b" | "strong" => MarkKind::Strong,
            "code" | "kbd" | "samp" | "tt" if !self.preformatted() => MarkKind::Code,
            "a" => MarkKind::Link(self.tree.attribute(node, "href").unwrap_or("").trim().to_owned()),
            _ => return None,
        })
    }

    fn row(&mut self) {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// One break is a space; two in a row part paragraphs.
    fn line_break(&mut self, node: NodeId) {
        if self.preformatted() {
            self.text.push('\n');
            return;
        }
        let mut before = self.tree.before(node);
        while before.is_some_and(|b| self.tree.text(b).is_some_and(|t| t.trim().is_empty())) {
            before = before.and_then(|b| self.tree.before(b));
        }
        if before.is_some_and(|b| self.tree.name(b) == "br") && !self.table() {
            self.broken = true;
            self.flush();
            self.broken = true;
        } else {
            self.text.push('\n');
        }
    }

    fn cut(&mut self, node: NodeId, rule: &ElementRule) {
        let text = self.tree.all_text(node);
        if text.trim().is_empty() {
            return;
        }
        let inline = is_inline(self.tree.name(node));
        if !inline {
            self.flush();
        }
        let cut = Some((rule.name.clone(), rule.reason.clone()));
        let kind = BlockKind::Paragraph;
        self.drafts.push(Draft { kind, text, marks: Vec::new(), linked: 0, head: None, pulled: false, cut });
    }

    /// Ends the block that is being put together.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut marks = std::mem::take(&mut self.marks);
        let mut linked = std::mem::take(&mut self.linked);
        // Elements that go on in the next block are marked in both.
        for (_, start, kind) in &mut self.open {
            if matches!(kind, MarkKind::Link(_)) {
                linked += text.len().saturating_sub(*start);
            }
            marks.push(Mark { span: Span::new(*start, text.len()), kind: kind.clone() });
            *start = 0;
        }
        let picture = self.picture.take();
        let broken = std::mem::take(&mut self.broken);
        if text.trim().is_empty() {
            self.behind_picture |= picture.is_some();
            return;
        }
        let mut kind = self.kind_here();
        let beside = picture == Some(0) || (self.behind_picture && is_set_apart(&text, &marks));
        // The first paragraph behind a picture is an element of its own only
        // where the page makes elements of its paragraphs.
        let text_itself = broken && text.trim_end().ends_with(['.', '!', '?', '”', '"']);
        if kind == BlockKind::Paragraph && beside && !text_itself && text.trim().chars().count() <= CAPTION {
            kind = BlockKind::Caption;
        }
        self.behind_picture = false;
        // A headline in a list, all of it a link, is an entry of the list.
        let listed = self.context.iter().any(|&(_, kind)| kind == BlockKind::ListItem);
        if matches!(kind, BlockKind::Heading(_)) && listed && linked >= text.trim().len() {
            kind = BlockKind::ListItem;
        }
        let (head, pulled) = (self.head_here(kind), self.pulled_here());
        self.drafts.push(Draft { kind, text, marks, linked, head, pulled, cut: None });
    }

    /// What the elements around it call the block, as far as they matter
    /// above the text.
    fn head_here(&self, kind: BlockKind) -> Option<Part> {
        if matches!(kind, BlockKind::Heading(1) | BlockKind::Caption | BlockKind::Table | BlockKind::Code) {
            return None;
        }
        self.named.iter().rev().find_map(|&(_, name)| match name {
            Named::Part(part) => Some(part),
            Named::PullQuote => None,
        })
    }

    fn pulled_here(&self) -> bool {
        self.named.iter().any(|&(_, name)| name == Named::PullQuote)
    }

    fn kind_here(&self) -> BlockKind {
        let has = |wanted: BlockKind| self.context.iter().any(|&(_, kind)| kind == wanted);
        [BlockKind::Caption, BlockKind::Code, BlockKind::Table]
            .into_iter()
            .find(|&kind| has(kind))
            .or_else(|| self.context.last().map(|&(_, kind)| kind))
            .unwrap_or(BlockKind::Paragraph)
    }
}
