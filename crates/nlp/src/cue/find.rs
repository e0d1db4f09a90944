//! Finding cues in a text.

use super::lexicon::{Entry, Frames, Lexicon, Place, Sense};
use crate::cue::inflect::Form;
use pullquote_article::text::token::Token;

/// A cue in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The first of its tokens: the verb.
    pub(crate) first: usize,
    /// One past the last of its tokens.
    pub(crate) end: usize,
    /// What it says about the words.
    pub(crate) sense: Sense,
    /// What may stand beside it.
    pub(crate) frames: Frames,
    /// The verb's form; `None` for a phrase.
    pub(crate) form: Option<Form>,
    /// For a phrase: where its source stands.
    pub(crate) place: Option<Place>,
}

/// The cues among `tokens`, in order, disjoint. What they are in their
/// sentence is for others to tell.
pub(crate) fn find(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Vec<Cue> {
    let mut found = Vec::new();
    let mut i = 0;
    let mut word = String::new();
    while let Some(token) = tokens.get(i) {
        lower(token.span.of(text), &mut word);
        let cue = phrase(lexicon, text, tokens, i, &word).or_else(|| verb(lexicon, text, tokens, i, &word));
        i = cue.map_or(i + 1, |cue| cue.end);
        found.extend(cue);
    }
    found
}

/// `word` in lower case, into `buffer`, which is reused.
fn lower(word: &str, buffer: &mut String) {
    buffer.clear();
    buffer.push_str(word);
    if word.is_ascii() {
        buffer.make_ascii_lowercase();
    }
}

fn phrase(lexicon: &Lexicon, text: &str, tokens: &[Token], i: usize, word: &str) -> Option<Cue> {
    let matches = |words: &[String]| {
        words
            .iter()
            .enumerate()
            .all(|(k, w)| tokens.get(i + k).is_some_and(|t| t.span.of(text).eq_ignore_ascii_case(w)))
    };
    let phrases = lexicon.phrases(word).iter().filter(|p| matches(&p.words));
    let best =
        phrases.filter(|p| p.place != Place::Owner || owner_before(text, tokens, i)).max_by_key(|p| p.words.len())?;
    Some(Cue {
        first: i,
        end: i + best.words.len(),
        sense: Sense::Phrase,
        frames: Frames { quote: true, clause: best.place == Place::After, ..Frames::default() },
        form: None,
        place: Some(best.place),
    })
}

fn verb(lexicon: &Lexicon, text: &str, tokens: &[Token], i: usize, word: &str) -> Option<Cue> {
    let next = tokens.get(i + 1).map_or("", |t| t.span.of(text));
    let particle = lexicon.particles(word).iter().find(|(particle, _)| next.eq_ignore_ascii_case(particle));
    let (entry, end): (Entry, usize) = match particle {
        Some((_, entry)) => (*entry, i + 2),
        None => (lexicon.verb(word)?, i + 1),
    };
    if is_noun(text, tokens, i, entry.form) {
        return None;
    }
    Some(Cue { first: i, end, sense: entry.sense, frames: entry.frames, form: Some(entry.form), place: None })
}

const OWNERS: &[&str] = &["his", "her", "their", "its", "my", "our", "your", "whose", "’s", "'s", "’", "'"];
const DETERMINERS: &[&str] = &["the", "a", "an", "this", "these", "those", "another", "every", "each", "no", "any"];
const PREPOSITIONS: &[&str] =
    &["of", "in", "on", "at", "by", "for", "with", "from", "into", "about", "against", "after"];
/// Words for several people that do not end in s: a verb may follow.
const PLURALS: &[&str] =
    &["people", "police", "men", "women", "children", "two", "three", "four", "few", "many", "media"];

fn is_any(text: &str, tokens: &[Token], i: Option<usize>, list: &[&str]) -> bool {
    i.and_then(|i| tokens.get(i)).is_some_and(|t| {
        let word = t.span.of(text);
        list.iter().any(|w| w.eq_ignore_ascii_case(word))
    })
}

/// Whether an owner stands in front of the noun at token `i`, with no more
/// than two words between.
fn owner_before(text: &str, tokens: &[Token], i: usize) -> bool {
    (1..=3).any(|back| {
        let between = i.checked_sub(back).map_or(0..0, |from| from + 1..i);
        let words =
            between.clone().all(|k| tokens.get(k).is_some_and(|t| t.span.of(text).starts_with(char::is_alphanumeric)));
        words && is_any(text, tokens, i.checked_sub(back), OWNERS)
    })
}

/// Whether a word that may be a verb is a noun where it stands: “the email”,
/// “a fundraising email”, “in reports”.
fn is_noun(text: &str, tokens: &[Token], i: usize, form: Form) -> bool {
    if !matches!(form, Form::Base | Form::Third) {
        return false;
    }
    let before = i.checked_sub(1);
    if [DETERMINERS, OWNERS, PREPOSITIONS].iter().any(|list| is_any(text, tokens, before, list)) {
        return true;
    }
    let adjective = before.and_then(|b| tokens.get(b)).is_some_and(|t| {
        let word = t.span.of(text);
        word.starts_with(char::is_lowercase) && !word.ends_with('s')
    });
    form == Form::Base
        && adjective
        && !is_any(text, tokens, before, PLURALS)
        && [DETERMINERS, OWNERS].iter().any(|list| is_any(text, tokens, i.checked_sub(2), list))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;

    #[test]
    fn verbs_particles_and_phrases() {
        let text = "Lee pointed out that, according to Ng, it was said on Truth Social.";
        let tokens = tokenize(text);
        let words: Vec<String> = find(&Lexicon::bundled(), text, &tokens)
            .iter()
            .map(|c| tokens[c.first..c.end].iter().map(|t| t.span.of(text)).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(words, ["pointed out", "according to", "said", "on Truth Social"]);
    }
}
