//! The class of each token: enough grammar to see where a noun phrase begins
//! and ends, and which word is the verb of a clause.
//!
//! The small words are data; that adverbs end in “-ly” is English and stays
//! here.

use crate::language::Language;
pub(crate) use crate::language::word_class::Class;
use pullquote_article::text::token::{Token, TokenKind};

/// The class of a token. `begins` says that it begins a sentence or a quote,
/// where a capital means nothing.
pub(crate) fn classify(language: &Language, text: &str, token: &Token, begins: bool) -> Class {
    let word = token.span.of(text);
    match token.kind {
        TokenKind::Number => Class::Number,
        TokenKind::Mark => mark(word),
        TokenKind::Word => {
            let capital = word.starts_with(char::is_uppercase);
            let small = small_word(language, word);
            match small {
                Some(class) if !capital || begins || matches!(class, Class::Subject | Class::Possessive) => class,
                Some(class) if word.len() <= 4 && word.chars().skip(1).any(char::is_lowercase) => class,
                _ if capital && language.time.days_and_months.contains_any_case(word) => Class::Adverb,
                _ if capital => Class::Name,
                Some(class) => class,
                None => Class::Word,
            }
        }
    }
}

fn small_word(language: &Language, word: &str) -> Option<Class> {
    language.word_class(word).or_else(|| is_adverb(language, word).then_some(Class::Adverb))
}

/// Whether a word ends as adverbs made from adjectives do.
fn is_adverb(language: &Language, word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && word.starts_with(char::is_lowercase)
        && !language.is_adverb_exception(word)
}

fn mark(word: &str) -> Class {
    match word {
        "," => Class::Comma,
        ":" => Class::Colon,
        "–" | "—" | "-" | "--" | "―" | "---" => Class::Dash,
        "(" | "[" => Class::Open,
        ")" | "]" => Class::Close,
        "." | "!" | "?" | "…" | ";" => Class::Stop,
        "“" | "”" | "\"" | "„" | "«" | "»" | "‘" => Class::Quote,
        "'" | "’" => Class::Possessive,
        "&" => Class::Conjunction,
        w if w.starts_with("..") => Class::Stop,
        _ => Class::Mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;

    #[test]
    fn capitals_and_small_words() {
        let text = "The senator said Lee’s plan on Monday, he barely read";
        let language = Language::english();
        let classes: Vec<Class> =
            tokenize(text).iter().enumerate().map(|(i, t)| classify(language, text, t, i == 0)).collect();
        use Class as C;
        let expected = [
            C::Determiner,
            C::Word,
            C::Verb,
            C::Name,
            C::Possessive,
            C::Word,
            C::Preposition,
            C::Adverb,
            C::Comma,
            C::Subject,
            C::Adverb,
            C::Word,
        ];
        assert_eq!(classes, expected);
    }
}
