//! Bylines: the name of a speaker after the words, with no verb: “Wait” — Ann Lee.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use crate::analysis::EntityKind;
use crate::passage::{Paragraph, Passage};
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::source::Source;

/// The longest description of a person after the name, in tokens.
const LONGEST_DESCRIPTION: usize = 24;

/// The longest label before a passage, in tokens: “Customer review |”.
const LONGEST_LABEL: usize = 4;

/// A passage with fewer tokens may be a name or a title, followed by the name of somebody else.
const SHORTEST_SENTENCE: usize = 5;

/// Whether a name that begins at token `first` signs the quote before it: “Wait” — Ann Lee, or
/// the headline “Wait”: Ann Lee.
pub(super) fn is_signature(scene: &Scene<'_>, first: usize) -> bool {
    let Some(mark) = first.checked_sub(1) else { return false };
    let after_quote = || mark.checked_sub(1).is_some_and(|i| scene.passage_at(i).is_some());
    scene.class(mark) == Class::Dash || scene.class(mark) == Class::Colon && after_quote()
}

/// Whether a paragraph is a passage, a colon or dash and a source, which may be described: “Wait”: Ann Lee.
/// “I will wait for it.” – Ann L. (Read all reviews.) A dash may be missing before the name of a person
/// who is described: “I will wait for it.” Ann Lee, head of the council.
pub(super) fn is_byline(scene: &Scene<'_>, passage: &Passage, source: &Source) -> bool {
    let Some(paragraph) = scene.paragraphs.get(passage.para) else { return false };
    let after = scene.token_from(passage.outer.end);
    let (rest, whole) = (source.tokens.end..paragraph.tokens.end, passage.outer.start == paragraph.span.start);
    let ends = rest.is_empty() || rest.len() == 1 && scene.class(rest.start) == Class::Stop;
    let described = ends_with_description(scene, &rest);
    if after + 1 == source.tokens.start && is_signature(scene, source.tokens.start) {
        return whole && ends
            || described && (whole || is_labelled(scene, paragraph, passage)) && is_sentence(scene, passage);
    }
    // “We won.” Ann Lee, smiling, waved to the crowd.
    let is_clause = rest.end.checked_sub(1).is_some_and(|last| scene.class(last) == Class::Stop);
    let person = source.kind == Some(EntityKind::Person) && !is_clause;
    after == source.tokens.start && whole && person && described && is_sentence(scene, passage)
}

/// Whether the rest of a paragraph, after a name, describes the person: “, head of the council”, “(in May)”.
fn ends_with_description(scene: &Scene<'_>, rest: &Range<usize>) -> bool {
    let begins = matches!(scene.class(rest.start), Class::Comma | Class::Open);
    if !begins || !(1..=LONGEST_DESCRIPTION).contains(&rest.len()) {
        return false;
    }
    let bracket = rest.clone().find(|&i| scene.class(i) == Class::Open).unwrap_or(rest.end);
    let stop = |i: usize| {
        scene.class(i) == Class::Stop && i + 1 < rest.end && scene.class(i + 1) != Class::Close
            || scene.passage_at(i).is_some()
    };
    // In brackets, “call” may be a noun: “(during the earnings call)”.
    let verb = |i: usize| matches!(scene.class(i), Class::Auxiliary | Class::Verb | Class::Subject);
    !rest.clone().any(stop) && !(rest.start..bracket).any(verb)
}

/// Whether only a label is before the passage in its paragraph: “Review: “…””, “Review | “…””.
fn is_labelled(scene: &Scene<'_>, paragraph: &Paragraph, passage: &Passage) -> bool {
    let label = paragraph.tokens.start..scene.token_from(passage.outer.start);
    let last = label.end.checked_sub(1).filter(|last| *last > label.start);
    label.len() <= LONGEST_LABEL
        && last.is_some_and(|i| matches!(scene.class(i), Class::Colon | Class::Mark | Class::Dash))
}

/// Whether a passage ends as a sentence does.
pub(crate) fn is_sentence(scene: &Scene<'_>, passage: &Passage) -> bool {
    passage.span.of(scene.text).ends_with(['.', '!', '?', ',', '…'])
        && scene.tokens_of(passage).len() >= SHORTEST_SENTENCE
}

/// Whether a name that begins at token `first` signs the quote in the paragraph above: it is
/// after a dash, or begins a paragraph that names an author.
pub(super) fn signs_block(scene: &Scene<'_>, first: usize) -> bool {
    let paragraph = scene.paragraphs.partition_point(|p| p.tokens.start <= first).checked_sub(1);
    let author = paragraph
        .and_then(|p| scene.paragraphs.get(p))
        .is_some_and(|p| p.author_of.is_some() && p.tokens.start == first);
    author || first.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Dash)
}
