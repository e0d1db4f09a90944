//! Bodies named by what they are for: “the Commission on Coastal Debates”. The model does not know such a
//! name where it does not know its last words.
//!
//! These rules are English grammar; see [`crate::language`].

use crate::analysis::EntityKind;
use crate::entity::name::{Name, name_at, put_in_place};
use crate::language::Language;
use crate::language::word_class::Class;
use pullquote_article::Span;
use pullquote_article::text::token::{Token, TokenKind, tokenize};

/// The words that join a noun for a body to the rest of its name.
const JOINTS: [&str; 3] = ["on", "for", "of"];

/// The words that can be between two words with capitals in the rest of the name.
const INNER: [&str; 3] = ["and", "of", "the"];

/// The most tokens of the rest of a name.
const LONGEST: usize = 8;

/// Adds names such as “Commission on Coastal Debates”, if no name has their first word and the rest has no
/// name of a person.
pub(super) fn add_bodies(text: &str, language: &Language, names: &mut Vec<Name>) {
    let tokens = tokenize(text);
    let body = Bodies { text, language, tokens: &tokens };
    let mut found: Vec<Name> = Vec::new();
    for head in 0..tokens.len() {
        let Some(span) = body.name_at(head).filter(|span| body.is_new(head, *span, names)) else { continue };
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
    fn name_at(&self, head: usize) -> Option<Span> {
        let noun = self.word(head);
        let is_body = noun.starts_with(char::is_uppercase)
            && noun.contains(char::is_lowercase)
            && self.language.organizations.no_surname.contains(&noun.to_lowercase());
        if !is_body || !JOINTS.contains(&self.word(head + 1)) || !self.is_joined(head) || !self.is_joined(head + 1) {
            return None;
        }
        let end = self.end_of_rest(head + 2)?;
        let describes = |i: &usize| self.is_capital(*i) && self.is_joined(*i) && !self.is_small(*i);
        let first = (0..head).rev().take_while(describes).last().unwrap_or(head);
        Some(Span::new(self.tokens.get(first)?.span.start, self.tokens.get(end)?.span.end))
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

    /// Whether no name has the noun for the body, and the rest has no name of a person.
    fn is_new(&self, head: usize, span: Span, names: &[Name]) -> bool {
        let Some(noun) = self.tokens.get(head).map(|token| token.span) else { return false };
        let rest = Span::new(noun.end, span.end);
        let before = Span::new(span.start, noun.start);
        name_at(names, noun).is_none()
            && name_at(names, before).is_none()
            && name_at(names, rest).is_none_or(|name| name.kind != EntityKind::Person && rest.covers(name.span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use EntityKind::{Organization, Person, Place};

    fn found(text: &str, known: &[(&str, EntityKind)]) -> Vec<(String, EntityKind)> {
        let mut names = names_in(text, known);
        add_bodies(text, Language::english(), &mut names);
        names.iter().map(|name| (name.span.of(text).to_owned(), name.kind)).collect()
    }

    #[test]
    fn a_body_is_named_by_what_it_is_for() {
        for (text, name) in [
            ("The nonpartisan Commission on Coastal Debates says so.", "Commission on Coastal Debates"),
            ("The Norsian Council on Rivers and the Sea met.", "Norsian Council on Rivers and the Sea"),
            ("He led the Office of the Harbour Inspector in May.", "Office of the Harbour Inspector"),
        ] {
            assert_eq!(found(text, &[]), [(name.to_owned(), Organization)], "{text}");
        }
        let text = "The Business Council of West Norsia met.";
        assert_eq!(
            found(text, &[("West Norsia", Place)]),
            [("Business Council of West Norsia".to_owned(), Organization)]
        );
    }

    #[test]
    fn a_known_name_and_a_sentence_stay_as_they_are() {
        let text = "The Commission on Monday met. The Council of Ann Lee met. The Orsten Board of Trade left.";
        let known = [("Ann Lee", Person), ("Orsten Board", Organization)];
        let known: Vec<(String, EntityKind)> = known.map(|(name, kind)| (name.to_owned(), kind)).to_vec();
        assert_eq!(found(text, &[("Ann Lee", Person), ("Orsten Board", Organization)]), known);
    }
}
