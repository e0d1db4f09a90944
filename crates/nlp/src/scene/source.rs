//! Sources: the phrases that may name the speaker of a quote.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::apposition::name_after;
use super::grammar::Class;
use super::inhabitant::is_inhabitant;
use super::phrase::clause_subject;
use super::subject::subjects;
use crate::analysis::{EntityId, EntityKind, How};
use crate::cue::Cue;
use crate::passage::label::{Label, in_capitals, is_person};
use crate::passage::marks::Style;
use crate::scene::{NameAt, Scene};
use pullquote_article::Span;

/// The farthest that the beginning or the end of a sentence is looked for, in
/// tokens; a longer one is a list.
pub(crate) const LONGEST_SENTENCE: usize = 400;

/// The longest label of a speaker with its colon, in tokens.
const LONGEST_LABEL: usize = 8;

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

impl Source {
    /// Its cue, if it has one.
    pub(crate) fn cue<'s>(&self, scene: &'s Scene<'_>) -> Option<&'s Cue> {
        scene.cues.get(self.cue?)
    }
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
                    let nominal = source(scene, phrase, None, Link::Loose);
                    // In “the mayor, Ann Lee, left” the name stands for both.
                    let named = nominal.as_ref().filter(|s| s.how == How::Nominal);
                    let named = named.and_then(|s| name_after(scene, &s.tokens));
                    let added = match named {
                        Some(name) => source(scene, name, None, Link::Loose),
                        None => nominal,
                    };
                    let added = added.map(|s| Source { opens: true, ..s });
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
    let name = byline(scene, &tokens).filter(|name| !cover.holds(name));
    found.extend(name.and_then(|name| source(scene, name, None, Link::Loose)));
    found.sort_by_key(|s| (s.span.start, s.link));
    found
}

/// The words with capitals that a paragraph has after a passage and a colon or dash, which may name
/// a speaker whom no list has: ‘Not the time for it’: Orsten Research.
fn byline(scene: &Scene<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    scene.passage_at(tokens.start)?;
    let first = (tokens.end.saturating_sub(LONGEST_LABEL).max(tokens.start + 1)..tokens.end)
        .find(|&i| scene.passage_at(i).is_none())?;
    let opens = matches!(scene.class(first), Class::Colon | Class::Dash) && scene.passage_at(first - 1).is_some();
    let names = first + 1..tokens.end;
    let all = !names.is_empty() && names.clone().all(|i| scene.class(i) == Class::Name);
    (opens && all).then_some(names)
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

/// The name at the beginning of a paragraph of a transcript: before a passage that is a line of
/// one, or a name in capitals and a colon, which may be after a quotation mark.
fn label(scene: &Scene<'_>, rest: &Range<usize>) -> Option<Source> {
    let first = rest.start + usize::from(scene.class(rest.start) == Class::Quote);
    let from = scene.tokens.get(first)?.span.start;
    let passage = scene.passages.partition_point(|p| p.outer.start < from);
    let spoken = scene.passages.get(passage).filter(|p| p.style == Style::Label && p.outer.start > from);
    let spoken = spoken.filter(|p| p.outer.end <= scene.span(first, rest.end).end);
    let end = match spoken {
        Some(passage) => scene.token_from(passage.outer.start),
        None => (first..rest.end.min(first + LONGEST_LABEL)).find(|&i| scene.class(i) == Class::Colon)? + 1,
    };
    let line = Span::new(from, scene.tokens.get(end)?.span.start);
    let span = Label::of(scene.language, scene.text, line)?.name;
    let tokens = first..(end - 1).max(first + 1);
    let name = scene.name_at(first).map(|n| (n.entity, n.kind));
    let words = span.of(scene.text);
    let begins = || first > rest.start || introduces(scene, end, rest);
    let person = || in_capitals(words) && (is_person(scene.language, words) || begins());
    (spoken.is_some() || person()).then(|| Source {
        span,
        tokens,
        how: How::Name,
        entity: name.map(|n| n.0),
        kind: Some(EntityKind::Person),
        cue: None,
        link: Link::Label,
        opens: true,
        stands_for: None,
    })
}

/// Whether a passage begins at token `end`, and no cue after it in its paragraph attributes it:
/// “LEE: “We won.””, but not “TRADE WAR: “We won,” said Lee.”
fn introduces(scene: &Scene<'_>, end: usize, paragraph: &Range<usize>) -> bool {
    let cued = |i: usize| scene.cue_at(i).is_some() && scene.passage_at(i).is_none();
    scene.passage_at(end).is_some() && !(end..paragraph.end).any(cued)
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
    // “The Republican said” is about one person.
    if is_inhabitant(scene, &phrase) {
        return Some(of(span, How::Nominal, None));
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

/// Whether the head noun of the phrase is before the name: “a spokesman for Lee”, “the wife of
/// Senator Lee”. In “Secretary of State Ann Lee” it is not, as the name follows the office that
/// it belongs to.
fn has_outer_head(scene: &Scene<'_>, phrase: &Range<usize>, name: Span) -> bool {
    let start = scene.token_from(name.start);
    let joint = (phrase.start..start).rev().find(|&i| matches!(scene.class(i), Class::Preposition | Class::To));
    let Some(joint) = joint else { return false };
    !(scene.is(joint, "of") && start > joint + 1 && joint > phrase.start && is_office(scene, joint, start))
}

/// Whether the words around “of” at token `joint`, up to the name at token `start`, are an
/// office: “secretary of state”, “mayor of Lindhaven”.
fn is_office(scene: &Scene<'_>, joint: usize, start: usize) -> bool {
    let people = &scene.language.people;
    let lower = |i: usize| scene.word(i).to_lowercase();
    let person = scene.name_at(start).is_some_and(|name| name.kind == EntityKind::Person);
    let last = lower(start - 1);
    let described = people.is_person_or_role(&last) || people.is_title(&last);
    let titled = people.gender_of_title(scene.word(start - 1)).is_some();
    let group = scene.name_at(start - 1).is_some_and(|name| name.kind == EntityKind::Group);
    // “the chairman of Lindhaven’s energy committee Ann Lee”
    let between = (joint + 1..start).all(|i| scene.class(i).is_nominal() || scene.class(i) == Class::Possessive);
    person && between && !described && !titled && !group && people.is_role(&lower(joint - 1))
}
