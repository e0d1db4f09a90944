//! A name as it is written in the text.

use std::collections::HashSet;

use crate::analysis::EntityKind;
use pullquote_article::Span;

/// A name in the text, without title, article or possessive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its bytes in the text.
    pub(crate) span: Span,
    /// What kind of thing it names.
    pub(crate) kind: EntityKind,
}

impl Name {
    /// The word before the name, with the marks at it: empty at the beginning of the text.
    pub(crate) fn word_before(self, text: &str) -> &str {
        let before = text.get(..self.span.start).unwrap_or_default().trim_end();
        before.rsplit(char::is_whitespace).next().unwrap_or_default()
    }

    /// The word after the name: empty if a mark follows the space, and none
    /// if there is no space.
    pub(crate) fn word_after(self, text: &str) -> Option<&str> {
        text.get(self.span.end..)?.strip_prefix(' ')?.split(|c: char| !c.is_alphabetic()).next()
    }
}

/// The words of a text: letters and digits without any mark between them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(move |piece| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let span = Span::new(start, start + word.len());
        start += piece.len();
        (!span.is_empty()).then_some(span)
    })
}

/// The words of all names of persons that have several.
pub(crate) fn words_of_full_names<'t>(text: &'t str, names: &[Name]) -> HashSet<&'t str> {
    let persons = names.iter().filter(|name| name.kind == EntityKind::Person).map(|name| name.span.of(text));
    persons.filter(|name| name.contains(char::is_whitespace)).flat_map(str::split_whitespace).collect()
}

/// The first name that overlaps `span`. `names` are in the order of the text and disjoint.
pub(crate) fn name_at(names: &[Name], span: Span) -> Option<&Name> {
    let next = names.partition_point(|name| name.span.end <= span.start);
    names.get(next).filter(|name| name.span.overlaps(span))
}

/// Whether no name overlaps `span`. `names` are in the order of the text and disjoint.
pub(crate) fn is_free(names: &[Name], span: Span) -> bool {
    name_at(names, span).is_none()
}

/// Whether no letter, digit or sign that joins words, as in “A&B”, is directly before or after `span`.
fn is_whole_word(text: &str, span: Span) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '&');
    !text.get(..span.start).is_some_and(|before| before.ends_with(joins))
        && !text.get(span.end..).is_some_and(|after| after.starts_with(joins))
}

/// Adds every place of each word in the text that is a whole word and in no name, as a name of the
/// kind beside the word. The names stay in the order of the text.
pub(crate) fn add_everywhere<'t>(
    text: &str,
    names: &mut Vec<Name>,
    words: impl IntoIterator<Item = (&'t str, EntityKind)>,
) {
    let mut found = Vec::new();
    for (word, kind) in words {
        for (at, _) in text.match_indices(word) {
            let span = Span::new(at, at + word.len());
            if is_free(names, span) && is_whole_word(text, span) {
                found.push(Name { span, kind });
            }
        }
    }
    add_names(names, found);
}

/// Adds `new` to `names`, which stay in the order of the text. None of them overlap.
pub(crate) fn add_names(names: &mut Vec<Name>, new: impl IntoIterator<Item = Name>) {
    names.extend(new);
    names.sort_by_key(|name| name.span.start);
}

/// Puts `new` into `names`, in place of the names that they overlap. Both are in the order
/// of the text and disjoint.
pub(crate) fn put_in_place(names: &mut Vec<Name>, new: Vec<Name>) {
    if new.is_empty() {
        return;
    }
    names.retain(|name| is_free(&new, name.span));
    add_names(names, new);
}

/// Names in `text`, for tests: each is looked for after the one before.
#[cfg(test)]
pub(crate) fn names_in(text: &str, names: &[(&str, EntityKind)]) -> Vec<Name> {
    let mut at = 0;
    let name = |&(words, kind): &(&str, EntityKind)| {
        let start = at + text[at..].find(words).expect("the name is in the text");
        at = start + words.len();
        Name { span: Span::new(start, at), kind }
    };
    names.iter().map(name).collect()
}
