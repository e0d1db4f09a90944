//! People whose words somebody else gives: “Lee quotes Tully as saying”, “Lee recalled the doctor telling her”,
//! “Lee was quoted as saying”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::Scene;
use super::apposition::name_before;
use super::grammar::Class;
use super::phrase::ending_at;

/// How far before “as saying” a passive is looked for, in tokens: “is quoted in the Post as saying”.
const FARTHEST: usize = 8;

/// The person whose words are given, as the subject of a participle of speech that begins at token `verb`. The
/// text before begins at token `floor`.
pub(crate) fn relayed(scene: &Scene<'_>, verb: usize, floor: usize) -> Option<Range<usize>> {
    let before = |i: usize| i.checked_sub(1).filter(|&i| i >= floor && scene.passage_at(i).is_none());
    let mut last = before(verb)?;
    let is_as = scene.is(last, "as");
    if is_as {
        let relays = |i: &usize| scene.language.verbs.relaying.contains_any_case(scene.word(*i));
        let quoted = (floor.max(last.saturating_sub(FARTHEST))..last)
            .rev()
            .take_while(|&i| scene.class(i) != Class::Stop && scene.passage_at(i).is_none())
            .find(relays)?;
        let be = before(quoted)?;
        if scene.language.verbs.be.contains_any_case(scene.word(be)) {
            let subject = (floor..be).rev().find(|&i| scene.class(i) != Class::Auxiliary)?;
            return ending_at(scene, subject, floor);
        }
        last = before(last)?;
    }
    let (phrase, start) = if scene.class(last) == Class::Comma {
        let named = name_before(scene, last, floor)?;
        let described = ending_at(scene, named.start.checked_sub(2)?, floor)?;
        (named, described.start)
    } else {
        let phrase = ending_at(scene, last, floor)?;
        let start = phrase.start;
        (phrase, start)
    };
    scene.language.verbs.relaying.contains_any_case(scene.word(before(start)?)).then_some(phrase)
}
