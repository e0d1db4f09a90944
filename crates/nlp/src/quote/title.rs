//! Titles of works, which stand between marks as speech does.

use crate::language::WordSet;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;

/// Whether the passage stands as the title of a work does: “the novel “…””,
/// “his commentary, “…,” is”, and with the `capitals` of a title also “her
/// “…” radio show”.
pub(super) fn names_work(scene: &Scene<'_>, passage: &Passage, capitals: bool) -> bool {
    let open = scene.token_from(passage.outer.start);
    let before = |back: usize| open.checked_sub(back);
    let noun = match before(1) {
        Some(i) if scene.class(i) == Class::Comma => before(2),
        other => other,
    };
    let floor = scene.paragraphs.get(passage.para).map_or(0, |p| p.tokens.start);
    let nouns = &scene.language.works;
    let is_any = |i: usize, list: &WordSet| {
        scene.passage_at(i).is_none() && scene.name_at(i).is_none() && list.contains_any_case(scene.word(i))
    };
    if noun.is_some_and(|i| i >= floor && is_any(i, &nouns.works)) {
        return true;
    }
    let behind = scene.token_from(passage.outer.end);
    let owned = before(1).is_some_and(|i| matches!(scene.class(i), Class::Determiner | Class::Possessive));
    let word = |i: usize| matches!(scene.class(i), Class::Word | Class::Name);
    let kind = |i: usize| is_any(i, &nouns.works) || is_any(i, &nouns.programmes);
    capitals && owned && (kind(behind) || word(behind) && kind(behind + 1))
}
