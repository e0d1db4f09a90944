//! A name as it is written in the text.

use crate::analysis::EntityKind;
use pullquote_article::text::span::Span;

/// A name as it stands in the text, without title, article or possessive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
}

impl Name {
    /// The word directly behind it: empty where a mark follows the space, none
    /// without a space.
    pub(crate) fn word_behind(self, text: &str) -> Option<&str> {
        text.get(self.span.end..)?.strip_prefix(' ')?.split(|c: char| !c.is_alphabetic()).next()
    }
}

/// Names in `text` for tests: each at its next place there.
#[cfg(test)]
pub(crate) fn names_in(text: &str, names: &[(&str, EntityKind)]) -> Vec<Name> {
    let mut at = 0;
    let name = |&(words, kind): &(&str, EntityKind)| {
        let start = at + text[at..].find(words).expect("the name stands in the text");
        at = start + words.len();
        Name { span: Span::new(start, at), kind }
    };
    names.iter().map(name).collect()
}
