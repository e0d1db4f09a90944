//! The rules that find the clause that a cue reports.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::ClauseRule;
use crate::cue::Cue;
use crate::cue::lexicon::{Sense, SourcePlace};
use crate::scene::Scene;
use crate::scene::can_speak::is_passive;
use crate::scene::grammar::Class;
use crate::scene::phrase::{clause_subject, starting_at};
use crate::scene::source::{LONGEST_SENTENCE, Link, Source, sentence_start};

/// How far after a cue “that” is looked for, in tokens.
const FARTHEST_THAT: usize = 14;

/// A cue with a source, in whose sentence the reported clause is looked for.
pub(super) struct Clause<'a, 's> {
    /// The text.
    pub(super) scene: &'a Scene<'s>,
    /// The words of speech.
    pub(super) cue: &'a Cue,
    /// Who said the clause.
    pub(super) source: &'a Source,
    /// The sources of the paragraph.
    pub(super) sources: &'a [Source],
    /// The tokens of the paragraph.
    pub(super) tokens: Range<usize>,
    /// The first token of the source or the cue, whichever is first.
    pub(super) attribution: usize,
    /// The tokens of the sentence that the cue is in, without its full stop. They end with the aside that the cue is
    /// in, if it is in one.
    pub(super) sentence: Range<usize>,
}

/// The tokens of a clause, in one or two parts, and the rule that found them.
type Found = (Vec<Range<usize>>, ClauseRule);

impl<'a, 's> Clause<'a, 's> {
    /// What `cue` may report in a paragraph with these `sources` and `tokens`.
    pub(super) fn new(
        scene: &'a Scene<'s>,
        cue: &'a Cue,
        source: &'a Source,
        sources: &'a [Source],
        tokens: Range<usize>,
    ) -> Self {
        let attribution = cue.first.min(source.tokens.start);
        let sentence = sentence_start(scene, attribution, tokens.start)..sentence_end(scene, cue, &tokens);
        let mut clause = Self { scene, cue, source, sources, tokens, attribution, sentence };
        clause.sentence.end = clause.aside_end(clause.sentence.end).unwrap_or(clause.sentence.end);
        clause
    }
}

impl Clause<'_, '_> {
    /// The clause that the cue reports, by rule; `None` if it reports none.
    pub(super) fn find(&self) -> Option<Found> {
        let Range { start, end } = self.sentence;
        if self.cue.place == Some(SourcePlace::After) {
            return self.according(start, end);
        }
        let reports = self.cue.frames.clause && !self.cue.frames.weak && self.cue.sense != Sense::Think;
        if !reports || is_passive(self.scene, self.cue) || !self.is_verb() || self.is_noun() {
            return None;
        }
        self.around(start, end).or_else(|| self.ahead(start, end))
    }

    /// The clause in “…, according to Lee.” or “According to Lee, …”.
    fn according(&self, start: usize, end: usize) -> Option<Found> {
        let (first, last) = (self.cue.first, self.source.tokens.end);
        // “He spoke by quoting Lee” is no attribution.
        let to = self.scene.is(self.cue.end - 1, "to");
        if !to && first > start + 1 && self.scene.class(first - 1) != Class::Comma {
            return None;
        }
        if first <= start + 1 {
            let comma = (last..end.min(last + 20)).find(|&i| self.scene.class(i) == Class::Comma)?;
            return Some((vec![self.plain(comma + 1..end)?], ClauseRule::According));
        }
        let before = if self.scene.class(first - 1) == Class::Comma { first - 1 } else { first };
        if let Some(spans) = self.both_sides(start..before, last, end) {
            return Some((spans, ClauseRule::According));
        }
        Some((vec![self.plain(start..before)?], ClauseRule::According))
    }

    /// The parts of a clause around an attribution that ends before token `last`: “The plan,
    /// Lee said, is to wait” or “Still, Lee said, we wait”. The part before it, `before`, is
    /// not a clause.
    fn both_sides(&self, before: Range<usize>, last: usize, end: usize) -> Option<Vec<Range<usize>>> {
        const FEWEST_AFTER: usize = 3;
        let opening = self.scene.class(last) == Class::Comma && last + FEWEST_AFTER < end;
        if !opening || self.begins_clause(&before) || self.scene.cue_at(last + 1).is_some() {
            return None;
        }
        let after = self.plain(last + 1..end)?;
        let adverbs = before.len() < 3
            && before.clone().all(|i| {
                matches!(self.scene.class(i), Class::Adverb | Class::Conjunction | Class::Preposition | Class::Word)
            });
        let verb = matches!(self.scene.class(last + 1), Class::Auxiliary | Class::Verb);
        Some(match self.plain(before).filter(|_| verb || !adverbs) {
            Some(before) => vec![before, after],
            None => vec![after],
        })
    }

    /// Whether the range begins with a clause: a subject, after an opening like “On
    /// Monday,”, and a finite verb.
    fn begins_clause(&self, range: &Range<usize>) -> bool {
        const NEAR: usize = 16;
        if self.scene.class(range.start) == Class::Relative {
            return false;
        }
        let Some(subject) = clause_subject(self.scene, range.start, range.end) else {
            return self.scene.is(range.start, "there") && self.is_clause(range);
        };
        let after = subject.end..range.end.min(subject.end + NEAR);
        after.into_iter().any(|i| self.is_finite(i)) || subject.clone().skip(1).any(|i| self.is_finite(i))
    }

    /// The clause in “…, Lee said.” or “…, Lee said, …”.
    fn around(&self, start: usize, end: usize) -> Option<Found> {
        let first = self.attribution;
        // “…, as Lee noted”
        let as_said = first > start + 2 && self.scene.is(first - 1, "as");
        let first = if as_said { first - 1 } else { first };
        let comma = first.checked_sub(1).filter(|&i| i > start && self.scene.class(i) == Class::Comma)?;
        if !matches!(self.source.link, Link::Subject | Link::Inverted) || self.scene.passage_at(comma - 1).is_some() {
            return None;
        }
        let last = self.cue.end.max(self.source.tokens.end);
        let closed_by_comma = last < end && self.scene.class(last) == Class::Comma;
        let follows = self.scene.class(last);
        let ends =
            matches!(follows, Class::Stop | Class::Comma | Class::Preposition | Class::Adverb | Class::Subordinator)
                || last >= end;
        let before = self.plain(self.after_question(start, comma)?..comma)?;
        if closed_by_comma && let Some(spans) = self.both_sides(before.clone(), last, end) {
            return Some((spans, ClauseRule::CueInside));
        }
        // In “On Monday, Lee said the vote was over” the clause follows
        // the cue. At the end of the sentence, nothing else can be what was said.
        let closed = last >= end && before.len() > 4;
        if !ends || !closed && !self.begins_clause(&before) {
            return None;
        }
        let goes_on = closed_by_comma && self.goes_on(last, end) && self.scene.cue_at(last + 1).is_none();
        let after = if goes_on { self.plain(last + 1..end) } else { None };
        Some(match after {
            Some(after) => (vec![before, after], ClauseRule::CueInside),
            None => (vec![before], ClauseRule::CueAfter),
        })
    }

    /// Whether the clause before an attribution goes on after the comma that closes it: not in “…, Lee said,
    /// and left” or “…, said Lee, the mayor”.
    fn goes_on(&self, comma: usize, end: usize) -> bool {
        const FEWEST_AFTER: usize = 4;
        let joined = matches!(self.scene.class(comma + 1), Class::Relative | Class::Conjunction);
        let reported = self.scene.is(comma + 1, "that") || self.scene.is(comma + 1, "but");
        (self.source.link != Link::Inverted || self.begins_clause(&(comma + 1..end)))
            && end - comma > FEWEST_AFTER
            && (!joined || reported)
    }

    /// The first token of what Lee said in “Asked whether it would open, she
    /// had no answer, Lee said”; none if all of it is the question.
    fn after_question(&self, start: usize, end: usize) -> Option<usize> {
        if !self.scene.language.verbs.questioned.contains_any_case(self.scene.word(start)) {
            return Some(start);
        }
        let comma = (start..end).find(|&i| self.scene.class(i) == Class::Comma)?;
        Some(comma + 1)
    }

    /// The clause in “Lee said that …” or “Lee told reporters …”.
    fn ahead(&self, start: usize, end: usize) -> Option<Found> {
        let at = self.cue.end;
        if self.source.link == Link::Inverted || self.follows_quote() && !self.scene.is(at, "that") {
            return None;
        }
        let end = self.subordinate_end(start, end);
        // “The Post recently noted, trust is low.”
        if self.scene.class(at) == Class::Comma && self.attribution <= start + 1 && self.scene.cue_at(at + 1).is_none()
        {
            let range = self.plain(at + 1..end).filter(|range| self.begins_clause(range))?;
            return Some((vec![range], ClauseRule::Clause));
        }
        match (at..end.min(at + FARTHEST_THAT)).take_while(|&i| !self.ends_frame(i)).find(|&i| self.scene.is(i, "that"))
        {
            Some(that) if self.is_relative(that) => None,
            Some(that) if self.belongs(that) => {
                Some((vec![self.plain(that..self.clause_end(that, end))?], ClauseRule::That))
            }
            Some(_) if self.cue.sense != Sense::Say => None,
            _ => self.ahead_without_that(end),
        }
    }

    /// The clause in “Lee said it was over”, “Lee asked whether it was”, “Lee promised to go”.
    fn ahead_without_that(&self, end: usize) -> Option<Found> {
        let at = self.after_adverbs_and_hearer(self.cue.end, end)?;
        let range = self.plain(at..self.clause_end(at, end))?;
        let reported = self.is_infinitive(at)
            || self.asks(at)
            || self.opens_clause(at) && {
                if self.cue.sense == Sense::Say {
                    let he = self.scene.class(at) == Class::Subject && range.len() > 2;
                    he || self.is_clause(&range) || range.len() > 5
                } else {
                    !self.is_object(at, end) && self.has_subject(&range)
                }
            };
        reported.then_some((vec![range], ClauseRule::Clause))
    }

    /// Whether an infinitive at token `at` says what is to be done: “promised to go”, “told them to go”.
    fn is_infinitive(&self, at: usize) -> bool {
        let asked = self.cue.frames.hearer && matches!(self.cue.sense, Sense::Ask | Sense::Tell | Sense::Order);
        self.scene.class(at) == Class::To
            && (matches!(self.cue.sense, Sense::Promise | Sense::Warn) || asked && at > self.cue.end)
    }

    /// Whether a clause without “that” can begin with token `at`.
    fn opens_clause(&self, at: usize) -> bool {
        match self.scene.class(at) {
            // “told them when it began” has no reported clause.
            Class::Subordinator => self.cue.sense == Sense::Say,
            Class::Subject | Class::Determiner | Class::Possessive | Class::Auxiliary => true,
            class if class.is_nominal() => true,
            _ => self.scene.is(at, "there") || self.scene.is(at, "$"),
        }
    }

    /// Whether the phrase at token `at` is the object of the cue: “told the truth.”, “asked Lee to go”.
    fn is_object(&self, at: usize, end: usize) -> bool {
        let phrase = starting_at(self.scene, at, end);
        phrase.is_some_and(|phrase| matches!(self.scene.class(phrase.end), Class::To | Class::Stop))
    }

    /// The token after what may come between the cue and a clause without “that”: adverbs,
    /// the hearer, and phrases such as “on Monday” and “in a statement”. `at` is the token
    /// after the cue.
    fn after_adverbs_and_hearer(&self, mut at: usize, end: usize) -> Option<usize> {
        let is_adverb = |i: usize| self.scene.class(i) == Class::Adverb && !self.scene.is(i, "there") && !self.asks(i);
        let skip_adverbs = |at: usize| (at..).find(|&i| !is_adverb(i)).unwrap_or(at);
        at = skip_adverbs(at);
        if self.cue.frames.hearer && at < end && !self.scene.is(at, "that") && !self.asks(at) {
            at = self.after_hearer(at, end)?;
        }
        while matches!(self.scene.class(at), Class::Preposition) && !self.scene.is(at, "of") && at < end {
            // “said on Monday the vote …”, “said in a statement he …”
            let stop = (at + 1..end.min(at + 7)).find(|&i| {
                matches!(self.scene.class(i), Class::Subject | Class::Comma)
                    || (i > at + 1
                        && matches!(self.scene.class(i), Class::Determiner | Class::Name | Class::Possessive))
            })?;
            at = if self.scene.class(stop) == Class::Comma { stop + 1 } else { stop };
        }
        at = skip_adverbs(at);
        Some(at)
    }

    /// Whether token `i` begins a question that the cue asks.
    fn asks(&self, i: usize) -> bool {
        self.cue.sense == Sense::Ask && self.is_question_word(i)
    }

    /// Whether a quote is directly before the attribution, which then belongs to the quote:
    /// “…,” Lee said. After a full stop or in a new paragraph it begins a sentence.
    fn follows_quote(&self) -> bool {
        let first = self.attribution;
        let before = first.checked_sub(1).filter(|&i| i >= self.tokens.start);
        let passage = before.and_then(|i| self.scene.passage_at(i)).and_then(|p| self.scene.passages.get(p));
        passage.is_some_and(|p| !p.span.of(self.scene.text).ends_with('.'))
    }

    /// Whether token `i` begins a question that is reported: “whether”, “how”, “what”.
    fn is_question_word(&self, i: usize) -> bool {
        matches!(self.scene.class(i), Class::Subordinator | Class::Relative)
            || self.scene.is(i, "how")
            || self.scene.is(i, "why")
    }
}

/// The end of the sentence that a cue is in, before its full stop, in a paragraph with these tokens.
fn sentence_end(scene: &Scene<'_>, cue: &Cue, paragraph: &Range<usize>) -> usize {
    let last = paragraph.end.min(cue.end + LONGEST_SENTENCE);
    let stop = |i: &usize| scene.class(*i) == Class::Stop && scene.passage_at(*i).is_none();
    (cue.end..last).find(stop).unwrap_or(last)
}
