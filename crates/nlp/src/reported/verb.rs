//! Whether a word is a verb: the cue of reported speech, and words of a reported clause.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::clause::Clause;
use crate::analysis::How;
use crate::cue::inflect::VerbForm;
use crate::scene::can_speak::is_speaker;
use crate::scene::grammar::Class;
use crate::scene::phrase::starting_at;
use crate::scene::source::Link;

impl Clause<'_, '_> {
    /// Whether the range begins with a noun phrase and a finite verb.
    pub(super) fn has_subject(&self, range: &Range<usize>) -> bool {
        const NEAR: usize = 12;
        let end = range.end.min(range.start + NEAR);
        let Some(subject) = starting_at(self.scene, range.start, range.end) else {
            return self.scene.is(range.start, "there") || self.is_clause(range);
        };
        (subject.end..end.max(subject.end + 1).min(range.end))
            .take_while(|&i| !matches!(self.scene.class(i), Class::Stop | Class::To))
            .any(|i| self.is_finite(i))
            || subject.clone().skip(1).any(|i| self.is_finite(i))
    }

    /// Whether token `i` seems to be a finite verb.
    pub(super) fn is_finite(&self, i: usize) -> bool {
        let word = self.scene.word(i);
        matches!(self.scene.class(i), Class::Auxiliary | Class::Verb)
            || (self.scene.class(i) == Class::Word && word.len() > 3 && word.ends_with("ed"))
    }

    /// Whether a word that may be a verb is a noun or an adjective: part of a name, “in five
    /// states”, “crude remarks”, “an alleged bias”, “reporting by Ng”, “the paper notes were short”.
    pub(super) fn is_noun(&self) -> bool {
        if self.scene.name_at(self.cue.first).is_some() {
            return true;
        }
        let before = self.cue.first.checked_sub(1).map_or(Class::Stop, |i| self.scene.class(i));
        let by = self.scene.is(self.cue.end, "by");
        // “their home states’ votes”
        if self.scene.class(self.cue.end) == Class::Possessive
            && !self.scene.word(self.cue.end).starts_with(char::is_alphabetic)
        {
            return true;
        }
        match self.cue.form {
            // The subject of such a verb is singular: a name, a pronoun or “the report”.
            Some(VerbForm::Third) => {
                let own = &self.source.tokens;
                let last = own.end.checked_sub(1).map_or(Class::Stop, |i| self.scene.class(i));
                let singular = matches!(self.scene.class(own.start), Class::Determiner | Class::Possessive);
                let nominal = self.source.how == How::Nominal && self.source.link == Link::Subject;
                let number =
                    |i: usize| self.scene.language.figures.number(&self.scene.word(i).to_lowercase()).is_some();
                let several = own.clone().any(|i| number(i) && !self.scene.is(i, "one"));
                matches!(before, Class::Number | Class::Determiner | Class::Possessive | Class::Dash)
                    || self.scene.class(self.cue.end) == Class::Auxiliary
                    || nominal && (several || matches!(last, Class::Number | Class::Determiner) || !singular)
            }
            Some(VerbForm::Ing) => {
                let modified = matches!(before, Class::Determiner | Class::Possessive | Class::Preposition);
                by || modified && !self.scene.is(self.cue.end, "that")
            }
            Some(VerbForm::Past | VerbForm::Participle) => {
                by || matches!(before, Class::Determiner | Class::Possessive | Class::Preposition)
            }
            _ => false,
        }
    }

    /// Whether a word in the plain form is a verb: after “to”, an auxiliary,
    /// a plural or a pronoun. “State” in “state troopers” is none.
    pub(super) fn is_verb(&self) -> bool {
        if self.cue.form != Some(VerbForm::Base) {
            return true;
        }
        let Some(before) = self.cue.first.checked_sub(1) else { return false };
        let word = self.scene.word(before);
        let class = self.scene.class(before);
        // “residents who live near the plant say”
        let own = &self.source.tokens;
        let head = own.end.checked_sub(1).filter(|&last| self.source.link == Link::Subject && last < before);
        let plural = |word: &str| {
            word.ends_with('s') || self.scene.language.people.words.plural_subjects.contains_any_case(word)
        };
        let apart = head.is_some_and(|last| plural(self.scene.word(last))) && is_speaker(self.scene, self.source);
        apart
            || matches!(class, Class::To | Class::Auxiliary | Class::Subject | Class::Adverb | Class::Relative)
            || matches!(class, Class::Conjunction | Class::Determiner | Class::Comma | Class::Close)
            || plural(word)
    }

    /// Whether the range seems to have a finite verb.
    pub(super) fn is_clause(&self, range: &Range<usize>) -> bool {
        range.clone().skip(1).any(|i| self.is_finite(i)) || range.len() > 12
    }
}
