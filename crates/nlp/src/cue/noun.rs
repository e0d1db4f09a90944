//! Whether a word that may be a verb of speech is a noun where it is: “the email”, “a fundraising email”,
//! “in reports”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::find::CueFinder;
use super::inflect::VerbForm;
use crate::language::word_class::Class;

impl CueFinder<'_> {
    /// Whether a word that may be a verb is a noun at token `i`: “the email”,
    /// “a fundraising email”, “in reports”.
    pub(super) fn is_noun(&self, i: usize, form: VerbForm) -> bool {
        let words = &self.language.noun_phrases;
        let (before, next) = (i.checked_sub(1), self.word(i + 1));
        match form {
            // “the questioning”. After “at the hearing” the person who heard it may be meant.
            VerbForm::Ing => {
                let article = self.is_any(before, &words.articles);
                let class = |k: usize| self.language.word_class(self.word(k));
                let determined = i.checked_sub(2).and_then(class) == Some(Class::Determiner);
                // “is one common saying here”
                let ends = self.ends_sentence(i + 1) || class(i + 1) == Some(Class::Adverb);
                article && !self.is_any(i.checked_sub(2), &words.prepositions)
                    || determined && self.is_adjective(before) && ends
            }
            // “Lee’s stated goal”
            VerbForm::Past => {
                // “the accused said”
                let noun = || self.language.people.is_person(&self.word(i).to_lowercase());
                let after = || self.language.word_class(next).is_none() && self.lexicon.verb(next).is_none();
                let person = self.is_any(before, &words.articles) && noun() && !after();
                person || self.is_any(before, &words.owners) && self.describes_noun(i)
            }
            VerbForm::Participle => false,
            VerbForm::Base | VerbForm::Third => {
                // “state Rep. Ann Lee”, “Advocate Ann Lee”, “the press secretary”
                let people = &self.language.people;
                let is_person = |word: &str| people.is_person_or_role(&word.to_lowercase());
                let person = self.word(i).starts_with(char::is_uppercase) && is_person(self.word(i));
                let is_title = || people.is_title(&next.to_lowercase());
                let titled = next.starts_with(char::is_uppercase) && (person || is_title());
                let compound = titled || next.starts_with(char::is_lowercase) && is_person(next);
                self.is_owned(before)
                    || self.is_any(before, &words.prepositions)
                    || form == VerbForm::Base && compound
                    || self.is_described_noun(i, form)
            }
        }
    }

    /// Whether token `i` exists and is a determiner or an owner, after which a noun comes.
    fn is_owned(&self, i: Option<usize>) -> bool {
        let words = &self.language.noun_phrases;
        self.is_any(i, &words.determiners) || self.is_any(i, &words.owners)
    }

    /// Whether a word in the present is a noun at token `i` because of the word that describes it: “the
    /// trends report said”, “the most common questions”, “the fundraising email”.
    fn is_described_noun(&self, i: usize, form: VerbForm) -> bool {
        let (before, owned) = (i.checked_sub(1), self.is_owned(i.checked_sub(2)));
        // “the trends report said”
        if owned && form == VerbForm::Base && self.is_past_verb(i + 1) && !self.is_speaker(before) {
            return true;
        }
        // “the racist comments, which”, “the most common questions”
        let most = self.is_degree(i.checked_sub(2)) && self.is_owned(i.checked_sub(3));
        let described = (owned || most) && self.is_adjective(before) && (most || self.ends_phrase(i + 1));
        if described && self.is_any(Some(i), &self.language.verbs.plural_nouns) {
            return true;
        }
        let adjective = before
            .map(|b| self.word(b))
            .is_some_and(|word| word.starts_with(char::is_lowercase) && !word.ends_with('s'));
        if !adjective || self.is_any(before, &self.language.people.words.plurals) || !owned {
            return false;
        }
        // “the article read” is past.
        let word = self.word(i);
        let past = self.language.irregular_verb(word).is_some_and(|verb| verb.past == word);
        if past && before.is_some_and(|b| self.language.is_speaking_noun(self.word(b))) {
            return false;
        }
        // “the fundraising email”, “for the harsh remarks”
        form == VerbForm::Base || self.is_any(i.checked_sub(3), &self.language.noun_phrases.prepositions)
    }

    /// Whether token `i` is a noun for a person, a body or a document, or for several of them.
    fn is_speaker(&self, i: Option<usize>) -> bool {
        i.is_some_and(|i| self.language.is_speaking_noun_or_plural(&self.word(i).to_lowercase()))
    }

    /// Whether token `i` can describe the noun after it: a word in lower case that is no plural
    /// and no noun for a speaker.
    fn is_adjective(&self, i: Option<usize>) -> bool {
        let word = i.map_or("", |i| self.word(i));
        word.starts_with(char::is_lowercase)
            && !word.ends_with('s')
            && !self.is_speaker(i)
            && self.language.word_class(word).is_none()
    }

    /// Whether token `i` makes an adjective stronger: “most”, “more”, “very”.
    fn is_degree(&self, i: Option<usize>) -> bool {
        self.is_any(i, &self.language.noun_phrases.degrees)
    }

    /// Whether token `i` is the past of a verb of speech.
    fn is_past_verb(&self, i: usize) -> bool {
        self.lexicon.verb(&self.word(i).to_lowercase()).is_some_and(|verb| verb.form == VerbForm::Past)
    }

    /// Whether the participle at token `i` describes the noun after it: “stated goal”. In “told
    /// reporters” the noun is its object.
    fn describes_noun(&self, i: usize) -> bool {
        let next = self.word(i + 1);
        self.word(i).ends_with("ed")
            && next.starts_with(char::is_lowercase)
            && !next.ends_with('s')
            && self.language.word_class(next).is_none()
    }

    /// Whether a sentence ends with the token before `i`.
    fn ends_sentence(&self, i: usize) -> bool {
        matches!(self.word(i), "." | "!" | "?" | "")
    }

    /// Whether a noun phrase ends with the token before `i`, because a comma, the end of the
    /// sentence or a preposition such as “of” follows.
    fn ends_phrase(&self, i: usize) -> bool {
        let opens = |i: usize| matches!(self.word(i), "“" | "\"" | "‘" | "'" | "«" | "„");
        let joins = &self.language.noun_phrases.joins_ahead;
        self.ends_sentence(i) || self.is_any(Some(i), joins) || self.word(i) == "," && !opens(i + 1)
    }
}
