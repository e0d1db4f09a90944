//! The subject of a relative clause: whom “who” stands for in “Lee, who said”, and in “the officer who
//! made the arrest said”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::apposition::{before_bracket, person_before};
use super::can_speak::is_speaker;
use super::grammar::Class;
use super::phrase::{ending_at, opens_clause};
use super::source::{Link, Source, source};
use crate::analysis::How;
use crate::scene::Scene;

/// The longest clause between a subject and its verb, in tokens.
const LONGEST_RESTRICTION: usize = 14;

/// Both sources of “Lee, who said”: Lee, and the pronoun at token `k`.
pub(super) fn relative(scene: &Scene<'_>, cue: usize, k: usize, floor: usize) -> Vec<Source> {
    let apart = k > floor && scene.class(k - 1) == Class::Comma;
    // “In fact, that may explain why”
    if apart && scene.is(k, "that") {
        return Vec::new();
    }
    let back = if apart { k - 1 } else { k };
    let phrase = back.checked_sub(1).and_then(|last| ending_at(scene, last, floor));
    let antecedent = phrase
        .map(|phrase| person_before(scene, &phrase, floor).unwrap_or_else(|| nearest_voice(scene, phrase, k)))
        .and_then(|p| source(scene, p, Some(cue), Link::Relative));
    let Some(antecedent) = antecedent else { return Vec::new() };
    let pronoun = Source {
        span: scene.span(k, k + 1),
        tokens: k..k + 1,
        how: How::Pronoun,
        stands_for: Some(antecedent.span),
        ..antecedent.clone()
    };
    vec![antecedent, pronoun]
}

/// The pronoun of the relative clause whose object begins at token `object`: “who” in “the officer
/// who made the arrest”.
pub(super) fn relative_before(scene: &Scene<'_>, object: usize, floor: usize) -> Option<usize> {
    let verb = object.checked_sub(1).filter(|&i| i > floor && matches!(scene.class(i), Class::Word | Class::Verb))?;
    let who = (floor..verb).rev().find(|&i| !matches!(scene.class(i), Class::Adverb | Class::Auxiliary))?;
    let joined = who.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Preposition);
    (scene.class(who) == Class::Relative && !joined && scene.name_at(verb).is_none()).then_some(who)
}

/// The token “who” or “whose” of the clause between the verb at token `verb` and its subject: “officials who oversee
/// the ports said”, “a woman whose house was flooded said”. The sentence begins at token `floor` or later.
pub(super) fn restriction_before(scene: &Scene<'_>, verb: usize, floor: usize) -> Option<usize> {
    let inside = |&i: &usize| {
        let ends = matches!(
            scene.class(i),
            Class::Stop | Class::Comma | Class::Colon | Class::Dash | Class::Conjunction | Class::Subordinator
        );
        !ends && scene.class(i) != Class::Subject && scene.passage_at(i).is_none()
    };
    let near = (floor..verb).rev().take(LONGEST_RESTRICTION).take_while(inside);
    let who = near.into_iter().find(|&i| scene.class(i) == Class::Relative || scene.is(i, "whose"))?;
    let apart = who.checked_sub(1).is_none_or(|i| !scene.class(i).is_nominal() && scene.class(i) != Class::Determiner);
    // “who had said”, “whose lawyer said”: the verb is that of the clause.
    let helps = |i: &usize| matches!(scene.class(*i), Class::Adverb | Class::Auxiliary);
    let end = (who + 1..verb).rev().find(|i| !helps(i))? + 1;
    let first = (who + 1..end).find(|&i| scene.class(i) != Class::Adverb)?;
    let is_verb = |i: usize| matches!(scene.class(i), Class::Verb | Class::Auxiliary) || is_past_participle(scene, i);
    let whole = if scene.is(who, "who") {
        is_verb(first) || scene.class(first) == Class::Word && scene.name_at(first).is_none()
    } else {
        scene.is(who, "whose") && (first + 1..end).any(is_verb)
    };
    // “those who believe Lee said so”
    let reports = |i: usize| scene.cue_at(i).and_then(|cue| scene.cues.get(cue)).is_some_and(|cue| cue.frames.clause);
    (whole && !apart && !(first..end).any(reports)).then_some(who)
}

/// The phrase that a participle describes, if the doer after “by” begins at token `agent`: “a letter” in
/// “a letter obtained by the Post”.
pub(super) fn described_by_agent(scene: &Scene<'_>, agent: usize, floor: usize) -> Option<Range<usize>> {
    let by = agent.checked_sub(1).filter(|&i| i > floor && scene.is(i, "by"))?;
    let participle = by.checked_sub(1).filter(|&i| i > floor && is_past_participle(scene, i))?;
    let last = before_bracket(scene, participle - 1, floor)?;
    let noun = scene.class(last).is_nominal() && scene.class(last) != Class::Number;
    noun.then(|| ending_at(scene, last, floor)).flatten()
}

/// The subject that the participle at token `i` describes: “residents” in “residents living near the plant said”,
/// “a man” in “a man accused of theft said”. It begins a clause of the paragraph from token `floor`.
pub(super) fn described_subject(scene: &Scene<'_>, i: usize, floor: usize) -> Option<Range<usize>> {
    // “the union negotiating team” is the team, and “the pupils helped crack it” has a finite verb.
    let goes_on = matches!(
        scene.class(i + 1),
        Class::Preposition | Class::Adverb | Class::Determiner | Class::Possessive | Class::Object | Class::To
    );
    let apart = goes_on && is_participle(scene, i);
    let last = i.checked_sub(1).filter(|&last| last >= floor && apart && scene.name_at(last).is_none())?;
    let phrase = ending_at(scene, last, floor).filter(|phrase| opens_clause(scene, phrase.start, floor))?;
    is_speaker(scene, &source(scene, phrase.clone(), None, Link::Loose)?).then_some(phrase)
}

/// Whether token `i` is a participle of a verb, by its ending or as an irregular one.
pub(super) fn is_participle(scene: &Scene<'_>, i: usize) -> bool {
    let verb = matches!(scene.class(i), Class::Word | Class::Verb) && scene.name_at(i).is_none();
    verb && scene.word(i).ends_with("ing") || is_past_participle(scene, i)
}

/// Whether token `i` is the past participle of a verb, by its ending or as an irregular one.
fn is_past_participle(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.word(i).to_lowercase();
    let verb = matches!(scene.class(i), Class::Word | Class::Verb) && scene.name_at(i).is_none();
    verb && (word.ends_with("ed") || scene.language.is_irregular_participle(&word))
}

/// What the pronoun at token `relative` stands for in the phrase before it: “the president” in “a
/// lecture from the president, who said”, and the whole in “a spokesman for the president, who
/// said”.
fn nearest_voice(scene: &Scene<'_>, phrase: Range<usize>, relative: usize) -> Range<usize> {
    let who = scene.is(relative, "who");
    let speaks = |tokens: Range<usize>| {
        source(scene, tokens, None, Link::Loose).is_some_and(|s| is_speaker(scene, &s) && !(who && is_thing(scene, &s)))
    };
    let joint = phrase.clone().skip(1).find(|&i| scene.class(i) == Class::Preposition && !scene.is(i, "of"));
    match joint {
        Some(joint) if !speaks(phrase.start..joint) && speaks(joint + 1..phrase.end) => joint + 1..phrase.end,
        _ => phrase,
    }
}

/// Whether a source is a document or body, which “who” cannot stand for.
fn is_thing(scene: &Scene<'_>, source: &Source) -> bool {
    let noun = scene.word(source.tokens.end.saturating_sub(1)).to_lowercase();
    let lists = (&scene.language.works.documents, &scene.language.speaking);
    source.how == How::Nominal && (lists.0.contains(&noun) || lists.1.documents.contains(&noun))
}
