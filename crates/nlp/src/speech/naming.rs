//! What the words around a passage say about a name or term: “dubbed “the wall””.
//!
//! Which word shows what is a rule for English; see [`crate::language`].

use super::title;
use crate::analysis::EntityKind;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;

/// What the words before a passage that begins at token `open` say about a name or term: 0
/// nothing, 1 that something is called so, 2 that it is a word or a sign, 3 that somebody
/// types it or chooses it, 4 that somebody performs or publishes a work; 4 more if another
/// word is between.
pub(super) fn naming(scene: &Scene<'_>, passage: &Passage, open: usize) -> u32 {
    let floor = scene.paragraphs.get(passage.para).map_or(0, |p| p.tokens.start);
    let lists = &scene.language.naming;
    (1..=3)
        .filter_map(|back| open.checked_sub(back))
        .take_while(|&i| i >= floor && scene.passage_at(i).is_none())
        .find_map(|i| {
            let word = scene.word(i);
            let kinds = [&lists.names, &lists.things, &lists.searches, &lists.works];
            let kind = kinds.iter().position(|list| list.contains_any_case(word))?;
            Some(kind as u32 + 1 + if i + 1 < open { 4 } else { 0 })
        })
        .unwrap_or(0)
}

/// The most words of a passage that is a name without the capitals of a title.
const LONGEST_NAME: usize = 3;

/// Whether a passage is surely not speech but a name or the title of a work: a nickname within
/// the name of a person, what something is titled, a work that somebody sang or wrote. `listed`
/// says that the passage right before it, in a list, is such a one.
pub(crate) fn is_surely_name(scene: &Scene<'_>, passage: &Passage, listed: bool) -> bool {
    let open = scene.token_from(passage.outer.start);
    let nickname = scene.name_at(open).filter(|name| name.kind == EntityKind::Person);
    if nickname.is_some_and(|name| name.span.start < passage.outer.start && name.span.end > passage.outer.end) {
        return true;
    }
    let words = passage.span.of(scene.text);
    let count = words.split_whitespace().take(LONGEST_NAME + 1).count();
    let capitals = has_capitals(words) && !words.ends_with(['?', '!']);
    let named = (count <= LONGEST_NAME || capitals) && is_named(scene, passage, open);
    let work = matches!(naming(scene, passage, open), 4 | 8) || title::is_title(scene, passage, true);
    named || capitals && count > 1 && (work || listed)
}

/// Whether a passage directly follows another, with at most a comma and “and” between.
pub(crate) fn follows(scene: &Scene<'_>, passage: &Passage, before: &Passage) -> bool {
    const MOST_BETWEEN: usize = 2;
    let between = scene.token_from(before.outer.end)..scene.token_from(passage.outer.start);
    let joins = |i: usize| matches!(scene.class(i), Class::Comma) || scene.is(i, "and") || scene.is(i, "or");
    before.para == passage.para && (1..=MOST_BETWEEN).contains(&between.len()) && between.into_iter().all(joins)
}

/// Whether a word that only ever gives a name is right before token `open`, or before “as”, “the”
/// or a comma there: “titled”, “known as”.
fn is_named(scene: &Scene<'_>, passage: &Passage, open: usize) -> bool {
    let floor = scene.paragraphs.get(passage.para).map_or(0, |p| p.tokens.start);
    let between = |i: usize| scene.class(i) == Class::Comma || scene.is(i, "as") || scene.is(i, "the");
    let outside = |i: &usize| *i >= floor && scene.passage_at(*i).is_none();
    let word = (1..=3).map_while(|back| open.checked_sub(back)).take_while(outside).find(|&i| !between(i));
    word.is_some_and(|i| scene.language.naming.only_names.contains_any_case(scene.word(i)))
}

/// Whether all long words have a capital, the first one, too.
fn has_capitals(words: &str) -> bool {
    let small = |word: &str| word.len() > 4 && word.starts_with(char::is_lowercase);
    words.starts_with(char::is_uppercase) && !words.split_whitespace().any(small)
}
