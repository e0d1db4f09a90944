//! Noun phrases: finding the other end of one that begins or ends at a token.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::grammar::Class;
use super::unlisted_verb::{
    is_unlisted_participle, is_unlisted_past, is_unlisted_past_with_object, is_unlisted_present,
};
use crate::analysis::EntityKind;
use crate::scene::Scene;

/// The longest noun phrase that names a source, in tokens.
const LONGEST: usize = 24;

/// The longest opening of a sentence before its subject, in tokens.
const LONGEST_OPENING: usize = 200;

/// The noun phrase that ends with token `last`, with the prepositional phrases
/// after its head noun: “a spokesman for the city”. It begins at token `floor` or
/// later.
pub(crate) fn ending_at(scene: &Scene<'_>, last: usize, floor: usize) -> Option<Range<usize>> {
    let mut first = base_start(scene, last, floor)?;
    // “the families of Ann Lee and Bo Ek”
    if let Some(start) = names_of_several(scene, first, floor) {
        first = start;
    }
    while let Some(joint) = first.checked_sub(1).filter(|&j| j > floor && last - j < LONGEST) {
        let joins = scene.language.noun_phrases.joins_back.contains_any_case(scene.word(joint))
            && scene.passage_at(joint).is_none();
        if !joins {
            break;
        }
        let Some(start) = base_start(scene, joint - 1, floor) else { break };
        let determined = matches!(scene.class(start), Class::Determiner | Class::Possessive | Class::Number);
        if !(determined || opens_clause(scene, start, floor)) {
            break;
        }
        first = start;
    }
    Some(first..last + 1)
}

/// Whether a clause of the paragraph from token `floor` may begin with token `start`.
pub(super) fn opens_clause(scene: &Scene<'_>, start: usize, floor: usize) -> bool {
    start <= floor
        || matches!(
            scene.class(start - 1),
            Class::Stop | Class::Comma | Class::Quote | Class::Conjunction | Class::Subordinator | Class::Relative
        )
}

/// Where a name begins that “and” joins to the one at token `second`, if both belong to a noun for
/// several people: “the families of Ann Lee and Bo Ek”.
fn names_of_several(scene: &Scene<'_>, second: usize, floor: usize) -> Option<usize> {
    let joint = second.checked_sub(1).filter(|&i| scene.is(i, "and") && scene.name_at(second).is_some())?;
    let last = joint.checked_sub(1).filter(|&i| scene.name_at(i).is_some())?;
    let first = base_start(scene, last, floor)?;
    let belongs = |i: usize| scene.is(i, "of") || scene.is(i, "for");
    let noun = first.checked_sub(2).filter(|&i| i >= floor && belongs(first - 1) && scene.class(i) == Class::Word)?;
    let several = scene.word(noun).ends_with('s') || scene.language.people.words.plurals.contains(scene.word(noun));
    several.then_some(first)
}

/// The first token of the base noun phrase that ends with token `last`.
fn base_start(scene: &Scene<'_>, last: usize, floor: usize) -> Option<usize> {
    if last < floor || scene.passage_at(last).is_some() || is_unlisted_past(scene, last) {
        return None;
    }
    if matches!(scene.class(last), Class::Subject | Class::Object | Class::Determiner) {
        return Some(last);
    }
    if !scene.class(last).is_nominal() && scene.class(last) != Class::Adverb {
        return None;
    }
    // A name may have marks: “Marcia “Cia” Holm”.
    let name = scene.name_at(last).map(|name| scene.token_from(name.span.start));
    let mut first = name.map_or(last, |start| start.clamp(floor, last));
    while let Some(i) = first.checked_sub(1).filter(|&i| i >= floor && last - i < LONGEST) {
        if scene.passage_at(i).is_some() {
            break;
        }
        match scene.class(i) {
            // “the questions | owners ask”
            Class::Word if is_plural_or_verb(scene, i) && is_noun_for_several(scene, last) => break,
            Class::Word | Class::Name | Class::Number | Class::Possessive => first = i,
            Class::Determiner => {
                first = i;
                break;
            }
            Class::Conjunction if scene.is(i, "&") => first = i,
            // “Monday’s ruling”
            Class::Adverb if is_owning_day(scene, i) => {
                first = i;
                break;
            }
            // “the well known senator”, “a top Lee adviser”.
            Class::Adverb if i > floor && matches!(scene.class(i - 1), Class::Determiner | Class::Possessive) => {
                first = i;
            }
            _ => break,
        }
    }
    Some(first)
}

/// The noun phrase that begins with token `first` and ends before token
/// `ceiling`.
pub(crate) fn starting_at(scene: &Scene<'_>, first: usize, ceiling: usize) -> Option<Range<usize>> {
    Some(first..with_prepositions(scene, first, base_end(scene, first, ceiling)?, ceiling))
}

/// The same as [`starting_at`], also for a determiner without a noun: “one”, “the other”, “one of them”.
pub(super) fn speaker_at(scene: &Scene<'_>, first: usize, ceiling: usize) -> Option<Range<usize>> {
    starting_at(scene, first, ceiling)
        .or_else(|| Some(first..with_prepositions(scene, first, lone_end(scene, first, ceiling)?, ceiling)))
}

/// The end of the noun phrase that begins with token `first` and whose base ends before token `end`, with
/// the prepositional phrases after it.
fn with_prepositions(scene: &Scene<'_>, first: usize, mut end: usize, ceiling: usize) -> usize {
    // “a spokesman for the city”, but “Lee in a speech”.
    while end < ceiling
        && end - first < LONGEST
        && scene.name_at(end - 1).is_none()
        && scene.language.noun_phrases.joins_ahead.contains_any_case(scene.word(end))
    {
        let Some(next) = base_end(scene, end + 1, ceiling) else { break };
        end = next;
    }
    end
}

fn base_end(scene: &Scene<'_>, first: usize, ceiling: usize) -> Option<usize> {
    if first >= ceiling || scene.passage_at(first).is_some() {
        return None;
    }
    match scene.class(first) {
        Class::Subject | Class::Object => return Some(first + 1),
        Class::Determiner | Class::Possessive | Class::Word | Class::Name | Class::Number => {}
        Class::Adverb if is_owning_day(scene, first) => {}
        _ => return None,
    }
    let mut end = first + 1;
    let mut nouns = usize::from(scene.class(first).is_nominal());
    while end < ceiling && end - first < LONGEST && scene.passage_at(end).is_none() {
        if is_unlisted_past(scene, end)
            || is_unlisted_present(scene, end)
            || end > first + 1 && is_unlisted_past_with_object(scene, end)
        {
            break;
        }
        match scene.class(end) {
            Class::Word | Class::Name | Class::Number | Class::Possessive => nouns += 1,
            Class::Determiner if nouns == 0 => {}
            Class::Adverb if nouns == 0 => {}
            Class::Conjunction if scene.is(end, "&") => {}
            _ => break,
        }
        // A phrase ends with a person's name.
        let ends_name = scene.name_at(end).is_some_and(|n| {
            n.kind == EntityKind::Person && scene.tokens.get(end).is_some_and(|t| t.span.end >= n.span.end)
        });
        end += 1;
        if ends_name && scene.class(end) != Class::Possessive && !names_a_body(scene, first, end) {
            break;
        }
    }
    (nouns > 0).then_some(end)
}

/// The end of a phrase that begins with token `first`, if it is a determiner without a noun: “one”,
/// “the other”, “one of them”.
fn lone_end(scene: &Scene<'_>, first: usize, ceiling: usize) -> Option<usize> {
    let words = &scene.language.noun_phrases;
    let last = first + usize::from(words.articles.contains_any_case(scene.word(first)));
    let end = last + 1;
    let ends = || {
        end == ceiling
            || scene.passage_at(end).is_some()
            || matches!(scene.class(end), Class::Stop | Class::Comma | Class::Close | Class::Dash | Class::Preposition)
    };
    let alone = end <= ceiling && words.stands_alone.contains_any_case(scene.word(last));
    (alone && scene.passage_at(last).is_none() && ends()).then_some(end)
}

/// Whether token `i` is a day or a month that owns what follows: “Monday’s ruling”, “today’s
/// guests”.
pub(super) fn is_owning_day(scene: &Scene<'_>, i: usize) -> bool {
    scene.class(i + 1) == Class::Possessive && scene.language.time.is_day(scene.word(i))
}

/// Whether the noun at token `i`, after the name of a person, is what the phrase from token
/// `first` is about: “the Lee campaign”, “a Lee spokesman”, but not “the senator Ann Lee”.
fn names_a_body(scene: &Scene<'_>, first: usize, i: usize) -> bool {
    let name = i.checked_sub(1).filter(|&name| scene.class(first) == Class::Determiner && name > first);
    let one_word = name.and_then(|name| scene.name_at(name)).is_some_and(|n| scene.token_from(n.span.start) + 1 == i);
    one_word && scene.class(i) == Class::Word && is_speaking_noun(scene, i)
}

/// Whether token `i` is the plural of a noun that is also a verb of speech.
fn is_plural_or_verb(scene: &Scene<'_>, i: usize) -> bool {
    scene.language.verbs.plural_nouns.contains_any_case(scene.word(i))
}

/// Whether token `i` is a noun for several people, bodies or documents.
fn is_noun_for_several(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.word(i);
    let several = word.ends_with('s') && scene.language.is_speaking_noun(&scene.language.singular(word));
    several || word.ends_with("ers") || scene.language.people.words.plurals.contains(word)
}

/// Whether token `i` is a noun for one person, body or document, or a plural without an ending:
/// “police”.
pub(super) fn is_noun_for_one(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.word(i).to_lowercase();
    scene.language.is_speaking_noun(&word) || scene.language.people.words.plurals.contains(&word)
}

/// Whether token `i` is a noun for a person, a body or a document, in the singular or plural.
pub(super) fn is_speaking_noun(scene: &Scene<'_>, i: usize) -> bool {
    scene.language.is_speaking_noun_or_plural(&scene.word(i).to_lowercase())
}

/// The subject of the clause that begins with token `from`: its first noun
/// phrase, after an opening like “On Monday,”.
pub(crate) fn clause_subject(scene: &Scene<'_>, from: usize, ceiling: usize) -> Option<Range<usize>> {
    let mut i = from;
    for _ in 0..3 {
        while i < ceiling
            && matches!(scene.class(i), Class::Adverb | Class::Conjunction | Class::Dash | Class::Quote | Class::Comma)
            && !is_owning_day(scene, i)
        {
            i += 1;
        }
        // “Asked whether he would, Lee said”.
        let questioned = i == from && scene.language.verbs.questioned.contains_any_case(scene.word(i));
        let participle = scene.class(i) == Class::Verb || questioned || is_unlisted_participle(scene, i, i == from);
        let opening = matches!(scene.class(i), Class::Preposition | Class::Subordinator | Class::To) || participle;
        if !opening {
            break;
        }
        // “On Monday, Lee”, and “On “Face of the City,” Lee”
        let last = |k: &usize| scene.passage_at(*k).is_some() && scene.passage_at(k + 2) != scene.passage_at(*k);
        let comma = (i..ceiling.min(i + LONGEST_OPENING))
            .filter(|&k| scene.class(k) == Class::Comma)
            .find(|k| (scene.passage_at(*k).is_none() || last(k)) && !is_in_list(scene, *k))?;
        i = comma + 1 + usize::from(scene.passage_at(comma).is_some());
    }
    // “One of the reviewers voted no”.
    let several = |phrase: &Range<usize>| phrase.end.checked_sub(1).is_some_and(|last| is_speaking_noun(scene, last));
    starting_at(scene, i, ceiling).or_else(|| speaker_at(scene, i, ceiling).filter(several))
}

/// Whether the comma at token `comma` is between two names of a list: “in Norsia, Velmora and Kassany,”.
fn is_in_list(scene: &Scene<'_>, comma: usize) -> bool {
    let before = comma.checked_sub(1).and_then(|i| scene.name_at(i));
    let next = comma + 1 + usize::from(scene.class(comma + 1) == Class::Conjunction);
    let (Some(before), Some(after)) = (before, scene.name_at(next)) else { return false };
    let end = scene.token_from(after.span.end);
    let goes_on = next > comma + 1 || matches!(scene.class(end), Class::Comma | Class::Conjunction);
    before.kind == after.kind && goes_on
}
