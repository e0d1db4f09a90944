//! Reports inside reports: in “Lee said the boss told him: “…””, the boss said the words.
//!
//! These rules are English grammar; see [`crate::language`].

use super::candidate::{Candidate, Side};
use crate::analysis::How;
use crate::cue::Cue;
use crate::cue::inflect::VerbForm;
use crate::cue::lexicon::Sense;
use crate::scene::Scene;
use crate::scene::can_speak::is_speaker;
use crate::scene::grammar::Class;
use crate::scene::relayed::relayed;
use crate::scene::source::Link;

/// The most tokens between the verb of the outer report and the subject of the inner one: “the men that”.
const MOST_BETWEEN: usize = 4;

/// The most tokens between the verb of the inner report and the quote: “the two men:”.
const MOST_HEARER: usize = 4;

/// The most tokens between the subject of the inner report and the quote.
const FARTHEST: usize = 8;

/// How a candidate is the speaker of a report inside another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// “Lee said the boss told him: “…””
    Report,
    /// “Lee quotes Tully as saying “…””
    Relayed,
}

/// How the candidate is the speaker of a report inside the report of another one of `all`; `None` if it is not.
pub(super) fn within(scene: &Scene<'_>, c: &Candidate<'_>, all: &[Candidate<'_>]) -> Option<Within> {
    let cue = c.source.cue(scene)?;
    if !is_near(c) || c.tokens > FARTHEST || c.source.tokens.end > cue.first {
        return None;
    }
    if cue.form == Some(VerbForm::Ing) && cue.sense != Sense::Talk {
        let floor = cue.first.saturating_sub(4 * FARTHEST);
        let subject = relayed(scene, cue.first, floor)?;
        return (c.source.link == Link::Subject && subject.contains(&c.source.tokens.start)).then_some(Within::Relayed);
    }
    let subject = matches!(c.source.link, Link::Subject | Link::Apposition) && c.source.how != How::Pronoun;
    if !subject || !says(scene, c, cue) || !is_speaker(scene, c.source) {
        return None;
    }
    let outer = |d: &Candidate<'_>| {
        let verb = d.source.cue(scene).filter(|verb| is_near(d) && joins(scene, verb, c.source.tokens.start));
        let subject = matches!(d.source.link, Link::Subject | Link::Apposition);
        verb.is_some() && subject && d.source.tokens.end < c.source.tokens.start
    };
    all.iter().any(outer).then_some(Within::Report)
}

/// Whether the verb of a candidate says the words of the quote themselves: it is a past or present form directly after
/// its subject, and nothing but who is spoken to is between the verb and the quote.
fn says(scene: &Scene<'_>, c: &Candidate<'_>, cue: &Cue) -> bool {
    let finite = matches!(cue.form, Some(VerbForm::Past | VerbForm::Third));
    let auxiliary =
        |i: usize| scene.class(i) == Class::Adverb || ["had", "has", "have"].iter().any(|have| scene.is(i, have));
    let direct = (c.source.tokens.end..cue.first).all(auxiliary);
    let quote = c.source.tokens.end + c.tokens;
    let mut rest = cue.end..quote.max(cue.end);
    let hearer = |i: usize| {
        let class = scene.class(i);
        let mark = matches!(class, Class::Object | Class::Colon | Class::Comma | Class::Determiner);
        (mark || class.is_nominal()) && !scene.is(i, "that")
    };
    let calls = matches!(cue.sense, Sense::Call | Sense::Mean | Sense::Think | Sense::Talk);
    let called = scene.class(cue.end) == Class::Object || scene.name_at(cue.end).is_some();
    finite && direct && rest.len() <= MOST_HEARER && rest.all(hearer) && !cue.frames.weak && (!calls || called)
}

/// Whether a candidate is before the quote in its sentence, without other passages between.
fn is_near(c: &Candidate<'_>) -> bool {
    c.side == Side::Before && c.paragraphs == 0 && c.stops == 0 && c.passages == 0
}

/// Whether nothing but who is spoken to and “that” is between a verb of speech and the subject of the clause at token
/// `subject`.
fn joins(scene: &Scene<'_>, verb: &Cue, subject: usize) -> bool {
    let between = verb.end..subject;
    let that = between.clone().next_back().is_some_and(|i| scene.is(i, "that"));
    let hearer = |i: usize| that && (scene.class(i).is_nominal() || scene.class(i) == Class::Determiner);
    verb.end <= subject
        && between.len() <= MOST_BETWEEN
        && between.into_iter().all(|i| scene.is(i, "that") || scene.class(i) == Class::Adverb || hearer(i))
}
