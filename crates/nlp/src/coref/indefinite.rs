//! Noun phrases for somebody who is new: “a neighbour”. Later, “the neighbour” or “he” may be that
//! person, whom the article does not name.
//!
//! These rules are English grammar; see [`crate::language`].

use super::mention::{Mention, is_person};
use super::{ClauseStart, Resolver};
use crate::analysis::EntityKind;
use crate::language::people::Gender;
use crate::resolver::facts::MentionClass;
use crate::scene::grammar::Class;

/// The most tokens of an indefinite phrase after its article.
const LONGEST: usize = 5;

/// How many sentences later “the neighbour” is still the neighbour whom an indefinite phrase introduced.
/// The end of a paragraph counts as one.
const REMEMBERED: usize = 4;

/// The noun of an indefinite phrase that has not ended.
#[derive(Debug, Clone)]
pub(super) struct IndefiniteNoun {
    /// The noun in lower case.
    noun: String,
    /// The token after it, from which on it counts as mentioned.
    end: usize,
    para: usize,
    /// Whether it describes nobody who was named: “Ann Lee, a lawyer”, “Lee is a lawyer”.
    is_new: bool,
    /// The clause that it may be the subject of.
    clause: Option<ClauseStart>,
}

/// The last person whom an indefinite phrase introduced.
#[derive(Debug, Clone)]
pub(super) struct NewPerson {
    /// The noun in lower case.
    noun: String,
    para: usize,
    sentence: usize,
}

impl Resolver<'_, '_> {
    /// Notes the noun for a person in an indefinite phrase that begins at token `i`, once the phrase
    /// is over.
    pub(super) fn note_indefinite(&mut self, i: usize, para: usize) {
        if let Some(pending) = self.indefinite.take_if(|pending| pending.end <= i) {
            let IndefiniteNoun { noun, para, is_new, clause, .. } = pending;
            if let Some(gender) = self.scene.language.people.gender_of_noun(&noun) {
                self.history.note_indefinite(gender_key(gender));
            }
            self.history.note_indefinite(&noun);
            if let Some(clause) = clause.filter(|_| is_new) {
                self.note_unnamed(self.scene.language.people.gender_of_noun(&noun), clause, para);
            }
            if is_new {
                self.new_person = Some(NewPerson { noun, para, sentence: self.history.sentence });
            }
        }
        let scene = self.scene;
        if !["a", "an", "another", "one"].iter().any(|word| scene.is(i, word)) {
            return;
        }
        let is_new = scene.passage_at(i).is_none() && !self.describes_somebody(i);
        let clause = self.clause_start(i);
        let phrase = (i + 1..=i + LONGEST).take_while(|&k| scene.class(k).is_nominal() && scene.name_at(k).is_none());
        let nouns =
            phrase.map(|k| IndefiniteNoun { noun: scene.word(k).to_lowercase(), end: k + 1, para, is_new, clause });
        let last = nouns.filter(|phrase| is_person(scene, &phrase.noun)).last();
        self.indefinite = last.or(self.indefinite.take());
    }

    /// Where the clause begins of which the phrase at token `i` may be the subject, by what is before it; `None` if it
    /// is no subject.
    fn clause_start(&self, i: usize) -> Option<ClauseStart> {
        use Class as C;
        let scene = self.scene;
        let Some(before) = i.checked_sub(1).filter(|_| !scene.begins_line(i)) else { return Some(ClauseStart::Main) };
        match scene.class(before) {
            C::Conjunction | C::Subordinator if before > 0 && scene.class(before - 1) == C::Comma => {
                Some(ClauseStart::Second)
            }
            C::Stop | C::Comma | C::Conjunction | C::Subordinator | C::Dash | C::Quote | C::Open => {
                Some(ClauseStart::Main)
            }
            _ => None,
        }
    }

    /// Notes the noun for a person after “his”, “her” or “Lee’s” at token `i` outside quotes, if no name follows:
    /// “his brother”, but not “his brother, Bo Ek”.
    pub(super) fn note_owned(&mut self, i: usize, para: usize) {
        let scene = self.scene;
        if scene.class(i) != Class::Possessive || scene.passage_at(i).is_some() {
            return;
        }
        let name = i.checked_sub(1).and_then(|last| scene.name_at(last));
        let first = name.map_or(i, |name| scene.token_from(name.span.start));
        let Some(clause) = self.clause_start(first).filter(|_| !self.describes_somebody(first)) else {
            return;
        };
        let phrase = (i + 1..=i + LONGEST).take_while(|&k| scene.class(k).is_nominal() && scene.name_at(k).is_none());
        let Some(noun) = phrase.filter(|&k| is_person(scene, &scene.word(k).to_lowercase())).last() else { return };
        let after = noun + 1 + usize::from(scene.class(noun + 1) == Class::Comma);
        let named = scene.name_at(after).is_some_and(|name| name.kind == EntityKind::Person);
        if !named && scene.class(noun + 1) != Class::Possessive {
            self.note_unnamed(scene.language.people.gender_of_noun(&scene.word(noun).to_lowercase()), clause, para);
        }
    }

    /// Whether the indefinite phrase that begins at token `i` says what somebody is: “Ann Lee, a lawyer”,
    /// “Lee is a lawyer”, “as a lawyer”.
    fn describes_somebody(&self, i: usize) -> bool {
        let scene = self.scene;
        let Some(before) = i.checked_sub(1) else { return false };
        let named = |i: usize| scene.name_at(i).is_some_and(|name| name.kind == EntityKind::Person);
        let apposed = matches!(scene.class(before), Class::Comma | Class::Dash | Class::Open);
        let is = scene.language.verbs.be.contains_any_case(scene.word(before));
        is || scene.is(before, "as") || apposed && before.checked_sub(1).is_some_and(named)
    }

    /// Whether a mention is “another nurse”, who is not the nurse whom the article names.
    pub(super) fn is_another(&self, mention: &Mention<'_>) -> bool {
        mention.class == MentionClass::Person && self.scene.is(mention.tokens.start, "another")
    }

    /// Whether a noun for a person means somebody whom an indefinite phrase introduced shortly before, and
    /// whom the article does not name: “the cashier” and “the woman” after “a cashier”.
    pub(super) fn is_new_person(&self, mention: &Mention<'_>) -> bool {
        let Some(new) = &self.new_person else { return false };
        if mention.class != MentionClass::Person || mention.determiner(self.scene) > 1 {
            return false;
        }
        let people = &self.scene.language.people;
        // “Woman” says less than “cashier”.
        let may_be = || match (mention.gender, people.gender_of_noun(&new.noun)) {
            (Some(gender), known) => known.is_none_or(|known| known == gender) && mention.para == new.para,
            (None, _) => false,
        };
        let near = self.history.sentence.saturating_sub(new.sentence) <= REMEMBERED;
        let unnamed = self.roles.bearers(&new.noun).is_empty() && self.roles.bearers(&mention.role).is_empty();
        near && unnamed && (mention.noun == new.noun || may_be())
    }
}

/// The key under which an indefinite phrase with a noun of this gender is noted.
pub(super) fn gender_key(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "m",
        Gender::Female => "f",
    }
}
