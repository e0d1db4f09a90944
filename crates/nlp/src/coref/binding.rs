//! Whom a pronoun cannot mean, by the structure of its sentence: in “He said Lee would win”, “he” is
//! not Lee, and in “Lee thanked him”, neither is “him” (principles C and B of Chomsky, *Lectures on
//! Government and Binding*, 1981).
//!
//! These rules are English grammar; see [`crate::language`].

use super::Resolver;
use super::mention::Mention;
use crate::analysis::{EntityId, How};
use crate::resolver::facts::MentionClass;
use crate::scene::grammar::Class;
use crate::scene::phrase::ending_at;
use crate::scene::source::{LONGEST_SENTENCE, Link, Source, source};
use pullquote_article::text::token::APOSTROPHES;

/// The most tokens of a verb with its auxiliaries and adverbs.
const LONGEST_VERB: usize = 4;

/// The longest bracket after a subject, in tokens: “Lee (R-Ohio) thanked him”.
const LONGEST_BRACKET: usize = 16;

/// The most tokens between a verb of speech and the subject of what is said: “that”.
const MOST_BEFORE_REPORT: usize = 1;

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

    /// The subject of the verb that “him” or “her” is the object of: “Lee thanked him”, “Lee, who thanked
    /// him”, “she thanked her”. The object is somebody else, as it is not “himself”.
    pub(super) fn own_subject(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        let scene = self.scene;
        if mention.passage.is_some() || !mention.is_object(scene) {
            return Vec::new();
        }
        let floor = scene.paragraphs.get(mention.para).map_or(0, |p| p.tokens.start);
        let Some(mut last) = self.before_verb(mention.tokens.start, floor) else { return Vec::new() };
        let mut found = Vec::new();
        // “Lee (R-Ohio) thanked him”; in a cast, a bracket has another name of the same person.
        if scene.class(last) == Class::Close {
            let open = (floor + 1..last).rev().take(LONGEST_BRACKET).find(|&i| scene.class(i) == Class::Open);
            let Some(open) = open else { return found };
            found.extend(scene.names_in(&(open..last)).map(|n| n.entity));
            last = open - 1;
        }
        let subject = ending_at(scene, last, floor).and_then(|phrase| source(scene, phrase, None, Link::Loose));
        let pronoun = |subject: &Source| self.answered(subject.span).filter(|_| subject.how == How::Pronoun);
        found.extend(subject.and_then(|subject| subject.entity.or_else(|| pronoun(&subject))));
        found
    }

    /// The token before the verb that ends before token `end`, without the “who” between them.
    fn before_verb(&self, end: usize, floor: usize) -> Option<usize> {
        let scene = self.scene;
        let verbal = |i: &usize| match scene.class(*i) {
            Class::Verb | Class::Auxiliary | Class::Adverb => true,
            Class::Word => scene.name_at(*i).is_none() && scene.word(*i).ends_with(['d', 's']),
            _ => false,
        };
        let verb = (floor.max(end.saturating_sub(LONGEST_VERB))..end).rev().take_while(verbal).last()?;
        let before = |i: usize| i.checked_sub(1).filter(|&i| i >= floor);
        let last = before(verb)?;
        if scene.class(last) != Class::Relative {
            return Some(last);
        }
        let last = before(last)?;
        if scene.class(last) == Class::Comma { before(last) } else { Some(last) }
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

    /// Who reports what a noun for a person says: Lee in “Lee said the mayor told him” and “According to Lee, the mayor
    /// said”, where Lee is not the mayor.
    pub(super) fn reporters(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        let cued = mention.source.is_some_and(|source| source.cue.is_some());
        if mention.class != MentionClass::Person || mention.passage.is_some() || !cued {
            return Vec::new();
        }
        let first = mention.tokens.start;
        let between = |from: usize| (from..first).len() <= MOST_BEFORE_REPORT && from <= first;
        let reports = |source: &&Source| {
            let Some(cue) = source.cue(self.scene).filter(|_| source.tokens.end < first) else { return false };
            let comma = |i: usize| self.scene.class(i) == Class::Comma;
            match source.link {
                Link::Phrase => between(source.tokens.end) && (source.tokens.end..first).all(comma),
                Link::Subject | Link::Apposition => {
                    between(cue.end) && (cue.end..first).all(|i| self.scene.is(i, "that"))
                }
                _ => false,
            }
        };
        let all = self.sources.get(mention.para).into_iter().flatten().filter(reports);
        all.filter_map(|source| source.entity.or_else(|| self.answered(source.span))).collect()
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
                || self.scene.word(k).starts_with(APOSTROPHES)
        })
    }
}
