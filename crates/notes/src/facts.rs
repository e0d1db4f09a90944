//! The facts in some words: numbers, names and negations. Words that differ in
//! one of them say something else, however similar they are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pullquote_article::text::fold::{fold, without_marks};

/// The list of fact words; its header explains the columns.
const FACT_WORDS: &str = include_str!("../assets/language/many/fact-words.tsv");

/// What a listed word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Negation,
    /// A form of “not”.
    Not,
    /// A form of a verb that denies or turns down.
    Denial,
    Number,
}

/// The listed words.
struct FactWords {
    kinds: HashMap<&'static str, Kind>,
    /// Prefixes that say the contrary, without their hyphen.
    prefixes: Vec<&'static str>,
    /// Beginnings of words that deny the statement, without their hyphen.
    beginnings: Vec<&'static str>,
    /// Endings of words that are a form of “not”, without their hyphen.
    endings: Vec<&'static str>,
}

static WORDS: LazyLock<FactWords> = LazyLock::new(|| {
    let mut words =
        FactWords { kinds: HashMap::new(), prefixes: Vec::new(), beginnings: Vec::new(), endings: Vec::new() };
    for row in FACT_WORDS.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = row.split('\t');
        match (cells.next(), cells.next()) {
            (Some(word), Some("negation")) => _ = words.kinds.insert(word, Kind::Negation),
            (Some(word), Some("not")) => _ = words.kinds.insert(word, Kind::Not),
            (Some(word), Some("denial")) => _ = words.kinds.insert(word, Kind::Denial),
            (Some(word), Some("number")) => _ = words.kinds.insert(word, Kind::Number),
            (Some(word), Some("prefix")) => words.prefixes.push(word.trim_end_matches('-')),
            (Some(word), Some("beginning")) => words.beginnings.push(word.trim_end_matches('-')),
            (Some(word), Some("ending")) => words.endings.push(word.trim_start_matches('-')),
            _ => {}
        }
    }
    words
});

/// Words with the text right before them, which says whether the first one
/// begins a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InText<'t> {
    /// The text before the words.
    pub before: &'t str,
    /// The words.
    pub words: &'t str,
}

/// Whether the two sides differ in a number, a name or a negation. `common` says
/// whether a folded word is also written with a small letter in the article: at
/// the beginning of a sentence such a word is not a name.
pub(crate) fn differ(old: InText<'_>, new: InText<'_>, common: &dyn Fn(&str) -> bool) -> bool {
    let (was, is) = (tokens(old), tokens(new));
    let facts = |tokens: &[Token]| tokens.iter().filter_map(|token| token.fact(common)).collect::<Vec<String>>();
    facts(&was) != facts(&is) || contrary(&was, &is) || count_other_things(&was, &is)
}

/// Whether the negations of two texts differ.
pub(crate) fn negations_differ(old: &str, new: &str) -> bool {
    let negations = |text: &str| -> Vec<String> {
        let text = InText { before: "", words: text };
        tokens(text).iter().filter_map(Token::negation).collect()
    };
    negations(old) != negations(new)
}

/// Whether a word of one side is a word of the other with a prefix that denies
/// it: “lawful” and “unlawful”.
fn contrary(was: &[Token], is: &[Token]) -> bool {
    let folded = |tokens: &[Token]| tokens.iter().map(|token| token.folded.clone()).collect::<HashSet<String>>();
    let (was, is) = (folded(was), folded(is));
    let denies = |word: &String, other: &HashSet<String>| {
        let bare = |prefix: &&str| word.strip_prefix(*prefix).is_some_and(|bare| other.contains(bare));
        WORDS.prefixes.iter().any(bare)
    };
    was.difference(&is).any(|word| denies(word, &is)) || is.difference(&was).any(|word| denies(word, &was))
}

/// Whether a number counts other things: “7 days” and “7 weeks”. The numbers of both
/// sides are the same. A word that the other side has as well only moved.
fn count_other_things(was: &[Token], is: &[Token]) -> bool {
    let has = |tokens: &[Token], word: &str| tokens.iter().any(|token| token.folded == word);
    counted(was).zip(counted(is)).any(|(old, new)| {
        let (Some(old), Some(new)) = (old, new) else { return false };
        !has(is, old) && !has(was, new) && !is_other_form(old, new)
    })
}

/// For each number the word right after it; `None` if there is no such word.
fn counted(tokens: &[Token]) -> impl Iterator<Item = Option<&str>> {
    let after = |at: usize| tokens.get(at + 1).filter(|next| next.close && !next.is_number());
    let numbers = tokens.iter().enumerate().filter(|(_, token)| token.is_number());
    numbers.map(move |(at, _)| after(at).map(|next| next.folded.as_str()))
}

/// Whether two words are forms or spellings of one: their beginnings and ends are the
/// same for two thirds of the longer one.
fn is_other_form(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = one.len().min(other.len());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let end = one.iter().rev().zip(other.iter().rev()).take(shorter - start).take_while(|(a, b)| a == b).count();
    (start + end) * 3 >= one.len().max(other.len()) * 2
}

/// A word or a number.
#[derive(Debug, Clone)]
struct Token {
    /// As it is written.
    written: String,
    folded: String,
    /// Whether it is the first of a sentence.
    first: bool,
    /// Whether there are only spaces and hyphens between it and the one before.
    close: bool,
}

impl Token {
    fn is_number(&self) -> bool {
        self.folded.chars().any(char::is_numeric) || self.kind() == Some(Kind::Number)
    }

    fn kind(&self) -> Option<Kind> {
        if WORDS.endings.iter().any(|ending| self.folded.ends_with(ending)) {
            return Some(Kind::Not);
        }
        let listed = WORDS.kinds.get(self.folded.as_str()).copied();
        let denies = || WORDS.beginnings.iter().any(|beginning| self.folded.starts_with(beginning));
        listed.or_else(|| denies().then_some(Kind::Negation))
    }

    /// What is compared of a negation; `None` for other words. All forms of “not” are equal, and
    /// all forms of verbs that deny.
    fn negation(&self) -> Option<String> {
        match self.kind()? {
            Kind::Not => Some("not".to_owned()),
            Kind::Denial => Some("denial".to_owned()),
            Kind::Negation => Some(self.folded.clone()),
            Kind::Number => None,
        }
    }

    /// What is compared of a number, a name or a negation; `None` for other words.
    fn fact(&self, common: &dyn Fn(&str) -> bool) -> Option<String> {
        if self.folded.chars().any(char::is_numeric) {
            return Some(number(&self.folded));
        }
        if self.folded.chars().all(is_currency) {
            return Some(self.folded.clone());
        }
        match self.kind() {
            Some(Kind::Negation | Kind::Not | Kind::Denial) => return self.negation(),
            Some(Kind::Number) => return Some(self.folded.clone()),
            None => {}
        }
        let capital = self.written.chars().any(char::is_uppercase);
        // In scripts without capitals every word may be a name.
        let uncased = self.written.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
        let name = uncased || capital && !(self.first && common(&self.folded));
        let bare = self.folded.strip_suffix("'s").unwrap_or(&self.folded);
        name.then(|| without_marks(bare).collect())
    }
}

/// A folded number without the marks between its thousands.
fn number(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(|c| c.is_numeric());
    let thousands = |i: usize| (1..=3).all(|n| digit(i + n)) && !digit(i + 4);
    let kept = chars.iter().enumerate().filter(|&(i, c)| !(matches!(c, ',' | ' ' | '\'') && thousands(i)));
    kept.map(|(_, c)| *c).collect()
}

/// The words and numbers of a text. A number has its sign and the marks inside
/// it; a word has the apostrophes inside it.
fn tokens(text: InText<'_>) -> Vec<Token> {
    let chars: Vec<char> = text.words.chars().collect();
    let mut found: Vec<Token> = Vec::new();
    let mut gap: Vec<char> = text.before.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let sign = is_dash(c) && cuts_number(&chars, at + 1);
        let mut end = at + 1;
        if c.is_alphanumeric() || sign {
            while in_token(&chars, end) {
                end += 1;
            }
        } else if !is_currency(c) {
            gap.push(c);
            at = end;
            continue;
        }
        let written: String = chars.get(at..end).unwrap_or(&[]).iter().collect();
        let close = gap.iter().rev().take_while(|c| !c.is_alphanumeric()).all(|&c| is_space(c) || is_dash(c));
        found.push(Token { folded: fold(&written), written, first: begins_sentence(&gap), close });
        gap = chars.get(at..end).unwrap_or(&[]).to_vec();
        at = end;
    }
    found
}

/// Whether the character at `at` goes on with the word or number before it.
fn in_token(chars: &[char], at: usize) -> bool {
    let Some(&c) = chars.get(at) else { return false };
    let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let apostrophe = matches!(c, '\'' | '’') && letter(at.checked_sub(1)) && letter(Some(at + 1));
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || apostrophe || cuts_number(chars, at)
}

/// Whether a word after `before` is the first of a sentence, of a paragraph or
/// of what somebody says.
fn begins_sentence(before: &[char]) -> bool {
    for c in before.iter().rev() {
        match c {
            '.' | '!' | '?' | ':' | '…' | '\n' | '"' | '“' | '„' | '«' | '‘' | '»' => return true,
            c if c.is_alphanumeric() || matches!(c, ',' | ';') => return false,
            _ => {}
        }
    }
    true
}

/// Whether the position `at` is inside a number: after its sign, at a mark
/// between its digits, or between its thousands. Works on folded characters and
/// on characters as they are.
pub(crate) fn cuts_number(text: &[char], at: usize) -> bool {
    let get = |i: Option<usize>| i.and_then(|i| text.get(i)).copied();
    let digit = |i: Option<usize>| get(i).is_some_and(char::is_numeric);
    let (before, after) = (at.checked_sub(1), Some(at));
    let mark = |i: Option<usize>| {
        let Some(c) = get(i) else { return false };
        let between = digit(i.and_then(|i| i.checked_sub(1))) && digit(i.map(|i| i + 1));
        between && (matches!(c, '.' | ',' | ':' | '/' | '\'' | '’' | '\u{2044}') || is_dash(c))
            || is_space(c) && i.is_some_and(|i| between_thousands(text, i))
    };
    if digit(before) && digit(after) {
        return true;
    }
    let sign = get(before).is_some_and(is_dash)
        && digit(after)
        && get(at.checked_sub(2)).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“'));
    sign || mark(before) || mark(after)
}

/// Whether the space at `at` is between thousands: up to three digits are before
/// it, and exactly three after it.
fn between_thousands(text: &[char], at: usize) -> bool {
    let digit = |i: usize| text.get(i).is_some_and(|c| c.is_numeric());
    let before = text.get(..at).unwrap_or(&[]).iter().rev().take_while(|c| c.is_numeric()).count();
    (1..=3).contains(&before) && (1..=3).all(|n| digit(at + n)) && !digit(at + 4)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say_the_same(old: &str, new: &str) -> bool {
        let common = |word: &str| ["the", "a", "we", "but", "this"].contains(&word);
        !differ(InText { before: "", words: old }, InText { before: "", words: new }, &common)
    }

    #[test]
    fn the_list_is_sorted_has_no_word_twice_and_every_row_is_read() {
        let rows: Vec<&str> = FACT_WORDS.lines().filter(|line| !line.starts_with('#')).collect();
        let words: Vec<&str> = rows.iter().filter_map(|row| row.split('\t').next()).collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(rows.iter().all(|row| row.split('\t').count() == 3));
        let parts = [&WORDS.prefixes, &WORDS.beginnings, &WORDS.endings];
        assert_eq!(WORDS.kinds.len() + parts.map(Vec::len).iter().sum::<usize>(), rows.len());
        assert!(words.iter().all(|word| fold(word) == *word));
    }

    #[test]
    fn other_numbers_names_and_negations_are_other_facts() {
        for (old, new) in [
            ("120 boats were lost", "1,200 boats were lost"),
            ("the fare is 1.5 crowns", "the fare is 15 crowns"),
            ("it was -5 degrees", "it was 5 degrees"),
            ("it cost $12", "it cost €12"),
            ("twelve boats were lost", "thirteen boats were lost"),
            ("from 120 to 200 boats", "from 200 to 120 boats"),
            ("the mayor, Ida Holm, left", "the mayor, Ida Brekke, left"),
            ("Alpha said so", "Beta said so"),
            ("we did not know", "we did know"),
            ("we can go", "we can’t go"),
            ("they came with a boat", "they came without a boat"),
            ("the vote was lawful", "the vote was unlawful"),
            ("das ist ein Boot", "das ist kein Boot"),
            ("the mayor said that it leaked", "the mayor denied that it leaked"),
            ("the mayor agreed to pay", "the mayor refused to pay"),
            ("it was closed for 7 days", "it was closed for 7 weeks"),
            ("it was closed for seven days", "it was closed for seven months"),
            ("a 12-mile road", "a 12-kilometre road"),
            ("nach 5 Tagen war es offen", "nach 5 Wochen war es offen"),
            ("港口关闭了", "机场关闭了"),
        ] {
            assert!(!say_the_same(old, new), "{old} / {new}");
            assert!(!say_the_same(new, old), "{new} / {old}");
        }
    }

    #[test]
    fn other_words_and_other_spellings_are_the_same_facts() {
        for (old, new) in [
            ("The boats were lost", "A boat was lost"),
            ("We left early", "But we left early"),
            ("1,200 boats were lost", "1\u{202f}200 boats were gone"),
            ("we cannot go", "we can't leave"),
            ("we did not go", "we didn’t go there"),
            ("they denied that it leaked", "they deny that it leaks"),
            ("the mayor, Zoë Lee, left", "the mayor, Zoe Lee, went"),
            ("Lee’s boats", "Lee boats"),
            ("a road of 12 metres", "a road of 12 meters"),
            ("three young men left", "three men left early"),
            ("12 boats were there", "12 big boats were there"),
            ("in 2024, boats were lost", "in 2024, ships were lost"),
            ("it has 12 boats’ places", "it has 12 boat places"),
        ] {
            assert!(say_the_same(old, new), "{old} / {new}");
        }
    }

    #[test]
    fn no_position_inside_a_number_is_an_edge() {
        let inside = |text: &str| -> Vec<usize> {
            let chars: Vec<char> = text.chars().collect();
            (0..=chars.len()).filter(|&at| cuts_number(&chars, at)).collect()
        };
        assert_eq!(inside("a 1,200 b"), [3, 4, 5, 6]);
        assert_eq!(inside("12:30"), [1, 2, 3, 4]);
        assert_eq!(inside("at -5."), [4]);
        assert_eq!(inside("1 200"), [1, 2, 3, 4]);
        assert_eq!(inside("x 5. 6"), [0_usize; 0]);
        assert_eq!(inside("in 2024 300 b"), [4, 5, 6, 9, 10]);
    }
}
