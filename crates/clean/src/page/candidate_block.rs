//! A block of a page before it is known whether it belongs to the article.

use std::borrow::Cow;
use std::collections::HashMap;

use pullquote_article::{ArticleBuilder, BlockKind, ListPlace, Mark, MarkKind};

use super::pictures::FoundPicture;
use crate::html::tree::{NodeId, Tree};
use crate::language::ElementNames;
use crate::rules::{ContextRule, Cut};
use crate::white_space::folded_by;

/// A block as it is in the page.
#[derive(Debug, Clone)]
pub(super) struct CandidateBlock<'l> {
    /// The kind that its element gives it.
    pub(super) kind: BlockKind,
    /// The text, with white space as in the source.
    pub(super) text: String,
    /// Marked words; spans are bytes of `text`.
    pub(super) marks: Vec<Mark>,
    /// How many bytes of `text` are in links.
    pub(super) linked: usize,
    /// The part of the article's head that the block is, by the names of its
    /// element.
    pub(super) head_part: Option<HeadPart>,
    /// Whether its element is called a pull quote: words of the text, repeated.
    pub(super) is_pull_quote: bool,
    /// Its place in a list, if it is in one.
    pub(super) list: Option<ListPlace>,
    /// The names by which links of the page lead to it.
    pub(super) names: Vec<String>,
    /// The element around the block's own; 0 if that is not known.
    pub(super) around: NodeId,
    /// The last node of the block.
    pub(super) node: NodeId,
    /// Whether a `<time>` is in it.
    pub(super) timed: bool,
    /// The pictures before its words or among them.
    pub(super) pictures: Vec<FoundPicture>,
    /// The rule that cuts it, if one does.
    pub(super) cut: Option<Cut<'l>>,
}

impl CandidateBlock<'_> {
    /// How many links the block contains.
    pub(super) fn links(&self) -> usize {
        self.marks.iter().filter(|m| is_link(&m.kind)).count()
    }

    /// The text with white space folded to single spaces, without signs that have no
    /// width.
    pub(super) fn folded(&self) -> Cow<'_, str> {
        let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        folded_by(&self.text, is_space)
    }

    /// Marks the block as cut by a rule in code.
    pub(super) fn cut_by(&mut self, rule: ContextRule) {
        self.cut = Some(Cut::Context(rule));
    }

    /// Adds the block to the removed passages of the article, if it is cut.
    pub(super) fn record_cut(&self, builder: &mut ArticleBuilder) {
        if let Some(cut) = self.cut {
            cut.record(builder, &self.text);
        }
    }
}

/// Whether the mark is on a link, also on the mark of a footnote.
pub(super) fn is_link(kind: &MarkKind) -> bool {
    matches!(kind, MarkKind::Link(_) | MarkKind::Footnote(_))
}

/// A block between the headline and the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadPart {
    /// A summary of the article in a sentence or two.
    Standfirst,
    /// The first paragraph, set apart from the others.
    Lead,
}

/// What the name of an element says about the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedAs {
    /// The text is part of the article's head.
    Head(HeadPart),
    /// The text repeats words of the article.
    PullQuote,
}

/// Whether `class` is `name`, or `name` with something joined to it:
/// `article__dek`, `dek--wide`.
fn is_called(class: &str, name: &str) -> bool {
    class.match_indices(name).any(|(at, _)| {
        let joined = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        joined(class.get(..at).and_then(|s| s.chars().next_back()))
            && joined(class.get(at + name.len()..).and_then(|s| s.chars().next()))
    })
}

/// What the values of attributes say about the text of their elements, each looked up once.
#[derive(Debug, Default)]
pub(super) struct KnownNames<'t>(HashMap<&'t str, Option<NamedAs>>);

/// What the names of the element `node` say about its text, if anything.
pub(super) fn named_as<'t>(
    tree: &'t Tree,
    node: NodeId,
    names: &ElementNames,
    known: &mut KnownNames<'t>,
) -> Option<NamedAs> {
    if matches!(tree.name(node), "" | "body" | "html" | "main" | "article" | "a" | "img") {
        return None;
    }
    if tree.attribute(node, "itemprop").is_some_and(|p| p == "description" || p == "alternativeHeadline") {
        return Some(NamedAs::Head(HeadPart::Standfirst));
    }
    let values = ["class", "id", "data-component", "data-testid"].map(|key| tree.attribute(node, key));
    values.into_iter().flatten().find_map(|value| *known.0.entry(value).or_insert_with(|| value_says(value, names)))
}

/// What the value of an attribute says about the text of its element.
fn value_says(value: &str, names: &ElementNames) -> Option<NamedAs> {
    if !names.blocks.is_in(value) {
        return None;
    }
    let value = value.to_ascii_lowercase();
    let has = |names: &[&str]| value.split_ascii_whitespace().any(|class| names.iter().any(|n| is_called(class, n)));
    if has(&names.pull_quote) {
        Some(NamedAs::PullQuote)
    } else if has(&names.standfirst) {
        Some(NamedAs::Head(HeadPart::Standfirst))
    } else if has(&names.lead) {
        Some(NamedAs::Head(HeadPart::Lead))
    } else {
        None
    }
}

/// Whether the block is running text that is not cut: a paragraph or quotation
/// that is long or ends like a sentence, and at most half of it links.
pub(super) fn is_running(block: &CandidateBlock<'_>) -> bool {
    block.cut.is_none() && looks_running(block)
}

/// Whether the block looks like running text, whether it is cut or not.
pub(super) fn looks_running(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim();
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote)
        && (text.len() > 80 || (text.len() > 25 && ends_sentence(text)))
        && block.linked * 2 < text.len()
}

/// Whether `text` ends like a sentence, in any of several scripts.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '*'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', ';', '؟', '।'])
}

/// Whether `a` and `b` have the same letters and digits.
pub(super) fn same_letters(a: &str, b: &str) -> bool {
    letters_in(a).eq(letters_in(b))
}

/// The letters and digits of `text` in lower case, one by one.
fn letters_in(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The letters and digits of `text` in lower case, for comparison.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            letters.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            letters.extend(c.to_lowercase());
        }
    }
    letters
}
