//! The signs that an extent is what a source said, as small categorical values.

use std::ops::Range;

use super::ClauseRule;
use super::clause::Clause;
use crate::attribution::codes::Coded as _;
use crate::attribution::hashing::hash;
use crate::attribution::values::{bucket, context, phrase_kind};
use crate::cue::inflect::VerbForm;
use crate::scene::Scene;
use crate::scene::can_speak::is_speaker;
use crate::scene::grammar::Class;

/// The value of a sign that does not apply.
const NONE: u32 = 99;

/// The signs of a reported clause that all its extents share. The comments say what the numbers
/// mean; a hash is that of a word in lower case, and a context is the class of a token with some
/// words apart.
#[derive(Debug)]
pub(crate) struct ClauseSigns {
    /// The rule that found the clause.
    pub(crate) rule: u32,
    /// The link, the kind of phrase and the last word (a hash) of the source.
    pub(crate) link: u32,
    pub(crate) kind: u32,
    pub(crate) noun: u32,
    /// 1 if the source names a person, a body, a group, a place or a document.
    pub(crate) speaker: u32,
    /// The first word (a hash), the sense and the form of the cue, and its frames: 1 for quoted
    /// words, 2 for a hearer, 4 for a common other meaning.
    pub(crate) cue: u32,
    pub(crate) sense: u32,
    pub(crate) form: u32,
    pub(crate) frames: u32,
    /// The context of the token before the cue, and the word (a hash).
    pub(crate) before_cue: u32,
    pub(crate) word_before_cue: u32,
    /// The second word before the cue (a hash).
    pub(crate) second_before_cue: u32,
    /// The context and the word (a hash) of the token before the source or the cue, whichever is
    /// first.
    pub(crate) before: u32,
    pub(crate) word_before: u32,
    /// The same for the token after the cue.
    pub(crate) after_cue: u32,
    pub(crate) word_after_cue: u32,
    /// The number of tokens between source and cue (a class).
    pub(crate) between: u32,
    /// The context and the word (a hash) of the first token of the sentence, and the number of
    /// tokens before the attribution in it (a class).
    pub(crate) opening: u32,
    pub(crate) opening_word: u32,
    pub(crate) ahead: u32,
    /// 1 if a passage between marks is in the sentence.
    pub(crate) quoted: u32,
}

/// The signs of one extent of a reported clause.
#[derive(Debug)]
pub(crate) struct Signs<'c> {
    /// The signs of the clause.
    pub(crate) clause: &'c ClauseSigns,
    /// 1 if the extent is the one of the rule.
    pub(crate) own: u32,
    /// The number of tokens between the cue and the extent (a class).
    pub(crate) gap: u32,
    /// The contexts and the words of the first two tokens of the extent.
    pub(crate) first: u32,
    pub(crate) first_word: u32,
    pub(crate) second: u32,
    pub(crate) second_word: u32,
    /// The context of the last token of the extent, and those of the two tokens after it with
    /// their words.
    pub(crate) last: u32,
    pub(crate) next: u32,
    pub(crate) next_word: u32,
    pub(crate) after_next: u32,
    pub(crate) after_next_word: u32,
    /// The context of the token before the extent, and the word (a hash).
    pub(crate) previous: u32,
    pub(crate) previous_word: u32,
    /// The numbers of tokens and of finite verbs in the extent, and of what is left of its
    /// sentence after and before it (classes).
    pub(crate) length: u32,
    pub(crate) verbs: u32,
    pub(crate) rest: u32,
    pub(crate) rest_verbs: u32,
    pub(crate) left: u32,
    pub(crate) left_verbs: u32,
    /// The number of parts.
    pub(crate) parts: u32,
    /// 1 if another cue is in the extent, plus 2 if one is after it.
    pub(crate) cues: u32,
}

/// The context of token `i`, or [`NONE`] past the end.
fn at(scene: &Scene<'_>, i: usize) -> u32 {
    if i < scene.tokens.len() { context(scene, i) } else { NONE }
}

/// The hash of token `i`.
fn word(scene: &Scene<'_>, i: usize) -> u32 {
    hash(scene.word(i))
}

impl ClauseSigns {
    /// The signs of a clause that `rule` found.
    pub(super) fn of(clause: &Clause<'_, '_>, rule: ClauseRule) -> Self {
        let Clause { scene, cue, source, attribution, ref sentence, .. } = *clause;
        let (at, word) = (|i| at(scene, i), |i| word(scene, i));
        let before = attribution.checked_sub(1).filter(|&i| i >= sentence.start);
        let before_cue = cue.first.checked_sub(1);
        Self {
            rule: rule.code(),
            link: source.link.code(),
            kind: phrase_kind(scene, source),
            noun: word(source.tokens.end.wrapping_sub(1)),
            speaker: u32::from(is_speaker(scene, source)),
            cue: word(cue.first),
            sense: cue.sense.code(),
            form: cue.form.map_or(9, VerbForm::code),
            frames: u32::from(cue.frames.quote) + 2 * u32::from(cue.frames.hearer) + 4 * u32::from(cue.frames.weak),
            before_cue: before_cue.map_or(NONE, at),
            word_before_cue: before_cue.map_or(NONE, word),
            second_before_cue: cue.first.checked_sub(2).map_or(NONE, word),
            before: before.map_or(NONE, at),
            word_before: before.map_or(NONE, word),
            after_cue: at(cue.end),
            word_after_cue: word(cue.end),
            between: bucket(cue.first.abs_diff(source.tokens.end)),
            opening: at(sentence.start),
            opening_word: word(sentence.start),
            ahead: bucket(attribution.saturating_sub(sentence.start)),
            quoted: u32::from(sentence.clone().any(|i| scene.passage_at(i).is_some())),
        }
    }
}

impl<'c> Signs<'c> {
    /// The signs of an extent, which is not empty, of a clause with the signs `shared`. `own` says
    /// that it is the one of the rule.
    pub(super) fn of(shared: &'c ClauseSigns, clause: &Clause<'_, '_>, parts: &[Range<usize>], own: bool) -> Self {
        let Clause { scene, cue, attribution, ref sentence, .. } = *clause;
        let (at, word) = (|i| at(scene, i), |i| word(scene, i));
        let (from, to) = (sentence.start, sentence.end);
        let start = parts.first().map_or(from, |p| p.start);
        let end = parts.last().map_or(to, |p| p.end);
        let inside: usize = parts.iter().map(Range::len).sum();
        let verbs = |range: Range<usize>| finite_verbs(clause, range);
        let previous = start.checked_sub(1).filter(|&i| i >= from);
        let cued =
            |mut range: Range<usize>| range.any(|i| scene.cue_at(i).is_some_and(|c| is_other(scene, c, cue.first)));
        let tail = end.max(cue.end).min(to)..to;
        let head = from..start.min(attribution).max(from);
        Self {
            clause: shared,
            own: u32::from(own),
            gap: bucket(start.saturating_sub(cue.end)),
            first: at(start),
            first_word: word(start),
            second: at(start + 1),
            second_word: word(start + 1),
            last: end.checked_sub(1).map_or(NONE, at),
            next: at(end),
            next_word: word(end),
            after_next: at(end + 1),
            after_next_word: word(end + 1),
            previous: previous.map_or(NONE, at),
            previous_word: previous.map_or(NONE, word),
            length: bucket(inside),
            verbs: parts.iter().map(|part| verbs(part.clone())).sum::<u32>().min(3),
            rest: bucket(tail.len()),
            rest_verbs: verbs(tail.clone()).min(2),
            left: bucket(head.len()),
            left_verbs: verbs(head).min(2),
            parts: u32::try_from(parts.len()).unwrap_or(0),
            cues: u32::from(parts.iter().any(|part| cued(part.clone()))) + 2 * u32::from(cued(tail)),
        }
    }
}

/// Whether cue `index` is another one than that at token `first`.
fn is_other(scene: &Scene<'_>, index: usize, first: usize) -> bool {
    scene.cues.get(index).is_some_and(|cue| cue.first != first)
}

/// The number of words in a range that seem to be finite verbs.
fn finite_verbs(clause: &Clause<'_, '_>, range: Range<usize>) -> u32 {
    let subject = |i: usize| clause.scene.class(i) != Class::To;
    let count = range.filter(|&i| clause.is_finite(i) && i.checked_sub(1).is_none_or(subject)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl ClauseRule {
    /// The number of the rule in the features. The trained weights depend on it.
    fn code(self) -> u32 {
        match self {
            Self::That => 0,
            Self::Clause => 1,
            Self::According => 2,
            Self::CueAfter => 3,
            Self::CueInside => 4,
        }
    }
}
