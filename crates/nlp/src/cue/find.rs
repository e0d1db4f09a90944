//! Finding cues in a text.

use super::inflect::VerbForm;
use super::lexicon::{CueLexicon, CueVerb, Frames, Phrase, Sense, SourcePlace};
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
pub(super) struct CueFinder<'a> {
    pub(super) lexicon: &'a CueLexicon,
    pub(super) language: &'a Language,
    text: &'a str,
    tokens: &'a [Token],
}

impl CueFinder<'_> {
    /// The words of token `i`; empty past the end.
    pub(super) fn word(&self, i: usize) -> &str {
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

    /// Whether token `i` exists and is in the list.
    pub(super) fn is_any(&self, i: Option<usize>, list: &WordSet) -> bool {
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
