//! Sources: the phrases that may name the speaker of a quote.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::grammar::Class;
use super::phrase::clause_subject;
use super::subject::subjects;
use crate::analysis::{EntityId, EntityKind, How};
use crate::passage::marks::Style;
use crate::scene::{NameAt, Scene};
use pullquote_article::Span;

/// The farthest that the beginning or the end of a sentence is looked for, in
/// tokens; a longer one is a list.
pub(crate) const LONGEST_SENTENCE: usize = 400;

/// How a source is linked to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Link {
    /// “Lee said”
    Subject,
    /// “said Lee”
    Inverted,
    /// “Lee, the mayor, said”
    Apposition,
    /// “Lee, who said”
    Relative,
    /// “Lee spoke and said”, “Lee spoke, saying”
    Shared,
    /// “according to Lee”
    Phrase,
    /// “Lee’s remark”
    Owner,
    /// “LEE: We won.”
    Label,
    /// No cue.
    Loose,
}

/// A phrase that may name the speaker of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The words to show: a name alone, or a whole phrase.
    pub(crate) span: Span,
    /// The tokens of the whole phrase.
    pub(crate) tokens: Range<usize>,
    /// Whether it is a name, a nominal or a pronoun.
    pub(crate) how: How,
    /// The entity that it names, if it is a name.
    pub(crate) entity: Option<EntityId>,
    /// The kind of that entity.
    pub(crate) kind: Option<EntityKind>,
    /// The index of its cue; none for a phrase without one.
    pub(crate) cue: Option<usize>,
    /// How it is linked to its cue.
    pub(crate) link: Link,
    /// Whether it is the first noun phrase of its sentence.
    pub(crate) opens: bool,
    /// For “who” and “which”: the phrase that they stand for.
    pub(crate) stands_for: Option<Span>,
}

/// The sources in the tokens of a paragraph, in order: the subjects of its cues,
/// then all other names, pronouns and noun phrases that open a sentence.
pub(crate) fn sources(scene: &Scene<'_>, tokens: Range<usize>) -> Vec<Source> {
    let mut found: Vec<Source> = label(scene, &tokens).into_iter().collect();
    let mut i = tokens.start;
    while i < tokens.end {
        let Some(cue) = scene.cue_at(i).filter(|_| scene.passage_at(i).is_none()) else {
            i += 1;
            continue;
        };
        i = scene.cues.get(cue).map_or(i + 1, |c| c.end.max(i + 1));
        found.extend(subjects(scene, cue, &tokens, &found));
    }
    let mut cover = Cover::new(&tokens);
    found.iter().enumerate().for_each(|(k, s)| cover.add(k, &s.tokens, s.how != How::Nominal));
    for start in sentence_starts(scene, &tokens) {
        if let Some(phrase) = clause_subject(scene, start, tokens.end) {
            match cover.first(&phrase) {
                Some(k) => found.iter_mut().skip(k).take(1).for_each(|s| s.opens = true),
                None => {
                    let added = source(scene, phrase, None, Link::Loose).map(|s| Source { opens: true, ..s });
                    added.iter().for_each(|s| cover.add(found.len(), &s.tokens, true));
                    found.extend(added);
                }
            }
        }
    }
    let mut i = tokens.start;
    while i < tokens.end {
        let name_end = scene.name_at(i).map(|n| scene.token_from(n.span.end));
        let pronoun = matches!(scene.class(i), Class::Subject);
        let end = name_end.unwrap_or(i + 1).max(i + 1);
        if (pronoun || name_end.is_some()) && scene.passage_at(i).is_none() && !cover.holds(&(i..end)) {
            found.extend(source(scene, i..end, None, Link::Loose));
        }
        i = end;
    }
    found.sort_by_key(|s| (s.span.start, s.link));
    found
}

/// The tokens of a paragraph that the sources found so far cover.
struct Cover {
    from: usize,
    /// For each token, the first source that covers it.
    first: Vec<Option<usize>>,
    /// For each token, whether a name there would be the same source again.
    /// Inside a phrase that is no name it may be another one.
    held: Vec<bool>,
}

impl Cover {
    fn new(tokens: &Range<usize>) -> Self {
        Self { from: tokens.start, first: vec![None; tokens.len()], held: vec![false; tokens.len()] }
    }

    fn slots(&self, tokens: &Range<usize>) -> Range<usize> {
        let end = tokens.end.saturating_sub(self.from).min(self.first.len());
        tokens.start.saturating_sub(self.from).min(end)..end
    }

    fn add(&mut self, source: usize, tokens: &Range<usize>, holds: bool) {
        let slots = self.slots(tokens);
        for first in self.first.get_mut(slots.clone()).unwrap_or_default() {
            first.get_or_insert(source);
        }
        for held in self.held.get_mut(slots).unwrap_or_default() {
            *held |= holds;
        }
    }

    /// The first source that shares a token with the phrase.
    fn first(&self, phrase: &Range<usize>) -> Option<usize> {
        self.first.get(self.slots(phrase)).unwrap_or_default().iter().flatten().min().copied()
    }

    fn holds(&self, phrase: &Range<usize>) -> bool {
        self.held.get(self.slots(phrase)).unwrap_or_default().contains(&true)
    }
}

/// The sources whose words begin in a range of tokens; `sources` are in order.
pub(crate) fn within<'s>(scene: &Scene<'_>, sources: &'s [Source], tokens: Range<usize>) -> &'s [Source] {
    let byte = |i: usize| scene.tokens.get(i).map_or(scene.text.len(), |t| t.span.start);
    let from = sources.partition_point(|s| s.span.start < byte(tokens.start));
    let to = sources.partition_point(|s| s.span.start < byte(tokens.end));
    sources.get(from..to).unwrap_or_default()
}

/// The name and colon at the beginning of a paragraph of a transcript, after its
/// quotation mark if it has one. The name is in capitals, or the passage after it
/// is a line of a transcript.
fn label(scene: &Scene<'_>, tokens: &Range<usize>) -> Option<Source> {
    let first = tokens.start + usize::from(scene.class(tokens.start) == Class::Quote);
    let end = (first..tokens.end.min(first + 8)).find(|&i| scene.class(i) == Class::Colon)?;
    let span = scene.span(first, end);
    let words = span.of(scene.text);
    let words = words.split(" (").next().unwrap_or(words);
    let capitals = words.chars().filter(|c| c.is_uppercase()).count() > 1 && !words.contains(char::is_lowercase);
    let spoken = scene
        .passage_at(end + 1)
        .and_then(|p| scene.passages.get(p))
        .is_some_and(|p| p.style == Style::Label && p.outer.start >= span.end);
    let name = scene.name_at(first).map(|n| (n.entity, n.kind));
    // The words before a bracket are the name: “SEN. BOB MARTIN (R-Ohio):”.
    let end = scene.token_from(span.start + words.len()).min(end);
    let span = scene.span(first, end);
    (spoken || capitals && end < first + 6).then(|| Source {
        span,
        tokens: first..end,
        how: How::Name,
        entity: name.map(|n| n.0),
        kind: Some(EntityKind::Person),
        cue: None,
        link: Link::Label,
        opens: true,
        stands_for: None,
    })
}

/// The tokens that begin a sentence, outside passages.
fn sentence_starts(scene: &Scene<'_>, tokens: &Range<usize>) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut fresh = true;
    for i in tokens.clone() {
        if scene.passage_at(i).is_some() {
            fresh = scene.class(i) == Class::Stop || (fresh && scene.class(i) == Class::Quote);
        } else if fresh && !matches!(scene.class(i), Class::Close) {
            starts.push(i);
            fresh = scene.class(i) == Class::Stop;
        } else {
            fresh = scene.class(i) == Class::Stop && !scene.is(i, ";");
        }
    }
    starts
}

/// The first token of the sentence that token `at` is in.
pub(crate) fn sentence_start(scene: &Scene<'_>, at: usize, floor: usize) -> usize {
    let floor = floor.max(at.saturating_sub(LONGEST_SENTENCE));
    (floor..at).rev().find(|&i| scene.class(i) == Class::Stop && !scene.is(i, ";")).map_or(floor, |stop| {
        let mut i = stop + 1;
        while i < at && scene.class(i) == Class::Quote {
            i += 1;
        }
        i
    })
}

/// The source that a noun phrase is; none for a number.
pub(crate) fn source(scene: &Scene<'_>, phrase: Range<usize>, cue: Option<usize>, link: Link) -> Option<Source> {
    let last = phrase.end.checked_sub(1)?;
    let first = phrase.start;
    let span = scene.span(first, phrase.end);
    let of = |span, how, name: Option<&NameAt>| Source {
        span,
        tokens: phrase.clone(),
        how,
        entity: name.map(|name| name.entity),
        kind: name.map(|name| name.kind),
        cue,
        link,
        opens: false,
        stands_for: None,
    };
    if phrase.len() == 1 && matches!(scene.class(first), Class::Subject | Class::Object) {
        return Some(of(span, How::Pronoun, None));
    }
    let is_figure = |i| scene.class(i) == Class::Number && scene.word(i).starts_with(|c: char| c.is_ascii_digit());
    if phrase.clone().all(is_figure) {
        return None;
    }
    let inner = |n: &&NameAt| !has_outer_head(scene, &phrase, n.span);
    // “Governor Ann Lee of West Orsten” is the governor, not the place.
    let name = scene.name_at(last).filter(inner).or_else(|| head_name(scene, &phrase).filter(inner));
    if let Some(name) = name {
        return Some(of(name.span, How::Name, Some(name)));
    }
    let names = phrase.clone().all(|i| matches!(scene.class(i), Class::Name | Class::Number));
    Some(of(span, if names { How::Name } else { How::Nominal }, None))
}

/// The name at the end of the phrase’s first part, before a preposition: “Senator
/// Ann Lee of Ohio”.
fn head_name<'s>(scene: &'s Scene<'_>, phrase: &Range<usize>) -> Option<&'s NameAt> {
    let joint = phrase.clone().find(|&i| scene.class(i) == Class::Preposition)?;
    scene.name_at(joint.checked_sub(1)?)
}

/// Whether the head noun of the phrase is before the name: “a spokesman for Lee”.
/// In “secretary of state Ann Lee” it is not, as the name follows the office that
/// it belongs to.
fn has_outer_head(scene: &Scene<'_>, phrase: &Range<usize>, name: Span) -> bool {
    let start = scene.token_from(name.start);
    let joint = (phrase.start..start).rev().find(|&i| matches!(scene.class(i), Class::Preposition | Class::To));
    let Some(joint) = joint else { return false };
    let office = scene.is(joint, "of") && start > joint + 1 && scene.class(start - 1) == Class::Word;
    !office
}
