//! Titles of works, which are between marks like speech.

use crate::language::WordSet;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;

/// Whether a passage is the title of a work: “the novel “…””, “his commentary,
/// “…,” is” and, if it has the `capitals` of a title, “her “…” radio show”.
pub(crate) fn is_title(scene: &Scene<'_>, passage: &Passage, capitals: bool) -> bool {
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
    let after = scene.token_from(passage.outer.end);
    let owned = before(1).is_some_and(|i| matches!(scene.class(i), Class::Determiner | Class::Possessive));
    let word = |i: usize| matches!(scene.class(i), Class::Word | Class::Name);
    let kind = |i: usize| is_any(i, &nouns.works) || is_any(i, &nouns.programmes);
    capitals && owned && (kind(after) || word(after) && kind(after + 1))
}
