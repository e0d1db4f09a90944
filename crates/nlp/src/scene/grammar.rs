//! The small words of English grammar, enough to see where a noun phrase
//! begins and ends and which word is a clause's verb.

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
    /// who, which, that behind a noun
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
    /// A word with a capital that is not only there because a sentence begins
    Name,
    /// A known verb in a form that is rarely a noun
    Verb,
    /// Any other word: a noun, an adjective or a verb unknown
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
    /// Whether a word of this class may stand inside a noun phrase, between
    /// its determiner and its noun.
    pub(crate) fn is_nominal(self) -> bool {
        matches!(self, Class::Word | Class::Name | Class::Number)
    }
}

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "these", "those", "some", "any", "each", "every", "no", "another", "many", "several",
    "few", "most", "both", "all", "other", "one", "two", "three", "four", "five", "such",
];
const POSSESSIVES: &[&str] = &["my", "his", "her", "our", "their", "its", "your", "’s", "'s", "whose", "’", "'"];
const SUBJECTS: &[&str] = &["he", "she", "they", "i", "we", "it", "you"];
const OBJECTS: &[&str] =
    &["him", "them", "us", "me", "himself", "herself", "themselves", "itself", "myself", "ourselves", "yourself"];
const RELATIVES: &[&str] = &["who", "which", "whom", "that"];
const PREPOSITIONS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "by",
    "for",
    "with",
    "from",
    "into",
    "about",
    "against",
    "between",
    "through",
    "during",
    "before",
    "after",
    "under",
    "over",
    "without",
    "within",
    "among",
    "amid",
    "amidst",
    "across",
    "behind",
    "beyond",
    "near",
    "off",
    "onto",
    "upon",
    "toward",
    "towards",
    "via",
    "per",
    "despite",
    "like",
    "unlike",
    "following",
    "including",
    "regarding",
    "concerning",
    "until",
    "since",
    "outside",
    "inside",
    "along",
    "around",
    "alongside",
    "throughout",
    "besides",
    "except",
    "versus",
    "de",
];
const CONJUNCTIONS: &[&str] = &["and", "or", "but", "nor", "&", "yet", "plus"];
const SUBORDINATORS: &[&str] = &[
    "because", "while", "if", "when", "as", "where", "although", "though", "whether", "unless", "whereas", "once",
    "how", "why", "what", "so", "than", "whenever", "wherever", "till",
];
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did",
    "will", "would", "can", "could", "may", "might", "shall", "should", "must", "’re", "'re", "’ve", "'ve", "’ll",
    "'ll", "’d", "'d", "’m", "'m", "ca", "wo", "cannot", "ought",
];
const ADVERBS: &[&str] = &[
    "also",
    "later",
    "then",
    "again",
    "just",
    "not",
    "n't",
    "n’t",
    "never",
    "now",
    "once",
    "even",
    "still",
    "too",
    "first",
    "often",
    "always",
    "ever",
    "here",
    "there",
    "already",
    "soon",
    "instead",
    "rather",
    "quite",
    "very",
    "long",
    "repeatedly",
    "ago",
    "back",
    "thus",
    "therefore",
    "however",
    "meanwhile",
    "nonetheless",
    "nevertheless",
    "sometimes",
    "twice",
    "perhaps",
    "maybe",
    "only",
    "further",
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "earlier",
    "else",
    "previously",
    "together",
    "alone",
    "likewise",
    "otherwise",
    "almost",
    "simply",
    "reportedly",
    "much",
    "more",
    "indeed",
    "elsewhere",
    "anyway",
    "afterward",
    "afterwards",
    "aloud",
    "well",
];
const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan.",
    "feb.",
    "aug.",
    "sept.",
    "oct.",
    "nov.",
    "dec.",
];
/// Common verbs in forms that are rarely nouns, besides the verbs of speech.
const VERBS: &[&str] = &[
    "went",
    "made",
    "took",
    "got",
    "came",
    "gave",
    "became",
    "kept",
    "began",
    "seemed",
    "appeared",
    "ran",
    "met",
    "sat",
    "stood",
    "won",
    "lost",
    "left",
    "sent",
    "brought",
    "joined",
    "used",
    "tried",
    "wanted",
    "needed",
    "turned",
    "walked",
    "looked",
    "held",
    "led",
    "served",
    "worked",
    "lived",
    "moved",
    "played",
    "spent",
    "built",
    "bought",
    "sold",
    "drew",
    "fell",
    "grew",
    "knew",
    "let",
    "paid",
    "rose",
    "saw",
    "threw",
    "wore",
    "faced",
    "issued",
    "shared",
    "released",
    "refused",
    "declined",
    "continued",
    "started",
    "stopped",
    "happened",
    "goes",
    "gets",
    "makes",
    "takes",
    "gives",
    "comes",
    "seems",
    "becomes",
    "keeps",
    "wants",
    "needs",
    "says",
    "said",
    "known",
    "given",
    "taken",
    "done",
    "gone",
    "seen",
    "shown",
    "become",
    "get",
    "go",
    "make",
    "take",
    "give",
    "come",
    "keep",
    "bring",
    "put",
    "let's",
    "helped",
    "called",
    "received",
    "gained",
    "raised",
    "earned",
    "voted",
    "supported",
    "opposed",
    "signed",
    "visited",
    "attended",
    "hosted",
    "launched",
    "caused",
    "created",
    "represents",
    "remains",
    "remained",
    "includes",
    "included",
    "involves",
    "involved",
    "leads",
    "shows",
    "means",
    "meant",
    "thinks",
    "thought",
    "believes",
    "believed",
];

fn contains(list: &[&str], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether `word` is a form of be, have or do, or a modal verb.
pub(crate) fn is_auxiliary(word: &str) -> bool {
    contains(AUXILIARIES, word)
}

/// Whether `word` names a day or a month.
pub(crate) fn is_day(word: &str) -> bool {
    contains(DAYS, word)
}

/// The class of a token; `begins` says that it begins a sentence or a quote,
/// where a capital means nothing.
pub(crate) fn classify(text: &str, token: &Token, begins: bool) -> Class {
    let word = token.span.of(text);
    match token.kind {
        TokenKind::Number => Class::Number,
        TokenKind::Mark => mark(word),
        TokenKind::Word => {
            let capital = word.starts_with(char::is_uppercase);
            let small = small_word(word);
            match small {
                Some(class) if !capital || begins || matches!(class, Class::Subject | Class::Possessive) => class,
                Some(class) if word.len() <= 4 && word.chars().skip(1).any(char::is_lowercase) => class,
                _ if capital && is_day(word) => Class::Adverb,
                _ if capital => Class::Name,
                Some(class) => class,
                None => Class::Word,
            }
        }
    }
}

fn small_word(word: &str) -> Option<Class> {
    // No small word is longer; this keeps long words from being looked up.
    if word.len() > 12 {
        return is_adverb(word).then_some(Class::Adverb);
    }
    let lists: [(&[&str], Class); 11] = [
        (DETERMINERS, Class::Determiner),
        (POSSESSIVES, Class::Possessive),
        (SUBJECTS, Class::Subject),
        (OBJECTS, Class::Object),
        (RELATIVES, Class::Relative),
        (AUXILIARIES, Class::Auxiliary),
        (PREPOSITIONS, Class::Preposition),
        (CONJUNCTIONS, Class::Conjunction),
        (SUBORDINATORS, Class::Subordinator),
        (ADVERBS, Class::Adverb),
        (VERBS, Class::Verb),
    ];
    if word.eq_ignore_ascii_case("to") {
        return Some(Class::To);
    }
    lists
        .iter()
        .find(|(list, _)| contains(list, word))
        .map(|(_, class)| *class)
        .or_else(|| is_adverb(word).then_some(Class::Adverb))
}

fn is_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && word.starts_with(char::is_lowercase)
        && !matches!(
            word,
            "family"
                | "assembly"
                | "ally"
                | "reply"
                | "supply"
                | "rally"
                | "bully"
                | "anomaly"
                | "monopoly"
                | "elderly"
                | "daily"
                | "weekly"
        )
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
        let classes: Vec<Class> = tokenize(text).iter().enumerate().map(|(i, t)| classify(text, t, i == 0)).collect();
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
