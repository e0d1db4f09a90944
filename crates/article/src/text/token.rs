//! Words, numbers and punctuation, split as in the Penn Treebank.
//!
//! A clitic is a token of its own (`Stein’s` is `Stein` and `’s`, `don’t` is
//! `do` and `n’t`). Abbreviations keep their full stop (`Mr.`, `U.S.`), words
//! keep their hyphens (`28-point`), and every other mark is one token.

use super::language::Language;
use super::span::Span;

/// Whether a token is a word, a number or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A token that begins with a letter, or a clitic.
    Word,
    /// A token that begins with a digit.
    Number,
    /// Any other character that is not white space. A run of full stops or
    /// hyphens is one token.
    Mark,
}

/// One word, number or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// Its bytes in the text that was split.
    pub span: Span,
    /// Whether it is a word, a number or a mark.
    pub kind: TokenKind,
}

/// The characters that texts have for an apostrophe; the last is the wrong one: “Lee‘s mother”.
pub const APOSTROPHES: [char; 3] = ['\'', '’', '‘'];

/// Splits English `text` into tokens, in order. White space is in no token.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    tokenize_in(text, Language::english())
}

/// Splits `text` into tokens, in order, with the abbreviations of `language`.
/// White space is in no token.
#[must_use]
pub fn tokenize_in(text: &str, language: &Language) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if c.is_alphanumeric() {
            let end = word_end(text, at, language);
            push_word(text, Span::new(at, end), &mut tokens);
            at = end;
        } else {
            let end = mark_end(text, at, c);
            tokens.push(Token { span: Span::new(at, end), kind: TokenKind::Mark });
            at = end;
        }
    }
    tokens
}

/// Whether `c` can be inside a word, between two letters or digits.
fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '-' | '‐' | '‑' | '.' | ',' | '/' | '_' | '&' | '@' | '·')
}

/// The end of the word or number that begins at `at`: letters and digits,
/// with joiners only where a letter or digit follows.
fn word_end(text: &str, at: usize, language: &Language) -> usize {
    let mut end = at;
    let mut previous = ' ';
    let mut rest = text[at..].char_indices().peekable();
    while let Some((i, c)) = rest.next() {
        let next = rest.peek().map_or(' ', |&(_, next)| next);
        let inside = c.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(c)
            || (is_joiner(c)
                && next.is_alphanumeric()
                && match c {
                    // 1,000 but not "one,two"; 3.5 and U.S. but not "end.Next".
                    ',' => previous.is_ascii_digit() && next.is_ascii_digit(),
                    '.' => {
                        (previous.is_ascii_digit() && next.is_ascii_digit())
                            || dots_may_join(&text[at..at + i], &text[at + i + 1..])
                    }
                    // The wrong mark for an apostrophe: “Lee‘s mother”.
                    '‘' => previous.is_alphabetic() && next.is_alphabetic(),
                    _ => true,
                });
        if !inside {
            break;
        }
        end = at + i + c.len_utf8();
        previous = c;
    }
    let word = &text[at..end];
    if text[end..].starts_with('.')
        && !text[end..].starts_with("..")
        && language.is_abbreviation(word)
        && (word.contains('.') || !ends_sentence(text, end + 1))
    {
        end += 1;
    }
    end
}

/// Whether a full stop between `before` and `after` belongs to a word: in initials
/// (`U.S`), host names and the like. `before` is the word so far.
fn dots_may_join(before: &str, after: &str) -> bool {
    let is_initial = before.chars().rev().take_while(|c| !matches!(c, '.' | '-')).take(2).count() == 1;
    let one_follows = after.chars().take_while(|c| c.is_alphanumeric()).take(2).count() == 1;
    (is_initial && one_follows) || after.starts_with(char::is_lowercase)
}

/// Whether what follows a full stop can only be the end of the text.
fn ends_sentence(text: &str, after: usize) -> bool {
    let rest = &text[after..];
    rest.trim_start().is_empty() || rest.starts_with("\n\n") || rest.starts_with("\r\n\r\n")
}

/// The end of the mark `c` at `at`, with what repeats or combines with it.
fn mark_end(text: &str, at: usize, c: char) -> usize {
    let run = matches!(c, '.' | '-' | '*' | '=' | '_');
    let mut end = at + c.len_utf8();
    if run {
        while text[end..].starts_with(c) {
            end += c.len_utf8();
        }
    }
    // A combining mark or joiner stays with the character it changes.
    while let Some(next) = text[end..].chars().next() {
        if !unicode_normalization::char::is_combining_mark(next) && next != '\u{200d}' && next != '\u{fe0f}' {
            break;
        }
        end += next.len_utf8();
    }
    end
}

/// Adds the word or number at `span` to `tokens`, its clitic as a second token.
fn push_word(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let word = span.of(text);
    let kind = if word.starts_with(char::is_numeric) { TokenKind::Number } else { TokenKind::Word };
    let clitic = clitic_start(word).map(|i| span.start + i).filter(|&i| i > span.start);
    match clitic {
        Some(i) => {
            tokens.push(Token { span: Span::new(span.start, i), kind });
            tokens.push(Token { span: Span::new(i, span.end), kind: TokenKind::Word });
        }
        None => tokens.push(Token { span, kind }),
    }
}

/// The byte of `word` at which a clitic begins.
fn clitic_start(word: &str) -> Option<usize> {
    const NEGATION: [&str; 3] = ["n't", "n’t", "n‘t"];
    const AFTER_APOSTROPHE: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];
    for negation in NEGATION {
        if let Some(tail) = word.len().checked_sub(negation.len()).and_then(|i| word.get(i..).map(|tail| (i, tail)))
            && tail.1.eq_ignore_ascii_case(negation)
        {
            return Some(tail.0);
        }
    }
    let (i, _) = word.char_indices().rev().find(|(_, c)| APOSTROPHES.contains(c))?;
    let tail = word[i..].trim_start_matches(APOSTROPHES).to_ascii_lowercase();
    AFTER_APOSTROPHE.contains(&tail.as_str()).then_some(i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn clitics_abbreviations_numbers_and_marks() {
        assert_eq!(words("Stein’s don't we've"), ["Stein", "’s", "do", "n't", "we", "'ve"]);
        assert_eq!(words("Mr. Lee, of the U.S. Army."), ["Mr.", "Lee", ",", "of", "the", "U.S.", "Army", "."]);
        assert_eq!(words("a 28-point, $1,000.50 plan..."), ["a", "28-point", ",", "$", "1,000.50", "plan", "..."]);
        assert_eq!(words("“We won,” O’Neil said."), ["“", "We", "won", ",", "”", "O’Neil", "said", "."]);
        assert_eq!(words("Lee‘s plan, don‘t ‘stay’"), ["Lee", "‘s", "plan", ",", "do", "n‘t", "‘", "stay", "’"]);
        assert_eq!(words("He left.Then"), ["He", "left", ".", "Then"]);
    }

    proptest! {
        #[test]
        fn tokens_are_ordered_disjoint_and_leave_only_white_space(text in "(?s).{0,300}") {
            let mut at = 0;
            for token in tokenize(&text) {
                prop_assert!(token.span.start >= at && !token.span.is_empty());
                prop_assert!(text.get(at..token.span.start).is_some_and(|gap| gap.chars().all(char::is_whitespace)));
                prop_assert!(text.get(token.span.start..token.span.end).is_some());
                at = token.span.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
