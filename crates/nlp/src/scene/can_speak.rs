//! Whether a source can be a speaker: a person, a body, a group or a document can; “you”,
//! “there”, an adjective or a thing cannot.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::grammar::Class;
use super::inhabitant::is_inhabitant;
use super::phrase::is_speaking_noun;
use super::source::{Link, Source};
use crate::analysis::{EntityKind, How};
use crate::cue::Cue;
use crate::cue::inflect::VerbForm;
use crate::cue::lexicon::Sense;
use crate::language::people::Person;
use crate::scene::Scene;
use pullquote_article::text::token::APOSTROPHES;

/// How many tokens before a participle its auxiliary is looked for.
const NEAR: usize = 3;

/// How many tokens after “described as” the words in marks are looked for.
const FARTHEST_WORDS: usize = 4;

/// Endings of words for those who do something: “questioner”, “attendee”, “respondent”. Other
/// words have them, too, such as “weather”.
const DOERS: [&str; 9] = ["er", "or", "ee", "ant", "dent", "ist", "ian", "man", "old"];

/// What the words for a source name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    /// A person, a body, a group, a place or a document.
    Speaker,
    /// Somebody who does something, by the ending of the words: “questioner”.
    Doer,
    /// Something else, which needs a verb that means nothing but speech: “the sign
    /// said”, but not “the sign called”.
    Thing,
    /// Nobody who speaks: “you”, “no one”, a verb.
    Nobody,
}

/// What the words for a source name, without its cue.
fn named_by(scene: &Scene<'_>, source: &Source) -> Named {
    match (source.link, source.how) {
        (Link::Label, _) | (_, How::Carried) => Named::Speaker,
        (_, How::Pronoun) => pronoun(scene, source),
        (_, How::Name) => match source.kind {
            Some(EntityKind::Product | EntityKind::Date | EntityKind::Money) => Named::Thing,
            Some(_) => Named::Speaker,
            None => unknown_name(scene, &source.tokens),
        },
        (_, How::Nominal) => noun(scene, &source.tokens),
    }
}

/// Whether the words for a source are known to name a person, a body, a group, a place or a
/// document.
pub(crate) fn is_speaker(scene: &Scene<'_>, source: &Source) -> bool {
    named_by(scene, source) == Named::Speaker
}

/// Whether a source can be a speaker, by its words and its cue.
pub(crate) fn can_speak(scene: &Scene<'_>, source: &Source) -> bool {
    let cue = source.cue(scene);
    // “Lee was told”, “the plan is described as”, but “Lee’s said” is “Lee has said”.
    let passive = |c: &Cue| is_passive(scene, c) && (c.frames.hearer || !follows_clitic(scene, c));
    let by_another = cue.is_some_and(|c| passive(c) || is_described(scene, source, c));
    if by_another && !matches!(source.link, Link::Inverted | Link::Phrase | Link::Owner) {
        return false;
    }
    if source.link == Link::Inverted && source.how == How::Nominal && cue.is_some_and(|c| commands(scene, c)) {
        return false;
    }
    match named_by(scene, source) {
        Named::Speaker | Named::Doer => true,
        Named::Thing => cue.is_some_and(|c| {
            let other = matches!(c.sense, Sense::Think | Sense::Mean | Sense::Talk | Sense::Call | Sense::Shout);
            !c.frames.weak && !other && (c.frames.quote || c.frames.clause) && !is_noun(scene, source)
        }),
        Named::Nobody => false,
    }
}

/// Whether a verb of speech is passive, as in “was told”, “was first asked” or “Lee, told that it was over, left”: then its
/// subject is who hears the words.
pub(crate) fn is_passive(scene: &Scene<'_>, cue: &Cue) -> bool {
    let participle = cue.form != Some(VerbForm::Ing);
    // “told” takes a hearer if it is no participle.
    let apart = cue.first.checked_sub(1).is_none_or(|i| matches!(scene.class(i), Class::Comma | Class::Stop));
    if apart && scene.is(cue.first, "told") && scene.is(cue.end, "that") {
        return true;
    }
    participle && auxiliary(scene, cue).is_some_and(|i| scene.language.verbs.be.contains_any_case(scene.word(i)))
}

/// Whether a participle describes the noun before it, so that somebody else said the words: “one of
/// the yards described as a “space””, “A man described as “quiet” was arrested”.
fn is_described(scene: &Scene<'_>, source: &Source, cue: &Cue) -> bool {
    let participle = matches!(cue.form, Some(VerbForm::Past | VerbForm::Participle));
    if !participle || !scene.is(cue.end, "as") || source.link != Link::Subject || source.how != How::Nominal {
        return false;
    }
    let before = source.tokens.start.checked_sub(1);
    let inside = before.is_some_and(|i| matches!(scene.class(i), Class::Preposition | Class::Verb));
    let passage = (cue.end..cue.end + FARTHEST_WORDS).find_map(|i| scene.passages.get(scene.passage_at(i)?));
    let after = passage.map(|passage| scene.token_from(passage.outer.end));
    inside || after.is_some_and(|i| scene.language.verbs.be.contains_any_case(scene.word(i)))
}

/// Whether the phrase after a cue is its object, because the cue is a command or an infinitive:
/// “(Read all reviews.)”, “helped crack a code”, but not ““No,” say critics”.
fn commands(scene: &Scene<'_>, cue: &Cue) -> bool {
    let Some(before) = cue.first.checked_sub(1) else { return false };
    let lower = scene.word(cue.first).to_lowercase();
    let past_is_base = scene.language.irregular_verb(&lower).is_some_and(|verb| verb.past == lower);
    match scene.class(before) {
        Class::Open | Class::Stop => past_is_base || cue.form == Some(VerbForm::Base),
        Class::Word | Class::Verb | Class::Auxiliary | Class::To => cue.form == Some(VerbForm::Base),
        _ => false,
    }
}

/// The token before a cue where its auxiliary is, if it has one.
fn auxiliary(scene: &Scene<'_>, cue: &Cue) -> Option<usize> {
    (cue.first.saturating_sub(NEAR)..cue.first).rev().find(|&i| scene.class(i) != Class::Adverb)
}

/// Whether the cue after a source is rather the noun that the source describes: “for the harsh
/// remarks”.
fn is_noun(scene: &Scene<'_>, source: &Source) -> bool {
    let before = source.tokens.start.checked_sub(1);
    source.link == Link::Subject && before.is_some_and(|i| matches!(scene.class(i), Class::Preposition | Class::To))
}

/// Whether the verb before a cue is “’s”, which may be “is” or “has”.
fn follows_clitic(scene: &Scene<'_>, cue: &Cue) -> bool {
    auxiliary(scene, cue).is_some_and(|i| scene.word(i).ends_with(['s', 'S']) && scene.word(i).starts_with(APOSTROPHES))
}

fn pronoun(scene: &Scene<'_>, source: &Source) -> Named {
    if let Some(span) = source.stands_for {
        let tokens = scene.token_from(span.start)..scene.token_from(span.end);
        let how = if source.kind.is_some() { How::Name } else { How::Nominal };
        return named_by(scene, &Source { how, stands_for: None, tokens, ..source.clone() });
    }
    let word = source.tokens.start;
    match scene.class(word) {
        _ if source.link == Link::Owner => Named::Speaker,
        // “remind them of …”, but “according to them”
        Class::Object if source.link != Link::Phrase => Named::Nobody,
        _ if scene.language.people.person_of_pronoun(scene.word(word)) == Some(Person::Second) => Named::Nobody,
        _ => Named::Speaker,
    }
}

/// A word with a capital that is in no name: at the beginning of a sentence it may be any
/// word, such as the verb in “Ask, “Is it open?””.
fn unknown_name(scene: &Scene<'_>, tokens: &Range<usize>) -> Named {
    let begins = tokens.start.checked_sub(1).is_none_or(|i| {
        scene.begins_line(tokens.start)
            || matches!(scene.class(i), Class::Stop | Class::Quote | Class::Colon | Class::Dash | Class::Mark)
    });
    match noun(scene, tokens) {
        Named::Speaker => Named::Speaker,
        Named::Doer if !begins || tokens.len() > 1 => Named::Speaker,
        other if begins && tokens.len() == 1 => other.max(Named::Thing),
        _ => Named::Speaker,
    }
}

/// A noun phrase, by its head.
fn noun(scene: &Scene<'_>, tokens: &Range<usize>) -> Named {
    // The head of “a spokesman for the city” is before the preposition.
    let joint = tokens.clone().skip(1).find(|&i| scene.class(i) == Class::Preposition);
    let head = joint.unwrap_or(tokens.end).saturating_sub(1);
    let part = |i: usize| matches!(scene.class(i), Class::Verb | Class::Auxiliary | Class::Adverb | Class::Mark);
    if tokens.clone().any(|i| scene.class(i) == Class::Mark) || part(head) || scene.is(tokens.start, "no") {
        return Named::Nobody;
    }
    // “a very accurate” describes a noun that is not in the phrase.
    let indefinite = scene.is(tokens.start, "a") || scene.is(tokens.start, "an");
    let degree = scene.class(tokens.start + 1) == Class::Adverb && !scene.word(tokens.start + 1).ends_with("ly");
    if indefinite && degree && tokens.len() == 3 {
        return Named::Nobody;
    }
    if is_inhabitant(scene, tokens) {
        return Named::Speaker;
    }
    let word = scene.word(head).to_lowercase();
    let singular = scene.language.singular(&word);
    let documents = &scene.language.works.documents;
    if is_speaking_noun(scene, head)
        || documents.contains(&word)
        || documents.contains(&singular)
        || scene.language.people.words.plural_subjects.contains(&word)
    {
        return Named::Speaker;
    }
    if DOERS.iter().any(|end| word.ends_with(end) || singular.ends_with(end)) {
        return Named::Doer;
    }
    match scene.class(head) {
        Class::Name if tokens.len() > 1 => Named::Speaker,
        Class::Determiner | Class::Number if tokens.len() == 1 || joint.is_some() => Named::Speaker,
        Class::Word | Class::Name if !word.ends_with("ed") && !word.ends_with("ing") => Named::Thing,
        _ => Named::Nobody,
    }
}
