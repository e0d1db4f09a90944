//! Whether a source can be a speaker: a person, a body, a group or a document can; “you”,
//! “there”, an adjective or a thing cannot.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::grammar::Class;
use super::phrase::{ending_at, is_speaking_noun};
use super::source::{Link, Source};
use super::subject::before_bracket;
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

/// How far before a source the word is looked for that makes its words supposed, if others are joined
/// to it, in tokens.
const JOINED: usize = 4;

/// How far before a cue each of its auxiliaries is looked for, in tokens.
const AUXILIARY: usize = 4;

/// Whether the words for a source are those for a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    /// They name a person, a body, a group, a place or a document.
    Speaker,
    /// They end as many words for persons do: “questioner”.
    Doer,
    /// They name something else, which needs a verb that means nothing but speech: “the sign
    /// said”, but not “the sign called”.
    Thing,
    /// They are no words for a speaker: “you”, “no one”, a verb.
    Never,
}

/// Whether a source is a speaker by its words alone.
fn voice(scene: &Scene<'_>, source: &Source) -> Voice {
    match (source.link, source.how) {
        (Link::Label, _) | (_, How::Carried) => Voice::Speaker,
        (_, How::Pronoun) => pronoun(scene, source),
        (_, How::Name) => match source.kind {
            Some(EntityKind::Product | EntityKind::Date | EntityKind::Money) => Voice::Thing,
            Some(_) => Voice::Speaker,
            None => unknown_name(scene, &source.tokens),
        },
        (_, How::Nominal) => noun(scene, &source.tokens),
    }
}

/// Whether the words for a source are known to name a person, a body, a group, a place or a
/// document.
pub(crate) fn is_speaker(scene: &Scene<'_>, source: &Source) -> bool {
    voice(scene, source) == Voice::Speaker
}

/// Whether a source can be a speaker, by its words and its cue.
pub(crate) fn can_speak(scene: &Scene<'_>, source: &Source) -> bool {
    let cue = source.cue.and_then(|c| scene.cues.get(c));
    // “Lee was told”, “the plan is described as”, but “Lee’s said” is “Lee has said”.
    let passive = |c: &Cue| is_passive(scene, c) && (c.frames.hearer || !follows_clitic(scene, c));
    let by_another = cue.is_some_and(|c| passive(c) || is_described(scene, source, c));
    if by_another && !matches!(source.link, Link::Inverted | Link::Phrase | Link::Owner) {
        return false;
    }
    if source.link == Link::Inverted && source.how == How::Nominal && cue.is_some_and(|c| commands(scene, c)) {
        return false;
    }
    match voice(scene, source) {
        Voice::Speaker | Voice::Doer => true,
        Voice::Thing => cue.is_some_and(|c| {
            let other = matches!(c.sense, Sense::Think | Sense::Mean | Sense::Talk | Sense::Call | Sense::Shout);
            !c.frames.weak && !other && (c.frames.quote || c.frames.clause) && !is_noun(scene, source)
        }),
        Voice::Never => false,
    }
}

/// Whether a verb of speech is passive, as in “was told” or “was first asked”: then its subject
/// is who hears the words.
pub(crate) fn is_passive(scene: &Scene<'_>, cue: &Cue) -> bool {
    let participle = cue.form != Some(VerbForm::Ing);
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

fn pronoun(scene: &Scene<'_>, source: &Source) -> Voice {
    if let Some(span) = source.stands_for {
        let tokens = scene.token_from(span.start)..scene.token_from(span.end);
        let how = if source.kind.is_some() { How::Name } else { How::Nominal };
        return voice(scene, &Source { how, stands_for: None, tokens, ..source.clone() });
    }
    let word = source.tokens.start;
    match scene.class(word) {
        _ if source.link == Link::Owner => Voice::Speaker,
        // “remind them of …”, but “according to them”
        Class::Object if source.link != Link::Phrase => Voice::Never,
        _ if scene.language.people.person_of_pronoun(scene.word(word)) == Some(Person::Second) => Voice::Never,
        _ => Voice::Speaker,
    }
}

/// A word with a capital that is in no name: at the beginning of a sentence it may be any
/// word, such as the verb in “Ask, “Is it open?””.
fn unknown_name(scene: &Scene<'_>, tokens: &Range<usize>) -> Voice {
    let begins = tokens.start.checked_sub(1).is_none_or(|i| {
        scene.begins_line(tokens.start)
            || matches!(scene.class(i), Class::Stop | Class::Quote | Class::Colon | Class::Dash | Class::Mark)
    });
    match noun(scene, tokens) {
        Voice::Speaker => Voice::Speaker,
        Voice::Doer if !begins || tokens.len() > 1 => Voice::Speaker,
        other if begins && tokens.len() == 1 => other.max(Voice::Thing),
        _ => Voice::Speaker,
    }
}

/// A noun phrase, by its head.
fn noun(scene: &Scene<'_>, tokens: &Range<usize>) -> Voice {
    // The head of “a spokesman for the city” is before the preposition.
    let joint = tokens.clone().skip(1).find(|&i| scene.class(i) == Class::Preposition);
    let head = joint.unwrap_or(tokens.end).saturating_sub(1);
    let part = |i: usize| matches!(scene.class(i), Class::Verb | Class::Auxiliary | Class::Adverb | Class::Mark);
    if tokens.clone().any(|i| scene.class(i) == Class::Mark) || part(head) || scene.is(tokens.start, "no") {
        return Voice::Never;
    }
    // “a very accurate” describes a noun that is not in the phrase.
    let indefinite = scene.is(tokens.start, "a") || scene.is(tokens.start, "an");
    let degree = scene.class(tokens.start + 1) == Class::Adverb && !scene.word(tokens.start + 1).ends_with("ly");
    if indefinite && degree && tokens.len() == 3 {
        return Voice::Never;
    }
    let word = scene.word(head).to_lowercase();
    let singular = scene.language.singular(&word);
    let documents = &scene.language.works.documents;
    if is_speaking_noun(scene, head)
        || documents.contains(&word)
        || documents.contains(&singular)
        || scene.language.people.words.plural_subjects.contains(&word)
    {
        return Voice::Speaker;
    }
    if DOERS.iter().any(|end| word.ends_with(end) || singular.ends_with(end)) {
        return Voice::Doer;
    }
    match scene.class(head) {
        Class::Name if tokens.len() > 1 => Voice::Speaker,
        Class::Determiner | Class::Number if tokens.len() == 1 || joint.is_some() => Voice::Speaker,
        Class::Word | Class::Name if !word.ends_with("ed") && !word.ends_with("ing") => Voice::Thing,
        _ => Voice::Never,
    }
}

/// The name “Ann Lee” in “another critic, Ann Lee,”: the name of a person between the comma
/// at token `comma` and the one before it, if the noun phrase before describes a speaker and
/// is no name of a person itself.
pub(super) fn described(scene: &Scene<'_>, comma: usize, floor: usize) -> Option<Range<usize>> {
    let named = ending_at(scene, before_bracket(scene, comma.checked_sub(1)?, floor)?, floor)?;
    named.clone().find_map(|i| scene.name_at(i)).filter(|name| name.kind == EntityKind::Person)?;
    let before = named.start.checked_sub(1).filter(|&i| i > floor && scene.class(i) == Class::Comma)?;
    let phrase = ending_at(scene, before - 1, floor)?;
    let person = scene.name_at(before - 1).is_some_and(|name| name.kind == EntityKind::Person);
    let determined = matches!(scene.class(phrase.start), Class::Determiner | Class::Possessive)
        || voice(scene, &super::source::source(scene, phrase, None, Link::Loose)?) == Voice::Speaker;
    (determined && !person).then_some(named)
}

/// Whether the words of a source are only supposed: “if she had written”, “if Hale or Lee says”, “the
/// author could write”, “Did Lee say”, “Lee might have asked”.
pub(crate) fn is_supposed(scene: &Scene<'_>, source: &Source) -> bool {
    let Some(cue) = source.cue.and_then(|c| scene.cues.get(c)) else { return false };
    could_have(scene, cue)
        || cue.first >= source.tokens.end && (follows_if(scene, source) || is_possible(scene, source, cue))
}

/// Whether “if” or a word like it is before a source: “if Hale or Lee says”.
fn follows_if(scene: &Scene<'_>, source: &Source) -> bool {
    let start = source.tokens.start;
    let joined =
        |i: &usize| scene.class(*i).is_nominal() || matches!(scene.class(*i), Class::Conjunction | Class::Determiner);
    let before = (start.saturating_sub(JOINED)..start).rev().find(|i| !joined(i));
    before.is_some_and(|i| scene.language.noun_phrases.supposing.contains_any_case(scene.word(i)))
}

/// Whether a source can say something, or is asked about: “the author could write”, “Did Lee say”.
fn is_possible(scene: &Scene<'_>, source: &Source, cue: &Cue) -> bool {
    let auxiliary = (source.tokens.end..cue.first).rev().find(|&i| scene.class(i) != Class::Adverb);
    let possible = auxiliary.is_some_and(|i| scene.language.verbs.possible.contains_any_case(scene.word(i)));
    let begins = |i: usize| {
        scene.begins_line(i) || i.checked_sub(1).is_some_and(|k| matches!(scene.class(k), Class::Stop | Class::Quote))
    };
    let asks = |i: usize| scene.class(i) == Class::Auxiliary && begins(i);
    cue.form == Some(VerbForm::Base) && (possible || source.tokens.start.checked_sub(1).is_some_and(asks))
}

/// Whether a cue says what could have been said: “Lee might have asked that …”.
fn could_have(scene: &Scene<'_>, cue: &Cue) -> bool {
    let before = |i: usize| (i.saturating_sub(AUXILIARY)..i).rev().find(|&k| scene.class(k) != Class::Adverb);
    let have = before(cue.first).filter(|&i| scene.is(i, "have"));
    have.and_then(before).is_some_and(|i| scene.language.verbs.modal.contains_any_case(scene.word(i)))
}
