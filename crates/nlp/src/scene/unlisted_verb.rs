//! Verbs that are in no list of verbs of speech, by their form and by the words beside them: “Lee beamed”, “the guard
//! shook his head”, “Lee seconds the plan”, “Speaking in May, Lee said”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::grammar::Class;
use super::phrase::{is_noun_for_one, is_speaking_noun};
use crate::analysis::EntityKind;
use crate::scene::Scene;

/// A word that begins a sentence and is not longer, in bytes, is not taken for a participle: “King”.
const SHORTEST_PARTICIPLE: usize = 5;

/// Whether token `i`, after a name or a noun for one speaker, looks like a verb that is in no
/// list: “Lee beamed”, “the campaign shrugged”. After a plural it is more often a participle: “officers
/// assigned to the case”.
pub(super) fn is_unlisted_past(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.word(i);
    scene.class(i) == Class::Word
        && (word.len() > 4 && word.ends_with("ed") || scene.language.is_irregular_past(word))
        && scene.name_at(i).is_none()
        && i.checked_sub(1).is_some_and(|last| scene.name_at(last).is_some() || is_noun_for_one(scene, last))
}

/// Whether token `i`, after the name of a person or a noun for one speaker, looks like a verb in the
/// present that is in no list, because an object follows: “Lee seconds the plan”, “the ad hits Lee for
/// it”, but not “Lee aides Bo Ek and Cy Ng”.
pub(super) fn is_unlisted_present(scene: &Scene<'_>, i: usize) -> bool {
    let Some(stem) = scene.word(i).strip_suffix('s').filter(|stem| stem.len() > 2) else { return false };
    if scene.class(i) != Class::Word || stem.ends_with('s') || is_speaking_noun(scene, i) {
        return false;
    }
    let Some(before) = i.checked_sub(1) else { return false };
    // “Lee looks at the jars”, “the guard shrugs”
    let listed = scene.language.verbs.present.contains(scene.word(i));
    if listed && scene.name_at(i).is_none() && (scene.name_at(before).is_some() || is_noun_for_one(scene, before)) {
        return true;
    }
    let person = scene.name_at(before).is_some_and(|name| name.kind == EntityKind::Person);
    if person {
        return matches!(scene.class(i + 1), Class::Determiner | Class::Name | Class::Possessive | Class::Object);
    }
    // In “the campaign events Lee attended”, a verb follows the name.
    let after = scene.name_at(i + 1).map(|name| scene.token_from(name.span.end));
    let object = scene.class(i + 1) == Class::Object || after.is_some_and(|end| scene.class(end) == Class::Preposition);
    object && scene.class(before) == Class::Word && is_noun_for_one(scene, before)
}

/// Whether token `i`, after a noun, looks like a verb that is in no list, because what it takes
/// follows: “the service pointed to the report”, but not “the long awaited report”.
pub(super) fn is_unlisted_past_with_object(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.word(i);
    scene.class(i) == Class::Word
        && word.len() > 4
        && word.ends_with("ed")
        && scene.name_at(i).is_none()
        && i.checked_sub(1).is_some_and(|last| scene.class(last) == Class::Word)
        && matches!(scene.class(i + 1), Class::Determiner | Class::Preposition | Class::To | Class::Possessive)
}

/// Whether token `i` is a participle that no list has: “Speaking in May, Lee said”. One that begins a
/// sentence looks like a name.
pub(super) fn is_unlisted_participle(scene: &Scene<'_>, i: usize, begins: bool) -> bool {
    let goes_on = || {
        let next = scene.class(i + 1);
        matches!(next, Class::Preposition | Class::Determiner | Class::Adverb | Class::Possessive | Class::Object)
    };
    scene.word(i).ends_with("ing")
        && match scene.class(i) {
            Class::Word => true,
            Class::Name => {
                begins && scene.word(i).len() > SHORTEST_PARTICIPLE && scene.name_at(i).is_none() && goes_on()
            }
            _ => false,
        }
}
