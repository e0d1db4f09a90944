//! Names beside a description of the person, and subjects before an aside: “Lee, the mayor, said”, “another
//! critic, Ann Lee, said”, “said the mayor, Ann Lee”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::can_speak::is_speaker;
use super::grammar::Class;
use super::phrase::{ending_at, is_speaking_noun, opens_clause, starting_at};
use super::relative::is_participle;
use super::source::{Link, Source, source};
use super::subject::shared;
use crate::analysis::{EntityKind, How};
use crate::cue::inflect::VerbForm;
use crate::scene::{NameAt, Scene};

/// The longest title before a name in apposition, in tokens.
const LONGEST_TITLE: usize = 2;

/// The longest aside between a subject and its verb, in tokens.
const LONGEST_ASIDE: usize = 32;

/// The longest bracket after a name, in tokens.
const LONGEST_BRACKET: usize = 16;

/// The most phrases with prepositions in the description of a person.
const LONGEST_DESCRIPTION: usize = 4;

/// The subject of a cue after a comma or dash (token `k`): a name before an
/// apposition, a subject shared with another verb, or one after the cue.
pub(super) fn after_comma(
    scene: &Scene<'_>,
    cue: usize,
    k: usize,
    tokens: &Range<usize>,
    before: &[Source],
) -> Vec<Source> {
    let Some(c) = scene.cues.get(cue) else { return Vec::new() };
    if c.form == Some(VerbForm::Ing) {
        return shared(scene, cue, k, tokens, before);
    }
    let after_passage = k.checked_sub(1).is_some_and(|q| q >= tokens.start && scene.passage_at(q).is_some());
    if !after_passage {
        // “Another critic, Ann Lee, said”
        if let Some(found) =
            name_before(scene, k, tokens.start).and_then(|p| source(scene, p, Some(cue), Link::Apposition))
        {
            return vec![found];
        }
        let goes_on = !c.frames.inverted || clause_follows(scene, c.end, tokens.end);
        let opening = before_aside(scene, k, tokens.start, goes_on);
        let opening = opening.map(|phrase| person_before(scene, &phrase, tokens.start).unwrap_or(phrase));
        if let Some(found) = opening.and_then(|p| source(scene, p, Some(cue), Link::Apposition)) {
            return vec![found];
        }
    }
    let mut from = c.end;
    while scene.class(from) == Class::Adverb {
        from += 1;
    }
    let after = starting_at(scene, from, tokens.end)
        .filter(|_| c.frames.inverted)
        .map(|phrase| inverted(scene, phrase))
        .and_then(|p| source(scene, p, Some(cue), Link::Inverted));
    match after {
        Some(found) => vec![found],
        None => shared(scene, cue, k, tokens, before),
    }
}

/// Whether what is after a cue that ends before token `from` is no subject of it: “said the road was icy”, but not
/// “said the driver.”
fn clause_follows(scene: &Scene<'_>, from: usize, ceiling: usize) -> bool {
    let first = (from..ceiling).find(|&i| scene.class(i) != Class::Adverb).unwrap_or(ceiling);
    let pronoun = matches!(scene.class(first), Class::Subject | Class::Object);
    let phrase = starting_at(scene, first, ceiling).filter(|_| !pronoun);
    let verb = |i: usize| {
        matches!(scene.class(i), Class::Auxiliary | Class::Verb)
            || scene.class(i) == Class::Word && scene.word(i).ends_with("ed")
    };
    phrase.is_none_or(|phrase| verb(phrase.end))
}

/// The phrase before an aside that ends at a comma or dash (token `close`): “Lee” in “Lee, the mayor,”. `goes_on`
/// says that no subject is after the verb that follows.
fn before_aside(scene: &Scene<'_>, close: usize, floor: usize, goes_on: bool) -> Option<Range<usize>> {
    let sentence = (floor..close)
        .rev()
        .take(LONGEST_ASIDE)
        .take_while(|&i| scene.passage_at(i).is_none() && scene.class(i) != Class::Stop);
    sentence.filter(|&open| scene.class(open) == scene.class(close)).find_map(|open| {
        let last = before_bracket(scene, open.checked_sub(1)?, floor);
        let phrase = ending_at(scene, last?, floor)?;
        let speaker = || source(scene, phrase.clone(), None, Link::Loose).filter(|found| is_speaker(scene, found));
        if interrupts(scene, open, close) && speaker().is_some_and(|found| found.how == How::Nominal) {
            return Some(phrase);
        }
        let named = scene.name_at(phrase.end.checked_sub(1)?).is_some();
        let of_name = named && describes(scene.class(open + 1));
        let of_subject = || goes_on && opens_clause(scene, phrase.start, floor) && describes_subject(scene, open + 1);
        (of_name || of_subject() && (named || speaker().is_some())).then_some(phrase)
    })
}

/// Whether the aside that begins at token `first` says something of the subject before it: “the driver, 43,”, “Lee,
/// speaking at home,”, “residents, many of them old,”.
fn describes_subject(scene: &Scene<'_>, first: usize) -> bool {
    let participle = |i: usize| is_participle(scene, i);
    match scene.class(first) {
        Class::Number | Class::Determiner | Class::Possessive => true,
        Class::Adverb => participle(first + 1) || matches!(scene.class(first + 1), Class::Number | Class::Determiner),
        _ => participle(first) || scene.is(first + 1, "of"),
    }
}

/// Whether a token of this class can begin what is said about a name in an aside.
fn describes(class: Class) -> bool {
    matches!(class, Class::Determiner | Class::Possessive | Class::Relative | Class::Preposition) || class.is_nominal()
}

/// Whether what is between two commas or dashes, at tokens `open` and `close`, can interrupt
/// any sentence after its subject: “however” or “who was there”.
fn interrupts(scene: &Scene<'_>, open: usize, close: usize) -> bool {
    matches!(scene.class(open + 1), Class::Relative | Class::Preposition)
        || (open + 1..close).all(|i| scene.class(i) == Class::Adverb)
}

/// The subject that begins with a noun phrase after a cue: the phrase itself, or the name
/// after it if the phrase describes that person, as in “said the mayor, Ann Lee.”
pub(super) fn inverted(scene: &Scene<'_>, phrase: Range<usize>) -> Range<usize> {
    // “the founder and chief executive, Ann Lee”
    let other = Some(phrase.end).filter(|&i| scene.is(i, "and") && is_speaking_noun(scene, i - 1));
    let other = other.and_then(|joint| starting_at(scene, joint + 1, scene.tokens.len()));
    let other = other.filter(|p| scene.class(p.start) == Class::Word && is_speaking_noun(scene, p.end - 1));
    let whole = other.map(|p| phrase.start..p.end);
    let named = |phrase: &Range<usize>| name_after(scene, phrase);
    named(&phrase).or_else(|| named(&whole?)).unwrap_or(phrase)
}

/// The name of the person whom a phrase describes, between a comma after the phrase and the
/// next comma or the end: “the mayor, Ann Lee,”.
pub(crate) fn name_after(scene: &Scene<'_>, phrase: &Range<usize>) -> Option<Range<usize>> {
    // “Lee’s niece” names nobody yet.
    let owns = |name: &NameAt| scene.class(scene.token_from(name.span.end)) == Class::Possessive;
    let people = || phrase.clone().filter_map(|i| scene.name_at(i)).filter(|name| name.kind == EntityKind::Person);
    let named = people().any(|name| !owns(name));
    // “the mayor’s niece, state Rep. Ann Lee,”
    let titled = (phrase.end + 1..=phrase.end + 1 + LONGEST_TITLE)
        .take_while(|&i| matches!(scene.class(i), Class::Word | Class::Name))
        .find_map(|i| scene.name_at(i));
    let name = titled.filter(|name| name.kind == EntityKind::Person && !owns(name));
    let name = name.filter(|_| !named && scene.class(phrase.end) == Class::Comma)?;
    let next = scene.token_from(name.span.end);
    // “the mayor, Ann Lee (D-Orsten),”
    let mark = matches!(scene.class(next), Class::Stop | Class::Comma | Class::Open | Class::Close);
    let ends = mark || next >= scene.tokens.len();
    let one_line = !scene.span(phrase.start, next).of(scene.text).contains('\n');
    (ends && one_line).then(|| scene.token_from(name.span.start)..next)
}

/// The name “Ann Lee” in “another critic, Ann Lee,”: the name of a person between the comma
/// at token `comma` and the one before it, if the noun phrase before describes a speaker and
/// is no name of a person itself.
pub(super) fn name_before(scene: &Scene<'_>, comma: usize, floor: usize) -> Option<Range<usize>> {
    let named = ending_at(scene, before_bracket(scene, comma.checked_sub(1)?, floor)?, floor)?;
    named.clone().find_map(|i| scene.name_at(i)).filter(|name| name.kind == EntityKind::Person)?;
    let before = named.start.checked_sub(1).filter(|&i| i > floor && scene.class(i) == Class::Comma)?;
    let phrase = ending_at(scene, before - 1, floor)?;
    let person = scene.name_at(before - 1).is_some_and(|name| name.kind == EntityKind::Person);
    let determined = matches!(scene.class(phrase.start), Class::Determiner | Class::Possessive)
        || is_speaker(scene, &source(scene, phrase, None, Link::Loose)?);
    (determined && !person).then_some(named)
}

/// The person whom the phrase before “who” describes: “Ann Lee, a Democrat who said”, “Ann Lee,
/// from Ohio, who said”.
pub(super) fn person_before(scene: &Scene<'_>, phrase: &Range<usize>, floor: usize) -> Option<Range<usize>> {
    let mut start = phrase.start;
    let mut place = false;
    // “a Democrat from Ohio on the Budget Committee”
    for _ in 0..LONGEST_DESCRIPTION {
        let joint = start.checked_sub(1).filter(|&i| i > floor && scene.class(i) == Class::Preposition);
        let Some(joint) = joint else { break };
        place = true;
        if scene.class(joint - 1) == Class::Comma {
            start = joint;
            break;
        }
        let Some(before) = ending_at(scene, joint - 1, floor) else { break };
        start = before.start;
    }
    let comma = start.checked_sub(1)?;
    let person = comma.checked_sub(1).and_then(|i| scene.name_at(i)).filter(|name| name.kind == EntityKind::Person)?;
    let indefinite = scene.is(start, "a") || scene.is(start, "an");
    let apart = comma > floor && scene.class(comma) == Class::Comma;
    let opens = place && scene.class(start) == Class::Preposition;
    (apart && (opens || indefinite)).then(|| scene.token_from(person.span.start)..comma)
}

/// Token `last`; where it closes a bracket, the token before that bracket opens:
/// “Lee (R-Ohio)”.
pub(super) fn before_bracket(scene: &Scene<'_>, last: usize, floor: usize) -> Option<usize> {
    if scene.class(last) != Class::Close {
        return Some(last);
    }
    let open = (floor..last).rev().take(LONGEST_BRACKET).find(|&o| scene.class(o) == Class::Open)?;
    open.checked_sub(1)
}
