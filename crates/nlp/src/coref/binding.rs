//! Whom a pronoun cannot mean, by the structure of its sentence: in “He said Lee would win”, “he” is
//! not Lee (principle C of Chomsky, *Lectures on Government and Binding*, 1981).
//!
//! These rules are English grammar; see [`crate::language`].

use super::Resolver;
use super::mention::Mention;
use crate::analysis::EntityId;
use crate::resolver::facts::MentionClass;
use crate::scene::grammar::Class;
use crate::scene::source::LONGEST_SENTENCE;

impl Resolver<'_, '_> {
    /// The entities with a name after “he” or “she” in a sentence that the pronoun begins or in
    /// what it says. Names between marks do not count: people may say their own.
    pub(super) fn named_after(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        let person = matches!(mention.class, MentionClass::Speaker | MentionClass::HeShe);
        if !person || mention.passage.is_some() || self.scene.class(mention.tokens.start) != Class::Subject {
            return Vec::new();
        }
        let cue = mention.source.and_then(|s| s.cue).and_then(|c| self.scene.cues.get(c));
        let says = cue.is_some_and(|cue| cue.first >= mention.tokens.end);
        let from = mention.tokens.end;
        let begins = self.begins_sentence(mention);
        if !says && (!begins || self.is_somebody(from)) {
            return Vec::new();
        }
        let outside = |i: usize| self.scene.passage_at(i).is_none();
        let last = self.scene.paragraphs.get(mention.para).map_or(from, |p| p.tokens.end.min(from + LONGEST_SENTENCE));
        // A passage may end the sentence, too. In “While he said so, Lee left” he may be Lee.
        let ends = |i: &usize| match self.scene.class(*i) {
            Class::Stop => true,
            Class::Comma => !begins,
            _ => false,
        };
        let end = (from..last).find(ends).unwrap_or(last);
        let sentence = from..end;
        let named = self.scene.names_in(&sentence);
        named.filter(|n| outside(self.scene.token_from(n.span.start))).map(|n| n.entity).collect()
    }

    /// Whom a noun for a person cannot mean, because they own it: Ann Lee in “Ann Lee’s lawyer”, and
    /// whoever “her” is in “her lawyer”.
    pub(super) fn owners(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        if !matches!(mention.class, MentionClass::Person | MentionClass::Plural) {
            return Vec::new();
        }
        let possessive = |i: usize| self.scene.class(i) == Class::Possessive;
        let first = mention.tokens.start;
        // In “the head of Lee’s Boats” the owner belongs to another noun.
        let joint = mention.tokens.clone().find(|&i| self.scene.class(i) == Class::Preposition);
        let phrase = first..joint.unwrap_or(mention.tokens.end);
        let named = self.scene.names_in(&phrase);
        let named = named.filter(|n| possessive(self.scene.token_from(n.span.end))).map(|n| n.entity);
        let pronoun = possessive(first).then(|| self.answered(self.scene.span(first, first + 1))).flatten();
        named.chain(pronoun).collect()
    }

    /// Whether a mention begins its sentence, or only conjunctions and adverbs are before it there.
    fn begins_sentence(&self, mention: &Mention<'_>) -> bool {
        let i = mention.tokens.start;
        let opening = |k: &usize| matches!(self.scene.class(*k), Class::Conjunction | Class::Adverb | Class::Comma);
        let before = (i.saturating_sub(3)..i).rev().find(|k| !opening(k));
        let floor = self.scene.paragraphs.get(mention.para).map_or(0, |p| p.tokens.start);
        before.is_none_or(|k| self.scene.class(k) == Class::Stop || k < floor)
    }

    /// Whether a form of “be” begins at token `i`: “he is Bo Ek”.
    fn is_somebody(&self, i: usize) -> bool {
        let verb = (i..i + 3).find(|&k| self.scene.class(k) != Class::Adverb);
        verb.is_some_and(|k| {
            self.scene.language.verbs.be.contains_any_case(self.scene.word(k))
                || self.scene.word(k).starts_with(['\'', '’', '‘'])
        })
    }
}
