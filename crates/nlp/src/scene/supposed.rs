//! Whether what a source says is only supposed: “if she had written”, “the author could write”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::grammar::Class;
use super::source::Source;
use crate::cue::Cue;
use crate::cue::inflect::VerbForm;
use crate::scene::Scene;

/// How far before a source the word is looked for that makes its words supposed, if others are joined
/// to it, in tokens.
const JOINED: usize = 4;

/// How far before a cue each of its auxiliaries is looked for, in tokens.
const AUXILIARY: usize = 4;

/// Whether the words of a source are only supposed: “if she had written”, “if Hale or Lee says”, “the
/// author could write”, “Did Lee say”, “Lee might have asked”.
pub(crate) fn is_supposed(scene: &Scene<'_>, source: &Source) -> bool {
    let Some(cue) = source.cue(scene) else { return false };
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
