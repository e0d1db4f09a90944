//! The class of each token: enough grammar to see where a noun phrase begins
//! and ends, and which word is the verb of a clause.
//!
//! The small words are data; that adverbs end in “-ly” is English and stays
//! here.

use crate::language::{Language, WordClass};
use pullquote_article::text::token::{Token, TokenKind};

/// What a word does in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// the, a, this, some
    Determiner,
    /// my, his, Lee’s
    Possessive,
    /// he, she, they, I, we, it, you
    Subject,
    /// him, them, us, me
    Object,
    /// who, which, that after a noun
    Relative,
    /// of, in, by
    Preposition,
    /// and, or, but
    Conjunction,
    /// because, while, if
    Subordinator,
    /// is, has, will
    Auxiliary,
    /// to before a verb or a noun
    To,
    /// also, later, not
    Adverb,
    /// Digits and numerals
    Number,
    /// A word with a capital that is not due to the beginning of a sentence
    Name,
    /// A common verb, or a verb of speech, in a form that is rarely a noun
    Verb,
    /// Any other word: a noun, an adjective or an unknown verb
    Word,
    /// A comma
    Comma,
    /// A colon
    Colon,
    /// A dash
    Dash,
    /// A bracket that opens
    Open,
    /// A bracket that closes
    Close,
    /// The end of a sentence
    Stop,
    /// A quotation mark
    Quote,
    /// Any other mark
    Mark,
}

impl Class {
    /// Whether a word of this class may be between the determiner and the noun
    /// of a noun phrase.
    pub(crate) fn is_nominal(self) -> bool {
        matches!(self, Class::Word | Class::Name | Class::Number)
    }
}

impl From<WordClass> for Class {
    fn from(class: WordClass) -> Self {
        match class {
            WordClass::Determiner => Self::Determiner,
            WordClass::Possessive => Self::Possessive,
            WordClass::Subject => Self::Subject,
            WordClass::Object => Self::Object,
            WordClass::Relative => Self::Relative,
            WordClass::Preposition => Self::Preposition,
            WordClass::Conjunction => Self::Conjunction,
            WordClass::Subordinator => Self::Subordinator,
            WordClass::Auxiliary => Self::Auxiliary,
            WordClass::To => Self::To,
            WordClass::Adverb => Self::Adverb,
            WordClass::Verb => Self::Verb,
        }
    }
}

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
    language.word_class(word).map(Class::from).or_else(|| is_adverb(language, word).then_some(Class::Adverb))
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
