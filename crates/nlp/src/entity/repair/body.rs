//! Bodies named by what they are for: “the Commission on Coastal Debates”. The model often misses such a
//! name if its last words are new to it.
//!
//! These rules are English grammar; see [`crate::language`].

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, name_at, put_in_place};
use crate::language::Language;
use crate::language::word_class::Class;
use pullquote_article::Span;
use pullquote_article::text::token::{Token, TokenKind};

/// The words that join a noun for a body to the rest of its name. The model knows names with “of”, such as
/// “Bank of Norsia”.
const JOINTS: [&str; 2] = ["on", "for"];

/// The words that can be between two words with capitals in the rest of the name.
const INNER: [&str; 3] = ["and", "of", "the"];

/// The most tokens of the rest of a name.
const LONGEST: usize = 8;

/// How many words of a line show whether it is a headline.
const MOST_WORDS: usize = 40;

/// The most words with capitals before the noun for a body.
const MOST_BEFORE: usize = 3;

/// Adds names such as “Commission on Coastal Debates”, if no name has their first word and the rest has no
/// name of a person.
pub(super) fn add_bodies(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, tokens, language, .. } = *context;
    let body = Bodies { text, language, tokens };
    let mut found: Vec<Name> = Vec::new();
    for head in 0..tokens.len() {
        let Some(span) = body.body_at(head).filter(|span| body.is_new(head, *span, names)) else { continue };
        if found.last().is_none_or(|last| last.span.end <= span.start) {
            found.push(Name { span, kind: EntityKind::Organization });
        }
    }
    put_in_place(names, found);
}

/// A text in which names of bodies are looked for.
struct Bodies<'a> {
    text: &'a str,
    language: &'a Language,
    tokens: &'a [Token],
}

impl Bodies<'_> {
    /// The word at token `i`; empty if it is no word.
    fn word(&self, i: usize) -> &str {
        let token = self.tokens.get(i).filter(|token| token.kind == TokenKind::Word);
        token.map_or("", |token| token.span.of(self.text))
    }

    /// Whether only a space is between token `i` and the one after it.
    fn is_joined(&self, i: usize) -> bool {
        let pair = self.tokens.get(i).zip(self.tokens.get(i + 1));
        pair.is_some_and(|(one, other)| self.text.get(one.span.end..other.span.start) == Some(" "))
    }

    /// Whether token `i` begins with a capital and is no day or month.
    fn is_capital(&self, i: usize) -> bool {
        let word = self.word(i);
        word.starts_with(char::is_uppercase) && !self.language.time.days_and_months.contains_any_case(word)
    }

    /// The name with its noun for a body at token `head`: “Norsian | Commission | on Coastal Debates”.
    fn body_at(&self, head: usize) -> Option<Span> {
        let noun = self.word(head);
        let is_body = noun.starts_with(char::is_uppercase)
            && noun.contains(char::is_lowercase)
            && self.language.organizations.no_surname.contains(&noun.to_lowercase());
        if !is_body || !JOINTS.contains(&self.word(head + 1)) || !self.is_joined(head) || !self.is_joined(head + 1) {
            return None;
        }
        let end = self.end_of_rest(head + 2)?;
        let describes = |i: &usize| self.is_capital(*i) && self.is_joined(*i) && !self.is_small(*i);
        let before = (0..head).rev().take(MOST_BEFORE + 1).take_while(describes);
        let (first, count) = before.fold((head, 0), |(_, count), i| (i, count + 1));
        if count > MOST_BEFORE || self.is_in_headline(head) {
            return None;
        }
        Some(Span::new(self.tokens.get(first)?.span.start, self.tokens.get(end)?.span.end))
    }

    /// Whether most words of the line of token `i` begin with a capital, so that a capital shows no name.
    fn is_in_headline(&self, i: usize) -> bool {
        let Some(span) = self.tokens.get(i).map(|token| token.span) else { return false };
        let start = self.text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = self.text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        let words = || line.split_whitespace().take(MOST_WORDS).filter(|word| word.starts_with(char::is_alphabetic));
        let capitals = words().filter(|word| word.starts_with(char::is_uppercase)).count();
        capitals * 2 > words().count()
    }

    /// The last token of the words with capitals that begin at token `i`, perhaps after “the”.
    fn end_of_rest(&self, i: usize) -> Option<usize> {
        let mut end = None;
        for k in i..i + LONGEST {
            if self.is_capital(k) {
                end = Some(k);
            } else if !INNER.contains(&self.word(k)) {
                break;
            }
            if !self.is_joined(k) {
                break;
            }
        }
        end
    }

    /// Whether a word with a capital is one like “The” or “On” at the beginning of a sentence.
    fn is_small(&self, i: usize) -> bool {
        let class = self.language.word_class(self.word(i));
        class.is_some_and(|class| !matches!(class, Class::Name | Class::Word | Class::Verb))
    }

    /// Whether no name has the noun for the body, and the rest is at most one name, and not that of a person.
    fn is_new(&self, head: usize, span: Span, names: &[Name]) -> bool {
        let Some(noun) = self.tokens.get(head).map(|token| token.span) else { return false };
        let rest = Span::new(noun.end, span.end);
        let before = Span::new(span.start, noun.start);
        let next = names.partition_point(|name| name.span.end <= rest.start);
        let mut inside = names.iter().skip(next).take_while(|name| name.span.start < rest.end);
        let only = inside.next();
        let fits = only.is_none_or(|name| name.kind != EntityKind::Person && rest.covers(name.span));
        name_at(names, noun).is_none() && name_at(names, before).is_none() && fits && inside.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;
    use EntityKind::{Organization, Person, Place};

    fn found<'t>(text: &'t str, known: &[(&str, EntityKind)]) -> Vec<(&'t str, EntityKind)> {
        repaired(add_bodies, text, known, &[])
    }

    #[test]
    fn a_body_is_named_by_what_it_is_for() {
        for (text, name) in [
            ("The nonpartisan Commission on Coastal Debates says so.", "Commission on Coastal Debates"),
            (
                "The Norsian Council on Rivers and the Sea met again in the old hall.",
                "Norsian Council on Rivers and the Sea",
            ),
        ] {
            assert_eq!(found(text, &[]), [(name, Organization)], "{text}");
        }
        let text = "The Council on West Norsia met again in the old hall.";
        assert_eq!(found(text, &[("West Norsia", Place)]), [("Council on West Norsia", Organization)]);
    }

    #[test]
    fn a_known_name_and_a_sentence_stay_as_they_are() {
        for headline in
            ["Harbour Mayor Blasts Committee for Secret Votes", "Police Department for Sale\n\nIt is cheap."]
        {
            assert_eq!(found(headline, &[]), []);
        }
        let text = "The Commission on Norsia and the Bo Ek Trust met in May, as they do each year.";
        let both = [("Norsia", Place), ("Bo Ek Trust", Organization)];
        assert_eq!(found(text, &both).len(), 2);
        let text = "The Commission on Monday met. The Council for Ann Lee met. The Orsten Board on Trade left.";
        let known = [("Ann Lee", Person), ("Orsten Board", Organization)];

        assert_eq!(found(text, &known), known);
    }
}
