//! Nouns that call one person after a place, a people, a party or a faith: “the Texan”, “the Republican”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::Scene;
use super::grammar::Class;
use crate::analysis::EntityKind;

/// Whether a phrase calls one person after a place, a people, a party or a faith: “the Texan”.
pub(crate) fn is_inhabitant(scene: &Scene<'_>, tokens: &std::ops::Range<usize>) -> bool {
    let last = tokens.end.saturating_sub(1);
    let word = scene.word(last);
    let ends = || word.ends_with("an") && !word.ends_with("man");
    tokens.len() == 2
        && scene.is(tokens.start, "the")
        && scene.class(last) == Class::Name
        && (is_member(scene, last) || scene.name_at(last).is_none() && ends())
}

/// Whether the word at token `i` is a noun for one member of a people, a party or a faith: “Republican”. “The
/// French” and “the Taliban” are many.
pub(crate) fn is_member(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.word(i).to_lowercase();
    let name = scene.name_at(i);
    let alone = name.is_none_or(|name| name.span == scene.span(i, i + 1));
    if !alone || !scene.word(i).starts_with(char::is_uppercase) {
        return false;
    }
    let groups = &scene.language.groups;
    let group = name.is_some_and(|name| name.kind == EntityKind::Group);
    let one = word.ends_with("an") || word.ends_with('i') || word.ends_with("er");
    groups.members.contains(&word) || group && one && !groups.several.contains(&word)
}
