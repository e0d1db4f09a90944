//! Noun phrases for somebody who is new: “a neighbour”. Later, “the neighbour” or “he” may be that
//! person, whom the article does not name.
//!
//! These rules are English grammar; see [`crate::language`].

use super::Resolver;
use super::mention::is_person;
use crate::language::people::Gender;

/// The most tokens of an indefinite phrase after its article.
const LONGEST: usize = 5;

/// The noun of an indefinite phrase that has not ended.
#[derive(Debug, Clone)]
pub(super) struct IndefiniteNoun {
    /// The noun in lower case.
    noun: String,
    /// The token after it, from which on it counts as mentioned.
    end: usize,
}

impl Resolver<'_, '_> {
    /// Notes the noun for a person in an indefinite phrase that begins at token `i`, once the phrase
    /// is over.
    pub(super) fn note_indefinite(&mut self, i: usize) {
        if let Some(IndefiniteNoun { noun, .. }) = self.indefinite.take_if(|pending| pending.end <= i) {
            if let Some(gender) = self.scene.language.people.gender_of_noun(&noun) {
                self.history.note_indefinite(gender_key(gender));
            }
            self.history.note_indefinite(&noun);
        }
        let scene = self.scene;
        if !["a", "an", "another", "one"].iter().any(|word| scene.is(i, word)) {
            return;
        }
        let phrase = (i + 1..=i + LONGEST).take_while(|&k| scene.class(k).is_nominal() && scene.name_at(k).is_none());
        let nouns = phrase.map(|k| IndefiniteNoun { noun: scene.word(k).to_lowercase(), end: k + 1 });
        let last = nouns.filter(|phrase| is_person(scene, &phrase.noun)).last();
        self.indefinite = last.or(self.indefinite.take());
    }
}

/// The key under which an indefinite phrase with a noun of this gender is noted.
pub(super) fn gender_key(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "m",
        Gender::Female => "f",
    }
}
