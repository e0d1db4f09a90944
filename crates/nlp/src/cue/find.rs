//! Finding cues in a text.

use super::inflect::VerbForm;
use super::lexicon::{CueLexicon, CueVerb, Frames, Phrase, Sense, SourcePlace};
use crate::language::word_class::Class;
use crate::language::{Language, WordSet};
use pullquote_article::text::token::Token;

/// A cue in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The index of its first token, the verb.
    pub(crate) first: usize,
    /// One more than the index of its last token.
    pub(crate) end: usize,
    /// How the words were said.
    pub(crate) sense: Sense,
    /// What it takes and where its subject may be.
    pub(crate) frames: Frames,
    /// The verb's form; `None` for a phrase.
    pub(crate) form: Option<VerbForm>,
    /// For a phrase: where its source is.
    pub(crate) place: Option<SourcePlace>,
}

/// The cues among `tokens`, in order, disjoint. Whether they report speech in
/// their sentence is decided later.
pub(crate) fn find(lexicon: &CueLexicon, language: &Language, text: &str, tokens: &[Token]) -> Vec<Cue> {
    let finder = CueFinder { lexicon, language, text, tokens };
    let mut found = Vec::new();
    let mut i = 0;
    let mut word = String::new();
    while let Some(token) = tokens.get(i) {
        lower(token.span.of(text), &mut word);
        let cue = finder.phrase(i, &word).or_else(|| finder.verb(i, &word));
        i = cue.map_or(i + 1, |cue| cue.end);
        found.extend(cue);
    }
    found
}

/// Writes `word` in lower case to `buffer`, which is reused to save time.
fn lower(word: &str, buffer: &mut String) {
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
    } else {
        buffer.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// A text in which cues are looked for.
struct CueFinder<'a> {
    lexicon: &'a CueLexicon,
    language: &'a Language,
    text: &'a str,
    tokens: &'a [Token],
}

impl CueFinder<'_> {
    /// The words of token `i`; empty past the end.
    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |token| token.span.of(self.text))
    }

    /// The longest phrase that begins at token `i`, which is `word` in lower
    /// case.
    fn phrase(&self, i: usize, word: &str) -> Option<Cue> {
        let fits = |phrase: &&Phrase| {
            let mut words = phrase.words.iter().enumerate();
            words.all(|(k, word)| self.word(i + k).eq_ignore_ascii_case(word))
                && (phrase.place != SourcePlace::Owner || self.has_owner(i))
        };
        let best = self.lexicon.phrases(word).iter().filter(fits).max_by_key(|phrase| phrase.words.len())?;
        Some(Cue {
            first: i,
            end: i + best.words.len(),
            sense: Sense::Phrase,
            frames: Frames { quote: true, clause: best.place == SourcePlace::After, ..Frames::default() },
            form: None,
            place: Some(best.place),
        })
    }

    /// The verb of speech at token `i`, which is `word` in lower case.
    fn verb(&self, i: usize, word: &str) -> Option<Cue> {
        let next = self.word(i + 1);
        let particle = self.lexicon.particles(word).iter().find(|(particle, _)| next.eq_ignore_ascii_case(particle));
        let (entry, end): (CueVerb, usize) = match particle {
            Some((_, entry)) => (*entry, i + 2),
            None => (self.lexicon.verb(word)?, i + 1),
        };
        // “The mayor put it so” has no noun “put”.
        if particle.is_none() && self.is_noun(i, entry.form) {
            return None;
        }
        Some(Cue { first: i, end, sense: entry.sense, frames: entry.frames, form: Some(entry.form), place: None })
    }

    /// Whether a word is a title before a name, short or in full: “Rep.”, “Senator”.
    fn is_title(&self, word: &str) -> bool {
        let people = &self.language.people;
        let lower = word.to_lowercase();
        let short = format!("{}.", lower.trim_end_matches('.'));
        people.is_role(&lower) || people.nouns_of_title(&short).next().is_some()
    }

    /// Whether a word is a noun for a person: “Advocate”.
    fn is_person(&self, word: &str) -> bool {
        let (people, lower) = (&self.language.people, word.to_lowercase());
        people.is_role(&lower) || people.is_person(&lower)
    }

    /// Whether token `i` exists and is in the list.
    fn is_any(&self, i: Option<usize>, list: &WordSet) -> bool {
        i.is_some_and(|i| i < self.tokens.len() && list.contains_any_case(self.word(i)))
    }

    /// Whether an owner is before the noun at token `i`, with no more than two
    /// words between.
    fn has_owner(&self, i: usize) -> bool {
        (1..=3).any(|back| {
            let Some(owner) = i.checked_sub(back) else { return false };
            let words = (owner + 1..i).all(|k| self.word(k).starts_with(char::is_alphanumeric));
            // “Thursday’s memo” belongs to nobody.
            let day = owner.checked_sub(1).is_some_and(|k| self.language.time.is_day(self.word(k)));
            words && self.is_any(Some(owner), &self.language.noun_phrases.owners) && !day
        })
    }

    /// Whether a word that may be a verb is a noun at token `i`: “the email”,
    /// “a fundraising email”, “in reports”.
    fn is_noun(&self, i: usize, form: VerbForm) -> bool {
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
            VerbForm::Past => self.is_any(before, &words.owners) && self.describes_noun(i),
            VerbForm::Participle => false,
            VerbForm::Base | VerbForm::Third => {
                // “state Rep. Ann Lee”, “Advocate Ann Lee”, “the press secretary”
                let person = self.word(i).starts_with(char::is_uppercase) && self.is_person(self.word(i));
                let titled = next.starts_with(char::is_uppercase) && (self.is_title(next) || person);
                let compound = titled || next.starts_with(char::is_lowercase) && self.is_person(next);
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

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;

    #[test]
    fn capitals_beyond_ascii_are_lowered() {
        let mut buffer = String::from("kept from before");
        let lowered = |word: &str| {
            lower(word, &mut buffer);
            buffer.clone()
        };
        assert_eq!(["SAID", "Écrit", "It’s"].map(lowered), ["said", "écrit", "it’s"]);
    }

    #[test]
    fn verbs_particles_and_phrases() {
        let text = "Lee pointed out that, according to Ng, it was said on Truth Social.";
        let tokens = tokenize(text);
        let language = Language::english();
        let words: Vec<String> = find(&CueLexicon::of(language), language, text, &tokens)
            .iter()
            .map(|c| tokens[c.first..c.end].iter().map(|t| t.span.of(text)).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(words, ["pointed out", "according to", "said", "on Truth Social"]);
    }
}
