//! A block of a page before it is judged, and what the names of the elements
//! around it say about it.

use super::tree::{NodeId, Tree};
use pullquote_article::{BlockKind, Mark, MarkKind};

/// A block as it stands in the page, before it is judged.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What its element makes it.
    pub kind: BlockKind,
    /// Its text, white space as in the source.
    pub text: String,
    /// Marked words; spans count bytes of `text`.
    pub marks: Vec<Mark>,
    /// Bytes of `text` that stand in links.
    pub linked: usize,
    /// What it is in the head of an article, by the names of its element.
    pub head: Option<Part>,
    /// Whether its element is called a pull quote: words of the text again.
    pub pulled: bool,
    /// Set for an element that is cut as a whole: name and reason of the rule.
    pub cut: Option<(String, String)>,
}

impl Draft {
    /// How many links stand in it.
    #[must_use]
    pub fn links(&self) -> usize {
        self.marks.iter().filter(|m| matches!(m.kind, MarkKind::Link(_))).count()
    }
}

/// What stands between a headline and the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the story is about, in a sentence or two.
    Standfirst,
    /// The first paragraph, set apart from the others.
    Lead,
}

/// Names for what stands between headline and text.
const STANDFIRSTS: &[&str] = &[
    "dek",
    "deck",
    "subhead",
    "sub-head",
    "subheadline",
    "sub-headline",
    "subheading",
    "sub-heading",
    "subtitle",
    "sub-title",
    "subtitulo",
    "standfirst",
    "strapline",
    "excerpt",
    "sottotitolo",
    "chapo",
    "bajada",
    "summary",
];
/// Names for a first paragraph that is set apart.
const LEADS: &[&str] = &["lead", "lede", "intro", "vorspann", "teaser-text", "ingress"];

/// What the name of an element says about the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Part(Part),
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

/// What the element `node` is called, if that says something about its text.
pub(super) fn named(tree: &Tree, node: NodeId) -> Option<Named> {
    if matches!(tree.name(node), "" | "body" | "html" | "main" | "article" | "a" | "img") {
        return None;
    }
    if tree.attribute(node, "itemprop").is_some_and(|p| p == "description" || p == "alternativeHeadline") {
        return Some(Named::Part(Part::Standfirst));
    }
    let names = ["class", "id", "data-component", "data-testid"].map(|key| tree.attribute(node, key));
    names.into_iter().flatten().find_map(|value| {
        let value = value.to_ascii_lowercase();
        let has =
            |names: &[&str]| value.split_ascii_whitespace().any(|class| names.iter().any(|n| is_called(class, n)));
        if has(&["pull-quote", "pullquote", "pull_quote"]) {
            Some(Named::PullQuote)
        } else if has(STANDFIRSTS) {
            Some(Named::Part(Part::Standfirst))
        } else if has(LEADS) {
            Some(Named::Part(Part::Lead))
        } else {
            None
        }
    })
}

pub(crate) fn is_running(draft: &Draft) -> bool {
    let text = draft.text.trim();
    draft.cut.is_none()
        && matches!(draft.kind, BlockKind::Paragraph | BlockKind::Quote)
        && (text.len() > 80 || (text.len() > 25 && ends_sentence(text)))
        && draft.linked * 2 < text.len()
}

pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '*'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', ';', '؟', '।'])
}

pub(crate) fn same(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// Letters and digits in lower case, for comparing.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
