//! Where a reported clause begins and ends.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::clause::Clause;
use crate::cue::inflect::VerbForm;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, within};
use pullquote_article::Span;

/// The most extents of a clause that are looked at.
const MOST_EXTENTS: usize = 16;

/// The shortest part of a clause that is an extent of its own, in tokens.
const SHORTEST: usize = 3;

impl Clause<'_, '_> {
    /// The extents that a clause may have, its own first: it may end earlier or later, at a mark
    /// or a conjunction, or begin later if it is before its cue. `parts` are those that the rule
    /// found.
    pub(super) fn extents(&self, parts: Vec<Range<usize>>) -> Vec<Vec<Range<usize>>> {
        let one = |start: usize, end: usize| std::iter::once(start..end).collect::<Vec<_>>();
        let others: Vec<Vec<Range<usize>>> = match parts.as_slice() {
            [first, second] => [first, second].map(|part| one(part.start, part.end)).into(),
            [part] if part.start >= self.cue.end => self.ends(part).map(|end| one(part.start, end)).collect(),
            [part] => self.starts(part).map(|start| one(start, part.end)).collect(),
            _ => Vec::new(),
        };
        let others = others.into_iter().filter(|other| *other != parts).take(MOST_EXTENTS - 1).collect::<Vec<_>>();
        std::iter::once(parts).chain(others).collect()
    }

    /// Where a clause that begins with `part` can end: at the end of its sentence, and before
    /// marks and conjunctions. There is no passage before it, and no main clause after a comma.
    fn ends<'c>(&'c self, part: &Range<usize>) -> impl Iterator<Item = usize> + use<'c> {
        let last = self.subordinate_end(self.sentence.start, self.sentence.end.max(part.end));
        let to = (part.start..last).find(|&i| self.scene.passage_at(i).is_some()).unwrap_or(last);
        (part.start + SHORTEST..to).filter(|&i| self.divides(i)).chain(std::iter::once(to))
    }

    /// Where a clause that ends with `part` can begin: after marks and conjunctions.
    fn starts<'c>(&'c self, part: &Range<usize>) -> impl Iterator<Item = usize> + use<'c> {
        let to = part.end.saturating_sub(SHORTEST);
        (part.start..to).filter(|&i| self.divides(i)).map(|i| i + 1)
    }

    /// Whether a clause can end before token `i` or begin after it: a mark, or a conjunction that
    /// is not after one.
    fn divides(&self, i: usize) -> bool {
        let mark = |i: usize| {
            matches!(self.scene.class(i), Class::Comma | Class::Dash | Class::Colon | Class::Open | Class::Close)
                || self.scene.class(i) == Class::Stop
        };
        let joint = matches!(self.scene.class(i), Class::Conjunction | Class::Subordinator) || self.scene.is(i, "but");
        mark(i) || joint && i.checked_sub(1).is_some_and(|before| !mark(before))
    }

    /// Whether “that” at a token stands for the noun before it, because a verb follows: “wrote the
    /// opinion that was signed”, but not “said that was wrong” and “said on Monday that”.
    pub(super) fn is_relative(&self, that: usize) -> bool {
        const NEAR: usize = 5;
        let scene = self.scene;
        let adverb = |i: usize| scene.class(i) == Class::Adverb && !scene.is(i, "there");
        let verb = (that + 1..that + NEAR).find(|&i| !adverb(i)).unwrap_or(that);
        that > self.cue.end && scene.class(that - 1).is_nominal() && scene.class(verb) == Class::Auxiliary
    }

    /// The end of what can be reported in a sentence from `start` to `end`. In “While Lee
    /// said it was over, Ng …” it is the comma.
    pub(super) fn subordinate_end(&self, start: usize, end: usize) -> usize {
        let from = self.attribution;
        let opening = (start..from).rev().take(3).any(|i| self.opens_subordinate(i));
        let main = |i: usize| {
            matches!(
                self.scene.class(i),
                Class::Subject | Class::Determiner | Class::Possessive | Class::Name | Class::Word | Class::Number
            )
        };
        let comma = (self.cue.end..end).find(|&i| self.scene.class(i) == Class::Comma && main(i + 1));
        comma.filter(|_| opening && from <= start + 4).unwrap_or(end)
    }

    /// The comma that ends the aside with the cue, before the verb of the sentence: “Lee, who said it was over, left.”
    pub(super) fn aside_end(&self, end: usize) -> Option<usize> {
        let who = self.source.stands_for.map_or(self.source.tokens.end + 1, |_| self.source.tokens.start);
        let apart = who.checked_sub(1).is_some_and(|i| self.scene.class(i) == Class::Comma);
        if self.source.link != Link::Relative || !apart {
            return None;
        }
        let commas = (self.cue.end..end).filter(|&i| self.scene.class(i) == Class::Comma && self.is_finite(i + 1));
        commas.into_iter().find(|&comma| self.is_clause(&(self.cue.end..comma)))
    }

    /// Whether token `i` opens a subordinate clause when a subject follows: “while”, “after”.
    fn opens_subordinate(&self, i: usize) -> bool {
        const PREPOSITIONS: [&str; 5] = ["after", "before", "since", "until", "once"];
        self.scene.class(i) == Class::Subordinator || PREPOSITIONS.iter().any(|word| self.scene.is(i, word))
    }

    /// Whether the “that” at token `that` belongs to the cue, as in “said on
    /// Monday that”, or to a noun between them, as in “accepted the fact
    /// that”.
    pub(super) fn belongs(&self, that: usize) -> bool {
        let periods = &self.scene.language.time.periods;
        let time = |i: usize| self.scene.class(i) == Class::Adverb || periods.contains_any_case(self.scene.word(i));
        let skipped = |i: &usize| time(*i) || self.scene.class(*i) == Class::Determiner && time(i + 1);
        let between = (self.cue.end..that).find(|i| !skipped(i)).unwrap_or(that)..that;
        let noun = self.scene.class(between.start) != Class::Preposition
            && between.clone().any(|i| matches!(self.scene.class(i), Class::Word | Class::Name));
        (self.cue.frames.hearer || !noun) && !between.clone().any(|i| self.scene.class(i) == Class::To)
    }

    /// The token after the hearer: “told reporters | …”.
    pub(super) fn after_hearer(&self, at: usize, end: usize) -> Option<usize> {
        let mut i = at;
        if matches!(self.scene.class(i), Class::Object | Class::Subject) || self.scene.is(i, "her") {
            return Some(i + 1);
        }
        if let Some(name) = self.scene.name_at(i) {
            return Some(self.scene.token_from(name.span.end));
        }
        while i < end && matches!(self.scene.class(i), Class::Determiner | Class::Possessive) {
            i += 1;
        }
        // “told the Post the vote was over”
        if let Some(name) = self.scene.name_at(i).filter(|_| i > at) {
            return Some(self.scene.token_from(name.span.end));
        }
        while i < end && i < at + 4 && self.scene.class(i) == Class::Word {
            i += 1;
        }
        (i > at).then_some(i)
    }

    /// The end of the clause that begins at `from`: the end of the sentence,
    /// or the place where another source follows “and”.
    pub(super) fn clause_end(&self, from: usize, end: usize) -> usize {
        within(self.scene, self.sources, from..end)
            .iter()
            .filter(|s| {
                s.tokens.start > from + 2 && s.tokens.start < end && s.cue.is_some() && s.span != self.source.span
            })
            .filter(|s| matches!(s.link, Link::Subject | Link::Apposition))
            .find_map(|s| {
                let joint = s.tokens.start - 1;
                let whole = (from..joint).any(|i| self.is_finite(i));
                match self.scene.class(joint) {
                    Class::Conjunction if whole => Some(joint),
                    Class::Subordinator if self.scene.class(joint - 1) == Class::Comma => Some(joint - 1),
                    _ => None,
                }
            })
            .unwrap_or_else(|| self.next_verb(from, end))
    }

    /// The place before “and” or “but” and another verb of speech with the same subject:
    /// “said it was over and warned …”.
    pub(super) fn next_verb(&self, from: usize, end: usize) -> usize {
        let joins = |i: usize| self.scene.class(i) == Class::Conjunction || self.scene.is(i, "but");
        let verb = |i: usize| {
            let at = if self.scene.class(i) == Class::Adverb { i + 1 } else { i };
            let cue = self.scene.cue_at(at).and_then(|c| self.scene.cues.get(c));
            cue.is_some_and(|c| c.form == self.cue.form && c.frames.clause && c.form != Some(VerbForm::Base))
        };
        // “…, but he did not say when” and “…, compared with 64 percent” are the reporter's.
        let own = |i: usize| {
            let he =
                self.scene.is(i + 1, "but") && self.scene.class(i + 2) == Class::Subject && !self.scene.is(i + 2, "it");
            self.scene.class(i) == Class::Comma && (he || self.scene.is(i + 1, "compared"))
        };
        (from + 3..end).find(|&i| joins(i) && verb(i + 1) || own(i)).unwrap_or(end)
    }

    /// The range, if it is not empty and has no quotation marks.
    pub(super) fn plain(&self, range: Range<usize>) -> Option<Range<usize>> {
        let quoted = range.clone().any(|i| self.scene.passage_at(i).is_some_and(|_| true));
        (range.start < range.end && !quoted).then_some(range)
    }

    /// Whether there can be no “that” of the cue after token `i`.
    pub(super) fn ends_frame(&self, i: usize) -> bool {
        matches!(self.scene.class(i), Class::Stop | Class::Comma | Class::Auxiliary | Class::Conjunction | Class::Verb)
    }

    /// The text of the range without “But”, “And” and marks at its ends; `None` if nothing is left.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Option<Span> {
        let mut range = range;
        // “But” and “And” at the beginning are not part of the reported
        // words.
        while range.start < range.end
            && matches!(self.scene.class(range.start), Class::Comma | Class::Quote | Class::Dash | Class::Conjunction)
        {
            range.start += 1;
        }
        while range.start < range.end
            && matches!(self.scene.class(range.end - 1), Class::Comma | Class::Dash | Class::Quote)
        {
            range.end -= 1;
        }
        (range.start < range.end).then(|| self.scene.span(range.start, range.end))
    }
}
