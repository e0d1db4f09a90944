//! Limits on the size of a page's tree: how deep elements may be nested, and
//! how many there may be.

use std::cell::{Cell, RefCell};

use html5ever::interface::TreeSink;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};

use super::builder::Builder;
use super::tag_source::MOST_ATTRIBUTES;
use super::tree::{NodeId, Tree};

/// How deep elements may be nested; deeper tags are ignored and their text is
/// kept. Chromium stops at 512. The parser searches the open elements at many
/// tags, so unlimited depth would cost quadratic time.
pub(super) const DEPTH: usize = 400;
/// How deep elements of inline style may be nested. The parser opens these
/// again in every block, so the limit is lower.
const STYLE_DEPTH: usize = 60;
/// How many elements a page may have; further tags are ignored and their text
/// is kept. Real pages have thousands; twenty million `<p>` would fill the
/// memory.
pub(super) const ELEMENTS: usize = if cfg!(test) { 50_000 } else { 1_000_000 };

/// A filter between the tokenizer and the tree builder: it drops the tags
/// that would exceed the limits.
pub(super) struct Nesting {
    inner: TreeBuilder<NodeId, Builder>,
    open: RefCell<Vec<LocalName>>,
    styles: Cell<usize>,
    /// How many start tags were dropped and have not been closed yet.
    dropped: Cell<usize>,
    elements: Cell<usize>,
    /// How the text is to be read that the last tag began, if it has no tags.
    raw: Cell<Option<RawKind>>,
    /// How many pieces of text there were.
    texts: Cell<usize>,
    /// Whether all of the rest of the page is text.
    is_plaintext: Cell<bool>,
    /// How the tokenizer is to read what comes after its next tag, which is not one of the page.
    switch: Cell<Option<RawKind>>,
    /// Whether a `<p>` began after the last `<noscript>` and was not closed.
    in_paragraph: Cell<bool>,
}

impl Nesting {
    /// A filter in front of `inner`.
    pub(super) fn new(inner: TreeBuilder<NodeId, Builder>) -> Self {
        Self {
            inner,
            open: RefCell::new(Vec::new()),
            styles: Cell::new(0),
            dropped: Cell::new(0),
            elements: Cell::new(0),
            raw: Cell::new(None),
            texts: Cell::new(0),
            is_plaintext: Cell::new(false),
            switch: Cell::new(None),
            in_paragraph: Cell::new(false),
        }
    }

    /// The finished tree.
    pub(super) fn finish(self) -> Tree {
        self.inner.sink.finish()
    }

    /// How the text is to be read that the last tag began, if it has no tags; `None` after its end tag.
    pub(super) fn raw(&self) -> Option<RawKind> {
        self.raw.get()
    }

    /// How many pieces of text there were.
    pub(super) fn texts(&self) -> usize {
        self.texts.get()
    }

    /// Whether all of the rest of the page is text.
    pub(super) fn is_plaintext(&self) -> bool {
        self.is_plaintext.get()
    }

    /// Makes the tokenizer read what comes after its next tag as `kind`. The tag itself is ignored.
    pub(super) fn switch(&self, kind: RawKind) {
        self.switch.set(Some(kind));
    }

    /// Closes what is still open inside of the `<noscript>` that ends now. By the standard, it would
    /// hold all the rest of the page; a browser that runs scripts reads no tags in it.
    fn close_inside_noscript(&self, line: u64) {
        let inside = {
            let mut open = self.open.borrow_mut();
            let noscript = open.iter().rposition(|name| *name == local_name!("noscript"));
            noscript.map_or_else(Vec::new, |at| open.split_off(at + 1))
        };
        let paragraph = self.in_paragraph.take().then_some(local_name!("p"));
        for name in inside.into_iter().rev().chain(paragraph) {
            let end = Tag {
                kind: TagKind::EndTag,
                name,
                self_closing: false,
                attrs: Vec::new(),
                had_duplicate_attributes: false,
            };
            let _ = self.inner.process_token(Token::TagToken(end), line);
        }
    }

    /// Whether the tree builder may see the tag.
    fn admits(&self, tag: &Tag) -> bool {
        let start = tag.kind == TagKind::StartTag;
        // These hold no elements. Without their tags their text would count as
        // text of the page.
        if self.elements.get() > ELEMENTS && !matches!(&*tag.name, "script" | "style" | "title" | "textarea") {
            return false;
        }
        self.elements.set(self.elements.get() + usize::from(start));
        let nests = match nesting_of(&tag.name) {
            // In a drawing, all elements can be nested.
            Nests::Never if self.inner.adjusted_current_node_present_but_not_in_html_namespace() => Nests::Block,
            nests => nests,
        };
        match nests {
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
        let mut raw = self.raw.get();
        match &token {
            Token::CommentToken(_) | Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => {
                assert!(!cfg!(test) || tag.attrs.len() <= MOST_ATTRIBUTES, "{} has many attributes", tag.name);
                if let Some(kind) = self.switch.take() {
                    return TokenSinkResult::RawData(kind);
                }
                raw = None;
                self.raw.set(raw);
                let starts = tag.kind == TagKind::StartTag;
                if tag.name == local_name!("p") {
                    self.in_paragraph.set(starts);
                } else if tag.name == local_name!("noscript") {
                    if starts {
                        self.in_paragraph.set(false);
                    } else {
                        self.close_inside_noscript(line);
                    }
                }
                if !self.admits(tag) {
                    return TokenSinkResult::Continue;
                }
            }
            Token::CharacterTokens(_) => self.texts.set(self.texts.get() + 1),
            _ => {}
        }
        let result = self.inner.process_token(token, line);
        match result {
            TokenSinkResult::RawData(kind) => raw = Some(kind),
            TokenSinkResult::Plaintext => self.is_plaintext.set(true),
            _ => {}
        }
        self.raw.set(raw);
        result
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// How deep elements of one name can be nested in each other.
enum Nests {
    /// Not at all: they are empty, hold only text, or end where the next
    /// one of their kind begins.
    Never,
    /// Up to [`STYLE_DEPTH`]: inline style.
    Style,
    /// Up to [`DEPTH`]: everything else.
    Block,
}

/// Whether a name is one of several, which is one comparison of numbers for each.
macro_rules! is_one_of {
    ($name:ident: $($one:tt)*) => { matches!(*$name, $(local_name!($one))|*) };
}

/// How elements called `name` can be nested, by the rules of the HTML parser.
fn nesting_of(name: &LocalName) -> Nests {
    if is_one_of!(
        name:
            "html" "head" "body" "p" "li" "dt" "dd" "tr" "td" "th" "thead" "tbody" "tfoot" "caption" "colgroup"
            "option" "optgroup" "rp" "rt" "rb" "rtc" "area" "base" "br" "col" "embed" "hr" "img" "image" "input"
            "link" "meta" "param" "source" "track" "wbr" "script" "style" "title" "textarea" "iframe" "noframes"
            "noembed" "xmp" "plaintext" "keygen" "frame" "frameset" "basefont" "bgsound"
    ) {
        Nests::Never
    } else if is_one_of!(name: "a" "b" "big" "code" "em" "font" "i" "nobr" "s" "small" "strike" "strong" "tt" "u") {
        Nests::Style
    } else {
        Nests::Block
    }
}

#[cfg(test)]
mod tests {
    use crate::html::tree::Tree;

    /// The text of the page that is in no `<noscript>`.
    fn shown(html: &str) -> String {
        Tree::parse(html).all_text(0).into_owned()
    }

    #[test]
    fn a_noscript_ends_where_it_is_closed() {
        for inside in ["<div>", "<p>no scripts", "<div><p><ul><li>no scripts", "<img src=a>", "<div></div>", ""] {
            let html = format!("<body><noscript>{inside}</noscript><div>the article</div>");
            assert_eq!(shown(&html), "the article", "{inside}");
        }
    }

    #[test]
    fn a_noscript_closes_nothing_that_was_open_before_it() {
        let tree = Tree::parse("<div><p>a <noscript><img src=a></noscript>b</p><p>c</p></div>");
        let parent = |text: &str| {
            let node = tree.descendants(0).find(|&n| tree.text(n) == Some(text))?;
            tree.parent(node)
        };
        assert!(parent("a ").is_some() && parent("a ") == parent("b"));
        let noscript = tree.descendants(0).find(|&n| tree.name(n) == "noscript").unwrap();
        assert_eq!(tree.parent(noscript), parent("b"));
    }
}
