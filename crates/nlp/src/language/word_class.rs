//! Classes of tokens: what a word does in its clause, or which mark it is. The
//! classes of small words and common verbs are in the tables of the language.

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

    /// The class that a table calls by this name.
    pub(super) fn read(name: &str) -> Option<Self> {
        Some(match name {
            "determiner" => Self::Determiner,
            "possessive" => Self::Possessive,
            "subject" => Self::Subject,
            "object" => Self::Object,
            "relative" => Self::Relative,
            "preposition" => Self::Preposition,
            "conjunction" => Self::Conjunction,
            "subordinator" => Self::Subordinator,
            "auxiliary" => Self::Auxiliary,
            "to" => Self::To,
            "adverb" => Self::Adverb,
            "verb" => Self::Verb,
            _ => return None,
        })
    }
}
